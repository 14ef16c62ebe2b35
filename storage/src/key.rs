//! Keys: the only way from a team, a section and an id to a place in an engine.
//!
//! | bytes | of a team | of the installation |
//! | --- | --- | --- |
//! | 1 | `1` | `0` |
//! | 1 | length of the team's id | |
//! | 1–64 | the team's id | |
//! | 1 | the section | the section |
//! | rest | the record's id, as it is | the record's id, as it is |
//!
//! The length comes before the team's id, so no team's keys begin like another's. The record's id comes last and
//! needs no escaping: any bytes are allowed, and ids keep their order.

use std::fmt;
use std::ops::Bound;

use crate::TeamId;

/// The longest key in bytes. sled keeps up to 256 keys in one page, and a page must stay below 128 KiB.
pub const KEY_LIMIT: usize = 256;

const OF_INSTALLATION: u8 = 0;
const OF_TEAM: u8 = 1;

/// A kind of record. Its number is stored: it never changes, and the number of a section that is gone is not given
/// to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Section {
    /// [`Team`](crate::Team), in the installation.
    Teams = 1,
    /// [`Preferences`](crate::Preferences).
    Preferences = 2,
    /// [`Campaign`](crate::Campaign).
    Campaigns = 3,
    /// The last number given to a record of another section.
    Counters = 4,
    /// [`Conversation`](crate::Conversation).
    Conversations = 5,
    /// [`Explanation`](crate::Explanation).
    Explanations = 6,
    /// [`UsageCount`](crate::UsageCount).
    Usage = 7,
    /// [`UsageLimits`](crate::UsageLimits).
    UsageLimits = 8,
    /// [`PlaceOfTeam`](crate::PlaceOfTeam), in the installation.
    Places = 9,
    /// [`ArrivalRecord`](crate::ArrivalRecord), in the installation.
    Arrivals = 10,
    /// [`Offer`](crate::Offer).
    Offers = 11,
    /// [`LinkCode`](crate::LinkCode), in the installation.
    LinkCodes = 12,
    /// [`WrongCodes`](crate::WrongCodes), in the installation.
    WrongCodes = 13,
    /// [`Removal`](crate::Removal), in the installation.
    Removals = 14,
    /// [`RemovedTeam`](crate::RemovedTeam), in the installation.
    RemovedTeams = 15,
    /// [`Access`](crate::Access), of a team and of the installation.
    Access = 16,
    /// [`ArrivalChannel`](crate::ArrivalChannel), in the installation.
    ArrivalChannels = 17,
    /// [`PendingImport`](crate::PendingImport).
    PendingImports = 60,
    /// [`CampaignSource`](crate::CampaignSource).
    CampaignSources = 61,
    /// [`PostVector`](crate::PostVector).
    PostVectors = 62,
    /// [`LearnedModel`](crate::LearnedModel).
    LearnedModels = 65,
    /// [`ModelInForce`](crate::ModelInForce).
    ModelsInForce = 66,
    /// [`ContentTaste`](crate::ContentTaste).
    ContentTastes = 67,
    /// [`TrainingTry`](crate::TrainingTry).
    TrainingTries = 68,
    /// [`Digest`](crate::Digest).
    Digests = 40,
    /// [`SourceState`](crate::SourceState).
    Sources = 41,
    /// [`SourceItem`](crate::SourceItem).
    SourceItems = 42,
    /// [`TopicWishes`](crate::TopicWishes).
    TopicWishes = 43,
    /// [`Occurrence`](crate::Occurrence).
    Occurrences = 44,
    /// [`DigestTime`](crate::DigestTime), in the installation.
    DigestTimes = 45,
    /// [`AdminChannel`](crate::AdminChannel).
    AdminChannels = 46,
    /// [`DigestQuestions`](crate::DigestQuestions).
    DigestQuestions = 47,
    /// [`WordRule`](crate::WordRule).
    WordRules = 50,
    /// [`PreferenceChange`](crate::PreferenceChange).
    PreferenceChanges = 51,
    /// [`Person`](crate::Person).
    People = 52,
    /// [`Idea`](crate::Idea).
    Ideas = 53,
    /// [`AngleTally`](crate::AngleTally).
    AngleTallies = 54,
    /// [`Draft`](crate::Draft).
    Drafts = 55,
    /// [`DraftVersion`](crate::DraftVersion).
    DraftVersions = 56,
    /// [`DraftEvent`](crate::DraftEvent).
    DraftEvents = 57,
    /// [`ReviewedText`](crate::ReviewedText).
    ReviewedTexts = 70,
    /// [`ShownMessage`](crate::ShownMessage).
    ShownMessages = 58,
    /// [`RefusalReasons`](crate::RefusalReasons).
    RefusalReasons = 59,
    /// [`TalkMessage`](crate::TalkMessage).
    TalkMessages = 71,
}

