//! `/recommend`: what to make next, in three named parts, and less of what is not wanted.

use std::collections::{BTreeMap, BTreeSet};

use copydesk_analysis::learn::{Candidate, Metric, Observation, Taste, recommend, tone};
use copydesk_analysis::{content_words, sentiment};
use copydesk_storage::{ContentTaste, Preferences, TopicWishes};

use crate::answer::{Answer, Recommended};
use crate::commands::{Command, Spec, command, ideas, number_option, option};
use crate::config::Config;
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::learning;
use crate::session::{Session, person_id};
use crate::texts::{Problem, sentence};

/// The command of this file.
pub static COMMANDS: &[Spec] = &[Spec {
    rest: "rest-team-or-nothing",
    options: &[option("count", "数量"), option("less", "少看"), option("draft", "写")],
    example: Some("command-recommend-example"),
    ..command(&["recommend"], &["推荐"], "command-recommend", read)
}];

/// Shown unless asked otherwise.
const SHOWN: usize = 5;
/// Posts that a topic's mean is drawn towards usual by.
const PRIOR_POSTS: f64 = 3.0;
/// Topics that a person can mute.
const MOST_MUTED: usize = 200;

/// What is recommended to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecommendRequest {
    /// For the team, not for the person who asks.
    pub whole_team: bool,
    /// How many.
    pub count: usize,
    /// A topic that the person wants no more of.
    pub less: Option<String>,
    /// A topic that the person wants to draft now.
    pub draft: Option<String>,
}

/// Reads `/recommend [team] [count=…] [less=…]`.
///
/// # Errors
/// A sentence for the first thing that is wrong.
pub fn read(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let whole_team = match invocation.rest.trim().to_lowercase().as_str() {
        "" | "me" | "我" => false,
        "team" | "团队" => true,
        other => {
            return Err(Problem::new(sentence!("recommend-whose", name = other), sentence!("recommend-whose-help")));
        }
    };
    let less = invocation.option("less").map(|topic| topic.trim().chars().take(100).collect::<String>());
    let draft = invocation.option("draft").map(|topic| topic.trim().chars().take(100).collect::<String>());
    let count = number_option("count", invocation.option("count"), 1..=20)?.unwrap_or(SHOWN);
    let named = |topic: &String| !topic.is_empty();
    Ok(Command::Recommend(RecommendRequest { whole_team, count, less: less.filter(named), draft: draft.filter(named) }))
}

/// Recommends.
///
/// # Errors
/// What the storage says.
pub async fn handle(desk: &Desk, session: &Session, request: RecommendRequest) -> Result<Answer, Problem> {
    let failed = |error| desk.storage_problem(&error);
    let person = person_id(&session.origin);
    if let Some(topic) = &request.draft {
        let choose = |old: Option<ContentTaste>| {
            let mut taste = old.unwrap_or_default();
            taste.chosen.push(topic.clone());
            let over = taste.chosen.len().saturating_sub(MOST_MUTED);
            taste.chosen.drain(..over);
            taste
        };
        session.records.update::<ContentTaste, _>(&person, choose).await.map_err(failed)?;
        let language = copydesk_analysis::Language::of(topic).unwrap_or(session.language);
        let asked = ideas::Asked { topic, platform: None, format: None, count: None, language };
        return ideas::handle(desk, session, asked.check(&desk.config)?).await;
    }
    let stored = match &request.less {
        None => session.records.get::<ContentTaste>(&person).await.map_err(failed)?.map(|it| it.record),
        Some(topic) => {
            let mute = |old: Option<ContentTaste>| {
                let mut taste = old.unwrap_or_default();
                if !taste.muted.contains(topic) {
                    taste.muted.push(topic.clone());
                }
                let over = taste.muted.len().saturating_sub(MOST_MUTED);
                taste.muted.drain(..over);
                taste
            };
            Some(session.records.update::<ContentTaste, _>(&person, mute).await.map_err(failed)?.record)
        }
    };
    let own = stored.unwrap_or_default();
    let preferences = session.records.get::<Preferences>(Preferences::ID).await.map_err(failed)?;
    let preferences = preferences.map(|it| it.record).unwrap_or_default();
    let posts = learning::observations(&learning::campaigns(&session.records).await.map_err(failed)?);
    let wanted =
        preferences.examples.iter().chain(&preferences.voice).filter_map(|text| feeling(text)).collect::<Vec<_>>();
    let mean = |values: &[f64]| (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64);
    let topics: Vec<String> = posts.iter().map(|post| post.topic.clone()).filter(|topic| !topic.is_empty()).collect();
    let team = Taste {
        follows: preferences.words_to_use.clone(),
        chosen: topics,
        sentiment: mean(&wanted),
        ..Taste::default()
    };
    let own_choices = own.chosen.len();
    // Muting is a person's own: what the team is shown, others still want.
    let person = if request.whole_team {
        Taste::default()
    } else {
        Taste { muted: own.muted, chosen: own.chosen, ..Taste::default() }
    };
    let wishes = session.records.get::<TopicWishes>(TopicWishes::ID).await.map_err(failed)?;
    let wishes = wishes.map(|it| it.record).unwrap_or_default();
    let follows = [team.follows, wishes.wanted].concat();
    let team = Taste { follows, muted: wishes.muted, ..team };
    let items = recommend(&candidates(&posts), &person, &team, request.count);
    Ok(Answer::Recommended(Recommended { whole_team: request.whole_team, muted: request.less, own_choices, items }))
}

/// The topics of past posts, with what is known of each.
fn candidates(posts: &[Observation]) -> Vec<Candidate> {
    let mut usual: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let log = |post: &Observation| Metric::Engagement.of(&post.numbers).map(|value| value.ln_1p());
    for post in posts {
        usual.entry(post.platform.id()).or_default().extend(log(post));
    }
    let median = |post: &Observation| copydesk_analysis::learn::statistics::median(usual.get(post.platform.id())?);
    let mut topics: BTreeMap<String, Vec<&Observation>> = BTreeMap::new();
    for post in posts.iter().filter(|post| !post.topic.trim().is_empty()) {
        topics.entry(post.topic.trim().to_lowercase()).or_default().push(post);
    }
    let candidate = |(_, mut of): (String, Vec<&Observation>)| {
        let result = |post: &&Observation| Some(log(post)? - median(post)?);
        let results: Vec<f64> = of.iter().filter_map(result).collect();
        let feelings: Vec<f64> = of.iter().filter_map(|post| feeling(&post.text)).collect();
        let words: BTreeSet<String> = of.iter().flat_map(|post| content_words(&post.text)).collect();
        let count = results.len() as f64;
        of.sort_by(|left, right| result(right).unwrap_or(0.0).total_cmp(&result(left).unwrap_or(0.0)));
        Candidate {
            topic: of.first().map(|post| post.topic.trim().to_owned()).unwrap_or_default(),
            words,
            sentiment: (!feelings.is_empty()).then(|| feelings.iter().sum::<f64>() / feelings.len() as f64),
            result: (count > 0.0).then(|| results.iter().sum::<f64>() / (count + PRIOR_POSTS)),
            shown_by: of.iter().take(2).map(|post| post.id.clone()).collect(),
        }
    };
    topics.into_iter().map(candidate).collect()
}

fn feeling(text: &str) -> Option<f64> {
    let language = copydesk_analysis::Language::of(text);
    tone(text, language).and(sentiment(text, language?)).map(|it| it.score)
}
