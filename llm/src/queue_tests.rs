#![expect(clippy::unwrap_used, reason = "a failed test may panic")]

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::completion::{Event, Generation};

const USUAL: u32 = 700;

fn all<T>(queue: &FairQueue<T>) -> Vec<T> {
    std::iter::from_fn(|| queue.pop()).collect()
}

#[test]
fn a_team_with_nearly_all_of_the_queue_delays_another_one_by_a_turn_at_most() {
    let queue = FairQueue::new(10_000, 1);
    let mut tickets: Vec<_> = (0..9_900).map(|job| queue.push("crowd", USUAL, ("crowd", job)).unwrap()).collect();
    for started in 0..50 {
        assert_eq!(queue.pop().unwrap(), ("crowd", started));
    }
    for job in 0..100 {
        tickets.push(queue.push("quiet", USUAL, ("quiet", job)).unwrap());
    }
    let begun: Vec<_> = all(&queue).into_iter().map(|(team, _)| team).collect();
    let turn = (QUANTUM / USUAL) as usize;
    let first = begun.iter().position(|team| *team == "quiet").unwrap();
    assert!(first <= turn, "{first} jobs came first");
    let mut since = 0;
    for team in &begun[first..begun.iter().rposition(|team| *team == "quiet").unwrap()] {
        since = if *team == "quiet" { 0 } else { since + 1 };
        assert!(since <= turn + 1, "{since} jobs in a row");
    }
}

#[test]
fn tokens_are_what_is_shared_not_jobs() {
    let queue = FairQueue::new(1_000, 1);
    let push = |team, cost, count: usize| -> Vec<_> {
        (0..count).map(|_| queue.push(team, cost, (team, cost)).unwrap()).collect()
    };
    let _tickets = [push("long", 2_000, 100), push("short", 200, 500)];
    let mut tokens: HashMap<&str, u32> = HashMap::new();
    for _ in 0..330 {
        let (team, cost) = queue.pop().unwrap();
        *tokens.entry(team).or_default() += cost;
    }
    assert!(tokens["long"].abs_diff(tokens["short"]) <= 2 * QUANTUM, "{tokens:?}");
}

#[test]
fn a_job_of_any_size_begins_within_two_rounds() {
    let queue = FairQueue::new(100, 1);
    let _tickets: Vec<_> = (0..50).map(|_| queue.push("crowd", 2 * QUANTUM, "crowd").unwrap()).collect();
    let _one = queue.push("other", u32::MAX, "other").unwrap();
    let first = all(&queue).iter().position(|team| *team == "other").unwrap();
    assert!(first <= 2, "{first} jobs came first");
}

#[test]
fn a_full_queue_says_when_there_is_room_and_a_closed_one_is_stopped() {
    let queue = FairQueue::new(2, 2);
    let _tickets = [queue.push("a", 1, 1).unwrap(), queue.push("b", 1, 2).unwrap()];
    let error = |queue: &FairQueue<i32>| queue.push("c", 1, 3).err().unwrap();
    assert_eq!(error(&queue), LlmError::Overloaded { retry_after: FIRST_RETRY });
    queue.finished(Duration::from_secs(8));
    assert_eq!(error(&queue), LlmError::Overloaded { retry_after: Duration::from_secs(4) });
    queue.finished(Duration::from_secs(18));
    assert_eq!(error(&queue), LlmError::Overloaded { retry_after: Duration::from_secs(5) });
    assert_eq!(queue.close(), [1, 2]);
    assert_eq!(error(&queue), LlmError::Stopped);
    assert_eq!((queue.len(), queue.pop()), (0, None));
}

#[test]
fn a_dropped_ticket_leaves_the_queue_at_once() {
    let queue = FairQueue::new(2, 1);
    let first = queue.push("a", 10, 1).unwrap();
    let second = queue.push("a", 10, 2).unwrap();
    assert_eq!(second.place(), Some(Place { ahead: 1, wait: None }));
    drop(first);
    assert_eq!(second.place(), Some(Place { ahead: 0, wait: None }));
    let third = queue.push("a", 10, 3).unwrap();
    assert_eq!(queue.pop(), Some(2));
    assert_eq!((second.place(), third.place().map(|place| place.ahead)), (None, Some(0)));
    drop(second);
    assert_eq!(queue.pop(), Some(3));
}

