//! Made-up posts for measurements: the same ones every time, in English and Chinese.

use copydesk_storage::Post;
use jiff::ToSpan as _;
use jiff::civil::date;

const WHO: [&str; 8] =
    ["a regular", "our baker", "the night driver", "a toddler", "the tram", "our barista", "a tourist", "the florist"];
const WHAT: [&str; 10] = [
    "oat latte",
    "cinnamon rolls",
    "matcha",
    "cold brew",
    "banana bread",
    "jazz night",
    "opening hours",
    "kids' corner",
    "filter coffee",
    "rainy days",
];
const HOW: [&str; 8] = [
    "slowly, by the window",
    "before the street wakes",
    "with both hands",
    "without a word",
    "for the second time today",
    "on the way to the 8:14",
    "under one umbrella",
    "as if it were Sunday",
];
const CHINESE: [&str; 6] = ["燕麦拿铁", "肉桂卷", "抹茶", "冷萃咖啡", "香蕉面包", "爵士夜"];
const PLATFORMS: [&str; 4] = ["instagram", "x", "linkedin", "facebook"];

/// `count` posts, over ten years, one in five in Chinese.
pub fn made_up(count: usize) -> impl Iterator<Item = Post> {
    let pick =
        |list: &[&'static str], seed: u64| list.get((seed % list.len() as u64) as usize).copied().unwrap_or_default();
    (0..count).map(move |place| {
        let seed = (place as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23);
        let (one, two, three) = (seed >> 8, seed >> 24, seed >> 40);
        let text = if place % 5 == 4 {
            format!("第{place}天，{}刚出炉，一位老顾客坐在窗边，慢慢等。今天的{}只有{}份，来早的人先挑。", pick(&CHINESE, one), pick(&CHINESE, two), three % 90 + 10)
        } else {
            format!(
                "Note {place}: this morning {} met the {} {}. {} more stayed for the {}, and nobody left before the second pot.",
                pick(&WHO, one), pick(&WHAT, two), pick(&HOW, three), one % 90 + 10, pick(&WHAT, three)
            )
        };
        let days = (place as i64 * 3650 / count.max(1) as i64) as i32;
        Post {
            platform: pick(&PLATFORMS, two).to_string(),
            text,
            date: date(2016, 12, 1).checked_add(i64::from(days).days()).ok(),
            likes: Some(20 + one % 900),
            ..Post::default()
        }
    })
}
