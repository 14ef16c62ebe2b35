//! What a person is told when a limit is reached.

use jiff::ZonedDateTime;

use crate::texts::{Problem, Sentence, Value, sentence};

/// Whose limit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Each person's own.
    Person,
    /// That of all of a team together.
    Team,
}

impl Whose {
    /// `person` or `team`.
    pub fn id(self) -> &'static str {
        self.names()[0]
    }

    /// The name in `/usage limit`, and its Chinese one.
    pub fn names(self) -> [&'static str; 2] {
        match self {
            Self::Person => ["person", "个人"],
            Self::Team => ["team", "团队"],
        }
    }
}

/// What is limited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// Requests that ask a model.
    Requests,
    /// Tokens read and written.
    Tokens,
    /// Millionths of a currency.
    Money(String),
}

/// A limit that leaves no room for a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Over {
    /// Whose limit.
    pub whose: Whose,
    /// Of what.
    pub measure: Measure,
    /// The most in a day.
    pub limit: u64,
    /// What is counted so far.
    pub used: u64,
    /// What requests under way have reserved.
    pub held: u64,
    /// What the call may use.
    pub needed: u64,
}

impl Over {
    /// What the person is told at `now`: which limit, what is used of it, when it starts anew and who changes it.
    pub fn problem(&self, now: &ZonedDateTime) -> Problem {
        let plain = |amount: u64| match &self.measure {
            Measure::Money(currency) => Value::from(money(amount, currency)),
            Measure::Requests | Measure::Tokens => Value::from(amount),
        };
        let limit: Value = match &self.measure {
            Measure::Requests => sentence!("budget-requests", count = self.limit).into(),
            Measure::Tokens => sentence!("budget-tokens", count = self.limit).into(),
            Measure::Money(currency) => money(self.limit, currency).into(),
        };
        let reached = self.used.saturating_add(self.held) >= self.limit;
        let option = match &self.measure {
            Measure::Requests => "requests",
            Measure::Tokens => "tokens",
            Measure::Money(_) => "money",
        };
        let parts = |held: Sentence, needed: Sentence| {
            let (state, used) = (if reached { "reached" } else { "near" }, plain(self.used));
            sentence!(
                "budget-over",
                whose = self.whose.id(),
                state = state,
                limit = limit,
                used = used,
                held = held,
                needed = needed
            )
        };
        let nothing = || sentence!("nothing");
        let held = if self.held == 0 { nothing() } else { sentence!("budget-held", amount = plain(self.held)) };
        let needed = if reached { nothing() } else { sentence!("budget-needed", amount = plain(self.needed)) };
        let help = sentence!(
            "budget-help",
            hours = hours_left(now),
            whose = Value::Bilingual(self.whose.names()[0], self.whose.names()[1]),
            option = crate::commands::option_name(option)
        );
        Problem::new(parts(held, needed), help)
    }
}

/// Hours until the day ends, rounded up: 1 to 25.
fn hours_left(now: &ZonedDateTime) -> u64 {
    let midnight = now.tomorrow().and_then(|tomorrow| tomorrow.start_of_day());
    // A calendar that ends today has no other day to wait for.
    let seconds = midnight.map_or(0, |midnight| midnight.timestamp().as_second() - now.timestamp().as_second());
    u64::try_from(seconds).unwrap_or_default().div_ceil(3600).max(1)
}

/// Money in words, such as `0.0123 USD`: amounts below 10 with four decimals, since calls cost little.
pub fn money(millionths: u64, currency: &str) -> String {
    let amount = millionths as f64 / 1e6;
    if (1..10_000_000).contains(&millionths) {
        format!("{amount:.4} {currency}")
    } else {
        format!("{amount:.2} {currency}")
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed test may panic")]

    use copydesk_analysis::Language;

    use super::*;

    fn told(over: &Over, language: Language) -> String {
        let now: ZonedDateTime = "2026-03-14T19:30:00+01:00[Europe/Berlin]".parse().unwrap();
        let Problem { message, help } = over.problem(&now);
        format!("{}\n{}", message.say(language), help.unwrap().say(language))
    }

    #[test]
    fn a_person_is_told_which_limit_what_is_used_when_it_renews_and_who_changes_it() {
        let requests =
            Over { whose: Whose::Person, measure: Measure::Requests, limit: 50, used: 49, held: 1, needed: 1 };
        let tokens =
            Over { whose: Whose::Team, measure: Measure::Tokens, limit: 100_000, used: 99_500, held: 0, needed: 1100 };
        let euros = Measure::Money("EUR".into());
        let money =
            Over { whose: Whose::Team, measure: euros, limit: 25_000_000, used: 24_999_900, held: 0, needed: 450 };
        let all = [&requests, &tokens, &money].map(|over| told(over, Language::English)).join("\n");
        insta::assert_snapshot!(all, @"
        Your limit of 50 requests a day is reached: 49 used, 1 held for requests under way.
        It starts anew at midnight, in about 5 h. An admin changes it with: /usage limit person requests=…
        The team's limit of 100,000 tokens a day leaves too little for this: 99,500 used, and up to 1,100 needed.
        It starts anew at midnight, in about 5 h. An admin changes it with: /usage limit team tokens=…
        The team's limit of 25.00 EUR a day leaves too little for this: 25.00 EUR used, and up to 0.0004 EUR needed.
        It starts anew at midnight, in about 5 h. An admin changes it with: /usage limit team money=…
        ");
        let all = [&requests, &tokens, &money].map(|over| told(over, Language::Chinese)).join("\n");
        insta::assert_snapshot!(all, @"
        你每天的上限是 50 次请求，已经用完：已用 49，进行中的请求预留 1。
        午夜重新计算，大约还有 5 小时。管理员可以修改：/用量 上限 个人 请求=…
        团队每天的上限是 100000 个词元，剩下的不够这次用：已用 99500，这次最多需要 1100。
        午夜重新计算，大约还有 5 小时。管理员可以修改：/用量 上限 团队 词元=…
        团队每天的上限是 25.00 EUR，剩下的不够这次用：已用 25.00 EUR，这次最多需要 0.0004 EUR。
        午夜重新计算，大约还有 5 小时。管理员可以修改：/用量 上限 团队 金额=…
        ");
    }

    #[test]
    fn the_day_ends_at_the_teams_own_midnight() {
        let hours = |now: &str| hours_left(&now.parse().unwrap());
        assert_eq!(hours("2026-03-14T00:00:00+08:00[Asia/Shanghai]"), 24);
        assert_eq!(hours("2026-03-14T23:59:59+08:00[Asia/Shanghai]"), 1);
        // The day that loses an hour.
        assert_eq!(hours("2026-03-29T00:00:00+01:00[Europe/Berlin]"), 23);
    }
}
