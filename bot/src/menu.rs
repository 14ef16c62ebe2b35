//! The list of commands as chat platforms show it, and the sentences that adapters say themselves.

use copydesk_adapters::{FollowUp, Localised, MenuEntry, MenuOption, Notices, OptionKind};
use copydesk_analysis::Language;

use crate::commands::{self, CommandOption, Takes};
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
        options: spec.options.iter().map(menu_option).collect(),
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
        not_to_a_channel: localised(&sentence!("not-to-a-channel")),
        acted_there: localised(&sentence!("acted-there")),
        introduction: localised(&sentence!("introduction")),
        wordless: localised(&sentence!("message-wordless")),
        unreadable: localised(&sentence!("message-unreadable")),
    }
}

/// An option as chat platforms take it.
pub(crate) fn menu_option(option: &CommandOption) -> MenuOption {
    let (kind, choices) = match option.takes {
        Takes::Words => (OptionKind::Words, Vec::new()),
        Takes::Whole(least, most) => (OptionKind::Whole { least, most }, Vec::new()),
        Takes::Amount(most) => (OptionKind::Amount { most }, Vec::new()),
        Takes::OneOf(choices) | Takes::Mostly(choices) => (OptionKind::Words, choices()),
        Takes::Channel => (OptionKind::Channel, Vec::new()),
    };
    MenuOption { name: option.name, chinese: option.chinese, required: option.required, kind, choices }
}

fn by_id(id: &'static str) -> Localised {
    localised(&Sentence { id, values: Vec::new() })
}

/// A sentence in both languages.
pub(crate) fn localised(sentence: &Sentence) -> Localised {
    Localised { english: sentence.say(Language::English), chinese: sentence.say(Language::Chinese) }
}
