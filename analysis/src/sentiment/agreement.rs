//! How well our VADER agrees with the original, on the texts of the original's own package.

use super::vader::vader;

/// The original's compound score, a tab, the text: made by `scripts/sentiment-data`.
static SCORES: &str = include_str!("data/vader_scores.tsv");
/// The original prints four digits; a difference up to this is none.
const SAME: f64 = 0.001;

/// How well our VADER agrees with the original.
#[derive(Debug, Clone, PartialEq)]
pub struct VaderAgreement {
    /// How many texts there are: the example sentences, words and emoji of the package vaderSentiment 3.3.2.
    pub texts: usize,
    /// Pearson's correlation of both compound scores.
    pub correlation: f64,
    /// Texts on which they differ by more than 0.001, with ours and the original's score.
    pub differences: Vec<(String, f64, f64)>,
}

/// Scores the texts of the original's package and compares.
pub fn vader_agreement() -> VaderAgreement {
    let theirs = SCORES.lines().filter_map(|line| {
        let (score, text) = line.split_once('\t')?;
        Some((text, score.parse::<f64>().ok()?))
    });
    let pairs: Vec<(&str, f64, f64)> = theirs.map(|(text, theirs)| (text, vader(text).compound, theirs)).collect();
    let differ = |(_, ours, theirs): &&(&str, f64, f64)| (ours - theirs).abs() > SAME;
    let differences = pairs.iter().filter(differ).map(|(text, ours, theirs)| ((*text).to_owned(), *ours, *theirs));
    VaderAgreement { texts: pairs.len(), differences: differences.collect(), correlation: correlation(&pairs) }
}

fn correlation(pairs: &[(&str, f64, f64)]) -> f64 {
    let count = pairs.len().max(1) as f64;
    let mean = |value: fn(&(&str, f64, f64)) -> f64| pairs.iter().map(value).sum::<f64>() / count;
    let (ours, theirs) = (mean(|pair| pair.1), mean(|pair| pair.2));
    let (mut both, mut of_ours, mut of_theirs) = (0.0, 0.0, 0.0);
    for (_, one, other) in pairs {
        both += (one - ours) * (other - theirs);
        of_ours += (one - ours).powi(2);
        of_theirs += (other - theirs).powi(2);
    }
    both / (of_ours * of_theirs).sqrt()
}

#[cfg(test)]
mod tests {
    use super::vader_agreement;

    #[test]
    fn our_vader_says_what_the_original_says_of_the_texts_of_its_package() {
        let agreement = vader_agreement();
        assert!(agreement.texts > 10_000, "{}", agreement.texts);
        assert_eq!(agreement.differences, []);
        assert!(agreement.correlation > 0.9999, "{}", agreement.correlation);
    }
}
