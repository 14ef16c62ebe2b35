//! How many tokens a text has, before there is a model to ask.

/// A rough upper estimate of the tokens of `text`, to budget prompts with.
///
/// Latin text has about 4 characters in a token, counted as 3.5 here; Chinese, Japanese and Korean have 0.6 to 1.5 tokens
/// in a character with multilingual vocabularies, counted as 1.7; other letters and signs count as 1.1 each. Vocabularies
/// made for English alone, such as SmolLM2's, need 2 or more tokens for a Chinese character.
pub fn estimate_tokens(text: &str) -> usize {
    // Sevenths: 2 of them are 1/3.5.
    let sevenths: usize = text.chars().map(|character| 2 * weight(character)).sum();
    sevenths.div_ceil(7)
}

/// Characters of Latin text that have as many tokens as `character`, rounded up.
fn weight(character: char) -> usize {
    match character {
        '\0'..='\x7f' => 1,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' => 6,
        '\u{ff00}'..='\u{ffef}' | '\u{10000}'.. => 6,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_text_has_fewer_tokens_than_chinese_text_of_the_same_length() {
        assert_eq!(estimate_tokens(""), 0);
        assert_eq!(estimate_tokens("A latte, please."), 5);
        assert_eq!(estimate_tokens("请给我一杯燕麦拿铁。"), 18);
    }
}
