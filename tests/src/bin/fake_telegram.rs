//! Telegram's fake server by hand: what is typed is said to the bot, what the bot sends is printed.
//!
//! `fake-telegram [PORT]`, then start the bot with the address and token that it prints. A line beginning with `!` presses
//! the button of that name; one beginning with `#` is said in a group.

use std::collections::HashMap;
use std::error::Error;
use std::time::Duration;

use copydesk_tests::fake_telegram::{Chat, FakeTelegram, Person, Rules, SentMessage, TOKEN, picture};
use tokio::io::{AsyncBufReadExt, BufReader};

/// How often to look for what is new.
const LOOK: Duration = Duration::from_millis(100);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = std::env::args().nth(1).map_or(Ok(8081), |it| it.parse())?;
    let fake = FakeTelegram::start_on(port).await?;
    fake.enforce(Rules::default());
    println!("[telegram] api_url = \"{}\", TELEGRAM_BOT_TOKEN={TOKEN}", fake.url);

    let ada = Person::new(7, "Ada");
    let (private, group) = (Chat::private(&ada), Chat::group(1001, "Morning Barn"));
    fake.promote(&group, &ada);
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let mut printed = HashMap::new();
    loop {
        tokio::select! {
            line = lines.next_line() => match line? {
                None => return Ok(()),
                Some(line) if line.trim().is_empty() => {}
                Some(line) => match (line.strip_prefix('!'), line.strip_prefix('#')) {
                    (Some(label), _) => press(&fake, &[&private, &group], &ada, label.trim()),
                    (None, Some(text)) => _ = fake.say(&group, &ada, text.trim()),
                    (None, None) => _ = fake.say(&private, &ada, &line),
                },
            },
            () = tokio::time::sleep(LOOK) => {
                for chat in [&private, &group] {
                    fake.messages(chat).iter().for_each(|message| print(&mut printed, message));
                }
            }
        }
    }
}

/// Presses the last button with this label.
fn press(fake: &FakeTelegram, chats: &[&Chat], person: &Person, label: &str) {
    let pressed = chats.iter().find_map(|chat| {
        let messages = fake.messages(chat);
        let mut keys = messages.iter().rev().flat_map(|it| it.keys.iter().flatten().map(move |key| (it.id, key)));
        let (id, (_, data)) = keys.find(|(_, (name, _))| name == label)?;
        Some(fake.press(chat, person, id, data))
    });
    if pressed.is_none() {
        println!("no button is called {label:?}");
    }
}

/// Prints a message that is new or has changed.
fn print(printed: &mut HashMap<i64, String>, message: &SentMessage) {
    let shown = picture::of_message(message);
    let known = printed.insert(message.id, shown.clone());
    if known.as_ref() != Some(&shown) {
        println!("--- {} {}\n{}", message.id, if known.is_some() { "edited" } else { "new" }, shown);
    }
}