#[test]
fn the_wait_is_what_the_jobs_ahead_take_over_all_workers() {
    let queue = FairQueue::new(10, 2);
    queue.finished(Duration::from_secs(3));
    let tickets: Vec<_> = (0..4).map(|job| queue.push("a", 10, job).unwrap()).collect();
    let wait = Some(Duration::from_secs(6));
    assert_eq!(tickets[3].place(), Some(Place { ahead: 3, wait }));
}

#[test]
fn the_next_job_stays_next_until_it_fits() {
    let queue = FairQueue::new(10, 1);
    let _tickets = [queue.push("a", 3_000, "large").unwrap(), queue.push("b", 2_000, "small").unwrap()];
    assert_eq!(queue.pop_if(|_| true), Some("small"));
    let _later = queue.push("b", 100, "late").unwrap();
    for _ in 0..3 {
        assert_eq!(queue.pop_if(|job| *job != "large"), None);
    }
    assert_eq!(all(&queue), ["large", "late"]);
}

#[tokio::test]
async fn those_who_wait_hear_of_a_job_and_of_the_end() {
    let queue = FairQueue::new(10, 2);
    let waiting = [(); 2].map(|()| {
        let queue = queue.clone();
        tokio::spawn(async move { queue.next().await })
    });
    let thread = std::thread::spawn({
        let queue = queue.clone();
        move || futures::executor::block_on(queue.ready())
    });
    let _ticket = queue.push("a", 1, "job").unwrap();
    thread.join().unwrap();
    while queue.len() > 0 {
        tokio::task::yield_now().await;
    }
    assert!(queue.close().is_empty());
    let mut heard = Vec::new();
    for task in waiting {
        heard.push(task.await.unwrap());
    }
    heard.sort();
    assert_eq!(heard, [None, Some("job")]);
}

#[tokio::test(start_paused = true)]
async fn a_waiting_generation_says_its_place_whenever_it_changed() {
    let queue = FairQueue::new(10, 1);
    let (sender, generation) = Generation::channel(1);
    let before: Vec<_> = (0..2).map(|job| queue.push("a", 10, job).unwrap()).collect();
    let mut generation = generation.waiting(queue.push("a", 10, 2).unwrap());
    let waiting = |ahead| Some(Ok(Event::Waiting(Place { ahead, wait: None })));
    assert_eq!(generation.next().await, waiting(2));
    let long = Duration::from_secs(20);
    assert!(tokio::time::timeout(long, generation.next()).await.is_err(), "the place is the same");
    drop(before);
    assert_eq!(generation.next().await, waiting(0));
    assert_eq!(queue.pop(), Some(2));
    assert!(tokio::time::timeout(long, generation.next()).await.is_err(), "it has left the queue");
    let delta = Event::Delta { continuation: 0, text: "Hi".into() };
    sender.try_send(Ok(delta.clone())).unwrap();
    assert_eq!(generation.next().await, Some(Ok(delta)));
}

#[tokio::test]
async fn a_generation_that_begins_at_once_says_no_place() {
    let queue = FairQueue::new(10, 1);
    let (sender, generation) = Generation::channel(1);
    let mut generation = generation.waiting(queue.push("a", 10, ()).unwrap());
    queue.pop().unwrap();
    drop(sender);
    assert_eq!(generation.next().await, None);
}

#[tokio::test(start_paused = true)]
async fn a_generation_that_ends_or_is_dropped_while_it_waits_frees_its_place() {
    let queue = FairQueue::new(10, 1);
    let deadline = Duration::from_secs(3);
    let (_sender, dropped) = Generation::channel(1);
    let (_other, late) = Generation::channel(1);
    let dropped = dropped.waiting(queue.push("a", 10, ()).unwrap());
    let late = late.limited(CancellationToken::new(), deadline);
    let mut late = late.waiting(queue.push("a", 10, ()).unwrap());
    drop(dropped);
    assert_eq!(queue.len(), 1);
    assert!(matches!(late.next().await, Some(Ok(Event::Waiting(_)))));
    assert_eq!(late.next().await, Some(Err(LlmError::DeadlinePassed(deadline))));
    assert_eq!(queue.len(), 0);
}

