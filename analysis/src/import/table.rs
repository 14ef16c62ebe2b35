//! Rows of a text with separators (CSV, TSV, semicolons), with the number of the line that each begins on.

use std::io::{self, Read};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::MOST_ROW_BYTES;
use super::encoding::Decoded;

/// One row as it is in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Raw {
    /// The line it begins on, from 1.
    pub(super) line: u64,
    /// Its cells.
    pub(super) cells: Vec<String>,
    /// Why it can't be taken apart; its cells then are the line as it is.
    pub(super) broken: Option<Broken>,
}

/// Why a row can't be taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// A quote opens and never closes.
    Quote,
    /// It is longer than [`MOST_ROW_BYTES`].
    Long,
    /// It is no JSON object.
    Json,
}

/// Rows of a text with separators.
pub(super) struct Table<R> {
    source: Decoded<R>,
    csv: Reader,
    /// What was read and not yet taken apart; `start` is where the next row begins.
    buffer: Vec<u8>,
    start: usize,
    line: u64,
    complete: bool,
}

impl<R: Read> Table<R> {
    pub(super) fn new(source: Decoded<R>, delimiter: u8) -> Self {
        let csv = ReaderBuilder::new().delimiter(delimiter).build();
        Self { source, csv, buffer: Vec::new(), start: 0, line: 1, complete: false }
    }

    /// The next row that is not empty; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Raw>> {
        self.skip_line_ends()?;
        if self.rest().is_empty() {
            return Ok(None);
        }
        self.csv.reset();
        let (mut output, mut ends) = (vec![0; 1024], vec![0; 64]);
        let (mut written, mut ended, mut used) = (0, 0, 0);
        loop {
            let (result, read, wrote, bounds) = self.csv.read_record(
                self.buffer.get(self.start + used..).unwrap_or_default(),
                output.get_mut(written..).unwrap_or_default(),
                ends.get_mut(ended..).unwrap_or_default(),
            );
            used += read;
            written += wrote;
            ended += bounds;
            match result {
                ReadRecordResult::InputEmpty if used > MOST_ROW_BYTES => {
                    let unclosed = is_unclosed(self.rest().get(..used).unwrap_or_default());
                    return self.first_line(if unclosed { Broken::Quote } else { Broken::Long }).map(Some);
                }
                // At the end of the text an empty input makes the csv reader give what it has.
                ReadRecordResult::InputEmpty => {
                    if !self.complete {
                        self.fill()?;
                    }
                }
                ReadRecordResult::OutputFull => output.resize(output.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => ends.resize(ends.len() * 2, 0),
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        let raw = self.rest().get(..used).unwrap_or_default();
        let at_end = self.complete && used == self.rest().len();
        if at_end && is_unclosed(raw) && raw.contains(&b'\n') {
            return self.first_line(Broken::Quote).map(Some);
        }
        let lines = newlines(raw);
        let mut from = 0;
        let cell = |end: &usize| {
            let bytes = output.get(from..*end).unwrap_or_default();
            from = *end;
            String::from_utf8_lossy(bytes).into_owned()
        };
        let cells = ends.get(..ended).unwrap_or_default().iter().map(cell).collect();
        let row = Raw { line: self.line, cells, broken: None };
        self.start += used;
        self.line += lines;
        Ok(Some(row))
    }

    /// The first line of what is left, as one cell: what follows is taken apart anew, so that one quote loses one row.
    fn first_line(&mut self, broken: Broken) -> io::Result<Raw> {
        let rest = self.rest();
        let length = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
        let text = String::from_utf8_lossy(rest.get(..length).unwrap_or_default()).trim_end().to_string();
        let row = Raw { line: self.line, cells: vec![text], broken: Some(broken) };
        self.line += newlines(rest.get(..length).unwrap_or_default());
        self.start += length;
        Ok(row)
    }

    fn skip_line_ends(&mut self) -> io::Result<()> {
        loop {
            while let Some(byte @ (b'\n' | b'\r')) = self.rest().first() {
                self.line += u64::from(*byte == b'\n');
                self.start += 1;
            }
            if !self.rest().is_empty() || self.complete {
                return Ok(());
            }
            self.fill()?;
        }
    }

    /// Reads more behind what is left.
    fn fill(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.start);
        self.start = 0;
        let before = self.buffer.len();
        // The csv reader takes an empty input for the end.
        while !self.complete && self.buffer.len() == before {
            self.complete = !self.source.more(&mut self.buffer)?;
        }
        Ok(())
    }

    fn rest(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// A row that is well formed has an even number of quotes.
fn is_unclosed(raw: &[u8]) -> bool {
    raw.iter().filter(|byte| **byte == b'"').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::{Broken, Decoded, Raw, Table};
    use crate::import::Encoding;

    fn rows(text: &str) -> Vec<Raw> {
        let mut table = Table::new(Decoded::new(text.as_bytes(), Encoding::UTF_8, false), b',');
        std::iter::from_fn(|| table.next().expect("a slice reads")).collect()
    }

    fn lines(text: &str) -> Vec<(u64, usize)> {
        rows(text).iter().map(|row| (row.line, row.cells.len())).collect()
    }

    #[test]
    fn lines_are_counted_whatever_ends_them_and_whatever_is_inside_quotes() {
        assert_eq!(lines("a,b\nc,d\ne,f"), [(1, 2), (2, 2), (3, 2)]);
        assert_eq!(lines("a,b\r\nc,d\r\n\r\ne,f\r\n"), [(1, 2), (2, 2), (4, 2)]);
        assert_eq!(lines("a,\"b\nb\"\n\n\nc,d\n"), [(1, 2), (5, 2)]);
        assert_eq!(lines(""), []);
        assert_eq!(rows("\"a\"\"b\",c\n")[0].cells, ["a\"b", "c"]);
    }

    #[test]
    fn a_quote_that_never_closes_loses_one_line_and_no_other() {
        let rows = rows("a,b\n1,\"open\n2,x\n3,y\n");
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2, 3, 4]);
        assert_eq!((rows[1].broken, &rows[1].cells[0][..]), (Some(Broken::Quote), "1,\"open"));
        assert_eq!(rows[3].cells, ["3", "y"]);
    }

    #[test]
    fn rows_longer_than_a_piece_come_whole() {
        let long = "x".repeat(200_000);
        let text = format!("a,b\n1,{long}\n2,y\n");
        let rows = rows(&text);
        assert_eq!((rows[1].cells[1].len(), rows[2].cells[1].as_str()), (200_000, "y"));
    }
}