/// Whose records are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Nobody's in particular.
    Installation,
    /// A team's.
    Team(TeamId),
}

impl Owner {
    pub(crate) fn key(&self, section: Section, id: &str) -> Key {
        match self {
            Self::Installation => Key::installation(section, id),
            Self::Team(team) => Key::of(team, section, id),
        }
    }

    pub(crate) fn range(&self, section: Section) -> KeyRange {
        match self {
            Self::Installation => KeyRange::installation(section),
            Self::Team(team) => KeyRange::of(team, section),
        }
    }
}

impl Section {
    const ALL: [Self; 44] = [
        Self::Teams,
        Self::Preferences,
        Self::Campaigns,
        Self::Counters,
        Self::Conversations,
        Self::Explanations,
        Self::Usage,
        Self::UsageLimits,
        Self::Places,
        Self::Arrivals,
        Self::ArrivalChannels,
        Self::Offers,
        Self::LinkCodes,
        Self::WrongCodes,
        Self::Removals,
        Self::RemovedTeams,
        Self::Access,
        Self::PendingImports,
        Self::CampaignSources,
        Self::PostVectors,
        Self::LearnedModels,
        Self::ModelsInForce,
        Self::ContentTastes,
        Self::TrainingTries,
        Self::Digests,
        Self::Sources,
        Self::SourceItems,
        Self::TopicWishes,
        Self::Occurrences,
        Self::DigestTimes,
        Self::AdminChannels,
        Self::DigestQuestions,
        Self::WordRules,
        Self::PreferenceChanges,
        Self::People,
        Self::Ideas,
        Self::AngleTallies,
        Self::Drafts,
        Self::DraftVersions,
        Self::DraftEvents,
        Self::ReviewedTexts,
        Self::ShownMessages,
        Self::RefusalReasons,
        Self::TalkMessages,
    ];

    /// What people call it, such as `usage-limits`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Teams => "teams",
            Self::Preferences => "preferences",
            Self::Campaigns => "campaigns",
            Self::Counters => "counters",
            Self::Conversations => "conversations",
            Self::Explanations => "explanations",
            Self::Usage => "usage",
            Self::UsageLimits => "usage-limits",
            Self::Places => "places",
            Self::Arrivals => "arrivals",
            Self::ArrivalChannels => "arrival-channels",
            Self::Offers => "offers",
            Self::LinkCodes => "link-codes",
            Self::WrongCodes => "wrong-codes",
            Self::Removals => "removals",
            Self::RemovedTeams => "removed-teams",
            Self::Access => "access",
            Self::PendingImports => "pending-imports",
            Self::CampaignSources => "campaign-sources",
            Self::PostVectors => "post-vectors",
            Self::LearnedModels => "learned-models",
            Self::ModelsInForce => "models-in-force",
            Self::ContentTastes => "content-tastes",
            Self::TrainingTries => "training-tries",
            Self::Digests => "digests",
            Self::Sources => "sources",
            Self::SourceItems => "source-items",
            Self::TopicWishes => "topic-wishes",
            Self::Occurrences => "occurrences",
            Self::DigestTimes => "digest-times",
            Self::AdminChannels => "admin-channels",
            Self::DigestQuestions => "digest-questions",
            Self::WordRules => "word-rules",
            Self::PreferenceChanges => "preference-changes",
            Self::People => "people",
            Self::Ideas => "ideas",
            Self::AngleTallies => "angle-tallies",
            Self::Drafts => "drafts",
            Self::DraftVersions => "draft-versions",
            Self::DraftEvents => "draft-events",
            Self::ReviewedTexts => "reviewed-texts",
            Self::ShownMessages => "shown-messages",
            Self::RefusalReasons => "refusal-reasons",
            Self::TalkMessages => "talk-messages",
        }
    }
}

