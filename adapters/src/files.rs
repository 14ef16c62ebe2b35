//! Files that people send: streamed into a folder when their request is handled, within bounds, and removed after it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use platform_reqwest::redirect::Policy;
use platform_reqwest::{Client, Response, StatusCode};
use serde::{Deserialize, Serialize};
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

use crate::{Localised, ReceivedFile};

/// Files that are fetched at the same time, so that their bounds bound the disk.
const AT_ONCE: usize = 4;
/// A server that sends nothing for so long has ended.
const STALL: Duration = Duration::from_secs(30);
/// The longest that one file may take.
const LONGEST: Duration = Duration::from_secs(10 * 60);
/// Attempts at one file, and the pause before the second; it doubles.
const ATTEMPTS: u32 = 3;
const PAUSE: Duration = Duration::from_millis(500);
/// Characters of a file's name that are kept; its ending stays.
const NAME: usize = 100;

/// How files are taken in.
#[derive(Debug, Clone)]
pub struct FileSettings {
    /// Where they are while their requests are handled: a folder for each platform, emptied at the start.
    pub folder: PathBuf,
    /// Bytes of the largest file that is taken; a platform may have a lower bound of its own.
    pub most: u64,
    /// Endings of what is taken, in lower case, such as `csv`.
    pub endings: Vec<&'static str>,
    /// What a person is told of a file that is not taken.
    pub explain: fn(&FileProblem) -> Explained,
}

/// A sentence and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// What is wrong.
    pub message: Localised,
    /// What to do.
    pub help: Localised,
}

/// A file that is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileProblem {
    /// What its sender calls it.
    pub name: String,
    /// Why.
    pub fault: FileFault,
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFault {
    /// Nobody here reads files of this kind.
    Kind,
    /// It is larger than this, bytes.
    TooLarge(u64),
    /// The platform no longer hands it out.
    Missing,
    /// It did not arrive whole, also not the next times.
    CutOff,
    /// It arrived with another size than the platform said.
    WrongSize,
    /// The platform's server for files can't be reached.
    Unreachable,
    /// It can't be stored here.
    Unwritable,
}

/// A file that somebody sent, before it is here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SentFile {
    /// What its sender calls it, cleaned.
    pub(crate) name: String,
    /// Its size, where the platform says so.
    pub(crate) bytes: Option<u64>,
    /// By what the platform knows it: an id, or an address.
    pub(crate) reference: String,
}

impl SentFile {
    pub(crate) fn new(name: &str, bytes: Option<u64>, reference: &str) -> Self {
        Self { name: clean_name(name), bytes, reference: reference.to_owned() }
    }
}

/// A file that is here; it goes with this value.
#[derive(Debug)]
pub(crate) struct TemporaryFile(ReceivedFile);

impl TemporaryFile {
    pub(crate) fn received(&self) -> ReceivedFile {
        self.0.clone()
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.0.path)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(path = %self.0.path.display(), %error, "a received file stays until the next start");
        }
    }
}

/// Whether a name has one of these endings, which are in lower case.
pub(crate) fn reads(endings: &[&str], name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|it| endings.contains(&it.as_str()))
}

/// Takes files in.
pub(crate) struct Files {
    settings: FileSettings,
    folder: PathBuf,
    client: Option<Client>,
    turns: Semaphore,
}

