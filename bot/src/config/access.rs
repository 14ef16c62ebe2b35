//! `[access]`: who may talk with the bot, and where.

use super::reader::Reader;

/// `[access]`. Ids are as `telegram:7`: the platform's name and the platform's id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccessSettings {
    /// People who decide for the whole installation, as the terminal does. They are always let in.
    pub owners: Vec<String>,
    /// Which people and places.
    pub people: Lists,
    /// Servers, groups and chats.
    pub places: Lists,
}

/// Who is let in, of people or of places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lists {
    /// Only these, if there are any.
    pub allow: Vec<String>,
    /// Not these.
    pub block: Vec<String>,
}

impl Lists {
    /// Whether the lists let somebody in, as far as no command said otherwise.
    pub fn let_in(&self, id: &str) -> bool {
        let on = |list: &[String]| list.iter().any(|it| it == id);
        !on(&self.block) && (self.allow.is_empty() || on(&self.allow))
    }
}

pub(super) fn read(reader: Reader<'_>) -> AccessSettings {
    let ids = |key| {
        let (known, wrong) = reader.texts(key).into_iter().partition::<Vec<String>, _>(|id| is_id(id));
        for id in wrong {
            let expected = "expected ids such as \"telegram:-1001234\" or \"discord:81384788765712384\"";
            reader.wrong(key, &toml::Value::String(id), expected, None);
        }
        known
    };
    let settings = AccessSettings {
        owners: ids("owners"),
        people: Lists { allow: ids("allow_people"), block: ids("block_people") },
        places: Lists { allow: ids("allow_places"), block: ids("block_places") },
    };
    reader.finish();
    settings
}

/// Whether a text is the id of a person or a place: `telegram:-1001234`.
pub fn is_id(text: &str) -> bool {
    text.split_once(':').is_some_and(|(platform, id)| {
        let number = id.strip_prefix('-').unwrap_or(id);
        ["discord", "telegram"].contains(&platform) && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
    })
}
