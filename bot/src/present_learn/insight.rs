//! What past posts say: the best time, the audience, and comparisons.

use copydesk_adapters::{Block, Fact};
use copydesk_analysis::chart::{Bar, Chart, Figure, HeatRow, Reference};
use copydesk_analysis::learn::{Daypart, Liking, TimeCell, TraitKind};
use copydesk_analysis::{Language, Platform};

use crate::answer::{AudienceFound, BestTimes};
use crate::present::platform_in;
use crate::texts::{Sentence, Value, grouped, sentence};

use super::*;

/// When posts did well.
pub fn best_time_blocks(shown: &BestTimes, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let Some(found) = &shown.times else {
        return few_blocks(shown.posts, &shown.left_out, language);
    };
    let name = |cell: &TimeCell| {
        let day = weekday(usize::from(cell.weekday), language);
        cell.daypart.map_or(day, |part| time_cell(cell.weekday, part, language))
    };
    let reading = match found.cells.first().filter(|_| found.differs) {
        Some(best) => sentence!(
            "besttime-best",
            time = name(best),
            ratio = times(best.ratio),
            low = times(best.low),
            high = times(best.high),
            posts = best.posts
        ),
        None => sentence!("besttime-none", posts = found.posts, chance = percent(found.chance)),
    };
    let title = match found.platform {
        Some(platform) => sentence!("besttime-title-on", platform = platform_in(platform, language)),
        None => sentence!("besttime-title"),
    };
    let parts: Vec<Option<Daypart>> = if found.cells.iter().any(|cell| cell.daypart.is_some()) {
        // A part of the day in which nothing ran is no column.
        let ran = |part: &Daypart| found.cells.iter().any(|cell| cell.daypart == Some(*part));
        Daypart::ALL.into_iter().filter(ran).map(Some).collect()
    } else {
        vec![None]
    };
    let counted = |cell: &TimeCell| format!("{} ({})", factor(cell.ratio, language), cell.posts);
    let range = |cell: &TimeCell| format!("{}–{}", times(cell.low), times(cell.high));
    let figure = |day: u8, part: Option<Daypart>| {
        let cell = found.cells.iter().find(|cell| cell.weekday == day && cell.daypart == part)?;
        // A colour says that a time is better or worse: only where that is no luck.
        let is_sure = found.differs && !(cell.low..=cell.high).contains(&1.0);
        let value = if is_sure { cell.ratio.ln() } else { 0.0 };
        Some(Figure::new(value, counted(cell)).with_detail(range(cell)))
    };
    let chart = if parts == [None] {
        let bars = (0..7_u8).filter_map(|day| found.cells.iter().find(|cell| cell.weekday == day));
        let bar = |cell: &TimeCell| Bar {
            label: weekday(usize::from(cell.weekday), language),
            figure: Figure::new(cell.ratio, counted(cell)).with_detail(range(cell)),
            interval: Some((cell.low, cell.high)),
            strong: found.differs && cell.low > 1.0,
        };
        Chart::Bars {
            caption: caption(title, reading.clone(), language),
            bars: bars.map(bar).collect(),
            reference: Some(Reference { value: 1.0, label: say(sentence!("learn-usual")) }),
        }
    } else {
        let row = |day: u8| HeatRow {
            name: weekday(usize::from(day), language),
            cells: parts.iter().map(|part| figure(day, *part)).collect(),
        };
        Chart::HeatMap {
            caption: caption(title, reading.clone(), language),
            columns: parts.iter().flatten().map(|part| daypart(*part, language)).collect(),
            rows: (0..7).map(row).collect(),
            middle: 0.0,
            full: Some(std::f64::consts::LN_2),
            ends: (say(sentence!("learn-below")), say(sentence!("learn-above"))),
        }
    };
    let mut blocks = vec![Block::Heading(chart.caption().title.clone()), Block::Paragraph(say(reading))];
    blocks.extend(chart_blocks(&chart, "besttime"));
    blocks.push(Block::Note(say(sentence!("besttime-cells"))));
    blocks.extend(found.level_shifts.iter().map(|it| Block::Note(say(level_shift("card-shift", it, language)))));
    if found.with_hour * 2 < found.posts {
        blocks.push(Block::Note(say(sentence!("besttime-no-hours"))));
    }
    blocks.push(Block::Note(say(sentence!("learn-not-cause"))));
    blocks
}

