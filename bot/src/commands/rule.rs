//! `/prefs rule`: rules for words, each with an example that it must match.

use std::sync::LazyLock;

use copydesk_analysis::{RULE_CHARACTERS, RuleError};
use copydesk_storage::{Changed, Numbered, StorageError, WordDemand, WordRule};
use regex::Regex;

use crate::answer::{Answer, RuleShown, RulesShown};
use crate::board::Undone;
use crate::commands::{Command, Spec, command, option};
use crate::config::Config;
use crate::desk::Desk;
use crate::ideas::deeds::told;
use crate::invocation::{self, Invocation};
use crate::session::{Session, person_id};
use crate::texts::{Problem, sentence};
use crate::word_rules::{self, demand_shown};

/// The command of this file.
pub static COMMANDS: &[Spec] = &[Spec {
    rest: "rest-rule",
    options: &[option("example", "例句")],
    example: Some("command-prefs-rule-example"),
    ..command(&["prefs", "rule"], &["偏好", "规则"], "command-prefs-rule", read)
}];

/// More rules than this slow every idea down, and nobody remembers them.
const MOST_RULES: usize = 200;

/// How often a lost race is run again.
const LOST_RACES: usize = 100;

/// What is to be done with rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleWish {
    /// Shows them.
    List,
    /// Makes one.
    Add {
        /// What it demands.
        demand: WordDemand,
        /// What it looks for.
        pattern: String,
        /// A text that has it.
        example: String,
    },
    /// Removes one.
    Remove {
        /// Its number.
        number: u32,
    },
}

/// Reads `/prefs rule [list | add "…" example="…" | remove R-001]`.
///
/// # Errors
/// What is missing, with a command to copy.
pub fn read(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    // A field of Discord's keeps the quotation marks around a rule, as the examples have them.
    let whole = invocation::unquoted(&invocation.rest);
    let (verb, rest) = whole.split_once(' ').unwrap_or((whole, ""));
    let rest = invocation::unquoted(rest);
    let wish = match verb.to_lowercase().as_str() {
        "" | "list" | "列表" => RuleWish::List,
        "add" | "添加" => addition(rest, invocation.option("example"))?,
        // Whoever leaves "add" out means it.
        _ if read_rule(whole).is_some() => addition(whole, invocation.option("example"))?,
        "remove" | "删除" => {
            let number = WordRule::number_of(rest);
            let unknown = || match rest.is_empty() {
                true => Problem::new(sentence!("rule-remove-which"), sentence!("rule-unknown-help")),
                false => Problem::new(sentence!("rule-unknown", id = rest), sentence!("rule-unknown-help")),
            };
            RuleWish::Remove { number: number.ok_or_else(unknown)? }
        }
        _ => return Err(Problem::new(sentence!("rule-verb", verb = verb), sentence!("rule-unread-help"))),
    };
    Ok(Command::Rule(wish))
}

/// A rule that is to be made.
fn addition(rule: &str, example: Option<&str>) -> Result<RuleWish, Problem> {
    let unread = || match rule.trim().is_empty() {
        true => Problem::new(sentence!("rule-which"), sentence!("rule-unread-help")),
        false => Problem::new(sentence!("rule-unread", text = rule), sentence!("rule-unread-help")),
    };
    let (demand, pattern) = read_rule(rule).ok_or_else(unread)?;
    let example = example.map(str::trim).filter(|example| !example.is_empty());
    let lacks = || {
        let help = sentence!("rule-no-example-help", text = rule.replace('"', "'"), pattern = pattern.as_str());
        Problem::new(sentence!("rule-no-example", pattern = pattern.as_str()), help)
    };
    let example = example.ok_or_else(lacks)?.into();
    Ok(RuleWish::Add { demand, pattern, example })
}

/// How people say a rule, in both languages.
static SAID: LazyLock<[(Kind, Regex); 6]> = LazyLock::new(|| {
    [
        (Kind::Preferred, r"(?is)^(?:say|use|prefer|write)\s+(.+?)\s*[,，;]?\s+(?:not|over|rather than|instead of)\s+(.+)$"),
        (Kind::Preferred, r"(?s)^(?:要?说|要?用|要?写|优先用?)(.+?)[，,、；;]?\s*(?:而?不要?说|而?不要?用|而?不要?写|而不是|而非|不是)(.+)$"),
        (Kind::Banned, r"(?is)^(?:ban|never say|never use|don't say|do not say)\s+(.+)$"),
        (Kind::Banned, r"(?s)^(?:禁用|禁止|不要说|不要用|不说|不用)[：: ]?(.+)$"),
        (Kind::Required, r"(?is)^(?:require|always say|must have)\s+(.+)$"),
        (Kind::Required, r"(?s)^(?:必须有|必须说|必须用|必须写|必用|必须)[：: ]?(.+)$"),
    ]
    .map(|(kind, pattern)| (kind, Regex::new(pattern).expect("the patterns are constant")))
});

