//! The sign of a press on a button: it is taken away, or says something to nobody but who pressed.

use teloxide::payloads::{AnswerCallbackQuery, AnswerCallbackQuerySetters};
use teloxide::types::CallbackQueryId;

use super::api::Api;

/// Characters of what a sign says. Source: Bot API, answerCallbackQuery.
const LONGEST: usize = 200;

/// Takes the waiting sign from a button. Nothing depends on it.
pub(super) async fn take_sign(api: &Api, press: String) {
    if let Err(error) = api.call(&AnswerCallbackQuery::new(CallbackQueryId(press))).await {
        tracing::debug!(%error, "a press was not acknowledged");
    }
}

/// Whether a text is short enough to be said there.
pub(super) fn is_short(text: &str) -> bool {
    text.chars().count() <= LONGEST
}

/// Says a short text above the chat until the person has read it; `false` if it is too late for that.
pub(super) async fn alert(api: &Api, press: String, text: &str) -> bool {
    let said = AnswerCallbackQuery::new(CallbackQueryId(press)).text(text).show_alert(true);
    match api.call(&said).await {
        Ok(_) => true,
        Err(error) => {
            tracing::info!(%error, "a press is answered in its chat");
            false
        }
    }
}
