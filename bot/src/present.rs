//! Puts answers into words and blocks, in the person's language.

use copydesk_adapters::{Block, Card, Fact, Reply};
use copydesk_analysis::{Format, Language, Platform, Unit};

use crate::answer::{
    Answer, CampaignRole, Campaigns, Forgotten, ForgottenState, Help, Idea, OptionShown, PreferencesShown, Reason,
};
use crate::as_typed;
use crate::commands::prefs::Key;
use crate::ideas::because::shortened;
use crate::texts::{Sentence, Value, grouped, sentence};
use crate::{
    present_campaigns, present_card, present_data, present_digest, present_drafts, present_learn, present_models,
    present_review, present_team, present_usage, present_why,
};

/// A platform's name, in the language that the sentence is said in.
pub fn platform(platform: Platform) -> Sentence {
    sentence!("platform-name", english = platform.english(), chinese = platform.chinese())
}

/// A platform's name as readers of `language` write it.
pub fn platform_in(platform: Platform, language: Language) -> String {
    if language == Language::Chinese { platform.chinese() } else { platform.english() }.to_string()
}

/// A format's name.
pub fn format_name(format: Format) -> Sentence {
    sentence!("format-name", format = format.id())
}

/// A limit in words, such as "2,200 characters".
pub fn limit_words((most, unit): (u32, Unit), language: Language) -> String {
    sentence!("limit", number = grouped(most.into(), language), unit = unit_id(unit)).say(language)
}

/// The name by which sentences tell a unit.
pub fn unit_id(unit: Unit) -> &'static str {
    match unit {
        Unit::Seconds => "seconds",
        Unit::WeightedCharacters => "weighted",
        Unit::Bytes => "bytes",
        Unit::Characters
        | Unit::Graphemes
        | Unit::CharactersEmojiAsBytes
        | Unit::CharactersUrl23
        | Unit::Utf16Units => "characters",
    }
}

