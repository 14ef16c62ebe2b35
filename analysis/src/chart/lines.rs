//! Lines over steps such as days.

use super::canvas::{Anchor, Canvas, EDGE, LINES, RULE, SOFT_INK, TEXT, WIDTH, finite, fit, text_width};
use super::{Caption, Line, MOST_LINES, MOST_STEPS};

const HEIGHT: f64 = 260.0;
const WIDEST_NAME: f64 = 180.0;

pub(super) fn svg(caption: &Caption, steps: &[String], lines: &[Line]) -> String {
    let mut canvas = Canvas::new(caption);
    let lines = lines.get(..MOST_LINES.min(lines.len())).unwrap_or(lines);
    // What is newest is kept.
    let skipped = steps.len().saturating_sub(MOST_STEPS);
    let steps = steps.get(skipped..).unwrap_or_default();
    let value = |line: &Line, step: usize| line.values.get(skipped + step).copied().flatten().and_then(finite);
    let all = lines.iter().flat_map(|line| (0..steps.len()).filter_map(move |step| value(line, step)));
    let (low, high) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| (low.min(it), high.max(it)));
    let (low, high) = if low > high { (0.0, 1.0) } else { (low.min(0.0), high) };
    let ticks = ticks(low, high);
    let (low, high) =
        (ticks.first().map_or(low, |tick| tick.min(low)), ticks.last().map_or(high, |tick| tick.max(high)));
    let span = if high > low { high - low } else { 1.0 };
    let tick_width = ticks.iter().map(|tick| text_width(&tick_text(*tick), TEXT)).fold(20.0, f64::max);
    let ending = |line: &Line| format!("{} {}", line.name, line.last_shown).trim().to_owned();
    let name_width = lines.iter().map(|line| text_width(&ending(line), TEXT)).fold(20.0, f64::max).min(WIDEST_NAME);
    let (left, right) = (EDGE + tick_width + 10.0, WIDTH - EDGE - name_width - 14.0);
    let (top, bottom) = (canvas.y + 6.0, canvas.y + 6.0 + HEIGHT);
    let y = |value: f64| bottom - (value / span - low / span).clamp(0.0, 1.0) * HEIGHT;
    let x = |step: usize| {
        left + (right - left) * if steps.len() > 1 { step as f64 / (steps.len() - 1) as f64 } else { 0.5 }
    };
    for tick in &ticks {
        canvas.line((left, y(*tick)), (right, y(*tick)), RULE, 1.0);
        canvas.text(&tick_text(*tick), left - 10.0, y(*tick) + TEXT * 0.35, SOFT_INK, Anchor::End);
    }
    step_names(&mut canvas, steps, &x, bottom + TEXT + 8.0);
    let mut names: Vec<(f64, usize)> = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let colour = LINES.get(place).copied().unwrap_or(SOFT_INK);
        let mut run: Vec<(f64, f64)> = Vec::new();
        let mut last = None;
        for step in 0..steps.len() {
            match value(line, step) {
                Some(value) => run.push((x(step), y(value))),
                // A gap stays a gap.
                None => draw(&mut canvas, &std::mem::take(&mut run), colour),
            }
            last = run.last().copied().or(last);
        }
        draw(&mut canvas, &run, colour);
        if let Some(end) = last {
            canvas.dot(end, colour);
            names.push((end.1, place));
        }
    }
    // Names stand at the ends of their lines, and never over each other.
    names.sort_by(|left, right| left.0.total_cmp(&right.0));
    let mut free = top;
    for (wanted, place) in names {
        let Some(line) = lines.get(place) else { continue };
        let at = wanted.max(free);
        free = at + TEXT * 1.3;
        let colour = LINES.get(place).copied().unwrap_or(SOFT_INK);
        canvas.text(&fit(&ending(line), TEXT, name_width), right + 14.0, at + TEXT * 0.35, colour, Anchor::Start);
    }
    canvas.y = (bottom + TEXT + 14.0).max(free);
    canvas.finish()
}

fn draw(canvas: &mut Canvas, run: &[(f64, f64)], colour: &str) {
    match run {
        [] => {}
        [only] => canvas.dot(*only, colour),
        run => canvas.path(run, colour),
    }
}

/// As many names of steps as fit, the first and the last among them.
fn step_names(canvas: &mut Canvas, steps: &[String], x: &dyn Fn(usize) -> f64, y: f64) {
    let Some(last) = steps.len().checked_sub(1) else { return };
    let widest = steps.iter().map(|step| text_width(step, TEXT)).fold(1.0, f64::max).min(200.0) + 16.0;
    let room = ((x(last) - x(0)) / widest).floor().max(1.0) as usize;
    let stride = last.div_ceil(room).max(1);
    for step in (0..=last).rev().step_by(stride) {
        if let Some(name) = steps.get(step) {
            canvas.text(&fit(name, TEXT, 200.0), x(step), y, SOFT_INK, Anchor::Middle);
        }
    }
}

/// Round values from `low` to `high`, about five.
fn ticks(low: f64, high: f64) -> Vec<f64> {
    let span = high - low;
    if !span.is_finite() || span <= 0.0 {
        return vec![low];
    }
    let rough = span / 4.0;
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|it| it * power).find(|it| *it >= rough).unwrap_or(rough);
    let first = (low / step).floor();
    let count = (((high / step).ceil() - first) as usize).min(10);
    (0..=count).map(|it| (first + it as f64) * step).collect()
}

/// A tick's number, with as few digits as say it.
fn tick_text(tick: f64) -> String {
    if tick != 0.0 && !(1e-3..1e7).contains(&tick.abs()) {
        return format!("{tick:.1e}");
    }
    let text = format!("{tick:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
