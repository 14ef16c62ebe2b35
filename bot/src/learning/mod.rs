//! Learning from the team's own posts: what of it needs records, time or threads. What is computed stands in
//! `copydesk_analysis::learn`.
//!
//! | file | what it does |
//! | --- | --- |
//! | `observed` | past posts as the learning sees them, kept with what is known of the team |
//! | `stored` | models as they are stored, which of them is in force, and what came of each training |
//! | `training` | trains, and holds the new model against the old one |
//! | `labels` | classifiers from labels that people gave |
//! | `retraining` | trains again, by itself, once enough is new |
//! | `likely` | one line of prediction for a draft or a review |
//! | `ranking` | what to make next, for recommendations, ideas and digests alike |

pub mod labels;
pub mod likely;
pub mod observed;
pub mod ranking;
pub mod retraining;
pub mod stored;
pub mod training;

use std::sync::LazyLock;

use copydesk_analysis::learn::{Metric, When};
use copydesk_storage::LabelKind;
use jiff::ZonedDateTime;
use jiff::civil::Date;
use tokio::sync::Semaphore;

use crate::as_typed;
use crate::campaigns::labels::names;
use crate::desk::Desk;
use crate::texts::{Problem, Sentence, sentence};

/// What is learned at once: a burst of requests leaves the processors to whoever only wants a review.
static PLACES: LazyLock<Semaphore> = LazyLock::new(|| {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Semaphore::new(processors.div_ceil(2))
});

/// Computes on a thread that may, one of few at a time: requests on the threads that serve chats wait for nothing.
///
/// # Errors
/// That the computation ended in a fault.
pub async fn compute<T: Send + 'static>(desk: &Desk, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    let _place = PLACES.acquire().await.map_err(|error| desk.internal(&error))?;
    tokio::task::spawn_blocking(as_typed::carried(work)).await.map_err(|error| desk.internal(&error))
}

/// What a model is of: a metric that it predicts, or labels that it gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A metric.
    Metric(Metric),
    /// A kind of label; see [`labels::LEARNED`].
    Label(LabelKind),
}

impl Subject {
    /// The name under which its models are stored, and in JSON.
    pub fn id(self) -> String {
        match self {
            Self::Metric(metric) => metric.id().to_owned(),
            Self::Label(kind) => format!("label-{}", names(kind).first().copied().unwrap_or_default()),
        }
    }

    /// The subject of a stored name.
    pub fn from_id(id: &str) -> Option<Self> {
        let label = || labels::LEARNED.into_iter().map(Self::Label).find(|subject| subject.id() == id);
        Metric::from_name(id).map(Self::Metric).or_else(label)
    }

    /// Its name in sentences.
    pub fn name(self) -> Sentence {
        match self {
            Self::Metric(metric) => sentence!("metric-name", metric = metric.id()),
            Self::Label(kind) => sentence!("learned-label", kind = names(kind).first().copied().unwrap_or_default()),
        }
    }
}

/// Days since 1 January 1970.
pub fn day_number(date: Date) -> i64 {
    let epoch = Date::constant(1970, 1, 1);
    i64::from(date.since((jiff::Unit::Day, epoch)).map_or(0, |span| span.get_days()))
}

/// The date of a day since 1 January 1970.
pub fn date_of(day: i64) -> Date {
    let span = jiff::Span::new().try_days(day).unwrap_or_default();
    Date::constant(1970, 1, 1).checked_add(span).unwrap_or_default()
}

/// Now, as the learning counts time.
pub fn when(now: &ZonedDateTime) -> When {
    When { day: day_number(now.date()), hour: u8::try_from(now.hour()).ok() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use copydesk_analysis::learn::Metric;
    use copydesk_storage::LabelKind;

    use super::{Subject, date_of, day_number};

    #[test]
    fn days_are_counted_from_1970_and_back() {
        assert_eq!((day_number(date(1970, 1, 2)), day_number(date(1969, 12, 31))), (1, -1));
        assert_eq!(date_of(day_number(date(2026, 3, 14))), date(2026, 3, 14));
    }

    #[test]
    fn what_a_model_is_of_is_known_by_its_id() {
        for subject in [Subject::Metric(Metric::EngagementRate), Subject::Label(LabelKind::Sentiment)] {
            assert_eq!(Subject::from_id(&subject.id()), Some(subject));
        }
        assert_eq!((Subject::from_id("label-hook"), Subject::from_id("x")), (None, None));
    }
}
