//! RSS of every version and Atom, by the local names of their elements.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use url::Url;

use super::{Feed, FeedError, Item, MOST_DEPTH, MOST_ITEMS, TITLE_CHARACTERS, plain_text};

/// Bytes of one field that are kept.
const FIELD: usize = 256 * 1024;

/// The fields of an item, in the order of preference where several elements give one.
#[derive(Default)]
struct Fields {
    title: String,
    link: String,
    permalink: String,
    summary: String,
    content: String,
    date: String,
    updated: String,
}

/// A field under way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Title,
    Link,
    Permalink,
    Summary,
    Content,
    Date,
    Updated,
}

impl Fields {
    fn slot(&mut self, field: Field) -> &mut String {
        match field {
            Field::Title => &mut self.title,
            Field::Link => &mut self.link,
            Field::Permalink => &mut self.permalink,
            Field::Summary => &mut self.summary,
            Field::Content => &mut self.content,
            Field::Date => &mut self.date,
            Field::Updated => &mut self.updated,
        }
    }

    fn item(&self, base: Option<&Url>) -> Option<Item> {
        let first =
            |one: &'_ str, other: &'_ str| if one.trim().is_empty() { other.to_owned() } else { one.to_owned() };
        let text = first(&self.summary, &self.content);
        Item::clean(&self.title, &first(&self.link, &self.permalink), &text, &first(&self.date, &self.updated), base)
    }
}

/// Where in the document the reader stands.
struct State<'u> {
    base: Option<&'u Url>,
    feed: Feed,
    depth: usize,
    is_feed: bool,
    /// The item under way, and the depth of its element.
    item: Option<(Fields, usize)>,
    /// The field under way, and the depth of its element.
    field: Option<(Field, usize)>,
}

pub(super) fn read(text: &str, base: Option<&Url>) -> Result<Feed, FeedError> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut state = State { base, feed: Feed::default(), depth: 0, is_feed: false, item: None, field: None };
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => return state.broken(error.to_string()),
        };
        match event {
            Event::Start(element) => state.start(&element, false)?,
            Event::Empty(element) => state.start(&element, true)?,
            Event::End(_) => state.end(),
            Event::Text(part) => state.add(&part),
            Event::CData(part) => state.add(&part),
            Event::GeneralRef(name) => state.add(&format!("&{};", &*name)),
            Event::DocType(declaration) if declaration.contains("<!ENTITY") => return Err(FeedError::Entities),
            Event::Eof if state.depth > 0 => return state.broken("it ends in the middle".to_owned()),
            Event::Eof => return state.whole(),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
        if state.feed.items.len() >= MOST_ITEMS {
            return Ok(state.feed);
        }
    }
}

