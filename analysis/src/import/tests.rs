//! Whole files, from bytes to posts.

use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;

fn calendar() -> Calendar {
    Calendar { zone: TimeZone::UTC, today: date(2026, 11, 25) }
}

fn looked(bytes: &[u8]) -> Layout {
    look(bytes, &Wishes::default()).expect("a sample is readable")
}

fn rows(bytes: &[u8], layout: &Layout, duplicates: Duplicates) -> Vec<Row> {
    Rows::new(bytes, layout.clone(), calendar(), duplicates).map(|row| row.expect("a slice reads")).collect()
}

fn posts(bytes: &[u8], layout: &Layout) -> Vec<ImportedPost> {
    let all = rows(bytes, layout, Duplicates::default()).into_iter();
    all.filter_map(|row| match row.outcome {
        Outcome::Taken { post, .. } => Some(*post),
        Outcome::SetAside(_) => None,
    })
    .collect()
}

/// The fields that were found, as `field=column`, and the columns that were not.
fn mapped(layout: &Layout) -> String {
    let named = |column: &Column| Some(format!("{}={}", column.field?.id(), column.name));
    layout.mapping.columns.iter().filter_map(named).collect::<Vec<_>>().join("; ")
}

/// A post in one line.
fn brief(post: &ImportedPost) -> String {
    let number = |name: &str, value: Option<u64>| value.map(|value| format!(" {name}={value}")).unwrap_or_default();
    let m = &post.metrics;
    let when = post.date.map(|date| date.to_string()).unwrap_or_default();
    let time = post.time.map(|time| format!(" {time}")).unwrap_or_default();
    let rate = |name: &str, ppm: Option<u32>| ppm.map(|ppm| format!(" {name}={ppm}ppm")).unwrap_or_default();
    let tags: String = post.hashtags.iter().map(|tag| format!(" #{tag}")).collect();
    format!(
        "{} {when}{time} {:?}{tags}{}{}{}{}{}{}{}{}{}{} id={} {}",
        post.platform,
        post.text,
        number("impressions", m.impressions),
        number("reach", m.reach),
        number("views", m.views),
        number("likes", m.likes),
        number("comments", m.comments),
        number("shares", m.shares),
        number("saves", m.saves),
        number("clicks", m.clicks),
        rate("ctr", m.click_rate_ppm),
        rate("er", m.engagement_rate_ppm),
        post.post_id,
        post.link,
    )
    .trim_end()
    .to_string()
}

fn shown(bytes: &[u8]) -> String {
    let layout = looked(bytes);
    let posts: Vec<String> = posts(bytes, &layout).iter().map(brief).collect();
    format!("{:?} {:?} {:?}\n{}\n{}", layout.export, layout.format, layout.encoding, mapped(&layout), posts.join("\n"))
}

