//! Past posts that come by themselves: accounts and feeds behind a server on this machine that answers as the platforms do.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use crate::program::Program;

const ACCOUNT: &str = include_str!("../../analysis/src/collect/samples/mastodon-account.json");
const STATUSES: &str = include_str!("../../analysis/src/collect/samples/mastodon-statuses.json");
const BLUESKY: &str = include_str!("../../analysis/src/collect/samples/bluesky-feed.json");
const YOUTUBE: &str = include_str!("../../analysis/src/collect/samples/youtube-videos.xml");
const FEED: &str = "<rss version=\"2.0\"><channel><title>Barn notes</title><item><title>Why we open at six</title>\
    <link>https://barn.example/six?utm_source=rss</link><description>&lt;p&gt;Because the tram does.&lt;/p&gt;</description>\
    <pubDate>Mon, 16 Nov 2026 06:00:00 GMT</pubDate></item></channel></rss>";

/// What the platforms were asked for, and how often the account was liked since.
#[derive(Clone, Default)]
struct Platforms {
    asked: Arc<Mutex<Vec<String>>>,
    likes: Arc<AtomicUsize>,
    down: Arc<AtomicUsize>,
}

impl Platforms {
    async fn start(&self) -> String {
        let router = Router::new().fallback(answer).with_state(self.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

async fn answer(State(platforms): State<Platforms>, request: Request) -> Response {
    let (path, query) = (request.uri().path().to_owned(), request.uri().query().unwrap_or_default().to_owned());
    platforms.asked.lock().unwrap().push(format!("{path}?{query}"));
    let plain = |kind: &str, body: String| Response::builder().header("content-type", kind).body(Body::from(body));
    let status = |status: StatusCode, body: &str| Response::builder().status(status).body(Body::from(body.to_owned()));
    if platforms.down.load(Ordering::SeqCst) > 0 {
        return status(StatusCode::BAD_GATEWAY, "").unwrap();
    }
    let response = match path.as_str() {
        "/api/v1/accounts/lookup" if query == "acct=barn" => plain("application/json", ACCOUNT.to_owned()),
        "/api/v1/accounts/109876543210987654/statuses" if query.contains("max_id=") => {
            plain("application/json", "[]".to_owned())
        }
        "/api/v1/accounts/109876543210987654/statuses" => {
            let mut statuses: Value = serde_json::from_str(STATUSES).unwrap();
            statuses[0]["favourites_count"] = json!(42 + platforms.likes.load(Ordering::SeqCst));
            plain("application/json", statuses.to_string())
        }
        "/xrpc/app.bsky.feed.getAuthorFeed" if query.contains("actor=nobody") => {
            status(StatusCode::BAD_REQUEST, "{\"error\":\"InvalidRequest\",\"message\":\"Profile not found\"}")
        }
        "/xrpc/app.bsky.feed.getAuthorFeed" if query.contains("cursor=") => {
            plain("application/json", "{\"feed\":[]}".to_owned())
        }
        "/xrpc/app.bsky.feed.getAuthorFeed" => plain("application/json", BLUESKY.to_owned()),
        "/feeds/videos.xml" if query == "channel_id=UCbarnbarnbarnbarnbarn11" => {
            plain("text/xml; charset=UTF-8", YOUTUBE.to_owned())
        }
        "/@barn" => plain(
            "text/html",
            "<html><head><link rel=\"alternate\" type=\"application/rss+xml\" title=\"RSS\" \
             href=\"https://www.youtube.com/feeds/videos.xml?channel_id=UCbarnbarnbarnbarnbarn11\"></head></html>"
                .to_owned(),
        ),
        "/notes.xml" if request.headers().get("if-none-match").is_some() => status(StatusCode::NOT_MODIFIED, ""),
        "/notes.xml" => Response::builder().header("etag", "\"1\"").body(Body::from(FEED)),
        "/notes" => plain(
            "text/html",
            "<html><head><link rel=alternate type=application/rss+xml href=/notes.xml></head></html>".to_owned(),
        ),
        "/page" => plain("text/html", "<html><body><p>Nothing to follow here.</p></body></html>".to_owned()),
        "/gone" => status(StatusCode::GONE, ""),
        _ => status(StatusCode::NOT_FOUND, "{\"error\":\"Record not found\"}"),
    };
    response.unwrap()
}

fn program(address: &str) -> Program {
    Program::new(&format!(
        "fetch.allow_addresses = [\"127.0.0.1\"]\nfetch.pace_milliseconds = 0\nchat.language = \"en\"\n\
         campaigns.bluesky_url = \"{address}\"\ncampaigns.youtube_url = \"{address}\"\n"
    ))
}

async fn collect(program: &Program, source: &str) -> Value {
    program.run(&["campaigns", "collect", source, "--team", "north", "--json"]).await.json()
}

async fn ask(program: &Program, text: &str) -> Value {
    program.run(&["ask", "--json", "--team", "north", text]).await.json()
}

/// The posts of the team, the newest first, in a line each.
async fn posts(program: &Program) -> Vec<String> {
    let answer = ask(program, "/campaign list count=50").await;
    let post = |post: &Value| {
        format!(
            "{} {} {:?} {}",
            post["platform"].as_str().unwrap(),
            post["date"].as_str().unwrap(),
            post["text"].as_str().unwrap(),
            post["likes"]
        )
    };
    answer["campaigns"].as_array().unwrap().iter().map(post).collect()
}

#[tokio::test]
async fn an_account_of_each_platform_and_a_feed_are_collected_once_and_updated_later() {
    let platforms = Platforms::default();
    let address = platforms.start().await;
    let program = program(&address);
    let mastodon = format!("{address}/@barn");
    let first = collect(&program, &mastodon).await;
    assert_eq!(
        (&first["kind"], &first["added"], &first["known"]),
        (&json!("import"), &json!(2), &json!(0)),
        "{first:#}"
    );
    assert_eq!(first["notes"], json!(["2 reposts, replies and posts that are not public are left out."]));
    assert_eq!(
        platforms.asked(),
        [
            "/api/v1/accounts/lookup?acct=barn",
            "/api/v1/accounts/109876543210987654/statuses?limit=40&exclude_replies=true&exclude_reblogs=true",
            "/api/v1/accounts/109876543210987654/statuses?limit=40&exclude_replies=true&exclude_reblogs=true&max_id=113000000000000001",
        ]
    );
    let again = collect(&program, &mastodon).await;
    assert_eq!((&again["added"], &again["updated"], &again["known"]), (&json!(0), &json!(0), &json!(2)));
    // Somebody liked it since: the number is newer, and the post is the same.
    platforms.likes.store(5, Ordering::SeqCst);
    let later = collect(&program, &mastodon).await;
    assert_eq!((&later["added"], &later["updated"], &later["known"]), (&json!(0), &json!(1), &json!(2)));
    for (source, added) in
        [("@barn.example", 2), ("youtube:UCbarnbarnbarnbarnbarn11", 2), (format!("{address}/notes").as_str(), 1)]
    {
        assert_eq!(collect(&program, source).await["added"], added, "{source}");
        assert_eq!(collect(&program, source).await["added"], 0, "{source}");
    }
    insta::assert_snapshot!(posts(&program).await.join("\n"), @r#"
bluesky 2026-11-21 "Cinnamon rolls, twice a day: https://barn.example/rolls-at-eight." 58
mastodon 2026-11-20 "Oat foam & a slow Monday. The street is still dark, the oven is not.\n\nMenu: https://barn.example/menu" 47
bluesky 2026-11-19 "雨天，两只手捧一杯热的。" 12
blog 2026-11-16 "Why we open at six\nBecause the tram does." null
mastodon 2026-11-16 "周日的窗边，燕麦拿铁慢慢喝。" 9
youtube 2026-11-10 "How we roast on Tuesdays & why\nNine minutes beside the drum." 59
youtube 2026-11-02 "抹茶三分钟" 8
"#);
    let shown = ask(&program, "/campaign show C-001").await;
    assert_eq!(shown["source"], format!("@barn@{}", address.trim_start_matches("http://")));
    let metric = |name: &str| {
        shown["metrics"].as_array().unwrap().iter().find(|it| it["name"] == name).unwrap()["value"].clone()
    };
    assert_eq!([metric("likes"), metric("shares"), metric("comments")], [json!(47.0), json!(11.0), json!(3.0)]);
}

#[tokio::test]
async fn a_source_is_added_listed_run_and_removed_in_the_chat_in_both_languages() {
    let platforms = Platforms::default();
    let address = platforms.start().await;
    let program = program(&address);
    let host = address.trim_start_matches("http://").to_owned();
    let outcome = program
        .chat(format!(
            "/campaign source\n/campaign source add {address}/@barn every=12h\n/campaign source add {address}/@barn\n\
             /campaign source add youtube:@barn\n/campaign source list\n/campaign source run S-002\n\
             /往期 来源 列表\n/campaign source remove S-001\n/campaign source run S-001\n/campaign source stir S-001\n/quit\n"
        ))
        .await;
    let out = outcome.out.replace(&host, "HOST");
    for said in [
        "No account or feed is followed yet.",
        "@barn@HOST: 2 new posts.",
        "S-001: @barn@HOST is asked again every 12 hours.",
        "2 reposts, replies and posts that are not public are left out.",
        "@barn@HOST is S-001 already.",
        "youtube:@barn: 2 new posts.",
        "S-002: youtube:@barn is asked again every day.",
        "Where past posts come from",
        "youtube:@barn: nothing new, 2 known already.",
        "往期帖子的来源",
        "每 12 小时",
        "@barn@HOST is asked no more.",
        "There is no source S-001.",
        "I can't \"stir\" a source.",
    ] {
        assert!(out.contains(said), "{said}\n{out}");
    }
    // The channel's page is asked once; afterwards its feed is known.
    let asked = platforms.asked();
    assert_eq!(asked.iter().filter(|path| path.as_str() == "/@barn?").count(), 1, "{asked:?}");
}

#[tokio::test]
async fn what_can_t_be_collected_is_told_and_changes_nothing() {
    let platforms = Platforms::default();
    let address = platforms.start().await;
    let program = program(&address);
    let said = async |source: &str| {
        let outcome = program.run(&["campaigns", "collect", source, "--team", "north", "--json"]).await;
        outcome
            .error()
            .lines()
            .next()
            .unwrap()
            .replace(&address, "ADDRESS")
            .replace(address.trim_start_matches("http://"), "HOST")
    };
    assert_eq!(said("barn").await, "\"barn\" is no account or feed that I know.");
    assert_eq!(said("S-009").await, "There is no source S-009.");
    assert_eq!(said("@nobody.example").await, "@nobody.example gave nothing: there is no such account.");
    assert_eq!(said(&format!("{address}/@nobody")).await, "ADDRESS/@nobody gave nothing: there is no such account.");
    assert!(said(&format!("{address}/gone")).await.starts_with("ADDRESS/gone gave nothing: "));
    assert!(said(&format!("{address}/page")).await.starts_with("ADDRESS/page gave nothing: "));
    // Nothing inside of the network is asked unless the settings allow it.
    assert!(said("http://127.0.0.2/feed").await.contains("127.0.0.2"));
    platforms.down.store(1, Ordering::SeqCst);
    assert!(said("@barn.example").await.starts_with("@barn.example gave nothing: "));
    assert_eq!(ask(&program, "/campaign list").await["total"], 0);
}

#[tokio::test]
async fn a_source_in_the_running_bot_is_asked_in_its_time_and_after_a_failure_later() {
    let platforms = Platforms::default();
    let address = platforms.start().await;
    let program = program(&address);
    ask_new_team(&program).await;
    let added = ask(&program, &format!("/campaign source add {address}/notes.xml every=1h")).await;
    assert_eq!(added["kind"], "import", "{added:#}");
    let listed = ask(&program, "/campaign source list").await;
    let source = &listed["sources"][0];
    assert_eq!(
        (&source["id"], &source["taken"], &source["new"], &source["failures"]),
        (&json!("S-001"), &json!(1), &json!(1), &json!(0))
    );
    assert!(source["next"].as_str().is_some_and(|next| next > source["last_run"].as_str().unwrap()), "{source:#}");
    // Unchanged since: the server says so, and nothing is read.
    let run = ask(&program, "/campaign source run S-001").await;
    assert!(run["text"].as_str().is_some_and(|text| text.contains("has nothing new")), "{run:#}");
    platforms.down.store(1, Ordering::SeqCst);
    let failed = ask(&program, "/campaign source run S-001").await;
    assert_eq!(failed["kind"], "error", "{failed:#}");
    let listed = ask(&program, "/campaign source list").await;
    assert_eq!(listed["sources"][0]["failures"], 1);
    assert!(listed["sources"][0]["problem"].as_str().is_some_and(|problem| problem.contains("502")), "{listed:#}");
}

/// A team that may be asked.
async fn ask_new_team(program: &Program) {
    std::fs::write(program.path("one.csv"), "text,date\nThe kettle is on.,2026-03-01\n").unwrap();
    program.run(&["campaigns", "import", "one.csv", "--team", "north", "--yes"]).await;
}
