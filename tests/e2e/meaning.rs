//! Past posts found by meaning: a server that makes embeddings, and what is kept of them.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Json, State};
use axum::routing::post;
use serde_json::{Value, json};

use crate::program::Program;

/// Directions of meaning: a text's vector says which of these it is about.
const MEANINGS: [&[&str]; 3] =
    [&["latte", "espresso", "caffeine"], &["rain", "umbrella", "storm"], &["jazz", "music", "concert"]];

/// Texts that vectors were made of, in requests.
type Asked = Arc<Mutex<Vec<Vec<String>>>>;

async fn embeddings(State(asked): State<Asked>, Json(body): Json<Value>) -> Json<Value> {
    let texts: Vec<String> =
        body["input"].as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_lowercase()).collect();
    let vector = |text: &String| -> Vec<f64> {
        let about = MEANINGS.iter().map(|words| if words.iter().any(|word| text.contains(word)) { 1.0 } else { 0.05 });
        about.collect()
    };
    let data = texts.iter().enumerate().map(|(index, text)| json!({ "index": index, "embedding": vector(text) }));
    let data: Vec<Value> = data.collect();
    asked.lock().unwrap().push(texts);
    Json(json!({ "object": "list", "data": data, "model": "vectors" }))
}

async fn server() -> (String, Asked) {
    let asked = Asked::default();
    let router = Router::new().route("/v1/embeddings", post(embeddings)).with_state(Arc::clone(&asked));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, asked)
}

fn settings(url: &str, more: &str) -> String {
    format!("{}\n{more}\n", crate::fake_openai::settings(url, "capable"))
}

const POSTS: &str = "text,platform,date,likes\n\
    A double espresso before the street wakes.,instagram,2026-03-01,90\n\
    Bring an umbrella and stay for a while.,instagram,2026-03-02,80\n\
    The concert begins when the last cup is washed.,instagram,2026-03-03,70\n\
    New opening hours from Monday on.,instagram,2026-03-04,60\n\
    Chairs are back on the pavement.,instagram,2026-03-05,50\n\
    The baker sleeps late today.,instagram,2026-03-06,40\n";

async fn found(program: &Program, words: &str) -> (Vec<String>, String) {
    let answer =
        program.run(&["ask", "--json", "--team", "north", &format!("/campaign search \"{words}\"")]).await.json();
    let ids = answer["campaigns"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect();
    (ids, answer["notes"][0].as_str().unwrap().to_owned())
}

async fn with_posts(program: &Program) {
    std::fs::write(program.path("posts.csv"), POSTS).unwrap();
    let stored = program.run(&["campaigns", "import", "posts.csv", "--team", "north", "--yes", "--json"]).await.json();
    assert_eq!(stored["added"], 6, "{stored:#}");
}

#[tokio::test]
async fn posts_are_found_by_their_meaning_and_their_vectors_are_made_once() {
    let (url, asked) = server().await;
    let program = Program::new(&settings(&url, "embedding_model = \"vectors\""));
    with_posts(&program).await;
    // No word in common, and the same meaning.
    let (ids, how) = found(&program, "caffeine").await;
    assert_eq!(
        (ids, how.as_str()),
        (vec!["C-001".to_owned()], "The best first: words in common and meaning, weighed by result and age.")
    );
    assert_eq!(std::mem::take(&mut *asked.lock().unwrap()).iter().map(Vec::len).collect::<Vec<_>>(), [6, 1]);
    // Both rankings: the words of one post, the meaning of another.
    let (ids, _) = found(&program, "storm on the pavement").await;
    assert_eq!(ids.len(), 2, "{ids:?}");
    assert!(ids.contains(&"C-002".to_owned()) && ids.contains(&"C-005".to_owned()), "{ids:?}");
    // Only the request: the posts' vectors are stored.
    assert_eq!(std::mem::take(&mut *asked.lock().unwrap()), [["storm on the pavement"]]);
    // A post that goes takes its vector along.
    let gone = program.run(&["ask", "--json", "--team", "north", "/campaign delete C-001 confirm=1"]).await.json();
    assert_eq!(gone["kind"], "done", "{gone:#}");
    assert_eq!(found(&program, "caffeine").await.0, [""; 0]);
}

#[tokio::test]
async fn without_a_model_for_embeddings_or_when_it_fails_words_find_posts() {
    let (url, asked) = server().await;
    let program = Program::new(&settings(&url, ""));
    with_posts(&program).await;
    let (ids, how) = found(&program, "opening hours").await;
    assert_eq!(
        (ids, how.as_str()),
        (vec!["C-004".to_owned()], "The best first: words in common, weighed by result and age.")
    );
    assert!(asked.lock().unwrap().is_empty());
    let program = Program::new(&settings(&url, "embedding_model = \"vectors\"\n[campaigns]\nembeddings = \"never\""));
    with_posts(&program).await;
    assert_eq!(found(&program, "caffeine").await.0, [""; 0]);
    assert!(asked.lock().unwrap().is_empty());
    // Nobody listens there.
    let program = Program::new(&settings("http://127.0.0.1:9/v1", "embedding_model = \"vectors\""));
    with_posts(&program).await;
    assert_eq!(found(&program, "opening hours").await.0, ["C-004"]);
}
