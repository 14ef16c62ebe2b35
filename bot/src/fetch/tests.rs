#![expect(clippy::unwrap_used, reason = "a failed test may panic")]

use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use copydesk_analysis::Language;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::*;

/// A server that answers each path as it is told, and counts what it was asked.
struct Site {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    async fn serving(answer: fn(&str, u16) -> Vec<u8>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(serve(stream, answer, port, Arc::clone(&log)));
            }
        });
        Self { port, asked }
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|head| head.lines().next().unwrap_or_default().to_owned()).collect()
    }
}

async fn serve(mut stream: TcpStream, answer: fn(&str, u16) -> Vec<u8>, port: u16, log: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte).await.unwrap_or(0) == 0 {
            return;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    log.lock().unwrap().push(head.clone());
    let bytes = answer(&head, port);
    let _closed = stream.write_all(&bytes).await;
    if head.contains("/endless") {
        while stream.write_all(&[b'x'; 4096]).await.is_ok() {}
    }
    if head.contains("/slow") {
        tokio::time::sleep(IN_ALL * 2).await;
    }
}

fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}\r\n\r\n{body}")
        .replace("\r\n\r\n\r\n", "\r\n\r\n")
        .into_bytes()
}

fn site(head: &str, port: u16) -> Vec<u8> {
    let path = head.split(' ').nth(1).unwrap_or_default();
    match path {
        "/feed" if head.contains("if-none-match: \"v1\"") => answer("304 Not Modified", "", ""),
        "/feed" => answer(
            "200 OK",
            "ETag: \"v1\"\r\nLast-Modified: Tue, 10 Nov 2026 10:00:00 GMT\r\nContent-Type: text/xml",
            "<rss/>",
        ),
        "/moved" => answer("301 Moved", "Location: /feed", ""),
        "/moved-twice" => answer("308 Moved", "Location: /moved", ""),
        "/for-now" => answer("302 Found", "Location: /moved", ""),
        "/round" => answer("302 Found", "Location: /round", ""),
        "/to-files" => answer("302 Found", "Location: file:///etc/passwd", ""),
        "/to-login" => answer("302 Found", "Location: http://me:secret@127.0.0.1/", ""),
        "/to-cloud" => answer("302 Found", "Location: http://169.254.169.254/latest/", ""),
        "/to-inside" => answer("302 Found", &format!("Location: http://127.0.0.2:{port}/inner"), ""),
        "/to-inside-by-name" => answer("302 Found", &format!("Location: http://inner.test:{port}/inner"), ""),
        "/to-nowhere" => answer("302 Found", "", ""),
        "/gone" => answer("410 Gone", "", ""),
        "/missing" => answer("404 Not Found", "", ""),
        "/busy" => answer("429 Too Many Requests", "Retry-After: 120", ""),
        "/broken-gzip" => answer("200 OK", "Content-Encoding: gzip", "this is not gzip"),
        "/declared-large" => answer("200 OK", "Content-Length: 3000000", "x"),
        "/robots.txt" => answer("200 OK", "", "User-agent: copydesk\nDisallow: /private\n"),
        _ => answer("200 OK", "", "a page"),
    }
}

fn settings(allowed: &[&str]) -> FetchSettings {
    let networks = allowed.iter().map(|text| Network::parse(text).unwrap());
    FetchSettings { allow_addresses: networks.collect(), ..FetchSettings::default() }
}

fn fetcher() -> Fetcher {
    Fetcher::new(&settings(&["127.0.0.1"])).unwrap()
}

async fn fetched(fetcher: &Fetcher, url: &str) -> Result<Document, FetchError> {
    match fetcher.fetch(&Wanted::feed(url)).await? {
        Fetched::Document(document) => Ok(*document),
        Fetched::Unchanged => panic!("nothing was here before"),
    }
}

#[tokio::test]
async fn a_feed_that_is_here_already_is_not_sent_again() {
    let site = Site::serving(site).await;
    let fetcher = fetcher();
    let first = fetched(&fetcher, &site.url("/feed")).await.unwrap();
    assert_eq!((first.body.as_slice(), first.content_type.as_str()), (b"<rss/>".as_slice(), "text/xml"));
    let again = Wanted { etag: first.etag, last_modified: first.last_modified, ..Wanted::feed(site.url("/feed")) };
    assert_eq!(fetcher.fetch(&again).await, Ok(Fetched::Unchanged));
    let head = site.asked.lock().unwrap().last().cloned().unwrap();
    assert!(head.contains("if-modified-since: Tue, 10 Nov 2026 10:00:00 GMT"), "{head}");
    assert!(head.contains("user-agent: Copydesk/"), "{head}");
    assert!(head.contains("accept-encoding: gzip, deflate, br"), "{head}");
}

