//! What people see, as text.

use super::SentMessage;

/// A message as the bot sent it, with its tags; its file and its buttons in brackets.
#[must_use]
pub fn of_message(message: &SentMessage) -> String {
    let words = if message.source.is_empty() { &message.text } else { &message.source };
    let file = message.document.as_ref().or(message.picture.as_ref());
    let file = file.map(|(name, bytes)| format!("[{name}, {} bytes]", bytes.len()));
    let keys: Vec<String> = message.keys.iter().flatten().map(|(label, _)| format!("[{label}]")).collect();
    let asks = message.asks.as_ref().map(|placeholder| format!("[ {placeholder} ]"));
    let lines = [Some(format!("{words}{}", file.unwrap_or_default())), Some(keys.join(" ")), asks];
    lines.into_iter().flatten().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
