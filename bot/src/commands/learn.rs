//! `/prefs learn`: what the best past posts have in common, as preferences to accept. Nothing is stored before.

use copydesk_analysis::{Language, distinctive_words, habits};
use copydesk_storage::{Campaign, Preferences};

use super::prefs::Key;
use crate::answer::{Answer, ProposalShown, Proposals};
use crate::commands::{Command, Spec, command};
use crate::config::Config;
use crate::desk::Desk;
use crate::ideas::deeds::told;
use crate::invocation::Invocation;
use crate::knowledge::Knowledge;
use crate::session::Session;
use crate::texts::{Problem, sentence};

/// The command of this file.
pub static COMMANDS: &[Spec] = &[Spec {
    rest: "rest-learn",
    example: Some("command-prefs-learn-example"),
    ..command(&["prefs", "learn"], &["偏好", "学习"], "command-prefs-learn", read)
}];

/// Fewer posts with numbers than this say nothing.
const FEWEST_POSTS: usize = 9;
/// Words of each language that are proposed at most.
const MOST_WORDS: usize = 4;

/// What to store, if anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LearnWish {
    /// Only propose.
    Propose,
    /// Store these proposals, by their numbers.
    Accept(Vec<usize>),
}

/// Reads `/prefs learn [accept 1 3]`.
///
/// # Errors
/// Numbers that are none.
pub fn read(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let (verb, numbers) = invocation.rest.split_once(' ').unwrap_or((&invocation.rest, ""));
    match verb.to_lowercase().as_str() {
        "" => Ok(Command::Learn(LearnWish::Propose)),
        "accept" | "采用" => {
            let parts = numbers.split([' ', ',', '，', '、']).filter(|part| !part.is_empty());
            let read: Option<Vec<usize>> = parts.map(|part| part.parse().ok()).collect();
            let read = read.filter(|numbers| !numbers.is_empty());
            let wrong = || Problem::new(sentence!("learn-numbers", text = numbers), sentence!("learn-help"));
            Ok(Command::Learn(LearnWish::Accept(read.ok_or_else(wrong)?)))
        }
        _ => Err(Problem::new(sentence!("learn-verb", text = verb), sentence!("learn-help"))),
    }
}

/// A preference that the best posts suggest.
struct Proposal {
    key: Key,
    add: Vec<String>,
    because: String,
}

/// Proposes, and stores what is accepted.
///
/// # Errors
/// That there are too few posts, that a number is none of the proposals', that the person may not, or what the storage says.
pub async fn handle(desk: &Desk, session: &Session, wish: LearnWish) -> Result<Answer, Problem> {
    let knowledge = desk.knowledge(session).await?;
    let (best, rest) = split(&knowledge);
    let posts = best.len() + rest.len();
    if posts < FEWEST_POSTS {
        let message = sentence!("learn-too-few", posts = posts, needed = FEWEST_POSTS);
        return Err(Problem::new(message, sentence!("learn-too-few-help")));
    }
    let proposals = proposals(session, &best, &rest);
    let mut accepted = Vec::new();
    if let LearnWish::Accept(numbers) = wish {
        session.must_manage().await?;
        for number in numbers {
            let proposal = number.checked_sub(1).and_then(|place| proposals.get(place));
            let unknown = || {
                let message = sentence!("learn-unknown", number = number, most = proposals.len());
                Problem::new(message, sentence!("learn-help"))
            };
            let proposal = proposal.ok_or_else(unknown)?;
            let value = |preferences: &Preferences| merged(proposal, preferences);
            super::history::set(session, proposal.key, value).await.map_err(|error| told(desk, error))?;
            accepted.push(proposal.key.names()[0].to_string());
        }
    }
    let stored = session.records.get::<Preferences>(Preferences::ID).await;
    let stored = stored.map_err(|error| desk.storage_problem(&error))?;
    let preferences = stored.map(|stored| stored.record).unwrap_or_default();
    // Those that are followed already keep their numbers and are not shown: what was number 3 stays number 3.
    let shown = |(place, proposal): (usize, &Proposal)| {
        let (number, key, because) = (place + 1, proposal.key.names()[0].into(), proposal.because.clone());
        let value = merged(proposal, &preferences);
        (value != proposal.key.value(&preferences)).then_some(ProposalShown { number, key, value, because })
    };
    let proposals = proposals.iter().enumerate().filter_map(shown).collect();
    Ok(Answer::Proposals(Proposals { posts, best: best.len(), proposals, accepted }))
}

