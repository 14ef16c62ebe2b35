//! `copydesk bench llm`: a team's kind of work on the local engine, and on a server beside it, in the same run.
//!
//! | file | what it does |
//! | --- | --- |
//! | `workload` | what is asked, and how many at once |
//! | `ours` | asks the engine in this process |
//! | `peer` | asks an OpenAI-compatible server |
//! | `figures` | what is made of the measurements |
//! | `report` | the table |

mod figures;
mod ours;
mod peer;
mod report;
mod workload;

use std::time::{Duration, Instant, SystemTime};

use copydesk_llm::LocalSettings;
use futures::future::try_join_all;

use self::figures::{Figures, Round};
pub use self::report::Report;
use self::workload::{Request, Workload};

/// How the benchmark runs.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The base URL of the server to compare with, up to and with `/v1`.
    pub against: Option<String>,
    /// How often each workload is measured; the table has medians.
    pub repeat: usize,
    /// The letters of the workloads to measure; empty for all.
    pub only: String,
}

/// What came of one request.
#[derive(Debug, Clone, Copy)]
struct Answered {
    /// From sending to the first text.
    first: Duration,
    /// Tokens of all its answers.
    output_tokens: u32,
    /// Tokens of the prompt that had to be computed, and that were there before.
    computed: u32,
    reused: u32,
}

/// Something that answers requests.
#[async_trait::async_trait]
trait Side: Send + Sync {
    async fn answer(&self, request: &Request) -> Result<Answered, String>;
}

/// Runs the workloads and reports.
///
/// # Errors
/// A sentence if a side can't answer.
pub async fn run(settings: LocalSettings, plan: &Plan) -> Result<Report, String> {
    let machine = report::Machine::of(&settings);
    let ours = ours::Ours::start(settings).await?;
    let theirs = match &plan.against {
        Some(url) => Some(peer::Peer::connect(url).await?),
        None => None,
    };
    let chosen = |workload: &&Workload| plan.only.is_empty() || plan.only.contains(workload.letter);
    let workloads: Vec<&Workload> = workload::ALL.iter().filter(chosen).collect();
    if workloads.is_empty() {
        let letters: String = workload::ALL.iter().map(|workload| workload.letter).collect();
        return Err(format!("there is no workload {:?}; they are {letters}", plan.only));
    }
    // What is done once in a life, such as allocating, is no part of a measurement.
    for side in sides(&ours, theirs.as_ref()) {
        round(side, &workload::ALL[0], 0xc01d).await?;
    }
    let mut measured: Vec<(&Workload, Vec<Round>, Vec<Round>)> =
        workloads.into_iter().map(|workload| (workload, Vec::new(), Vec::new())).collect();
    // A server may still know the texts of an earlier run.
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let first_seed = since.as_secs() << 8;
    for repetition in 0..plan.repeat {
        for (workload, our_rounds, their_rounds) in &mut measured {
            // The first side in one repetition is the second in the next.
            for turn in 0..2 {
                let is_ours = (turn + repetition) % 2 == 0;
                let seed = first_seed + repetition as u64;
                if is_ours {
                    our_rounds.push(round(&ours, workload, seed).await?);
                } else if let Some(theirs) = &theirs {
                    their_rounds.push(round(theirs, workload, seed).await?);
                }
            }
            let wall = |rounds: &[Round]| rounds.last().map_or(0.0, |round| round.wall.as_secs_f32());
            eprintln!(
                "{}/{} ({}) {}: {:.2} s, server {:.2} s",
                repetition + 1,
                plan.repeat,
                workload.letter,
                workload.what,
                wall(our_rounds),
                wall(their_rounds)
            );
        }
    }
    let rows = measured.into_iter().map(|(workload, ours, theirs)| report::Row {
        workload,
        ours: Figures::of(&ours),
        theirs: (!theirs.is_empty()).then(|| Figures::of(&theirs)),
    });
    Ok(Report::new(rows.collect(), machine, theirs.map(|peer| peer.build)))
}

fn sides<'a>(ours: &'a ours::Ours, theirs: Option<&'a peer::Peer>) -> Vec<&'a dyn Side> {
    let mut sides: Vec<&dyn Side> = vec![ours];
    sides.extend(theirs.map(|peer| peer as &dyn Side));
    sides
}

/// Runs one workload once. What warms it up is not measured.
async fn round(side: &dyn Side, workload: &Workload, seed: u64) -> Result<Round, String> {
    let (warm_up, requests) = workload.requests(seed);
    try_join_all(warm_up.iter().map(|request| side.answer(request))).await?;
    let begin = Instant::now();
    let answered = try_join_all(requests.iter().map(|request| side.answer(request))).await?;
    Ok(Round { wall: begin.elapsed(), answered })
}
