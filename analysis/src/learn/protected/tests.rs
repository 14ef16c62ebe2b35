use super::*;
use crate::Platform;
use crate::learn::{Observation, When};

const PROTECTED: &str = "gender: f | audience_gender | audienceGender | LGBT | Muslims | gay men | women 25-34 | Women | seniors 65+ | 25-34 |
    18–24 | under 30 | Gen Z | non-binary | 30s | people with disabilities | Black customers | White shoppers | black people |
    Black audience | Turks | Poles | Indians | Chinese people | Indian families | Turkish community | young German readers | Roma |
    Roma customers | Black German customers | Kurdish users | Chinese Americans | Tibetans | Uyghurs | gents |
    husbands | wives | widows | singles | divorced | grandmas | daughters | Gen Alpha | zoomers | genz | GenZ | Republicans | Democrats |
    union members | people of faith | faith | race | age | health | health status | audience health | ages 18-24 | aged 30+ | 65+ |
    18-24 users | 40-59 | 55 to 64 | over 50 | under-30s | in their 30s | women in their 40s | 30-year-olds | thirty something, 35+ |
    30-somethings | young people | middle-aged | cancer patients | Christian customers | Jewish readers | moms | new dads | teens |
    immigrants | expats | African Americans | trans people | sexual_orientation | marital status | religion | 18+ | deaf users | Black | Chinese | single | kids | Hispanic moms | older adults | Gen-Z | disabled people | pregnant | single mothers |
    wheelchair users | blind | HIV positive | conservatives | left-wing | political views | evangelicals | Black community |
    男 | 女生 | 女性用户 | 回族 | 藏族 | 维吾尔族 | 汉族用户 | 30岁以上 | 90后 | 95后人群 | 00后 | 年龄段 | 大叔 | 辣妈 | 奶奶 | 阿姨 | 单身 | 单身人群 | 已婚 |
    离异 | 九零后 | Z世代 | 丈夫 | 党员 | 三十岁 | 宝妈 | 穆斯林 | 黑人 | 老外 | 健康 | 健康状况 | 信仰 | 退休人群 | 25到34 | 18～24 | 中年人 | 青年 | 老年人 | 佛教徒 |
    残疾人 | 聋哑人 | 80后 | 小姐姐 | 男士 | 单亲妈妈 | 未成年人 | 银发族 | 糖尿病患者 | 东北人";

const INNOCENT: &str = "students | parents | commuters | average | stage | regulars | new customers | old customers | 11-50 employees | 50+ staff |
    2026-03 | 2026-03-18 | 18:30-19:00 | 2026 | instagram | carousel | VIP 100+ | 9-5 | coffee lovers | office workers | VIP | locals |
    Black Friday buyers | Black Friday shoppers | black coffee | white chocolate fans | white wine drinkers | polish food | nail polish fans |
    Turkey food | Indian food lovers | Chinese New Year shoppers | senior managers | Germany | German customers | German market | customers in Germany | Chinese audience | Turkish users |
    Indian customers | foreign visitors | French-speaking market | US market | 德国客户 | 日本市场 | health food fans | brand health |
    union station | Western Union users | credit union members | race day | race fans | cancer charity donors | dad jokes |
    Christian Dior fans | trans fat free | faith in brand | age verification | image orientation | 30-60 days | 30–60 seconds |
    20 to 40 orders | order 20+ | orders: 20+ | 20s videos | 80s music | $20-40 | 20-40€ | 20-50 km | over 50% | under 30 minutes | 70-30 |
    13-17 Nov | 50-99 seats | 20-30 words | weekday 18-21h | hour 18-20 | Mother's Day | Singles' Day | single origin | youth hostel guests |
    sister company | straight to camera | union coffee | student union members | women's fashion |
    race condition | liberal arts students | American Express users | single malt fans | Italian food fans | health professionals | conservative estimate | repeat buyers | high spenders | app users | gamers |
    学生 | 家长 | 上班族 | 月光族 | 低头族 | 老顾客 | 老客户 | 新客户 | 白领 | 健康饮食 | 健康食品爱好者 | 男装 | 女装 | 女王节 | 妇女节 | 母亲节 | 中年茶 | 青年旅社 |
    兄弟公司 | 牛奶奶茶 | 酸奶奶昔 | 小白族群 | 表白季 | 味道教程 | 渠道教育 | 水族馆 | 18:30后发布 | 30天 | 20-40元 | 30-60天 | 20～50公里 | 满20-40件 | 沪上阿姨 |
    新教程 | 家族企业 | 民族风 | 员工会议 | 品牌信仰 | 会员 | 本地人 | 吃货 | 熬夜党";

