//! The models of the configuration, as a table.

use std::fs;

use crate::config::{Config, ModelEntry, ModelKind, Server};
use crate::models::path;

const HEADER: [&str; 6] = ["", "model", "size", "languages", "licence", "where"];

/// The models, a line each: first those that are in use, in their order.
pub fn list(config: &Config) -> String {
    let mut used: Vec<&String> = vec![&config.llm.model];
    used.extend(config.llm.fallback.iter().filter(|name| **name != config.llm.model));
    let others = config.models.keys().filter(|name| !used.contains(name));
    let entries = used.iter().copied().chain(others).filter_map(|name| config.models.get(name));
    let rows = entries.map(|entry| {
        let place = used.iter().position(|name| **name == entry.name);
        row(entry, place, config)
    });
    let rows: Vec<[String; 6]> = std::iter::once(HEADER.map(String::from)).chain(rows).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 6] = std::array::from_fn(width);
    let line = |row: &[String; 6]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_string()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn row(entry: &ModelEntry, place: Option<usize>, config: &Config) -> [String; 6] {
    let used = match place {
        Some(0) => "in use".to_string(),
        Some(place) => format!("fallback {place}"),
        None => String::new(),
    };
    let weak = |language| if entry.weak_languages.contains(language) { " (weak)" } else { "" };
    let languages = entry.languages.iter().map(|language| format!("{}{}", language.code(), weak(language)));
    let (size, licence, state) = match &entry.kind {
        ModelKind::Remote(Server { base_url, key, .. }) => {
            let key = if key.is_ok() { "" } else { ", its key is missing" };
            (String::new(), String::new(), format!("{base_url}{key}"))
        }
        ModelKind::Local(file) => {
            let path = path(file, &config.llm);
            let found = fs::metadata(&path).ok().filter(fs::Metadata::is_file).map(|found| found.len());
            let state = match (found, file.bytes) {
                (Some(found), Some(bytes)) if found != bytes => {
                    format!("damaged ({found} bytes instead of {bytes}): {}", path.display())
                }
                (Some(_), _) => path.display().to_string(),
                (None, _) if file.source.is_empty() => format!("not here: put it at {}", path.display()),
                (None, _) => format!("not here: copydesk model fetch {}", entry.name),
            };
            let size = file.bytes.or(found).map(|bytes| format!("{} MB", bytes / 1_000_000));
            (size.unwrap_or_default(), file.licence.clone(), state)
        }
    };
    [used, entry.name.clone(), size, languages.collect::<Vec<_>>().join(", "), licence, state]
}
