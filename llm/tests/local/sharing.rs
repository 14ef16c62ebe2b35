//! What is computed once: for several requests at the same time, for later ones, and over a restart.

use std::time::Duration;

use copydesk_llm::{
    Completion, LlmError, LocalModel, LocalSettings, Message, Model, Prompt, Role, Scope, Segment, Usage,
};
use futures::future::join_all;

use crate::support::{begun, completion, endless, model_path, settings, text, user};

/// A prompt with a part for all teams, one of `team`, and `request`.
fn brief(team: &str, request: &str) -> Completion {
    let message = |role, scope, text: String| Message { role, scope, text };
    let brand = format!("Our brand is {team}. {}", "We are a small café that roasts its own beans. ".repeat(5));
    let mut job = completion(Prompt::Chat(vec![
        message(Role::System, Scope::Task, "You write short posts for social media, warm and plain. ".repeat(5)),
        message(Role::System, Scope::Team, brand),
        message(Role::User, Scope::Request, request.into()),
    ]));
    job.team = team.into();
    job
}

async fn ask(model: &LocalModel, job: Completion) -> (String, Usage) {
    let (outputs, usage) = model.generate(job).await.unwrap().collect().await.unwrap();
    (outputs.into_iter().next().unwrap().text, usage)
}

#[tokio::test]
async fn a_team_reuses_its_own_beginning_and_others_only_what_is_for_all() {
    let model = LocalModel::start(settings(model_path()));
    let (first, usage) = ask(&model, brief("North", "Write about our oat-milk latte.")).await;
    assert_eq!(usage.reused_tokens, 0);
    let (again, usage) = ask(&model, brief("North", "Write about our oat-milk latte.")).await;
    assert_eq!(usage.reused_tokens, usage.prompt_tokens - 1, "all but the token that is computed again");
    let begin = |text: &str| text.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    assert_eq!(begin(&first), begin(&again), "rounding may change what comes later");
    let (_, usage) = ask(&model, brief("North", "And now about croissants.")).await;
    assert!(usage.reused_tokens > 100 && usage.reused_tokens < usage.prompt_tokens - 1, "{usage:?}");

    let (_, usage) = ask(&model, brief("South", "Write about our oat-milk latte.")).await;
    assert!((55..75).contains(&usage.reused_tokens), "the instructions: {usage:?}");
    // The very same prompt, of somebody else.
    let mut copied = brief("North", "Write about our oat-milk latte.");
    copied.team = "West".into();
    let (_, usage) = ask(&model, copied).await;
    assert!((55..75).contains(&usage.reused_tokens), "the instructions: {usage:?}");
    let (_, usage) = ask(&model, brief("North", "Write about our oat-milk latte.")).await;
    assert_eq!(usage.reused_tokens, usage.prompt_tokens - 1, "others were here in between");
}

#[tokio::test]
async fn requests_at_the_same_time_compute_their_beginning_once() {
    let model = LocalModel::start(settings(model_path()));
    model.ready().await.unwrap();
    let wishes = ["latte", "croissants", "our new barista", "Sunday brunch"];
    let jobs = wishes.map(|wish| ask(&model, brief("North", &format!("Write about {wish}."))));
    let usages: Vec<Usage> = join_all(jobs).await.into_iter().map(|(_, usage)| usage).collect();
    let mut reused: Vec<u32> = usages.iter().map(|usage| usage.reused_tokens).collect();
    reused.sort_unstable();
    assert!(reused[0] == 0 && reused[1] > 100, "one computes it, the others wait for it: {reused:?}");

    let model = LocalModel::start(settings(model_path()));
    model.ready().await.unwrap();
    let jobs = ["North", "South", "West"].map(|team| ask(&model, brief(team, "Write about latte.")));
    let usages: Vec<Usage> = join_all(jobs).await.into_iter().map(|(_, usage)| usage).collect();
    let mut reused: Vec<u32> = usages.iter().map(|usage| usage.reused_tokens).collect();
    reused.sort_unstable();
    assert!(reused[0] == 0 && (55..75).contains(&reused[1]) && (55..75).contains(&reused[2]), "{reused:?}");
}