#[test]
fn a_facebook_export_of_meta_business_suite_is_understood() {
    insta::assert_snapshot!(shown(include_bytes!("samples/meta-facebook.csv")), @r#"
Some(MetaFacebook) Csv UTF-8
post id=Post ID; title=Title; text=Description; date=Publish time; link=Permalink; format=Post type; views=Views; reach=Reach; likes=Reactions; comments=Comments; shares=Shares; clicks=Total clicks
facebook 2026-03-10 06:30:00 "Early opening hours stay. The first pot of the day is yours." reach=980 views=1204 likes=63 comments=6 shares=2 clicks=30 id=122100000000000001 https://www.facebook.com/61550000000000/posts/122100000000000001
facebook 2026-03-25 15:00:00 "Cinnamon rolls, twice a day: at eight and at three." #CinnamonRolls reach=700 views=900 likes=31 comments=5 shares=4 clicks=12 id=122100000000000002 https://www.facebook.com/61550000000000/posts/122100000000000002
"#);
}

#[test]
fn an_instagram_export_of_meta_business_suite_is_understood() {
    insta::assert_snapshot!(shown(include_bytes!("samples/meta-instagram.csv")), @r#"
Some(MetaInstagram) Csv UTF-8
post id=Post ID; text=Description; date=Publish time; link=Permalink; format=Post type; views=Views; reach=Reach; likes=Likes; shares=Shares; comments=Comments; saves=Saves
instagram 2026-01-08 08:05:00 "Is it still Monday if your oat-milk latte has a heart on it?" #OatLatte #SlowMornings reach=9800 views=12357 likes=1126 comments=93 shares=97 saves=41 id=18000000000000001 https://www.instagram.com/p/AAA111/
instagram 2026-01-21 18:40:00 "Less rush, more whisk." reach=8700 views=11990 likes=398 comments=26 shares=15 id=18000000000000002 https://www.instagram.com/reel/AAA222/
"#);
}

#[test]
fn an_export_of_x_analytics_is_understood() {
    insta::assert_snapshot!(shown(include_bytes!("samples/x-analytics.csv")), @r#"
Some(XAnalytics) Csv UTF-8
post id=Post id; date=Date; text=Post text; link=Post Link; impressions=Impressions; likes=Likes; saves=Bookmarks; comments=Replies; shares=Reposts; clicks=URL Clicks
x 2026-03-10 "How to dry off on rainy days: coat on the radiator, hands around a cup. https://t.co/abc" impressions=3740 likes=41 comments=4 shares=4 saves=3 clicks=62 id=1900000000000000001 https://x.com/morningbarn/status/1900000000000000001
x 2026-03-11 "@regular your mug is back on its hook" impressions=310 likes=8 comments=1 shares=0 saves=0 clicks=0 id=1900000000000000002 https://x.com/morningbarn/status/1900000000000000002
"#);
}

#[test]
fn an_old_export_of_x_analytics_is_understood() {
    insta::assert_snapshot!(shown(include_bytes!("samples/x-analytics-2023.csv")), @r#"
Some(XAnalytics) Csv UTF-8
post id=Tweet id; link=Tweet permalink; text=Tweet text; date=time; impressions=impressions; engagement rate=engagement rate; shares=retweets; comments=replies; likes=likes; clicks=url clicks
x 2023-02-27 09:15:00 "The kettle is on." impressions=1520 likes=25 comments=3 shares=6 clicks=11 er=40132ppm id=1630000000000000001 https://twitter.com/morningbarn/status/1630000000000000001
"#);
}

#[test]
fn an_export_of_linkedin_is_understood() {
    insta::assert_snapshot!(shown(include_bytes!("samples/linkedin.csv")), @r#"
Some(LinkedIn) Csv UTF-8
text=Post title; link=Post link; date=Created date; impressions=Impressions; views=Views; clicks=Clicks; click rate=Click through rate (CTR); likes=Likes; comments=Comments; shares=Reposts; engagement rate=Engagement rate; format=Content Type
linkedin 2026-01-27 "Here is how we train our barista team: one week of only tasting, one week of only listening, and then the machine." impressions=2120 likes=129 comments=6 shares=9 clicks=26 ctr=12264ppm er=80189ppm id= https://www.linkedin.com/feed/update/urn:li:activity:7300000000000000001
linkedin 2026-02-03 "We are hiring a baker." impressions=1810 views=640 likes=57 comments=11 shares=12 clicks=44 ctr=24309ppm er=68508ppm id= https://www.linkedin.com/feed/update/urn:li:activity:7300000000000000002
"#);
}

#[test]
fn an_export_of_tiktok_is_understood() {
    insta::assert_snapshot!(shown(include_bytes!("samples/tiktok.csv")), @r#"
Some(TikTok) Csv UTF-8
text=Video title; link=Video link; date=Post time; likes=Total likes; comments=Total comments; shares=Total shares; views=Total views
tiktok 2026-11-12 "Latte art in nine seconds" #latteart views=41200 likes=2310 comments=84 shares=120 id= https://www.tiktok.com/@morningbarn/video/7400000000000000001
tiktok 2026-11-03 "The oven at five in the morning" views=18400 likes=1200 comments=31 shares=18 id= https://www.tiktok.com/@morningbarn/video/7400000000000000002
"#);
}

#[test]
fn an_export_of_youtube_studio_is_understood() {
    insta::assert_snapshot!(shown(include_bytes!("samples/youtube.csv")), @r#"
Some(YouTube) Csv UTF-8
post id=Content; text=Video title; date=Video publish time; views=Views; impressions=Impressions; click rate=Impressions click-through rate (%)
youtube 2026-03-12 "How we roast on Tuesdays" impressions=151000 views=12100 ctr=46000ppm id=aAbBcC11dDe
youtube 2026-04-02 "Three ways to keep a filter from tearing" impressions=89100 views=6300 ctr=32000ppm id=fFgGhH22iIj
"#);
}

#[test]
fn later_and_earlier_forms_of_the_exports_are_understood() {
    let linkedin = "Post title,Post link,Post type,Created date,Impressions,Views (Excluding offsite video views),Offsite Views,Clicks,Click through rate (CTR),Likes,Comments,Reposts,Follows,Engagement rate,Content Type\nWe are hiring a baker.,https://www.linkedin.com/feed/update/urn:li:activity:73,Organic,02/03/2026,1810,640,12,44,0.024,57,11,12,3,0.068,Video\n";
    assert!(mapped(&looked(linkedin.as_bytes())).contains("views=Views (Excluding offsite video views)"));
    let tiktok = "Video title,Video link,Video publish time,Total views,Total likes,Total comments,Total shares,Average watch time\nLatte art,https://www.tiktok.com/@barn/video/74,2026-09-20 21:03:11,5000,400,20,30,0:12\n";
    let layout = looked(tiktok.as_bytes());
    assert_eq!(layout.export, Some(Export::TikTok));
    assert_eq!(
        mapped(&layout),
        "text=Video title; link=Video link; date=Video publish time; views=Total views; likes=Total likes; comments=Total comments; shares=Total shares"
    );
    let meta = "Post ID,Page ID,Page name,Title,Description,Publish time,Permalink,Post type,Views,Reach,\"Reactions, Comments and Shares\",Reactions,Comments,Shares\n1,2,Barn,,Cinnamon rolls at eight.,03/25/2026 15:00,https://www.facebook.com/2/posts/1,Photos,900,700,40,31,5,4\n";
    let layout = looked(meta.as_bytes());
    assert_eq!(layout.export, Some(Export::MetaFacebook));
    assert!(mapped(&layout).contains("likes=Reactions; comments=Comments; shares=Shares"), "{}", mapped(&layout));
    let youtube = "Content,Video title,Video publish time,Views,Likes,Comments added,Shares,Impressions,Impressions click-through rate (%)\nabc,Latte art,\"Mar 12, 2026\",900,31,4,2,9000,4.1\n";
    let layout = looked(youtube.as_bytes());
    assert!(mapped(&layout).contains("likes=Likes; comments=Comments added; shares=Shares"), "{}", mapped(&layout));
}

#[test]
fn an_export_of_xiaohongshu_is_understood() {
    insta::assert_snapshot!(shown(include_bytes!("samples/xiaohongshu.csv")), @r#"
Some(Xiaohongshu) Csv UTF-8
title=笔记标题; date=首次发布时间; format=体裁; impressions=曝光; views=观看量; click rate=封面点击率; likes=点赞; comments=评论; saves=收藏; shares=分享
xiaohongshu 2026-01-13 18:30:00 "周一的咖啡上有颗心" impressions=5621 views=1980 likes=189 comments=11 shares=7 saves=64 ctr=352000ppm id=
xiaohongshu 2026-02-24 12:05:30 "抹茶要一圈一圈地打" impressions=12000 views=3102 likes=192 shares=10 saves=51 ctr=259000ppm id=
"#);
}

#[test]
fn an_export_of_weibo_in_gb18030_is_understood() {
    insta::assert_snapshot!(shown(include_bytes!("samples/weibo.csv")), @r#"
Some(Weibo) Csv GB18030
date=发布时间; text=博文内容; link=博文链接; views=阅读数; shares=转发数; comments=评论数; likes=点赞数
weibo 2026-03-05 12:00:00 "周五的爵士夜不用订位，来早的坐窗边。" #慢早晨 views=8900 likes=50 comments=9 shares=12 id= https://weibo.com/1000000001/PAAAA1111
weibo 2026-03-19 09:30:00 "小燕麦也有大泡沫。" views=11000 likes=21 comments=2 shares=3 id= https://weibo.com/1000000001/PAAAA2222
"#);
}

#[test]
fn an_export_of_a_wechat_official_account_is_understood() {
    insta::assert_snapshot!(shown(include_bytes!("samples/wechat.csv")), @r#"
Some(WeChat) Csv UTF-8
text=内容标题; date=发表时间; views=总阅读次数; shares=总分享次数; reach=送达人数; link=内容url
wechat 2026-03-03 "我们为什么六点半开门" reach=6200 views=1034 shares=52 id= https://mp.weixin.qq.com/s/AAAAAAAA
wechat 2026-03-17 "一碗抹茶的三分钟" reach=6240 views=790 shares=30 id= https://mp.weixin.qq.com/s/BBBBBBBB
"#);
}

#[test]
fn our_own_export_is_understood_and_its_mark_taken_off() {
    insta::assert_snapshot!(shown(include_bytes!("samples/copydesk.csv")), @r#"
Some(Copydesk) Csv UTF-8
platform=platform; date=date; time of day=time; text=text; topic=topic; hashtags=hashtags; impressions=impressions; reach=reach; views=views; likes=likes; comments=comments; shares=shares; saves=saves; clicks=clicks; click rate=click rate; engagement rate=engagement rate; link=link; post id=post id; language=language; sentiment=sentiment; format=format; hook=hook; segment=segment
instagram 2026-01-08 08:05:00 "=Is it still Monday?" #OatLatte impressions=12357 likes=1126 comments=93 shares=97 clicks=167 id=
"#);
}

#[test]
fn each_fault_is_reported_with_its_line() {
    let bytes: &[u8] = include_bytes!("samples/faults.csv");
    let layout = looked(bytes);
    let mut report = Report::default();
    let mut reasons = Vec::new();
    for row in rows(bytes, &layout, Duplicates::default()) {
        report.add(&row);
        match &row.outcome {
            Outcome::SetAside(reason) => reasons.push(format!("{}: {reason:?}", row.line)),
            Outcome::Taken { mends, .. } if !mends.is_empty() => reasons.push(format!("{}: {mends:?}", row.line)),
            Outcome::Taken { .. } => {}
        }
    }
    report.finish();
    assert_eq!(report.taken + report.mended + report.set_aside, report.rows);
    let counts = format!(
        "{} rows: {} taken, {} mended, {} set aside",
        report.rows, report.taken, report.mended, report.set_aside
    );
    insta::assert_snapshot!(
        format!("{counts}\noutliers: {:?}\nmissing: {:?}\n{}", report.outliers.lines, report.missing, reasons.join("\n")),
        @r#"
23 rows: 8 taken, 4 mended, 11 set aside
outliers: [21]
missing: {"clicks": 1, "comments": 2, "impressions": 1, "likes": 1, "shares": 12}
2: [Markup]
3: [Tracking]
4: [Invisible]
6: DuplicateOfLine(5)
7: DuplicateOfLine(5)
8: MoreClicks { clicks: 25, impressions: 10 }
9: NoText
10: Future("date", "2126-03-08")
11: NoDate("date", "soon")
12: Negative("likes", "-80")
13: [Short]
14: Cells { found: 10, expected: 8 }
22: Fraction("likes", "12.5")
23: NoNumber("likes", "1,1 %")
24: Cells { found: 9, expected: 8 }
"#
    );
}

#[test]
fn numbers_that_cannot_be_and_destroyed_texts_are_set_aside() {
    let text = "date,text,platform,likes,impressions,clicks,CTR\n\
        2026-03-01,Oat foam in spring.,x,5,100,5,250%\n\
        2026-03-02,Rain on the window seat.,x,500,100,5,5%\n\
        2026-03-03,Bread at eight.,x,5,100,1,90%\n\
        2026-03-04,\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}早\u{FFFD},x,5,100,1,1%\n\
        2026-03-05,A quiet hour.,x,5,100,5,5%\n";
    let rows = rows(text.as_bytes(), &looked(text.as_bytes()), Duplicates::default());
    let reason = |row: &Row| match &row.outcome {
        Outcome::SetAside(reason) => reason.id(),
        Outcome::Taken { .. } => "taken",
    };
    let reasons: Vec<&str> = rows.iter().map(reason).collect();
    assert_eq!(reasons, ["over-all", "more-likes", "rate-else", "destroyed", "taken"]);
}

#[test]
fn chinese_and_traditional_headers_and_paths_of_interfaces_are_understood() {
    let cases = [
        (
            "内容,视频标题,视频发布时间,时长（秒）,观看次数,订阅人数,展示次数,展示点击率 (%)\na,我们怎么烘豆,2026年3月12日,412,121,4,1510,4.6\n",
            "post id=内容; text=视频标题; date=视频发布时间; views=观看次数; impressions=展示次数; click rate=展示点击率 (%)",
        ),
        (
            "标题,群发日期,阅读次数,分享次数,点赞次数,收藏次数,留言次数\n早开门,2026-03-03,1034,52,33,5,9\n",
            "title=标题; date=群发日期; views=阅读次数; shares=分享次数; likes=点赞次数; saves=收藏次数; comments=留言次数",
        ),
        (
            "日期,貼文內容,平台,按讚數,留言數,分享數,觸及人數\n2026-03-01,早安各位,facebook,5,1,2,300\n",
            "date=日期; text=貼文內容; platform=平台; likes=按讚數; comments=留言數; shares=分享數; reach=觸及人數",
        ),
        (
            "{\"id\":\"1\",\"text\":\"hello there\",\"created_at\":\"2026-03-01T10:00:00Z\",\"public_metrics\":{\"retweet_count\":2,\"reply_count\":1,\"impression_count\":99}}\n",
            "",
        ),
    ];
    for (text, expected) in cases {
        let found = mapped(&looked(text.as_bytes()));
        if expected.is_empty() {
            for path in ["shares=public_metrics.retweet_count", "comments=public_metrics.reply_count"] {
                assert!(found.contains(path), "{found}");
            }
        } else {
            assert_eq!(found, expected);
        }
    }
}

#[test]
fn rows_set_aside_come_back_as_a_file_that_can_be_sent_again() {
    let bytes: &[u8] = include_bytes!("samples/faults.csv");
    let layout = looked(bytes);
    let mut file = SetAside::new(&layout);
    let mut aside = Vec::new();
    for row in rows(bytes, &layout, Duplicates::default()) {
        if let Outcome::SetAside(reason) = &row.outcome {
            file.add(&row, reason.id());
            aside.push(reason.id());
        }
    }
    let again = file.finish().expect("there are such rows");
    let text = String::from_utf8(again.clone()).expect("it is UTF-8");
    assert!(text.contains("7,instagram,2026-03-06,More clicks than anybody saw.,10,3,1,25,8,more-clicks"), "{text}");
    let layout = looked(&again);
    assert_eq!(mapped(&layout), mapped(&looked(bytes)));
    let mended = text.replace(",10,3,1,25,", ",100,3,1,25,");
    let posts = posts(mended.as_bytes(), &layout);
    assert!(posts.iter().any(|post| post.text == "More clicks than anybody saw."), "{text}");
}

#[test]
fn json_in_every_form_gives_the_same_posts() {
    let list = r#"[{"text": "Oat foam.", "date": "2026-03-01", "platform": "x", "metrics": {"likes": 3, "impressions": null}, "tags": ["oat"]},
        {"text": "Rain.", "date": "2026-03-02", "platform": "x", "metrics": {"likes": "1.2K", "impressions": 5000}}]"#;
    let wrapped = format!("{{\"meta\": {{\"count\": 2}}, \"data\": {list}}}");
    let lines = list.trim_matches(['[', ']']).replace("]},\n", "]}\n");
    let expected = posts(list.as_bytes(), &looked(list.as_bytes()));
    assert_eq!(
        expected.iter().map(brief).collect::<Vec<_>>(),
        ["x 2026-03-01 \"Oat foam.\" #oat likes=3 id=", "x 2026-03-02 \"Rain.\" impressions=5000 likes=1200 id="]
    );
    for (text, format) in [(wrapped, FileFormat::Json), (lines, FileFormat::JsonLines)] {
        let layout = looked(text.as_bytes());
        assert_eq!(layout.format, format);
        assert_eq!(posts(text.as_bytes(), &layout), expected, "{text}");
    }
}

#[test]
fn separators_are_found_and_a_said_column_counts() {
    for text in [
        "Beitrag;Datum;Gefällt\nHafer, warm;3.4.2026;1.234\n",
        "Beitrag\tDatum\tGefällt\nHafer, warm\t3.4.2026\t1.234\n",
        "sep=|\nBeitrag|Datum|Gefällt\nHafer, warm|3.4.2026|1.234\n",
    ] {
        let wishes = Wishes {
            columns: vec![("gefällt".into(), Some(Field::Likes)), ("1".into(), Some(Field::Text)), ("x".into(), None)],
            platform: Some(crate::Platform::Facebook),
            dates: None,
        };
        let layout = look(text.as_bytes(), &wishes).expect("it is a table");
        assert_eq!(layout.unknown_columns, ["x"]);
        let posts: Vec<String> = posts(text.as_bytes(), &layout).iter().map(brief).collect();
        assert_eq!(posts, ["facebook 2026-04-03 \"Hafer, warm\" likes=1234 id="], "{layout:#?}");
    }
}

#[test]
fn what_is_unsure_about_dates_is_said_and_a_day_over_twelve_decides() {
    let order = |dates: &str| {
        let text = format!("text,date\nOat foam,{dates}\n");
        let layout = looked(text.as_bytes());
        (layout.dates, layout.dates_unsure)
    };
    assert_eq!(order("3/4/2026"), (DateOrder::DayFirst, true));
    assert_eq!(order("3/14/2026"), (DateOrder::MonthFirst, false));
    assert_eq!(order("14/3/2026"), (DateOrder::DayFirst, false));
    assert_eq!(order("2026-03-04"), (DateOrder::DayFirst, false));
    // A slip of one day does not turn the others round, and one that is none in either order says nothing.
    let many = (13..29).map(|day| format!("1/{day}/2025")).collect::<Vec<_>>().join("\nOat foam,");
    assert_eq!(order(&format!("{many}\nOat foam,13/16/2025")), (DateOrder::MonthFirst, false));
    assert_eq!(order(&format!("{many}\nOat foam,13/6/2025")), (DateOrder::MonthFirst, false));
    assert_eq!(order("13/6/2025\nOat foam,1/14/2025"), (DateOrder::DayFirst, true));
}

#[test]
fn columns_without_a_known_name_are_guessed_by_content_or_kept_out() {
    let text = "Was,Wann,Foo\nEin ganzer Satz über Hafer,2026-03-01,7\nUnd noch einer über Regen,2026-03-02,8\n";
    let layout = looked(text.as_bytes());
    assert_eq!(mapped(&layout), "text=Was; date=Wann");
    assert_eq!(layout.mapping.left_out().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["Foo"]);
    assert!(layout.mapping.columns.iter().all(|column| column.confidence < 1.0));
}

#[test]
fn what_is_no_table_is_an_error_and_no_panic() {
    let error =
        |bytes: &[u8]| look(bytes, &Wishes::default()).map(|layout| format!("{layout:?}")).map_err(|it| it.to_string());
    assert_eq!(error(b""), Err("the file is empty".into()));
    assert_eq!(error(b" \n\n"), Err("the file is empty".into()));
    assert_eq!(error(b"PK\x03\x04rest"), Err("the file is a spreadsheet or an archive (xlsx, zip), not a text".into()));
    assert_eq!(error(b"[]"), Err("the JSON holds no list of objects".into()));
    assert_eq!(error(b"{\"a\": 1"), Err("the JSON holds no list of objects".into()));
    assert!(error(b"{\"a\": [1]}").is_ok());
}

#[test]
fn a_clock_beside_the_date_is_the_time_and_a_duration_is_not() {
    let file =
        "日期,时间,平台,正文,点赞\n2026-03-10,8:05,x,早上好，第一壶茶。,3\n2026-03-11,21:30,x,晚安，明早见。,4\n";
    let layout = looked(file.as_bytes());
    assert_eq!(mapped(&layout), "date=日期; time of day=时间; platform=平台; text=正文; likes=点赞");
    let times: Vec<_> = posts(file.as_bytes(), &layout).iter().map(|post| post.time.map(|it| it.to_string())).collect();
    assert_eq!(times, [Some("08:05:00".to_owned()), Some("21:30:00".to_owned())]);
    let file = "date,length,text\n2026-03-10,0:45,The first pot of the day is yours.\n";
    assert_eq!(mapped(&looked(file.as_bytes())), "date=date; text=text");
}

#[test]
fn the_same_file_again_is_known_row_by_row() {
    let bytes: &[u8] = include_bytes!("samples/faults.csv");
    let layout = looked(bytes);
    let mut stored = Duplicates::default();
    for (number, post) in (1..).zip(posts(bytes, &layout)) {
        stored.store(number, &post);
    }
    let mut report = Report::default();
    rows(bytes, &layout, stored).iter().for_each(|row| report.add(row));
    assert_eq!((report.known, report.reasons.get("near-stored")), (report.taken + report.mended, None));
}

#[test]
fn ids_that_a_spreadsheet_rounded_are_no_ids() {
    let file = "post id,date,text\n1.9E+18,2026-03-10,The first pot of the day is yours.\n\
        1.9E+18,2026-03-11,Rain again: coat on the radiator and hands around a cup.\n1e5,2026-03-12,We open at six.\n";
    let layout = looked(file.as_bytes());
    let found = posts(file.as_bytes(), &layout);
    assert_eq!(found.iter().map(|it| it.post_id.as_str()).collect::<Vec<_>>(), ["", "", "1e5"]);
    let mut report = Report::default();
    rows(file.as_bytes(), &layout, Duplicates::default()).iter().for_each(|row| report.add(row));
    assert_eq!(report.mends.get("rounded-id").map(|it| it.lines.clone()), Some(vec![2, 3]));
}

#[test]
fn an_object_without_any_value_is_a_post_without_a_text() {
    let file = b"{\"text\": \"We open at six.\"}\n{\"text\": null}\n\n{}\n";
    let layout = looked(file);
    let mut report = Report::default();
    rows(file, &layout, Duplicates::default()).iter().for_each(|row| report.add(row));
    assert_eq!((report.taken, report.reasons.get("no-text").map(|it| it.lines.clone())), (1, Some(vec![2, 4])));
}

/// Records of a text as the csv crate sees them.
fn independent(text: &[u8]) -> usize {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
    let records = reader.byte_records().map(|record| record.expect("memory reads"));
    records.filter(|record| record.iter().any(|cell| !cell.trim_ascii().is_empty())).count()
}

#[derive(Debug, Clone)]
enum Mutation {
    Replace(prop::sample::Index, u8),
    Insert(prop::sample::Index, Vec<u8>),
    Remove(prop::sample::Index, usize),
    Swap(prop::sample::Index, prop::sample::Index),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = any::<prop::sample::Index>;
    let bytes = prop::collection::vec(prop::sample::select(&b"\",;\n\r\t=-+0%K\xE4\xFF\0"[..]), 1..5);
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Mutation::Replace(at, byte)),
        (at(), bytes).prop_map(|(at, bytes)| Mutation::Insert(at, bytes)),
        (at(), 1..40_usize).prop_map(|(at, length)| Mutation::Remove(at, length)),
        (at(), at()).prop_map(|(one, other)| Mutation::Swap(one, other)),
    ]
}

fn mutate(bytes: &mut Vec<u8>, mutation: &Mutation) {
    if bytes.is_empty() {
        return;
    }
    match mutation {
        Mutation::Replace(at, byte) => {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        Mutation::Insert(at, new) => {
            let at = at.index(bytes.len());
            bytes.splice(at..at, new.iter().copied());
        }
        Mutation::Remove(at, length) => {
            let at = at.index(bytes.len());
            bytes.drain(at..(at + length).min(bytes.len()));
        }
        Mutation::Swap(one, other) => {
            let length = bytes.len();
            bytes.swap(one.index(length), other.index(length));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn no_mutation_of_a_file_panics_or_loses_a_row_without_a_reason(mutations in prop::collection::vec(mutation(), 1..6)) {
        let mut bytes = include_bytes!("samples/faults.csv").to_vec();
        mutations.iter().for_each(|it| mutate(&mut bytes, it));
        let Ok(layout) = look(&bytes[..], &Wishes::default()) else { return Ok(()) };
        let rows = rows(&bytes, &layout, Duplicates::default());
        let mut report = Report::default();
        let mut aside = SetAside::new(&layout);
        for row in &rows {
            report.add(row);
            if matches!(row.outcome, Outcome::SetAside(_)) {
                aside.add(row, "why");
            }
        }
        prop_assert_eq!(report.taken + report.mended + report.set_aside, report.rows);
        prop_assert_eq!(report.rows as usize, rows.len());
        prop_assert_eq!(aside.rows() as u64, report.set_aside);
        prop_assert!(rows.is_sorted_by(|one, next| one.line <= next.line));
        // As many as an independent reader finds, or more where a quote never closed.
        if layout.encoding == Encoding::UTF_8 && layout.format == FileFormat::Csv && !layout.only_cr {
            let found = independent(&bytes);
            prop_assert!(rows.len() + layout.skipped >= found, "{} of {found}", rows.len());
        }
    }

    #[test]
    fn posts_come_back_from_a_table_of_cells(
        cells in prop::collection::vec(("[a-zäé早\n\"',;=+@ -]{1,20}", prop::option::of(0..5_000_000_u64)), 1..8),
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["post id", "text", "likes", "copydesk line"]).expect("memory");
        for (place, (text, likes)) in cells.iter().enumerate() {
            let likes = likes.map(|likes| likes.to_string()).unwrap_or_default();
            writer.write_record([place.to_string(), harmless(text), likes, place.to_string()]).expect("memory");
        }
        let bytes = writer.into_inner().expect("memory");
        let layout = looked(&bytes);
        for row in rows(&bytes, &layout, Duplicates::default()) {
            if let Outcome::Taken { post, .. } = row.outcome {
                let (text, likes) = &cells[post.post_id.parse::<usize>().expect("an id")];
                prop_assert_eq!(post.metrics.likes, *likes);
                let cleaned = cleaned_text(text).0;
                prop_assert_eq!(&post.text, &cleaned);
            }
        }
    }

    #[test]
    fn bytes_of_any_kind_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), json in "[\\[\\]{}\",:a1 \n]{0,60}") {
        for bytes in [bytes, json.into_bytes()] {
            if let Ok(layout) = look(&bytes[..], &Wishes::default()) {
                let _ = rows(&bytes, &layout, Duplicates::default());
            }
        }
    }
}

#[test]
fn columns_taken_for_nothing_are_kept_with_the_post_within_their_limits_unless_a_person_keeps_them_out() {
    let names: Vec<String> = (0..45).map(|place| format!("Extra {place}")).collect();
    let cells: Vec<String> = (0..45).map(|place| "x".repeat(if place == 0 { 500 } else { 3 })).collect();
    let text = format!("text,likes,{}\nOat foam is art,7,{}\n", names.join(","), cells.join(","));
    let mut layout = looked(text.as_bytes());
    let kept = |layout: &Layout| posts(text.as_bytes(), layout).remove(0).columns;
    let all = kept(&layout);
    assert_eq!((all.len(), all["Extra 0"].len(), all["Extra 1"].as_str()), (40, 200, "xxx"));
    assert!(layout.mapping.set("Extra 0", None));
    assert!(!kept(&layout).contains_key("Extra 0"));
    let own = b"copydesk id,platform,text,Series\nC-001,x,Oat foam is art,\nC-002,x,Rain all day,spring\n";
    let own = posts(own, &looked(own));
    let columns: Vec<String> = own.iter().map(|post| format!("{:?}", post.columns)).collect();
    assert_eq!(columns, ["{}", "{\"Series\": \"spring\"}"]);
    let none = "text,likes,offer,优惠\nOat foam is art,7,none,无\nRain all day,5,N/A,-\nA long queue,3,null,未知\n";
    let none = posts(none.as_bytes(), &looked(none.as_bytes()));
    let columns: Vec<String> =
        none.iter().map(|post| post.columns.values().cloned().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(columns, ["none 无", "N/A -", ""]);
}

#[test]
fn a_quotation_mark_is_taken_off_only_where_we_put_it() {
    let text = "'=kept' said the guest, and nobody in the whole shop knew why.";
    let read = |file: String| {
        let layout = look(file.as_bytes(), &Wishes::default()).expect("a layout");

        let rows = Rows::new(std::io::Cursor::new(file), layout, calendar(), Duplicates::default());
        let outcomes: Vec<Outcome> = rows.map(|row| row.expect("a row").outcome).collect();
        let [Outcome::Taken { post, .. }] = outcomes.as_slice() else { panic!("{outcomes:?}") };
        post.text.clone()
    };
    assert_eq!(read(format!("platform,date,text\nx,2026-03-01,\"{text}\"\n")), text);
    assert_eq!(read(format!("[{{\"platform\":\"x\",\"text\":\"{text}\"}}]")), text);
    let ours = format!("copydesk id,platform,date,text\nC-001,x,2026-03-01,\"{}\"\n", harmless(text));
    assert_eq!(read(ours), text);
}
