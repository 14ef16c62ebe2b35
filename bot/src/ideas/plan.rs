//! Which angles the ideas of one request take: those that worked for the team first.

use copydesk_analysis::{Angle, AngleRecord, Format, Language, Platform};
use copydesk_storage::{AngleTally, Campaign};

use crate::knowledge::Knowledge;

/// Fewer posts than this say nothing about an angle.
pub const ENOUGH_POSTS: usize = 3;

/// The order without any data: from most to least often useful.
const USUAL_ORDER: [Angle; 6] =
    [Angle::Question, Angle::BehindTheScenes, Angle::HowTo, Angle::Contrast, Angle::Story, Angle::Statement];

/// An angle, and what the team's posts say of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The angle.
    pub angle: Angle,
    /// How it did for the team, where there are enough posts.
    pub record: Option<AngleRecord>,
    /// What people did with its ideas, where that decided its place.
    pub tally: Option<AngleTally>,
}

/// All angles that fit the request, the best first.
///
/// Where the platform has too few posts of an angle, its record on the platform where the team has most stands in. A
/// number or a customer's words must be in the topic: they are not made up.
pub fn angles(
    knowledge: &Knowledge,
    platform: Platform,
    format: Format,
    language: Language,
    topic: &str,
) -> Vec<Planned> {
    let has_number = topic.chars().any(|c| c.is_ascii_digit());
    let has_quotation = topic.contains(['"', '“', '「']);
    let fits = |angle: Angle| match angle {
        Angle::Number => has_number,
        Angle::CustomerWords => has_quotation,
        // A story is no title, and a plain statement no way into a script.
        Angle::Story => format != Format::Title,
        Angle::Statement => format != Format::Script,
        _ => true,
    };
    let here = knowledge.angle_records(platform);
    let elsewhere =
        busiest_other(knowledge, platform, language).map(|other| knowledge.angle_records(other)).unwrap_or_default();
    let record = |angle: Angle| {
        let enough =
            |records: &[AngleRecord]| records.iter().find(|it| it.angle == angle && it.posts >= ENOUGH_POSTS).cloned();
        enough(&here).or_else(|| enough(&elsewhere))
    };
    let mut planned: Vec<Planned> = [Angle::Number, Angle::CustomerWords]
        .into_iter()
        .chain(USUAL_ORDER)
        .filter(|&angle| fits(angle))
        .map(|angle| Planned { angle, record: record(angle), tally: None })
        .collect();
    // Stable: angles without a record keep the usual order, as if they did as usual.
    let shrunken = |planned: &Planned| planned.record.as_ref().map_or(1.0, |record| record.shrunken);
    planned.sort_by(|left, right| shrunken(right).total_cmp(&shrunken(left)));
    planned
}

/// The platform other than `platform` on which the team has most posts in `language`.
fn busiest_other(knowledge: &Knowledge, platform: Platform, language: Language) -> Option<Platform> {
    let is_there = |campaign: &Campaign, other: Platform| {
        campaign.post.platform == other.id() && Language::of(&campaign.post.text) == Some(language)
    };
    let posts = |other: Platform| knowledge.campaigns.iter().filter(|campaign| is_there(campaign, other)).count();
    Platform::all().filter(|&other| other != platform && posts(other) > 0).max_by_key(|&other| posts(other))
}

#[cfg(test)]
mod tests {
    use copydesk_analysis::{Angle, Format, Language, Platform};

    use super::angles;
    use crate::knowledge::Knowledge;
    use crate::sample::sample_team;

    #[test]
    fn what_worked_for_the_team_comes_first_and_nothing_has_to_be_made_up() {
        let sample = sample_team();
        let knowledge = Knowledge::new(sample.preferences.clone(), sample.numbered());
        let planned = angles(&knowledge, Platform::Instagram, Format::Post, Language::English, "oat-milk latte");
        let order: Vec<Angle> = planned.iter().map(|planned| planned.angle).collect();
        assert_eq!(order[0], Angle::Question);
        assert!(planned[0].record.as_ref().is_some_and(|record| record.ratio > 1.5));
        assert!(!order.contains(&Angle::Number) && !order.contains(&Angle::CustomerWords));
        assert_eq!(order.last(), Some(&Angle::Story), "stories did half as well as usual");
        let planned = angles(&knowledge, Platform::Instagram, Format::Post, Language::English, "2 for 1 on oat lattes");
        assert!(planned.iter().any(|planned| planned.angle == Angle::Number));
    }

    #[test]
    fn a_team_without_posts_gets_the_usual_order() {
        let knowledge = Knowledge::new(Default::default(), Vec::new());
        let planned = angles(&knowledge, Platform::Blog, Format::Title, Language::English, "city bikes");
        let order: Vec<Angle> = planned.iter().map(|planned| planned.angle).collect();
        let expected = [Angle::Question, Angle::BehindTheScenes, Angle::HowTo, Angle::Contrast, Angle::Statement];
        assert_eq!(order, expected);
    }
}
