//! A file's rows one after the other: each becomes a post, or is set aside with its reason.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::cell;
use super::cleaning::{Noise, cleaned_text, hashtags, without_tracking};
use super::columns::Field;
use super::date::{DateReader, When};
use super::duplicates::{Duplicates, Seen};
use super::encoding::Decoded;
use super::exports::Export;
use super::harmless::unmarked;
use super::json::{self, JsonForm, Objects};
use super::layout::{FileFormat, ImportError, Layout};
use super::number::{is_missing, is_untold};
use super::outcome::{Mend, Outcome, Reason, Row};
use super::post::{ImportedPost, Metrics};
use super::table::{Broken, Raw, Table};
use super::{MOST_CELL, MOST_CHARACTERS, MOST_ROWS};
use crate::Platform;

/// What days and times are read by.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// Where times without an offset are; those with one are brought there.
    pub zone: TimeZone,
    /// Posts of a later day have not run yet.
    pub today: Date,
}

enum Source<R> {
    Table(Box<Table<R>>),
    Objects(Objects<R>, HashMap<String, usize>),
}

/// The rows of a file.
pub struct Rows<R> {
    source: Source<R>,
    layout: Layout,
    calendar: Calendar,
    duplicates: Duplicates,
    /// Places and names of the columns that are kept as they are.
    kept: Vec<(usize, String)>,
    /// Whether Copydesk wrote the file.
    is_ours: bool,
    to_skip: usize,
    count: u64,
}

/// A cell that is kept as it is, clean, on one line and not too long.
fn one_line(cell: &str) -> String {
    let (text, _) = cleaned_text(cell);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(MOST_CELL).collect::<String>().trim_end().to_string()
}

impl<R: Read> Rows<R> {
    /// Reads a file from its beginning, as `layout` says. `duplicates` knows what is stored.
    pub fn new(reader: R, layout: Layout, calendar: Calendar, duplicates: Duplicates) -> Self {
        let decoded = Decoded::new(reader, layout.encoding, layout.only_cr);
        let columns = || layout.mapping.columns.iter().map(|column| (column.name.clone(), column.number - 1)).collect();
        let source = match (layout.format, layout.format.delimiter()) {
            (_, Some(delimiter)) => Source::Table(Box::new(Table::new(decoded, delimiter))),
            (FileFormat::JsonLines, None) => Source::Objects(Objects::new(decoded, JsonForm::Lines), columns()),
            (_, None) => Source::Objects(Objects::new(decoded, JsonForm::List), columns()),
        };
        let kept = layout.mapping.kept().map(|column| (column.number - 1, one_line(&column.name)));
        let kept = kept.filter(|(_, name)| !name.is_empty()).collect();
        let (is_ours, to_skip) = (layout.is_ours(), layout.skipped);
        Self { source, layout, calendar, duplicates, kept, is_ours, to_skip, count: 0 }
    }

    fn raw(&mut self) -> Result<Option<Raw>, ImportError> {
        Ok(match &mut self.source {
            Source::Table(table) => table.next()?,
            Source::Objects(objects, columns) => objects.next()?.map(|(line, object)| json::row(line, object, columns)),
        })
    }

    fn read(&mut self, raw: Raw) -> Row {
        let Raw { line, cells, broken } = raw;
        let outcome = self.outcome(line, &cells, broken).unwrap_or_else(Outcome::SetAside);
        Row { line, cells, outcome }
    }

    fn outcome(&mut self, line: u64, cells: &[String], broken: Option<Broken>) -> Result<Outcome, Reason> {
        match broken {
            Some(Broken::Quote) => return Err(Reason::Quote),
            Some(Broken::Long) => return Err(Reason::LongRow),
            Some(Broken::Json) => return Err(Reason::NoObject),
            None => {}
        }
        if self.count > MOST_ROWS {
            return Err(Reason::TooMany);
        }
        let expected = self.layout.mapping.columns.len();
        // Spreadsheets add empty cells, and leave out those at the end.
        let extra = cells.get(expected..).unwrap_or_default().iter().any(|cell| !cell.trim().is_empty());
        let text = self.layout.mapping.column(Field::Text).or(self.layout.mapping.column(Field::Title));
        let reaches_text = text.is_none_or(|column| column.number <= cells.len());
        let cut = cells.len() < expected && (cells.len() == 1 || !reaches_text);
        if extra || cut {
            return Err(Reason::Cells { found: cells.len(), expected });
        }
        let mut mends = Vec::new();
        if cells.len() < expected {
            mends.push(Mend::Short);
        }
        let post = self.post(cells, &mut mends)?;
        let stored = match self.duplicates.see(line, &post) {
            None => None,
            Some(Seen::Line(first)) => return Err(Reason::DuplicateOfLine(first)),
            Some(Seen::Stored { number, same: true }) => Some(number),
            Some(Seen::Stored { number, same: false }) => return Err(Reason::NearStored(number)),
        };
        Ok(Outcome::Taken { post: Box::new(post), mends, stored })
    }

