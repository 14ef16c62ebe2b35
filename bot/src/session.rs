//! One request on its way through the bot: who asks, in which language, and the way back.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use copydesk_adapters::{Origin, Partial, ReceivedFile, ReplySink, Rights};
use copydesk_analysis::Language;
use copydesk_llm::Place;
use copydesk_storage::{Team, TeamStore};
use jiff::ZonedDateTime;
use tokio_util::sync::CancellationToken;

use crate::budget::Counted;
use crate::models::waiting;
use crate::texts::{Problem, Sentence, sentence};

/// The id under which a person is stored: the platform's name and the platform's id of the person.
pub fn person_id(origin: &Origin) -> String {
    format!("{}:{}", origin.place.platform, origin.person)
}

/// What every command is handed.
pub struct Session {
    /// Whose data this is.
    pub team: Team,
    /// The team's records, and no other's.
    pub records: TeamStore,
    /// Who asks, from where.
    pub origin: Origin,
    /// What the person may do.
    pub rights: Arc<dyn Rights>,
    /// The file that came with the request.
    pub file: Option<ReceivedFile>,
    /// The language that the person is answered in.
    pub language: Language,
    /// When the request came.
    pub now: ZonedDateTime,
    /// Carries progress back, if anybody watches.
    pub progress: Option<ReplySink>,
    /// Cancelled when the person stops waiting.
    pub cancel: CancellationToken,
    /// Whether a budget knows of the request yet.
    pub counted: Counted,
    /// How far people were told that the answer is.
    pub turn: Turn,
}

/// How many were said to be ahead, and one more; 0 once it is being written. It only sinks: what was said before is not taken
/// back, although each further part of an answer has its own place among those who wait for the model.
pub struct Turn(AtomicUsize);

impl Default for Turn {
    fn default() -> Self {
        Self(AtomicUsize::new(usize::MAX))
    }
}

impl Turn {
    /// So many are ahead; whether that is to be said.
    fn waits(&self, ahead: usize) -> bool {
        let turn = ahead.saturating_add(1);
        self.0.fetch_min(turn, Ordering::Relaxed) >= turn
    }

    /// The model writes; whether that is news.
    fn writes(&self) -> bool {
        self.0.swap(0, Ordering::Relaxed) > 0
    }

    fn is_writing(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 0
    }
}

impl Session {
    /// A sentence in the person's language.
    pub fn say(&self, sentence: Sentence) -> String {
        sentence.say(self.language)
    }

    /// Demands that the person may change what holds for the whole team; asked anew each time.
    ///
    /// # Errors
    /// That they may not, or that the platform does not say.
    pub async fn must_manage(&self) -> Result<(), Problem> {
        match self.rights.may_manage().await {
            Ok(true) => Ok(()),
            Ok(false) => {
                let platform = self.origin.place.platform;
                Err(Problem::new(sentence!("may-not"), sentence!("may-not-help", platform = platform)))
            }
            Err(error) => {
                tracing::warn!(%error, "rights are unknown");
                Err(Problem::new(sentence!("may-unknown"), sentence!("storage-busy-help")))
            }
        }
    }

    /// Demands that the person may change what everybody of the team may.
    ///
    /// # Errors
    /// That the bot is no member of the place, so that nothing there is changed.
    pub fn must_take_part(&self) -> Result<(), Problem> {
        if self.rights.reads_only() {
            return Err(Problem::new(sentence!("reads-only"), sentence!("reads-only-help")));
        }
        Ok(())
    }

    /// Shows that others have their turn at the model, unless something further was said.
    pub async fn waits(&self, place: Place) {
        if self.turn.waits(place.ahead) {
            self.show(Partial::Status(self.say(waiting(place)))).await;
        }
    }

    /// Notes that the model writes; shows `status` where that is news.
    pub async fn writes(&self, status: &str) {
        if self.turn.writes() && !status.is_empty() {
            self.show(Partial::Status(status.to_owned())).await;
        }
    }

    /// Shows what is written next; before the model writes, that it is asked.
    pub async fn begins(&self, status: &str) {
        let status = if self.turn.is_writing() { status.to_owned() } else { self.say(sentence!("thinking")) };
        self.show(Partial::Status(status)).await;
    }

    /// Shows a part of the answer that is being made.
    pub async fn show(&self, partial: Partial) {
        if let Some(sink) = &self.progress {
            sink.progress(partial).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_never_goes_back() {
        let turn = Turn::default();
        assert!(!turn.is_writing());
        assert_eq!([turn.waits(2), turn.waits(2), turn.waits(0), turn.waits(1)], [true, true, true, false]);
        assert!(turn.writes() && turn.is_writing());
        // The next part of the answer waits for the model again, and that is not said.
        assert_eq!([turn.waits(0), turn.writes(), turn.waits(3), turn.is_writing()], [false, false, false, true]);
    }

    #[test]
    fn who_is_next_at_once_is_told_so() {
        assert!(Turn::default().waits(0));
    }
}
