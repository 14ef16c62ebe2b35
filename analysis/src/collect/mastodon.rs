//! Mastodon: an account, and its statuses. Source: docs.joinmastodon.org, `Account` and `Status` entities.

use serde_json::Value;

use super::{CollectedPost, PostsPage, StrangeAnswer, count_of, text_of, time_of};
use crate::import::cleaned_text;

/// A Mastodon account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MastodonAccount {
    /// The server's id of it.
    pub id: String,
    /// What it calls itself.
    pub name: String,
}

/// The account in the answer to a lookup.
///
/// # Errors
/// [`StrangeAnswer`]
pub fn mastodon_account(answer: &[u8]) -> Result<MastodonAccount, StrangeAnswer> {
    let account: Value = serde_json::from_slice(answer).map_err(|_| StrangeAnswer)?;
    let id = text_of(&account, "id");
    // It becomes a part of an address.
    if id.is_empty() || id.len() > 64 || !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(StrangeAnswer);
    }
    let name = crate::feed::plain_text(text_of(&account, "display_name"), 100);
    Ok(MastodonAccount { id: id.to_owned(), name })
}

/// One part of an account's statuses.
///
/// # Errors
/// [`StrangeAnswer`]
pub fn mastodon_statuses(answer: &[u8], account: &MastodonAccount) -> Result<PostsPage, StrangeAnswer> {
    let statuses: Vec<Value> = serde_json::from_slice(answer).map_err(|_| StrangeAnswer)?;
    let mut page = PostsPage { name: account.name.clone(), ..PostsPage::default() };
    for status in &statuses {
        if !status.is_object() {
            return Err(StrangeAnswer);
        }
        let to_others =
            !text_of(status, "in_reply_to_id").is_empty() && text_of(status, "in_reply_to_account_id") != account.id;
        let is_boost = status.get("reblog").is_some_and(|reblog| !reblog.is_null());
        let is_public = matches!(text_of(status, "visibility"), "" | "public" | "unlisted");
        if to_others || is_boost || !is_public {
            page.left_out += 1;
            continue;
        }
        page.posts.push(post(status));
    }
    let last = statuses.last().map(|status| text_of(status, "id"));
    page.next = last.filter(|id| is_id(id)).map(str::to_owned);
    Ok(page)
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn post(status: &Value) -> CollectedPost {
    let list = |name: &str| status.get(name).and_then(Value::as_array).into_iter().flatten();
    let kind = list("media_attachments").map(|media| text_of(media, "type")).next().unwrap_or_default();
    let link = match text_of(status, "url") {
        "" => text_of(status, "uri"),
        url => url,
    };
    // What it is warned of stands before it, as on the platform.
    let warning = text_of(status, "spoiler_text");
    CollectedPost {
        platform: "mastodon".to_owned(),
        title: warning.to_owned(),
        // HTML is Mastodon's form, not a mistake of the author's, so it is read here and mended nowhere.
        text: cleaned_text(text_of(status, "content")).0,
        published: time_of(status, "created_at"),
        link: link.to_owned(),
        post_id: text_of(status, "id").to_owned(),
        // Its hashtags stand in the text, in the author's own capitals.
        language: text_of(status, "language").to_owned(),
        format: match kind {
            "gifv" => "video".to_owned(),
            kind => kind.to_owned(),
        },
        likes: count_of(status, "favourites_count"),
        comments: count_of(status, "replies_count"),
        shares: count_of(status, "reblogs_count"),
        ..CollectedPost::default()
    }
}
