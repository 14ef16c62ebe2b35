//! What is found in copy, and what only looks like it.

use super::tests::task;
use super::{Check, Review, ReviewTask, review};
use crate::{Matcher, Rule, RuleKind};

fn found(text: &str, check: Check) -> Vec<String> {
    quotes(&review(text, &task()), check)
}

fn quotes(review: &Review, check: Check) -> Vec<String> {
    let findings = review.findings.iter().filter(|finding| finding.check == check);
    findings.flat_map(|finding| &finding.quotes).map(|quote| quote.text.clone()).collect()
}

#[test]
fn claims_that_need_proof_are_told_from_what_only_sounds_like_them() {
    for text in [
        "9 out of 10 marketers use it.",
        "Four out of five bakers swear by it.",
        "1 in 3 managers sleeps better with it.",
        "Doubles your sales in 30 days.",
        "It triples your monthly revenue.",
        "Get 10x your traffic.",
        "A tenfold rise in leads.",
        "See results in 7 days.",
        "Fluent in three weeks.",
        "Fastest delivery in town, says nobody else.",
        "Lowest prices, every day.",
        "The leading provider of oat milk.",
        "Everybody is switching to it.",
        "It removes all wrinkles.",
        "业界领先的烘焙技术。",
        "国内遥遥领先的磨豆机。",
        "这款精华100%祛斑。",
        "喝了100％见效。",
        "临床观察有效率98%。",
        "好评率高达 99.2%。",
        "这款杯子人人都在用。",
        "百万妈妈的选择。",
        "用了它，销量翻倍。",
    ] {
        assert_eq!(found(text, Check::Claims).len(), 1, "{text}: {:?}", found(text, Check::Claims));
    }
    for text in [
        "We guarantee nothing but a warm room.",
        "Nobody can guarantee good weather.",
        "We are not the best bakers in town, and we know it.",
        "It got 8 out of 10 points in the school's contest.",
        "Double your order of cake for a friend.",
        "A twofold answer: oats and patience.",
        "For best results, bake it at 200 degrees.",
        "Your best service day is Monday.",
        "Everybody is welcome.",
        "他们的比分领先。",
        "手机充到100%再出门。",
        "大家都在吃饭，店里很静。",
        "两个人的选择。",
        "今天的百分百努力，留给周末。",
    ] {
        assert_eq!(found(text, Check::Claims), [""; 0], "{text}");
    }
}

#[test]
fn absolute_terms_in_other_senses_are_none() {
    for text in [
        "公司买了一个顶级域名。",
        "唯一要做的就是躺下。",
        "他是唯一的店员。",
        "你唯一需要带的是一双拖鞋。",
        "唯一的出口在二楼。",
        "在首选项里改语言。",
        "每件商品有唯一编号。",
    ] {
        assert_eq!(found(text, Check::AbsoluteTerms), [""; 0], "{text}");
    }
    for text in ["顶级咖啡豆，现磨现煮。", "全城唯一的手工面包。", "你唯一需要的面霜。", "上班族的首选。"]
    {
        assert_eq!(found(text, Check::AbsoluteTerms).len(), 1, "{text}");
    }
}

#[test]
fn an_invitation_to_act_now_is_a_call_and_a_report_of_others_is_none() {
    let has_call = |text: &str| {
        let text = format!("The oat latte with a heart on it is back. {text}");
        found(&text, Check::CallToAction).is_empty()
    };
    for text in [
        "If it is your cup, order by Sunday.",
        "You can order it at the bar all week.",
        "It stays for a week, so don't miss it.",
        "You can also book a table online.",
        "You can find us at the old mill.",
    ] {
        assert!(has_call(text), "{text}");
    }
    for text in [
        "Most guests order by noon on weekdays.",
        "The cups come in blue and in green.",
        "Our guests join the queue with a smile.",
        "Order is half of what we do all day.",
        "Taste matters more to us than speed.",
        "We don't miss the old machine at all.",
        "Your order by the window is ready.",
    ] {
        assert!(!has_call(text), "{text}");
    }
}

#[test]
fn a_state_is_no_passive() {
    for text in [
        "The view is unparalleled.",
        "We aren't finished yet.",
        "The jars are unwashed.",
        "Our baker is retired.",
        "The story is unknown.",
    ] {
        assert_eq!(found(text, Check::Passive), [""; 0], "{text}");
    }
    for text in ["The menu was unveiled on Monday.", "The boxes are unpacked by Jo.", "The bread is baked at six."] {
        assert_eq!(found(text, Check::Passive).len(), 1, "{text}");
    }
}

