//! `/me` and `/me set`: what is stored of the person who asks, and their own wishes.

use copydesk_storage::Person;

use super::export::hand_over;
use super::forget::{Count, person_records, records_shown, teams_of};
use super::prefs::Key;
use crate::answer::{Answer, PersonShown};
use crate::commands::{Command, Spec, command};
use crate::config::Config;
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::person_data;
use crate::session::{Session, person_id};
use crate::texts::{Problem, Value, sentence};

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[
    command(&["me"], &["我"], "command-me", read),
    Spec {
        rest: "rest-me",
        asks: Some("ask-me"),
        example: Some("command-me-set-example"),
        ..command(&["me", "set"], &["我", "设置"], "command-me-set", read_set)
    },
];

/// More topics or platforms than this nobody follows.
const MOST: usize = 20;
/// Characters of a topic.
const TOPIC: usize = 200;

/// A change of one's own wishes, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// The language to be answered in.
    Language(Option<String>),
    /// Topics that are followed.
    Topics(Vec<String>),
    /// Platforms that are written for.
    Platforms(Vec<String>),
}

impl Wish {
    fn id(&self) -> &'static str {
        match self {
            Self::Language(_) => "language",
            Self::Topics(_) => "topics",
            Self::Platforms(_) => "platforms",
        }
    }
}

/// Reads `/me`.
///
/// # Errors
/// None.
pub fn read(_: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Me)
}

/// Reads `/me set language|topics|platforms value`; "-" clears one.
///
/// # Errors
/// An unknown wish or a wrong value, with the right ones.
pub fn read_set(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let (name, value) = invocation.rest.split_once(' ').unwrap_or((&invocation.rest, ""));
    let value = value.trim();
    let names = || {
        vec![
            Value::Bilingual("language", "语言"),
            Value::Bilingual("topics", "主题"),
            Value::Bilingual("platforms", "平台"),
        ]
    };
    let wish = match name.to_lowercase().as_str() {
        "language" | "语言" => {
            let languages = if value.is_empty() { Vec::new() } else { Key::Languages.read(value)? };
            let language = languages.into_iter().next();
            if let Some(code) = language.as_ref().filter(|code| !matches!(code.as_str(), "en" | "zh")) {
                return Err(Problem::from(sentence!("me-language", code = code.as_str())));
            }
            Wish::Language(language)
        }
        "topics" | "topic" | "主题" => {
            let topics =
                value.split([',', '，', '、', ';', '；']).map(str::trim).filter(|it| !it.is_empty() && *it != "-");
            let topics: Vec<String> = topics.map(|topic| topic.chars().take(TOPIC).collect()).collect();
            Wish::Topics(topics)
        }
        "platforms" | "platform" | "平台" => Wish::Platforms(Key::Platforms.read(value)?),
        _ => return Err(Problem::new(sentence!("me-unknown", name = name), sentence!("i-know", names = names()))),
    };
    let is_empty = value.is_empty();
    let too_many = match &wish {
        Wish::Topics(list) | Wish::Platforms(list) => list.len() > MOST,
        Wish::Language(_) => false,
    };
    match () {
        () if is_empty => Err(Problem::new(sentence!("me-no-value", name = name), sentence!("me-no-value-help"))),
        () if too_many => Err(sentence!("me-too-many", most = MOST).into()),
        () => Ok(Command::SetMe(wish)),
    }
}

/// Shows all that is stored of the person.
///
/// # Errors
/// That the platform takes no file so large, or what the storage says.
pub async fn show(desk: &Desk, session: &Session) -> Result<Answer, Problem> {
    let id = person_id(&session.origin);
    let failed = |error: copydesk_storage::StorageError| desk.storage_problem(&error);
    let (mut sum, mut pages) = (Count::default(), Vec::new());
    for team in teams_of(desk, session).await.map_err(failed)? {
        let (count, _) = person_records(&desk.store.team(&team.id), &id, None).await.map_err(failed)?;
        sum.add(&count);
        let records = person_data::of_person(desk.store.everything(&team.id).await.map_err(failed)?, &id);
        if !records.is_empty() {
            let heading = session.say(sentence!("me-file-team", team = team.name.as_str()));
            pages.push(person_data::page(&heading, &records));
        }
    }
    let mut shown = wishes(desk, session, None).await?;
    shown.records = records_shown(&sum);
    if !pages.is_empty() {
        let heading = session.say(sentence!("me-file-heading", at = session.now.to_string()));
        let name = format!("about-you-{}.txt", session.now.strftime("%Y-%m-%d-%H%M%S"));
        let page = format!("{heading}\n\n{}", pages.join("\n"));
        (shown.file, shown.path) = hand_over(desk, session, &name, page.into_bytes()).await?;
    }
    Ok(Answer::Person(shown))
}

/// Changes a wish.
///
/// # Errors
/// What the storage says.
pub async fn set(desk: &Desk, session: &Session, wish: Wish) -> Result<Answer, Problem> {
    let change = |old: Option<Person>| {
        let mut person = old.unwrap_or_default();
        match wish.clone() {
            Wish::Language(language) => person.language = language,
            Wish::Topics(topics) => person.topics = topics,
            Wish::Platforms(platforms) => person.platforms = platforms,
        }
        person
    };
    let stored = session.records.update(&person_id(&session.origin), change).await;
    stored.map_err(|error| desk.storage_problem(&error))?;
    wishes(desk, session, Some(wish.id())).await.map(Answer::Person)
}

/// A person's own wishes in the team.
async fn wishes(desk: &Desk, session: &Session, changed: Option<&str>) -> Result<PersonShown, Problem> {
    let id = person_id(&session.origin);
    let person = session.records.get::<Person>(&id).await.map_err(|error| desk.storage_problem(&error))?;
    let person = person.map(|stored| stored.record).unwrap_or_default();
    Ok(PersonShown {
        id,
        changed: changed.map(String::from),
        language: person.language,
        topics: person.topics,
        platforms: person.platforms,
        records: Vec::new(),
        path: None,
        file: None,
    })
}
