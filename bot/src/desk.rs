//! The desk: a request comes in, is understood, handled and answered. It sees every other crate; handlers see it.

use std::path::PathBuf;
use std::sync::Arc;

use copydesk_adapters::{Input, Origin, ReplySink, Request};
use copydesk_analysis::{Language, clean};
use copydesk_storage::{StorageError, Store, Team, TeamId};
use jiff::ZonedDateTime;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::answer::{Answer, ErrorShown};
use crate::budget::{Budgets, Counted};
use crate::commands::Command;
use crate::config::Config;
use crate::models::ModelInUse;
use crate::session::Session;
use crate::texts::{Problem, sentence};
use crate::{grammar, invocation, present};

/// Everything that handlers work with.
pub struct Desk {
    /// The settings.
    pub config: Config,
    /// The records of all teams.
    pub store: Store,
    /// The model that answers.
    pub model: ModelInUse,
    /// What may be used in a day.
    pub budgets: Arc<Budgets>,
    /// Where the data is, for messages.
    pub data_dir: PathBuf,
}

/// A request before its team and language are known.
pub struct Asking {
    /// Who, from where.
    pub origin: Origin,
    /// The words.
    pub text: String,
    /// When.
    pub now: ZonedDateTime,
    /// Carries progress back, if anybody watches.
    pub progress: Option<ReplySink>,
    /// Cancelled when the person stops waiting.
    pub cancel: CancellationToken,
}

impl Desk {
    /// Answers requests until the senders are gone or `shutdown` is cancelled; then what is in flight is finished.
    pub async fn serve(self: Arc<Self>, mut inbox: mpsc::Receiver<Request>, shutdown: CancellationToken) {
        let mut running = JoinSet::new();
        loop {
            let request = tokio::select! {
                request = inbox.recv() => request,
                () = shutdown.cancelled() => None,
            };
            let Some(request) = request else { break };
            let desk = Arc::clone(&self);
            running.spawn(async move {
                let Request { origin, input: Input::Text(text), reply, cancel } = request;
                let asking = Asking { origin, text, now: ZonedDateTime::now(), progress: Some(reply.clone()), cancel };
                let (answer, language) = desk.answer(asking).await;
                reply.finish(present::reply(&answer, language)).await;
            });
            // Take back what is done, so that the set does not grow.
            while running.try_join_next().is_some() {}
        }
        while running.join_next().await.is_some() {}
    }

    /// Answers one request, and says in which language.
    pub async fn answer(&self, asking: Asking) -> (Answer, Language) {
        let spoken = self.language(&asking);
        let cleaned = clean(&asking.text);
        let outcome = self.handle(asking, &cleaned.text, spoken).await;
        let mut answer = outcome.unwrap_or_else(|problem| {
            let help = problem.help.map(|help| help.say(spoken)).unwrap_or_default();
            Answer::Error(ErrorShown { message: problem.message.say(spoken), help })
        });
        if !cleaned.removed.is_empty() {
            let names: Vec<String> = cleaned.removed.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
            let note = sentence!("note-invisible", names = names).say(spoken);
            match &mut answer {
                Answer::Ideas(ideas) => ideas.notes.push(note),
                Answer::Chat(chat) => chat.notes.push(note),
                Answer::Preferences(preferences) => preferences.notes.push(note),
                Answer::Campaigns(campaigns) => campaigns.notes.push(note),
                Answer::Angles(angles) => angles.help = format!("{} {note}", angles.help).trim().to_string(),
                Answer::Error(error) => error.help = format!("{} {note}", error.help).trim().to_string(),
                _ => {}
            }
        }
        (answer, spoken)
    }

    async fn handle(&self, asking: Asking, text: &str, language: Language) -> Result<Answer, Problem> {
        let length = text.chars().count();
        if length > self.config.chat.message_characters {
            return Err(Problem::new(
                sentence!("message-long", length = length, most = self.config.chat.message_characters),
                sentence!("message-long-help"),
            ));
        }
        if text.trim().is_empty() {
            return Err(Problem::new(sentence!("message-empty"), sentence!("command-see-help")));
        }
        let command = self.understand(text)?;
        let team = self.team(&asking.origin).await?;
        let session = Session {
            records: self.store.team(&team.id),
            team,
            origin: asking.origin,
            language,
            now: asking.now,
            progress: asking.progress,
            cancel: asking.cancel,
            counted: Counted::default(),
        };
        command.handle(self, &session).await
    }

    /// What a text means: a command, plain words that mean one, or conversation. Pure.
    fn understand(&self, text: &str) -> Result<Command, Problem> {
        if let Some(invocation) = invocation::parse(text) {
            let invocation = invocation?;
            return (invocation.spec.read)(&invocation, &self.config);
        }
        grammar::understand(text, &self.config).unwrap_or_else(|| Ok(Command::Chat(text.trim().to_string())))
    }

    /// The language that a person is answered in: that of their words, else their own, else the configured one.
    fn language(&self, asking: &Asking) -> Language {
        let written = match invocation::parse(&asking.text) {
            // Words of a command are English for everybody; what was given to it counts.
            Some(Ok(invocation)) => invocation
                .language()
                .filter(|_| !invocation.rest.is_empty())
                .or_else(|| Language::of(&asking.text).filter(|language| *language == Language::Chinese)),
            Some(Err(_)) => Language::of(&asking.text).filter(|language| *language == Language::Chinese),
            None => Language::of(&asking.text),
        };
        let own = asking.origin.language.as_deref().and_then(Language::from_code);
        match written.or(own).unwrap_or(self.config.chat.language) {
            Language::Chinese => Language::Chinese,
            _ => Language::English,
        }
    }

    /// The team that a place belongs to. A terminal's place is its team's id.
    async fn team(&self, origin: &Origin) -> Result<Team, Problem> {
        let unknown = || sentence!("team-unknown", name = origin.place.id.as_str());
        let id = TeamId::parse(&origin.place.id).map_err(|_| Problem::from(unknown()))?;
        let team = self.store.find_team(&id).await.map_err(|error| self.storage_problem(&error))?;
        team.ok_or_else(|| unknown().into())
    }

    /// A configured seed, or one from the clock.
    pub fn seed(&self, configured: u32, now: &ZonedDateTime) -> u32 {
        // The low bits of the nanoseconds differ from request to request; which they are does not matter.
        if configured == 0 { now.timestamp().as_nanosecond() as u32 } else { configured }
    }

    /// What a person is told of the storage's error.
    pub fn storage_problem(&self, error: &StorageError) -> Problem {
        let dir = self.data_dir.display().to_string();
        match error {
            StorageError::DiskFull { free_bytes, .. } => Problem::new(
                sentence!("disk-full", dir = dir, free = *free_bytes / 1_000_000),
                sentence!("disk-full-help"),
            ),
            StorageError::Overloaded | StorageError::Conflict { .. } => {
                Problem::new(sentence!("storage-busy"), sentence!("storage-busy-help"))
            }
            other => self.internal(other),
        }
    }

    /// What a person is told of a mistake that is not theirs: a reference, under which the log has the rest.
    pub fn internal(&self, error: &dyn std::error::Error) -> Problem {
        let reference = crate::reference::new();
        tracing::error!(%reference, error = %error, "a request failed");
        Problem::new(sentence!("internal"), sentence!("reference-help", reference = reference))
    }
}
