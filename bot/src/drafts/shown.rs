//! A draft as people see it: each piece against what its platform takes and what the team's rules say.

use copydesk_analysis::{Difference, Format, Platform, Unit, count, difference, scenes};
use copydesk_storage::{
    Campaign, Draft, DraftAction, DraftEvent, DraftPiece, DraftState, DraftVersion, Idea, Numbered, WordDemand,
    WordRule, part_id,
};

use super::{Kind, ai_mark};
use crate::answer::{
    Answer, DraftHistory, DraftShown, EventShown, LengthShown, LinkOfDraft, PieceDifference, PieceShown, SceneShown,
};
use crate::board::{self, Known, state};
use crate::config::Config;
use crate::desk::Desk;
use crate::ideas::evidence::from_evidence;
use crate::learning::{self, likely::GoodModel};
use crate::present;
use crate::session::Session;
use crate::texts::{Problem, sentence};
use crate::word_rules::WordRules;

/// A draft with its latest version, perhaps after something was done with it.
///
/// # Errors
/// What the storage says.
pub async fn draft(desk: &Desk, session: &Session, known: &Known, done: Option<&str>) -> Result<Answer, Problem> {
    let failed = |error: copydesk_storage::StorageError| desk.storage_problem(&error);
    let Known { draft, version } = known;
    let rules = WordRules::load(&session.records).await.map_err(failed)?;
    let mark = ai_mark::of_draft(&session.records, draft).await.map_err(failed)?;
    let shown = |stored| piece(&desk.config, &rules, stored, mark.as_deref());
    let mut pieces: Vec<PieceShown> = version.pieces.iter().filter_map(shown).collect();
    // A published piece has its numbers, or will have.
    if draft.state != DraftState::Published
        && let Some(good) = GoodModel::of(&session.records, learning::when(&session.now)).await.map_err(failed)?
    {
        for piece in pieces.iter_mut().filter(|piece| !piece.text.is_empty()) {
            let text = format!("{}\n{}", piece.title, piece.text);
            piece.likely = good.likely(text.trim(), &draft.topic, piece.hashtags.len(), piece.platform);
        }
    }
    let may_decide = session.rights.may_manage().await.unwrap_or(false);
    let (mut private_notes, mut wishes) = (Vec::new(), Vec::new());
    for number in 1..=draft.events {
        let event = session.records.get::<DraftEvent>(&part_id(draft.number, number)).await.map_err(failed)?;
        let Some(event) = event.map(|stored| stored.record).filter(|event| !event.note.is_empty()) else { continue };
        match (event.private, event.deed.action) {
            (true, _) if may_decide => private_notes.push(event.note),
            (false, DraftAction::Changes | DraftAction::Reject) if event.to == draft.state => wishes.push(event.note),
            _ => {}
        }
    }
    let mut changes = Vec::new();
    if done == Some("edit") && draft.version > 1 {
        let before = session.records.get::<DraftVersion>(&part_id(draft.number, draft.version - 1)).await;
        if let Some(before) = before.map_err(failed)? {
            changes = differences(&before.record, version, draft.version);
        }
    }
    let mut notes: Vec<String> =
        wishes.into_iter().map(|wish| session.say(sentence!("draft-wish", text = wish))).collect();
    notes.extend(faults(session, &pieces));
    if matches!(done, Some("write" | "edit" | "submit" | "approve")) {
        notes.extend(already_run(desk, session, draft, &pieces).await?);
    }
    if done == Some("approve") {
        notes.push(session.say(sentence!("draft-hand-over", id = Draft::name_of(draft.number))));
        if mark.is_some() {
            let asked = pieces.iter().filter_map(|piece| ai_mark::platform_asks(piece.platform));
            notes.extend(asked.map(|asked| session.say(asked)));
        }
    }
    let next = state::ACTIONS.into_iter().filter(|&action| state::next(draft.state, action).is_some());
    let link = |(platform, link): (&String, &String)| LinkOfDraft {
        platform: platform.clone(),
        link: link.clone(),
        campaign: draft.campaigns.get(platform).map(|&number| Campaign { number, ..Campaign::default() }.id()),
    };
    Ok(Answer::Draft(Box::new(DraftShown {
        id: Draft::name_of(draft.number),
        topic: draft.topic.clone(),
        idea: draft.idea.map(Idea::name_of),
        state: state::id(draft.state).into(),
        version: draft.version,
        done: done.map(String::from),
        pieces,
        because: version.because.iter().filter_map(from_evidence).collect(),
        links: draft.links.iter().map(link).collect(),
        changes,
        private_notes,
        next: next.map(|action| state::action_id(action).to_string()).collect(),
        notes,
    })))
}

/// That a past post said nearly the same as a piece, with its day and its result.
async fn already_run(
    desk: &Desk,
    session: &Session,
    draft: &Draft,
    pieces: &[PieceShown],
) -> Result<Vec<String>, Problem> {
    let knowledge = desk.knowledge(session).await?;
    let mut notes = Vec::new();
    for piece in pieces.iter().filter(|piece| !piece.text.is_empty()) {
        let text = format!("{}\n{}", piece.title, piece.text);
        // A draft is not too close to the post that it became.
        let Some(run) = knowledge.already_run(text.trim()) else { continue };
        if draft.campaigns.values().all(|number| *number != run.campaign.number) {
            let about = present::platform_in(piece.platform, session.language);
            notes.push(session.say(crate::ideas::job::already_run("draft", &about, &run)));
        }
    }
    Ok(notes)
}

