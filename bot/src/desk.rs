//! The desk: a request comes in, is understood, handled and answered. It sees every other crate; handlers see it.

use std::path::PathBuf;
use std::sync::Arc;

use copydesk_adapters::{CommandInput, Input, Origin, Place, Reaction, Reply, ReplySink, Request, Rights};
use copydesk_analysis::Language;
use copydesk_storage::{RemovedTeam, StorageError, Store, Stored, Team};
use jiff::ZonedDateTime;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::access::Refused;
use crate::answer::{Answer, ErrorShown};
use crate::as_typed;
use crate::budget::{Budgets, Counted};
use crate::campaigns::{Collecting, Imports, KnownTeams, Meanings};
use crate::commands::campaign_import::yes_or_no;
use crate::config::Config;
use crate::digest::{Digests, questions};
use crate::ideas::opinions;
use crate::knowledge::Knowledge;
use crate::models::ModelInUse;
use crate::refusals::Refusals;
use crate::session::{Session, Turn, person_id};
use crate::sweep::Sweep;
use crate::texts::{Problem, sentence};
use crate::understanding::Words;
use crate::{access, offers, person, places, present, present_data, received_files};

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
    /// What is known of teams, kept while nothing of it changes.
    pub known: Arc<KnownTeams>,
    /// Where the data is, for messages.
    pub data_dir: PathBuf,
    /// Removes what is kept only for a time.
    pub sweep: Arc<Sweep>,
    /// The way to the web, and who is told when digests change.
    pub digests: Arc<Digests>,
    /// One import of a team at a time.
    pub imports: Imports,
    /// Told when a source of past posts is added.
    pub collecting: Collecting,
    /// What past posts mean, where a model says it.
    pub meanings: Meanings,
    /// Who was told lately that they are not let in.
    pub refusals: Refusals,
}

/// A request before its team and language are known.
pub struct Asking {
    /// Who, from where.
    pub origin: Origin,
    /// What was sent.
    pub input: Input,
    /// What the person may do.
    pub rights: Arc<dyn Rights>,
    /// When.
    pub now: ZonedDateTime,
    /// Carries progress back, if anybody watches.
    pub progress: Option<ReplySink>,
    /// Cancelled when the person stops waiting.
    pub cancel: CancellationToken,
}

