//! Two groups of posts, and whether they differ.

use copydesk_adapters::Block;
use copydesk_analysis::chart::{Bar, Chart, Figure};
use copydesk_analysis::learn::{Against, Comparison, LEAST_ON_A_SIDE, Part, Side};
use copydesk_analysis::{Language, Platform};

use super::{amount, caption, chart_blocks, level_shift, metric_name, percent, times};
use crate::answer::Compared;
use crate::present::platform_in;
use crate::texts::{Sentence, Value, sentence};

/// Platforms of which both sides are drawn.
const MOST_PARTS: usize = 4;

/// Two groups of posts.
pub fn compared_blocks(shown: &Compared, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let Some(found) = &shown.comparison else {
        let (why, help) = why_not(shown);
        let mut blocks = vec![Block::Paragraph(say(why))];
        blocks.extend(left_out(shown).map(|it| Block::Note(say(it))));
        blocks.push(Block::Note(say(help)));
        return blocks;
    };
    let reading = reading(found);
    let mut blocks = vec![Block::Paragraph(say(reading.clone()))];
    blocks.extend(chart_blocks(&chart(found, reading, language), "compare"));
    blocks.push(Block::Note(say(against(found))));
    blocks.extend(left_out(shown).map(|it| Block::Note(say(it))));
    blocks.extend(shown.level_shifts.iter().map(|it| Block::Note(say(level_shift("compare-shift", it, language)))));
    blocks.push(Block::Note(say(sentence!("learn-not-cause"))));
    blocks
}

/// Whether they differ, by how much, and how sure that is.
fn reading(found: &Comparison) -> Sentence {
    let chance = if found.chance < 0.001 { "< 0.1%".to_owned() } else { format!("{:.1}%", found.chance * 100.0) };
    // As many digits as it takes to see on which side of 1 an end is.
    let (low, high) = found.interval;
    if let Some(ahead) = found.ahead {
        let (more, less) = if found.is_left_more() { (&found.left, &found.right) } else { (&found.right, &found.left) };
        let share = |side: &Side| percent(side.above_zero);
        return sentence!(
            "compare-reading-pairs",
            differs = if found.differs { "yes" } else { "unsure" },
            zero = if found.is_mostly_zero() { "yes" } else { "no" },
            more = more.name.as_str(),
            less = less.name.as_str(),
            ahead = percent(ahead.max(1.0 - ahead)),
            more_any = share(more),
            less_any = share(less),
            metric = metric_name(found.metric),
            chance = chance
        );
    }
    let is_close = |end: f64| end != 1.0 && times(end) == times(1.0);
    let digits = if is_close(low) || is_close(high) { 2 } else { 1 };
    let ratio = |ratio: f64| format!("{ratio:.digits$}");
    let differs = match (found.differs, found.is_alike()) {
        (true, _) => "yes",
        (false, true) => "alike",
        (false, false) => "unsure",
    };
    sentence!(
        "compare-reading",
        differs = differs,
        left = found.left.name.as_str(),
        right = found.right.name.as_str(),
        ratio = ratio(found.ratio),
        low = ratio(low),
        high = ratio(high),
        metric = metric_name(found.metric),
        chance = chance
    )
}

/// What posts were held against.
fn against(found: &Comparison) -> Sentence {
    let by = match found.against {
        Against::All => "all",
        Against::SamePlatform => "platform",
        Against::Usual if found.parts.iter().any(|part| !part.format.is_empty()) => "usual-and-form",
        Against::Usual => "usual",
    };
    sentence!("compare-against", by = by)
}

/// Why nothing was compared, and what to do.
fn why_not(shown: &Compared) -> (Sentence, Sentence) {
    let [(left, left_posts), (right, right_posts)] = &shown.sides;
    let (left, right) = (left.as_str(), right.as_str());
    let inside = |inner: &str, outer: &str| {
        let why = sentence!("compare-inside", inner = inner, outer = outer, posts = shown.both);
        (why, sentence!("compare-inside-help"))
    };
    match (*left_posts, *right_posts) {
        (0, _) if shown.both > 0 => inside(left, right),
        (_, 0) if shown.both > 0 => inside(right, left),
        (left_posts, right_posts) if left_posts.min(right_posts) >= LEAST_ON_A_SIDE => {
            let help = sentence!("compare-apart-help", least = LEAST_ON_A_SIDE);
            (sentence!("compare-apart", left = left, right = right), help)
        }
        (left_posts, right_posts) => {
            let why = sentence!(
                "compare-few",
                left = left,
                left_posts = left_posts,
                right = right,
                right_posts = right_posts,
                both = shown.both
            );
            (why, sentence!("compare-few-help", least = LEAST_ON_A_SIDE))
        }
    }
}

