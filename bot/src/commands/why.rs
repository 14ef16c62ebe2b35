//! `/why`: what the model was told for the last answer, or how an idea or a draft came about.

use std::collections::BTreeMap;

use copydesk_analysis::Platform;
use copydesk_storage::{
    Draft, DraftVersion, Evidence, Explanation, FittingCampaign, Idea, Numbered, Opinion, Origin, RuleUse,
};

use crate::answer::{Answer, ExplanationShown, FittingShown, RuleUseShown};
use crate::board;
use crate::commands::{Command, Spec, command};
use crate::config::Config;
use crate::desk::Desk;
use crate::ideas::deeds::{self, told};
use crate::ideas::evidence::from_evidence;
use crate::invocation::Invocation;
use crate::present::platform_in;
use crate::session::Session;
use crate::texts::{Problem, sentence};
use crate::word_rules::demand_shown;

/// The command of this file.
pub static COMMANDS: &[Spec] = &[Spec {
    rest: "rest-why",
    example: Some("command-why-example"),
    ..command(&["why"], &["为什么"], "command-why", read)
}];

/// What is to be explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyWish {
    /// The last answer in the channel.
    Last,
    /// Ideas of one answer, by their numbers.
    Ideas(Vec<u32>),
    /// A draft, by its number.
    Draft(u32),
}

/// Reads `/why [I-017 … | D-004]`.
///
/// # Errors
/// That the words are no ids.
pub fn read(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let id = invocation.rest.trim();
    let ids = id.split([' ', ',', '，', '、']).filter(|id| !id.is_empty());
    let ideas: Option<Vec<u32>> = ids.map(Idea::number_of).collect();
    let wish = match (ideas, Draft::number_of(id)) {
        _ if id.is_empty() => WhyWish::Last,
        // A bare number is an idea's.
        (Some(numbers), _) => WhyWish::Ideas(numbers),
        (None, Some(number)) => WhyWish::Draft(number),
        (None, None) => return Err(Problem::new(sentence!("why-unknown", id = id), sentence!("why-unknown-help"))),
    };
    Ok(Command::Why(wish))
}

/// Shows it.
///
/// # Errors
/// That there is none, or what the storage says.
pub async fn handle(desk: &Desk, session: &Session, wish: WhyWish) -> Result<Answer, Problem> {
    match wish {
        WhyWish::Last => last(desk, session).await,
        WhyWish::Ideas(numbers) => ideas(desk, session, &numbers).await,
        WhyWish::Draft(number) => draft(desk, session, number).await,
    }
}

async fn last(desk: &Desk, session: &Session) -> Result<Answer, Problem> {
    let stored = session.records.get::<Explanation>(&session.origin.channel).await;
    let stored = stored.map_err(|error| desk.storage_problem(&error))?;
    let explanation =
        stored.ok_or_else(|| Problem::new(sentence!("why-nothing"), sentence!("why-nothing-help")))?.record;
    Ok(Answer::Explanation(ExplanationShown {
        question: explanation.question,
        model: explanation.model,
        prompt: explanation.prompt,
        notes: explanation.notes,
        tokens: explanation.tokens.map(|tokens| (tokens.prompt, tokens.output)),
        id: None,
        by: explanation.person.unwrap_or_default(),
        at: explanation.created.to_string(),
        because: Vec::new(),
        settings: Vec::new(),
        campaigns: Vec::new(),
        rules: Vec::new(),
    }))
}

/// Of several what is said of one idea says of which; what was asked for and told is that of the first.
async fn ideas(desk: &Desk, session: &Session, numbers: &[u32]) -> Result<Answer, Problem> {
    let mut ideas: Vec<(String, Idea)> = Vec::new();
    for number in numbers {
        let idea = deeds::find(&session.records, *number).await.map_err(|error| told(desk, error))?.record;
        ideas.push((Idea::name_of(*number), idea));
    }
    let Some((_, first)) = ideas.first() else { return last(desk, session).await };
    let of = |id: &str, note: String| if ideas.len() > 1 { format!("{id}: {note}") } else { note };
    let mut notes = Vec::new();
    for (id, idea) in &ideas {
        notes.extend(chosen(session, idea).into_iter().map(|note| of(id, note)));
    }
    notes.push(asked_for(session, first));
    notes.extend(drawn(session, &first.origin));
    notes.extend(ideas.iter().filter_map(|(id, idea)| Some(of(id, reacted(session, &idea.opinions)?))));
    let mut because: Vec<Evidence> = Vec::new();
    for evidence in ideas.iter().flat_map(|(_, idea)| &idea.because) {
        if !because.contains(evidence) {
            because.push(evidence.clone());
        }
    }
    let ids: Vec<&str> = ideas.iter().map(|(id, _)| id.as_str()).collect();
    let about = (ids.join(", "), first.topic.clone(), first.by.clone(), first.at.to_string());
    Ok(explained(about, Some(first.origin.clone()), &because, notes))
}

