//! The team's rules for words.

use super::addresses::has_address;
use super::check::{Check, Figure, Finding, Level, Outcome, Why};
use super::{Document, ReviewTask};
use crate::RuleKind;

pub(super) fn check(document: &Document<'_>, task: &ReviewTask<'_>) -> Outcome {
    if task.rules.is_empty() {
        return Outcome::LeftOut(Why::NoRules);
    }
    let mut findings = Vec::new();
    for matcher in task.rules {
        // Words in an address are no copy, unless the rule is for an address, or wants the words wherever they stand.
        let rule = matcher.rule();
        let reads_addresses = rule.kind == RuleKind::Required || has_address(&rule.pattern);
        let found = matcher.find(if reads_addresses { document.text } else { &document.prose });
        let words = Figure::Words(matcher.rule().pattern.clone());
        let quotes = || found.iter().map(|found| document.quote(found.range.clone())).collect();
        let finding = match &matcher.rule().kind {
            RuleKind::Required if found.is_empty() => {
                ("rule-required", Level::Poor, vec![("words", words)], document.opening())
            }
            RuleKind::Banned if !found.is_empty() => ("rule-banned", Level::Poor, vec![("words", words)], quotes()),
            RuleKind::Preferred { say } if !found.is_empty() => {
                let figures = vec![("words", words), ("instead", Figure::Words(say.clone()))];
                ("rule-preferred", Level::Fair, figures, quotes())
            }
            _ => continue,
        };
        let (kind, level, figures, quotes) = finding;
        findings.push(Finding::new(Check::BrandRules, kind, level, figures, quotes));
    }
    let level = findings.iter().map(|finding| finding.level).max().unwrap_or(Level::Good);
    let figures = vec![("rules", Figure::Count(task.rules.len())), ("broken", Figure::Count(findings.len()))];
    Outcome::Judged { level, figures, findings }
}
