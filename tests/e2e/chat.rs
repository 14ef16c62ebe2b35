//! The terminal chat over a pipe.

use crate::copywriter::copy;
use crate::fake_openai::{Asked, FakeOpenAi};
use crate::program::Program;

/// Ideas by the copywriter, and one sentence for everything else.
fn talk(asked: &Asked) -> String {
    if asked.request().starts_with("Topic:") || asked.request().starts_with("主题：") {
        copy(asked)
    } else if asked.instructions().contains("你是") {
        "周三上午发。那时候大家在路上。".into()
    } else {
        "Post on Wednesday morning. That is when people commute.".into()
    }
}

#[tokio::test]
async fn the_first_words_say_what_to_try_and_help_lists_every_command() {
    let outcome = Program::new("").chat("/help\n/quit\n").await;
    assert_eq!((outcome.status, outcome.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(outcome.out, @r#"
    Copydesk: ideas, drafts, reviews and trend digests for marketing teams, each with its reason.
    This is the sample team Morning Barn, a made-up café with 40 past posts.
    Try: give me three posts about the oat-milk latte for Instagram
    /review We are the best coffee in town · /campaign stats · /help

    The model smollm2-135m isn't here: DIR/models/SmolLM2-135M-Instruct.Q4_1.gguf does not
    exist.
    Fetch it with: make model MODEL=smollm2-135m (or copydesk model fetch smollm2-135m), then start me
    again. Everything that needs no model works meanwhile.

    > /help
    What I can do

    /ideas TOPIC [platform=…] [count=…] [format=…] [lang=…]
       Post ideas on a topic, each with its reasons.
       /ideas oat-milk latte platform=instagram count=3 format=post

    /idea show I-017
       One idea again, by its id.

    /idea more I-017 [count=…]
       More like an idea: the same angle in other words.

    /idea angle I-017
       The same topic from another angle.

    /idea shorter I-017
       An idea, shorter.

    /idea longer I-017
       An idea, longer.

    /idea use I-017
       Use an idea: it becomes a draft.
       /idea use I-017

    /idea reject I-017 WHY
       Say that an idea is not for us, and why; the next ones follow it.
       /idea reject I-017 too playful for a bank

    /draft IDEA OR TOPIC [platforms=…] [lang=…]
       Write the whole piece for each platform, from an idea or a topic.
       /draft I-017 platforms=instagram,blog,tiktok

    /draft write IDEA OR TOPIC [platforms=…] [lang=…]
       Write the whole piece for each platform, from an idea or a topic.

    /draft show D-004
       A draft with its copy, and what can be done next.

    /draft submit D-004 [version=…] [state=…]
       Hand a draft in for review.

    /draft approve D-004 [version=…] [state=…]
       Approve a draft that is in review; for admins.

    /draft changes D-004 TEXT [version=…] [state=…]
       Ask for changes in a draft; for admins.
       /draft changes D-004 name the price, and shorter

    /draft reject D-004 TEXT [version=…] [state=…]
       Reject a draft; for admins.

    /draft edit D-004 TEXT [platform=…] [title=…]
       Change a draft's copy; every version is kept.
       /draft edit D-004 The new text, with its #hashtags platform=instagram

    /draft publish D-004 [platform=…] [link=…] [impressions=…] [likes=…] [comments=…] [shares=…]
    [clicks=…]
       Note that an approved draft is out, with its link and later its numbers; for admins.
       /draft publish D-004 link=https://instagram.com/p/abc likes=120 comments=8

    /draft note D-004 TEXT
       A note that only those who approve can read; for admins.

    /draft history D-004
       Who did what with a draft, and what each version changed.

    /drafts [state=…] [platform=…] [topic=…] [by=…] [count=…]
       The board: open ideas, drafts and where they stand.
       /drafts state=in-review

    /review TEXT [platform=…] [keyphrase=…] [audience=…] [lang=…]
       Review a text: score, findings, length on each platform. Put --- between variants to rank them.
       /review "Our oat latte is back. Come by before ten." platform=x keyphrase="oat latte"

    /text details T-001
       All that was found in a reviewed text: places, reasons, sources, checks.

    /text explain T-001 [finding=…]
       Explain what was found: where, why it matters, how to mend it, where the rule is from.

    /text rewrite T-001
       Have a model write a reviewed text better, checked by the same rules.

    /text for T-001 platform=…
       Review the text for another platform.
       /text for T-001 platform=x

    /text send T-001 [what=…]
       Hand a reviewed text in for approval: it becomes a draft on the board.
       /text send T-001 what=rewrite

    /prefs
       How the team wants to sound.

    /prefs set KEY VALUE
       Change one preference; "-" clears it.
       /prefs set voice "warm, witty"

    /prefs rule [list | add "RULE" | remove R-001] [example=…]
       Rules for words: say X, not Y; banned and required words.
       /prefs rule add "say café, not coffee shop" example="Our coffee shop opens at eight."

    /prefs learn [accept 1 3]
       What your best posts have in common, as preferences to accept.
       /prefs learn accept 1 3

    /prefs history [count=…]
       Every change of preferences and rules: who, when, what it was, what it is.

    /prefs undo
       Take the last change of preferences or rules back.

    /me
       All that I keep about you, and your own wishes.

    /me set WISH VALUE
       Your language, the topics you follow, the platforms you write for.
       /me set topics oat lattes, rainy days

    /campaign list [platform=…] [since=…] [until=…] [topic=…] [label=…] [count=…]
       Past posts, the newest first, with how they did.
       /campaign list platform=instagram count=5

    /campaign add TEXT platform=… [date=…] [topic=…] [impressions=…] [likes=…] [comments=…] [shares=…]
    [clicks=…]
       Add a past post with its numbers; the next ideas learn from it.
       /campaign add "Our oat latte has a heart on it." platform=instagram likes=890 date=2026-03-14
       topic="oat-milk latte"

    /campaign show C-…
       One past post with all that is known of it.
       /campaign show C-031

    /campaign search words [platform=…] [since=…] [until=…] [topic=…] [label=…] [count=…]
       Past posts that fit some words, weighed by result and age.
       /campaign search "oat latte" platform=instagram since=2026-01-01

    /campaign stats [platform=…] [since=…] [until=…] [topic=…] [label=…]
       How past posts did, by platform, topic and angle, with a chart.
       /campaign stats platform=instagram since=2026-01-01

    /campaign label C-… [topic=…] [hook=…] [sentiment=…] [language=…] [format=…] [segment=…]
       Correct a label of a past post; the correction stays.
       /campaign label C-031 topic="oat latte" hook=question

    /campaign import [file] [platform=…] [dates=…] [zone=…]
       Take past posts from a CSV, TSV, JSON or JSON Lines file. Nothing is stored before you say yes.
       /campaign import posts.csv platform=instagram, then /campaign import map 3=likes, /campaign
       import confirm or /campaign import cancel

    /campaign source [list | add URL or @account | run S-… | remove S-…] [every=…] [platform=…]
       Collect past posts from a feed, or from a Mastodon, Bluesky or YouTube account, by itself.
       /campaign source add @barn@mastodon.example every=daily, /campaign source list, /campaign source
       run S-001 or /campaign source remove S-001

    /campaign delete C-… [platform=…] [since=…] [until=…] [topic=…] [label=…] [confirm=…]
       Remove past posts, once you have typed how many it will be.
       /campaign delete C-031, or /campaign delete platform=x until=2025-12-31

    /campaign export [platform=…] [since=…] [until=…] [topic=…] [label=…]
       Past posts as a CSV that an import takes back.

    /trends [days=…]
       What is rising now in everything that your digests follow.

    /digest create [NAME] [sources=…] [schedule=…] [topics=…] [zone=…] [channel=…] [count=…] [lang=…]
    [quiet=…] [tone=…] [include=…] [exclude=…] [pattern=…] [languages=…] [minimum=…] [hosts=…]
    [confirm=…]
       A new trend digest. Shows the next five times before it is saved; an OPML file can come along.
       /digest create Coffee sources="reddit:Coffee; news:oat milk" schedule="weekdays 9:00"
       zone=Europe/Berlin

    /digest answer [QUESTION] ANSWER
       Answer a question of /digest create; where you can write to me, plain words do.

    /digest list
       All digests of the team.

    /digest show [D-NUMBER]
       One digest: its sources, filters and next times, and which sources fail.

    /digest edit [D-NUMBER] [sources=…] [schedule=…] [topics=…] [zone=…] [channel=…] [count=…] [lang=…]
    [quiet=…] [tone=…] [include=…] [exclude=…] [pattern=…] [languages=…] [minimum=…] [hosts=…]
       Change a digest: only what is named; "-" clears it.
       /digest edit D-1 schedule="every Monday 8:30" exclude="giveaway, coupon"

    /digest run [D-NUMBER]
       One digest now, here.

    /digest pause [D-NUMBER]
       Nothing of a digest until it is resumed.

    /digest resume [D-NUMBER]
       A paused digest again.

    /digest delete [D-NUMBER]
       A digest and its history, for good.

    /digest history [D-NUMBER]
       What became of a digest each time: state, items, model, messages.

    /digest opml [D-NUMBER]
       The feeds of a digest as OPML, for feed readers.

    /digest mute TOPIC
       Nothing more of a topic in any digest.

    /digest more TOPIC
       More of a topic: it stands first in every digest.

    /digest unmute TOPIC
       A topic neither muted nor first any more.

    /digest alerts [off]
       Tell admins here when a digest could not be posted; "off": where it was set up.

    /mute TOPIC
       Nothing more of a topic in any digest.

    /why [ID]
       What the model was told for the last answer, and why these ideas were chosen.
       /why I-017

    /predict TEXT [platform=…] [time=…] [form=…] [metric=…]
       What a text will likely do, why, and what would raise it; " | " (or ｜) between variants ranks
       them.
       /predict "Is it still Monday if your latte has a heart on it?" platform=instagram time="tue 8:00"

    /besttime [platform=…] [metric=…]
       When posts did well, with how sure that is.
       /besttime platform=instagram

    /audience [by=…] [platform=…] [metric=…]
       Which topics, angles, tones and times go with reactions, by platform, language, segment or a
       column of your files.
       /audience by=region

    /compare A B [metric=…]
       Two platforms, periods, topics or angles against each other, with an honest test.
       /compare 2026-01 2026-02

    /audit
       What is one-sided in the posts, in the model, and when only a name changes.

    /similar TERM
       Terms and posts near a term.
       /similar coffee

    /recommend [team] [count=…] [less=…] [more=…] [draft=…]
       What to make next, each with its reason.
       /recommend less="rainy days"

    /model
       Which model answers, where it computes and how fast it is.

    /model train [topic|sentiment|format] [metric=…] [platforms=…] [days=…] [features=…] [lambda=…]
    [minimum=…] [level=…] [folds=…] [seed=…]
       Learn from the team's past posts, or from labels (topic, sentiment, format); the new model is
       used only if it is better.
       /model train metric=engagement platforms=instagram,x days=365 level=80 folds=5 seed=1

    /model history [topic|sentiment|format] [metric=…]
       Earlier models of a metric or of labels, and what came of each training.

    /model rollback [topic|sentiment|format] [VERSION] [metric=…]
       Go back to an earlier model.
       /model rollback 2

    /model export
       Approved copy as files to fine-tune a language model on.

    /usage
       What you and the team used today, of how much, and on the last days.

    /usage limit person|team [requests=…] [tokens=…] [money=…]
       Set how much each person, or the whole team, may use in a day; 0 takes the team's own limit away.
       /usage limit person requests=50 tokens=100000

    /reset
       Forget the talk in this channel and start anew.

    /link [CODE | off]
       Join another server, group or terminal to this team: makes a code here, takes it there.
       /link 7F3K-Q2MX

    /access
       Show who may not talk with me here.

    /access block PERSON
       Stop somebody from talking with me; for admins.
       /access block telegram:7

    /access allow PERSON
       Let somebody talk with me again; for admins.
       /access allow telegram:7

    /export
       Hand over all that I keep of this team, as a zip; for admins.

    /forget me
       Remove what I keep of you: your turns of talk, and what you used before today.

    /forget team [NAME]
       Show what I keep of this team, and with the team's name remove all of it.

    /forget undo
       Call the removal of this team off, as long as it is not done.

    /help [COMMAND]
       This list; with a command, its options and an example.
       /help review

    /start
       What this is, and three things to try.

    /quit
       Leave.

    Plain words work as well: "give me three posts about the oat-milk latte for Instagram", or just ask
    me something. Put values of several words in quotes.

    > /quit
    See you.
    "#);
}

#[tokio::test]
async fn preferences_are_shown_and_changed_and_wrong_ones_are_mended() {
    let program = Program::new("");
    let outcome = program.chat(
        r#"/prefs set voice "calm, dry"
/prefs set tone calm
/prefs set emoji lots
/prefs set platforms insta
/prefs voice calm
/prefs set
/prefs set brand
/quit
"#,
    );
    let outcome = outcome.await;
    assert_eq!((outcome.status, outcome.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(after_welcome(&outcome.out), @r#"
> /prefs set voice "calm, dry"
voice is changed.

Preferences of morning-barn

preference   value                                                            meaning
brand        Morning Barn                                                     the brand's name
voice        calm, dry                                                        how it sounds
audience     commuters and young parents in the neighbourhood                 who reads it
languages    en, zh                                                           languages it writes
platforms    instagram, xiaohongshu, linkedin, x                              where it posts
use          oat foam, slow morning, neighbourhood, 慢早晨                    words to use
avoid        game-changer, revolutionary, cheap, 网红打卡                     words to avoid
emoji        few                                                              none, few or many
hashtags     #MorningBarn, #SlowMornings                                      its own hashtags
examples     The kettle is on, the window seat is free, and nobody here       texts that sound right
             will ask what you do for a living. | Come for the coffee, stay
             because the rain is on your side.
ai-label     off                                                              mark AI copy: on, off

Change one: /prefs set voice "warm, witty"

Morning Barn is a made-up sample team: no real café, no real numbers.

> /prefs set tone calm
There is no preference "tone".
I know brand, voice, audience, languages, platforms, use, avoid, emoji, hashtags, examples,
ai-label.

> /prefs set emoji lots
emoji can't be "lots".
I know none, few, many.

> /prefs set platforms insta
I don't know the platform "insta".
Did you mean instagram? I know x, instagram, linkedin, facebook, threads, bluesky, mastodon,
youtube, tiktok, pinterest, reddit, google-business, telegram, discord, wechat, xiaohongshu, weibo,
blog.

> /prefs voice calm
/prefs shows the preferences and takes no more words; I read "voice calm".
To change one: /prefs set voice calm

> /prefs set
Which preference?
I know brand, voice, audience, languages, platforms, use, avoid, emoji, hashtags, examples,
ai-label.

> /prefs set brand
What should brand be?
Write /prefs set brand and the value; "-" clears it.

> /quit
See you.
"#);
}

#[tokio::test]
async fn past_posts_are_added_and_listed() {
    let program = Program::new("");
    let outcome = program.chat(
        r#"/campaign add "Oat foam on every table. #OatLatte" platform=ig likes=1,890 date=2026-10-20 topic="oat-milk latte"
/campaign list count=2 platform=instagram
/campaign add platform=ig
/campaign add "No place."
/campaign add "Too early." platform=ig date=2199-01-01
/campaign add "No day." platform=ig date=3/4/2026
/campaign list size=3
/campaign
"#,
    );
    let outcome = outcome.await;
    assert_eq!((outcome.status, outcome.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(after_welcome(&outcome.out), @r#"
> /campaign add "Oat foam on every table. #OatLatte" platform=ig likes=1,890 date=2026-10-20 topic="oat-milk latte"
Added #C-041; you have 41 past posts now.

id      date         platform    angle      likes   vs usual   text
C-041   2026-10-20   Instagram   Straight   1,890   3.2 ×      Oat foam on every table.

> /campaign list count=2 platform=instagram
2 of 22 past posts

id      date         platform    angle      likes   vs usual   text
C-041   2026-10-20   Instagram   Straight   1,890   3.2 ×      Oat foam on every table.
C-040   2026-10-13   Instagram   How-to     266     0.5 ×      How to eat our cinnamon rolls on the
                                                               go: unroll the warm…

> /campaign add platform=ig
What did the post say?
Write /campaign add "the text" platform=instagram likes=120 date=2026-03-14

> /campaign add "No place."
Where did the post run?
Write /campaign add "the text" platform=instagram likes=120 date=2026-03-14

> /campaign add "Too early." platform=ig date=2199-01-01
2199-01-01 is in the future.
Write the day with its year, such as 2026-03-14 or 14 March 2026.

> /campaign add "No day." platform=ig date=3/4/2026
"3/4/2026" is not one day that I can tell.
Write the day with its year, such as 2026-03-14 or 14 March 2026.

> /campaign list size=3
/campaign list has no option "size".
Did you mean since? It has platform, since, until, topic, label, count.

> /campaign
/campaign needs one more word: /campaign list, /campaign add, /campaign show, /campaign search,
/campaign stats, /campaign label, /campaign import, /campaign source, /campaign delete, /campaign
export.
"#);
}

/// The transcript from the first line that a person wrote.
pub fn after_welcome(out: &str) -> &str {
    &out[out.find("\n> ").map_or(0, |at| at + 1)..]
}

#[tokio::test]
async fn ideas_appear_with_their_reasons_and_why_shows_what_the_model_was_told() {
    let server = FakeOpenAi::saying(talk).await;
    let program = Program::new(&server.settings("capable"));
    let outcome = program.chat("give me two posts about the oat-milk latte for Instagram\n/why\n/quit\n").await;
    assert_eq!((outcome.status, outcome.err.as_str()), (Some(0), ""));
    let (ideas, why) = after_welcome(&outcome.out).split_once("> /why").unwrap();
    insta::assert_snapshot!(ideas, @"
    > give me two posts about the oat-milk latte for Instagram
    Two Instagram posts about oat-milk latte

    I found no idea that holds up: the model's candidates were off the topic, copied or made something
    up. A larger model does better; /why shows what this one was told.
    ");
    let asked = server.asked();
    let told = asked.last().unwrap();
    for line in told.instructions().lines().chain(told.request().lines()) {
        assert!(why.contains(line.trim()), "{line:?} is not in {why}");
    }
    assert!(why.contains("See you."), "{why}");
}

#[tokio::test]
async fn the_same_request_in_chinese_is_chinese_all_the_way() {
    let server = FakeOpenAi::saying(talk).await;
    let program = Program::new(&server.settings("capable"));
    let outcome = program.chat("给新品燕麦拿铁写两条小红书文案\n/为什么\n什么时候发比较好？\n/退出\n").await;
    assert_eq!((outcome.status, outcome.err.as_str()), (Some(0), ""));
    let transcript = after_welcome(&outcome.out);
    let (ideas, rest) = transcript.split_once("> /为什么").unwrap();
    insta::assert_snapshot!(ideas, @"
    > 给新品燕麦拿铁写两条小红书文案
    两条小红书文案：新品燕麦拿铁

    1  教程                                                                         I-001 · 65 / 1000 字
       教你把周末过得松一点：带本旧书，挑个靠墙的座位，点一杯燕麦拿铁。
       #MorningBarn #SlowMornings #燕麦拿铁
       依据  教程类在小红书是你们平时的 1.8 倍（3 篇，如 #C-028“教你带走一个不慌不忙的慢早晨：睡前把豆子
             磨粗，泡进…”，712 赞，平时的 2.2 倍） · 最接近的往期：#C-015“教你在家打出一层厚厚的燕麦奶
             泡：燕麦奶先冷藏一夜…”，481 赞，平时的 1.4 倍 · 语气：warm, witty · 不用“网红打卡”

    2  提问                                                                         I-002 · 63 / 1000 字
       赶早班车的路上，一杯热乎乎的燕麦拿铁，能不能让你走得慢一点？
       #MorningBarn #SlowMornings #燕麦拿铁
       依据  最接近的往期：#C-015“教你在家打出一层厚厚的燕麦奶泡：燕麦奶先冷藏一夜…”，481 赞，平时的 1.4
             倍 · 语气：warm, witty · 不用“网红打卡”

    fake 的中文能力较弱：使用前请逐条检查。
    ");
    let (why, conversation) = rest.split_once("> 什么时候").unwrap();
    assert!(why.contains("看到的内容") && why.contains("个词元"), "{why}");
    insta::assert_snapshot!(conversation, @r#"
发比较好？
周三上午发。那时候大家在路上。

fake 的中文能力较弱：使用前请逐条检查。

> /退出
回头见。
"#);
    for asked in server.asked() {
        let told = format!("{}{}", asked.instructions(), asked.request());
        assert!(!told.contains("Topic") && !told.contains("Rules") && told.contains("语气"), "{told}");
    }
    assert!(why.contains("主题：新品燕麦拿铁"), "{why}");
}

#[tokio::test]
async fn a_person_with_a_chinese_system_is_spoken_to_in_chinese() {
    let outcome = Program::new("")
        .with("LC_ALL", "zh_CN.UTF-8")
        .chat("/偏好 设置 声音 温暖\n/偏好 设置 语气 温暖、俏皮\n/why\n/quit\n")
        .await;
    assert_eq!((outcome.status, outcome.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(outcome.out, @"
    Copydesk：为市场团队出点子、写草稿、审稿、做趋势简报，每条都有依据。
    这是示例团队 Morning Barn：虚构的咖啡馆，有 40 条往期帖子。
    试试：给新品燕麦拿铁写三条小红书文案
    /审稿 我们是全城最好的咖啡 · /往期 统计 · /帮助

    模型 smollm2-135m 还没有：DIR/models/SmolLM2-135M-Instruct.Q4_1.gguf 不存在。
    下载：make model MODEL=smollm2-135m（或 copydesk model fetch smollm2-135m），然后重新启动。不需要模
    型的功能照常可用。

    > /偏好 设置 声音 温暖
    没有“声音”这项偏好。
    可用的有：品牌、语气、受众、语言、平台、用词、禁用、表情、话题、例文、标识。

    > /偏好 设置 语气 温暖、俏皮
    语气 已修改。

    morning-barn 的偏好

    名称   内容                                                       含义
    品牌   Morning Barn                                               品牌的名称
    语气   温暖、俏皮                                                 文案听起来怎样
    受众   commuters and young parents in the neighbourhood           写给谁看
    语言   en、zh                                                     用哪些语言写
    平台   instagram、xiaohongshu、linkedin、x                        发在哪些平台
    用词   oat foam、slow morning、neighbourhood、慢早晨              喜欢用的词
    禁用   game-changer、revolutionary、cheap、网红打卡               不用的词
    表情   few                                                        表情：none 不用、few 少量、many 多
    话题   #MorningBarn、#SlowMornings                                自己的话题标签
    例文   The kettle is on, the window seat is free, and nobody      例文
           here will ask what you do for a living. | Come for the
           coffee, stay because the rain is on your side.
    标识   off                                                        AI 写的文案附上标识：on 或 off

    修改一项：/偏好 设置 语气 温暖、俏皮

    Morning Barn 是虚构的示例团队：没有真实的咖啡馆，也没有真实的数据。

    > /why
    还没有可以解释的回答。
    先要几个点子，例如 /点子 燕麦拿铁。

    > /quit
    回头见。
    ");
}

#[tokio::test]
async fn a_reader_that_has_seen_enough_is_no_mistake() {
    let program = Program::new("");
    let chat = program.command(&["run"]);
    let mut pipe = tokio::process::Command::new("sh");
    pipe.args(["-c", r#"{ "$@"; echo "status $?" >&2; } | head -n 1"#, "sh"]);
    pipe.arg(chat.as_std().get_program()).args(chat.as_std().get_args());
    pipe.env("LC_ALL", "C.UTF-8").current_dir(program.path(""));
    let input = "/help\n/campaign list count=40\n".repeat(50);
    let outcome = program.outcome_of(pipe, input.as_bytes()).await;
    assert_eq!(
        outcome.out,
        "Copydesk: ideas, drafts, reviews and trend digests for marketing teams, each with its reason.\n"
    );
    assert_eq!(outcome.err, "status 0\n");
}