/// Who reacts to what.
pub fn audience_blocks(shown: &AudienceFound, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let found = &shown.audience;
    let Some(all) = found.personas.first() else {
        return few_blocks(shown.posts, &shown.left_out, language);
    };
    let mut blocks = vec![Block::Heading(say(sentence!("audience-heading", posts = all.posts)))];
    let strongest: Vec<&Liking> = all.likings.iter().chain(&all.hints).take(8).collect();
    let reading = match all.likings.first() {
        Some(first) => {
            let direction = if first.z > 0.0 { "better" } else { "worse" };
            sentence!("audience-reading", name = trait_name(first, language), direction = direction)
        }
        None => sentence!("audience-nothing", count = all.looked_at),
    };
    let bar = |it: &&Liking| Bar {
        label: trait_name(it, language),
        figure: Figure::new(it.z, say(sentence!("audience-share", better = it.better, posts = it.posts))),
        interval: None,
        // Blue is for what goes worse, and for what is not sure.
        strong: it.chance < copydesk_analysis::learn::ALARM && it.z > 0.0,
    };
    let chart = Chart::Bars {
        caption: caption(sentence!("audience-chart"), reading.clone(), language),
        bars: strongest.iter().map(bar).collect(),
        reference: Some(Reference { value: 0.0, label: say(sentence!("audience-zero")) }),
    };
    blocks.push(Block::Paragraph(say(reading)));
    if !strongest.is_empty() {
        blocks.extend(chart_blocks(&chart, "audience"));
    }
    for persona in &found.personas {
        let by = persona.by.as_str();
        let name = match by {
            "platform" => Platform::from_name(&persona.name).map(|it| platform_in(it, language)),
            "language" => Some(say(sentence!("language-name", code = persona.name.as_str()))),
            "column" => {
                let column = found.column.as_deref().unwrap_or_default();
                Some(say(sentence!("persona-column", column = column, value = persona.name.as_str())))
            }
            _ => None,
        };
        let name = name.unwrap_or_else(|| persona.name.clone());
        let reactions = grouped(persona.reactions as u64, language);
        let title = sentence!("persona-title", by = by, name = name, posts = persona.posts, reactions = reactions);
        let line = |it: &Liking| {
            let direction = if it.z > 0.0 { "better" } else { "worse" };
            let name = trait_name(it, language);
            let examples: Vec<Value> = it.examples.iter().map(|id| Value::from(format!("#{id}"))).collect();
            let (better, posts) = (it.better, it.posts);
            sentence!(
                "persona-liking",
                name = name,
                direction = direction,
                better = better,
                posts = posts,
                examples = Value::List(examples)
            )
        };
        let mut facts: Vec<Fact> = Vec::new();
        for liking in persona.likings.iter().take(5) {
            facts.push(Fact { label: say(sentence!("persona-sure")), text: say(line(liking)) });
        }
        for hint in persona.hints.iter().take(if persona.likings.is_empty() { 2 } else { 1 }) {
            facts.push(Fact { label: say(sentence!("persona-hint")), text: say(line(hint)) });
        }
        blocks.push(Block::Card(copydesk_adapters::Card { title: say(title), facts, ..Default::default() }));
    }
    if !found.too_small.is_empty() {
        blocks.push(Block::Note(say(sentence!("audience-small", names = found.too_small.clone()))));
    }
    if !found.protected.is_empty() {
        blocks.push(Block::Note(say(sentence!("audience-protected", names = found.protected.clone()))));
    }
    if let Some(unread) = unread_languages(&found.unread_languages, language) {
        blocks.push(Block::Note(say(unread)));
    }
    blocks.extend(found.level_shifts.iter().map(|it| Block::Note(say(level_shift("card-shift", it, language)))));
    blocks.push(Block::Note(say(sentence!("audience-not-people"))));
    blocks
}

fn trait_name(liking: &Liking, language: Language) -> String {
    let (kind, level) = match liking.kind {
        TraitKind::Topic => ("topic", liking.name.clone()),
        TraitKind::Angle => ("angle", angle_name(&liking.name, language)),
        TraitKind::Format => ("format", liking.name.clone()),
        TraitKind::Tone => ("tone", sentence!("tone-name", tone = liking.name.as_str()).say(language)),
        TraitKind::Weekday => ("weekday", weekday(liking.name.parse().unwrap_or(0), language)),
        TraitKind::Daypart => ("daypart", sentence!("daypart-name", part = liking.name.as_str()).say(language)),
        TraitKind::Word => ("word", liking.name.clone()),
    };
    sentence!("trait-name", kind = kind, level = level).say(language)
}
