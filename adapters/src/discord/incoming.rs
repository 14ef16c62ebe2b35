//! What arrives from Discord, in the form that the journal keeps.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serenity::model::application::{
    AuthorizingIntegrationOwner, AuthorizingIntegrationOwners, CommandDataOption, CommandDataOptionValue,
    CommandInteraction, CommandType, ComponentInteraction, ComponentInteractionDataKind, ModalInteraction,
};
use serenity::model::channel::{Message, MessageType, Reaction as Given, ReactionType};
use serenity::model::guild::Member;
use serenity::model::permissions::Permissions;
use serenity::model::user::User;

use super::files;
use super::menu::{Chosen, Commands};
use super::rest::Rest;
use super::rights::MemberRights;
use super::threads::Threads;
use crate::files::SentFile;
use crate::reaction::liked;
use crate::{Arrival, Granted, Input, Origin, Place, Reaction, ReadingOnly, ReceivedFile, ReplyChain, Rights};

/// An interaction's token is good for 15 minutes; the last one is left to requests on their way.
const TOKEN_LIFE: Duration = Duration::from_secs(14 * 60);
/// What ids are padded to, so that they sort as they came.
const ID_DIGITS: usize = 20;

/// Something that a person sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Incoming {
    pub(super) id: u64,
    /// When it came, by this machine's clock: milliseconds since 1970.
    received: u64,
    pub(super) channel: u64,
    guild: Option<u64>,
    place_name: String,
    pub(super) person: u64,
    /// What the person is called; empty in what an earlier version stored.
    #[serde(default)]
    person_name: String,
    language: Option<String>,
    /// Whether the person may manage the team, if Discord said so.
    manage: Option<bool>,
    /// How to answer; `None` for a message, which is replied to in its channel.
    pub(super) interaction: Option<Interaction>,
    /// Whether it is a form that was filled in: Discord shows no second one in answer to it.
    #[serde(default)]
    form: bool,
    sent: Sent,
    /// The message that it replies to, or whose button was pressed.
    #[serde(default)]
    replies_to: Option<u64>,
    /// Whether it was sent in a thread, which is a talk of its own.
    #[serde(default)]
    in_thread: bool,
    /// The file beside it.
    #[serde(default)]
    pub(super) file: Option<SentFile>,
}

/// How an interaction is answered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Interaction {
    pub(super) application: u64,
    pub(super) token: String,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Sent {
    Text(String),
    Command(Chosen),
    Button(String),
    Reaction { message: u64, liked: bool, taken_back: bool },
}

/// An id as the journal compares it.
pub(super) fn journal_id(id: u64) -> String {
    format!("{id:0ID_DIGITS$}")
}

/// Milliseconds since 1970.
pub(super) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

impl Incoming {
    /// A slash command, or one in the menu of a message.
    pub(super) fn of_command(it: &CommandInteraction, commands: &Commands, me: u64) -> Self {
        let reads = |name: &str| commands.reads(name);
        let (chosen, file) = if it.data.kind == CommandType::Message {
            let message = it.data.resolved.messages.values().next();
            let words = message.map(|it| words_of(it, me)).unwrap_or_default();
            let chosen = commands.chosen_on_message(&it.data.name, &words);
            let takes = words.is_empty() && commands.takes_file(&chosen.words);
            let file = message.filter(|_| takes).and_then(|it| files::attached(it.attachments.iter(), reads));
            (chosen, file)
        } else {
            let (words, given) = called(it, commands);
            let file = files::attached(it.data.resolved.attachments.values(), reads);
            let given = given.iter().filter_map(|it| Some((it.name.clone(), value(&it.value)?))).collect();
            (commands.chosen(words, given), file)
        };
        let may = may_manage(it.member.as_deref(), &it.authorizing_integration_owners, it.guild_id.is_some());
        let interaction = Interaction { application: it.application_id.get(), token: it.token.clone() };
        Self {
            guild: it.guild_id.map(|id| id.get()),
            language: Some(it.locale.clone()),
            manage: may,
            file,
            ..Self::new(it.id.get(), it.channel_id.get(), &it.user, Some(interaction), Sent::Command(chosen))
        }
    }

