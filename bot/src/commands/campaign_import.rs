//! `/campaign import`: a file of past posts, proposed first and stored after a yes.

pub mod yes_or_no;

use std::path::{Path, PathBuf};

use copydesk_analysis::import::{Calendar, ImportError, Layout, MOST_BYTES, Wishes};
use copydesk_analysis::{Language, Platform};
use copydesk_storage::PendingImport;
use jiff::{Timestamp, ZonedDateTime};

use crate::answer::{Answer, ColumnShown, Done, ImportShown, ImportState, MissingShown, RowsShown};
use crate::campaigns::import::{self, Content, ImportFailure, Outcomes, Source};
use crate::commands::export::hand_over;
use crate::commands::{Command, PLATFORM, Spec, Takes, choices, command, option, platform_option};
use crate::config::Config;
use crate::desk::Desk;
use crate::ideas::because::rounded;
use crate::invocation::Invocation;
use crate::session::{Session, person_id};
use crate::texts::{Problem, Sentence, sentence};

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[Spec {
    rest: "rest-file",
    open_after: &["map", "对应"],
    takes_file: true,
    options: &[
        PLATFORM,
        option("dates", "日期顺序").takes(Takes::OneOf(choices::date_orders)),
        option("zone", "时区").takes(Takes::Mostly(choices::zones)),
    ],
    example: Some("command-campaign-import-example"),
    ..command(&["campaign", "import"], &["往期", "导入"], "command-campaign-import", read_import)
}];

/// What is to become of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportWish {
    /// Show what would become of it.
    Propose {
        /// A path, where the person has this machine's files before them; empty: the file that came along.
        path: String,
        /// Where all of its posts ran.
        platform: Option<Platform>,
        /// What `3/4/2026` means.
        dates: Option<String>,
        /// Where times without an offset are.
        zone: Option<String>,
    },
    /// Take a column for something else.
    Map(Vec<(String, String)>),
    /// Store it.
    Confirm,
    /// Leave it.
    Cancel,
}

fn wish(wish: ImportWish) -> Result<Command, Problem> {
    Ok(Command::ImportCampaigns(Box::new(wish)))
}

/// Reads `/campaign import [path] [platform=…] [dates=…] [zone=…]`, and what follows it: `/campaign import map 3=likes`,
/// `/campaign import confirm` and `/campaign import cancel`.
///
/// # Errors
/// What is wrong with an option or a column.
pub fn read_import(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let (first, rest) = invocation.text.split_once(char::is_whitespace).unwrap_or((&invocation.text, ""));
    match first {
        "confirm" | "确认" if rest.is_empty() => return wish(ImportWish::Confirm),
        "cancel" | "取消" if rest.is_empty() => return wish(ImportWish::Cancel),
        "map" | "对应" => return read_map(rest),
        _ => {}
    }
    let dates = invocation.option("dates").map(|name| {
        let known = import::date_order(name).map(|order| order.id().to_string());
        known.ok_or_else(|| Problem::new(sentence!("dates-wrong", value = name), sentence!("dates-help")))
    });
    let zone = invocation.option("zone").map(|name| match import::zone(name) {
        Some(_) => Ok(name.to_string()),
        None => Err(Problem::new(sentence!("import-zone-wrong", value = name), sentence!("import-zone-help"))),
    });
    wish(ImportWish::Propose {
        path: invocation.rest.trim().to_string(),
        platform: platform_option(invocation.option("platform"))?,
        dates: dates.transpose()?,
        zone: zone.transpose()?,
    })
}

/// Reads `3=likes 7=-` or `"Gefällt mir=likes"`.
fn read_map(text: &str) -> Result<Command, Problem> {
    let text = text.trim();
    // A column's name may have spaces: one pair in quotes, or pairs of single words.
    let parts: Vec<String> = match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(quoted) => vec![quoted.to_string()],
        None if text.matches(['=', '＝']).count() == 1 => vec![text.to_string()],
        None => text.split_whitespace().map(String::from).collect(),
    };
    let pair = |part: String| match import::column_wish(&part) {
        Some((column, field)) => Ok((column, field.map(|field| field.id().to_string()).unwrap_or_default())),
        None => Err(Problem::new(sentence!("column-wrong", value = part), sentence!("column-help"))),
    };
    let columns = parts.into_iter().map(pair).collect::<Result<Vec<_>, _>>()?;
    if columns.is_empty() {
        return Err(Problem::new(sentence!("column-wrong", value = text), sentence!("column-help")));
    }
    wish(ImportWish::Map(columns))
}

