//! Servers that fail again and again are left alone.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use copydesk_llm::{Event, LlmError, Model, RemoteModel, RemoteSettings};
use tokio::sync::Semaphore;

use crate::support::*;

#[tokio::test]
async fn after_five_failures_in_a_row_no_request_is_sent() {
    let (url, asked) = server(|number| if number == 4 { says("Oats") } else { status(500, "oh no") }).await;
    let model = model(&url);
    for request in 0..10 {
        assert_eq!(text_of(&model, completion()).await.is_ok(), request == 4);
    }
    assert_eq!(asked.count(), 10, "one success began the count again");
    let error = text_of(&model, completion()).await.unwrap_err().to_string();
    assert!(error.contains("5 times in a row") && error.contains("oh no"), "{error}");
    assert_eq!(asked.count(), 10);
}

#[tokio::test]
async fn attempts_end_when_the_server_is_left_alone() {
    let (url, asked) = server(|_| cut_after("")).await;
    let model = RemoteModel::new(RemoteSettings { attempts: 9, ..settings(&url) }).unwrap();
    assert_eq!(text_of(&model, completion()).await, Err(LlmError::Interrupted));
    assert_eq!(asked.count(), 5);
}

#[tokio::test]
async fn a_wrong_key_is_sent_once_in_a_pause() {
    let (url, asked) = server(|_| status(401, "")).await;
    let model = model(&url);
    for _ in 0..3 {
        assert_eq!(text_of(&model, completion()).await, Err(LlmError::Unauthorized { status: 401 }));
    }
    assert_eq!(asked.count(), 1);
}

#[tokio::test]
async fn refusals_leave_it_closed() {
    let (url, asked) = server(|_| status(404, "no such model")).await;
    let model = model(&url);
    for _ in 0..7 {
        text_of(&model, completion()).await.unwrap_err();
    }
    assert_eq!(asked.count(), 7);
}

#[tokio::test]
async fn a_deadline_without_a_word_counts() {
    let (url, asked) = server(|_| silent_stream(None)).await;
    let model = RemoteModel::new(RemoteSettings { breaker_failures: 2, ..settings(&url) }).unwrap();
    for _ in 0..2 {
        let mut job = completion();
        job.limits.deadline = Duration::from_millis(100);
        let error = text_of(&model, job).await.unwrap_err();
        assert_eq!(error, LlmError::DeadlinePassed(Duration::from_millis(100)));
        // The request is given up by a task of its own.
        while model.status().running > 0 {
            tokio::task::yield_now().await;
        }
    }
    assert!(matches!(text_of(&model, completion()).await, Err(LlmError::Unavailable(_))));
    assert_eq!(asked.count(), 2);
}

#[tokio::test]
async fn after_the_pause_one_request_tries_and_success_lets_all_through() {
    let (mended, answers) = (Arc::new(AtomicBool::new(false)), Arc::new(Semaphore::new(0)));
    let (url, asked) = {
        let (mended, answers) = (Arc::clone(&mended), Arc::clone(&answers));
        answering(move |_, _| {
            let (mended, answers) = (Arc::clone(&mended), Arc::clone(&answers));
            async move {
                if !mended.load(Ordering::SeqCst) {
                    return status(500, "");
                }
                answers.acquire().await.unwrap().forget();
                says("Oats")
            }
        })
        .await
    };
    let settings = RemoteSettings { breaker_pause: Duration::ZERO, ..settings(&url) };
    let model = RemoteModel::new(settings).unwrap();
    for _ in 0..6 {
        text_of(&model, completion()).await.unwrap_err();
    }
    assert_eq!(asked.count(), 6, "the sixth tried, and failed");

    mended.store(true, Ordering::SeqCst);
    let probe = model.generate(completion()).await.unwrap();
    while asked.count() < 7 {
        tokio::task::yield_now().await;
    }
    let error = text_of(&model, completion()).await.unwrap_err();
    assert!(matches!(error, LlmError::Unavailable(_)), "{error}");
    assert_eq!(asked.count(), 7, "one at a time");

    answers.add_permits(1);
    probe.collect().await.unwrap();
    let mut both = [model.generate(completion()).await.unwrap(), model.generate(completion()).await.unwrap()];
    while asked.count() < 9 {
        tokio::task::yield_now().await;
    }
    answers.add_permits(2);
    for generation in &mut both {
        assert!(matches!(generation.next().await, Some(Ok(Event::Delta { .. }))));
    }
}
