//! What one server was found not to take, so that it is not asked for it again.

use super::failure::Refusal;

/// Parts of a request that some servers refuse, OpenAI's reasoning models among them. An answer can do without each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parameter {
    /// It goes by the name `max_completion_tokens` then.
    MaxTokens,
    Temperature,
    Seed,
    Stop,
    StreamOptions,
}

impl Parameter {
    const ALL: [Self; 5] = [Self::MaxTokens, Self::Temperature, Self::Seed, Self::Stop, Self::StreamOptions];

    fn name(self) -> &'static str {
        match self {
            Self::MaxTokens => "max_tokens",
            Self::Temperature => "temperature",
            Self::Seed => "seed",
            Self::Stop => "stop",
            Self::StreamOptions => "stream_options",
        }
    }
}

/// How a server is told to answer in JSON, best first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// It gets the schema, and its answers follow it.
    #[default]
    JsonSchema,
    /// Its answers are JSON; the schema is in the prompt.
    JsonObject,
    /// The prompt alone asks for JSON.
    Text,
}

impl Form {
    /// The next one to try where this one is refused.
    pub(super) fn weaker(self) -> Option<Self> {
        match self {
            Self::JsonSchema => Some(Self::JsonObject),
            Self::JsonObject => Some(Self::Text),
            Self::Text => None,
        }
    }
}

/// What a server takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Dialect {
    refused: [bool; Parameter::ALL.len()],
    pub(super) form: Form,
}

impl Dialect {
    pub(super) fn takes(&self, parameter: Parameter) -> bool {
        !self.refused[parameter as usize]
    }

    /// The same without the parameter that the server names, if there is one that it still gets.
    pub(super) fn without_refused(mut self, refusal: &Refusal) -> Option<Self> {
        let named = |parameter: Parameter| match &refusal.param {
            Some(param) => names(param, parameter.name(), false),
            // "stop" may be any word, unless it is in quotes.
            None => names(&refusal.body, parameter.name(), parameter == Parameter::Stop),
        };
        let parameter = Parameter::ALL.into_iter().find(|&parameter| self.takes(parameter) && named(parameter))?;
        self.refused[parameter as usize] = true;
        Some(self)
    }

    /// What this one and the other one know.
    pub(super) fn joined(self, other: Self) -> Self {
        let refused = std::array::from_fn(|index| self.refused[index] || other.refused[index]);
        Self { refused, form: self.form.max(other.form) }
    }
}

impl From<Form> for Dialect {
    /// The dialect of a server that is known to take answers in this form, and of which nothing else is known.
    fn from(form: Form) -> Self {
        Self { form, ..Self::default() }
    }
}

/// Whether the refusal is about the form of the answer as such, not about this one schema.
pub(super) fn names_form(refusal: &Refusal) -> bool {
    let text = refusal.body.to_lowercase();
    let this_schema = ["invalid schema", "invalid_json_schema"].iter().any(|words| text.contains(words));
    let form = ["response_format", "json_schema", "json_object", "structured output"];
    !this_schema && form.iter().any(|words| text.contains(words))
}

/// Whether `text` has `name` as a word of its own, or in quotes.
fn names(text: &str, name: &str, quoted: bool) -> bool {
    let is_edge = |neighbour: Option<char>| match neighbour {
        None => !quoted,
        Some(neighbour) if quoted => matches!(neighbour, '\'' | '"' | '`' | '\\'),
        Some(neighbour) => !neighbour.is_alphanumeric() && neighbour != '_',
    };
    text.match_indices(name).any(|(start, _)| {
        is_edge(text[..start].chars().next_back()) && is_edge(text[start + name.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(param: Option<&str>, body: &str) -> Option<Parameter> {
        let refusal = Refusal { param: param.map(str::to_owned), body: body.into() };
        let dialect = Dialect::default().without_refused(&refusal)?;
        Parameter::ALL.into_iter().find(|&parameter| !dialect.takes(parameter))
    }

    #[test]
    fn the_parameter_is_known_by_its_field_or_by_its_name_in_the_message() {
        let openai = "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead.";
        assert_eq!(refused(None, openai), Some(Parameter::MaxTokens));
        assert_eq!(refused(Some("temperature"), "'seed'"), Some(Parameter::Temperature), "the field is surer");
        assert_eq!(refused(None, "Unrecognized request argument supplied: seed"), Some(Parameter::Seed));
        assert_eq!(refused(None, r#"{"loc":["body","stop"]}"#), Some(Parameter::Stop));
        assert_eq!(refused(None, "max_completion_tokens, top_seeds: stop that"), None);
        assert_eq!(refused(Some("response_format"), "temperature"), None);
    }

    #[test]
    fn what_is_refused_once_is_not_refused_twice() {
        let refusal = Refusal { param: Some("seed".into()), body: String::new() };
        let dialect =
            Dialect::default().without_refused(&refusal).and_then(|dialect| dialect.without_refused(&refusal));
        assert_eq!(dialect, None);
    }

    #[test]
    fn a_bad_schema_is_not_taken_for_a_server_without_schemas() {
        let refusal = |body: &str| Refusal { param: None, body: body.into() };
        assert!(names_form(&refusal("This response_format type is unavailable now")));
        assert!(!names_form(&refusal("Invalid schema for response_format 'answer': additionalProperties …")));
        assert!(!names_form(&refusal("too long")));
    }
}
