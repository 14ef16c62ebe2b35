//! What the bot may do in a server, and what it lacks there.

use serenity::model::guild::Guild;
use serenity::model::id::{RoleId, UserId};
use serenity::model::permissions::Permissions;

/// Each permission that the bot needs, by Discord's own name for it.
const NEEDED: [(Permissions, &str); 7] = [
    (Permissions::VIEW_CHANNEL, "View Channels"),
    (Permissions::SEND_MESSAGES, "Send Messages"),
    (Permissions::EMBED_LINKS, "Embed Links"),
    (Permissions::ATTACH_FILES, "Attach Files"),
    (Permissions::READ_MESSAGE_HISTORY, "Read Message History"),
    (Permissions::CREATE_PUBLIC_THREADS, "Create Public Threads"),
    (Permissions::SEND_MESSAGES_IN_THREADS, "Send Messages in Threads"),
];

/// All that it needs.
pub(super) fn needed() -> Permissions {
    NEEDED.into_iter().map(|(permission, _)| permission).collect()
}

/// What its roles give it in a server as a whole; `None` where Discord did not tell. Channels may take of it.
pub(super) fn granted(guild: &Guild, me: u64) -> Option<Permissions> {
    let everyone = guild.roles.get(&RoleId::new(guild.id.get()))?;
    let member = guild.members.get(&UserId::new(me))?;
    let roles = member.roles.iter().filter_map(|id| guild.roles.get(id));
    Some(roles.fold(everyone.permissions, |all, role| all | role.permissions))
}

/// The names of what is missing.
pub(super) fn missing(granted: Permissions) -> Vec<&'static str> {
    let lacks = |permission: Permissions| !granted.contains(permission) && !granted.administrator();
    NEEDED.into_iter().filter(|(permission, _)| lacks(*permission)).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_and_an_administrator_lacks_nothing() {
        assert_eq!(missing(needed()), Vec::<&str>::new());
        assert_eq!(missing(Permissions::ADMINISTRATOR), Vec::<&str>::new());
        let without = needed().difference(Permissions::EMBED_LINKS | Permissions::ATTACH_FILES);
        assert_eq!(missing(without), ["Embed Links", "Attach Files"]);
    }
}
