//! Training as a whole: on posts of known truth, and on bad ones.

use proptest::prelude::*;

use super::generator::{Truth, posts};
use super::*;
use crate::Platform;

const TODAY: i64 = 1_000_000;

fn planted() -> Truth {
    Truth { question: 0.7, latte: 1.1, noise: 0.4, ..Truth::default() }
}

#[test]
fn a_regression_is_used_where_it_wins_and_its_card_says_by_how_much() {
    let trained = train(&posts(&planted(), 1), TODAY, &Settings::default());
    let card = &trained.card;
    assert_eq!((card.verdict, card.posts), (Verdict::Regression, 300));
    let errors = card.errors.expect("there was a test");
    assert!(errors.regression < errors.rolling_median && errors.regression < errors.platform_and_format, "{errors:?}");
    assert_eq!((errors.folds, errors.tested, trained.tested.len()), (5, 150, 150));
    let factor =
        |found: &dyn Fn(&Feature) -> bool| card.effects.iter().find(|it| found(&it.feature)).map(|it| it.factor);
    assert!(factor(&|it| it.kind == FeatureKind::Question) > Some(1.6), "{:?}", card.effects);
    assert!(factor(&|it| it.level == "latte") > Some(2.2), "{:?}", card.effects);
    let eighty = card.coverage.iter().find(|it| it.level == 0.8).expect("it is shown");
    assert!((0.7..0.9).contains(&eighty.observed), "{eighty:?}");
    assert!(card.groups.iter().all(|group| group.posts >= LEAST_IN_GROUP && !group.is_biased()), "{:?}", card.groups);
}

#[test]
fn trees_are_used_where_what_counts_depends_on_what_it_comes_with() {
    let truth = Truth { question_in_the_morning: 1.0, noise: 0.4, posts: 600, ..Truth::default() };
    for seed in 0..3 {
        let trained = train(&posts(&truth, seed), TODAY, &Settings::default());
        let errors = trained.card.errors.expect("there was a test");
        assert_eq!(trained.card.verdict, Verdict::Trees, "{errors:?}");
        assert!(errors.trees < Some(errors.regression) && errors.chance_of_trees < Some(ALARM), "{errors:?}");
        assert_eq!(trained.card.error(), errors.trees);
        let eighty = trained.card.coverage.iter().find(|it| it.level == 0.8).expect("it is shown");
        assert!((0.7..0.9).contains(&eighty.observed), "{eighty:?}");
        let model = trained.model.expect("enough posts");
        let said = |hour, text: &str| {
            let draft = Observation::draft(text, Platform::Instagram, When { day: 20_000, hour: Some(hour) });
            let said = model.predict(&draft).expect("the platform is known");
            let sum: f64 = said.contributions.iter().map(|it| it.value).sum();
            assert!((sum - (said.log - said.mean_log)).abs() < 1e-9, "{sum} {said:?}");
            let of_question = said.contributions.iter().find(|it| it.kind == FeatureKind::Question);
            let level = if text.ends_with('?') { "" } else { "none" };
            assert_eq!(of_question.map(|it| it.level.as_str()), Some(level), "{said:?}");
            said.log
        };
        let [asks, tells] = ["Is the kettle on by the river?", "The kettle is on by the river."];
        assert!(said(8, asks) > said(8, tells) + 0.5 && said(16, asks) < said(16, tells) - 0.5);
    }
}

#[test]
fn where_effects_add_up_or_there_are_none_no_trees_are_used() {
    for seed in 0..8 {
        for truth in [Truth { posts: 600, ..planted() }, Truth { posts: 600, ..Truth::default() }] {
            let card = train(&posts(&truth, seed), TODAY, &Settings::default()).card;
            assert_ne!(card.verdict, Verdict::Trees, "{:?}", card.errors);
        }
    }
}

