//! Writes a draft: for each platform all of its copy. What the model can't write is left empty and said.

use std::time::Instant;

use copydesk_analysis::{Angle, Format, Language, Platform, Unit, count, cut_to_fit};
use copydesk_prompts::{Shape, angle_help};
use copydesk_storage::{DraftPiece, Evidence, Idea, Origin};

use super::text::{self, Wanted};
use super::{Kind, ai_mark, title_limit};
use crate::brief::{prompt_language, shape};
use crate::commands::ideas::IdeasRequest;
use crate::desk::Desk;
use crate::ideas::because::reasons;
use crate::ideas::evidence::to_evidence;
use crate::ideas::job::Job;
use crate::ideas::learned;
use crate::ideas::plan::{Planned, angles};
use crate::knowledge::Knowledge;
use crate::models::{Answerer, Choice};
use crate::present;
use crate::session::Session;
use crate::texts::{Problem, Sentence, sentence};
use crate::word_rules::{self, Counts};

/// Sections of an article's outline.
const SECTIONS: usize = 3;
/// Characters of an article's opening.
const OPENING: u32 = 1000;

/// A draft that is to be written.
pub struct Commission<'a> {
    /// What handlers work with.
    pub desk: &'a Desk,
    /// Who asks.
    pub session: &'a Session,
    /// What is known of the team.
    pub knowledge: &'a Knowledge,
    /// The topic and the language.
    pub request: &'a IdeasRequest,
    /// The idea that it begins with, if any.
    pub idea: Option<&'a Idea>,
    /// For where.
    pub platforms: &'a [Platform],
}

/// What came of it.
#[derive(Default)]
pub struct Made {
    /// A piece for each platform; one without a text could not be written.
    pub pieces: Vec<DraftPiece>,
    /// How it was written, where a model wrote.
    pub origin: Option<Origin>,
    /// What it stands on.
    pub because: Vec<Evidence>,
    /// What was cut, and what is missing.
    pub notes: Vec<Sentence>,
    /// Why no model wrote, or went on.
    pub problem: Option<Problem>,
}

/// What writes, as long as it can.
struct Pen<'a> {
    commission: &'a Commission<'a>,
    job: Job<'a>,
    choice: Choice<'a>,
    answerer: Option<Answerer<'a>>,
    made: Made,
    matched: Counts,
    texts: Vec<String>,
    written: usize,
}

impl<'a> Commission<'a> {
    /// Writes all of it.
    ///
    /// # Errors
    /// What the storage says, or that the person stopped it. A model that fails is no error: what is there is shown.
    pub async fn write(&'a self) -> Result<Made, Problem> {
        let mut choice = self.desk.model.choice(self.request.language);
        let (answerer, problem) = match choice.next().await {
            Ok(answerer) => (Some(answerer), None),
            Err(problem) => (None, Some(problem)),
        };
        let notes = answerer.iter().flat_map(|answerer| answerer.notes.iter().cloned()).collect();
        let first = self.platforms.first().copied().unwrap_or(Platform::Instagram);
        let job = Job {
            desk: self.desk,
            session: self.session,
            knowledge: self.knowledge,
            request: self.request,
            platform: first,
            format: Format::Post,
            limit: (OPENING, Unit::Characters),
            until: Instant::now() + self.desk.config.llm.deadline,
        };
        let made = Made { notes, problem, ..Made::default() };
        let (matched, texts) = (Counts::new(), Vec::new());
        let mut pen = Pen { commission: self, job, choice, answerer, made, matched, texts, written: 0 };
        pen.write().await?;
        let counted = word_rules::store_counts(&self.session.records, &pen.matched).await;
        counted.map_err(|error| self.desk.storage_problem(&error))?;
        Ok(pen.made)
    }
}

