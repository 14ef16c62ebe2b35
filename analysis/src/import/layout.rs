//! How a file is built, found by reading it once: encoding, format, header, and what its columns seem to mean.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::io::{self, Read};

use serde::Serialize;

use super::clock::is_clock;
use super::columns::{self, Column, Field, Mapping};
use super::date::{DateOrder, DateReader, ambiguous};
use super::encoding::{Decoded, Encoding, Utf8Check};
use super::exports::Export;
use super::json::{JsonForm, Objects, flattened};
use super::number::{self, Number};
use super::set_aside::is_ours;
use super::table::{Raw, Table};
use super::{MOST_BYTES, harmless};
use crate::Platform;

/// What a person has said about a file.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// Columns by name or number, and what they hold; `None`: nothing.
    pub columns: Vec<(String, Option<Field>)>,
    /// Where all of the posts ran.
    pub platform: Option<Platform>,
    /// What `3/4/2026` means.
    pub dates: Option<DateOrder>,
}

/// A file's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileFormat {
    /// Separated by commas.
    Csv,
    /// Separated by tabs.
    Tsv,
    /// Separated by semicolons.
    Semicolons,
    /// Separated by vertical bars.
    Bars,
    /// A list of objects.
    Json,
    /// An object to a line.
    JsonLines,
}

impl FileFormat {
    /// The separator, of a text with separators.
    pub(super) fn delimiter(self) -> Option<u8> {
        match self {
            Self::Csv => Some(b','),
            Self::Tsv => Some(b'\t'),
            Self::Semicolons => Some(b';'),
            Self::Bars => Some(b'|'),
            Self::Json | Self::JsonLines => None,
        }
    }
}

/// How a file is built.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Layout {
    /// Its characters.
    pub encoding: Encoding,
    /// Its form.
    pub format: FileFormat,
    /// The platform's export that its header shows.
    pub export: Option<Export>,
    /// What its columns are taken for.
    pub mapping: Mapping,
    /// The platform of all posts, unless a column says.
    pub platform: Option<Platform>,
    /// What `3/4/2026` means.
    pub dates: DateOrder,
    /// Whether the dates could also be read the other way round, and nobody said which.
    pub dates_unsure: bool,
    /// Columns that were named and are not there.
    pub unknown_columns: Vec<String>,
    /// Rows before the header's end, the header included.
    #[serde(skip)]
    pub(super) skipped: usize,
    #[serde(skip)]
    pub(super) only_cr: bool,
}

impl Layout {
    /// Whether Copydesk wrote it: an export, or rows that were set aside.
    pub fn is_ours(&self) -> bool {
        self.export == Some(Export::Copydesk) || self.mapping.columns.iter().any(|column| is_ours(&column.name))
    }
}