/// What may happen to a queue.
#[derive(Debug, Clone)]
enum Act {
    Push(usize, u32),
    Pop,
    /// The next one does not fit.
    Refuse,
    /// Drops one of the tickets.
    Drop(usize),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let cost = prop_oneof![Just(0), 1..QUANTUM, QUANTUM..3 * QUANTUM];
    let act = prop_oneof![
        5 => (0..5_usize, cost).prop_map(|(team, cost)| Act::Push(team, cost)),
        2 => Just(Act::Pop),
        1 => Just(Act::Refuse),
        1 => any::<usize>().prop_map(Act::Drop),
    ];
    prop::collection::vec(act, 0..120)
}

proptest! {
    #[test]
    fn whatever_happens_nothing_is_lost_or_doubled_and_places_are_true(acts in acts()) {
        const CAPACITY: usize = 60;
        let queue = FairQueue::new(CAPACITY, 1);
        // By number: the team and the ticket of each job that waits.
        let mut waiting = Vec::new();
        let mut popped = HashSet::new();
        let mut number = 0;
        for act in acts {
            match act {
                Act::Push(team, cost) => {
                    let ticket = queue.push(&team.to_string(), cost, number);
                    prop_assert_eq!(ticket.is_ok(), waiting.len() < CAPACITY);
                    waiting.extend(ticket.ok().map(|ticket| (number, team, ticket)));
                    number += 1;
                }
                Act::Pop => {
                    let next = waiting.iter().position(|(.., ticket)| ticket.place().unwrap().ahead == 0);
                    let next = next.map(|index| waiting.remove(index));
                    let job = queue.pop();
                    prop_assert_eq!(job, next.map(|(job, ..)| job));
                    prop_assert!(job.is_none_or(|job| popped.insert(job)));
                }
                Act::Refuse => prop_assert_eq!(queue.pop_if(|_| false), None),
                Act::Drop(which) if !waiting.is_empty() => drop(waiting.remove(which % waiting.len())),
                Act::Drop(_) => {}
            }
            prop_assert_eq!(queue.len(), waiting.len());
        }
        waiting.sort_by_key(|(.., ticket)| ticket.place().unwrap().ahead);
        let places: Vec<_> = waiting.iter().map(|(.., ticket)| ticket.place().unwrap().ahead).collect();
        prop_assert_eq!(places, (0..waiting.len()).collect::<Vec<_>>());
        let order: Vec<_> = waiting.iter().map(|(job, ..)| *job).collect();
        prop_assert_eq!(all(&queue), order);
        for team in 0..5 {
            prop_assert!(waiting.iter().filter(|(_, of, _)| *of == team).is_sorted_by_key(|(job, ..)| job));
        }
    }

    #[test]
    fn the_next_job_of_every_team_begins_within_two_rounds(
        jobs in prop::collection::vec((0..6_usize, 1..4 * QUANTUM), 1..80),
        taken in 0..40_usize,
    ) {
        let queue = FairQueue::new(100, 1);
        let _tickets: Vec<_> =
            jobs.iter().map(|&(team, cost)| queue.push(&team.to_string(), cost, (team, cost)).unwrap()).collect();
        for _ in 0..taken {
            queue.pop();
        }
        let left = all(&queue);
        let teams: HashSet<_> = left.iter().map(|(team, _)| *team).collect();
        for team in teams {
            // In two rounds a team begins at most two quanta, and what it saved before.
            let mut begun: HashMap<usize, u32> = HashMap::new();
            for (other, cost) in left.iter().take_while(|(next, _)| *next != team) {
                *begun.entry(*other).or_default() += (*cost).min(MOST);
            }
            for tokens in begun.values() {
                prop_assert!(*tokens < 2 * QUANTUM + MOST, "{} tokens came first", tokens);
            }
        }
    }
}