/// The whole answer.
pub fn reply(answer: &Answer, language: Language) -> Reply {
    let note = |text: &String| Block::Note(text.clone());
    let mut leave = false;
    let blocks = match answer {
        Answer::Ideas(ideas) => {
            let of = ideas.ideas.first();
            let mut blocks: Vec<Block> = Vec::new();
            if let Some(idea) = of {
                blocks.push(ideas_heading((&ideas.topic, idea.platform, idea.format), ideas.wanted, language));
            }
            for (place, idea) in ideas.ideas.iter().enumerate() {
                blocks.push(idea_card(place + 1, idea, language));
                blocks.push(present_drafts::idea_buttons(idea, ideas.ideas.len(), language));
            }
            blocks.extend(ideas.notes.iter().map(note));
            blocks
        }
        Answer::Angles(angles) => {
            let mut blocks = vec![Block::Problem { message: angles.message.clone(), help: angles.help.clone() }];
            blocks.push(Block::Heading(
                sentence!("angles-heading", topic = angles.topic.as_str(), platform = platform(angles.platform))
                    .say(language),
            ));
            blocks.extend(angles.angles.iter().enumerate().map(|(place, angle)| {
                Block::Card(Card {
                    number: Some(place + 1),
                    title: angle_name(angle.angle, language),
                    body: angle.how.clone(),
                    facts: because(&angle.because, language),
                    ..Card::default()
                })
            }));
            blocks
        }
        Answer::Chat(chat) => {
            let text = Block::Markdown(chat.text.clone());
            std::iter::once(text).chain(chat.notes.iter().map(note)).collect()
        }
        Answer::Preferences(preferences) => preferences_blocks(preferences, language),
        Answer::PreferenceHistory(history) => present_team::history_blocks(history, language),
        Answer::Rules(rules) => present_team::rules_blocks(rules, language),
        Answer::Proposals(proposals) => present_team::proposals_blocks(proposals, language),
        Answer::Person(person) => present_team::person_blocks(person, language),
        Answer::Draft(draft) => present_drafts::draft_blocks(draft, language),
        Answer::Board(board) => present_drafts::board_blocks(board, language),
        Answer::DraftHistory(history) => present_drafts::history_blocks(history, language),
        Answer::Review(reviews) => present_review::blocks(reviews, language),
        Answer::ReviewDetails(details) => present_review::detail_blocks(details, language),
        Answer::Campaigns(campaigns) => campaign_blocks(campaigns, language),
        Answer::Campaign(campaign) => present_campaigns::detail_blocks(campaign, language),
        Answer::CampaignSources(sources) => present_campaigns::source_blocks(sources, language),
        Answer::Import(import) => present_campaigns::import_blocks(import, language),
        Answer::CampaignStats(stats) => present_campaigns::stats_blocks(stats, language),
        Answer::Explanation(explanation) => present_why::explanation_blocks(explanation, language),
        Answer::Model(models) => present_models::blocks(models, language),
        Answer::Trained(trained) => present_card::trained_blocks(trained, language),
        Answer::LabelsTrained(trained) => present_card::labels_blocks(trained, language),
        Answer::ModelHistory(history) => present_learn::history_blocks(history, language),
        Answer::Predicted(predicted) => present_learn::predicted_blocks(predicted, language),
        Answer::BestTimes(times) => present_learn::best_time_blocks(times, language),
        Answer::Audience(audience) => present_learn::audience_blocks(audience, language),
        Answer::Recommended(recommended) => present_learn::recommended_blocks(recommended, language),
        Answer::Compared(compared) => present_learn::compared_blocks(compared, language),
        Answer::Audited(audited) => present_learn::audited_blocks(audited, language),
        Answer::Similar(similar) => present_learn::similar_blocks(similar, language),
        Answer::TuningExport(export) => present_learn::tuning_blocks(export, language),
        Answer::Usage(usage) => present_usage::blocks(usage, language),
        Answer::Link(link) => present_data::link_blocks(link, language),
        Answer::Access(access) => present_data::access_blocks(access, language),
        Answer::Export(export) => present_data::export_blocks(export, language),
        Answer::Forgotten(forgotten) => present_data::forgotten_blocks(forgotten, language),
        Answer::Digest(digest) => present_digest::message(digest, &[], language),
        Answer::Digests(digests) => present_digest::digests(digests, language),
        Answer::DigestQuestion(question) => present_digest::question(question),
        Answer::DigestList(list) => present_digest::list(list, language),
        Answer::DigestHistory(history) => present_digest::history(history, language),
        Answer::Help(help) => help_blocks(help, language),
        Answer::Welcome(welcome) => {
            let lines = std::iter::once(&welcome.text).chain(&welcome.tries);
            vec![Block::Paragraph(lines.map(String::as_str).collect::<Vec<_>>().join("\n"))]
        }
        Answer::Done(done) => vec![Block::Paragraph(done.text.clone())],
        Answer::Question(question) => present_drafts::question_blocks(question),
        Answer::Farewell(farewell) => {
            leave = true;
            vec![Block::Paragraph(farewell.text.clone())]
        }
        Answer::Error(error) => vec![Block::Problem { message: error.message.clone(), help: error.help.clone() }],
    };
    let is_done = |it: &Forgotten| it.whose == "person" && it.state == ForgottenState::Removed;
    let done = match answer {
        Answer::Forgotten(forgotten) if is_done(forgotten) => Some(sentence!("forgotten-aloud").say(language)),
        _ => None,
    };
    Reply { blocks, leave, private: answer.is_private(), aside: matches!(answer, Answer::Help(_)), done }
}

/// The line above the ideas.
pub fn ideas_heading((topic, on, format): (&str, Platform, Format), count: usize, language: Language) -> Block {
    let kind = sentence!("format-counted", format = format.id(), count = count);
    Block::Heading(
        sentence!("ideas-heading", count = count, platform = platform(on), kind = kind, topic = topic).say(language),
    )
}

/// One idea.
pub fn idea_card(place: usize, idea: &Idea, language: Language) -> Block {
    let length = sentence!(
        "length",
        used = grouped(idea.length.used.into(), language),
        limit = grouped(idea.length.limit.into(), language),
        unit = unit_id(idea.length.unit)
    );
    Block::Card(Card {
        number: Some(place),
        title: angle_name(idea.angle, language),
        aside: format!("{} · {}", idea.id, length.say(language)),
        body: idea.text.clone(),
        tags: idea.hashtags.clone(),
        facts: because(&idea.because, language),
        about: idea.id.clone(),
    })
}

