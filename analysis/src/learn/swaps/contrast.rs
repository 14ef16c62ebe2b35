//! Which words of a team's posts are held against which others.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Observation;
use super::SwapKind;
use super::mention::{Gender, LINES, Named, gender_of, is_of_both, named_in, region_of};

/// Posts that name something for it to be looked at.
pub(super) const LEAST_POSTS: usize = 8;
/// People, and places, that are looked at one by one, the most frequent.
const MOST_OF_KIND: usize = 20;

/// Words held against others.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Contrast {
    pub(super) kind: SwapKind,
    pub(super) from: Vec<Named>,
    pub(super) to: Vec<Named>,
}

impl Contrast {
    /// What is left of it once `named` explains its part: a word of its own is taken out of both sides, and within a group of words
    /// each is held against its own group only.
    pub(super) fn beside(&self, named: &Contrast) -> Self {
        let mut left = self.clone();
        if let [word] = named.from.as_slice() {
            left.from.retain(|it| it != word);
            left.to.retain(|it| it != word);
        } else if let Some(group) =
            [&named.from, &named.to].into_iter().find(|group| self.from.iter().all(|it| group.contains(it)))
        {
            left.to.retain(|it| group.contains(it));
        }
        left
    }
}

/// What posts name, and how many posts name it.
pub(super) struct Names<'a> {
    pub(super) of_posts: Vec<BTreeSet<Named>>,
    pub(super) posts: Vec<&'a Observation>,
    pub(super) counts: BTreeMap<Named, usize>,
}

/// Where posts name more places than people, a word that may be either is a place.
fn take_for_places(of_posts: &mut [BTreeSet<Named>]) {
    let posts_with = |is_of: &dyn Fn(&Named) -> bool| of_posts.iter().filter(|named| named.iter().any(is_of)).count();
    let people = posts_with(&|it| matches!(it, Named::Person(word) if !is_of_both(word)));
    let places = posts_with(&|it| matches!(it, Named::Place(word) if !is_of_both(word)));
    if places <= people {
        return;
    }
    for named in of_posts {
        let either: Vec<String> = named.iter().filter_map(may_be_a_place).collect();
        for word in either {
            named.remove(&Named::Person(word.clone()));
            named.insert(Named::Place(word));
        }
    }
}

/// The name of a person who may be a place.
fn may_be_a_place(named: &Named) -> Option<String> {
    match named {
        Named::Person(word) if is_of_both(word) => Some(word.clone()),
        _ => None,
    }
}

impl<'a> Names<'a> {
    pub(super) fn of(posts: Vec<&'a Observation>) -> Self {
        let mut of_posts = super::super::train::in_two_halves(&posts, |post| named_in(&post.text, post.language()));
        take_for_places(&mut of_posts);
        let mut counts: BTreeMap<Named, usize> = BTreeMap::new();
        for named in of_posts.iter().flatten() {
            *counts.entry(named.clone()).or_default() += 1;
        }
        Self { of_posts, posts, counts }
    }

    pub(super) fn has(&self, words: &[Named]) -> Vec<bool> {
        self.of_posts.iter().map(|named| words.iter().any(|word| named.contains(word))).collect()
    }

    pub(super) fn posts_with(&self, words: &[Named]) -> usize {
        self.has(words).into_iter().filter(|has| *has).count()
    }

    /// Those of a kind, the most frequent first.
    fn sorted(&self, is_of: impl Fn(&Named) -> bool) -> Vec<Named> {
        let mut found: Vec<(&Named, usize)> =
            self.counts.iter().filter(|(named, _)| is_of(named)).map(|(named, count)| (named, *count)).collect();
        found.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
        found.into_iter().map(|(named, _)| named.clone()).collect()
    }

