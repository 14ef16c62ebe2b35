//! The address, the key and the connection pool of one server.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use async_openai::config::Config;
use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use super::RemoteSettings;
use crate::LlmError;

/// A server on the other side of the world shakes hands in less than a second; this allows for a bad mobile network.
const CONNECT: Duration = Duration::from_secs(10);

/// One server and one model there. async-openai's own configuration would read keys from the environment.
#[derive(Clone)]
pub(super) struct Endpoint {
    base_url: String,
    pub(super) model: String,
    pub(super) first_token: Duration,
    key: SecretString,
    authorization: Option<HeaderValue>,
    pub(super) client: reqwest::Client,
}

impl Endpoint {
    pub(super) fn new(settings: RemoteSettings) -> Result<Self, LlmError> {
        let RemoteSettings { base_url, model, api_key, first_token, .. } = settings;
        let url = Url::parse(&base_url).ok().filter(|url| ["http", "https"].contains(&url.scheme()) && url.has_host());
        let url = url.ok_or_else(|| LlmError::Refused(format!("base_url {base_url:?} is no http(s) address")))?;
        let api_key = api_key.filter(|key| !key.is_empty());
        let authorization = api_key.as_ref().map(|key| {
            let mut value = HeaderValue::try_from(format!("Bearer {key}"))
                .map_err(|_| LlmError::Refused("the key has characters that no HTTP header can hold".into()))?;
            value.set_sensitive(true);
            Ok::<_, LlmError>(value)
        });
        // Fails if some crate has installed one already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut client = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            // A redirect would turn the request into a GET, and may carry the key elsewhere.
            .redirect(reqwest::redirect::Policy::none());
        if is_loopback(&url) {
            client = client.no_proxy();
        }
        Ok(Self {
            base_url: base_url.trim_end_matches('/').to_owned(),
            model,
            first_token,
            key: SecretString::from(api_key.unwrap_or_default()),
            authorization: authorization.transpose()?,
            client: client.build().map_err(|error| LlmError::Other(format!("no HTTP client: {error}")))?,
        })
    }

    /// `text` without the key, should a server repeat it.
    pub(super) fn without_key(&self, text: &str) -> String {
        match self.key.expose_secret() {
            "" => text.to_owned(),
            key => text.replace(key, "…"),
        }
    }
}

/// A server on this machine, which no proxy can reach.
fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Endpoint").field("base_url", &self.base_url).field("model", &self.model).finish()
    }
}

impl Config for Endpoint {
    fn headers(&self) -> HeaderMap {
        self.authorization.iter().map(|value| (AUTHORIZATION, value.clone())).collect()
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    fn query(&self) -> Vec<(&str, &str)> {
        Vec::new()
    }

    fn api_base(&self) -> &str {
        &self.base_url
    }

    fn api_key(&self) -> &SecretString {
        &self.key
    }
}
