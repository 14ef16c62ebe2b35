//! Texts and files that are none, or hardly any: each gets a clear answer.

use std::io::Write as _;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::Html;
use axum::routing::get;
use serde_json::Value;

use crate::program::{Outcome, Program};

async fn file(name: &str, bytes: impl AsRef<[u8]>, arguments: &[&str]) -> Outcome {
    let program = Program::new("");
    std::fs::write(program.path(name), bytes).unwrap();
    program.run(&[&["review", name], arguments].concat()).await
}

async fn json(text: impl AsRef<[u8]>) -> Value {
    let outcome = file("post.txt", text, &["--json"]).await;
    assert_eq!(outcome.status, Some(0), "{outcome:#?}");
    outcome.json()
}

fn remarks(answer: &Value) -> Vec<String> {
    let remarks = answer["reviews"][0]["remarks"].as_array().unwrap().iter();
    remarks.map(|it| it["kind"].as_str().unwrap().to_string()).collect()
}

fn zip_of(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(bytes).unwrap();
    archive.finish().unwrap().into_inner()
}

#[tokio::test]
async fn what_is_no_text_is_refused_with_what_to_do() {
    let program = Program::new("");
    let mut said = vec![
        program.ask("/review").await.error(),
        program.ask("/review 🔥🔥 🎉!!").await.error(),
        program.ask("/审稿 🔥").await.error(),
    ];
    for (name, bytes) in [
        ("empty.txt", Vec::new()),
        ("broken.txt", b"Oat foam, caf\xE9 and more.".to_vec()),
        ("none.docx", b"no zip at all".to_vec()),
        ("bomb.docx", zip_of("word/document.xml", &vec![b' '; 9 << 20])),
        ("other.docx", zip_of("picture.png", b"PNG")),
        (
            "cut.docx",
            zip_of("word/document.xml", b"<w:document><w:body><w:p><w:r><w:t>Slow and warm.</w:t></w:r></w:p>"),
        ),
        ("post.pdf", b"%PDF-1.4 xxx".to_vec()),
        ("emoji.txt", "🔥\u{200B} …!".as_bytes().to_vec()),
    ] {
        let outcome = file(name, bytes, &[]).await;
        assert_eq!((outcome.status, outcome.out.as_str()), (Some(1), ""), "{outcome:#?}");
        said.push(outcome.err);
    }
    insta::assert_snapshot!(said.iter().map(|it| it.trim_end()).collect::<Vec<_>>().join("\n"), @r#"
    There is no text to review.
    Write it behind /review, or name a txt, md, docx or html file: /review post.docx. Put " --- " between variants.
    There are no words in it, so there is nothing to review.
    Write it behind /review, or name a txt, md, docx or html file: /review post.docx. Put " --- " between variants.
    里面没有文字，没什么可审的。
    把文字写在 /审稿 后面，或写 txt、md、docx、html 文件的路径：/审稿 文案.docx。几个版本之间用“ --- ”隔开。
    There is no text to review. Send the text itself, or a txt, md, docx or html file.
    broken.txt is not UTF-8: byte 14 is none of it. Save it as UTF-8 and send it again.
    none.docx is no Word document that I can read. Send the text itself, or a txt, md, docx or html file.
    bomb.docx unpacks to more than 8 MB, so I left it alone. Send the text itself, or a txt, md, docx or html file.
    other.docx is no Word document that I can read. Send the text itself, or a txt, md, docx or html file.
    cut.docx is no Word document that I can read. Send the text itself, or a txt, md, docx or html file.
    post.pdf is a PDF, and I read text only. Send the text itself, or a txt, md, docx or html file.
    There are no words in it, so there is nothing to review. Send the text itself, or a txt, md, docx or html file.
    "#);
}

#[tokio::test]
async fn a_single_word_is_reviewed_as_far_as_that_goes() {
    let answer = json("Latte").await;
    assert_eq!(remarks(&answer), ["short"]);
    assert_eq!(answer["reviews"][0]["words"], 1);
    assert!(answer["reviews"][0]["left_out"].as_array().unwrap().len() > 5, "{answer:#}");
}

#[tokio::test]
async fn one_sentence_of_fifty_thousand_words_is_one_long_sentence() {
    let answer = json("and oats ".repeat(25_000)).await;
    let findings = answer["reviews"][0]["findings"].as_array().unwrap();
    let long = findings.iter().find(|it| it["kind"] == "long-sentences").unwrap();
    assert_eq!((&long["figures"]["long"], &answer["reviews"][0]["words"]), (&1.into(), &50_000.into()));
    assert!(long["quotes"][0]["text"].as_str().unwrap().chars().count() < 200, "quotations are short");
}

#[tokio::test]
async fn other_scripts_are_named() {
    let mixed = json("Oat House 三里屯店今天早上开业啦，欢迎大家来店里坐一坐。Our baristas are happy to see every single one of you there today.").await;
    assert_eq!(remarks(&mixed), ["mixed"]);
    let arabic = json("القهوة جاهزة الآن. تعالوا قبل الساعة العاشرة واجلبوا صديقا معكم.").await;
    assert_eq!(remarks(&arabic), ["other-language", "right-to-left"]);
    assert!(arabic["reviews"][0]["checks"].as_array().unwrap().len() >= 3, "{arabic:#}");
}

#[tokio::test]
async fn invisible_characters_are_named_and_combining_marks_are_one_character_with_their_letter() {
    let text = "Our oat\u{200B} latte\u{202E} is back. Come by before ten, and bring a friend along.";
    let answer = json(text).await;
    assert_eq!(
        answer["notes"][0],
        "The text has invisible characters (U+200B, U+202E): take them out, they break search and links."
    );
    let hidden = json("Our latte is guar\u{200B}anteed good. Come by before ten, and bring a friend along.").await;
    let findings = hidden["reviews"][0]["findings"].as_array().unwrap();
    let quote = &findings.iter().find(|it| it["kind"] == "claim-promise").unwrap()["quotes"][0];
    assert_eq!((&quote["text"], &quote["start"], &quote["end"]), (&"guaranteed".into(), &13.into(), &26.into()));
    // In a chat they are taken out before anything else.
    let chat = Program::new("").ask(&format!("/review {text}")).await.json();
    assert!(chat["notes"].to_string().contains("U+200B"), "{chat:#}");
    let zalgo: String =
        "We are the best latte in town.".chars().flat_map(|c| [c, '\u{0301}', '\u{0327}', '\u{0336}']).collect();
    let answer = json(&zalgo).await;
    for finding in answer["reviews"][0]["findings"].as_array().unwrap() {
        for quote in finding["quotes"].as_array().unwrap() {
            let (start, end) = (quote["start"].as_u64().unwrap() as usize, quote["end"].as_u64().unwrap() as usize);
            assert!(zalgo.is_char_boundary(start) && zalgo.is_char_boundary(end), "{quote}");
        }
    }
}

#[tokio::test]
async fn a_page_is_read_and_one_behind_a_login_is_not() {
    let article = "<html><body><nav>Menu</nav><article><h1>Twelve seats</h1><p>We are the best coffee in town. Each seat has a window \
                   now, and nobody waits for a table at eight any more. Mara and Jon decided it together in the spring.</p></article></body></html>";
    let login = "<html><body><h1>Sign in</h1><p>Please sign in to go on reading this article on our site.</p><form><input \
                 type=\"password\"></form></body></html>";
    let router = Router::new()
        .route("/post", get(async move || Html(article)))
        .route("/login", get(async move || Html(login)))
        .route("/closed", get(async || StatusCode::FORBIDDEN))
        .route("/paper", get(async || ([(header::CONTENT_TYPE, "application/pdf")], "%PDF-1.4")));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });

    let program = Program::new("fetch.allow_addresses = [\"127.0.0.1\"]\nfetch.pace_milliseconds = 0\n");
    let answer = program.ask(&format!("/review {address}/post")).await.json();
    let quotes = answer["reviews"][0]["findings"].to_string();
    assert!(quotes.contains("are the best"), "{answer:#}");
    let refused = program.ask(&format!("/review {address}/login")).await.error();
    assert_eq!(
        refused.replace(&address, "SITE"),
        "SITE/login asks for a login, so I can't read it.\nSend the text itself."
    );
    let refused = program.ask(&format!("/review {address}/closed")).await.error();
    assert!(refused.contains("asks for a login"), "{refused}");
    let refused = program.ask(&format!("/review {address}/paper")).await.error();
    assert!(refused.contains("is no page with text (application/pdf)"), "{refused}");
    // On a command line, the same.
    let outcome = program.run(&["review", &format!("{address}/post"), "--json"]).await;
    assert_eq!((outcome.status, outcome.json()["reviews"][0]["findings"].to_string()), (Some(0), quotes));
    let outcome = program.run(&["review", &format!("{address}/login")]).await;
    assert_eq!((outcome.status, outcome.err.contains("asks for a login")), (Some(1), true), "{outcome:#?}");
    let closed = Program::new("").ask(&format!("/review {address}/post")).await.error();
    assert!(closed.ends_with("Send the text itself."), "{closed}");
}
