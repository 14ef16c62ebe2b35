//! Discord on this machine, to try the bot by hand: what is typed is done, what the bot shows is printed as it grows.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use copydesk_tests::by_hand;
use copydesk_tests::fake_discord::{Attached, FakeDiscord, Limits, Person, Shown, TOKEN, Where, picture};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};

const HELP: &str = "\
Discord on this machine, with its limits, to try the bot by hand.

Usage: fake-discord [PORT]      (8190, unless another one is given)

Start the bot with the settings that this prints. Then type
  /ideas text=\"oat milk\"   a slash command, with its options by name
  !Shorter                 presses a button, or chooses from a list, by its label or its id
  @What is new?            mentions the bot in a channel of the server
  +posts.csv what is it?   sends a file with words beside it, directly
  What is new?             a direct message
A form that the bot shows is filled in by the next lines, one for each field.";

const MANAGE_SERVER: u64 = 1 << 5;
/// How long after one session the next may begin.
const BETWEEN_SESSIONS: Duration = Duration::from_secs(5);
/// How often to look for what is new.
const LOOK: Duration = Duration::from_millis(100);

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

/// Parts of messages that can be pressed or chosen: how they are called, their id or value, and whether it is a choice.
fn parts(shown: &[Shown]) -> Vec<(String, String, bool)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut parts = Vec::new();
    for component in
        shown.iter().rev().flat_map(|it| list(&it.body["components"])).flat_map(|it| list(&it["components"]))
    {
        parts.push((text(&component["label"]), text(&component["custom_id"]), false));
        parts.extend(list(&component["options"]).iter().map(|it| (text(&it["label"]), text(&it["value"]), true)));
    }
    parts
}

/// A press or a slash command; returns the interaction's token.
fn interact(fake: &FakeDiscord, person: &Person, line: &str) -> Option<String> {
    if let Some(name) = line.strip_prefix('!') {
        let found = parts(&fake.everything()).into_iter().find(|(label, id, _)| label == name || id == name);
        let Some((_, id, is_choice)) = found else {
            println!("nothing is called {name:?}");
            return None;
        };
        let press = if is_choice { FakeDiscord::choose } else { FakeDiscord::press };
        return Some(press(fake, Where::Server, person, &id));
    }
    let command = line.trim_start_matches('/');
    // The command's words end where the first option begins.
    let end = command.find('=').map_or(command.len(), |at| command[..at].rfind(' ').unwrap_or(0));
    let (words, rest) = command.split_at(end);
    let options = options(rest);
    let options: Vec<_> = options.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Some(fake.slash(Where::Server, person, words.trim(), &options))
}

/// A form that is being filled in.
struct Form {
    asked: Value,
    filled: Vec<(String, String)>,
}

impl Form {
    fn fields(&self) -> Vec<&str> {
        let rows = self.asked["components"].as_array().map(Vec::as_slice).unwrap_or_default();
        rows.iter().filter_map(|row| row["components"][0]["custom_id"].as_str()).collect()
    }
}

/// Prints what is new or has changed.
fn print(printed: &mut HashMap<u64, String>, message: &Shown) {
    let shown = if message.body.is_null() { "(thinking)\n".to_owned() } else { picture::of_message(message) };
    let known = printed.insert(message.id, shown.clone());
    if known.as_ref() != Some(&shown) {
        print!("--- {} {}\n{shown}", message.id, if known.is_some() { "edited" } else { "new" });
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = by_hand::port(8190, HELP);
    let fake = Arc::new(FakeDiscord::start_at(&format!("127.0.0.1:{port}")).await?);
    fake.enforce(Limits::default());
    fake.space_sessions(BETWEEN_SESSIONS);
    println!("[discord]\napi_url = \"{}\"\n\nDISCORD_TOKEN={TOKEN}\n", fake.url());
    let person = Person { permissions: MANAGE_SERVER, ..Person::new(42, "Ada") };
    // With a form Discord does not say what its person may do; the bot asks for the roles.
    fake.give_role(&person, "Managers", MANAGE_SERVER);
    // What Discord's app would not let a person do is a panic for a test, and a sentence here.
    std::panic::set_hook(Box::new(|cannot| println!("{}", cannot.payload_as_str().unwrap_or("that can't be done"))));
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let (mut printed, mut waiting, mut form) = (HashMap::new(), Vec::<String>::new(), None::<Form>);
    loop {
        tokio::select! {
            line = lines.next_line() => {
                let Some(line) = line? else { return Ok(()) };
                let line = line.trim().to_owned();
                if let Some(mut filling) = form.take() {
                    let next = filling.fields().get(filling.filled.len()).map(|name| (*name).to_owned());
                    filling.filled.extend(next.map(|name| (name, line)));
                    if filling.filled.len() < filling.fields().len() {
                        form = Some(filling);
                        continue;
                    }
                    waiting.extend(trying(&fake, &person, move |fake, person| {
                        let filled: Vec<_> = filling.filled.iter().map(|(name, said)| (name.as_str(), said.as_str())).collect();
                        Some(fake.submit(Where::Server, person, &filling.asked, &filled))
                    }).await);
                } else if line.starts_with(['!', '/']) {
                    waiting.extend(trying(&fake, &person, move |fake, person| interact(fake, person, &line)).await);
                } else if let Some(text) = line.strip_prefix('@') {
                    fake.mention(&person, text.trim());
                } else if let Some((name, bytes, words)) = line.strip_prefix('+').and_then(by_hand::file) {
                    fake.write_with_file(&person, &words, &Attached::new(&name, &bytes));
                } else if !line.is_empty() && !line.starts_with('+') {
                    fake.write(&person, &line);
                }
            }
            () = tokio::time::sleep(LOOK) => {
                fake.everything().iter().for_each(|message| print(&mut printed, message));
                if let Some(at) = waiting.iter().position(|token| fake.form(token).is_some()) {
                    let asked = fake.form(&waiting.swap_remove(at)).unwrap_or_default();
                    print!("{}", picture::of_form(&asked));
                    form = Some(Form { asked, filled: Vec::new() });
                }
            }
        }
    }
}

/// Does what may be a panic; that ends only a task.
async fn trying(
    fake: &Arc<FakeDiscord>,
    person: &Person,
    what: impl FnOnce(&FakeDiscord, &Person) -> Option<String> + Send + 'static,
) -> Option<String> {
    let (fake, person) = (Arc::clone(fake), person.clone());
    tokio::spawn(async move { what(&fake, &person) }).await.unwrap_or_default()
}
