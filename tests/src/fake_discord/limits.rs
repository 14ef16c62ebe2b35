//! What Discord takes, and the words with which it refuses the rest.

use serde_json::{Map, Value, json};

/// A refusal: its status and body.
pub(super) type Refusal = (u16, Value);

fn invalid(path: &str, code: &str, message: &str) -> Refusal {
    let mut errors = json!({ "_errors": [{ "code": code, "message": message }] });
    for part in path.rsplit('.') {
        let mut outer = Map::new();
        outer.insert(part.to_owned(), errors);
        errors = Value::Object(outer);
    }
    (400, json!({ "message": "Invalid Form Body", "code": 50_035, "errors": errors }))
}

fn length(value: &Value) -> usize {
    value.as_str().unwrap_or_default().chars().count()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn at_most(path: &str, value: &Value, limit: usize) -> Result<(), Refusal> {
    if length(value) <= limit {
        return Ok(());
    }
    Err(invalid(path, "BASE_TYPE_MAX_LENGTH", &format!("Must be {limit} or fewer in length.")))
}

fn needed(path: &str, value: &Value) -> Result<(), Refusal> {
    if length(value) > 0 { Ok(()) } else { Err(invalid(path, "BASE_TYPE_REQUIRED", "This field is required")) }
}

fn few(path: &str, value: &Value, limit: usize) -> Result<(), Refusal> {
    if list(value).len() <= limit {
        return Ok(());
    }
    Err(invalid(path, "BASE_TYPE_BAD_LENGTH", &format!("Must be between 0 and {limit} in length.")))
}

/// A message as it would be after this request.
pub(super) fn message(body: &Value) -> Result<(), Refusal> {
    at_most("content", &body["content"], 2_000)?;
    at_most("nonce", &body["nonce"], 25)?;
    few("embeds", &body["embeds"], 10)?;
    let mut total = 0;
    for (at, embed) in list(&body["embeds"]).iter().enumerate() {
        let path = |part: &str| format!("embeds.{at}.{part}");
        at_most(&path("title"), &embed["title"], 256)?;
        at_most(&path("description"), &embed["description"], 4_096)?;
        at_most(&path("footer.text"), &embed["footer"]["text"], 2_048)?;
        at_most(&path("author.name"), &embed["author"]["name"], 256)?;
        few(&path("fields"), &embed["fields"], 25)?;
        total += length(&embed["title"]) + length(&embed["description"]) + length(&embed["footer"]["text"]);
        for (at, field) in list(&embed["fields"]).iter().enumerate() {
            needed(&path(&format!("fields.{at}.name")), &field["name"])?;
            needed(&path(&format!("fields.{at}.value")), &field["value"])?;
            at_most(&path(&format!("fields.{at}.name")), &field["name"], 256)?;
            at_most(&path(&format!("fields.{at}.value")), &field["value"], 1_024)?;
            total += length(&field["name"]) + length(&field["value"]);
        }
    }
    if total > 6_000 {
        return Err(invalid("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000"));
    }
    components(&body["components"])?;
    if length(&body["content"]) == 0 && list(&body["embeds"]).is_empty() {
        return Err((400, json!({ "message": "Cannot send an empty message", "code": 50_006 })));
    }
    Ok(())
}

fn components(rows: &Value) -> Result<(), Refusal> {
    few("components", rows, 5)?;
    let mut ids = Vec::new();
    for (at, row) in list(rows).iter().enumerate() {
        let path = format!("components.{at}.components");
        few(&path, &row["components"], 5)?;
        for (at, button) in list(&row["components"]).iter().enumerate() {
            needed(&format!("{path}.{at}.custom_id"), &button["custom_id"])?;
            at_most(&format!("{path}.{at}.custom_id"), &button["custom_id"], 100)?;
            at_most(&format!("{path}.{at}.label"), &button["label"], 80)?;
            if ids.contains(&&button["custom_id"]) {
                let why = "Component custom id cannot be duplicated";
                return Err(invalid(&format!("{path}.{at}"), "COMPONENT_CUSTOM_ID_DUPLICATED", why));
            }
            ids.push(&button["custom_id"]);
        }
    }
    Ok(())
}

/// The commands of a bot.
pub(super) fn commands(commands: &Value) -> Result<(), Refusal> {
    few("commands", commands, 100)?;
    list(commands).iter().enumerate().try_for_each(|(at, it)| command(&at.to_string(), it))
}

fn command(path: &str, it: &Value) -> Result<(), Refusal> {
    let names = it["name_localizations"].as_object().into_iter().flat_map(Map::values);
    for name in std::iter::once(&it["name"]).chain(names) {
        let allowed = |it: char| (it.is_alphanumeric() && !it.is_uppercase()) || it == '-' || it == '_';
        if !(1..=32).contains(&length(name)) || !name.as_str().unwrap_or_default().chars().all(allowed) {
            return Err(invalid(
                &format!("{path}.name"),
                "APPLICATION_COMMAND_INVALID_NAME",
                "Command name is invalid",
            ));
        }
    }
    let described = it["description_localizations"].as_object().into_iter().flat_map(Map::values);
    for description in std::iter::once(&it["description"]).chain(described) {
        needed(&format!("{path}.description"), description)?;
        at_most(&format!("{path}.description"), description, 100)?;
    }
    few(&format!("{path}.options"), &it["options"], 25)?;
    few(&format!("{path}.choices"), &it["choices"], 25)?;
    let mut optional = false;
    let mut names = Vec::new();
    for (at, option) in list(&it["options"]).iter().enumerate() {
        let path = format!("{path}.options.{at}");
        command(&path, option)?;
        if names.contains(&&option["name"]) {
            return Err(invalid(&path, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option names must be unique"));
        }
        names.push(&option["name"]);
        if option["required"] == true && optional {
            let why = "Required options must be placed before non-required options";
            return Err(invalid(&path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", why));
        }
        optional |= option["required"] != true && option["type"] != 1;
        let kinds: Vec<bool> = list(&it["options"]).iter().map(|it| it["type"] == 1).collect();
        if !option["type"].is_u64() || kinds.iter().any(|kind| *kind != kinds[0]) {
            let why = "Sub-command and sub-command group option types are mutually exclusive to all other types";
            return Err(invalid(&path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", why));
        }
    }
    Ok(())
}
