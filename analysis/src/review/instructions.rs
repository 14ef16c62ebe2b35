//! Orders to whoever reviews the text. They change nothing; they are quoted.

use std::sync::LazyLock;

use regex::Regex;

use super::{Document, Quote};

static ORDERS: LazyLock<Regex> = LazyLock::new(|| {
    let english = r"(?i)\b(?:ignore|disregard|forget) (?:all |any )?(?:of )?(?:your|the|these|previous|prior|earlier|above)(?: \w+)? (?:instructions?|rules|prompts?|guidelines)|\b(?:give|rate|score) (?:this|it|the|my)(?: \w+){0,2} (?:a |an |with )?(?:score of )?(?:100|full marks|perfect|\d+ (?:points|of 100|out of))|\byou are now \w+|\bsystem prompt\b";
    let chinese = "忽略(?:你|之前|以上|上述|前面|所有)[^。！？\n]{0,12}(?:指令|指示|规则|提示|要求)|(?:打|给|评)(?:这|本|此)?[^。！？\n]{0,8}(?:满分|100 ?分|一百分)";
    Regex::new(&format!("{english}|{chinese}")).expect("constant")
});

pub(super) fn find(document: &Document<'_>) -> Vec<Quote> {
    ORDERS.find_iter(document.text).take(20).map(|found| document.quote(found.range())).collect()
}
