//! `copydesk model train` and `copydesk predict`: the chat's commands with the command line's options.

use clap::Args;

/// How to train.
#[derive(Debug, Clone, Args)]
pub(super) struct TrainArgs {
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
        request("/model train", &options, None)
    }
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
