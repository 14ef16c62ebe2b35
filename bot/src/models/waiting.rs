//! What a person sees while others have their turn at the model.

use copydesk_llm::{Event, LlmError, Output, Place, Usage};

use crate::budget::{CallError, Metered};
use crate::session::Session;
use crate::texts::{Sentence, sentence};

/// How many are ahead, and roughly how long that takes.
pub fn waiting(place: Place) -> Sentence {
    let seconds = place.wait.map_or(0, |wait| wait.as_secs().max(1));
    sentence!("waiting", ahead = place.ahead, seconds = seconds)
}

/// Waits for all `continuations` of a generation. The person sees their place in the queue, and then `status`.
///
/// # Errors
/// The call's own, or [`LlmError::Interrupted`] if the generation ended early.
pub async fn collect(
    mut generation: Metered<'_>,
    continuations: usize,
    session: &Session,
    status: &str,
) -> Result<(Vec<Output>, Usage), CallError> {
    let mut texts = vec![String::new(); continuations];
    let mut outputs: Vec<Option<Output>> = vec![None; continuations];
    while let Some(event) = generation.next().await {
        match event? {
            Event::Waiting(place) => {
                session.waits(place).await;
            }
            Event::Delta { continuation, text } => {
                session.writes(status).await;
                texts[continuation].push_str(&text);
            }
            Event::Finished { continuation, reason, mean_logprob } => {
                let text = std::mem::take(&mut texts[continuation]);
                outputs[continuation] = Some(Output { text, reason, mean_logprob });
            }
            Event::Usage(usage) => {
                let outputs: Option<Vec<Output>> = outputs.into_iter().collect();
                return outputs.map(|outputs| (outputs, usage)).ok_or(CallError::Model(LlmError::Interrupted));
            }
        }
    }
    Err(CallError::Model(LlmError::Interrupted))
}
