//! `/campaign delete` and `/campaign export`: many past posts at once.

use copydesk_storage::Campaign;

use crate::answer::{Answer, Done, ExportShown, RecordCount};
use crate::campaigns::export;
use crate::campaigns::filter::{self, Filter};
use crate::commands::campaign_search::number;
use crate::commands::export::hand_over;
use crate::commands::{Command, CommandOption, Spec, command, number_option, option};
use crate::config::Config;
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::session::Session;
use crate::texts::{Problem, sentence};

/// A filter's, and how many will go.
const DELETE_OPTIONS: [CommandOption; 6] = {
    let [platform, since, until, topic, label] = filter::OPTIONS;
    [platform, since, until, topic, label, option("confirm", "确认").whole(1, 1_000_000)]
};

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[
    Spec {
        rest: "rest-campaign",
        options: &DELETE_OPTIONS,
        example: Some("command-campaign-delete-example"),
        ..command(&["campaign", "delete"], &["往期", "删除"], "command-campaign-delete", read_delete)
    },
    Spec {
        options: &filter::OPTIONS,
        ..command(&["campaign", "export"], &["往期", "导出"], "command-campaign-export", read_export)
    },
];

/// Which past posts are to go.
#[derive(Debug, Clone, PartialEq)]
pub struct Deletion {
    /// Their numbers; empty: those of the filter.
    pub numbers: Vec<u32>,
    /// Which, if no number says so.
    pub filter: Filter,
    /// How many the person has seen that it will be.
    pub confirmed: Option<usize>,
}

/// Reads `/campaign delete C-031 C-032`, or with a filter; `confirm=2` does it.
///
/// # Errors
/// That nothing says which, or what is wrong with it.
pub fn read_delete(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let numbers = invocation.rest.split([' ', ',', '，', '、']).filter(|part| !part.is_empty()).map(number);
    let numbers = numbers.collect::<Result<Vec<u32>, _>>()?;
    let filter = Filter::read(invocation)?;
    if numbers.is_empty() && filter.is_empty() {
        return Err(Problem::new(sentence!("campaign-delete-which"), sentence!("command-campaign-delete-example")));
    }
    let confirmed = number_option("confirm", invocation.option("confirm"), 1..=1_000_000)?;
    Ok(Command::DeleteCampaigns(Deletion { numbers, filter, confirmed }))
}

/// Reads `/campaign export [platform=…] …`.
///
/// # Errors
/// What is wrong with an option.
pub fn read_export(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    Filter::read(invocation).map(Command::ExportCampaigns)
}

/// Removes them, once the person has typed how many it will be.
///
/// # Errors
/// That the person may not, that none is meant, that nobody confirmed it, or what the storage says.
pub async fn delete(desk: &Desk, session: &Session, deletion: Deletion) -> Result<Answer, Problem> {
    session.must_manage().await?;
    let knowledge = desk.knowledge(session).await?;
    let meant: Vec<u32> = if deletion.numbers.is_empty() {
        let places = deletion.filter.places(&knowledge)?;
        places.into_iter().filter_map(|place| Some(knowledge.campaigns.get(place)?.number)).collect()
    } else {
        let all = knowledge.campaigns.iter().map(|campaign| campaign.number);
        all.filter(|number| deletion.numbers.contains(number)).collect()
    };
    if meant.is_empty() {
        return Err(Problem::new(sentence!("campaign-none"), sentence!("campaign-id-help")));
    }
    if deletion.confirmed != Some(meant.len()) {
        let ids = deletion.numbers.iter().map(|number| Campaign { number: *number, ..Campaign::default() }.id());
        let which = ids
            .chain((!deletion.filter.is_empty()).then(|| deletion.filter.typed(session.language)))
            .collect::<Vec<_>>()
            .join(" ");
        return Err(Problem::new(
            sentence!("campaign-delete-confirm", count = meant.len()),
            sentence!("campaign-delete-confirm-help", which = which, count = meant.len()),
        ));
    }
    let gone = session.records.delete_campaigns(&meant).await.map_err(|error| desk.storage_problem(&error))?;
    Ok(Answer::Done(Done { text: session.say(sentence!("campaign-deleted", count = gone)) }))
}

/// Hands them over as a CSV.
///
/// # Errors
/// That the person may not, that there are none, or that the file can't be made or handed over.
pub async fn export(desk: &Desk, session: &Session, filter: Filter) -> Result<Answer, Problem> {
    session.must_manage().await?;
    let knowledge = desk.knowledge(session).await?;
    let places = filter.places(&knowledge)?;
    if places.is_empty() {
        return Err(Problem::new(sentence!("campaign-none"), filter::none_help(&knowledge)));
    }
    let campaigns = places.iter().filter_map(|place| knowledge.campaigns.get(*place));
    let bytes = export::csv(campaigns).map_err(|error| desk.internal(&error))?;
    let name = format!("{}-posts-{}.csv", session.team.id, session.now.strftime("%Y-%m-%d-%H%M%S"));
    let size = bytes.len();
    let (file, path) = hand_over(desk, session, &name, bytes).await?;
    let text = session.say(match &path {
        Some(path) => sentence!("campaign-export-saved", count = places.len(), path = path.as_str()),
        None => sentence!("campaign-export-sent", count = places.len()),
    });
    let records = vec![RecordCount { kind: "campaigns".to_string(), count: places.len() }];
    Ok(Answer::Export(ExportShown { text, name, bytes: size, path, records, file }))
}