/// The place of one record. Ordered by owner, then section, then id.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    bytes: Vec<u8>,
}

impl Key {
    /// The key of a team's record.
    #[must_use]
    pub fn of(team: &TeamId, section: Section, id: &str) -> Self {
        let mut bytes = team_prefix(team, section);
        bytes.extend_from_slice(id.as_bytes());
        Self { bytes }
    }

    /// The key of a record that belongs to no team.
    #[must_use]
    pub fn installation(section: Section, id: &str) -> Self {
        let mut bytes = installation_prefix(section);
        bytes.extend_from_slice(id.as_bytes());
        Self { bytes }
    }

    /// The key as an engine stores it.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The record's id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.bytes.get(id_start(&self.bytes)..).and_then(|id| std::str::from_utf8(id).ok()).unwrap_or_default()
    }

    /// The kind of record; `None` of a section that this program does not know.
    #[must_use]
    pub fn section(&self) -> Option<Section> {
        let number = self.bytes.get(id_start(&self.bytes) - 1)?;
        Section::ALL.into_iter().find(|section| *section as u8 == *number)
    }

    /// Takes bytes from an engine back as a key; `None` if no key looks like that.
    pub(crate) fn from_stored(bytes: &[u8]) -> Option<Self> {
        let id = bytes.get(id_start(bytes)..)?;
        let known_owner = matches!(bytes.first(), Some(&(OF_INSTALLATION | OF_TEAM)));
        (known_owner && std::str::from_utf8(id).is_ok()).then(|| Self { bytes: bytes.to_vec() })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id_start = id_start(&self.bytes);
        let owner = self.bytes.get(2..id_start - 1).unwrap_or_default();
        if !owner.is_empty() {
            write!(out, "{}/", String::from_utf8_lossy(owner))?;
        }
        write!(out, "{}/{}", self.section().map_or("unknown", Section::name), self.id().escape_debug())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Key({self})")
    }
}

/// Keys of one section of one owner, or of a whole team, in order, all of them or those after one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRange {
    prefix: Vec<u8>,
    after: Option<Vec<u8>>,
}

impl KeyRange {
    /// A section of a team.
    #[must_use]
    pub fn of(team: &TeamId, section: Section) -> Self {
        Self { prefix: team_prefix(team, section), after: None }
    }

    /// A section of the installation.
    #[must_use]
    pub fn installation(section: Section) -> Self {
        Self { prefix: installation_prefix(section), after: None }
    }

    /// All that is a team's.
    #[must_use]
    pub fn whole(team: &TeamId) -> Self {
        Self { prefix: owner_prefix(team), after: None }
    }

    /// Only what comes after this key, which need not exist: the next page.
    #[must_use]
    pub fn after_key(mut self, key: &Key) -> Self {
        self.after = Some(key.bytes.clone());
        self
    }

    /// Only what comes after this id of the section, which need not exist: the next page.
    #[must_use]
    pub fn after(mut self, id: &str) -> Self {
        self.after = Some([&self.prefix, id.as_bytes()].concat());
        self
    }

    /// Where an engine begins to read.
    #[must_use]
    pub fn start(&self) -> Bound<&[u8]> {
        self.after.as_deref().map_or(Bound::Included(&self.prefix), Bound::Excluded)
    }

