//! What is asked: briefs of 600 tokens, of which 300 are the same for all teams and 300 the team's, and a request of 40.

use copydesk_llm::Schema;
use serde_json::json;

/// Common words that are one token each, with the space before them, in most vocabularies.
const WORDS: [&str; 48] = [
    "coffee", "morning", "fresh", "milk", "bread", "summer", "market", "street", "small", "warm", "light", "people",
    "story", "team", "garden", "music", "paper", "water", "simple", "quiet", "green", "house", "table", "window",
    "winter", "local", "early", "happy", "friend", "weekend", "color", "family", "kitchen", "river", "season",
    "bright", "city", "evening", "orange", "honest", "travel", "clean", "school", "letter", "sweet", "road", "dance",
    "forest",
];

/// Tokens that the chat template adds around the parts, which count as well.
const COMMON_WORDS: usize = 297;
const TEAM_WORDS: usize = 300;
const REQUEST_WORDS: usize = 34;

/// Tokens of an answer.
pub(super) const ANSWER_TOKENS: u32 = 100;

/// Whether the team's beginning was computed before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    Cold,
    Warm,
}

/// The measure that a goal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Measure {
    /// Ours divided by theirs, at most.
    Wall,
    /// The same for the median time to the first token.
    FirstToken,
    /// Answers in a second, ours divided by theirs, at least.
    AnswersPerSecond,
}

/// A kind of work.
#[derive(Debug, Clone, Copy)]
pub(super) struct Workload {
    pub(super) letter: char,
    pub(super) what: &'static str,
    at_once: usize,
    teams: usize,
    /// Answers of each request.
    answers: usize,
    start: Start,
    structured: bool,
    pub(super) measure: Measure,
    pub(super) goal: f32,
}

const ONE: Workload = Workload {
    letter: 'a',
    what: "one request, cold",
    at_once: 1,
    teams: 1,
    answers: 1,
    start: Start::Cold,
    structured: false,
    measure: Measure::Wall,
    goal: 1.05,
};

/// All workloads.
pub(super) const ALL: [Workload; 8] = [
    ONE,
    Workload {
        letter: 'b',
        what: "one request, warm team",
        start: Start::Warm,
        measure: Measure::FirstToken,
        goal: 1.0,
        ..ONE
    },
    Workload { letter: 'c', what: "one request for 3 ideas, warm", answers: 3, start: Start::Warm, goal: 1.0, ..ONE },
    Workload { letter: 'd', what: "8 at once, one team, cold", at_once: 8, goal: 0.4, ..ONE },
    Workload { letter: 'e', what: "8 at once, one team, warm", at_once: 8, start: Start::Warm, goal: 1.0, ..ONE },
    Workload { letter: 'f', what: "8 at once, 8 teams, cold", at_once: 8, teams: 8, goal: 0.75, ..ONE },
    Workload { letter: 'g', what: "32 at once, 4 teams, cold", at_once: 32, teams: 4, goal: 0.8, ..ONE },
    Workload {
        letter: 'h',
        what: "8 structured answers, warm",
        at_once: 8,
        start: Start::Warm,
        structured: true,
        measure: Measure::AnswersPerSecond,
        goal: 1.3,
        ..ONE
    },
];

/// One request, for either side.
#[derive(Debug, Clone)]
pub(super) struct Request {
    /// Instructions and examples, the same for every team.
    pub(super) common: String,
    /// The team's brand and posts.
    pub(super) brand: String,
    pub(super) wish: String,
    pub(super) team: String,
    pub(super) answers: usize,
    pub(super) schema: Option<Schema>,
}

impl Workload {
    /// Requests that warm the workload up, and those that are measured. Another `seed` gives other texts.
    pub(super) fn requests(&self, seed: u64) -> (Vec<Request>, Vec<Request>) {
        // The letter is part of the seed: no workload warms another one up.
        let mut salad = Salad(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (u64::from(self.letter) << 32) | 1);
        let common = salad.words(COMMON_WORDS);
        let brands: Vec<String> = (0..self.teams).map(|_| salad.words(TEAM_WORDS)).collect();
        let mut request = |number: usize| Request {
            common: common.clone(),
            brand: brands[number % self.teams].clone(),
            wish: salad.words(REQUEST_WORDS),
            team: format!("{}-{seed}-{}", self.letter, number % self.teams),
            answers: self.answers,
            schema: self.structured.then(schema).flatten(),
        };
        let warm_up = match self.start {
            Start::Cold => Vec::new(),
            Start::Warm => (0..self.at_once).map(&mut request).collect(),
        };
        (warm_up, (0..self.at_once).map(request).collect())
    }

    /// Answers of all its requests together.
    pub(super) fn answers(&self) -> usize {
        self.at_once * self.answers
    }
}

/// Five fields: two out of a list, two numbers, and one text of about 60 tokens.
fn schema() -> Option<Schema> {
    let schema = json!({
        "type": "object",
        "properties": {
            "tone": { "type": "string", "enum": ["warm", "playful", "serious", "bold"] },
            "channel": { "type": "string", "enum": ["instagram", "linkedin", "newsletter"] },
            "score": { "type": "integer", "minimum": 1, "maximum": 100 },
            "seconds": { "type": "integer", "minimum": 1, "maximum": 600 },
            "comment": { "type": "string", "minLength": 200, "maxLength": 260 }
        },
        "required": ["tone", "channel", "score", "seconds", "comment"],
        "additionalProperties": false
    });
    Schema::new(schema).ok()
}

/// Words in an order that means nothing and is the same in every run (xorshift).
struct Salad(u64);

impl Salad {
    fn words(&mut self, count: usize) -> String {
        let mut text = String::new();
        for _ in 0..count {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            text.push(' ');
            text.push_str(WORDS[(self.0 >> 32) as usize % WORDS.len()]);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cold_requests_share_only_what_their_workload_says() {
        for workload in &ALL {
            let (warm_up, requests) = workload.requests(1);
            assert_eq!(requests.len(), workload.at_once);
            assert_eq!(warm_up.is_empty(), workload.start == Start::Cold);
            let (_, others) = workload.requests(2);
            assert_ne!(requests[0].common, others[0].common, "another round is cold again");
            let mut brands: Vec<&str> = requests.iter().map(|request| request.brand.as_str()).collect();
            brands.sort_unstable();
            brands.dedup();
            assert_eq!(brands.len(), workload.teams);
            assert!(warm_up.iter().all(|warm| requests.iter().all(|request| request.wish != warm.wish)));
        }
    }

    #[test]
    fn structured_answers_have_a_schema() {
        let (_, requests) = ALL[7].requests(1);
        assert!(requests[0].schema.is_some());
    }
}
