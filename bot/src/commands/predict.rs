//! `/predict`: what a text will likely do, why, and what would raise it.

mod moment;

use std::collections::BTreeMap;

use copydesk_analysis::learn::{Metric, Observation, Settings, Verdict, is_read};
use copydesk_analysis::{Language, Platform, named_only};

use self::moment::Moment;
use crate::answer::{Answer, FormAsked, Predicted, PredictedMoment, PredictedVariant};
use crate::commands::insight::{all_the_same, too_few};
use crate::commands::train::{metric_option, posts, trained};
use crate::commands::{Command, METRIC, PLATFORM, Spec, command, option, platform_option};
use crate::config::Config;
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::learning::{self, stored};
use crate::present::platform_in;
use crate::session::Session;
use crate::texts::{Problem, sentence};

/// The command of this file.
pub static COMMANDS: &[Spec] = &[Spec {
    rest: "rest-text",
    asks: Some("ask-predict"),
    options: &[PLATFORM, option("time", "时间"), option("form", "体裁"), METRIC],
    example: Some("command-predict-example"),
    ..command(&["predict"], &["预测"], "command-predict", read)
}];

/// The longest text of any platform.
const MOST_CHARACTERS: usize = 65_000;
/// More variants than anybody writes.
const MOST_VARIANTS: usize = 10;
/// Past posts from which on a model knows something of a language.
const LEAST_IN_LANGUAGE: usize = 5;
/// What would raise it: so many.
const RAISES: usize = 3;

/// Texts to be predicted.
#[derive(Debug, Clone, PartialEq)]
pub struct PredictRequest {
    /// One or more variants.
    pub texts: Vec<String>,
    /// Where it is to run; the platform with most posts unless given.
    pub platform: Option<Platform>,
    /// When it is to run; now unless given.
    pub time: Option<Moment>,
    /// Its form as the past posts have it, such as "video"; empty unless given.
    pub form: String,
    /// What is predicted.
    pub metric: Metric,
}

/// Reads `/predict TEXT [platform=…] [time=…] [form=…]`; variants are divided by " | " or ｜.
///
/// # Errors
/// A sentence for the first thing that is wrong.
pub fn read(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let written = if invocation.text.trim().is_empty() { invocation.rest.as_str() } else { invocation.text.as_str() };
    let written = written.trim();
    if written.is_empty() {
        return Err(Problem::new(sentence!("predict-no-text"), sentence!("predict-no-text-help")));
    }
    let length = written.chars().count();
    if length > MOST_CHARACTERS {
        return Err(sentence!("campaign-long-text", length = length, most = MOST_CHARACTERS).into());
    }
    let texts = variants(written);
    if texts.is_empty() || !texts.iter().all(|text| says_something(text)) {
        return Err(Problem::new(sentence!("predict-blank"), sentence!("predict-no-text-help")));
    }
    if texts.len() > MOST_VARIANTS {
        return Err(sentence!("predict-many", count = texts.len(), most = MOST_VARIANTS).into());
    }
    let time = invocation.option("time").map(moment::read).transpose()?;
    let platform = platform_option(invocation.option("platform"))?;
    let form = invocation.option("form").unwrap_or_default().trim().chars().take(100).collect();
    let metric = metric_option(invocation)?;
    Ok(Command::Predict(Box::new(PredictRequest { texts, platform, time, form, metric })))
}

/// The texts between " | " or ｜, the full-width bar of Chinese keyboards, which needs no blanks around it.
fn variants(written: &str) -> Vec<String> {
    let texts = written.split(" | ").flat_map(|text| text.split('｜'));
    texts.map(|text| text.trim().trim_matches('"').trim().to_owned()).filter(|it| !it.is_empty()).collect()
}

/// Whether there is a letter, a digit or a picture in a text.
fn says_something(text: &str) -> bool {
    // Dashes, spaces that can't be seen and Chinese punctuation are neither.
    let is_picture = |c: char| matches!(c as u32, 0x2190..=0x2BFF | 0x1F000..=0x1FAFF);
    text.chars().any(|c| c.is_alphanumeric() || is_picture(c))
}

