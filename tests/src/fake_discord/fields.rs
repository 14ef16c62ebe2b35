//! The fields of a slash command as Discord's app fills them in: it sends nothing that does not fit.

use serde_json::{Value, json};

use super::CHANNEL;

/// Kinds of options: whole numbers, channels, and numbers with a fraction.
pub(super) const INTEGER: u64 = 4;
pub(super) const CHANNELS: u64 = 7;
pub(super) const NUMBER: u64 = 10;
/// The largest number of such fields, in both directions.
pub(super) const MOST: f64 = 9_007_199_254_740_991.0;

/// An option with a value, as an interaction has it.
///
/// # Panics
/// Where the app would not send it: no choice, no number, or one out of bounds.
pub(super) fn filled(name: &str, field: &Value, value: &str) -> Value {
    let kind = field["type"].as_u64().unwrap_or_default();
    let sent = match kind {
        INTEGER => json!(value.parse::<i64>().unwrap_or_else(|_| panic!("{name} takes whole numbers, not {value}"))),
        NUMBER => json!(value.parse::<f64>().unwrap_or_else(|_| panic!("{name} takes numbers, not {value}"))),
        _ => json!(value),
    };
    if let Some(number) = sent.as_f64() {
        let (least, most) = (field["min_value"].as_f64().unwrap_or(-MOST), field["max_value"].as_f64().unwrap_or(MOST));
        assert!((least..=most).contains(&number), "{name} takes {least} to {most}, not {value}");
    }
    let listed = field["choices"].as_array().is_none_or(|all| all.iter().any(|it| it["value"] == sent));
    assert!(listed, "{name} has no choice {value}");
    json!({ "name": field["name"], "type": kind, "value": sent })
}

/// What the values of such options stand for.
pub(super) fn resolved(given: &Value) -> Value {
    let channels = given.as_array().into_iter().flatten().filter(|it| it["type"] == CHANNELS);
    let channels = channels.map(|it| {
        let id = it["value"].as_str().unwrap_or_default();
        assert!(id.parse::<u64>().is_ok(), "{id} is no channel");
        let name = if id == CHANNEL.to_string() { "general" } else { "other" };
        (id.to_owned(), json!({ "id": id, "name": name, "type": 0, "permissions": "2048" }))
    });
    match channels.collect::<serde_json::Map<_, _>>() {
        none if none.is_empty() => json!({}),
        channels => json!({ "channels": channels }),
    }
}
