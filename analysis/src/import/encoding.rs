//! Which encoding a file is in, and its bytes as UTF-8, a piece at a time.

use std::io::{self, Read};

use encoding_rs::{BIG5, CoderResult, Decoder, GB18030, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::Serialize;

use crate::words::is_han;

/// How a file's characters are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    #[serde(rename = "UTF-8")]
    Utf8,
    /// UTF-16, the low byte first.
    #[serde(rename = "UTF-16LE")]
    Utf16Le,
    /// UTF-16, the high byte first.
    #[serde(rename = "UTF-16BE")]
    Utf16Be,
    /// GB18030, which GBK and GB2312 are a part of.
    #[serde(rename = "GB18030")]
    Gb18030,
    /// Big5, as Taiwan and Hong Kong wrote.
    #[serde(rename = "Big5")]
    Big5,
    /// Shift-JIS, as Japan wrote.
    #[serde(rename = "Shift_JIS")]
    ShiftJis,
    /// Windows-1252, which ISO 8859-1 is a part of.
    #[serde(rename = "windows-1252")]
    Windows1252,
}

impl Encoding {
    /// The name that people know.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Gb18030 => "GB18030",
            Self::Big5 => "Big5",
            Self::ShiftJis => "Shift_JIS",
            Self::Windows1252 => "windows-1252",
        }
    }

    fn codec(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Gb18030 => GB18030,
            Self::Big5 => BIG5,
            Self::ShiftJis => SHIFT_JIS,
            Self::Windows1252 => WINDOWS_1252,
        }
    }

    /// The encoding that the first bytes show; `is_utf8` says whether the whole file is UTF-8, but for
    /// places where bytes were lost.
    pub(super) fn of(head: &[u8], is_utf8: bool) -> Self {
        match head {
            [0xFF, 0xFE, ..] => return Self::Utf16Le,
            [0xFE, 0xFF, ..] => return Self::Utf16Be,
            [0xEF, 0xBB, 0xBF, ..] => return Self::Utf8,
            _ => {}
        }
        // Without a mark, UTF-16 shows by its zero bytes: every comma and digit has one.
        let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
        let (even, odd) = (zeros(0), zeros(1));
        if (even + odd) * 8 > head.len() && !head.is_empty() {
            return if odd >= even { Self::Utf16Le } else { Self::Utf16Be };
        }
        if is_utf8 {
            return Self::Utf8;
        }
        legacy(head)
    }
}

/// Of the encodings that any bytes could be: the one whose usual characters they are.
fn legacy(head: &[u8]) -> Encoding {
    let pairs = Pairs::of(head);
    // Letters with accents stand alone in words of plain ones; of two bytes that make a Chinese sign most are high.
    if pairs.low_trails * 10 > pairs.all * 9 || pairs.in_words * 2 >= pairs.all {
        return Encoding::Windows1252;
    }
    let (chinese, broken) = read_as(GB18030, head);
    if pairs.in_gb2312 * 10 >= pairs.all * 8 && broken * 10 <= chinese.chars().filter(|c| is_han(*c)).count() {
        return Encoding::Gb18030;
    }
    let (japanese, wrong) = read_as(SHIFT_JIS, head);
    let kana = japanese.chars().filter(|c| matches!(*c, '\u{3041}'..='\u{30FE}')).count();
    if wrong * 20 <= kana && kana * 5 >= japanese.chars().filter(|c| !c.is_ascii()).count() {
        return Encoding::ShiftJis;
    }
    let (traditional, wrong) = read_as(BIG5, head);
    if wrong * 20 <= traditional.chars().filter(|c| is_han(*c)).count() && pairs.in_big5 * 10 >= pairs.all * 8 {
        return Encoding::Big5;
    }
    if broken > 0 { Encoding::Windows1252 } else { Encoding::Gb18030 }
}

/// A text read so, and how many of its characters mean nothing. The last may be cut.
fn read_as(codec: &'static encoding_rs::Encoding, head: &[u8]) -> (String, usize) {
    let mut decoder = codec.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(head.len()).unwrap_or(0));
    let _ = decoder.decode_to_string(head, &mut text, false);
    let broken = text.chars().filter(|c| *c == '\u{FFFD}').count();
    (text, broken)
}

