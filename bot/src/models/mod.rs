//! The models in use: the one that answers, and those that answer in its place when it can't.
//!
//! | file | what it does |
//! | --- | --- |
//! | `listed` | one model of the list, started when it is needed |
//! | `choice` | which of them answers a request |
//! | `problem` | what a person is told when one can't |
//! | `waiting` | what a person sees while others have their turn |

mod choice;
mod listed;
mod problem;
mod waiting;

use std::path::PathBuf;
use std::sync::Arc;

use copydesk_analysis::Language;
use copydesk_llm::Model;

pub use self::choice::{Answerer, Choice, Failure};
pub use self::listed::{Condition, ListedModel};
pub use self::waiting::{collect, waiting};
use crate::config::{Config, LlmSettings, LocalFile, ModelEntry, ModelKind};
use crate::texts::{Problem, sentence};

/// The models that answer, in order. All of them may be missing: everything that needs none works all the same.
pub struct ModelInUse {
    list: Vec<ListedModel>,
    /// Every model of the configuration.
    known: Vec<ModelEntry>,
}

impl ModelInUse {
    /// Starts the first model; a local one loads in the background. Others start when they are needed. Where only servers
    /// are named, the local models that are here come last.
    pub fn start(config: &Config) -> Self {
        let models = Self::at_rest(config);
        // Why it can't is said when it is asked.
        let _missing = models.first().start();
        models
    }

    /// The same models, none of them started: for what needs none, which would only take their memory.
    pub fn at_rest(config: &Config) -> Self {
        let embedding = config.llm.local.embedding_model.as_ref().and_then(|name| config.models.get(name));
        let embedding_path = embedding.and_then(|entry| match &entry.kind {
            ModelKind::Local(file) => Some(path(file, &config.llm)),
            ModelKind::Remote(_) => None,
        });
        let mut names: Vec<&String> = vec![&config.llm.model];
        // The model named on the command line may be among the fallbacks.
        names.extend(config.llm.fallback.iter().filter(|name| **name != config.llm.model));
        let mut entries: Vec<&ModelEntry> = names.into_iter().filter_map(|name| config.models.get(name)).collect();
        if entries.iter().all(|entry| matches!(entry.kind, ModelKind::Remote(_))) {
            entries.extend(config.models.values().filter(|entry| is_here(entry, &config.llm)));
        }
        let entries = entries.into_iter();
        let list: Vec<ListedModel> =
            entries.map(|entry| ListedModel::new(entry.clone(), &config.llm, embedding_path.clone())).collect();
        Self { list, known: config.models.values().cloned().collect() }
    }

    /// The model that answers if it can.
    pub fn first(&self) -> &ListedModel {
        &self.list[0]
    }

    /// All that may answer, in order.
    pub fn list(&self) -> &[ListedModel] {
        &self.list
    }

    /// The way through the list for one request.
    pub fn choice(&self, language: Language) -> Choice<'_> {
        Choice::new(self, language)
    }

    /// A model that runs already, under the name of the first one.
    pub fn running(config: &Config, model: Arc<dyn Model>) -> Self {
        let entry = config.model().clone();
        let known = config.models.values().cloned().collect();
        Self { list: vec![ListedModel::running(entry, &config.llm, model)], known }
    }

    /// The first model once it can answer.
    ///
    /// # Errors
    /// What is missing and how to mend it.
    pub async fn ready(&self) -> Result<Arc<dyn Model>, Problem> {
        self.first().ready().await
    }

    /// What keeps the first model from answering, its server asked, and which one answers instead.
    pub async fn missing(&self) -> Option<Problem> {
        let problem = self.first().out_of_reach().await?;
        let Some(other) = self.list[1..].iter().find(|listed| listed.missing().is_none()) else { return Some(problem) };
        let message = sentence!("note-fell-back", because = problem.message, model = other.entry.name.as_str());
        Some(Problem { message, help: problem.help })
    }

    /// Stops the models and waits for their end.
    pub async fn stop(&self) {
        for listed in &self.list {
            listed.stop().await;
        }
    }

    /// That a model does not write a language, and which one does.
    fn does_not_write(&self, listed: &ListedModel, language: Language) -> Problem {
        let writes = |entry: &&ModelEntry| entry.languages.contains(&language);
        let names: Vec<String> = self.known.iter().filter(writes).map(|entry| entry.name.clone()).collect();
        let language = sentence!("language-name", code = language.code());
        let message = sentence!("model-language", model = listed.entry.name.as_str(), language = language);
        // The model that can be fetched with one command is the one to name first.
        let fetched = self.known.iter().filter(writes).find(|entry| is_fetched(entry)).map(|entry| entry.name.clone());
        Problem::new(
            message,
            match fetched {
                Some(name) => sentence!("model-language-help", name = name, names = names),
                None if names.is_empty() => sentence!("model-language-none"),
                None => sentence!("model-language-others", names = names),
            },
        )
    }
}

/// Whether `copydesk model fetch` can fetch it.
fn is_fetched(entry: &ModelEntry) -> bool {
    matches!(&entry.kind, ModelKind::Local(file) if !file.source.is_empty())
}

/// Whether it computes here, and its file is here.
fn is_here(entry: &ModelEntry, settings: &LlmSettings) -> bool {
    matches!(&entry.kind, ModelKind::Local(file) if path(file, settings).is_file())
}

/// Where a local model's file is.
pub fn path(file: &LocalFile, settings: &LlmSettings) -> PathBuf {
    settings.models_dir.join(&file.file)
}
