//! `copydesk bench chat`: many requests over Telegram's loop and Discord's gateway, with a model that answers at once.
//!
//! | file | what it does |
//! | --- | --- |
//! | `telegram`, `discord` | the platforms as servers that only count |
//! | `times` | when each request arrived and was answered |
//! | `echo` | the bot that is measured, in a process of its own |

mod discord;
pub mod echo;
mod telegram;
mod times;

use std::fmt::Write;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use tokio::process::{Child, Command};

use self::times::{Figures, Times};

/// How long a bot may take to be there, and to answer what waits.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often requests are handed out while they come at a rate.
const TICK: Duration = Duration::from_millis(5);
/// Not secret, and of the form that libraries expect.
const TELEGRAM_TOKEN: &str = "123456:bench-bench-bench-bench-bench-bench";
const DISCORD_TOKEN: &str = "MTAwMDAwMDAwMDAwMDAwMDAwMQ.bench.bench-bench-bench-bench-bench";

/// What to measure.
pub struct Plan {
    /// Requests in each phase.
    pub requests: usize,
    /// Chats that they come from.
    pub chats: usize,
    /// Requests a second while the delay is measured.
    pub rate: usize,
    /// A shell's command that starts another Telegram bot, to set beside ours.
    pub telegram_peer: Option<String>,
    /// The same for Discord.
    pub discord_peer: Option<String>,
}

/// A platform as a server.
trait Platform: Send + Sync {
    fn name(&self) -> &'static str;

    fn url(&self) -> &str;

    /// Somebody in a chat sends a request.
    fn deliver(&self, chat: usize);
}

/// Measures ours, and then its peers, on both platforms.
///
/// # Errors
/// A sentence if a bot does not start.
pub async fn run(plan: &Plan) -> Result<String, String> {
    let Plan { requests, chats, rate, .. } = plan;
    let mut report = format!("{requests} requests of {chats} chats, without pacing; delays at {rate} requests/s, ms\n");
    let _ = writeln!(
        report,
        "{:<18} {:>9} {:>9} {:>8} {:>8} {:>8} {:>8} {:>9} {:>8} {:>8}",
        "", "answered", "at once/s", "p50", "p99", "ack p50", "ack p99", "last ack", "CPU µs", "MiB"
    );
    for (platform, peer) in [("telegram", &plan.telegram_peer), ("discord", &plan.discord_peer)] {
        let mut rates = Vec::new();
        for command in [None, peer.as_deref()].into_iter().take(if peer.is_some() { 2 } else { 1 }) {
            let name = format!("{platform} {}", if command.is_some() { "peer" } else { "ours" });
            let measured = measure(plan, platform, command).await?;
            rates.push(measured.flood.per_second);
            let line = measured.line(&name);
            eprintln!("{line}");
            let _ = writeln!(report, "{line}");
        }
        if let [ours, theirs] = rates[..] {
            let _ = writeln!(report, "{platform}: {:.1} times the peer's requests/s", ours / theirs);
        }
    }
    Ok(report.trim_end().to_owned())
}

/// What Linux counts processor time in, as programs see it on all machines.
const TICKS_PER_SECOND: f64 = 100.0;

/// What came of one bot.
struct Measured {
    steady: Figures,
    flood: Figures,
    /// Processor time of the bot's process for a request of the flood, in microseconds.
    cpu: Option<f64>,
    /// The most that the bot's process held.
    mib: Option<f64>,
}

impl Measured {
    fn line(&self, name: &str) -> String {
        let Self { steady, flood, cpu, mib } = self;
        let answered = format!("{}%", 100 * (steady.answered + flood.answered) / (steady.asked + flood.asked).max(1));
        format!(
            "{name:<18} {answered:>9} {:>9.0} {:>8.1} {:>8.1} {:>8.1} {:>8.1} {:>9.0} {:>8.0} {:>8.1}",
            flood.per_second,
            steady.answer.within(0.5),
            steady.answer.within(0.99),
            steady.acknowledgement.within(0.5),
            steady.acknowledgement.within(0.99),
            flood.acknowledgement.within(1.0),
            cpu.unwrap_or(f64::NAN),
            mib.unwrap_or(f64::NAN),
        )
    }
}

