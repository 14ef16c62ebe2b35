//! In which order digests start that are due at the same time: fairly over teams, and not all at once. Pure.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

/// A digest starts at most so long after its time, seconds.
pub const SPREAD_SECONDS: u32 = 60;
/// Digests that are worked on at once.
pub const AT_ONCE: usize = 8;

/// Something to be worked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Whose it is.
    pub team: String,
    /// The occurrence's id.
    pub id: String,
    /// When it may start.
    pub start: Timestamp,
}

/// How many seconds after its time a digest starts: the same each time, and spread over all digests.
pub fn jitter(team: &str, digest: u32) -> u32 {
    let hash = Sha256::digest(format!("{team}/{digest}"));
    let number = hash.iter().take(4).fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    number % SPREAD_SECONDS
}

/// When an occurrence may start.
pub fn start(team: &str, digest: u32, due: Timestamp) -> Timestamp {
    due.checked_add(SignedDuration::from_secs(jitter(team, digest).into())).unwrap_or(due)
}

/// Those that may start, in turn over teams: a team's second waits for every other team's first. `begun` is how many of
/// each team's have begun since there was a queue.
pub fn order(jobs: Vec<Job>, begun: &BTreeMap<String, usize>, now: Timestamp) -> Vec<Job> {
    let mut teams = BTreeMap::<String, Vec<Job>>::new();
    for job in jobs.into_iter().filter(|job| job.start <= now) {
        teams.entry(job.team.clone()).or_default().push(job);
    }
    let mut turns: Vec<(usize, Job)> = Vec::new();
    for (team, mut of_team) in teams {
        of_team.sort_by(|one, other| one.start.cmp(&other.start).then(one.id.cmp(&other.id)));
        let before = begun.get(&team).copied().unwrap_or_default();
        turns.extend(of_team.into_iter().enumerate().map(|(turn, job)| (before + turn, job)));
    }
    turns.sort_by(|(turn, job), (other_turn, other)| {
        turn.cmp(other_turn).then(job.start.cmp(&other.start)).then(job.team.cmp(&other.team))
    });
    turns.into_iter().map(|(_, job)| job).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + second).expect("in range")
    }

    /// 2,000 digests of 101 teams, half of them of one team, due in the same minute.
    fn due() -> Vec<Job> {
        let job = |team: String, number: u32| {
            let start = start(&team, number, at(0));
            Job { id: format!("{number:08}"), team, start }
        };
        let large = (0..1000).map(|number| job("large".to_owned(), number));
        let small = (0..1000).map(|number| job(format!("small-{:03}", number % 100), number));
        large.chain(small).collect()
    }

    #[test]
    fn two_thousand_digests_of_one_minute_start_fairly_and_within_the_pace() {
        // Each takes 2 s; AT_ONCE are worked on. A simulated clock of seconds.
        let (mut waiting, mut running, mut done) =
            (due(), Vec::<(i64, Job)>::new(), BTreeMap::<String, Vec<i64>>::new());
        let mut most_starts_in_a_second = 0;
        let mut begun = BTreeMap::new();
        let mut second = 0;
        while !waiting.is_empty() || !running.is_empty() {
            running.retain(|(until, _)| *until > second);
            let free = AT_ONCE - running.len();
            let starting: Vec<Job> = order(waiting.clone(), &begun, at(second)).into_iter().take(free).collect();
            most_starts_in_a_second = most_starts_in_a_second.max(starting.len());
            for job in starting {
                waiting.retain(|other| *other != job);
                *begun.entry(job.team.clone()).or_default() += 1;
                done.entry(job.team.clone()).or_default().push(second);
                running.push((second + 2, job));
            }
            second += 1;
            assert!(second < 10_000, "it never ends");
        }
        assert_eq!(done.values().map(Vec::len).sum::<usize>(), 2000);
        // Telegram takes about 30 messages a second over all, and each digest is one to three.
        assert!(most_starts_in_a_second <= AT_ONCE);
        let small: Vec<&Vec<i64>> =
            done.iter().filter(|(team, _)| *team != "large").map(|(_, starts)| starts).collect();
        let first = small.iter().filter_map(|starts| starts.first()).max();
        let last = small.iter().filter_map(|starts| starts.last()).max();
        // All take 500 s. Each of the 100 teams has its first in the first half minute, and all ten of its own in half of the
        // time: the large team's thousand wait.
        assert!(first.is_some_and(|first| *first <= 30), "{first:?}");
        assert!(last.is_some_and(|last| *last <= 260), "{last:?}");
        assert!((500..=510).contains(&second), "{second}");
    }

    #[test]
    fn starts_are_spread_and_the_same_each_time() {
        let starts: BTreeSet<u32> = (0..500).map(|number| jitter("team", number)).collect();
        assert!(starts.len() > 50 && starts.iter().all(|start| *start < SPREAD_SECONDS), "{starts:?}");
        assert_eq!(jitter("team", 7), jitter("team", 7));
    }

    #[test]
    fn nobody_starts_before_their_time() {
        let job = Job { team: "a".to_owned(), id: "1".to_owned(), start: at(10) };
        let begun = BTreeMap::new();
        assert_eq!(order(vec![job.clone()], &begun, at(9)), []);
        assert_eq!(order(vec![job.clone()], &begun, at(10)), [job]);
    }
}
