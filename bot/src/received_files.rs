//! Files that people send: which are read, and what is said of the others.

use copydesk_adapters::{Explained, FileFault, FileProblem, FileSettings, ReceivedFile};

use crate::as_typed;
use crate::commands::{self, Spec};
use crate::desk::Desk;
use crate::invocation::command_name;
use crate::menu::localised;
use crate::texts::{Problem, Sentence, sentence};

/// Endings of files that some command reads. Each command says itself which of them it takes.
const ENDINGS: [&str; 13] =
    ["csv", "tsv", "json", "jsonl", "ndjson", "txt", "md", "markdown", "docx", "html", "htm", "opml", "xml"];

/// How the adapter of a platform takes files in.
pub fn settings(desk: &Desk, platform: &str) -> FileSettings {
    let explain: fn(&FileProblem) -> Explained = match platform {
        "telegram" => |problem| as_typed::said_on("telegram", || explain(problem)),
        _ => |problem| as_typed::said_on("discord", || explain(problem)),
    };
    FileSettings {
        folder: desk.data_dir.join("received"),
        most: desk.config.files.most_bytes,
        endings: ENDINGS.to_vec(),
        explain,
    }
}

fn explain(problem: &FileProblem) -> Explained {
    let FileProblem { name, fault } = problem;
    let name = name.as_str();
    let (message, help) = match fault {
        FileFault::Kind => (sentence!("file-kind", name = name), sentence!("file-kind-help")),
        FileFault::TooLarge(most) => {
            let most = most / (1024 * 1024);
            (sentence!("file-large", name = name, most = most), sentence!("file-large-help"))
        }
        FileFault::Missing => (sentence!("file-missing", name = name), sentence!("file-again-help")),
        FileFault::CutOff | FileFault::WrongSize => (sentence!("file-cut", name = name), sentence!("file-again-help")),
        FileFault::Unreachable => (sentence!("file-unreachable", name = name), sentence!("storage-busy-help")),
        FileFault::Unwritable => (sentence!("file-unwritable", name = name), sentence!("storage-busy-help")),
    };
    Explained { message: localised(&message), help: localised(&help) }
}

/// Whether the words beside a file are a command that takes it.
///
/// # Errors
/// That they are not, and which are.
pub fn check(file: &ReceivedFile, command: Option<&Spec>) -> Result<(), Problem> {
    let name = file.name.as_str();
    let message: Sentence = match command {
        Some(spec) if spec.takes_file => return Ok(()),
        Some(spec) => sentence!("file-not-taken", name = name, command = command_name(spec)),
        None => sentence!("file-alone", name = name),
    };
    let takers = commands::all().filter(|spec| spec.takes_file);
    let takers: Vec<Sentence> = takers.map(command_name).collect();
    let help =
        if takers.is_empty() { sentence!("file-kind-none") } else { sentence!("file-alone-help", commands = takers) };
    Err(Problem::new(message, help))
}
