//! Posts in a terminal: into the chat that runs, else into a file.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use tokio::sync::{mpsc, oneshot};

use super::render;
use crate::{Channel, Delivered, DeliveryKey, Found, MessageRef, PostError, Poster, Reply};

/// Posts that may wait for the answer that is being written.
const WAITING: usize = 16;
/// Columns of what is written into a file.
const WIDTH: usize = 80;

/// Posts for terminals. It is there before and after a chat, whose [`Console`](super::Console) it is given to.
#[derive(Debug, Clone)]
pub struct ConsolePosts {
    folder: Option<PathBuf>,
    chat: Arc<Mutex<Option<Chat>>>,
}

/// The chat that runs.
#[derive(Debug)]
struct Chat {
    place: String,
    posts: mpsc::Sender<Post>,
}

/// A post on its way to the screen, and whoever waits to hear that it is there.
#[derive(Debug)]
pub(super) struct Post {
    pub(super) reply: Reply,
    pub(super) shown: oneshot::Sender<()>,
}

impl ConsolePosts {
    /// Posts for which no chat runs are added to files in this folder, `PLACE.txt`, which is made when it is needed.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder: Some(folder), chat: Arc::default() }
    }

    /// Posts only while a chat runs.
    pub(super) fn without_files() -> Self {
        Self { folder: None, chat: Arc::default() }
    }

    /// The posts of a chat that begins; it ends when they are dropped.
    pub(super) fn of_chat(&self, place: &str) -> mpsc::Receiver<Post> {
        let (posts, receiver) = mpsc::channel(WAITING);
        *self.chat.lock().unwrap_or_else(PoisonError::into_inner) = Some(Chat { place: place.to_owned(), posts });
        receiver
    }

    fn chat(&self, place: &str) -> Option<mpsc::Sender<Post>> {
        let chat = self.chat.lock().unwrap_or_else(PoisonError::into_inner);
        chat.as_ref().filter(|it| it.place == place && !it.posts.is_closed()).map(|it| it.posts.clone())
    }
}

#[async_trait]
impl Poster for ConsolePosts {
    async fn post(&self, channel: &Channel, reply: &Reply, key: &DeliveryKey) -> Result<Delivered, PostError> {
        let delivered = |link| {
            let message = MessageRef { channel: channel.clone(), id: String::new(), link };
            Ok(Delivered { messages: vec![message] })
        };
        if key.attempted().is_some() {
            let why = "an earlier attempt may have written it".to_owned();
            return Err(PostError::Uncertain { delivered: Delivered::default(), why });
        }
        if let Some(chat) = self.chat(&channel.id) {
            let (shown, heard) = oneshot::channel();
            let post = Post { reply: reply.clone(), shown };
            if chat.send(post).await.is_ok() && heard.await.is_ok() {
                return delivered(None);
            }
            // The chat has ended before it was shown.
        }
        let Some(folder) = self.folder.clone() else {
            return Err(PostError::NotSent { retry_after: None, why: "no chat runs".to_owned() });
        };
        let path = folder.join(file_name(&channel.id));
        let (text, file) = (render(reply, WIDTH, false), path.clone());
        let written = tokio::task::spawn_blocking(move || append(&folder, &file, &text)).await;
        match written.unwrap_or_else(|panicked| Err(io::Error::other(panicked))) {
            Ok(()) => delivered(Some(path.display().to_string())),
            Err(error) => Err(PostError::NotSent { retry_after: None, why: format!("{}: {error}", path.display()) }),
        }
    }

    async fn find(&self, _: &Channel, _: &Reply, _: &DeliveryKey) -> Result<Found, PostError> {
        Ok(Found::Unknown)
    }
}

/// The name of a place's file, whatever its id is.
fn file_name(place: &str) -> String {
    let plain = |it: char| if it.is_alphanumeric() || it == '-' || it == '_' { it } else { '_' };
    let name: String = place.chars().take(100).map(plain).collect();
    format!("{}.txt", if name.is_empty() { "terminal" } else { &name })
}

fn append(folder: &Path, file: &Path, text: &str) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut file = OpenOptions::new().create(true).append(true).open(file)?;
    file.write_all(format!("{text}\n").as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;
    use crate::Block;

    fn reply(text: &str) -> Reply {
        Reply { blocks: vec![Block::Paragraph(text.to_owned())], ..Reply::default() }
    }

    fn channel() -> Channel {
        Channel { platform: "console".into(), place: "barn".into(), id: "barn".into() }
    }

    #[tokio::test]
    async fn without_a_chat_posts_are_added_to_a_file_of_the_place() {
        let folder = tempfile::tempdir().unwrap();
        let posts = ConsolePosts::new(folder.path().join("posts"));
        for text in ["Oat milk rises.", "燕麦涨价了。"] {
            let delivered = posts.post(&channel(), &reply(text), &DeliveryKey::new(text)).await.unwrap();
            assert!(delivered.messages[0].link.as_deref().is_some_and(|it| it.ends_with("barn.txt")));
        }
        let written = std::fs::read_to_string(folder.path().join("posts/barn.txt")).unwrap();
        assert_eq!(written, "Oat milk rises.\n\n燕麦涨价了。\n\n");
    }

    #[tokio::test]
    async fn a_chat_that_ended_before_it_showed_a_post_leaves_it_to_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let posts = ConsolePosts::new(folder.path().to_owned());
        let mut chat = posts.of_chat("barn");
        let ends = async move { drop(chat.recv().await) };
        let (channel, post, key) = (channel(), reply("Oat milk rises."), DeliveryKey::new("a"));
        let (_, delivered) = tokio::join!(ends, posts.post(&channel, &post, &key));
        assert!(delivered.unwrap().messages[0].link.is_some());
        let again =
            posts.post(&channel, &post, &DeliveryKey::new("a").attempted_at(std::time::SystemTime::now())).await;
        assert!(matches!(again, Err(PostError::Uncertain { .. })), "{again:?}");
    }

    #[test]
    fn a_places_file_stays_in_the_folder() {
        assert_eq!(file_name("../../etc/passwd"), "______etc_passwd.txt");
        assert_eq!(file_name(""), "terminal.txt");
    }
}