impl Pen<'_> {
    async fn write(&mut self) -> Result<(), Problem> {
        let (mut shared, mut titles, mut script): (Option<String>, Vec<String>, Option<String>) = Default::default();
        if let Some(idea) = self.commission.idea {
            match idea.format.as_str() {
                "title" => titles.push(idea.text.clone()),
                "script" => script = Some(idea.text.clone()),
                _ => shared = Some(idea.text.clone()),
            }
            self.made.because = idea.because.clone();
            self.made.origin = Some(idea.origin.clone());
            self.texts.push(idea.text.clone());
        }
        for &platform in self.commission.platforms {
            let status = sentence!("draft-writing", platform = present::platform(platform));
            let status = self.commission.session.say(status);
            self.commission.session.begins(&status).await;
            let kind = Kind::of(platform);
            let text = match kind {
                Kind::Post => self.post(platform, &mut shared, &status).await?,
                Kind::Article => self.article(platform, &mut shared, &status).await?,
                Kind::Script => {
                    if script.is_none() {
                        script = self.text(platform, Format::Script, None, &status).await?;
                    }
                    script.clone().unwrap_or_default()
                }
            };
            let title = self.title(platform, &mut titles, &status).await?;
            let on = Job { platform, format: Format::Post, limit: self.limit(platform, Format::Post), ..self.job };
            let hashtags = if text.is_empty() { Vec::new() } else { on.hashtags(&text).0 };
            if text.is_empty() {
                self.made.notes.push(sentence!(
                    "draft-missing",
                    platform = present::platform(platform),
                    kind = kind.id()
                ));
            }
            self.made.pieces.push(DraftPiece {
                platform: platform.id().into(),
                format: kind.id().into(),
                title,
                text,
                hashtags: if kind == Kind::Article { Vec::new() } else { hashtags },
            });
        }
        Ok(())
    }

    /// A post: the text that the other platforms have, as far as it fits; a capable model writes for each platform anew.
    async fn post(&mut self, platform: Platform, shared: &mut Option<String>, status: &str) -> Result<String, Problem> {
        let (limit, unit) = self.limit(platform, Format::Post);
        let is_home = self.commission.idea.is_none_or(|idea| idea.platform == platform.id());
        let rewrites = self.is_capable() && !(is_home && self.commission.idea.is_some());
        if let Some(text) = shared.clone().filter(|_| !rewrites) {
            if count(&text, unit) <= limit {
                return Ok(text);
            }
            let cut = cut_to_fit(&text, limit, unit);
            if !cut.is_empty() && !cut.ends_with('…') {
                let words = present::limit_words((limit, unit), self.commission.session.language);
                let platform = present::platform(platform);
                self.made.notes.push(sentence!("draft-cut", platform = platform, limit = words));
                return Ok(cut);
            }
        }
        let written = self.text(platform, Format::Post, None, status).await?;
        let written = written.or_else(|| shared.clone().filter(|text| count(text, unit) <= limit));
        if shared.is_none() {
            shared.clone_from(&written);
        }
        Ok(written.unwrap_or_default())
    }

    /// An opening and an outline: for each section a headline in another angle, and what it is to do.
    async fn article(
        &mut self,
        platform: Platform,
        shared: &mut Option<String>,
        status: &str,
    ) -> Result<String, Problem> {
        if shared.is_none() {
            *shared = self.text(platform, Format::Post, None, status).await?;
        }
        let language = self.commission.request.language;
        let planned = self.planned(platform, Format::Title);
        let own = self.commission.idea.and_then(|idea| Angle::from_id(&idea.angle));
        let mut sections = Vec::new();
        for planned in planned.iter().filter(|planned| Some(planned.angle) != own).take(SECTIONS) {
            let help = angle_help(prompt_language(language), planned.angle.id());
            let headline = self.text(platform, Format::Title, Some(planned.clone()), status).await?;
            let headline = headline.unwrap_or_else(|| help.name.clone());
            sections.push(format!("{}. {headline}\n   {}", sections.len() + 1, help.instruction));
        }
        let opening = shared.clone().unwrap_or_default();
        if opening.is_empty() && self.answerer.is_none() {
            return Ok(String::new());
        }
        Ok([opening, sections.join("\n")].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n"))
    }

    /// A headline, where the platform has one: the first of those written that fits, or a new one.
    async fn title(&mut self, platform: Platform, titles: &mut Vec<String>, status: &str) -> Result<String, Problem> {
        let Some(most) = title_limit(&self.commission.desk.config, platform) else { return Ok(String::new()) };
        let fits = |title: &&String| count(title, Unit::Characters) <= most;
        if let Some(title) = titles.iter().find(fits) {
            return Ok(title.clone());
        }
        let title = self.text(platform, Format::Title, None, status).await?;
        titles.extend(title.clone());
        if title.is_none() && self.answerer.is_some() {
            self.made.notes.push(sentence!("draft-title-missing", platform = present::platform(platform)));
            return Ok(cut_to_fit(&self.commission.request.topic, most, Unit::Characters));
        }
        Ok(title.unwrap_or_default())
    }

    /// A text that a model wrote; `None` if none can, or nothing held.
    async fn text(
        &mut self,
        platform: Platform,
        format: Format,
        angle: Option<Planned>,
        status: &str,
    ) -> Result<Option<String>, Problem> {
        let planned = angle.map_or_else(|| self.planned(platform, format), |angle| vec![angle]);
        self.written += 1;
        while let Some(answerer) = &self.answerer {
            let wanted = Wanted {
                platform,
                format,
                limit: self.limit(platform, format),
                planned: &planned,
                beside: &self.texts,
                place: self.written,
                status,
            };
            match text::write(&self.job, self.commission.request, answerer, &wanted).await {
                Ok(None) => return Ok(None),
                Ok(Some((planned, written, origin))) => {
                    answerer.answered();
                    return Ok(self.keep(&planned, written, origin, platform));
                }
                Err(failure) => match self.choice.after(answerer, failure).await {
                    Ok(next) => self.answerer = Some(next),
                    Err(problem) if self.commission.session.cancel.is_cancelled() => return Err(problem),
                    Err(problem) => {
                        self.answerer = None;
                        self.made.problem = Some(problem);
                    }
                },
            }
        }
        Ok(None)
    }

    /// Notes how a text was written, and gives it.
    fn keep(
        &mut self,
        planned: &Planned,
        written: crate::ideas::write::Written,
        origin: Origin,
        platform: Platform,
    ) -> Option<String> {
        for (rule, count) in &written.matched {
            *self.matched.entry(*rule).or_default() += count;
        }
        let chosen = written.chosen?;
        match &mut self.made.origin {
            Some(before) if !before.model.is_empty() => add(before, origin, platform),
            before => *before = Some(origin),
        }
        if self.made.because.is_empty() {
            let request = self.commission.request;
            let nearest =
                self.commission.knowledge.on_topic(&request.topic, request.language, platform).into_iter().next();
            let reasons =
                reasons(self.commission.knowledge, planned.record.as_ref(), nearest, &chosen.text, &chosen.mended);
            self.made.because = reasons.iter().map(to_evidence).collect();
        }
        self.texts.push(chosen.text.clone());
        Some(chosen.text)
    }

    /// The angles for a text: the idea's own first, or else those that are tried next.
    fn planned(&self, platform: Platform, format: Format) -> Vec<Planned> {
        let Commission { desk, session, knowledge, request, idea, .. } = self.commission;
        let planned = angles(knowledge, platform, format, request.language, &request.topic);
        let seed = desk.seed(desk.config.idea_task.seed, &session.now);
        let mut planned = learned::ordered(planned, knowledge, format, seed).planned;
        let own = idea.and_then(|idea| Angle::from_id(&idea.angle));
        planned.sort_by_key(|planned| Some(planned.angle) != own);
        planned
    }

    fn limit(&self, platform: Platform, format: Format) -> (u32, Unit) {
        let most = self.commission.desk.config.limit(platform, format);
        // An article's opening is limited by nothing but patience.
        let (most, unit) = most.unwrap_or((OPENING, Unit::Characters));
        // What goes below the copy must fit too.
        let mark = ai_mark::wanted(&self.commission.knowledge.preferences, self.commission.request.language);
        let room = if format == Format::Post { ai_mark::room(mark.as_deref(), unit) } else { 0 };
        let most = most.saturating_sub(room);
        if format == Format::Post && Kind::of(platform) == Kind::Article {
            (most.min(OPENING), unit)
        } else {
            (most, unit)
        }
    }

    fn is_capable(&self) -> bool {
        self.answerer.as_ref().is_some_and(|answerer| shape(&answerer.listed.entry) == Shape::Rich)
    }
}

