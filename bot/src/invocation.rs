//! A command as it was written: its words, options and the rest. Pure; what it means is each command's business.

use std::collections::BTreeMap;
use std::ops::Range;

use copydesk_adapters::{CommandInput, FILE_OPTION, WORDS_OPTION};
use copydesk_analysis::Language;

use crate::commands::{self, Spec, option_name};
use crate::nearest::nearest;
use crate::texts::{Problem, Sentence, Value, sentence};

/// A command with what was given to it.
#[derive(Debug, Clone)]
pub struct Invocation {
    /// Which command.
    pub spec: &'static Spec,
    /// `name=value` options, by their names; `name:value` where the command has such an option, as Discord writes it.
    pub options: BTreeMap<&'static str, String>,
    /// All that is no option, with single spaces.
    pub rest: String,
    /// The same as it was written, with its line breaks and quotation marks.
    pub text: String,
}

/// Takes a message apart that begins with a slash; `None` if it does not.
///
/// # Errors
/// A sentence that names the unknown command or option and the nearest known one.
pub fn parse(text: &str) -> Option<Result<Invocation, Problem>> {
    let text = text.trim().strip_prefix(['/', '／'])?;
    // Telegram's commands have no spaces: /campaign_add.
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let joined: Vec<String> = first.to_lowercase().split('_').map(String::from).collect();
    if joined.len() > 1 && spec_of(&joined).is_some_and(|spec| spec.words.len() == joined.len()) {
        return Some(parse_tokens(&format!("{} {rest}", joined.join(" "))));
    }
    Some(parse_tokens(text))
}

/// The command with the most words that match: "campaign add" before "campaign".
fn spec_of(written: &[String]) -> Option<&'static Spec> {
    let matches =
        |words: &[&str]| written.len() >= words.len() && words.iter().zip(written).all(|(word, it)| word == it);
    commands::all().filter(|spec| spec.names().any(matches)).max_by_key(|spec| spec.words.len())
}

fn parse_tokens(text: &str) -> Result<Invocation, Problem> {
    let tokens = tokens_of(text, None);
    let written: Vec<String> = tokens.iter().map(|token| token.text.to_lowercase()).collect();
    let spec = spec_of(&written).ok_or_else(|| unknown_command(&written))?;
    let tokens = tokens_of(text, Some(spec));
    let mut options = BTreeMap::new();
    let mut rest: Vec<&str> = Vec::new();
    // Discord's menu has a command that begins others as its "show".
    let is_shown =
        spec.family().next().is_some() && matches!(written.get(1).map(String::as_str), Some("show" | "显示"));
    let (called, given) = tokens.split_at(spec.words.len() + usize::from(is_shown));
    let mut written = String::new();
    let mut from = called.last().map_or(0, |token| token.span.end);
    let mut before_words = 0;
    for token in given {
        let is_open = rest.first().is_some_and(|word| spec.open_after.contains(word));
        match token.option(spec) {
            Some((name, value)) if !is_open => {
                let option = spec.option(name).ok_or_else(|| unknown_option(spec, name))?;
                if let Some(before) = options.insert(option, value.to_string()) {
                    return Err(option_twice(option, &before, value));
                }
                written += &text[from..token.span.start];
                from = token.span.end;
            }
            _ => match token.field(spec).filter(|_| rest.len() == before_words) {
                // As Discord writes what is no option.
                Some((name, value)) => {
                    before_words += usize::from(spec.first.is_some_and(|it| [it.name, it.chinese].contains(&name)));
                    rest.push(value);
                    written += &text[from..token.span.start];
                    from = token.span.start + name.len() + 1;
                }
                None => rest.push(&token.text),
            },
        }
    }
    written += &text[from..];
    Ok(Invocation { spec, options, rest: rest.join(" "), text: written.trim().to_string() })
}

