//! What `/draft …` does.

use copydesk_analysis::{Language, Platform, hashtags_in, without_hashtags};
use copydesk_storage::{
    Campaign, Change, Draft, DraftAction, DraftPiece, DraftVersion, Idea, Numbered, Post, Preferences, StorageError,
};

use super::{DraftRequest, DraftWish, MOST_PLATFORMS, Source};
use crate::answer::{Answer, QuestionShown};
use crate::as_typed;
use crate::board::{self, Deed, Known, Undone, state};
use crate::commands::ideas::IdeasRequest;
use crate::desk::Desk;
use crate::drafts::write::{Commission, Made, usual_platforms};
use crate::drafts::{Kind, shown};
use crate::ideas::deeds::{self, told};
use crate::ideas::plan::angles;
use crate::knowledge::Knowledge;
use crate::person;
use crate::session::{Session, person_id};
use crate::texts::{Problem, sentence};
use crate::word_rules::{self, Counts, WordRules};

/// How often a lost race is run again.
const LOST_RACES: usize = 100;

/// Writes a draft.
///
/// # Errors
/// That there is no such idea or somebody used it before, or what the storage says.
pub async fn write(desk: &Desk, session: &Session, request: DraftRequest) -> Result<Answer, Problem> {
    session.must_take_part()?;
    let knowledge = desk.knowledge(session).await?;
    let idea = match request.from {
        Source::Idea(number) => {
            let idea = deeds::find(&session.records, number).await.map_err(|error| told(desk, error))?.record;
            // Before anything is written: a draft that nobody gets would be wasted.
            if let copydesk_storage::Fate::Used { draft, .. } = idea.fate {
                let (id, draft) = (Idea::name_of(number), Draft::name_of(draft));
                let message = sentence!("draft-idea-used", id = id, draft = draft.as_str());
                return Err(Problem::new(message, sentence!("idea-used-before-help", draft = draft)));
            }
            Some(idea)
        }
        Source::Topic(_) => None,
    };
    let topic = match (&request.from, &idea) {
        (Source::Topic(topic), _) => topic.clone(),
        (Source::Idea(_), idea) => idea.as_ref().map(|idea| idea.topic.clone()).unwrap_or_default(),
    };
    let own = idea.as_ref().and_then(|idea| Language::from_code(&idea.language));
    let language = request.language.or(own).or_else(|| Language::of(&topic)).unwrap_or(Language::English);
    let platforms = match request.platforms.is_empty() {
        false => request.platforms,
        true => platforms_of(desk, session, idea.as_ref(), &knowledge.preferences, language).await?,
    };
    let asked = IdeasRequest { topic, platform: None, format: None, count: 1, language, variation: None, chosen: None };
    crate::campaigns::meaning::prepare(desk, &session.records, &knowledge, &asked.topic).await;
    let commission = Commission {
        desk,
        session,
        knowledge: &knowledge,
        request: &asked,
        idea: idea.as_ref(),
        platforms: &platforms,
    };
    let made = commission.write().await?;
    if made.pieces.iter().all(|piece| piece.text.is_empty() && piece.title.is_empty()) {
        return nothing_written(desk, session, &knowledge, &asked, &platforms, made);
    }
    let Made { pieces, origin, because, notes, problem } = made;
    let (by, at) = (person_id(&session.origin), session.now.timestamp());
    let version = DraftVersion { pieces: pieces.clone(), by, at, origin, because };
    let known = match &idea {
        Some(idea) => deeds::use_it(session, idea.number, Some((pieces, version))).await,
        None => {
            let (about, version) = ((asked.topic.as_str(), language.code(), None), &version);
            let stored = session.records.numbered::<Draft, _, Undone, _, _>(|number, change| async move {
                let (change, draft) = board::create(change, number, about, version);
                Ok((change, Known { draft, version: version.clone() }))
            });
            stored.await
        }
    };
    let known = known.map_err(|error| told(desk, error))?;
    super::super::idea::liked(desk, session, &known.draft.topic).await?;
    let mut answer = shown::draft(desk, session, &known, Some("write")).await?;
    if let Answer::Draft(draft) = &mut answer {
        let said = problem.into_iter().flat_map(|problem| [Some(problem.message), problem.help]).flatten();
        draft.notes.splice(..0, notes.into_iter().chain(said).map(|note| session.say(note)));
    }
    Ok(answer)
}

/// Nothing could be written: what worked before, to write from; or that no candidate held.
fn nothing_written(
    desk: &Desk,
    session: &Session,
    knowledge: &Knowledge,
    request: &IdeasRequest,
    platforms: &[Platform],
    made: Made,
) -> Result<Answer, Problem> {
    let Some(problem) = made.problem else {
        return Err(Problem::new(sentence!("draft-nothing"), sentence!("draft-nothing-help")));
    };
    let platform = platforms.first().copied().unwrap_or(Platform::Instagram);
    let format = copydesk_analysis::Format::Post;
    let planned = angles(knowledge, platform, format, request.language, &request.topic);
    let request = IdeasRequest { count: desk.config.ideas.count, ..request.clone() };
    let limit = (u32::MAX, platform.unit());
    let until = std::time::Instant::now();
    let job = crate::ideas::job::Job { desk, session, knowledge, request: &request, platform, format, limit, until };
    Ok(job.angles_instead(problem, planned))
}

