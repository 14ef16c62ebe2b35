//! Plain words that mean a command, in English and Chinese: a small grammar of regular expressions, so that no model is
//! asked what "give me three posts about the oat-milk latte for Instagram" means.
//!
//! | file | what it does |
//! | --- | --- |
//! | `english`, `chinese` | requests for ideas in one language |
//! | `words` | platforms, formats and counts in plain words |

mod chinese;
mod english;
mod words;

use copydesk_analysis::Language;

use crate::commands::Command;
use crate::commands::ideas::Asked;
use crate::config::Config;
use crate::texts::Problem;

/// The command that plain words mean, if they mean one.
pub fn understand(text: &str, config: &Config) -> Option<Result<Command, Problem>> {
    let text = text.trim();
    match text.trim_end_matches(['!', '！', '.', '。', '?', '？']).to_lowercase().as_str() {
        "help" | "帮助" | "what can you do" | "你能做什么" | "你会什么" => {
            return Some(Ok(Command::Help(String::new())));
        }
        "quit" | "exit" | "bye" | "退出" | "再见" => return Some(Ok(Command::Quit)),
        "show our preferences" | "show preferences" | "our preferences" | "我们的偏好" | "显示偏好" => {
            return Some(Ok(Command::ShowPreferences));
        }
        "which model are you"
        | "what model are you"
        | "which model answers"
        | "which model do you use"
        | "what model do you use"
        | "which model is this"
        | "你用的是什么模型"
        | "你是什么模型"
        | "你用什么模型"
        | "用的是什么模型"
        | "现在是什么模型"
        | "你用的是哪个模型" => return Some(Ok(Command::Model)),
        _ => {}
    }
    english::understand(text, config).or_else(|| chinese::understand(text, config))
}

fn ask(
    config: &Config,
    topic: &str,
    platform: Option<&str>,
    format: Option<&str>,
    count: Option<String>,
    language: Language,
) -> Result<Command, Problem> {
    let asked = Asked { topic, platform, format, count: count.as_deref(), language };
    asked.check(config).map(Command::Ideas)
}

#[cfg(test)]
mod tests {
    use copydesk_analysis::{Format, Language, Platform};

    use super::understand;
    use crate::commands::Command;
    use crate::commands::ideas::IdeasRequest;
    use crate::config::Config;

    pub fn ideas(text: &str) -> Option<IdeasRequest> {
        let config = Config::parse("", None).expect("the built-in configuration is whole");
        match understand(text, &config)? {
            Ok(Command::Ideas(request)) => Some(request),
            _ => None,
        }
    }

    /// topic, platform, format, count
    pub fn shown(text: &str) -> String {
        ideas(text).map_or_else(
            || "conversation".into(),
            |it| {
                let platform = it.platform.map_or("-", Platform::id);
                let format = it.format.map_or("-", Format::id);
                format!("{} | {platform} | {format} | {}", it.topic, it.count)
            },
        )
    }

    #[test]
    fn what_is_no_request_stays_conversation() {
        let talk = [
            "Which posts about the latte did best?",
            "When should we post?",
            "what do you think about our posts about coffee",
            "posts about coffee bore me",
            "我们什么时候发帖比较好？",
            "thanks, that was good",
            "Show me our posts about the latte",
            "I like posts about coffee",
            "One post about coffee got 500 likes",
            "give me feedback on my post about coffee",
            "为什么小红书文案要写标题",
            "想问一下燕麦拿铁的文案",
        ];
        for text in talk {
            assert_eq!(shown(text), "conversation", "{text}");
        }
    }

    #[test]
    fn a_question_for_the_model_is_understood_in_both_languages() {
        let config = Config::parse("", None).expect("the built-in configuration is whole");
        for text in ["Which model are you?", "what model do you use", "你用的是什么模型？", "你用的是什么模型"]
        {
            assert!(matches!(understand(text, &config), Some(Ok(Command::Model))), "{text}");
        }
        for text in ["Which model of car suits our post?", "我们的模型车怎么写文案比较好"] {
            assert!(!matches!(understand(text, &config), Some(Ok(Command::Model))), "{text}");
        }
    }

    #[test]
    fn a_misspelt_platform_is_asked_about_and_a_missing_topic_too() {
        let config = Config::parse("", None).expect("the built-in configuration is whole");
        let told = |text: &str| match understand(text, &config) {
            Some(Err(problem)) => problem.message.say(Language::English),
            other => format!("{other:?}"),
        };
        for (text, name) in [
            ("give me three posts about latte for insta", "insta"),
            ("write two posts about our sale on twiter", "twiter"),
            ("two posts about the latte for MySpace", "MySpace"),
        ] {
            assert_eq!(told(text), format!("I don't know the platform \"{name}\"."), "{text}");
        }
        let nothing = crate::texts::sentence!("ideas-no-topic").say(Language::English);
        for text in ["give me three posts", "ideas please", "写几条小红书文案"] {
            assert_eq!(told(text), nothing, "{text}");
        }
        assert!(matches!(understand("give me zero posts about latte", &config), Some(Err(_))));
    }

    #[test]
    fn too_many_are_refused_in_plain_words_too() {
        let config = Config::parse("", None).expect("the built-in configuration is whole");
        assert!(matches!(understand("give me 500 posts about coffee", &config), Some(Err(_))));
        assert!(matches!(understand("给燕麦拿铁写二十条文案", &config), Some(Err(_))));
    }
}
