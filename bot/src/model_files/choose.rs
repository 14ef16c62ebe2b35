//! `copydesk model use`: writes into the configuration which model answers. Comments and order stay as they are.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use copydesk_analysis::Language;
use copydesk_llm::{FileFacts, LlmError, inspect};
use toml_edit::{Array, DocumentMut, Item, Table, value};

use crate::config::{Config, ConfigError, ModelEntry, ModelKind, Server};
use crate::models::path;
use crate::nearest::nearest;

/// A model with more parameters follows instructions; with fewer, it follows examples.
const CAPABLE: u64 = 1_000_000_000;

/// Why no model was chosen; a sentence with what to do. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChooseError {
    /// No such model.
    #[error("There is no model {name:?} in the configuration, and no such file.{} Models: {known}.", super::near(nearest.as_ref()))]
    Unknown {
        /// As it was asked for.
        name: String,
        /// The nearest that there is.
        nearest: Option<String>,
        /// Those there are.
        known: String,
    },
    /// The file can't be used.
    #[error("{} can't be used: {reason}.", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The configuration has mistakes.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The configuration's file has an unusual form.
    #[error("{} is written in a way that I can't change: {reason}. Set [llm] model = {name:?} there yourself.", path.display())]
    Form {
        /// The configuration.
        path: PathBuf,
        /// What is in the way.
        reason: String,
        /// The model.
        name: String,
    },
    /// The configuration can't be written.
    #[error("Can't write {}: {source}.", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Makes a model the one that answers: `asked` is its name in the configuration, or a GGUF file. Returns what was done,
/// and what is to do next.
///
/// # Errors
/// [`ChooseError`]
pub fn choose(config_path: Option<&Path>, asked: &str) -> Result<String, ChooseError> {
    let place = Config::place(config_path).unwrap_or_else(crate::config::default_config_path);
    let io_error = |source| ChooseError::Io { path: place.clone(), source };
    let source = match fs::read_to_string(&place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        source => source.map_err(io_error)?,
    };
    let mistakes = |mistakes| ChooseError::Config(ConfigError::Mistakes { path: Some(place.clone()), mistakes });
    // The model that is chosen now may be missing or unknown: that is what is mended here.
    let usual = Config::parse("", None).map_err(mistakes)?.llm.model;
    let config = Config::parse(&source, None).or_else(|_| Config::parse(&source, Some(&usual))).map_err(mistakes)?;
    let (name, entry) = match config.models.get(asked) {
        Some(entry) => (entry.name.clone(), None),
        None => find_file(&config, asked)?,
    };
    let form = |reason: &str| ChooseError::Form { path: place.clone(), reason: reason.into(), name: name.clone() };
    let mut document: DocumentMut = source.parse().map_err(|error: toml_edit::TomlError| form(error.message()))?;
    let was_fallback = set(&mut document, &name, entry).ok_or_else(|| form("[llm] or [models] is no table"))?;
    let written = document.to_string();
    let changed = Config::parse(&written, None).map_err(mistakes)?;
    write(&place, &written).map_err(io_error)?;
    Ok(told(&place, &changed, was_fallback))
}

/// The name for a file, and its new entry, unless an entry for it is there.
fn find_file(config: &Config, asked: &str) -> Result<(String, Option<Table>), ChooseError> {
    let is_path = asked.contains(['/', '\\']) || asked.to_lowercase().ends_with(".gguf") || Path::new(asked).is_file();
    if !is_path {
        let names = || config.models.keys().map(String::as_str);
        return Err(ChooseError::Unknown {
            name: asked.into(),
            nearest: nearest(asked, names()).map(String::from),
            known: names().collect::<Vec<_>>().join(", "),
        });
    }
    let unusable = |reason: &str| ChooseError::File { path: asked.into(), reason: reason.into() };
    let facts = inspect(Path::new(asked)).map_err(|error| match error {
        LlmError::FileMissing { .. } => unusable("there is no such file"),
        LlmError::FileUnusable { reason, .. } => unusable(&reason),
        other => unusable(&other.to_string()),
    })?;
    match facts.kind.as_str() {
        "model" if facts.architecture.contains("bert") => {
            return Err(unusable(
                "it makes embeddings and writes no text; give it an entry and set [llm.local] embedding_model",
            ));
        }
        "model" => {}
        "adapter" => return Err(unusable("it is an adapter for a model; set it as [llm.local] lora")),
        _ => return Err(unusable("it is no language model")),
    }
    let file = fs::canonicalize(asked).map_err(|source| ChooseError::Io { path: asked.into(), source })?;
    let same = |entry: &&ModelEntry| {
        let ModelKind::Local(local) = &entry.kind else { return false };
        fs::canonicalize(path(local, &config.llm)).is_ok_and(|known| known == file)
    };
    if let Some(entry) = config.models.values().find(same) {
        return Ok((entry.name.clone(), None));
    }
    Ok((free_name(config, &file), Some(new_entry(&file, &facts))))
}

