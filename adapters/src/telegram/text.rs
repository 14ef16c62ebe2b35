//! Text with a few styles, cut to Telegram's length and escaped for its HTML.

use crate::markdown::Looks;
use crate::split;

/// UTF-16 units of a message, counted without tags. Source: Bot API, sendMessage.
pub(super) const LONGEST: usize = 4_096;

/// The same of a caption.
const CAPTION: usize = 1_024;

/// Behind an `@` it keeps a name from being a mention, and nobody sees it.
const JOINER: char = '\u{2060}';

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Bold,
    Italic,
    /// A few words in fixed type.
    Code,
    /// Lines in fixed type.
    Fixed,
    /// As a model wants it.
    Looks(Looks),
}

impl Style {
    /// Telegram's tags for it, the outermost first.
    fn tags(self) -> Vec<&'static str> {
        match self {
            Self::Plain => Vec::new(),
            Self::Bold => vec!["b"],
            Self::Italic => vec!["i"],
            Self::Fixed => vec!["pre"],
            // No other tag may stand around it. Source: Bot API, HTML style.
            Self::Code | Self::Looks(Looks { code: true, .. }) => vec!["code"],
            Self::Looks(Looks { bold, italic, struck, .. }) => {
                let tags = [(bold, "b"), (italic, "i"), (struck, "s")];
                tags.into_iter().filter_map(|(is_so, tag)| is_so.then_some(tag)).collect()
            }
        }
    }
}

/// Styled text of any length.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Styled(Vec<(Style, String)>);

/// What fits into one message, in both forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) html: String,
    /// For when the HTML is refused.
    pub(super) plain: String,
}

impl Styled {
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, text)| text.trim().is_empty())
    }

    pub(super) fn push(&mut self, style: Style, text: &str) -> &mut Self {
        if !text.is_empty() {
            self.0.push((style, text.to_owned()));
        }
        self
    }

    /// A line break, but none before the first line.
    pub(super) fn line(&mut self) -> &mut Self {
        if !self.0.is_empty() {
            self.push(Style::Plain, "\n");
        }
        self
    }

    /// An empty line, but none before the first line.
    pub(super) fn gap(&mut self) -> &mut Self {
        if !self.0.is_empty() {
            self.push(Style::Plain, "\n\n");
        }
        self
    }

    /// Cuts it into messages; what is styled stays styled in each.
    pub(super) fn pieces(&self) -> Vec<Piece> {
        let whole: String = self.0.iter().map(|(_, text)| text.as_str()).collect();
        let mut cursor = 0;
        let mut pieces = Vec::new();
        for piece in split(&whole, LONGEST, length) {
            // A piece is a part of the whole, and only white space stands between two: the first match is the place.
            let begin = whole[cursor..].find(&piece).map_or(cursor, |at| cursor + at);
            cursor = begin + piece.len();
            pieces.push(Piece { html: self.html(begin, cursor), plain: without_mentions(&piece) });
        }
        pieces
    }

    /// The bytes from `begin` to `end`, as HTML.
    fn html(&self, begin: usize, end: usize) -> String {
        let mut html = String::new();
        let mut at = 0;
        for (style, text) in &self.0 {
            let (from, to) = (begin.max(at), end.min(at + text.len()));
            if from < to {
                let part = &text[from - at..to - at];
                // Nothing is a mention in fixed text, and people copy it: it stays as it is.
                let tags = style.tags();
                let fixed = tags.iter().any(|tag| matches!(*tag, "code" | "pre"));
                let part = if fixed { escape(part) } else { escape(&without_mentions(part)) };
                html.extend(tags.iter().map(|tag| format!("<{tag}>")));
                html.push_str(&part);
                html.extend(tags.iter().rev().map(|tag| format!("</{tag}>")));
            }
            at += text.len();
        }
        html
    }
}

/// What stands below a picture: plain text without pings, cut to Telegram's length.
pub(super) fn caption(text: &str) -> String {
    split(text, CAPTION, length).into_iter().next().map(|it| without_mentions(&it)).unwrap_or_default()
}

/// UTF-16 units, with room for a joiner behind each `@`.
fn length(text: &str) -> usize {
    text.chars().map(|it| it.len_utf16() + usize::from(it == '@')).sum()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Takes from `@name` what makes it a mention, so that nobody is pinged. An address such as `a@b.org` is none.
fn without_mentions(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut before = ' ';
    while let Some(character) = characters.next() {
        safe.push(character);
        let named = characters.peek().is_some_and(|it| it.is_alphanumeric() || *it == '_');
        if character == '@' && named && !before.is_alphanumeric() {
            safe.push(JOINER);
        }
        before = character;
    }
    safe
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn html(style: Style, text: &str) -> Vec<String> {
        Styled::default().push(style, text).pieces().into_iter().map(|it| it.html).collect()
    }

    #[test]
    fn what_people_write_is_no_html() {
        assert_eq!(html(Style::Bold, "<b>&amp; 1 > 0</b>"), ["<b>&lt;b&gt;&amp;amp; 1 &gt; 0&lt;/b&gt;</b>"]);
    }

    #[test]
    fn a_name_behind_an_at_pings_nobody_and_an_address_stays_whole() {
        let text = "@ada, ask (@bo_b) at a@b.org @ 9";
        assert_eq!(html(Style::Plain, text), ["@\u{2060}ada, ask (@\u{2060}bo_b) at a@b.org @ 9"]);
        assert_eq!(html(Style::Fixed, "@ada"), ["<pre>@ada</pre>"]);
    }

    #[test]
    fn a_caption_is_short_and_pings_nobody() {
        assert_eq!(caption("Oat milk by week, for @ada"), "Oat milk by week, for @\u{2060}ada");
        assert!(caption(&"燕麦涨价。".repeat(400)).encode_utf16().count() <= CAPTION);
    }

    #[test]
    fn a_style_goes_on_in_the_next_message() {
        let pieces = html(Style::Fixed, &"line <one>\n".repeat(600));
        assert!(pieces.len() > 1);
        assert!(pieces.iter().all(|it| it.starts_with("<pre>line &lt;one&gt;\n") && it.ends_with("</pre>")));
    }

    proptest! {
        #[test]
        fn every_piece_fits_and_nothing_is_lost(parts in prop::collection::vec(("[a-z@<&. \n]{0,40}|👩‍👩‍👧|[燕麦。]{1,9}", 0..6_usize, 1..200_usize), 0..12)) {
            let mut styled = Styled::default();
            let mut whole = String::new();
            for (text, style, times) in parts {
                let text = text.repeat(times);
                let struck = Style::Looks(Looks { bold: true, struck: true, ..Looks::default() });
                styled.push([Style::Plain, Style::Bold, Style::Italic, Style::Fixed, struck, Style::Code][style], &text);
                whole.push_str(&text);
            }
            let pieces = styled.pieces();
            let bare = |text: &str| text.chars().filter(|it| !it.is_whitespace() && *it != JOINER).collect::<String>();
            let mut shown = String::new();
            for piece in &pieces {
                let text = piece.html.split('<').map(|it| it.split_once('>').map_or(it, |(_, after)| after)).collect::<String>();
                let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
                prop_assert!(text.encode_utf16().count() <= LONGEST);
                prop_assert!(piece.plain.encode_utf16().count() <= LONGEST);
                prop_assert_eq!(bare(&text), bare(&piece.plain));
                shown.push_str(&text);
            }
            prop_assert_eq!(bare(&shown), bare(&whole));
        }
    }
}
