//! The list of commands as chat platforms show it, and the sentences that adapters say themselves.

use copydesk_adapters::{FollowUp, Localised, MenuEntry, MenuOption, Notices};
use copydesk_analysis::{Format, Language, Platform};

use crate::commands;
use crate::texts::{Sentence, sentence};

/// Every command that other places than a terminal have.
pub fn entries() -> Vec<MenuEntry> {
    let here = commands::all().filter(|spec| !spec.terminal_only);
    let entries = here.map(|spec| MenuEntry {
        words: spec.words.to_vec(),
        chinese: spec.chinese.to_vec(),
        summary: by_id(spec.summary),
        rest: (!spec.rest.is_empty()).then(|| by_id(spec.rest)),
        asks: spec.asks.map(by_id),
        then: spec.then.map(|(asks, required)| FollowUp { asks: by_id(asks), required }),
        file: spec.takes_file.then(|| by_id("file-option")),
        options: spec
            .options
            .iter()
            .map(|option| MenuOption {
                name: option.name,
                chinese: option.chinese,
                required: option.required,
                choices: choices(option.name),
            })
            .collect(),
    });
    entries.collect()
}

/// What adapters say themselves.
pub fn notices() -> Notices {
    Notices {
        working: localised(&sentence!("thinking")),
        interrupted: localised(&sentence!("interrupted")),
        edited: localised(&sentence!("edited")),
        busy: localised(&sentence!("storage-busy")),
        in_thread: localised(&sentence!("thread-continue")),
        thread_begun: localised(&sentence!("thread-begun")),
        no_thread: localised(&sentence!("thread-none")),
        sent_directly: localised(&sentence!("sent-directly")),
        not_directly: localised(&sentence!("not-directly")),
        not_to_a_chat: localised(&sentence!("not-to-a-chat")),
        acted_there: localised(&sentence!("acted-there")),
        introduction: localised(&sentence!("introduction")),
        wordless: localised(&sentence!("message-wordless")),
        unreadable: localised(&sentence!("message-unreadable")),
    }
}

/// The values of options that take few.
fn choices(option: &str) -> Vec<(&'static str, Localised)> {
    match option {
        "platform" => Platform::all()
            .map(|it| (it.id(), Localised { english: it.english().into(), chinese: it.chinese().into() }))
            .collect(),
        "format" => Format::ALL.iter().map(|it| (it.id(), localised(&crate::present::format_name(*it)))).collect(),
        "lang" => [("en", "English", "英文"), ("zh", "Chinese", "中文")]
            .map(|(id, english, chinese)| (id, Localised { english: english.into(), chinese: chinese.into() }))
            .into(),
        _ => Vec::new(),
    }
}

/// The values that an option takes as they are typed, where they are few and known.
pub(crate) fn values(option: &str) -> Vec<&'static str> {
    choices(option).into_iter().map(|(id, _)| id).collect()
}

fn by_id(id: &'static str) -> Localised {
    localised(&Sentence { id, values: Vec::new() })
}

/// A sentence in both languages.
pub(crate) fn localised(sentence: &Sentence) -> Localised {
    Localised { english: sentence.say(Language::English), chinese: sentence.say(Language::Chinese) }
}
