//! The SVG itself: shapes and texts, escaped and measured.

use std::fmt::Write as _;

use super::Caption;
use crate::words::is_han;

/// How wide every chart is.
pub const WIDTH: f64 = 800.0;
/// The free edge around it.
pub(super) const EDGE: f64 = 28.0;
/// Size of labels and figures.
pub(super) const TEXT: f64 = 15.0;

const TITLE: f64 = 21.0;
const FONTS: &str = "Open Sans, Droid Sans Fallback, Noto Sans CJK SC, sans-serif";

/// Paper, ink and the colours of data: 4.5:1 or more between ink and paper; blue and orange, not red and green.
pub(super) const PAPER: &str = "#fbfaf7";
pub(super) const INK: &str = "#22262b";
pub(super) const SOFT_INK: &str = "#5c636b";
pub(super) const RULE: &str = "#d9d6cf";
pub(super) const PLAIN: &str = "#8fa3b5";
pub(super) const STRONG: &str = "#c8571b";
pub(super) const LINES: [&str; super::MOST_LINES] = ["#c8571b", "#2b6cb0", "#6b4c9a", "#2a7f62", "#8a6d1d"];

/// Where a text is held.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A picture being drawn from top to bottom.
pub(super) struct Canvas {
    body: String,
    /// Where the next thing begins.
    pub(super) y: f64,
}

impl Canvas {
    /// With title and reading written.
    pub(super) fn new(caption: &Caption) -> Self {
        let mut canvas = Self { body: String::new(), y: EDGE };
        for line in wrap(&caption.title, TITLE, WIDTH - 2.0 * EDGE).into_iter().take(2) {
            canvas.y += TITLE * 1.1;
            canvas.write(&line, EDGE, canvas.y, TITLE, INK, Anchor::Start);
            canvas.y += TITLE * 0.3;
        }
        for line in wrap(&caption.reading, TEXT + 1.0, WIDTH - 2.0 * EDGE).into_iter().take(4) {
            canvas.y += TEXT * 1.3;
            canvas.write(&line, EDGE, canvas.y, TEXT + 1.0, SOFT_INK, Anchor::Start);
            canvas.y += TEXT * 0.2;
        }
        canvas.y += 18.0;
        canvas
    }

    pub(super) fn text(&mut self, text: &str, x: f64, y: f64, colour: &str, anchor: Anchor) {
        self.write(text, x, y, TEXT, colour, anchor);
    }

    pub(super) fn write(&mut self, text: &str, x: f64, y: f64, size: f64, colour: &str, anchor: Anchor) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let _infallible = writeln!(
            self.body,
            r#"<text x="{x:.1}" y="{y:.1}" font-size="{size}" fill="{colour}" text-anchor="{anchor}">{}</text>"#,
            escaped(text)
        );
    }

    pub(super) fn rectangle(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), colour: &str) {
        let (width, height) = (width.max(0.0), height.max(0.0));
        let _infallible = writeln!(
            self.body,
            r#"<rect x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" rx="2" fill="{colour}"/>"#
        );
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: &str, width: f64) {
        let _infallible = writeln!(
            self.body,
            r#"<line x1="{:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}" stroke="{colour}" stroke-width="{width}"/>"#,
            from.0, from.1, to.0, to.1
        );
    }

    pub(super) fn path(&mut self, points: &[(f64, f64)], colour: &str) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let _infallible = writeln!(
            self.body,
            r#"<polyline points="{}" fill="none" stroke="{colour}" stroke-width="2.5" stroke-linejoin="round" stroke-linecap="round"/>"#,
            points.join(" ")
        );
    }

    pub(super) fn dot(&mut self, (x, y): (f64, f64), colour: &str) {
        let _infallible = writeln!(self.body, r#"<circle cx="{x:.1}" cy="{y:.1}" r="4" fill="{colour}"/>"#);
    }

    /// The whole picture.
    pub(super) fn finish(self) -> String {
        let height = (self.y + EDGE).ceil();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
             font-family=\"{FONTS}\">\n<rect width=\"{WIDTH}\" height=\"{height}\" fill=\"{PAPER}\"/>\n{}</svg>\n",
            self.body
        )
    }
}

/// XML's own characters as entities; what XML forbids, and what turns or hides text, left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\'' => escaped += "&#39;",
            '\n' | '\t' | '\r' => escaped.push(' '),
            c if c.is_control() || is_invisible(c) => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Zero-width characters, directions, and what XML does not allow.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Whether a character is as wide as it is high.
fn is_wide(c: char) -> bool {
    is_han(c)
        || matches!(c as u32, 0x1100..=0x115F | 0x2E80..=0x33FF | 0xAC00..=0xD7AF | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0x1F300..=0x1FAFF)
}

/// About how wide a text is: the font's mean, on the safe side.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    let ems = |c: char| match c {
        c if is_wide(c) => 1.0,
        'i' | 'l' | 'j' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.3,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '—' | '…' => 0.93,
        c if c.is_uppercase() => 0.66,
        _ => 0.56,
    };
    text.chars().map(ems).sum::<f64>() * size
}

/// A text that fits, cut with an ellipsis if it has to be.
pub(super) fn fit(text: &str, size: f64, width: f64) -> String {
    if text_width(text, size) <= width {
        return text.to_owned();
    }
    let room = width - text_width("…", size);
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if text_width(&kept, size) > room {
            kept.pop();
            break;
        }
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// The lines that a text takes: broken at spaces, and between Han characters but not before their punctuation.
pub(super) fn wrap(text: &str, size: f64, width: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut pieces: Vec<String> = Vec::new();
    for c in text.chars() {
        let joins = matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？' | '）' | '”' | '」' | '%');
        match pieces.last_mut() {
            Some(last) if joins => last.push(c),
            Some(last) if !is_wide(c) && !last.ends_with(' ') && !last.chars().next_back().is_some_and(is_wide) => {
                last.push(c)
            }
            _ => pieces.push(c.to_string()),
        }
    }
    for piece in pieces {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() || text_width(line, size) + text_width(piece.trim_end(), size) <= width {
            line.push_str(&piece);
        } else {
            lines.push(piece);
        }
    }
    lines.iter().map(|line| fit(line.trim_end(), size, width)).filter(|line| !line.is_empty()).collect()
}

/// A finite value, or none.
pub(super) fn finite(value: f64) -> Option<f64> {
    // Past this, arithmetic on pixels overflows.
    Some(value).filter(|value| value.is_finite() && value.abs() < 1e300)
}
