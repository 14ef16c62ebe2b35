//! Drafts, the board and the next steps of an idea, in words.

use copydesk_adapters::{Block, Button, Card, Fact, Question};
use copydesk_analysis::{Difference, Language, Platform, timecode};

use crate::answer::{
    BoardRow, BoardShown, DraftHistory, DraftShown, EventShown, Idea, LengthShown, Likely, OpenIdea, PieceDifference,
    PieceShown, QuestionShown,
};
use crate::as_typed;
use crate::present::{because, platform_in, unit_id};
use crate::present_team::minute;
use crate::texts::{Sentence, grouped, sentence};

/// What can be done with an idea, as buttons: all of it where it is alone, the most usual where there are several.
pub fn idea_buttons(idea: &Idea, among: usize, language: Language) -> Block {
    let steps: &[&str] = if among == 1 {
        &["use", "more", "angle", "shorter", "longer", "reject"]
    } else {
        &["use", "angle", "shorter", "reject"]
    };
    let button = |step: &&str| Button {
        label: sentence!("idea-button", step = *step).say(language),
        // "Not for us" wants to know why.
        action: match *step {
            "reject" => format!("/idea reject {}{}", idea.id, Button::WANTS_WORDS),
            step => format!("/idea {step} {}", idea.id),
        },
    };
    Block::Buttons(steps.iter().map(button).collect())
}

/// A question, below what was done already.
pub fn question_blocks(shown: &QuestionShown) -> Vec<Block> {
    let done = shown.done.iter().map(|done| Block::Paragraph(done.clone()));
    let question = Question { text: shown.text.clone(), command: as_typed::own(&shown.command).into_owned() };
    done.chain([Block::Question(question)]).collect()
}

