//! What `copydesk check` says.

#![expect(clippy::unwrap_used, reason = "a failed test may panic")]

use copydesk_analysis::{Format, Platform, Unit};
use insta::assert_snapshot;

use super::Config;

fn mistakes(source: &str, model: Option<&str>) -> String {
    let mistakes = Config::parse(source, model).unwrap_err();
    mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_built_in_configuration_is_whole() {
    let config = Config::parse("", None).unwrap();
    assert_eq!(config.llm.model, "smollm2-135m");
    assert_eq!(config.limit(Platform::X, Format::Post), Some((280, Unit::WeightedCharacters)));
    assert_eq!(config.limit(Platform::Instagram, Format::Title), None);
    assert_eq!(config.limit(Platform::TikTok, Format::Script), Some((60, Unit::Seconds)));
}

#[test]
fn every_mistake_is_named_at_once() {
    let source = r#"
        [chat]
        languag = "en"
        team = "Morning Barn"
        [ideas]
        count = 12
        [llm]
        model = "smollm"
        deadline_seconds = "long"
        [llm.local]
        threads = -1
        context_tokens = 10000000
        [tasks.ideas]
        temperature = 9
        [platforms]
        instagam = { post = 1 }
        x = 280
        [models.mine]
        kind = "locl"
        style = "chatty"
        languages = ["en", "klingon"]
        sha256 = "abc"
        [models.server]
        kind = "remote"
        base_url = "127.0.0.1:8080"
    "#;
    assert_snapshot!(mistakes(source, None), @r#"
    chat.team = "Morning Barn": expected a team's id: 1 to 64 of a-z, 0-9 and -, not at either end
    chat.languag: there is no such setting; did you mean chat.language?
    ideas.count = 12: expected at most ideas.most, which is 10
    llm.deadline_seconds = "long": expected a whole number from 1 to 3600
    llm.local.context_tokens = 10000000: expected a whole number from 512 to 1048576
    llm.local.threads = -1: expected a whole number from 0 to 512
    tasks.ideas.temperature = 9: expected a number from 0 to 2
    platforms.x = 280: expected a table, written [platforms.x]
    platforms.instagam: there is no such setting; did you mean platforms.instagram?
    models.mine.kind = "locl": expected "local" or "remote"; did you mean "local"?
    models.mine.file: is missing: the name of a GGUF file in the models folder, or its whole path
    models.mine.sha256 = "abc": expected 64 hexadecimal digits
    models.mine.style = "chatty": expected "chat" or "completion"; did you mean "chat"?
    models.mine.languages = "klingon": expected language codes out of en, zh, ja, ko, ru, ar, fr, de, es, it, pt
    models.server.model: is missing: the server's name for the model
    models.server.base_url = "127.0.0.1:8080": expected an address that begins with http:// or https://
    llm.model = "smollm": no such model; the models are "gemma3-270m", "mine", "qwen3-4b", "remote", "server" or "smollm2-135m"; did you mean smollm2-135m?
    "#);
}

#[test]
fn absurd_settings_of_models_are_refused() {
    let source = r#"
        [llm]
        fallback = ["smollm2-135m", "remote", "remote", "gemma"]
        [llm.local]
        parallel = 0
        queue = 0
        threads = 5000
        cache_megabytes = 0
        embedding_model = "remote"
        [llm.remote]
        attempts = 0
        breaker_failures = 0
        breaker_pause_seconds = 1000000
        connections = 0
        [models.office]
        kind = "remote"
        base_url = "https://name:secret@example.org/v1"
        model = "m"
        context_tokens = 100
        connections = 100000
        price_input = nan
        price_output = -1
        [models.bought]
        kind = "remote"
        base_url = "https://"
        model = "m"
        price_input = 0.4
        currency = "dollars"
        [models.web]
        kind = "local"
        file = "web.gguf"
        source = ["ftp://example.org/web.gguf", "https://name:secret@example.org/web.gguf"]
    "#;
    assert_snapshot!(mistakes(source, None), @r#"
    llm.local.threads = 5000: expected a whole number from 0 to 512
    llm.local.parallel = 0: expected a whole number from 1 to 64
    llm.local.queue = 0: expected a whole number from 1 to 10000
    llm.local.cache_megabytes = 0: expected a whole number from 16 to 1048576
    llm.remote.attempts = 0: expected a whole number from 1 to 10
    llm.remote.breaker_failures = 0: expected a whole number from 1 to 1000
    llm.remote.breaker_pause_seconds = 1000000: expected a whole number from 1 to 3600
    llm.remote.connections = 0: expected a whole number from 1 to 1000
    models.bought.base_url = "…@…": expected an address with a host, without a name or password
    models.bought.currency = "dollars": prices need a currency in three capital letters, such as "USD"
    models.office.base_url = "…@…": expected an address with a host, without a name or password
    models.office.connections = 100000: expected a whole number from 1 to 1000
    models.office.context_tokens = 100: expected 0 (unknown) or a whole number from 512 to 10000000
    models.office.price_input = nan: expected a number from 0 to 1000000
    models.office.price_output = -1: expected a number from 0 to 1000000
    models.web.source = "ftp://example.org/web.gguf": expected "python-package NAME==VERSION PATH-IN-IT" or an address without a password that begins with https:// or http://
    models.web.source = "…@…": expected "python-package NAME==VERSION PATH-IN-IT" or an address without a password that begins with https:// or http://
    llm.fallback = "smollm2-135m": is llm.model itself; name models that answer in its place
    llm.fallback = "remote": is there twice; a model is tried once
    llm.fallback = "gemma": no such model; the models are "bought", "gemma3-270m", "office", "qwen3-4b", "remote", "smollm2-135m" or "web"; did you mean gemma3-270m?
    llm.local.embedding_model = "remote": expected a model of kind "local"; a server has its own embedding_model
    "#);
}

#[test]
fn a_model_on_the_command_line_may_be_one_of_the_fallbacks() {
    let source = "llm.fallback = [\"gemma3-270m\"]";
    assert_eq!(Config::parse(source, Some("gemma3-270m")).unwrap().llm.model, "gemma3-270m");
}

#[test]
fn a_server_without_limits_has_the_usual_ones() {
    let source = r#"
        llm.remote.connections = 3
        [models.office]
        kind = "remote"
        base_url = "http://127.0.0.1:8080/v1/"
        model = "m"
        queue = 7
        context_tokens = 8192
        price_input = 1
        currency = "EUR"
    "#;
    let config = Config::parse(source, Some("office")).unwrap();
    let super::ModelKind::Remote(server) = &config.model().kind else { panic!("it is remote") };
    assert_eq!(server.base_url, "http://127.0.0.1:8080/v1");
    assert_eq!(server.limits, super::ServerLimits { connections: 3, queue: 7, context_tokens: 8192 });
    let prices = super::Prices { input: 1.0, output: 0.0, currency: "EUR".into() };
    assert_eq!(server.prices, Some(prices));
}

#[test]
fn a_model_asked_for_on_the_command_line_is_checked_too() {
    assert_snapshot!(mistakes("", Some("gemma")), @r#"--model = "gemma": no such model; the models are "gemma3-270m", "qwen3-4b", "remote" or "smollm2-135m"; did you mean gemma3-270m?"#);
}

#[test]
fn what_is_not_toml_is_named_with_its_line() {
    assert_snapshot!(mistakes("[chat]\nlanguage = en\n", None), @"line 2: this is not TOML: string values must be quoted, expected literal string");
}

#[test]
fn keys_never_show_in_debug_output() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    std::fs::write(&file, "sk-very-secret\n").unwrap();
    let source = format!("[models.remote]\napi_key_env = \"\"\napi_key_file = {:?}", file.to_str().unwrap());
    let config = Config::parse(&source, Some("remote")).unwrap();
    let super::ModelKind::Remote(super::Server { key, .. }) = &config.model().kind else { panic!("it is remote") };
    assert_eq!(key.as_ref().unwrap().as_ref().unwrap().reveal(), "sk-very-secret");
    assert!(!format!("{config:?}").contains("very-secret"));
}

#[test]
fn a_wrong_entry_of_a_list_hides_none_of_the_others() {
    assert_snapshot!(mistakes("llm.fallback = [\"remot\", 3]", None), @r#"
    llm.fallback = 3: expected a list of texts, each in quotes
    llm.fallback = "remot": no such model; the models are "gemma3-270m", "qwen3-4b", "remote" or "smollm2-135m"; did you mean remote?
    "#);
}

#[test]
fn every_line_that_is_not_toml_is_named() {
    assert_snapshot!(mistakes("chat.team = \"a\nideas.count = 3\n[llm\nmodel = x\n", None), @r#"
    line 1: this is not TOML: invalid basic string, expected `"`
    line 3: this is not TOML: unclosed table, expected `]`
    "#);
}

#[test]
fn a_model_file_stays_in_its_folder() {
    let source = "models.b = { kind = \"local\", file = \"../../x.gguf\", languages = [\"en\"] }";
    assert_snapshot!(mistakes(source, None), @r#"models.b.file = "../../x.gguf": expected the name of a file in the models folder, or its whole path"#);
}

#[test]
fn a_token_in_place_of_its_variables_name_is_refused_and_not_shown() {
    assert_snapshot!(mistakes("telegram.token_env = \"42:AAsecret\"", None), @r#"telegram.token_env = "…": expected the name of an environment variable (A-Z, 0-9, _), not the key"#);
}

#[test]
fn a_port_that_telegram_brings_nothing_to_is_a_mistake_beside_all_others() {
    let source =
        |api: &str, url: &str| format!("telegram.api_url = {api:?}\ntelegram.webhook_url = {url:?}\nideas.many = 3");
    let telegram = "https://api.telegram.org/";
    assert_snapshot!(mistakes(&source(telegram, "https://bot.example.org:9000/x"), None), @r#"
    ideas.many: there is no such setting
    telegram.webhook_url = "…": expected one of the ports that Telegram takes: 443, 80, 88 or 8443
    "#);
    for (api, url) in [
        (telegram, "https://bot.example.org/x"),
        (telegram, "https://bot.example.org:8443/x"),
        (telegram, "https://[2001:db8::1]:88/x"),
        ("http://127.0.0.1:8081", "https://bot.example.org:9000/x"),
    ] {
        assert!(!mistakes(&source(api, url), None).contains("webhook_url"), "{api} {url}");
    }
}

#[test]
fn a_token_may_come_from_a_file_and_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "42:AAsecret\n").unwrap();
    let source = format!("telegram.token_file = {file:?}\ntelegram.token_env = \"NO_SUCH_TOKEN\"");
    let telegram = Config::parse(&source, None).unwrap().telegram;
    assert_eq!(telegram.token.as_ref().map(super::Secret::reveal), Some("42:AAsecret"));
    assert_eq!(telegram.token_source, file.display().to_string());
    std::fs::remove_file(&file).unwrap();
    assert!(mistakes(&source, None).starts_with("telegram.token_file"));
}
