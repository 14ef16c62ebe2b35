//! The corpus's form, read.

use super::{CorpusText, Earlier, KINDS, Planted, Platform, PlatformRoom, Rule, RuleKind, Tone};

/// Emoji that fit, if a text says nothing else: what the preference "few" allows.
const FEW_EMOJI: usize = 3;

/// The texts of a file.
pub(super) fn texts(file: &'static str) -> Result<Vec<CorpusText>, String> {
    file.split("\n=== ").skip(1).map(text).collect()
}

fn text(piece: &'static str) -> Result<CorpusText, String> {
    let (name, rest) = piece.split_once('\n').ok_or_else(|| format!("{piece:?} has no text"))?;
    let (head, body) = match rest.strip_prefix("---\n") {
        Some(body) => ("", body),
        None => rest.split_once("\n---\n").ok_or_else(|| format!("{name:?} has no ---"))?,
    };
    let mut text = CorpusText {
        name,
        text: body.trim(),
        faults: Vec::new(),
        platform: None,
        keyphrase: None,
        tone: Tone::Any,
        most_emoji: FEW_EMOJI,
        rules: Vec::new(),
        earlier: Vec::new(),
    };
    for line in head.lines() {
        let (key, value) = line.split_once(": ").ok_or_else(|| format!("{name}: {line:?} has no colon"))?;
        set(&mut text, key, value).ok_or_else(|| format!("{name}: can't read {line:?}"))?;
    }
    Ok(text)
}

/// Takes one line of a text's head; `None` if it can't be read.
fn set(text: &mut CorpusText, key: &str, value: &'static str) -> Option<()> {
    let (first, second) = value.split_once(" | ").unwrap_or((value, ""));
    match key {
        "fault" => {
            let kind = KINDS.into_iter().find(|kind| *kind == first)?;
            text.faults.push(Planted { kind, words: second });
        }
        "platform" => {
            let mut fields = value.split(' ');
            let platform = Platform::from_name(fields.next()?)?;
            let limit = fields.next()?.parse().ok()?;
            let hashtags = match fields.next()? {
                "-" => None,
                most => Some(most.parse().ok()?),
            };
            text.platform = Some((platform, PlatformRoom { platform, limit: Some(limit), title: None, hashtags }));
        }
        "title" => text.platform.as_mut()?.1.title = Some(value.parse().ok()?),
        "keyphrase" => text.keyphrase = Some(value),
        "tone" => {
            text.tone = match value {
                "positive" => Tone::Positive,
                "sober" => Tone::Sober,
                _ => return None,
            }
        }
        "emoji" => text.most_emoji = value.parse().ok()?,
        "rule" => {
            let (pattern, say) = second.split_once(" > ").unwrap_or((second, ""));
            let kind = match first {
                "banned" => RuleKind::Banned,
                "required" => RuleKind::Required,
                "preferred" => RuleKind::Preferred { say: say.to_string() },
                _ => return None,
            };
            let rule = Rule { kind, pattern: pattern.to_string(), example: pattern.to_string() };
            text.rules.push(rule.matcher().ok()?);
        }
        "earlier" => text.earlier.push(Earlier { id: first, text: second }),
        _ => return None,
    }
    Some(())
}