/// A draft with its copy and what can be done next.
pub fn draft_blocks(shown: &DraftShown, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let mut blocks = Vec::new();
    let id = shown.id.as_str();
    if let Some(done) = &shown.done {
        blocks.push(Block::Paragraph(say(sentence!("draft-done", id = id, done = done.as_str()))));
    }
    let state = sentence!("draft-state", state = shown.state.as_str());
    let topic = shown.topic.as_str();
    blocks.push(Block::Heading(say(sentence!(
        "draft-heading",
        id = id,
        topic = topic,
        state = state,
        version = shown.version
    ))));
    blocks.extend(shown.pieces.iter().map(|piece| piece_card(piece, id, language)));
    for change in &shown.changes {
        blocks.push(Block::Paragraph(say(sentence!("draft-changed", platform = platform_name(change, language)))));
        blocks.push(Block::Preformatted(marked(&change.stretches)));
    }
    if shown.done.as_deref() == Some("write") && !shown.because.is_empty() {
        let reasons =
            because(&shown.because, language).into_iter().map(|fact| format!("{}  {}", fact.label, fact.text));
        blocks.extend(reasons.map(Block::Note));
    }
    let link = |link: &crate::answer::LinkOfDraft| {
        let name = Platform::from_name(&link.platform).map_or_else(String::new, |it| platform_in(it, language));
        let campaign = link.campaign.as_ref().map(|id| say(sentence!("draft-campaign", id = id.as_str())));
        let parts = [Some(name), Some(link.link.clone()).filter(|link| !link.is_empty()), campaign];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    if !shown.links.is_empty() {
        blocks.push(Block::List(shown.links.iter().map(link).collect()));
    }
    let noted = shown.private_notes.len();
    if noted > 0 && shown.done.is_some() {
        blocks.push(Block::Note(say(sentence!("draft-private-notes-elsewhere", count = noted, id = id))));
    } else if noted > 0 {
        blocks.push(Block::Paragraph(say(sentence!("draft-private-notes"))));
        blocks.push(Block::List(shown.private_notes.clone()));
    }
    blocks.extend(shown.notes.iter().map(|note| Block::Note(note.clone())));
    let steps = shown.next.iter().filter(|step| matches!(step.as_str(), "submit" | "approve" | "changes" | "reject"));
    let words = |step: &str| if matches!(step, "changes" | "reject") { Button::WANTS_WORDS } else { "" };
    let mut buttons: Vec<Button> = steps
        .map(|step| Button {
            label: say(sentence!("draft-button", step = step.as_str())),
            action: format!("/draft {step} {id} version={} state={}{}", shown.version, shown.state, words(step)),
        })
        .collect();
    for step in ["history", "why"] {
        let action = if step == "why" { format!("/why {id}") } else { format!("/draft {step} {id}") };
        buttons.push(Button { label: say(sentence!("draft-button", step = step)), action });
    }
    let written: Vec<String> =
        shown.next.iter().map(|step| say(sentence!("draft-step", step = step.as_str(), id = id))).collect();
    if !written.is_empty() {
        blocks.push(Block::Note(say(sentence!("draft-next", steps = written))));
    }
    blocks.push(Block::Buttons(buttons));
    blocks
}

fn piece_card(piece: &PieceShown, id: &str, language: Language) -> Block {
    let missing = || sentence!("draft-piece-missing").say(language);
    let text = match (piece.scenes.is_empty(), piece.text.is_empty()) {
        (_, true) => missing(),
        (true, false) => piece.text.clone(),
        (false, false) => {
            let line = |scene: &crate::answer::SceneShown| {
                let times = format!("{}–{}", timecode(scene.from), timecode(scene.to));
                let colon = if language == Language::Chinese { "：" } else { ": " };
                let label = if scene.label.is_empty() { String::new() } else { format!("{}{colon}", scene.label) };
                format!("{times}  {label}{}", scene.text)
            };
            piece.scenes.iter().map(line).collect::<Vec<_>>().join("\n")
        }
    };
    let title = piece.title_length.map(|length| Fact {
        label: sentence!("draft-title").say(language),
        text: format!("{} ({})", piece.title, length_words(length, language)),
    });
    let aside = piece.length.map(|length| length_words(length, language)).unwrap_or_default();
    Block::Card(Card {
        number: None,
        title: platform_in(piece.platform, language),
        aside,
        // People copy all of it, the mark too.
        body: if piece.ai_mark.is_empty() { text } else { format!("{text}\n{}", piece.ai_mark) },
        tags: piece.hashtags.clone(),
        facts: title.into_iter().chain(piece.likely.as_ref().map(|likely| likely_fact(likely, language))).collect(),
        about: id.to_string(),
    })
}

/// The line of prediction.
fn likely_fact(likely: &Likely, language: Language) -> Fact {
    let text = crate::present_learn::likely_line(likely, language).say(language);
    Fact { label: sentence!("likely").say(language), text }
}

fn length_words(length: LengthShown, language: Language) -> String {
    let (used, limit) = (grouped(length.used.into(), language), grouped(length.limit.into(), language));
    sentence!("length", used = used, limit = limit, unit = unit_id(length.unit)).say(language)
}

fn platform_name(change: &PieceDifference, language: Language) -> String {
    Platform::from_name(&change.platform).map_or_else(|| change.platform.clone(), |it| platform_in(it, language))
}

/// A difference in one text: `[-gone-]` and `{+new+}`, as wdiff writes it.
pub(crate) fn marked(stretches: &[Difference]) -> String {
    let mark = |stretch: &Difference| match stretch {
        Difference::Same(text) => text.clone(),
        Difference::Removed(text) => format!("[-{text}-]"),
        Difference::Added(text) => format!("{{+{text}+}}"),
    };
    stretches.iter().map(mark).collect()
}

/// The board: open ideas, then drafts.
pub fn board_blocks(shown: &BoardShown, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let header = |ids: &[&'static str]| ids.iter().map(|id| say(Sentence { id, values: Vec::new() })).collect();
    let platform = |id: &String| Platform::from_name(id).map(|it| platform_in(it, language));
    let mut blocks = Vec::new();
    if !shown.ideas.is_empty() {
        let row = |idea: &OpenIdea| {
            let on = platform(&idea.platform).unwrap_or_default();
            vec![idea.id.clone(), idea.topic.clone(), on, idea.text.clone()]
        };
        let heading = sentence!("board-ideas", shown = shown.ideas.len(), total = shown.open_ideas);
        blocks.push(Block::Heading(say(heading)));
        blocks.push(Block::Table {
            header: header(&["column-id", "column-topic", "column-platform", "column-text"]),
            rows: shown.ideas.iter().map(row).collect(),
        });
        let id = shown.ideas.first().map_or("I-001", |idea| idea.id.as_str());
        blocks.push(Block::Note(say(sentence!("board-ideas-how", id = id))));
    }
    if shown.drafts.is_empty() {
        if shown.state.as_deref() != Some("idea") || shown.ideas.is_empty() {
            blocks
                .push(Block::Paragraph(say(sentence!("board-empty", state = shown.state.as_deref().unwrap_or("all")))));
            blocks.push(Block::Note(say(sentence!("board-empty-help"))));
        }
        return blocks;
    }
    let row = |draft: &BoardRow| {
        let names: Vec<String> = draft.platforms.iter().filter_map(platform).collect();
        let comma = if language == Language::Chinese { "、" } else { ", " };
        let last = sentence!("board-last", done = draft.last.as_str(), by = draft.by.as_str(), at = minute(&draft.at));
        vec![
            draft.id.clone(),
            say(sentence!("draft-state", state = draft.state.as_str())),
            draft.topic.clone(),
            names.join(comma),
            say(last),
        ]
    };
    let id = shown.drafts.first().map_or("D-001", |draft| draft.id.as_str());
    let heading = sentence!("board-heading", shown = shown.drafts.len(), total = shown.total);
    blocks.extend([
        Block::Heading(say(heading)),
        Block::Table {
            header: header(&["column-id", "column-state", "column-topic", "column-platform", "column-last"]),
            rows: shown.drafts.iter().map(row).collect(),
        },
        Block::Note(say(sentence!("board-how", id = id))),
    ]);
    blocks
}

/// What happened to a draft, and what each version changed.
pub fn history_blocks(shown: &DraftHistory, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let row = |event: &EventShown| {
        vec![
            minute(&event.at),
            event.by.clone(),
            say(sentence!("draft-deed", action = event.action.as_str())),
            say(sentence!("draft-state", state = event.state.as_str())),
            event.version.to_string(),
            event.note.clone(),
        ]
    };
    let header = ["column-when", "column-who", "column-deed", "column-state", "column-version", "column-note"];
    let mut blocks = vec![
        Block::Heading(say(sentence!("draft-history-heading", id = shown.id.as_str()))),
        Block::Table {
            header: header.map(|id| say(Sentence { id, values: Vec::new() })).into(),
            rows: shown.events.iter().map(row).collect(),
        },
    ];
    for change in &shown.differences {
        let (old, new) = change.versions;
        let platform = platform_name(change, language);
        blocks.push(Block::Paragraph(say(sentence!("draft-versions", old = old, new = new, platform = platform))));
        blocks.push(Block::Preformatted(marked(&change.stretches)));
    }
    blocks
}
