//! An audit in words: what is one-sided in the data, in the model and in words, and what was looked at.

use copydesk_adapters::Block;
use copydesk_analysis::Language;
use copydesk_analysis::chart::{Bar, Chart, Figure};
use copydesk_analysis::learn::{Counted, DataFinding, Shares, SwapResult, WordBias, is_divided};

use crate::answer::Audited;
use crate::texts::{Sentence, sentence};

use super::{caption, chart_blocks, dimension_value, level_shift, percent, times, unlearnable};

/// What is one-sided.
pub fn audited_blocks(shown: &Audited, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let value = |dimension: &str, name: &str| dimension_value(dimension, name, language);
    let dimension = |id: &str| sentence!("dimension-name", dimension = id);
    let mut named: Vec<String> = shown
        .findings
        .iter()
        .map(|finding| match finding {
            DataFinding::Dominates { dimension: of, name, share } => {
                let (of, name) = (dimension(of), value(of, name));
                sentence!("audit-dominates", dimension = of, name = name, share = percent(*share))
            }
            DataFinding::Missing { dimension: of, name } => {
                sentence!("audit-missing", dimension = dimension(of), name = value(of, name))
            }
            DataFinding::Gap { months, of } => sentence!("audit-gap", months = *months, of = *of),
            DataFinding::Unmeasured { share } => sentence!("audit-unmeasured", share = percent(*share)),
        })
        .map(say)
        .collect();
    named.extend(shown.model_bias.iter().map(|group| {
        let direction = if group.bias > 0.0 { "little" } else { "much" };
        let ratio = times(group.bias.abs().exp());
        let (of, posts) = (dimension(&group.kind), group.posts);
        say(sentence!(
            "audit-bias",
            dimension = of,
            name = value(&group.kind, &group.name),
            direction = direction,
            ratio = ratio,
            posts = posts
        ))
    }));
    let swap = |it: &SwapResult, what: &'static str| {
        let difference = match what {
            "review" => format!("{:+.1}", it.difference),
            _ => format!("{:+.2}", it.difference),
        };
        say(sentence!(
            "audit-swap",
            what = what,
            from = it.from.as_str(),
            to = it.to.as_str(),
            difference = difference,
            texts = it.texts
        ))
    };
    named.extend(shown.word_biases.iter().filter(|it| it.named).map(|it| say(word_bias(it))));
    named.extend(shown.sentiment_swaps.iter().filter(|it| it.named).map(|it| swap(it, "sentiment")));
    named.extend(shown.review_swaps.iter().filter(|it| it.named).map(|it| swap(it, "review")));
    named.extend(shown.level_shifts.iter().map(|it| say(level_shift("card-shift", it, language))));
    let mut blocks = vec![Block::Heading(say(sentence!("audit-heading", posts = shown.posts, count = named.len())))];
    if named.is_empty() {
        let looked = match (shown.regression, shown.sentiment_swaps.is_empty() && shown.word_biases.is_empty()) {
            (true, false) => "all",
            (true, true) => "groups",
            (false, false) => "words",
            (false, true) => "neither",
        };
        blocks.push(Block::Paragraph(say(sentence!("audit-nothing", looked = looked))));
    } else {
        blocks.push(Block::List(named));
    }
    if let Some(platforms) = shown.shares.first().filter(|shares| !shares.shares.is_empty()) {
        let bars = platforms.shares.iter().take(8).map(|(name, share)| Bar {
            label: value("platform", name),
            figure: Figure::new(*share, percent(*share)),
            interval: None,
            strong: *share >= copydesk_analysis::learn::DOMINATES,
        });
        let first = platforms.shares.first().map_or((String::new(), 0.0), |it| (value("platform", &it.0), it.1));
        let reading = sentence!("audit-chart-reading", name = first.0, share = percent(first.1));
        let caption = caption(sentence!("audit-chart"), reading, language);
        blocks.extend(chart_blocks(&Chart::Bars { caption, bars: bars.collect(), reference: None }, "audit"));
    }
    let is_divided = |shares: &Shares| shares.shares.first().is_some_and(|(_, most)| is_divided(*most, shown.posts));
    // A chart shows how the platforms are divided.
    let told =
        shown.shares.iter().filter(|it| !it.shares.is_empty() && (it.dimension != "platform" || !is_divided(it)));
    let shares = told.map(|shares| {
        let parts = shares.shares.iter().take(6);
        let parts: Vec<String> =
            parts.map(|(name, share)| format!("{} {}", value(&shares.dimension, name), percent(*share))).collect();
        match shares.shares.first().filter(|_| !is_divided(shares)) {
            Some((name, _)) => say(sentence!(
                "audit-covers",
                dimension = dimension(&shares.dimension),
                name = value(&shares.dimension, name)
            )),
            None => say(sentence!("audit-shares", dimension = dimension(&shares.dimension), parts = parts)),
        }
    });
    blocks.push(Block::List(shares.chain(agreement_lines(shown, language)).collect()));
    if !shown.unread.is_empty() {
        let name = |it: &Counted| {
            let code = if it.name.is_empty() { "none" } else { it.name.as_str() };
            format!("{} {}", say(sentence!("language-name", code = code)), it.posts)
        };
        let posts = shown.unread.iter().map(|it| it.posts).sum::<usize>();
        let counts: Vec<String> = shown.unread.iter().map(name).collect();
        blocks.push(Block::Note(say(sentence!("audit-unread", posts = posts, counts = counts))));
    }
    let (words, swaps) = (shown.word_biases.len(), shown.sentiment_swaps.len());
    let looked = if shown.regression {
        sentence!("audit-looked", groups = shown.groups, words = words, swaps = swaps)
    } else {
        sentence!("audit-looked-no-model", words = words, swaps = swaps)
    };
    if !shown.protected_segments.is_empty() {
        let names = shown.protected_segments.clone();
        blocks.push(Block::Note(say(sentence!("audience-protected", names = names))));
    }
    blocks.extend(unlearnable(&shown.left_out).map(|why| Block::Note(say(why))));
    blocks.push(Block::Note(say(looked)));
    blocks
}

