//! Learning from a team's own posts: pure, and the same for the same posts and seed. What it finds is what went
//! together, not what causes what.

mod absent;
mod audience;
mod audit;
mod besttime;
mod card;
mod changes;
mod classify;
mod compare;
mod dividing;
mod doubt;
mod effects;
mod encoder;
mod evidence;
mod features;
mod forms;
pub mod generator;
mod groups;
mod leak;
mod level_shift;
mod model;
mod observation;
mod protected;
mod random;
mod recommend;
mod ridge;
mod rolling;
mod similar;
mod slots;
pub mod statistics;
mod stratified;
mod swaps;
mod target;
mod train;
mod trees;
mod tried;
pub mod truth;
mod tuning;

pub use absent::tell_absent;
pub use audience::{Audience, Liking, Persona, TraitIndex, TraitKind, audience, audience_by, tone};
pub use audit::{DOMINATES, DataFinding, Shares, data_bias, is_divided, kappa};
pub use besttime::{BestTime, TimeCell, best_time, shifts};
pub use card::{
    ALARM, BIAS_TOLERANCE, Card, Counted, Coverage, Effect, GroupError, LEAST_POSTS, LeftOut, RollingErrors,
    SENTIMENT_TOLERANCE, Settings, Verdict,
};
pub use changes::{Change, Raise};
pub use classify::{Classified, Classifier, ClassifierCard, LEAST_LABELLED, LabelAccuracy, Labelled, classifier};
pub use compare::{Against, Comparison, LEAST_ON_A_SIDE, Part, Side, SideBySide, compare};
pub use dividing::{By, LEAST_IN_PART, Unfit, VALUES, dividing_column, dividing_columns};
pub use features::{Feature, FeatureKind, is_read};
pub use groups::LEAST_IN_GROUP;
pub use level_shift::LevelShift;
pub use model::{Contribution, Model, Prediction};
pub use observation::{Daypart, Metric, Numbers, Observation, When};
pub use protected::{Protected, is_protected, is_protected_value, protected_columns};
pub use random::Random;
pub use recommend::{Candidate, Candidates, Recommendation, Taste, WEIGHTS, recommend};
pub use similar::{NearPost, NearTerm, Similar, similar};
pub(crate) use swaps::Gender;
pub use swaps::{SwapKind, SwapResult, WordBias, swapped, word_biases};
pub use train::{Step, Tested, Trained, train, train_with};
pub use tuning::{Copy, Example, Examples, examples, without_personal_data};

#[cfg(test)]
mod tests;
