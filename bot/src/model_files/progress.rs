//! How far a file has come: one line that is redrawn on a terminal, else a line now and then.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

/// Between two drawings on a terminal.
const REDRAW: Duration = Duration::from_millis(100);
/// Between two lines elsewhere, unless a quarter of the file has come meanwhile.
const LINE: Duration = Duration::from_secs(20);
/// Before a rate can be told.
const FIRST_RATE: Duration = Duration::from_secs(1);
/// Characters of the bar.
const BAR: u64 = 24;

/// A file on its way.
pub(super) struct Progress {
    name: String,
    /// Its size; `None` if nobody knows.
    pub(super) total: Option<u64>,
    begun: Instant,
    /// How much was here at the beginning.
    from: u64,
    shown: Option<Instant>,
    quarter: u64,
    in_place: bool,
    width: usize,
}

impl Progress {
    pub(super) fn new(name: &str, from: u64, total: Option<u64>) -> Self {
        Self {
            name: name.to_string(),
            total,
            begun: Instant::now(),
            from,
            shown: None,
            quarter: quarters(from, total),
            in_place: io::stderr().is_terminal(),
            width: 0,
        }
    }

    /// `bytes` of the file are here.
    pub(super) fn show(&mut self, bytes: u64) {
        let since = self.shown.unwrap_or(self.begun).elapsed();
        if self.in_place {
            if self.shown.is_none() || since >= REDRAW {
                self.redraw(bytes);
            }
            return;
        }
        let quarter = quarters(bytes, self.total);
        if quarter > self.quarter || since >= LINE {
            self.quarter = quarter.max(self.quarter);
            self.shown = Some(Instant::now());
            eprintln!("{}", line(&self.name, bytes, self.total, self.rate(bytes)));
        }
    }

    /// Nothing more comes: the line is left as it is.
    pub(super) fn end(&mut self, bytes: u64) {
        if self.in_place {
            self.redraw(bytes);
            eprintln!();
            self.width = 0;
        }
    }

    fn redraw(&mut self, bytes: u64) {
        self.shown = Some(Instant::now());
        let line = line(&self.name, bytes, self.total, self.rate(bytes));
        let bar = self.total.map(|total| format!("{} ", bar(bytes, total))).unwrap_or_default();
        let text = format!("{bar}{line}");
        // Covers what is left of a longer line that stood there.
        eprint!("\r{text:<width$}", width = self.width);
        self.width = text.chars().count();
    }

    fn rate(&self, bytes: u64) -> Option<f64> {
        let time = self.begun.elapsed();
        let rate = bytes.saturating_sub(self.from) as f64 / time.as_secs_f64();
        (time >= FIRST_RATE && rate > 0.0).then_some(rate)
    }
}

fn quarters(bytes: u64, total: Option<u64>) -> u64 {
    // Without a size, every 100 MB count as a quarter.
    total.map_or(bytes / 100_000_000, |total| bytes.saturating_mul(4) / total.max(1))
}

/// `tiny: 45.0 of 98.4 MB, 3.2 MB/s, 17 s left`
fn line(name: &str, bytes: u64, total: Option<u64>, rate: Option<f64>) -> String {
    let bytes = total.map_or(bytes, |total| bytes.min(total));
    let of = total.map(|total| format!(" of {:.1}", total as f64 / 1e6)).unwrap_or_default();
    let speed = rate.map(|rate| format!(", {:.1} MB/s", rate / 1e6)).unwrap_or_default();
    let left = total.zip(rate).map(|(total, rate)| (total.saturating_sub(bytes) as f64 / rate).ceil() as u64);
    let left = left.filter(|left| *left > 0).map(|left| format!(", {} left", duration(left))).unwrap_or_default();
    format!("{name}: {:.1}{of} MB{speed}{left}", bytes as f64 / 1e6)
}

fn duration(seconds: u64) -> String {
    match seconds {
        0..100 => format!("{seconds} s"),
        100..5400 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{:.1} h", seconds as f64 / 3600.0),
    }
}

fn bar(bytes: u64, total: u64) -> String {
    let done = (bytes.min(total) * BAR / total.max(1)) as usize;
    format!("[{}{}]", "#".repeat(done), "-".repeat(BAR as usize - done))
}

#[cfg(test)]
mod tests {
    use super::{bar, line, quarters};

    #[test]
    fn a_line_says_how_far_how_fast_and_how_long() {
        assert_eq!(line("tiny", 45_000_000, Some(98_362_432), None), "tiny: 45.0 of 98.4 MB");
        let half = line("tiny", 45_000_000, Some(98_362_432), Some(3_200_000.0));
        assert_eq!(half, "tiny: 45.0 of 98.4 MB, 3.2 MB/s, 17 s left");
        assert_eq!(line("big", 0, Some(2_500_000_000), Some(1e6)), "big: 0.0 of 2500.0 MB, 1.0 MB/s, 42 min left");
        assert_eq!(line("odd", 1_000_000, None, Some(1e6)), "odd: 1.0 MB, 1.0 MB/s");
        assert_eq!(line("tiny", 98, Some(98), Some(1.0)), "tiny: 0.0 of 0.0 MB, 0.0 MB/s");
    }

    #[test]
    fn a_bar_never_leaves_its_frame() {
        assert_eq!(bar(0, 98), "[------------------------]");
        assert_eq!(bar(49, 98), "[############------------]");
        assert_eq!(bar(120, 98), "[########################]");
        assert_eq!(bar(0, 0), "[------------------------]");
        assert_eq!(quarters(5, Some(0)), 20);
    }
}
