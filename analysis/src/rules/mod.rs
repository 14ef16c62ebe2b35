//! A team's rules for words: required, banned, and "say X, not Y". Each carries an example that it must match, so that no
//! rule is silently without effect.

mod expression;

use std::ops::Range;

use regex::Regex;
use serde::{Deserialize, Serialize};

use expression::{is_expression, is_whole, plural};

/// The most characters of a pattern, of what is said instead, and of an example.
pub const RULE_CHARACTERS: usize = 400;

/// A rule for words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// What it demands.
    #[serde(flatten)]
    pub kind: RuleKind,
    /// What is looked for in a text: words, or a regular expression between slashes. Letter case never matters, but where a
    /// preferred word differs in nothing else.
    ///
    /// Words of scripts with spaces match as whole words: "latte" is not in "latter". English ones match in their simple
    /// forms, too ("boost": boosts, boosted, boosting, boost's). What is Chinese matches anywhere.
    pub pattern: String,
    /// A text that has what is looked for.
    pub example: String,
}

/// What a rule demands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum RuleKind {
    /// Every text has the pattern.
    Required,
    /// No text has the pattern.
    Banned,
    /// Where the pattern stands, `say` is to stand: "say {say}, not {pattern}".
    Preferred {
        /// What to say.
        say: String,
    },
}

/// Where a rule matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The bytes of the text, on borders of characters; never empty.
    pub range: Range<usize>,
    /// What is to stand there, in the same form ("Coffee shops" → "Cafés"); `None` if the rule names nothing, or if the form
    /// is one that code can't make.
    pub instead: Option<String>,
}

/// Why a rule can't be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// There is nothing to look for, or nothing to say instead.
    #[error("a rule needs words to look for")]
    Empty,
    /// A part is longer than [`RULE_CHARACTERS`].
    #[error("{length} characters are too many for a rule; the most is {RULE_CHARACTERS}")]
    TooLong {
        /// Its characters.
        length: usize,
    },
    /// The expression between slashes is none, or too large.
    #[error("\"{pattern}\" is no regular expression: {reason}")]
    NotAnExpression {
        /// As given.
        pattern: String,
        /// What is wrong, in English.
        reason: String,
    },
    /// The example does not have what is looked for.
    #[error("the example \"{example}\" does not have \"{pattern}\" in it")]
    ExampleDoesNotMatch {
        /// As given.
        pattern: String,
        /// As given.
        example: String,
    },
}

impl Rule {
    /// The rule, ready to look for its pattern.
    ///
    /// # Errors
    /// [`RuleError`], but for the example, which is not looked at.
    pub fn matcher(&self) -> Result<Matcher, RuleError> {
        let say = match &self.kind {
            RuleKind::Preferred { say } => Some(say.as_str()),
            RuleKind::Required | RuleKind::Banned => None,
        };
        for part in [self.pattern.as_str(), self.example.as_str()].into_iter().chain(say) {
            let length = part.chars().count();
            if length > RULE_CHARACTERS {
                return Err(RuleError::TooLong { length });
            }
        }
        if say.is_some_and(|say| say.trim().is_empty()) {
            return Err(RuleError::Empty);
        }
        // "GitHub, not Github" can only be about letter case.
        let only_case = say.is_some_and(|say| say.trim().to_lowercase() == self.pattern.trim().to_lowercase());
        let pattern = expression::compile(&self.pattern, only_case)?;
        // "say oat-milk latte, not latte": the latte of an oat-milk latte is said already.
        let said = match say {
            Some(say) if !only_case => Some(expression::compile_words(say, false)?),
            _ => None,
        };
        Ok(Matcher { rule: self.clone(), pattern, said })
    }

    /// Whether the example has what is looked for.
    ///
    /// # Errors
    /// [`RuleError`] if it has not, or if the rule can't be used at all.
    pub fn check_example(&self) -> Result<(), RuleError> {
        if self.matcher()?.find(&self.example).is_empty() {
            let (pattern, example) = (self.pattern.clone(), self.example.clone());
            return Err(RuleError::ExampleDoesNotMatch { pattern, example });
        }
        Ok(())
    }
}

/// A rule that looks for its pattern.
#[derive(Debug, Clone)]
pub struct Matcher {
    rule: Rule,
    pattern: Regex,
    /// What a preferred rule says instead: matches inside of it are none.
    said: Option<Regex>,
}

impl Matcher {
    /// The rule.
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// Every place of the pattern in `text`, in order, without overlaps. Each match is found in time linear in the text.
    pub fn find(&self, text: &str) -> Vec<Match> {
        let mut said = self.said.iter().flat_map(|said| places(said, text, true)).peekable();
        let mut found = Vec::new();
        for range in places(&self.pattern, text, !is_expression(&self.rule.pattern)) {
            while said.next_if(|said| said.end <= range.start).is_some() {}
            let is_said = said.peek().is_some_and(|said| said.start <= range.start && range.end <= said.end);
            if !is_said {
                let instead = text.get(range.clone()).and_then(|found| self.instead_of(found));
                found.push(Match { range, instead });
            }
        }
        found
    }

