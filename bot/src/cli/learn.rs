//! `copydesk model train`, `copydesk model finetune` and `copydesk predict`: the chat's commands with the command line's options.

use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use copydesk_storage::TeamId;

use super::fatal::Fatal;
use super::{Shared, open, print_line};
use crate::commands::tuning;
use crate::config::ModelKind;
use crate::fine_tuning::{self, Job};
use crate::knowledge::Knowledge;

/// How to train.
#[derive(Debug, Clone, Args)]
pub(super) struct TrainArgs {
    /// A classifier from labels that people gave, in place of a metric: topic, sentiment or format
    #[arg(value_name = "LABEL")]
    label: Option<String>,
    /// The team
    #[arg(long, value_name = "NAME")]
    pub(super) team: Option<String>,
    /// Print the answer, card and all, as JSON (docs/learning.md)
    #[arg(long)]
    pub(super) json: bool,
    /// What is learned: engagement, engagement-rate, likes, comments, shares, saves, clicks, views or impressions
    #[arg(long)]
    metric: Option<String>,
    /// Only these platforms, with commas
    #[arg(long)]
    platforms: Option<String>,
    /// Only posts of the last days
    #[arg(long)]
    window_days: Option<String>,
    /// Only these kinds of features, with commas
    #[arg(long)]
    features: Option<String>,
    /// The regularisation, or the range that is searched, such as 0.01..10
    #[arg(long)]
    lambda: Option<String>,
    /// Posts from which on a regression is tried
    #[arg(long)]
    minimum: Option<String>,
    /// How often the interval is to hold, in percent
    #[arg(long)]
    level: Option<String>,
    /// Folds of the rolling test
    #[arg(long)]
    folds: Option<String>,
    /// The seed of what is drawn
    #[arg(long)]
    seed: Option<String>,
}

impl TrainArgs {
    /// The command that a chat would be told.
    pub(super) fn request(&self) -> String {
        let options = [
            ("metric", self.metric.clone()),
            ("platforms", self.platforms.clone()),
            ("days", self.window_days.clone()),
            ("features", self.features.clone()),
            ("lambda", self.lambda.clone()),
            ("minimum", self.minimum.clone()),
            ("level", self.level.clone()),
            ("folds", self.folds.clone()),
            ("seed", self.seed.clone()),
        ];
        let command =
            self.label.as_ref().map_or_else(|| "/model train".to_owned(), |label| format!("/model train {label}"));
        request(&command, &options, None)
    }
}

/// What to fine-tune, and where.
#[derive(Debug, Clone, Args)]
pub(super) struct FinetuneArgs {
    /// The team whose copy it learns from
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// The server: the name of an entry in [models] that has a base_url
    #[arg(long, value_name = "NAME")]
    on: String,
    /// The server's name of the model to begin with; the entry's own unless given
    #[arg(long, value_name = "NAME")]
    base: Option<String>,
    /// Seconds between two looks at how the job does
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3600))]
    every: u64,
}

/// Examples that a job needs; servers refuse fewer.
const LEAST_EXAMPLES: usize = 10;

/// Submits a job and follows it.
pub(super) async fn finetune(shared: &Shared, args: FinetuneArgs) -> Result<ExitCode, Fatal> {
    let desk = open(shared).await?;
    let entry = desk.config.models.get(&args.on);
    let server = match entry.map(|entry| &entry.kind) {
        Some(ModelKind::Remote(server)) => server,
        Some(ModelKind::Local(_)) => {
            return Err(Fatal::new(format!("{} computes here; name an entry of [models] that is a server.", args.on)));
        }
        None => return Err(Fatal::new(format!("There is no entry {:?} in [models].", args.on))),
    };
    let team = args.team.as_deref().map_or_else(|| Ok(desk.config.chat.team.clone()), TeamId::parse)?;
    if desk.store.find_team(&team).await?.is_none() {
        return Err(Fatal::new(format!("I don't know the team {:?}.", team.as_str())));
    }
    let records = desk.store.team(&team);
    let files = tuning::files(&Knowledge::load(&records).await?, &tuning::approved(&records).await?);
    let count = files.examples.training.len();
    if count < LEAST_EXAMPLES {
        return Err(Fatal::new(format!("{count} texts are too few to train on; {LEAST_EXAMPLES} are the least.")));
    }
    let job = Job {
        base_model: args.base.as_deref().unwrap_or(&server.model),
        training: &files.training,
        validation: &files.validation,
        pause: Duration::from_secs(args.every),
    };
    let made = fine_tuning::run(server, &job, &mut |status| drop(print_line(status))).await;
    let made = made.map_err(|error| Fatal::new(format!("{error}.")))?;
    print_line(&format!("The model is {made:?}. To use it, set model = {made:?} in its entry of [models]."))
}

/// A command with its options and its text, as it would be typed.
pub(super) fn request(command: &str, options: &[(&str, Option<String>)], text: Option<&str>) -> String {
    let mut request = command.to_owned();
    for (name, value) in options {
        if let Some(value) = value {
            request += &format!(" {name}=\"{}\"", value.replace('"', "'"));
        }
    }
    if let Some(text) = text {
        // In quotes, so that no word of it passes for an option.
        let quoted: Vec<String> = text.split(" | ").map(|part| format!("\"{}\"", part.replace('"', "”"))).collect();
        request += &format!(" {}", quoted.join(" | "));
    }
    request
}

#[cfg(test)]
mod tests {
    use super::request;

    #[test]
    fn a_text_with_an_equals_sign_or_quotes_stays_a_text() {
        let options = [("platform", Some("x".to_owned())), ("time", None)];
        assert_eq!(request("/predict", &options, Some("a=b \"c\"")), "/predict platform=\"x\" \"a=b ”c”\"");
        assert_eq!(request("/predict", &[], Some("a | b")), "/predict \"a\" | \"b\"");
    }
}