impl State<'_> {
    fn start(&mut self, element: &BytesStart<'_>, is_empty: bool) -> Result<(), FeedError> {
        let local = element.local_name();
        let name = local.into_inner();
        if self.depth == 0 && !self.is_feed {
            match name.to_ascii_lowercase().as_str() {
                "rss" | "rdf" | "feed" | "channel" => self.is_feed = true,
                "html" => return Err(FeedError::Page),
                _ => return Err(FeedError::NoFeed),
            }
        }
        if !is_empty {
            self.depth += 1;
            if self.depth > MOST_DEPTH {
                return Err(FeedError::TooDeep);
            }
        }
        if let Some((field, _)) = self.field {
            // XHTML inside of a field: its tags are text like any other HTML.
            self.put(field, "<");
            self.put(field, element);
            self.put(field, ">");
            return Ok(());
        }
        if matches!(name, "item" | "entry") && !is_empty {
            // An item that was never closed ends where the next begins.
            self.close_item();
            self.item = Some((Fields::default(), self.depth));
            return Ok(());
        }
        let full = element.name().into_inner();
        let Some(field) = self.field_of(full, name) else { return Ok(()) };
        if let Field::Link = field
            && let Some(address) = attribute(element, "href")
        {
            let relation = attribute(element, "rel").unwrap_or_default();
            let slot = self.item.as_mut().map(|(fields, _)| &mut fields.link);
            if let Some(slot) = slot.filter(|slot| slot.is_empty() && matches!(relation.as_str(), "" | "alternate")) {
                *slot = address;
            }
            return Ok(());
        }
        if name == "guid" && attribute(element, "isPermaLink").is_some_and(|it| it.eq_ignore_ascii_case("false")) {
            return Ok(());
        }
        if !is_empty {
            self.field = Some((field, self.depth));
        }
        Ok(())
    }

    /// Which field an element is: of the item under way, directly below it, or the feed's title.
    fn field_of(&self, full: &str, name: &str) -> Option<Field> {
        let prefix = full.split_once(':').map_or("", |(prefix, _)| prefix);
        // media:title, itunes:summary and the like repeat what the plain elements say; Atom and RSS may have a prefix.
        let foreign = matches!(prefix, "media" | "itunes" | "googleplay" | "georss" | "slash" | "wfw");
        let Some((fields, depth)) = &self.item else {
            let is_title = name == "title" && !foreign && self.feed.title.is_empty() && self.depth <= 3;
            return is_title.then_some(Field::Title);
        };
        if self.depth > depth + 1 || foreign {
            return None;
        }
        let field = match name {
            "title" => Field::Title,
            "link" => Field::Link,
            "guid" | "id" => Field::Permalink,
            "description" | "summary" => Field::Summary,
            "encoded" | "content" => Field::Content,
            "pubDate" | "published" | "date" | "issued" | "created" => Field::Date,
            "updated" | "modified" => Field::Updated,
            _ => return None,
        };
        let taken = match field {
            Field::Title => &fields.title,
            Field::Link => &fields.link,
            Field::Permalink => &fields.permalink,
            Field::Summary => &fields.summary,
            Field::Content => &fields.content,
            Field::Date => &fields.date,
            Field::Updated => &fields.updated,
        };
        taken.is_empty().then_some(field)
    }

    fn end(&mut self) {
        if let Some((field, depth)) = self.field {
            if depth >= self.depth {
                self.field = None;
                // Text is read as HTML later, and a link is not.
                if let (Some((fields, _)), Field::Link | Field::Permalink) = (&mut self.item, field) {
                    let slot = fields.slot(field);
                    *slot = html_escape::decode_html_entities(slot).into_owned();
                }
                if self.item.is_none() {
                    self.feed.title = plain_text(&self.feed.title, TITLE_CHARACTERS);
                }
            } else {
                self.put(field, " ");
            }
        }
        if self.item.as_ref().is_some_and(|(_, depth)| *depth >= self.depth) {
            self.close_item();
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn add(&mut self, text: &str) {
        if let Some((field, _)) = self.field {
            self.put(field, text);
        }
    }

    fn put(&mut self, field: Field, text: &str) {
        let slot = match &mut self.item {
            Some((fields, _)) => fields.slot(field),
            None => &mut self.feed.title,
        };
        let mut room = FIELD.saturating_sub(slot.len()).min(text.len());
        while !text.is_char_boundary(room) {
            room -= 1;
        }
        slot.push_str(text.get(..room).unwrap_or_default());
    }

    fn close_item(&mut self) {
        self.field = None;
        if let Some((fields, _)) = self.item.take() {
            self.feed.items.extend(fields.item(self.base));
        }
    }

    fn whole(mut self) -> Result<Feed, FeedError> {
        self.close_item();
        if self.is_feed { Ok(self.feed) } else { Err(FeedError::NoFeed) }
    }

    /// The feed up to where it breaks; the item that breaks is left out.
    fn broken(mut self, reason: String) -> Result<Feed, FeedError> {
        if self.feed.items.is_empty() {
            return Err(if self.is_feed { FeedError::Broken(reason) } else { FeedError::NoFeed });
        }
        self.feed.broken = Some(reason);
        Ok(self.feed)
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.html_attributes().flatten();
    let found = attributes.find(|attribute| attribute.key.local_name().into_inner().eq_ignore_ascii_case(name))?;
    Some(html_escape::decode_html_entities(&found.value).into_owned())
}
