//! Tables in columns that line up.

use super::render::{Labelled, labelled};
use super::style::{Look, Style};
use super::text::{clean, columns, padded};
use super::wrap::wrap;

/// Columns between two columns of a table.
const GAP: usize = 3;
/// A column is not made narrower than this, about one word.
const NARROWEST: usize = 8;

/// The lines of a table. The widest columns wrap if it is over the width; a table with too many columns even for that
/// becomes a list of its rows, each cell under its column's name.
pub(super) fn table(header: &[String], rows: &[Vec<String>], look: Look) -> Vec<String> {
    match widths(header, rows, look.width) {
        Some(widths) => {
            let header = row(header, &widths).into_iter().map(|line| look.paint(Style::Bold, &line));
            header.chain(rows.iter().flat_map(|cells| row(cells, &widths))).collect()
        }
        None => records(header, rows, look),
    }
}

/// The width of each column, if all fit side by side.
fn widths(header: &[String], rows: &[Vec<String>], limit: usize) -> Option<Vec<usize>> {
    let count = rows.iter().map(Vec::len).chain([header.len()]).max()?;
    let mut widths = vec![1; count];
    for cells in rows.iter().map(Vec::as_slice).chain([header]) {
        for (width, cell) in widths.iter_mut().zip(cells) {
            let clean: String = clean(cell).collect();
            let widest = clean.lines().map(columns).max().unwrap_or_default();
            *width = (*width).max(widest.min(limit));
        }
    }
    let gaps = GAP * count.saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > limit {
        let widest = widths.iter_mut().max().filter(|width| **width > NARROWEST)?;
        *widest -= 1;
    }
    Some(widths)
}

fn row(cells: &[String], widths: &[usize]) -> Vec<String> {
    let cells: Vec<Vec<String>> = cells.iter().zip(widths).map(|(cell, width)| wrap(cell, *width)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or_default();
    let line = |at: usize| {
        let parts = cells.iter().zip(widths).map(|(cell, width)| {
            let text = cell.get(at).map_or("", String::as_str);
            padded(text, *width)
        });
        parts.collect::<Vec<_>>().join(&" ".repeat(GAP)).trim_end().to_owned()
    };
    (0..height).map(line).collect()
}

fn records(header: &[String], rows: &[Vec<String>], look: Look) -> Vec<String> {
    let mut lines = Vec::new();
    for cells in rows {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let names = header.iter().map(String::as_str).chain(std::iter::repeat(""));
        let fields: Vec<_> = names.zip(cells).map(|(label, text)| Labelled { label, text }).collect();
        lines.extend(labelled(&fields, 0, look));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(rows: &[&[&str]], width: usize) -> String {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|cells| cells.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        table(&rows[0], &rows[1..], Look::new(width, false)).join("\n")
    }

    #[test]
    fn columns_line_up() {
        let rows: &[&[&str]] = &[
            &["After the rewrite", "before", "now"],
            &["score", "71", "88"],
            &["long sentences", "38%", "12%"],
            &["X (weighted)", "812", "271 ✓"],
        ];
        insta::assert_snapshot!(drawn(rows, 80), @r"
        After the rewrite   before   now
        score               71       88
        long sentences      38%      12%
        X (weighted)        812      271 ✓
        ");
    }

    #[test]
    fn chinese_columns_line_up() {
        let rows: &[&[&str]] = &[&["平台", "字数", "备注"], &["小红书", "812", "合适"], &["X", "812", "太长"]];
        insta::assert_snapshot!(drawn(rows, 80), @r"
        平台     字数   备注
        小红书   812    合适
        X        812    太长
        ");
    }

    #[test]
    fn the_widest_column_gives_way() {
        let rows: &[&[&str]] = &[
            &["", "what", "why"],
            &["poor", "\"We are the best coffee in town\"", "a claim that needs proof; name the award or drop it"],
            &["fair", "keyphrase once", "once more, early"],
        ];
        insta::assert_snapshot!(drawn(rows, 60), @r#"
               what                        why
        poor   "We are the best coffee     a claim that needs proof;
               in town"                    name the award or drop it
        fair   keyphrase once              once more, early
        "#);
    }

    #[test]
    fn too_many_columns_become_a_list_of_rows() {
        let rows: &[&[&str]] = &[
            &["platform", "posts", "median engagement", "best"],
            &["instagram", "9", "four hundred and ninety", "C-031 Barista called in sick?"],
            &["linkedin", "4", "twelve", "C-002"],
        ];
        insta::assert_snapshot!(drawn(rows, 34), @r"
        platform
          instagram
        posts
          9
        median engagement
          four hundred and ninety
        best
          C-031 Barista called in sick?

        platform
          linkedin
        posts
          4
        median engagement
          twelve
        best
          C-002
        ");
    }

    #[test]
    fn a_short_row_and_an_empty_table_are_no_problem() {
        let rows: &[&[&str]] = &[&["a", "b"], &["1"], &["1", "2", "3"]];
        insta::assert_snapshot!(drawn(rows, 80), @r"
        a   b
        1
        1   2   3
        ");
        assert!(table(&[], &[], Look::new(80, false)).is_empty());
    }
}
