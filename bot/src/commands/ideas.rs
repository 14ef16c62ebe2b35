//! `/ideas`: post ideas from the model, each with its reasons.

use std::sync::Arc;
use std::time::Instant;

use copydesk_analysis::{Format, Language, Platform, Unit};
use copydesk_storage::{Person, Preferences};

use crate::answer::{Answer, Reason};
use crate::campaigns::meaning;
use crate::commands::{
    Command, LANG, PLATFORM, Spec, Takes, choices, command, language_option, number_option, option, platform_option,
};
use crate::config::Config;
use crate::desk::Desk;
use crate::ideas::job::Job;
use crate::ideas::learned::{self, Learned};
use crate::ideas::plan::{Planned, angles};
use crate::ideas::variation::{How, Variation};
use crate::invocation::Invocation;
use crate::knowledge::Knowledge;
use crate::learning::ranking::{self, Tastes};
use crate::nearest::nearest;
use crate::session::{Session, person_id};
use crate::texts::{Problem, Value, sentence};
use crate::{learning, person, present};

/// The command of this file.
pub static COMMANDS: &[Spec] = &[Spec {
    rest: "rest-topic",
    asks: Some("ask-topic"),
    options: &[
        PLATFORM,
        option("count", "数量").whole(1, u64::MAX),
        option("format", "形式").takes(Takes::OneOf(choices::formats)),
        LANG,
    ],
    example: Some("command-ideas-example"),
    ..command(&["ideas"], &["点子"], "command-ideas", read)
}];

/// Topics that take turns where nobody names one.
const TOPICS_OF_DAYS: usize = 5;
/// Among which they are looked for.
const TOPICS_LOOKED_AT: usize = 50;

/// Ideas that were asked for, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct IdeasRequest {
    /// The subject.
    pub topic: String,
    /// Where it runs, if said.
    pub platform: Option<Platform>,
    /// Post, title or script, if said.
    pub format: Option<Format>,
    /// How many.
    pub count: usize,
    /// The language of the copy.
    pub language: Language,
    /// Which idea it starts from, if any.
    pub variation: Option<Variation>,
    /// Why the topic was chosen, where nobody named one.
    pub chosen: Option<Reason>,
}

/// Reads `/ideas topic [platform=…] [count=…] [format=…] [lang=…]`.
///
/// # Errors
/// A sentence for each thing that can be wrong.
pub fn read(invocation: &Invocation, config: &Config) -> Result<Command, Problem> {
    let language = language_option(invocation.option("lang"))?.or_else(|| Language::of(&invocation.rest));
    let asked = Asked {
        topic: &invocation.rest,
        platform: invocation.option("platform"),
        format: invocation.option("format"),
        count: invocation.option("count"),
        language: language.unwrap_or(Language::English),
    };
    // Without a topic, the person's own may do; the handler knows them.
    let request = if invocation.rest.is_empty() { asked.options(config) } else { asked.check(config) };
    request.map(Command::Ideas)
}

/// Ideas as they were asked for, in a command or in plain words.
pub struct Asked<'a> {
    /// The subject.
    pub topic: &'a str,
    /// A platform's name.
    pub platform: Option<&'a str>,
    /// A format's name.
    pub format: Option<&'a str>,
    /// A number in digits.
    pub count: Option<&'a str>,
    /// The language of the copy.
    pub language: Language,
}

impl Asked<'_> {
    /// Checks every part.
    ///
    /// # Errors
    /// A sentence for the first that is wrong.
    pub fn check(&self, config: &Config) -> Result<IdeasRequest, Problem> {
        let topic = self.topic.trim();
        if !topic.chars().any(char::is_alphanumeric) {
            return Err(no_topic());
        }
        let length = topic.chars().count();
        if length > config.ideas.topic_characters {
            return Err(Problem::new(
                sentence!("ideas-topic-long", length = length, most = config.ideas.topic_characters),
                sentence!("ideas-topic-long-help"),
            ));
        }
        self.options(config)
    }

    /// Checks all but the topic.
    fn options(&self, config: &Config) -> Result<IdeasRequest, Problem> {
        let topic = self.topic.trim();
        let count = number_option("count", self.count, 1..=config.ideas.most)?.unwrap_or(config.ideas.count);
        let format = self.format.map(read_format).transpose()?;
        let platform = platform_option(self.platform)?;
        if let (Some(platform), Some(format)) = (platform, format) {
            takes(config, platform, format)?;
        }
        Ok(IdeasRequest {
            topic: topic.to_string(),
            platform,
            format,
            count,
            language: self.language,
            variation: None,
            chosen: None,
        })
    }
}

