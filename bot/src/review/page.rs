//! The text of a page from the web, or of an html file; pages that show only a way to sign in are named.

use std::sync::LazyLock;

use copydesk_analysis::feed::read_prose;
use copydesk_analysis::words;
use regex::Regex;

use super::file;
use crate::fetch::{FetchError, Fetched, Fetcher, Wanted};
use crate::texts::{Problem, sentence};

/// A page with fewer words that shows a way to sign in has nothing else.
const LEAST_WORDS: usize = 100;

/// The last part of an address that leads to a way to sign in.
static LOGIN_ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^https?://[^/?#]+(?:/[^?#]*)?/(?:log-?_?in|sign-?_?in|signon|sso|auth|authenticate|oauth2?)\b|^https?://(?:login|accounts?|auth|sso|signin)\.").expect("the pattern is constant")
});
/// What such a page says.
static LOGIN_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:please|you (?:must|need to)|to continue,?|to (?:read|see|view)[^.\n]{0,40},?) (?:sign|log) ?in\b|\b(?:sign|log) in (?:to|with|and) (?:continue|read|see|view|your (?:account|email))|请先?登[录陆]|登[录陆](?:后|以)|需要?登[录陆]|登入後|請先?登入").expect("the pattern is constant")
});

/// Whether a text is the address of a page, and nothing else.
pub fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && !text.contains(char::is_whitespace)
}

/// Fetches a page and reads its text.
///
/// # Errors
/// That it can't be fetched, is no text, or asks for a login.
pub async fn fetched(fetcher: &Fetcher, address: &str) -> Result<String, Problem> {
    let help = || sentence!("review-page-help");
    let told = |error: FetchError| match error {
        FetchError::Status(401 | 403) => login(address),
        other => Problem::new(other.sentence(), help()),
    };
    let Fetched::Document(page) = fetcher.fetch(&Wanted::page(address)).await.map_err(told)? else {
        return Err(Problem::new(sentence!("review-page-empty", name = address), help()));
    };
    let kind = page.content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "" | "text/html" | "application/xhtml+xml" => {
            let text = html(address, &page.body, &page.content_type, true)?;
            let is_short = words(&text).len() < LEAST_WORDS;
            if is_short && page.url != address && LOGIN_ADDRESS.is_match(&page.url) {
                Err(login(address))
            } else {
                Ok(text)
            }
        }
        "text/plain" => file::text("page.txt", &page.body),
        "text/markdown" => file::text("page.md", &page.body),
        other => Err(Problem::new(sentence!("review-page-kind", name = address, kind = other), help())),
    }
}

/// The article of a page, without what stands around it.
///
/// # Errors
/// That there is none, or that the page asks for a login.
pub(super) fn html(name: &str, bytes: &[u8], content_type: &str, from_web: bool) -> Result<String, Problem> {
    file::refuse_other_kinds(name, bytes)?;
    let none = || Problem::new(sentence!("review-page-empty", name = name), sentence!("review-page-help"));
    let page = read_prose(bytes, content_type, from_web).map_err(|_| none())?;
    let signs_in = page.has_password || LOGIN_WORDS.is_match(&page.text);
    if signs_in && words(&page.text).len() < LEAST_WORDS {
        return Err(login(name));
    }
    if page.text.is_empty() { Err(none()) } else { Ok(page.text) }
}

fn login(name: &str) -> Problem {
    Problem::new(sentence!("review-page-login", name = name), sentence!("review-page-help"))
}

#[cfg(test)]
mod tests {
    use super::{LOGIN_ADDRESS, html};

    #[test]
    fn a_page_that_only_shows_a_way_to_sign_in_is_none() {
        for page in [
            "<body><h1>Sign in</h1><p>Please sign in to go on reading.</p><form><input type=email></form></body>",
            "<body><h1>登录</h1><p>请先登录后继续阅读全文</p></body>",
            "<body><form><input type=\"password\"></form></body>",
        ] {
            let refused = html("a.html", page.as_bytes(), "text/html; charset=utf-8", false).expect_err(page);
            assert_eq!(refused.message.id, "review-page-login", "{page}");
        }
        assert!(LOGIN_ADDRESS.is_match("https://x.example/accounts/signin?next=/a"));
        assert!(LOGIN_ADDRESS.is_match("https://login.example/"));
        assert!(!LOGIN_ADDRESS.is_match("https://x.example/blog/why-we-sign-in-blood"));
    }

    #[test]
    fn an_article_with_a_sign_in_form_in_its_head_is_read() {
        let page = "<body><header><form><input type=password></form></header><article><p>Twelve seats, each with a \
                    window.</p></article></body>";
        let read = html("a.html", page.as_bytes(), "", false).map_err(|problem| problem.message.id);
        assert_eq!(read, Ok("Twelve seats, each with a window.".to_string()));
    }
}
