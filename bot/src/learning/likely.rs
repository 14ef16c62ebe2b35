//! One line of prediction, for a draft or a review: only where a model tells texts apart better than what is usual does.

use std::sync::Arc;

use copydesk_analysis::Platform;
use copydesk_analysis::learn::{Metric, Observation, When};
use copydesk_storage::{StorageError, TeamStore};

use super::stored::{self, InForce};
use crate::answer::Likely;

/// A model that is good enough: it beat what is usual on posts that it had not seen.
#[derive(Clone)]
pub struct GoodModel {
    model: Arc<InForce>,
    when: When,
}

impl GoodModel {
    /// The team's, for texts that run now; `None` if it has none.
    ///
    /// # Errors
    /// What the storage says.
    pub async fn of(records: &TeamStore, when: When) -> Result<Option<Self>, StorageError> {
        let stored = stored::in_force(records, Metric::Engagement).await?;
        Ok(stored.filter(|it| it.model.is_regression()).map(|it| Self { model: Arc::new(it), when }))
    }

    /// What a text will likely do; `None` on a platform without past posts.
    pub fn likely(&self, text: &str, topic: &str, hashtags: usize, platform: Platform) -> Option<Likely> {
        let draft = Observation::draft(text, platform, self.when);
        let draft = Observation { topic: topic.to_owned(), hashtags, ..draft };
        // Of a form that nobody named such a model says what is usual, which is no news.
        if self.model.model.missing_form(&draft).is_some() {
            return None;
        }
        let said = self.model.model.predict(&draft)?;
        Some(Likely {
            platform: platform.id().to_owned(),
            metric: said.metric,
            expected: said.expected,
            low: said.low,
            high: said.high,
            level: said.level,
            usual: said.usual,
            ratio: said.ratio,
            version: self.model.version,
        })
    }

    /// The platform with most of the posts that it learned from.
    pub fn usual_platform(&self) -> Option<Platform> {
        self.model.card.platforms.first().and_then(|counted| Platform::from_name(&counted.name))
    }
}