/// Words of one side that are shown.
const MOST_WORDS: usize = 4;

/// What posts with a word did against those with others, and what the model makes of it.
fn word_bias(it: &WordBias) -> Sentence {
    let words = |side: &[String]| -> Vec<String> {
        let mut shown: Vec<String> = side.iter().take(MOST_WORDS).cloned().collect();
        shown.extend((side.len() > MOST_WORDS).then(|| "…".to_owned()));
        shown
    };
    // The side that does better first, so that the factor is above 1.
    let is_turned = it.difference > 0.0 && !it.to.is_empty();
    let ((more, less), (posts, others)) =
        if is_turned { ((&it.to, &it.from), (it.posts.1, it.posts.0)) } else { ((&it.from, &it.to), it.posts) };
    let sign = if is_turned { 1.0 } else { -1.0 };
    let factor = |log: f64| format!("{:.1}", (sign * log).exp());
    let (low, high) = if is_turned { (it.low, it.high) } else { (it.high, it.low) };
    let change = it.prediction.map(|change| format!("{:+.0}%", change.exp_m1() * 100.0));
    let first = |side: &[String]| side.first().cloned().unwrap_or_default();
    sentence!(
        "audit-word",
        against = if it.to.is_empty() { "without" } else { "others" },
        more = words(more),
        less = words(less),
        ratio = factor(it.difference),
        low = factor(low),
        high = factor(high),
        posts = posts,
        others = others,
        from = first(&it.from),
        to = first(&it.to),
        changes = if change.is_some() { "yes" } else { "no" },
        change = change.unwrap_or_default()
    )
}

/// How far people and the bot agree on labels, and how often people decided otherwise.
fn agreement_lines(shown: &Audited, language: Language) -> Vec<String> {
    let say = |sentence: Sentence| sentence.say(language);
    let mut lines: Vec<String> = shown
        .agreement
        .iter()
        .map(|it| {
            let kappa = it.kappa.map_or_else(|| "–".to_owned(), |kappa| format!("{kappa:.2}"));
            let label = sentence!("learned-label", kind = it.label.as_str());
            say(sentence!("audit-agreement", label = label, agreed = it.agreed, labels = it.labels, kappa = kappa))
        })
        .collect();
    let over = shown.overruled;
    if over.labels > 0 {
        lines.push(say(sentence!("audit-corrected", corrected = over.corrected, labels = over.labels)));
    }
    if over.ideas > 0 {
        lines.push(say(sentence!("audit-refused", refused = over.refused, ideas = over.ideas)));
    }
    if lines.is_empty() {
        lines.push(say(sentence!("audit-no-people")));
    }
    lines
}
