//! Who may change what holds for all of a team.

use std::fmt::Debug;

use async_trait::async_trait;

/// Tells whether the person who asks may change what holds for all of the team. Asked when it matters, and not
/// remembered: rights change.
#[async_trait]
pub trait Rights: Debug + Send + Sync {
    /// Whether the person may.
    ///
    /// # Errors
    /// [`RightsError`] when the platform can't be asked; then nobody may.
    async fn may_manage(&self) -> Result<bool, RightsError>;

    /// Whether the person may ask and change nothing, not even what everybody may: the bot is no member of the place.
    fn reads_only(&self) -> bool {
        false
    }
}

/// The platform did not say who may do what.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the platform did not say what the person may do: {0}")]
pub struct RightsError(pub String);

/// The rights of somebody who brought the bot along to a place that it is no member of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadingOnly;

#[async_trait]
impl Rights for ReadingOnly {
    async fn may_manage(&self) -> Result<bool, RightsError> {
        Ok(false)
    }

    fn reads_only(&self) -> bool {
        true
    }
}

/// Rights that are known already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Granted(pub bool);

#[async_trait]
impl Rights for Granted {
    async fn may_manage(&self) -> Result<bool, RightsError> {
        Ok(self.0)
    }
}
