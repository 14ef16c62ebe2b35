//! What both fakes do as programs: their arguments, and the files that one sends at their prompts.

use std::path::Path;

/// The port of `fake-… [PORT]`; with `--help`, or what is no port, prints `help` and ends.
#[must_use]
pub fn port(default: u16, help: &str) -> u16 {
    let Some(given) = std::env::args().nth(1) else { return default };
    match given.parse() {
        Ok(port) => port,
        Err(_) if matches!(given.as_str(), "-h" | "--help") => {
            println!("{help}");
            std::process::exit(0)
        }
        Err(_) => {
            eprintln!("{given:?} is no port\n\n{help}");
            std::process::exit(2)
        }
    }
}

/// `PATH some words` as the file's name, what is in it, and the words; says so where it can't be read.
#[must_use]
pub fn file(line: &str) -> Option<(String, Vec<u8>, String)> {
    let (path, words) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
    let name = Path::new(path).file_name().map(|it| it.to_string_lossy().into_owned())?;
    match std::fs::read(path) {
        Ok(bytes) => Some((name, bytes, words.trim().to_owned())),
        Err(error) => {
            println!("{path}: {error}");
            None
        }
    }
}
