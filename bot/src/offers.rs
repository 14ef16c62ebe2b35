//! Next steps under an answer, as buttons. What a button does is stored, so that it works after a restart.

use copydesk_adapters::{Block, Button};
use copydesk_analysis::Language;
use copydesk_storage::{Offer, StorageError, TeamStore};
use jiff::Timestamp;

use crate::answer::{Answer, ImportState};
use crate::texts::{Problem, Sentence, sentence};

/// Ideas that one button explains: an action has 64 bytes on Telegram.
const MOST_EXPLAINED: usize = 7;

/// Topics that can be drafted or put off below a list: Discord takes 25 buttons.
const MOST_TOPICS: usize = 8;

/// What an offer's action begins with; anything else in an action is a command as it would be typed.
const PREFIX: &str = "offer:";

/// The next steps that suit an answer; `None` if there are none.
///
/// # Errors
/// What the storage says.
pub async fn buttons(
    answer: &Answer,
    records: &TeamStore,
    person: &str,
    language: Language,
    now: Timestamp,
) -> Result<Option<Block>, StorageError> {
    let button = |label: Sentence, action: String| Button { label: label.say(language), action };
    let buttons = match answer {
        Answer::Ideas(ideas) => {
            let mut buttons = Vec::new();
            // One idea has its own buttons, more like it among them.
            if let Some(idea) = ideas.ideas.first().filter(|_| ideas.wanted > 1) {
                // In quotes, so that no word of the topic passes for an option.
                let topic = ideas.topic.replace('"', "'");
                let (platform, format) = (idea.platform.id(), idea.format.id());
                let command = format!("/ideas \"{topic}\" platform={platform} format={format} count={}", ideas.wanted);
                let action =
                    store(records, Offer { command, person: Some(person.into()), offered: now, taken: false }).await?;
                buttons.push(button(sentence!("offer-more"), action));
            }
            // Whatever was said in the channel since then.
            let ids: Vec<&str> = ideas.ideas.iter().take(MOST_EXPLAINED).map(|idea| idea.id.as_str()).collect();
            buttons.push(button(sentence!("offer-why"), format!("/why {}", ids.join(" ")).trim_end().to_owned()));
            buttons
        }
        Answer::Recommended(shown) => {
            let mut buttons = Vec::new();
            for item in shown.items.iter().take(MOST_TOPICS) {
                let topic = item.topic.replace('"', "'");
                let draft = format!("/recommend count=1 draft=\"{topic}\"");
                let whose = if shown.whole_team { " team" } else { "" };
                let less = format!("/recommend{whose} less=\"{topic}\"");
                for (label, command) in [
                    (sentence!("offer-draft", topic = item.topic.as_str()), draft),
                    (sentence!("offer-less", topic = item.topic.as_str()), less),
                ] {
                    let offer = Offer { command, person: Some(person.into()), offered: now, taken: false };
                    buttons.push(button(label, store(records, offer).await?));
                }
            }
            if buttons.is_empty() {
                return Ok(None);
            }
            buttons
        }
        Answer::Digest(digest) => {
            let mut buttons = Vec::new();
            for (place, trend) in digest.trends.iter().enumerate() {
                let actions = crate::digest::work::offer(records, &trend.name, now).await?;
                let number = place + 1;
                buttons.push(button(sentence!("digest-button-draft", number = number), actions.draft));
                // Discord takes 25 buttons.
                if digest.trends.len() <= 8 {
                    buttons.push(button(sentence!("digest-button-more", number = number), actions.more));
                    buttons.push(button(sentence!("digest-button-mute", number = number), actions.mute));
                }
            }
            buttons
        }
        Answer::DigestQuestion(asked) => {
            let name = &asked.question;
            let answer = |text: &str| format!("/digest answer {name} {text}");
            let mut buttons: Vec<Button> =
                asked.suggestions.iter().map(|text| Button { label: text.clone(), action: answer(text) }).collect();
            // Discord shows the bot no plain messages in servers, but opens a form.
            if person.starts_with("discord:") {
                buttons.insert(0, button(sentence!("digest-button-answer"), format!("/digest answer {name}")));
            }
            if asked.may_skip {
                buttons.push(button(sentence!("digest-button-skip"), answer("skip")));
            }
            buttons.push(button(sentence!("digest-button-cancel"), "/digest answer cancel".into()));
            buttons
        }
        Answer::Digests(digests) => match &digests.confirm {
            Some(command) => {
                let offer = Offer { command: command.clone(), person: Some(person.into()), offered: now, taken: false };
                vec![button(sentence!("digest-button-save"), store(records, offer).await?)]
            }
            None => return Ok(None),
        },
        Answer::Help(_) => vec![
            button(sentence!("offer-prefs"), "/prefs".into()),
            button(sentence!("offer-campaigns"), "/campaign list".into()),
        ],
        Answer::Import(import) if import.state == ImportState::Proposed => {
            let order = |order: &str| {
                button(sentence!("offer-dates", order = order), format!("/campaign import dates={order}"))
            };
            // The one that it was taken for needs no button.
            let other = if import.dates == "day-first" { "month-first" } else { "day-first" };
            let mut buttons = vec![button(sentence!("offer-import"), "/campaign import confirm".into())];
            buttons.extend(import.dates_unsure.then(|| order(other)));
            buttons.push(button(sentence!("offer-cancel"), "/campaign import cancel".into()));
            buttons
        }
        Answer::Import(_) => vec![button(sentence!("offer-stats"), "/campaign stats".into())],
        _ => return Ok(None),
    };
    Ok((!buttons.is_empty()).then_some(Block::Buttons(buttons)))
}

/// Stores an offer. Returns the action of its button.
///
/// # Errors
/// What the storage says.
pub async fn store(records: &TeamStore, offer: Offer) -> Result<String, StorageError> {
    // Two references are about a million million: no button meets another's.
    let id = format!("{}{}", crate::reference::new(), crate::reference::new());
    records.put(&id, &offer).await?;
    Ok(format!("{PREFIX}{id}"))
}

/// Takes an offer: the command that a press stands for.
///
/// # Errors
/// That it was taken already or is not known any more, or what the storage says.
pub async fn take(
    action: &str,
    records: &TeamStore,
    failed: impl Fn(&StorageError) -> Problem,
) -> Result<String, Problem> {
    let gone = || Problem::new(sentence!("offer-gone"), sentence!("command-see-help"));
    let Some(id) = action.strip_prefix(PREFIX) else {
        // A button writes out its command; what else comes is of another version, or made up.
        return if action.starts_with('/') { Ok(action.to_string()) } else { Err(gone()) };
    };
    loop {
        let stored = records.get::<Offer>(id).await.map_err(|error| failed(&error))?.ok_or_else(gone)?;
        if stored.record.taken {
            return Err(Problem::new(sentence!("offer-taken"), sentence!("offer-taken-help")));
        }
        let taken = Offer { taken: true, ..stored.record.clone() };
        match records.change().unchanged::<Offer>(id, Some(stored.version)).put(id, &taken).commit().await {
            Ok(_) => return Ok(stored.record.command),
            // Pressed twice at once: the other press took it, and the next look says so.
            Err(StorageError::Conflict { .. }) => {}
            Err(error) => return Err(failed(&error)),
        }
    }
}
