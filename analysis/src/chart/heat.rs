//! Cells by row and column, coloured from blue over paper to orange.

use super::canvas::{Anchor, Canvas, EDGE, INK, RULE, SOFT_INK, TEXT, WIDTH, finite, fit, text_width};
use super::{Caption, HeatRow, MOST_CELLS};

const ROW: f64 = 38.0;
const GAP: f64 = 3.0;
const LOW: [f64; 3] = [43.0, 108.0, 176.0];
const MIDDLE: [f64; 3] = [240.0, 236.0, 226.0];
const HIGH: [f64; 3] = [200.0, 87.0, 27.0];

pub(super) fn svg(
    caption: &Caption,
    columns: &[String],
    rows: &[HeatRow],
    (middle, full): (f64, Option<f64>),
    ends: &(String, String),
) -> String {
    let mut canvas = Canvas::new(caption);
    let columns = columns.get(..MOST_CELLS.min(columns.len())).unwrap_or(columns);
    let rows = rows.get(..MOST_CELLS.min(rows.len())).unwrap_or(rows);
    let name_width = rows.iter().map(|row| text_width(&row.name, TEXT)).fold(20.0, f64::max).min(170.0);
    let left = EDGE + name_width + 12.0;
    let width = (WIDTH - EDGE - left) / columns.len().max(1) as f64;
    let far = rows.iter().flat_map(|row| row.cells.iter().flatten()).filter_map(|cell| finite(cell.value));
    let far = full.unwrap_or_else(|| far.map(|value| (value - middle).abs()).fold(0.0, f64::max));
    canvas.y += TEXT;
    for (place, name) in columns.iter().enumerate() {
        let x = left + width * (place as f64 + 0.5);
        canvas.text(&fit(name, TEXT, width - 4.0), x, canvas.y, SOFT_INK, Anchor::Middle);
    }
    canvas.y += 8.0;
    for row in rows {
        let baseline = canvas.y + ROW / 2.0 + TEXT * 0.35;
        canvas.text(&fit(&row.name, TEXT, name_width), left - 12.0, baseline, INK, Anchor::End);
        for place in 0..columns.len() {
            let x = left + width * place as f64;
            let cell = row.cells.get(place).and_then(Option::as_ref);
            let value = cell.and_then(|cell| finite(cell.value));
            let (Some(cell), Some(value)) = (cell, value) else {
                canvas.text("–", x + width / 2.0, baseline, SOFT_INK, Anchor::Middle);
                continue;
            };
            let share = if far > 0.0 { ((value - middle) / far).clamp(-1.0, 1.0) } else { 0.0 };
            canvas.rectangle((x + GAP / 2.0, canvas.y + GAP / 2.0), (width - GAP, ROW - GAP), &colour(share));
            let ink = if share.abs() > 0.85 { "#ffffff" } else { INK };
            canvas.text(&fit(&cell.shown, TEXT, width - 4.0), x + width / 2.0, baseline, ink, Anchor::Middle);
        }
        canvas.y += ROW;
    }
    legend(&mut canvas, ends, left);
    canvas.finish()
}

/// The two ends of the colours, in words.
fn legend(canvas: &mut Canvas, ends: &(String, String), left: f64) {
    let y = canvas.y + 14.0;
    let words = fit(&ends.0, TEXT, 220.0);
    let mut x = left + text_width(&words, TEXT) + 14.0;
    canvas.text(&words, left, y + TEXT * 0.85, SOFT_INK, Anchor::Start);
    for step in -4..=4 {
        canvas.rectangle((x, y), (18.0, TEXT), &colour(f64::from(step) / 4.0));
        x += 18.0;
    }
    canvas.line((left, y - 7.0), (WIDTH - EDGE, y - 7.0), RULE, 1.0);
    canvas.text(&fit(&ends.1, TEXT, 220.0), x + 12.0, y + TEXT * 0.85, SOFT_INK, Anchor::Start);
    canvas.y = y + TEXT;
}

/// From −1 (blue) over 0 (paper) to 1 (orange).
fn colour(share: f64) -> String {
    let end = if share < 0.0 { LOW } else { HIGH };
    let mix = |from: f64, to: f64| (from + (to - from) * share.abs()).round().clamp(0.0, 255.0) as u8;
    let [red, green, blue] = [0, 1, 2].map(|channel: usize| match (MIDDLE.get(channel), end.get(channel)) {
        (Some(from), Some(to)) => mix(*from, *to),
        _ => 0,
    });
    format!("#{red:02x}{green:02x}{blue:02x}")
}
