//! Which talk something belongs to: a direct chat and a thread are one, elsewhere each chain of replies is.

use copydesk_adapters::{Origin, ReplyChain};
use copydesk_storage::{Change, Conversation, StorageError, TalkMessage, TeamStore};
use jiff::Timestamp;

/// The id of the talk's [`Conversation`]. A reply to what is known of no talk begins one.
///
/// # Errors
/// What the storage says.
pub async fn id(records: &TeamStore, origin: &Origin) -> Result<String, StorageError> {
    let Some(ReplyChain { message, replies_to }) = &origin.chain else { return Ok(origin.channel.clone()) };
    if let Some(replied) = replies_to
        && let Some(talk) = of_message(records, &origin.channel, replied).await?
    {
        return Ok(talk);
    }
    // Just after a start Discord may not have said yet that the channel is a thread; what was said there does.
    if records.get::<Conversation>(&origin.channel).await?.is_some() {
        return Ok(origin.channel.clone());
    }
    Ok(TalkMessage::id_of(&origin.channel, message))
}

/// The talk that a message of the bot belongs to.
async fn of_message(records: &TeamStore, channel: &str, message: &str) -> Result<Option<String>, StorageError> {
    let known = records.get::<TalkMessage>(&TalkMessage::id_of(channel, message)).await?;
    Ok(known.map(|known| known.record.talk))
}

/// Notes with a change that what was sent from there belongs to the talk.
pub fn noting(change: Change, origin: &Origin, talk: &str, at: Timestamp) -> Change {
    match &origin.chain {
        Some(ReplyChain { message, .. }) => {
            let note = TalkMessage { talk: talk.to_owned(), at };
            change.put(&TalkMessage::id_of(&origin.channel, message), &note)
        }
        None => change,
    }
}

/// Notes which messages answer in a talk. Where nothing is remembered there is nothing to go on with.
///
/// # Errors
/// What the storage says.
pub async fn note(
    records: &TeamStore,
    origin: &Origin,
    messages: &[String],
    at: Timestamp,
) -> Result<(), StorageError> {
    let talk = id(records, origin).await?;
    if origin.chain.is_none() || records.get::<Conversation>(&talk).await?.is_none() {
        return Ok(());
    }
    let note = TalkMessage { talk, at };
    let change = messages
        .iter()
        .fold(records.change(), |change, message| change.put(&TalkMessage::id_of(&origin.channel, message), &note));
    change.commit().await.map(drop)
}

/// What is remembered of a talk holds in a thread, unless people have talked there already. Discord's threads have the id of the
/// message that they are made from.
///
/// # Errors
/// What the storage says.
pub async fn continue_in(records: &TeamStore, channel: &str, thread: &str) -> Result<(), StorageError> {
    let talk = of_message(records, channel, thread).await?.unwrap_or_else(|| channel.to_owned());
    let Some(talk) = records.get::<Conversation>(&talk).await? else { return Ok(()) };
    let change = records.change().unchanged::<Conversation>(thread, None).put(thread, &talk.record);
    match change.commit().await {
        Err(StorageError::Conflict { .. }) => Ok(()),
        done => done.map(drop),
    }
}

/// The ids of all that is remembered of talks in a channel.
///
/// # Errors
/// What the storage says.
pub async fn in_channel(records: &TeamStore, channel: &str) -> Result<Vec<String>, StorageError> {
    let beginning = TalkMessage::id_of(channel, "");
    let ids = records.all::<Conversation>().await?.into_iter().map(|(id, _)| id);
    Ok(ids.filter(|id| id == channel || id.starts_with(&beginning)).collect())
}

/// Whether a talk is a chain of replies, which nobody can go on with once its messages are forgotten.
pub fn is_chain(id: &str) -> bool {
    id.contains('#')
}