fn names(table: &str) -> Vec<&str> {
    let names: Vec<&str> = table.split('|').map(str::trim).collect();
    assert!(names.len() >= 100, "{}", names.len());
    names
}

#[test]
fn traits_groups_and_ages_are_protected_in_both_languages_and_what_people_do_is_not() {
    let missed: Vec<&str> = names(PROTECTED).into_iter().filter(|name| !is_protected(name)).collect();
    let wronged: Vec<&str> = names(INNOCENT).into_iter().filter(|name| is_protected(name)).collect();
    assert_eq!((missed, wronged), (vec![], vec![]));
}

#[test]
fn no_word_of_the_list_stands_in_two_parts_of_it_that_differ() {
    let (always, innocent) = (part("always"), part("innocent"));
    assert!(always.whole.len() > 200 && always.anywhere.len() > 100 && innocent.whole.len() > 50);
    assert_eq!(always.whole.intersection(&innocent.whole).collect::<Vec<_>>(), [&""; 0]);
    for phrase in always.whole.union(&innocent.whole) {
        assert!(phrase.split(' ').count() <= LONGEST, "{phrase}");
    }
}

#[test]
fn a_column_is_protected_by_its_name_or_by_a_clear_share_of_its_values() {
    let of = |place: usize| {
        let mut post = Observation::draft("", Platform::X, When { day: 0, hour: None });
        let columns = [
            ("community", ["Muslim", "Hindu", "other"][place % 3]),
            ("crowd", if place.is_multiple_of(2) { "women" } else { "all" }),
            ("人群", ["回族", "藏族", "游客", "学生"][place % 4]),
            ("customers", ["Black", "White", "other"][place % 3]),
            ("for", if place.is_multiple_of(9) { "mums" } else { "none" }),
            ("colour", ["black", "white", "red"][place % 3]),
            ("copy_language", ["Chinese", "French", "Polish"][place % 3]),
            ("theme", ["健康", "race day", "Black Friday"][place % 3]),
            ("readers", ["25-34", "35-44", "18-24"][place % 3]),
            ("gender_f", "1"),
            ("Region", if place == 7 { "25-34" } else { ["north", "south"][place % 2] }),
            ("length", ["15s", "30s", "60s"][place % 3]),
            ("variant", ["15s", "30s", "60s"][place % 3]),
            ("decade", ["20s", "30s", "under 20"][place % 3]),
            ("buyers", ["20s", "30s", "60s"][place % 3]),
            ("读者群体", ["20s", "30s", "60s"][place % 3]),
            ("market", ["German", "French", "Chinese"][place % 3]),
            ("customers of", ["German", "French", "Chinese"][place % 3]),
            ("spend", ["20-40", "40-60", ""][place % 3]),
            ("occasion", ["Mother's Day", "Black Friday", "Singles' Day"][place % 3]),
        ];
        post.columns = columns.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        post
    };
    let posts: Vec<Observation> = (0..60).map(of).collect();
    let found = protected_columns(&posts);
    assert_eq!(
        found.columns.iter().copied().collect::<Vec<_>>(),
        ["buyers", "community", "crowd", "customers", "decade", "for", "gender_f", "readers", "人群", "读者群体"]
    );
    assert_eq!(found.values.iter().copied().collect::<Vec<_>>(), [("Region", "25-34")]);
    assert!(found.hides("Region", " 25-34 ") && found.hides("crowd", "all") && !found.hides("Region", "north"));
}
