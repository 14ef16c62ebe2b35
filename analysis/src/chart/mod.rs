//! Charts as SVG: bars, lines and heat maps, from figures that somebody else computed and worded. Pure: the same figures
//! give the same bytes. Texts in them are escaped, control characters taken out, and what is too long is cut.
//!
//! A chart brings its own background, so that it reads the same in a dark and in a light chat. Its colours stay apart
//! for people who do not see red or green.

mod bars;
mod canvas;
mod heat;
mod lines;
mod plain;

pub use canvas::WIDTH;
pub use plain::{PlainTable, sparkline};

use crate::Language;

/// A figure and how its reader sees it, such as 1.42 and "1.4 ×".
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The figure; one that is not finite is shown as missing.
    pub value: f64,
    /// The same in the reader's words.
    pub shown: String,
    /// What stands behind it where there is room, such as its interval.
    pub detail: String,
}

impl Figure {
    /// A figure in words.
    pub fn new(value: f64, shown: impl Into<String>) -> Self {
        Self { value, shown: shown.into(), detail: String::new() }
    }

    /// With what stands behind it where there is room.
    #[must_use]
    pub fn with_detail(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }

    /// All of it.
    pub(super) fn whole(&self) -> String {
        format!("{} {}", self.shown, self.detail).trim_end().to_owned()
    }
}

/// What every chart says in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caption {
    /// What the chart is of.
    pub title: String,
    /// What it shows, in one sentence.
    pub reading: String,
    /// The language of both, and of the alternative text's punctuation.
    pub language: Language,
}

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// How long it is.
    pub figure: Figure,
    /// From where to where it may be, drawn as a line over its end.
    pub interval: Option<(f64, f64)>,
    /// Whether it is drawn in the colour that stands out.
    pub strong: bool,
}

/// A value that all bars are held against, such as "usual".
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Where it is.
    pub value: f64,
    /// One or two words.
    pub label: String,
}

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// Horizontal bars, in the order given. They begin at the reference, or at 0.
    Bars {
        /// Title and reading.
        caption: Caption,
        /// The bars; past [`MOST_BARS`] they are left out.
        bars: Vec<Bar>,
        /// Where bars begin.
        reference: Option<Reference>,
    },
    /// Lines over the same steps.
    Lines {
        /// Title and reading.
        caption: Caption,
        /// What the steps are called, such as days.
        steps: Vec<String>,
        /// The lines; past [`MOST_LINES`] they are left out.
        lines: Vec<Line>,
    },
    /// Cells by row and column.
    HeatMap {
        /// Title and reading.
        caption: Caption,
        /// Names of the columns.
        columns: Vec<String>,
        /// The rows, each with its name.
        rows: Vec<HeatRow>,
        /// The value of the neutral colour: above it cells turn orange, below it blue.
        middle: f64,
        /// How far from it a colour is full, so that small differences look small; `None` for the furthest cell.
        full: Option<f64>,
        /// What the two ends of the colours mean, such as ("below usual", "above usual").
        ends: (String, String),
    },
}

/// One line of a [`Chart::Lines`].
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it is.
    pub name: String,
    /// A value for each step, where there is one.
    pub values: Vec<Option<f64>>,
    /// The last value in the reader's words, written at its end.
    pub last_shown: String,
}

/// One row of a [`Chart::HeatMap`].
#[derive(Debug, Clone, PartialEq)]
pub struct HeatRow {
    /// Its name.
    pub name: String,
    /// A cell for each column, where there is one.
    pub cells: Vec<Option<Figure>>,
}

/// More bars than anybody reads.
pub const MOST_BARS: usize = 30;
/// More lines than anybody can tell apart.
pub const MOST_LINES: usize = 5;
/// As many steps as a line has room for.
pub const MOST_STEPS: usize = 400;
/// Rows and columns of a heat map.
pub const MOST_CELLS: usize = 31;

impl Chart {
    /// Title and reading.
    pub fn caption(&self) -> &Caption {
        match self {
            Self::Bars { caption, .. } | Self::Lines { caption, .. } | Self::HeatMap { caption, .. } => caption,
        }
    }

    /// The picture, [`WIDTH`] units wide and as high as it needs.
    pub fn svg(&self) -> String {
        match self {
            Self::Bars { caption, bars, reference } => bars::svg(caption, bars, reference.as_ref()),
            Self::Lines { caption, steps, lines } => lines::svg(caption, steps, lines),
            Self::HeatMap { caption, columns, rows, middle, full, ends } => {
                heat::svg(caption, columns, rows, (*middle, *full), ends)
            }
        }
    }

    /// The chart in words, for people who do not see it: title, reading, and the figures.
    pub fn alt(&self) -> String {
        plain::alt(self)
    }

    /// The same figures as a table, with a bar or a sparkline drawn in characters: for a terminal.
    pub fn table(&self) -> PlainTable {
        plain::table(self)
    }
}

#[cfg(test)]
mod tests;
