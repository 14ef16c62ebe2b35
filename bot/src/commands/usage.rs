//! `/usage` and `/usage limit`: what was used today, and how much may be.

use copydesk_storage::{DayLimits, UsageCount, UsageLimits};
use jiff::civil::Date;

use crate::answer::{Answer, BudgetShown, DayShown, LimitsShown, MoneyShown, UsageShown, UsedShown};
use crate::budget::{Whose, effective};
use crate::commands::{Command, Spec, Takes, command, number_option, option, option_name};
use crate::config::Config;
use crate::config::budgets::{MOST_COUNTED, MOST_MONEY, millionths};
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::session::Session;
use crate::texts::{Problem, Value, sentence};

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[
    command(&["usage"], &["用量"], "command-usage", read_show),
    Spec {
        rest: "rest-whose",
        options: &[
            option("requests", "请求").whole(0, MOST_COUNTED),
            option("tokens", "词元").whole(0, MOST_COUNTED),
            option("money", "金额").takes(Takes::Amount(MOST_MONEY as u64)),
        ],
        example: Some("command-usage-limit-example"),
        ..command(&["usage", "limit"], &["用量", "上限"], "command-usage-limit", read_limit)
    },
];

/// Days that are listed, today included.
const DAYS: usize = 7;

/// A change of limits, checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitChange {
    /// Whose.
    pub whose: Whose,
    /// Of requests that ask a model.
    pub requests: NewLimit,
    /// Of tokens.
    pub tokens: NewLimit,
    /// Of money, in millionths.
    pub money: NewLimit,
}

/// What becomes of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewLimit {
    /// It stays.
    Same,
    /// The team has none of its own any more; that of the configuration holds again.
    Removed,
    /// The team's own.
    Set(u64),
}

impl NewLimit {
    fn apply(self, limit: &mut Option<u64>) {
        match self {
            Self::Same => {}
            Self::Removed => *limit = None,
            Self::Set(most) => *limit = Some(most),
        }
    }
}

/// Reads `/usage`.
///
/// # Errors
/// That there are words after it, which are probably meant as a limit.
pub fn read_show(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    if invocation.rest.is_empty() {
        return Ok(Command::ShowUsage);
    }
    let message = sentence!("usage-extra", words = invocation.rest.as_str());
    Err(Problem::new(message, sentence!("usage-limit-help")))
}

/// Reads `/usage limit person|team [requests=…] [tokens=…] [money=…]`.
///
/// # Errors
/// A sentence for the first thing that is wrong.
pub fn read_limit(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let name = invocation.rest.to_lowercase();
    let whose = [Whose::Person, Whose::Team].into_iter().find(|whose| whose.names().contains(&name.as_str()));
    let Some(whose) = whose else {
        let message = match name.as_str() {
            "" => sentence!("usage-limit-whose"),
            name => sentence!("usage-limit-whose-wrong", name = name),
        };
        return Err(Problem::new(message, sentence!("usage-limit-help")));
    };
    let counted = |name: &'static str| match invocation.option(name) {
        None => Ok(NewLimit::Same),
        Some(value) if removes(value) => Ok(NewLimit::Removed),
        value => number_option(name, value, 0..=MOST_COUNTED).map(|most| match most {
            None => NewLimit::Same,
            Some(0) => NewLimit::Removed,
            Some(most) => NewLimit::Set(most),
        }),
    };
    let change =
        LimitChange { whose, requests: counted("requests")?, tokens: counted("tokens")?, money: money(invocation)? };
    if [change.requests, change.tokens, change.money] == [NewLimit::Same; 3] {
        return Err(Problem::new(sentence!("usage-limit-which"), sentence!("usage-limit-help")));
    }
    Ok(Command::LimitUsage(change))
}

/// Whether a value asks for no limit.
fn removes(value: &str) -> bool {
    matches!(value.trim().to_lowercase().as_str(), "0" | "none" | "-" | "无" | "不限")
}

fn money(invocation: &Invocation) -> Result<NewLimit, Problem> {
    let Some(value) = invocation.option("money") else { return Ok(NewLimit::Same) };
    if removes(value) {
        return Ok(NewLimit::Removed);
    }
    let amount = value.replace([',', '_'], "").parse::<f64>().ok();
    let amount = amount.filter(|amount| *amount > 0.0 && *amount <= MOST_MONEY);
    amount.map(|amount| NewLimit::Set(millionths(amount))).ok_or_else(|| {
        Problem::new(
            sentence!("number-wrong", name = option_name("money"), value = value),
            sentence!("usage-money-help", most = MOST_MONEY as u64),
        )
    })
}

/// Shows today's use against the limits, and the last days'.
///
/// # Errors
/// What the storage says.
pub async fn show(desk: &Desk, session: &Session) -> Result<Answer, Problem> {
    shown(desk, session, None).await
}

