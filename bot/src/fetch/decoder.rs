//! Takes a body's compression off while it comes, within bounds.

use std::io::{self, Write};

use brotli_decompressor::DecompressorWriter;
use flate2::write::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::{FetchError, MOST_DECODED, MOST_ON_WIRE};

/// The encodings that a server is told of.
pub(super) const ACCEPTED: &str = "gzip, deflate, br";

/// Bytes of one output step of brotli.
const STEP: usize = 16 * 1024;

/// A body on its way.
pub(super) struct Decoder {
    inner: Inner,
    received: usize,
}

enum Inner {
    Plain(Bounded),
    Gzip(MultiGzDecoder<Bounded>),
    /// What `deflate` is (zlib, RFC 9110) and what some servers send (without its frame) is told by the first byte.
    Deflate(Bounded),
    Zlib(ZlibDecoder<Bounded>),
    Raw(DeflateDecoder<Bounded>),
    Brotli(Box<DecompressorWriter<Bounded>>),
}

/// Takes no more than [`MOST_DECODED`].
#[derive(Default)]
struct Bounded {
    bytes: Vec<u8>,
    is_over: bool,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > MOST_DECODED {
            self.is_over = true;
            return Err(io::Error::other("more than fits"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Decoder {
    /// For a body with this `Content-Encoding`.
    pub(super) fn new(encoding: &str) -> Result<Self, FetchError> {
        let inner = match encoding.trim().to_ascii_lowercase().as_str() {
            "" | "identity" => Inner::Plain(Bounded::default()),
            "gzip" | "x-gzip" => Inner::Gzip(MultiGzDecoder::new(Bounded::default())),
            "deflate" => Inner::Deflate(Bounded::default()),
            "br" => Inner::Brotli(Box::new(DecompressorWriter::new(Bounded::default(), STEP))),
            other => return Err(FetchError::Damaged(format!("Content-Encoding: {other}"))),
        };
        Ok(Self { inner, received: 0 })
    }

    /// The next bytes from the wire.
    pub(super) fn take(&mut self, chunk: &[u8]) -> Result<(), FetchError> {
        self.received += chunk.len();
        if self.received > MOST_ON_WIRE {
            return Err(FetchError::TooLarge);
        }
        if let (Inner::Deflate(sink), Some(first)) = (&mut self.inner, chunk.first()) {
            let sink = std::mem::take(sink);
            let is_zlib = first & 0x0f == 8;
            self.inner =
                if is_zlib { Inner::Zlib(ZlibDecoder::new(sink)) } else { Inner::Raw(DeflateDecoder::new(sink)) };
        }
        let outcome = match &mut self.inner {
            Inner::Plain(sink) | Inner::Deflate(sink) => sink.write_all(chunk),
            Inner::Gzip(decoder) => decoder.write_all(chunk),
            Inner::Zlib(decoder) => decoder.write_all(chunk),
            Inner::Raw(decoder) => decoder.write_all(chunk),
            Inner::Brotli(decoder) => decoder.write_all(chunk),
        };
        outcome.map_err(|error| self.wrong(&error))
    }

    /// The body, once all of it has come.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, FetchError> {
        let outcome = match &mut self.inner {
            Inner::Plain(_) | Inner::Deflate(_) => Ok(()),
            Inner::Gzip(decoder) => decoder.try_finish(),
            Inner::Zlib(decoder) => decoder.try_finish(),
            Inner::Raw(decoder) => decoder.try_finish(),
            Inner::Brotli(decoder) => decoder.close(),
        };
        outcome.map_err(|error| self.wrong(&error))?;
        Ok(std::mem::take(&mut self.sink().bytes))
    }

    fn wrong(&mut self, error: &io::Error) -> FetchError {
        if self.sink().is_over { FetchError::TooLarge } else { FetchError::Damaged(error.to_string()) }
    }

    fn sink(&mut self) -> &mut Bounded {
        match &mut self.inner {
            Inner::Plain(sink) | Inner::Deflate(sink) => sink,
            Inner::Gzip(decoder) => decoder.get_mut(),
            Inner::Zlib(decoder) => decoder.get_mut(),
            Inner::Raw(decoder) => decoder.get_mut(),
            Inner::Brotli(decoder) => decoder.get_mut(),
        }
    }
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use proptest::prelude::*;

    use super::*;

    fn decoded(encoding: &str, chunks: &[&[u8]]) -> Result<Vec<u8>, FetchError> {
        let mut decoder = Decoder::new(encoding)?;
        for chunk in chunks {
            decoder.take(chunk)?;
        }
        decoder.finish()
    }

    fn packed(encoding: &str, text: &[u8]) -> Vec<u8> {
        fn pack<W: Write>(mut writer: W, text: &[u8], finish: fn(W) -> io::Result<Vec<u8>>) -> Vec<u8> {
            writer.write_all(text).expect("memory takes all");
            finish(writer).expect("memory takes all")
        }
        let level = Compression::fast();
        match encoding {
            "gzip" => pack(GzEncoder::new(Vec::new(), level), text, GzEncoder::finish),
            "deflate" => pack(ZlibEncoder::new(Vec::new(), level), text, ZlibEncoder::finish),
            _ => pack(DeflateEncoder::new(Vec::new(), level), text, DeflateEncoder::finish),
        }
    }

    /// "Oat milk" ten times, by Google's encoder.
    const BROTLI: &[u8] = &[
        27, 89, 0, 248, 29, 169, 83, 159, 59, 94, 63, 133, 181, 209, 169, 52, 182, 2, 89, 11, 220, 130, 129, 11, 151, 1,
    ];
    /// 16 MiB of zeros.
    const BROTLI_BOMB: &[u8] = &[
        203, 255, 255, 63, 248, 39, 0, 226, 177, 64, 32, 247, 254, 143, 255, 255, 127, 240, 79, 0, 196, 97, 17, 128,
        238, 253, 223,
    ];

    #[test]
    fn each_encoding_comes_back_as_it_was() {
        let text = "Oat milk ".repeat(2000).into_bytes();
        for (name, encoding) in [("gzip", "gzip"), ("x-gzip", "gzip"), ("deflate", "deflate"), ("Deflate", "raw")] {
            let packed = packed(encoding, &text);
            let (head, tail) = packed.split_at(3);
            assert_eq!(decoded(name, &[head, tail]), Ok(text.clone()), "{name} {encoding}");
        }
        assert_eq!(decoded("br", &[BROTLI]), Ok("Oat milk ".repeat(10).into_bytes()));
        assert_eq!(decoded("", &[b"as it is"]), Ok(b"as it is".to_vec()));
    }

    #[test]
    fn a_bomb_goes_no_further_than_its_bound() {
        let zeros = vec![0; 16 << 20];
        for encoding in ["gzip", "deflate"] {
            let bomb = packed(encoding, &zeros);
            assert!(bomb.len() < MOST_ON_WIRE);
            assert_eq!(decoded(encoding, &[&bomb]), Err(FetchError::TooLarge), "{encoding}");
        }
        assert_eq!(decoded("br", &[BROTLI_BOMB]), Err(FetchError::TooLarge));
        let too_much = vec![b'x'; MOST_ON_WIRE + 1];
        assert_eq!(decoded("", &[&too_much]), Err(FetchError::TooLarge));
    }

    #[test]
    fn what_is_cut_or_unknown_is_said() {
        let packed = packed("gzip", &"Oat milk ".repeat(2000).into_bytes());
        assert!(matches!(decoded("gzip", &[&packed[..packed.len() / 2]]), Err(FetchError::Damaged(_))));
        assert!(matches!(decoded("br", &[&BROTLI[..BROTLI.len() / 2]]), Err(FetchError::Damaged(_))));
        assert!(matches!(decoded("gzip, gzip", &[&packed]), Err(FetchError::Damaged(_))));
        assert!(matches!(decoded("zstd", &[&packed]), Err(FetchError::Damaged(_))));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_bytes_are_decoded_or_refused(
            encoding in prop::sample::select(vec!["gzip", "deflate", "br", ""]),
            bytes in prop::collection::vec(any::<u8>(), 0..300),
        ) {
            let _outcome = decoded(encoding, &[&bytes]);
        }
    }
}
