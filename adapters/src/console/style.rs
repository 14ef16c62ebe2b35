//! How a terminal sets text apart.

use crate::markdown::Looks;

/// A way to set text apart; each is one of the codes of ECMA-48 ("Select Graphic Rendition").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Bold,
    Dim,
    Red,
    Cyan,
    /// As a model wants it.
    Looks(Looks),
}

/// How wide to write, and whether in colour.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) width: usize,
    pub(super) colour: bool,
}

/// The width of a terminal that does not tell.
const USUAL_WIDTH: usize = 80;
/// Below this, indented text would be one word to a line.
const NARROWEST: usize = 20;

impl Look {
    /// `width` in columns, 0 if unknown.
    pub(super) fn new(width: usize, colour: bool) -> Self {
        Self { width: if width == 0 { USUAL_WIDTH } else { width.max(NARROWEST) }, colour }
    }

    /// The same in one colour.
    pub(super) fn without_colour(self) -> Self {
        Self { colour: false, ..self }
    }

    /// `text` in `style`; as it is without colour.
    pub(super) fn paint(self, style: Style, text: &str) -> String {
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        let codes = match style {
            Style::Bold => vec!["1"],
            Style::Dim => vec!["2"],
            Style::Red => vec!["31"],
            Style::Cyan | Style::Looks(Looks { code: true, .. }) => vec!["36"],
            Style::Looks(Looks { bold, italic, struck, .. }) => {
                let codes = [(bold, "1"), (italic, "3"), (struck, "9")];
                codes.into_iter().filter_map(|(is_so, code)| is_so.then_some(code)).collect()
            }
        };
        if codes.is_empty() { text.to_owned() } else { format!("\x1b[{}m{text}\x1b[0m", codes.join(";")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_painted_only_in_colour() {
        assert_eq!(Look::new(80, true).paint(Style::Bold, "Ideas"), "\x1b[1mIdeas\x1b[0m");
        assert_eq!(Look::new(80, false).paint(Style::Bold, "Ideas"), "Ideas");
    }

    #[test]
    fn an_unknown_width_is_80_and_a_tiny_one_is_20() {
        assert_eq!(Look::new(0, false).width, 80);
        assert_eq!(Look::new(3, false).width, 20);
        assert_eq!(Look::new(132, false).width, 132);
    }
}