    /// A cell of the row, with our mark taken off, and the name of its column.
    fn cell<'a>(&'a self, cells: &'a [String], field: Field) -> Option<(&'a str, &'a str)> {
        let column = self.layout.mapping.column(field)?;
        let cell = self.unmarked(cells.get(column.number - 1)?).trim();
        (!is_missing(cell)).then_some((column.name.as_str(), cell))
    }

    /// A cell without our mark, in a file that has ours: in another's, a quotation mark is one.
    fn unmarked<'a>(&self, cell: &'a str) -> &'a str {
        if self.is_ours { unmarked(cell) } else { cell }
    }

    fn post(&self, cells: &[String], mends: &mut Vec<Mend>) -> Result<ImportedPost, Reason> {
        let plain = |field| self.cell(cells, field).map_or("", |(_, cell)| cell);
        if self.layout.export == Some(Export::YouTube)
            && matches!(plain(Field::PostId).to_lowercase().as_str(), "total" | "总计" | "合计")
        {
            return Err(Reason::Total);
        }
        // A text that only says "-" is none; one that says "none" may be a post.
        let whole = |field| {
            let column = self.layout.mapping.column(field);
            column.and_then(|column| cells.get(column.number - 1)).map_or("", |cell| self.unmarked(cell))
        };
        if [Field::Title, Field::Text].into_iter().any(|field| is_destroyed(whole(field))) {
            return Err(Reason::Destroyed);
        }
        let (title, title_noise) = cleaned_text(whole(Field::Title));
        let (body, noise) = cleaned_text(whole(Field::Text));
        let text = match (title.as_str(), body.as_str()) {
            (title, "") => title.to_string(),
            ("", body) => body.to_string(),
            (title, body) if body.starts_with(title) => body.to_string(),
            (title, body) => format!("{title}\n{body}"),
        };
        note(mends, noise);
        note(mends, title_noise);
        if text.chars().all(|c| !c.is_alphanumeric() && (c.is_ascii() || c == '—' || c == '–')) {
            return Err(Reason::NoText);
        }
        let length = text.chars().count();
        if length > MOST_CHARACTERS {
            return Err(Reason::LongText(length));
        }
        let (bare, mut tags) = hashtags(&text);
        // A post of nothing but tags is its tags.
        let text = if bare.is_empty() { text } else { bare };
        for tag in plain(Field::Hashtags).split([',', '，', '、', ';', '|', ' ', '\n', '#', '＃']) {
            let tag: String = tag.trim().chars().filter(|c| !c.is_control()).take(100).collect();
            if !tag.is_empty() && !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        let mut seen = Vec::new();
        tags.retain(|tag| {
            let new = !seen.contains(tag);
            seen.push(tag.clone());
            new
        });
        let (date, time) = self.when(cells)?;
        let word = |field: Field, most: usize| {
            let (word, _) = cleaned_text(plain(field));
            word.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(most).collect::<String>()
        };
        let platform = word(Field::Platform, 40);
        let platform = match (Platform::from_name(&platform), self.layout.platform) {
            (Some(known), _) => known.id().to_string(),
            (None, Some(said)) if platform.is_empty() => said.id().to_string(),
            (None, _) => platform.to_lowercase(),
        };
        let metrics = self.metrics(cells, mends)?;
        let mut post_id = word(Field::PostId, 200);
        if is_rounded(&post_id) {
            mend(mends, Mend::RoundedId);
            post_id.clear();
        }
        Ok(ImportedPost {
            platform,
            text,
            topic: word(Field::Topic, 100),
            hashtags: tags,
            date,
            time,
            post_id,
            link: self.link(plain(Field::Link), mends),
            language: word(Field::Language, 20),
            sentiment: word(Field::Sentiment, 40),
            format: word(Field::Format, 40),
            hook: word(Field::Hook, 40),
            segment: word(Field::Segment, 100),
            columns: self.kept(cells),
            metrics,
        })
    }

    /// The cells of columns that were taken for nothing, on one line each.
    fn kept(&self, cells: &[String]) -> BTreeMap<String, String> {
        let kept = self.kept.iter().filter_map(|(place, name)| {
            let cell = self.unmarked(cells.get(*place)?).trim();
            let cell = if is_untold(cell) { String::new() } else { one_line(cell) };
            (!cell.is_empty()).then(|| (name.clone(), cell))
        });
        kept.collect()
    }

    fn link(&self, cell: &str, mends: &mut Vec<Mend>) -> String {
        let is_link = |link: &str| {
            link.len() <= 2_000
                && (link.starts_with("https://") || link.starts_with("http://"))
                && !link.contains(char::is_whitespace)
        };
        if cell.is_empty() {
            return String::new();
        }
        let link = if cell.contains("://") { cell.to_string() } else { format!("https://{cell}") };
        if !is_link(&link) || !link.contains('.') {
            mend(mends, Mend::Link);
            return String::new();
        }
        let short = without_tracking(&link);
        if short != link {
            mend(mends, Mend::Tracking);
        }
        short
    }

    fn when(&self, cells: &[String]) -> Result<(Option<Date>, Option<Time>), Reason> {
        let reader = DateReader { zone: &self.calendar.zone, today: self.calendar.today, order: self.layout.dates };
        let Some((column, cell)) = self.cell(cells, Field::Date) else { return Ok((None, None)) };
        let wrong = || (column.to_string(), cell::shortened(cell));
        let When { date, time } = reader.read(cell).ok_or_else(|| {
            let (column, value) = wrong();
            Reason::NoDate(column, value)
        })?;
        // A zone may be a day ahead of ours.
        if date > self.calendar.today.tomorrow().unwrap_or(self.calendar.today) {
            let (column, value) = wrong();
            return Err(Reason::Future(column, value));
        }
        let alone = self.cell(cells, Field::Time).and_then(|(_, cell)| reader.read(&format!("{date} {cell}")));
        Ok((Some(date), time.or(alone.and_then(|when| when.time))))
    }

    fn metrics(&self, cells: &[String], mends: &mut Vec<Mend>) -> Result<Metrics, Reason> {
        let mut at_least = false;
        let mut count = |field| {
            let Some((column, value)) = self.cell(cells, field) else { return Ok(None) };
            let (number, rounded_up) = cell::count(column, value)?;
            at_least |= rounded_up;
            Ok(Some(number))
        };
        let metrics = Metrics {
            impressions: count(Field::Impressions)?,
            reach: count(Field::Reach)?,
            views: count(Field::Views)?,
            likes: count(Field::Likes)?,
            comments: count(Field::Comments)?,
            shares: count(Field::Shares)?,
            saves: count(Field::Saves)?,
            clicks: count(Field::Clicks)?,
            click_rate_ppm: self.cell(cells, Field::ClickRate).map(cell::rate).transpose()?,
            engagement_rate_ppm: self.cell(cells, Field::EngagementRate).map(cell::rate).transpose()?,
        };
        if at_least {
            mend(mends, Mend::AtLeast);
        }
        let rate = metrics.click_rate_ppm.map_or(0, u64::from);
        let rated = |reason: fn(String, String) -> Reason| {
            let (column, value) = self.cell(cells, Field::ClickRate).unwrap_or_default();
            reason(column.to_string(), cell::shortened(value))
        };
        if rate > ALL_PPM {
            return Err(rated(Reason::OverAll));
        }
        if let (Some(impressions @ 1..), Some(clicks)) = (metrics.impressions, metrics.clicks) {
            let counted = u128::from(clicks) * u128::from(ALL_PPM) / u128::from(impressions);
            if clicks <= impressions && u128::from(rate) > counted * 10 + u128::from(ALL_PPM / 100) {
                return Err(rated(Reason::RateElse));
            }
        }
        match (metrics.impressions, metrics.clicks, metrics.reach) {
            (Some(impressions), Some(clicks), _) if clicks > impressions => {
                Err(Reason::MoreClicks { clicks, impressions })
            }
            (Some(impressions), _, Some(reach)) if reach > impressions => Err(Reason::MoreReach { reach, impressions }),
            _ => match (metrics.impressions, metrics.likes) {
                // Some exports say 0 for what they do not know.
                (Some(impressions @ 1..), Some(likes)) if likes > impressions => {
                    Err(Reason::MoreLikes { likes, impressions })
                }
                _ => Ok(metrics),
            },
        }
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Result<Row, ImportError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let raw = match self.raw() {
                Ok(raw) => raw?,
                Err(error) => return Some(Err(error)),
            };
            if self.to_skip > 0 {
                self.to_skip -= 1;
                continue;
            }
            // A row of nothing but separators is an empty line; an object of nothing but nulls is a post without a text.
            let is_table = self.layout.format.delimiter().is_some();
            if is_table && raw.broken.is_none() && raw.cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            self.count += 1;
            return Some(Ok(self.read(raw)));
        }
    }
}

/// Everything, in millionths.
const ALL_PPM: u64 = 1_000_000;

/// Whether so much of a text was lost that the rest says nothing: a line in another encoding than its file.
fn is_destroyed(text: &str) -> bool {
    let lost = text.chars().filter(|c| *c == '\u{FFFD}').count();
    lost >= 3 && lost * 10 > text.chars().count()
}

/// Whether a spreadsheet has rounded an id: many posts would have it in common.
fn is_rounded(id: &str) -> bool {
    id.split_once(['E', 'e']).is_some_and(|(digits, power)| {
        let is_number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
        is_number(whole) && is_number(fraction) && power.strip_prefix('+').is_some_and(is_number)
    })
}

fn mend(mends: &mut Vec<Mend>, kind: Mend) {
    if !mends.contains(&kind) {
        mends.push(kind);
    }
}

fn note(mends: &mut Vec<Mend>, noise: Noise) {
    let kinds = [
        (noise.markup, Mend::Markup),
        (noise.tracking, Mend::Tracking),
        (noise.invisible, Mend::Invisible),
        (noise.destroyed, Mend::Destroyed),
    ];
    kinds.into_iter().filter(|(there, _)| *there).for_each(|(_, kind)| mend(mends, kind));
}
