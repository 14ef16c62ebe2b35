//! From a model's pieces to text that may be shown: whole characters, no reasoning, nothing of a stop string.

/// The text of one continuation on its way from the model to the reader.
#[derive(Debug)]
pub(crate) struct AnswerText {
    utf8: Utf8,
    reasoning: Reasoning,
    opening: Repeated,
    spaces: Repeated,
    stops: Stops,
}

impl AnswerText {
    /// An opening that the answer begins with is dropped, and so are the spaces that the opening ended with; the answer
    /// ends before the first of the strings `stop`.
    pub(crate) fn new(opening: &str, spaces: &str, stop: &[String]) -> Self {
        Self {
            utf8: Utf8::default(),
            reasoning: Reasoning::Undecided(String::new()),
            opening: Repeated::new(opening),
            spaces: Repeated::new(spaces),
            stops: Stops::new(stop),
        }
    }

    /// An answer that the model did not begin itself: what it writes is no reasoning, whatever it looks like.
    pub(crate) fn without_reasoning(mut self) -> Self {
        self.reasoning = Reasoning::Over;
        self
    }

    /// Takes in a piece and returns what can be shown now.
    pub(crate) fn push(&mut self, piece: &[u8]) -> String {
        let text = self.utf8.push(piece);
        let text = self.reasoning.push(&text);
        let text = self.opening.push(&text);
        let text = self.spaces.push(&text);
        self.stops.push(&text)
    }

    /// A stop string came: the answer is over.
    pub(crate) fn stopped(&self) -> bool {
        self.stops.found
    }

    /// What was held back, now that no more comes.
    pub(crate) fn finish(&mut self) -> String {
        let text = self.reasoning.finish();
        let text = self.opening.push(&text) + &self.opening.finish();
        let text = self.spaces.push(&text) + &self.spaces.finish();
        self.stops.push(&text) + &self.stops.finish()
    }
}

/// Joins bytes to characters; what is no UTF-8 becomes U+FFFD, and the beginning of a character waits for its end.
#[derive(Debug, Default)]
struct Utf8(Vec<u8>);

impl Utf8 {
    fn push(&mut self, piece: &[u8]) -> String {
        self.0.extend_from_slice(piece);
        let unfinished = match self.0.utf8_chunks().last() {
            Some(last) if last.invalid().len() < 4 => match std::str::from_utf8(last.invalid()) {
                Err(error) if error.error_len().is_none() => last.invalid().len(),
                _ => 0,
            },
            _ => 0,
        };
        let rest = self.0.split_off(self.0.len() - unfinished);
        let whole = std::mem::replace(&mut self.0, rest);
        String::from_utf8_lossy(&whole).into_owned()
    }
}

const THINK: &str = "<think>";
const THINK_END: &str = "</think>";

/// Drops the reasoning that some models write, between tags, before the answer.
#[derive(Debug)]
enum Reasoning {
    /// So far only white space and part of the first tag.
    Undecided(String),
    Inside(String),
    /// After reasoning, white space is dropped too.
    Behind,
    Over,
}

impl Reasoning {
    fn push(&mut self, text: &str) -> String {
        match self {
            Self::Over => text.to_owned(),
            Self::Behind => {
                let text = text.trim_start();
                if !text.is_empty() {
                    *self = Self::Over;
                }
                text.to_owned()
            }
            Self::Undecided(held) => {
                held.push_str(text);
                let begun = held.trim_start();
                if let Some(inside) = begun.strip_prefix(THINK) {
                    let inside = inside.to_owned();
                    *self = Self::Inside(String::new());
                    self.push(&inside)
                } else if THINK.starts_with(begun) {
                    String::new()
                } else {
                    let answer = std::mem::take(held);
                    *self = Self::Over;
                    answer
                }
            }
            Self::Inside(held) => {
                held.push_str(text);
                if let Some((_, behind)) = held.split_once(THINK_END) {
                    let behind = behind.to_owned();
                    *self = Self::Behind;
                    self.push(&behind)
                } else {
                    *held = held.split_off(held.len() - begun_at_end(held, THINK_END));
                    String::new()
                }
            }
        }
    }

    fn finish(&mut self) -> String {
        match std::mem::replace(self, Self::Over) {
            Self::Undecided(held) => held,
            _ => String::new(),
        }
    }
}

/// Drops a given text from the answer's beginning: the text looked for, and what of it came so far.
#[derive(Debug)]
struct Repeated(Option<(String, String)>);

impl Repeated {
    fn new(wanted: &str) -> Self {
        Self(Some((wanted.to_owned(), String::new())))
    }

    fn push(&mut self, text: &str) -> String {
        let Some((wanted, held)) = &mut self.0 else {
            return text.to_owned();
        };
        held.push_str(text);
        if wanted.starts_with(held.as_str()) && held != wanted {
            return String::new();
        }
        let answer = held.strip_prefix(wanted.as_str()).unwrap_or(held).to_owned();
        self.0 = None;
        answer
    }

    fn finish(&mut self) -> String {
        self.0.take().map_or_else(String::new, |(_, held)| held)
    }
}

/// Ends the answer before the first stop string, also where it comes in pieces.
#[derive(Debug)]
struct Stops {
    strings: Vec<String>,
    held: String,
    found: bool,
}

impl Stops {
    fn new(strings: &[String]) -> Self {
        let strings = strings.iter().filter(|string| !string.is_empty()).cloned().collect();
        Self { strings, held: String::new(), found: false }
    }