    /// Whether a text does what the rule demands.
    pub fn is_kept(&self, text: &str) -> bool {
        let found = !self.find(text).is_empty();
        match self.rule.kind {
            RuleKind::Required => found,
            RuleKind::Banned | RuleKind::Preferred { .. } => !found,
        }
    }

    /// `text` with what is to be said in place of each match; `None` if there is nothing to mend, or a match for which
    /// nothing can be said.
    pub fn mend(&self, text: &str) -> Option<String> {
        let found = self.find(text);
        if found.is_empty() {
            return None;
        }
        let (mut mended, mut end) = (String::new(), 0);
        for Match { range, instead } in found {
            mended += text.get(end..range.start)?;
            mended += &instead?;
            end = range.end;
        }
        mended += text.get(end..)?;
        Some(mended)
    }

    fn instead_of(&self, found: &str) -> Option<String> {
        let RuleKind::Preferred { say } = &self.rule.kind else { return None };
        let (say, pattern) = (say.trim(), self.rule.pattern.trim());
        let form = found.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().replace('’', "'");
        let base = pattern.to_lowercase().replace('’', "'");
        let said = if is_expression(pattern) || form == base {
            say.to_string()
        } else if form == plural(&base) {
            plural(say)
        } else if form == format!("{base}'s") {
            format!("{say}’s")
        } else {
            return None;
        };
        // As the beginning of a sentence was written, so is what takes its place.
        let is_capital = |text: &str| text.starts_with(char::is_uppercase);
        if is_capital(found) && !is_capital(pattern) && said != found {
            let mut letters = said.chars();
            return letters.next().map(|first| first.to_uppercase().chain(letters).collect());
        }
        Some(said)
    }
}