/// High bytes with the byte after each, counted by what they could be.
#[derive(Default)]
struct Pairs {
    all: usize,
    low_trails: usize,
    /// Behind a plain letter.
    in_words: usize,
    /// The signs and the characters that simplified Chinese is written with.
    in_gb2312: usize,
    /// The signs and the frequent characters of Big5.
    in_big5: usize,
}

impl Pairs {
    fn of(head: &[u8]) -> Self {
        let mut pairs = Self::default();
        let mut bytes = head.iter();
        let mut letter = false;
        while let Some(lead) = bytes.next() {
            if lead.is_ascii() {
                letter = lead.is_ascii_alphabetic();
                continue;
            }
            pairs.in_words += usize::from(std::mem::take(&mut letter));
            let Some(trail) = bytes.next() else { break };
            pairs.all += 1;
            pairs.low_trails += usize::from(trail.is_ascii());
            pairs.in_gb2312 += usize::from(matches!((lead, trail), (0xA1..=0xA9 | 0xB0..=0xF7, 0xA1..=0xFE)));
            pairs.in_big5 += usize::from(matches!((lead, trail), (0xA1..=0xC6, 0x40..=0x7E | 0xA1..=0xFE)));
        }
        pairs
    }
}

/// Whether bytes that come in pieces are UTF-8.
#[derive(Default)]
pub(super) struct Utf8Check {
    tail: Vec<u8>,
    /// Characters of several bytes.
    long: u64,
    /// Places that are no character.
    broken: u64,
}

impl Utf8Check {
    pub(super) fn see(&mut self, piece: &[u8]) {
        self.tail.extend_from_slice(piece);
        let mut rest = self.tail.as_slice();
        loop {
            let (valid, wrong) = match std::str::from_utf8(rest) {
                Ok(text) => (text, None),
                Err(error) => {
                    let valid = rest.get(..error.valid_up_to()).unwrap_or_default();
                    (std::str::from_utf8(valid).unwrap_or_default(), Some(error.error_len()))
                }
            };
            self.long += valid.chars().filter(|c| !c.is_ascii()).count() as u64;
            rest = rest.get(valid.len()..).unwrap_or_default();
            match wrong {
                Some(Some(length)) => {
                    self.broken += 1;
                    rest = rest.get(length..).unwrap_or_default();
                }
                Some(None) | None => break,
            }
        }
        self.tail = rest.to_vec();
    }

    /// Nobody writes UTF-8 by chance: a lost byte or a few foreign lines do not make a file something else. They are told
    /// where they stand. A character that the end cuts is such a place.
    pub(super) fn holds(&self) -> bool {
        let broken = self.broken + u64::from(!self.tail.is_empty());
        broken == 0 || self.long > broken * 2
    }
}

/// A reader's bytes as UTF-8. Bytes that mean nothing become U+FFFD.
pub(super) struct Decoded<R> {
    reader: R,
    decoder: Decoder,
    input: Vec<u8>,
    /// Old Macintosh files end their lines by CR alone.
    only_cr: bool,
    ended: bool,
}

const PIECE: usize = 64 << 10;

impl<R: Read> Decoded<R> {
    pub(super) fn new(reader: R, encoding: Encoding, only_cr: bool) -> Self {
        let decoder = encoding.codec().new_decoder_with_bom_removal();
        Self { reader, decoder, input: vec![0; PIECE], only_cr, ended: false }
    }

