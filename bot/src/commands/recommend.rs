//! `/recommend`: what to make next, in three named parts, and less of what is not wanted.

use copydesk_analysis::learn::{LeftOut, Metric, Recommendation};

use crate::answer::{Answer, Recommended};
use crate::commands::insight::{Slice, must_vary};
use crate::commands::{Command, Spec, command, ideas, number_option, option};
use crate::config::Config;
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::learning::ranking::{Tastes, Whose};
use crate::learning::{self, ranking};
use crate::session::{Session, person_id};
use crate::texts::{Problem, sentence};

/// The command of this file.
pub static COMMANDS: &[Spec] = &[Spec {
    rest: "rest-team-or-nothing",
    options: &[
        option("count", "数量").whole(1, 20),
        option("less", "少看"),
        option("more", "再看"),
        option("draft", "写"),
    ],
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
    /// A topic that the person or the team wants no more of.
    pub less: Option<String>,
    /// One that is to be shown again.
    pub more: Option<String>,
    /// A topic that the person wants to draft now.
    pub draft: Option<String>,
}

/// Reads `/recommend [team] [count=…] [less=…] [more=…]`.
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
    let more = invocation.option("more").map(|topic| topic.trim().chars().take(100).collect::<String>());
    let draft = invocation.option("draft").map(|topic| topic.trim().chars().take(100).collect::<String>());
    let count = number_option("count", invocation.option("count"), 1..=20)?.unwrap_or(SHOWN);
    let named = |topic: &String| !topic.is_empty();
    let (less, more, draft) = (less.filter(named), more.filter(named), draft.filter(named));
    Ok(Command::Recommend(RecommendRequest { whole_team, count, less, more, draft }))
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
    // What holds for all is decided by who may; others decide for themselves.
    let is_change = request.less.is_some() || request.more.is_some();
    let for_team = request.whole_team && is_change && session.rights.may_manage().await.unwrap_or(false);
    let whose = if for_team { Whose::Team } else { Whose::Person(&person) };
    for (topic, is_muted) in [(&request.less, true), (&request.more, false)] {
        if let Some(topic) = topic {
            ranking::mute(&session.records, whose, topic, is_muted).await.map_err(failed)?;
        }
    }
    let knowledge = desk.knowledge(session).await?;
    let tastes = if request.whole_team {
        Tastes::of_team(&session.records, &knowledge, &person).await
    } else {
        Tastes::of(&session.records, &knowledge, Some(&person)).await
    };
    let tastes = tastes.map_err(failed)?;
    let (own_choices, count) = (tastes.own_choices(), request.count);
    let less = request.less.clone();
    let work = move || -> Result<Found, Problem> {
        must_vary(knowledge.observations(), Slice { platform: None, metric: Metric::Engagement })?;
        Ok(Found {
            muted_is_known: less.is_none_or(|topic| tastes.knows(&knowledge, &topic)),
            left_out: tastes.left_out(&knowledge),
            items: tastes.topics(&knowledge, count),
            unlearnable: knowledge.unlearnable(),
        })
    };
    let Found { muted_is_known, left_out: [left_out, left_out_by_team], items, unlearnable } =
        learning::compute(desk, work).await??;
    let RecommendRequest { whole_team, less: muted, more: shown_again, .. } = request;
    Ok(Answer::Recommended(Recommended {
        whole_team,
        muted,
        shown_again,
        for_team,
        left_out,
        left_out_by_team,
        muted_is_known,
        own_choices,
        unlearnable,
        items,
    }))
}

/// What was found for somebody.
struct Found {
    muted_is_known: bool,
    left_out: [Vec<String>; 2],
    items: Vec<Recommendation>,
    unlearnable: Vec<LeftOut>,
}
