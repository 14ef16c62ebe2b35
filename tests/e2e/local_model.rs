//! The program with the real default model, SmolLM2-135M, which `make model` fetches.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::fake_openai;
use crate::program::Program;

/// The default model's file, among those that a person keeps for all projects.
pub fn default_model() -> PathBuf {
    let cache = std::env::var_os("XDG_CACHE_HOME").filter(|cache| !cache.is_empty()).map(PathBuf::from);
    let cache = cache.or_else(|| Some(Path::new(&std::env::var_os("HOME")?).join(".cache")));
    let path = cache.expect("HOME is set").join("copydesk/models/SmolLM2-135M-Instruct.Q4_1.gguf");
    assert!(path.exists(), "{} is not there: run `make model`", path.display());
    path
}

fn program() -> Program {
    let path = default_model();
    Program::with_config(&format!("llm.models_dir = {:?}\nllm.deadline_seconds = 600\n", path.parent().unwrap()))
}

#[tokio::test]
async fn three_different_ideas_on_the_topic_each_with_its_reason() {
    let program = program();
    let request = "/ideas oat-milk latte platform=instagram count=3";
    let outcome = program.chat(format!("{request}\n/quit\n")).await;
    assert_eq!((outcome.status, outcome.err.as_str()), (Some(0), ""), "{}", outcome.out);
    assert_eq!(outcome.out.matches("\n   Because ").count(), 3, "{}", outcome.out);
    assert_eq!(outcome.out.matches("of 2,200 characters").count(), 3, "{}", outcome.out);

    let answer = program.ask(request).await.json();
    let ideas = answer["ideas"].as_array().unwrap();
    let texts: BTreeSet<_> = ideas.iter().map(|idea| idea["text"].as_str().unwrap()).collect();
    assert_eq!(texts.len(), 3, "{answer:#}");
    for idea in ideas {
        let text = idea["text"].as_str().unwrap().to_lowercase();
        assert!(["oat", "latte", "milk"].iter().any(|word| text.contains(word)), "{text}");
        assert!(idea["length"]["used"].as_u64() <= idea["length"]["limit"].as_u64(), "{idea:#}");
        assert!(idea["because"].as_array().unwrap().iter().any(|it| it["kind"] == "campaign"), "{idea:#}");
    }
}

#[tokio::test]
async fn plain_words_are_answered_by_the_model() {
    let answer = program().ask("Say hello to our guests in one sentence.").await.json();
    assert_eq!((&answer["kind"], &answer["model"]["name"]), (&"chat".into(), &"smollm2-135m".into()), "{answer:#}");
    assert!(answer["text"].as_str().unwrap().len() > 3, "{answer:#}");
}

#[tokio::test]
async fn an_answer_stopped_by_ctrl_c_leaves_the_chat_usable() {
    let program = program();
    let mut chat = program.start_chat();
    chat.say("/ideas oat-milk latte platform=instagram count=10").await;
    chat.wait_for("of 2,200 characters").await;
    chat.interrupt();
    chat.wait_for("Stopped.").await;
    chat.say("Say hello to our guests in one sentence.").await;
    chat.say("/why").await;
    chat.wait_for("tokens read").await;
    let outcome = chat.leave().await;
    assert_eq!((outcome.status, outcome.err.as_str()), (Some(0), ""), "{}", outcome.out);
}

#[tokio::test]
async fn a_language_that_the_model_cannot_write_is_said_in_that_language_with_angles_instead() {
    let program = program();
    let outcome = program.chat("给新品燕麦拿铁写两条小红书文案\n什么时候发比较好？\n").await;
    assert_eq!((outcome.status, outcome.err.as_str()), (Some(0), ""));
    let (_, transcript) = outcome.out.split_once("\n> ").unwrap();
    insta::assert_snapshot!(transcript, @r#"
给新品燕麦拿铁写两条小红书文案
smollm2-135m 不会写中文。
会写的模型：gemma3-270m、qwen3-4b、remote。gemma3-270m 可以直接下载：make run MODEL=gemma3-270m

写小红书的“新品燕麦拿铁”，对你们有效的角度

1  教程
   教读者一个马上能做的小步骤。
   依据  教程类在小红书是你们平时的 1.8 倍（3 篇，如 #C-028“教你带走一个不慌不忙的慢早晨：睡前把豆子
         磨粗，泡进…”，712 赞，平时的 2.2 倍） · 最接近的往期：#C-015“教你在家打出一层厚厚的燕麦奶
         泡：燕麦奶先冷藏一夜…”，481 赞，平时的 1.4 倍 · 语气：warm, witty · 不用“game-changer”

2  提问
   用读者想回答的问题开头。
   依据  最接近的往期：#C-015“教你在家打出一层厚厚的燕麦奶泡：燕麦奶先冷藏一夜…”，481 赞，平时的 1.4
         倍 · 语气：warm, witty · 不用“game-changer”

> 什么时候发比较好？
smollm2-135m 不会写中文。
会写的模型：gemma3-270m、qwen3-4b、remote。gemma3-270m 可以直接下载：make run MODEL=gemma3-270m
"#);
}

#[tokio::test]
async fn a_local_model_answers_when_no_server_does_and_says_so() {
    // Another model may be in the person's folder, too.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("SmolLM2-135M-Instruct.Q4_1.gguf");
    std::os::unix::fs::symlink(default_model(), path).unwrap();
    let nobody = fake_openai::settings("http://127.0.0.1:1/v1", "capable");
    let settings = format!("llm.models_dir = {:?}\nllm.remote.attempts = 1\n{nobody}", folder.path());
    let answer = Program::with_config(&settings).ask("Say hello to our guests in one sentence.").await.json();
    assert_eq!((&answer["kind"], &answer["model"]["name"]), (&"chat".into(), &"smollm2-135m".into()), "{answer:#}");
    let notes = answer["notes"].to_string();
    assert!(notes.contains("127.0.0.1:1") && notes.contains("smollm2-135m"), "{notes}");
}
