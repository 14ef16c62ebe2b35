//! Servers that the bot comes into and leaves.

use std::sync::Mutex;

use async_trait::async_trait;
use copydesk_adapters::{Place, Places, Subjects};
use copydesk_tests::fake_discord::{CHANNEL, GUILD};

use super::*;

/// What the bot was told.
#[derive(Debug, Default)]
pub(super) struct News(Mutex<Vec<String>>);

#[async_trait]
impl Subjects for News {
    async fn shown(&self, place: &Place, message: &str, about: &[String]) {
        self.note(&format!("{message} shows {} in", about.join(" ")), place);
    }
}

impl News {
    fn note(&self, what: &str, place: &Place) {
        assert_eq!(place.platform, "discord");
        self.0.lock().unwrap().push(format!("{what} {} {}", place.id, place.name));
    }

    pub(super) fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

#[async_trait]
impl Places for News {
    async fn joined(&self, place: &Place) {
        self.note("in", place);
    }

    async fn left(&self, place: &Place) {
        self.note("out of", place);
    }

    async fn moved(&self, _: &Place, new: &Place) {
        self.note("moved to", new);
    }

    async fn continued(&self, place: &Place, from: &str, to: &str) {
        self.note(&format!("{from} goes on in {to},"), place);
    }
}

#[tokio::test]
async fn a_new_server_is_greeted_once() {
    let mut chat = start().await;
    chat.fake.add_to_server(77, "New Barn");
    chat.in_channel(CHANNEL, "I am Copydesk").await;
    chat.fake.add_to_server(77, "New Barn");
    chat.fake.write(&ada(), "hello");
    chat.next().await;
    assert_eq!(chat.fake.channel(CHANNEL).len(), 1);
}

#[tokio::test]
async fn servers_that_come_and_go_are_told_in_order_and_outages_are_not() {
    let chat = start().await;
    chat.fake.add_to_server(77, "New Barn");
    let told = |count| {
        let news = Arc::clone(&chat.news);
        move |_: &FakeDiscord| Some(news.all()).filter(|all| all.len() == count)
    };
    chat.fake.until("the new server", told(2)).await;
    chat.fake.outage(77);
    chat.fake.add_to_server(77, "New Barn");
    chat.fake.remove_from_server(77);
    chat.fake.until("the removal", told(3)).await;
    chat.fake.add_to_server(77, "New Barn");
    let all = chat.fake.until("that it is back", told(4)).await;
    let first = format!("in {GUILD} Morning Barn");
    assert_eq!(all, [first.as_str(), "in 77 New Barn", "out of 77 New Barn", "in 77 New Barn"]);
}

#[tokio::test]
async fn in_a_server_without_a_system_channel_it_introduces_itself_where_it_may_write() {
    let chat = start().await;
    chat.fake.add_to_server_with(99, &[901, 902]);
    chat.in_channel(902, "I am Copydesk").await;
    assert!(chat.fake.channel(901).is_empty());
}
