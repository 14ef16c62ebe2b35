//! What happens to the places themselves: the bot is told by every adapter.

use async_trait::async_trait;

use crate::Place;

/// Hears of places that come, go and move. The bot provides it. What it can't store it logs: the platform does not say
/// it twice, and nobody waits for an answer.
#[async_trait]
pub trait Places: Send + Sync {
    /// The bot is in a place, perhaps again.
    async fn joined(&self, place: &Place);

    /// The bot was removed from a place.
    async fn left(&self, place: &Place);

    /// A place has another id now; what is stored of the old one is the new one's.
    async fn moved(&self, old: &Place, new: &Place);

    /// A talk goes on in another channel of the place, such as a thread: what is remembered of it holds there, too.
    async fn continued(&self, _place: &Place, _from: &str, _to: &str) {}
}

/// Nobody keeps anything of places.
#[async_trait]
impl Places for () {
    async fn joined(&self, _: &Place) {}

    async fn left(&self, _: &Place) {}

    async fn moved(&self, _: &Place, _: &Place) {}
}
