//! Entries of `[models]`.

use std::path::{Component, PathBuf};

use copydesk_analysis::Language;

use super::reader::Reader;
use super::servers::{self, Server, ServerLimits};

/// A language model that can be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelEntry {
    /// The name in the configuration.
    pub name: String,
    /// Where it computes.
    pub kind: ModelKind,
    /// Languages that it writes.
    pub languages: Vec<Language>,
    /// Those that it writes badly.
    pub weak_languages: Vec<Language>,
    /// How it is spoken to.
    pub style: PromptStyle,
    /// How much it can take.
    pub capability: Capability,
}

/// Where a model computes.
#[derive(Debug, Clone, PartialEq)]
pub enum ModelKind {
    /// In this process.
    Local(LocalFile),
    /// On a server that speaks OpenAI's protocol.
    Remote(Server),
}

impl ModelKind {
    /// `local` or `remote`.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Local(_) => "local",
            Self::Remote(_) => "remote",
        }
    }
}

/// A model's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalFile {
    /// Its name in the models folder, or a whole path.
    pub file: PathBuf,
    /// Where its parts come from, in order; empty if a person brings it.
    pub source: Vec<Source>,
    /// Its size, where known.
    pub bytes: Option<u64>,
    /// Its SHA-256 in hexadecimal, where known.
    pub sha256: Option<String>,
    /// The name of its licence.
    pub licence: String,
}

/// Where a part of a model's file comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A file inside a Python package.
    Package {
        /// `name==version`.
        package: String,
        /// The path inside the package.
        path: String,
    },
    /// An address that begins with `http://` or `https://`.
    Web(String),
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Package { package, path } => write!(f, "python-package {package} {path}"),
            Self::Web(url) => f.write_str(url),
        }
    }
}

/// How a model is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptStyle {
    /// In messages.
    Chat,
    /// As text to be continued.
    Completion,
}

/// How much a model can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capability {
    /// Follows examples, hardly instructions.
    Small,
    /// Follows the whole brief.
    Capable,
}

/// Reads the entry of this name.
pub(super) fn read((name, reader): (String, Reader<'_>), usual: ServerLimits) -> (String, ModelEntry) {
    let is_local = reader.choice("kind", &[("local", true), ("remote", false)]);
    let kind = if is_local { read_local(&reader) } else { ModelKind::Remote(servers::read(&reader, usual)) };
    let style = reader.choice("style", &[("chat", PromptStyle::Chat), ("completion", PromptStyle::Completion)]);
    if !is_local && style == PromptStyle::Completion {
        let value = toml::Value::String("completion".into());
        reader.wrong("style", &value, "expected \"chat\": servers are spoken to in messages", None);
    }
    let entry = ModelEntry {
        name: name.clone(),
        kind,
        languages: languages(&reader, "languages"),
        weak_languages: languages(&reader, "weak_languages"),
        style,
        capability: reader.choice("capability", &[("small", Capability::Small), ("capable", Capability::Capable)]),
    };
    reader.finish();
    (name, entry)
}

fn languages(reader: &Reader<'_>, key: &str) -> Vec<Language> {
    let codes: Vec<&str> = Language::ALL.iter().map(|language| language.code()).collect();
    let read = |code: &String| {
        let language = Language::from_code(code);
        if language.is_none() {
            let expected = format!("expected language codes out of {}", codes.join(", "));
            reader.wrong(key, &toml::Value::String(code.clone()), expected, None);
        }
        language
    };
    reader.texts(key).iter().filter_map(read).collect()
}

fn read_local(reader: &Reader<'_>) -> ModelKind {
    reader.need("file", "the name of a GGUF file in the models folder, or its whole path");
    let file = PathBuf::from(reader.text("file"));
    if file.is_relative() && file.components().any(|part| part == Component::ParentDir) {
        let expected = "expected the name of a file in the models folder, or its whole path";
        reader.wrong("file", &toml::Value::String(file.display().to_string()), expected, None);
    }
    let source = reader.texts("source");
    let parts = source.iter().filter_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["python-package", package, path] if package.contains("==") && !path.contains("..") => {
                Some(Source::Package { package: package.into(), path: path.into() })
            }
            [url] if servers::is_web_address(url) => Some(Source::Web(url.into())),
            _ => {
                let expected = "expected \"python-package NAME==VERSION PATH-IN-IT\" or an address without a password \
                                that begins with https:// or http://";
                // Not quoted if what stands there may be a password.
                let shown = if line.contains('@') { "…@…" } else { line.as_str() };
                reader.wrong("source", &toml::Value::String(shown.into()), expected, None);
                None
            }
        }
    });
    let parts = parts.collect();
    let sha256 = Some(reader.text("sha256").to_lowercase()).filter(|hash| !hash.is_empty());
    if let Some(hash) = sha256.as_ref().filter(|hash| hash.len() != 64 || !hash.chars().all(|c| c.is_ascii_hexdigit()))
    {
        reader.wrong("sha256", &toml::Value::String(hash.clone()), "expected 64 hexadecimal digits", None);
    }
    ModelKind::Local(LocalFile {
        file,
        source: parts,
        bytes: reader.optional_whole("bytes", 1..=1 << 50),
        sha256,
        licence: reader.text("licence"),
    })
}
