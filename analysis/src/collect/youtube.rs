//! YouTube: a channel's feed, `videos.xml`: Atom with Media RSS, the newest 15 videos with their views.
//!
//! Its `media:starRating` is a count of ratings and not of likes, so it is not taken for one.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{CollectedPost, PostsPage, StrangeAnswer};
use crate::feed::{MOST_DEPTH, MOST_ITEMS, plain_text, read_date};

/// Bytes of one value that are kept.
const VALUE: usize = 64 << 10;

/// The videos of a channel's feed, up to where it breaks.
///
/// # Errors
/// [`StrangeAnswer`] if it is no Atom feed, or has entities of its own.
pub fn youtube_feed(answer: &[u8]) -> Result<PostsPage, StrangeAnswer> {
    let text = crate::feed::decode(answer, "");
    let mut reader = Reader::from_str(text.trim_start());
    reader.config_mut().check_end_names = false;
    let mut page = PostsPage::default();
    let (mut path, mut video, mut value) = (Vec::<String>::new(), None::<CollectedPost>, String::new());
    let mut is_feed = false;
    // What breaks on the way leaves what was read before.
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) => {
                let name = element.name().into_inner().to_owned();
                is_feed |= path.is_empty() && name == "feed";
                if !is_feed || path.len() >= MOST_DEPTH {
                    return Err(StrangeAnswer);
                }
                match (name.as_str(), &mut video) {
                    ("entry", _) => {
                        video = Some(CollectedPost { platform: "youtube".to_owned(), ..CollectedPost::default() });
                    }
                    (_, Some(video)) => attributes(&element, video),
                    _ => {}
                }
                value.clear();
                path.push(name);
            }
            Event::Empty(element) => {
                if let Some(video) = &mut video {
                    attributes(&element, video);
                }
            }
            Event::Text(part) => add(&mut value, &part),
            Event::CData(part) => add(&mut value, &part),
            Event::GeneralRef(name) => add(&mut value, &format!("&{};", &*name)),
            Event::DocType(declaration) if declaration.contains("<!ENTITY") => return Err(StrangeAnswer),
            Event::End(_) => {
                let name = path.pop().unwrap_or_default();
                match (name.as_str(), &mut video) {
                    ("entry", _) => page.posts.extend(video.take()),
                    (name, Some(video)) => end(name, &value, video),
                    ("title", None) if path.len() == 1 => page.name = plain_text(&value, 100),
                    _ => {}
                }
                value.clear();
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
        if page.posts.len() >= MOST_ITEMS {
            break;
        }
    }
    if is_feed { Ok(page) } else { Err(StrangeAnswer) }
}

fn add(value: &mut String, part: &str) {
    if value.len() + part.len() <= VALUE {
        value.push_str(part);
    }
}

/// What an element's attributes say of a video.
fn attributes(element: &BytesStart<'_>, video: &mut CollectedPost) {
    let attribute = |name: &str| {
        let found = element.html_attributes().flatten().find(|it| it.key.into_inner() == name)?;
        Some(html_escape::decode_html_entities(&found.value).into_owned())
    };
    match element.name().into_inner() {
        "link" if matches!(attribute("rel").as_deref(), None | Some("alternate")) => {
            video.link = attribute("href").unwrap_or_default();
            video.format = if video.link.contains("/shorts/") { "short".to_owned() } else { "video".to_owned() };
        }
        // Ratings are thumbs up alone since thumbs down are hidden: each counts five stars.
        "media:starRating" if attribute("average").as_deref() == Some("5.00") => {
            video.likes = attribute("count").and_then(|likes| likes.parse().ok());
        }
        "media:statistics" => video.views = attribute("views").and_then(|views| views.parse().ok()),
        _ => {}
    }
}

/// What an element that ends says of a video.
fn end(name: &str, value: &str, video: &mut CollectedPost) {
    let value = html_escape::decode_html_entities(value);
    match name {
        "yt:videoId" => video.post_id = value.trim().to_owned(),
        "title" => video.title = value.trim().to_owned(),
        "media:description" => video.text = value.trim().to_owned(),
        "published" => video.published = read_date(&value),
        _ => {}
    }
}