async fn platforms_of(
    desk: &Desk,
    session: &Session,
    idea: Option<&Idea>,
    preferences: &Preferences,
    language: Language,
) -> Result<Vec<Platform>, Problem> {
    let person = person::of(desk, session).await?;
    let own = if person.platforms.is_empty() { &preferences.platforms } else { &person.platforms };
    let home = idea.map(|idea| idea.platform.clone());
    let named = |name: &String| Platform::from_name(name);
    let mut platforms = usual_platforms(language, own.iter().filter_map(named));
    if let Some(home) = home.as_ref().and_then(named) {
        platforms.retain(|platform| *platform != home);
        platforms.insert(0, home);
    }
    platforms.truncate(MOST_PLATFORMS);
    Ok(platforms)
}

/// Does something with a draft.
///
/// # Errors
/// That there is none, that the person may not, that it makes no sense where the draft stands, or what the storage says.
pub async fn handle(desk: &Desk, session: &Session, wish: DraftWish) -> Result<Answer, Problem> {
    if !matches!(wish, DraftWish::Show(_) | DraftWish::History(_)) {
        session.must_take_part()?;
    }
    match wish {
        DraftWish::Show(number) => {
            let known = board::latest(&session.records, number).await.map_err(|error| told(desk, error))?;
            shown::draft(desk, session, &known, None).await
        }
        DraftWish::History(number) => {
            let draft = board::find(&session.records, number).await.map_err(|error| told(desk, error))?.record;
            shown::history(desk, session, &draft).await
        }
        DraftWish::Move(deed) => {
            let known = board::act(desk, session, &deed, |_, _, change| Ok((change, None))).await?;
            shown::draft(desk, session, &known, Some(state::action_id(deed.action))).await
        }
        DraftWish::Ask(deed) => ask(desk, session, &deed).await,
        DraftWish::Edit { draft, platform, title, text } => {
            edit(desk, session, draft, (platform, title.as_deref(), &text)).await
        }
        DraftWish::Publish { draft, platform, link, numbers } => {
            publish(desk, session, draft, (platform, link.as_deref(), numbers)).await
        }
    }
}

/// Asks what is to be said with a deed, if the person may do it and the draft is where it makes sense.
async fn ask(desk: &Desk, session: &Session, deed: &Deed) -> Result<Answer, Problem> {
    if state::needs_reviewer(deed.action) {
        session.must_manage().await?;
    }
    // As if it were done, but for the commit.
    let mut alter = |_: &mut Draft, _: &DraftVersion, change: Change| Ok((change, None));
    let prepared = board::prepare(session, deed, session.records.change(), &mut alter).await;
    prepared.map(drop).map_err(|error| told(desk, error))?;
    let (id, action) = (Draft::name_of(deed.draft), state::action_id(deed.action));
    let version = deed.version.map_or_else(|| "none".to_string(), |version| version.to_string());
    let text = session.say(sentence!("question-draft", id = id.as_str(), action = action));
    let command = sentence!("question-draft-command", id = id, action = action, version = version);
    let command = as_typed::said_on("console", || session.say(command));
    Ok(Answer::Question(QuestionShown { done: None, text, command }))
}

async fn edit(
    desk: &Desk,
    session: &Session,
    draft: u32,
    (on, title, text): (Option<Platform>, Option<&str>, &str),
) -> Result<Answer, Problem> {
    let deed = Deed { draft, action: DraftAction::Edit, note: String::new(), version: None, state: None };
    let known = board::act(desk, session, &deed, |_, version, change| {
        let mut pieces = version.pieces.clone();
        // A platform that the draft did not have yet is a new piece.
        if let Some(platform) = on.filter(|on| !pieces.iter().any(|piece| piece.platform == on.id())) {
            pieces.push(DraftPiece {
                platform: platform.id().into(),
                format: Kind::of(platform).id().into(),
                title: String::new(),
                text: String::new(),
                hashtags: Vec::new(),
            });
        }
        let piece = chosen(draft, &mut pieces, on)?;
        if !text.is_empty() {
            piece.hashtags = hashtags_in(text);
            piece.text = without_hashtags(text);
        }
        if let Some(title) = title {
            piece.title = title.to_string();
        }
        if pieces == version.pieces {
            return Err(sentence!("draft-edit-same", id = Draft::name_of(draft)).into());
        }
        Ok((change, Some(pieces)))
    });
    let known = known.await?;
    // What people write counts as what the model writes does: once, when it is written.
    let rules = WordRules::load(&session.records).await.map_err(|error| desk.storage_problem(&error))?;
    let mut counts = Counts::new();
    rules.count(&format!("{}\n{text}", title.unwrap_or_default()), &mut counts);
    let counted = word_rules::store_counts(&session.records, &counts).await;
    counted.map_err(|error| desk.storage_problem(&error))?;
    shown::draft(desk, session, &known, Some("edit")).await
}

