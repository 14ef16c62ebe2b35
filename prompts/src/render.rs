//! Fills a template's three blocks: `task`, the instructions for every team; `team`, what is known of this one; and
//! `request`, for examples with what was answered to it.

use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value, context};
use serde::Serialize;

use crate::{Message, PromptLanguage, Rendered, Scope, Segment, Shape, Speaker};

/// A template that can't be filled: a mistake in this crate.
#[derive(Debug, thiserror::Error)]
#[error("the prompt template {template} can't be filled: {source}")]
pub struct PromptError {
    template: String,
    source: minijinja::Error,
}

/// A request and its answer, shown to the model before the real one.
pub(crate) struct Exchange {
    pub(crate) scope: Scope,
    pub(crate) request: Value,
    pub(crate) answer: String,
}

macro_rules! templates {
    ($($name:literal),* $(,)?) => { [$(($name, include_str!(concat!("../templates/", $name, ".j2")))),*] };
}

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.expect("only white space differs from the default syntax"));
    environment.add_filter("line", line);
    environment.add_filter("data", data);
    let templates = templates![
        "idea-few.en",
        "idea-few.zh",
        "idea-rich.en",
        "idea-rich.zh",
        "idea-plain.en",
        "idea-plain.zh",
        "chat-few.en",
        "chat-few.zh",
        "chat-rich.en",
        "chat-rich.zh",
        "chat-plain.en",
        "chat-plain.zh",
        "shorten-rich.en",
        "shorten-rich.zh",
        "sum-up-rich.en",
        "sum-up-rich.zh",
        "critique-rich.en",
        "critique-rich.zh",
        "rewrite-rich.en",
        "rewrite-rich.zh",
        "trend-few.en",
        "trend-few.zh",
        "trend-rich.en",
        "trend-rich.zh",
        "trend-plain.en",
        "trend-plain.zh",
    ];
    for (name, source) in templates {
        environment.add_template(name, source).expect("the templates are compiled in and tested");
    }
    environment
});

/// Someone's text on one line, so that it cannot pass for another line of the prompt.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Someone's text between markers: it cannot spell the marker that ends it.
fn data(text: &str) -> String {
    text.replace('<', "‹").replace('>', "›")
}

/// Fills `task`'s template: the instructions and the team from `input`, each exchange, then `request`, whose fields stand
/// over those of `input`. Exchanges come in the order of their scopes; those for every team before what is known of one.
///
/// Small models are told of the team where they look most: at the beginning of the request after the built-in examples.
pub(crate) fn render(
    task: &str,
    language: PromptLanguage,
    shape: Shape,
    input: &impl Serialize,
    exchanges: Vec<Exchange>,
    request: Value,
) -> Result<Rendered, PromptError> {
    let shape_name = match shape {
        Shape::Few => "few",
        Shape::Rich => "rich",
        Shape::Plain => "plain",
    };
    let template = format!("{task}-{shape_name}.{}", language.code());
    let input = Value::from(Serde(input));
    let block = |name: &str, request: &Value| {
        let fill = || {
            let context = context! { ..request.clone(), ..input.clone() };
            let mut captured = TEMPLATES.get_template(&template)?.render_captured(context)?;
            captured.with_state_mut(|state| state.render_block(name))
        };
        let filled = fill().map_err(|source| PromptError { template: template.clone(), source })?;
        Ok::<_, PromptError>(filled.trim().to_string())
    };

    let (shared, own): (Vec<_>, Vec<_>) = exchanges.into_iter().partition(|it| it.scope == Scope::Task);
    let (instructions, team) = (block("task", &request)?, block("team", &request)?);
    if shape == Shape::Plain {
        let paragraph = |text: String| if text.is_empty() { text } else { format!("{text}\n\n") };
        let example = |exchange: Exchange| {
            let request = block("request", &exchange.request)?;
            let space = if request.ends_with('：') { "" } else { " " };
            let text = format!("{request}{space}{}\n\n", line(&exchange.answer));
            Ok::<_, PromptError>(Segment { scope: exchange.scope, text })
        };
        let mut segments = vec![Segment { scope: Scope::Task, text: paragraph(instructions) }];
        for exchange in shared {
            segments.push(example(exchange)?);
        }
        segments.push(Segment { scope: Scope::Team, text: paragraph(team) });
        for exchange in own {
            segments.push(example(exchange)?);
        }
        segments.push(Segment { scope: Scope::Request, text: block("request", &request)? });
        segments.retain(|segment| !segment.text.is_empty());
        return Ok(Rendered::Text(segments));
    }
    let message = |speaker, scope, text| Message { speaker, scope, text };
    let mut messages = vec![message(Speaker::System, Scope::Task, instructions)];
    let add = |messages: &mut Vec<Message>, exchange: Exchange| {
        messages.push(message(Speaker::Person, exchange.scope, block("request", &exchange.request)?));
        messages.push(message(Speaker::Model, exchange.scope, exchange.answer));
        Ok::<_, PromptError>(())
    };
    for exchange in shared {
        add(&mut messages, exchange)?;
    }
    messages.push(match shape {
        Shape::Rich => message(Speaker::System, Scope::Team, format!("\n\n{team}")),
        _ => message(Speaker::Person, Scope::Team, format!("{team}\n")),
    });
    if team.is_empty() {
        messages.pop();
    }
    for exchange in own {
        add(&mut messages, exchange)?;
    }
    messages.push(message(Speaker::Person, Scope::Request, block("request", &request)?));
    Ok(Rendered::Messages(messages))
}
