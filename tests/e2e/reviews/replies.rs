//! The whole reply, for six texts.

use super::{Edit, editor};
use crate::program::Program;

const SOCIAL: &str = "We are the best coffee in town and our barista team was trained by the people who know more about oat milk than \
anybody else who has ever opened a shop between the station and the river. The oat-milk latte is back! Come by before 10 and \
bring a friend: https://barn.example/oat";
const SOCIAL_BETTER: &str = "The oat-milk latte is back. Our baristas know their oat milk. Come by before 10, on your way from the \
station to the river, and bring a friend: https://barn.example/oat";

const BLOG: &str = "Why our mornings got slower\n\n\
In order to be able to serve each and every guest it was decided that the number of seats would be reduced from 24 to 12. It was \
discussed for a very long time. It was basically a difficult decision. It was made by Mara and Jon together.\n\n\
Each seat has a window now, and nobody waits for a table at 8 any more.";
const BLOG_BETTER: &str = "Why our mornings got slower\n\n\
Mara and Jon took seats away: from 24 to 12. They talked about it for a long time before they decided, because it was hard. Now \
we serve each guest in peace.\n\n\
Each seat has a window, and nobody waits for a table at 8 any more. Come by and try one.";

const AD: &str = "GUARANTEED the cheapest lattes!!! Hey guys, buy now, definately the best deal ever, 100% satisfaction promised \
🔥🔥🔥🔥 #latte #coffee #deal #sale #oat #barn";
const AD_BETTER: &str =
    "An oat latte to go for the walk to work. Order yours now, and tell us how you liked it. #latte #oat";

const CHINESE_SOCIAL: &str = "全城最好喝的燕麦拿铁回来了，我们三里屯店的师傅每天早上五点就开始打奶泡，因为只有这样才能让每一位赶早班车的客人在最短的时间里喝到一杯热乎乎的燕麦拿铁。前 30 位客人送饼干！";
const CHINESE_SOCIAL_BETTER: &str = "燕麦拿铁回来了。三里屯店的师傅每天早上五点开始打奶泡，赶早班车的你，来了就能喝到热的。前 30 位客人送饼干，欢迎来店。";

const CHINESE_BLOG: &str = "为什么我们少了一半座位\n\n\
众所周知，好的咖啡馆需要安静。今年三月，我们把座位从 24 个减到了 12 个，这是国家级咖啡师阿梅和店长一起商量了很久很久之后才做出的决定，也是我们开店以来改动最大的一次，希望大家能够理解并且支持我们。\n\n\
现在每个座位都靠窗。";
const CHINESE_BLOG_BETTER: &str = "为什么我们少了一半座位\n\n\
好的咖啡馆需要安静。今年三月，我们把座位从 24 个减到了 12 个。阿梅和店长商量了很久，这是开店以来改动很大的一次。\n\n\
现在每个座位都靠窗，欢迎来坐坐。";

const MIXED: &str = "Oat House 三里屯店开业啦！全网最低价 9.9 元，第一杯 oat latte 请你喝。Follow us @oathouse 了解更多，名额有限先到先得，快来抢购吧！！！";
const MIXED_BETTER: &str =
    "Oat House 三里屯店开业啦！oat latte 9.9 元一杯，第一杯请你喝。Follow us @oathouse 了解更多，欢迎来店。";

