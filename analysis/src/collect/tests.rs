//! Answers of each API, from bytes to imported posts.

use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::import::{Calendar, Duplicates, Outcome, Rows, Wishes, look};

const ACCOUNT: &[u8] = include_bytes!("samples/mastodon-account.json");
const STATUSES: &[u8] = include_bytes!("samples/mastodon-statuses.json");
const BLUESKY: &[u8] = include_bytes!("samples/bluesky-feed.json");
const YOUTUBE: &[u8] = include_bytes!("samples/youtube-videos.xml");

/// What an import makes of posts, a line for each; whatever is mended or set aside says so.
fn imported(posts: &[CollectedPost]) -> String {
    let file = json_lines(posts);
    let layout = look(&file[..], &Wishes::default()).expect("our own form is read");
    let calendar = Calendar { zone: TimeZone::UTC, today: date(2026, 11, 25) };
    let rows = Rows::new(&file[..], layout, calendar, Duplicates::default());
    let line = |row: crate::import::Row| match row.outcome {
        Outcome::SetAside(reason) => format!("aside: {reason:?}"),
        Outcome::Taken { post, mends, .. } => {
            let m = &post.metrics;
            format!(
                "{} {:?} {:?} {:?} {:?} likes={:?} comments={:?} shares={:?} saves={:?} views={:?} {} {} {} {mends:?}",
                post.platform,
                post.date,
                post.time,
                post.text,
                post.hashtags,
                m.likes,
                m.comments,
                m.shares,
                m.saves,
                m.views,
                post.format,
                post.post_id,
                post.link
            )
        }
    };
    rows.map(|row| line(row.expect("memory reads"))).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_mastodon_account_s_own_public_posts_are_taken_with_their_numbers() {
    let account = mastodon_account(ACCOUNT).expect("it is one");
    assert_eq!((account.id.as_str(), account.name.as_str()), ("109876543210987654", "Morning Barn ☕"));
    let page = mastodon_statuses(STATUSES, &account).expect("they are some");
    assert_eq!((page.posts.len(), page.left_out, page.next.as_deref()), (2, 2, Some("113000000000000001")));
    insta::assert_snapshot!(imported(&page.posts), @r#"
mastodon Some(2026-11-20) Some(07:05:00) "Oat foam & a slow Monday. The street is still dark, the oven is not.\n\nMenu: https://barn.example/menu" ["OatLatte"] likes=Some(42) comments=Some(3) shares=Some(11) saves=None views=None image 113000000000000004 https://mastodon.example/@barn/113000000000000004 []
mastodon Some(2026-11-16) Some(09:00:00) "周日的窗边，燕麦拿铁慢慢喝。" [] likes=Some(9) comments=Some(1) shares=Some(2) saves=None views=None  113000000000000001 https://mastodon.example/@barn/113000000000000001 []
"#);
}

#[test]
fn a_bluesky_account_s_posts_have_their_whole_links_and_no_reposts() {
    let page = bluesky_feed(BLUESKY).expect("it is one");
    assert_eq!(
        (page.left_out, page.next.as_deref(), page.name.as_str()),
        (1, Some("2026-11-19T16:45:00Z"), "Morning Barn")
    );
    insta::assert_snapshot!(imported(&page.posts), @r#"
bluesky Some(2026-11-21) Some(08:10:00) "Cinnamon rolls, twice a day: https://barn.example/rolls-at-eight." ["CinnamonRolls"] likes=Some(58) comments=Some(4) shares=Some(7) saves=Some(2) views=None image at://did:plc:barnbarnbarn/app.bsky.feed.post/3lbaaa https://bsky.app/profile/barn.example/post/3lbaaa [Tracking]
bluesky Some(2026-11-19) Some(16:45:00) "雨天，两只手捧一杯热的。" [] likes=Some(12) comments=Some(0) shares=Some(1) saves=None views=None  at://did:plc:barnbarnbarn/app.bsky.feed.post/3lbbbb https://bsky.app/profile/barn.example/post/3lbbbb []
"#);
}

#[test]
fn a_youtube_channel_s_videos_have_their_views_and_nothing_that_is_not_told() {
    let page = youtube_feed(YOUTUBE).expect("it is one");
    assert_eq!(page.name, "Morning Barn");
    insta::assert_snapshot!(imported(&page.posts), @r#"
youtube Some(2026-11-10) Some(15:00:06) "How we roast on Tuesdays & why\nNine minutes beside the drum." ["roasting"] likes=Some(59) comments=None shares=None saves=None views=Some(12345) video aAbBcC11dDe https://www.youtube.com/watch?v=aAbBcC11dDe []
youtube Some(2026-11-02) Some(09:30:00) "抹茶三分钟" [] likes=Some(8) comments=None shares=None saves=None views=Some(940) short fFgGhH22iIj https://www.youtube.com/shorts/fFgGhH22iIj []
"#);
}

#[test]
fn a_feed_s_items_are_posts_without_numbers() {
    let rss = "<rss version=\"2.0\"><channel><title>Barn notes</title><item><title>Why we open at six</title>\
        <link>https://barn.example/six?utm_source=rss</link><description>Because the tram does.</description>\
        <pubDate>Mon, 16 Nov 2026 06:00:00 GMT</pubDate></item></channel></rss>";
    let feed = crate::feed::read_feed(rss.as_bytes(), "", None).expect("it is one");
    let page = feed_posts(feed, "blog");
    assert_eq!(page.name, "Barn notes");
    insta::assert_snapshot!(imported(&page.posts), @r#"
blog Some(2026-11-16) Some(06:00:00) "Why we open at six\nBecause the tram does." [] likes=None comments=None shares=None saves=None views=None   https://barn.example/six [Tracking]
"#);
}

#[test]
fn what_is_no_answer_of_an_api_is_told() {
    let account = mastodon_account(ACCOUNT).expect("it is one");
    for strange in ["", "null", "{}", "<html>", "[1]", "{\"error\":\"Record not found\"}"] {
        let bytes = strange.as_bytes();
        assert_eq!(mastodon_account(bytes), Err(StrangeAnswer), "{strange}");
        assert_eq!(mastodon_statuses(bytes, &account), Err(StrangeAnswer), "{strange}");
        assert_eq!(bluesky_feed(bytes), Err(StrangeAnswer), "{strange}");
        assert_eq!(youtube_feed(bytes), Err(StrangeAnswer), "{strange}");
    }
    assert_eq!(mastodon_account(br#"{"id":"../../admin"}"#), Err(StrangeAnswer));
    let entities = YOUTUBE_WITH_ENTITIES.as_bytes();
    assert_eq!(youtube_feed(entities), Err(StrangeAnswer));
}

const YOUTUBE_WITH_ENTITIES: &str =
    "<!DOCTYPE feed [<!ENTITY a \"aaaa\">]><feed><entry><title>&a;</title></entry></feed>";

#[test]
fn links_of_a_post_are_whole_whatever_places_their_facets_name() {
    let post = |facets: Value| {
        let answer = json!({"feed": [{"post": {"uri": "at://a/b/c", "author": {"handle": "a.b"},
            "record": {"text": "é barn.exa… end", "facets": facets}}}]});
        bluesky_feed(answer.to_string().as_bytes()).expect("it is one").posts[0].text.clone()
    };
    let facet = |start: i64, end: i64| json!({"index": {"byteStart": start, "byteEnd": end}, "features": [{"uri": "https://barn.example/x"}]});
    assert_eq!(post(json!([facet(3, 14)])), "é https://barn.example/x end");
    for wrong in [json!([facet(1, 3)]), json!([facet(3, 900)]), json!([facet(-1, 2)]), json!([facet(9, 3)]), json!(7)] {
        assert_eq!(post(wrong.clone()), "é barn.exa… end", "{wrong}");
    }
    assert_eq!(post(json!([facet(3, 14), facet(5, 14)])), "é https://barn.example/x end");
}

#[test]
fn a_single_post_whose_text_looks_like_a_list_stays_a_post() {
    let post = CollectedPost { text: "Our menu: [{ oat }] and more".to_owned(), ..CollectedPost::default() };
    assert!(imported(&[post]).contains("Our menu: [{ oat }] and more"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_answer_panics(place in 0_usize..6000, byte: u8, cut in 0_usize..6000) {
        let account = MastodonAccount { id: "1".to_owned(), name: String::new() };
        for sample in [ACCOUNT, STATUSES, BLUESKY, YOUTUBE] {
            let mut bytes = sample.to_vec();
            let length = bytes.len();
            bytes[place % length] = byte;
            bytes.truncate(length - cut % length);
            let _ = mastodon_account(&bytes);
            let _ = mastodon_statuses(&bytes, &account).map(|page| json_lines(&page.posts));
            let _ = bluesky_feed(&bytes).map(|page| json_lines(&page.posts));
            let _ = youtube_feed(&bytes).map(|page| json_lines(&page.posts));
        }
    }
}
