//! `/digest create`, step by step: one question after the other, each answer checked when it comes.

use copydesk_analysis::Language;
use copydesk_storage::DigestQuestions;

use super::doing::{check_sources, create, read_lists};
use super::{create_command, create_written};
use crate::answer::{Answer, DigestQuestion, Done};
use crate::desk::Desk;
use crate::digest::questions::{self, QUESTIONS, Question, Word};
use crate::digest::setup::Setup;
use crate::invocation::Invocation;
use crate::session::Session;
use crate::texts::{Problem, sentence};

/// Asks the first question that `given` does not answer.
///
/// # Errors
/// What the storage says.
pub async fn begin(desk: &Desk, session: &Session, given: Vec<(String, String)>) -> Result<Answer, Problem> {
    proceed(desk, session, given, session.language).await
}

/// Takes an answer, and asks the next question.
///
/// # Errors
/// That nothing was asked, or what the storage says. What is wrong with an answer is said with the question once more.
pub async fn answer(
    desk: &Desk,
    session: &Session,
    named: Option<&'static str>,
    text: &str,
) -> Result<Answer, Problem> {
    let now = session.now.timestamp();
    let asked = questions::waiting(&session.records, &session.origin, now).await;
    let Some(asked) = asked.map_err(|error| desk.storage_problem(&error))?.map(|stored| stored.record) else {
        return Err(Problem::new(sentence!("digest-question-none"), sentence!("digest-question-none-help")));
    };
    let language = Language::from_code(&asked.language).unwrap_or(session.language);
    let waiting = questions::next(&asked.answers);
    let question = named.and_then(|name| QUESTIONS.iter().find(|question| question.name == name)).or(waiting);
    match (Word::of(text), question) {
        (Some(Word::Cancel), _) => {
            forget(desk, session).await?;
            Ok(Answer::Done(Done { text: sentence!("digest-question-cancelled").say(language) }))
        }
        (Some(Word::Back), _) => {
            let mut answers = asked.answers;
            answers.pop();
            proceed(desk, session, answers, language).await
        }
        (Some(Word::Skip), Some(question)) if !question.must => {
            proceed(desk, session, questions::with(&asked.answers, question.name, ""), language).await
        }
        (Some(Word::Yes), None) => finish(desk, session, &asked.answers, true).await,
        (_, None) => finish(desk, session, &asked.answers, false).await,
        (_, Some(question)) => {
            let text = text.trim();
            let checked = if text.is_empty() {
                Err(sentence!("digest-question-empty").into())
            } else {
                check(desk, session, question, text)
            };
            match checked {
                Ok(()) => proceed(desk, session, questions::with(&asked.answers, question.name, text), language).await,
                Err(problem) => Ok(shown(question, session, language, Some(problem))),
            }
        }
    }
}

/// Forgets what the person is being asked here.
///
/// # Errors
/// What the storage says.
pub async fn forget(desk: &Desk, session: &Session) -> Result<(), Problem> {
    let gone = session.records.delete::<DigestQuestions>(&questions::record_id(&session.origin)).await;
    gone.map_err(|error| desk.storage_problem(&error))
}

/// Whether an answer can be used.
fn check(desk: &Desk, session: &Session, question: &Question, text: &str) -> Result<(), Problem> {
    let mut setup = setup_of(&[(question.name.to_owned(), text.to_owned())])?;
    read_lists(session, &mut setup)?;
    check_sources(desk, setup.sources())
}

fn setup_of(answers: &[(String, String)]) -> Result<Setup, Problem> {
    let invocation = Invocation::of(&create_command(answers))?;
    Setup::read(&invocation, &invocation.rest)
}

/// Keeps the answers, and asks the next question, or shows what came of all.
async fn proceed(
    desk: &Desk,
    session: &Session,
    answers: Vec<(String, String)>,
    language: Language,
) -> Result<Answer, Problem> {
    let next = questions::next(&answers);
    let record = DigestQuestions {
        answers: answers.clone(),
        language: language.code().to_owned(),
        since: session.now.timestamp(),
    };
    let kept = session.records.put(&questions::record_id(&session.origin), &record).await;
    kept.map_err(|error| desk.storage_problem(&error))?;
    match next {
        Some(question) => Ok(shown(question, session, language, None)),
        None => finish(desk, session, &answers, false).await,
    }
}

/// The digest, with its next times; saved after a yes.
async fn finish(
    desk: &Desk,
    session: &Session,
    answers: &[(String, String)],
    is_confirmed: bool,
) -> Result<Answer, Problem> {
    let mut answer = create(desk, session, setup_of(answers)?, is_confirmed, create_written(answers)).await?;
    if let Answer::Digests(digests) = &mut answer
        && digests.confirm.is_some()
    {
        digests.notes.push(session.say(sentence!("digest-question-yes")));
    }
    Ok(answer)
}

fn shown(question: &Question, session: &Session, language: Language, problem: Option<Problem>) -> Answer {
    let say = |sentence: crate::texts::Sentence| sentence.say(language);
    let number = QUESTIONS.iter().position(|it| it.name == question.name).unwrap_or_default() + 1;
    let zone = session.now.time_zone().iana_name().unwrap_or("UTC");
    let problem = problem.map(|problem| {
        let help = problem.help.map(|help| format!(" {}", say(help))).unwrap_or_default();
        format!("{}{help}", say(problem.message))
    });
    let how = if question.must { sentence!("digest-question-how-must") } else { sentence!("digest-question-how") };
    Answer::DigestQuestion(DigestQuestion {
        question: question.name.to_owned(),
        number,
        of: QUESTIONS.len(),
        title: say(sentence!("digest-question-title", number = number, of = QUESTIONS.len())),
        text: say(sentence!("digest-question", question = question.name, zone = zone)),
        how: say(how),
        suggestions: question.suggestions(language).iter().map(ToString::to_string).collect(),
        may_skip: !question.must,
        problem,
    })
}
