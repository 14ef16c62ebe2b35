//! Places in a variant of a text, as places in the text.

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

#[cfg(test)]
mod tests {
    use copydesk_analysis::Language;

    use crate::config::Config;
    use crate::review::{Wishes, reviewed};

    #[test]
    fn a_place_is_that_of_the_text_as_it_was() {
        let text = "\u{FEFF}One oat latte.\r\n---\r\nTwo\u{200B} are guar\u{AD}anteed here.";
        let all = reviewed(
            text,
            &Wishes::default(),
            None,
            None,
            &Config::parse("", None).expect("built in"),
            Language::English,
        );
        let quotes = all.iter().flat_map(|it| &it.shown.findings).filter(|finding| finding.check == "claims");
        let found: Vec<_> = quotes.flat_map(|finding| &finding.quotes).collect();
        let [quote] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(text.get(quote.start..quote.end), Some("guar\u{AD}anteed"));
        assert_eq!((quote.line, quote.column), (3, 10));
    }
}