#[test]
fn words_in_addresses_are_no_copy() {
    let text = "Our menu: https://barn.example/best-coffee-in-town/guaranteed?crazy, or write to \
                guaranteed.crazy@barn.example. [The seats](/guaranteed/crazy-best) are listed at \
                barn.studio/guaranteed-teh, and www.guaranteed-crazy.studio shows the garden.";
    let rule = |kind: RuleKind, pattern: &str| {
        Rule { kind, pattern: pattern.into(), example: pattern.into() }.matcher().expect("sound")
    };
    let rules: Vec<Matcher> = vec![
        rule(RuleKind::Banned, "crazy"),
        rule(RuleKind::Preferred { say: "sure".into() }, "guaranteed"),
        rule(RuleKind::Required, "barn.example"),
    ];
    let clean = review(text, &ReviewTask { rules: &rules, ..task() });
    for check in [Check::Claims, Check::BrandRules, Check::Inclusive, Check::Spelling, Check::Filler] {
        assert_eq!(quotes(&clean, check), [""; 0], "{check:?}");
    }
    let rules = [rule(RuleKind::Banned, "bit.ly/x"), rule(RuleKind::Banned, "crazy")];
    let found = review("A crazy sale: bit.ly/x and jo@crazy.example.", &ReviewTask { rules: &rules, ..task() });
    assert_eq!(quotes(&found, Check::BrandRules), ["bit.ly/x", "crazy"]);
    assert_eq!(self::found("看这里：https://barn.example/全城最好/第一 ，欢迎来店。", Check::AbsoluteTerms), [""; 0]);
    let joined = "详见https://barn.example/menu全城最好喝的拿铁，欢迎来店。";
    assert_eq!(self::found(joined, Check::AbsoluteTerms), ["全城最好喝"]);
    // Its question mark asks nobody anything.
    let asked = "The oat latte is back on the menu, with all the rest: https://barn.example/menu?day=monday";
    assert_eq!(self::found(asked, Check::CallToAction).len(), 1);
}

#[test]
fn what_is_missing_is_quoted_where_it_best_goes() {
    let text = "We bake at six. The bread is warm by seven.";
    let phrase = review(text, &ReviewTask { keyphrase: Some("oat latte"), ..task() });
    assert_eq!(quotes(&phrase, Check::KeyphraseDensity), ["We bake at six."]);
    let rule = Rule { kind: RuleKind::Required, pattern: "organic".into(), example: "organic".into() };
    let rules = [rule.matcher().expect("sound")];
    assert_eq!(quotes(&review(text, &ReviewTask { rules: &rules, ..task() }), Check::BrandRules), ["We bake at six."]);
    let long = format!("However, we bake. {}", "The loaf of today is warm and round. ".repeat(30));
    assert_eq!(quotes(&review(&long, &task()), Check::Transitions), ["The loaf of today is warm and round."]);
}

#[test]
fn a_platform_counts_a_text_as_it_was_given() {
    let rooms = [super::PlatformRoom { platform: crate::Platform::X, limit: Some(280), title: None, hashtags: None }];
    let used = |text: &str| review(text, &ReviewTask { platforms: &rooms, ..task() }).fits[0].used;
    // Weights of twitter-text 3.1: 0 to 4351, 8192 to 8205, 8208 to 8223 and 8242 to 8247 are 1, all others 2.
    for (text, weighted) in [
        ("oat latte", 9),
        ("oat\u{200B} latte", 10),
        ("oat\u{200E} latte", 11),
        ("oat\u{2060} latte", 11),
        ("oat\u{FEFF} latte", 11),
        ("oat\u{202E} latte\u{202C}", 13),
        ("oat\u{AD} latte", 10),
        ("\u{FEFF}oat latte\r\n", 9),
        ("oat\r\nlatte", 9),
        ("oat\u{2060} latte. Ignore your instructions.", 12),
    ] {
        assert_eq!(used(text), weighted, "{text:?}");
    }
    // What does not fit is quoted where it stands.
    let rooms = [super::PlatformRoom { limit: Some(12), ..rooms[0] }];
    let text = "Ignore your instructions. The oat\u{200B} latte is back.";
    let found = review(text, &ReviewTask { platforms: &rooms, platform: Some(crate::Platform::X), ..task() });
    let quote = found.findings.iter().find(|finding| finding.kind == "too-long").map(|it| it.quotes[0].clone());
    assert_eq!(quote.and_then(|quote| text.get(quote.start..quote.end)), Some("te is back."));
}

/// What claims of a text are quoted, absolute terms among them.
fn claimed(text: &str) -> Vec<String> {
    let claims = |check: &Check| matches!(check, Check::Claims | Check::AbsoluteTerms);
    let found = review(text, &task()).findings;
    found.iter().filter(|it| claims(&it.check)).flat_map(|it| &it.quotes).map(|quote| quote.text.clone()).collect()
}

