//! The program under test, with a folder, a configuration and a data folder of its own.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use copydesk_storage::{SledEngine, Store};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

/// The freshly built program.
pub const COPYDESK: &str = env!("CARGO_BIN_EXE_copydesk-under-test");

/// The key of the fake server, which nobody may ever see.
pub const KEY: &str = "sk-very-secret";

/// Nothing here takes as long, unless it hangs.
const HANGS: Duration = Duration::from_secs(180);

/// A person's machine: home, configuration, data and model files.
pub struct Program {
    folder: TempDir,
    environment: Vec<(&'static str, String)>,
}

/// What a run of the program gave; its folder is written `DIR`.
#[derive(Debug)]
pub struct Outcome {
    /// The exit status; `None` after a signal.
    pub status: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Program {
    /// With these settings, and no model file.
    pub fn new(settings: &str) -> Self {
        let program = Self::with_config("");
        let models = program.path("models");
        fs::create_dir(&models).unwrap();
        program.configure(&format!("llm.models_dir = {models:?}\n{settings}"));
        program
    }

    /// With exactly this configuration.
    pub fn with_config(config: &str) -> Self {
        let program = Self { folder: tempfile::tempdir().unwrap(), environment: Vec::new() };
        program.configure(config);
        program
    }

    pub fn configure(&self, config: &str) {
        fs::write(self.path("config.toml"), config).unwrap();
    }

    /// With one more environment variable.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    /// A file or folder of this machine.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What is stored, while no program runs; to be dropped before one starts.
    pub fn store(&self) -> Store {
        Store::new(Arc::new(SledEngine::open(&self.path("data")).unwrap()))
    }

    /// The path of a file that the program wrote and named, as it printed it.
    pub fn printed_path(&self, printed: &Value) -> PathBuf {
        self.path(printed.as_str().unwrap().strip_prefix("DIR/").unwrap())
    }

    /// The program, not yet started, in an environment that is the same everywhere.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(COPYDESK);
        command
            .arg("--config")
            .arg(self.path("config.toml"))
            .arg("--data")
            .arg(self.path("data"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path())
            .env("LC_ALL", "C.UTF-8")
            .env("FAKE_KEY", KEY)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    pub async fn run(&self, arguments: &[&str]) -> Outcome {
        self.outcome_of(self.command(arguments), b"").await
    }

    /// One request in JSON.
    pub async fn ask(&self, text: &str) -> Outcome {
        self.run(&["ask", "--json", text]).await
    }

    /// A piped chat.
    pub async fn chat(&self, input: impl AsRef<[u8]>) -> Outcome {
        self.outcome_of(self.command(&["run"]), input.as_ref()).await
    }

    /// Runs `command` with `input` to its end.
    pub async fn outcome_of(&self, mut command: Command, input: &[u8]) -> Outcome {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        // A program that ends early reads no more; that is its right.
        let feeding = tokio::spawn(async move { stdin.write_all(&input).await });
        let output = timeout(HANGS, child.wait_with_output()).await.expect("the program hangs").unwrap();
        let _closed = feeding.await.unwrap();
        self.outcome(output.status, &output.stdout, &output.stderr)
    }

    /// A chat whose pipe stays open.
    pub fn start_chat(&self) -> Chat<'_> {
        let log = self.path("stderr.txt");
        let mut command = self.command(&["run"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(File::create(&log).unwrap());
        let mut child = command.spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Chat { program: self, child, input, output, heard: Vec::new(), seen: 0, log }
    }

    fn outcome(&self, status: ExitStatus, out: &[u8], err: &[u8]) -> Outcome {
        let folder = self.folder.path().to_string_lossy().into_owned();
        let text = |bytes: &[u8]| std::str::from_utf8(bytes).expect("it writes UTF-8").replace(&folder, "DIR");
        let outcome = Outcome { status: status.code(), out: text(out), err: text(err) };
        let said = format!("{}{}", outcome.out, outcome.err);
        assert!(!said.contains("panicked"), "{outcome:#?}");
        assert!(!said.contains(KEY), "{outcome:#?}");
        outcome
    }
}

impl Outcome {
    /// The answer in JSON, on one line.
    pub fn json(&self) -> Value {
        assert_eq!(self.out.lines().count(), 1, "{self:#?}");
        serde_json::from_str(&self.out).unwrap()
    }

    /// Message and help of an error in JSON, with exit status 1.
    pub fn error(&self) -> String {
        let answer = self.json();
        assert_eq!((&answer["kind"], self.status), (&Value::from("error"), Some(1)), "{self:#?}");
        format!("{}\n{}", answer["message"].as_str().unwrap(), answer["help"].as_str().unwrap())
    }
}

/// A chat under way.
pub struct Chat<'p> {
    program: &'p Program,
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    heard: Vec<u8>,
    seen: usize,
    log: PathBuf,
}

impl Chat<'_> {
    pub async fn say(&mut self, line: &str) {
        self.input.write_all(format!("{line}\n").as_bytes()).await.unwrap();
    }

    /// Reads on until `text` comes.
    pub async fn wait_for(&mut self, text: &str) {
        let waiting = async {
            loop {
                let new = String::from_utf8_lossy(&self.heard[self.seen..]).into_owned();
                if let Some(at) = new.find(text) {
                    self.seen += at + text.len();
                    break;
                }
                let mut bytes = [0; 4096];
                let read = self.output.read(&mut bytes).await.unwrap();
                assert!(read > 0, "the chat ended before {text:?}: {new}");
                self.heard.extend_from_slice(&bytes[..read]);
            }
        };
        if timeout(HANGS, waiting).await.is_err() {
            panic!("{text:?} never comes: {}", String::from_utf8_lossy(&self.heard));
        }
    }

    /// Ctrl-C.
    pub fn interrupt(&self) {
        self.signal(Signal::INT);
    }

    /// `kill -9`, and waits until it is gone.
    pub async fn kill(mut self) {
        self.signal(Signal::KILL);
        self.child.wait().await.unwrap();
    }

    fn signal(&self, signal: Signal) {
        let id = i32::try_from(self.child.id().expect("it still runs")).unwrap();
        kill_process(Pid::from_raw(id).unwrap(), signal).unwrap();
    }

    /// Closes the pipe, and reads to the end.
    pub async fn leave(self) -> Outcome {
        let Self { program, mut child, input, mut output, mut heard, log, .. } = self;
        drop(input);
        timeout(HANGS, output.read_to_end(&mut heard)).await.expect("the program hangs").unwrap();
        let status = timeout(HANGS, child.wait()).await.expect("the program hangs").unwrap();
        program.outcome(status, &heard, &fs::read(log).unwrap())
    }
}

/// The names in a folder, sorted.
pub fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Ctrl-C, and waits until what is under way is done.
pub async fn stop(mut running: Child) {
    let id = i32::try_from(running.id().unwrap()).unwrap();
    kill_process(Pid::from_raw(id).unwrap(), Signal::INT).unwrap();
    let ended = timeout(HANGS, running.wait()).await;
    assert!(ended.unwrap().unwrap().success(), "it ends well");
}
