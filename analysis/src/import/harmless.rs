//! Cells that a spreadsheet would take for a formula, made harmless, and the mark taken off again.

/// What a spreadsheet may read as the beginning of a formula or a command. Source: OWASP, "CSV Injection".
const DANGEROUS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// What spreadsheets read as "this is text".
const MARK: char = '\'';

fn is_dangerous(cell: &str) -> bool {
    cell.trim_start_matches(MARK).starts_with(DANGEROUS)
}

/// A cell with a mark before it if a spreadsheet could run it. A cell that already has marks gets one more, so that
/// [`unmarked`] gives back what was there.
pub fn harmless(cell: &str) -> String {
    if is_dangerous(cell) { format!("{MARK}{cell}") } else { cell.to_string() }
}

/// The cell without the mark of [`harmless`].
pub fn unmarked(cell: &str) -> &str {
    match cell.strip_prefix(MARK) {
        Some(rest) if is_dangerous(rest) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{harmless, unmarked};

    #[test]
    fn what_a_spreadsheet_would_run_is_marked_and_nothing_else() {
        for cell in ["=1+1", "+49", "-5", "@name", "\tx", "\r"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
            assert_eq!(unmarked(&harmless(cell)), cell);
        }
        assert_eq!(harmless("oat = milk"), "oat = milk");
        assert_eq!(unmarked("'tis the season"), "'tis the season");
    }

    proptest! {
        #[test]
        fn a_cell_comes_back_and_never_begins_dangerously(cell in "['=+@\t\r a-]{0,6}") {
            let safe = harmless(&cell);
            prop_assert_eq!(unmarked(&safe), cell.as_str());
            prop_assert!(!safe.starts_with(['=', '+', '-', '@', '\t', '\r']));
        }
    }
}
