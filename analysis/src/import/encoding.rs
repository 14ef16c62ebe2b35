//! Which encoding a file is in, and its bytes as UTF-8, a piece at a time.

use std::fmt;
use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use serde::{Serialize, Serializer};

/// How a file's characters are written, of the encodings that browsers know.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl fmt::Debug for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Encoding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Encoding {
    /// UTF-8, with or without a byte-order mark.
    pub const UTF_8: Self = Self(UTF_8);
    const UTF_16LE: Self = Self(UTF_16LE);
    const UTF_16BE: Self = Self(UTF_16BE);

    /// The name that people know, such as "UTF-8".
    pub fn name(self) -> &'static str {
        if self.0 == GB18030 { "GB18030" } else { self.0.name() }
    }

    /// The encoding that the first bytes show; `is_utf8` says whether the whole file is UTF-8, but for
    /// places where bytes were lost.
    pub(super) fn of(head: &[u8], is_utf8: bool) -> Self {
        match head {
            [0xFF, 0xFE, ..] => return Self::UTF_16LE,
            [0xFE, 0xFF, ..] => return Self::UTF_16BE,
            [0xEF, 0xBB, 0xBF, ..] => return Self::UTF_8,
            _ => {}
        }
        // Without a mark, UTF-16 shows by its zero bytes: every comma and digit has one.
        let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
        let (even, odd) = (zeros(0), zeros(1));
        if (even + odd) * 8 > head.len() && !head.is_empty() {
            return if odd >= even { Self::UTF_16LE } else { Self::UTF_16BE };
        }
        if is_utf8 {
            return Self::UTF_8;
        }
        legacy(head)
    }
}

/// The encoding whose usual characters the bytes are. A lost byte spoils its line and says nothing of the others.
fn legacy(head: &[u8]) -> Encoding {
    let lines = head.split_inclusive(|byte| *byte == b'\n').filter(|line| !line.is_ascii());
    let is_whole = |line: &&[u8]| GB18030.decode_without_bom_handling_and_without_replacement(line).is_some();
    let (whole, spoiled): (Vec<&[u8]>, Vec<&[u8]>) = lines.partition(is_whole);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    if spoiled.len() * 5 <= whole.len() {
        whole.iter().for_each(|line| _ = detector.feed(line, false));
    } else {
        detector.feed(head, false);
    }
    let found = detector.guess(None, Utf8Detection::Deny);
    // GBK is a part of it.
    Encoding(if found == GBK { GB18030 } else { found })
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
        let decoder = encoding.0.new_decoder_with_bom_removal();
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
            (text.as_bytes().to_vec(), Encoding::UTF_8, text),
            ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), Encoding::UTF_8, text),
            ([&[0xFF, 0xFE], &utf16(text, true)[..]].concat(), Encoding::UTF_16LE, text),
            ([&[0xFE, 0xFF], &utf16(text, false)[..]].concat(), Encoding::UTF_16BE, text),
            (utf16(text, true), Encoding::UTF_16LE, text),
            (utf16(text, false), Encoding::UTF_16BE, text),
            (gb18030, Encoding(encoding_rs::GB18030), text),
            (latin, Encoding(encoding_rs::WINDOWS_1252), "text;likes\nCafé früh;12\n"),
            (encoding_rs::WINDOWS_1252.encode(umlauts).0.into_owned(), Encoding(encoding_rs::WINDOWS_1252), umlauts),
            (encoding_rs::BIG5.encode(traditional).0.into_owned(), Encoding(encoding_rs::BIG5), traditional),
            (encoding_rs::SHIFT_JIS.encode(japanese).0.into_owned(), Encoding(encoding_rs::SHIFT_JIS), japanese),
        ];
        let russian = "дата,текст\nНовые свечи ручной работы,3\n";
        let cyrillic = encoding_rs::WINDOWS_1251.encode(russian).0.into_owned();
        let cases = cases.into_iter().chain([(cyrillic, Encoding(encoding_rs::WINDOWS_1251), russian)]);
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
            assert_eq!(Encoding::of(bytes, check.holds()), Encoding::UTF_8, "{bytes:?}");
        }
        // The same of GB18030.
        let mut lost = encoding_rs::GB18030.encode(&text).0.into_owned();
        lost.truncate(lost.len() - 2);
        lost.extend(b"\xFF,1\n");
        let mut inside = encoding_rs::GB18030.encode(&text.repeat(3)).0.into_owned();
        inside.remove(30);
        for bytes in [&lost, &inside] {
            let mut check = Utf8Check::default();
            check.see(bytes);
            assert_eq!(Encoding::of(bytes, check.holds()), Encoding(encoding_rs::GB18030));
        }
    }

    #[test]
    fn bytes_without_meaning_become_a_mark_and_no_error() {
        assert_eq!(decoded(b"oat \xFF latte", Encoding::UTF_8), "oat \u{FFFD} latte");
    }
}
