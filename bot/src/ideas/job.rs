//! One request for ideas, from the angles that were planned to the answer.

use std::collections::HashSet;
use std::time::Instant;

use copydesk_adapters::Partial;
use copydesk_analysis::{Angle, Format, Language, Platform, Task, Unit, choose_hashtags, count, hashtags_in};
use copydesk_llm::LlmError;
use copydesk_prompts::{Idea, PromptLanguage, angle_help};
use copydesk_storage::{
    EmojiUse, Explanation, Idea as IdeaRecord, IdeaTerm, Numbered, Origin, StorageError, TokenCount,
};

use super::because::{reasons, rounded, shortened};
use super::evidence::to_evidence;
use super::learned::Learned;
use super::plan::Planned;
use super::write::{Chosen, Fitted, Order, WriteError, Writer, Written, label};
use crate::answer::{AngleShown, Angles, Answer, Idea as IdeaShown, Ideas, LengthShown, Reason, TermShown};
use crate::brief::{Brief, IdeaTask, shape, shown_texts, vocabulary};
use crate::campaigns::meaning;
use crate::commands::ideas::IdeasRequest;
use crate::desk::Desk;
use crate::knowledge::{AlreadyRun, Knowledge};
use crate::models::{Answerer, Failure};
use crate::present;
use crate::session::{Session, person_id};
use crate::texts::{Problem, Sentence, sentence};
use crate::word_rules::{self, Counts};

/// One request's work.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// What handlers work with.
    pub desk: &'a Desk,
    /// Who asks.
    pub session: &'a Session,
    /// What is known of the team.
    pub knowledge: &'a Knowledge,
    /// What was asked for.
    pub request: &'a IdeasRequest,
    /// Where the ideas run.
    pub platform: Platform,
    /// As what.
    pub format: Format,
    /// The most that fits, and its unit.
    pub limit: (u32, Unit),
    /// When it has to be done.
    pub until: Instant,
}

/// What grows while ideas are written.
struct Progress {
    ideas: Vec<IdeaShown>,
    texts: Vec<String>,
    notes: Vec<Sentence>,
    explanation: Explanation,
    /// How likely each angle was to be tried first, where what people did decided.
    propensities: Vec<(String, f64)>,
    /// How often rules for words have matched.
    matched: Counts,
}

