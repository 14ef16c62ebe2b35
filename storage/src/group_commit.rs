//! One thread that writes for everybody: what waits while the disk syncs is written together and synced once.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use crate::{Batch, Commit, StorageError};

/// Commits that may wait. A thousand people at once is far more than one bot's platforms let through.
const QUEUE: usize = 4096;

/// Commits that are written and synced together, so that each waits for few others, and readers for none of them long.
const GROUP: usize = 256;

/// After this, a disk that does not answer is an error: sled waits for ever if one of its own threads panicked.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);

/// How long a drop waits for what is queued.
const FINISH_WITHIN: Duration = Duration::from_secs(30);

/// What the thread writes to; it belongs to the thread alone.
pub(crate) trait Ledger: Send + 'static {
    /// Checks and takes one batch, visible to the next one; others may not see it before it is durable. If it is refused,
    /// nothing of it was taken.
    fn apply(&mut self, batch: Batch) -> Result<Commit, StorageError>;

    /// Writes all that was applied, and makes it durable. After an error nobody knows what is there.
    fn sync(&mut self) -> Result<(), StorageError>;
}

type Answer = Result<Commit, StorageError>;

struct Job {
    batch: Batch,
    answer: oneshot::Sender<Answer>,
}

#[derive(Default)]
struct Status {
    syncs: AtomicU64,
    stopped: OnceLock<String>,
}

impl Status {
    fn stop(&self, reason: String) -> StorageError {
        let reason = self.stopped.get_or_init(|| {
            tracing::error!(reason, "storing has stopped");
            reason
        });
        StorageError::Stopped { reason: reason.clone() }
    }

    fn stopped(&self) -> Option<StorageError> {
        self.stopped.get().map(|reason| StorageError::Stopped { reason: reason.clone() })
    }
}

/// The handle of the thread. Dropping it lets the thread finish what is queued.
pub(crate) struct GroupCommit {
    jobs: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
    status: Arc<Status>,
    answer_within: Duration,
}

impl GroupCommit {
    /// Starts the thread.
    pub(crate) fn start(ledger: impl Ledger) -> Result<Self, StorageError> {
        Self::start_with(ledger, ANSWER_WITHIN)
    }

    fn start_with(ledger: impl Ledger, answer_within: Duration) -> Result<Self, StorageError> {
        let (jobs, waiting) = sync_channel(QUEUE);
        let status = Arc::new(Status::default());
        let thread = std::thread::Builder::new()
            .name("storage-writer".to_owned())
            .spawn({
                let status = Arc::clone(&status);
                move || run(ledger, &waiting, &status)
            })
            .map_err(|error| StorageError::Other(format!("can't start the storage's thread: {error}")))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread), status, answer_within })
    }

    /// Waits until a batch is durable or refused.
    pub(crate) async fn commit(&self, batch: Batch) -> Answer {
        if let Some(stopped) = self.status.stopped() {
            return Err(stopped);
        }
        let (answer, answered) = oneshot::channel();
        let sent = match &self.jobs {
            Some(jobs) => jobs.try_send(Job { batch, answer }),
            None => return Err(self.closed()),
        };
        match sent {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => return Err(StorageError::Overloaded),
            Err(TrySendError::Disconnected(_)) => return Err(self.closed()),
        }
        match tokio::time::timeout(self.answer_within, answered).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_dropped)) => Err(self.closed()),
            Err(_elapsed) => {
                Err(self.status.stop(format!("the disk has not answered for {} s", self.answer_within.as_secs())))
            }
        }
    }

    /// How often the disk was synced.
    pub(crate) fn syncs(&self) -> u64 {
        self.status.syncs.load(Ordering::Relaxed)
    }

    fn closed(&self) -> StorageError {
        self.status.stopped().unwrap_or_else(|| StorageError::Stopped { reason: "it was closed".to_owned() })
    }
}

