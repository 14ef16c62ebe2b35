//! `copydesk bench sentiment`: how right the two sentiments are.

use std::fmt::Write as _;

use copydesk_analysis::{held_out_accuracy, vader_agreement};

/// Differences that are listed.
const LISTED: usize = 20;

/// English against the original VADER on the texts of its own package, Chinese on reviews that it was not trained on.
pub fn run() -> String {
    let (english, chinese) = (vader_agreement(), held_out_accuracy());
    let mut report = format!(
        "English: correlation {:.3} with vaderSentiment 3.3.2 on the {} texts of its package, {} differences above 0.001\n",
        english.correlation,
        english.texts,
        english.differences.len()
    );
    for (text, ours, theirs) in english.differences.iter().take(LISTED) {
        let _in_memory = writeln!(report, "  {ours:.4} instead of {theirs:.4}: {text}");
    }
    let _in_memory = write!(
        report,
        "Chinese: {:.1} % right on {} reviews that it was not trained on (split after removing duplicates)",
        chinese.accuracy * 100.0,
        chinese.reviews
    );
    report
}