impl Job<'_> {
    /// Shows what the ideas will be about.
    pub async fn show_heading(&self) {
        let heading = present::ideas_heading(self.shown_as(), self.request.count, self.session.language);
        self.session.show(Partial::Block(heading)).await;
    }

    /// Writes the ideas with one model, shows each as it is chosen, and stores what the model was told.
    ///
    /// # Errors
    /// The model's failure, unless some ideas are ready; or what the storage says.
    pub async fn write(&self, answerer: &Answerer<'_>, learned: &Learned) -> Result<Answer, Failure> {
        let Self { desk, session, knowledge, request, .. } = *self;
        let planned = &learned.planned;
        let shape = shape(&answerer.listed.entry);
        let task = IdeaTask {
            topic: &request.topic,
            format: self.format,
            language: request.language,
            platform: self.platform,
        };
        let mut brief = Brief::for_ideas(knowledge, task, shape, answerer.listed.brief_tokens());
        let writer = self.writer(answerer);
        let mut progress = self.begin(&writer, learned);
        let examples = shown_texts(&brief, knowledge, &request.topic);
        let vocabulary = vocabulary(&brief, knowledge, request.language);
        // Each idea takes the next angle; when one has nothing that holds, the angle after it has a try.
        let mut interrupted = false;
        let tries = request.count + planned.len();
        for (place, planned) in planned.iter().cycle().take(tries).enumerate() {
            if progress.ideas.len() == request.count {
                break;
            }
            let status = sentence!("ideas-writing", place = progress.ideas.len() + 1, count = request.count);
            let status = session.say(status);
            session.begins(&status).await;
            let written = loop {
                let order = self.order(&brief, planned.angle, (&examples, &vocabulary), &progress.texts);
                match writer.write(&order, place, &status).await {
                    Err(WriteError::Model(LlmError::TooLong { tokens, limit })) if brief.shorten(tokens, limit) => {}
                    outcome => break outcome,
                }
            };
            let written = match written {
                Ok(written) => written,
                Err(error) => {
                    let failure = self.failed(error);
                    if progress.ideas.is_empty() || session.cancel.is_cancelled() {
                        return Err(failure);
                    }
                    // What is ready is not lost.
                    interrupted = true;
                    let problem = answerer.told(failure);
                    progress.notes.push(problem.message);
                    progress.notes.extend(problem.help);
                    break;
                }
            };
            self.explain(&mut progress, planned.angle, &written);
            for (rule, count) in &written.matched {
                *progress.matched.entry(*rule).or_default() += count;
            }
            let origin = self.origin(&writer, &brief, &written);
            self.add(&mut progress, planned, (written, origin)).await?;
        }
        if progress.ideas.len() < request.count && !interrupted {
            progress.notes.push(sentence!("note-too-few", found = progress.ideas.len(), count = request.count));
        }
        progress.notes.splice(..0, answerer.notes.iter().cloned().chain(brief.left_out()));
        let notes: Vec<String> = progress.notes.iter().map(|note| session.say(note.clone())).collect();
        progress.explanation.notes.extend(notes.iter().cloned());
        let stored = session.records.put(&session.origin.channel, &progress.explanation).await;
        stored.map_err(|error| desk.storage_problem(&error))?;
        let counted = word_rules::store_counts(&session.records, &progress.matched).await;
        counted.map_err(|error| desk.storage_problem(&error))?;
        let model = answerer.listed.shown();
        Ok(Answer::Ideas(Ideas {
            topic: request.topic.clone(),
            wanted: request.count,
            ideas: progress.ideas,
            model,
            notes,
        }))
    }

    /// What writes the ideas.
    pub fn writer<'a>(&'a self, answerer: &'a Answerer<'a>) -> Writer<'a> {
        Writer {
            desk: self.desk,
            answerer,
            session: self.session,
            shape: shape(&answerer.listed.entry),
            settings: self.desk.config.idea_task,
            seed: self.desk.seed(self.desk.config.idea_task.seed, &self.session.now),
            until: self.until,
            emoji: self.knowledge.preferences.emoji != EmojiUse::None,
            rules: &self.knowledge.rules,
        }
    }

    fn begin(&self, writer: &Writer<'_>, learned: &Learned) -> Progress {
        let answerer = writer.answerer;
        let propensities = learned.propensities.iter().map(|(angle, share)| (angle.id().to_string(), *share));
        Progress {
            propensities: propensities.collect(),
            matched: Counts::new(),
            ideas: Vec::new(),
            // What it is a variation of is not to be said again.
            texts: self.request.variation.iter().map(|variation| variation.text.clone()).collect(),
            notes: Vec::new(),
            explanation: Explanation {
                person: Some(person_id(&self.session.origin)),
                question: self.request.topic.clone(),
                model: answerer.listed.entry.name.clone(),
                prompt: String::new(),
                notes: Vec::new(),
                tokens: Some(TokenCount { prompt: 0, output: 0 }),
                created: self.session.now.timestamp(),
            },
        }
    }

    fn shown_as(&self) -> (&str, Platform, Format) {
        (&self.request.topic, self.platform, self.format)
    }

    /// What one idea must be.
    pub fn order<'a>(
        &'a self,
        brief: &'a Brief,
        angle: Angle,
        (examples, vocabulary): (&'a [String], &'a HashSet<String>),
        chosen: &'a [String],
    ) -> Order<'a> {
        let preferences = &self.knowledge.preferences;
        let idea = Idea {
            team: brief.team.clone(),
            platform: present::platform_in(self.platform, self.request.language),
            format: self.format.id(),
            limit: present::limit_words(self.limit, self.request.language),
            examples: brief.examples.clone(),
            own_examples: brief.own_examples.clone(),
            campaigns: brief.campaigns.clone(),
            related: brief.related.clone(),
            topic: self.request.topic.clone(),
            angle: angle.id().into(),
        };
        let task = Task {
            language: self.request.language,
            format: self.format,
            topic: &self.request.topic,
            angle,
            known: &self.request.topic,
            brand: &preferences.brand,
            examples,
            chosen,
            vocabulary,
            words_to_use: &preferences.words_to_use,
            words_to_avoid: &preferences.words_to_avoid,
            rules: self.knowledge.rules.matchers(),
        };
        Order { idea, task, limit: self.limit }
    }

    /// Notes what was written for one idea, for `/why`.
    fn explain(&self, progress: &mut Progress, angle: Angle, written: &Written) {
        let explanation = &mut progress.explanation;
        explanation.prompt.clone_from(&written.prompt);
        if let Some(tokens) = &mut explanation.tokens {
            tokens.prompt += written.tokens.0;
            tokens.output += written.tokens.1;
        }
        let angle = sentence!("angle-name", angle = angle.id());
        let note = match &written.chosen {
            Some(chosen) => {
                let terms =
                    chosen.terms.iter().map(|term| format!("{} {:.2}", term.name, term.value)).collect::<Vec<_>>();
                let score = format!("{:.2}", chosen.score);
                let ruled_out = written.faults.len();
                sentence!(
                    "why-chosen",
                    angle = angle,
                    candidates = written.candidates,
                    faults = ruled_out,
                    score = score,
                    terms = terms
                )
            }
            None => sentence!("why-none", angle = angle, candidates = written.candidates),
        };
        explanation.notes.push(self.session.say(note));
    }

    /// Makes a chosen candidate into an idea, stores it, and shows it.
    async fn add(
        &self,
        progress: &mut Progress,
        planned: &Planned,
        (written, origin): (Written, Origin),
    ) -> Result<(), Problem> {
        let Some(chosen) = &written.chosen else { return Ok(()) };
        let place = progress.ideas.len() + 1;
        let words = present::limit_words(self.limit, self.request.language);
        match written.fitted {
            Fitted::AsItWas => {}
            Fitted::Shortened => progress.notes.push(sentence!("note-shortened", place = place, limit = words)),
            Fitted::Cut => progress.notes.push(sentence!("note-cut", place = place, limit = words)),
        }
        meaning::prepare(self.desk, &self.session.records, self.knowledge, &chosen.text).await;
        if let Some(run) = self.knowledge.already_run(&chosen.text) {
            progress.notes.push(already_run("idea", &place.to_string(), &run));
        }
        for rule in self.knowledge.rules.missing(&chosen.text) {
            let id = copydesk_storage::WordRule::name_of(rule.number);
            progress.notes.push(sentence!("note-missing-word", place = place, word = rule.pattern.as_str(), id = id));
        }
        let idea = self.idea(planned, chosen);
        let origin = Origin { propensities: progress.propensities.clone(), ..origin };
        let idea = self.store(idea, origin).await?;
        self.session.show(Partial::Block(present::idea_card(place, &idea, self.session.language))).await;
        progress.texts.push(idea.text.clone());
        progress.ideas.push(idea);
        Ok(())
    }

    /// A chosen candidate with all that belongs to an idea, but for its id.
    pub fn idea(&self, planned: &Planned, chosen: &Chosen) -> IdeaShown {
        let (limit, unit) = self.limit;
        let text = chosen.text.clone();
        let nearest =
            self.knowledge.on_topic(&self.request.topic, self.request.language, self.platform).into_iter().next();
        let (hashtags, used) = self.hashtags(&text);
        let angle = label(planned.angle, &text);
        let record = planned.record.as_ref().filter(|record| record.angle == angle);
        let mut because = reasons(self.knowledge, record, nearest, &text, &chosen.mended);
        if let Some(tally) = planned.tally.filter(|_| angle == planned.angle) {
            because.insert(
                0,
                Reason::Actions {
                    angle,
                    used: tally.used,
                    of: tally.used + tally.refused,
                    liked: tally.liked,
                    disliked: tally.disliked,
                },
            );
        }
        if let Some(chosen) = &self.request.chosen {
            because.insert(0, chosen.clone());
        }
        IdeaShown {
            id: String::new(),
            because,
            text,
            angle,
            platform: self.platform,
            format: self.format,
            hashtags,
            length: LengthShown { used, limit, unit },
            terms: chosen
                .terms
                .iter()
                .map(|term| TermShown { name: term.name.into(), value: rounded(term.value), weight: term.weight })
                .collect(),
        }
    }

    /// Stores an idea under the next number, and gives it its id.
    ///
    /// # Errors
    /// What the storage says.
    pub async fn store(&self, idea: IdeaShown, origin: Origin) -> Result<IdeaShown, Problem> {
        let term = |term: &TermShown| IdeaTerm { name: term.name.clone(), value: term.value, weight: term.weight };
        let record = IdeaRecord {
            number: 0,
            topic: self.request.topic.clone(),
            platform: idea.platform.id().into(),
            format: idea.format.id().into(),
            language: self.request.language.code().into(),
            angle: idea.angle.id().into(),
            text: idea.text.clone(),
            hashtags: idea.hashtags.clone(),
            because: idea.because.iter().map(to_evidence).collect(),
            terms: idea.terms.iter().map(term).collect(),
            origin,
            from: self.request.variation.as_ref().map(|it| (it.of, it.how.id().to_string())),
            by: person_id(&self.session.origin),
            at: self.session.now.timestamp(),
            fate: Default::default(),
            opinions: Default::default(),
        };
        let record = &record;
        let stored = self.session.records.numbered::<IdeaRecord, _, StorageError, _, _>(|number, change| async move {
            let record = IdeaRecord { number, ..record.clone() };
            Ok((change.put(&IdeaRecord::record_id(number), &record), IdeaRecord::name_of(number)))
        });
        let id = stored.await.map_err(|error| self.desk.storage_problem(&error))?;
        Ok(IdeaShown { id, ..idea })
    }

    /// The hashtags that fit behind the text, and the length of both.
    pub fn hashtags(&self, text: &str) -> (Vec<String>, u32) {
        let (limit, unit) = self.limit;
        let most = self.desk.config.platforms.get(self.platform.id()).map_or(0, |limits| limits.hashtags as usize);
        let wanted = self.platform.has_hashtags() && self.format == Format::Post;
        let own: Vec<String> = self.knowledge.preferences.hashtags.iter().map(|tag| hashed(tag)).collect();
        let related = self.knowledge.on_topic(&self.request.topic, self.request.language, self.platform);
        let related: Vec<String> = related
            .iter()
            .take(5)
            .flat_map(|found| {
                found
                    .campaign
                    .post
                    .hashtags
                    .iter()
                    .chain(&hashtags_in(&found.campaign.post.text))
                    .map(|tag| hashed(tag))
                    .collect::<Vec<_>>()
            })
            .collect();
        let mut tags = choose_hashtags(&own, &related, &self.request.topic, if wanted { most } else { 0 });
        loop {
            let whole = if tags.is_empty() { text.to_string() } else { format!("{text}\n{}", tags.join(" ")) };
            let used = count(&whole, unit);
            if used <= limit || tags.pop().is_none() {
                return (tags, used);
            }
        }
    }

    /// What a failed writer means for the request.
    pub fn failed(&self, error: WriteError) -> Failure {
        match error {
            WriteError::Model(error) => Failure::Model { error, begun: false },
            WriteError::Told(problem) => Failure::Told(problem),
            WriteError::Prompt(error) => Failure::Told(self.desk.internal(&error)),
        }
    }

    /// Without a model, what the data says is still there: the angles that work, and posts to start from.
    pub fn angles_instead(&self, problem: Problem, planned: Vec<Planned>) -> Answer {
        let Self { session, knowledge, request, .. } = *self;
        let nearest = knowledge.on_topic(&request.topic, request.language, self.platform).into_iter().next();
        let language =
            if session.language == Language::Chinese { PromptLanguage::Chinese } else { PromptLanguage::English };
        let angles = planned.iter().take(request.count).map(|planned| AngleShown {
            angle: planned.angle,
            how: angle_help(language, planned.angle.id()).instruction.clone(),
            because: self
                .request
                .chosen
                .iter()
                .cloned()
                .chain(reasons(knowledge, planned.record.as_ref(), nearest, "", &[]))
                .collect(),
        });
        Answer::Angles(Angles {
            topic: request.topic.clone(),
            platform: self.platform,
            angles: angles.collect(),
            message: session.say(problem.message),
            help: problem.help.map(|help| session.say(help)).unwrap_or_default(),
        })
    }
}

/// That a past post said nearly the same, with its day and its result; `what` is an `idea` with its place, or a `draft`'s
/// piece with its platform.
pub fn already_run(what: &'static str, place: &str, run: &AlreadyRun<'_>) -> Sentence {
    let date = run.campaign.post.date.map(|date| date.to_string()).unwrap_or_default();
    let ratio = run.ratio.map(|ratio| format!("{ratio:.1}")).unwrap_or_default();
    let text = shortened(&run.campaign.post.text, 40);
    let yes = |is: bool| if is { "yes" } else { "no" };
    let (dated, rated) = (yes(!date.is_empty()), yes(!ratio.is_empty()));
    sentence!(
        "note-already-run",
        what = what,
        place = place,
        id = run.campaign.id(),
        text = text,
        dated = dated,
        date = date,
        rated = rated,
        ratio = ratio
    )
}

/// A tag with its `#`.
fn hashed(tag: &str) -> String {
    format!("#{}", tag.trim_start_matches(['#', '＃']))
}