    /// A press on a button, or a choice from a list of them.
    pub(super) fn of_component(it: &ComponentInteraction) -> Self {
        let action = match &it.data.kind {
            ComponentInteractionDataKind::StringSelect { values } => values.first().unwrap_or(&it.data.custom_id),
            _ => &it.data.custom_id,
        };
        let may = may_manage(it.member.as_ref(), &it.authorizing_integration_owners, it.guild_id.is_some());
        let interaction = Interaction { application: it.application_id.get(), token: it.token.clone() };
        Self {
            guild: it.guild_id.map(|id| id.get()),
            language: Some(it.locale.clone()),
            manage: may,
            replies_to: Some(it.message.id.get()),
            ..Self::new(it.id.get(), it.channel_id.get(), &it.user, Some(interaction), Sent::Button(action.clone()))
        }
    }

    /// A form that was filled in. It does not say whether the bot itself is a member of the server, so that Discord is asked
    /// when a right matters.
    pub(super) fn of_form(it: &ModalInteraction, commands: &Commands) -> Self {
        let interaction = Interaction { application: it.application_id.get(), token: it.token.clone() };
        let sent = Sent::Command(commands.submitted(&it.data));
        Self {
            guild: it.guild_id.map(|id| id.get()),
            language: Some(it.locale.clone()),
            manage: it.guild_id.is_none().then_some(true),
            form: true,
            ..Self::new(it.id.get(), it.channel_id.get(), &it.user, Some(interaction), sent)
        }
    }

    /// A message to `me`: direct, or one that mentions me. `None` if it is neither, or not a person's.
    pub(super) fn of_message(it: &Message, commands: &Commands, me: u64) -> Option<Self> {
        let said = matches!(it.kind, MessageType::Regular | MessageType::InlineReply);
        let meant = it.guild_id.is_none() || it.mentions.iter().any(|user| user.id.get() == me);
        if !said || !meant || it.author.bot || it.webhook_id.is_some() {
            return None;
        }
        let text = without_mentions(it, me);
        let file = files::attached(it.attachments.iter(), |name| commands.reads(name));
        // Somebody who only says the bot's name wants to know whether it is there, and what to try.
        let text = if text.is_empty() && file.is_none() { "/start".to_owned() } else { text };
        Some(Self {
            guild: it.guild_id.map(|id| id.get()),
            manage: it.guild_id.is_none().then_some(true),
            replies_to: it.message_reference.as_ref().and_then(|it| it.message_id).map(|id| id.get()),
            file,
            ..Self::new(it.id.get(), it.channel_id.get(), &it.author, None, Sent::Text(text))
        })
    }

    /// A reaction that says something of a message of `me`, or of one of which Discord does not say whose it is, as it does
    /// not where a reaction is taken back.
    pub(super) fn of_reaction(it: &Given, taken_back: bool, me: u64) -> Option<Self> {
        let ReactionType::Unicode(emoji) = &it.emoji else { return None };
        let (liked, person) = (liked(emoji)?, it.user_id?.get());
        let by_bot = it.member.as_ref().is_some_and(|member| member.user.bot);
        if person == me || by_bot || it.message_author_id.is_some_and(|author| author.get() != me) {
            return None;
        }
        let sent = Sent::Reaction { message: it.message_id.get(), liked, taken_back };
        Some(Self {
            // Discord gives reactions no ids. The same one delivered twice changes nothing the second time.
            id: reaction_id(),
            received: now(),
            channel: it.channel_id.get(),
            guild: it.guild_id.map(|id| id.get()),
            place_name: it.member.as_ref().map(|it| it.user.name.clone()).unwrap_or_default(),
            person_name: String::new(),
            person,
            language: None,
            manage: Some(false),
            interaction: None,
            form: false,
            sent,
            replies_to: None,
            in_thread: false,
            file: None,
        })
    }

    /// The same, in a server that the bot is no member of.
    pub(super) fn brought_along(self) -> Self {
        Self { manage: Some(false), ..self }
    }

    /// Whether it was sent where others read along.
    pub(super) fn is_in_server(&self) -> bool {
        self.guild.is_some()
    }

