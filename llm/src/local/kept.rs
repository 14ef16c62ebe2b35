//! What was computed for earlier prompts and is kept for later ones.

use llama_cpp_2::token::LlamaToken;

use super::kv::{Kv, Sequence};

/// A prompt as tokens, and how far it is the same for others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PromptTokens {
    pub(super) tokens: Vec<LlamaToken>,
    /// The first tokens that are the same for every team.
    pub(super) task: usize,
    /// The first tokens that are the same for every request of the team; not fewer than `task`.
    pub(super) team: usize,
}

/// A prompt and the team that it was written for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owned<'a> {
    pub(super) prompt: &'a PromptTokens,
    pub(super) team: &'a str,
}

impl Owned<'_> {
    /// How many tokens at the beginning of both are equal and may be shared: between two teams, only what is the same
    /// for every team.
    pub(super) fn shared_with(self, other: Owned<'_>) -> usize {
        let pairs = self.prompt.tokens.iter().zip(&other.prompt.tokens);
        let equal = pairs.take_while(|(one, other)| one == other).count();
        if self.team == other.team { equal } else { equal.min(self.prompt.task).min(other.prompt.task) }
    }
}

/// A computed prompt.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) sequence: Sequence,
    pub(super) prompt: PromptTokens,
    pub(super) team: String,
}

impl Entry {
    pub(super) fn owned(&self) -> Owned<'_> {
        Owned { prompt: &self.prompt, team: &self.team }
    }
}

/// More are not kept, whatever their size: looking through them takes time as well.
const MOST: usize = 96;

/// The computed prompts that nobody uses now, the one used last at the end.
#[derive(Debug, Default)]
pub(super) struct Kept(Vec<Entry>);

impl Kept {
    /// The entry that shares the longest beginning with `prompt`, and its length. It counts as used.
    pub(super) fn longest(&mut self, prompt: Owned<'_>, whole_only: bool) -> Option<(Sequence, usize)> {
        let lengths = self.0.iter().map(|entry| {
            let shared = entry.owned().shared_with(prompt);
            if whole_only && shared < entry.prompt.tokens.len() { 0 } else { shared }
        });
        let (index, length) =
            lengths.enumerate().max_by_key(|&(_, length)| length).filter(|&(_, length)| length > 0)?;
        let entry = self.0.remove(index);
        let sequence = entry.sequence;
        self.0.push(entry);
        Some((sequence, length))
    }

    /// Keeps a computed prompt. Older ones of the team that it begins with are dropped: it serves for them too.
    pub(super) fn keep(&mut self, entry: Entry, kv: &mut Kv<'_>) {
        if !kv.whole_only {
            let covered = self
                .0
                .extract_if(.., |old| old.team == entry.team && entry.prompt.tokens.starts_with(&old.prompt.tokens));
            covered.for_each(|old| kv.release(old.sequence));
        }
        self.0.push(entry);
        while self.0.len() > MOST {
            self.drop_oldest(kv);
        }
    }

    /// Makes room by forgetting the one that was not used for the longest time; `false` if there is none.
    pub(super) fn drop_oldest(&mut self, kv: &mut Kv<'_>) -> bool {
        if self.0.is_empty() {
            return false;
        }
        kv.release(self.0.remove(0).sequence);
        true
    }

    /// All entries, the one used last at the end.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// Forgets the entries without releasing their sequences: the store has been cleared.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prompt(tokens: &[i32], task: usize, team: usize) -> PromptTokens {
        PromptTokens { tokens: tokens.iter().map(|&token| LlamaToken(token)).collect(), task, team }
    }

    #[test]
    fn a_team_is_served_its_own_prompts_and_what_all_share() {
        let (north, south) = (prompt(&[1, 2, 3, 4, 5], 2, 4), prompt(&[1, 2, 3, 4, 9], 2, 4));
        let shared = |one: &str, other: &str| {
            Owned { prompt: &north, team: one }.shared_with(Owned { prompt: &south, team: other })
        };
        assert_eq!(shared("north", "north"), 4);
        assert_eq!(shared("north", "south"), 2, "not even the equal tokens of the team");
    }

    #[test]
    fn what_one_prompt_calls_its_teams_own_is_not_shared() {
        let (open, closed) = (prompt(&[1, 2, 3], 3, 3), prompt(&[1, 2, 3], 0, 3));
        let shared = Owned { prompt: &open, team: "north" }.shared_with(Owned { prompt: &closed, team: "south" });
        assert_eq!(shared, 0);
    }
}
