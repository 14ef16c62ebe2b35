//! `[fetch]`: how feeds and pages are fetched.

use std::time::Duration;

use super::reader::Reader;
use crate::fetch::Network;

/// `[fetch]`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FetchSettings {
    /// Addresses that are fetched from although nothing public stands there.
    pub allow_addresses: Vec<Network>,
    /// Between two requests to the same host.
    pub pace: Duration,
    /// Added to the User-Agent: where a site's people can write to; may be empty.
    pub contact: String,
}

pub(super) fn read(reader: Reader<'_>) -> FetchSettings {
    let networks = reader.texts("allow_addresses").into_iter().filter_map(|text| {
        let network = Network::parse(&text);
        if network.is_none() {
            let expected = "expected addresses such as \"127.0.0.1\", \"10.0.0.0/8\" or \"fd00::/8\"";
            reader.wrong("allow_addresses", &toml::Value::String(text), expected, None);
        }
        network
    });
    let contact = reader.text("contact");
    if !contact.chars().all(|letter| letter.is_ascii_graphic()) || contact.len() > 200 {
        let expected = "expected an address without spaces, such as \"mailto:marketing@example.org\"";
        reader.wrong("contact", &toml::Value::String(contact.clone()), expected, None);
    }
    let settings = FetchSettings {
        allow_addresses: networks.collect(),
        pace: Duration::from_millis(reader.whole("pace_milliseconds", 0..=60_000)),
        contact,
    };
    reader.finish();
    settings
}
