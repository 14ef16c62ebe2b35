//! When the next message may leave, so that Telegram never has to refuse one. Pure: the time is passed in.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

/// How much Telegram takes, counting messages and edits alike. Source: "Bots FAQ, My bot is hitting limits".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rates {
    /// Into one chat in a second.
    pub chat_per_second: f64,
    /// Into one chat at once, after a pause.
    pub chat_burst: f64,
    /// Into one group within [`group_within`](Self::group_within); at least 1.
    pub group_most: usize,
    /// A minute, and a little more: Telegram counts when a message arrives, and one may travel longer than another.
    pub group_within: Duration,
    /// Into all chats in a second.
    pub overall_per_second: f64,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            chat_per_second: 1.0,
            chat_burst: 3.0,
            group_most: 20,
            group_within: Duration::from_secs(61),
            overall_per_second: 30.0,
        }
    }
}

/// Chats that are remembered before those that rest are forgotten.
const REMEMBERED: usize = 2_000;
/// Tells each message its time.
#[derive(Debug)]
pub(super) struct Pace {
    rates: Rates,
    overall: Bucket,
    chats: HashMap<i64, Chat>,
}

/// When a message may leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// It leaves then.
    Leave(Instant),
    /// It is not its chat's turn before then.
    AskAgain(Instant),
}

#[derive(Debug)]
struct Chat {
    second: Bucket,
    /// Only groups have a limit for the minute.
    minute: Option<Minute>,
    held: Option<Instant>,
}

impl Pace {
    pub(super) fn new(rates: Rates, now: Instant) -> Self {
        let overall = Bucket::new(rates.overall_per_second, rates.overall_per_second, now);
        Self { rates, overall, chats: HashMap::new() }
    }

    /// Asks for the next message of a chat, which has one at a time. Its chat's turn comes first and the place among all
    /// others second, so that a chat that must wait keeps no place from those that need not.
    pub(super) fn ask(&mut self, chat: i64, now: Instant) -> Turn {
        if self.chats.len() > REMEMBERED {
            self.chats.retain(|_, it| it.next(now) > now || !it.second.full(now));
        }
        let chat = Self::chat(&mut self.chats, self.rates, chat, now);
        let turn = chat.next(now);
        if turn > now {
            return Turn::AskAgain(turn);
        }
        let at = self.overall.next(now);
        self.overall.take(now);
        chat.second.take(at);
        if let Some(minute) = &mut chat.minute {
            minute.take(at);
        }
        Turn::Leave(at)
    }

    /// Whether a message into this chat could leave now, and half of a group's minute is left over: edits that only show
    /// progress must not delay what counts.
    pub(super) fn has_room(&mut self, chat: i64, now: Instant) -> bool {
        let overall = self.overall.next(now) <= now;
        let chat = Self::chat(&mut self.chats, self.rates, chat, now);
        overall && chat.next(now) <= now && chat.minute.as_ref().is_none_or(|it| 2 * it.left(now) > it.most)
    }

    /// Nothing may go into this chat before then: Telegram said so.
    pub(super) fn hold(&mut self, chat: i64, until: Instant, now: Instant) {
        let chat = Self::chat(&mut self.chats, self.rates, chat, now);
        chat.held = chat.held.max(Some(until));
    }

    fn chat(chats: &mut HashMap<i64, Chat>, rates: Rates, id: i64, now: Instant) -> &mut Chat {
        chats.entry(id).or_insert_with(|| {
            let minute = Minute { most: rates.group_most, within: rates.group_within, times: VecDeque::new() };
            let second = Bucket::new(rates.chat_per_second, rates.chat_burst, now);
            // Ids of groups are negative.
            Chat { second, minute: (id < 0).then_some(minute), held: None }
        })
    }
}

impl Chat {
    fn next(&self, now: Instant) -> Instant {
        let minute = self.minute.as_ref().map_or(now, |it| it.next(now));
        self.second.next(now).max(minute).max(self.held.unwrap_or(now))
    }
}

/// The messages of the last minute. All of its places may be taken at once: in a lively group an answer that comes at once is
/// worth more than an even pace.
#[derive(Debug)]
struct Minute {
    most: usize,
    within: Duration,
    times: VecDeque<Instant>,
}

impl Minute {
    fn next(&self, now: Instant) -> Instant {
        let last = self.times.len().checked_sub(self.most).and_then(|at| self.times.get(at));
        last.map_or(now, |at| (*at + self.within).max(now))
    }

    fn left(&self, now: Instant) -> usize {
        self.most.saturating_sub(self.times.iter().filter(|at| **at + self.within > now).count())
    }

    fn take(&mut self, at: Instant) {
        self.times.push_back(at);
        while self.times.front().is_some_and(|first| *first + self.within <= at) {
            self.times.pop_front();
        }
    }
}

/// A bucket of tokens that may be owed: whoever takes one too many waits until it has come in.
#[derive(Debug)]
struct Bucket {
    per_second: f64,
    size: f64,
    tokens: f64,
    at: Instant,
}

impl Bucket {
    fn new(per_second: f64, size: f64, now: Instant) -> Self {
        Self { per_second, size, tokens: size, at: now }
    }

    fn left(&self, now: Instant) -> f64 {
        let since = now.saturating_duration_since(self.at).as_secs_f64();
        (self.tokens + since * self.per_second).min(self.size)
    }

