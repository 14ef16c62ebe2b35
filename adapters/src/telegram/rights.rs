//! Who may change what holds for a group: its administrators.

use std::sync::Arc;

use async_trait::async_trait;
use teloxide::payloads::GetChatMember;
use teloxide::types::{ChatId, UserId};

use super::api::Api;
use crate::{Rights, RightsError};

/// Asks Telegram what a person is in a group.
#[derive(Debug)]
pub(super) struct Administrators {
    pub(super) api: Arc<Api>,
    pub(super) chat: i64,
    pub(super) person: u64,
}

#[async_trait]
impl Rights for Administrators {
    async fn may_manage(&self) -> Result<bool, RightsError> {
        let asked = GetChatMember::new(ChatId(self.chat), UserId(self.person));
        let member = self.api.call(&asked).await.map_err(|error| RightsError(error.to_string()))?;
        Ok(matches!(member["status"].as_str(), Some("administrator" | "creator")))
    }
}