/// An angle's name.
pub fn angle_name(angle: copydesk_analysis::Angle, language: Language) -> String {
    sentence!("angle-name", angle = angle.id()).say(language)
}

/// The one line of reasons.
pub fn because(reasons: &[Reason], language: Language) -> Vec<Fact> {
    let mut parts: Vec<String> = Vec::new();
    let mut reasons = reasons.iter().peekable();
    while let Some(reason) = reasons.next() {
        parts.push(match reason {
            Reason::Angle { angle, platform: on, posts, ratio } => {
                // The best post of the angle follows, and is named in the same breath.
                let example =
                    reasons.next_if(|next| matches!(next, Reason::Campaign { role: CampaignRole::BestOfAngle, .. }));
                sentence!(
                    "because-angle",
                    angle = sentence!("angle-plural", angle = angle.id()),
                    ratio = format!("{ratio:.1}"),
                    platform = platform(*on),
                    count = *posts,
                    example = example.map(campaign).unwrap_or_else(|| sentence!("nothing"))
                )
                .say(language)
            }
            Reason::Campaign { role: CampaignRole::OnTopic, .. } => {
                sentence!("because-topic", campaign = campaign(reason)).say(language)
            }
            Reason::Campaign { .. } => campaign(reason).say(language),
            Reason::Recommended { topic, topic_part, sentiment_part, behaviour_part, ratio } => sentence!(
                "because-recommended",
                topic = topic.as_str(),
                parts = present_learn::parts(*topic_part, *sentiment_part, *behaviour_part),
                known = if ratio.is_some() { "yes" } else { "no" },
                ratio = ratio.map_or_else(String::new, |ratio| format!("{ratio:.1}"))
            )
            .say(language),
            Reason::Actions { angle, used, of, liked, disliked } => {
                let angle = || sentence!("angle-plural", angle = angle.id());
                let acted = (*of > 0).then(|| sentence!("because-actions", angle = angle(), used = *used, of = *of));
                let reacted = (liked + disliked > 0)
                    .then(|| sentence!("because-reactions", angle = angle(), liked = *liked, disliked = *disliked));
                let said = acted.into_iter().chain(reacted).map(|it| it.say(language));
                said.collect::<Vec<_>>().join(" · ")
            }
            Reason::Rule { id, demand, pattern, say } => sentence!(
                "because-rule",
                id = id.as_str(),
                demand = demand.as_str(),
                pattern = pattern.as_str(),
                say = say.clone().unwrap_or_default()
            )
            .say(language),
            Reason::Preference { id, value } => {
                sentence!("because-preference", key = id.as_str(), value = value.as_str()).say(language)
            }
        });
    }
    if parts.is_empty() {
        parts.push(sentence!("because-nothing").say(language));
    }
    vec![Fact { label: sentence!("because").say(language), text: parts.join(" · ") }]
}

/// `#C-031 “Barista called in…”, 890 likes, 1.8 × usual`
fn campaign(reason: &Reason) -> Sentence {
    let Reason::Campaign { id, text, likes, engagement, ratio, .. } = reason else { return sentence!("nothing") };
    let result = match (likes, engagement, ratio) {
        (Some(likes), _, Some(ratio)) => {
            sentence!("campaign-likes", likes = Value::Figure(*likes), ratio = format!("{ratio:.1}"))
        }
        (None, Some(engagement), Some(ratio)) => {
            sentence!("campaign-engagement", engagement = Value::Figure(*engagement), ratio = format!("{ratio:.1}"))
        }
        _ => sentence!("campaign-unmeasured"),
    };
    sentence!("campaign-named", id = id.as_str(), text = text.as_str(), result = result)
}

