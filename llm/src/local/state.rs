//! What was computed, kept over a restart: each team's beginning in a file, and a list of them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use llama_cpp_2::token::LlamaToken;
use serde::{Deserialize, Serialize};

use super::kept::{Entry, Kept, PromptTokens};
use super::kv::Kv;
use super::{LocalSettings, file};

/// The list of what is saved.
const LIST: &str = "list.json";

/// Where one model's saved beginnings are.
pub(super) struct Saved {
    folder: PathBuf,
}

/// One saved beginning.
#[derive(Debug, Serialize, Deserialize)]
struct SavedEntry {
    file: String,
    team: String,
    /// The number of tokens that are the same for every team, and of those that are the same for the team's requests.
    task: usize,
    team_tokens: usize,
    tokens: Vec<i32>,
}

impl Saved {
    /// Where the model of `settings` saves; `None` if it should not.
    /// `loaded` is the file that computes, which may be a copy of the one in the settings: other weights, other numbers.
    pub(super) fn of(settings: &LocalSettings, loaded: &PathBuf) -> Option<Self> {
        let folder = settings.state_dir.as_ref()?;
        match file::fingerprint(std::iter::once(loaded).chain(&settings.lora)) {
            Ok(fingerprint) => Some(Self { folder: folder.join(fingerprint) }),
            Err(error) => {
                tracing::warn!(%error, "what is computed will not be kept over a restart");
                None
            }
        }
    }

    /// Reads what was saved. What can't be read is left out, and will be computed again.
    pub(super) fn restore(&self, kept: &mut Kept, kv: &mut Kv<'_>) {
        match self.read_all(kept, kv) {
            Ok(0) => {}
            Ok(beginnings) => tracing::info!(llm.beginnings = beginnings, "computed prompts were read back"),
            Err(error) => tracing::warn!(%error, "the saved computed prompts can't be read"),
        }
    }

    fn read_all(&self, kept: &mut Kept, kv: &mut Kv<'_>) -> io::Result<usize> {
        let list = match fs::read(self.folder.join(LIST)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
            list => list?,
        };
        let list: Vec<SavedEntry> = serde_json::from_slice(&list)?;
        let mut read = 0;
        for saved in list {
            // Half of the store stays for new requests.
            if kv.free() < saved.tokens.len() + kv.capacity() / 2 {
                break;
            }
            read += usize::from(self.read(saved, kept, kv));
        }
        Ok(read)
    }

    fn read(&self, saved: SavedEntry, kept: &mut Kept, kv: &mut Kv<'_>) -> bool {
        let tokens: Vec<LlamaToken> = saved.tokens.iter().map(|&token| LlamaToken(token)).collect();
        // A name out of the list must not lead out of the folder.
        let Some(name) = Path::new(&saved.file).file_name() else { return false };
        let Some(sequence) = kv.claim() else { return false };
        let loaded = kv.context.state_seq_load_file(self.folder.join(name), sequence.id(), tokens.len());
        if !loaded.is_ok_and(|(loaded, _)| loaded == tokens) {
            tracing::warn!(file = saved.file, "a saved prompt can't be read");
            kv.release(sequence);
            return false;
        }
        kv.extend(sequence, tokens.len());
        let prompt =
            PromptTokens { task: saved.task.min(tokens.len()), team: saved.team_tokens.min(tokens.len()), tokens };
        let entry = Entry { sequence, prompt, team: saved.team };
        // Several teams begin alike; that is held once.
        if let Some((other, shared)) = kept.longest(entry.owned(), kv.whole_only).filter(|_| !kv.whole_only)
            && let Err(error) = kv.merge(other, sequence, shared)
        {
            tracing::warn!(%error, "a saved prompt can't be merged");
            kv.release(sequence);
            return false;
        }
        kept.keep(entry, kv);
        true
    }

    /// Writes each team's beginning, those used last first. Requests' own parts are left out. The store is not used
    /// afterwards.
    pub(super) fn save(&self, kept: &Kept, kv: &mut Kv<'_>) {
        if let Err(error) = self.write_all(kept, kv) {
            tracing::warn!(folder = %self.folder.display(), %error, "computed prompts can't be saved");
        }
    }

    fn write_all(&self, kept: &Kept, kv: &mut Kv<'_>) -> io::Result<()> {
        // What is there belongs to an earlier run; a list that names missing files would only cost warnings.
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        create_private(&self.folder)?;
        let mut list: Vec<SavedEntry> = Vec::new();
        for entry in kept.entries().iter().rev() {
            let wanted = if entry.prompt.team > 0 { entry.prompt.team } else { entry.prompt.tokens.len() };
            let tokens: Vec<i32> = entry.prompt.tokens[..wanted].iter().map(|token| token.0).collect();
            let is_saved = |saved: &SavedEntry| saved.team == entry.team && saved.tokens.starts_with(&tokens);
            if list.iter().any(is_saved) || !kv.truncate(entry.sequence, wanted) {
                continue;
            }
            let file = format!("{}.kv", list.len());
            let written = kv.context.state_seq_save_file(
                self.folder.join(&file),
                entry.sequence.id(),
                &entry.prompt.tokens[..wanted],
            );
            written.map_err(io::Error::other)?;
            list.push(SavedEntry {
                file,
                team: entry.team.clone(),
                task: entry.prompt.task.min(wanted),
                team_tokens: entry.prompt.team.min(wanted),
                tokens,
            });
        }
        fs::write(self.folder.join(LIST), serde_json::to_vec(&list)?)
    }
}

/// Prompts are the team's own: nobody else on this machine may read them.
fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