/// Why a file can't be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It has names of columns, and nothing below them.
    #[error("the file has no rows")]
    NoRows,
    /// It is larger than [`MOST_BYTES`].
    #[error("the file has more than {} MiB", MOST_BYTES >> 20)]
    Large,
    /// A spreadsheet, an archive, a picture: not a text.
    #[error("the file is {0}, not a text")]
    NotText(&'static str),
    /// JSON without a list of objects.
    #[error("the JSON holds no list of objects")]
    NoList,
    /// It can't be read.
    #[error(transparent)]
    Read(#[from] io::Error),
}

/// How much of a file is looked at for its form.
const SAMPLE: usize = 256 << 10;
/// How many rows are looked at.
const SAMPLED_ROWS: usize = 200;
/// Among how many rows the header is looked for: some exports begin with remarks.
const HEADER_WITHIN: usize = 6;

/// Reads a file once, to its end, and proposes how to take it.
///
/// # Errors
/// See [`ImportError`].
pub fn look(reader: impl Read, wishes: &Wishes) -> Result<Layout, ImportError> {
    let (head, is_utf8) = read_whole(reader)?;
    if let Some(kind) = binary(&head) {
        return Err(ImportError::NotText(kind));
    }
    let encoding = Encoding::of(&head, is_utf8);
    let cut = head.len() == SAMPLE;
    let text = decoded(&head, encoding);
    if text.trim_start_matches('\u{FEFF}').trim().is_empty() {
        return Err(ImportError::Empty);
    }
    if !is_text(&text) {
        return Err(ImportError::NotText("a file of another kind"));
    }
    let only_cr = text.contains('\r') && !text.contains('\n');
    let text = if only_cr { text.replace('\r', "\n") } else { text };
    let form = match json_form(&text) {
        Some(form) => of_json(&text, form)?,
        None => of_table(&text, cut),
    };
    let Form { format, header, rows, skipped } = form;
    if rows.is_empty() && !cut {
        // An object that never ends would pass for a table's header.
        let is_json = text.trim_start_matches('\u{FEFF}').trim_start().starts_with(['{', '[']);
        return Err(if is_json { ImportError::NoList } else { ImportError::NoRows });
    }
    let export = Export::of(&header);
    let mut mapping = propose(&header, &rows, export);
    let unknown = |(column, field): &(String, Option<Field>)| (!mapping.set(column, *field)).then(|| column.clone());
    let unknown_columns = wishes.columns.iter().filter_map(unknown).collect();
    let (dates, dates_unsure) = date_order(&mapping, &rows, export, wishes.dates);
    let platform = wishes.platform.or(export.and_then(Export::platform));
    Ok(Layout { encoding, format, export, mapping, platform, dates, dates_unsure, unknown_columns, skipped, only_cr })
}

/// The first bytes, and whether all are UTF-8.
fn read_whole(mut reader: impl Read) -> Result<(Vec<u8>, bool), ImportError> {
    let (mut head, mut check, mut total) = (Vec::new(), Utf8Check::default(), 0_u64);
    let mut piece = vec![0; 64 << 10];
    loop {
        let read = match reader.read(&mut piece) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        let bytes = piece.get(..read).unwrap_or_default();
        if bytes.is_empty() {
            break;
        }
        total += read as u64;
        if total > MOST_BYTES {
            return Err(ImportError::Large);
        }
        check.see(bytes);
        head.extend(bytes.iter().take(SAMPLE - head.len()));
    }
    Ok((head, check.holds()))
}

/// Whether these are words: of twenty characters of a program or a picture, some are no signs at all.
fn is_text(text: &str) -> bool {
    let (mut all, mut strange) = (0_usize, 0_usize);
    for c in text.chars() {
        all += 1;
        strange += usize::from(c.is_control() && !matches!(c, '\t' | '\r' | '\n'));
    }
    strange * 20 <= all
}

fn binary(head: &[u8]) -> Option<&'static str> {
    const SIGNS: [(&[u8], &str); 7] = [
        (b"PK\x03\x04", "a spreadsheet or an archive (xlsx, zip)"),
        (b"\xD0\xCF\x11\xE0", "a spreadsheet (xls)"),
        (b"%PDF", "a PDF"),
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x1F\x8B", "an archive (gzip)"),
    ];
    SIGNS.iter().find(|(sign, _)| head.starts_with(sign)).map(|(_, kind)| *kind)
}

fn decoded(head: &[u8], encoding: Encoding) -> String {
    let mut source = Decoded::new(head, encoding, false);
    let mut text = Vec::new();
    while source.more(&mut text).unwrap_or(false) {}
    // The last character of a sample may be cut.
    String::from_utf8_lossy(&text).trim_end_matches('\u{FFFD}').to_string()
}

struct Form {
    format: FileFormat,
    header: Vec<String>,
    rows: Vec<Raw>,
    skipped: usize,
}

fn json_form(text: &str) -> Option<JsonForm> {
    let text = text.trim_start();
    let first_line = text.lines().next().unwrap_or_default().trim();
    match text.chars().next()? {
        // A CSV whose first cell begins with a bracket is no JSON.
        '[' => {
            let inside = text.strip_prefix('[').unwrap_or_default().trim_start();
            inside.starts_with(['{', ']']).then_some(JsonForm::List)
        }
        '{' if flattened(first_line).is_some() => {
            let only = text.lines().filter(|line| !line.trim().is_empty()).nth(1).is_none();
            let wraps_list = only && first_line.contains("[{");
            Some(if wraps_list { JsonForm::List } else { JsonForm::Lines })
        }
        '{' => text.contains('[').then_some(JsonForm::List),
        _ => None,
    }
}

