//! When each request arrived, was acknowledged and was answered.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, watch};

/// The requests of one phase, by number.
pub(super) struct Times {
    rows: Mutex<Rows>,
    changed: Notify,
    /// Whether the bot is there.
    pub(super) connected: watch::Sender<bool>,
}

#[derive(Default)]
struct Rows {
    all: Vec<Row>,
    open: usize,
}

/// One request.
#[derive(Debug, Clone, Copy)]
struct Row {
    arrived: Instant,
    acknowledged: Option<Instant>,
    answered: Option<Instant>,
}

impl Times {
    pub(super) fn new() -> Self {
        Self { rows: Mutex::default(), changed: Notify::new(), connected: watch::Sender::new(false) }
    }

    /// A request arrives now; returns its number.
    pub(super) fn arrive(&self) -> usize {
        let mut rows = self.rows();
        rows.all.push(Row { arrived: Instant::now(), acknowledged: None, answered: None });
        rows.open += 1;
        rows.all.len() - 1
    }

    /// The person sees that the bot is at it.
    pub(super) fn acknowledge(&self, number: usize) {
        if let Some(row) = self.rows().all.get_mut(number) {
            row.acknowledged.get_or_insert_with(Instant::now);
        }
    }

    /// The first bytes of the answer are here.
    pub(super) fn answer(&self, number: usize) {
        let mut rows = self.rows();
        let Some(row) = rows.all.get_mut(number).filter(|row| row.answered.is_none()) else { return };
        let now = Instant::now();
        row.acknowledged.get_or_insert(now);
        row.answered = Some(now);
        rows.open -= 1;
        if rows.open == 0 {
            self.changed.notify_one();
        }
    }

    /// Waits until all are answered, or for so long; what came of the requests from this number on.
    pub(super) async fn finish(&self, from: usize, patience: Duration) -> Figures {
        let all = async {
            while self.rows().open > 0 {
                self.changed.notified().await;
            }
        };
        let _late = tokio::time::timeout(patience, all).await;
        Figures::of(&self.rows().all[from..])
    }

    /// How many requests have arrived.
    pub(super) fn count(&self) -> usize {
        self.rows().all.len()
    }

    fn rows(&self) -> MutexGuard<'_, Rows> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What came of some requests.
pub(super) struct Figures {
    pub(super) asked: usize,
    pub(super) answered: usize,
    /// Of the answered ones, from the first arrival to the last answer.
    pub(super) per_second: f64,
    /// From arrival to the first byte of the answer.
    pub(super) answer: Quantiles,
    /// From arrival to the first sign that the bot is at it.
    pub(super) acknowledgement: Quantiles,
}

impl Figures {
    fn of(rows: &[Row]) -> Self {
        let since = |pick: fn(&Row) -> Option<Instant>| {
            Quantiles(sorted(rows.iter().filter_map(|row| Some(pick(row)?.duration_since(row.arrived))).collect()))
        };
        let last = rows.iter().filter_map(|row| row.answered).max();
        let took = rows.first().zip(last).map(|(first, last)| last.duration_since(first.arrived).as_secs_f64());
        let answer = since(|row| row.answered);
        let answered = answer.0.len();
        let per_second = took.map_or(0.0, |took| answered as f64 / took);
        Self { asked: rows.len(), answered, per_second, answer, acknowledgement: since(|row| row.acknowledged) }
    }
}

/// Times in order.
pub(super) struct Quantiles(Vec<Duration>);

impl Quantiles {
    /// Milliseconds that this share of the times stays within; not a number if there are none.
    pub(super) fn within(&self, share: f64) -> f64 {
        let at = (self.0.len() as f64 * share).ceil() as usize;
        self.0.get(at.saturating_sub(1)).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
    }
}

fn sorted(mut times: Vec<Duration>) -> Vec<Duration> {
    times.sort();
    times
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_times_that_were_measured() {
        let times = Quantiles((1..=100).map(Duration::from_millis).collect());
        assert_eq!([times.within(0.5), times.within(0.99), times.within(1.0)], [50.0, 99.0, 100.0]);
        assert!(Quantiles(Vec::new()).within(0.5).is_nan());
    }
}
