//! Objects of a JSON list or of JSON Lines, one at a time, each a row of cells.

use std::collections::HashMap;
use std::io::{self, Read};

use serde_json::Value;

use super::MOST_ROW_BYTES;
use super::encoding::Decoded;
use super::table::{Broken, Raw};

/// Which JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JsonForm {
    /// A list of objects, alone or somewhere inside an object.
    List,
    /// An object to a line.
    Lines,
}

/// Objects of a JSON text.
pub(super) struct Objects<R> {
    source: Decoded<R>,
    form: JsonForm,
    buffer: Vec<u8>,
    start: usize,
    line: u64,
    /// Objects so far: what tells them apart while all stand on the first line.
    count: u64,
    /// Whether the list has begun.
    inside: bool,
    complete: bool,
}

impl<R: Read> Objects<R> {
    pub(super) fn new(source: Decoded<R>, form: JsonForm) -> Self {
        Self {
            source,
            form,
            buffer: Vec::new(),
            start: 0,
            line: 1,
            count: 0,
            inside: form == JsonForm::Lines,
            complete: false,
        }
    }

    /// The next object as it is written, with its line; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<(u64, Result<String, Broken>)>> {
        match self.form {
            JsonForm::Lines => self.next_line(),
            JsonForm::List => self.next_element(),
        }
    }

    fn next_line(&mut self) -> io::Result<Option<(u64, Result<String, Broken>)>> {
        loop {
            let Some(first) = self.peek(0)? else { return Ok(None) };
            if first.is_ascii_whitespace() {
                self.take(1);
                continue;
            }
            let mut length = 0;
            while self.peek(length)?.is_some_and(|byte| byte != b'\n') {
                length += 1;
            }
            let (line, text) = (self.line, self.text(length));
            self.take(length);
            return Ok(Some((line, if length > MOST_ROW_BYTES { Err(Broken::Long) } else { Ok(text) })));
        }
    }

    fn next_element(&mut self) -> io::Result<Option<(u64, Result<String, Broken>)>> {
        if !self.inside && !self.find_list()? {
            return Ok(None);
        }
        while self.peek(0)?.is_some_and(|byte| byte.is_ascii_whitespace() || byte == b',') {
            self.take(1);
        }
        match self.peek(0)? {
            None | Some(b']') => return Ok(None),
            Some(_) => {}
        }
        let Some(length) = self.element()? else {
            // Too long or cut: the rest can't be told apart any more.
            let (line, text) = (self.place(), self.text(MOST_ROW_BYTES.min(200)));
            self.take(self.buffer.len() - self.start);
            self.complete = true;
            self.start = self.buffer.len();
            return Ok(Some((line, Err(if text.len() < 200 { Broken::Json } else { Broken::Long }))));
        };
        let (line, text) = (self.place(), self.text(length));
        self.take(length);
        Ok(Some((line, Ok(text))))
    }

    /// The line, or in a text of one line the object's number.
    fn place(&mut self) -> u64 {
        self.count += 1;
        if self.line == 1 { self.count } else { self.line }
    }

    /// Skips to the first `[` that is followed by an object, or by nothing but the list's end.
    fn find_list(&mut self) -> io::Result<bool> {
        let mut quoted = false;
        loop {
            let Some(byte) = self.peek(0)? else { return Ok(false) };
            match byte {
                b'\\' if quoted => self.take(1),
                b'"' => quoted = !quoted,
                b'[' if !quoted => {
                    let mut ahead = 1;
                    while self.peek(ahead)?.is_some_and(|byte| byte.is_ascii_whitespace()) {
                        ahead += 1;
                    }
                    if self.peek(ahead)? == Some(b'{') {
                        self.take(1);
                        self.inside = true;
                        return Ok(true);
                    }
                }
                _ => {}
            }
            self.take(1);
        }
    }

    /// The length of the element that begins here; `None` if it does not end in time.
    fn element(&mut self) -> io::Result<Option<usize>> {
        let (mut depth, mut quoted, mut at) = (0_usize, false, 0);
        while let Some(byte) = self.peek(at)? {
            if at > MOST_ROW_BYTES {
                return Ok(None);
            }
            match byte {
                b'\\' if quoted => at += 1,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth > 0 => {
                    depth -= 1;
                    if depth == 0 {
                        return Ok(Some(at + 1));
                    }
                }
                // A number or word ends before the next comma.
                b',' | b']' if depth == 0 => return Ok(Some(at)),
                _ => {}
            }
            at += 1;
        }
        Ok(None)
    }

    fn peek(&mut self, ahead: usize) -> io::Result<Option<u8>> {
        loop {
            if let Some(byte) = self.buffer.get(self.start + ahead) {
                return Ok(Some(*byte));
            }
            if self.complete {
                return Ok(None);
            }
            self.buffer.drain(..self.start);
            self.start = 0;
            self.complete = !self.source.more(&mut self.buffer)?;
        }
    }

    fn text(&self, length: usize) -> String {
        let end = self.start.saturating_add(length).min(self.buffer.len());
        String::from_utf8_lossy(self.buffer.get(self.start..end).unwrap_or_default()).trim().to_string()
    }

    fn take(&mut self, length: usize) {
        let end = self.start.saturating_add(length).min(self.buffer.len());
        let taken = self.buffer.get(self.start..end).unwrap_or_default();
        self.line += taken.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.start = end;
    }
}

