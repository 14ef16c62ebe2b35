//! Rows that were set aside, as a file to correct and send again.

use super::harmless::harmless;
use super::layout::Layout;
use super::outcome::Row;

/// The file in the making: a CSV with the columns of the original and two more, whatever form that had.
pub struct SetAside {
    layout: Layout,
    csv: csv::Writer<Vec<u8>>,
    rows: usize,
}

/// The columns that we add; an import keeps them out.
pub(super) const OURS: [&str; 2] = ["copydesk line", "copydesk reason"];

impl SetAside {
    /// An empty file for rows of this layout.
    pub fn new(layout: &Layout) -> Self {
        let csv = csv::WriterBuilder::new().flexible(true).from_writer(vec![0xEF, 0xBB, 0xBF]);
        let mut file = Self { layout: layout.clone(), csv, rows: 0 };
        let names = layout.mapping.columns.iter().filter(|it| !is_ours(&it.name)).map(|column| column.name.clone());
        let names: Vec<String> = names.chain(OURS.map(String::from)).collect();
        file.write(&names);
        file
    }

    /// Adds a row with its reason in words.
    pub fn add(&mut self, row: &Row, reason: &str) {
        let columns = &self.layout.mapping.columns;
        let ours = |place: usize| columns.get(place).is_some_and(|column| is_ours(&column.name));
        let kept = row.cells.iter().enumerate().filter(|(place, _)| !ours(*place));
        let mut cells: Vec<String> = kept.map(|(_, cell)| harmless(cell)).collect();
        let own = columns.iter().filter(|column| !is_ours(&column.name)).count();
        cells.resize(cells.len().max(own), String::new());
        cells.extend([row.line.to_string(), harmless(reason)]);
        self.rows += 1;
        self.write(&cells);
    }

    fn write(&mut self, cells: &[String]) {
        // Writing to memory does not fail.
        let _in_memory = self.csv.write_record(cells);
    }

    /// How many rows are in it.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The file; `None` without a row.
    pub fn finish(self) -> Option<Vec<u8>> {
        if self.rows == 0 { None } else { self.csv.into_inner().ok() }
    }
}

/// Whether a column is one that we added.
pub(super) fn is_ours(name: &str) -> bool {
    let name = super::columns::plain(name);
    OURS.contains(&name.as_str())
}
