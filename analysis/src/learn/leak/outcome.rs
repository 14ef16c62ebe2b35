//! Columns whose names say that they were filled in after the post ran.

/// What is measured. Its values are left out where they go with the result only roughly.
const MEASURED: [&str; 10] =
    ["ctr", "cvr", "cpc", "cpm", "roi", "roas", "impressions", "likes", "clicks", "engagement"];
const MEASURED_HAN: [&str; 8] = ["点击率", "点赞数", "互动", "曝光", "转化率", "播放量", "阅读量", "浏览量"];

/// How it came out: a name of nothing but these, and of what may stand beside them, is of an outcome, whatever its values are.
const OUTCOMES: [&str; 28] = [
    "viral",
    "virality",
    "kpi",
    "kpis",
    "performance",
    "performed",
    "performer",
    "performing",
    "result",
    "results",
    "outcome",
    "outcomes",
    "success",
    "successful",
    "succeeded",
    "winner",
    "winning",
    "won",
    "flop",
    "flopped",
    "hit",
    "bestseller",
    "overperformed",
    "underperformed",
    "exploded",
    "breakout",
    "smashed",
    "bombed",
];
const BESIDE: [&str; 45] = [
    "or", "is", "was", "went", "did", "has", "it", "the", "a", "by", "how", "well", "go", "gone", "post", "posts",
    "campaign", "content", "video", "reel", "overall", "final", "actual", "flag", "yn", "y", "n", "status", "met",
    "reached", "hit", "missed", "achieved", "target", "goal", "goals", "tier", "level", "label", "class", "grade",
    "rating", "score", "band", "top",
];
/// Both say that something was reached: "goal met", "target reached".
const REACHED: [&str; 5] = ["met", "reached", "hit", "missed", "achieved"];
const AIMED: [&str; 5] = ["target", "targets", "goal", "goals", "objective"];
const OUTCOMES_HAN: [&str; 16] = [
    "爆款",
    "爆文",
    "爆了",
    "小爆",
    "大爆",
    "爆贴",
    "爆帖",
    "达标",
    "出圈",
    "火了",
    "上热门",
    "热门",
    "效果",
    "表现",
    "成绩",
    "结果",
];
const BESIDE_HAN: [&str; 27] = [
    "是否",
    "是不是",
    "有没有",
    "已",
    "的",
    "了",
    "kpi",
    "最终",
    "实际",
    "发布后",
    "帖子",
    "笔记",
    "视频",
    "内容",
    "文案",
    "作品",
    "推广",
    "投放",
    "等级",
    "评级",
    "级别",
    "级",
    "档",
    "分",
    "情况",
    "状态",
    "标记",
];

/// Whether a column's name says that its values are an outcome: "viral", "kpi_met", 是否爆款; not "viral sound" or 爆款模板, which a
/// post may have before it runs. What is left out by mistake costs nothing: no draft has it.
pub(super) fn is_outcome(name: &str) -> bool {
    let lower = spaced(name);
    let words: Vec<&str> = words(&lower).collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    let is_latin = words.iter().all(|word| [&OUTCOMES[..], &BESIDE, &AIMED].iter().any(|list| list.contains(word)))
        && (has(&OUTCOMES) || has(&REACHED) && has(&AIMED));
    let rest = |list: &[&str], name: String| list.iter().fold(name, |name, part| name.replace(part, ""));
    let is_han = || {
        let without = rest(&OUTCOMES_HAN, lower.clone());
        let done = ["完成", "达成"].iter().any(|word| lower.contains(word))
            && ["kpi", "目标"].iter().any(|it| lower.contains(it));
        let left = rest(&BESIDE_HAN, rest(&["完成", "达成", "目标"], without.clone()));
        (without != lower || done) && !left.chars().any(char::is_alphanumeric)
    };
    is_latin || is_han()
}

/// Whether a column's name says that its values were measured, or go by an outcome.
pub(super) fn is_measured(name: &str) -> bool {
    let lower = spaced(name);
    let is_one = |word: &str| MEASURED.contains(&word) || OUTCOMES.contains(&word);
    words(&lower).any(is_one) || MEASURED_HAN.iter().chain(&OUTCOMES_HAN).any(|word| lower.contains(word))
}

/// A name in lower case, its humps apart.
fn spaced(name: &str) -> String {
    let mut spaced = String::with_capacity(name.len() + 8);
    let mut last = ' ';
    for c in name.chars() {
        if last.is_lowercase() && c.is_uppercase() {
            spaced.push(' ');
        }
        last = c;
        spaced.extend(c.to_lowercase());
    }
    spaced
}

fn words(lower: &str) -> impl Iterator<Item = &str> {
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_tells_how_it_came_out_is_an_outcome_and_one_that_tells_what_it_is_made_of_is_not() {
        let outcomes = "viral | Viral? | is_viral | went viral | kpi_met | KPI met? | kpiMet | kpi | goal_met | target reached | performance |
            performance tier | top performer | success | Result | outcome | hit or flop | 爆款 | 是否爆款 | 爆文 | 是否达标 | KPI达标 | KPI完成情况 |
            目标达成 | 效果 | 投放效果 | 表现 | 最终成绩 | 是否上热门 | 出圈";
        let others = "viral sound | viral_hook | kpi_name | target | goal | target group | score | level | top | campaign | post | hit song |
            result-driven copy | status | 爆款模板 | 爆款标题公式 | 目标人群 | 目标 | 完成 | 等级 | 内容 | 热门话题 | 效果图 | 表现手法 | series | budget";
        let of = |names: &'static str| names.split('|').map(str::trim);
        let missed: Vec<&str> = of(outcomes).filter(|name| !is_outcome(name)).collect();
        let wronged: Vec<&str> = of(others).filter(|name| is_outcome(name)).collect();
        assert_eq!((missed, wronged), (vec![], vec![]));
        assert!(
            is_measured("viral sound") && is_measured("爆款模板") && is_measured("ctr_band") && !is_measured("series")
        );
    }
}