/// What a person is told who wrote a command that is none, with the nearest one.
pub(crate) fn unknown_command(written: &[String]) -> Problem {
    let first = written.first().map_or("", String::as_str);
    // "/campaign ad" is near a command of two words.
    let family: Vec<&Spec> = commands::all().filter(|spec| spec.names().any(|words| words[0] == first)).collect();
    let name = if family.is_empty() { first.to_string() } else { written[..written.len().min(2)].join(" ") };
    // "/unmute" is the second word of "/digest unmute".
    let last = |spec: &&Spec| spec.names().any(|words| words.len() > 1 && words.last() == Some(&first));
    if let Some(spec) = commands::all().find(last).filter(|_| family.is_empty()) {
        let near = sentence!("command-near", name = command_name(spec));
        return Problem::new(sentence!("command-unknown", name = format!("/{name}")), near);
    }
    let names: Vec<String> = commands::all().map(|spec| spec.words.join(" ")).collect();
    if let [only] = written
        && !family.is_empty()
    {
        let names: Vec<Sentence> = family.iter().map(|spec| command_name(spec)).collect();
        return Problem::from(sentence!("command-more", name = format!("/{only}"), names = names));
    }
    let help = match (nearest(&name, names.iter().map(String::as_str)), &family[..]) {
        (_, [_, ..]) => {
            let names: Vec<Sentence> = family.iter().map(|spec| command_name(spec)).collect();
            sentence!("command-one-of", names = names)
        }
        (Some(near), _) => sentence!("command-near", name = Value::Command(format!("/{near}"))),
        (None, _) => sentence!("command-see-help"),
    };
    Problem::new(sentence!("command-unknown", name = format!("/{name}")), help)
}

fn option_twice(name: &'static str, first: &str, second: &str) -> Problem {
    let help = sentence!("option-twice-help", name = option_name(name));
    Problem::new(sentence!("option-twice", name = option_name(name), first = first, second = second), help)
}

/// A command as its reader types it.
pub(crate) fn command_name(spec: &Spec) -> Sentence {
    let [english, chinese] = [spec.words, spec.chinese].map(|words| Value::Command(format!("/{}", words.join(" "))));
    sentence!("command-written", english = english, chinese = chinese)
}

fn unknown_option(spec: &Spec, name: &str) -> Problem {
    // As this command calls them: another may call an option of the same name otherwise in Chinese.
    let known: Vec<Value> = spec.options.iter().map(|it| Value::Bilingual(it.name, it.chinese)).collect();
    let message = sentence!("option-unknown", name = name, command = command_name(spec));
    let names = spec.options.iter().flat_map(|option| [option.name, option.chinese]);
    let near = nearest(name, names).and_then(|near| {
        let of = spec.options.iter().find(|option| option.name == near || option.chinese == near)?;
        Some(Value::Bilingual(of.name, of.chinese))
    });
    let help = match near {
        Some(near) => sentence!("option-near", name = near, names = known),
        None if known.is_empty() => sentence!("option-none"),
        None => sentence!("option-known", names = known),
    };
    Problem::new(message, help)
}

/// A word, or several in quotes.
struct Token {
    text: String,
    /// Where the first quote stood, in bytes of `text`; what follows it is no option's name.
    quoted_at: Option<usize>,
    /// Where it stands in what was written, in bytes.
    span: Range<usize>,
}

impl Token {
    /// `name=value`, where the name is of letters and stands before any quote; or `name:value`.
    fn option(&self, spec: &Spec) -> Option<(&str, &str)> {
        let is_name = |name: &str| {
            name.starts_with(char::is_alphabetic) && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
        };
        // A value may have the other sign in it: time=12:30, link:https://a.org/?id=3.
        let with_equals = self.text.split_once(['=', '＝']).filter(|(name, _)| is_name(name));
        let with_colon =
            || self.text.split_once(':').filter(|(name, value)| !value.is_empty() && is_option(spec, name));
        let (name, value) = with_equals.or_else(with_colon)?;
        self.quoted_at.is_none_or(|at| at > name.len()).then_some((name, value))
    }

    /// The same of a field for what is no option.
    fn field(&self, spec: &Spec) -> Option<(&str, &str)> {
        let (name, value) = self.text.split_once(':')?;
        let is_field = !value.is_empty() && is_words(spec, name) && self.quoted_at.is_none_or(|at| at > name.len());
        is_field.then_some((name, value))
    }
}

/// Whether Discord has a field of this name for an option of the command. Copy is full of colons, so that the name has to be written
/// just as Discord and the bot there write it.
fn is_option(spec: &Spec, name: &str) -> bool {
    spec.option(name).is_some() && !name.chars().any(char::is_uppercase)
}

/// Whether it has one for what is no option.
fn is_words(spec: &Spec, name: &str) -> bool {
    let words = WORDS_OPTION.into_iter().filter(|_| !spec.rest.is_empty());
    let file = FILE_OPTION.into_iter().filter(|_| spec.takes_file);
    let first = spec.first.into_iter().flat_map(|first| [first.name, first.chinese]);
    words.chain(file).chain(first).any(|field| field == name)
}

