//! Answers about past posts in words: one whole, a file of them, and how they did.

use copydesk_adapters::{Block, Card, Fact};
use copydesk_analysis::{Angle, Language, Platform};

use crate::answer::{
    CampaignDetail, CampaignSources, ColumnShown, ImportShown, ImportState, RowsShown, SourceShown, StatRow, StatsShown,
};
use crate::present::platform_in;
use crate::texts::{Sentence, Value, grouped, sentence};

/// Lines that are named of each kind; more are in the JSON.
const LINES: usize = 12;

/// One past post.
pub fn detail_blocks(shown: &CampaignDetail, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let mut blocks = Vec::new();
    if let Some(kind) = &shown.changed {
        // A label that nobody has said any more was taken back.
        let stays = shown.labels.iter().any(|label| label.kind == *kind && label.how == "person");
        blocks.push(Block::Paragraph(say(match stays {
            true => sentence!("label-changed", kind = kind.as_str()),
            false => sentence!("label-taken-back", kind = kind.as_str()),
        })));
    }
    let metric = |metric: &crate::answer::MetricShown| {
        let value = if metric.name.ends_with("-rate") {
            format!("{:.2} %", metric.value)
        } else {
            grouped(metric.value as u64, language)
        };
        say(sentence!("metric", kind = metric.name.as_str(), value = value))
    };
    let mut facts = Vec::new();
    let mut fact = |label: Sentence, text: String| {
        if !text.is_empty() {
            facts.push(Fact { label: label.say(language), text });
        }
    };
    let when = [shown.date.as_str(), shown.time.as_str()].join(" ").trim().to_string();
    fact(sentence!("column-date"), when);
    fact(sentence!("detail-numbers"), shown.metrics.iter().map(metric).collect::<Vec<_>>().join(" · "));
    let ratio = shown.ratio.map(|ratio| {
        let flag = if shown.outlier { sentence!("detail-outlier") } else { sentence!("nothing") };
        format!("{ratio:.1} × {}", flag.say(language)).trim().to_string()
    });
    fact(sentence!("column-ratio"), ratio.unwrap_or_default());
    for label in shown.labels.iter().filter(|label| !label.value.is_empty()) {
        let value = label_value(&label.kind, &label.value, language);
        let how = sentence!("label-how", how = label.how.as_str()).say(language);
        let text = sentence!("label-line", value = value, how = how).say(language);
        fact(sentence!("label-name", kind = label.kind.as_str()), text);
    }
    let columns: Vec<String> = shown.columns.iter().map(|(name, cell)| format!("{name}: {cell}")).collect();
    fact(sentence!("detail-columns"), columns.join(" · "));
    fact(sentence!("detail-link"), shown.link.clone());
    fact(sentence!("detail-source"), shown.source.clone());
    blocks.push(Block::Card(Card {
        title: format!("#{}", shown.id),
        aside: platform_name(&shown.platform, language),
        body: shown.text.clone(),
        tags: shown.hashtags.iter().map(|tag| format!("#{tag}")).collect(),
        facts,
        ..Card::default()
    }));
    blocks.extend(shown.notes.iter().map(|note| Block::Note(note.clone())));
    blocks
}

fn platform_name(id: &str, language: Language) -> String {
    Platform::from_name(id).map_or_else(|| id.to_string(), |platform| platform_in(platform, language))
}

/// A label's value as its reader knows it.
fn label_value(kind: &str, value: &str, language: Language) -> String {
    match kind {
        "hook" => Angle::from_id(value)
            .map_or_else(|| value.to_string(), |angle| sentence!("angle-name", angle = angle.id()).say(language)),
        "sentiment" => sentence!("sentiment-name", value = value).say(language),
        _ => value.to_string(),
    }
}

