//! What Discord takes, and the words with which it refuses the rest.

use serde_json::{Map, Value, json};

/// A refusal: its status and body.
pub(super) type Refusal = (u16, Value);

pub(super) fn invalid(path: &str, code: &str, message: &str) -> Refusal {
    let mut errors = json!({ "_errors": [{ "code": code, "message": message }] });
    for part in path.rsplit('.') {
        let mut outer = Map::new();
        outer.insert(part.to_owned(), errors);
        errors = Value::Object(outer);
    }
    (400, json!({ "message": "Invalid Form Body", "code": 50_035, "errors": errors }))
}

pub(super) fn length(value: &Value) -> usize {
    value.as_str().unwrap_or_default().chars().count()
}

pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

pub(super) fn at_most(path: &str, value: &Value, limit: usize) -> Result<(), Refusal> {
    if length(value) <= limit {
        return Ok(());
    }
    Err(invalid(path, "BASE_TYPE_MAX_LENGTH", &format!("Must be {limit} or fewer in length.")))
}

pub(super) fn needed(path: &str, value: &Value) -> Result<(), Refusal> {
    if length(value) > 0 { Ok(()) } else { Err(invalid(path, "BASE_TYPE_REQUIRED", "This field is required")) }
}

pub(super) fn few(path: &str, value: &Value, limit: usize) -> Result<(), Refusal> {
    between(path, list(value).len(), 0, limit)
}

fn between(path: &str, length: usize, least: usize, most: usize) -> Result<(), Refusal> {
    if (least..=most).contains(&length) {
        return Ok(());
    }
    Err(invalid(path, "BASE_TYPE_BAD_LENGTH", &format!("Must be between {least} and {most} in length.")))
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
        if let Some(name) = embed["image"]["url"].as_str().and_then(|it| it.strip_prefix("attachment://")) {
            // Discord itself shows a broken picture.
            let attached = list(&body["attachments"]).iter().any(|it| it["filename"] == name);
            if !attached {
                return Err(invalid(&path("image.url"), "NO_SUCH_ATTACHMENT", "Nothing is attached under this name."));
            }
        }
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
    few("attachments", &body["attachments"], 10)?;
    for (at, file) in list(&body["attachments"]).iter().enumerate() {
        at_most(&format!("attachments.{at}.description"), &file["description"], 1_024)?;
    }
    let empty = ["embeds", "attachments"].iter().all(|part| list(&body[*part]).is_empty());
    if length(&body["content"]) == 0 && empty {
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
        let lists = list(&row["components"]).iter().filter(|it| it["type"] == 3).count();
        if lists > 0 && list(&row["components"]).len() > 1 {
            let why = "The specified component exceeds the maximum width";
            return Err(invalid(&path, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", why));
        }
        for (at, it) in list(&row["components"]).iter().enumerate() {
            let path = format!("{path}.{at}");
            needed(&format!("{path}.custom_id"), &it["custom_id"])?;
            at_most(&format!("{path}.custom_id"), &it["custom_id"], 100)?;
            match it["type"].as_u64() {
                Some(2) => {
                    if it["emoji"].is_null() {
                        needed(&format!("{path}.label"), &it["label"])?;
                    }
                    at_most(&format!("{path}.label"), &it["label"], 80)?;
                }
                Some(3) => choose_from(&path, it)?,
                _ => {
                    return Err(invalid(
                        &format!("{path}.type"),
                        "UNION_TYPE_CHOICES",
                        "Value of field \"type\" must be one of (2, 3).",
                    ));
                }
            }
            if ids.contains(&&it["custom_id"]) {
                let why = "Component custom id cannot be duplicated";
                return Err(invalid(&path, "COMPONENT_CUSTOM_ID_DUPLICATED", why));
            }
            ids.push(&it["custom_id"]);
        }
    }
    Ok(())
}

/// A list of which something is chosen.
fn choose_from(path: &str, it: &Value) -> Result<(), Refusal> {
    at_most(&format!("{path}.placeholder"), &it["placeholder"], 150)?;
    between(&format!("{path}.options"), list(&it["options"]).len(), 1, 25)?;
    let mut values = Vec::new();
    for (at, option) in list(&it["options"]).iter().enumerate() {
        let path = format!("{path}.options.{at}");
        for part in ["label", "value"] {
            needed(&format!("{path}.{part}"), &option[part])?;
            at_most(&format!("{path}.{part}"), &option[part], 100)?;
        }
        at_most(&format!("{path}.description"), &option["description"], 100)?;
        if values.contains(&&option["value"]) {
            let why = "The specified option value is already used";
            return Err(invalid(&path, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", why));
        }
        values.push(&option["value"]);
    }
    Ok(())
}

/// A form.
pub(super) fn form(it: &Value) -> Result<(), Refusal> {
    needed("title", &it["title"])?;
    at_most("title", &it["title"], 45)?;
    needed("custom_id", &it["custom_id"])?;
    at_most("custom_id", &it["custom_id"], 100)?;
    between("components", list(&it["components"]).len(), 1, 5)?;
    let mut ids = Vec::new();
    for (at, row) in list(&it["components"]).iter().enumerate() {
        let path = format!("components.{at}.components");
        between(&path, list(&row["components"]).len(), 1, 1)?;
        let field = &row["components"][0];
        let path = format!("{path}.0");
        if field["type"] != 4 || !matches!(field["style"].as_u64(), Some(1 | 2)) {
            return Err(invalid(&path, "BASE_TYPE_CHOICES", "Value must be one of {4}, with a style of {1, 2}."));
        }
        needed(&format!("{path}.label"), &field["label"])?;
        at_most(&format!("{path}.label"), &field["label"], 45)?;
        needed(&format!("{path}.custom_id"), &field["custom_id"])?;
        at_most(&format!("{path}.custom_id"), &field["custom_id"], 100)?;
        at_most(&format!("{path}.placeholder"), &field["placeholder"], 100)?;
        at_most(&format!("{path}.value"), &field["value"], 4_000)?;
        if field["max_length"].as_u64().is_some_and(|it| !(1..=4_000).contains(&it)) {
            return Err(invalid(
                &format!("{path}.max_length"),
                "NUMBER_TYPE_MAX",
                "int value should be between 1 and 4000.",
            ));
        }
        if ids.contains(&&field["custom_id"]) {
            let why = "Component custom id cannot be duplicated";
            return Err(invalid(&path, "COMPONENT_CUSTOM_ID_DUPLICATED", why));
        }
        ids.push(&field["custom_id"]);
    }
    Ok(())
}

/// Suggestions while somebody types.
pub(super) fn suggestions(it: &Value) -> Result<(), Refusal> {
    few("choices", &it["choices"], 25)?;
    for (at, choice) in list(&it["choices"]).iter().enumerate() {
        for part in ["name", "value"] {
            needed(&format!("choices.{at}.{part}"), &choice[part])?;
            at_most(&format!("choices.{at}.{part}"), &choice[part], 100)?;
        }
    }
    Ok(())
}
