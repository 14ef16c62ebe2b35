//! Known bursts in noise, and how many of them are found.

use copydesk_analysis::trend::{Document, Kind, Mentions, Trend, find};

use super::generate::{Noise, word};
use super::{end, question};

/// Feeds of the noise.
const FEEDS: usize = 40;
/// Items of a usual day.
const ITEMS: usize = 250;
/// Days before the one that is judged.
const DAYS: i64 = 21;
/// Trends that are looked at.
const AT: usize = 5;
/// Chinese bursts, as people would write them.
const CHINESE: [&str; 8] =
    ["燕麦奶涨价", "露营咖啡", "冷萃茶饮", "城市骑行", "无糖甜品", "夜间市集", "手工皂礼盒", "宠物友好餐厅"];

/// A burst that is planted.
struct Burst {
    phrase: String,
    /// Stories of the day, each told by one source or two.
    stories: usize,
    /// It was told now and then before.
    is_known: bool,
    is_chinese: bool,
}

/// Plants bursts in `days` days of noise, each by its own seed, and says how many are found: precision and recall at 5.
pub fn trends(days: usize, seed: u64) -> String {
    let (mut shown, mut right, mut planted, mut found) = (0, 0, 0, 0);
    let (mut weak_planted, mut weak_found) = (0, 0);
    for day in 0..days as u64 {
        let (documents, bursts) = judged_day(seed + day);
        let report = find(&documents, &question(AT));
        let rising: Vec<&Trend> = report.trends.iter().filter(|trend| trend.kind == Kind::Rising).collect();
        shown += rising.len();
        right += rising.iter().filter(|trend| bursts.iter().any(|burst| is_of(trend, burst))).count();
        for burst in &bursts {
            let is_found = rising.iter().any(|trend| is_of(trend, burst));
            planted += 1;
            found += usize::from(is_found);
            if burst.stories < 6 {
                weak_planted += 1;
                weak_found += usize::from(is_found);
            }
        }
    }
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    format!(
        "{days} days of {ITEMS} items from {FEEDS} feeds after {DAYS} days of past, 3 to 5 bursts planted in each\n\
         precision at {AT}: {:.3} ({right} of {shown} rising trends were planted)\n\
         recall at {AT}:    {:.3} ({found} of {planted} bursts were found)\n\
         of weak bursts (4 or 5 stories): {:.3} ({weak_found} of {weak_planted})",
        share(right, shown),
        share(found, planted),
        share(weak_found, weak_planted)
    )
}

fn judged_day(seed: u64) -> (Vec<Document>, Vec<Burst>) {
    let mut noise = Noise::new(seed.wrapping_mul(0x5851_f42d_4c95_7f2d), FEEDS);
    let count = 3 + noise.random.below(3);
    let bursts: Vec<Burst> = (0..count)
        .map(|_| {
            let is_chinese = noise.random.below(3) == 0;
            let phrase = if is_chinese {
                CHINESE[noise.random.below(CHINESE.len())].to_owned()
            } else {
                format!("{} {}", word(&mut noise.random), word(&mut noise.random))
            };
            Burst { phrase, stories: 4 + noise.random.below(9), is_known: noise.random.below(2) == 0, is_chinese }
        })
        .collect();
    let mut documents = Vec::new();
    for ago in (0..=DAYS).rev() {
        // Fewer items on two days of seven.
        let items = if ago % 7 < 2 { ITEMS * 6 / 10 } else { ITEMS };
        documents.extend(noise.day(end(), ago, items));
        for burst in &bursts {
            let stories = match ago {
                0 => burst.stories,
                _ if burst.is_known && noise.random.below(3) == 0 => 1,
                _ => 0,
            };
            for _ in 0..stories {
                let title = noise.title(Some(&burst.phrase), burst.is_chinese);
                for _ in 0..=noise.random.below(2) {
                    documents.push(noise.item(title.clone(), end(), ago, burst.is_chinese));
                }
            }
        }
    }
    (documents, bursts)
}

/// Whether a trend is a burst: its name or a related term has the phrase, or is a part of it.
fn is_of(trend: &Trend, burst: &Burst) -> bool {
    let mut names = trend.related.iter().chain([&trend.name]);
    names.any(|name| Mentions::of(name).has(&burst.phrase) || Mentions::of(&burst.phrase).has(name))
}

#[cfg(test)]
mod tests {
    use super::trends;

    #[test]
    fn most_planted_bursts_are_found_and_little_else() {
        let said = trends(6, 1);
        let number = |name: &str| -> f64 {
            let line = said.lines().find(|line| line.starts_with(name)).expect(name);
            let (_, rest) = line.split_once(':').expect("a figure");
            rest.trim().split(' ').next().and_then(|figure| figure.parse().ok()).expect("a figure")
        };
        assert!(number("precision") >= 0.6 && number("recall") >= 0.8, "{said}");
    }
}
