//! Bad input of every kind: a clear sentence each, nothing lost, no panic.

use crate::fake_openai::settings;
use crate::program::Program;

/// Nobody listens there: whatever asks the model fails in another way than the one expected.
fn program() -> Program {
    Program::new(&settings("http://127.0.0.1:9/v1", "capable"))
}

#[tokio::test]
async fn a_topic_that_is_missing_or_has_no_words_is_asked_for() {
    let program = program();
    // A team without past posts: nothing could be chosen for it.
    program.outcome_of(program.command(&["run", "--team", "night-owl"]), b"/quit\n").await;
    for request in ["/ideas", "/ideas platform=instagram", "/ideas \"\" count=2", "/ideas ☕ !!!", "/ideas    "] {
        let said = program.run(&["ask", "--team", "night-owl", "--json", request]).await.error();
        assert_eq!(
            said, "What should the ideas be about?\nName a topic, such as /ideas oat-milk latte platform=instagram.",
            "{request}"
        );
    }
    assert_eq!(
        program.run(&["ask", "--team", "night-owl", "--json", "/点子 平台=小红书"]).await.error(),
        "想写什么主题？\n请给一个主题，例如 /点子 燕麦拿铁 平台=小红书。"
    );
}

#[tokio::test]
async fn a_message_without_words_is_answered() {
    let program = program();
    let said = program.ask("   ").await.error();
    insta::assert_snapshot!(said, @r#"
There is nothing to answer.
/help lists what I can do.
"#);
    insta::assert_snapshot!(program.ask("/").await.error(), @r#"
I don't know the command /.
/help lists what I can do.
"#);
    insta::assert_snapshot!(program.ask("\u{202e}\u{200b}").await.error(), @r#"
There is nothing to answer.
/help lists what I can do. I left out invisible characters: U+202E, U+200B.
"#);
}

#[tokio::test]
async fn a_topic_of_any_length_is_refused_in_a_sentence() {
    let program = program();
    let long = |characters: usize| "oat ".repeat(characters / 4);
    insta::assert_snapshot!(program.ask(&format!("/ideas {}", &long(19_900))).await.error(), @r#"
The topic has 19,899 characters; I take 500.
Say it in a sentence: the product, and what is new about it.
"#);
    insta::assert_snapshot!(program.ask(&format!("/ideas {}", &long(30_000))).await.error(), @r#"
The message has 30,007 characters; I take 20,000.
Send it in parts.
"#);
    let request = format!("给{}写三条小红书文案", "燕麦".repeat(300));
    insta::assert_snapshot!(program.ask(&request).await.error(), @r#"
主题有 600 个字符，最多 500 个。
用一句话说：什么产品，新在哪里。
"#);
    // One word without a space, and a line that is longer than any message.
    let outcome = program.chat(format!("{}\n{}\n/quit\n", "x".repeat(20_001), "y".repeat(2_000_000))).await;
    assert_eq!((outcome.status, outcome.err.as_str()), (Some(0), ""));
    let (_, said) = outcome.out.split_once("x\n").unwrap();
    insta::assert_snapshot!(said.replace(&"y".repeat(60), "Y"), @r#"
The message has 20,001 characters; I take 20,000.
Send it in parts.

> Y…
The line was longer than 1 MB; the rest of it was dropped.

The message has 1,048,576 characters; I take 20,000.
Send it in parts.

> /quit
See you.
"#);
}

#[tokio::test]
async fn a_wrong_option_is_named_with_the_right_ones() {
    let program = program();
    let asked = async |request: &str| program.ask(request).await.error();
    insta::assert_snapshot!(asked("/ideas oat platform=insta").await, @r#"
I don't know the platform "insta".
Did you mean instagram? I know x, instagram, linkedin, facebook, threads, bluesky, mastodon, youtube, tiktok, pinterest, reddit, google-business, telegram, discord, wechat, xiaohongshu, weibo, blog.
"#);
    insta::assert_snapshot!(asked("/ideas oat platform=zzz").await, @r#"
I don't know the platform "zzz".
I know x, instagram, linkedin, facebook, threads, bluesky, mastodon, youtube, tiktok, pinterest, reddit, google-business, telegram, discord, wechat, xiaohongshu, weibo, blog.
"#);
    insta::assert_snapshot!(asked("/ideas oat format=poem").await, @r#"
I don't know the format "poem".
I know post, title, script.
"#);
    insta::assert_snapshot!(asked("/ideas oat platform=x format=title").await, @r#"
X has no titles.
Formats on X: post.
"#);
    insta::assert_snapshot!(asked("/ideas oat lang=klingon").await, @r#"
I don't know the language "klingon".
I know en, zh, ja, ko, ru, ar, fr, de, es, it, pt.
"#);
    insta::assert_snapshot!(asked("/ideas oat plattform=x").await, @r#"
/ideas has no option "plattform".
Did you mean platform? It has platform, count, format, lang.
"#);
    insta::assert_snapshot!(asked("/idea oat").await, @r#"
I don't know the command /idea oat.
I know /idea show, /idea more, /idea angle, /idea shorter, /idea longer, /idea use, /idea reject.
"#);
    insta::assert_snapshot!(asked("/点子 燕麦拿铁 平台=小红薯书").await, @r#"
没有“小红薯书”这个平台。
是不是 小红书？可用的有：x、instagram、linkedin、facebook、threads、bluesky、mastodon、youtube、tiktok、pinterest、reddit、google-business、telegram、discord、wechat、xiaohongshu、weibo、blog。
"#);
}

#[tokio::test]
async fn a_count_out_of_range_or_no_number_is_refused() {
    let program = program();
    for count in ["0", "500", "-1", "abc", "3.5", "99999999999999999999", ""] {
        let said = program.ask(&format!("/ideas oat-milk latte count={count}")).await.error();
        let expected = format!("count can't be \"{count}\".\nGive count as a whole number from 1 to 10.");
        assert_eq!(said, expected);
    }
    insta::assert_snapshot!(program.ask("give me 500 posts about coffee").await.error(), @r#"
count can't be "500".
Give count as a whole number from 1 to 10.
"#);
    insta::assert_snapshot!(program.ask("给燕麦拿铁写二十条文案").await.error(), @"
    数量 不能是“20”。
    数量 请写 1 到 10 之间的整数。
    ");
    insta::assert_snapshot!(program.ask("/campaign add \"A.\" platform=x likes=-3").await.error(), @r#"
likes can't be "-3".
Give likes as a whole number from 0 to 100000000000.
"#);
}

#[tokio::test]
async fn invisible_characters_are_left_out_and_named() {
    let program = program();
    let outcome = program
        .chat(b"/prefs set voi\x00ce calm\x1b[31m\x07\n/prefs set brand \"\xe2\x80\xaeBarn\xe2\x81\xa6\"\n")
        .await;
    assert_eq!((outcome.status, outcome.err.as_str()), (Some(0), ""));
    assert!(!outcome.out.contains(['\0', '\x1b', '\x07', '\u{202e}', '\u{2066}']), "{:?}", outcome.out);
    let notes: Vec<&str> = outcome.out.lines().filter(|line| line.contains("invisible")).collect();
    insta::assert_snapshot!(notes.join("\n"), @r#"
I left out invisible characters: U+0000, U+001B, U+0007.
I left out invisible characters: U+202E, U+2066.
"#);
    let shown = program.ask("/prefs").await.json();
    assert_eq!(shown["preferences"][0]["value"], serde_json::json!(["Barn"]));
    assert_eq!(shown["preferences"][1]["value"], serde_json::json!(["calm"]));
}

#[tokio::test]
async fn bytes_that_are_no_text_do_not_end_the_chat() {
    let program = program();
    let outcome = program.chat(b"/prefs set brand \"Caf\xff\xc3\"\n\xff\xfe\xfd\n\x80/help\n/prefs\n").await;
    assert_eq!((outcome.status, outcome.err.as_str()), (Some(0), ""));
    assert_eq!(outcome.out.matches("Preferences of morning-barn").count(), 2, "{}", outcome.out);
    assert_eq!(program.ask("/prefs").await.json()["preferences"][0]["value"], serde_json::json!(["Caf"]));
}

#[tokio::test]
async fn an_unclosed_quote_is_an_ordinary_character() {
    let program = program();
    let shown = program.ask("/prefs set brand \"Morning Barn").await.json();
    assert_eq!(shown["preferences"][0]["value"], serde_json::json!(["\"Morning Barn"]));
}