impl fmt::Debug for Files {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Files").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Files {
    /// Removes what a process that was killed has left of this platform's files.
    pub(crate) fn open(settings: FileSettings, platform: &str) -> Self {
        let folder = settings.folder.join(platform);
        if let Err(error) = std::fs::remove_dir_all(&folder)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(path = %folder.display(), %error, "files of an earlier start can't be removed");
        }
        // No redirects: an address that was allowed must not lead to one that is not.
        let client = Client::builder().redirect(Policy::none()).connect_timeout(STALL).build();
        let client = client.inspect_err(|error| tracing::error!(%error, "files can't be fetched")).ok();
        Self { settings, folder, client, turns: Semaphore::new(AT_ONCE) }
    }

    /// What a person is told.
    pub(crate) fn explain(&self, file: &SentFile, fault: FileFault) -> Explained {
        (self.settings.explain)(&FileProblem { name: file.name.clone(), fault })
    }

    /// Whether files with this name are taken.
    pub(crate) fn reads(&self, name: &str) -> bool {
        reads(&self.settings.endings, name)
    }

    /// What can be said before anything is fetched.
    pub(crate) fn check(&self, file: &SentFile) -> Result<(), FileFault> {
        if !self.reads(&file.name) {
            return Err(FileFault::Kind);
        }
        match file.bytes {
            Some(bytes) if bytes > self.settings.most => Err(FileFault::TooLarge(self.settings.most)),
            _ => Ok(()),
        }
    }

    /// Fetches a file. The address may be secret: no error and no log has it.
    pub(crate) async fn fetch(&self, file: &SentFile, address: &str) -> Result<TemporaryFile, FileFault> {
        let client = self.client.as_ref().ok_or(FileFault::Unreachable)?;
        let _turn = self.turns.acquire().await.map_err(|_closed| FileFault::Unreachable)?;
        let unwritable = |error: &dyn fmt::Display| {
            tracing::error!(%error, "a file can't be stored");
            FileFault::Unwritable
        };
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(|error| unwritable(&error))?;
        let name: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        tokio::fs::create_dir_all(&self.folder).await.map_err(|error| unwritable(&error))?;
        // From here on, however this ends, nothing stays.
        let path = self.folder.join(name);
        let mut here = TemporaryFile(ReceivedFile { name: file.name.clone(), path, bytes: 0 });
        let mut pause = PAUSE;
        for attempt in 1.. {
            let fetched = timeout(LONGEST, self.once(client, file, address, &here.0.path)).await;
            match fetched.unwrap_or(Err(FileFault::CutOff)) {
                Ok(bytes) => {
                    here.0.bytes = bytes;
                    return Ok(here);
                }
                Err(fault @ (FileFault::CutOff | FileFault::WrongSize | FileFault::Unreachable))
                    if attempt < ATTEMPTS =>
                {
                    tracing::info!(?fault, "a file did not arrive; it is fetched again");
                    sleep(pause).await;
                    pause *= 2;
                }
                Err(fault) => return Err(fault),
            }
        }
        Err(FileFault::Unreachable)
    }

    async fn once(&self, client: &Client, file: &SentFile, address: &str, path: &Path) -> Result<u64, FileFault> {
        let response = timeout(STALL, client.get(address).send()).await;
        let mut response = match response.map_err(|_late| FileFault::Unreachable)? {
            Ok(response) => self.allowed(response)?,
            Err(error) => {
                tracing::debug!(error = %error.without_url(), "the server for files did not answer");
                return Err(FileFault::Unreachable);
            }
        };
        let most = self.settings.most;
        if response.content_length().is_some_and(|bytes| bytes > most) {
            return Err(FileFault::TooLarge(most));
        }
        let unwritable = |error: io::Error| {
            tracing::error!(%error, "a file can't be stored");
            FileFault::Unwritable
        };
        let mut to = tokio::fs::File::create(path).await.map_err(unwritable)?;
        let mut bytes = 0;
        loop {
            match timeout(STALL, response.chunk()).await {
                Ok(Ok(Some(chunk))) => {
                    bytes += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
                    if bytes > most {
                        return Err(FileFault::TooLarge(most));
                    }
                    to.write_all(&chunk).await.map_err(unwritable)?;
                }
                Ok(Ok(None)) => break,
                Ok(Err(_)) | Err(_) => return Err(FileFault::CutOff),
            }
        }
        to.flush().await.map_err(unwritable)?;
        match file.bytes {
            Some(expected) if expected != bytes => Err(FileFault::WrongSize),
            _ => Ok(bytes),
        }
    }

    fn allowed(&self, response: Response) -> Result<Response, FileFault> {
        match response.status() {
            status if status.is_success() => Ok(response),
            StatusCode::PAYLOAD_TOO_LARGE => Err(FileFault::TooLarge(self.settings.most)),
            StatusCode::TOO_MANY_REQUESTS => Err(FileFault::Unreachable),
            status if status.is_client_error() || status.is_redirection() => Err(FileFault::Missing),
            _ => Err(FileFault::Unreachable),
        }
    }
}

/// A name without what can't be seen or means a folder, short, with its ending.
fn clean_name(name: &str) -> String {
    let hidden = |it: &char| {
        it.is_control()
            || matches!(it, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let kept = name.chars().filter(|it| !hidden(it)).map(|it| if matches!(it, '/' | '\\') { '_' } else { it });
    let name: String = kept.collect::<String>().trim().to_owned();
    if name.is_empty() {
        return "file".to_owned();
    }
    let count = name.chars().count();
    if count <= NAME {
        return name;
    }
    let ending: String = name.rsplit_once('.').map(|(_, it)| it.chars().take(10).collect()).unwrap_or_default();
    let beginning: String = name.chars().take(NAME.saturating_sub(2 + ending.chars().count())).collect();
    format!("{beginning}….{ending}").trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_what_people_can_see_and_no_path() {
        for (name, expected) in [
            ("posts.csv", "posts.csv"),
            ("../../etc/passwd", ".._.._etc_passwd"),
            ("..\\posts.csv", ".._posts.csv"),
            ("posts\u{202e}fdp.csv\n", "postsfdp.csv"),
            (" \u{200b} ", "file"),
            ("往期 内容.xlsx", "往期 内容.xlsx"),
        ] {
            assert_eq!(clean_name(name), expected);
        }
        assert_eq!(clean_name(&format!("{}.csv", "x".repeat(300))), format!("{}….csv", "x".repeat(NAME - 5)));
    }

    proptest! {
        #[test]
        fn a_name_of_any_length_stays_short(name in ".{0,400}") {
            let name = clean_name(&name);
            prop_assert!(!name.is_empty() && name.chars().count() <= NAME && !name.contains(['/', '\\', '\n']), "{name:?}");
        }
    }
}
