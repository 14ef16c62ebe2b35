//! JSON Feed (jsonfeed.org, versions 1 and 1.1).

use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::{Feed, FeedError, Item, MOST_ITEMS, TITLE_CHARACTERS, plain_text};

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    title: Value,
    items: Vec<Value>,
}

/// Reads item by item, so that an item of another form leaves the others alone. serde_json bounds the nesting (128).
pub(super) fn read(text: &str, base: Option<&Url>) -> Result<Feed, FeedError> {
    let document: Document = serde_json::from_str(text).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => FeedError::NoFeed,
        _ if error.to_string().starts_with("recursion") => FeedError::TooDeep,
        _ => FeedError::Broken(error.to_string()),
    })?;
    let title = plain_text(document.title.as_str().unwrap_or_default(), TITLE_CHARACTERS);
    let items = document.items.iter().take(MOST_ITEMS).filter_map(|item| {
        let text = |name: &str| item.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
        let body = text("summary").or_else(|| text("content_text")).or_else(|| text("content_html"));
        let link = text("url").or_else(|| text("external_url")).or_else(|| text("id"));
        let date = text("date_published").or_else(|| text("date_modified"));
        let title = text("title").unwrap_or_default();
        Item::clean(title, link.unwrap_or_default(), body.unwrap_or_default(), date.unwrap_or_default(), base)
    });
    Ok(Feed { title, items: items.collect(), broken: None })
}
