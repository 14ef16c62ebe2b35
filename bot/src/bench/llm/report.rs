//! The table, and the same as JSON.

use std::fmt;
use std::path::Path;

use copydesk_llm::LocalSettings;
use serde_json::{Value, json};

use super::figures::Figures;
use super::workload::{Measure, Workload};

/// One workload on both sides.
pub(super) struct Row {
    pub(super) workload: &'static Workload,
    pub(super) ours: Figures,
    pub(super) theirs: Option<Figures>,
}

/// Where and with what it was measured.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct Machine {
    processor: String,
    processors: usize,
    model: String,
    threads: u16,
    parallel: u16,
    fast_copy: bool,
}

impl Machine {
    pub(super) fn of(settings: &LocalSettings) -> Self {
        let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let name = info.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
        let name = name.trim_start_matches([' ', '\t', ':']);
        Self {
            processor: if name.is_empty() { std::env::consts::ARCH.into() } else { name.into() },
            processors: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            model: settings.path.file_name().map(Path::new).unwrap_or(&settings.path).display().to_string(),
            threads: settings.threads,
            parallel: settings.parallel,
            fast_copy: settings.fast_copy,
        }
    }
}

/// All that was measured. Its text is the table.
pub struct Report {
    rows: Vec<Row>,
    machine: Machine,
    server: Option<String>,
}

impl Report {
    pub(super) fn new(rows: Vec<Row>, machine: Machine, server: Option<String>) -> Self {
        Self { rows, machine, server }
    }

    /// The same as JSON: `{"machine", "server", "workloads": [{"letter", "what", "ours", "theirs", "ratio", "goal",
    /// "reached"}]}`, times in seconds.
    pub fn json(&self) -> Value {
        let rows = self.rows.iter().map(|row| {
            let ratio = row.ratio();
            json!({
                "letter": row.workload.letter, "what": row.workload.what, "ours": row.ours, "theirs": row.theirs,
                "measure": row.workload.measure, "ratio": ratio, "goal": row.workload.goal,
                "reached": ratio.map(|ratio| row.workload.is_reached(ratio)),
            })
        });
        let rows: Vec<Value> = rows.collect();
        json!({ "machine": self.machine, "server": self.server, "workloads": rows })
    }
}

impl Row {
    /// Ours in relation to theirs, by the workload's measure.
    fn ratio(&self) -> Option<f32> {
        let theirs = self.theirs?;
        let answers = self.workload.answers() as f32;
        let quotient = |ours: f32, theirs: f32| (theirs > 0.0).then(|| ours / theirs);
        match self.workload.measure {
            Measure::Wall => quotient(self.ours.wall, theirs.wall),
            Measure::FirstToken => quotient(self.ours.first_p50, theirs.first_p50),
            Measure::AnswersPerSecond => quotient(answers / self.ours.wall, answers / theirs.wall),
        }
    }
}

impl Workload {
    fn is_reached(&self, ratio: f32) -> bool {
        match self.measure {
            Measure::AnswersPerSecond => ratio >= self.goal,
            Measure::Wall | Measure::FirstToken => ratio <= self.goal,
        }
    }

    fn goal_shown(&self) -> String {
        match self.measure {
            Measure::Wall => format!("wall ≤ {:.2}", self.goal),
            Measure::FirstToken => format!("first ≤ {:.2}", self.goal),
            Measure::AnswersPerSecond => format!("answers/s ≥ {:.2}", self.goal),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["wall s", "first p50", "first p95", "tokens/s", "computed", "reused"];
        write!(f, "{:<34}{:<8}", "workload", "")?;
        head.iter().try_for_each(|name| write!(f, "{name:>10}"))?;
        writeln!(f, "{:>8}  goal", "ratio")?;
        for row in &self.rows {
            let name = format!("({}) {}", row.workload.letter, row.workload.what);
            write_figures(f, &name, "ours", &row.ours)?;
            let Some(theirs) = &row.theirs else {
                writeln!(f)?;
                continue;
            };
            let ratio = row.ratio().unwrap_or(f32::NAN);
            let mark = if row.workload.is_reached(ratio) { "reached" } else { "MISSED" };
            writeln!(f, "{ratio:>8.2}  {}, {mark}", row.workload.goal_shown())?;
            write_figures(f, "", "server", theirs)?;
            writeln!(f)?;
        }
        let first = |letter| self.rows.iter().find(|row| row.workload.letter == letter).map(|row| row.ours.first_p50);
        if let (Some(cold), Some(warm)) = (first('a'), first('b')) {
            let mark = if warm <= cold / 8.0 { "reached" } else { "MISSED" };
            writeln!(f, "first token, warm to cold: 1/{:.1} (goal: 1/8 or less, {mark})", cold / warm)?;
        }
        let Machine { processor, processors, model, threads, parallel, fast_copy } = &self.machine;
        let copy = if *fast_copy { "with" } else { "without" };
        write!(
            f,
            "{processor}, {processors} processors; {model}, {threads} threads (0: all), {parallel} answers at once, {copy} its fast copy; copydesk {}",
            env!("CARGO_PKG_VERSION")
        )?;
        self.server.iter().try_for_each(|server| write!(f, "; server: {server}"))
    }
}

fn write_figures(f: &mut fmt::Formatter<'_>, name: &str, side: &str, figures: &Figures) -> fmt::Result {
    let Figures { wall, first_p50, first_p95, output_per_second, computed, reused, .. } = figures;
    write!(f, "{name:<34}{side:<8}{wall:>10.2}{first_p50:>10.3}{first_p95:>10.3}{output_per_second:>10.0}")?;
    write!(f, "{computed:>10}{reused:>10}")
}
