//! Forms, suggestions, lists, and the menu of a message, as people use them.

use serde_json::{Value, json};

use super::people::{bot, message};
use super::{CHANNEL, FakeDiscord, Person, Where};

impl FakeDiscord {
    /// Somebody chooses a command in the menu of a message; returns the interaction's token.
    ///
    /// # Panics
    /// When no such command is registered.
    pub fn on_message(&self, place: Where, person: &Person, command: &str, text: &str) -> String {
        self.on(place, person, command, message(7, CHANNEL, person.user(), text))
    }

    /// The same for a message of the bot that is an embed.
    ///
    /// # Panics
    /// When no such command is registered.
    pub fn on_card(&self, place: Where, person: &Person, command: &str, title: &str, text: &str) -> String {
        let mut card = message(7, CHANNEL, bot(), "");
        card["embeds"] = json!([{ "type": "rich", "title": title, "description": text }]);
        self.on(place, person, command, card)
    }

    fn on(&self, place: Where, person: &Person, command: &str, target: Value) -> String {
        let commands = self.commands();
        let known = commands.as_array().into_iter().flatten().any(|it| it["type"] == 3 && it["name"] == command);
        assert!(known, "{command:?} is not in the menu of a message");
        let data = json!({ "id": "2", "name": command, "type": 3, "target_id": "7", "resolved": { "messages": { "7": target } } });
        self.interact(place, person, 2, data)
    }

    /// The form that an interaction was answered with.
    #[must_use]
    pub fn form(&self, token: &str) -> Option<Value> {
        self.shared.state().interactions.get(token)?.shown.clone()
    }

    /// Somebody fills in fields of a form and sends it; the others stay as they are. Returns the new interaction's token.
    ///
    /// # Panics
    /// When there is no such field, or one that must be filled in is empty or too long: Discord's app would not send it.
    pub fn submit(&self, place: Where, person: &Person, form: &Value, filled: &[(&str, &str)]) -> String {
        let rows = form["components"].as_array().map(Vec::as_slice).unwrap_or_default();
        for (name, _) in filled {
            assert!(rows.iter().any(|row| row["components"][0]["custom_id"] == *name), "the form has no field {name}");
        }
        let row = |row: &Value| {
            let field = &row["components"][0];
            let given = filled.iter().find(|(name, _)| field["custom_id"] == *name).map(|(_, value)| *value);
            let value = given.or(field["value"].as_str()).unwrap_or_default();
            let (length, most) = (value.chars().count() as u64, field["max_length"].as_u64().unwrap_or(4_000));
            assert!(length <= most, "{} is too long", field["custom_id"]);
            assert!(length > 0 || field["required"] == false, "{} must be filled in", field["custom_id"]);
            json!({ "type": 1, "components": [{ "type": 4, "custom_id": field["custom_id"], "value": value }] })
        };
        let rows: Vec<Value> = rows.iter().map(row).collect();
        self.interact(place, person, 5, json!({ "custom_id": form["custom_id"], "components": rows }))
    }

    /// Somebody types a value of a command's option, which is not sent yet; returns the interaction's token.
    pub fn type_value(&self, person: &Person, command: &str, option: &str, typed: &str) -> String {
        let words: Vec<&str> = command.split(' ').collect();
        let mut options = json!([{ "name": option, "type": 3, "value": typed, "focused": true }]);
        if let Some(second) = words.get(1) {
            options = json!([{ "name": second, "type": 1, "options": options }]);
        }
        let data = json!({ "id": "1", "name": words[0], "type": 1, "options": options });
        self.interact(Where::Server, person, 4, data)
    }

    /// What is suggested to somebody who types.
    #[must_use]
    pub fn suggestions(&self, token: &str) -> Option<Vec<Value>> {
        self.form(token)?["choices"].as_array().cloned()
    }

    /// Somebody chooses from a list in a message; returns the interaction's token.
    ///
    /// # Panics
    /// When no message has such a list with this value.
    pub fn choose(&self, place: Where, person: &Person, value: &str) -> String {
        let messages = self.shared.state().messages.clone();
        let rows = messages.iter().flat_map(|it| it.body["components"].as_array().into_iter().flatten());
        let lists = rows.map(|row| &row["components"][0]).filter(|it| it["type"] == 3);
        let has = |list: &&Value| list["options"].as_array().into_iter().flatten().any(|it| it["value"] == value);
        let id = lists.into_iter().find(has).map(|it| it["custom_id"].clone());
        let Some(id) = id else { panic!("no list has {value}") };
        self.interact(place, person, 3, json!({ "custom_id": id, "component_type": 3, "values": [value] }))
    }
}