fn of_json(text: &str, form: JsonForm) -> Result<Form, ImportError> {
    let mut objects = Objects::new(Decoded::new(text.as_bytes(), Encoding::UTF_8, false), form);
    let mut header: Vec<String> = Vec::new();
    let mut found = Vec::new();
    while let Some((line, object)) = objects.next()? {
        let Some(values) = object.ok().and_then(|text| flattened(&text)) else { continue };
        for (path, _) in &values {
            if !header.contains(path) && header.len() < 500 {
                header.push(path.clone());
            }
        }
        found.push((line, values));
        if found.len() == SAMPLED_ROWS {
            break;
        }
    }
    if header.is_empty() {
        return Err(ImportError::NoList);
    }
    let places: HashMap<&String, usize> = header.iter().enumerate().map(|(place, path)| (path, place)).collect();
    let row = |(line, values): (u64, Vec<(String, String)>)| {
        let mut cells = vec![String::new(); header.len()];
        for (path, value) in values {
            if let Some(cell) = places.get(&path).and_then(|place| cells.get_mut(*place)) {
                *cell = value;
            }
        }
        Raw { line, cells, broken: None }
    };
    let rows = found.into_iter().map(row).collect();
    let format = if form == JsonForm::Lines { FileFormat::JsonLines } else { FileFormat::Json };
    Ok(Form { format, header, rows, skipped: 0 })
}

fn of_table(text: &str, cut: bool) -> Form {
    // Excel's own first line: "sep=;".
    let first = text.lines().next().unwrap_or_default().trim().to_lowercase();
    let said = first.strip_prefix("sep=").and_then(|sign| sign.bytes().next());
    let formats = [FileFormat::Csv, FileFormat::Tsv, FileFormat::Semicolons, FileFormat::Bars];
    let tried = formats.into_iter().filter(|format| said.is_none() || format.delimiter() == said).map(|format| {
        let mut rows = sample(text, format.delimiter().unwrap_or(b','));
        if cut {
            rows.pop();
        }
        let header = header_of(&rows, usize::from(said.is_some()));
        let width = rows.get(header).map_or(0, |row| row.cells.len());
        let known = rows.get(header).map_or(0, known_names);
        let even = rows.iter().skip(header + 1).filter(|row| row.cells.len() == width && width > 1).count();
        ((known, even * width.min(8)), format, rows, header)
    });
    // Of equals the first: a text without separators is a CSV of one column.
    let best = tried.reduce(|best, next| if next.0 > best.0 { next } else { best });
    let (_, format, mut rows, header) = best.unwrap_or(((0, 0), FileFormat::Csv, sample(text, b','), 0));
    let names = rows.get(header).map(|row| row.cells.clone()).unwrap_or_default();
    let names = names.iter().map(|name| harmless::unmarked(name).trim_start_matches('\u{FEFF}').trim().to_string());
    let names = names.collect();
    rows.drain(..(header + 1).min(rows.len()));
    Form { format, header: names, rows, skipped: header + 1 }
}

fn sample(text: &str, delimiter: u8) -> Vec<Raw> {
    let mut table = Table::new(Decoded::new(text.as_bytes(), Encoding::UTF_8, false), delimiter);
    std::iter::from_fn(|| table.next().ok().flatten()).take(SAMPLED_ROWS).collect()
}

/// The row with the most known names, the first of equals, from a row on.
fn header_of(rows: &[Raw], from: usize) -> usize {
    let counted = rows.iter().map(known_names).enumerate().take(HEADER_WITHIN).skip(from);
    counted.reduce(|best, next| if next.1 > best.1 { next } else { best }).map_or(0, |(place, _)| place)
}

fn known_names(row: &Raw) -> usize {
    // A post can be one word, which may be a name.
    row.cells.iter().filter(|cell| cell.chars().count() < 60 && columns::known(cell).is_some()).count()
}

/// What a column may hold, how sure that is (0 to 1), and its rank among columns of the same.
type Guess = (Field, f64, usize);

fn propose(header: &[String], rows: &[Raw], export: Option<Export>) -> Mapping {
    let mut found: Vec<(usize, Option<Guess>)> = Vec::new();
    for (place, name) in header.iter().enumerate() {
        if is_ours(name) {
            continue;
        }
        let known = match export.and_then(|export| export.meaning(name)) {
            Some(meaning) => meaning.map(|field| (field, 1.0, 0)),
            None => columns::known(name),
        };
        found.push((place, known));
    }
    let mut chosen: HashMap<Field, (usize, f64, usize)> = HashMap::new();
    for (place, known) in &found {
        let Some((field, confidence, rank)) = *known else { continue };
        let better = chosen.get(&field).is_none_or(|(_, sure, before)| (confidence, *before) > (*sure, rank));
        if better {
            chosen.insert(field, (*place, confidence, rank));
        }
    }
    let by_place: HashMap<usize, (Field, f64)> =
        chosen.into_iter().map(|(field, (place, confidence, _))| (place, (field, confidence))).collect();
    let column = |(place, name): (usize, &String)| {
        let (field, confidence) = by_place.get(&place).map_or((None, 0.0), |(field, sure)| (Some(*field), *sure));
        let name = if name.is_empty() { format!("({})", place + 1) } else { name.clone() };
        Column { number: place + 1, name, field, confidence }
    };
    let mut mapping = Mapping { columns: header.iter().enumerate().map(column).collect() };
    guess(&mut mapping, rows);
    mapping
}

