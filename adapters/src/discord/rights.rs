//! What a person may do in a server, where a message does not say it.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;
use serenity::http::{LightMethod, Route};
use serenity::model::id::{GuildId, UserId};
use serenity::model::permissions::Permissions;

use super::rest::Rest;
use crate::{Rights, RightsError};

/// Asks Discord for the person's roles and what these may do. Needs no privileged intent: one member may be asked for.
pub(super) struct MemberRights {
    rest: Arc<Rest>,
    guild: u64,
    person: u64,
}

impl MemberRights {
    pub(super) fn new(rest: Arc<Rest>, guild: u64, person: u64) -> Self {
        Self { rest, guild, person }
    }
}

impl fmt::Debug for MemberRights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemberRights").field("guild", &self.guild).field("person", &self.person).finish()
    }
}

#[async_trait]
impl Rights for MemberRights {
    async fn may_manage(&self) -> Result<bool, RightsError> {
        let guild_id = GuildId::new(self.guild);
        let ask = async |route| {
            let answer = self.rest.call(LightMethod::Get, route, None).await;
            answer.map_err(|error| RightsError(error.to_string()))
        };
        let guild = ask(Route::Guild { guild_id }).await?;
        let member = ask(Route::GuildMember { guild_id, user_id: UserId::new(self.person) }).await?;
        Ok(may_manage(&guild, &member, self.guild, self.person))
    }
}

fn may_manage(guild: &Value, member: &Value, guild_id: u64, person: u64) -> bool {
    let is = |value: &Value, id: u64| value.as_str() == Some(id.to_string().as_str());
    if is(&guild["owner_id"], person) {
        return true;
    }
    let held = |role: &Value| {
        // The role with the server's own id is everybody's.
        is(role, guild_id) || member["roles"].as_array().is_some_and(|roles| roles.contains(role))
    };
    let roles = guild["roles"].as_array().map(Vec::as_slice).unwrap_or_default();
    let bits = roles.iter().filter(|role| held(&role["id"])).filter_map(|role| role["permissions"].as_str());
    let permissions = bits.filter_map(|bits| bits.parse::<u64>().ok()).fold(0, |all, bits| all | bits);
    Permissions::from_bits_retain(permissions).intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn owners_and_those_with_a_role_that_may_manage_may() {
        let role = |id: &str, permissions: &str| json!({ "id": id, "permissions": permissions });
        let guild =
            json!({ "owner_id": "7", "roles": [role("1", "0"), role("2", "32"), role("3", "8"), role("4", "2048")] });
        let person = |id, roles: &[&str]| may_manage(&guild, &json!({ "roles": roles }), 1, id);
        assert!(person(7, &[]), "the owner");
        assert!(person(8, &["2"]), "manage server");
        assert!(person(8, &["4", "3"]), "administrator");
        assert!(!person(8, &["4"]), "only send messages");
        assert!(!person(8, &[]));
        let open = json!({ "owner_id": "7", "roles": [role("1", "32")] });
        assert!(may_manage(&open, &json!({ "roles": [] }), 1, 8), "everybody");
    }
}
