//! The team's posts as the learning sees them, and the models that were learned from them, as they are stored.

use copydesk_analysis::learn::{Card, Metric, Model, Numbers, Observation, When};
use copydesk_analysis::{Language, Platform};
use copydesk_storage::{Campaign, LabelKind, LearnedModel, ModelInForce, StorageError, TeamStore};
use jiff::civil::Date;
use jiff::{Timestamp, ZonedDateTime};

/// A stored model.
pub struct InForce {
    /// Its version.
    pub version: u32,
    /// When it was trained.
    pub trained: Timestamp,
    /// It.
    pub model: Model,
    /// Its card.
    pub card: Card,
}

/// Days since 1 January 1970.
pub fn day_number(date: Date) -> i64 {
    let epoch = Date::constant(1970, 1, 1);
    i64::from(date.since((jiff::Unit::Day, epoch)).map_or(0, |span| span.get_days()))
}

/// The date of a day since 1 January 1970.
pub fn date_of(day: i64) -> Date {
    let span = jiff::Span::new().try_days(day).unwrap_or_default();
    Date::constant(1970, 1, 1).checked_add(span).unwrap_or_default()
}

/// Now, as the learning counts time.
pub fn when(now: &ZonedDateTime) -> When {
    When { day: day_number(now.date()), hour: u8::try_from(now.hour()).ok() }
}

/// Past posts on platforms that are known.
pub fn observations(campaigns: &[Campaign]) -> Vec<Observation> {
    campaigns.iter().filter_map(observation).collect()
}

fn observation(campaign: &Campaign) -> Option<Observation> {
    let post = &campaign.post;
    let given = |kind| post.labels.get(&kind).map(|label| label.value.clone()).unwrap_or_default();
    Some(Observation {
        id: campaign.id(),
        platform: Platform::from_name(&post.platform)?,
        text: post.text.clone(),
        topic: post.topic.clone(),
        hashtags: post.hashtags.len(),
        // Without its day nobody knows what was usual then.
        when: When { day: day_number(post.date?), hour: post.time.and_then(|time| u8::try_from(time.hour()).ok()) },
        format: given(LabelKind::Format),
        segment: given(LabelKind::Segment),
        language: Language::from_code(&given(LabelKind::Language)).or_else(|| Language::of(&post.text)),
        columns: Vec::new(),
        numbers: Numbers {
            impressions: post.impressions,
            reach: post.reach,
            views: post.views,
            likes: post.likes,
            comments: post.comments,
            shares: post.shares,
            saves: post.saves,
            clicks: post.clicks,
        },
    })
}

/// All past posts of a team, the oldest first.
///
/// # Errors
/// What the storage says.
pub async fn campaigns(records: &TeamStore) -> Result<Vec<Campaign>, StorageError> {
    Ok(records.all::<Campaign>().await?.into_iter().map(|(_, stored)| stored.record).collect())
}

/// The model of a metric that is in force; `None` if there is none, or one that this program can't read.
///
/// # Errors
/// What the storage says.
pub async fn in_force(records: &TeamStore, metric: Metric) -> Result<Option<InForce>, StorageError> {
    let Some(current) = records.get::<ModelInForce>(metric.id()).await? else { return Ok(None) };
    version(records, metric, current.record.version).await
}

/// A version of a metric's model.
///
/// # Errors
/// What the storage says.
pub async fn version(records: &TeamStore, metric: Metric, version: u32) -> Result<Option<InForce>, StorageError> {
    let Some(stored) = records.get::<LearnedModel>(&LearnedModel::record_id(metric.id(), version)).await? else {
        return Ok(None);
    };
    let LearnedModel { version, trained, model, card, .. } = stored.record;
    let read = serde_json::from_value(model).and_then(|model| Ok((model, serde_json::from_value(card)?)));
    Ok(read.ok().map(|(model, card)| InForce { version, trained, model, card }))
}

/// How many versions of a metric's model are kept.
const KEPT: u32 = 20;

/// Stores a model as the next version and puts it in force. Returns the version.
///
/// # Errors
/// What the storage says.
pub async fn put_in_force(
    records: &TeamStore,
    model: &Model,
    card: &Card,
    trained: Timestamp,
) -> Result<u32, StorageError> {
    let json = |error: serde_json::Error| StorageError::Other(error.to_string());
    let metric = model.metric.id();
    loop {
        let old = records.get::<ModelInForce>(metric).await?;
        let version = old.as_ref().map_or(0, |old| old.record.last) + 1;
        let record = LearnedModel {
            metric: metric.to_owned(),
            version,
            trained,
            model: serde_json::to_value(model).map_err(json)?,
            card: serde_json::to_value(card).map_err(json)?,
        };
        let mut change = records
            .change()
            .unchanged::<ModelInForce>(metric, old.map(|old| old.version))
            .put(metric, &ModelInForce { version, last: version })
            .put(&LearnedModel::record_id(metric, version), &record);
        if let Some(gone) = version.checked_sub(KEPT).filter(|gone| *gone > 0) {
            change = change.delete::<LearnedModel>(&LearnedModel::record_id(metric, gone));
        }
        match change.commit().await {
            Ok(_) => return Ok(version),
            // Somebody else trained at the same time: theirs is the version before.
            Err(StorageError::Conflict { .. }) if records.get::<ModelInForce>(metric).await?.is_some() => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{date_of, day_number};

    #[test]
    fn days_are_counted_from_1970_and_back() {
        assert_eq!((day_number(date(1970, 1, 2)), day_number(date(1969, 12, 31))), (1, -1));
        assert_eq!(date_of(day_number(date(2026, 3, 14))), date(2026, 3, 14));
    }
}