#[derive(Clone, Copy)]
enum Kind {
    Preferred,
    Banned,
    Required,
}

/// A rule in words: what it demands, and what it looks for.
fn read_rule(text: &str) -> Option<(WordDemand, String)> {
    let text = text.trim();
    let part = |found: Option<regex::Match<'_>>| {
        let part = unquoted(found?.as_str());
        (!part.is_empty()).then(|| part.to_string())
    };
    SAID.iter().find_map(|(kind, said)| {
        let found = said.captures(text)?;
        match kind {
            Kind::Preferred => Some((WordDemand::Preferred { say: part(found.get(1))? }, part(found.get(2))?)),
            Kind::Banned => Some((WordDemand::Banned, part(found.get(1))?)),
            Kind::Required => Some((WordDemand::Required, part(found.get(1))?)),
        }
    })
}

/// Without the quotation marks around it.
fn unquoted(text: &str) -> &str {
    text.trim().trim_matches(['"', '“', '”', '「', '」', '\'', '‘', '’']).trim()
}

/// Does it.
///
/// # Errors
/// That the person may not, why the rule can't be kept, or what the storage says.
pub async fn handle(desk: &Desk, session: &Session, wish: RuleWish) -> Result<Answer, Problem> {
    let changed = match wish {
        RuleWish::List => None,
        RuleWish::Add { demand, pattern, example } => {
            session.must_manage().await?;
            let rule = add(session, demand, pattern, example).await.map_err(|error| told(desk, error))?;
            Some((rule, "added"))
        }
        RuleWish::Remove { number } => {
            session.must_manage().await?;
            Some((remove(session, number).await.map_err(|error| told(desk, error))?, "removed"))
        }
    };
    let rules = session.records.all::<WordRule>().await.map_err(|error| desk.storage_problem(&error))?;
    Ok(Answer::Rules(RulesShown {
        changed: changed.as_ref().map(|(rule, _)| WordRule::name_of(rule.number)),
        done: changed.map(|(_, done)| done.to_string()),
        rules: rules.into_iter().map(|(_, stored)| shown(stored.record)).collect(),
    }))
}

/// Stores a rule whose example it matches, and that it was made.
async fn add(session: &Session, demand: WordDemand, pattern: String, example: String) -> Result<WordRule, Undone> {
    let records = &session.records;
    let (by, at) = (person_id(&session.origin), session.now.timestamp());
    let new = WordRule { number: 0, demand, pattern, example, by, at, matched: 0 };
    word_rules::rule(&new).check_example().map_err(refused)?;
    let new = &new;
    records
        .numbered::<WordRule, _, Undone, _, _>(|number, change| async move {
            let known = records.all::<WordRule>().await?;
            if known.len() >= MOST_RULES {
                return Err(Problem::from(sentence!("rule-too-many", most = MOST_RULES)).into());
            }
            let same = |rule: &&WordRule| rule.demand == new.demand && rule.pattern == new.pattern;
            if let Some(rule) = known.iter().map(|(_, stored)| &stored.record).find(same) {
                return Err(Problem::from(sentence!("rule-known", id = WordRule::name_of(rule.number))).into());
            }
            if let Some(rule) = known.iter().map(|(_, stored)| &stored.record).find(|rule| contradicts(rule, new)) {
                let id = WordRule::name_of(rule.number);
                let message = sentence!("rule-contradicts", id = id.as_str());
                return Err(Problem::new(message, sentence!("rule-contradicts-help", id = id)).into());
            }
            let rule = WordRule { number, ..new.clone() };
            let change = change.put(&WordRule::record_id(number), &rule);
            let change = super::history::note(session, change, Changed::RuleAdded { rule: rule.clone() }).await?;
            Ok((change, rule))
        })
        .await
}

/// Whether one asks for what the other does not want.
fn contradicts(one: &WordRule, other: &WordRule) -> bool {
    let wants = |rule: &WordRule| match &rule.demand {
        WordDemand::Required => Some(rule.pattern.to_lowercase()),
        WordDemand::Preferred { say } => Some(say.to_lowercase()),
        WordDemand::Banned => None,
    };
    let refuses = |rule: &WordRule| match rule.demand {
        WordDemand::Required => None,
        WordDemand::Preferred { .. } | WordDemand::Banned => Some(rule.pattern.to_lowercase()),
    };
    let against = |one, other| wants(one).is_some_and(|wanted| Some(wanted) == refuses(other));
    against(one, other) || against(other, one)
}

