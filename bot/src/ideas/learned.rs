//! Which angle is tried next, after what people did with earlier ideas: a draw for each (Thompson sampling), in which past
//! posts are what is expected before anybody has acted.

use copydesk_analysis::{Angle, Arm, Format, sample};
use copydesk_storage::AngleTally;

use super::plan::Planned;
use crate::knowledge::Knowledge;

/// Angles in their order, and how likely each was to come first.
pub struct Learned {
    /// The first to try first.
    pub planned: Vec<Planned>,
    /// By angle; empty where nobody has acted yet, and past posts alone decided.
    pub propensities: Vec<(Angle, f64)>,
}

/// The planned angles in the order of one draw. Until somebody has used, refused or
/// reacted to an idea of this format, they stay as they
/// were planned.
pub fn ordered(planned: Vec<Planned>, knowledge: &Knowledge, format: Format, seed: u32) -> Learned {
    let tally =
        |angle: Angle| knowledge.tallies.get(&AngleTally::id_of(angle.id(), format.id())).copied().unwrap_or_default();
    let acted = |planned: &Planned| tally(planned.angle) != AngleTally::default();
    if !planned.iter().any(acted) {
        return Learned { planned, propensities: Vec::new() };
    }
    let arm = |planned: &Planned| {
        let (good, bad) = tally(planned.angle).good_and_bad();
        // Twice the usual result is expected to be used in two of three cases, half of it in one of three.
        let ratio = planned.record.as_ref().map_or(1.0, |record| record.shrunken);
        Arm { good, bad, expected: ratio / (1.0 + ratio) }
    };
    let arms: Vec<Arm> = planned.iter().map(arm).collect();
    let sampled = sample(&arms, u64::from(seed));
    let propensities = planned.iter().map(|it| it.angle).zip(sampled.propensities).collect();
    let place = |place: &usize| {
        let planned = planned.get(*place)?.clone();
        let own = Some(tally(planned.angle)).filter(|tally| *tally != AngleTally::default());
        Some(Planned { tally: own, ..planned })
    };
    Learned { planned: sampled.order.iter().filter_map(place).collect(), propensities }
}

#[cfg(test)]
mod tests {
    use copydesk_analysis::{Angle, Format, Language, Platform};
    use copydesk_storage::AngleTally;

    use super::ordered;
    use crate::ideas::plan::angles;
    use crate::knowledge::Knowledge;
    use crate::sample::sample_team;

    #[test]
    fn past_posts_decide_until_somebody_acts_and_what_is_used_comes_first_more_often() {
        let sample = sample_team();
        let mut knowledge = Knowledge::new(sample.preferences.clone(), sample.numbered());
        let planned = || angles(&knowledge, Platform::Instagram, Format::Post, Language::English, "oat-milk latte");
        let before = ordered(planned(), &knowledge, Format::Post, 7);
        assert_eq!((&before.planned, before.propensities.len()), (&planned(), 0));
        let all = planned();
        knowledge
            .tallies
            .insert(AngleTally::id_of("contrast", "post"), AngleTally { used: 9, ..AngleTally::default() });
        knowledge
            .tallies
            .insert(AngleTally::id_of("question", "post"), AngleTally { refused: 9, ..AngleTally::default() });
        let after = ordered(all.clone(), &knowledge, Format::Post, 7);
        let of = |angle| after.propensities.iter().find(|(it, _)| *it == angle).map_or(0.0, |(_, share)| *share);
        assert!(of(Angle::Contrast) > 0.5 && of(Angle::Question) < 0.05, "{:?}", after.propensities);
        assert_eq!(after.planned.len(), all.len());
        // Another format has its own tallies.
        assert_eq!(ordered(all.clone(), &knowledge, Format::Title, 7).planned, all);
    }
}