/// What is too long, and what breaks a rule, in words.
fn faults(session: &Session, pieces: &[PieceShown]) -> Vec<String> {
    let mut faults = Vec::new();
    for piece in pieces {
        for length in [piece.length, piece.title_length].into_iter().flatten().filter(|it| it.used > it.limit) {
            let limit = present::limit_words((length.limit, length.unit), session.language);
            let used = u64::from(length.used);
            let platform = present::platform(piece.platform);
            faults.push(session.say(sentence!("draft-too-long", platform = platform, used = used, limit = limit)));
        }
        if !piece.breaks.is_empty() {
            let platform = present::platform(piece.platform);
            faults.push(session.say(sentence!("draft-breaks", platform = platform, rules = piece.breaks.clone())));
        }
    }
    faults
}

/// A stored piece with its lengths; `None` if its platform is one that this program does not know.
fn piece(config: &Config, rules: &WordRules, stored: &DraftPiece, mark: Option<&str>) -> Option<PieceShown> {
    let platform = Platform::from_name(&stored.platform)?;
    let title_limit = super::title_limit(config, platform).filter(|_| !stored.title.is_empty());
    let title_length = title_limit.map(|limit| length(&stored.title, (limit, Unit::Characters)));
    let whole = match stored.hashtags.is_empty() {
        true => stored.text.clone(),
        false => format!("{}\n{}", stored.text, stored.hashtags.join(" ")),
    };
    let mark = mark.filter(|_| !stored.text.is_empty()).unwrap_or_default();
    let marked = if mark.is_empty() { whole.clone() } else { format!("{whole}\n{mark}") };
    let is_script = stored.format == Kind::Script.id() && !stored.text.is_empty();
    let parts = if is_script { scenes(&stored.text) } else { Vec::new() };
    let limit = config.limit(platform, if is_script { Format::Script } else { Format::Post });
    let of_text = match (parts.last(), limit) {
        // The whole film, silent moments included.
        (Some(last), Some((limit, unit))) => Some(LengthShown { used: last.to, limit, unit }),
        (_, limit) => limit.filter(|_| !stored.text.is_empty()).map(|limit| length(&marked, limit)),
    };
    let said = format!("{}\n{whole}", stored.title);
    let broken = |(rule, matcher): &(&WordRule, &copydesk_analysis::Matcher)| {
        // What is not written yet lacks everything.
        !(matcher.is_kept(&said) || stored.text.is_empty() && rule.demand == WordDemand::Required)
    };
    Some(PieceShown {
        platform,
        format: stored.format.clone(),
        title: stored.title.clone(),
        title_length,
        text: stored.text.clone(),
        scenes: parts
            .into_iter()
            .map(|scene| SceneShown { label: scene.label, text: scene.text, from: scene.from, to: scene.to })
            .collect(),
        hashtags: stored.hashtags.clone(),
        ai_mark: mark.to_string(),
        length: of_text,
        likely: None,
        breaks: rules.iter().filter(broken).map(|(rule, _)| WordRule::name_of(rule.number)).collect(),
    })
}

fn length(text: &str, (limit, unit): (u32, Unit)) -> LengthShown {
    LengthShown { used: count(text, unit), limit, unit }
}

/// What a version changed in each piece; pieces that stayed are left out.
fn differences(before: &DraftVersion, after: &DraftVersion, number: u32) -> Vec<PieceDifference> {
    let whole = |piece: &DraftPiece| {
        let parts = [piece.title.clone(), piece.text.clone(), piece.hashtags.join(" ")];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    };
    let changed = |piece: &DraftPiece| {
        let old = before.pieces.iter().find(|it| it.platform == piece.platform).map(whole).unwrap_or_default();
        let stretches = difference(&old, &whole(piece));
        let is_changed = stretches.iter().any(|stretch| !matches!(stretch, Difference::Same(_)));
        let (platform, versions) = (piece.platform.clone(), (number.saturating_sub(1), number));
        is_changed.then_some(PieceDifference { platform, versions, stretches })
    };
    after.pieces.iter().filter_map(changed).collect()
}

/// All that happened to a draft. Notes for reviewers are theirs alone.
///
/// # Errors
/// What the storage says.
pub async fn history(desk: &Desk, session: &Session, draft: &Draft) -> Result<Answer, Problem> {
    let (events, versions) =
        board::history(&session.records, draft).await.map_err(|error| desk.storage_problem(&error))?;
    let may_decide = session.rights.may_manage().await.unwrap_or(false);
    let event = |event: DraftEvent| EventShown {
        at: event.deed.at.to_string(),
        by: event.deed.by,
        action: state::action_id(event.deed.action).into(),
        state: state::id(event.to).into(),
        version: event.version,
        private: event.private,
        note: if event.private && !may_decide { String::new() } else { event.note },
    };
    let pairs = versions.windows(2).zip(2..).flat_map(|(pair, number)| match pair {
        [before, after] => differences(before, after, number),
        _ => Vec::new(),
    });
    Ok(Answer::DraftHistory(DraftHistory {
        id: Draft::name_of(draft.number),
        differences: pairs.collect(),
        events: events.into_iter().map(event).collect(),
    }))
}
