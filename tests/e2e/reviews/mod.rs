//! Reviews as people and scripts have them: on a command line, in a chat, over a model that edits well or badly.

mod bad_texts;
mod command_line;
mod in_chats;
mod model_part;
mod replies;

use crate::fake_openai::{Asked, FakeOpenAi};

/// What the editor says, and what the copywriter makes of a text.
#[derive(Clone, Copy)]
struct Edit {
    /// Words of the text that it is for.
    of: &'static str,
    critique: &'static str,
    rewrite: &'static str,
}

/// Whether a critique is asked for, not a rewrite.
fn wants_critique(asked: &Asked) -> bool {
    asked.instructions().contains("You are the editor") || asked.instructions().contains("市场团队的编辑")
}

/// A server whose model edits as it is written down.
async fn editor(edits: &'static [Edit]) -> FakeOpenAi {
    FakeOpenAi::saying(move |asked| {
        let request = asked.request();
        let Some(edit) = edits.iter().find(|edit| request.contains(edit.of)) else { return String::new() };
        if wants_critique(asked) { edit.critique } else { edit.rewrite }.to_string()
    })
    .await
}
