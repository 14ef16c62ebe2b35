//! `copydesk bench soak`: thousands of mixed requests with random cancels on the local engine, to see whether anything
//! stays behind: a sequence that nobody uses, or memory.

use std::fmt::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use copydesk_llm::{
    Completion, Limits, LlmError, LocalModel, LocalSettings, Message, Model, Prompt, Role, Sampling, Schema, Scope,
};
use futures::StreamExt;
use serde_json::json;
use tokio_util::sync::CancellationToken;

/// Requests at the same time.
const AT_ONCE: usize = 24;
/// Memory is measured after so many requests each time.
const EVERY: usize = 200;
const TEAMS: [&str; 5] = ["north", "south", "east", "west", "harbour"];

/// Numbers that look random and are the same in every run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// One request of the soak.
enum Task {
    Answer { completion: Completion, cancel_after: Option<Duration> },
    Embed(Vec<String>),
}

#[derive(Debug, Default, Clone, Copy)]
struct Ends {
    answered: usize,
    cancelled: usize,
    refused: usize,
    failed: usize,
}

/// Sends `requests` to a model started with `settings`, and reports.
///
/// # Errors
/// A sentence if the model can't be used, if a request failed without a reason, or if anything leaked.
pub async fn run(settings: LocalSettings, requests: usize) -> Result<String, String> {
    let model = Arc::new(LocalModel::start(settings));
    model.ready().await.map_err(|error| format!("Can't measure: {error}."))?;
    let mut numbers = Numbers(0x5eed);
    let mut report =
        format!("{requests} requests, {AT_ONCE} at once\n{:>9} {:>8} {:>12}\n", "requests", "s", "memory, MiB");
    let (begin, mut ends, mut done) = (Instant::now(), Ends::default(), 0);
    let mut memory = Vec::new();
    while done < requests {
        let some = EVERY.min(requests - done);
        let tasks: Vec<Task> = (0..some).map(|_| task(&mut numbers)).collect::<Result<_, _>>()?;
        let answers = tasks.into_iter().map(|task| one(Arc::clone(&model), task));
        let results: Vec<Result<(), LlmError>> =
            futures::stream::iter(answers).buffer_unordered(AT_ONCE).collect().await;
        for result in &results {
            count(&mut ends, result);
        }
        done += some;
        memory.push(resident_mib());
        let line = format!("{done:>9} {:>8.1} {:>12.1}", begin.elapsed().as_secs_f32(), memory[memory.len() - 1]);
        eprintln!("{line}");
        report.push_str(&line);
        report.push('\n');
    }
    let leaked = rest(&model).await;
    let used = model.store();
    // The first rounds fill the store and the caches.
    let settled = memory[memory.len() / 3..].iter().copied();
    let growth = settled.clone().last().unwrap_or(0.0) - settled.clone().next().unwrap_or(0.0);
    let Ends { answered, cancelled, refused, failed } = ends;
    let _ = write!(
        report,
        "answered {answered}, cancelled {cancelled}, refused {refused}, failed {failed}\n\
         sequences in use {} for {} kept prompts; tokens held {} of {}\n\
         memory grew by {growth:.1} MiB after the first third",
        used.sequences, used.kept_prompts, used.held_tokens, used.tokens,
    );
    if leaked || failed > 0 {
        return Err(format!("{report}\nSomething stayed behind or failed."));
    }
    Ok(report)
}

fn count(ends: &mut Ends, result: &Result<(), LlmError>) {
    match result {
        Ok(()) => ends.answered += 1,
        Err(LlmError::Cancelled) => ends.cancelled += 1,
        Err(
            LlmError::TooLong { .. } | LlmError::Overloaded { .. } | LlmError::BadSchema(_) | LlmError::OffSchema(_),
        ) => {
            ends.refused += 1;
        }
        Err(error) => {
            eprintln!("failed: {error}");
            ends.failed += 1;
        }
    }
}

/// Waits until nothing runs any more; whether sequences are in use then that hold no kept prompt.
async fn rest(model: &LocalModel) -> bool {
    for _ in 0..100 {
        let used = model.store();
        if model.status().running == 0 && used.sequences == used.kept_prompts {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    true
}

fn task(numbers: &mut Numbers) -> Result<Task, String> {
    let kind = numbers.below(20);
    if kind == 0 {
        let texts = (0..=numbers.below(12)).map(|number| format!("A post about day {number} at the café.")).collect();
        return Ok(Task::Embed(texts));
    }
    let team = TEAMS[numbers.below(TEAMS.len() as u64) as usize];
    let part = |role, scope, text: String| Message { role, scope, text };
    let topic = format!("number {}, {}", numbers.below(1000), "coffee and cake ".repeat(numbers.below(20) as usize));
    // One in forty does not fit, or is hardly shorter.
    let topic = if kind == 1 && numbers.below(2) == 0 { "far too long ".repeat(3000) } else { topic };
    let prompt = Prompt::Chat(vec![
        part(Role::System, Scope::Task, "You write short posts for social media, warm and plain. ".repeat(4)),
        part(Role::System, Scope::Team, format!("The brand is {team}. {}", "It roasts its own beans. ".repeat(8))),
        part(Role::User, Scope::Request, format!("Write a post about {topic}.")),
    ]);
    let is_structured = kind < 4;
    let schema = json!({
        "type": "object",
        "properties": { "tone": { "enum": ["warm", "dry"] }, "score": { "type": "integer", "minimum": 1, "maximum": 9 } },
        "required": ["tone", "score"],
        "additionalProperties": false
    });
    let schema = is_structured.then(|| Schema::new(schema).map_err(|error| error.to_string())).transpose()?;
    let answers = if is_structured { 1 } else { 1 + numbers.below(4) as usize };
    let completion = Completion {
        prompt,
        openings: vec![String::new(); answers],
        sampling: Sampling { temperature: 0.8, min_p: 0.05, repeat_penalty: 1.1, seed: numbers.below(1000) as u32 },
        limits: Limits {
            max_tokens: 24 + numbers.below(24) as u32,
            min_tokens: 0,
            stop: Vec::new(),
            deadline: Duration::from_secs(600),
            longest_pause: Duration::MAX,
        },
        schema,
        anew: false,
        team: team.into(),
        cancel: CancellationToken::new(),
    };
    let cancel_after = (numbers.below(4) == 0).then(|| Duration::from_millis(numbers.below(3000)));
    Ok(Task::Answer { completion, cancel_after })
}

async fn one(model: Arc<LocalModel>, task: Task) -> Result<(), LlmError> {
    match task {
        Task::Embed(texts) => model.embed(texts, CancellationToken::new()).await.map(drop),
        Task::Answer { completion, cancel_after } => {
            let cancel = completion.cancel.clone();
            let generation = model.generate(completion).await?;
            let Some(after) = cancel_after else { return generation.collect().await.map(drop) };
            let answer = generation.collect();
            tokio::select! {
                answer = answer => answer.map(drop),
                () = tokio::time::sleep(after) => {
                    cancel.cancel();
                    Err(LlmError::Cancelled)
                }
            }
        }
    }
}

/// Memory that this process holds, where the system tells.
fn resident_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<f64>().map_or(f64::NAN, |kib| kib / 1024.0)
}
