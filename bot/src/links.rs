//! Lets links of a streamed text pass only if they are known.

use copydesk_analysis::links_in;

/// A filter over a text that comes in pieces: a link that is not in the known text is left out.
pub struct KnownLinks {
    known: String,
    /// A word that may still grow into a link.
    held: String,
    removed: usize,
}

impl KnownLinks {
    /// Links in `known` may pass.
    pub fn new(known: &str) -> Self {
        Self { known: known.to_string(), held: String::new(), removed: 0 }
    }

    /// Takes more of the text and gives back what may be shown: all but the last word, which may go on.
    pub fn pass(&mut self, more: &str) -> String {
        self.held.push_str(more);
        let whole = self.held.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        // White space wider than a byte ends later than `at + 1`; go on to the next border.
        let whole = (whole..=self.held.len()).find(|&at| self.held.is_char_boundary(at)).unwrap_or(self.held.len());
        let rest = self.held.split_off(whole);
        let ready = std::mem::replace(&mut self.held, rest);
        self.filter(&ready)
    }

    /// What is left at the end.
    pub fn finish(&mut self) -> String {
        let ready = std::mem::take(&mut self.held);
        self.filter(&ready)
    }

    /// How many links were left out.
    pub fn removed(&self) -> usize {
        self.removed
    }

    fn filter(&mut self, text: &str) -> String {
        let mut kept = text.to_string();
        for link in links_in(text).map(alone).filter(|link| !self.known.contains(link)) {
            kept = kept.replacen(link, "…", 1);
            self.removed += 1;
        }
        kept
    }
}

/// A link without what only follows it, such as the bracket of `[words](address)`.
fn alone(link: &str) -> &str {
    let link = link.trim_end_matches(['.', ',', '!', '?', ';', ':']);
    match link.strip_suffix(')') {
        Some(inner) if inner.matches('(').count() <= inner.matches(')').count() => alone(inner),
        _ => link,
    }
}

#[cfg(test)]
mod tests {
    use super::KnownLinks;

    #[test]
    fn the_bracket_of_a_markdown_link_is_none_of_it() {
        let mut links = KnownLinks::new("https://barn.example/menu_(new)");
        let said = "[Menu](https://barn.example/menu_(new)), [more](https://evil.example/x). ";
        assert_eq!(links.pass(said), "[Menu](https://barn.example/menu_(new)), [more](…). ");
    }

    #[test]
    fn a_link_that_nobody_gave_is_left_out_even_in_pieces() {
        let mut links = KnownLinks::new("See https://barn.example/menu for more.");
        let pieces = ["Go to https://ba", "rn.example/menu or ", "http://ev", "il.example/x now", "."];
        let shown: String = pieces.iter().map(|piece| links.pass(piece)).collect();
        assert_eq!(shown + &links.finish(), "Go to https://barn.example/menu or … now.");
        assert_eq!(links.removed(), 1);
    }

    proptest::proptest! {
        #[test]
        fn without_links_every_character_passes(pieces in proptest::collection::vec("[a-z燕　 \n]{0,6}", 0..8)) {
            let mut links = KnownLinks::new("");
            let shown: String = pieces.iter().map(|piece| links.pass(piece)).collect();
            proptest::prop_assert_eq!(shown + &links.finish(), pieces.concat());
        }
    }
}
