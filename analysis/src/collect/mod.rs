//! Posts out of what an account's public API answers, as a text that the [import](crate::import) reads like any file: so
//! that they are cleaned, recognised and counted in the same way. Pure: fetching is the caller's.
//!
//! | file | what it reads | source of its shape |
//! | --- | --- | --- |
//! | `mastodon` | `/api/v1/accounts/lookup`, `/api/v1/accounts/:id/statuses` | docs.joinmastodon.org, methods/accounts |
//! | `bluesky` | `app.bsky.feed.getAuthorFeed` | docs.bsky.app, HTTP reference |
//! | `youtube` | a channel's `videos.xml` | Atom with Media RSS |
//! | `feed` | RSS, Atom, JSON Feed | as [`crate::feed`] |

mod bluesky;
mod feed;
mod mastodon;
mod youtube;

use jiff::Timestamp;
use serde_json::{Value, json};

pub use bluesky::bluesky_feed;
pub use feed::feed_posts;
pub use mastodon::{MastodonAccount, mastodon_account, mastodon_statuses};
pub use youtube::youtube_feed;

/// One post of an account, with the numbers that its API tells. What it does not tell is missing, never 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CollectedPost {
    /// A platform's id.
    pub platform: String,
    /// A headline; may be empty.
    pub title: String,
    /// The text, plain.
    pub text: String,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// Its address; may be empty.
    pub link: String,
    /// The platform's own id of it; may be empty.
    pub post_id: String,
    /// Its hashtags, without '#'.
    pub hashtags: Vec<String>,
    /// The code of its language, where its author said one.
    pub language: String,
    /// Its kind, where something shows it: image, video, link.
    pub format: String,
    /// Likes and favourites.
    pub likes: Option<u64>,
    /// Replies.
    pub comments: Option<u64>,
    /// Boosts and reposts.
    pub shares: Option<u64>,
    /// Bookmarks.
    pub saves: Option<u64>,
    /// How often it was watched.
    pub views: Option<u64>,
}

/// A part of an account's posts, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostsPage {
    /// The account's own posts.
    pub posts: Vec<CollectedPost>,
    /// Reposts of others, replies to others and what is not public: they are not the team's posts.
    pub left_out: u64,
    /// What asks for the next part; `None` after the last.
    pub next: Option<String>,
    /// What the account or feed calls itself; empty if it does not say.
    pub name: String,
}

/// An answer is not what the API gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no answer of the API")]
pub struct StrangeAnswer;

/// Posts as JSON Lines under the names that an import knows.
pub fn json_lines(posts: &[CollectedPost]) -> Vec<u8> {
    let mut text = String::new();
    for post in posts {
        let number = |value: Option<u64>| value.map(|value| value.to_string()).unwrap_or_default();
        let object = json!({
            "post id": post.post_id,
            "platform": post.platform,
            "title": post.title,
            "text": post.text,
            "date": post.published.map(|at| at.to_string()).unwrap_or_default(),
            "link": post.link,
            "hashtags": post.hashtags.join(", "),
            "language": post.language,
            "format": post.format,
            "likes": number(post.likes),
            "comments": number(post.comments),
            "shares": number(post.shares),
            "saves": number(post.saves),
            "views": number(post.views),
        });
        // A line with "[{" in it could pass for a list of objects.
        text.push_str(&object.to_string().replace("[{", "\\u005b{"));
        text.push('\n');
    }
    text.into_bytes()
}

fn text_of<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn count_of(value: &Value, name: &str) -> Option<u64> {
    value.get(name).and_then(Value::as_u64)
}

/// A time as these APIs write it: RFC 3339.
fn time_of(value: &Value, name: &str) -> Option<Timestamp> {
    crate::feed::read_date(text_of(value, name))
}

#[cfg(test)]
mod tests;
