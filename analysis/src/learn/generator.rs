//! Made-up posts of which the truth is known: for tests and for `copydesk bench`. Nothing here is anybody's data.

use super::{Numbers, Observation, Random, When};
use crate::Platform;

/// What is planted into made-up posts.
#[derive(Debug, Clone, PartialEq)]
pub struct Truth {
    /// How many posts.
    pub posts: usize,
    /// Standard deviation of what nothing explains, in log units.
    pub noise: f64,
    /// Added to posts that ask something.
    pub question: f64,
    /// Added to posts on Tuesday mornings.
    pub tuesday_morning: f64,
    /// Added to posts about "latte".
    pub latte: f64,
    /// Added to posts that name the north: a bias.
    pub north: f64,
    /// Added to posts for the segment "students", by which the model cannot tell posts apart: a bias.
    pub students: f64,
    /// Each platform's numbers jump by this from the middle on.
    pub level_shift: f64,
    /// The share of posts on the first platform.
    pub first_platform: f64,
}

impl Default for Truth {
    /// Nothing is planted.
    fn default() -> Self {
        Self {
            posts: 300,
            noise: 0.5,
            question: 0.0,
            tuesday_morning: 0.0,
            latte: 0.0,
            north: 0.0,
            students: 0.0,
            level_shift: 0.0,
            first_platform: 0.5,
        }
    }
}

const TOPICS: [&str; 6] = ["latte", "cold brew", "cinnamon rolls", "rainy days", "opening hours", "jazz night"];
const OPENINGS: [&str; 6] = [
    "The kettle is on and the window seat is free",
    "Our baker hums while the oven warms up",
    "A slow hour begins with two warm hands",
    "The long table has room for one more story",
    "Somebody left a book between the sugar bowls",
    "The street is quiet and the chairs are out",
];
const ENDINGS: [&str; 5] = [
    "come as you are",
    "stay for the second cup",
    "bring a friend along",
    "we keep a seat for you",
    "see you at the counter",
];
const PLACES: [&str; 4] = ["in the north", "in the south", "by the river", "near the station"];
const SEGMENTS: [&str; 3] = ["students", "parents", "commuters"];
const EPOCH: i64 = 19_000;

/// The posts of a truth and a seed, two a day.
pub fn posts(truth: &Truth, seed: u64) -> Vec<Observation> {
    let mut random = Random::new(seed);
    (0..truth.posts).map(|place| post(truth, place, &mut random)).collect()
}

fn post(truth: &Truth, place: usize, random: &mut Random) -> Observation {
    let choose = |random: &mut Random, from: &[&'static str]| random.choose(from).copied().unwrap_or_default();
    let topic = choose(random, &TOPICS);
    let (opening, ending, where_to) = (choose(random, &OPENINGS), choose(random, &ENDINGS), choose(random, &PLACES));
    let asks = random.share() < 0.4;
    let mark = if asks { "?" } else { "." };
    let extra = ["", " No hurry at all.", " It rained, and nobody minded, because the stove was warm."];
    let text = format!("{opening} {where_to}: {topic}, {ending}{mark}{}", choose(random, &extra));
    let platform = if random.share() < truth.first_platform {
        Platform::Instagram
    } else {
        [Platform::X, Platform::LinkedIn][random.below(2)]
    };
    let hour = [7, 8, 12, 16, 20][random.below(5)];
    let when = When { day: EPOCH + (place / 2) as i64, hour: Some(hour) };
    let segment = choose(random, &SEGMENTS);
    let level = match platform {
        Platform::Instagram => 5.5,
        Platform::X => 3.5,
        _ => 4.2,
    };
    let given = |holds: bool, effect: f64| if holds { effect } else { 0.0 };
    let log = level
        + given(asks, truth.question)
        + given(when.weekday() == 1 && hour < 10, truth.tuesday_morning)
        + given(topic == "latte", truth.latte)
        + given(where_to.contains("north"), truth.north)
        + given(segment == "students", truth.students)
        + given(place * 2 >= truth.posts, truth.level_shift)
        + truth.noise * random.normal();
    let likes = log.exp().round().clamp(0.0, 1e12) as u64;
    Observation {
        id: format!("C-{:03}", place + 1),
        platform,
        text,
        topic: topic.to_owned(),
        hashtags: random.below(4),
        when,
        format: String::new(),
        segment: segment.to_owned(),
        language: None,
        columns: Vec::new(),
        numbers: Numbers {
            impressions: Some(likes.saturating_mul(20) + 100),
            likes: Some(likes),
            ..Numbers::default()
        },
    }
}
