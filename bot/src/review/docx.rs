//! The text of a Word document: what its reader sees.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::file::{MOST_BYTES, refuse_other_kinds};
use crate::texts::{Problem, sentence};

/// The paragraphs of a document.
///
/// # Errors
/// What is wrong with it, and what to do.
pub(super) fn text(name: &str, bytes: &[u8]) -> Result<String, Problem> {
    let damaged = || Problem::new(sentence!("review-docx-damaged", name = name), sentence!("review-file-help"));
    if !bytes.starts_with(b"PK") {
        refuse_other_kinds(name, bytes)?;
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let document = archive.by_name("word/document.xml").map_err(|_| damaged())?;
    let mut xml = Vec::new();
    // The sizes in the archive are what its maker says: only what comes out counts.
    document.take(MOST_BYTES + 1).read_to_end(&mut xml).map_err(|_| damaged())?;
    if xml.len() as u64 > MOST_BYTES {
        let most = (MOST_BYTES >> 20) as usize;
        return Err(Problem::new(
            sentence!("review-docx-bomb", name = name, most = most),
            sentence!("review-file-help"),
        ));
    }
    let mut reader = Reader::from_reader(xml.as_slice());
    let mut page = Page::default();
    loop {
        match reader.read_event().map_err(|_| damaged())? {
            Event::Start(start) => page.open(&start),
            Event::Empty(empty) => {
                page.open(&empty);
                page.close(empty.name().as_ref());
            }
            Event::End(end) => page.close(end.name().as_ref()),
            Event::Text(part) => page.add(part.as_ref()),
            Event::GeneralRef(reference) => match reference.as_ref() {
                "amp" => page.add("&"),
                "lt" => page.add("<"),
                "gt" => page.add(">"),
                "quot" => page.add("\""),
                "apos" => page.add("'"),
                _ => {
                    let named = reference.resolve_char_ref().ok().flatten();
                    page.add(named.map(String::from).unwrap_or_default().as_str());
                }
            },
            // A document that breaks off has lost its end, which nobody could miss in the review.
            Event::Eof if !page.is_whole => return Err(damaged()),
            Event::Eof => return Ok(page.text.trim().to_string()),
            _ => {}
        }
    }
}

/// What was read so far.
#[derive(Default)]
struct Page {
    text: String,
    in_text: bool,
    in_run: bool,
    /// The properties of the run hide it.
    is_hidden: bool,
    is_whole: bool,
}

impl Page {
    fn open(&mut self, start: &BytesStart<'_>) {
        match start.name().as_ref() {
            "w:r" => (self.in_run, self.is_hidden) = (true, false),
            // Outside a run it says how the mark of a paragraph looks.
            "w:vanish" | "w:webHidden" | "w:specVanish" if self.in_run => self.is_hidden = is_on(start),
            "w:t" => self.in_text = true,
            "w:br" | "w:cr" if self.in_run => self.push("\n"),
            "w:tab" | "w:ptab" if self.in_run => self.push("\t"),
            "w:noBreakHyphen" => self.push("-"),
            // An offer to break the word there, which nobody sees.
            "w:softHyphen" => self.push("\u{AD}"),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "w:r" => (self.in_run, self.is_hidden) = (false, false),
            "w:t" => self.in_text = false,
            "w:p" => self.text.push_str("\n\n"),
            "w:document" => self.is_whole = true,
            _ => {}
        }
    }

    fn add(&mut self, words: &str) {
        if self.in_text {
            self.push(words);
        }
    }

    fn push(&mut self, words: &str) {
        if !self.is_hidden {
            self.text.push_str(words);
        }
    }
}

/// Whether a property of two states is on: it is unless its value says no.
fn is_on(property: &BytesStart<'_>) -> bool {
    let value = property.try_get_attribute("w:val").ok().flatten();
    !value.is_some_and(|it| matches!(it.value.as_ref(), "0" | "false" | "off" | "none"))
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::text;

    pub(in super::super) fn docx(xml: &[u8]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        archive.start_file("word/document.xml", SimpleFileOptions::default()).expect("in memory");
        archive.write_all(xml).expect("in memory");
        archive.finish().expect("in memory").into_inner()
    }

    fn read(runs: &str) -> String {
        let xml = format!("<w:document><w:body><w:p>{runs}</w:p></w:body></w:document>");
        text("a.docx", &docx(xml.as_bytes())).ok().unwrap_or_default()
    }

    #[test]
    fn a_word_document_is_read_by_paragraphs() {
        let runs = "<w:r><w:t>Slow &amp; warm&#33;</w:t></w:r></w:p><w:p><w:r><w:t>Come by.</w:t></w:r>";
        assert_eq!(read(runs), "Slow & warm!\n\nCome by.");
    }

    #[test]
    fn what_nobody_sees_is_not_read() {
        let hidden = |property: &str| {
            format!(
                "<w:r><w:t>A</w:t></w:r><w:r><w:rPr>{property}</w:rPr><w:t>B</w:t><w:br/></w:r><w:r><w:t>C</w:t></w:r>"
            )
        };
        assert_eq!(read(&hidden("<w:vanish/>")), "AC");
        assert_eq!(read(&hidden("<w:vanish w:val=\"1\"></w:vanish>")), "AC");
        assert_eq!(read(&hidden("<w:vanish w:val=\"0\"/>")), "AB\nC");
        assert_eq!(read(&hidden("<w:b/>")), "AB\nC");
        // The mark of a paragraph may be hidden, and its words are not.
        assert_eq!(read("<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>A</w:t></w:r>"), "A");
    }

    #[test]
    fn signs_of_their_own_are_a_part_of_the_words() {
        let runs = "<w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t>\
                    <w:tab/><w:t>ex</w:t><w:softHyphen/><w:t>tra</w:t><w:br/><w:t>now</w:t><w:cr></w:cr><w:t>then</w:t></w:r>";
        assert_eq!(read(runs), "co-op\tex\u{AD}tra\nnow\nthen");
    }
}
