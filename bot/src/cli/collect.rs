//! `copydesk campaigns collect`: past posts from an account or feed, now.

use copydesk_analysis::Language;
use copydesk_storage::{CampaignSource, Numbered as _, TeamId};
use jiff::ZonedDateTime;

use super::campaigns::{refused, save_aside};
use super::fatal::Fatal;
use super::run::find_or_make;
use super::{Shared, open};
use crate::answer::{Answer, Done, ImportState};
use crate::campaigns::collecting::{self, Run};
use crate::campaigns::source;
use crate::commands::campaign_import::shown;
use crate::commands::campaign_source::{failure_problem, new_source};
use crate::commands::platform;
use crate::texts::{Problem, sentence};

#[derive(Debug, clap::Args)]
pub(super) struct Collect {
    /// A feed's address, @name@server (Mastodon), @name.bsky.social, youtube:UC…, or the id of a source of the team (S-001)
    source: String,
    /// The team whose posts they are; a new one is made
    #[arg(long, value_name = "NAME")]
    team: String,
    /// Where a feed's posts ran; blog unless given
    #[arg(long, value_name = "NAME")]
    platform: Option<String>,
    /// Print the report as JSON (docs/campaigns.md)
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) async fn collected(shared: &Shared, wanted: Collect) -> Result<Answer, Fatal> {
    let id = TeamId::parse(&wanted.team)?;
    let platform = match wanted.platform.as_deref().map(platform).transpose() {
        Ok(platform) => platform,
        Err(problem) => return Ok(refused(problem)),
    };
    let desk = open(shared).await?;
    let team = find_or_make(&desk.store, &id).await?;
    let records = desk.store.team(&team.id);
    let now = ZonedDateTime::now();
    // What the team collects from already is noted there; anything else is asked once.
    let known = records.all::<CampaignSource>().await?;
    let named = CampaignSource::number_of(&wanted.source);
    let address = source::read(&wanted.source);
    let known = known.into_iter().map(|(_, stored)| stored).find(|stored| match (&address, named) {
        (Ok(address), _) => stored.record.kind == address.kind && stored.record.address == address.address,
        (Err(_), number) => Some(stored.record.number) == number,
    });
    let outcome = match (&known, address) {
        (Some(stored), _) => collecting::run_stored(&desk, &records, stored, Language::English, &now).await?,
        (None, Ok(address)) => {
            let once = new_source(address, 24, platform, "console:cli", now.timestamp());
            collecting::run(&desk, &records, &once, Language::English, &now).await
        }
        (None, Err(problem)) => {
            let gone = named.map(|number| sentence!("source-gone", id = CampaignSource::name_of(number)));
            let problem = gone.map_or(problem, |gone| Problem::new(gone, sentence!("source-help")));
            desk.model.stop().await;
            return Ok(refused(problem));
        }
    };
    let answer = match outcome {
        Err(failure) => refused(failure_problem(&desk, &failure, &wanted.source)),
        Ok(Run { source, outcomes: None, .. }) => {
            Answer::Done(Done { text: sentence!("source-nothing-new", name = source.name).say(Language::English) })
        }
        Ok(Run { source, outcomes: Some(mut outcomes), left_out }) => {
            let aside = outcomes.set_aside.take();
            let mut report = shown(&source.name, &outcomes, ImportState::Imported, Language::English);
            report.set_aside_file = save_aside(&desk, &source.name, aside).await?;
            if left_out > 0 {
                report.notes.push(sentence!("source-left-out", count = left_out).say(Language::English));
            }
            Answer::Import(Box::new(report))
        }
    };
    desk.model.stop().await;
    Ok(answer)
}
