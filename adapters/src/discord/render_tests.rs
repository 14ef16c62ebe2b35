use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{Button, Fact};

fn shown(blocks: &[Block]) -> String {
    let texts = messages(blocks, None, Form::Full);
    texts.iter().map(Outgoing::content).collect::<Vec<_>>().join("\n=====\n")
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(text.to_owned())
}

#[test]
fn code_of_a_model_stands_between_fences_in_each_message_that_it_needs() {
    let lines: String = (0..400).map(|line| format!("let a{line};\n")).collect();
    let shown = messages(&[paragraph(&format!("Use *this*:\n```rust\n{lines}```\nand go."))], None, Form::Full);
    assert!(shown.len() > 1, "{}", shown.len());
    for message in &shown {
        let json = message.json();
        let content = json["content"].as_str().unwrap_or_default();
        let fences = content.matches("```").count();
        assert!(fences == 2 || (fences == 0 && !content.contains("let")), "{content}");
    }
    assert!(shown[0].json()["content"].as_str().is_some_and(|it| it.starts_with("Use \\*this\\*:")));
}

#[test]
fn text_blocks_become_markdown() {
    let blocks = [
        Block::Heading("Three *posts*".to_owned()),
        paragraph("First line\n# second line"),
        Block::List(vec!["one".to_owned(), "two\nlines".to_owned()]),
        Block::Note("Kept, so that\nyou can decide.".to_owned()),
        Block::Problem { message: "I don't know \"insta\".".to_owned(), help: "Did you mean instagram?".to_owned() },
    ];
    insta::assert_snapshot!(shown(&blocks), @r#"
    **Three \*posts\***

    First line
    \# second line

    - one
    - two
      lines

    -# Kept, so that
    -# you can decide.

    **I don't know "insta".**
    Did you mean instagram?
    "#);
}

#[test]
fn a_table_lines_up_and_a_wide_one_becomes_lines() {
    let cells = |row: &[&str]| row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let narrow = Block::Table {
        header: cells(&["平台", "count"]),
        rows: vec![cells(&["小红书", "812"]), cells(&["X", "```"])],
    };
    let wide = Block::Table { header: cells(&["what", "why"]), rows: vec![cells(&["a*b", &"long ".repeat(15)])] };
    insta::assert_snapshot!(shown(&[narrow, wide]).replace('\u{200b}', "(nothing)"), @r"
    ```
    平台    count
    小红书  812
    X       ``(nothing)`
    ```

    - **what** a\*b · **why** long long long long long long long long long long long long long long long
    ");
}

#[test]
fn a_line_of_a_wide_table_leaves_out_what_is_empty() {
    let cells = |row: &[&str]| row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let rows = vec![cells(&["Ada", &"long ".repeat(20), ""]), cells(&["", "short", " "]), cells(&["Bo", "", "yes"])];
    let table = Block::Table { header: cells(&["who", "did", "said"]), rows };
    let text = shown(&[table]);
    assert!(text.ends_with("long\n- **did** short\n- **who** Bo · **said** yes"), "{text}");
    assert!(text.starts_with("- **who** Ada · **did** long"), "{text}");
}

#[test]
fn what_comes_after_a_card_stays_after_it() {
    let card = Block::Card(Card { title: "Idea".to_owned(), ..Card::default() });
    let buttons = Block::Buttons(vec![Button { label: "Use it".to_owned(), action: "use:1".to_owned() }]);
    let blocks = [paragraph("before"), card, Block::Note("after".to_owned()), buttons, paragraph("last")];
    let messages = messages(&blocks, None, Form::Full);
    let bodies: Vec<_> = messages.iter().map(Outgoing::json).collect();
    let nobody = json!({ "parse": [], "replied_user": false });
    let button = json!({ "type": 2, "style": 2, "label": "Use it", "custom_id": "use:1" });
    let first = json!({
        "content": "before",
        "embeds": [{ "title": "Idea" }, { "description": "-# after" }, { "description": "last" }],
        "components": [{ "type": 1, "components": [button] }],
        "allowed_mentions": nobody,
    });
    assert_eq!(bodies, [first]);
}

#[test]
fn many_buttons_are_lists_to_choose_from_and_more_than_a_message_holds_go_on_in_the_next() {
    let buttons = (0..130).map(|at| Button { label: format!("b{at}"), action: format!("press:{at}") }).collect();
    let messages = messages(&[Block::Buttons(buttons)], None, Form::Full);
    let all = messages.iter().map(|it| it.json().to_string()).collect::<String>();
    assert_eq!(messages.len(), 2);
    assert!((0..130).all(|at| all.contains(&format!("\"press:{at}\""))));
}

#[test]
fn the_plainer_forms_still_say_everything() {
    let card = Card {
        number: Some(2),
        title: "Question".to_owned(),
        aside: "12 of 280".to_owned(),
        body: "Oat?".to_owned(),
        tags: vec!["#Oat".to_owned()],
        facts: vec![Fact { label: "Because".to_owned(), text: "it works".to_owned() }],
        about: "I-002".to_owned(),
    };
    let buttons = vec![Button { label: "Use it".to_owned(), action: "use:1".to_owned() }];
    let blocks = [Block::Card(card), Block::Buttons(buttons)];
    let text = messages(&blocks, None, Form::TextOnly);
    assert!(!text[0].is_formatted());
    insta::assert_snapshot!(text[0].content(), @r"
    **2 · Question**
    -# 12 of 280
    Oat?
    \#Oat
    **Because**
    it works

    -# Use it
    ");
    assert!(messages(&blocks, None, Form::NoEmbeds)[0].json().to_string().contains("use:1"));
}

#[test]
fn a_status_stands_below_the_answer() {
    let messages = messages(&[paragraph("so far")], Some("place 3 in the queue"), Form::Full);
    assert_eq!(messages[0].content(), "so far\n\n-# place 3 in the queue");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_message_is_within_the_limits_and_no_word_is_lost(
        words in prop::collection::vec("[a-z*_`#@<中👍🏽]{1,30}", 1..900),
        kind in 0..4_usize,
    ) {
        let text = words.join(" ");
        let block = match kind {
            0 => Block::Paragraph(text.clone()),
            1 => Block::List(vec![text.clone()]),
            2 => Block::Preformatted(text.clone()),
            _ => Block::Note(text.clone()),
        };
        let messages = messages(&[block], None, Form::Full);
        prop_assert!(messages.iter().all(|it| measure(it.content()) <= CONTENT));
        let letters = |text: &str| text.chars().filter(|it| it.is_alphanumeric()).collect::<String>();
        let all: String = messages.iter().map(|it| it.content()).collect();
        prop_assert_eq!(letters(&all), letters(&text));
    }
}
