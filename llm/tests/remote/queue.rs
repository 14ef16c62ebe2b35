//! Who waits for a server, and how long.

use std::sync::Arc;

use copydesk_llm::{Event, LlmError, Model, RemoteModel, RemoteSettings};
use tokio::sync::Semaphore;

use crate::support::*;

#[tokio::test]
async fn a_full_queue_is_overloaded_until_a_generation_is_dropped() {
    let (url, _) = server(|_| silent_stream(Some("Oats"))).await;
    let model = RemoteModel::new(RemoteSettings { queue: 1, connections: 1, ..settings(&url) }).unwrap();
    let running = model.generate(completion()).await.unwrap();
    let waiting = model.generate(completion()).await.unwrap();
    assert!(matches!(model.generate(completion()).await, Err(LlmError::Overloaded { .. })));
    assert_eq!((model.status().running, model.status().waiting), (1, 1));
    drop(waiting);
    let mut waiting = model.generate(completion()).await.unwrap();
    assert!(matches!(waiting.next().await, Some(Ok(Event::Waiting(place))) if place.ahead == 0));
    drop(running);
    assert!(matches!(waiting.next().await, Some(Ok(Event::Delta { .. }))), "its turn came");
}

#[tokio::test]
async fn no_more_requests_are_open_than_connections_and_teams_take_turns() {
    let gate = Arc::new(Semaphore::new(0));
    let opened = Arc::clone(&gate);
    let (url, asked) = answering(move |_, _| {
        let gate = Arc::clone(&gate);
        async move {
            gate.acquire().await.unwrap().forget();
            says("Oats")
        }
    })
    .await;
    let model = RemoteModel::new(RemoteSettings { connections: 1, ..settings(&url) }).unwrap();
    let job = |team: &str, max_tokens: u32| {
        let mut job = completion();
        job.team = team.into();
        job.limits.max_tokens = max_tokens;
        job.openings = vec![String::new(); 2];
        job
    };
    // Each of the team's requests costs more than one turn may.
    let mut generations = Vec::new();
    for (team, max_tokens) in [("north", 2001), ("north", 2002), ("north", 2003), ("south", 10)] {
        generations.push(model.generate(job(team, max_tokens)).await.unwrap());
    }
    for done in 0..8 {
        while asked.count() <= done {
            tokio::task::yield_now().await;
        }
        assert_eq!(asked.count(), done + 1, "one at a time");
        opened.add_permits(1);
    }
    for generation in generations {
        generation.collect().await.unwrap();
    }
    let order: Vec<_> = asked.bodies().iter().map(|body| body["max_tokens"].as_u64().unwrap()).collect();
    let south = order.iter().position(|&max_tokens| max_tokens == 10).unwrap();
    assert!(south < 6, "the other team does not wait for all of the first one's: {order:?}");
}

#[tokio::test]
async fn stopping_ends_what_runs_and_what_waits() {
    let (url, _) = server(|_| silent_stream(Some("Oats"))).await;
    let model = RemoteModel::new(RemoteSettings { connections: 1, ..settings(&url) }).unwrap();
    let mut running = model.generate(completion()).await.unwrap();
    assert!(matches!(running.next().await, Some(Ok(Event::Delta { .. }))));
    let waiting = model.generate(completion()).await.unwrap();
    model.stop().await;
    assert_eq!(model.status().running, 0);
    assert_eq!(running.next().await, Some(Err(LlmError::Stopped)));
    assert_eq!(waiting.collect().await.unwrap_err(), LlmError::Stopped);
    assert_eq!(model.generate(completion()).await.unwrap_err(), LlmError::Stopped);
    assert_eq!(model.ready().await, Err(LlmError::Stopped));
}
