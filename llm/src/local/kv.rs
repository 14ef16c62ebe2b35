//! The store of what llama.cpp has computed: which cells each sequence holds, so that it is known what is free, and that
//! shared beginnings are counted once.

use llama_cpp_2::context::LlamaContext;

use crate::LlmError;

/// The most sequences that llama.cpp keeps apart; contexts are made with this many.
pub(super) const MAX_SEQUENCES: u32 = 256;

/// One sequence of tokens in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sequence(usize);

impl Sequence {
    pub(super) fn id(self) -> i32 {
        self.0 as i32 // below MAX_SEQUENCES
    }

    fn unsigned(self) -> u32 {
        self.0 as u32
    }
}

/// The context, and a ledger of its cells.
pub(super) struct Kv<'m> {
    pub(super) context: LlamaContext<'m>,
    ledger: Ledger,
    /// Recurrent models hold one state for a sequence: no part of it can be shared or forgotten.
    pub(super) whole_only: bool,
}

impl<'m> Kv<'m> {
    pub(super) fn new(context: LlamaContext<'m>, whole_only: bool) -> Self {
        Self { ledger: Ledger::new(context.n_ctx() as usize, MAX_SEQUENCES as usize), context, whole_only }
    }

    /// All cells.
    pub(super) fn capacity(&self) -> usize {
        self.ledger.references.len()
    }

    /// Cells that hold nothing.
    pub(super) fn free(&self) -> usize {
        self.ledger.free.len()
    }

    /// Tokens of `sequence`.
    pub(super) fn len(&self, sequence: Sequence) -> usize {
        self.ledger.sequences[sequence.0].as_ref().map_or(0, Vec::len)
    }

    /// An empty sequence; `None` if all are in use.
    pub(super) fn claim(&mut self) -> Option<Sequence> {
        self.ledger.claim()
    }

    /// Forgets a sequence.
    pub(super) fn release(&mut self, sequence: Sequence) {
        // Removing whole sequences does not fail.
        let _ = self.context.clear_kv_cache_seq(Some(sequence.unsigned()), None, None);
        self.ledger.release(sequence);
    }

    /// Makes the empty sequence `to` begin as `from` does, for `tokens` tokens.
    pub(super) fn share(&mut self, from: Sequence, to: Sequence, tokens: usize) -> Result<(), LlmError> {
        let end = (!self.whole_only).then_some(tokens as u32);
        self.context.copy_kv_cache_seq(from.id(), to.id(), end.map(|_| 0), end).map_err(internal)?;
        self.ledger.share(from, to, tokens);
        Ok(())
    }

    /// Forgets all but the first `tokens` of a sequence; `false` if the model can't.
    pub(super) fn truncate(&mut self, sequence: Sequence, tokens: usize) -> bool {
        if tokens >= self.len(sequence) {
            return true;
        }
        let cut = self.context.clear_kv_cache_seq(Some(sequence.unsigned()), Some(tokens as u32), None);
        let is_cut = !self.whole_only && matches!(cut, Ok(true));
        if is_cut {
            self.ledger.truncate(sequence, tokens);
        }
        is_cut
    }

    /// The first `tokens` of `to`, computed a second time, are taken from `from` from now on.
    pub(super) fn merge(&mut self, from: Sequence, to: Sequence, tokens: usize) -> Result<(), LlmError> {
        let end = tokens as u32;
        self.context.clear_kv_cache_seq(Some(to.unsigned()), Some(0), Some(end)).map_err(internal)?;
        self.context.copy_kv_cache_seq(from.id(), to.id(), Some(0), Some(end)).map_err(internal)?;
        self.ledger.merge(from, to, tokens);
        Ok(())
    }

    /// Notes that `tokens` more were computed at the end of `sequence`.
    pub(super) fn extend(&mut self, sequence: Sequence, tokens: usize) {
        self.ledger.extend(sequence, tokens);
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.context.clear_kv_cache();
        self.ledger = Ledger::new(self.capacity(), self.ledger.sequences.len());
    }

    /// How many sequences are in use.
    pub(super) fn sequences(&self) -> usize {
        self.ledger.sequences.iter().flatten().count()
    }
}

pub(super) fn internal(error: impl std::fmt::Display) -> LlmError {
    LlmError::Other(error.to_string())
}

/// Which sequence holds which cells. llama.cpp does not tell, so it is kept along; the numbers are our own.
struct Ledger {
    /// How many sequences hold each cell.
    references: Vec<u16>,
    free: Vec<u32>,
    sequences: Vec<Option<Vec<u32>>>,
}

