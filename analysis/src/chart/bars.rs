//! Horizontal bars, each with its figure and perhaps its interval.

use super::canvas::{Anchor, Canvas, EDGE, INK, PLAIN, RULE, SOFT_INK, STRONG, TEXT, WIDTH, finite, fit, text_width};
use super::{Bar, Caption, MOST_BARS, Reference};

const ROW: f64 = 30.0;
const THICK: f64 = 18.0;
const WIDEST_LABEL: f64 = 250.0;

pub(super) fn svg(caption: &Caption, bars: &[Bar], reference: Option<&Reference>) -> String {
    let mut canvas = Canvas::new(caption);
    let bars = bars.get(..MOST_BARS.min(bars.len())).unwrap_or(bars);
    let start = reference.and_then(|reference| finite(reference.value)).unwrap_or(0.0);
    let ends = bars.iter().flat_map(|bar| {
        let interval = bar.interval.map_or([None, None], |(low, high)| [finite(low), finite(high)]);
        [finite(bar.figure.value), interval[0], interval[1]]
    });
    let (low, high) =
        ends.flatten().fold((start, start), |(low, high), value| (f64::min(low, value), f64::max(high, value)));
    let widest = |texts: &mut dyn Iterator<Item = &str>| texts.map(|it| text_width(it, TEXT)).fold(0.0, f64::max);
    let label_width = widest(&mut bars.iter().map(|bar| bar.label.as_str())).clamp(40.0, WIDEST_LABEL);
    let figure_width = widest(&mut bars.iter().map(|bar| bar.figure.shown.as_str())).clamp(20.0, 130.0);
    let left = EDGE + label_width + 14.0;
    let right = WIDTH - EDGE - figure_width - 12.0;
    let span = if high > low { high - low } else { 1.0 };
    let place = |value: f64| left + (value / span - low / span).clamp(0.0, 1.0) * (right - left);
    let top = canvas.y + if reference.is_some() { TEXT + 4.0 } else { 0.0 };
    if let Some(reference) = reference {
        let anchor = match place(start) {
            x if x < left + 40.0 => Anchor::Start,
            x if x > right - 40.0 => Anchor::End,
            _ => Anchor::Middle,
        };
        canvas.text(&reference.label, place(start), canvas.y + TEXT - 4.0, SOFT_INK, anchor);
    }
    canvas.line((place(start), top), (place(start), top + ROW * bars.len() as f64), RULE, 1.5);
    for (row, bar) in bars.iter().enumerate() {
        let middle = top + ROW * (row as f64 + 0.5);
        let baseline = middle + TEXT * 0.35;
        canvas.text(&fit(&bar.label, TEXT, label_width), left - 14.0, baseline, INK, Anchor::End);
        let Some(value) = finite(bar.figure.value) else {
            canvas.text("–", left, baseline, SOFT_INK, Anchor::Start);
            continue;
        };
        let (from, to) = (place(start).min(place(value)), place(start).max(place(value)));
        let colour = if bar.strong { STRONG } else { PLAIN };
        canvas.rectangle((from, middle - THICK / 2.0), ((to - from).max(1.5), THICK), colour);
        if let Some((low, high)) = bar.interval
            && let (Some(low), Some(high)) = (finite(low), finite(high))
        {
            canvas.line((place(low), middle), (place(high), middle), INK, 1.5);
            for end in [place(low), place(high)] {
                canvas.line((end, middle - 4.0), (end, middle + 4.0), INK, 1.5);
            }
        }
        canvas.text(&fit(&bar.figure.shown, TEXT, figure_width), WIDTH - EDGE, baseline, INK, Anchor::End);
    }
    canvas.y = top + ROW * bars.len() as f64;
    canvas.finish()
}
