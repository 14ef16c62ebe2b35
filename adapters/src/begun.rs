//! A command as people write it, taken apart without its own rules: for forms, which ask for the words that it lacks.

use crate::MenuEntry;

/// A command that was begun.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Begun<'a> {
    /// Which one.
    pub(crate) entry: &'a MenuEntry,
    /// Its options by their English names.
    pub(crate) options: Vec<(String, String)>,
    /// The words that are no options.
    pub(crate) words: String,
}

impl<'a> Begun<'a> {
    /// The command that a text calls; `None` if it calls none.
    pub(crate) fn of(menu: &'a [MenuEntry], text: &str) -> Option<Self> {
        let text = text.trim().strip_prefix(['/', '／'])?;
        let named = |entry: &'a MenuEntry| {
            let names = [&entry.words, &entry.chinese].into_iter().filter(|words| !words.is_empty());
            names.filter_map(|words| Some((entry, words.len(), after(words, text)?))).next()
        };
        // "campaign add" before "campaign".
        let (entry, _, mut rest) = menu.iter().filter_map(named).max_by_key(|(_, words, _)| *words)?;
        let (mut options, mut words) = (Vec::new(), Vec::new());
        loop {
            rest = rest.trim_start();
            if rest.is_empty() {
                return Some(Self { entry, options, words: words.join(" ") });
            }
            match option(entry, rest) {
                Some((name, value, after)) => {
                    options.push((name.to_owned(), value.to_owned()));
                    rest = after;
                }
                None => {
                    let (word, after) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
                    words.push(word);
                    rest = after;
                }
            }
        }
    }

    /// The command that a button stands for, if it still wants words: see [`Button::WANTS_WORDS`](crate::Button).
    pub(crate) fn of_button(menu: &'a [MenuEntry], action: &str) -> Option<Self> {
        Self::of(menu, action.strip_suffix(crate::Button::WANTS_WORDS)?).filter(|begun| begun.entry.then.is_some())
    }
}

/// What follows these words.
fn after<'t>(words: &[&str], text: &'t str) -> Option<&'t str> {
    words.iter().try_fold(text, |rest, word| {
        let rest = rest.trim_start();
        let (first, rest) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
        (first.to_lowercase() == *word).then_some(rest)
    })
}

/// `name=value` or `name="several words"` at the beginning of a text, with what comes after it.
fn option<'t>(entry: &MenuEntry, text: &'t str) -> Option<(&'static str, &'t str, &'t str)> {
    let (name, value) = text.split_once(['=', '＝'])?;
    let name = name.to_lowercase();
    let option = entry.options.iter().find(|it| it.name == name || it.chinese == name)?;
    let quoted = [('"', '"'), ('“', '”'), ('「', '」')];
    let quoted = quoted.iter().find_map(|(open, close)| value.strip_prefix(*open)?.split_once(*close));
    let (value, after) =
        quoted.unwrap_or_else(|| value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())));
    Some((option.name, value, after))
}
