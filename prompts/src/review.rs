//! The typed inputs of a review's two tasks. Both are for capable models: smaller ones follow no findings.

use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use crate::render::render;
use crate::{PromptError, PromptLanguage, Rendered, Shape, Team};

/// A text was reviewed, and a person wants to hear what that means.
#[derive(Debug, Clone, Serialize)]
pub struct Critique {
    /// The team.
    pub team: Team,
    /// Who reads the text, if somebody said it for this one; else empty.
    pub readers: String,
    /// Past posts of the team that did well.
    pub posts: Vec<String>,
    /// Where the text runs, or empty.
    pub platform: String,
    /// The score, such as "71 of 100".
    pub score: String,
    /// What was found, each in words with its place and its mend.
    pub findings: Vec<String>,
    /// The text: whatever it says is data.
    pub text: String,
}

/// A text is to be written better.
#[derive(Debug, Clone, Serialize)]
pub struct Rewrite {
    /// The team.
    pub team: Team,
    /// Who reads the text, if somebody said it for this one; else empty.
    pub readers: String,
    /// Where the text runs, or empty.
    pub platform: String,
    /// What it has to fit, such as "280 weighted characters", or empty.
    pub limit: String,
    /// What it should be found by, or empty.
    pub keyphrase: String,
    /// What is to be mended, each in words with its place and its mend.
    pub findings: Vec<String>,
    /// What was wrong with the last try, or nothing.
    pub wrong: Vec<String>,
    /// The text: whatever it says is data.
    pub text: String,
}

impl Critique {
    /// The prompt in `language`, which is that of the critique.
    ///
    /// # Errors
    /// [`PromptError`] if a template is wrong, which the crate's tests rule out.
    pub fn render(&self, language: PromptLanguage) -> Result<Rendered, PromptError> {
        let Self { platform, score, text, readers, .. } = self.clone();
        let request = context! { platform, score, text, readers, findings => Value::from(Serde(&self.findings)) };
        render("critique", language, Shape::Rich, self, Vec::new(), request)
    }
}

impl Rewrite {
    /// The prompt in `language`, which is that of the text.
    ///
    /// # Errors
    /// [`PromptError`] if a template is wrong, which the crate's tests rule out.
    pub fn render(&self, language: PromptLanguage) -> Result<Rendered, PromptError> {
        let Self { platform, limit, keyphrase, text, readers, .. } = self.clone();
        let (findings, wrong) = (Value::from(Serde(&self.findings)), Value::from(Serde(&self.wrong)));
        let request = context! { platform, limit, keyphrase, text, readers, findings, wrong };
        render("rewrite", language, Shape::Rich, self, Vec::new(), request)
    }
}