#[test]
fn a_model_that_was_stored_before_there_were_trees_predicts_as_it_did() {
    let model = train(&posts(&planted(), 1), TODAY, &Settings::default()).model.expect("enough posts");
    let stored = serde_json::to_value(&model).expect("a JSON form");
    assert!(stored.get("trees").is_none(), "a regression is stored as it was");
    assert_eq!(serde_json::from_value::<Model>(stored).expect("the same"), model);
    let errors = serde_json::json!({ "folds": 5, "tested": 150, "regression": 0.4, "rolling_median": 0.5,
        "platform_and_format": 0.6, "chance": 0.01 });
    let errors: RollingErrors = serde_json::from_value(errors).expect("as it was stored");
    assert_eq!((errors.trees, errors.chance_of_trees, errors.chance_of_format), (None, None, None));
}

#[test]
fn what_the_same_platform_and_format_did_is_a_model_where_it_alone_beats_what_is_usual() {
    let truth = Truth { posts: 150, video: 0.9, noise: 0.4, ..Truth::default() };
    let trained = (0..12).map(|seed| train(&posts(&truth, seed), TODAY, &Settings::default()));
    let of_forms: Vec<Trained> = trained.filter(|it| it.card.verdict == Verdict::PlatformAndFormat).collect();
    assert!(of_forms.len() >= 3, "{}", of_forms.len());
    for Trained { card, model, .. } in of_forms {
        let errors = card.errors.expect("there was a test");
        assert!(
            errors.platform_and_format < errors.rolling_median && errors.chance_of_format < Some(ALARM),
            "{errors:?}"
        );
        assert_eq!(card.error(), Some(errors.platform_and_format));
        let model = model.expect("enough posts");
        let stored = serde_json::to_value(&model).and_then(serde_json::from_value::<Model>).expect("it can be stored");
        assert_eq!(stored, model);
        let draft = Observation::draft("The kettle is on.", Platform::Instagram, When { day: 20_000, hour: Some(8) });
        let said = |platform, format: &str| {
            let post = Observation { platform, format: format.into(), ..draft.clone() };
            let said = model.predict(&post).expect("the platform is known");
            let sum: f64 = said.contributions.iter().map(|it| it.value).sum();
            assert!((sum - (said.log - said.mean_log)).abs() < 1e-9 && said.low < said.high, "{said:?}");
            said.log
        };
        assert!(said(Platform::Instagram, "Video") > said(Platform::Instagram, "photo") + 0.3);
        assert!(said(Platform::X, "video") < said(Platform::X, "photo") - 0.3);
        // A form that nobody named is as usual, and the best one is what would raise it.
        assert!(model.missing_form(&draft).is_some_and(|forms| forms.first() == Some(&"video")));
        assert_eq!(model.raises(&draft, 1)[0].change, Change::Format { format: "video".into() });
    }
    let none =
        (0..20).map(|seed| train(&posts(&Truth { posts: 150, ..Truth::default() }, seed), TODAY, &Settings::default()));
    assert!(none.filter(|it| it.card.verdict == Verdict::PlatformAndFormat).count() <= 2);
}

#[test]
fn few_posts_have_no_model_more_have_what_is_usual() {
    let all = posts(&planted(), 2);
    let verdict = |count: usize| {
        let trained = train(&all[..count], TODAY, &Settings::default());
        (trained.card.verdict, trained.model.map(|model| model.is_regression()))
    };
    assert_eq!(verdict(0), (Verdict::NotEnough, None));
    assert_eq!(verdict(29), (Verdict::NotEnough, None));
    assert_eq!(verdict(30), (Verdict::Usual, Some(false)));
    assert_eq!(verdict(59), (Verdict::Usual, Some(false)));
}

#[test]
fn what_cannot_be_learned_from_is_said() {
    let mut all = posts(&planted(), 3);
    all.iter_mut().for_each(|post| post.numbers.likes = Some(7));
    assert_eq!(train(&all, TODAY, &Settings::default()).card.verdict, Verdict::Constant);
    all.iter_mut().for_each(|post| post.numbers = Numbers::default());
    let card = train(&all, TODAY, &Settings::default()).card;
    assert_eq!((card.verdict, card.left_out), (Verdict::NotEnough, vec![LeftOut::Unmeasured { posts: 300 }]));
    let one = posts(&Truth { first_platform: 1.0, ..planted() }, 3);
    let card = train(&one, TODAY, &Settings::default()).card;
    assert_eq!((card.verdict, card.platforms.len()), (Verdict::Regression, 1));
}

