//! What an idea stands on: the team's posts and preferences, with their ids and numbers.

use copydesk_analysis::{AngleRecord, Language};
use copydesk_storage::{Campaign, EmojiUse, Preferences};

use super::evidence::from_evidence;
use crate::answer::{CampaignRole, Reason};
use crate::knowledge::{Knowledge, Match, engagement};

/// The reasons of an idea: how its angle did and with which post, the post nearest to its topic, and the preferences that
/// shaped it.
pub fn reasons(
    knowledge: &Knowledge,
    record: Option<&AngleRecord>,
    nearest: Option<Match<'_>>,
    text: &str,
    mended: &[u32],
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if let Some(record) = record {
        reasons.push(Reason::Angle {
            angle: record.angle,
            platform: record.platform,
            posts: record.posts,
            ratio: rounded(record.ratio),
        });
        reasons.push(campaign(knowledge, knowledge.campaign(record.best), CampaignRole::BestOfAngle));
    }
    let named = record.map(|record| knowledge.campaign(record.best).number);
    if let Some(found) = nearest.filter(|found| Some(found.campaign.number) != named) {
        reasons.push(campaign(knowledge, found.campaign, CampaignRole::OnTopic));
    }
    reasons.extend(knowledge.rules.applied(text, mended).iter().filter_map(from_evidence));
    reasons.extend(preferences(&knowledge.preferences, text));
    reasons
}

fn campaign(knowledge: &Knowledge, campaign: &Campaign, role: CampaignRole) -> Reason {
    Reason::Campaign {
        id: campaign.id(),
        role,
        text: shortened(&campaign.post.text, 48),
        likes: campaign.post.likes,
        engagement: engagement(campaign),
        ratio: knowledge.ratio(campaign).map(rounded),
    }
}

/// The preferences that the text follows.
fn preferences(preferences: &Preferences, text: &str) -> Vec<Reason> {
    let preference = |id: &str, value: String| Reason::Preference { id: id.into(), value };
    let mut reasons = Vec::new();
    if !preferences.voice.is_empty() {
        reasons.push(preference("voice", preferences.voice.join(", ")));
    }
    let lower = text.to_lowercase();
    if let Some(word) = preferences.words_to_use.iter().find(|word| lower.contains(&word.to_lowercase())) {
        reasons.push(preference("use", word.clone()));
    }
    // A word of the copy's own language: another's could not have stood there.
    let language = Language::of(text);
    let is_in = |word: &&String| language.is_none() || Language::of(word) == language;
    if let Some(word) = preferences.words_to_avoid.iter().find(is_in) {
        reasons.push(preference("avoid", word.clone()));
    }
    if preferences.emoji == EmojiUse::None {
        reasons.push(preference("emoji", "none".into()));
    }
    reasons
}

/// Two decimals are more than the data can tell apart.
pub fn rounded(ratio: f64) -> f64 {
    (ratio * 100.0).round() / 100.0
}

/// The beginning of a text on one line, at most `most` columns wide, cut at a word.
pub fn shortened(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // A Chinese character takes two columns.
    let wide = |c: char| if Language::of(&c.to_string()) == Some(Language::Chinese) { 2 } else { 1 };
    let mut columns = 0;
    let end = line.char_indices().find(|(_, c)| {
        columns += wide(*c);
        columns > most
    });
    let Some((end, _)) = end else { return line };
    let cut = &line[..end];
    let cut = cut.rsplit_once(' ').filter(|(kept, _)| kept.len() * 2 > cut.len()).map_or(cut, |(kept, _)| kept);
    format!("{}…", cut.trim_end_matches([',', '.', ';', ':', '，', '。', '、', '；', '：']))
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn a_text_is_shortened_by_the_columns_that_it_takes() {
        assert_eq!(shortened("Oat foam on a slow latte.", 40), "Oat foam on a slow latte.");
        assert_eq!(shortened("Oat foam on a slow, slow latte.", 20), "Oat foam on a slow…");
        assert_eq!(shortened("燕麦奶先冷藏一夜，打到微微发烫", 18), "燕麦奶先冷藏一夜…");
    }
}
