//! `/idea …`: more like an idea, another angle, shorter, longer; use it, or say that it is not for the team.

use copydesk_analysis::{Angle, Format, Language, Platform};
use copydesk_storage::{Idea, Numbered};

use super::ideas::{self, IdeasRequest};
use crate::answer::{Answer, Done, Idea as IdeaShown, Ideas, LengthShown, ModelShown, QuestionShown, TermShown};
use crate::as_typed;
use crate::board::Known;
use crate::commands::{Command, Spec, command, number_option, option};
use crate::config::Config;
use crate::desk::Desk;
use crate::drafts::shown;
use crate::ideas::deeds::{self, told};
use crate::ideas::evidence::from_evidence;
use crate::ideas::variation::{How, Variation};
use crate::invocation::Invocation;
use crate::learning::ranking;
use crate::session::{Session, person_id};
use crate::texts::{Problem, sentence};

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[
    Spec {
        rest: "rest-idea",
        asks: Some("ask-idea"),
        ..command(&["idea", "show"], &["想法", "显示"], "command-idea-show", read_show)
    },
    Spec {
        rest: "rest-idea",
        asks: Some("ask-idea"),
        options: &[option("count", "数量").whole(1, u64::MAX)],
        ..command(&["idea", "more"], &["想法", "更多"], "command-idea-more", read_more)
    },
    Spec {
        rest: "rest-idea",
        asks: Some("ask-idea"),
        ..command(&["idea", "angle"], &["想法", "换角度"], "command-idea-angle", read_angle)
    },
    Spec {
        rest: "rest-idea",
        asks: Some("ask-idea"),
        ..command(&["idea", "shorter"], &["想法", "短一点"], "command-idea-shorter", read_shorter)
    },
    Spec {
        rest: "rest-idea",
        asks: Some("ask-idea"),
        ..command(&["idea", "longer"], &["想法", "长一点"], "command-idea-longer", read_longer)
    },
    Spec {
        rest: "rest-idea",
        asks: Some("ask-idea"),
        example: Some("command-idea-use-example"),
        ..command(&["idea", "use"], &["想法", "采用"], "command-idea-use", read_use)
    },
    Spec {
        rest: "rest-idea-reason",
        asks: Some("ask-idea-reason"),
        then: Some(("then-idea-reject", false)),
        example: Some("command-idea-reject-example"),
        ..command(&["idea", "reject"], &["想法", "不要"], "command-idea-reject", read_reject)
    },
];

/// What is to be done with an idea.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdeaWish {
    /// Shows it.
    Show(u32),
    /// Makes others from it, so many.
    Vary(u32, How, usize),
    /// Makes it a draft.
    Use(u32),
    /// It is not for the team, for a reason that may be empty.
    Refuse(u32, String),
}

fn read_show(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Idea(IdeaWish::Show(alone(invocation)?)))
}

fn read_more(invocation: &Invocation, config: &Config) -> Result<Command, Problem> {
    let count = number_option("count", invocation.option("count"), 1..=config.ideas.most)?;
    Ok(Command::Idea(IdeaWish::Vary(alone(invocation)?, How::More, count.unwrap_or(config.ideas.count))))
}

fn read_angle(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Idea(IdeaWish::Vary(alone(invocation)?, How::Angle, 1)))
}

fn read_shorter(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Idea(IdeaWish::Vary(alone(invocation)?, How::Shorter, 1)))
}

fn read_longer(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Idea(IdeaWish::Vary(alone(invocation)?, How::Longer, 1)))
}

fn read_use(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Idea(IdeaWish::Use(alone(invocation)?)))
}

fn read_reject(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let (id, reason) = invocation.rest.split_once(' ').unwrap_or((&invocation.rest, ""));
    // A button says "?" where the person is still to be asked.
    let reason = Some(reason.trim()).filter(|reason| *reason != "?").unwrap_or_default();
    Ok(Command::Idea(IdeaWish::Refuse(number(id)?, reason.chars().take(REASON).collect())))
}

/// Characters of a reason that are kept.
const REASON: usize = 500;

/// The number of the idea that is all of the words.
fn alone(invocation: &Invocation) -> Result<u32, Problem> {
    number(&invocation.rest)
}

fn number(id: &str) -> Result<u32, Problem> {
    let wrong = || match id.trim().is_empty() {
        true => Problem::new(sentence!("idea-which"), sentence!("idea-unknown-help")),
        false => Problem::new(sentence!("idea-unknown", id = id), sentence!("idea-unknown-help")),
    };
    Idea::number_of(id).ok_or_else(wrong)
}

