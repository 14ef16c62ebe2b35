//! Nothing that the bot says ever pings anybody.

use copydesk_adapters::Partial;
use copydesk_tests::fake_discord::CHANNEL;

use super::*;

const LOUD: &str =
    "Hi @everyone and @here, <@42>, <@&7>, <#1>, <t:0:R>, <:oat:9> **bold** `code` [link](https://x.example)";

#[tokio::test]
async fn no_request_of_any_kind_allows_a_mention() {
    let mut chat = start().await;
    // The first answer, its edits, its further messages, and their edits.
    let (token, request) = chat.why().await;
    request.reply.progress(Partial::Text(LOUD.repeat(30))).await;
    chat.fake.until("further messages", |fake| (fake.answers(&token).len() > 1).then_some(())).await;
    request.reply.progress(Partial::Text("and more".to_owned())).await;
    request.reply.finish(reply(vec![paragraph(&format!("{}and more", LOUD.repeat(30))), card(LOUD)])).await;
    chat.finished().await;
    // A reply to a message, its edit, and its further messages.
    chat.fake.mention(&ada(), "hello");
    let request = chat.next().await;
    request.reply.progress(Partial::Text(LOUD.to_owned())).await;
    chat.in_channel(CHANNEL, "everyone").await;
    request.reply.finish(reply(vec![paragraph(&LOUD.repeat(30))])).await;
    chat.finished().await;
    // A button, the introduction, and an answer that comes too late for its interaction.
    chat.fake.add_to_server(77, "New Barn");
    let (_, request) = chat.why().await;
    chat.fake.pass(Duration::from_secs(16 * 60));
    request.reply.finish(reply(vec![paragraph("late"), button("use:1")])).await;
    chat.finished().await;

    let said: Vec<_> = chat.fake.calls().into_iter().filter(|call| call.body.get("content").is_some()).collect();
    let kind = |method: &str, part: &str| said.iter().any(|it| it.method == method && it.path.contains(part));
    for (method, part) in
        [("PATCH", "/messages/@original"), ("POST", "/webhooks/"), ("PATCH", "/channels/"), ("POST", "/channels/")]
    {
        assert!(kind(method, part), "{method} {part} was not tried");
    }
    assert!(
        said.iter()
            .any(|it| { it.method == "PATCH" && it.path.starts_with("/webhooks/") && !it.path.ends_with("@original") })
    );
    for call in said {
        let allowed = &call.body["allowed_mentions"];
        assert_eq!(allowed["parse"], serde_json::json!([]), "{} {}", call.method, call.path);
        assert_eq!(allowed["replied_user"], false, "{} {}", call.method, call.path);
        assert!(allowed.get("users").is_none() && allowed.get("roles").is_none());
    }
    let deferred: Vec<_> = chat.fake.calls().into_iter().filter(|it| it.path.ends_with("/callback")).collect();
    assert!(!deferred.is_empty());
    assert!(deferred.iter().all(|it| it.body["data"]["allowed_mentions"]["parse"] == serde_json::json!([])));
}

#[tokio::test]
async fn what_people_and_models_write_is_shown_as_it_is() {
    let mut chat = start().await;
    let (token, request) = chat.why().await;
    request.reply.finish(reply(vec![paragraph(LOUD)])).await;
    let answers = chat.answers(&token, "everyone").await;
    insta::assert_snapshot!(
        answers[0].content(),
        @r"Hi \@everyone and \@here, \<\@42>, \<\@&7>, \<#1>, \<t:0:R>, \<:oat:9> \*\*bold\*\* \`code\` \[link](https://x.example)"
    );
}
