//! LoRA adapters, made here: GGUF files with one pair of matrices.

use std::path::Path;

use copydesk_llm::{LlmError, LocalModel, LocalSettings, Model};

use crate::support::{completion, model_path, settings, text, user};

/// The width of SmolLM2-135M.
const WIDTH: usize = 576;

fn string(text: &str) -> Vec<u8> {
    [&(text.len() as u64).to_le_bytes(), text.as_bytes()].concat()
}

/// Writes an adapter that adds `strength` to every weight of the first layer's queries.
fn write_adapter(path: &Path, strength: f32) {
    let mut file = [b"GGUF".as_slice(), &3_u32.to_le_bytes(), &2_u64.to_le_bytes(), &4_u64.to_le_bytes()].concat();
    let texts = [("general.type", "adapter"), ("general.architecture", "llama"), ("adapter.type", "lora")];
    for (key, value) in texts {
        file.extend([string(key), 8_u32.to_le_bytes().to_vec(), string(value)].concat());
    }
    file.extend([string("adapter.lora.alpha"), 6_u32.to_le_bytes().to_vec(), 1_f32.to_le_bytes().to_vec()].concat());
    let bytes = (WIDTH * 4) as u64;
    for (name, shape, offset) in [("a", [WIDTH as u64, 1], 0), ("b", [1, WIDTH as u64], bytes)] {
        file.extend(string(&format!("blk.0.attn_q.weight.lora_{name}")));
        file.extend(2_u32.to_le_bytes());
        file.extend(shape.iter().flat_map(|length| length.to_le_bytes()));
        file.extend(0_u32.to_le_bytes());
        file.extend(offset.to_le_bytes());
    }
    file.resize(file.len().next_multiple_of(32), 0);
    file.extend((0..WIDTH).flat_map(|_| 1_f32.to_le_bytes()));
    file.extend((0..WIDTH).flat_map(|_| strength.to_le_bytes()));
    std::fs::write(path, file).unwrap();
}

#[tokio::test]
async fn an_adapter_changes_what_the_model_writes() {
    let folder = tempfile::tempdir().unwrap();
    let with = async |strength: f32| {
        let path = folder.path().join(format!("{strength}.gguf"));
        write_adapter(&path, strength);
        let model = LocalModel::start(LocalSettings { lora: Some(path), ..settings(model_path()) });
        text(&model, completion(user("Write about our oat-milk latte."))).await
    };
    let plain = LocalModel::start(settings(model_path()));
    let plain = text(&plain, completion(user("Write about our oat-milk latte."))).await;
    assert_eq!(with(0.0).await, plain, "an adapter of zeros changes nothing");
    assert_ne!(with(2.0).await, plain);
}

#[tokio::test]
async fn an_adapter_that_is_none_is_told_by_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.gguf");
    std::fs::write(&page, "<!DOCTYPE html>").unwrap();
    for (path, reason) in [(page, "not a GGUF"), (model_path(), "llama.cpp says")] {
        let model = LocalModel::start(LocalSettings { lora: Some(path.clone()), ..settings(model_path()) });
        let error = model.ready().await.unwrap_err();
        let LlmError::AdapterUnusable { path: told, reason: why } = error else { panic!("{error:?}") };
        assert!(told == path && why.contains(reason), "{why}");
    }
}