#[tokio::test]
async fn answers_are_the_same_alone_and_beside_others() {
    let model = LocalModel::start(settings(model_path()));
    let jobs = || {
        ["a latte", "croissants", "rain", "a new cup", "Monday", "oat milk"].map(|wish| {
            let mut job = brief("North", &format!("Write about {wish}."));
            job.limits.max_tokens = 24;
            job
        })
    };
    let beside: Vec<String> = join_all(jobs().map(|job| text(&model, job))).await;
    let unshared = LocalModel::start(LocalSettings { parallel: 1, ..settings(model_path()) });
    let mut alone = Vec::new();
    for job in jobs() {
        alone.push(text(&unshared, job).await);
    }
    // Sums are rounded differently in batches of another size, and where two tokens are about as likely, the other one
    // is taken and all that follows differs: so the beginnings are compared, and most of the texts.
    let begin = |text: &String| text.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    for (one, other) in beside.iter().zip(&alone) {
        assert_eq!(begin(one), begin(other));
    }
    let equal = beside.iter().zip(&alone).filter(|(one, other)| one == other).count();
    assert!(equal >= 4, "{equal} of 6 are equal: {beside:#?} {alone:#?}");
}

#[tokio::test]
async fn a_short_request_overtakes_a_long_one() {
    let model = LocalModel::start(settings(model_path()));
    let mut long = model.generate(endless("Tell a story without end.")).await.unwrap();
    begun(&mut long).await;
    let short = text(&model, brief("North", "Say hello.")).await;
    assert!(!short.trim().is_empty());
    begun(&mut long).await;
}

#[tokio::test]
async fn more_requests_than_there_is_memory_for_are_all_answered() {
    let few = LocalSettings { cache_megabytes: 1, context_tokens: 512, queue: 100, ..settings(model_path()) };
    let model = LocalModel::start(few);
    let jobs = (0..20).map(|number| {
        let mut job = brief(["North", "South", "West"][number % 3], &format!("Write about day {number}."));
        job.openings = vec![String::new(); 1 + number % 3];
        job.limits.max_tokens = 40;
        model.generate(job)
    });
    for generation in join_all(jobs).await {
        let (outputs, _) = generation.unwrap().collect().await.unwrap();
        assert!(outputs.iter().all(|output| !output.text.trim().is_empty()));
    }
    nothing_is_held_but_kept_prompts(&model).await;
}

#[tokio::test]
async fn a_prompt_of_a_million_characters_is_refused_and_others_go_on() {
    let model = LocalModel::start(settings(model_path()));
    let error = model.generate(brief("North", &"coffee ".repeat(150_000))).await.unwrap().collect().await.unwrap_err();
    assert!(matches!(error, LlmError::TooLong { tokens: 100_000.., limit: 2048 }), "{error:?}");
    assert!(!text(&model, brief("North", "Say hello.")).await.is_empty());
}

/// A list that its team repeats, which even a small model goes on with: what it says shows what it has in mind.
fn lucky(team: &str) -> Completion {
    let (begin, go_on) =
        if team == "North" { ("red, oak,", "nine, salt, moon") } else { ("cup, fox,", "milk, bird, lamp") };
    let segment = |scope, text: String| Segment { scope, text };
    let mut job = completion(Prompt::Text(vec![
        segment(
            Scope::Task,
            "Every team has a list of five lucky words. It says them again and again, in order. ".repeat(2),
        ),
        segment(Scope::Team, format!("The list of {team}: {}", format!("{begin} {go_on}; ").repeat(5))),
        segment(Scope::Request, begin.into()),
    ]));
    job.team = team.into();
    job.limits.max_tokens = 4;
    job.sampling.repeat_penalty = 1.0;
    job
}

