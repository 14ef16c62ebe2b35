//! What people see, as text.

use serde_json::Value;

use super::state::Shown;

/// A message: its text, its embeds behind a bar, its files and buttons in brackets.
#[must_use]
pub fn of_message(shown: &Shown) -> String {
    let mut lines: Vec<String> = shown.content().lines().map(str::to_owned).collect();
    for embed in shown.embeds() {
        let mut inner: Vec<String> = Vec::new();
        inner.extend(embed["title"].as_str().map(|it| format!("**{it}**")));
        inner.extend(text(&embed["description"]).lines().map(str::to_owned));
        for field in list(&embed["fields"]) {
            inner.push(format!("**{}** {}", text(&field["name"]), text(&field["value"])));
        }
        inner.extend(embed["footer"]["text"].as_str().map(|it| format!("-# {it}")));
        lines.extend(inner.join("\n").lines().map(|line| format!("▌ {line}")));
    }
    for file in list(&shown.body["attachments"]) {
        let size = file["size"].as_u64().map_or_else(String::new, |size| format!(", {size} bytes"));
        lines.push(format!("[{}{size}]", text(&file["filename"])));
    }
    for row in list(&shown.body["components"]) {
        lines.push(list(&row["components"]).iter().map(component).collect::<Vec<_>>().join(" "));
    }
    framed(&lines)
}

/// A form: its title, and each field as a label above what stands in it.
#[must_use]
pub fn of_form(form: &Value) -> String {
    let mut lines = vec![text(&form["title"]).to_owned()];
    for row in list(&form["components"]) {
        let field = &row["components"][0];
        let needed = if field["required"] == true { " *" } else { "" };
        lines.push(format!("{}{needed}", text(&field["label"])));
        lines.push(format!("[ {} ]", field["value"].as_str().unwrap_or(text(&field["placeholder"]))));
    }
    framed(&lines)
}

fn component(it: &Value) -> String {
    match it["type"].as_u64() {
        Some(3) => {
            let options: Vec<&str> = list(&it["options"]).iter().map(|it| text(&it["label"])).collect();
            format!("[▾ {}]", options.join(" | "))
        }
        _ => format!("[{}]", text(&it["label"])),
    }
}

fn framed(lines: &[String]) -> String {
    let inner: String = lines.iter().map(|line| format!("│ {line}\n").replace("│ \n", "│\n")).collect();
    format!("┌\n{inner}└\n")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}