impl Ledger {
    fn new(cells: usize, sequences: usize) -> Self {
        Self { references: vec![0; cells], free: (0..cells as u32).collect(), sequences: vec![None; sequences] }
    }

    fn claim(&mut self) -> Option<Sequence> {
        let unused = self.sequences.iter().position(Option::is_none)?;
        self.sequences[unused] = Some(Vec::new());
        Some(Sequence(unused))
    }

    fn release(&mut self, sequence: Sequence) {
        let cells = self.sequences[sequence.0].take().unwrap_or_default();
        self.drop_cells(&cells);
    }

    fn drop_cells(&mut self, cells: &[u32]) {
        for &cell in cells {
            let references = &mut self.references[cell as usize];
            *references -= 1;
            if *references == 0 {
                self.free.push(cell);
            }
        }
    }

    fn hold(&mut self, cells: &[u32]) {
        for &cell in cells {
            self.references[cell as usize] += 1;
        }
    }

    fn cells(&mut self, sequence: Sequence) -> &mut Vec<u32> {
        self.sequences[sequence.0].get_or_insert_default()
    }

    fn share(&mut self, from: Sequence, to: Sequence, tokens: usize) {
        let shared = self.cells(from)[..tokens].to_vec();
        self.hold(&shared);
        self.cells(to).extend(shared);
    }

    fn truncate(&mut self, sequence: Sequence, tokens: usize) {
        let dropped = self.cells(sequence).split_off(tokens);
        self.drop_cells(&dropped);
    }

    fn merge(&mut self, from: Sequence, to: Sequence, tokens: usize) {
        let shared = self.cells(from)[..tokens].to_vec();
        self.hold(&shared);
        let own: Vec<u32> = self.cells(to).splice(..tokens, shared).collect();
        self.drop_cells(&own);
    }

    fn extend(&mut self, sequence: Sequence, tokens: usize) {
        // llama.cpp refuses to compute what has no room, so there are as many.
        let taken = self.free.split_off(self.free.len().saturating_sub(tokens));
        self.hold(&taken);
        self.cells(sequence).extend(taken);
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn shared_cells_are_free_when_nobody_holds_them() {
        let mut ledger = Ledger::new(100, 4);
        let first = ledger.claim().unwrap();
        ledger.extend(first, 60);
        let second = ledger.claim().unwrap();
        ledger.share(first, second, 50);
        ledger.extend(second, 10);
        assert_eq!(ledger.free.len(), 30);
        ledger.release(first);
        assert_eq!(ledger.free.len(), 40, "the ten that only the first held");
        ledger.truncate(second, 50);
        assert_eq!(ledger.free.len(), 50);
        ledger.release(second);
        assert_eq!(ledger.free.len(), 100);
    }

    #[test]
    fn what_was_computed_twice_is_held_once_after_merging() {
        let mut ledger = Ledger::new(100, 4);
        let (first, second) = (ledger.claim().unwrap(), ledger.claim().unwrap());
        ledger.extend(first, 30);
        ledger.extend(second, 40);
        ledger.merge(first, second, 30);
        assert_eq!((ledger.free.len(), ledger.cells(second).len()), (60, 40));
        ledger.release(first);
        ledger.release(second);
        assert_eq!(ledger.free.len(), 100);
    }

    proptest! {
        #[test]
        fn nothing_leaks(steps in prop::collection::vec((0_u8..5, 0_usize..8, 0_usize..8, 0_usize..40), 0..200)) {
            let mut ledger = Ledger::new(500, 8);
            for (step, one, other, tokens) in steps {
                let (one, other) = (Sequence(one), Sequence(other));
                match step {
                    0 => drop(ledger.claim()),
                    1 => ledger.release(one),
                    2 if ledger.free.len() >= tokens => ledger.extend(one, tokens),
                    3 if one != other && ledger.cells(other).is_empty() => {
                        let tokens = tokens.min(ledger.cells(one).len());
                        ledger.share(one, other, tokens);
                    }
                    4 => {
                        let tokens = tokens.min(ledger.cells(one).len());
                        ledger.truncate(one, tokens);
                    }
                    _ => {}
                }
                let held = ledger.references.iter().filter(|&&references| references > 0).count();
                prop_assert_eq!(held + ledger.free.len(), 500);
            }
            for sequence in 0..8 {
                ledger.release(Sequence(sequence));
            }
            prop_assert_eq!(ledger.free.len(), 500);
        }
    }
}
