//! Answers that follow a JSON schema.

use copydesk_llm::{LlmError, LocalModel, Model, Schema};
use serde_json::{Value, json};

use crate::support::{completion, model_path, settings, shared, text, user};

fn schema() -> Schema {
    let schema = json!({
        "type": "object",
        "properties": {
            "tone": { "enum": ["warm", "dry", "bold"] },
            "score": { "type": "integer", "minimum": 1, "maximum": 10 },
            "comment": { "type": "string", "maxLength": 60 }
        },
        "required": ["tone", "score", "comment"],
        "additionalProperties": false
    });
    Schema::new(schema).unwrap()
}

#[tokio::test]
async fn every_answer_follows_its_schema() {
    let model = shared();
    for temperature in [0.0, 1.5] {
        let mut job = completion(user("Rate this post: \"Oat foam, two minutes, on the way to the 8:14.\""));
        job.schema = Some(schema());
        job.openings = vec![String::new(); 4];
        job.sampling.temperature = temperature;
        job.limits.max_tokens = 200;
        let (outputs, usage) = model.generate(job).await.unwrap().collect().await.unwrap();
        for output in &outputs {
            let value: Value = serde_json::from_str(&output.text).unwrap();
            assert_eq!(schema().fault(&value), None, "{}", output.text);
        }
        assert!(usage.output_tokens > 4 * 10);
    }
}

#[tokio::test]
async fn an_answer_that_is_cut_is_no_answer() {
    let mut job = completion(user("Rate this post."));
    job.schema = Some(schema());
    job.limits.max_tokens = 8;
    let error = shared().generate(job).await.unwrap().collect().await.unwrap_err();
    assert!(matches!(&error, LlmError::OffSchema(why) if why.contains("8 tokens")), "{error}");
}

#[tokio::test]
async fn a_schema_that_cannot_be_kept_to_is_refused_and_others_go_on() {
    let model = LocalModel::start(settings(model_path()));
    let impossible = json!({
        "type": "object", "properties": { "name": { "type": "string", "pattern": "(?=.*a)b" } }, "required": ["name"]
    });
    let mut job = completion(user("Hello!"));
    job.schema = Some(Schema::new(impossible).unwrap());
    let error = model.generate(job).await.unwrap().collect().await.unwrap_err();
    assert!(matches!(error, LlmError::BadSchema(_)), "{error:?}");
    assert!(!text(&model, completion(user("Hello!"))).await.is_empty());
}