/// Where a draft runs unless it is said: the platforms of the idea, the person or the team that suit the language.
pub fn usual_platforms(language: Language, own: impl Iterator<Item = Platform>) -> Vec<Platform> {
    let chinese = language == Language::Chinese;
    let is_chinese =
        |platform: Platform| matches!(platform, Platform::Xiaohongshu | Platform::Weibo | Platform::WeChat);
    let mut platforms: Vec<Platform> = Vec::new();
    for platform in own {
        if !platforms.contains(&platform) {
            platforms.push(platform);
        }
    }
    let at_home: Vec<Platform> = platforms.iter().copied().filter(|&it| is_chinese(it) == chinese).collect();
    match (at_home.is_empty(), platforms.is_empty()) {
        (false, _) => at_home,
        (true, false) => platforms,
        (true, true) if chinese => vec![Platform::Xiaohongshu],
        (true, true) => vec![Platform::Instagram],
    }
}

/// Adds how the text for another platform was written: what the model was told one after the other, tokens and candidates of all.
fn add(before: &mut Origin, more: Origin, platform: Platform) {
    let settings = more.settings.iter().map(|(name, value)| format!("{name} {value}"));
    let settings = settings.collect::<Vec<_>>().join(", ");
    before.prompt += &format!("\n\n--- {}: {settings}\n{}", platform.id(), more.prompt);
    before.candidates += more.candidates;
    if let (Some(sum), Some(more)) = (&mut before.tokens, more.tokens) {
        sum.prompt += more.prompt;
        sum.output += more.output;
    }
    let new = more.campaigns.into_iter().filter(|it| before.campaigns.iter().all(|known| known.id != it.id));
    let new: Vec<_> = new.collect();
    before.campaigns.extend(new);
    for rule in more.rules {
        match before.rules.iter_mut().find(|known| known.id == rule.id) {
            Some(known) => {
                known.matched += rule.matched;
                known.mended |= rule.mended;
            }
            None => before.rules.push(rule),
        }
    }
}