#[tokio::test]
async fn three_redirects_are_followed_and_a_lasting_one_is_told() {
    let site = Site::serving(site).await;
    let fetcher = fetcher();
    let document = fetched(&fetcher, &site.url("/moved-twice")).await.unwrap();
    assert_eq!((document.url.clone(), document.moved_to), (site.url("/feed"), Some(site.url("/feed"))));
    assert_eq!(fetched(&fetcher, &site.url("/for-now")).await.unwrap().moved_to, None);
    assert_eq!(fetched(&fetcher, &site.url("/round")).await, Err(FetchError::TooManyRedirects));
    assert_eq!(site.asked().iter().filter(|line| line.contains("/round")).count(), REDIRECTS + 1);
}

#[tokio::test]
async fn each_answer_is_the_error_that_a_caller_can_act_on() {
    let site = Site::serving(site).await;
    for (path, error) in [
        ("/gone", FetchError::Gone),
        ("/missing", FetchError::Status(404)),
        ("/to-nowhere", FetchError::LostRedirect),
        ("/to-files", FetchError::Scheme("file".to_owned())),
        ("/to-login", FetchError::Credentials),
        ("/to-cloud", FetchError::Refused { host: "169.254.169.254".to_owned(), inside: Inside::LinkLocal }),
        ("/to-inside", FetchError::Refused { host: "127.0.0.2".to_owned(), inside: Inside::Loopback }),
        ("/declared-large", FetchError::TooLarge),
        ("/endless", FetchError::TooLarge),
        ("/busy", FetchError::Later(Duration::from_secs(120))),
    ] {
        assert_eq!(fetched(&fetcher(), &site.url(path)).await, Err(error), "{path}");
    }
    assert!(matches!(fetched(&fetcher(), &site.url("/broken-gzip")).await, Err(FetchError::Damaged(_))));
    assert!(!site.asked().iter().any(|line| line.contains("/inner")));
}

#[tokio::test]
async fn a_host_that_asks_for_a_pause_gets_it() {
    let site = Site::serving(site).await;
    let fetcher = fetcher();
    assert!(matches!(fetched(&fetcher, &site.url("/busy")).await, Err(FetchError::Later(_))));
    assert!(matches!(fetched(&fetcher, &site.url("/feed")).await, Err(FetchError::Later(_))));
    assert_eq!(site.asked().len(), 1);
}

#[tokio::test]
async fn a_page_is_read_only_if_its_site_lets_programs_read_it() {
    let site = Site::serving(site).await;
    let fetcher = fetcher();
    assert!(fetcher.fetch(&Wanted::page(site.url("/news"))).await.is_ok());
    assert_eq!(fetcher.fetch(&Wanted::page(site.url("/private/a"))).await, Err(FetchError::Robots));
    assert_eq!(site.asked(), ["GET /robots.txt HTTP/1.1", "GET /news HTTP/1.1"]);
}

#[tokio::test]
async fn a_host_that_asks_for_a_pause_is_not_said_to_forbid_reading() {
    let site = Site::serving(site).await;
    let fetcher = fetcher();
    assert!(matches!(fetched(&fetcher, &site.url("/busy")).await, Err(FetchError::Later(_))));
    let page = fetcher.fetch(&Wanted::page(site.url("/news"))).await;
    assert!(matches!(page, Err(FetchError::Later(_))), "{page:?}");
}

#[tokio::test]
async fn this_machine_is_not_fetched_from_unless_the_settings_say_so() {
    let site = Site::serving(site).await;
    let closed = Fetcher::new(&settings(&[])).unwrap();
    for host in ["127.0.0.1", "localhost", "[::1]", "127.1", "2130706433", "[::ffff:127.0.0.1]"] {
        let answer = fetched(&closed, &format!("http://{host}:{}/feed", site.port)).await;
        assert!(matches!(answer, Err(FetchError::Refused { .. })), "{host}: {answer:?}");
    }
    assert_eq!(site.asked(), [""; 0]);
}

/// Names that lead to addresses in turn: what an attacker's name server would say.
struct Turns {
    asked: AtomicUsize,
    answers: Vec<Vec<IpAddr>>,
}

