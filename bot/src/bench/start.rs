//! `copydesk bench start`: how long until the prompt, and how much memory without a model.

use std::io;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};

use crate::config::Config;

/// How often the start is timed.
const RUNS: usize = 5;
/// The goals that the report sets its figures beside.
const START_GOAL: Duration = Duration::from_millis(1500);
const MEMORY_GOAL_KIB: u64 = 40 * 1024;

/// Starts this program several times, and reports.
///
/// # Errors
/// A sentence if a start failed.
pub async fn run(config: &Config, config_path: Option<&Path>) -> Result<String, String> {
    let failed = |error: io::Error| format!("Can't measure: {error}.");
    let mut prompts = Vec::new();
    let mut answers = Vec::new();
    for _ in 0..RUNS {
        let (prompt, answer) = time_start(config, config_path).await.map_err(failed)?;
        prompts.push(prompt);
        answers.push(answer);
    }
    prompts.sort();
    answers.sort();
    let memory = idle_memory().await.map_err(failed)?;
    let (prompt, ready) = (prompts[RUNS / 2], answers[RUNS / 2]);
    let mark = |good: bool| if good { "reached" } else { "MISSED" };
    let memory = match memory {
        Some(kib) => format!("{:.1} MiB (goal: under 40 MiB, {})", kib as f64 / 1024.0, mark(kib < MEMORY_GOAL_KIB)),
        None => "not measured: this system has no /proc".into(),
    };
    Ok(format!(
        "model {}, median of {RUNS} starts\nstart to prompt             {:>5} ms (goal: under {} ms, {})\nstart to a loaded model     {:>5} ms (goal: under {} ms, {})\nidle memory without a model {memory}",
        config.llm.model,
        prompt.as_millis(),
        START_GOAL.as_millis(),
        mark(prompt < START_GOAL),
        ready.as_millis(),
        START_GOAL.as_millis(),
        mark(ready < START_GOAL),
    ))
}

fn copydesk(data: &Path) -> io::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command
        .arg("--data")
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .kill_on_drop(true);
    Ok(command)
}

/// From the start of the process to its prompt, and to a loaded model.
async fn time_start(config: &Config, config_path: Option<&Path>) -> io::Result<(Duration, Duration)> {
    let folder = tempfile::tempdir()?;
    let mut command = copydesk(folder.path())?;
    command
        .args(["--model", &config.llm.model])
        .args(config_path.iter().flat_map(|path| [Path::new("--config"), path]));
    let begin = Instant::now();
    let mut child = command.arg("run").env("RUST_LOG", "copydesk_llm=info").stderr(Stdio::piped()).spawn()?;
    let missing = || io::Error::other("a pipe is missing");
    let mut stdout = child.stdout.take().ok_or_else(missing)?;
    let stderr = BufReader::new(child.stderr.take().ok_or_else(missing)?);
    // The first bytes are the welcome; the prompt is ready for input right after it.
    let prompt = async {
        let mut byte = [0; 1];
        stdout.read_exact(&mut byte).await.map(|_| begin.elapsed())
    };
    let loaded = async {
        let mut lines = stderr.lines();
        while let Some(line) = lines.next_line().await? {
            if line.contains("loaded") {
                return Ok(begin.elapsed());
            }
        }
        Err(io::Error::other("the model was never loaded; copydesk model fetch brings it"))
    };
    let times = tokio::try_join!(prompt, loaded);
    leave(child).await?;
    times
}

/// Resident memory in KiB of a chat at its prompt, without a model.
async fn idle_memory() -> io::Result<Option<u64>> {
    let folder = tempfile::tempdir()?;
    let config = folder.path().join("config.toml");
    tokio::fs::write(
        &config,
        "[llm]\nmodel = \"none\"\n[models.none]\nkind = \"local\"\nfile = \"none.gguf\"\nlanguages = [\"en\"]\n",
    )
    .await?;
    let mut command = copydesk(&folder.path().join("data"))?;
    let mut child = command.arg("--config").arg(&config).arg("run").spawn()?;
    let mut byte = [0; 1];
    child.stdout.as_mut().ok_or_else(|| io::Error::other("a pipe is missing"))?.read_exact(&mut byte).await?;
    // A command that needs no model, so that what it loads counts.
    let input = child.stdin.as_mut().ok_or_else(|| io::Error::other("a pipe is missing"))?;
    input.write_all(b"/prefs\n").await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let status = match child.id() {
        Some(id) => tokio::fs::read_to_string(format!("/proc/{id}/status")).await.ok(),
        None => None,
    };
    leave(child).await?;
    let line = status
        .as_deref()
        .and_then(|status| status.lines().find_map(|line| line.strip_prefix("VmRSS:")).map(str::to_string));
    Ok(line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()))
}

/// Closes the chat's input and waits for its end.
async fn leave(mut child: Child) -> io::Result<()> {
    drop(child.stdin.take());
    child.wait().await.map(drop)
}