async fn measure(plan: &Plan, platform: &str, command: Option<&str>) -> Result<Measured, String> {
    let failed = |error: std::io::Error| format!("Can't measure: {error}.");
    let times = Arc::new(Times::new());
    let server: Arc<dyn Platform> = match platform {
        "telegram" => telegram::Telegram::start(Arc::clone(&times)).await.map_err(failed)?,
        _ => discord::Discord::start(Arc::clone(&times)).await.map_err(failed)?,
    };
    let folder = tempfile::tempdir().map_err(failed)?;
    let mut bot = start(server.as_ref(), command, &folder).map_err(failed)?;
    let mut connected = times.connected.subscribe();
    let there = tokio::time::timeout(PATIENCE, connected.wait_for(|there| *there));
    tokio::select! {
        there = there => drop(there.map_err(|_| format!("The bot did not come to {platform}."))?),
        ended = bot.wait() => return Err(format!("The bot did not come to {platform}: {}.", ended.map_err(failed)?)),
    }
    // Every chat has written before: its team is there.
    (0..plan.chats).for_each(|chat| server.deliver(chat));
    times.finish(0, PATIENCE).await;

    let from = times.count();
    let mut ticks = tokio::time::interval(TICK);
    let begin = tokio::time::Instant::now();
    let mut sent = 0;
    while sent < plan.requests {
        ticks.tick().await;
        let due = (begin.elapsed().as_secs_f64() * plan.rate as f64) as usize;
        (sent..due.min(plan.requests)).for_each(|number| server.deliver(number % plan.chats));
        sent = sent.max(due.min(plan.requests));
    }
    let steady = times.finish(from, PATIENCE).await;

    let from = times.count();
    let before = cpu_seconds(&bot).await;
    (0..plan.requests).for_each(|number| server.deliver(number % plan.chats));
    let flood = times.finish(from, PATIENCE).await;
    let spent = cpu_seconds(&bot).await.zip(before).map(|(after, before)| after - before);
    let cpu = spent.map(|seconds| seconds * 1e6 / flood.asked.max(1) as f64);
    let mib = peak_mib(&bot).await;
    bot.kill().await.map_err(failed)?;
    Ok(Measured { steady, flood, cpu, mib })
}

/// Starts this program as the bot, or another one by its command. Each finds address and token in its environment.
fn start(server: &dyn Platform, command: Option<&str>, folder: &TempDir) -> std::io::Result<Child> {
    let (name, url) = (server.name(), server.url());
    let mut bot = match command {
        Some(command) => {
            let mut shell = Command::new("sh");
            shell.arg("-c").arg(format!("exec {command}"));
            shell
        }
        None => {
            let config = folder.path().join("config.toml");
            std::fs::write(&config, format!("[{name}]\napi_url = \"{url}\"\n"))?;
            let mut ours = Command::new(std::env::current_exe()?);
            ours.args(["bench", "chat-bot", "--config"]).arg(config);
            ours.arg("--data").arg(folder.path().join("data"));
            ours
        }
    };
    bot.env_remove("TELEGRAM_BOT_TOKEN").env_remove("DISCORD_TOKEN").env("BENCH_API_URL", url);
    match name {
        "telegram" => bot.env("TELEGRAM_BOT_TOKEN", TELEGRAM_TOKEN),
        _ => bot.env("DISCORD_TOKEN", DISCORD_TOKEN),
    };
    bot.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true).spawn()
}

/// The processor time of a process so far, its own and the system's for it, where the system tells.
async fn cpu_seconds(process: &Child) -> Option<f64> {
    let path = Path::new("/proc").join(process.id()?.to_string()).join("stat");
    let stat = tokio::fs::read_to_string(path).await.ok()?;
    // Behind the name, which may have blanks, the 12th and 13th fields.
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks: f64 = fields.split_whitespace().skip(11).take(2).filter_map(|it| it.parse::<f64>().ok()).sum();
    Some(ticks / TICKS_PER_SECOND)
}

/// The most memory that a process has held, where the system tells.
async fn peak_mib(process: &Child) -> Option<f64> {
    let path = Path::new("/proc").join(process.id()?.to_string()).join("status");
    let status = tokio::fs::read_to_string(path).await.ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse::<f64>().ok().map(|kib| kib / 1024.0)
}

/// The number that stands behind a word and a few other characters, in JSON, a form or a path.
fn number_after(text: &[u8], word: &str) -> Option<u64> {
    let at = text.windows(word.len()).position(|some| some == word.as_bytes())?;
    let rest = std::str::from_utf8(&text[at + word.len()..]).ok()?;
    let rest = rest.strip_prefix("%20").unwrap_or(rest).trim_start_matches([' ', '+', '-', '"', ':', '=']);
    let digits = rest.find(|it: char| !it.is_ascii_digit()).unwrap_or(rest.len());
    rest[..digits].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_json_forms_and_paths() {
        for text in ["{\"offset\": 17}", "offset=17&limit=1", "/offset-17/x", "offset%2017", "text=an+offset+17"] {
            assert_eq!(number_after(text.as_bytes(), "offset"), Some(17), "{text}");
        }
        assert_eq!(number_after(b"nothing", "offset"), None);
    }
}