impl Turns {
    fn of(answers: &[&[&str]]) -> Arc<Self> {
        let addresses = |texts: &&[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        Arc::new(Self { asked: AtomicUsize::new(0), answers: answers.iter().map(addresses).collect() })
    }
}

#[async_trait]
impl Lookup for Turns {
    async fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        if host == "unknown.test" {
            return Err(io::Error::other("nobody knows"));
        }
        let turn = self.asked.fetch_add(1, Ordering::SeqCst);
        Ok(self.answers[turn.min(self.answers.len() - 1)].clone())
    }
}

#[tokio::test]
async fn a_name_that_leads_inside_leads_nowhere() {
    let site = Site::serving(site).await;
    let url = format!("http://feeds.test:{}/feed", site.port);
    for answers in [
        // At once; mapped; after a first look at a public address (rebinding).
        &[["127.0.0.1"].as_slice()][..],
        &[["::ffff:127.0.0.1", "10.0.0.1"].as_slice()],
        &[["192.0.2.1"].as_slice()],
    ] {
        let fetcher = Fetcher::with_lookup(&settings(&[]), Turns::of(answers)).unwrap();
        let answer = fetched(&fetcher, &url).await;
        assert!(matches!(answer, Err(FetchError::Refused { .. })), "{answers:?}: {answer:?}");
    }
    // The check sees a public address, the connection another one.
    let rebinding = Turns::of(&[&["8.8.8.8"], &["127.0.0.1"]]);
    let fetcher = Fetcher::with_lookup(&settings(&[]), rebinding.clone()).unwrap();
    let answer = fetched(&fetcher, &url).await;
    assert!(matches!(&answer, Err(FetchError::Unreachable(reason)) if reason.contains("public")), "{answer:?}");
    assert_eq!(rebinding.asked.load(Ordering::SeqCst), 2);
    let answer = fetched(&fetcher, "http://unknown.test/").await;
    assert_eq!(answer, Err(FetchError::Unresolved("unknown.test".to_owned())));
    assert_eq!(site.asked(), [""; 0]);
}

#[tokio::test]
async fn a_redirect_by_name_is_resolved_and_checked_anew() {
    let site = Site::serving(site).await;
    let lookup = Turns::of(&[&["127.0.0.1"], &["127.0.0.1"], &["10.0.0.1"]]);
    let fetcher = Fetcher::with_lookup(&settings(&["127.0.0.1"]), lookup).unwrap();
    let answer = fetched(&fetcher, &format!("http://feeds.test:{}/to-inside-by-name", site.port)).await;
    assert_eq!(answer, Err(FetchError::Refused { host: "inner.test".to_owned(), inside: Inside::Private }));
    assert_eq!(site.asked(), ["GET /to-inside-by-name HTTP/1.1"]);
}

#[tokio::test]
async fn a_site_that_never_ends_its_answer_is_given_up() {
    let site = Site::serving(|_, _| b"HTTP/1.1 200 OK\r\n\r\n<rss>".to_vec()).await;
    let fetcher = Fetcher { in_all: Duration::from_millis(200), ..fetcher() };
    assert_eq!(fetched(&fetcher, &site.url("/slow")).await, Err(FetchError::Slow));
}

#[test]
fn retry_after_is_seconds_or_a_date() {
    let now: Timestamp = "2026-11-10T10:00:00Z".parse().unwrap();
    let wait = |value: &str| {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, value.parse().unwrap());
        retry_after(&headers, now).map(|wait| wait.as_secs())
    };
    assert_eq!(wait("90"), Some(90));
    assert_eq!(wait("99999999"), Some(86_400));
    assert_eq!(wait("Tue, 10 Nov 2026 10:05:00 GMT"), Some(300));
    assert_eq!(wait("Tue, 10 Nov 2020 10:05:00 GMT"), Some(0));
    assert_eq!(wait("soon"), None);
}

#[test]
fn errors_read_as_sentences() {
    let refused = FetchError::Refused { host: "10.0.0.1".to_owned(), inside: Inside::Private };
    insta::assert_snapshot!(refused, @"10.0.0.1 is not a place on the public internet (a private network). Whoever runs me can allow it in config.toml: [fetch] allow_addresses.");
    insta::assert_snapshot!(refused.sentence().say(Language::Chinese), @"10.0.0.1 不是公网地址（内部网络）。部署者可以在 config.toml 的 [fetch] allow_addresses 里放行。");
    insta::assert_snapshot!(FetchError::Later(Duration::from_secs(61)), @"The site asks to be left alone for 2 minutes.");
}