/// Does it.
///
/// # Errors
/// That there is no such idea, what somebody did with it before, or the model's failure.
pub async fn handle(desk: &Desk, session: &Session, wish: IdeaWish) -> Result<Answer, Problem> {
    match wish {
        IdeaWish::Show(number) => {
            let idea = deeds::find(&session.records, number).await.map_err(|error| told(desk, error))?.record;
            shown_again(desk, idea)
        }
        IdeaWish::Vary(number, how, count) => {
            let idea = deeds::find(&session.records, number).await.map_err(|error| told(desk, error))?.record;
            ideas::handle(desk, session, varied(&idea, how, count)?).await
        }
        IdeaWish::Use(number) => {
            session.must_take_part()?;
            let Known { draft, version } =
                deeds::use_it(session, number, None).await.map_err(|error| told(desk, error))?;
            liked(desk, session, &draft.topic).await?;
            shown::draft(desk, session, &Known { draft, version }, Some("write")).await
        }
        IdeaWish::Refuse(number, reason) => {
            session.must_take_part()?;
            let idea = deeds::refuse(session, number, &reason).await.map_err(|error| told(desk, error))?;
            let id = Idea::name_of(idea.number);
            let angle = sentence!("angle-plural", angle = idea.angle.as_str());
            if reason.is_empty() {
                let done = Some(session.say(sentence!("idea-refused", id = id.as_str(), angle = angle)));
                let text = session.say(sentence!("question-idea-reject", id = id.as_str()));
                let command = sentence!("question-idea-reject-command", id = id);
                let command = as_typed::said_on("console", || session.say(command));
                return Ok(Answer::Question(QuestionShown { done, text, command }));
            }
            let text = sentence!("idea-refused-because", id = id, angle = angle, reason = reason);
            Ok(Answer::Done(Done { text: session.say(text) }))
        }
    }
}

/// Notes that the person chose the topic: it counts for what they are recommended.
pub async fn liked(desk: &Desk, session: &Session, topic: &str) -> Result<(), Problem> {
    let chosen = ranking::chosen(&session.records, &person_id(&session.origin), topic).await;
    chosen.map_err(|error| desk.storage_problem(&error))
}

/// The request for others that are made from an idea.
fn varied(idea: &Idea, how: How, count: usize) -> Result<IdeasRequest, Problem> {
    let (platform, format, angle) = place(idea)?;
    if how == How::Longer && format != Format::Post {
        let id = Idea::name_of(idea.number);
        return Err(Problem::new(sentence!("idea-not-longer", id = id.as_str()), sentence!("idea-longer-post")));
    }
    Ok(IdeasRequest {
        topic: idea.topic.clone(),
        platform: Some(platform),
        format: Some(format),
        count,
        language: Language::from_code(&idea.language).unwrap_or(Language::English),
        variation: Some(Variation { of: idea.number, text: idea.text.clone(), angle, how }),
        chosen: None,
    })
}

/// Where an idea runs, as what, and its angle; a record of a later program may have others.
fn place(idea: &Idea) -> Result<(Platform, Format, Angle), Problem> {
    let place = (Platform::from_name(&idea.platform), Format::from_name(&idea.format), Angle::from_id(&idea.angle));
    match place {
        (Some(platform), Some(format), Some(angle)) => Ok((platform, format, angle)),
        _ => Err(Problem::from(sentence!("platform-unknown", name = idea.platform.as_str()))),
    }
}

/// An idea as it was suggested.
fn shown_again(desk: &Desk, idea: Idea) -> Result<Answer, Problem> {
    let (platform, format, angle) = place(&idea)?;
    let (limit, unit) = desk.config.limit(platform, format).unwrap_or((u32::MAX, platform.unit()));
    let whole = if idea.hashtags.is_empty() {
        idea.text.clone()
    } else {
        format!("{}\n{}", idea.text, idea.hashtags.join(" "))
    };
    let term = |term: &copydesk_storage::IdeaTerm| TermShown {
        name: term.name.clone(),
        value: term.value,
        weight: term.weight,
    };
    let shown = IdeaShown {
        id: Idea::name_of(idea.number),
        angle,
        platform,
        format,
        length: LengthShown { used: copydesk_analysis::count(&whole, unit), limit, unit },
        because: idea.because.iter().filter_map(from_evidence).collect(),
        terms: idea.terms.iter().map(term).collect(),
        hashtags: idea.hashtags,
        text: idea.text,
    };
    let model = ModelShown { name: idea.origin.model, kind: String::new() };
    Ok(Answer::Ideas(Ideas { topic: idea.topic, wanted: 1, ideas: vec![shown], model, notes: Vec::new() }))
}