/// The posts that were left out: those of both sides, and those that there is nothing to hold against.
fn left_out(shown: &Compared) -> impl Iterator<Item = Sentence> {
    let is_said = shown.comparison.is_some();
    let both = (shown.both > 0 && is_said).then(|| sentence!("compare-both", posts = shown.both));
    let apart = |((name, _), posts): (&(String, usize), usize)| {
        (posts > 0 && is_said).then(|| sentence!("compare-left-apart", name = name.as_str(), posts = posts))
    };
    let apart: Vec<Sentence> = shown.sides.iter().zip(shown.apart).filter_map(apart).collect();
    both.into_iter().chain(apart)
}

fn chart(found: &Comparison, reading: Sentence, language: Language) -> Chart {
    let say = |sentence: Sentence| sentence.say(language);
    // Where most have nothing all medians are 0.
    let is_any = found.is_mostly_zero();
    let bar = |part: Option<&Part>, side: &Side, strong: bool| {
        let median = amount(found.metric, side.median, language);
        let of = part.map(|part| {
            let platform = part.platform.as_deref().and_then(Platform::from_name);
            let named = platform.map(|platform| platform_in(platform, language)).into_iter();
            named.chain((!part.format.is_empty()).then(|| part.format.clone())).map(Value::from).collect()
        });
        let label = match of {
            Some(of) => say(sentence!("compare-bar", name = side.name.as_str(), of = Value::List(of))),
            None => side.name.clone(),
        };
        let (value, shown) =
            if is_any { (side.above_zero * 100.0, percent(side.above_zero)) } else { (side.median, median) };
        Bar {
            label,
            figure: Figure::new(value, say(sentence!("compare-side", median = shown, posts = side.posts))),
            interval: (!is_any).then_some((side.low, side.high)),
            strong,
        }
    };
    let both = |part: Option<&Part>, left: &Side, right: &Side| {
        let is_left_more = found.is_left_more();
        [bar(part, left, found.differs && is_left_more), bar(part, right, found.differs && !is_left_more)]
    };
    let bars = match found.parts.as_slice() {
        [] | [_] => both(None, &found.left, &found.right).into(),
        parts => parts.iter().take(MOST_PARTS).flat_map(|part| both(Some(part), &part.left, &part.right)).collect(),
    };
    let title = if is_any { "compare-chart-any" } else { "compare-chart" };
    let title = sentence!(title, metric = metric_name(found.metric));
    Chart::Bars { caption: caption(title, reading, language), bars, reference: None }
}

#[cfg(test)]
mod tests {
    use copydesk_analysis::learn::Metric;

    use super::*;

    #[test]
    fn where_most_have_none_it_is_said_how_many_have_any_and_no_ratio_is_given() {
        let side = |name: &str, above_zero: f64| Side {
            name: name.to_owned(),
            posts: 100,
            median: 0.0,
            low: 0.0,
            high: 0.0,
            above_zero,
        };
        let mut found = Comparison {
            metric: Metric::Clicks,
            against: Against::Usual,
            left: side("Straight", 0.08),
            right: side("Question", 0.41),
            parts: Vec::new(),
            ratio: 1.0,
            interval: (1.0, 1.0),
            chance: 0.000_1,
            ahead: Some(0.13),
            differs: true,
        };
        let said = reading(&found).say(Language::English);
        assert!(said.starts_with("Question does better than Straight in clicks: 41% of its posts"), "{said}");
        assert!(said.contains("against 8%") && said.contains("87% of the pairs") && !said.contains('×'), "{said}");
        found.differs = false;
        for language in [Language::English, Language::Chinese] {
            let said = reading(&found).say(language);
            assert!(said.contains("41%") && said.contains("87%") && !said.contains("1.00"), "{said}");
        }
    }
}