/// Does it.
///
/// # Errors
/// That the person may not, what is wrong with the file, or what the storage says.
pub async fn handle(desk: &Desk, session: &Session, wish: ImportWish) -> Result<Answer, Problem> {
    session.must_manage().await?;
    match wish {
        // Options alone are for the file that waits.
        ImportWish::Propose { path, platform, dates, zone }
            if path.is_empty()
                && session.file.is_none()
                && (platform.is_some() || dates.is_some() || zone.is_some()) =>
        {
            let mut pending = waiting(desk, session).await?;
            pending.platform = platform.map(|platform| platform.id().to_string()).or(pending.platform);
            pending.dates = dates.or(pending.dates);
            pending.time_zone = zone.or(pending.time_zone);
            propose(desk, session, pending).await
        }
        ImportWish::Propose { path, platform, dates, zone } => {
            let (name, path, copied) = file(desk, session, &path).await?;
            let pending = PendingImport {
                name,
                path: path.display().to_string(),
                copied,
                columns: Vec::new(),
                platform: platform.map(|platform| platform.id().to_string()),
                dates,
                time_zone: zone,
                at: session.now.timestamp(),
            };
            propose(desk, session, pending).await
        }
        ImportWish::Map(columns) => {
            let mut pending = waiting(desk, session).await?;
            let before = import::layout(&source(&pending, &session.now)).await;
            pending.columns.extend(columns);
            let mut answer = propose(desk, session, pending).await?;
            if let (Answer::Import(shown), Ok(before)) = (&mut answer, before) {
                let dropped = dropped(&before, &shown.columns);
                shown.notes.extend(dropped.into_iter().map(|sentence| session.say(sentence)));
            }
            Ok(answer)
        }
        ImportWish::Confirm => {
            let pending = waiting(desk, session).await?;
            let source = source(&pending, &session.now);
            let _turn = desk.imports.turn(&session.team.id).await;
            let outcomes = import::run(&source, &session.records, true, session.language, Some(session)).await;
            let outcomes = outcomes.map_err(|failure| problem(desk, &failure, &pending.name))?;
            forget(desk, session, &pending).await?;
            Ok(Answer::Import(Box::new(stored(desk, session, &pending.name, outcomes).await?)))
        }
        ImportWish::Cancel => {
            let pending = waiting(desk, session).await?;
            forget(desk, session, &pending).await?;
            Ok(Answer::Done(Done { text: session.say(sentence!("import-cancelled", file = pending.name.as_str())) }))
        }
    }
}

/// The file that is meant: what came along, or in a terminal a path. It is copied: what the person has seen is what they
/// say yes to.
async fn file(desk: &Desk, session: &Session, path: &str) -> Result<(String, PathBuf, bool), Problem> {
    if let Some(file) = &session.file {
        let kept = kept_copy(desk, session, &file.path).await.map_err(|error| desk.internal(&error))?;
        return Ok((shown_name(&file.name), kept, true));
    }
    // Only who sits before this machine may name its files.
    if path.is_empty() || session.origin.place.platform != "console" {
        return Err(Problem::new(sentence!("import-no-file"), sentence!("import-no-file-help")));
    }
    let path = std::path::absolute(path).map_err(|error| desk.internal(&error))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = shown_name(&name);
    let failed = |error| problem(desk, &ImportFailure::Open(error), &name);
    let about = tokio::fs::metadata(&path).await.map_err(failed)?;
    if !about.is_file() {
        return Err(failed(std::io::ErrorKind::IsADirectory.into()));
    }
    if about.len() > MOST_BYTES {
        return Err(problem(desk, &ImportFailure::File(ImportError::Large), &name));
    }
    let kept = kept_copy(desk, session, &path).await.map_err(failed)?;
    Ok((name, kept, true))
}

async fn kept_copy(desk: &Desk, session: &Session, path: &Path) -> std::io::Result<PathBuf> {
    let folder = desk.data_dir.join("imports");
    let kept = folder.join(format!("{}-{}", session.team.id, crate::reference::new()));
    tokio::fs::create_dir_all(&folder).await?;
    remove_old(&folder, session.now.timestamp()).await?;
    // The words alone are copied: a file that may only be read is to be removed again.
    let mut from = tokio::fs::File::open(path).await?;
    let mut to = tokio::fs::File::create(&kept).await?;
    tokio::io::copy(&mut from, &mut to).await?;
    tokio::io::AsyncWriteExt::flush(&mut to).await?;
    Ok(kept)
}

/// A file's name without anything that could be more than a name.
pub fn shown_name(name: &str) -> String {
    let name = copydesk_analysis::clean(name.rsplit(['/', '\\']).next().unwrap_or_default()).text;
    name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(100).collect()
}

