//! `/campaign source`: accounts and feeds whose posts are collected, so that nobody has to send files.

use copydesk_analysis::Platform;
use copydesk_storage::{CampaignSource, CampaignSourceKind, Numbered as _, StorageError, Stored};

use crate::answer::{Answer, CampaignSources, Done, SourceShown};
use crate::campaigns::collecting::{self, MOST_SOURCES, Run, RunFailure};
use crate::campaigns::source::{self, SourceAddress};
use crate::commands::campaign_import::{problem, stored};
use crate::commands::{Command, PLATFORM, Spec, command, option, platform_option};
use crate::config::{Config, MOST_HOURS};
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::session::{Session, person_id};
use crate::texts::{Problem, sentence};

/// The command of this file.
pub static COMMANDS: &[Spec] = &[Spec {
    rest: "rest-source",
    options: &[option("every", "间隔"), PLATFORM],
    example: Some("command-campaign-source-example"),
    ..command(&["campaign", "source"], &["往期", "来源"], "command-campaign-source", read)
}];

/// What is to become of sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceWish {
    /// Show them.
    List,
    /// Collect from one more.
    Add {
        /// Which.
        address: SourceAddress,
        /// Asked again after so many hours.
        hours: u32,
        /// Where a feed's posts ran.
        platform: Option<Platform>,
    },
    /// Collect from one no more; its posts stay.
    Remove(u32),
    /// Ask one now.
    Run(u32),
}