fn preferences_blocks(shown: &PreferencesShown, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let mut blocks = Vec::new();
    if let Some(key) = &shown.changed {
        blocks.push(Block::Paragraph(say(sentence!("prefs-changed", key = key_name(key, language)))));
    }
    blocks.push(Block::Heading(say(sentence!("prefs-heading", team = shown.team.as_str()))));
    let row = |preference: &crate::answer::PreferenceShown| {
        let separator = match (preference.key.as_str(), language) {
            ("examples", _) => " | ",
            (_, Language::Chinese) => "、",
            _ => ", ",
        };
        let value =
            if preference.value.is_empty() { say(sentence!("prefs-unset")) } else { preference.value.join(separator) };
        vec![key_name(&preference.key, language), value, say(sentence!("prefs-meaning", key = preference.key.as_str()))]
    };
    blocks.push(Block::Table {
        header: vec![say(sentence!("column-key")), say(sentence!("column-value")), say(sentence!("column-meaning"))],
        rows: shown.preferences.iter().map(row).collect(),
    });
    blocks.push(Block::Note(say(sentence!("prefs-how"))));
    blocks.extend(shown.notes.iter().map(|note| Block::Note(note.clone())));
    blocks
}

/// A preference's key as the reader types it.
pub fn key_name(id: &str, language: Language) -> String {
    let key = Key::ALL.into_iter().find(|key| key.names()[0] == id);
    let place = usize::from(language == Language::Chinese);
    key.map_or_else(|| id.to_string(), |key| key.names()[place].to_string())
}

fn campaign_blocks(shown: &Campaigns, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let heading = match &shown.added {
        Some(id) => sentence!("campaign-added", id = id.as_str(), total = shown.total),
        None if shown.total == 0 => sentence!("campaign-none"),
        None => sentence!("campaign-heading", shown = shown.campaigns.len(), total = shown.total),
    };
    let mut blocks = vec![Block::Heading(say(heading))];
    if shown.campaigns.is_empty() {
        // Who has posts and finds none is told so in the notes.
        if shown.notes.is_empty() {
            blocks.push(Block::Note(say(sentence!("campaign-no-text-help"))));
        }
        blocks.extend(shown.notes.iter().map(|note| Block::Note(note.clone())));
        return blocks;
    }
    let columns =
        ["column-id", "column-date", "column-platform", "column-angle", "column-likes", "column-ratio", "column-text"];
    let header = columns.map(|id| say(Sentence { id, values: Vec::new() }));
    let row = |campaign: &crate::answer::CampaignShown| {
        let place = Platform::from_name(&campaign.platform);
        vec![
            campaign.id.clone(),
            campaign.date.clone(),
            place.map_or_else(|| campaign.platform.clone(), |place| platform_in(place, language)),
            angle_name(campaign.angle, language),
            campaign.likes.map_or_else(|| "–".into(), |likes| grouped(likes, language)),
            campaign.ratio.map_or_else(|| "–".into(), |ratio| format!("{ratio:.1} ×")),
            shortened(&campaign.text, 60),
        ]
    };
    blocks.push(Block::Table { header: header.into(), rows: shown.campaigns.iter().map(row).collect() });
    blocks.extend(shown.notes.iter().map(|note| Block::Note(note.clone())));
    blocks
}

/// The options of the one command that was asked about, a line each.
fn options_fact(options: &[OptionShown], language: Language) -> Option<Fact> {
    let line = |option: &OptionShown| {
        let values = if option.values.is_empty() { "…".to_owned() } else { option.values.join(" | ") };
        let required = if option.required { sentence!("help-required") } else { sentence!("nothing") };
        as_typed::own(&format!("{}={values}{}", option.name, required.say(language))).into_owned()
    };
    let text = options.iter().map(line).collect::<Vec<_>>().join("\n");
    (!text.is_empty()).then(|| Fact { label: sentence!("help-options").say(language), text })
}

fn help_blocks(help: &Help, language: Language) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(sentence!("help-heading").say(language))];
    blocks.extend(help.commands.iter().map(|command| {
        Block::Card(Card {
            title: command.usage.clone(),
            body: [&command.summary, &command.example]
                .map(String::as_str)
                .into_iter()
                .filter(|it| !it.is_empty())
                .collect::<Vec<_>>()
                .join("\n"),
            facts: options_fact(&command.options, language).into_iter().collect(),
            ..Card::default()
        })
    }));
    if !help.related.is_empty() {
        blocks.push(Block::Note(sentence!("help-related", names = help.related.clone()).say(language)));
    }
    blocks.push(Block::Note(sentence!("help-plain").say(language)));
    blocks
}