const EDITS: &[Edit] = &[
    Edit {
        of: "oat-milk latte is back",
        critique: "The invitation at the end is concrete, and “before 10” gives a reason to hurry. Change the first sentence first: \
                   “are the best” needs a proof that nobody can give, and the sentence hides the news. Posts like this get 47% more \
                   clicks when they begin with the news.",
        rewrite: SOCIAL_BETTER,
    },
    Edit {
        of: "mornings got slower",
        critique: "The story is a good one: “from 24 to 12” can be pictured. Say who decided: three sentences begin with “It was”, and \
                   Mara and Jon come last.",
        rewrite: BLOG_BETTER,
    },
    Edit {
        of: "satisfaction",
        critique: "There is a clear call, “buy now”. Everything else promises what cannot be shown: drop “GUARANTEED” and “cheapest”, \
                   and greet people without “Hey guys”.",
        rewrite: AD_BETTER,
    },
    Edit {
        of: "送饼干",
        critique: "“前 30 位客人送饼干”具体，有吸引力。先改“全城最好喝”：广告法不允许。长句拆成两句，赶车的人才读得完。这样能多卖 50%。",
        rewrite: CHINESE_SOCIAL_BETTER,
    },
    Edit {
        of: "少了一半座位",
        critique: "标题有悬念，“从 24 个减到了 12 个”很具体。先去掉“国家级”，再把中间那句拆开，结尾加一句邀请。",
        rewrite: CHINESE_BLOG_BETTER,
    },
    Edit {
        of: "oathouse",
        critique: "开业的消息清楚。“全网最低价”没有依据，也违反广告法，换成价格本身就够了。",
        rewrite: MIXED_BETTER,
    },
];

/// What a person reads in a terminal.
async fn reply(command: &str, text: &str) -> String {
    let server = editor(EDITS).await;
    let program = Program::new(&server.settings("capable"));
    let outcome = program.run(&["ask", &format!("{command} {text}")]).await;
    assert_eq!(outcome.status, Some(0), "{outcome:#?}");
    outcome.out
}

