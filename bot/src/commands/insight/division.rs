//! What `/audience by=…` divides posts by: platform, language, segment, or a column of the team's own files.

use copydesk_analysis::learn::{By, LEAST_IN_PART, Observation, Unfit, VALUES, dividing_column, dividing_columns};

use super::Slice;
use crate::nearest::nearest;
use crate::texts::{Problem, sentence};

/// As it was asked for: whether there is such a column is known once the posts are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division(By);

/// What is no column, in English and Chinese.
const KNOWN: [(By, [&str; 2]); 3] =
    [(By::Platform, ["platform", "平台"]), (By::Language, ["language", "语言"]), (By::Segment, ["segment", "人群"])];

impl Division {
    pub(super) fn read(written: Option<&str>) -> Self {
        let Some(name) = written.map(str::trim).filter(|name| !name.is_empty()) else { return Self(By::Each) };
        let known = KNOWN.into_iter().find(|(_, names)| names.contains(&name.to_lowercase().as_str()));
        Self(known.map_or_else(|| By::Column(name.chars().take(100).collect()), |(by, _)| by))
    }

    /// What the posts are divided by.
    ///
    /// # Errors
    /// Why they are not divided by a column.
    pub(super) fn of(self, posts: &[Observation], slice: Slice) -> Result<By, Problem> {
        let By::Column(name) = self.0 else { return Ok(self.0) };
        let posts: Vec<Observation> =
            posts.iter().filter(|post| slice.platform.is_none_or(|it| post.platform == it)).cloned().collect();
        dividing_column(&posts, slice.metric, &name).map(By::Column).map_err(|why| {
            let names = || {
                let columns = dividing_columns(&posts, slice.metric);
                KNOWN.iter().map(|(_, names)| names[0].to_owned()).chain(columns).collect::<Vec<_>>()
            };
            let column = name.as_str();
            match why {
                Unfit::Protected => {
                    Problem::new(sentence!("by-protected", column = column), sentence!("by-columns", names = names()))
                }
                Unfit::Values(count) => {
                    let (least, most) = (*VALUES.start(), *VALUES.end());
                    let said = sentence!("by-values", column = column, count = count, least = least, most = most);
                    Problem::new(said, sentence!("by-columns", names = names()))
                }
                Unfit::Few(most) => {
                    let said = sentence!("by-few", column = column, posts = most, least = LEAST_IN_PART);
                    Problem::new(said, sentence!("by-columns", names = names()))
                }
                Unfit::Unknown => {
                    let said = sentence!("by-unknown", column = column);
                    let names = names();
                    match nearest(column, names.iter().map(String::as_str)) {
                        Some(near) => Problem::new(said, sentence!("did-you-mean", name = near, names = names.clone())),
                        None => Problem::new(said, sentence!("by-columns", names = names)),
                    }
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platform_language_and_segment_are_known_in_both_languages_and_all_else_is_a_column() {
        let read = |name| Division::read(Some(name)).0;
        assert_eq!((read("Platform"), read("平台"), read(" 语言 ")), (By::Platform, By::Platform, By::Language));
        assert_eq!(
            (read("region"), read(" "), Division::read(None).0),
            (By::Column("region".into()), By::Each, By::Each)
        );
    }
}