/// Predicts with the model in force, or with one that is trained for this answer.
///
/// # Errors
/// That there are too few posts, that the platform has none, or what the storage says.
pub async fn handle(desk: &Desk, session: &Session, request: PredictRequest) -> Result<Answer, Problem> {
    let failed = |error| desk.storage_problem(&error);
    let posts = posts(desk, session).await?;
    let stored = stored::in_force(&session.records, request.metric).await.map_err(failed)?;
    let (version, model, card) = match stored {
        Some(stored) => (Some(stored.version), stored.model, stored.card),
        None => {
            let settings = Settings { metric: request.metric, ..Settings::default() };
            let found = trained(desk, session, &posts, settings).await?;
            let have = found.card.posts;
            if found.card.verdict == Verdict::Constant {
                return Err(all_the_same(have, request.metric));
            }
            let Some(model) = found.model else {
                return Err(too_few(have, &desk.knowledge(session).await?.unlearnable()));
            };
            (None, model, found.card)
        }
    };
    let most = |platform: &Platform| posts.iter().filter(|post| post.platform == *platform).count();
    let usual = Platform::all().filter(|platform| model.platforms().any(|id| id == platform.id())).max_by_key(most);
    let platform = request.platform.or(usual).unwrap_or(Platform::Instagram);
    let now = learning::when(&session.now);
    let when = request.time.map_or(now, |moment| moment.next(session.now.date(), now.hour));
    let draft =
        |text: &String| Observation { format: request.form.clone(), ..Observation::draft(text, platform, when) };
    let drafts: Vec<Observation> = request.texts.iter().map(draft).collect();
    let predictions: Option<Vec<_>> = drafts.iter().map(|draft| model.predict(draft)).collect();
    let predictions = predictions.ok_or_else(|| {
        let name =
            |id: &str| Platform::from_name(id).map_or_else(|| id.to_owned(), |it| platform_in(it, session.language));
        let known: Vec<String> = model.platforms().map(name).collect();
        Problem::new(
            if !card.settings.platforms.is_empty() && most(&platform) > 0 {
                sentence!("predict-not-in-model", platform = platform_in(platform, session.language))
            } else {
                sentence!("predict-no-platform", platform = platform_in(platform, session.language))
            },
            sentence!("i-know", names = known),
        )
    })?;
    let chances = model.chances(&predictions);
    let mut variants: Vec<PredictedVariant> = request
        .texts
        .iter()
        .zip(predictions.into_iter().zip(chances))
        .map(|(text, (prediction, chance_best))| PredictedVariant { text: text.clone(), chance_best, prediction })
        .collect();
    variants.sort_by(|left, right| right.chance_best.total_cmp(&left.chance_best));
    let first = variants.first().map(|first| draft(&first.text));
    let language = first.as_ref().and_then(Observation::language);
    let forms = first.as_ref().and_then(|first| model.missing_form(first)).unwrap_or_default();
    let forms = forms.into_iter().map(str::to_owned).collect();
    let raises = first.map_or_else(Vec::new, |first| model.raises(&first, RAISES));
    let seen = |language: &Language| {
        card.languages.iter().any(|it| it.name == language.code() && it.posts >= LEAST_IN_LANGUAGE)
    };
    let text = variants.first().map_or("", |first| first.text.as_str());
    let code = language.map(Language::code).or_else(|| named_only(text)).map(str::to_owned);
    // Posts of languages that are not recognised are counted together.
    let seen_unknown = card.languages.iter().any(|it| it.name.is_empty() && it.posts >= LEAST_IN_LANGUAGE);
    let is_new = language.map_or(!seen_unknown, |language| !seen(&language));
    let has_letters = variants.first().is_some_and(|first| first.text.chars().any(char::is_alphabetic));
    let form = (!request.form.is_empty()).then(|| form_asked(&request.form, &posts));
    Ok(Answer::Predicted(Box::new(Predicted {
        platform: platform.id().to_owned(),
        version,
        regression: model.is_regression(),
        posts: card.posts,
        variants,
        raises,
        new_language: code.clone().filter(|_| is_new && has_letters),
        language: code,
        form,
        forms,
        unread_language: has_letters && !is_read(language),
        moment: PredictedMoment {
            weekday: when.weekday(),
            hour: when.hour,
            given: request.time.is_some(),
            hour_is_known: model.knows_the_time(when),
        },
    })))
}

/// What past posts have of a form.
fn form_asked(form: &str, posts: &[Observation]) -> FormAsked {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in posts.iter().map(|post| post.format.trim().to_lowercase()).filter(|name| !name.is_empty()) {
        *counts.entry(name).or_default() += 1;
    }
    let posts = counts.get(&form.to_lowercase()).copied().unwrap_or(0);
    let mut known: Vec<(String, usize)> = counts.into_iter().collect();
    known.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    FormAsked { form: form.to_owned(), posts, known: known.into_iter().map(|(name, _)| name).collect() }
}

#[cfg(test)]
mod tests {
    use super::{form_asked, says_something, variants};
    use copydesk_analysis::Platform;
    use copydesk_analysis::learn::{Observation, When};

    #[test]
    fn a_text_without_letters_digits_or_pictures_says_nothing() {
        for text in ["", " \u{200b}", "…", "——", "！？", "\"\"", "\u{3000}。"] {
            assert!(!says_something(text), "{text:?}");
        }
        assert!(["ok", "好", "7", "🔥", "☕", "→"].into_iter().all(says_something));
    }

    #[test]
    fn a_full_width_bar_divides_variants_as_a_bar_between_blanks_does() {
        assert_eq!(
            variants("\"河边的拿铁？\"｜河边的冷萃。 ｜ 爵士之夜"),
            ["河边的拿铁？", "河边的冷萃。", "爵士之夜"]
        );
        assert_eq!(variants("\"One\" | Two|2｜ "), ["One", "Two|2"]);
    }

    #[test]
    fn a_form_is_counted_among_past_posts_whatever_its_capitals() {
        let post = |format: &str| Observation {
            format: format.into(),
            ..Observation::draft("x", Platform::X, When::default())
        };
        let posts = [post("Photo"), post("photo"), post(""), post("reel")];
        assert_eq!((form_asked("PHOTO", &posts).posts, form_asked("video", &posts).posts), (2, 0));
        assert_eq!(form_asked("video", &posts).known, ["photo", "reel"]);
    }
}
