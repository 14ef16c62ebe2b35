//! A model's words as lines of a terminal.

use super::render::{hanging, indented};
use super::style::{Look, Style};
use super::table::table;
use super::text::plain_lines;
use crate::markdown::{Looks, Part, Prose, parts};

pub(super) fn lines(text: &str, look: Look) -> Vec<String> {
    let mut lines = Vec::new();
    for part in parts(text) {
        let tight = matches!(&part, Part::Prose(prose) if prose.tight);
        if !lines.is_empty() && !tight {
            lines.push(String::new());
        }
        match part {
            Part::Prose(prose) => lines.extend(of_prose(&prose, look)),
            Part::Code(code) => lines.extend(plain_lines(&code).iter().map(|line| indented(line, 2))),
            Part::Table { header, rows } => lines.extend(table(&header, &rows, look)),
        }
    }
    lines
}

impl Prose {
    /// What stands before its first word.
    pub(super) fn before(&self) -> String {
        let mark = match self.mark.as_str() {
            "" => String::new(),
            "•" => "- ".to_owned(),
            mark => format!("{mark} "),
        };
        format!("{}{mark}", "  ".repeat(self.depth))
    }
}

fn of_prose(prose: &Prose, look: Look) -> Vec<String> {
    let before = prose.before();
    let mut looks = prose.spans.iter().flat_map(|span| span.text.chars().map(move |it| (it, span.looks)));
    let mut rest = before.chars().count();
    let paint = |line: String| {
        let mut out = String::new();
        let mut run = (Looks::default(), String::new());
        for character in line.chars() {
            // Lines are broken at white space, which may be gone or new there; all other characters come in their order.
            let is_mark = rest > 0;
            rest = rest.saturating_sub(1);
            let looks = match is_mark || character.is_whitespace() {
                true => run.0,
                false => looks.find(|(it, _)| *it == character).map_or_else(Looks::default, |(_, looks)| looks),
            };
            if looks != run.0 {
                out.push_str(&look.paint(Style::Looks(run.0), &run.1));
                run = (looks, String::new());
            }
            run.1.push(character);
        }
        out + &look.paint(Style::Looks(run.0), &run.1)
    };
    hanging(&before, &prose.plain(), look.width).into_iter().map(paint).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_model_have_the_terminals_styles_and_no_marks() {
        let text = "# Plan\n**注意：**请 *看* `x`\n- one two three four five\n\n```\n a\n```";
        let plain = lines(text, Look::new(20, false)).join("\n");
        insta::assert_snapshot!(plain, @r"
        Plan

        注意：请 看 x

        - one two three four
          five

           a
        ");
        let painted = lines("a **b c** *d*", Look::new(80, true)).join("\n");
        assert_eq!(painted, "a \x1b[1mb c \x1b[0m\x1b[3md\x1b[0m");
        let painted = lines("~~4.90~~ ~~***3.90***~~ 3~5", Look::new(80, true)).join("\n");
        assert_eq!(painted, "\x1b[9m4.90 \x1b[0m\x1b[1;3;9m3.90 \x1b[0m3~5");
        assert_eq!(lines("~~4.90~~", Look::new(80, false)), ["4.90"]);
    }
}