impl Drop for GroupCommit {
    fn drop(&mut self) {
        // The thread reads on until the queue is empty, then it sees that nobody can send any more.
        self.jobs = None;
        let Some(thread) = self.thread.take() else { return };
        let begin = Instant::now();
        while !thread.is_finished() {
            if begin.elapsed() > FINISH_WITHIN {
                // A hanging disk must not make the program hang when it leaves.
                tracing::error!("the storage did not finish within {} s", FINISH_WITHIN.as_secs());
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        if thread.join().is_err() {
            tracing::error!("the storage's thread panicked");
        }
    }
}

fn run(mut ledger: impl Ledger, waiting: &Receiver<Job>, status: &Status) {
    while let Ok(first) = waiting.recv() {
        let (batches, answers): (Vec<_>, Vec<_>) =
            std::iter::once(first).chain(waiting.try_iter().take(GROUP - 1)).map(|job| (job.batch, job.answer)).unzip();
        let written = catch_unwind(AssertUnwindSafe(|| write(&mut ledger, batches, status)));
        let error = match written {
            Ok(Ok(outcomes)) => {
                for (answer, outcome) in answers.into_iter().zip(outcomes) {
                    // Nobody listening is fine: the caller was cancelled, the commit stands.
                    let _ = answer.send(outcome);
                }
                continue;
            }
            Ok(Err(failure)) => status.stop(failure.to_string()),
            Err(_panic) => {
                // Closing a ledger that panicked may panic or wait for ever; the process's end cleans up.
                std::mem::forget(ledger);
                let error = status.stop("an internal error while writing, see the log".to_owned());
                answer_all(answers, &error);
                return;
            }
        };
        answer_all(answers, &error);
        return;
    }
}

fn answer_all(answers: Vec<oneshot::Sender<Answer>>, error: &StorageError) {
    for answer in answers {
        let _ = answer.send(Err(error.clone()));
    }
}

/// Applies a group and syncs once. Its error stops everything.
fn write(ledger: &mut impl Ledger, batches: Vec<Batch>, status: &Status) -> Result<Vec<Answer>, StorageError> {
    let outcomes: Vec<Answer> = batches.into_iter().map(|batch| ledger.apply(batch)).collect();
    if outcomes.iter().any(Result::is_ok) {
        ledger.sync()?;
        status.syncs.fetch_add(1, Ordering::Relaxed);
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// A ledger that breaks in the way its next fault says.
    #[derive(Clone, Default)]
    struct Breaking {
        fault: Arc<Mutex<Option<Fault>>>,
        applied: Arc<AtomicU64>,
    }

    #[derive(Clone, Copy, PartialEq)]
    enum Fault {
        PanicInApply,
        PanicInSync,
        FailInSync,
        HangInSync,
    }

    impl Breaking {
        fn fault(&self) -> Option<Fault> {
            *self.fault.lock().expect("no test panics while it holds this")
        }

        fn break_by(&self, fault: Fault) {
            *self.fault.lock().expect("no test panics while it holds this") = Some(fault);
        }
    }

    impl Ledger for Breaking {
        fn apply(&mut self, _batch: Batch) -> Result<Commit, StorageError> {
            match self.fault() {
                Some(Fault::PanicInApply) => panic!("a fault the test asked for"),
                _ => Ok(Commit { version: self.applied.fetch_add(1, Ordering::Relaxed) + 1 }),
            }
        }

        fn sync(&mut self) -> Result<(), StorageError> {
            match self.fault() {
                Some(Fault::PanicInSync) => panic!("a fault the test asked for"),
                Some(Fault::FailInSync) => Err(StorageError::Other("no disk".to_owned())),
                Some(Fault::HangInSync) => {
                    std::thread::sleep(Duration::from_millis(500));
                    Ok(())
                }
                _ => {
                    std::thread::sleep(Duration::from_millis(5));
                    Ok(())
                }
            }
        }
    }

    async fn stops(fault: Fault) -> String {
        let ledger = Breaking::default();
        // Short only where it is waited for: on a busy machine even a panic takes its time.
        let answer_within = Duration::from_millis(if matches!(fault, Fault::HangInSync) { 100 } else { 30_000 });
        let group = Arc::new(GroupCommit::start_with(ledger.clone(), answer_within).expect("the thread starts"));
        assert_eq!(group.commit(Batch::new()).await, Ok(Commit { version: 1 }));
        ledger.break_by(fault);
        let waiters: Vec<_> = (0..50)
            .map(|_| {
                let group = Arc::clone(&group);
                tokio::spawn(async move { group.commit(Batch::new()).await })
            })
            .collect();
        let mut errors = Vec::new();
        for waiter in waiters {
            errors.push(waiter.await.expect("no waiter panics").expect_err("every waiter gets the error"));
        }
        errors.push(group.commit(Batch::new()).await.expect_err("later commits get it too"));
        assert!(errors.iter().all(|error| *error == errors[0]), "{errors:?}");
        errors[0].to_string()
    }

    #[tokio::test]
    async fn an_error_stops_every_commit() {
        insta::assert_snapshot!(stops(Fault::FailInSync).await, @"storing has stopped: no disk; start Copydesk again");
    }

    #[tokio::test]
    async fn a_panic_stops_every_commit() {
        insta::assert_snapshot!(
            stops(Fault::PanicInApply).await,
            @"storing has stopped: an internal error while writing, see the log; start Copydesk again"
        );
        assert_eq!(stops(Fault::PanicInSync).await, stops(Fault::PanicInApply).await);
    }

    #[tokio::test]
    async fn a_disk_that_never_answers_stops_every_commit() {
        insta::assert_snapshot!(
            stops(Fault::HangInSync).await,
            @"storing has stopped: the disk has not answered for 0 s; start Copydesk again"
        );
    }

    #[tokio::test]
    async fn a_queue_that_is_full_is_overloaded() {
        let ledger = Breaking::default();
        ledger.break_by(Fault::HangInSync);
        let group = Arc::new(GroupCommit::start(ledger).expect("the thread starts"));
        let waiters: Vec<_> = (0..QUEUE + GROUP + 2)
            .map(|_| {
                let group = Arc::clone(&group);
                tokio::spawn(async move { group.commit(Batch::new()).await })
            })
            .collect();
        let mut overloaded = 0;
        for waiter in waiters {
            match waiter.await.expect("no waiter panics") {
                Ok(_) => {}
                Err(StorageError::Overloaded) => overloaded += 1,
                Err(other) => panic!("{other}"),
            }
        }
        assert!(overloaded > 0, "nothing was refused");
    }

    #[tokio::test]
    async fn dropping_the_handle_finishes_what_is_queued() {
        let ledger = Breaking::default();
        let group = GroupCommit::start(ledger.clone()).expect("the thread starts");
        for _ in 0..200 {
            let queued = group.commit(Batch::new());
            // Polled once, so it is queued; then its caller goes away.
            let _ = tokio::time::timeout(Duration::ZERO, queued).await;
        }
        drop(group);
        assert_eq!(ledger.applied.load(Ordering::Relaxed), 200);
    }
}
