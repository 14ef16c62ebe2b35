//! `[telegram]` and `[discord]`: where the bot is at home, and the tokens that let it in.

use super::reader::Reader;
use super::servers::{Secret, is_web_address, read_key};

/// A chat platform's settings.
#[derive(Debug, Clone, PartialEq)]
pub struct ChatPlatform {
    /// The platform's address, or that of a server that speaks like it.
    pub api_url: String,
    /// The bot's token; `None` where the bot is not at home.
    pub token: Option<Secret>,
    /// Where the token comes from, for messages.
    pub token_source: String,
    /// Discord: the name or id of a role that may manage as "Manage Server" does; empty for none.
    pub manager_role: String,
}

pub(super) fn read_discord(reader: Reader<'_>) -> ChatPlatform {
    let manager_role = reader.text("manager_role").trim().to_string();
    ChatPlatform { manager_role, ..read(reader) }
}

pub(super) fn read(reader: Reader<'_>) -> ChatPlatform {
    let api_url = reader.text("api_url");
    if !is_web_address(&api_url) {
        let expected = "expected an address that begins with http:// or https://, without a name or password";
        reader.wrong("api_url", &toml::Value::String("…".into()), expected, None);
    }
    let (variable, file) = (reader.text("token_env"), reader.text("token_file"));
    let token = match read_key(&variable, &file) {
        Ok(token) => token,
        // That no token is set is no mistake: the bot is at home elsewhere.
        Err(_) if file.is_empty() => None,
        Err(reason) => {
            reader.wrong("token_file", &toml::Value::String(file.clone()), reason, None);
            None
        }
    };
    let token_source = if file.is_empty() || std::env::var_os(&variable).is_some() { variable } else { file };
    reader.finish();
    ChatPlatform {
        api_url: api_url.trim_end_matches('/').to_string(),
        token,
        token_source,
        manager_role: String::new(),
    }
}
