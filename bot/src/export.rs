//! All that is stored of a team, as a zip: a JSON file for each kind of record, and a page that says what is in them.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use copydesk_storage::{PlainRecord, Section};
use serde::Serialize;
use serde_json::Value;
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

/// A record as it is in the zip.
#[derive(Debug, Serialize)]
struct Exported<'a> {
    id: &'a str,
    version: u16,
    record: &'a Value,
}

/// The zip, with `about` as its `README.txt`. Chinese and all other letters are as they are (UTF-8).
///
/// # Errors
/// That the zip can't be written: it is larger than its form allows.
pub fn zip(about: &str, records: &[PlainRecord]) -> Result<Vec<u8>, ZipError> {
    let mut kinds: BTreeMap<&str, Vec<Exported<'_>>> = BTreeMap::new();
    for PlainRecord { section, id, version, json } in records {
        let kind = section.map_or("unknown", Section::name);
        kinds.entry(kind).or_default().push(Exported { id, version: *version, record: json });
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("README.txt", SimpleFileOptions::default())?;
    writer.write_all(about.as_bytes())?;
    for (kind, records) in kinds {
        writer.start_file(format!("{kind}.json"), SimpleFileOptions::default())?;
        let text = serde_json::to_string_pretty(&records).map_err(std::io::Error::from)?;
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}