/// Where `expression` matches something, in order and apart from each other; whole words only, if asked.
fn places<'a>(expression: &'a Regex, text: &'a str, whole: bool) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(found) = (from <= text.len()).then(|| expression.find_at(text, from)).flatten() {
            let range = found.range();
            let next =
                range.start + text.get(range.start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            if range.is_empty() || (whole && !is_whole(text, &range)) {
                from = next;
                continue;
            }
            from = range.end;
            return Some(range);
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::{Match, Matcher, Rule, RuleError, RuleKind};

    fn rule(kind: RuleKind, pattern: &str, example: &str) -> Rule {
        Rule { kind, pattern: pattern.into(), example: example.into() }
    }

    fn banned(pattern: &str) -> Matcher {
        rule(RuleKind::Banned, pattern, "").matcher().expect("the pattern is sound")
    }

    fn preferred(say: &str, pattern: &str) -> Matcher {
        rule(RuleKind::Preferred { say: say.into() }, pattern, "").matcher().expect("the pattern is sound")
    }

    fn found<'a>(matcher: &Matcher, text: &'a str) -> Vec<&'a str> {
        matcher.find(text).into_iter().map(|Match { range, .. }| &text[range]).collect()
    }

    #[test]
    fn latin_words_match_whole_in_any_case_and_in_their_simple_forms() {
        let latte = banned("latte");
        assert_eq!(
            found(&latte, "Latte, lattes; a latte’s foam. The latter, flatten, latte_art."),
            ["Latte", "lattes", "latte’s"]
        );
        assert_eq!(
            found(&banned("boost"), "boost boosts boosted boosting booster"),
            ["boost", "boosts", "boosted", "boosting"]
        );
        assert_eq!(
            found(&banned("leverage"), "leveraging leveraged leverages"),
            ["leveraging", "leveraged", "leverages"]
        );
        assert_eq!(found(&banned("try"), "tries tried trying tryst"), ["tries", "tried", "trying"]);
        assert_eq!(found(&banned("stop"), "stopped stopping stoppage"), ["stopped", "stopping"]);
        assert_eq!(found(&banned("reach out"), "We reached  out.\nReach\nout"), ["reached  out", "Reach\nout"]);
        assert_eq!(found(&banned("game-changer"), "Game‑changers, a game changer"), ["Game‑changers"]);
        assert_eq!(found(&banned("AI"), "AI's said to aid AIs"), ["AI's"], "a short name has no forms but its own");
        assert_eq!(found(&banned("don't"), "Don’t"), ["Don’t"]);
    }

    #[test]
    fn chinese_matches_anywhere_and_so_do_latin_words_beside_it() {
        assert_eq!(found(&banned("最好"), "全城最好的拿铁，最好喝。"), ["最好", "最好"]);
        assert_eq!(found(&banned("latte"), "我们的latte来了，latter不算"), ["latte"]);
        assert_eq!(found(&banned("VIP会员"), "vip会员日"), ["vip会员"]);
    }

    #[test]
    fn accents_match_however_they_are_encoded_and_are_part_of_the_word() {
        assert_eq!(found(&banned("café"), "Cafe\u{301} CAFÉ cafe"), ["Cafe\u{301}", "CAFÉ"]);
        assert_eq!(found(&banned("cafe"), "cafe\u{301} cafe"), ["cafe"]);
    }

    #[test]
    fn an_expression_stands_between_slashes() {
        assert_eq!(found(&banned(r"/\d+ ?% off/"), "Now 20% off, 5 % OFF"), ["20% off", "5 % OFF"]);
        assert_eq!(found(&banned("/x*/"), "axxb"), ["xx"], "nothing is never a match");
        let wrong = rule(RuleKind::Banned, "/(/", "(").matcher().expect_err("it is no expression");
        assert!(matches!(&wrong, RuleError::NotAnExpression { pattern, .. } if pattern == "/(/"), "{wrong}");
        let large = rule(RuleKind::Banned, r"/(?:\w{900}){900}/", "x").matcher();
        assert!(matches!(large, Err(RuleError::NotAnExpression { .. })));
    }

    #[test]
    fn a_rule_whose_example_does_not_match_is_refused() {
        assert_eq!(rule(RuleKind::Banned, "cheap", "Our cheapest cup, and cheap.").check_example(), Ok(()));
        let wrong = rule(RuleKind::Banned, "cheap", "Our cheapest cup.").check_example();
        let expected = RuleError::ExampleDoesNotMatch { pattern: "cheap".into(), example: "Our cheapest cup.".into() };
        assert_eq!(wrong, Err(expected));
        assert_eq!(rule(RuleKind::Required, " ", "x").check_example(), Err(RuleError::Empty));
        assert_eq!(rule(RuleKind::Required, "//", "x").check_example(), Err(RuleError::Empty));
        let say_nothing = RuleKind::Preferred { say: String::new() };
        assert_eq!(rule(say_nothing, "x", "x").check_example(), Err(RuleError::Empty));
        assert_eq!(
            rule(RuleKind::Required, "x", &"x".repeat(401)).check_example(),
            Err(RuleError::TooLong { length: 401 })
        );
    }

    #[test]
    fn a_preferred_word_takes_the_place_of_the_other_in_the_same_form() {
        let rule = preferred("café", "coffee shop");
        let mended = rule.mend("Coffee shops love it, a coffee shop too, the coffee shop's door.");
        assert_eq!(mended.as_deref(), Some("Cafés love it, a café too, the café’s door."));
        assert_eq!(rule.mend("No such place."), None);
        assert_eq!(preferred("use", "utilise").mend("We are utilising it."), None, "a form that code can't make");
        assert_eq!(preferred("客人", "顾客").mend("顾客说，顾客想。").as_deref(), Some("客人说，客人想。"));
    }

    #[test]
    fn what_is_said_already_is_no_match() {
        let rule = preferred("oat-milk latte", "latte");
        assert_eq!(found(&rule, "An oat-milk latte and a latte"), ["latte"]);
        assert!(rule.is_kept("Two oat-milk lattes"));
        let rule = preferred("GitHub", "Github");
        assert_eq!(found(&rule, "GitHub or Github"), ["Github"]);
        assert_eq!(rule.mend("Github").as_deref(), Some("GitHub"));
    }

    #[test]
    fn each_kind_is_kept_in_its_own_way() {
        let is_kept = |kind, text: &str| rule(kind, "oat", "").matcher().is_ok_and(|rule| rule.is_kept(text));
        assert!(is_kept(RuleKind::Required, "Oats") && !is_kept(RuleKind::Required, "Soy"));
        assert!(is_kept(RuleKind::Banned, "Soy") && !is_kept(RuleKind::Banned, "Oats"));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        #[test]
        fn matches_lie_on_borders_of_characters_in_order_and_apart(
            pattern in "[a-cé最好 '-]{1,4}|/[a-c]?[最好]*/",
            text in "[a-céE\u{301}最好 ’'.S-]{0,40}",
        ) {
            if let Ok(matcher) = rule(RuleKind::Preferred { say: "x".into() }, &pattern, "").matcher() {
                let mut end = 0;
                for Match { range, .. } in matcher.find(&text) {
                    proptest::prop_assert!(end <= range.start && range.start < range.end);
                    proptest::prop_assert!(text.get(range.clone()).is_some());
                    end = range.end;
                }
                if let Some(mended) = matcher.mend(&text) {
                    proptest::prop_assert_ne!(mended, text);
                }
            }
        }

        #[test]
        fn a_rule_always_matches_its_own_words(pattern in "[a-zA-Z燕麦é]{1,8}( [a-z]{1,8}){0,2}") {
            proptest::prop_assert_eq!(rule(RuleKind::Banned, &pattern, &pattern).check_example(), Ok(()));
        }

        #[test]
        fn no_pattern_makes_it_panic(pattern in "(?s).{0,12}", text in "(?s).{0,40}") {
            if let Ok(matcher) = rule(RuleKind::Banned, &pattern, "").matcher() {
                matcher.find(&text);
            }
        }
    }
}
