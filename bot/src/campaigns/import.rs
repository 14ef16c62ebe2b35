//! Posts from a file into the store: read on a thread of their own, stored in batches while the next ones are read.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

use copydesk_adapters::Partial;
use copydesk_analysis::import::{
    Calendar, DateOrder, Duplicates, Field, ImportError, ImportedPost, Layout, MOST_CHARACTERS, MOST_COLUMNS,
    MOST_ROWS, Metrics, Outcome, Reason, Report, Rows, SetAside, Wishes, look,
};
use copydesk_analysis::{Angle, Language};
use copydesk_storage::{Campaign, GivenLabel, LabelKind, LabelSource, Post, StorageError, TeamStore};
use jiff::tz::TimeZone;
use tokio::sync::mpsc;

use super::export::LABELLED_BY_PEOPLE;
use super::labels;
use crate::as_typed;
use crate::session::Session;
use crate::texts::{Sentence, sentence};

/// How many posts are stored in one commit: each waits for the disk, so that fewer are quicker.
const BATCH: usize = 2_000;
/// Batches that may wait: memory stays bounded when the disk is slow.
const WAITING: usize = 4;

/// After so many rows a person hears of it.
const PROGRESS: u64 = 5_000;

/// What is imported.
#[derive(Debug, Clone)]
pub enum Content {
    /// A file, by its place.
    File(PathBuf),
    /// What is in memory already.
    Text(Arc<[u8]>),
}

/// A file to be imported, and what a person said about it.
#[derive(Debug, Clone)]
pub struct Source {
    /// The file.
    pub content: Content,
    /// What people call it.
    pub name: String,
    /// What was said about its columns, platform and dates.
    pub wishes: Wishes,
    /// What days and times are read by.
    pub calendar: Calendar,
}

/// What an import did, or would do.
pub struct Outcomes {
    /// How the file is built.
    pub layout: Layout,
    /// What became of its rows.
    pub report: Report,
    /// Why rows were set aside, by the reason's name.
    pub examples: BTreeMap<&'static str, Examples>,
    /// The rows that were set aside.
    pub set_aside: Option<Vec<u8>>,
    /// Posts stored.
    pub added: u64,
    /// Stored posts that got newer numbers.
    pub updated: u64,
}

/// How many different reasons of a kind are told one by one.
const TOLD: usize = 3;

/// Rows that were set aside for reasons of one kind.
#[derive(Debug, Clone, Default)]
pub struct Examples {
    /// The first ones that differ: the line, what differs, and the reason in words.
    first: Vec<(u64, String, Sentence)>,
    /// Whether there are more that differ.
    more: bool,
}

impl Examples {
    fn add(&mut self, line: u64, reason: &Reason, sentence: Sentence) {
        let detail = match reason {
            Reason::NearStored(number) => Campaign { number: *number, ..Campaign::default() }.id(),
            reason => reason.detail(),
        };
        if self.first.iter().any(|(_, told, _)| *told == detail) {
            return;
        }
        if self.first.len() < TOLD {
            self.first.push((line, detail, sentence));
        } else {
            self.more = true;
        }
    }

    /// The reason in words: that of every row, or what they share with the first that differ.
    pub fn say(&self, kind: &str, language: Language) -> String {
        match self.first.as_slice() {
            [] => String::new(),
            [(_, _, only)] => only.say(language),
            several => {
                let mut told: Vec<String> =
                    several.iter().map(|(line, detail, _)| format!("{line}: {detail}")).collect();
                if self.more {
                    told.push("…".to_string());
                }
                sentence!("aside-reasons", kind = kind, examples = told.join("; ")).say(language)
            }
        }
    }
}

/// Why nothing, or not all, was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportFailure {
    /// The file can't be opened.
    #[error("{0}")]
    Open(std::io::Error),
    /// It can't be understood.
    #[error(transparent)]
    File(#[from] ImportError),
    /// It has no column for the text.
    #[error("no column holds the text")]
    NoText,
    /// A column that was named is not there.
    #[error("there is no column {0:?}")]
    NoColumn(String, Vec<String>),
    /// It can't be stored.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The thread that reads has ended without a word.
    #[error("reading has stopped")]
    Stopped,
}

