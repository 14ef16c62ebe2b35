//! All that is stored of one person, as it is handed to them: every record of a team that names them, and what they said.

use copydesk_storage::{PlainRecord, Section};
use serde_json::Value;

/// Of a team's records, those that are a person's or name them. Of a talk only their turns and the answers to them are left,
/// and of reactions only their own.
pub fn of_person(records: Vec<PlainRecord>, person: &str) -> Vec<PlainRecord> {
    let mut talked_in = Vec::new();
    let mut theirs = Vec::new();
    for mut record in records {
        let is_theirs = match record.section {
            Some(Section::Conversations) => {
                let left = keep_turns(&mut record.json, person);
                if left {
                    talked_in.push(record.id.clone());
                }
                left
            }
            // A usage count's id is the day and the platform's bare id.
            Some(Section::Usage) => {
                let bare = person.split_once(':').map_or(person, |(_, id)| id);
                record.id.split_once('/').is_some_and(|(_, who)| who == bare)
            }
            // What the model was told there has their turns in it.
            Some(Section::Explanations) if talked_in.contains(&record.id) => true,
            _ => record.id.split([' ', '/']).any(|part| part == person) || names(&record.json, person),
        };
        if is_theirs {
            keep_own_opinion(&mut record.json, person);
            theirs.push(record);
        }
    }
    theirs
}

/// Takes others' turns out of a talk, and says whether any is left.
fn keep_turns(talk: &mut Value, person: &str) -> bool {
    let mut own = false;
    let mut any = false;
    if let Some(turns) = talk.get_mut("turns").and_then(Value::as_array_mut) {
        turns.retain(|turn| {
            if turn["from_person"] == true {
                own = turn["person"] == person;
            }
            own
        });
        any = !turns.is_empty();
    }
    let in_summary = talk.get("summary").is_some_and(|summary| names(summary, person));
    if !in_summary && let Some(talk) = talk.as_object_mut() {
        talk.remove("summary");
    }
    any || in_summary
}

/// Takes others' reactions out.
fn keep_own_opinion(record: &mut Value, person: &str) {
    if let Some(opinions) = record.get_mut("opinions").and_then(Value::as_object_mut) {
        opinions.retain(|who, _| who == person);
    }
}

/// Whether some value or key in it is the person's id.
fn names(value: &Value, person: &str) -> bool {
    match value {
        Value::String(text) => text == person,
        Value::Array(values) => values.iter().any(|value| names(value, person)),
        Value::Object(entries) => entries.iter().any(|(key, value)| key == person || names(value, person)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Records as a page that people read: a heading for each, and below it a line for each of its values.
pub fn page(heading: &str, records: &[PlainRecord]) -> String {
    let mut page = format!("{heading}\n");
    for record in records {
        let kind = record.section.map_or("unknown", Section::name);
        page.push_str(&format!("\n{kind} {}\n", record.id));
        lines(&record.json, 1, &mut page);
    }
    page
}

fn lines(value: &Value, depth: usize, page: &mut String) {
    let entries: Vec<(String, &Value)> = match value {
        Value::Object(entries) => entries.iter().map(|(key, value)| (format!("{key}:"), value)).collect(),
        Value::Array(values) => values.iter().map(|value| ("-".to_string(), value)).collect(),
        single => vec![(String::new(), single)],
    };
    let indent = "  ".repeat(depth);
    for (name, value) in entries {
        let line = match value {
            Value::Object(inner) if inner.is_empty() => continue,
            Value::Array(inner) if inner.is_empty() => continue,
            Value::Object(_) | Value::Array(_) => {
                page.push_str(&format!("{indent}{name}\n"));
                lines(value, depth + 1, page);
                continue;
            }
            Value::Null => "-".to_string(),
            // More lines of a text stand below its first.
            Value::String(text) => text.replace('\n', &format!("\n{indent}  ")),
            other => other.to_string(),
        };
        page.push_str(format!("{indent}{name} {line}").trim_end());
        page.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn record(section: Section, id: &str, json: Value) -> PlainRecord {
        PlainRecord { section: Some(section), id: id.into(), version: 1, json }
    }

    #[test]
    fn a_person_gets_what_is_theirs_and_of_others_nothing() {
        let turn =
            |person: Option<&str>, text: &str| json!({"from_person": person.is_some(), "person": person, "text": text});
        let talk = json!({"turns": [
            turn(Some("telegram:8"), "b"), turn(None, "to b"), turn(Some("telegram:7"), "a\nmore"), turn(None, "to a"),
        ], "summary": {"text": "- b", "by_model": false, "people": ["telegram:8"]}});
        let records = vec![
            record(Section::Conversations, "-100", talk),
            record(Section::Explanations, "-100", json!({"person": "telegram:8", "question": "b"})),
            record(Section::Explanations, "-200", json!({"person": "telegram:8", "question": "c"})),
            record(Section::Usage, "2026-03-04", json!({"requests": 3})),
            record(Section::Usage, "2026-03-04/7", json!({"requests": 2})),
            record(Section::Usage, "2026-03-04/77", json!({"requests": 1})),
            record(Section::People, "telegram:7", json!({"topics": ["oat lattes"], "language": null})),
            record(Section::DigestQuestions, "telegram:7 -100", json!({"answers": []})),
            record(
                Section::Ideas,
                "00000001",
                json!({"by": "telegram:8", "opinions": {"telegram:7": {"liked": true}, "telegram:9": {"liked": false}}}),
            ),
            record(Section::Ideas, "00000002", json!({"by": "telegram:8", "text": "telegram:7 is no name here"})),
            record(Section::WordRules, "00000001", json!({"by": "telegram:77"})),
        ];
        insta::assert_snapshot!(page("You", &of_person(records, "telegram:7")), @r#"
        You

        conversations -100
          turns:
            -
              from_person: true
              person: telegram:7
              text: a
                more
            -
              from_person: false
              person: -
              text: to a

        explanations -100
          person: telegram:8
          question: b

        usage 2026-03-04/7
          requests: 2

        people telegram:7
          topics:
            - oat lattes
          language: -

        digest-questions telegram:7 -100

        ideas 00000001
          by: telegram:8
          opinions:
            telegram:7:
              liked: true
        "#);
    }
}
