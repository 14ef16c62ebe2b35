//! How a text came about, as it is stored for `/why`: the model, what it was told, and what stood behind it.

use copydesk_prompts::Shape;
use copydesk_storage::{FittingCampaign, Numbered, Origin, RuleUse, TokenCount, WordDemand, WordRule};

use super::because::{rounded, shortened};
use super::job::Job;
use super::write::{Writer, Written};
use crate::brief::Brief;
use crate::config::TaskSettings;
use crate::word_rules::WordRules;

/// More past posts that fit are not stored with a text.
const CAMPAIGNS: usize = 5;
/// More rules are not stored with a text.
const RULES: usize = 20;
/// Columns of a past post's text.
const TEXT: usize = 48;

impl Job<'_> {
    /// How `written` came about.
    pub fn origin(&self, writer: &Writer<'_>, brief: &Brief, written: &Written) -> Origin {
        let mended = written.chosen.iter().flat_map(|chosen| &chosen.mended).copied().collect::<Vec<_>>();
        Origin {
            model: writer.answerer.listed.entry.name.clone(),
            prompt: written.prompt.clone(),
            settings: settings(writer),
            tokens: Some(TokenCount { prompt: written.tokens.0, output: written.tokens.1 }),
            candidates: written.candidates,
            propensities: Vec::new(),
            campaigns: self.campaigns(brief),
            rules: rules(&self.knowledge.rules, written, &mended),
        }
    }

    /// The past posts that fit, the best first, and then others that the model was told of.
    fn campaigns(&self, brief: &Brief) -> Vec<FittingCampaign> {
        let Self { knowledge, request, .. } = *self;
        let found = knowledge.on_topic(&request.topic, request.language, self.platform);
        let best = found.first().map_or(1.0, |found| found.score);
        let fitting = found.iter().map(|found| (found.campaign, Some(rounded(found.score / best))));
        let others = knowledge.best_posts(request.language, self.platform).into_iter().map(|campaign| (campaign, None));
        let mut campaigns: Vec<FittingCampaign> = Vec::new();
        for (campaign, score) in fitting.chain(others) {
            let (id, told) = (campaign.id(), brief.tells_of(campaign));
            let is_wanted = told || score.is_some() && campaigns.len() < CAMPAIGNS;
            if is_wanted && !campaigns.iter().any(|other| other.id == id) {
                let ratio = knowledge.ratio(campaign).map(rounded);
                let text = shortened(&campaign.post.text, TEXT);
                campaigns.push(FittingCampaign { id, text, score, ratio, told });
            }
        }
        campaigns
    }
}

/// How tokens were drawn: names and values.
fn settings(writer: &Writer<'_>) -> Vec<(String, String)> {
    let TaskSettings { temperature, min_p, repeat_penalty, candidates, rounds, .. } = writer.settings;
    let shape = match writer.shape {
        Shape::Few => "few-shot",
        Shape::Rich => "whole-brief",
        Shape::Plain => "plain",
    };
    let settings = [
        ("prompt", shape.to_string()),
        ("temperature", temperature.to_string()),
        ("min_p", min_p.to_string()),
        ("repeat_penalty", repeat_penalty.to_string()),
        ("seed", writer.seed.to_string()),
        ("candidates", candidates.to_string()),
        ("rounds", rounds.to_string()),
    ];
    settings.map(|(name, value)| (name.to_string(), value)).into()
}

/// The rules in force: first those that changed the text, then those that matched most, then the others.
fn rules(rules: &WordRules, written: &Written, mended: &[u32]) -> Vec<RuleUse> {
    let used = |rule: &WordRule| RuleUse {
        id: WordRule::name_of(rule.number),
        demand: rule.demand.clone(),
        pattern: rule.pattern.clone(),
        matched: written.matched.get(&rule.number).copied().unwrap_or(0),
        mended: mended.contains(&rule.number),
    };
    let mut uses: Vec<RuleUse> = rules.iter().map(|(rule, _)| used(rule)).collect();
    uses.sort_by_key(|it| (!it.mended, std::cmp::Reverse(it.matched), it.demand != WordDemand::Required));
    uses.truncate(RULES);
    uses
}