/// `Qwen3-4B-Q4_K_M.gguf` → `qwen3-4b-q4_k_m`, with a number if that is taken.
fn free_name(config: &Config, file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let letter = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' };
    let name: String = stem.chars().map(letter).collect();
    let name = name.trim_matches('-');
    let name = if name.is_empty() { "model" } else { name };
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let mut names = std::iter::once(name.to_string()).chain(numbered);
    names.find(|name| !config.models.contains_key(name)).unwrap_or_default()
}

fn new_entry(file: &Path, facts: &FileFacts) -> Table {
    let known = |code: &&String| Language::ALL.iter().any(|language| language.code() == code.as_str());
    let languages: Array = facts.languages.iter().filter(known).map(String::as_str).collect();
    let languages = if languages.is_empty() { Array::from_iter(["en"]) } else { languages };
    let mut entry = Table::new();
    entry["kind"] = value("local");
    entry["file"] = value(file.to_string_lossy().into_owned());
    if let Some(licence) = &facts.licence {
        entry["licence"] = value(licence);
    }
    entry["languages"] = value(languages);
    entry["style"] = value(if facts.has_chat_template { "chat" } else { "completion" });
    entry["capability"] = value(if facts.parameters >= CAPABLE { "capable" } else { "small" });
    entry
}

/// Changes the document: the model, its entry if it has a new one, and the fallbacks, where it can't stand besides.
/// Returns whether it did; `None` if the document has no place for it.
fn set(document: &mut DocumentMut, name: &str, entry: Option<Table>) -> Option<bool> {
    let llm = document.entry("llm").or_insert_with(toml_edit::table).as_table_like_mut()?;
    let mut model = value(name);
    if let (Some(old), Some(new)) = (llm.get("model").and_then(Item::as_value), model.as_value_mut()) {
        // A comment behind the old value stays.
        *new.decor_mut() = old.decor().clone();
    }
    llm.insert("model", model);
    let fallback = llm.get_mut("fallback").and_then(Item::as_array_mut);
    let was_fallback = fallback.is_some_and(|names| {
        let before = names.len();
        names.retain(|other| other.as_str() != Some(name));
        names.len() < before
    });
    if let Some(entry) = entry {
        let mut models = Table::new();
        // Without a header of its own.
        models.set_implicit(true);
        let models = document.entry("models").or_insert(Item::Table(models)).as_table_like_mut()?;
        models.insert(name, Item::Table(entry));
    }
    Some(was_fallback)
}

/// Replaces the configuration as a whole, so that no crash leaves half of it.
fn write(place: &Path, content: &str) -> io::Result<()> {
    // Through a link, the file that it leads to.
    let place = fs::canonicalize(place).unwrap_or_else(|_| place.to_path_buf());
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    new.write_all(content.as_bytes())?;
    if let Ok(old) = fs::metadata(&place) {
        fs::set_permissions(new.path(), old.permissions())?;
    }
    new.as_file().sync_all()?;
    new.persist(&place).map(drop).map_err(|error| error.error)
}

/// What was done, and what is to do next.
fn told(place: &Path, config: &Config, was_fallback: bool) -> String {
    let entry = config.model();
    let name = &entry.name;
    let codes = entry.languages.iter().map(|language| language.code()).collect::<Vec<_>>().join(", ");
    let mut lines = vec![format!("{name} answers from now on (languages: {codes}), says {}.", place.display())];
    if was_fallback {
        lines.push("It is no fallback any more.".into());
    }
    lines.push(match &entry.kind {
        ModelKind::Local(file) if path(file, &config.llm).is_file() => {
            "Next: start copydesk; a chat that is running keeps its model.".into()
        }
        ModelKind::Local(file) if file.source.is_empty() => {
            format!("Next: put its file at {}.", path(file, &config.llm).display())
        }
        ModelKind::Local(_) => format!("Next: fetch its file with copydesk model fetch {name}"),
        ModelKind::Remote(Server { key: Err(reason), .. }) => format!("Next: give it its key; {reason}."),
        ModelKind::Remote(_) => "Next: start copydesk; a chat that is running keeps its model.".into(),
    });
    lines.join("\n")
}
