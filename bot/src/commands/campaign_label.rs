//! `/campaign label`: a person corrects a label, and the correction stays.

use copydesk_storage::{GivenLabel, LabelKind, LabelSource, Post};

use crate::answer::Answer;
use crate::campaigns::labels::{self, KINDS};
use crate::commands::campaign_search::{detail, number, place};
use crate::commands::{Command, Spec, Takes, choices, command, option};
use crate::config::Config;
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::session::Session;
use crate::texts::{Problem, sentence};

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[Spec {
    rest: "rest-campaign",
    asks: Some("ask-campaign"),
    options: &[
        option("topic", "主题"),
        option("hook", "角度").takes(Takes::OneOf(choices::angles)),
        option("sentiment", "情感").takes(Takes::OneOf(choices::sentiments)),
        option("language", "语言").takes(Takes::OneOf(choices::label_languages)),
        option("format", "形式"),
        option("segment", "人群"),
    ],
    example: Some("command-campaign-label-example"),
    ..command(&["campaign", "label"], &["往期", "标签"], "command-campaign-label", read)
}];

/// Labels that are to be as a person says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The post's number.
    pub number: u32,
    /// The labels; `None` takes a correction back.
    pub labels: Vec<(LabelKind, Option<String>)>,
}

/// Reads `/campaign label C-031 topic=… hook=…`; `-` takes a correction back.
///
/// # Errors
/// That it is no id, or that a label can't be so.
pub fn read(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let number = number(&invocation.rest)?;
    let mut given = Vec::new();
    for kind in KINDS {
        let name = labels::names(kind)[0];
        let Some(text) = invocation.option(name) else { continue };
        let value = match text.trim() {
            "-" => None,
            text => Some(labels::value(kind, text).ok_or_else(|| {
                Problem::new(sentence!("label-wrong", value = text), sentence!("label-help", kind = name))
            })?),
        };
        given.push((kind, value));
    }
    if given.is_empty() {
        return Err(Problem::new(sentence!("label-none"), sentence!("command-campaign-label-example")));
    }
    Ok(Command::LabelCampaign(Correction { number, labels: given }))
}

/// Stores it, and shows the post.
///
/// # Errors
/// That the person may not, that there is no such post, or what the storage says.
pub async fn handle(desk: &Desk, session: &Session, correction: Correction) -> Result<Answer, Problem> {
    session.must_manage().await?;
    let Correction { number, labels: given } = correction;
    let numbers = [number];
    let changed = session.records.edit_campaigns(&numbers, |_, post| {
        for (kind, value) in &given {
            correct(post, *kind, value.clone());
        }
        true
    });
    changed.await.map_err(|error| desk.storage_problem(&error))?;
    let knowledge = desk.knowledge(session).await?;
    let (place, campaign) = place(&knowledge, number)?;
    let mut shown = detail(&knowledge, place, campaign);
    shown.changed = given.first().map(|(kind, _)| labels::names(*kind)[0].to_string());
    Ok(Answer::Campaign(shown))
}

/// Gives a post a person's label; with `None` what its file said holds again.
fn correct(post: &mut Post, kind: LabelKind, value: Option<String>) {
    let is_topic = kind == LabelKind::Topic;
    let before = post.labels.remove(&kind);
    let file = match before {
        Some(GivenLabel { by: LabelSource::Person, file, .. }) => file,
        Some(GivenLabel { by: LabelSource::File, value, .. }) => Some(value),
        // A topic that came with a file has no label.
        None => Some(post.topic.clone()).filter(|topic| is_topic && !post.source.is_empty() && !topic.is_empty()),
    };
    if is_topic {
        post.topic = value.clone().or_else(|| file.clone()).unwrap_or_default();
    }
    let label = match value {
        Some(value) => Some(GivenLabel { value, by: LabelSource::Person, file }),
        None => file.filter(|_| !is_topic).map(|value| GivenLabel { value, by: LabelSource::File, file: None }),
    };
    post.labels.extend(label.map(|label| (kind, label)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_that_is_taken_back_leaves_what_the_file_said() {
        let said = |value: &str| GivenLabel { value: value.into(), by: LabelSource::File, file: None };
        let from_file = Post {
            topic: "lattes".into(),
            source: "posts.csv".into(),
            labels: [(LabelKind::Format, said("video"))].into(),
            ..Post::default()
        };
        let mut post = from_file.clone();
        for kind in [LabelKind::Topic, LabelKind::Format, LabelKind::Hook] {
            for value in ["one", "two"] {
                correct(&mut post, kind, Some(value.into()));
                let label = post.labels.get(&kind).map(|label| (label.value.as_str(), label.by));
                assert_eq!(label, Some((value, LabelSource::Person)));
            }
        }
        assert_eq!(post.topic, "two");
        for kind in [LabelKind::Topic, LabelKind::Format, LabelKind::Hook, LabelKind::Hook] {
            correct(&mut post, kind, None);
        }
        assert_eq!(post, from_file);
    }
}
