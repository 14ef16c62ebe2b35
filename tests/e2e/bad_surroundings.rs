//! Configurations, folders, model files and disks that are not as they should be: a clear sentence each, nothing lost.

use std::fs;

use crate::fake_openai::settings;
use crate::program::Program;

fn program() -> Program {
    Program::new(&settings("http://127.0.0.1:9/v1", "capable"))
}

#[tokio::test]
async fn check_names_every_mistake_and_opens_no_network() {
    // Whoever connects is counted.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    let program = Program::with_config(&format!("{}\nstyle = 3\n", settings(&url, "capabel")));
    let wrong = fs::read_to_string(program.path("config.toml")).unwrap().replace("style = \"chat\"", "");
    program.configure(&format!("ideas.count = \"three\"\nchat = []\nplatforms.x.post = -1\n{wrong}"));
    let outcome = program.run(&["check"]).await;
    assert_eq!((outcome.status, outcome.out.as_str()), (Some(2), ""));
    insta::assert_snapshot!(outcome.err, @r#"
chat = []: expected a table, written [chat]
ideas.count = "three": expected a whole number from 1 to 50
platforms.x.post = -1: expected a whole number from 1 to 1000000
models.fake.style = 3: expected "chat" or "completion"
models.fake.capability = "capabel": expected "small" or "capable"; did you mean "capable"?
5 mistakes in DIR/config.toml
"#);
    program.configure(&settings(&url, "capable"));
    let outcome = program.run(&["check"]).await;
    assert_eq!((outcome.status, outcome.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(outcome.out, @"No mistakes in DIR/config.toml.");
    let connected = tokio::time::timeout(std::time::Duration::from_millis(100), listener.accept()).await;
    assert!(connected.is_err(), "it opened a connection");
    assert!(!program.path("data").exists(), "it opened the data folder");
}

#[tokio::test]
async fn a_configuration_that_is_missing_or_no_toml_is_named() {
    let program = Program::with_config("[chat\nlanguage = en\n");
    let outcome = program.run(&["check"]).await;
    assert_eq!(outcome.status, Some(2));
    insta::assert_snapshot!(outcome.err, @r#"
line 1: this is not TOML: unclosed table, expected `]`
1 mistake in DIR/config.toml
"#);
    fs::write(program.path("config.toml"), b"chat.language = \"\xff\"").unwrap();
    let outcome = program.run(&["check"]).await;
    assert_eq!(outcome.status, Some(2));
    insta::assert_snapshot!(outcome.err, @r#"
can't read the configuration DIR/config.toml: stream did not contain valid UTF-8
Name a file that is there with --config FILE.
"#);
    fs::remove_file(program.path("config.toml")).unwrap();
    let outcome = program.chat("/help\n").await;
    assert_eq!(outcome.status, Some(2));
    insta::assert_snapshot!(outcome.err, @r#"
can't read the configuration DIR/config.toml: No such file or directory (os error 2)
Name a file that is there with --config FILE.
"#);
    let outcome = program.run(&["--model", "smollm", "check"]).await;
    assert_eq!(outcome.status, Some(2));
}

#[tokio::test]
async fn a_model_that_is_not_there_is_named_with_the_nearest() {
    let outcome = Program::new("").run(&["--model", "gemma3", "run"]).await;
    assert_eq!((outcome.status, outcome.out.as_str()), (Some(2), ""));
    insta::assert_snapshot!(outcome.err, @r#"
--model = "gemma3": no such model; the models are "gemma3-270m", "qwen3-4b", "remote" or "smollm2-135m"; did you mean gemma3-270m?
1 mistake in DIR/config.toml
"#);
}

#[tokio::test]
async fn a_data_folder_that_cannot_be_written_is_named() {
    let program = program();
    fs::write(program.path("data"), "a file, and no folder").unwrap();
    let outcome = program.chat("/prefs\n").await;
    assert_eq!((outcome.status, outcome.out.as_str()), (Some(1), ""));
    insta::assert_snapshot!(outcome.err, @"Can't write to the data folder DIR/data: it is a file, not a folder; change its permissions, or choose another with --data.");
    insta::assert_snapshot!(program.ask("/prefs").await.error(), @r#"
Can't write to the data folder DIR/data: it is a file, not a folder.
Change its permissions, or choose another with --data.
"#);
    assert_eq!(fs::read_to_string(program.path("data")).unwrap(), "a file, and no folder");
}

#[tokio::test]
async fn a_data_folder_of_somebody_else_is_left_alone() {
    let program = program();
    fs::create_dir(program.path("data")).unwrap();
    fs::write(program.path("data/db"), "not ours").unwrap();
    let outcome = program.chat("/prefs\n").await;
    assert_eq!(outcome.status, Some(1), "{outcome:#?}");
    insta::assert_snapshot!(outcome.err, @"The data folder DIR/data can't be read: its file db is of another program; restore it from a backup, or choose another with --data.");
    assert_eq!(fs::read_to_string(program.path("data/db")).unwrap(), "not ours");
}

#[tokio::test]
async fn a_second_process_on_the_same_folder_is_told_so() {
    let program = program();
    let mut chat = program.start_chat();
    chat.say("/prefs set voice calm").await;
    chat.wait_for("voice is changed").await;
    let second = program.chat("/prefs\n").await;
    assert_eq!((second.status, second.out.as_str()), (Some(1), ""));
    insta::assert_snapshot!(second.err, @"The data folder DIR/data is used by another Copydesk; stop it first, or choose another with --data.");
    insta::assert_snapshot!(program.ask("/prefs").await.error(), @r#"
The data folder DIR/data is used by another Copydesk.
Stop it first, or choose another with --data.
"#);
    chat.say("/campaign list").await;
    chat.wait_for("of 40 past posts").await;
    assert_eq!(chat.leave().await.status, Some(0));
    assert_eq!(program.ask("/prefs").await.status, Some(0));
}

#[tokio::test]
async fn a_model_file_that_is_missing_or_broken_is_named_and_the_rest_works() {
    let program = Program::new("");
    let file = program.path("models/SmolLM2-135M-Instruct.Q4_1.gguf");
    let mut gguf_header = b"GGUF".to_vec();
    gguf_header.extend([3, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0]);
    let contents: [(&str, Option<Vec<u8>>); 5] = [
        ("missing", None),
        ("empty", Some(Vec::new())),
        ("no GGUF", Some(b"<html>Not found</html>".to_vec())),
        ("a header alone", Some(gguf_header)),
        ("a folder", None),
    ];
    let mut said = Vec::new();
    for (name, content) in contents {
        match content {
            Some(content) => fs::write(&file, content).unwrap(),
            None if name == "a folder" => fs::remove_file(&file).and_then(|()| fs::create_dir(&file)).unwrap(),
            None => {}
        }
        let outcome = program.chat("Hello there, how are you?\n/prefs\n").await;
        assert_eq!((outcome.status, outcome.err.as_str()), (Some(0), ""), "{name}");
        assert!(outcome.out.contains("Preferences of morning-barn"), "{name}: {}", outcome.out);
        let error = program.ask("Hello there, how are you?").await.error();
        let (message, help) = error.split_once('\n').unwrap();
        assert!(help.starts_with("Fetch it with: make model MODEL=smollm2-135m"), "{help}");
        said.push(format!("{name}: {message}"));
    }
    insta::assert_snapshot!(said.join("\n"), @"
    missing: The model smollm2-135m isn't here: DIR/models/SmolLM2-135M-Instruct.Q4_1.gguf does not exist.
    empty: The model smollm2-135m can't be used: DIR/models/SmolLM2-135M-Instruct.Q4_1.gguf: it is empty.
    no GGUF: The model smollm2-135m can't be used: DIR/models/SmolLM2-135M-Instruct.Q4_1.gguf: it is not a GGUF model.
    a header alone: The model smollm2-135m can't be used: DIR/models/SmolLM2-135M-Instruct.Q4_1.gguf: it is damaged or incomplete (0 MB; llama.cpp says: failed to read header).
    a folder: The model smollm2-135m can't be used: DIR/models/SmolLM2-135M-Instruct.Q4_1.gguf: it is a folder.
    ");
}

#[tokio::test]
async fn a_model_file_that_ends_early_is_named_and_the_rest_works() {
    let whole = crate::local_model::default_model();
    let program = Program::new("");
    let mut part = vec![0; 40_000_000];
    std::io::Read::read_exact(&mut fs::File::open(whole).unwrap(), &mut part).unwrap();
    fs::write(program.path("models/SmolLM2-135M-Instruct.Q4_1.gguf"), part).unwrap();
    insta::assert_snapshot!(program.ask("Hello there, how are you?").await.error(), @r#"
The model smollm2-135m can't be used: DIR/models/SmolLM2-135M-Instruct.Q4_1.gguf: it is damaged or incomplete (40 MB; llama.cpp says: tensor 'blk.11.ffn_up.weight' data is not within the file bounds, model is corrupted or incomplete).
Fetch it with: make model MODEL=smollm2-135m (or copydesk model fetch smollm2-135m), then start me again. Everything that needs no model works meanwhile.
"#);
    let outcome = program.chat("/ideas oat-milk latte count=1\n/prefs\n").await;
    assert_eq!((outcome.status, outcome.err.as_str()), (Some(0), ""));
    assert!(outcome.out.contains("damaged or incomplete") && outcome.out.contains("Preferences of"), "{}", outcome.out);
}

/// Fills the disk under a running chat, and makes room again; each step waits for the reply to the one before.
#[cfg(target_os = "linux")]
const FILL: &str = r#"
disk=$1 out=$2; shift 2
replies() { tries=0; until [ "$(grep -c "$1" "$out")" -ge "$2" ]; do sleep 0.05; tries=$((tries + 1)); [ $tries -lt 2000 ] || exit; done; }
{
    echo '/prefs set voice calm'
    replies 'voice is changed' 1
    dd if=/dev/zero of="$disk/filler" bs=64k 2> /dev/null
    echo '/prefs set voice loud'
    replies 'is full' 1
    echo '/campaign add "A lost post." platform=x'
    replies 'is full' 2
    echo '/prefs'
    replies 'Preferences of' 2
    rm "$disk/filler"
    echo '/prefs set brand "Barn"'
    replies 'brand is changed' 1
} | "$@" run > "$out"
echo "chat: $?"
"$@" ask --json /prefs
dd if=/dev/zero of="$disk/filler" bs=64k 2> /dev/null
"$@" ask --json /campaign list count=1
echo "read: $?"
"$@" ask --json '/prefs set voice loud'
echo "write: $?"
"#;

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_refuses_changes_and_loses_nothing() {
    let program = program();
    let (disk, out) = (program.path("disk"), program.path("out.txt"));
    fs::create_dir(&disk).unwrap();
    fs::write(&out, "").unwrap();
    let mut command = crate::small_disk::on_a_small_disk(&disk, "size=48m", FILL).unwrap();
    let copydesk = program.command(&[]);
    command.arg(&out).arg(copydesk.as_std().get_program()).arg("--config").arg(program.path("config.toml"));
    command.arg("--data").arg(disk.join("data")).env("FAKE_KEY", "sk-other").env("LC_ALL", "C.UTF-8");
    let outcome = program.outcome_of(command.into(), b"").await;
    let transcript = fs::read_to_string(&out).unwrap().replace(&*disk.to_string_lossy(), "DISK");
    let problems: Vec<&str> =
        transcript.lines().filter(|line| line.contains("full") || line.contains("space")).collect();
    insta::assert_snapshot!(problems.join("\n"), @r#"
The disk with DISK/data is full (0 MB free). Nothing was changed.
Free some space and try again; no restart is needed.
The disk with DISK/data is full (0 MB free). Nothing was changed.
Free some space and try again; no restart is needed.
"#);
    let mut lines = outcome.out.lines();
    assert_eq!(lines.next(), Some("chat: 0"), "{outcome:#?}");
    let kept: serde_json::Value = serde_json::from_str(lines.next().unwrap()).unwrap();
    assert_eq!(kept["preferences"][0]["value"], serde_json::json!(["Barn"]));
    assert_eq!(kept["preferences"][1]["value"], serde_json::json!(["calm"]));
    let listed: serde_json::Value = serde_json::from_str(lines.next().unwrap()).unwrap();
    assert_eq!(listed["total"], 40, "{listed}");
    insta::assert_snapshot!(format!("{}\n{}", lines.collect::<Vec<_>>().join("\n"), outcome.err), @r#"
read: 0
{"kind":"error","message":"The disk with DIR/disk/data is full (0 MB free). Nothing was changed.","help":"Free some space and try again; no restart is needed."}
write: 1
"#);
}
