//! Which encoding a file is in, and its bytes as UTF-8, a piece at a time.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::Serialize;

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
            Self::Windows1252 => "windows-1252",
        }
    }

    fn codec(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Gb18030 => GB18030,
            Self::Windows1252 => WINDOWS_1252,
        }
    }

    /// The encoding that the first bytes show; `is_utf8` says whether the whole file is valid UTF-8.
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
        let mut text = String::new();
        let mut decoder = GB18030.new_decoder_without_bom_handling();
        text.reserve(decoder.max_utf8_buffer_length(head.len()).unwrap_or(0));
        let (_, _, broken) = decoder.decode_to_string(head, &mut text, false);
        if broken { Self::Windows1252 } else { Self::Gb18030 }
    }
}

/// Whether bytes that come in pieces are UTF-8.
#[derive(Default)]
pub(super) struct Utf8Check {
    tail: Vec<u8>,
    broken: bool,
}

impl Utf8Check {
    pub(super) fn see(&mut self, piece: &[u8]) {
        if self.broken {
            return;
        }
        self.tail.extend_from_slice(piece);
        match std::str::from_utf8(&self.tail) {
            Ok(_) => self.tail.clear(),
            Err(error) if error.error_len().is_none() => drop(self.tail.drain(..error.valid_up_to())),
            Err(_) => self.broken = true,
        }
    }

    /// A character that the end cuts is no longer UTF-8.
    pub(super) fn holds(&self) -> bool {
        !self.broken && self.tail.is_empty()
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
        ];
        for (bytes, encoding, text) in cases {
            let mut check = Utf8Check::default();
            bytes.chunks(3).for_each(|piece| check.see(piece));
            assert_eq!(Encoding::of(&bytes, check.holds()), encoding, "{bytes:?}");
            assert_eq!(decoded(&bytes, encoding), text);
        }
    }

    #[test]
    fn bytes_without_meaning_become_a_mark_and_no_error() {
        assert_eq!(decoded(b"oat \xFF latte", Encoding::Utf8), "oat \u{FFFD} latte");
    }
}
