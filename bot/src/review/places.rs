//! Places in a part of a text without invisible characters, as places in the text as it was.

use crate::answer::{QuoteShown, ReviewShown};

/// Sets every place of a review of the variant that begins at byte `offset` of `text` to where it stands in `text`.
pub(super) fn shift(review: &mut ReviewShown, text: &str, offset: usize) {
    let before = text.get(..offset).unwrap_or_default();
    let lines = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
    for quote in quotes(review) {
        quote.start += offset;
        quote.end += offset;
        if quote.line == 1 {
            quote.column += column;
        }
        quote.line += lines;
    }
}

fn quotes(review: &mut ReviewShown) -> impl Iterator<Item = &mut QuoteShown> {
    let findings = review.findings.iter_mut().flat_map(|finding| &mut finding.quotes);
    findings.chain(review.remarks.iter_mut().flat_map(|remark| &mut remark.quotes))
}

/// Sets every place of a review of `cleaned` to where it stands in `text`, of which `cleaned` has a part of the characters.
pub(super) fn restore(review: &mut ReviewShown, text: &str, cleaned: &str) {
    let places = Places::of(text, cleaned);
    for quote in quotes(review) {
        places.restore(quote, text);
    }
}

/// Where each byte of the cleaned text stands.
struct Places(Vec<usize>);

impl Places {
    fn of(text: &str, cleaned: &str) -> Self {
        let mut places = Vec::with_capacity(cleaned.len() + 1);
        let mut rest = text.char_indices();
        for c in cleaned.chars() {
            let at = rest.find(|(_, own)| *own == c).map_or(text.len(), |(at, _)| at);
            places.extend(std::iter::repeat_n(at, c.len_utf8()));
        }
        places.push(text.len());
        Self(places)
    }

    fn restore(&self, quote: &mut QuoteShown, text: &str) {
        let start = self.0.get(quote.start).copied().unwrap_or(text.len());
        // Behind its last character: what follows may have been taken out.
        let last = quote.end.checked_sub(1).filter(|last| *last >= quote.start).and_then(|last| self.0.get(last));
        let length = |at: usize| text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        quote.end = last.map_or(start, |&at| at + length(at));
        quote.start = start;
        let before = text.get(..start).unwrap_or_default();
        quote.column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::Places;
    use crate::answer::QuoteShown;

    #[test]
    fn a_place_is_that_of_the_text_as_it_was() {
        let text = "\u{FEFF}one\r\ntwo\u{200B} three";
        let places = Places::of(text, "one\ntwo three");
        let mut quote = QuoteShown { text: "two three".into(), start: 4, end: 13, line: 2, column: 1 };
        places.restore(&mut quote, text);
        assert_eq!(text.get(quote.start..quote.end), Some("two\u{200B} three"));
        assert_eq!((quote.line, quote.column), (2, 1));
    }
}