    pub(super) fn is_reaction(&self) -> bool {
        matches!(self.sent, Sent::Reaction { .. })
    }

    /// In a direct chat, by somebody whose language and rights are not known.
    fn new(id: u64, channel: u64, person: &User, interaction: Option<Interaction>, sent: Sent) -> Self {
        let person_name = person.global_name.clone().unwrap_or_else(|| person.name.clone());
        Self {
            id,
            received: now(),
            channel,
            guild: None,
            place_name: person_name.clone(),
            person: person.id.get(),
            person_name,
            language: None,
            manage: None,
            interaction,
            form: false,
            sent,
            replies_to: None,
            in_thread: false,
            file: None,
        }
    }

    /// The same, knowing which channels are threads.
    pub(super) fn among(self, threads: &Threads) -> Self {
        Self { in_thread: threads.has(self.channel), ..self }
    }

    /// The same, in a server whose name is known.
    pub(super) fn in_server_named(self, name: impl FnOnce(u64) -> Option<String>) -> Self {
        match self.guild {
            // A direct chat is named after its person; a server's name does not come with what people send.
            Some(guild) => Self { place_name: name(guild).unwrap_or_default(), ..self },
            None => self,
        }
    }

    /// As the journal keeps it.
    pub(super) fn arrival(&self) -> Arrival {
        // Such a struct always has a JSON form; an empty payload would be told of at the next start.
        let payload = serde_json::to_string(self).unwrap_or_default();
        // Of channels of servers, Discord says itself where something was written.
        let is_direct = self.guild.is_none() && !self.is_reaction();
        let channel = is_direct.then(|| super::catch_up::written(self.channel));
        Arrival { id: journal_id(self.id), payload, channel }
    }

    /// From the journal; `None` if another version wrote it.
    pub(super) fn of_arrival(arrival: &Arrival) -> Option<Self> {
        serde_json::from_str(&arrival.payload).ok()
    }

    /// Whether the interaction's token is, or soon will be, too old to answer with.
    pub(super) fn is_late(&self) -> bool {
        u128::from(now().saturating_sub(self.received)) >= TOKEN_LIFE.as_millis()
    }

    /// The form that asks for what the command needs and was not given.
    pub(super) fn asks(&self, commands: &Commands) -> Option<Value> {
        match &self.sent {
            _ if self.form || self.interaction.is_none() || self.file.is_some() => None,
            Sent::Command(chosen) => commands.form(chosen, self.language.as_deref()),
            Sent::Button(action) => commands
                .form(&commands.of_button(action).or_else(|| commands.pressed(action))?, self.language.as_deref()),
            _ => None,
        }
    }

    /// Whether it is a message in a server, and not in a thread already.
    pub(super) fn began_in_channel(&self) -> bool {
        self.interaction.is_none() && self.guild.is_some() && !self.in_thread
    }

    pub(super) fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    pub(super) fn origin(&self) -> Origin {
        let id = self.guild.map_or_else(|| format!("dm-{}", self.person), |guild| guild.to_string());
        Origin {
            place: Place { platform: "discord", id, name: self.place_name.clone() },
            channel: self.channel.to_string(),
            person: self.person.to_string(),
            person_name: Some(self.person_name.clone()).filter(|name| !name.is_empty()),
            language: self.language.clone(),
            chain: self.chain(),
        }
    }

    /// In a server's channel many talk at once.
    fn chain(&self) -> Option<ReplyChain> {
        let replies_to = self.replies_to.map(|id| id.to_string());
        (self.is_in_server() && !self.in_thread).then(|| ReplyChain { message: self.id.to_string(), replies_to })
    }

    /// What was asked; with a file once that is here.
    pub(super) fn input(&self, file: Option<ReceivedFile>) -> Input {
        match (self.sent.clone(), file) {
            (Sent::Text(text), Some(file)) => Input::File { file, text },
            (Sent::Command(chosen), Some(file)) => Input::File { file, text: chosen.written() },
            (Sent::Text(text), None) => Input::Text(text),
            (Sent::Command(chosen), None) => Input::Command(chosen.input()),
            (Sent::Button(action), _) => Input::Button(action),
            (Sent::Reaction { message, liked, taken_back }, _) => {
                Input::Reaction(Reaction { message: message.to_string(), liked, taken_back })
            }
        }
    }

