//! Whom and which team an answer names.

use crate::answer::Answer;

impl Answer {
    /// The people whom it names, each by their id: those who read it should see a name there.
    pub fn people(&mut self) -> Vec<&mut String> {
        match self {
            Self::Board(shown) => shown.drafts.iter_mut().map(|it| &mut it.by).collect(),
            Self::DraftHistory(shown) => shown.events.iter_mut().map(|it| &mut it.by).collect(),
            Self::PreferenceHistory(shown) => shown.changes.iter_mut().map(|it| &mut it.by).collect(),
            Self::Explanation(shown) if shown.id.is_some() => vec![&mut shown.by],
            Self::Access(shown) => shown.entries.iter_mut().filter_map(|it| it.by.as_mut()).collect(),
            _ => Vec::new(),
        }
    }

    /// The team that it names, by its id.
    pub fn team(&mut self) -> Option<&mut String> {
        match self {
            Self::Preferences(shown) => Some(&mut shown.team),
            Self::Usage(shown) => Some(&mut shown.team),
            _ => None,
        }
    }
}