#[tokio::test]
async fn what_was_computed_survives_a_restart_and_stays_the_teams_own() {
    let folder = tempfile::tempdir().unwrap();
    let start = || {
        let state_dir = Some(folder.path().join("state"));
        LocalModel::start(LocalSettings { state_dir, ..settings(model_path()) })
    };
    let model = start();
    let (north, _) = ask(&model, lucky("North")).await;
    let (south, _) = ask(&model, lucky("South")).await;
    assert!(north.starts_with(" nine, salt") && south != north, "{north} {south}");
    model.stop().await;
    drop(model);

    let model = start();
    model.ready().await.unwrap();
    assert_eq!(model.store().kept_prompts, 2);
    let (words, usage) = ask(&model, lucky("North")).await;
    assert_eq!(words, north);
    assert!(usage.reused_tokens > 60 && usage.reused_tokens < usage.prompt_tokens - 1, "{usage:?}");
    let (words, usage) = ask(&model, lucky("South")).await;
    assert!(words == south && usage.reused_tokens > 60, "{words} {usage:?}");
    let (_, usage) = ask(&model, lucky("West")).await;
    assert!((30..60).contains(&usage.reused_tokens), "the part for all teams: {usage:?}");
    drop(model);

    // Damaged files are computed again.
    for file in walk(&folder.path().join("state")) {
        std::fs::write(file, b"no state").unwrap();
    }
    let model = start();
    let (words, usage) = ask(&model, lucky("North")).await;
    assert!(words == north && usage.reused_tokens == 0, "{words} {usage:?}");
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[tokio::test]
async fn cancelled_requests_leave_nothing_behind() {
    let model = LocalModel::start(settings(model_path()));
    for number in 0..12 {
        let mut job = endless("Tell a story without end.");
        job.openings = vec![String::new(); 3];
        let cancel = job.cancel.clone();
        let mut generation = model.generate(job).await.unwrap();
        if number % 3 > 0 {
            begun(&mut generation).await;
        }
        if number % 2 == 0 {
            cancel.cancel();
        }
        drop(generation);
    }
    nothing_is_held_but_kept_prompts(&model).await;
    assert!(!text(&model, brief("North", "Say hello.")).await.is_empty());
}

/// Waits until the engine has come to rest, and looks at what it holds then.
async fn nothing_is_held_but_kept_prompts(model: &LocalModel) {
    let mut used = model.store();
    for _ in 0..500 {
        if model.status().running == 0 && used.sequences == used.kept_prompts {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        used = model.store();
    }
    assert_eq!((model.status().running, used.sequences), (0, used.kept_prompts), "{used:?}");
}

#[tokio::test]
async fn a_prompt_that_is_computed_anew_gives_the_same_text_whatever_is_kept() {
    let model = LocalModel::start(settings(model_path()));
    let mut job = completion(user("Write a post about our oat-milk latte, with a story about a rainy morning."));
    job.limits.max_tokens = 60;
    job.anew = true;
    let first = text(&model, job.clone()).await;
    // Another beginning in the store, and its own, change nothing.
    text(&model, completion(user("Write a post about our breakfast."))).await;
    for _ in 0..2 {
        let (again, usage) = ask(&model, job.clone()).await;
        assert_eq!((again, usage.reused_tokens), (first.clone(), 0));
    }
}

#[tokio::test]
async fn what_other_weights_computed_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let start = |fast_copy| {
        let state_dir = Some(folder.path().join("state"));
        LocalModel::start(LocalSettings { state_dir, fast_copy, ..settings(model_path()) })
    };
    for (fast_copy, kept) in [(true, 0), (false, 0), (true, 1), (false, 1)] {
        let model = start(fast_copy);
        model.ready().await.unwrap();
        assert_eq!(model.store().kept_prompts, kept, "fast_copy = {fast_copy}");
        ask(&model, lucky("North")).await;
        model.stop().await;
    }
}
