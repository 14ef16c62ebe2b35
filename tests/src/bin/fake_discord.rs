//! Discord on this machine, to try the bot by hand: `cargo run -p copydesk-tests --bin fake-discord`, then the bot with
//! the settings that it prints. A line that begins with a slash is a slash command (`/ideas text="oat milk"`), `!id`
//! presses a button, anything else is a direct message. A form is filled in by the next line.

use std::sync::Arc;
use std::time::Duration;

use copydesk_tests::fake_discord::{FakeDiscord, Person, Shown, TOKEN, Where, picture};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};

/// `name="a value" other=value`, as pairs.
fn options(text: &str) -> Vec<(String, String)> {
    let mut options = Vec::new();
    let mut rest = text.trim();
    while let Some((name, after)) = rest.split_once('=') {
        let (value, next) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => after.split_once(' ').unwrap_or((after, "")),
        };
        options.push((name.trim().to_owned(), value.to_owned()));
        rest = next;
    }
    options
}

/// A message as it looks, and what its buttons are pressed with.
fn print(shown: &Shown) {
    print!("{}", picture::of_message(shown));
    for row in shown.body["components"].as_array().into_iter().flatten() {
        for button in row["components"].as_array().into_iter().flatten() {
            println!(
                "  {}: !{}",
                button["label"].as_str().unwrap_or_default(),
                button["custom_id"].as_str().unwrap_or_default()
            );
        }
    }
}

/// Prints what the bot shows, until it has not changed for a while.
async fn watch(shown: impl Fn() -> Vec<Shown>) {
    let mut last = Vec::new();
    for _ in 0..600 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let now: Vec<_> = shown().into_iter().filter(|it| !it.body.is_null()).collect();
        let form: Vec<_> = now.iter().map(|it| it.body.to_string()).collect();
        if !form.is_empty() && form == last {
            return now.iter().for_each(print);
        }
        last = form;
    }
}

/// A press on a button or a slash command; returns the interaction's token.
fn interact(fake: &FakeDiscord, person: &Person, line: &str) -> String {
    if let Some(button) = line.strip_prefix('!') {
        return fake.press(Where::Server, person, button);
    }
    let command = line.trim_start_matches('/');
    // The command's words end where the first option begins.
    let end = command.find('=').map_or(command.len(), |at| command[..at].rfind(' ').unwrap_or(0));
    let (words, rest) = command.split_at(end);
    let options = options(rest);
    let options: Vec<_> = options.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fake.slash(Where::Server, person, words.trim(), &options)
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let fake = Arc::new(FakeDiscord::start_at("127.0.0.1:8190").await?);
    println!("[discord]\napi_url = \"{}\"\n\nDISCORD_TOKEN={TOKEN}\n", fake.url());
    let person = Person { permissions: 32, ..Person::new(42, "Ada") };
    let mut form: Option<Value> = None;
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let line = line.trim();
        if let Some(form) = form.take() {
            let token = fake.submit(Where::Server, &person, &form, &[("text", line)]);
            watch(|| fake.answers(&token)).await;
        } else if line.starts_with(['!', '/']) {
            // What is not registered is a panic, which says so and ends only this task.
            let (fake, line) = (Arc::clone(&fake), line.to_owned());
            let pressed = person.clone();
            let doing = tokio::spawn(async move {
                let token = interact(&fake, &pressed, &line);
                // Either comes within the 3 seconds that Discord waits for.
                for _ in 0..30 {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    if let Some(form) = fake.form(&token) {
                        print!("{}", picture::of_form(&form));
                        return Some(form);
                    }
                    if !fake.answers(&token).is_empty() {
                        break;
                    }
                }
                watch(|| fake.answers(&token)).await;
                None
            });
            form = doing.await.unwrap_or_default();
        } else if !line.is_empty() {
            let before = fake.channel(person.id + 1).len();
            let channel = fake.write(&person, line);
            watch(|| fake.channel(channel).split_off(before)).await;
        }
    }
    Ok(())
}