fn no_topic() -> Problem {
    Problem::new(sentence!("ideas-no-topic"), sentence!("ideas-no-topic-help"))
}

fn read_format(name: &str) -> Result<Format, Problem> {
    Format::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = Format::ALL.iter().map(|format| format.id()).collect();
        let shown: Vec<Value> = Format::ALL.iter().map(|&format| format_word(format)).collect();
        let message = sentence!("format-unknown", name = name);
        match nearest(name, names.iter().copied()) {
            Some(near) => Problem::new(message, sentence!("did-you-mean", name = near, names = shown)),
            None => Problem::new(message, sentence!("i-know", names = shown)),
        }
    })
}

/// A format as its reader types it.
fn format_word(format: Format) -> Value {
    match format {
        Format::Post => Value::Bilingual("post", "文案"),
        Format::Title => Value::Bilingual("title", "标题"),
        Format::Script => Value::Bilingual("script", "脚本"),
    }
}

/// Whether a platform has a format.
fn takes(config: &Config, platform: Platform, format: Format) -> Result<(u32, Unit), Problem> {
    config.limit(platform, format).ok_or_else(|| {
        let formats = Format::ALL.iter().filter(|&&format| config.limit(platform, format).is_some());
        let formats: Vec<Value> = formats.map(|&format| format_word(format)).collect();
        Problem::new(
            sentence!(
                "format-not-there",
                platform = present::platform(platform),
                format = present::format_name(format)
            ),
            sentence!("format-not-there-help", platform = present::platform(platform), formats = formats),
        )
    })
}

/// Where and as what the ideas run: as asked, or the first of the person's or else the team's platforms that has the format.
fn place(
    config: &Config,
    request: &IdeasRequest,
    preferences: &Preferences,
    person: &Person,
) -> Result<(Platform, Format), Problem> {
    let takes = |platform: Platform, format: Format| config.limit(platform, format).is_some();
    let chinese = request.language == Language::Chinese;
    if let Some(platform) = request.platform {
        let format = request.format.or_else(|| Format::ALL.into_iter().find(|&format| takes(platform, format)));
        let format = format.unwrap_or(Format::Post);
        self::takes(config, platform, format)?;
        return Ok((platform, format));
    }
    let format = request.format.unwrap_or(Format::Post);
    let at_home = |platform: &Platform| {
        // Chinese copy belongs on Chinese platforms, and the other way round, if the team has both.
        matches!(platform, Platform::Xiaohongshu | Platform::Weibo | Platform::WeChat) == chinese
    };
    let names = person.platforms.iter().chain(&preferences.platforms);
    let teams: Vec<Platform> = names.filter_map(|name| Platform::from_name(name)).collect();
    let usual = match (format, chinese) {
        (Format::Post, false) => Platform::Instagram,
        (Format::Title, false) => Platform::Blog,
        (Format::Script, false) => Platform::TikTok,
        (Format::Title, true) => Platform::WeChat,
        (_, true) => Platform::Xiaohongshu,
    };
    let fitting = |platform: &&Platform| takes(**platform, format);
    let chosen = teams.iter().filter(fitting).find(|platform| at_home(platform));
    let chosen = if format == Format::Title { None } else { chosen.or_else(|| teams.iter().find(fitting)) };
    Ok((chosen.copied().unwrap_or(usual), format))
}

