//! "Did you mean …?"

/// The name that is closest to what was written, if one is close enough to be meant.
pub fn nearest<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase();
    names
        .filter(|name| !name.is_empty())
        .map(|name| {
            // People shorten names: "insta" is nearer to "instagram" than to any name of five letters.
            let begins = written.len() >= 3 && name.to_lowercase().starts_with(&written);
            // Chinese words of two characters that share the first: 语调, 语气.
            let shares = |text: &str| text.chars().next().filter(|first| !first.is_ascii());
            let similar = name.chars().count() == 2 && written.chars().count() == 2;
            let related = similar && shares(&written).is_some() && shares(&written) == shares(name);
            let close = if begins {
                0.95
            } else if related {
                0.8
            } else {
                strsim::jaro_winkler(&written, &name.to_lowercase())
            };
            (close, name)
        })
        .filter(|(close, _)| *close >= 0.8)
        // The first of equals.
        .min_by(|left, right| right.0.total_cmp(&left.0))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_shortened_or_misspelt_name_finds_its_own_and_a_strange_one_finds_none() {
        let names = || ["x", "instagram", "linkedin", "mastodon"].into_iter();
        assert_eq!(nearest("insta", names()), Some("instagram"));
        assert_eq!(nearest("linkdin", names()), Some("linkedin"));
        assert_eq!(nearest("zzz", names()), None);
        let names = || ["语气", "受众"].into_iter();
        assert_eq!(nearest("语调", names()), Some("语气"));
        assert_eq!(nearest("颜色", names()), None);
    }
}