/// An object's values under their paths (`metrics.likes`), lists joined by commas. `None` if the text is no object.
pub(super) fn flattened(text: &str) -> Option<Vec<(String, String)>> {
    let Ok(Value::Object(object)) = serde_json::from_str(text) else { return None };
    let mut cells = Vec::new();
    flatten("", &Value::Object(object), 0, &mut cells);
    Some(cells)
}

fn flatten(path: &str, value: &Value, depth: usize, cells: &mut Vec<(String, String)>) {
    const DEEPEST: usize = 5;
    let text = match value {
        Value::Object(fields) if depth < DEEPEST => {
            for (name, value) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                flatten(&path, value, depth + 1, cells);
            }
            return;
        }
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) if list.iter().all(|item| item.is_string() || item.is_number()) => {
            let items = list.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), String::from));
            items.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    };
    cells.push((path.to_string(), text));
}

/// An object as a row under the columns of the file.
pub(super) fn row(line: u64, object: Result<String, Broken>, columns: &HashMap<String, usize>) -> Raw {
    let text = match object {
        Ok(text) => text,
        Err(broken) => return Raw { line, cells: vec![String::new()], broken: Some(broken) },
    };
    let Some(values) = flattened(&text) else {
        return Raw { line, cells: vec![text], broken: Some(Broken::Json) };
    };
    let mut cells = vec![String::new(); columns.len()];
    for (path, value) in values {
        if let Some(cell) = columns.get(&path).and_then(|place| cells.get_mut(*place)) {
            *cell = value;
        }
    }
    Raw { line, cells, broken: None }
}

#[cfg(test)]
mod tests {
    use super::{Decoded, JsonForm, Objects, flattened};
    use crate::import::Encoding;

    fn objects(text: &str, form: JsonForm) -> Vec<(u64, bool, String)> {
        let mut objects = Objects::new(Decoded::new(text.as_bytes(), Encoding::UTF_8, false), form);
        let all = std::iter::from_fn(|| objects.next().expect("a slice reads"));
        all.map(|(line, object)| (line, object.is_ok(), object.unwrap_or_default())).collect()
    }

    #[test]
    fn objects_come_one_by_one_with_their_lines() {
        let text = "[\n {\"a\": \"x ] } \\\" y\"},\n {\"a\": [1, 2]}, 7\n]";
        let found = objects(text, JsonForm::List);
        assert_eq!(found.iter().map(|it| it.0).collect::<Vec<_>>(), [2, 3, 3]);
        assert_eq!(found[2].2, "7");
        assert_eq!(objects("{\"meta\": [1], \"data\": [{\"a\": 1}]}", JsonForm::List).len(), 1);
        assert_eq!(objects("[]", JsonForm::List).len(), 0);
        let one_line = objects("[{\"a\": 1}, {\"a\": 2}, {\"a\": 3}]", JsonForm::List);
        assert_eq!(one_line.iter().map(|it| it.0).collect::<Vec<_>>(), [1, 2, 3]);
        let lines = objects("{\"a\": 1}\n\n{\"a\": 2}\r\nnonsense\n", JsonForm::Lines);
        assert_eq!(lines.iter().map(|it| it.0).collect::<Vec<_>>(), [1, 3, 4]);
    }

    #[test]
    fn an_object_that_is_cut_is_told() {
        assert_eq!(
            objects("[{\"a\": 1}, {\"a\": ", JsonForm::List).iter().map(|it| it.1).collect::<Vec<_>>(),
            [true, false]
        );
    }

    #[test]
    fn values_have_paths() {
        let cells =
            flattened("{\"text\": \"oat\", \"metrics\": {\"likes\": 3, \"none\": null}, \"tags\": [\"a\", \"b\"]}");
        let mut cells: Vec<String> =
            cells.unwrap_or_default().into_iter().map(|(path, value)| format!("{path}={value}")).collect();
        // The parser keeps the order of an object's names, or sorts them, as it was built.
        cells.sort();
        assert_eq!(cells, ["metrics.likes=3", "metrics.none=", "tags=a, b", "text=oat"]);
    }
}
