//! Bluesky: an account's posts. Source: docs.bsky.app, `app.bsky.feed.getAuthorFeed` and its lexicons.

use serde_json::Value;

use super::{CollectedPost, PostsPage, StrangeAnswer, count_of, text_of, time_of};

/// One part of an account's posts.
///
/// # Errors
/// [`StrangeAnswer`]
pub fn bluesky_feed(answer: &[u8]) -> Result<PostsPage, StrangeAnswer> {
    let answer: Value = serde_json::from_slice(answer).map_err(|_| StrangeAnswer)?;
    let entries = answer.get("feed").and_then(Value::as_array).ok_or(StrangeAnswer)?;
    let mut page = PostsPage::default();
    for entry in entries {
        let post = entry.get("post").filter(|post| post.is_object()).ok_or(StrangeAnswer)?;
        // A reason says why a post stands in the feed that is not simply its own: it was reposted, or pinned.
        let reason = entry.get("reason").map(|reason| text_of(reason, "$type")).unwrap_or_default();
        let is_reply = post.get("record").and_then(|record| record.get("reply")).is_some() && !is_own_thread(entry);
        if reason.ends_with("reasonRepost") || is_reply {
            page.left_out += 1;
            continue;
        }
        if page.name.is_empty() {
            page.name = post.get("author").map(|author| text_of(author, "displayName").to_owned()).unwrap_or_default();
        }
        page.posts.extend(read(post));
    }
    page.next = Some(text_of(&answer, "cursor").to_owned()).filter(|next| !next.is_empty() && !entries.is_empty());
    Ok(page)
}

/// Whether a reply goes on with what the same account began.
fn is_own_thread(entry: &Value) -> bool {
    let own = author(entry.get("post"));
    let parent = entry.get("reply").and_then(|reply| reply.get("parent"));
    !own.is_empty() && author(parent) == own
}

fn author(post: Option<&Value>) -> &str {
    post.and_then(|post| post.get("author")).map(|author| text_of(author, "did")).unwrap_or_default()
}

fn read(post: &Value) -> Option<CollectedPost> {
    let record = post.get("record")?;
    let uri = text_of(post, "uri");
    let handle = post.get("author").map(|author| text_of(author, "handle")).unwrap_or_default();
    let key = uri.rsplit('/').next().unwrap_or_default();
    let link = match (handle, key) {
        ("", _) | (_, "") => String::new(),
        (handle, key) => format!("https://bsky.app/profile/{handle}/post/{key}"),
    };
    let languages = record.get("langs").and_then(Value::as_array).into_iter().flatten();
    let embedded = post.get("embed").map(|embed| text_of(embed, "$type")).unwrap_or_default();
    let format = ["images", "video", "external"].into_iter().find(|kind| embedded.contains(kind)).unwrap_or_default();
    let facets = || record.get("facets").and_then(Value::as_array).into_iter().flatten();
    let tags = facets().flat_map(features).filter_map(|feature| feature.get("tag").and_then(Value::as_str));
    Some(CollectedPost {
        platform: "bluesky".to_owned(),
        text: with_whole_links(text_of(record, "text"), facets()),
        published: time_of(record, "createdAt").or_else(|| time_of(post, "indexedAt")),
        link,
        post_id: uri.to_owned(),
        hashtags: tags.map(str::to_owned).collect(),
        language: languages.filter_map(Value::as_str).next().unwrap_or_default().to_owned(),
        format: match format {
            "images" => "image".to_owned(),
            "external" => "link".to_owned(),
            other => other.to_owned(),
        },
        likes: count_of(post, "likeCount"),
        comments: count_of(post, "replyCount"),
        shares: count_of(post, "repostCount"),
        saves: count_of(post, "bookmarkCount"),
        ..CollectedPost::default()
    })
}

fn features(facet: &Value) -> impl Iterator<Item = &Value> {
    facet.get("features").and_then(Value::as_array).into_iter().flatten()
}

/// A text whose shortened links ("barn.example/men...") are whole again: facets name them, by places in bytes.
fn with_whole_links<'v>(text: &str, facets: impl Iterator<Item = &'v Value>) -> String {
    let mut links: Vec<(usize, usize, &str)> = facets
        .filter_map(|facet| {
            let at = facet.get("index")?;
            let place = |name: &str| at.get(name).and_then(Value::as_u64).and_then(|place| usize::try_from(place).ok());
            let link = features(facet).find_map(|feature| feature.get("uri").and_then(Value::as_str))?;
            Some((place("byteStart")?, place("byteEnd")?, link))
        })
        .collect();
    links.sort_unstable_by_key(|(start, ..)| *start);
    let (mut whole, mut done) = (String::new(), 0);
    for (start, end, link) in links {
        // Places that overlap, or cut a character, are not taken.
        let (Some(before), Some(_)) = (text.get(done..start), text.get(start..end)) else { continue };
        whole.push_str(before);
        whole.push_str(link);
        done = end;
    }
    whole.push_str(text.get(done..).unwrap_or_default());
    whole
}
