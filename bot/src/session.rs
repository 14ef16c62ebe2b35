//! One request on its way through the bot: who asks, in which language, and the way back.

use copydesk_adapters::{Origin, Partial, ReplySink};
use copydesk_analysis::Language;
use copydesk_storage::{Team, TeamStore};
use jiff::ZonedDateTime;
use tokio_util::sync::CancellationToken;

use crate::budget::Counted;
use crate::texts::Sentence;

/// What every command is handed.
pub struct Session {
    /// Whose data this is.
    pub team: Team,
    /// The team's records, and no other's.
    pub records: TeamStore,
    /// Who asks, from where.
    pub origin: Origin,
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

    /// Whether the person may change what holds for the whole team. In a terminal there is one person, who may.
    pub fn is_admin(&self) -> bool {
        self.origin.place.platform == "console"
    }

    /// Shows a part of the answer that is being made.
    pub async fn show(&self, partial: Partial) {
        if let Some(sink) = &self.progress {
            sink.progress(partial).await;
        }
    }
}
