//! A text as a list of phrases can be looked for in it: in one line, in simplified Chinese, without marks of emphasis.

use crate::review::document::simplified_letter;
use crate::words::is_han;

/// A text in one line, without marks of emphasis and of lists; with the place of each byte if that is asked for.
pub(super) fn flattened(text: &str, with_places: bool) -> (String, Vec<usize>) {
    let mut flat = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(if with_places { text.len() } else { 0 });
    let mut add = |c: char, at: usize| {
        let c = simplified_letter(c);
        flat.push(c);
        if with_places {
            places.extend(std::iter::repeat_n(at, c.len_utf8()));
        }
    };
    let (mut last, mut space, mut begins_line): (Option<char>, Option<usize>, bool) = (None, None, true);
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            space = space.or(Some(at));
            begins_line |= c == '\n';
        } else if !(matches!(c, '*' | '`' | '_' | '~') || begins_line && matches!(c, '>' | '•' | '-' | '#')) {
            // Chinese has no spaces: one between two characters is a line's end.
            let is_needed = !(is_han(c) && last.is_some_and(is_han));
            if let Some(at) = space.filter(|_| is_needed) {
                add(if begins_line { '\n' } else { ' ' }, at);
            }
            add(c, at);
            (last, space, begins_line) = (Some(c), None, false);
        }
    }
    (flat, places)
}