    /// Appends more of the text; `false` at the end.
    pub(super) fn more(&mut self, into: &mut Vec<u8>) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let read = loop {
            match self.reader.read(&mut self.input) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.ended = read == 0;
        let mut input = self.input.get(..read).unwrap_or_default();
        loop {
            let room = self.decoder.max_utf8_buffer_length(input.len()).unwrap_or(input.len() * 3 + 16);
            let mut text = String::with_capacity(room);
            let (result, used, _) = self.decoder.decode_to_string(input, &mut text, self.ended);
            if self.only_cr {
                text = text.replace('\r', "\n");
            }
            into.extend_from_slice(text.as_bytes());
            input = input.get(used..).unwrap_or_default();
            if result == CoderResult::InputEmpty {
                return Ok(true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Decoded, Encoding, Utf8Check};

    fn decoded(bytes: &[u8], encoding: Encoding) -> String {
        let mut reader = Decoded::new(bytes, encoding, false);
        let mut text = Vec::new();
        while reader.more(&mut text).expect("a slice reads") {}
        String::from_utf8(text).expect("it is UTF-8")
    }

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    }

    #[test]
    fn each_encoding_is_known_by_its_bytes_and_gives_the_text() {
        let text = "text,likes\n燕麦拿铁,12\n";
        let gb18030 = encoding_rs::GB18030.encode(text).0.into_owned();
        let (umlauts, traditional, japanese) = (
            "text,likes\nGrüße für dich,3\n",
            "內文,按讚數\n今天的燕麥拿鐵，請大家慢慢喝。,3\n",
            "本文,いいね\nきょうのラテは、ゆっくりどうぞ。,3\n",
        );
        let latin = encoding_rs::WINDOWS_1252.encode("text;likes\nCafé früh;12\n").0.into_owned();
        let cases = [
            (text.as_bytes().to_vec(), Encoding::Utf8, text),
            ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), Encoding::Utf8, text),
            ([&[0xFF, 0xFE], &utf16(text, true)[..]].concat(), Encoding::Utf16Le, text),
            ([&[0xFE, 0xFF], &utf16(text, false)[..]].concat(), Encoding::Utf16Be, text),
            (utf16(text, true), Encoding::Utf16Le, text),
            (utf16(text, false), Encoding::Utf16Be, text),
            (gb18030, Encoding::Gb18030, text),
            (latin, Encoding::Windows1252, "text;likes\nCafé früh;12\n"),
            (encoding_rs::WINDOWS_1252.encode(umlauts).0.into_owned(), Encoding::Windows1252, umlauts),
            (encoding_rs::BIG5.encode(traditional).0.into_owned(), Encoding::Big5, traditional),
            (encoding_rs::SHIFT_JIS.encode(japanese).0.into_owned(), Encoding::ShiftJis, japanese),
        ];
        for (bytes, encoding, text) in cases {
            let mut check = Utf8Check::default();
            bytes.chunks(3).for_each(|piece| check.see(piece));
            assert_eq!(Encoding::of(&bytes, check.holds()), encoding, "{bytes:?}");
            assert_eq!(decoded(&bytes, encoding), text);
        }
    }

    #[test]
    fn a_lost_byte_does_not_make_utf_8_something_else() {
        let text = "正文,点赞\n今天的燕麦拿铁，慢慢来。,12\n".repeat(3);
        let mut lost = text.clone().into_bytes();
        lost.remove(50);
        let cut = text.trim_end_matches(|c: char| c.is_ascii()).as_bytes();
        let mixed = [text.as_bytes(), &encoding_rs::GB18030.encode("冷萃咖啡,4\n").0].concat();
        for bytes in [&lost, &cut[..cut.len() - 1], &mixed] {
            let mut check = Utf8Check::default();
            bytes.chunks(7).for_each(|piece| check.see(piece));
            assert_eq!(Encoding::of(bytes, check.holds()), Encoding::Utf8, "{bytes:?}");
        }
        // The same of GB18030.
        let mut lost = encoding_rs::GB18030.encode(&text).0.into_owned();
        lost.truncate(lost.len() - 2);
        lost.extend(b"\xFF,1\n");
        let mut check = Utf8Check::default();
        check.see(&lost);
        assert_eq!(Encoding::of(&lost, check.holds()), Encoding::Gb18030);
    }

    #[test]
    fn bytes_without_meaning_become_a_mark_and_no_error() {
        assert_eq!(decoded(b"oat \xFF latte", Encoding::Utf8), "oat \u{FFFD} latte");
    }
}
