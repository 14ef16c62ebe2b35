//! Charts of figures that are fair, odd and hostile.

use proptest::prelude::*;

use super::*;

fn caption(title: &str, reading: &str) -> Caption {
    Caption { title: title.into(), reading: reading.into(), language: Language::English }
}

fn bar(label: &str, value: f64, shown: &str) -> Bar {
    Bar {
        label: label.into(),
        figure: Figure::new(value, shown),
        interval: Some((value - 0.2, value + 0.2)),
        strong: value > 1.0,
    }
}

fn by_format() -> Chart {
    Chart::Bars {
        caption: caption("Result by format", "Questions did best, 1.8 × your usual."),
        bars: vec![bar("question", 1.8, "1.8 ×"), bar("story", 0.7, "0.7 ×")],
        reference: Some(Reference { value: 1.0, label: "usual".into() }),
    }
}

fn by_time() -> Chart {
    let row = |name: &str, values: [f64; 2]| HeatRow {
        name: name.into(),
        cells: values.map(|value| Some(Figure::new(value, format!("{value:.1}")))).into(),
    };
    Chart::HeatMap {
        caption: Caption {
            title: "发布时间".into(), reading: "周一早上最好。".into(), language: Language::Chinese
        },
        columns: vec!["早上".into(), "晚上".into()],
        rows: vec![row("周一", [1.4, 0.9]), row("周二", [1.0, f64::NAN])],
        middle: 1.0,
        full: None,
        ends: ("低于平时".into(), "高于平时".into()),
    }
}

#[test]
fn where_the_scale_is_fixed_a_small_difference_has_a_pale_colour() {
    let darkest = |full: Option<f64>| {
        let mut chart = by_time();
        if let Chart::HeatMap { full: scale, .. } = &mut chart {
            *scale = full;
        }
        chart.svg().matches("#c8571b").count()
    };
    // The legend has it always.
    assert_eq!((darkest(None), darkest(Some(4.0))), (2, 1));
}

#[test]
fn what_stands_behind_a_figure_is_in_the_table() {
    let mut chart = by_time();
    if let Chart::HeatMap { rows, .. } = &mut chart {
        rows[0].cells[0] = Some(Figure::new(1.4, "1.4 × (5)").with_detail("0.9–1.9"));
    }
    assert_eq!(chart.table().rows[0][1], "1.4 × (5) 0.9–1.9");
}

#[test]
fn a_picture_says_itself_in_words() {
    assert_eq!(
        by_format().alt(),
        "Result by format. Questions did best, 1.8 × your usual. question 1.8 ×; story 0.7 ×."
    );
    assert_eq!(by_time().alt(), "发布时间。周一早上最好。周一：早上 1.4，晚上 0.9；周二：早上 1.0，晚上 NaN。");
}

#[test]
fn in_a_terminal_bars_are_drawn_with_characters() {
    let table = by_format().table();
    assert_eq!(table.rows[0], ["question", "1.8 ×", "████████████████████████"]);
    assert_eq!(table.rows[1], ["story", "0.7 ×", "░░░░░░░░░"]);
    let table = by_time().table();
    assert_eq!(table.header, ["", "早上", "晚上"]);
    assert_eq!(table.rows[1], ["周二", "1.0", "–"]);
}

#[test]
fn a_sparkline_has_a_character_for_each_value() {
    assert_eq!(sparkline(&[Some(1.0), Some(2.0), None, Some(8.0)]), "▁▂·█");
    assert_eq!(sparkline(&[Some(3.0), Some(3.0)]), "▅▅");
    assert_eq!(sparkline(&[Some(f64::NAN), Some(f64::INFINITY)]), "··");
    assert_eq!(sparkline(&[]), "");
}

#[test]
fn texts_are_escaped_and_what_hides_is_left_out() {
    let chart = Chart::Bars {
        caption: caption("<script>alert(\"1\")</script> & co", "a\u{202E}b\u{0}c\nd"),
        bars: vec![bar("</text><image href='file:///etc/passwd'/>", 1.0, "1")],
        reference: None,
    };
    let svg = chart.svg();
    assert!(svg.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; co"), "{svg}");
    assert!(svg.contains(">abc d</text>"), "{svg}");
    assert!(!svg.contains("<script") && !svg.contains("<image"), "{svg}");
}

#[test]
fn a_line_keeps_its_gaps() {
    let line =
        Line { name: "likes".into(), values: vec![Some(1.0), None, Some(3.0), Some(4.0)], last_shown: "4".into() };
    let steps = ["1", "2", "3", "4"].map(String::from).to_vec();
    let chart = Chart::Lines { caption: caption("Likes", "They rise."), steps, lines: vec![line] };
    let svg = chart.svg();
    assert_eq!(svg.matches("<polyline").count(), 1);
    assert_eq!(svg.matches("<circle").count(), 2, "{svg}");
    assert_eq!(chart.table().rows, [["likes", "▁·▆█", "4"]]);
}

fn any_value() -> impl Strategy<Value = f64> {
    prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(f64::MAX), Just(f64::MIN), Just(0.0), -1e9..1e9]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_figures_and_texts_give_a_picture(texts in prop::collection::vec(".{0,40}", 1..6), values in prop::collection::vec(any_value(), 0..40)) {
        let text = |place: usize| texts[place % texts.len()].clone();
        let bars = values.iter().enumerate().map(|(place, value)| Bar {
            label: text(place), figure: Figure::new(*value, text(place + 1)), interval: Some((-*value, *value)), strong: place % 2 == 0,
        });
        let cells = values.iter().map(|value| Some(Figure::new(*value, "1")));
        let caption = caption(&text(0), &text(1));
        let charts = [
            Chart::Bars { caption: caption.clone(), bars: bars.collect(), reference: values.first().map(|value| Reference { value: *value, label: text(2) }) },
            Chart::Lines {
                caption: caption.clone(), steps: values.iter().map(|_| text(3)).collect(),
                lines: vec![Line { name: text(4), values: values.iter().copied().map(Some).collect(), last_shown: text(5) }],
            },
            Chart::HeatMap {
                caption, columns: values.iter().map(|_| text(1)).collect(), rows: vec![HeatRow { name: text(2), cells: cells.collect() }],
                middle: values.first().copied().unwrap_or_default(), full: None, ends: (text(3), text(4)),
            },
        ];
        for chart in charts {
            let svg = chart.svg();
            prop_assert!(!svg.contains("NaN") || texts.iter().any(|it| it.contains("NaN")), "{}", svg);
            prop_assert!(!svg.contains("inf\"") , "{}", svg);
            prop_assert!(chart.alt().chars().count() <= 1000);
            let table = chart.table();
            prop_assert!(table.rows.iter().all(|row| row.len() == table.header.len()));
        }
    }
}