    fn push(&mut self, text: &str) -> String {
        if self.found {
            return String::new();
        }
        self.held.push_str(text);
        if let Some(end) = self.strings.iter().filter_map(|string| self.held.find(string)).min() {
            self.found = true;
            self.held.truncate(end);
            return std::mem::take(&mut self.held);
        }
        let begun = self.strings.iter().map(|string| begun_at_end(&self.held, string)).max().unwrap_or(0);
        let rest = self.held.split_off(self.held.len() - begun);
        std::mem::replace(&mut self.held, rest)
    }

    fn finish(&mut self) -> String {
        std::mem::take(&mut self.held)
    }
}

/// Bytes at the end of `text` that may be the beginning of `wanted`.
fn begun_at_end(text: &str, wanted: &str) -> usize {
    wanted.char_indices().map(|(end, _)| end).rev().find(|&end| text.ends_with(&wanted[..end])).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &mut AnswerText, pieces: &[&[u8]]) -> String {
        let mut shown: String = pieces.iter().map(|piece| text.push(piece)).collect();
        shown.push_str(&text.finish());
        shown
    }

    #[test]
    fn a_character_is_shown_when_its_last_byte_is_there() {
        let mut text = AnswerText::new("", "", &[]);
        let bytes = "拿铁".as_bytes();
        assert_eq!(text.push(&bytes[..2]), "");
        assert_eq!(text.push(&bytes[2..4]), "拿");
        assert_eq!(text.push(&bytes[4..]), "铁");
        assert_eq!(text.push(&bytes[..2]), "");
        assert_eq!(text.finish(), "", "half a character is nothing");
    }

    #[test]
    fn a_stop_string_in_pieces_is_never_shown() {
        let mut text = AnswerText::new("", "", &["\n\n".into(), "END".into()]);
        assert_eq!(text.push(b"one\n"), "one");
        assert_eq!(text.push(b"two EN"), "\ntwo ");
        assert!(!text.stopped());
        assert_eq!(text.push(b"D three\n\n"), "");
        assert!(text.stopped());
        assert_eq!(text.finish(), "");
    }

    #[test]
    fn reasoning_is_dropped_from_the_beginning_only() {
        let answer = b"\n<thi".as_slice();
        let mut text = AnswerText::new("", "", &[]);
        assert_eq!(shown(&mut text, &[answer, b"nk>Hmm, </thin", b"k>\n\nYes", b" <think>"]), "Yes <think>");
        let mut text = AnswerText::new("", "", &[]);
        assert_eq!(shown(&mut text, &[b" <b>x</b>"]), " <b>x</b>");
        let mut text = AnswerText::new("", "", &[]);
        assert_eq!(shown(&mut text, &[b"<thin"]), "<thin");
        let mut text = AnswerText::new("", "", &[]).without_reasoning();
        assert_eq!(shown(&mut text, &[b"<think>x"]), "<think>x");
    }

    #[test]
    fn a_repeated_opening_is_dropped_once_with_its_space() {
        for (pieces, answer) in [
            ([b"Fre".as_slice(), b"sh: Fresh: oats"], "Fresh: oats"),
            ([b"Fre", b"e oats"], "Free oats"),
            ([b" oats", b" now"], "oats now"),
            ([b"Fresh", b""], "Fresh"),
        ] {
            assert_eq!(shown(&mut AnswerText::new("Fresh:", " ", &[]), &pieces), answer);
        }
    }

    /// `bytes` cut at arbitrary places.
    fn cut(bytes: &[u8], cuts: &[prop::sample::Index]) -> Vec<Vec<u8>> {
        let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        places.extend([0, bytes.len()]);
        places.sort_unstable();
        places.windows(2).map(|window| bytes[window[0]..window[1]].to_vec()).collect()
    }

    proptest! {
        #[test]
        fn pieces_make_the_same_text_as_the_whole(text in "\\PC{0,40}", cuts: [prop::sample::Index; 6]) {
            let mut answer = AnswerText::new("", "", &[]).without_reasoning();
            let shown: String = cut(text.as_bytes(), &cuts).iter().map(|piece| answer.push(piece)).collect();
            prop_assert_eq!(shown, text);
        }

        #[test]
        fn any_bytes_make_text_that_pieces_do_not_change(bytes: Vec<u8>, cuts: [prop::sample::Index; 6]) {
            let mut whole = Utf8::default();
            let mut pieces = Utf8::default();
            let joined: String = cut(&bytes, &cuts).iter().map(|piece| pieces.push(piece)).collect();
            prop_assert_eq!(joined, whole.push(&bytes));
            prop_assert!(pieces.0.len() < 4);
        }

        #[test]
        fn the_answer_ends_before_the_first_stop_string(
            text in "[ab\\n汉]{0,30}",
            stop in prop::collection::vec("[ab\\n汉]{1,3}", 0..3),
            cuts: [prop::sample::Index; 6],
        ) {
            let mut answer = AnswerText::new("", "", &stop).without_reasoning();
            let mut shown: String = cut(text.as_bytes(), &cuts).iter().map(|piece| answer.push(piece)).collect();
            shown.push_str(&answer.finish());
            prop_assert!(text.starts_with(&shown));
            prop_assert!(!stop.iter().any(|stop| shown.contains(stop.as_str())));
            prop_assert_eq!(answer.stopped(), stop.iter().any(|stop| text.contains(stop.as_str())));
            prop_assert!(answer.stopped() || shown == text);
        }
    }
}
