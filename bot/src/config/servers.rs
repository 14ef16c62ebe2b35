//! Entries of `[models]` that are servers: address, key, limits, prices.

use super::reader::Reader;

/// A model on a server that speaks OpenAI's protocol.
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// The beginning of every address, without `/chat/completions`.
    pub base_url: String,
    /// The server's name for the model.
    pub model: String,
    /// The server's name for the model that makes embeddings; empty if there is none.
    pub embedding_model: String,
    /// The key, or a sentence that says why there is none.
    pub key: Result<Option<Secret>, String>,
    /// What may be asked of it.
    pub limits: ServerLimits,
    /// What it costs, where that is known.
    pub prices: Option<Prices>,
}

/// What may be asked of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerLimits {
    /// Requests at once.
    pub connections: u16,
    /// Requests that may wait.
    pub queue: usize,
    /// Tokens that prompt and answer may have together; 0 if nobody knows.
    pub context_tokens: u32,
}

/// What a server charges for 1,000,000 tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct Prices {
    /// Tokens that it reads.
    pub input: f64,
    /// Tokens that it writes.
    pub output: f64,
    /// Such as `USD`.
    pub currency: String,
}

/// A key that no log shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The key itself, for the request that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// Whether a text is an address on the web, without a name or password in it.
pub(super) fn is_web_address(url: &str) -> bool {
    let rest = ["http://", "https://"].iter().find_map(|scheme| url.strip_prefix(scheme));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        !host.is_empty() && !host.contains('@')
    })
}

/// Reads a server's entry; limits that it does not set are the `usual` ones.
pub(super) fn read(reader: &Reader<'_>, usual: ServerLimits) -> Server {
    reader.need("base_url", "the server's address, such as \"http://127.0.0.1:8080/v1\"");
    reader.need("model", "the server's name for the model");
    let base_url = reader.text("base_url");
    let is_address = ["http://", "https://"].iter().any(|scheme| base_url.starts_with(scheme));
    if !base_url.is_empty() && !is_address {
        let expected = "expected an address that begins with http:// or https://";
        reader.wrong("base_url", &toml::Value::String(base_url.clone()), expected, None);
    }
    if is_address && !is_web_address(&base_url) {
        // Not quoted: what stands there may be a password.
        let expected = "expected an address with a host, without a name or password";
        reader.wrong("base_url", &toml::Value::String("…@…".into()), expected, None);
    }
    let variable = reader.text("api_key_env");
    check_variable(reader, "api_key_env", &variable);
    Server {
        base_url: base_url.trim_end_matches('/').to_string(),
        model: reader.text("model"),
        embedding_model: reader.text("embedding_model"),
        key: read_key(&variable, &reader.text("api_key_file")),
        limits: ServerLimits {
            connections: reader.optional_whole("connections", CONNECTIONS).map_or(usual.connections, |it| it as u16),
            queue: reader.optional_whole("queue", QUEUE).map_or(usual.queue, |it| it as usize),
            context_tokens: read_context(reader),
        },
        prices: read_prices(reader),
    }
}

const CONNECTIONS: std::ops::RangeInclusive<u64> = 1..=1000;
const QUEUE: std::ops::RangeInclusive<u64> = 1..=10_000;

/// Reads the limits of servers that set none: `[llm.remote]`.
pub(super) fn read_usual_limits(reader: &Reader<'_>) -> ServerLimits {
    ServerLimits {
        connections: reader.whole("connections", CONNECTIONS) as u16,
        queue: reader.whole("queue", QUEUE) as usize,
        context_tokens: 0,
    }
}

fn read_context(reader: &Reader<'_>) -> u32 {
    let tokens = reader.optional_whole("context_tokens", 0..=10_000_000).unwrap_or_default();
    if (1..512).contains(&tokens) {
        let expected = "expected 0 (unknown) or a whole number from 512 to 10000000";
        reader.wrong("context_tokens", &toml::Value::Integer(tokens as i64), expected, None);
    }
    tokens as u32
}

fn read_prices(reader: &Reader<'_>) -> Option<Prices> {
    let price = |key| reader.optional_decimal(key, 0.0..=1_000_000.0).unwrap_or_default();
    let prices =
        Prices { input: price("price_input"), output: price("price_output"), currency: reader.text("currency") };
    if prices.input == 0.0 && prices.output == 0.0 {
        return None;
    }
    let is_code = prices.currency.len() == 3 && prices.currency.chars().all(|c| c.is_ascii_uppercase());
    if !is_code {
        let currency = toml::Value::String(prices.currency.clone());
        reader.wrong("currency", &currency, "prices need a currency in three capital letters, such as \"USD\"", None);
    }
    Some(prices)
}

/// Refuses what can't be the name of a variable.
pub(super) fn check_variable(reader: &Reader<'_>, key: &str, variable: &str) {
    if !variable.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_') {
        // Not quoted: it may be the key itself.
        let expected = "expected the name of an environment variable (A-Z, 0-9, _), not the key";
        reader.wrong(key, &toml::Value::String("…".into()), expected, None);
    }
}

/// The key from the environment or a file. That there is none is no mistake of the configuration: a model that is not
/// used needs none.
pub(super) fn read_key(variable: &str, file: &str) -> Result<Option<Secret>, String> {
    let trimmed = |key: String| Some(Secret(key.trim().to_string())).filter(|key| !key.0.is_empty());
    if !variable.is_empty() {
        if let Some(key) = std::env::var(variable).ok().and_then(trimmed) {
            return Ok(Some(key));
        }
        if file.is_empty() {
            return Err(format!("the environment variable {variable} holds no key"));
        }
    }
    if file.is_empty() {
        return Ok(None);
    }
    let key = std::fs::read_to_string(file).map_err(|error| format!("can't read the key's file {file}: {error}"))?;
    trimmed(key).map(Some).ok_or_else(|| format!("the key's file {file} is empty"))
}
