//! A video script taken apart into its scenes, each with the time that its words take.

use std::sync::LazyLock;

use regex::Regex;

use crate::{Unit, count};

/// No scene is shorter, in seconds: a picture needs a moment to be seen.
const SHORTEST: u32 = 2;

/// One scene of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    /// What it is called, such as `Hook`; empty if the script does not say.
    pub label: String,
    /// What is said or seen.
    pub text: String,
    /// When it begins, in seconds.
    pub from: u32,
    /// When it ends, in seconds.
    pub to: u32,
}

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?i)(?:^|\s)(hook|scene(?: \d{1,2})?|close|开头|画面 ?\d{0,2}|结尾)\s*[:：]\s*";
    Regex::new(pattern).expect("the pattern is constant")
});

/// The scenes of a script, in order. What stands before the first label is a scene without one.
pub fn scenes(script: &str) -> Vec<Scene> {
    let mut parts: Vec<(String, &str)> = Vec::new();
    let (mut label, mut begin) = (String::new(), 0);
    for found in LABEL.captures_iter(script) {
        let (Some(whole), Some(name)) = (found.get(0), found.get(1)) else { continue };
        parts.push((std::mem::take(&mut label), script.get(begin..whole.start()).unwrap_or_default()));
        label = name.as_str().to_string();
        begin = whole.end();
    }
    parts.push((label, script.get(begin..).unwrap_or_default()));
    let mut from = 0;
    let mut timed = Vec::new();
    for (label, text) in parts {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            continue;
        }
        let to = from + count(&text, Unit::Seconds).max(SHORTEST);
        timed.push(Scene { label, text, from, to });
        from = to;
    }
    timed
}

/// Seconds as people write them on a script: `1:05`.
pub fn timecode(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::{Scene, scenes, timecode};

    fn scene(label: &str, text: &str, from: u32, to: u32) -> Scene {
        Scene { label: label.into(), text: text.into(), from, to }
    }

    #[test]
    fn a_script_is_taken_apart_at_its_labels_in_both_languages() {
        let script = "Hook: Where have your trail shoes been lately? Scene: A row of muddy pairs on a bench. Close: Bring yours.";
        assert_eq!(
            scenes(script),
            [
                scene("Hook", "Where have your trail shoes been lately?", 0, 3),
                scene("Scene", "A row of muddy pairs on a bench.", 3, 7),
                scene("Close", "Bring yours.", 7, 9),
            ]
        );
        let labels: Vec<String> = scenes("开头：你的跑鞋去过哪儿？ 画面：长椅上一排鞋。 结尾：带上旧鞋来。")
            .into_iter()
            .map(|it| it.label)
            .collect();
        assert_eq!(labels, ["开头", "画面", "结尾"]);
        assert_eq!(scenes("No labels at all."), [scene("", "No labels at all.", 0, 2)]);
        assert_eq!(scenes(" "), []);
    }

    #[test]
    fn times_are_written_as_on_a_script() {
        assert_eq!([timecode(3), timecode(65)], ["0:03", "1:05"]);
    }
}
