//! Telegram's fake server by hand: what is typed is said to the bot, what the bot sends is printed as it grows.

use std::collections::HashMap;
use std::error::Error;
use std::time::Duration;

use copydesk_tests::by_hand;
use copydesk_tests::fake_telegram::{Chat, FakeTelegram, Person, Rules, SentMessage, TOKEN, picture};
use tokio::io::{AsyncBufReadExt, BufReader};

const HELP: &str = "\
Telegram on this machine, with its limits, to try the bot by hand.

Usage: fake-telegram [PORT]     (8081, unless another one is given)

Start the bot with the address and token that this prints. Then type
  What is new?             said in the private chat; `/ideas oat milk` is a command
  #What is new?            said in a group
  !Shorter                 presses the last button with this label
  ^Oat milk                replies to the bot's last message in the private chat, also to a question of the bot
  ~What was new?           changes what was said last in the private chat
  +posts.csv what is it?   sends a file with words beside it";

/// How often to look for what is new.
const LOOK: Duration = Duration::from_millis(100);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = by_hand::port(8081, HELP);
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
                Some(line) => type_in(&fake, (&private, &group), &ada, line.trim()),
            },
            () = tokio::time::sleep(LOOK) => {
                for chat in [&private, &group] {
                    fake.messages(chat).iter().for_each(|message| print(&mut printed, message));
                }
            }
        }
    }
}

/// Does what a line says.
fn type_in(fake: &FakeTelegram, (private, group): (&Chat, &Chat), person: &Person, line: &str) {
    let rest = line.get(1..).unwrap_or_default().trim();
    match line.chars().next() {
        Some('!') => press(fake, &[private, group], person, rest),
        Some('#') => _ = fake.say(group, person, rest),
        Some('^') => match fake.messages(private).last() {
            Some(last) => _ = fake.reply(private, person, last, rest),
            None => println!("the bot has said nothing yet"),
        },
        Some('~') if fake.edit_last(private, person, rest).is_none() => println!("nothing has been said yet"),
        Some('~') => {}
        Some('+') => {
            if let Some((name, bytes, words)) = by_hand::file(rest) {
                fake.send_file(private, person, &name, Some(&bytes), &words);
            }
        }
        _ => _ = fake.say(private, person, line),
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
