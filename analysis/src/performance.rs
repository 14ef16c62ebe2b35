//! How past posts did, against what is usual for their platform.

use crate::{Angle, Platform};

/// A past post, as far as numbers go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PastPost {
    /// The caller's index of the post.
    pub index: usize,
    /// Where it ran.
    pub platform: Platform,
    /// The angle that it took.
    pub angle: Angle,
    /// Likes, comments and shares together, where known.
    pub engagement: Option<u64>,
}

/// How posts of one angle did.
#[derive(Debug, Clone, PartialEq)]
pub struct AngleRecord {
    /// The angle.
    pub angle: Angle,
    /// The platform that the figures are for.
    pub platform: Platform,
    /// Posts with numbers.
    pub posts: usize,
    /// Geometric mean of engagement ÷ the platform's usual; 1 is as usual.
    pub ratio: f64,
    /// The ratio drawn towards 1 by how few the posts are: exp(n / (n + 3) × mean log ratio). Angles are ranked by it.
    pub shrunken: f64,
    /// The post that did best: its [`PastPost::index`].
    pub best: usize,
}

/// How many posts at the usual level every angle is assumed to have had beside its own.
const PRIOR_POSTS: f64 = 3.0;

/// Likes, comments and shares together, as far as they are known. Unknown on a platform where people like if the likes are: a few
/// comments would pass for all that there was.
pub fn engagement(
    platform: Option<Platform>,
    likes: Option<u64>,
    comments: Option<u64>,
    shares: Option<u64>,
) -> Option<u64> {
    if likes.is_none() && platform.is_some_and(Platform::counts_likes) {
        return None;
    }
    [likes, comments, shares].into_iter().flatten().reduce(u64::saturating_add)
}

/// The median engagement of the posts on `platform` that have numbers, `None` without any.
pub fn usual(posts: &[PastPost], platform: Platform) -> Option<f64> {
    let mut known: Vec<u64> =
        posts.iter().filter(|post| post.platform == platform).filter_map(|post| post.engagement).collect();
    known.sort_unstable();
    let middle = known.len() / 2;
    match known.len() {
        0 => None,
        even if even % 2 == 0 => Some((known[middle - 1] + known[middle]) as f64 / 2.0),
        _ => Some(known[middle] as f64),
    }
}

/// One record for each angle with numbers on `platform`, the best first.
pub fn angle_records(posts: &[PastPost], platform: Platform) -> Vec<AngleRecord> {
    let Some(usual) = usual(posts, platform) else { return Vec::new() };
    let mut records: Vec<AngleRecord> = Angle::ALL
        .into_iter()
        .filter_map(|angle| {
            // Adding 1 keeps a post without any reaction finite.
            let ratios: Vec<(usize, f64)> = posts
                .iter()
                .filter(|post| post.platform == platform && post.angle == angle)
                .filter_map(|post| Some((post.index, (post.engagement? as f64 + 1.0) / (usual + 1.0))))
                .collect();
            let best = ratios.iter().max_by(|left, right| left.1.total_cmp(&right.1))?.0;
            let count = ratios.len() as f64;
            let mean = ratios.iter().map(|(_, ratio)| ratio.ln()).sum::<f64>() / count;
            let shrunken = (mean * count / (count + PRIOR_POSTS)).exp();
            Some(AngleRecord { angle, platform, posts: ratios.len(), ratio: mean.exp(), shrunken, best })
        })
        .collect();
    records.sort_by(|left, right| right.shrunken.total_cmp(&left.shrunken));
    records
}

#[cfg(test)]
mod tests {
    use super::{PastPost, angle_records, usual};
    use crate::{Angle, Platform};

    fn post(index: usize, angle: Angle, engagement: Option<u64>) -> PastPost {
        PastPost { index, platform: Platform::Instagram, angle, engagement }
    }

    #[test]
    fn angles_are_ranked_by_shrunken_ratio_and_missing_numbers_are_left_out() {
        let posts = [
            post(0, Angle::Statement, Some(99)),
            post(1, Angle::Statement, Some(99)),
            post(2, Angle::Statement, Some(99)),
            post(3, Angle::Question, Some(199)),
            post(4, Angle::Question, Some(199)),
            post(5, Angle::Story, Some(599)),
            post(6, Angle::Story, None),
        ];
        assert_eq!(usual(&posts, Platform::Instagram), Some(149.0));
        assert_eq!(usual(&posts, Platform::X), None);
        let records = angle_records(&posts, Platform::Instagram);
        let ranked: Vec<_> = records.iter().map(|record| (record.angle, record.posts, record.best)).collect();
        assert_eq!(ranked, [(Angle::Story, 1, 5), (Angle::Question, 2, 4), (Angle::Statement, 3, 2)]);
        assert!((records[1].ratio - 200.0 / 150.0).abs() < 1e-9);
        assert!(records[1].shrunken > 1.0 && records[1].shrunken < records[1].ratio);
    }
}
