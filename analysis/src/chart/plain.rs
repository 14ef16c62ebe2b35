//! A chart without a picture: as an alternative text, as a table for a terminal, as a sparkline.

use super::canvas::finite;
use super::{Bar, Chart, HeatRow, Line, MOST_BARS, MOST_CELLS, MOST_LINES};
use crate::Language;

/// A chart as rows of cells; rows are as long as the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainTable {
    /// Names of the columns; empty ones where the chart has no name for them.
    pub header: Vec<String>,
    /// The cells.
    pub rows: Vec<Vec<String>>,
}

/// Characters of the longest bar.
const LONGEST: f64 = 24.0;
/// Steps of a sparkline.
const SPARKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// A longer sparkline wraps in a terminal.
const WIDEST_SPARKLINE: usize = 48;
/// Alternative texts are read aloud.
const MOST_ALT_CHARACTERS: usize = 1000;

/// Values as one line of blocks, the highest as high as a line; a middle dot where there is none.
pub fn sparkline(values: &[Option<f64>]) -> String {
    let known = values.iter().flatten().filter_map(|value| finite(*value));
    let (low, high) = known.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| (low.min(it), high.max(it)));
    let spark = |value: f64| {
        // All the same is neither high nor low.
        let share = if high > low { value / (high - low) - low / (high - low) } else { 0.5 };
        SPARKS.get((share.clamp(0.0, 1.0) * 7.0).round() as usize).copied().unwrap_or('▁')
    };
    values.iter().map(|value| value.and_then(finite).map_or('·', spark)).collect()
}

pub(super) fn table(chart: &Chart) -> PlainTable {
    match chart {
        Chart::Bars { bars, reference, .. } => {
            let start = reference.as_ref().and_then(|it| finite(it.value)).unwrap_or(0.0);
            bars_table(bars, start)
        }
        Chart::Lines { lines, .. } => {
            PlainTable { header: vec![String::new(); 3], rows: lines.iter().take(MOST_LINES).map(line_row).collect() }
        }
        Chart::HeatMap { columns, rows, .. } => heat_table(columns, rows),
    }
}

fn bars_table(bars: &[Bar], start: f64) -> PlainTable {
    let bars = bars.iter().take(MOST_BARS);
    let far = bars.clone().filter_map(|bar| finite(bar.figure.value)).map(|it| (it - start).abs()).fold(0.0, f64::max);
    let row = |bar: &Bar| {
        let value = finite(bar.figure.value);
        let drawn = value.map_or(String::new(), |value| {
            let share = if far > 0.0 { (value - start).abs() / far } else { 0.0 };
            let block = if value < start { "░" } else { "█" };
            block.repeat((share * LONGEST).round().max(1.0) as usize)
        });
        let shown = if value.is_some() { bar.figure.whole() } else { "–".to_owned() };
        vec![bar.label.clone(), shown, drawn]
    };
    PlainTable { header: vec![String::new(); 3], rows: bars.map(row).collect() }
}

fn line_row(line: &Line) -> Vec<String> {
    // Wide lines are averaged down, so that they keep their shape.
    let group = line.values.len().div_ceil(WIDEST_SPARKLINE).max(1);
    let mean = |values: &[Option<f64>]| {
        let known: Vec<f64> = values.iter().flatten().filter_map(|it| finite(*it)).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    };
    let values: Vec<Option<f64>> = line.values.chunks(group).map(mean).collect();
    vec![line.name.clone(), sparkline(&values), line.last_shown.clone()]
}

fn heat_table(columns: &[String], rows: &[HeatRow]) -> PlainTable {
    let columns = columns.iter().take(MOST_CELLS);
    let shown = |cell: Option<&Option<super::Figure>>| {
        let cell = cell.and_then(Option::as_ref).filter(|cell| finite(cell.value).is_some());
        cell.map_or_else(|| "–".to_owned(), super::Figure::whole)
    };
    let count = columns.len();
    let row = |row: &HeatRow| {
        let cells = (0..count).map(|place| shown(row.cells.get(place)));
        std::iter::once(row.name.clone()).chain(cells).collect()
    };
    PlainTable {
        header: std::iter::once(String::new()).chain(columns.cloned()).collect(),
        rows: rows.iter().take(MOST_CELLS).map(row).collect(),
    }
}

pub(super) fn alt(chart: &Chart) -> String {
    let caption = chart.caption();
    let (colon, comma, stop) = match caption.language {
        Language::Chinese => ("：", "；", "。"),
        _ => (": ", "; ", ". "),
    };
    let end = |text: &str| {
        let ended = text.ends_with(['.', '。', '!', '?', '！', '？']);
        if text.is_empty() || ended { text.to_owned() } else { format!("{text}{}", stop.trim_end()) }
    };
    let figures: Vec<String> = match chart {
        Chart::HeatMap { columns, rows, .. } => rows
            .iter()
            .take(MOST_CELLS)
            .map(|row| {
                let cells = columns
                    .iter()
                    .zip(&row.cells)
                    .filter_map(|(column, cell)| cell.as_ref().map(|cell| format!("{column} {}", cell.shown)));
                format!(
                    "{}{colon}{}",
                    row.name,
                    cells.collect::<Vec<_>>().join(if colon == "：" { "，" } else { ", " })
                )
            })
            .collect(),
        Chart::Bars { bars, .. } => {
            bars.iter().take(MOST_BARS).map(|bar| format!("{} {}", bar.label, bar.figure.shown)).collect()
        }
        Chart::Lines { lines, .. } => {
            lines.iter().take(MOST_LINES).map(|line| format!("{} {}", line.name, line.last_shown)).collect()
        }
    };
    let gap = if colon == "：" { "" } else { " " };
    let parts = [end(&caption.title), end(&caption.reading), end(&figures.join(comma))];
    let text = parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(gap);
    if text.chars().count() <= MOST_ALT_CHARACTERS {
        return text;
    }
    text.chars().take(MOST_ALT_CHARACTERS - 1).chain(['…']).collect()
}