#[tokio::test]
async fn an_english_post_for_linkedin() {
    insta::assert_snapshot!(reply("/review platform=linkedin", SOCIAL).await, @r###"
    Score 86 of 100 – 1 to mend before it is posted · T-001

    - poor: “are the best” – a claim that needs proof → name the award or the comparison, or drop it
    - fair: “We are the best coffee in town and our barista team was trai…” – 1 of 3 sentences are long
      (33%; over 20) → split them where a thought ends
    - fair: “was trained” – one sentence is passive → say who does it

    platform      length                           fits
    LinkedIn      277 of 3,000 characters          ✓
    Instagram     277 of 2,200 characters          ✓
    Xiaohongshu   277 of 1,000 characters          ✓
    X             276 of 280 weighted characters   ✓

    Next: /text details T-001 · /text explain T-001 · /text rewrite T-001 · /text for T-001 platform=… ·
    /text send T-001



    Critique by fake

    The invitation at the end is concrete, and “before 10” gives a reason to hurry. Change the first
    sentence first: “are the best” needs a proof that nobody can give, and the sentence hides the news.

    Left out: what named figures that are neither in the text nor in the findings (47%).

    Rewrite by fake

                        before          now
    score               86              100
    findings            3               0
    of them poor        1               0
    reading ease        76.6            88.6
    long sentences      33%             0%
    passive sentences   33%             0%
    LinkedIn            277 / 3,000 ✓   168 / 3,000 ✓
    Instagram           277 / 2,200 ✓   168 / 2,200 ✓
    Xiaohongshu         277 / 1,000 ✓   168 / 1,000 ✓
    X                   276 / 280 ✓     167 / 280 ✓

      [-We are the best coffee in town and our barista team was trained by the people who know more about oat milk than anybody else who has ever opened a shop between the station and the river. The oat-milk latte is back! Come by before 10-]{+The oat-milk latte is back. Our baristas know their oat milk. Come by before 10, on your way from the station to the river,+} and bring a friend: https://barn.example/oat

    The new text
       The oat-milk latte is back. Our baristas know their oat milk. Come by before 10, on your way from
       the station to the river, and bring a friend: https://barn.example/oat

    Checked: the names that I can tell, figures with their units, days, negations, links, addresses,
    mentions and quotations are those of the text, and no word of my list of claims is new. Whether the
    rest says the same is for you to read. Marked: [-gone-] and {+new+}.
    "###);
}

#[tokio::test]
async fn an_english_article() {
    insta::assert_snapshot!(reply("/review platform=blog keyphrase=\"seats\"", BLOG).await, @r###"
    Score 83 of 100 – 4 to mend before it is posted · T-001

    - poor: “In order to” – 4 words that say nothing → leave them out
    - poor: “Why our mornings got slower” – “seats” is not in the title → put it into the title
    - poor: “was decided” – 3 sentences are passive (50%) → say who does it

    platform      length                           fits
    Instagram     339 of 2,200 characters          ✓
    Xiaohongshu   339 of 1,000 characters          ✓
    LinkedIn      339 of 3,000 characters          ✓
    X             339 of 280 weighted characters   ✗

    2 more findings are in the details.

    Next: /text details T-001 · /text explain T-001 · /text rewrite T-001 · /text for T-001 platform=… ·
    /text send T-001



    Critique by fake

    The story is a good one: “from 24 to 12” can be pictured. Say who decided: three sentences begin
    with “It was”, and Mara and Jon come last.

    Rewrite by fake

                        before          now
    score               83              96
    findings            5               1
    of them poor        4               1
    reading ease        77.5            90.3
    long sentences      17%             0%
    passive sentences   50%             0%
    Instagram           339 / 2,200 ✓   276 / 2,200 ✓
    Xiaohongshu         339 / 1,000 ✓   276 / 1,000 ✓
    LinkedIn            339 / 3,000 ✓   276 / 3,000 ✓
    X                   339 / 280 ✗     276 / 280 ✓

      Why our mornings got slower

      [-In order to be able to serve each and every guest it was decided that the number of seats would be reduced -]{+Mara and Jon took seats away: +}from 24 to 12. [-It was discussed for a very long time. It was basically a difficult decision. It was made by Mara and Jon together-]{+They talked about it for a long time before they decided, because it was hard. Now we serve each guest in peace+}.

      Each seat has a window[- now-], and nobody waits for a table at 8 any more.{+ Come by and try one.+}

    The new text
       Why our mornings got slower

       Mara and Jon took seats away: from 24 to 12. They talked about it for a long time before they
       decided, because it was hard. Now we serve each guest in peace.

       Each seat has a window, and nobody waits for a table at 8 any more. Come by and try one.

    Checked: the names that I can tell, figures with their units, days, negations, links, addresses,
    mentions and quotations are those of the text, and no word of my list of claims is new. Whether the
    rest says the same is for you to read. Marked: [-gone-] and {+new+}.

    Still to mend:

    - poor: “Why our mornings got slower” – “seats” is not in the title → put it into the title
    "###);
}

#[tokio::test]
async fn an_english_ad() {
    insta::assert_snapshot!(reply("/review platform=x audience=teenagers", AD).await, @r###"
    Score 77 of 100 – 3 to mend before it is posted · T-001

    - poor: “the best deal ever” – a claim that needs proof → name the award or the comparison, or drop
      it
    - poor: “GUARANTEED” – a promise that needs proof → say what you can show, or drop it
    - poor: “#deal” – 6 hashtags, over 2 → keep the 2 that fit best

    platform      length                           fits
    X             157 of 280 weighted characters   ✓
    Instagram     153 of 2,200 characters          ✓
    Xiaohongshu   153 of 1,000 characters          ✓
    LinkedIn      153 of 3,000 characters          ✓

    3 more findings are in the details.

    Next: /text details T-001 · /text explain T-001 · /text rewrite T-001 · /text for T-001 platform=… ·
    /text send T-001

    For teenagers: reading ease from 70 is good, and sentences may be 80% as long as usual.



    Critique by fake

    There is a clear call, “buy now”. Everything else promises what cannot be shown: drop “GUARANTEED”
    and “cheapest”, and greet people without “Hey guys”.

    None of 3 tries at a rewrite was better, so none is shown: it left out most of what the text says.
    "###);
}

#[tokio::test]
async fn a_chinese_post_for_xiaohongshu() {
    insta::assert_snapshot!(reply("/审稿 平台=小红书", CHINESE_SOCIAL).await, @r###"
    78 分（满分 100）——发之前有 1 处要改 · T-001

    - 差：“全城最好喝”——广告法禁止的绝对化用语 → 说出特别在哪里，用查得到的事实
    - 一般：“全城最好喝的燕麦拿铁回来了，我们三里屯店的师傅每天早上五点就开始打奶泡，因为只有这样才能让
      每一位赶早班车的客人在最短的时…”——难读：每句平均 40.5 字，30 字以内算好；生僻字 0% → 句子短一些，
      字常用一些
    - 一般：“全城最好喝的燕麦拿铁回来了，我们三里屯店的师傅每天早上五点就开始打奶泡，因为只有这样才能让
      每一位赶早班车的客人在最短的时…”——2 句中有 1 句偏长（50%，超过 40 字） → 在意思说完的地方断句

    平台        长度                 放得下
    小红书      87 / 1000 字         ✓
    Instagram   87 / 2200 字         ✓
    领英        87 / 3000 字         ✓
    X           170 / 280 加权字符   ✓

    另有 1 个问题见详情。

    接下来：/文案 详情 T-001 · /文案 解释 T-001 · /文案 改写 T-001 · /文案 换平台 T-001 平台=… · /文案
    送审 T-001



    fake 的点评

    “前 30 位客人送饼干”具体，有吸引力。先改“全城最好喝”：广告法不允许。长句拆成两句，赶车的人才读得完。

    已略去带有这些数字的句子，文案和发现里都没有它们：50%。

    fake 的改写

                之前          现在
    评分        78            100
    问题        4             0
    其中差的    1             0
    每句字数    40.5          17.3
    长句        50%           0%
    小红书      87 / 1000 ✓   60 / 1000 ✓
    Instagram   87 / 2200 ✓   60 / 2200 ✓
    领英        87 / 3000 ✓   60 / 3000 ✓
    X           170 / 280 ✓   116 / 280 ✓

      [-全城最好喝的-]燕麦拿铁回来了[-，我们-]{+。+}三里屯店的师傅每天早上五点[-就-]开始打奶泡，[-因为只有这样才能让每一位-]赶早班车的[-客人在最短的时间里喝到一杯热乎乎的燕麦拿铁-]{+你，来了就能喝到热的+}。前 30 位客人送饼干[-！-]{+，欢迎来店。+}

    新文案
       燕麦拿铁回来了。三里屯店的师傅每天早上五点开始打奶泡，赶早班车的你，来了就能喝到热的。前 30 位客
       人送饼干，欢迎来店。

    已核对：认得出的名称、数字和单位、日期时间、否定、链接、邮箱、提及和引语都与原文一致，也没有新增我词
    表里的宣传用语。其余内容是否与原文同义，请自己读一遍。标记：[-删去-]、{+新增+}。

    fake 的中文能力较弱：使用前请逐条检查。
    "###);
}

#[tokio::test]
async fn a_chinese_article() {
    insta::assert_snapshot!(reply("/审稿 平台=公众号", CHINESE_BLOG).await, @r###"
    88 分（满分 100）——发之前有 1 处要改 · T-001

    - 差：“国家级”——广告法禁止的绝对化用语 → 说出特别在哪里，用查得到的事实
    - 一般：“现在每个座位都靠窗。”——没有告诉读者接下来做什么 → 只说一件事：下单、留言或来店

    平台        长度                 放得下
    公众号      127 / 2 万 字        ✓
    Instagram   127 / 2200 字        ✓
    小红书      127 / 1000 字        ✓
    领英        127 / 3000 字        ✓
    X           242 / 280 加权字符   ✓

    接下来：/文案 详情 T-001 · /文案 解释 T-001 · /文案 改写 T-001 · /文案 换平台 T-001 平台=… · /文案
    送审 T-001



    fake 的点评

    标题有悬念，“从 24 个减到了 12 个”很具体。先去掉“国家级”，再把中间那句拆开，结尾加一句邀请。

    fake 的改写

                之前           现在
    评分        88             100
    问题        2              0
    其中差的    1              0
    每句字数    27.8           15.2
    长句        25%            0%
    公众号      127 / 2 万 ✓   91 / 2 万 ✓
    Instagram   127 / 2200 ✓   91 / 2200 ✓
    小红书      127 / 1000 ✓   91 / 1000 ✓
    领英        127 / 3000 ✓   91 / 3000 ✓
    X           242 / 280 ✓    170 / 280 ✓

      为什么我们少了一半座位

      [-众所周知，-]好的咖啡馆需要安静。今年三月，我们把座位从 24 个减到了 12 个[-，这是国家级咖啡师-]{+。+}阿梅和店长[-一起-]商量了很久[-很久之后才做出的决定，也是我们-]{+，这是+}开店以来改动[-最-]{+很+}大的一次[-，希望大家能够理解并且支持我们-]。

      现在每个座位都靠窗{+，欢迎来坐坐+}。

    新文案
       为什么我们少了一半座位

       好的咖啡馆需要安静。今年三月，我们把座位从 24 个减到了 12 个。阿梅和店长商量了很久，这是开店以来
       改动很大的一次。

       现在每个座位都靠窗，欢迎来坐坐。

    已核对：认得出的名称、数字和单位、日期时间、否定、链接、邮箱、提及和引语都与原文一致，也没有新增我词
    表里的宣传用语。其余内容是否与原文同义，请自己读一遍。标记：[-删去-]、{+新增+}。

    fake 的中文能力较弱：使用前请逐条检查。
    "###);
}

#[tokio::test]
async fn a_mixed_ad() {
    insta::assert_snapshot!(reply("/审稿 平台=微博", MIXED).await, @r###"
    90 分（满分 100）——发之前有 1 处要改 · T-001

    - 差：“全网最低价”——广告法禁止的绝对化用语 → 说出特别在哪里，用查得到的事实

    平台        长度                 放得下
    微博        90 / 2000 字         ✓
    Instagram   90 / 2200 字         ✓
    小红书      90 / 1000 字         ✓
    领英        90 / 3000 字         ✓
    X           134 / 280 加权字符   ✓

    接下来：/文案 详情 T-001 · /文案 解释 T-001 · /文案 改写 T-001 · /文案 换平台 T-001 平台=… · /文案
    送审 T-001



    fake 的点评

    开业的消息清楚。“全网最低价”没有依据，也违反广告法，换成价格本身就够了。

    fake 的改写

                之前          现在
    评分        90            100
    问题        1             0
    其中差的    1             0
    每句字数    21            17
    长句        0%            0%
    微博        90 / 2000 ✓   73 / 2000 ✓
    Instagram   90 / 2200 ✓   73 / 2200 ✓
    小红书      90 / 1000 ✓   73 / 1000 ✓
    领英        90 / 3000 ✓   73 / 3000 ✓
    X           134 / 280 ✓   102 / 280 ✓

      Oat House 三里屯店开业啦！[-全网最低价 9.9 元-]{+oat latte 9.9 元一杯+}，第一杯[- oat latte -]请你喝。Follow us @oathouse 了解更多，[-名额有限先到先得，快来抢购吧！！！-]{+欢迎来店。+}

    新文案
       Oat House 三里屯店开业啦！oat latte 9.9 元一杯，第一杯请你喝。Follow us @oathouse 了解更多，欢迎
       来店。

    已核对：认得出的名称、数字和单位、日期时间、否定、链接、邮箱、提及和引语都与原文一致，也没有新增我词
    表里的宣传用语。其余内容是否与原文同义，请自己读一遍。标记：[-删去-]、{+新增+}。

    fake 的中文能力较弱：使用前请逐条检查。
    "###);
}
