//! Answers about what is stored, in words: links and removals.

use copydesk_adapters::Block;
use copydesk_analysis::Language;
use copydesk_storage::RemovedTeam;
use jiff::ZonedDateTime;

use crate::answer::{AccessEntry, AccessShown, ExportShown, Forgotten, LinkShown, RecordCount};
use crate::commands::forget::listed;
use crate::texts::{moment, sentence};

/// A link, or a code for one, with the places of the team.
pub fn link_blocks(link: &LinkShown, language: Language) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(link.text.clone())];
    if link.code.is_some() {
        blocks.push(Block::Note(sentence!("link-code-help").say(language)));
    }
    if link.places.len() > 1 {
        blocks.push(Block::Heading(sentence!("link-places").say(language)));
        let place = |place: &crate::answer::PlaceShown| {
            sentence!("link-place", platform = place.platform.as_str(), name = place.name.as_str()).say(language)
        };
        blocks.push(Block::List(link.places.iter().map(place).collect()));
    }
    blocks
}

/// Who is let in.
pub fn access_blocks(access: &AccessShown, language: Language) -> Vec<Block> {
    let yes = |is: bool| if is { "yes" } else { "no" };
    let line = |entry: &AccessEntry| {
        let (place, allowed, everywhere) = (yes(entry.place), yes(entry.allowed), yes(entry.everywhere));
        let by = entry.by.as_deref().unwrap_or("config.toml");
        let id = entry.id.as_str();
        sentence!("access-entry", id = id, place = place, allowed = allowed, everywhere = everywhere, by = by)
            .say(language)
    };
    let mut blocks = vec![Block::Paragraph(access.text.clone())];
    if !access.entries.is_empty() {
        blocks.push(Block::List(access.entries.iter().map(line).collect()));
    }
    blocks
}

/// All that is stored, as a file.
pub fn export_blocks(export: &ExportShown, language: Language) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(export.text.clone())];
    if !export.records.is_empty() {
        blocks.push(Block::List(export.records.iter().map(|it| record_count(it, language)).collect()));
    }
    blocks.extend(export.file.clone().map(Block::File));
    blocks
}

/// What is stored, or was.
pub fn forgotten_blocks(forgotten: &Forgotten, language: Language) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(forgotten.text.clone())];
    if !forgotten.records.is_empty() {
        blocks.push(Block::List(forgotten.records.iter().map(|it| record_count(it, language)).collect()));
    }
    blocks.extend(forgotten.notes.iter().map(|note| Block::Note(note.clone())));
    blocks
}

/// `past posts: 12`
pub fn record_count(record: &RecordCount, language: Language) -> String {
    sentence!("stored-count", kind = record.kind.as_str(), count = record.count).say(language)
}

/// What a place is told of its team that was removed.
pub fn removed_note(removed: &RemovedTeam, now: &ZonedDateTime, language: Language) -> Block {
    let records = listed(removed.records.clone());
    let records: Vec<String> = records.iter().map(|it| record_count(it, language)).collect();
    let sentence = match records.is_empty() {
        true => sentence!("team-removed-empty", team = removed.name.as_str(), at = moment(removed.at, now)),
        false => {
            sentence!("team-removed", team = removed.name.as_str(), at = moment(removed.at, now), records = records)
        }
    };
    Block::Note(sentence.say(language))
}