#[test]
fn an_id_that_counts_up_is_left_out_and_changes_nothing() {
    let plain = posts(&planted(), 4);
    let mut with_id = plain.clone();
    for (place, post) in with_id.iter_mut().enumerate() {
        post.columns = vec![("id".into(), (5000 + place).to_string())];
    }
    let (plain, with_id) = (train(&plain, TODAY, &Settings::default()), train(&with_id, TODAY, &Settings::default()));
    assert_eq!(with_id.card.left_out, [LeftOut::LikeAnId { column: "id".into() }]);
    assert_eq!(with_id.model, plain.model);
}

#[test]
fn what_names_protected_traits_in_a_column_is_left_out_and_changes_nothing() {
    let plain = posts(&planted(), 4);
    let mut with_traits = plain.clone();
    let mut with_others = plain.clone();
    for (place, (post, other)) in with_traits.iter_mut().zip(&mut with_others).enumerate() {
        // The first of each does better by far.
        let better = usize::from(place % 2 == 1);
        for post in [&mut *post, &mut *other] {
            post.numbers.likes = post.numbers.likes.map(|likes| likes * [3, 1][better]);
        }
        let stray = if place == 11 { "25-34" } else { "north" };
        let columns = [
            ("community", ["Muslim", "Hindu"][better]),
            ("readers", ["25-34", "35-44"][better]),
            ("人群", ["回族", "游客"][better]),
            ("Region", if place % 3 == 0 { "south" } else { stray }),
        ];
        post.columns = columns.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let fair = (if place % 3 == 0 { "south" } else { stray }).to_owned();
        other.columns = if fair == "25-34" { Vec::new() } else { vec![("Region".into(), fair)] };
    }
    let learned = |posts: &[Observation]| train(posts, TODAY, &Settings::default());
    let (found, others) = (learned(&with_traits), learned(&with_others));
    let column = |name: &str| LeftOut::ProtectedTrait { column: name.into() };
    let stray = LeftOut::ProtectedValue { column: "Region".into(), value: "25-34".into() };
    assert_eq!(found.card.left_out, [column("community"), column("readers"), column("人群"), stray]);
    assert_eq!((&found.model, &found.card.effects), (&others.model, &others.card.effects));
    let written = serde_json::to_string(&(found.model, found.card.effects)).expect("a model is written");
    assert!(["Muslim", "25-34", "回族", "游客"].iter().all(|it| !written.contains(it)), "{written}");
    assert!(written.contains("Region=north"), "{written}");
}

#[test]
fn a_metric_that_changed_its_meaning_is_found_and_does_not_spoil_the_model() {
    let trained = train(&posts(&Truth { level_shift: 2.0, ..planted() }, 5), TODAY, &Settings::default());
    assert_eq!(
        trained.card.level_shifts.iter().filter(|shift| shift.ratio > 4.0).count(),
        3,
        "{:?}",
        trained.card.level_shifts
    );
    assert_eq!(trained.card.verdict, Verdict::Regression);
}

#[test]
fn ten_million_next_to_ten_is_drawn_in() {
    let mut all = posts(&planted(), 6);
    all[100].numbers.likes = Some(10_000_000);
    all[200].numbers.likes = Some(u64::MAX);
    let trained = train(&all, TODAY, &Settings::default());
    assert!(trained.card.outliers >= 2);
    assert_eq!(trained.card.verdict, Verdict::Regression);
    let model = trained.model.expect("enough posts");
    let said = model.predict(&all[0]).expect("known platform");
    assert!(said.expected < 5_000.0 && said.low <= said.expected && said.expected <= said.high, "{said:?}");
}

