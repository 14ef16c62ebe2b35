//! Embeddings over HTTP.

use axum::extract::Json;
use axum::response::{IntoResponse, Response};
use copydesk_llm::{LlmError, Model, RemoteModel, RemoteSettings};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::support::*;

fn embedder(url: &str) -> RemoteModel {
    let settings = RemoteSettings { embedding_model: Some("vectors".into()), attempts: 2, ..settings(url) };
    RemoteModel::new(settings).unwrap()
}

async fn embed(url: &str, texts: &[&str]) -> Result<Vec<Vec<f32>>, LlmError> {
    let texts = texts.iter().map(|text| (*text).to_owned()).collect();
    embedder(url).embed(texts, CancellationToken::new()).await
}

fn data(data: Value) -> Response {
    Json(json!({ "object": "list", "data": data, "model": "vectors", "usage": { "total_tokens": 5 } })).into_response()
}

#[tokio::test]
async fn vectors_come_in_the_order_of_the_texts_at_length_one_in_batches() {
    // Each text is a number, and its vector has that direction; the answer comes backwards.
    let (url, asked) = answering(async |_, body| {
        let input = body["input"].as_array().unwrap();
        let vector = |text: &Value| json!([3.0 * text.as_str().unwrap().parse::<f32>().unwrap(), 3.0]);
        let items = input.iter().enumerate().map(|(index, text)| json!({ "index": index, "embedding": vector(text) }));
        data(items.rev().collect())
    })
    .await;
    let texts: Vec<String> = (0..70).map(|number| number.to_string()).collect();
    let vectors = embedder(&url).embed(texts, CancellationToken::new()).await.unwrap();
    assert_eq!(vectors.len(), 70);
    for (number, vector) in vectors.iter().enumerate() {
        assert!((vector[0] / vector[1] - number as f32).abs() < 1e-3, "{number}: {vector:?}");
        assert!((vector[0].hypot(vector[1]) - 1.0).abs() < 1e-5, "{vector:?}");
    }
    let mut batches: Vec<_> = asked.bodies().iter().map(|body| body["input"].as_array().unwrap().len()).collect();
    batches.sort_unstable();
    assert_eq!(batches, [6, 32, 32]);
    assert_eq!(asked.body(0)["model"], "vectors");
    assert_eq!(asked.headers(0)["authorization"], format!("Bearer {KEY}"));
}

#[tokio::test]
async fn no_texts_are_no_request() {
    let (url, asked) = server(|_| status(500, "")).await;
    assert_eq!(embed(&url, &[]).await, Ok(Vec::new()));
    assert_eq!(asked.count(), 0);
}

#[tokio::test]
async fn a_failure_that_may_pass_is_tried_again() {
    let (url, asked) = server(|number| match number {
        0 => status(503, "loading"),
        _ => data(json!([{ "embedding": [0.0, 2.0], "odd": 1 }])),
    })
    .await;
    assert_eq!(embed(&url, &["oats"]).await, Ok(vec![vec![0.0, 1.0]]), "an index may be missing");
    assert_eq!(asked.count(), 2);
}

#[tokio::test]
async fn a_model_without_embeddings_is_unsupported_in_the_servers_words() {
    for code in [400, 404, 501] {
        let (url, asked) = server(move |_| status(code, r#"{"error":"sk-very-secret: no embeddings here"}"#)).await;
        let error = embed(&url, &["oats"]).await.unwrap_err();
        assert!(matches!(&error, LlmError::Unsupported(words) if words.contains("…: no embeddings here")), "{error}");
        assert_eq!(asked.count(), 1, "{code}");
    }
    let (url, asked) = server(|_| data(json!([]))).await;
    let error = model(&url).embed(vec!["oats".into()], CancellationToken::new()).await.unwrap_err();
    assert!(matches!(error, LlmError::Unsupported(_)), "no embedding model is set");
    assert_eq!(asked.count(), 0);
}

#[tokio::test]
async fn a_text_that_is_too_long_is_refused_and_not_the_models_fault() {
    let (url, _) = server(|_| status(400, r#"{"error":"maximum context length is 512"}"#)).await;
    let error = embed(&url, &["oats"]).await.unwrap_err();
    assert!(matches!(error, LlmError::Refused(_)), "{error}");
}

#[tokio::test]
async fn embeddings_that_do_not_fit_the_texts_are_a_bad_answer() {
    let one = json!({ "index": 0, "embedding": [1.0, 0.0] });
    for wrong in [
        json!([]),
        json!([one]),
        json!([one, one]),
        json!([one, { "index": 2, "embedding": [1.0, 0.0] }]),
        json!([one, { "index": 1, "embedding": [1.0] }]),
        json!([one, { "index": 1, "embedding": [0.0, 0.0] }]),
        json!([one, { "index": 1, "embedding": [] }]),
        json!([one, { "index": 1, "embedding": "AAAA" }]),
        json!("none"),
    ] {
        let shown = wrong.to_string();
        let (url, _) = server(move |_| data(wrong.clone())).await;
        let error = embed(&url, &["oats", "milk"]).await.unwrap_err();
        assert!(matches!(error, LlmError::BadAnswer(_)), "{shown}: {error}");
    }
}

#[tokio::test]
async fn a_cancel_ends_the_wait() {
    let (url, asked) = answering(async |_, _| std::future::pending().await).await;
    let model = embedder(&url);
    let cancel = CancellationToken::new();
    let canceller = async {
        while asked.count() == 0 {
            tokio::task::yield_now().await;
        }
        cancel.cancel();
    };
    let (vectors, ()) = tokio::join!(model.embed(vec!["oats".into()], cancel.clone()), canceller);
    assert_eq!(vectors, Err(LlmError::Cancelled));
}
