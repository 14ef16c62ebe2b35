//! Files that people attach.

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use serde_json::{Value, json};

use super::people::{Person, Where, bot, message};
use super::state::{FileFault, State};
use super::{APPLICATION, CHANNEL, FakeDiscord, GUILD};

/// An attachment of a message or an option.
#[derive(Debug, Clone)]
pub struct Attached {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// What goes wrong with it.
    pub fault: Option<FileFault>,
    /// Another address than the fake's own.
    pub address: Option<String>,
}

impl Attached {
    /// One with which nothing goes wrong.
    #[must_use]
    pub fn new(name: &str, bytes: &[u8]) -> Self {
        Self { name: name.to_owned(), bytes: bytes.to_vec(), fault: None, address: None }
    }

    /// The same with a fault.
    #[must_use]
    pub fn with(self, fault: FileFault) -> Self {
        Self { fault: Some(fault), ..self }
    }

    /// As Discord tells of it.
    pub(super) fn json(&self, state: &mut State, url: &str) -> Value {
        let id = state.id();
        let path = format!("/attachments/{CHANNEL}/{id}/{}", in_address(&self.name));
        state.attached.insert(path.clone(), (self.bytes.clone(), self.fault.clone()));
        let address = self.address.clone().unwrap_or_else(|| format!("{url}{path}"));
        json!({ "id": id.to_string(), "filename": self.name, "size": self.bytes.len(), "url": address,
            "proxy_url": address, "description": null, "height": null, "width": null, "content_type": null })
    }
}

/// A name as it stands in an address: clients write other characters so.
fn in_address(name: &str) -> String {
    let written = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    name.bytes().map(written).collect()
}

/// Hands a file out.
pub(super) fn serve(state: &mut State, path: &str) -> Response {
    state.files_asked += 1;
    if state.stalls_files {
        let bytes = state.attached.get(path).map(|(bytes, _)| bytes[..bytes.len() / 2].to_vec()).unwrap_or_default();
        let first = stream::iter([Ok::<_, std::io::Error>(Bytes::from(bytes))]);
        return Body::from_stream(first.chain(stream::pending())).into_response();
    }
    match state.attached.get(path) {
        None | Some((_, Some(FileFault::Gone))) => StatusCode::NOT_FOUND.into_response(),
        Some((bytes, None)) => bytes.clone().into_response(),
        Some((_, Some(FileFault::Other(bytes)))) => bytes.clone().into_response(),
        Some((_, Some(FileFault::Redirect(to)))) => {
            (StatusCode::FOUND, [(header::LOCATION, to.clone())]).into_response()
        }
        Some((bytes, Some(FileFault::Cut))) => {
            let half = Bytes::from(bytes[..bytes.len() / 2].to_vec());
            Body::from_stream(stream::iter([Ok(half), Err(std::io::Error::other("cut"))])).into_response()
        }
    }
}

impl FakeDiscord {
    /// Somebody calls a slash command with a file; returns the interaction's token.
    ///
    /// # Panics
    /// As [`slash`](Self::slash) does.
    pub fn slash_with_file(
        &self,
        place: Where,
        person: &Person,
        command: &str,
        options: &[(&str, &str)],
        file: &Attached,
    ) -> String {
        let attached = file.json(&mut self.shared.state(), self.url());
        self.call(place, person, command, options, Some(attached))
    }

    /// Files that are fetched from now on stop after their first half, or no longer.
    pub fn stall_files(&self, stall: bool) {
        self.shared.state().stalls_files = stall;
    }

    /// How many times a file was asked for.
    #[must_use]
    pub fn files_asked(&self) -> usize {
        self.shared.state().files_asked
    }

    /// Somebody writes to the bot directly, with a file; returns the channel.
    pub fn write_with_file(&self, person: &Person, text: &str, file: &Attached) -> u64 {
        let mut state = self.shared.state();
        let channel = person.id + 1;
        let id = state.id();
        let mut event = message(id, channel, person.user(), text);
        event["attachments"] = json!([file.json(&mut state, self.url())]);
        state.dispatch("MESSAGE_CREATE", event);
        channel
    }

    /// Somebody mentions the bot in the server's channel, with a file.
    pub fn mention_with_file(&self, person: &Person, text: &str, file: &Attached) {
        let mut state = self.shared.state();
        let id = state.id();
        let mut event = message(id, CHANNEL, person.user(), &format!("<@{APPLICATION}> {text}"));
        event["mentions"] = json!([bot()]);
        event["guild_id"] = json!(GUILD.to_string());
        event["attachments"] = json!([file.json(&mut state, self.url())]);
        state.dispatch("MESSAGE_CREATE", event);
    }
}

#[cfg(test)]
mod tests {
    use super::in_address;

    #[test]
    fn a_name_is_written_in_an_address_as_clients_ask_for_it() {
        for (name, expected) in
            [("posts-1_b.csv", "posts-1_b.csv"), ("帖 子.csv", "%E5%B8%96%20%E5%AD%90.csv"), ("a/b?c", "a%2Fb%3Fc")]
        {
            assert_eq!(in_address(name), expected);
        }
    }
}
