use proptest::prelude::*;

use super::*;
use crate::Fact;

fn drawn(block: &Block, width: usize) -> String {
    lines(block, Look::new(width, false)).join("\n")
}

fn latte() -> Card {
    Card {
        number: Some(1),
        title: "Question".to_owned(),
        aside: "87 of 2,200 characters".to_owned(),
        body: "Is it still Monday if your latte has a heart on it?\nOat foam, two minutes, on the way to the 8:14."
            .to_owned(),
        tags: vec!["#MorningBarn".to_owned(), "#OatLatte".to_owned()],
        facts: vec![Fact {
            label: "Because".to_owned(),
            text: "questions did 1.8 × your usual on Instagram (9 posts, e.g. #C-031 \"Barista called in sick?\", \
                   890 likes) · voice: warm, witty · you avoid \"game-changer\""
                .to_owned(),
        }],
        ..Card::default()
    }
}

#[test]
fn a_card_is_an_indented_block_under_its_title() {
    insta::assert_snapshot!(drawn(&Block::Card(latte()), 100), @r#"
    1  Question                                                                   87 of 2,200 characters
       Is it still Monday if your latte has a heart on it?
       Oat foam, two minutes, on the way to the 8:14.
       #MorningBarn #OatLatte
       Because  questions did 1.8 × your usual on Instagram (9 posts, e.g. #C-031 "Barista called in
                sick?", 890 likes) · voice: warm, witty · you avoid "game-changer"
    "#);
}

#[test]
fn a_narrow_card_wraps_and_its_aside_stays_right() {
    insta::assert_snapshot!(drawn(&Block::Card(latte()), 40), @r#"
    1  Question       87 of 2,200 characters
       Is it still Monday if your latte has
       a heart on it?
       Oat foam, two minutes, on the way to
       the 8:14.
       #MorningBarn #OatLatte
       Because  questions did 1.8 × your
                usual on Instagram (9 posts,
                e.g. #C-031 "Barista called
                in sick?", 890 likes) ·
                voice: warm, witty · you
                avoid "game-changer"
    "#);
}

#[test]
fn an_aside_without_room_has_its_own_line() {
    let card = Card { title: "What our oat milk costs us".to_owned(), body: String::new(), ..latte() };
    insta::assert_snapshot!(drawn(&Block::Card(Card { tags: vec![], facts: vec![], ..card }), 40), @r"
    1  What our oat milk costs us
                      87 of 2,200 characters
    ");
}

#[test]
fn a_chinese_card_lines_up_by_display_width() {
    let card = Card {
        number: Some(12),
        title: "提问".to_owned(),
        aside: "46 / 1000 字".to_owned(),
        body: "周一的咖啡上有颗心，还算周一吗？燕麦奶泡，两分钟，赶上八点十四分的车。".to_owned(),
        tags: vec!["#燕麦拿铁".to_owned()],
        facts: vec![
            Fact {
                label: "依据".to_owned(),
                text: "提问类在小红书是你们平时的 1.8 倍（9 篇，如 #C-031，890 赞）".to_owned(),
            },
            Fact { label: "注意".to_owned(), text: "与 #C-012 相近".to_owned() },
        ],
        ..Card::default()
    };
    insta::assert_snapshot!(drawn(&Block::Card(card), 44), @r"
    12 提问                         46 / 1000 字
       周一的咖啡上有颗心，还算周一吗？燕麦奶
       泡，两分钟，赶上八点十四分的车。
       #燕麦拿铁
       依据  提问类在小红书是你们平时的 1.8 倍
             （9 篇，如 #C-031，890 赞）
       注意  与 #C-012 相近
    ");
}

#[test]
fn a_card_without_number_or_facts_is_just_its_text() {
    let card = Card { body: "Only this.".to_owned(), ..Card::default() };
    assert_eq!(drawn(&Block::Card(card), 40), "   Only this.");
}

#[test]
fn list_items_hang_under_their_first_word() {
    let items = ["English for LinkedIn, 812 of 3,000 characters".to_owned(), "短".to_owned(), "a\nb".to_owned()];
    insta::assert_snapshot!(drawn(&Block::List(items.to_vec()), 24), @r"
    - English for LinkedIn,
      812 of 3,000
      characters
    - 短
    - a
      b
    ");
}

#[test]
fn a_problem_has_its_help_on_a_line_of_its_own() {
    let problem = Block::Problem {
        message: "I don't know the platform \"insta\". Did you mean instagram?".to_owned(),
        help: "Nothing was changed.".to_owned(),
    };
    insta::assert_snapshot!(drawn(&problem, 40), @r#"
    I don't know the platform "insta". Did
    you mean instagram?
    Nothing was changed.
    "#);
    let coloured = lines(&problem, Look::new(80, true));
    assert_eq!(coloured[0], "\x1b[31mI don't know the platform \"insta\". Did you mean instagram?\x1b[0m");
    assert_eq!(coloured[1], "Nothing was changed.");
}

#[test]
fn preformatted_text_keeps_its_spaces_and_its_long_lines() {
    let text = "system:\n\tBe brief.\n\n  user:   three posts about the oat-milk latte\n";
    insta::assert_snapshot!(drawn(&Block::Preformatted(text.to_owned()), 20), @r"
    system:
        Be brief.

      user:   three posts about the oat-milk latte
    ");
}

#[test]
fn a_label_that_leaves_no_room_stands_above_its_text() {
    let facts = vec![Fact { label: "Why we think so".to_owned(), text: "questions did 1.8 × your usual".to_owned() }];
    insta::assert_snapshot!(drawn(&Block::Card(Card { facts, ..Card::default() }), 30), @r"
    Why we think so
      questions did 1.8 × your
      usual
    ");
}

#[test]
fn empty_blocks_have_no_lines() {
    let empty = String::new;
    for block in [
        Block::Heading(empty()),
        Block::Paragraph("\n \n".to_owned()),
        Block::List(vec![]),
        Block::Table { header: vec![], rows: vec![] },
        Block::Card(Card::default()),
        Block::Preformatted("\n".to_owned()),
        Block::Note(empty()),
        Block::Problem { message: empty(), help: empty() },
    ] {
        assert!(lines(&block, Look::new(40, true)).is_empty(), "{block:?}");
    }
}

/// Any block made of any text.
fn any_block() -> impl Strategy<Value = Block> {
    // Three in four strings contain what terminals act on; plain random text rarely does.
    let text = || prop_oneof![any::<String>(), "(?s)[\\x00-\\x1f\u{7f}-\u{9f}\u{202a}-\u{202e}a 燕é👩\u{200d}]{0,60}"];
    let texts = move || prop::collection::vec(text(), 0..4);
    prop_oneof![
        text().prop_map(Block::Heading),
        text().prop_map(Block::Paragraph),
        texts().prop_map(Block::List),
        (texts(), prop::collection::vec(texts(), 0..4)).prop_map(|(header, rows)| Block::Table { header, rows }),
        text().prop_map(Block::Preformatted),
        text().prop_map(Block::Note),
        (text(), text()).prop_map(|(message, help)| Block::Problem { message, help }),
        (prop::option::of(0usize..1000), text(), text(), text(), texts(), text(), text()).prop_map(
            |(number, title, aside, body, tags, label, text)| {
                let facts = vec![Fact { label, text }];
                Block::Card(Card { number, title, aside, body, tags, facts, about: String::new() })
            }
        ),
    ]
}

proptest! {
    #[test]
    fn no_block_can_send_a_control_character(block in any_block(), width in 0usize..120) {
        for line in lines(&block, Look::new(width, false)) {
            prop_assert!(!line.chars().any(char::is_control), "{line:?}");
            prop_assert!(!line.chars().any(|c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')), "{line:?}");
        }
    }

    #[test]
    fn only_preformatted_text_is_wider_than_the_terminal(block in any_block(), width in 0usize..120) {
        let look = Look::new(width, false);
        for line in lines(&block, look) {
            let free = matches!(block, Block::Preformatted(_)) || line.contains("://");
            prop_assert!(free || columns(&line) <= look.width, "{line:?}");
        }
    }
}