/// Writes the ideas.
///
/// # Errors
/// What is missing, or the model's failure.
pub async fn handle(desk: &Desk, session: &Session, request: IdeasRequest) -> Result<Answer, Problem> {
    let knowledge = desk.knowledge(session).await?;
    let person = person::of(desk, session).await?;
    let request = if request.topic.is_empty() {
        let (topic, chosen) = topic_of_the_day(desk, session, &knowledge, &person.topics).await?;
        IdeasRequest {
            language: Language::of(&topic).unwrap_or(request.language),
            topic,
            chosen: Some(chosen),
            ..request
        }
    } else {
        request
    };
    let (platform, format) = place(&desk.config, &request, &knowledge.preferences, &person)?;
    let limit = takes(&desk.config, platform, format)?;
    meaning::prepare(desk, &session.records, &knowledge, &request.topic).await;
    let planned = angles(&knowledge, platform, format, request.language, &request.topic);
    let learned = learned(desk, session, &knowledge, &request, format, planned);
    let until = Instant::now() + desk.config.llm.deadline;
    let job = Job { desk, session, knowledge: &knowledge, request: &request, platform, format, limit, until };
    let rework = request.variation.as_ref().filter(|variation| matches!(variation.how, How::Shorter | How::Longer));
    let mut choice = desk.model.choice(request.language);
    let mut answerer = match choice.next().await {
        Ok(answerer) => answerer,
        Err(problem) if rework.is_some() => return Err(problem),
        Err(problem) => return Ok(job.angles_instead(problem, learned.planned)),
    };
    if rework.is_none() {
        job.show_heading().await;
    }
    loop {
        let answered = match rework {
            Some(variation) => job.rework(&answerer, variation).await,
            None => job.write(&answerer, &learned).await,
        };
        match answered {
            Ok(answer) => {
                answerer.answered();
                return Ok(answer);
            }
            Err(failure) => match choice.after(&answerer, failure).await {
                Ok(next) => answerer = next,
                Err(problem) if session.cancel.is_cancelled() || rework.is_some() => return Err(problem),
                // Nobody writes, but what worked is known.
                Err(problem) => return Ok(job.angles_instead(problem, learned.planned)),
            },
        }
    }
}

/// One of the topics that rank highest for the person, each day the next; and why.
async fn topic_of_the_day(
    desk: &Desk,
    session: &Session,
    knowledge: &Arc<Knowledge>,
    own: &[String],
) -> Result<(String, Reason), Problem> {
    let tastes = Tastes::of(&session.records, knowledge, Some(&person_id(&session.origin))).await;
    let tastes = tastes.map_err(|error| desk.storage_problem(&error))?;
    let knowledge = Arc::clone(knowledge);
    let mut ranked = learning::compute(desk, move || tastes.topics(&knowledge, TOPICS_LOOKED_AT)).await?;
    // Who follows topics is asked for nothing else.
    let followed: Vec<_> = ranked.iter().filter(|it| own.contains(&it.topic)).cloned().collect();
    if !followed.is_empty() {
        ranked = followed;
    }
    ranked.truncate(TOPICS_OF_DAYS);
    let day = usize::try_from(session.now.day_of_year()).unwrap_or_default();
    let chosen = day.checked_rem(ranked.len()).and_then(|place| ranked.get(place)).ok_or_else(no_topic)?;
    Ok((chosen.topic.clone(), ranking::reason(chosen)))
}

/// The order in which angles are tried: what people did decides, unless the request names an angle.
fn learned(
    desk: &Desk,
    session: &Session,
    knowledge: &Knowledge,
    request: &IdeasRequest,
    format: Format,
    planned: Vec<Planned>,
) -> Learned {
    let seed = desk.seed(desk.config.idea_task.seed, &session.now);
    match &request.variation {
        None => learned::ordered(planned, knowledge, format, seed),
        Some(Variation { how: How::Angle, angle, .. }) => {
            let others = planned.into_iter().filter(|planned| planned.angle != *angle).collect();
            learned::ordered(others, knowledge, format, seed)
        }
        Some(Variation { angle, .. }) => {
            let same = planned.into_iter().find(|planned| planned.angle == *angle);
            let same = same.unwrap_or(Planned { angle: *angle, record: None, tally: None });
            Learned { planned: vec![same], propensities: Vec::new() }
        }
    }
}