/// A value in quotes, as it is typed elsewhere, without them.
pub(crate) fn unquoted(value: &str) -> &str {
    let inner = |(open, close)| value.trim().strip_prefix(open)?.strip_suffix(close).filter(|it| !it.contains(close));
    [('"', '"'), ('“', '”'), ('「', '」')].into_iter().find_map(inner).unwrap_or(value)
}

/// Splits at white space outside of quotes ("…", “…”, 「…」). A quote opens only at the start of a word, after `=`, or after
/// an option's name and a colon, and one that never closes is an ordinary character.
fn tokens_of(text: &str, spec: Option<&Spec>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let new = |at| Token { text: String::new(), quoted_at: None, span: at..at };
    let mut token = new(0);
    let mut begun = false;
    let mut characters = text.char_indices();
    while let Some((at, c)) = characters.next() {
        if !begun {
            token.span.start = at;
        }
        let closing = match c {
            '"' => Some('"'),
            '“' => Some('”'),
            '「' => Some('」'),
            _ => None,
        };
        let has_field = |spec: &Spec, name: &str| is_option(spec, name) || is_words(spec, name);
        let field = || token.text.strip_suffix(':').is_some_and(|name| spec.is_some_and(|spec| has_field(spec, name)));
        let opens = !begun || token.text.ends_with(['=', '＝']) || field();
        let quoted = closing.filter(|_| opens).and_then(|closing| text[at + c.len_utf8()..].split_once(closing));
        if let Some((quoted, _)) = quoted {
            token.quoted_at.get_or_insert(token.text.len());
            token.text.push_str(quoted);
            begun = true;
            // Skip the quoted text and its closing mark.
            for _ in 0..=quoted.chars().count() {
                characters.next();
            }
        } else if c.is_whitespace() {
            if begun {
                token.span.end = at;
                tokens.push(std::mem::replace(&mut token, new(at)));
            }
            begun = false;
        } else {
            token.text.push(c);
            begun = true;
        }
    }
    if begun {
        token.span.end = text.len();
        tokens.push(token);
    }
    tokens
}

impl Invocation {
    /// A command that the platform has taken apart.
    ///
    /// # Errors
    /// As [`parse`].
    pub fn of(input: &CommandInput) -> Result<Self, Problem> {
        let words: Vec<String> = input.words.iter().map(|word| word.to_lowercase()).collect();
        let spec = spec_of(&words).filter(|spec| spec.words.len() == words.len());
        let spec = spec.ok_or_else(|| unknown_command(&words))?;
        let mut options = BTreeMap::new();
        for (name, value) in &input.options {
            options.insert(spec.option(name).ok_or_else(|| unknown_option(spec, name))?, unquoted(value).to_owned());
        }
        let text = input.rest.trim().to_string();
        Ok(Self { spec, options, rest: text.clone(), text })
    }

    /// An option's value.
    pub fn option(&self, name: &str) -> Option<&str> {
        self.options.get(name).map(String::as_str)
    }

    /// Whether a message calls the command by its Chinese name.
    pub fn is_chinese_in(&self, message: &str) -> bool {
        let called = message.trim_start().trim_start_matches(['/', '／']).trim_start();
        self.spec.chinese.first().is_some_and(|name| called.starts_with(name))
    }