/// A file of past posts: what it would be, or what became of it.
pub fn import_blocks(shown: &ImportShown, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let figure = |number: u64| Value::Figure(number);
    let mut blocks = Vec::new();
    blocks.push(Block::Heading(say(match shown.state {
        ImportState::Proposed => sentence!("import-proposed", file = shown.file.as_str(), rows = shown.rows),
        ImportState::Imported => sentence!(
            "import-done",
            file = shown.file.as_str(),
            added = shown.added,
            updated = shown.updated,
            unchanged = shown.known.saturating_sub(shown.updated)
        ),
    })));
    if shown.state == ImportState::Proposed {
        blocks.push(Block::Note(say(sentence!(
            "import-form",
            known = match shown.export.as_str() {
                "" => "no",
                "Copydesk" => "own",
                _ => "yes",
            },
            encoding = shown.encoding.as_str(),
            format = shown.format.as_str(),
            export = shown.export.as_str()
        ))));
        blocks.push(mapping(&shown.columns, language));
        let unknown = |kept: bool| -> Vec<&str> {
            let columns = shown.columns.iter().filter(|column| column.field.is_none() && column.kept == kept);
            columns.map(|column| column.name.as_str()).collect()
        };
        let (kept, kept_out) = (unknown(true), unknown(false));
        if !kept.is_empty() {
            blocks.push(Block::Note(say(sentence!("import-kept", names = kept))));
        }
        if !kept_out.is_empty() {
            blocks.push(Block::Note(say(sentence!("import-kept-out", names = kept_out))));
        }
        blocks.extend(unsure(shown).into_iter().map(|sentence| Block::Note(say(sentence))));
    }
    blocks.push(Block::Paragraph(say(sentence!(
        "import-counts",
        count = shown.rows,
        rows = figure(shown.rows),
        taken = figure(shown.taken),
        mended = figure(shown.mended),
        aside = figure(shown.set_aside)
    ))));
    let line = |rows: &RowsShown| {
        let mut lines: Vec<String> = rows.lines.iter().take(LINES).map(u64::to_string).collect();
        if rows.rows > lines.len() as u64 {
            lines.push("…".to_string());
        }
        let lines = lines.join(", ");
        say(sentence!("import-rows", text = rows.text.as_str(), count = rows.rows, lines = lines))
    };
    let report: Vec<String> = shown.mends.iter().chain(&shown.reasons).chain(&shown.outliers).map(line).collect();
    if !report.is_empty() {
        blocks.push(Block::List(report));
    }
    let taken = shown.taken + shown.mended;
    let missing = shown.missing.iter().map(|missing| {
        let all = if missing.rows == taken { "yes" } else { "no" };
        say(sentence!("import-missing-of", kind = missing.what.as_str(), rows = missing.rows, all = all))
    });
    let missing: Vec<String> = missing.collect();
    if !missing.is_empty() {
        blocks.push(Block::Note(say(sentence!("import-missing", what = missing))));
    }
    match (shown.state, &shown.set_aside_file) {
        (ImportState::Imported, Some(path)) => {
            blocks.push(Block::Note(say(sentence!("import-aside-saved", path = path.as_str()))));
        }
        (ImportState::Imported, None) if shown.attachment.is_some() => {
            blocks.push(Block::Note(say(sentence!("import-aside-sent"))));
        }
        _ => {}
    }
    blocks.extend(shown.attachment.clone().map(Block::File));
    blocks.extend(shown.notes.iter().map(|note| Block::Note(note.clone())));
    blocks
}

/// What nobody has said yet, and the file does not say.
fn unsure(shown: &ImportShown) -> Vec<Sentence> {
    let has = |field: &str| shown.columns.iter().any(|column| column.field.as_deref() == Some(field));
    let mut notes = Vec::new();
    if !has("text") && !has("title") {
        notes.push(sentence!("import-no-text"));
    }
    if !has("platform") && shown.platform.is_empty() {
        notes.push(sentence!("import-no-platform"));
    }
    if shown.dates_unsure {
        notes.push(sentence!("import-dates-unsure", order = shown.dates.as_str()));
    }
    notes
}

