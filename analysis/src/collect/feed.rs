//! Feeds: each item is a post without numbers.

use super::{CollectedPost, PostsPage};
use crate::feed::Feed;

/// The items of a feed as posts of `platform`.
pub fn feed_posts(feed: Feed, platform: &str) -> PostsPage {
    let post = |item: crate::feed::Item| CollectedPost {
        platform: platform.to_owned(),
        title: item.title,
        text: item.text,
        published: item.published,
        link: item.link.unwrap_or_default(),
        ..CollectedPost::default()
    };
    PostsPage { posts: feed.items.into_iter().map(post).collect(), left_out: 0, next: None, name: feed.title }
}