/// What an idea came from, and why it was chosen.
fn chosen(session: &Session, idea: &Idea) -> Vec<String> {
    let mut notes = Vec::new();
    let angle = sentence!("angle-name", angle = idea.angle.as_str());
    let terms: Vec<String> = idea.terms.iter().map(|term| format!("{} {:.2}", term.name, term.value)).collect();
    if let Some((of, how)) = &idea.from {
        notes.push(session.say(sentence!("why-from", id = Idea::name_of(*of), how = how.as_str())));
    }
    if !terms.is_empty() {
        let score: f64 = idea.terms.iter().map(|term| term.value * term.weight).sum();
        let (candidates, score) = (idea.origin.candidates, format!("{score:.2}"));
        let chosen = sentence!("why-idea-chosen", angle = angle, candidates = candidates, score = score, terms = terms);
        notes.push(session.say(chosen));
    }
    notes
}

async fn draft(desk: &Desk, session: &Session, number: u32) -> Result<Answer, Problem> {
    let draft = board::find(&session.records, number).await.map_err(|error| told(desk, error))?.record;
    let (_, versions) = board::history(&session.records, &draft).await.map_err(|error| desk.storage_problem(&error))?;
    // People's edits have no prompt; the last version that a model wrote does.
    let written = versions.iter().rev().find(|version| version.origin.is_some()).or(versions.last());
    let mut notes = Vec::new();
    if let Some(idea) = draft.idea {
        notes.push(session.say(sentence!("why-draft-idea", id = Idea::name_of(idea))));
    }
    let edits = versions.iter().skip(1).filter(|version| version.origin.is_none()).count();
    if edits > 0 {
        notes.push(session.say(sentence!("why-draft-edits", count = edits)));
    }
    let DraftVersion { origin, because, .. } = match written {
        Some(version) => version.clone(),
        None => return Err(Problem::new(sentence!("why-nothing"), sentence!("why-nothing-help"))),
    };
    notes.extend(origin.iter().flat_map(|origin| drawn(session, origin)));
    notes.extend(reacted(session, &draft.opinions));
    let about = (Draft::name_of(number), draft.topic, draft.by, draft.at.to_string());
    Ok(explained(about, origin, &because, notes))
}

/// What was asked for: where it is to run, as what, and in which language.
fn asked_for(session: &Session, idea: &Idea) -> String {
    let platform = Platform::from_name(&idea.platform);
    let platform = platform.map_or_else(|| idea.platform.clone(), |it| platform_in(it, session.language));
    let language = sentence!("language-name", code = idea.language.as_str());
    session.say(sentence!("why-brief", platform = platform, format = idea.format.as_str(), language = language))
}

/// How likely each angle was to be tried first, where what people did decided.
fn drawn(session: &Session, origin: &Origin) -> Vec<String> {
    if origin.propensities.is_empty() {
        return Vec::new();
    }
    let shares: Vec<String> = origin
        .propensities
        .iter()
        .map(|(angle, share)| {
            let angle = sentence!("angle-name", angle = angle.as_str()).say(session.language);
            format!("{angle} {:.0}%", share * 100.0)
        })
        .collect();
    vec![session.say(sentence!("why-drawn", shares = shares))]
}

/// What people think of it, by their reactions.
fn reacted(session: &Session, opinions: &BTreeMap<String, Opinion>) -> Option<String> {
    let liked = opinions.values().filter(|opinion| opinion.liked).count();
    let disliked = opinions.len() - liked;
    (!opinions.is_empty()).then(|| session.say(sentence!("why-reactions", liked = liked, disliked = disliked)))
}

fn explained(
    (id, question, by, at): (String, String, String, String),
    origin: Option<Origin>,
    because: &[Evidence],
    notes: Vec<String>,
) -> Answer {
    let origin = origin.unwrap_or_default();
    Answer::Explanation(ExplanationShown {
        question,
        model: origin.model,
        prompt: origin.prompt,
        notes,
        tokens: origin.tokens.map(|tokens| (tokens.prompt, tokens.output)),
        id: Some(id),
        by,
        at,
        because: because.iter().filter_map(from_evidence).collect(),
        settings: origin.settings,
        campaigns: origin.campaigns.into_iter().map(fitting).collect(),
        rules: origin.rules.into_iter().map(rule_use).collect(),
    })
}

fn fitting(FittingCampaign { id, text, score, ratio, told }: FittingCampaign) -> FittingShown {
    FittingShown { id, text, score, ratio, told }
}

fn rule_use(RuleUse { id, demand, pattern, matched, mended }: RuleUse) -> RuleUseShown {
    let (demand, say) = demand_shown(&demand);
    RuleUseShown { id, demand: demand.into(), pattern, say, matched, mended }
}