/// Changes a team's limits, and shows what is used of them.
///
/// # Errors
/// That the person may not, or what the storage says.
pub async fn limit(desk: &Desk, session: &Session, change: LimitChange) -> Result<Answer, Problem> {
    session.must_manage().await?;
    let make = |old: Option<UsageLimits>| {
        let mut limits = old.unwrap_or_default();
        let changed = match change.whose {
            Whose::Person => &mut limits.person,
            Whose::Team => &mut limits.team,
        };
        change.requests.apply(&mut changed.requests);
        change.tokens.apply(&mut changed.tokens);
        change.money.apply(&mut changed.money);
        limits
    };
    session.records.update(UsageLimits::ID, make).await.map_err(|error| desk.storage_problem(&error))?;
    shown(desk, session, Some(change.whose)).await
}

async fn shown(desk: &Desk, session: &Session, changed: Option<Whose>) -> Result<Answer, Problem> {
    let stored = |error| desk.storage_problem(&error);
    let records = &session.records;
    let own = records.get::<UsageLimits>(UsageLimits::ID).await.map_err(stored)?;
    let limits = effective(own.map(|stored| stored.record), &desk.config.budgets);
    let mut days = Vec::new();
    let mut day = session.now.date();
    for _ in 0..DAYS {
        let of_person = records.usage(day, Some(&session.origin.person)).await.map_err(stored)?;
        let of_team = records.usage(day, None).await.map_err(stored)?;
        days.push((day, of_person, of_team));
        // The calendar has a first day.
        let Ok(before) = day.yesterday() else { break };
        day = before;
    }
    let (today, of_person, of_team) = days[0].clone();
    let midnight = session.now.tomorrow().and_then(|tomorrow| tomorrow.start_of_day());
    let mut notes = Vec::new();
    if limits == UsageLimits::default() {
        notes.push(session.say(sentence!("usage-no-limits")));
    }
    Ok(Answer::Usage(Box::new(UsageShown {
        team: session.team.id.to_string(),
        day: today.to_string(),
        renews: midnight.map_or_else(|_| String::new(), |midnight| midnight.timestamp().to_string()),
        changed: changed.map(|whose| whose.id().into()),
        of_person: budget(&of_person, &limits.person),
        of_team: budget(&of_team, &limits.team),
        days: days.iter().map(|(day, of_person, of_team)| day_shown(*day, of_person, of_team)).collect(),
        notes,
    })))
}

fn budget(used: &UsageCount, limits: &DayLimits) -> BudgetShown {
    let money = limits.money.map(units);
    BudgetShown {
        used: used_shown(used),
        limits: LimitsShown { requests: limits.requests, tokens: limits.tokens, money },
    }
}

fn day_shown(day: Date, of_person: &UsageCount, of_team: &UsageCount) -> DayShown {
    DayShown { day: day.to_string(), of_person: used_shown(of_person), of_team: used_shown(of_team) }
}

fn used_shown(count: &UsageCount) -> UsedShown {
    let money =
        count.money.iter().map(|(currency, used)| MoneyShown { currency: currency.clone(), amount: units(*used) });
    UsedShown {
        requests: count.requests,
        tokens: count.tokens(),
        prompt_tokens: count.prompt_tokens,
        output_tokens: count.output_tokens,
        money: money.collect(),
    }
}

fn units(millionths: u64) -> f64 {
    millionths as f64 / 1e6
}

/// The name of whose use it is, as its reader types it.
pub fn whose_name(whose: Whose) -> Value {
    let [english, chinese] = whose.names();
    Value::Bilingual(english, chinese)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed test may panic")]

    use copydesk_analysis::Language;

    use super::*;

    fn read(text: &str) -> String {
        let config = Config::parse("", None).unwrap();
        let invocation = crate::invocation::parse(text).unwrap();
        match invocation.and_then(|invocation| (invocation.spec.read)(&invocation, &config)) {
            Ok(Command::LimitUsage(LimitChange { whose, requests, tokens, money })) => {
                format!("{} {requests:?} {tokens:?} {money:?}", whose.id())
            }
            Ok(other) => format!("{other:?}"),
            Err(problem) => problem.message.say(Language::English),
        }
    }

    #[test]
    fn limits_are_read_in_both_languages_and_a_wrong_one_changes_nothing() {
        let cases = [
            ("/usage", "ShowUsage"),
            ("/用量", "ShowUsage"),
            ("/usage limit person requests=50 tokens=100,000", "person Set(50) Set(100000) Same"),
            ("/用量 上限 团队 请求=0 词元=无", "team Removed Removed Same"),
            ("/usage limit team money=2.5", "team Same Same Set(2500000)"),
            ("/usage limit team money=none", "team Same Same Removed"),
            ("/usage limit team money=-3", "money can't be \"-3\"."),
            ("/usage limit team money=NaN", "money can't be \"NaN\"."),
            ("/usage limit team tokens=many", "tokens can't be \"many\"."),
            ("/usage limit team tokens=-1", "tokens can't be \"-1\"."),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
        let wrong = [
            "/usage limit",
            "/usage limit everybody tokens=5",
            "/usage limit team",
            "/usage person tokens=5",
            "/usage today",
        ];
        insta::assert_snapshot!(wrong.map(read).join("\n"), @r#"
        Whose limit: that of each person, or of the whole team?
        I don't know whose limit "everybody" is.
        Which limit?
        /usage has no option "tokens".
        /usage shows what was used and takes no more words; I read "today".
        "#);
    }
}
