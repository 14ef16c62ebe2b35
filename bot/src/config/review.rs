//! `[review]`: start values for Chinese texts, for which no standard exists.

use copydesk_analysis::Thresholds;

use super::reader::Reader;

pub(super) fn read(reader: Reader<'_>) -> Thresholds {
    let count = |name: &'static str| reader.whole(name, 1..=10_000) as usize;
    let number = |name: &'static str, most: f64| f64::from(reader.decimal(name, 0.0..=most as f32));
    let thresholds = Thresholds {
        sentence_characters: count("sentence_characters"),
        paragraph_characters: (count("paragraph_characters_fair"), count("paragraph_characters_poor")),
        density_characters: count("density_characters"),
        transition_characters: count("transition_characters"),
        mean_characters: (number("mean_characters_fair", 1000.0), number("mean_characters_poor", 1000.0)),
        rare_characters: (number("rare_percent_fair", 100.0) / 100.0, number("rare_percent_poor", 100.0) / 100.0),
    };
    reader.finish();
    thresholds
}