/// Guesses by content where no name is known: the text, and the date.
fn guess(mapping: &mut Mapping, rows: &[Raw]) {
    const GUESSED: f64 = 0.5;
    let cells = |column: &Column| -> Vec<&str> {
        let all = rows.iter().filter_map(|row| row.cells.get(column.number - 1));
        all.map(|cell| cell.trim()).filter(|cell| !number::is_missing(cell)).collect()
    };
    let free: Vec<usize> =
        mapping.columns.iter().enumerate().filter(|(_, it)| it.field.is_none()).map(|(place, _)| place).collect();
    if !mapping.has_text() {
        let length = |place: &usize| {
            let cells = mapping.columns.get(*place).map(cells).unwrap_or_default();
            let words = cells.iter().filter(|cell| number::read(cell) == Number::Unreadable);
            let total: usize = words.map(|cell| cell.chars().count()).sum();
            total / cells.len().max(1)
        };
        let longest = free.iter().max_by_key(|place| length(place)).copied();
        if let Some(place) = longest.filter(|place| length(place) >= 8)
            && let Some(column) = mapping.columns.get_mut(place)
        {
            (column.field, column.confidence) = (Some(Field::Text), GUESSED);
        }
    }
    if mapping.column(Field::Date).is_none() {
        let zone = jiff::tz::TimeZone::UTC;
        let reader = DateReader { zone: &zone, today: jiff::civil::date(2100, 1, 1), order: DateOrder::DayFirst };
        let is_date = |column: &Column| {
            let cells = cells(column);
            let dated = cells.iter().filter(|cell| {
                number::read(cell) == Number::Unreadable && (reader.read(cell).is_some() || ambiguous(cell).is_some())
            });
            column.field.is_none() && !cells.is_empty() && dated.count() * 10 >= cells.len() * 9
        };
        if let Some(place) = mapping.columns.iter().position(is_date)
            && let Some(column) = mapping.columns.get_mut(place)
        {
            (column.field, column.confidence) = (Some(Field::Date), GUESSED);
        }
    }
    // Of two columns that are called like a date, one may be the clock: "date" and "time". A duration is called otherwise.
    if mapping.column(Field::Date).is_some() && mapping.column(Field::Time).is_none() {
        let is_time = |column: &Column| {
            let cells = cells(column);
            let clocks = cells.iter().filter(|cell| is_clock(cell)).count();
            let is_free = column.field.is_none()
                && columns::known(&column.name).is_some_and(|(field, _, _)| field == Field::Date);
            is_free && !cells.is_empty() && clocks * 10 >= cells.len() * 9
        };
        if let Some(column) = mapping.columns.iter_mut().find(|column| is_time(column)) {
            (column.field, column.confidence) = (Some(Field::Time), GUESSED);
        }
    }
}

/// What `3/4/2026` means in this file, and whether that is unsure.
fn date_order(mapping: &Mapping, rows: &[Raw], export: Option<Export>, said: Option<DateOrder>) -> (DateOrder, bool) {
    let usual = export.map_or(DateOrder::DayFirst, Export::order);
    if let Some(said) = said {
        return (said, false);
    }
    let Some(column) = mapping.column(Field::Date) else { return (usual, false) };
    let pairs: Vec<(u32, u32)> =
        rows.iter().filter_map(|row| row.cells.get(column.number - 1)).filter_map(|cell| ambiguous(cell)).collect();
    // A pair that is a day in neither order says nothing, and one that differs from all others is a slip.
    let told = |day: fn(&(u32, u32)) -> u32, month: fn(&(u32, u32)) -> u32| {
        pairs.iter().filter(|pair| day(pair) > 12 && month(pair) <= 12).count()
    };
    let (day_first, month_first) = (told(|pair| pair.0, |pair| pair.1), told(|pair| pair.1, |pair| pair.0));
    let (order, more, less) = match day_first.cmp(&month_first) {
        Ordering::Greater => (DateOrder::DayFirst, day_first, month_first),
        Ordering::Less => (DateOrder::MonthFirst, month_first, day_first),
        Ordering::Equal => return (usual, export.is_none() && !pairs.is_empty()),
    };
    (order, less * 10 > more)
}