/// The piece for a platform; where none is said, the only one.
fn chosen(draft: u32, pieces: &mut [DraftPiece], on: Option<Platform>) -> Result<&mut DraftPiece, Problem> {
    let names: Vec<String> = pieces.iter().map(|piece| piece.platform.clone()).collect();
    let only = pieces.len() == 1;
    let is_it = |piece: &&mut DraftPiece| on.map_or(only, |on| piece.platform == on.id());
    pieces.iter_mut().find(is_it).ok_or_else(|| {
        let id = Draft::name_of(draft);
        Problem::new(sentence!("draft-which-platform", id = id), sentence!("draft-which-platform-help", names = names))
    })
}

/// Notes where a draft is out. Its numbers become a campaign, in the same commit; numbers that come later correct it.
async fn publish(
    desk: &Desk,
    session: &Session,
    number: u32,
    (on, link, numbers): (Option<Platform>, Option<&str>, Numbers),
) -> Result<Answer, Problem> {
    session.must_manage().await?;
    let deed = &Deed {
        draft: number,
        action: DraftAction::Publish,
        note: link.unwrap_or_default().into(),
        version: None,
        state: None,
    };
    let known = if numbers.iter().any(Option::is_some) {
        measured(session, deed, (on, link, numbers)).await.map_err(|error| told(desk, error))?
    } else {
        board::act(desk, session, deed, |draft, version, change| {
            let mut pieces = version.pieces.clone();
            let piece = chosen(number, &mut pieces, on)?;
            linked(draft, piece, link);
            Ok((change, None))
        })
        .await?
    };
    shown::draft(desk, session, &known, Some("publish")).await
}

/// Notes where a piece is out, and stores its numbers as a campaign, or corrects the one that they are.
async fn measured(
    session: &Session,
    deed: &Deed,
    (on, link, numbers): (Option<Platform>, Option<&str>, Numbers),
) -> Result<Known, Undone> {
    let records = &session.records;
    let mut races = 0;
    loop {
        let Known { draft, version } = board::latest(records, deed.draft).await?;
        let mut pieces = version.pieces.clone();
        let piece = chosen(deed.draft, &mut pieces, on)?.clone();
        let known = match draft.campaigns.get(&piece.platform) {
            Some(number) => records.get::<Campaign>(&Campaign::record_id(*number)).await?,
            None => None,
        };
        let (campaign, change) = match known {
            Some(stored) => {
                let id = Campaign::record_id(stored.record.number);
                (stored.record, records.change().unchanged::<Campaign>(&id, Some(stored.version)))
            }
            None => {
                let (number, change) = records.take_number::<Campaign>(records.change()).await?;
                (Campaign { number, post: post(session, &draft, &piece) }, change)
            }
        };
        let campaign = with_numbers(campaign, numbers);
        let change = change.put_campaign(&campaign);
        let mut alter = |draft: &mut Draft, _: &DraftVersion, change: Change| {
            linked(draft, &piece, link);
            draft.campaigns.insert(piece.platform.clone(), campaign.number);
            Ok((change, None))
        };
        let (change, done) = board::prepare(session, deed, change, &mut alter).await?;
        match change.commit().await {
            Ok(_) => return Ok(done),
            Err(StorageError::Conflict { .. }) if races < LOST_RACES => races += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

/// Impressions, likes, comments, shares, clicks.
type Numbers = [Option<u64>; 5];

/// Notes where a piece is out, and where it can be seen.
fn linked(draft: &mut Draft, piece: &DraftPiece, link: Option<&str>) {
    let address = draft.links.entry(piece.platform.clone()).or_default();
    if let Some(link) = link {
        *address = link.to_string();
    }
}

/// A published piece as a past post, without numbers.
fn post(session: &Session, draft: &Draft, piece: &DraftPiece) -> Post {
    let text = if piece.title.is_empty() { piece.text.clone() } else { format!("{}\n{}", piece.title, piece.text) };
    Post {
        platform: piece.platform.clone(),
        text: text.trim().to_string(),
        topic: draft.topic.clone(),
        hashtags: piece.hashtags.iter().map(|tag| tag.trim_start_matches(['#', '＃']).to_string()).collect(),
        date: Some(session.now.date()),
        ..Post::default()
    }
}

/// A campaign with the numbers that are known now; what is not said stays.
fn with_numbers(mut campaign: Campaign, [impressions, likes, comments, shares, clicks]: Numbers) -> Campaign {
    let post = &mut campaign.post;
    post.impressions = impressions.or(post.impressions);
    post.likes = likes.or(post.likes);
    post.comments = comments.or(post.comments);
    post.shares = shares.or(post.shares);
    post.clicks = clicks.or(post.clicks);
    campaign
}