    fn full(&self, now: Instant) -> bool {
        self.left(now) >= self.size
    }

    /// When a whole token will be there.
    fn next(&self, now: Instant) -> Instant {
        let missing = (1.0 - self.left(now)).max(0.0);
        now.max(self.at) + Duration::try_from_secs_f64(missing / self.per_second).unwrap_or(Duration::ZERO)
    }

    fn take(&mut self, now: Instant) {
        self.tokens = self.left(now) - 1.0;
        self.at = now;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RATES: Rates = Rates {
        chat_per_second: 1.0,
        chat_burst: 2.0,
        group_most: 12,
        group_within: Duration::from_secs(61),
        overall_per_second: 5.0,
    };

    /// Chats and seconds after the start, as messages leave that all wait since then.
    fn sent(chats: &[i64]) -> Vec<(i64, f64)> {
        let start = Instant::now();
        let mut pace = Pace::new(RATES, start);
        let mut waiting: HashMap<i64, (usize, Instant)> = HashMap::new();
        chats.iter().for_each(|chat| waiting.entry(*chat).or_insert((0, start)).0 += 1);
        let mut sent = Vec::new();
        while let Some(chat) = waiting.iter().min_by_key(|(_, (_, at))| *at).map(|(chat, _)| *chat) {
            let (left, now) = waiting[&chat];
            match pace.ask(chat, now) {
                Turn::AskAgain(at) => _ = waiting.insert(chat, (left, at)),
                Turn::Leave(at) => {
                    sent.push((chat, (at - start).as_secs_f64()));
                    if left == 1 {
                        waiting.remove(&chat)
                    } else {
                        waiting.insert(chat, (left - 1, at))
                    };
                }
            }
        }
        sent
    }

    fn times(chats: &[i64]) -> Vec<f64> {
        sent(chats).into_iter().map(|(_, at)| at.round()).collect()
    }

    #[test]
    fn a_chat_gets_its_burst_and_then_one_message_a_second() {
        assert_eq!(times(&[1, 1, 1, 1, 1]), [0.0, 0.0, 1.0, 2.0, 3.0]);
    }

    #[test]
    fn a_group_waits_for_its_minute() {
        let mut expected: Vec<f64> = std::iter::once(0.0).chain((0..11).map(f64::from)).collect();
        expected.extend([61.0, 61.0, 62.0]);
        assert_eq!(times(&[-1; 15]), expected);
    }

    #[test]
    fn many_chats_share_what_the_bot_may_send_over_all() {
        let chats: Vec<i64> = (1..=15).collect();
        let last = times(&chats)[14];
        assert!((last - 2.0).abs() < 0.5, "{last}");
    }

    #[test]
    fn a_chat_that_is_held_waits_and_others_go_on() {
        let now = Instant::now();
        let mut pace = Pace::new(RATES, now);
        pace.hold(1, now + Duration::from_secs(7), now);
        assert!(!pace.has_room(1, now));
        assert_eq!(pace.ask(1, now), Turn::AskAgain(now + Duration::from_secs(7)));
        assert_eq!(pace.ask(2, now), Turn::Leave(now));
    }

    #[test]
    fn progress_leaves_half_of_a_groups_minute_to_answers() {
        let now = Instant::now();
        let mut pace = Pace::new(RATES, now);
        let at = |second| now + Duration::from_secs(second);
        for second in 0..6 {
            assert!(pace.has_room(-1, at(2 * second)), "{second}");
            assert_eq!(pace.ask(-1, at(2 * second)), Turn::Leave(at(2 * second)));
        }
        assert!(!pace.has_room(-1, at(20)), "half is left");
        assert_eq!(pace.ask(-1, at(20)), Turn::Leave(at(20)));
        assert!(pace.has_room(-1, at(90)));
    }

    proptest! {
        #[test]
        fn no_minute_of_a_group_sees_more_than_its_number(pauses in prop::collection::vec(0_u64..20, 1..60)) {
            let start = Instant::now();
            let mut pace = Pace::new(RATES, start);
            let (mut now, mut sent) = (start, Vec::new());
            for pause in pauses {
                now += Duration::from_secs(pause);
                loop {
                    match pace.ask(-1, now) {
                        Turn::AskAgain(at) => now = at,
                        Turn::Leave(at) => break sent.push((at - start).as_secs_f64()),
                    }
                }
            }
            for from in &sent {
                let count = sent.iter().filter(|it| (*from..*from + 59.99).contains(it)).count();
                prop_assert!(count <= RATES.group_most, "{sent:?}");
            }
        }

        #[test]
        fn no_second_sees_more_than_the_rates_allow(chats in prop::collection::vec(1_i64..4, 1..60)) {
            let sent = sent(&chats);
            for chat in 1..4 {
                let times: Vec<f64> = sent.iter().filter(|it| it.0 == chat).map(|it| it.1).collect();
                prop_assert!(times.is_sorted(), "{times:?}");
                // In a window of three seconds: the burst and one for each second.
                for from in &times {
                    let count = times.iter().filter(|it| (*from..*from + 2.99).contains(it)).count();
                    prop_assert!(count <= 5, "{times:?}");
                }
            }
        }
    }
}