async fn remove(session: &Session, number: u32) -> Result<WordRule, Undone> {
    let (records, id) = (&session.records, WordRule::record_id(number));
    let unknown =
        || Problem::new(sentence!("rule-unknown", id = WordRule::name_of(number)), sentence!("rule-unknown-help"));
    let mut races = 0;
    loop {
        let stored = records.get::<WordRule>(&id).await?.ok_or_else(unknown)?;
        let rule = stored.record;
        let change = records.change().unchanged::<WordRule>(&id, Some(stored.version)).delete::<WordRule>(&id);
        let change = super::history::note(session, change, Changed::RuleRemoved { rule: rule.clone() }).await?;
        match change.commit().await {
            Ok(_) => return Ok(rule),
            Err(StorageError::Conflict { .. }) if races < LOST_RACES => races += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

/// Why a rule can't be kept.
fn refused(error: RuleError) -> Problem {
    match error {
        RuleError::Empty => Problem::new(sentence!("rule-empty"), sentence!("rule-unread-help")),
        RuleError::TooLong { length } => sentence!("rule-long", length = length, most = RULE_CHARACTERS).into(),
        RuleError::NotAnExpression { pattern, reason } => Problem::new(
            sentence!("rule-not-expression", pattern = pattern, reason = reason),
            sentence!("rule-expression-help"),
        ),
        RuleError::ExampleDoesNotMatch { pattern, example } => Problem::new(
            sentence!("rule-example-unmatched", pattern = pattern, example = example),
            sentence!("rule-example-help"),
        ),
    }
}

fn shown(rule: WordRule) -> RuleShown {
    let (demand, say) = demand_shown(&rule.demand);
    let id = WordRule::name_of(rule.number);
    RuleShown { id, demand: demand.into(), pattern: rule.pattern, say, example: rule.example, matched: rule.matched }
}

#[cfg(test)]
mod tests {
    use copydesk_storage::{WordDemand, WordRule};

    use super::read_rule;

    #[test]
    fn rules_are_read_in_both_languages() {
        let preferred = |say: &str| WordDemand::Preferred { say: say.into() };
        for (text, demand, pattern) in [
            ("say café, not coffee shop", preferred("café"), "coffee shop"),
            ("prefer “guests” over “customers”", preferred("guests"), "customers"),
            ("Use sign up instead of register", preferred("sign up"), "register"),
            ("说客人，不说顾客", preferred("客人"), "顾客"),
            ("用“客人”，而不是“顾客”", preferred("客人"), "顾客"),
            ("ban game-changer", WordDemand::Banned, "game-changer"),
            (r"ban /\d+% off/", WordDemand::Banned, r"/\d+% off/"),
            ("禁用 最好", WordDemand::Banned, "最好"),
            ("不要说“第一”", WordDemand::Banned, "第一"),
            ("require Morning Barn", WordDemand::Required, "Morning Barn"),
            ("必须有晨仓", WordDemand::Required, "晨仓"),
        ] {
            assert_eq!(read_rule(text), Some((demand, pattern.to_string())), "{text}");
        }
        for text in ["", "ban", "be nice", "say hello"] {
            assert_eq!(read_rule(text), None, "{text}");
        }
    }

    #[test]
    fn rules_that_no_text_can_follow_both_contradict_each_other() {
        let rule = |demand, pattern: &str| WordRule { demand, pattern: pattern.into(), ..rule_of("") };
        let say = |say: &str, not: &str| rule(WordDemand::Preferred { say: say.into() }, not);
        let (banned, required) = (|it| rule(WordDemand::Banned, it), |it| rule(WordDemand::Required, it));
        for (one, other, expected) in [
            (say("café", "coffee shop"), banned("Café"), true),
            (required("oat"), banned("oat"), true),
            (required("coffee shop"), say("café", "coffee shop"), true),
            (say("a", "b"), say("b", "a"), true),
            (say("a", "b"), say("a", "c"), false),
            (banned("a"), banned("b"), false),
            (required("a"), say("a", "b"), false),
        ] {
            assert_eq!((super::contradicts(&one, &other), super::contradicts(&other, &one)), (expected, expected));
        }
    }

    fn rule_of(pattern: &str) -> WordRule {
        let pattern = pattern.to_owned();
        WordRule {
            number: 1,
            demand: WordDemand::Banned,
            pattern,
            example: String::new(),
            by: String::new(),
            at: jiff::Timestamp::UNIX_EPOCH,
            matched: 0,
        }
    }
}
