//! `/recommend`: what to make next, in three named parts, and less of what is not wanted.

use copydesk_analysis::learn::{Metric, Recommendation};

use crate::answer::{Answer, Recommended};
use crate::commands::insight::{Slice, must_vary};
use crate::commands::{Command, Spec, command, ideas, number_option, option};
use crate::config::Config;
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::learning::ranking::Tastes;
use crate::learning::{self, ranking};
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
    if less.as_ref().is_some_and(String::is_empty) {
        return Err(Problem::new(sentence!("recommend-less-empty"), sentence!("command-recommend-example")));
    }
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
        ranking::chosen(&session.records, &person, topic).await.map_err(failed)?;
        let language = copydesk_analysis::Language::of(topic).unwrap_or(session.language);
        let asked = ideas::Asked { topic, platform: None, format: None, count: None, language };
        return ideas::handle(desk, session, asked.check(&desk.config)?).await;
    }
    if let Some(topic) = &request.less {
        ranking::muted(&session.records, &person, topic).await.map_err(failed)?;
    }
    let knowledge = desk.knowledge(session).await?;
    // Muting is a person's own: what the team is shown, others still want.
    let person = (!request.whole_team).then_some(person.as_str());
    let tastes = Tastes::of(&session.records, &knowledge, person).await.map_err(failed)?;
    let (own_choices, count) = (tastes.own_choices(), request.count);
    let less = request.less.clone();
    let work = move || -> Result<(Vec<Recommendation>, bool), Problem> {
        must_vary(knowledge.observations(), Slice { platform: None, metric: Metric::Engagement })?;
        let known = less.is_none_or(|topic| tastes.knows(&knowledge, &topic));
        Ok((tastes.topics(&knowledge, count), known))
    };
    let (items, muted_is_known) = learning::compute(desk, work).await??;
    let (whole_team, muted) = (request.whole_team, request.less);
    Ok(Answer::Recommended(Recommended { whole_team, muted, muted_is_known, own_choices, items }))
}
