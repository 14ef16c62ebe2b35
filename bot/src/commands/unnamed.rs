//! A person's name taken out of what is the team's: ideas, drafts, rules, sources and the history of preferences stay,
//! without it.

use std::collections::BTreeMap;

use copydesk_storage::{
    Access, CampaignSource, Change, Changed, Draft, DraftEvent, DraftVersion, Fate, Idea, Opinion, PreferenceChange,
    Record, ReviewedText, StorageError, TeamStore, WordRule,
};

/// Adds to `change` that the person is named nowhere; and how many records named them.
///
/// # Errors
/// See [`StorageError`].
pub async fn unnamed(records: &TeamStore, person: &str, change: Change) -> Result<(usize, Change), StorageError> {
    let mut taken = Taken { person, count: 0, change };
    taken
        .out_of(records, |idea: &mut Idea, out| {
            out(&mut idea.by);
            opinion(&mut idea.opinions, out);
            match &mut idea.fate {
                Fate::Open => {}
                Fate::Used { by, .. } | Fate::Refused { by, .. } => out(by),
            }
        })
        .await?;
    taken
        .out_of(records, |draft: &mut Draft, out| {
            out(&mut draft.by);
            opinion(&mut draft.opinions, out);
            out(&mut draft.last.by);
        })
        .await?;
    taken.out_of(records, |version: &mut DraftVersion, out| out(&mut version.by)).await?;
    taken.out_of(records, |event: &mut DraftEvent, out| out(&mut event.deed.by)).await?;
    taken.out_of(records, |text: &mut ReviewedText, out| out(&mut text.by)).await?;
    taken.out_of(records, |rule: &mut WordRule, out| out(&mut rule.by)).await?;
    taken.out_of(records, |source: &mut CampaignSource, out| out(&mut source.by)).await?;
    taken.out_of(records, |access: &mut Access, out| out(&mut access.by)).await?;
    taken
        .out_of(records, |entry: &mut PreferenceChange, out| {
            out(&mut entry.by);
            match &mut entry.changed {
                Changed::Preference { .. } => {}
                Changed::RuleAdded { rule } | Changed::RuleRemoved { rule } => out(&mut rule.by),
            }
        })
        .await?;
    Ok((taken.count, taken.change))
}

/// Takes a person's reaction out; what it counted for an angle names nobody and stays.
fn opinion(opinions: &mut BTreeMap<String, Opinion>, out: &mut dyn FnMut(&mut String)) {
    *opinions = std::mem::take(opinions)
        .into_iter()
        .filter_map(|(mut person, opinion)| {
            out(&mut person);
            (!person.is_empty()).then_some((person, opinion))
        })
        .collect();
}

struct Taken<'a> {
    person: &'a str,
    count: usize,
    change: Change,
}

impl Taken<'_> {
    /// Goes through the records of one kind; `names` hands over each place where a person's id may stand.
    async fn out_of<R: Record>(
        &mut self,
        records: &TeamStore,
        names: impl Fn(&mut R, &mut dyn FnMut(&mut String)),
    ) -> Result<(), StorageError> {
        for (id, stored) in records.all::<R>().await? {
            let (mut record, mut found) = (stored.record, false);
            names(&mut record, &mut |by: &mut String| {
                if by == self.person {
                    by.clear();
                    found = true;
                }
            });
            if found {
                self.count += 1;
                let batch = std::mem::replace(&mut self.change, records.change());
                self.change = batch.unchanged::<R>(&id, Some(stored.version)).put(&id, &record);
            }
        }
        Ok(())
    }
}