/// Columns that gave up what they were taken for to another one.
fn dropped(before: &Layout, now: &[ColumnShown]) -> Vec<Sentence> {
    let gave_up = |column: &copydesk_analysis::import::Column| {
        let field = column.field?.id();
        let other = now.iter().find(|it| it.field.as_deref() == Some(field) && it.number != column.number)?;
        Some(sentence!(
            "import-column-dropped",
            column = column.name.as_str(),
            field = sentence!("field-name", field = field.replace(' ', "-")),
            other = other.name.as_str()
        ))
    };
    before.mapping.columns.iter().filter_map(gave_up).collect()
}

async fn propose(desk: &Desk, session: &Session, pending: PendingImport) -> Result<Answer, Problem> {
    let source = source(&pending, &session.now);
    let outcomes = import::run(&source, &session.records, false, session.language, None).await;
    let outcomes = outcomes.map_err(|failure| problem(desk, &failure, &pending.name))?;
    let failed = |error| desk.storage_problem(&error);
    let before = session.records.get::<PendingImport>(&person_id(&session.origin)).await.map_err(failed)?;
    if let Some(before) = before.filter(|before| before.record.path != pending.path) {
        remove_copy(&before.record).await;
    }
    session.records.put(&person_id(&session.origin), &pending).await.map_err(failed)?;
    let mut proposed = shown(&pending.name, &outcomes, ImportState::Proposed, session.language);
    proposed.notes.push(session.say(sentence!("import-how")));
    Ok(Answer::Import(Box::new(proposed)))
}

async fn waiting(desk: &Desk, session: &Session) -> Result<PendingImport, Problem> {
    let pending = session.records.get::<PendingImport>(&person_id(&session.origin)).await;
    let pending = pending.map_err(|error| desk.storage_problem(&error))?;
    pending
        .map(|stored| stored.record)
        .ok_or_else(|| Problem::new(sentence!("import-none-waits"), sentence!("import-no-file-help")))
}

async fn forget(desk: &Desk, session: &Session, pending: &PendingImport) -> Result<(), Problem> {
    remove_copy(pending).await;
    let deleted = session.records.delete::<PendingImport>(&person_id(&session.origin)).await;
    deleted.map_err(|error| desk.storage_problem(&error))
}

/// Removes copies that nobody has said yes to for a week.
async fn remove_old(folder: &Path, now: Timestamp) -> std::io::Result<()> {
    const WEEK: i64 = 7 * 24 * 3600;
    let mut entries = tokio::fs::read_dir(folder).await?;
    while let Some(entry) = entries.next_entry().await? {
        let changed = entry.metadata().await.and_then(|about| about.modified());
        let changed = changed.ok().and_then(|at| Timestamp::try_from(at).ok());
        if changed.is_some_and(|at| now.as_second() - at.as_second() > WEEK) {
            tokio::fs::remove_file(entry.path()).await?;
        }
    }
    Ok(())
}

async fn remove_copy(pending: &PendingImport) {
    if pending.copied
        && let Err(error) = tokio::fs::remove_file(Path::new(&pending.path)).await
    {
        tracing::warn!(%error, "the copy of an imported file is left");
    }
}

fn source(pending: &PendingImport, now: &ZonedDateTime) -> Source {
    let field = |name: &String| copydesk_analysis::import::Field::from_name(name);
    let columns = pending.columns.iter().map(|(column, name)| (column.clone(), field(name))).collect();
    Source {
        content: Content::File(PathBuf::from(&pending.path)),
        name: pending.name.clone(),
        wishes: Wishes {
            columns,
            platform: pending.platform.as_deref().and_then(Platform::from_name),
            dates: pending.dates.as_deref().and_then(import::date_order),
        },
        calendar: Calendar {
            zone: pending.time_zone.as_deref().and_then(import::zone).unwrap_or_else(|| now.time_zone().clone()),
            today: now.date(),
        },
    }
}

