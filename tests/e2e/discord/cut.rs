//! The connections to Discord, cut at any byte: requests and the gateway.

use copydesk_tests::fake_discord::CHANNEL;
use futures::future::join_all;

use super::*;
use crate::cut::{Cut, Direction, Proxy, is_settled};

/// Which connection is cut.
#[derive(Debug, Clone, Copy)]
enum Wire {
    Requests,
    Gateway,
}

/// One command, and all that its person sees when everything is done; with how many bytes passed on the wire.
async fn conversation(wire: Wire, cut: Cut) -> (Vec<String>, usize) {
    let fake = Arc::new(FakeDiscord::start().await.unwrap());
    let none = Cut { after: usize::MAX, ..cut };
    let (of_requests, of_gateway) = match wire {
        Wire::Requests => (cut, none),
        Wire::Gateway => (none, cut),
    };
    let requests = Proxy::before(fake.url(), of_requests).await;
    let gateway = Proxy::before(&fake.gateway_url(), of_gateway).await;
    fake.lead_gateway_to(&format!("ws://{}", gateway.address));
    let address = format!("http://{}", requests.address);
    let mut chat = begin_with(fake, Arc::default(), TOKEN, |settings| settings.api_url = address);
    chat.fake.until("the commands", |fake| (!fake.commands().is_null()).then_some(())).await;

    let (token, request) = chat.why().await;
    for part in ["Oat", " milk", " rises"] {
        request.reply.progress(Partial::Text(part.to_owned())).await;
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    request.reply.finish(reply(vec![paragraph("Oat milk rises again."), card("Oat milk"), button("use:1")])).await;
    chat.finished().await;
    let shown = chat.fake.answers(&token).into_iter().chain(chat.fake.channel(CHANNEL));
    let texts = shown.map(|it| it.body.to_string()).collect();
    let passed = match wire {
        Wire::Requests => requests.passed(),
        Wire::Gateway => gateway.passed(),
    };
    chat.stop().await;
    (texts, passed)
}

async fn cut_everywhere(wire: Wire) {
    for direction in [Direction::ToServer, Direction::ToClient] {
        let (texts, bytes) = conversation(wire, Cut { direction, after: usize::MAX }).await;
        assert_eq!(texts.len(), 1, "{texts:#?}");
        let cuts: Vec<Cut> = Cut::over(direction, bytes).collect();
        for some in cuts.chunks(20) {
            let told = join_all(some.iter().map(|cut| conversation(wire, *cut))).await;
            for (cut, (texts, _)) in some.iter().zip(told) {
                let settled = is_settled(&texts, "Oat milk rises again.", "I was interrupted.");
                assert!(settled, "{wire:?} {cut:?} of {bytes}: {texts:#?}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_that_are_cut_at_any_byte_lose_no_answer_and_repeat_none() {
    cut_everywhere(Wire::Requests).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_that_is_cut_at_any_byte_loses_no_answer_and_repeats_none() {
    cut_everywhere(Wire::Gateway).await;
}