    /// What the person may do; `role` may manage too, if there is one.
    pub(super) fn rights(&self, rest: &Arc<Rest>, role: Option<&Arc<str>>) -> Arc<dyn Rights> {
        match (self.manage, self.guild) {
            (Some(false), Some(_)) if !self.is_reaction() => Arc::new(ReadingOnly),
            (Some(manage), _) => Arc::new(Granted(manage)),
            // The person's permissions came along, and no role makes up for them.
            (None, _) if role.is_none() && self.interaction.is_some() && !self.form => Arc::new(Granted(false)),
            (None, Some(guild)) => {
                Arc::new(MemberRights::new(Arc::clone(rest), guild, self.person, role.map(Arc::clone)))
            }
            (None, None) => Arc::new(Granted(false)),
        }
    }
}

/// An id of our own that sorts among Discord's, by the clock, and is none of theirs: it names the last of their workers and
/// processes, and by how many there were. With an id that something else has, that would be taken for known already, and lost.
fn reaction_id() -> u64 {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    const LAST_WORKER: u64 = 0x3F_F000;
    (now().saturating_sub(super::EPOCH) << 22) | LAST_WORKER | (COUNT.fetch_add(1, Ordering::Relaxed) & 0xFFF)
}

/// The words of the command that is called, and what it is given.
pub(super) fn called<'a>(it: &'a CommandInteraction, commands: &Commands) -> (Vec<String>, &'a [CommandDataOption]) {
    let mut given = it.data.options.as_slice();
    let mut subcommand = None;
    while let [CommandDataOption { name, value: CommandDataOptionValue::SubCommand(inner), .. }] = given {
        subcommand = Some(name.as_str());
        given = inner;
    }
    (commands.words(&it.data.name, subcommand), given)
}

/// What a message says: its text, or else that of its first embed, as the bot's own cards are.
fn words_of(message: &Message, me: u64) -> String {
    let text = without_mentions(message, me);
    let embed = message.embeds.first().filter(|_| text.is_empty());
    let parts = embed.into_iter().flat_map(|it| [&it.title, &it.description]).flatten().map(String::as_str);
    std::iter::once(text.as_str()).chain(parts).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Whether the person may manage, if what came tells. Where the bot itself is no member, because a person brought it along
/// for themselves, nobody may: the server's people did not ask for it.
fn may_manage(member: Option<&Member>, owners: &AuthorizingIntegrationOwners, in_server: bool) -> Option<bool> {
    let installed =
        owners.0.is_empty() || owners.0.iter().any(|it| matches!(it, AuthorizingIntegrationOwner::GuildInstall(_)));
    let permissions = member.and_then(|it| it.permissions).unwrap_or_default();
    match (in_server, installed) {
        (false, _) => Some(true),
        (true, false) => Some(false),
        // A role may give the right to others: Discord is asked when it matters.
        (true, true) => permissions.intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR).then_some(true),
    }
}

fn value(value: &CommandDataOptionValue) -> Option<String> {
    match value {
        CommandDataOptionValue::String(text) => Some(text.clone()),
        CommandDataOptionValue::Integer(number) => Some(number.to_string()),
        CommandDataOptionValue::Number(number) => Some(number.to_string()),
        CommandDataOptionValue::Channel(id) => Some(id.to_string()),
        // Nothing else is registered; a file comes by another way.
        _ => None,
    }
}

/// The text of a message without the mention of me, and with the names of others in place of their ids.
fn without_mentions(message: &Message, me: u64) -> String {
    let mut text = message.content.clone();
    for form in [format!("<@{me}>"), format!("<@!{me}>")] {
        text = text.replace(&form, "");
    }
    for user in &message.mentions {
        for form in [format!("<@{}>", user.id), format!("<@!{}>", user.id)] {
            text = text.replace(&form, &format!("@{}", user.global_name.as_deref().unwrap_or(&user.name)));
        }
    }
    text.trim().to_owned()
}
