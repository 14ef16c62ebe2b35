//! The connection to Telegram's server, cut at any byte.

use futures::future::join_all;

use super::*;
use crate::cut::{Cut, Direction, Proxy, is_settled};

/// One question, and all that its person sees when everything is done; with how many bytes passed.
async fn conversation(cut: Cut) -> (Vec<String>, usize) {
    let fake = fake().await;
    let proxy = Proxy::before(&fake.url, cut).await;
    let url = Some(format!("http://{}", proxy.address));
    fake.say(&private(), &ada(), "stream");
    let running = run(&fake, Setting { url, ..Setting::default() });
    running.steps.add_permits(3);
    let journal = Arc::clone(&running.journal);
    let done = |_: &FakeTelegram| journal.waiting().is_empty() && !journal.0.lock().unwrap().finished.is_empty();
    fake.until(&format!("the end of the answer, {cut:?}"), done).await;
    running.stop().await;
    (fake.texts(&private()), proxy.passed())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_is_cut_at_any_byte_loses_no_answer_and_repeats_none() {
    for direction in [Direction::ToServer, Direction::ToClient] {
        let (texts, bytes) = conversation(Cut { direction, after: usize::MAX }).await;
        assert_eq!(texts, ["Oat milk rises.\n\n3 words"]);
        let cuts: Vec<Cut> = Cut::over(direction, bytes).collect();
        for some in cuts.chunks(8) {
            for (cut, (texts, _)) in some.iter().zip(join_all(some.iter().map(|cut| conversation(*cut))).await) {
                assert!(
                    is_settled(&texts, "Oat milk rises.\n\n3 words", "Interrupted."),
                    "{cut:?} of {bytes}: {texts:#?}"
                );
            }
        }
    }
}