    /// Whether a stored key is still in the range; an engine stops at the first that is not.
    #[must_use]
    pub fn contains(&self, key: &[u8]) -> bool {
        key.starts_with(&self.prefix) && self.after.as_deref().is_none_or(|after| key > after)
    }
}

fn owner_prefix(team: &TeamId) -> Vec<u8> {
    let id = team.as_str().as_bytes();
    let length = id.len() as u8; // at most 64
    [&[OF_TEAM, length], id].concat()
}

fn team_prefix(team: &TeamId, section: Section) -> Vec<u8> {
    let mut prefix = owner_prefix(team);
    prefix.push(section as u8);
    prefix
}

fn installation_prefix(section: Section) -> Vec<u8> {
    vec![OF_INSTALLATION, section as u8]
}

fn id_start(key: &[u8]) -> usize {
    match key {
        [OF_TEAM, length, ..] => usize::from(*length) + 3,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn team() -> impl Strategy<Value = TeamId> {
        // Few letters, so that ids are often each other's beginnings.
        "[a1]([a1-]{0,4}[a1])?".prop_map(|text| TeamId::parse(&text).expect("the pattern makes ids"))
    }

    fn section() -> impl Strategy<Value = Section> {
        prop::sample::select(&Section::ALL[..])
    }

    proptest! {
        #[test]
        fn a_key_is_of_one_team_one_section_and_one_id(
            one in (team(), section(), any::<String>()),
            other in (team(), section(), any::<String>()),
        ) {
            let same_key = Key::of(&one.0, one.1, &one.2) == Key::of(&other.0, other.1, &other.2);
            prop_assert_eq!(same_key, one == other);
            prop_assert_ne!(Key::of(&one.0, one.1, &one.2), Key::installation(other.1, &other.2));
        }

        #[test]
        fn a_team_s_range_never_holds_a_key_of_another(
            team in team(), section in section(),
            other in (team(), section(), "[\u{0}-\u{3}a1-]{0,8}"),
        ) {
            let key = Key::of(&other.0, other.1, &other.2);
            let same = (&team, section) == (&other.0, other.1);
            prop_assert_eq!(KeyRange::of(&team, section).contains(key.as_bytes()), same);
            prop_assert!(!KeyRange::installation(section).contains(key.as_bytes()));
            prop_assert_eq!(KeyRange::whole(&team).contains(key.as_bytes()), team == other.0);
            prop_assert_eq!(key.section(), Some(other.1));
        }

        #[test]
        fn an_id_comes_back_from_a_stored_key(team in team(), section in section(), id in any::<String>()) {
            for key in [Key::of(&team, section, &id), Key::installation(section, &id)] {
                prop_assert_eq!(key.id(), id.as_str());
                prop_assert_eq!(Key::from_stored(key.as_bytes()), Some(key));
            }
        }

        #[test]
        fn ids_keep_their_order(team in team(), section in section(), one in any::<String>(), other in any::<String>()) {
            let order = Key::of(&team, section, &one).cmp(&Key::of(&team, section, &other));
            prop_assert_eq!(order, one.cmp(&other));
            prop_assert_eq!(
                KeyRange::of(&team, section).after(&one).contains(Key::of(&team, section, &other).as_bytes()),
                other > one
            );
        }

        #[test]
        fn bytes_that_are_no_key_are_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            if let Some(key) = Key::from_stored(&bytes) {
                prop_assert_eq!(key.as_bytes(), bytes.as_slice());
                prop_assert!(!key.to_string().is_empty());
            }
        }
    }

    #[test]
    fn a_key_reads_like_a_path() {
        let team = TeamId::parse("oat-latte").expect("valid");
        assert_eq!(Key::of(&team, Section::Campaigns, "00000031").to_string(), "oat-latte/campaigns/00000031");
        assert_eq!(Key::installation(Section::Teams, "a\0b").to_string(), "teams/a\\0b");
    }
}
