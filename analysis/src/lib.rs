//! What the numbers say: pure functions over texts and campaigns, the same every time. No clock, no I/O, no model.

mod angle;
mod candidate;
pub mod chart;
mod clean;
pub mod collect;
mod difference;
mod facts;
pub mod feed;
mod habits;
mod hashtag;
pub mod import;
mod language;
pub mod learn;
mod length;
mod names;
mod performance;
mod platform;
mod repair;
mod review;
mod rules;
mod sampling;
mod scenes;
pub mod schedule;
mod search;
mod sentiment;
mod similarity;
mod topics;
pub mod trend;
mod words;

pub use angle::Angle;
pub use candidate::{Candidate, Fault, Task, Term, Verdict, is_sound, judge, unknown_numbers};
pub use clean::{Cleaned, NO_WORDS, clean};
pub use difference::{Difference, difference};
pub use facts::{Fact, invented, lost, unknown_figures};
pub use habits::{Distinctive, Habits, VoiceTrait, distinctive_words, habits};
pub use hashtag::{choose_hashtags, hashtags_in, without_hashtags};
pub use language::{Language, named_only};
pub use length::{Length, Unit, count, links_in};
pub use performance::{AngleRecord, PastPost, angle_records, engagement, usual};
pub use platform::{Format, Platform};
pub use repair::{cut_to_fit, repair, sentences};
pub use review::{
    Audience, Check, Checked, Earlier, Figure, Finding, Fit, KINDS, LeftOut, Level, PlatformRoom, Quote, Readability,
    Remark, Review, ReviewTask, Size, Thresholds, Tone, Why, corpus, readability, review, without_orders,
};
pub use rules::{Match, Matcher, RULE_CHARACTERS, Rule, RuleError, RuleKind};
pub use sampling::{Arm, PRIOR_WEIGHT, Sampled, sample};
pub use scenes::{Scene, scenes, timecode};
pub use search::{CLOSE, Hit, Index, closest_past_post, fused};
pub use sentiment::{
    HeldOut, POLAR, Polarity, Sentiment, SentimentMethod, VaderAgreement, held_out_accuracy, sentiment, vader,
    vader_agreement,
};
pub use similarity::{longest_shared_run, resemblance};
pub use topics::{TopicCluster, Topics, topics};
pub use words::{content_words, topic_core, words};
