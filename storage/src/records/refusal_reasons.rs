//! Why ideas were not for the team, as far as the next ones are told.

use serde::{Deserialize, Serialize};

use crate::{Record, Section};

/// The newest reasons of a team, the last said last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RefusalReasons {
    /// The idea's number, and why it was refused.
    pub reasons: Vec<(u32, String)>,
}

impl RefusalReasons {
    /// The id of a team's only list.
    pub const ID: &str = "team";
    /// How many are kept: a model that is told of more heeds none.
    pub const MOST: usize = 5;

    /// The same with what is said of an idea now; an empty reason takes back what was said.
    #[must_use]
    pub fn with(mut self, idea: u32, reason: &str) -> Self {
        self.reasons.retain(|(of, _)| *of != idea);
        if !reason.is_empty() {
            self.reasons.push((idea, reason.to_owned()));
        }
        let old = self.reasons.len().saturating_sub(Self::MOST);
        self.reasons.drain(..old);
        self
    }
}

impl Record for RefusalReasons {
    const SECTION: Section = Section::RefusalReasons;
    const VERSION: u16 = 1;
}

#[cfg(test)]
mod tests {
    use super::RefusalReasons;

    #[test]
    fn the_newest_reasons_are_kept_one_for_each_idea() {
        let said = (1..=7).fold(RefusalReasons::default(), |reasons, idea| reasons.with(idea, "too loud"));
        assert_eq!(said.reasons.iter().map(|(idea, _)| *idea).collect::<Vec<_>>(), [3, 4, 5, 6, 7]);
        let said = said.with(4, "too long").with(7, "");
        assert_eq!(said.reasons.iter().map(|(idea, _)| *idea).collect::<Vec<_>>(), [3, 5, 6, 4]);
        assert_eq!(said.reasons.last().map(|(_, reason)| reason.as_str()), Some("too long"));
    }
}