/// Reads `/campaign source [list | add URL|@account [every=…] [platform=…] | remove S-001 | run S-001]`.
///
/// # Errors
/// What is wrong, with a command to copy.
pub fn read(invocation: &Invocation, config: &Config) -> Result<Command, Problem> {
    let rest = invocation.rest.trim();
    let (verb, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let wish = match verb.to_lowercase().as_str() {
        "" | "list" | "列表" => SourceWish::List,
        "add" | "添加" => SourceWish::Add {
            address: source::read(rest)?,
            hours: invocation.option("every").map(hours).transpose()?.unwrap_or(config.campaigns.collect_hours),
            platform: platform_option(invocation.option("platform"))?,
        },
        "remove" | "删除" => SourceWish::Remove(number(rest)?),
        "run" | "运行" | "更新" => SourceWish::Run(number(rest)?),
        _ => {
            return Err(Problem::new(
                sentence!("source-verb", verb = verb),
                sentence!("command-campaign-source-example"),
            ));
        }
    };
    Ok(Command::CampaignSource(Box::new(wish)))
}

fn number(text: &str) -> Result<u32, Problem> {
    CampaignSource::number_of(text)
        .ok_or_else(|| Problem::new(sentence!("source-id-wrong", value = text), sentence!("source-id-help")))
}

/// A time between two runs: `6h`, `2d`, `daily`, `每天`, `12小时`.
fn hours(text: &str) -> Result<u32, Problem> {
    let wrong = || Problem::new(sentence!("source-every-wrong", value = text), sentence!("source-every-help"));
    let plain = text.trim().to_lowercase();
    let hours = match plain.as_str() {
        "hourly" | "hour" | "每小时" => Some(1),
        "daily" | "day" | "每天" | "每日" => Some(24),
        "weekly" | "week" | "每周" => Some(7 * 24),
        _ => {
            let digits = plain.chars().take_while(char::is_ascii_digit).count();
            let (count, unit) = plain.split_at(digits);
            let each = match unit.trim() {
                "h" | "hour" | "hours" | "小时" => Some(1),
                "d" | "day" | "days" | "天" => Some(24),
                "w" | "week" | "weeks" | "周" => Some(7 * 24),
                _ => None,
            };
            each.and_then(|each: u32| count.parse::<u32>().ok()?.checked_mul(each))
        }
    };
    hours.filter(|hours| (1..=MOST_HOURS).contains(hours)).ok_or_else(wrong)
}

/// Does it.
///
/// # Errors
/// That the person may not, that there is no such source, why it gave nothing, or what the storage says.
pub async fn handle(desk: &Desk, session: &Session, wish: SourceWish) -> Result<Answer, Problem> {
    let failed = |error: StorageError| desk.storage_problem(&error);
    if wish != SourceWish::List {
        session.must_manage().await?;
    }
    match wish {
        SourceWish::List => list(desk, session).await,
        SourceWish::Add { address, hours, platform } => add(desk, session, address, hours, platform).await,
        SourceWish::Remove(number) => {
            let found = found(desk, session, number).await?;
            session.records.delete::<CampaignSource>(&CampaignSource::record_id(number)).await.map_err(failed)?;
            let name = found.record.name.as_str();
            Ok(Answer::Done(Done { text: session.say(sentence!("source-removed", name = name)) }))
        }
        SourceWish::Run(number) => {
            let found = found(desk, session, number).await?;
            let run = collecting::run_stored(desk, &session.records, &found, session.language, &session.now).await;
            let run = run.map_err(failed)?.map_err(|failure| failure_problem(desk, &failure, &found.record.name))?;
            answer(desk, session, run).await
        }
    }
}

/// The source of this number.
async fn found(desk: &Desk, session: &Session, number: u32) -> Result<Stored<CampaignSource>, Problem> {
    let found = session.records.get::<CampaignSource>(&CampaignSource::record_id(number)).await;
    let id = CampaignSource::name_of(number);
    found
        .map_err(|error| desk.storage_problem(&error))?
        .ok_or_else(|| Problem::new(sentence!("source-gone", id = id), sentence!("source-id-help")))
}

async fn list(desk: &Desk, session: &Session) -> Result<Answer, Problem> {
    let all = session.records.all::<CampaignSource>().await.map_err(|error| desk.storage_problem(&error))?;
    let sources = all.iter().map(|(_, stored)| shown(&stored.record, session)).collect();
    Ok(Answer::CampaignSources(CampaignSources { sources, notes: Vec::new() }))
}

async fn add(
    desk: &Desk,
    session: &Session,
    address: SourceAddress,
    every_hours: u32,
    platform: Option<Platform>,
) -> Result<Answer, Problem> {
    let failed = |error: StorageError| desk.storage_problem(&error);
    let all = session.records.all::<CampaignSource>().await.map_err(failed)?;
    let same = |source: &CampaignSource| source.kind == address.kind && source.address == address.address;
    if let Some((_, known)) = all.iter().find(|(_, stored)| same(&stored.record)) {
        let id = CampaignSource::name_of(known.record.number);
        return Err(Problem::new(
            sentence!("source-known", name = address.name.as_str(), id = id.as_str()),
            sentence!("source-known-help", id = id.as_str()),
        ));
    }
    if all.len() >= MOST_SOURCES {
        return Err(Problem::new(sentence!("source-many", most = MOST_SOURCES), sentence!("source-id-help")));
    }
    let new = new_source(address, every_hours, platform, &person_id(&session.origin), session.now.timestamp());
    // Asked before it is stored: a name with a slip in it is told now, and leaves nothing behind.
    let run = collecting::run(desk, &session.records, &new, session.language, &session.now).await;
    let run = run.map_err(|failure| failure_problem(desk, &failure, &new.name))?;
    let stored: Result<CampaignSource, StorageError> = session
        .records
        .numbered::<CampaignSource, _, _, _, _>(|number, change| {
            let source = CampaignSource { number, ..run.source.clone() };
            async move { Ok((change.put(&CampaignSource::record_id(number), &source), source)) }
        })
        .await;
    let source = stored.map_err(failed)?;
    desk.collecting.notify_one();
    answer(desk, session, Run { source, ..run }).await
}

/// A source that was not asked yet.
pub fn new_source(
    address: SourceAddress,
    every_hours: u32,
    platform: Option<Platform>,
    by: &str,
    now: jiff::Timestamp,
) -> CampaignSource {
    let own = match address.kind {
        CampaignSourceKind::Feed => platform.map_or("blog", Platform::id),
        CampaignSourceKind::Mastodon => "mastodon",
        CampaignSourceKind::Bluesky => "bluesky",
        CampaignSourceKind::Youtube => "youtube",
    };
    CampaignSource {
        number: 0,
        kind: address.kind,
        address: address.address,
        name: address.name,
        platform: own.to_owned(),
        every_hours,
        by: by.to_owned(),
        added: now,
        next: None,
        last_run: None,
        taken: 0,
        new: 0,
        failures: 0,
        problem: String::new(),
        problem_chinese: String::new(),
        etag: None,
        last_modified: None,
    }
}

/// What came of a run, as an import is shown.
async fn answer(desk: &Desk, session: &Session, run: Run) -> Result<Answer, Problem> {
    let Run { source, outcomes, left_out } = run;
    let every = sentence!("source-every", hours = source.every_hours);
    let next = sentence!(
        "source-next",
        name = source.name.as_str(),
        id = CampaignSource::name_of(source.number),
        every = every
    );
    let mut notes = vec![session.say(next)];
    if left_out > 0 {
        notes.push(session.say(sentence!("source-left-out", count = left_out)));
    }
    match outcomes {
        Some(outcomes) => {
            let mut shown = stored(desk, session, &source.name, outcomes).await?;
            shown.notes.extend(notes);
            Ok(Answer::Import(Box::new(shown)))
        }
        None => {
            let nothing = session.say(sentence!("source-nothing-new", name = source.name.as_str()));
            Ok(Answer::Done(Done { text: format!("{nothing} {}", notes.join(" ")) }))
        }
    }
}

/// What a person is told of a source that gave nothing.
pub fn failure_problem(desk: &Desk, failure: &RunFailure, name: &str) -> Problem {
    match failure {
        RunFailure::Collect(why) => {
            Problem::new(sentence!("source-failed", name = name, why = why.sentence()), sentence!("source-failed-help"))
        }
        RunFailure::Import(failure) => problem(desk, failure, name),
    }
}

/// A source in a list.
fn shown(source: &CampaignSource, session: &Session) -> SourceShown {
    let at = |at: jiff::Timestamp| {
        at.to_zoned_datetime(session.now.time_zone().clone()).strftime("%Y-%m-%d %H:%M").to_string()
    };
    let chinese = session.language == copydesk_analysis::Language::Chinese;
    SourceShown {
        id: CampaignSource::name_of(source.number),
        name: source.name.clone(),
        address: source.address.clone(),
        platform: source.platform.clone(),
        every_hours: source.every_hours,
        last_run: source.last_run.map(at).unwrap_or_default(),
        taken: source.taken,
        new: source.new,
        next: source.next.map(at),
        failures: source.failures,
        problem: if chinese { source.problem_chinese.clone() } else { source.problem.clone() },
    }
}

#[cfg(test)]
mod tests {
    use copydesk_analysis::Language;

    use super::hours;

    #[test]
    fn a_time_between_two_runs_is_read_in_both_languages() {
        let read = |text| hours(text).ok();
        assert_eq!(
            ["6h", "12 hours", "2d", "daily", "weekly", "每天", "12小时", "3 天", "hourly"].map(read),
            [6, 12, 48, 24, 168, 24, 12, 72, 1].map(Some)
        );
        for wrong in ["", "h", "0h", "900h", "99999999999d", "5", "soon", "-3h"] {
            let told = hours(wrong).map_err(|problem| problem.message.say(Language::English));
            assert_eq!(told, Err(format!("\"{wrong}\" is no time between two runs.")));
        }
    }
}
