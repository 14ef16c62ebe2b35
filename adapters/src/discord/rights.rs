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
    /// A role that may manage too, by its id or name.
    role: Option<Arc<str>>,
}

impl MemberRights {
    pub(super) fn new(rest: Arc<Rest>, guild: u64, person: u64, role: Option<Arc<str>>) -> Self {
        Self { rest, guild, person, role }
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
        Ok(may_manage(&guild, &member, self.guild, self.person, self.role.as_deref()))
    }
}

fn may_manage(guild: &Value, member: &Value, guild_id: u64, person: u64, manager: Option<&str>) -> bool {
    let is = |value: &Value, id: u64| value.as_str() == Some(id.to_string().as_str());
    if is(&guild["owner_id"], person) {
        return true;
    }
    let held = |role: &&Value| {
        // The role with the server's own id is everybody's.
        is(&role["id"], guild_id) || member["roles"].as_array().is_some_and(|roles| roles.contains(&role["id"]))
    };
    let may = |role: &Value| {
        let bits = role["permissions"].as_str().and_then(|bits| bits.parse().ok()).unwrap_or_default();
        let managing = Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR;
        Permissions::from_bits_retain(bits).intersects(managing)
            || manager.is_some_and(|it| role["id"] == it || role["name"] == it)
    };
    guild["roles"].as_array().into_iter().flatten().filter(held).any(may)
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
        let person = |id, roles: &[&str]| may_manage(&guild, &json!({ "roles": roles }), 1, id, None);
        assert!(person(7, &[]), "the owner");
        assert!(person(8, &["2"]), "manage server");
        assert!(person(8, &["4", "3"]), "administrator");
        assert!(!person(8, &["4"]), "only send messages");
        assert!(!person(8, &[]));
        let open = json!({ "owner_id": "7", "roles": [role("1", "32")] });
        assert!(may_manage(&open, &json!({ "roles": [] }), 1, 8, None), "everybody");
    }

    #[test]
    fn a_role_that_is_named_in_the_settings_may_manage_too() {
        let role = |id: &str, name: &str| json!({ "id": id, "name": name, "permissions": "2048" });
        let guild =
            json!({ "owner_id": "7", "roles": [role("1", "@everyone"), role("2", "Marketing"), role("3", "Tea")] });
        let holder = |roles: &[&str], manager| may_manage(&guild, &json!({ "roles": roles }), 1, 8, manager);
        assert!(holder(&["2"], Some("Marketing")), "by its name");
        assert!(holder(&["2"], Some("2")), "by its id");
        assert!(!holder(&["3"], Some("Marketing")), "another role");
        assert!(!holder(&["2"], Some("")), "no role has no name");
        assert!(!holder(&["2"], None));
    }
}
