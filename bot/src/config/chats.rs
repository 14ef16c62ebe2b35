//! `[telegram]` and `[discord]`: where the bot is at home, and the tokens that let it in.

use std::net::SocketAddr;

use copydesk_adapters::Webhook;

use super::reader::Reader;
use super::servers::{Secret, check_variable, is_web_address, read_key};

/// Telegram itself.
const TELEGRAM: &str = "https://api.telegram.org";
/// Where it brings updates to. Source: Bot API, setWebhook.
const PORTS: [u16; 4] = [443, 80, 88, 8443];

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
    let platform = ChatPlatform { manager_role, ..read(&reader) };
    reader.finish();
    platform
}

/// `[telegram]`, and where Telegram brings updates to if it does.
pub(super) fn read_telegram(reader: Reader<'_>) -> (ChatPlatform, Option<Webhook>) {
    let platform = read(&reader);
    let webhook = read_webhook(&reader, &platform.api_url);
    reader.finish();
    (platform, webhook)
}

fn read_webhook(reader: &Reader<'_>, api_url: &str) -> Option<Webhook> {
    let (url, listen) = (reader.text("webhook_url"), reader.text("webhook_listen"));
    let address = listen.parse::<SocketAddr>();
    if address.is_err() {
        let expected = "expected an address and port to listen at, such as \"127.0.0.1:8443\"";
        reader.wrong("webhook_listen", &toml::Value::String(listen), expected, None);
    }
    // Telegram itself takes only https; a server on this machine that speaks like it takes both.
    if !url.is_empty() && !(is_web_address(&url) && (url.starts_with("https://") || is_on_this_machine(&url))) {
        let expected = "expected a public address that begins with https://, without a name or password";
        reader.wrong("webhook_url", &toml::Value::String("…".into()), expected, None);
        return None;
    }
    // A Bot API server of one's own takes every port.
    if !url.is_empty() && api_url == TELEGRAM && !port(&url).is_some_and(|it| PORTS.contains(&it)) {
        let expected = "expected one of the ports that Telegram takes: 443, 80, 88 or 8443";
        reader.wrong("webhook_url", &toml::Value::String("…".into()), expected, None);
        return None;
    }
    (!url.is_empty()).then_some(Webhook { url, listen: address.ok()? })
}

/// The port of an address that is one; `None` if what stands there is none.
fn port(url: &str) -> Option<u16> {
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // The colons of [::1] are of the address itself.
    let behind = host.rfind(']').map_or(host, |at| &host[at + 1..]);
    match behind.split_once(':') {
        Some((_, port)) => port.parse().ok(),
        None => Some(if scheme == "http" { 80 } else { 443 }),
    }
}

fn is_on_this_machine(url: &str) -> bool {
    ["http://127.0.0.1", "http://localhost"]
        .iter()
        .any(|it| url.strip_prefix(it).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/'])))
}

fn read(reader: &Reader<'_>) -> ChatPlatform {
    let api_url = reader.text("api_url");
    if !is_web_address(&api_url) {
        let expected = "expected an address that begins with http:// or https://, without a name or password";
        reader.wrong("api_url", &toml::Value::String("…".into()), expected, None);
    }
    let (variable, file) = (reader.text("token_env"), reader.text("token_file"));
    check_variable(reader, "token_env", &variable);
    // A variable that is set stands before the file, as for servers.
    let (token, token_source) = match (read_key(&variable, ""), file.is_empty()) {
        (Ok(Some(token)), _) => (Some(token), variable),
        // That no token is set is no mistake: the bot is at home elsewhere.
        (_, true) => (None, variable),
        (_, false) => match read_key("", &file) {
            Ok(token) => (token, file),
            Err(reason) => {
                reader.wrong("token_file", &toml::Value::String(file.clone()), reason, None);
                (None, file)
            }
        },
    };
    ChatPlatform {
        api_url: api_url.trim_end_matches('/').to_string(),
        token,
        token_source,
        manager_role: String::new(),
    }
}