/// A list with what is added to it; a single value is replaced.
fn merged(proposal: &Proposal, preferences: &Preferences) -> Vec<String> {
    let is_list = proposal.key != Key::Emoji;
    let mut value = if is_list { proposal.key.value(preferences) } else { Vec::new() };
    let plain = |text: &str| text.trim_start_matches('#').to_lowercase();
    for item in &proposal.add {
        if !value.iter().any(|known| plain(known) == plain(item)) {
            value.push(item.clone());
        }
    }
    value
}

/// The posts with numbers: the upper third by result against the usual on their platform, and the others.
fn split(knowledge: &Knowledge) -> (Vec<&Campaign>, Vec<&Campaign>) {
    let mut rated: Vec<(f64, &Campaign)> =
        knowledge.campaigns.iter().filter_map(|campaign| Some((knowledge.ratio(campaign)?, campaign))).collect();
    rated.sort_by(|left, right| right.0.total_cmp(&left.0));
    let third = rated.len() / 3;
    let mut posts: Vec<&Campaign> = rated.into_iter().map(|(_, campaign)| campaign).collect();
    let rest = posts.split_off(third);
    (posts, rest)
}

/// What the best posts suggest, always in the same order.
fn proposals(session: &Session, best: &[&Campaign], rest: &[&Campaign]) -> Vec<Proposal> {
    let whole = |posts: &[&Campaign]| posts.iter().map(|it| whole_text(it)).collect::<Vec<String>>();
    let (best, rest) = (whole(best), whole(rest));
    let texts: Vec<&str> = best.iter().map(String::as_str).collect();
    let found = habits(&texts);
    let mut proposals = Vec::new();
    for voice in &found.voice {
        let name = sentence!("voice-trait", voice = voice.id()).say(session.language);
        let because = session.say(sentence!("voice-because", voice = voice.id()));
        proposals.push(Proposal { key: Key::Voice, add: vec![name], because });
    }
    for language in [Language::English, Language::Chinese] {
        let words = distinctive_words(&in_language(&best, language), &in_language(&rest, language), MOST_WORDS);
        if words.is_empty() {
            continue;
        }
        let counts: Vec<String> = words
            .iter()
            .map(|it| {
                let (best, rest) = (it.best, it.rest);
                session.say(sentence!("learn-word", word = it.word.as_str(), best = best, rest = rest))
            })
            .collect();
        let because = session.say(sentence!("learn-words", words = counts));
        proposals.push(Proposal { key: Key::Use, add: words.into_iter().map(|it| it.word).collect(), because });
    }
    let name = match found.emoji {
        none if none < 0.5 => "none",
        few if few <= 2.0 => "few",
        _ => "many",
    };
    let because = session.say(sentence!("learn-emoji", median = format!("{:.0}", found.emoji)));
    proposals.push(Proposal { key: Key::Emoji, add: vec![name.into()], because });
    if !found.usual_hashtags.is_empty() {
        let tags: Vec<String> = found.usual_hashtags.iter().take(MOST_WORDS).cloned().collect();
        let because = session.say(sentence!("learn-hashtags", median = format!("{:.0}", found.hashtags)));
        proposals.push(Proposal { key: Key::Hashtags, add: tags, because });
    }
    proposals
}

fn in_language(posts: &[String], language: Language) -> Vec<&str> {
    posts.iter().map(String::as_str).filter(|text| Language::of(text) == Some(language)).collect()
}

/// A post as it ran: its text with its hashtags behind it.
fn whole_text(campaign: &Campaign) -> String {
    let tags: Vec<String> =
        campaign.post.hashtags.iter().map(|tag| format!("#{}", tag.trim_start_matches('#'))).collect();
    format!("{} {}", campaign.post.text, tags.join(" ")).trim().to_string()
}