fn mapping(columns: &[ColumnShown], language: Language) -> Block {
    let say = |sentence: Sentence| sentence.say(language);
    let row = |column: &ColumnShown| {
        let field = column.field.as_deref().unwrap_or_default();
        let sure = match column.confidence {
            sure if sure >= 0.9 => "",
            sure if sure >= 0.6 => "likely",
            _ => "guess",
        };
        vec![
            column.number.to_string(),
            column.name.clone(),
            say(sentence!("field-name", field = field.replace(' ', "-"))),
            say(sentence!("sure", how = sure)),
        ]
    };
    let header = [
        sentence!("import-column-number"),
        sentence!("import-column-column"),
        sentence!("import-column-field"),
        sentence!("import-column-sure"),
    ];
    Block::Table {
        header: header.map(say).to_vec(),
        rows: columns.iter().filter(|column| column.field.is_some()).map(row).collect(),
    }
}

/// How past posts did.
pub fn stats_blocks(shown: &StatsShown, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let (from, to) = &shown.period;
    let mut blocks = vec![Block::Heading(say(sentence!(
        "stats-heading",
        posts = shown.posts,
        measured = shown.measured,
        filter = shown.filter.as_str(),
        filtered = if shown.filter.is_empty() { "no" } else { "yes" },
        dated = if from.is_empty() { "no" } else { "yes" },
        from = from.as_str(),
        to = to.as_str()
    )))];
    for by in ["platform", "topic", "hook"] {
        let row = |row: &StatRow| {
            let name = match by {
                "platform" => platform_name(&row.name, language),
                kind => label_value(kind, &row.name, language),
            };
            vec![
                name,
                row.posts.to_string(),
                row.median.map_or_else(|| "–".to_string(), |median| grouped(median.round() as u64, language)),
                row.ratio.map_or_else(|| "–".to_string(), |ratio| format!("{ratio:.1} ×")),
            ]
        };
        let rows: Vec<Vec<String>> = shown.rows.iter().filter(|row| row.by == by).map(row).collect();
        if !rows.is_empty() {
            let header = vec![
                say(sentence!("stats-by", kind = by)),
                say(sentence!("stats-posts")),
                say(sentence!("stats-median")),
                say(sentence!("column-ratio")),
            ];
            blocks.push(Block::Table { header, rows });
        }
    }
    blocks.push(Block::Note(say(sentence!("stats-how"))));
    blocks.extend(shown.chart.clone().map(Block::File));
    blocks.extend(shown.notes.iter().map(|note| Block::Note(note.clone())));
    blocks
}

/// Accounts and feeds whose posts are collected.
pub fn source_blocks(shown: &CampaignSources, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    if shown.sources.is_empty() {
        return vec![Block::Paragraph(say(sentence!("sources-none"))), Block::Note(say(sentence!("sources-how")))];
    }
    let row = |source: &SourceShown| {
        let last = match (source.last_run.as_str(), source.failures) {
            (_, 1..) => source.problem.clone(),
            ("", _) => say(sentence!("source-never")),
            (at, _) => say(sentence!("source-last", at = at, taken = source.taken, new = source.new)),
        };
        vec![
            source.id.clone(),
            source.name.clone(),
            say(sentence!("source-every", hours = source.every_hours)),
            last,
            source.next.clone().unwrap_or_else(|| say(sentence!("source-stopped"))),
        ]
    };
    let header =
        ["source-column-id", "source-column-name", "source-column-every", "source-column-last", "source-column-next"];
    let mut blocks = vec![
        Block::Heading(say(sentence!("sources-heading"))),
        Block::Table {
            header: header.map(|id| say(Sentence { id, values: Vec::new() })).into(),
            rows: shown.sources.iter().map(row).collect(),
        },
        Block::Note(say(sentence!("sources-how"))),
    ];
    blocks.extend(shown.notes.iter().map(|note| Block::Note(note.clone())));
    blocks
}
