//! Bytes to text, although what a feed says of its encoding is often wrong.

use encoding_rs::{Encoding, GB18030, UTF_8, WINDOWS_1252};

/// Reads bytes as text: by the mark at their beginning; as UTF-8 if they are UTF-8, whatever they say they are; else as the
/// server or the document says; else as GB 18030 or Windows-1252, whichever they can be.
pub fn decode(bytes: &[u8], content_type: &str) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        return encoding.decode_without_bom_handling(rest).0.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let said =
        label_in(content_type).or_else(|| declared(bytes)).and_then(|label| Encoding::for_label(label.as_bytes()));
    let candidates = said.filter(|encoding| *encoding != UTF_8).into_iter().chain([GB18030]);
    // Any even number of bytes is some UTF-16.
    let is_markup = |text: &str| !bytes.contains(&b'<') || text.contains('<');
    for encoding in candidates {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
        if let Some(text) = text.filter(|text| is_markup(text)) {
            return text.into_owned();
        }
    }
    // A few broken characters in UTF-8 are no other encoding.
    let (text, _) = UTF_8.decode_without_bom_handling(bytes);
    let broken = text.chars().filter(|letter| *letter == '\u{fffd}').count();
    let letters = text.chars().filter(|letter| !letter.is_ascii()).count() - broken;
    if said.is_some_and(|encoding| encoding == UTF_8) || letters > broken {
        return text.into_owned();
    }
    let western = said.filter(|encoding| encoding.is_single_byte()).unwrap_or(WINDOWS_1252);
    western.decode_without_bom_handling(bytes).0.into_owned()
}

fn label_in(content_type: &str) -> Option<String> {
    let (_, rest) =
        content_type.to_ascii_lowercase().split_once("charset=").map(|(head, rest)| (head.len(), rest.to_owned()))?;
    let label: String = rest
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c))
        .collect();
    (!label.is_empty()).then_some(label)
}

/// The encoding in `<?xml … encoding="…"?>` or `<meta charset="…">`.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..1024).unwrap_or(bytes);
    let head: String = head.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { ' ' }).collect();
    let (_, rest) = head.split_once("encoding=")?;
    label_in(&format!("charset={rest}")).or_else(|| label_in(&head))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLE: &str = "<?xml version=\"1.0\" encoding=\"ENC\"?><t>燕麦拿铁上市了，大家都在喝</t>";

    #[test]
    fn what_is_said_of_the_encoding_is_believed_only_if_it_is_true() {
        let gbk = TITLE.replace("ENC", "gb2312");
        let bytes = GB18030.encode(&gbk).0.into_owned();
        assert_eq!(decode(&bytes, ""), gbk);
        assert_eq!(decode(&bytes, "text/xml; charset=\"gbk\""), gbk);
        // Nobody says it, or the server says something else.
        let silent = TITLE.replace(" encoding=\"ENC\"", "");
        assert_eq!(decode(&GB18030.encode(&silent).0, "text/xml"), silent);
        assert_eq!(decode(&GB18030.encode(&silent).0, "text/xml; charset=utf-8"), silent);
        // UTF-8 that calls itself something else.
        let latin = TITLE.replace("ENC", "iso-8859-1");
        assert_eq!(decode(latin.as_bytes(), "text/xml; charset=iso-8859-1"), latin);
    }

    #[test]
    fn marks_and_western_bytes_are_read() {
        assert_eq!(decode(b"\xef\xbb\xbf<t>x</t>", ""), "<t>x</t>");
        let wide: Vec<u8> =
            [0xfeff_u16].into_iter().chain("<t>é</t>".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide, ""), "<t>é</t>");
        assert_eq!(decode(b"<t>caf\xe9 \x93now\x94</t>", "text/xml; charset=iso-8859-1"), "<t>café “now”</t>");
        assert_eq!(decode(b"<t>caf\xe9</t>", ""), "<t>café</t>");
        assert_eq!(decode(b"<t>caf\xe9 x</t>", "text/xml; charset=utf-16"), "<t>café x</t>");
        assert_eq!(
            decode(
                "<t>caf\u{e9} ".as_bytes().iter().copied().chain(*b"\xff").collect::<Vec<_>>().as_slice(),
                "charset=utf-8"
            ),
            "<t>café \u{fffd}"
        );
    }
}
