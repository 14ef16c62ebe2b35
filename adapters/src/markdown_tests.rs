use proptest::prelude::*;

use super::*;

/// The parts with signs of ours for how they look: `{b:…}`, `{i:…}`, `{s:…}`, `{c:…}`.
fn seen(text: &str) -> String {
    let span = |it: &Span| {
        let Looks { bold, italic, struck, code } = it.looks;
        let signs = [(bold, 'b'), (italic, 'i'), (struck, 's'), (code, 'c')];
        let signs: String = signs.into_iter().filter_map(|(is_so, sign)| is_so.then_some(sign)).collect();
        if signs.is_empty() { it.text.clone() } else { format!("{{{signs}:{}}}", it.text) }
    };
    let part = |it: &Part| match it {
        Part::Prose(prose) => {
            let words: String = prose.spans.iter().map(span).collect();
            let mark = if prose.mark.is_empty() { String::new() } else { format!("{} ", prose.mark) };
            format!("{}{mark}{words}", "  ".repeat(prose.depth))
        }
        Part::Code(code) => format!("code[{code}]"),
        Part::Table { header, rows } => format!("table{header:?}{rows:?}"),
    };
    parts(text).iter().map(part).collect::<Vec<_>>().join("\n")
}

#[test]
fn emphasis_ends_where_a_reader_of_either_language_sees_its_end() {
    for (text, expected) in [
        ("Try **oat milk** *now*.", "Try {b:oat milk} {i:now}."),
        ("**注意：**请先发布。", "{b:注意：}请先发布。"),
        ("这是**中文**。", "这是{b:中文}。"),
        ("用**“燕麦”**做标题", "用{b:“燕麦”}做标题"),
        ("***both***", "{bi:both}"),
        ("2 * 3 * 4, snake_case_name, #OatLatte", "2 * 3 * 4, snake_case_name, #OatLatte"),
        ("~~4.90~~ **~~old~~ 3.90**, ~~a\\~b~~", "{s:4.90} {bs:old}{b: 3.90}, {s:a~b}"),
        ("~~原价：~~现价", "{s:原价：}现价"),
        ("3~5 元，**7~9 元**，~10", "3~5 元，{b:7~9 元}，~10"),
        ("`~~x~~` ~ ~~~ ~y~ \\~~z~~", "{c:~~x~~} ~ ~~~ ~y~ ~~z~~"),
    ] {
        assert_eq!(seen(text), expected, "{text}");
    }
}

#[test]
fn blocks_are_told_apart_and_addresses_shown() {
    for (text, expected) in [
        ("## Plan\nGo.", "{b:Plan}\nGo."),
        ("- a\n  - b\n- c", "• a\n  • b\n• c"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("> one\n> two", "> one\n> two"),
        ("Use `x`:\n```rust\nlet a;\n\n  b\n```", "Use {c:x}:\ncode[let a;\n\n  b]"),
        ("| a | b |\n|---|---|\n| **1** | 2 |", "table[\"a\", \"b\"][[\"1\", \"2\"]]"),
        ("See [the menu](https://a.org/x).", "See the menu (https://a.org/x)."),
        ("<https://a.org> <b>x</b>", "https://a.org <b>x</b>"),
        ("[1]: https://a.org", "[1]: https://a.org"),
    ] {
        assert_eq!(seen(text), expected, "{text}");
    }
}

#[test]
fn what_is_still_open_is_shown_as_it_is() {
    for (text, expected) in [
        ("Try **oat mi", "Try **oat mi"),
        ("Try `oat", "Try `oat"),
        ("Was ~~4.9", "Was ~~4.9"),
        ("Use\n```rust\nlet a", "Use\ncode[let a]"),
        ("See [the menu](https://a", "See [the menu](https://a"),
    ] {
        assert_eq!(seen(text), expected, "{text}");
    }
}

proptest! {
    #[test]
    fn no_letter_is_lost_or_moved(text in "([a-c燕。：“”*_~#> \n-]|`|\\*\\*|\n\n){0,60}") {
        prop_assume!(!text.contains("```") && !text.contains("~~~"));
        let letters = |it: &str| it.chars().filter(|it| it.is_alphanumeric()).collect::<String>();
        let shown: String = parts(&text)
            .iter()
            .map(|it| match it {
                Part::Prose(prose) => prose.plain(),
                Part::Code(code) => code.clone(),
                Part::Table { header, rows } => header.iter().chain(rows.iter().flatten()).cloned().collect(),
            })
            .collect();
        prop_assert_eq!(letters(&shown), letters(&text));
    }
}
