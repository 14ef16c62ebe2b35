//! One request on its way through the bot: who asks, in which language, and the way back.

use std::sync::Arc;

use copydesk_adapters::{Origin, Partial, ReceivedFile, ReplySink, Rights};
use copydesk_analysis::Language;
use copydesk_storage::{Team, TeamStore};
use jiff::ZonedDateTime;
use tokio_util::sync::CancellationToken;

use crate::budget::Counted;
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

    /// Shows a part of the answer that is being made.
    pub async fn show(&self, partial: Partial) {
        if let Some(sink) = &self.progress {
            sink.progress(partial).await;
        }
    }
}