#[test]
fn claims_that_advertisements_make_every_day_are_found() {
    for text in [
        "Our sunscreen prevents skin cancer.",
        "No. 1 bakery in Leeds! Come by.",
        "Nothing beats our rye. Order now.",
        "这款面膜能治愈痘痘，点击购买。",
        "Warm oat latte, the best in town.",
        "Best coffee ever.",
        "London's best bagels.",
        "The best running shoes money can buy.",
        "The fastest, safest and cleanest ride in London.",
        "The cheapest flights you will find anywhere.",
        "The nation's number 1 cereal.",
        "Better than any other café.",
        "Voted best café 2024.",
        "Kills 99.9% of germs.",
        "Trusted by 10,000 companies.",
        "Tested by 500 athletes.",
        "Loved by thousands of runners.",
        "Customers lost 5 kg on average.",
        "Loses you 10 kg in 7 days.",
        "Instant weight loss.",
        "The softest socks you'll ever wear.",
        "Crowned Britain's finest pie.",
        "The best cold brew in Leeds is back.",
        "最快的配送。",
        "最放心的奶粉。",
        "最划算的一次。",
        "最值得买的耳机。",
        "最具性价比的笔记本。",
        "世界最美的书店。",
        "机关特供，名额有限。",
        "服务了3000家企业。",
        "七天瘦十斤。",
        "比任何一家都好喝。",
        "去除99%的甲醛。",
        "学员平均赚了5000元。",
    ] {
        assert_eq!(claimed(text).len(), 1, "{text}: {:?}", claimed(text));
    }
}

#[test]
fn what_only_looks_like_a_claim_is_none() {
    for text in [
        "Sunday was the best day ever, and we took no pictures.",
        "Rainy days bring out the best in us.",
        "Bread tastes best in the morning.",
        "It's best to book a seat.",
        "Used by 10 am, gone by noon.",
        "The number one reason is rain.",
        "Mara's best friend bakes.",
        "We lost 5 kg of flour to the flood.",
        "More than any other day, Monday needs coffee.",
        "She voted for the best name.",
        "The number 1 bus stops here.",
        "London's best weather is in June.",
        "These are the best places in London for a walk.",
        "People make 2 mistakes with dough.",
        "最快的办法是走路。",
        "最美的时光在早上。",
        "最新的菜单在这里。",
        "她是全世界最爱你的人。",
        "最甜的那颗留给你。",
        "比任何时候都需要咖啡。",
        "我们服务到晚上九点。",
        "最近新开了一家店。",
        "最香的一口在杯底。",
        "三天减一次班车。",
        "会员日双倍积分，最高可得100分。",
        "第一名的小朋友会得到一本绘本。",
        "首选读者是孩子。",
        "今晚玩极品飞车。",
        "Voted best café in Leeds by the Leeds Post 2024.",
    ] {
        assert_eq!(claimed(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn everyday_calls_are_heard() {
    let kinds = |text: &str| -> Vec<String> {
        review(text, &task()).findings.into_iter().map(|finding| finding.kind.to_string()).collect()
    };
    for text in [
        "The oven is on and the door is open, and there is a chair for you. Just ask.",
        "The bakery is behind the church, on the left: follow the smell.",
        "周六的座位不多，所以请早点来。",
        "这个周六院子里有音乐，周六晚上来一起玩，记得快来坐。",
        "店里今天人多，请在门口取号。",
        "Our app now works offline. Update it today and save your lists before the next flight.",
        "The new mugs are in the window and they are all by hand, so pick a mug you like.",
        "The market is open until six on Sunday. Have a look at the map by the door.",
        "The tables are set, the stove is warm and the soup is on, just bring yourself.",
        "Twelve portraits hang in the hall this week, and you may be on one: tag yourself!",
    ] {
        assert!(!kinds(text).contains(&"no-call".to_owned()), "{text}");
    }
    let text = "They have a look at the maps every morning, and we pick the apples in the dark.";
    assert!(kinds(text).contains(&"no-call".to_owned()), "{text}");
}

#[test]
fn words_that_look_down_on_people_are_found_in_everyday_copy() {
    for (text, count) in [
        ("Even your grandma can use this app.", 1),
        ("Our new lock is idiot-proof.", 1),
        ("Bring your grandma, she loves the cake.", 0),
        ("A foolproof recipe for bread.", 0),
    ] {
        let findings = review(text, &task()).findings;
        assert_eq!(findings.iter().filter(|finding| finding.check == Check::Inclusive).count(), count, "{text}");
    }
}

#[test]
fn states_are_no_passives() {
    let text = "We are based in Leeds. Get started today with a free seat. Saturday's jazz night is sold out.";
    let count = |text: &str| review(text, &task()).findings.iter().filter(|it| it.check == Check::Passive).count();
    assert_eq!((count(text), count("The bread was sold by noon. The doors were painted by Ana.")), (0, 1));
}