impl Desk {
    /// A desk over a store and a model.
    pub fn new(config: Config, store: Store, model: ModelInUse, data_dir: PathBuf, sweep: Arc<Sweep>) -> Self {
        let (budgets, known, digests, refusals) = (Arc::default(), Arc::default(), Arc::default(), Refusals::default());
        let (imports, collecting, meanings) = (Imports::default(), Collecting::default(), Meanings::default());
        Self { config, store, model, budgets, known, data_dir, sweep, digests, imports, collecting, meanings, refusals }
    }

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
            let platform = request.origin.place.platform;
            running.spawn(async move { as_typed::on(platform, desk.reply(request)).await });
            // Take back what is done, so that the set does not grow.
            while running.try_join_next().is_some() {}
        }
        while running.join_next().await.is_some() {}
    }

    /// Answers one request in words, with the next steps below.
    async fn reply(&self, request: Request) {
        let Request { origin, input, rights, reply, cancel } = request;
        let (place, person, now) = (origin.place.clone(), person_id(&origin), ZonedDateTime::now());
        let admitted = access::admit(self, &origin).await;
        // Whoever is not let in could otherwise have the bot write as often as they like.
        if matches!(admitted, Err(Refused::NotLetIn(_))) && !self.refusals.tell(&person, now.timestamp()) {
            return reply.finish(Reply::default()).await;
        }
        if let Input::Reaction(reaction) = &input {
            if admitted.is_ok() {
                self.note_reaction(&origin, reaction, &now).await;
            }
            return reply.finish(Reply::default()).await;
        }
        let asking = Asking { origin, input, rights, now: now.clone(), progress: Some(reply.clone()), cancel };
        let (mut answer, language) = self.answer_as_admitted(asking, admitted).await;
        self.name_people(&mut answer, &place, language).await;
        // Where there are buttons, one saves: nobody has to type what was understood.
        let typed = match &mut answer {
            Answer::Digests(digests) if place.platform != "console" => digests.confirm.take(),
            _ => None,
        };
        let mut words = present::reply(&answer, language);
        if let (Answer::Digests(digests), Some(_)) = (&mut answer, &typed) {
            digests.confirm = typed;
        }
        // A terminal has nothing to press, and of a place that is not let in nothing is stored.
        if place.platform != "console"
            && !matches!(answer, Answer::Error(_))
            && let Ok(Some(team)) = places::team(&self.store, &place, now.timestamp()).await
        {
            let records = self.store.team(&team.record.id).only_while(team.version);
            match offers::buttons(&answer, &records, &person, language, now.timestamp()).await {
                Ok(buttons) => words.blocks.extend(buttons),
                Err(error) => tracing::warn!(%error, "an answer went out without its buttons"),
            }
        }
        match self.removed(&place).await {
            Ok(removed) => {
                words.blocks.extend(removed.map(|removed| present_data::removed_note(&removed, &now, language)))
            }
            Err(error) => tracing::warn!(%error, "it is not known whether a team was removed"),
        }
        reply.finish(words).await;
    }

    /// The team of the place that was removed since the last words, told once.
    async fn removed(&self, place: &Place) -> Result<Option<RemovedTeam>, StorageError> {
        let (key, installation) = (places::key(place), self.store.installation());
        let Some(removed) = installation.get::<RemovedTeam>(&key).await? else { return Ok(None) };
        let told = installation.change().unchanged::<RemovedTeam>(&key, Some(removed.version));
        match told.delete::<RemovedTeam>(&key).commit().await {
            Ok(_) => Ok(Some(removed.record)),
            Err(StorageError::Conflict { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Puts what people are called in place of their ids, for an answer in words; and the same of the team, unless people
    /// choose its id in a terminal.
    pub async fn name_people(&self, answer: &mut Answer, place: &Place, language: Language) {
        let names_team = place.platform != "console" && answer.team().is_some();
        if !names_team && answer.people().is_empty() {
            return;
        }
        let Ok(Some(team)) = places::team_of(&self.store, place).await else { return };
        if names_team
            && let Ok(Some(known)) = self.store.find_team(&team).await
            && let Some(shown) = answer.team()
        {
            *shown = places::called(known.record, place, language).name;
        }
        let records = self.store.team(&team);
        for by in answer.people() {
            *by = person::called(&records, by).await.say(language);
        }
    }

    /// Answers one request, and says in which language.
    pub async fn answer(&self, asking: Asking) -> (Answer, Language) {
        let admitted = access::admit(self, &asking.origin).await;
        self.answer_as_admitted(asking, admitted).await
    }

    async fn answer_as_admitted(&self, asking: Asking, admitted: Result<(), Refused>) -> (Answer, Language) {
        let own = asking.origin.language.as_deref().and_then(Language::from_code);
        let unsaid = spoken(own, self.config.chat.language);
        if let Err(refused) = admitted {
            return (refusal(refused.into(), unsaid), unsaid);
        }
        let (words, removed) = match self.words(&asking).await {
            Ok(words) => words.clean(),
            Err(problem) => return (refusal(problem, unsaid), unsaid),
        };
        let (words, asked_in) = match self.as_answer(&asking, words).await {
            Ok(words) => words,
            Err(problem) => return (refusal(problem, unsaid), unsaid),
        };
        // Somebody whose platform speaks Chinese to them is not answered in English because commands are.
        let native = own.filter(|language| *language == Language::Chinese);
        let language = spoken(asked_in.or(native).or(words.language()).or(own), self.config.chat.language);
        let (outcome, language) = self.handle(asking, &words, language).await;
        let mut answer = outcome.unwrap_or_else(|problem| refusal(problem, language));
        if !removed.is_empty() {
            let names: Vec<String> = removed.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
            answer.add_note(sentence!("note-invisible", names = names).say(language));
        }
        (answer, language)
    }

    /// Counts a reaction. Nobody waits for it, so that what fails is only logged.
    async fn note_reaction(&self, origin: &Origin, reaction: &Reaction, now: &ZonedDateTime) {
        let noted = async {
            let Some(team) = places::team(&self.store, &origin.place, now.timestamp()).await? else { return Ok(()) };
            let records = self.store.team(&team.record.id).only_while(team.version);
            opinions::note(&records, origin, reaction).await
        };
        let noted: Result<(), StorageError> = noted.await;
        if let Err(error) = noted {
            tracing::error!(%error, "a reaction does not count");
        }
    }

    /// What was sent, as words; for a button, those that it stands for.
    async fn words(&self, asking: &Asking) -> Result<Words, Problem> {
        match &asking.input {
            Input::Text(text) => Ok(Words::Message(text.clone())),
            Input::Command(command) => Ok(Words::Command(command.clone())),
            Input::Button(action) => {
                let team = self.team(&asking.origin, &asking.now).await?;
                let records = self.store.team(&team.record.id).only_while(team.version);
                offers::take(action, &records, |error| self.storage_problem(error)).await.map(Words::Message)
            }
            Input::File { text, .. } => Ok(Words::Message(text.clone())),
            // It says something with no words; whoever hands it over here is told how to use some.
            Input::Reaction(_) => Err(sentence!("command-see-help").into()),
        }
    }

    /// Plain words of somebody who was asked something are the answer; in the language of the questions.
    async fn as_answer(&self, asking: &Asking, words: Words) -> Result<(Words, Option<Language>), Problem> {
        // A script that asks one thing is in no conversation.
        let is_watched = asking.progress.is_some();
        let is_plain = matches!((&asking.input, &words), (Input::Text(_), Words::Message(text)) if is_watched && !is_command(text));
        if !is_plain && words.spec().is_none_or(|spec| spec.words != ["digest", "answer"]) {
            return Ok((words, None));
        }
        let team = self.team(&asking.origin, &asking.now).await?;
        let records = self.store.team(&team.record.id);
        let asked = questions::waiting(&records, &asking.origin, asking.now.timestamp()).await;
        let Some(asked) = asked.map_err(|error| self.storage_problem(&error))?.map(|stored| stored.record) else {
            let Words::Message(text) = &words else { return Ok((words, None)) };
            let command = yes_or_no::command(&records, &asking.origin, asking.now.timestamp(), text).await;
            return Ok(match command.map_err(|error| self.storage_problem(&error))? {
                Some(command) => (Words::Message(command.to_owned()), Language::of(text)),
                None => (words, None),
            });
        };
        let language = Language::from_code(&asked.language);
        match words {
            Words::Message(text) if is_plain => {
                let name = questions::next(&asked.answers).map(|question| format!("{} ", question.name));
                let rest = format!("{}{text}", name.unwrap_or_default());
                let words = ["digest", "answer"].map(str::to_owned).to_vec();
                Ok((Words::Command(CommandInput { words, options: Vec::new(), rest }), language))
            }
            words => Ok((words, language)),
        }
    }

    /// Does what the words mean; and in which language to say it: the one that the person chose, or that of the words.
    async fn handle(&self, asking: Asking, words: &Words, language: Language) -> (Result<Answer, Problem>, Language) {
        let language = match self.chosen_language(&asking.origin).await {
            Ok(chosen) => chosen.unwrap_or(language),
            Err(error) => return (Err(self.storage_problem(&error)), language),
        };
        let length = words.length();
        if length > self.config.chat.message_characters {
            let problem = Problem::new(
                sentence!("message-long", length = length, most = self.config.chat.message_characters),
                sentence!("message-long-help"),
            );
            return (Err(problem), language);
        }
        let file = match asking.input {
            Input::File { file, .. } => match received_files::check(&file, words.spec()) {
                Ok(()) => Some(file),
                Err(problem) => return (Err(problem), language),
            },
            _ => None,
        };
        let (command, team) = match words.understand(&self.config) {
            Ok(command) => (command, self.team(&asking.origin, &asking.now).await),
            Err(problem) => return (Err(problem), language),
        };
        let team = match team {
            Ok(team) => team,
            Err(problem) => return (Err(problem), language),
        };
        let records = self.store.team(&team.record.id).only_while(team.version);
        let session = Session {
            records,
            team: places::called(team.record, &asking.origin.place, language),
            origin: asking.origin,
            rights: asking.rights,
            file,
            language,
            now: asking.now,
            progress: asking.progress,
            cancel: asking.cancel,
            counted: Counted::default(),
            turn: Turn::default(),
        };
        let signed = command.is_signed();
        let outcome = command.handle(self, &session).await;
        if signed && outcome.is_ok() {
            person::sign(&session).await;
        }
        (outcome, language)
    }

    /// The language that the person chose, where the place has a team to keep it for.
    async fn chosen_language(&self, origin: &Origin) -> Result<Option<Language>, StorageError> {
        match places::team_of(&self.store, &origin.place).await? {
            Some(team) => person::language(&self.store.team(&team), &person_id(origin)).await,
            None => Ok(None),
        }
    }

    /// The team that a place belongs to.
    async fn team(&self, origin: &Origin, now: &ZonedDateTime) -> Result<Stored<Team>, Problem> {
        let team = places::team(&self.store, &origin.place, now.timestamp()).await;
        let unknown = || sentence!("team-unknown", name = origin.place.id.as_str()).into();
        team.map_err(|error| self.storage_problem(&error))?.ok_or_else(unknown)
    }

    /// What is known of the session's team.
    ///
    /// # Errors
    /// What the storage says.
    pub async fn knowledge(&self, session: &Session) -> Result<Arc<Knowledge>, Problem> {
        self.known.of(&session.records).await.map_err(|error| self.storage_problem(&error))
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

fn is_command(text: &str) -> bool {
    text.trim_start().starts_with(['/', '／'])
}

/// The language that a person is answered in: theirs if we have it, else the configured one.
fn spoken(theirs: Option<Language>, configured: Language) -> Language {
    match theirs.unwrap_or(configured) {
        Language::Chinese => Language::Chinese,
        _ => Language::English,
    }
}

fn refusal(problem: Problem, language: Language) -> Answer {
    let help = problem.help.map(|help| help.say(language)).unwrap_or_default();
    Answer::Error(ErrorShown { message: problem.message.say(language), help })
}
