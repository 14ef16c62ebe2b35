//! The meaning of texts as vectors.

use copydesk_llm::{LlmError, LocalModel, LocalSettings, Model};
use tokio_util::sync::CancellationToken;

use crate::support::{completion, model_path, settings, text, user};

fn dot(one: &[f32], other: &[f32]) -> f32 {
    one.iter().zip(other).map(|(x, y)| x * y).sum()
}

#[tokio::test]
async fn texts_are_embedded_in_batches_while_answers_go_on() {
    let model = LocalModel::start(settings(model_path()));
    let texts: Vec<String> = (0..70).map(|number| format!("Post number {number} about our oat-milk latte.")).collect();
    let embedded = model.embed(texts.clone(), CancellationToken::new());
    let (vectors, answer) = tokio::join!(embedded, text(&model, completion(user("Hello!"))));
    let vectors = vectors.unwrap();
    assert!(!answer.is_empty());
    assert_eq!(vectors.len(), 70);
    assert!(vectors.iter().all(|vector| vector.len() == vectors[0].len() && (dot(vector, vector) - 1.0).abs() < 1e-4));
    let alone = model.embed(vec![texts[69].clone()], CancellationToken::new()).await.unwrap();
    assert!(dot(&alone[0], &vectors[69]) > 0.999, "a text means the same beside others");
    assert!(dot(&vectors[0], &vectors[69]) < 0.99999, "and texts differ");
}

#[tokio::test]
async fn similar_texts_are_near_each_other() {
    let model = LocalModel::start(settings(model_path()));
    let texts = ["The coffee is hot.", "The espresso is warm.", "def main(): return 7 % 3", ""];
    let vectors = model.embed(texts.map(String::from).to_vec(), CancellationToken::new()).await.unwrap();
    assert!(dot(&vectors[0], &vectors[1]) > dot(&vectors[0], &vectors[2]));
    assert_eq!(vectors.len(), 4, "an empty text has a vector too");
    assert!(model.embed(Vec::new(), CancellationToken::new()).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_cannot_be_embedded_is_an_error_of_its_own() {
    let missing = Some("/nowhere/embeddings.gguf".into());
    let model = LocalModel::start(LocalSettings { embedding_path: missing, ..settings(model_path()) });
    let error = model.embed(vec!["Hello".into()], CancellationToken::new()).await.unwrap_err();
    assert!(matches!(error, LlmError::FileMissing { .. }), "{error:?}");
    assert!(!text(&model, completion(user("Hello!"))).await.is_empty(), "the model itself goes on");

    let model = LocalModel::start(settings(model_path()));
    let error = model.embed(vec!["coffee ".repeat(1000)], CancellationToken::new()).await.unwrap_err();
    assert!(matches!(error, LlmError::TooLong { tokens: 1000.., limit: 512 }), "{error:?}");
    let cancel = CancellationToken::new();
    cancel.cancel();
    assert_eq!(model.embed(vec!["Hello".into()], cancel).await, Err(LlmError::Cancelled));
    model.stop().await;
    assert_eq!(model.embed(vec!["Hello".into()], CancellationToken::new()).await, Err(LlmError::Stopped));
}
