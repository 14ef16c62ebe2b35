//! The team's rules for words, ready to be looked for in texts, and how often they have matched.

use std::collections::BTreeMap;

use copydesk_analysis::{Language, Matcher, Rule, RuleKind};
use copydesk_storage::{Evidence, Numbered, StorageError, TeamStore, WordDemand, WordRule};

/// The rules of a team.
#[derive(Debug, Clone, Default)]
pub struct WordRules {
    rules: Vec<WordRule>,
    /// In the same order.
    matchers: Vec<Matcher>,
}

/// How often each rule has matched, by its number.
pub type Counts = BTreeMap<u32, u64>;

impl WordRules {
    /// Reads a team's rules.
    ///
    /// # Errors
    /// See [`StorageError`].
    pub async fn load(records: &TeamStore) -> Result<Self, StorageError> {
        let rules = records.all::<WordRule>().await?;
        Ok(Self::new(rules.into_iter().map(|(_, stored)| stored.record)))
    }

    /// From records at hand. One that can't be looked for is left out: only a later program could have stored it.
    pub fn new(rules: impl IntoIterator<Item = WordRule>) -> Self {
        let mut ready = Self::default();
        for stored in rules {
            match rule(&stored).matcher() {
                Ok(matcher) => {
                    ready.rules.push(stored);
                    ready.matchers.push(matcher);
                }
                Err(error) => {
                    tracing::warn!(rule.id = WordRule::name_of(stored.number), %error, "a rule can't be used")
                }
            }
        }
        ready
    }

    /// What is looked for.
    pub fn matchers(&self) -> &[Matcher] {
        &self.matchers
    }

    /// The rules with what each looks for.
    pub fn iter(&self) -> impl Iterator<Item = (&WordRule, &Matcher)> {
        self.rules.iter().zip(&self.matchers)
    }

    /// `text` with preferred words in place of others, as far as code can; and which rules did that.
    pub fn mend(&self, text: &str) -> (String, Vec<u32>) {
        let (mut mended, mut by) = (text.to_string(), Vec::new());
        for (rule, matcher) in self.iter() {
            if let Some(better) = matcher.mend(&mended) {
                mended = better;
                by.push(rule.number);
            }
        }
        (mended, by)
    }

    /// Adds to `counts` how often each rule matches in `text`.
    pub fn count(&self, text: &str, counts: &mut Counts) {
        for (rule, matcher) in self.iter() {
            let found = matcher.find(text).len() as u64;
            if found > 0 {
                *counts.entry(rule.number).or_default() += found;
            }
        }
    }

    /// The rules that shaped a text: those that mended it, those that it keeps because they are required, and else the first
    /// ban in its language, as evidence that there was one.
    pub fn applied(&self, text: &str, mended: &[u32]) -> Vec<Evidence> {
        let language = Language::of(text);
        let speaks = |pattern: &str| language.is_none() || Language::of(pattern).is_none_or(|it| Some(it) == language);
        let did = |(rule, matcher): &(&WordRule, &Matcher)| {
            mended.contains(&rule.number) || (rule.demand == WordDemand::Required && matcher.is_kept(text))
        };
        let ban = self.iter().find(|(rule, _)| rule.demand == WordDemand::Banned && speaks(&rule.pattern));
        self.iter().filter(did).chain(ban).map(|(rule, _)| evidence(rule)).collect()
    }

    /// The required words that a text lacks.
    pub fn missing(&self, text: &str) -> impl Iterator<Item = &WordRule> {
        let lacks = move |(rule, matcher): &(&WordRule, &Matcher)| {
            rule.demand == WordDemand::Required && !matcher.is_kept(text)
        };
        self.iter().filter(lacks).map(|(rule, _)| rule)
    }
}

/// Stores that rules have matched so often more. A rule that was removed meanwhile stays removed.
///
/// # Errors
/// See [`StorageError`].
pub async fn store_counts(records: &TeamStore, counts: &Counts) -> Result<(), StorageError> {
    for (&number, &count) in counts {
        let id = WordRule::record_id(number);
        loop {
            let Some(stored) = records.get::<WordRule>(&id).await? else { break };
            let rule = WordRule { matched: stored.record.matched.saturating_add(count), ..stored.record };
            match records.change().unchanged::<WordRule>(&id, Some(stored.version)).put(&id, &rule).commit().await {
                Ok(_) => break,
                Err(StorageError::Conflict { key }) if key.ends_with(&id) => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}

/// A stored rule as one that can be looked for.
pub fn rule(stored: &WordRule) -> Rule {
    let kind = match &stored.demand {
        WordDemand::Required => RuleKind::Required,
        WordDemand::Banned => RuleKind::Banned,
        WordDemand::Preferred { say } => RuleKind::Preferred { say: say.clone() },
    };
    Rule { kind, pattern: stored.pattern.clone(), example: stored.example.clone() }
}

fn evidence(rule: &WordRule) -> Evidence {
    let (demand, say) = demand_shown(&rule.demand);
    Evidence::Rule { id: WordRule::name_of(rule.number), demand: demand.into(), pattern: rule.pattern.clone(), say }
}

/// What a rule demands, by its id, and what it says instead, if it does.
pub fn demand_shown(demand: &WordDemand) -> (&'static str, Option<String>) {
    match demand {
        WordDemand::Required => ("required", None),
        WordDemand::Banned => ("banned", None),
        WordDemand::Preferred { say } => ("preferred", Some(say.clone())),
    }
}