/// What a person is told of a file that can't be imported.
pub fn problem(desk: &Desk, failure: &ImportFailure, name: &str) -> Problem {
    let file = |kind: &'static str, what: &str| {
        Problem::new(
            sentence!("import-failed", kind = kind, file = name, what = what),
            sentence!("import-failed-help", kind = kind),
        )
    };
    match failure {
        ImportFailure::Open(error) if error.kind() == std::io::ErrorKind::NotFound => file("missing", ""),
        ImportFailure::Open(error) => file("unreadable", &error.to_string()),
        ImportFailure::File(ImportError::Empty) => file("empty", ""),
        ImportFailure::File(ImportError::Large) => file("large", ""),
        ImportFailure::File(ImportError::NotText(kind)) => file("no-text", kind),
        ImportFailure::File(ImportError::NoRows) => file("no-rows", ""),
        ImportFailure::File(ImportError::NoList) => file("no-list", ""),
        ImportFailure::File(ImportError::Read(error)) => file("unreadable", &error.to_string()),
        ImportFailure::NoText => file("no-column", ""),
        ImportFailure::NoColumn(column, names) => {
            let message = sentence!("import-column-unknown", column = column.as_str());
            Problem::new(message, sentence!("i-know", names = names.clone()))
        }
        ImportFailure::Storage(error) => desk.storage_problem(error),
        ImportFailure::Stopped => desk.internal(failure),
    }
}

/// What was stored, with the rows that were set aside as a file.
///
/// # Errors
/// That the file can't be written.
pub async fn stored(
    desk: &Desk,
    session: &Session,
    name: &str,
    mut outcomes: Outcomes,
) -> Result<ImportShown, Problem> {
    let aside = outcomes.set_aside.take();
    let mut shown = shown(name, &outcomes, ImportState::Imported, session.language);
    if let Some(bytes) = aside {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let file = format!("{}-set-aside-{}.csv", file_stem(stem), session.now.strftime("%Y-%m-%d-%H%M%S"));
        (shown.attachment, shown.set_aside_file) = hand_over(desk, session, &file, bytes).await?;
    }
    Ok(shown)
}

/// Letters and digits of a name, for a file of ours.
pub fn file_stem(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '-' }).take(60).collect();
    plain.trim_matches('-').to_string()
}

/// An import as it is shown.
pub fn shown(name: &str, outcomes: &Outcomes, state: ImportState, language: Language) -> ImportShown {
    let Outcomes { layout, report, examples, added, updated, .. } = outcomes;
    let rows = |kind: &str, text: String, counted: &copydesk_analysis::import::Counted| RowsShown {
        kind: kind.to_string(),
        text,
        rows: counted.rows,
        lines: counted.lines.clone(),
    };
    let reason = |(kind, counted): (&&'static str, &copydesk_analysis::import::Counted)| {
        let text = examples.get(kind).map(|all| all.say(kind, language)).unwrap_or_default();
        rows(kind, text, counted)
    };
    let mend = |(kind, counted): (&&'static str, &copydesk_analysis::import::Counted)| {
        rows(kind, sentence!("import-mend", kind = *kind).say(language), counted)
    };
    let outliers = &report.outliers;
    ImportShown {
        state,
        file: name.to_string(),
        encoding: layout.encoding.name().to_string(),
        format: id_of(&layout.format),
        export: layout.export.map(|export| export.name().to_string()).unwrap_or_default(),
        platform: layout.platform.map(|platform| platform.id().to_string()).unwrap_or_default(),
        dates: layout.dates.id().to_string(),
        dates_unsure: layout.dates_unsure,
        columns: columns(layout),
        rows: report.rows,
        taken: report.taken,
        mended: report.mended,
        set_aside: report.set_aside,
        known: report.known,
        added: *added,
        updated: *updated,
        mends: report.mends.iter().map(mend).collect(),
        reasons: report.reasons.iter().map(reason).collect(),
        outliers: (outliers.rows > 0).then(|| rows("outlier", sentence!("import-outliers").say(language), outliers)),
        missing: report
            .missing
            .iter()
            .map(|(what, rows)| MissingShown { what: what.to_string(), rows: *rows })
            .collect(),
        set_aside_file: None,
        attachment: None,
        notes: Vec::new(),
    }
}

fn columns(layout: &Layout) -> Vec<ColumnShown> {
    let kept: Vec<usize> = layout.mapping.kept().map(|column| column.number).collect();
    let column = |column: &copydesk_analysis::import::Column| ColumnShown {
        kept: kept.contains(&column.number),
        number: column.number,
        name: column.name.clone(),
        field: column.field.map(|field| field.id().to_string()),
        confidence: rounded(column.confidence),
    };
    layout.mapping.columns.iter().map(column).collect()
}

fn id_of(format: &impl serde::Serialize) -> String {
    serde_json::to_value(format).ok().and_then(|value| value.as_str().map(String::from)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{file_stem, shown_name};

    #[test]
    fn a_file_s_name_is_only_a_name() {
        assert_eq!(shown_name("../../etc/pass\u{202E}wd\n.csv"), "passwd .csv");
        assert_eq!(file_stem("往期 2026/03"), "往期-2026-03");
        assert_eq!(file_stem("../.."), "");
    }
}