#[test]
fn a_question_is_what_would_raise_a_draft_most() {
    let trained = train(&posts(&planted(), 7), TODAY, &Settings::default());
    let model = trained.model.expect("enough posts");
    let draft =
        Observation::draft("The kettle is on by the river.", Platform::Instagram, When { day: 20_000, hour: Some(8) });
    assert_eq!(model.raises(&draft, 3)[0].change, Change::Ask);
    let asks = Observation { text: "Is the kettle on by the river?".into(), ..draft.clone() };
    let said: Vec<Prediction> = [&draft, &asks].iter().filter_map(|post| model.predict(post)).collect();
    let chances = model.chances(&said);
    assert!(chances[1] > 0.6 && (chances.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{chances:?}");
    assert_eq!(model.predict(&Observation { platform: Platform::Weibo, ..draft }), None);
}

#[test]
fn a_draft_is_taken_for_the_topic_that_it_speaks_of_and_one_of_no_topic_for_the_usual() {
    let model = train(&posts(&planted(), 6), TODAY, &Settings::default()).model.expect("there is one");
    let topic = |text: &str, topic: &str| {
        let draft = Observation::draft(text, Platform::Instagram, When { day: TODAY, hour: Some(9) });
        let said = model.predict(&Observation { topic: topic.into(), ..draft }).expect("the platform is known");
        let part = said.contributions.into_iter().find(|it| it.kind == FeatureKind::Topic);
        part.map(|part| (part.level, part.value))
    };
    let (level, value) = topic("The kettle is on: a Latte for you.", "").expect("topics count");
    assert_eq!(level, "latte");
    assert!(value > 0.5, "{value}");
    assert_eq!(topic("The kettle is on: come in.", "latte"), Some((level, value)));
    assert_eq!(topic("The kettle is on: come in.", ""), Some((String::new(), 0.0)));
}

#[test]
fn beyond_what_was_seen_a_number_counts_as_the_last_that_was() {
    let model = train(&posts(&planted(), 7), TODAY, &Settings::default()).model.expect("there is one");
    let of_length = |characters: usize| {
        let text = format!("{} latte?", "so ".repeat(characters / 3));
        let said = model.predict(&Observation::draft(&text, Platform::Instagram, When::default()));
        let parts = said.expect("the platform is known").contributions;
        parts.into_iter().find(|it| it.kind == FeatureKind::Length).map(|it| it.value)
    };
    assert!(of_length(3_000).is_some());
    assert_eq!(of_length(3_000), of_length(30_000));
}

#[test]
fn a_regression_that_errs_less_is_used_however_sure_the_difference_is() {
    for seed in 0..6 {
        let few = posts(&Truth { posts: 100, question: 0.7, noise: 0.6, ..Truth::default() }, seed);
        let card = train(&few, TODAY, &Settings::default()).card;
        let errors = card.errors.expect("there was a test");
        let gain = errors.rolling_median.min(errors.platform_and_format) - errors.regression;
        // What is equal as it is shown is no win.
        if gain.abs() > 0.001 {
            assert_eq!(card.verdict == Verdict::Regression, gain > 0.0, "{errors:?}");
        }
    }
}

#[test]
fn an_hour_that_was_never_tried_counts_as_usual_and_is_no_advice() {
    let mut day = posts(&Truth { posts: 400, ..planted() }, 9);
    day.iter_mut().filter(|post| post.when.hour == Some(20)).for_each(|post| post.when.hour = Some(12));
    let model = train(&day, TODAY, &Settings::default()).model.expect("there is one");
    let said = |hour| {
        let draft = Observation::draft("The kettle is on.", Platform::Instagram, When { day: 20_000, hour });
        let raises = model.raises(&draft, 9);
        assert!(!raises.iter().any(|it| matches!(it.change, Change::Hour { hour: 18 | 20 })), "{raises:?}");
        model.predict(&draft).expect("the platform is known").log
    };
    assert_eq!((said(Some(3)), said(Some(20))), (said(None), said(None)));
    assert_eq!(said(Some(8)), said(Some(9)), "a part of the day is one");
    assert!(!model.knows_the_time(When { day: 20_000, hour: Some(3) }));
}

#[test]
fn what_a_question_raises_does_not_count_the_length_that_it_adds() {
    let mut all = posts(&planted(), 7);
    // Long posts did well for what they said.
    for post in all.iter_mut().step_by(2) {
        post.text = format!("{} {}", "So warm and slow and kind, all the way to the end of it.".repeat(4), post.text);
        post.numbers.likes = post.numbers.likes.map(|likes| likes * 6);
    }
    let model = train(&all, TODAY, &Settings::default()).model.expect("there is one");
    let draft = Observation::draft("Tea.", Platform::Instagram, When { day: 20_000, hour: Some(8) });
    let raises = model.raises(&draft, 9);
    let ask = raises.iter().find(|it| it.change == Change::Ask).expect("asking helps");
    assert!(ask.factor < 3.0, "{raises:?}");
}

#[test]
fn the_same_posts_and_seed_give_the_same_model() {
    let all = posts(&planted(), 8);
    assert_eq!(train(&all, TODAY, &Settings::default()), train(&all, TODAY, &Settings::default()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn contributions_sum_to_prediction_minus_mean(seed in 0_u64..40, text in "(?s).{0,80}", hour in prop::option::of(0_u8..24), day in -5000_i64..50_000) {
        let trained = train(&posts(&Truth { posts: 150, question: 0.9, noise: 0.3, ..Truth::default() }, seed), TODAY, &Settings::default());
        let model = trained.model.expect("enough posts");
        let said = model.predict(&Observation::draft(&text, Platform::Instagram, When { day, hour })).expect("known platform");
        let sum: f64 = said.contributions.iter().map(|it| it.value).sum();
        prop_assert!((sum - (said.log - said.mean_log)).abs() < 1e-9, "{} {}", sum, said.log - said.mean_log);
        prop_assert!(said.expected.is_finite() && said.low <= said.expected && said.expected <= said.high);
    }

    #[test]
    fn any_numbers_and_texts_are_learned_from_without_a_fall(
        rows in prop::collection::vec((".{0,30}", prop::option::of(any::<u64>()), any::<i32>(), prop::option::of(0_u8..24)), 60..90)
    ) {
        let posts: Vec<Observation> = rows
            .into_iter()
            .map(|(text, likes, day, hour)| {
                let mut post = Observation::draft(&text, Platform::X, When { day: day.into(), hour });
                post.numbers.likes = likes;
                post.columns = vec![("c".into(), text)];
                post
            })
            .collect();
        let trained = train(&posts, i64::from(i32::MAX), &Settings::default());
        prop_assert!(trained.card.posts <= posts.len());
        let _described = (audience(&posts, Metric::Likes, None, 1), best_time(&posts, Metric::Likes, None, 1));
    }
}

#[test]
fn what_a_card_calls_an_effect_is_what_predictions_go_by() {
    use super::generator::{Truth, posts};
    let trained = |truth: &Truth, team: u64| train(&posts(truth, 900 + team), 1_000_000, &Settings::default());
    for (size, effect) in [(200, 2.0_f64), (100, 2.0), (240, 2.2)] {
        let truth = Truth { posts: size, question: effect.ln(), ..Truth::default() };
        let unused = (0..16).filter(|team| !trained(&truth, *team).card.verdict.tells_posts_apart()).count();
        assert!(unused <= 1, "{unused} of 16 teams whose questions do {effect} times as well are told nothing apart");
    }
    // The platform and the form alone seldom err less where there is nothing.
    let nothing = Truth { posts: 150, ..Truth::default() };
    let by_form = |team: &u64| trained(&nothing, *team).card.verdict == Verdict::PlatformAndFormat;
    assert!((0..32).filter(by_form).count() <= 2);
}