    /// Words held against others. Where two words are `opposite`, as where all posts that speak of beans name one of two places, only
    /// these two can be told apart, and neither from the rest: each is held against the other alone.
    pub(super) fn contrasts(&self, opposite: &dyn Fn(&[bool], &[bool]) -> bool) -> Vec<Contrast> {
        let mut all = self.of_genders();
        let people = self.sorted(|it| matches!(it, Named::Person(_)));
        all.extend(self.one_by_one(SwapKind::Names, &people));
        all.extend(self.by_group(SwapKind::Names, &people, &|word| {
            gender_of(word).map(|gender| if gender == Gender::Woman { "women" } else { "men" })
        }));
        let places = self.sorted(|it| matches!(it, Named::Place(_)));
        all.extend(self.one_by_one(SwapKind::Regions, &places));
        all.extend(self.by_group(SwapKind::Regions, &places, &region_of));
        for contrast in all.iter_mut().filter(|it| it.from.len() == 1 && it.to.len() > 1) {
            let has = self.has(&contrast.from);
            let is_frequent = |word: &&Named| self.counts.get(*word).is_some_and(|count| *count >= LEAST_POSTS);
            let of_word = |word: &&Named| opposite(&has, &self.has(std::slice::from_ref(*word)));
            let opposites: Vec<Named> = contrast.to.iter().filter(is_frequent).filter(of_word).cloned().collect();
            if !opposites.is_empty() {
                contrast.to = opposites;
            }
        }
        // Of two names each is held against the other: once is enough.
        let mut seen = BTreeSet::new();
        all.retain(|contrast| {
            let [mut from, mut to] = [&contrast.from, &contrast.to].map(|side| side.to_vec());
            from.sort();
            to.sort();
            seen.insert(if from < to { (from, to) } else { (to, from) })
        });
        all
    }

    /// Words for women against the same for men; where a team has only one of them, against posts without it.
    fn of_genders(&self) -> Vec<Contrast> {
        let forms = |forms: &[&str]| {
            let of = |it: &Named| matches!(it, Named::Gendered(form) if forms.contains(&form.as_str()));
            self.sorted(of)
        };
        let sides: Vec<[Vec<Named>; 2]> = LINES.iter().map(|line| [forms(&line.women), forms(&line.men)]).collect();
        let is_frequent = |side: &[Named]| self.posts_with(side) >= LEAST_POSTS;
        let (both, one): (Vec<_>, Vec<_>) =
            sides.into_iter().partition(|[women, men]| is_frequent(women) && is_frequent(men));
        let held: BTreeSet<Named> = both.iter().flatten().flatten().cloned().collect();
        let mut all: Vec<Contrast> =
            both.into_iter().map(|[from, to]| Contrast { kind: SwapKind::Genders, from, to }).collect();
        for side in
            one.into_iter().flatten().filter(|side| is_frequent(side) && !side.iter().any(|it| held.contains(it)))
        {
            all.push(Contrast { kind: SwapKind::Genders, from: side, to: Vec::new() });
        }
        all
    }

    /// Each frequent one against all others of its kind; a word that may be a person or a place is of both kinds.
    fn one_by_one(&self, kind: SwapKind, sorted: &[Named]) -> Vec<Contrast> {
        let named = self.sorted(|it| !matches!(it, Named::Gendered(_)));
        let frequent =
            sorted.iter().take(MOST_OF_KIND).filter(|it| self.counts.get(*it).is_some_and(|it| *it >= LEAST_POSTS));
        let against_others = |one: &Named| {
            let is_other = |other: &&Named| {
                *other != one && (sorted.contains(other) || is_of_both(one.word()) || is_of_both(other.word()))
            };
            let others: Vec<Named> = named.iter().filter(is_other).cloned().collect();
            let to = if self.posts_with(&others) >= LEAST_POSTS { others } else { Vec::new() };
            Contrast { kind, from: vec![one.clone()], to }
        };
        frequent.map(against_others).collect()
    }

    /// All of one group against all of the other groups: each may be too seldom alone.
    fn by_group(
        &self,
        kind: SwapKind,
        sorted: &[Named],
        group: &dyn Fn(&str) -> Option<&'static str>,
    ) -> Vec<Contrast> {
        let mut groups: BTreeMap<&str, Vec<Named>> = BTreeMap::new();
        for named in sorted {
            groups.entry(group(named.word()).unwrap_or_default()).or_default().push(named.clone());
        }
        groups.remove("");
        let of = |name: &&str| -> Option<Contrast> {
            let from = groups.get(name)?.clone();
            let to: Vec<Named> =
                groups.iter().filter(|(other, _)| *other != name).flat_map(|(_, named)| named.clone()).collect();
            let are_enough = |side: &[Named]| self.posts_with(side) >= LEAST_POSTS;
            (from.len() + to.len() > 2 && are_enough(&from) && are_enough(&to)).then_some(Contrast { kind, from, to })
        };
        groups.keys().filter_map(of).collect()
    }
}