    /// The language that was given to it, if it shows one: an id (I-017) and an address are in none, and options are
    /// English for everybody unless they are Chinese.
    pub fn language(&self) -> Option<Language> {
        let in_none = |word: &&str| word.contains("://") || word.is_ascii() && word.chars().any(|c| c.is_ascii_digit());
        let words: Vec<&str> = self.rest.split_whitespace().filter(|word| !in_none(word)).collect();
        let chinese = |value: &String| Language::of(value) == Some(Language::Chinese);
        let option = || self.options.values().any(chinese).then_some(Language::Chinese);
        Language::of(&words.join(" ")).or_else(option)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed test may panic")]

    use super::*;

    fn parsed(text: &str) -> (String, String) {
        let invocation = parse(text).unwrap().unwrap();
        (invocation.rest, invocation.text)
    }

    #[test]
    fn the_words_behind_a_command_are_kept_as_they_were_written_too() {
        assert_eq!(
            parsed("/ideas  one\n\n\"two  three\" four "),
            ("one two  three four".into(), "one\n\n\"two  three\" four".into())
        );
        assert_eq!(
            parsed("/campaign_add platform=x 早安，\n咖啡 likes=3"),
            ("早安， 咖啡".into(), "早安，\n咖啡".into())
        );
        assert_eq!(parsed("/campaign add A likes=3 B platform=\"x\""), ("A B".into(), "A  B".into()));
        assert_eq!(parsed("/help"), (String::new(), String::new()));
        assert_eq!(parsed("/campaign import map Likes=comments").0, "map Likes=comments");
        assert!(parse("/campaign import posts.csv Likes=comments").unwrap().is_err());
    }

    fn options(text: &str) -> (Vec<(&'static str, String)>, String) {
        let invocation = parse(text).unwrap().unwrap();
        (invocation.options.into_iter().collect(), invocation.text)
    }

    #[test]
    fn options_are_read_as_discord_and_the_bot_there_write_them() {
        for (text, expected, rest) in [
            (
                "/ideas oat milk platform:instagram count:2",
                &[("count", "2"), ("platform", "instagram")][..],
                "oat milk",
            ),
            ("/ideas platform:x oat milk", &[("platform", "x")], "oat milk"),
            ("/点子 燕麦拿铁 平台:小红书 数量:3", &[("count", "3"), ("platform", "小红书")], "燕麦拿铁"),
            (
                "/review \"Our oat latte is back.\" platform:x keyphrase:\"oat latte\"",
                &[("keyphrase", "oat latte"), ("platform", "x")],
                "\"Our oat latte is back.\"",
            ),
            ("/review A B platform:x keyphrase=“oat latte”", &[("keyphrase", "oat latte"), ("platform", "x")], "A B"),
            ("/draft publish D-001 link:https://a.org/?id=3", &[("link", "https://a.org/?id=3")], "D-001"),
            ("/draft publish D-001 link=https://a.org/?b:c", &[("link", "https://a.org/?b:c")], "D-001"),
        ] {
            let (read, left) = options(text);
            let read: Vec<_> = read.iter().map(|(name, value)| (*name, value.as_str())).collect();
            assert_eq!((read.as_slice(), left.as_str()), (expected, rest), "{text}");
        }
        assert!(parse("/ideas oat milk platform:x platform=x").unwrap().is_err());
    }

    #[test]
    fn copy_with_colons_in_it_stays_copy() {
        for copy in [
            "Time: 8pm tonight",
            "platform: the new one",
            "https://x.org and mailto:a@b.org",
            "12:30, doors at 12:00",
            "note:this note:that",
            "Platform:nine is where the train leaves",
            "\"platform:x\" is what they wrote",
            "platform:",
            "he said:\"two words\" and left",
            "地点:上海，时间：今晚八点",
            "平台：大家的平台",
        ] {
            assert_eq!(options(&format!("/review {copy}")), (Vec::new(), copy.to_owned()));
        }
        // Behind such a word it is a column of the person's own.
        assert_eq!(parsed("/campaign import map platform:likes").0, "map platform:likes");
    }

    #[test]
    fn a_field_is_read_without_the_quotes_that_are_typed_elsewhere() {
        let read = |value: &str| {
            let words = vec!["review".to_owned()];
            let options = vec![("keyphrase".to_owned(), value.to_owned())];
            let input = CommandInput { words, options, rest: "\"Oat milk\"".into() };
            let invocation = Invocation::of(&input).unwrap();
            assert_eq!(invocation.rest, "\"Oat milk\"");
            invocation.options["keyphrase"].clone()
        };
        for (value, expected) in [
            ("\"oat latte\"", "oat latte"),
            ("“燕麦 拿铁”", "燕麦 拿铁"),
            ("oat latte", "oat latte"),
            ("\"oat\" or \"latte\"", "\"oat\" or \"latte\""),
            ("\"", "\""),
            ("the 3\" pan", "the 3\" pan"),
        ] {
            assert_eq!(read(value), expected);
        }
    }

    #[test]
    fn what_is_given_to_a_command_shows_its_language_and_ids_and_addresses_do_not() {
        let language = |text: &str| parse(text).unwrap().unwrap().language();
        assert_eq!(language("/ideas rainy days"), Some(Language::English));
        assert_eq!(language("/ideas 燕麦拿铁 platform=x"), Some(Language::Chinese));
        assert_eq!(language("/idea use I-001"), None);
        assert_eq!(language("/draft publish D-001 link=https://example.org/p"), None);
        assert_eq!(language("/review https://example.org/post"), None);
        assert_eq!(language("/campaign list topic=早上"), Some(Language::Chinese));
        assert!(parse("/草稿 发布 D-001").unwrap().unwrap().is_chinese_in(" /草稿 发布 D-001"));
        assert!(!parse("/draft publish D-001").unwrap().unwrap().is_chinese_in("/draft publish D-001"));
    }
}
