//! Reads tables of settings; every mistake is noted, and none stops the reading.

use std::cell::RefCell;
use std::ops::RangeInclusive;

use toml::{Table, Value};

use crate::nearest::nearest;

/// One mistake in the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The setting's full name, such as `llm.local.threads`.
    pub key: String,
    /// The value as written, empty if the setting itself is the mistake.
    pub value: String,
    /// What was expected, or what is wrong.
    pub expected: String,
    /// The nearest valid name.
    pub nearest: Option<String>,
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.key)?;
        if !self.value.is_empty() {
            write!(f, " = {}", self.value)?;
        }
        write!(f, ": {}", self.expected)?;
        self.nearest.as_ref().map_or(Ok(()), |nearest| write!(f, "; did you mean {nearest}?"))
    }
}

/// The mistakes found so far.
#[derive(Debug, Default)]
pub(super) struct Mistakes(RefCell<Vec<Mistake>>);

impl Mistakes {
    pub(super) fn note(&self, mistake: Mistake) {
        self.0.borrow_mut().push(mistake);
    }

    pub(super) fn into_inner(self) -> Vec<Mistake> {
        self.0.into_inner()
    }
}

/// One table, with the built-in table below it.
pub(super) struct Reader<'a> {
    path: String,
    table: Option<&'a Table>,
    built_in: Option<&'a Table>,
    mistakes: &'a Mistakes,
    known: RefCell<Vec<String>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(table: &'a Table, built_in: &'a Table, mistakes: &'a Mistakes) -> Self {
        Self { path: String::new(), table: Some(table), built_in: Some(built_in), mistakes, known: RefCell::default() }
    }

    fn full(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_string() } else { format!("{}.{key}", self.path) }
    }

    /// The value set for `key`, or the built-in one.
    fn value(&self, key: &str) -> Option<&'a Value> {
        self.known.borrow_mut().push(key.to_string());
        self.table.and_then(|table| table.get(key)).or_else(|| self.built_in(key))
    }

    fn built_in(&self, key: &str) -> Option<&'a Value> {
        self.built_in.and_then(|table| table.get(key))
    }

    pub(super) fn wrong(&self, key: &str, value: &Value, expected: impl Into<String>, nearest: Option<String>) {
        let value = shown(value);
        self.mistakes.note(Mistake { key: self.full(key), value, expected: expected.into(), nearest });
    }

    /// Reads with `read`; what it refuses is a mistake, and the built-in value stands in.
    fn read<T>(&self, key: &str, expected: &str, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let value = self.value(key)?;
        read(value).or_else(|| {
            self.wrong(key, value, format!("expected {expected}"), None);
            self.built_in(key).and_then(read)
        })
    }

    pub(super) fn text(&self, key: &str) -> String {
        self.read(key, "a text in quotes", |value| value.as_str().map(String::from)).unwrap_or_default()
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        self.read(key, "true or false", Value::as_bool).unwrap_or_default()
    }

    /// A list of texts. An entry that is none is a mistake of its own: the others are read, so that theirs are found too.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        let Some(items) = self.read(key, "a list of texts", |value| value.as_array().cloned()) else {
            return Vec::new();
        };
        let text = |item: Value| match item {
            Value::String(text) => Some(text),
            other => {
                self.wrong(key, &other, "expected a list of texts, each in quotes", None);
                None
            }
        };
        items.into_iter().filter_map(text).collect()
    }

    pub(super) fn whole(&self, key: &str, range: RangeInclusive<u64>) -> u64 {
        self.optional_whole(key, range.clone()).unwrap_or(*range.start())
    }

    pub(super) fn optional_whole(&self, key: &str, range: RangeInclusive<u64>) -> Option<u64> {
        let expected = format!("a whole number from {} to {}", range.start(), range.end());
        let whole = |value: &Value| value.as_integer().and_then(|whole| u64::try_from(whole).ok());
        self.read(key, &expected, |value| whole(value).filter(|whole| range.contains(whole)))
    }

    pub(super) fn decimal(&self, key: &str, range: RangeInclusive<f32>) -> f32 {
        let expected = format!("a number from {} to {}", range.start(), range.end());
        let decimal = |value: &Value| value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64));
        self.read(key, &expected, |value| decimal(value).map(|number| number as f32).filter(|it| range.contains(it)))
            .unwrap_or(*range.start())
    }

    pub(super) fn optional_decimal(&self, key: &str, range: RangeInclusive<f64>) -> Option<f64> {
        let expected = format!("a number from {} to {}", range.start(), range.end());
        let decimal = |value: &Value| value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64));
        self.read(key, &expected, |value| decimal(value).filter(|number| range.contains(number)))
    }

    /// One of `choices`, by name; the first stands in for a mistake without a built-in value.
    pub(super) fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> T {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let named = |value: &Value| choices.iter().find(|(name, _)| Some(*name) == value.as_str()).map(|(_, it)| *it);
        let Some(value) = self.value(key) else { return choices[0].1 };
        named(value).unwrap_or_else(|| {
            let near =
                value.as_str().and_then(|text| nearest(text, names.iter().copied())).map(|name| format!("{name:?}"));
            self.wrong(key, value, format!("expected {}", listed(&names)), near);
            self.built_in(key).and_then(named).unwrap_or(choices[0].1)
        })
    }

    /// The table below `key`.
    pub(super) fn section(&self, key: &str) -> Reader<'a> {
        self.known.borrow_mut().push(key.to_string());
        let set = self.table.and_then(|table| table.get(key));
        if let Some(value) = set.filter(|value| !value.is_table()) {
            self.wrong(key, value, format!("expected a table, written [{}]", self.full(key)), None);
        }
        Reader {
            path: self.full(key),
            table: set.and_then(Value::as_table),
            built_in: self.built_in(key).and_then(Value::as_table),
            mistakes: self.mistakes,
            known: RefCell::default(),
        }
    }

    /// The tables below this one, each with its name: the built-in ones and those that are added.
    pub(super) fn sections(&self) -> Vec<(String, Reader<'a>)> {
        let mut names: Vec<&String> = self.table.into_iter().chain(self.built_in).flat_map(Table::keys).collect();
        names.sort();
        names.dedup();
        names.into_iter().map(|name| (name.clone(), self.section(name))).collect()
    }

    /// Whether `key` is set or built in; a missing one that is needed is a mistake.
    pub(super) fn need(&self, key: &str, what: &str) {
        if self.value(key).is_none_or(|value| value.as_str() == Some("")) {
            let expected = format!("is missing: {what}");
            self.mistakes.note(Mistake { key: self.full(key), value: String::new(), expected, nearest: None });
        }
    }

    /// Notes every setting that nobody asked for.
    pub(super) fn finish(self) {
        let known = self.known.borrow();
        for key in self.table.into_iter().flat_map(Table::keys).filter(|key| !known.contains(key)) {
            let near = nearest(key, known.iter().map(String::as_str)).map(|name| self.full(name));
            let expected = "there is no such setting".to_string();
            self.mistakes.note(Mistake { key: self.full(key), value: String::new(), expected, nearest: near });
        }
    }
}

/// A value as it would be written, shortened.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 60 { format!("{}…", text.chars().take(60).collect::<String>()) } else { text }
}

/// `"a"`, `"b"` or `"c"`.
pub(super) fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}