/// What came of a file: its report, what the report's samples say, and the file of the rows that were set aside.
type Finished = (Report, BTreeMap<&'static str, Examples>, Option<Vec<u8>>);

/// What the reading thread hands over.
enum Step {
    /// Posts, with the stored number of those that are known.
    Posts(Vec<(ImportedPost, Option<u32>)>),
    /// All was read.
    Done(Box<Finished>),
}

/// How the file is built, by reading it once.
///
/// # Errors
/// See [`ImportFailure`].
pub async fn layout(source: &Source) -> Result<Layout, ImportFailure> {
    let (content, wishes) = (source.content.clone(), source.wishes.clone());
    let looked =
        tokio::task::spawn_blocking(move || -> Result<Layout, ImportFailure> { Ok(look(open(&content)?, &wishes)?) });
    let layout = looked.await.map_err(|_| ImportFailure::Stopped)??;
    match layout.unknown_columns.first() {
        Some(column) => {
            let names = layout.mapping.columns.iter().map(|column| column.name.clone()).collect();
            Err(ImportFailure::NoColumn(column.clone(), names))
        }
        None => Ok(layout),
    }
}

fn open(content: &Content) -> Result<Box<dyn Read>, ImportFailure> {
    let path = match content {
        Content::File(path) => path,
        Content::Text(text) => return Ok(Box::new(std::io::Cursor::new(Arc::clone(text)))),
    };
    let file = File::open(path).map_err(ImportFailure::Open)?;
    match file.metadata() {
        Ok(about) if !about.is_file() => {
            Err(ImportFailure::Open(std::io::Error::from(std::io::ErrorKind::IsADirectory)))
        }
        _ => Ok(Box::new(file)),
    }
}

/// Imports a file, or with `store: false` only says what would be. Who watches hears how many rows are done.
///
/// What is stored when an error comes stays stored; sending the file again adds the rest.
///
/// # Errors
/// See [`ImportFailure`].
pub async fn run(
    source: &Source,
    records: &TeamStore,
    store: bool,
    language: Language,
    watched: Option<&Session>,
) -> Result<Outcomes, ImportFailure> {
    let layout = layout(source).await?;
    if !layout.mapping.has_text() {
        if store {
            return Err(ImportFailure::NoText);
        }
        let report = Report::default();
        return Ok(Outcomes { layout, report, examples: Default::default(), set_aside: None, added: 0, updated: 0 });
    }
    let (duplicates, stored) = known(records).await?;
    let (sender, mut steps) = mpsc::channel(WAITING);
    let reader = {
        let (content, layout, calendar) = (source.content.clone(), layout.clone(), source.calendar.clone());
        let work = move || read(&content, &layout, calendar, duplicates, language, &sender);
        tokio::task::spawn_blocking(as_typed::carried(work))
    };
    let (mut added, mut updated, mut done) = (0, 0, 0_u64);
    let mut end = None;
    while let Some(step) = steps.recv().await {
        match step {
            Step::Posts(posts) if store => {
                done += posts.len() as u64;
                let (new, changed) = keep(records, posts, &stored, &source.name).await?;
                added += new;
                updated += changed;
                if let Some(session) = watched.filter(|_| done % PROGRESS < BATCH as u64) {
                    let status = session.say(sentence!("import-progress", done = done));
                    session.show(Partial::Status(status)).await;
                }
            }
            Step::Posts(posts) => done += posts.len() as u64,
            Step::Done(all) => end = Some(*all),
        }
    }
    reader.await.map_err(|_| ImportFailure::Stopped)??;
    let (report, examples, set_aside) = end.ok_or(ImportFailure::Stopped)?;
    Ok(Outcomes { layout, report, examples, set_aside, added, updated })
}

/// What is stored already, and a hash of the numbers of each post: what has not changed need not be read again.
async fn known(records: &TeamStore) -> Result<(Duplicates, HashMap<u32, u64>), StorageError> {
    const PAGE: usize = 500;
    let (mut duplicates, mut numbers) = (Duplicates::default(), HashMap::new());
    let mut after: Option<String> = None;
    loop {
        let page = records.list::<Campaign>(after.as_deref(), PAGE).await?;
        for (_, stored) in &page {
            let post = &stored.record.post;
            let print = ImportedPost {
                platform: post.platform.clone(),
                text: post.text.clone(),
                date: post.date,
                post_id: post.post_id.clone(),
                link: post.link.clone(),
                ..ImportedPost::default()
            };
            duplicates.store(stored.record.number, &print);
            numbers.insert(stored.record.number, hash(&(metrics(post), &post.columns)));
        }
        match page.last() {
            Some((id, _)) if page.len() == PAGE => after = Some(id.clone()),
            _ => return Ok((duplicates, numbers)),
        }
    }
}

fn read(
    content: &Content,
    layout: &Layout,
    calendar: Calendar,
    duplicates: Duplicates,
    language: Language,
    steps: &mpsc::Sender<Step>,
) -> Result<(), ImportFailure> {
    let rows = Rows::new(open(content)?, layout.clone(), calendar, duplicates);
    let (mut report, mut aside) = (Report::default(), SetAside::new(layout));
    let mut examples: BTreeMap<&'static str, Examples> = BTreeMap::new();
    let mut batch = Vec::with_capacity(BATCH);
    for row in rows {
        let row = row?;
        report.add(&row);
        match row.outcome {
            Outcome::SetAside(ref why) => {
                let sentence = aside_reason(why);
                aside.add(&row, &sentence.say(language));
                examples.entry(why.id()).or_default().add(row.line, why, sentence);
            }
            Outcome::Taken { post, stored, .. } => batch.push((*post, stored)),
        }
        if batch.len() == BATCH && steps.blocking_send(Step::Posts(std::mem::take(&mut batch))).is_err() {
            // Nobody waits any more: storing has failed, and says so itself.
            return Ok(());
        }
    }
    report.finish();
    let _nobody_waits = steps.blocking_send(Step::Posts(batch));
    let _nobody_waits = steps.blocking_send(Step::Done(Box::new((report, examples, aside.finish()))));
    Ok(())
}

/// Stores what is new, and newer numbers of what is known.
async fn keep(
    records: &TeamStore,
    posts: Vec<(ImportedPost, Option<u32>)>,
    stored: &HashMap<u32, u64>,
    source: &str,
) -> Result<(u64, u64), StorageError> {
    let with_people = |(mut post, stored): (ImportedPost, Option<u32>)| {
        let people = post.columns.remove(LABELLED_BY_PEOPLE).unwrap_or_default();
        ((post, people), stored)
    };
    let posts = posts.into_iter().map(with_people);
    let (known, new): (Vec<_>, Vec<_>) = posts.partition(|(_, stored)| stored.is_some());
    let new: Vec<Post> = new.into_iter().map(|((post, people), _)| stored_post(post, &people, source)).collect();
    let added = records.add_campaigns(new).await?.len() as u64;
    let changed =
        |(number, newer): &(u32, (Metrics, BTreeMap<String, String>))| stored.get(number) != Some(&hash(newer));
    let said = known.into_iter().filter_map(|((post, _), number)| Some((number?, (post.metrics, post.columns))));
    let measured: HashMap<u32, (Metrics, BTreeMap<String, String>)> = said.filter(changed).collect();
    let numbers: Vec<u32> = measured.keys().copied().collect();
    let edit = |number: u32, post: &mut Post| {
        let Some((newer, columns)) = measured.get(&number) else { return false };
        let before = metrics(post);
        let after = newer.over(before);
        set_metrics(post, after);
        keep_columns(post, columns) || after != before
    };
    Ok((added, records.edit_campaigns(&numbers, edit).await? as u64))
}

/// Writes what columns say now; returns whether it is another than before. What a file does not have stays.
fn keep_columns(post: &mut Post, columns: &BTreeMap<String, String>) -> bool {
    let mut changed = false;
    for (name, cell) in columns {
        if post.columns.get(name) != Some(cell)
            && (post.columns.len() < MOST_COLUMNS || post.columns.contains_key(name))
        {
            post.columns.insert(name.clone(), cell.clone());
            changed = true;
        }
    }
    changed
}

fn hash(said: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    said.hash(&mut hasher);
    hasher.finish()
}

/// A post as it is stored; `people` names the labels that people gave it before it was exported.
fn stored_post(imported: ImportedPost, people: &str, source: &str) -> Post {
    let by_person = |kind| people.split_whitespace().any(|name| labels::names(kind).contains(&name));
    let topic = Some(imported.topic.clone()).filter(|topic| !topic.is_empty() && by_person(LabelKind::Topic));
    let said = [
        (LabelKind::Topic, topic),
        (LabelKind::Language, Language::from_code(&imported.language).map(|it| it.code().to_string())),
        (LabelKind::Sentiment, labels::value(LabelKind::Sentiment, &imported.sentiment)),
        (LabelKind::Format, Some(imported.format).filter(|format| !format.is_empty())),
        (LabelKind::Hook, Angle::from_id(&imported.hook.to_lowercase()).map(|angle| angle.id().to_string())),
        (LabelKind::Segment, Some(imported.segment).filter(|segment| !segment.is_empty())),
    ];
    let given = |(kind, value): (LabelKind, Option<String>)| {
        let by = if by_person(kind) { LabelSource::Person } else { LabelSource::File };
        Some((kind, GivenLabel { value: value?, by, file: None }))
    };
    let mut post = Post {
        platform: imported.platform,
        text: imported.text,
        topic: imported.topic,
        hashtags: imported.hashtags,
        date: imported.date,
        time: imported.time,
        post_id: imported.post_id,
        link: imported.link,
        labels: said.into_iter().filter_map(given).collect(),
        columns: imported.columns,
        source: source.to_string(),
        ..Post::default()
    };
    set_metrics(&mut post, imported.metrics);
    post
}

fn metrics(post: &Post) -> Metrics {
    Metrics {
        impressions: post.impressions,
        reach: post.reach,
        views: post.views,
        likes: post.likes,
        comments: post.comments,
        shares: post.shares,
        saves: post.saves,
        clicks: post.clicks,
        click_rate_ppm: post.click_rate_ppm,
        engagement_rate_ppm: post.engagement_rate_ppm,
    }
}

fn set_metrics(post: &mut Post, metrics: Metrics) {
    let Metrics {
        impressions,
        reach,
        views,
        likes,
        comments,
        shares,
        saves,
        clicks,
        click_rate_ppm,
        engagement_rate_ppm,
    } = metrics;
    (post.impressions, post.reach, post.views) = (impressions, reach, views);
    (post.likes, post.comments, post.shares, post.saves) = (likes, comments, shares, saves);
    (post.clicks, post.click_rate_ppm, post.engagement_rate_ppm) = (clicks, click_rate_ppm, engagement_rate_ppm);
}

/// A column and its field as a person writes them: `3=likes`, `Gefällt mir=likes`, `7=-`.
pub fn column_wish(text: &str) -> Option<(String, Option<Field>)> {
    let (column, field) = text.rsplit_once(['=', '＝'])?;
    let (column, field) = (column.trim(), field.trim());
    let field = match field {
        "-" | "none" | "无" => None,
        name => Some(Field::from_name(name)?),
    };
    (!column.is_empty()).then(|| (column.to_string(), field))
}

/// A time zone by its name, such as `Europe/Berlin` or `+08:00`.
pub fn zone(name: &str) -> Option<TimeZone> {
    let name = name.trim();
    TimeZone::get(name).ok().or_else(|| {
        let sign = if name.starts_with('-') { -1 } else { 1 };
        let (hours, minutes) = name.trim_start_matches(['+', '-']).split_once(':')?;
        let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
        Some(TimeZone::fixed(jiff::tz::Offset::from_seconds(sign * seconds).ok()?))
    })
}

/// The order of days of this name.
pub fn date_order(name: &str) -> Option<DateOrder> {
    DateOrder::from_id(name)
}

/// Why a row was set aside, in words.
fn aside_reason(reason: &Reason) -> Sentence {
    let (column, value) = reason.cell().unwrap_or_default();
    let (one, other): (u64, u64) = match reason {
        Reason::LongText(characters) => (*characters as u64, MOST_CHARACTERS as u64),
        Reason::Cells { found, expected } => (*found as u64, *expected as u64),
        Reason::MoreClicks { clicks, impressions } => (*clicks, *impressions),
        Reason::MoreReach { reach, impressions } => (*reach, *impressions),
        Reason::MoreLikes { likes, impressions } => (*likes, *impressions),
        Reason::DuplicateOfLine(line) => (*line, 0),
        Reason::TooMany => (MOST_ROWS, 0),
        _ => (0, 0),
    };
    let id = match reason {
        Reason::NearStored(number) => Campaign { number: *number, ..Campaign::default() }.id(),
        _ => String::new(),
    };
    let (one, other) = (one.to_string(), other.to_string());
    sentence!("aside-reason", kind = reason.id(), column = column, value = value, one = one, other = other, id = id)
}
