use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect(name)
}

fn line(text: &str) -> String {
    Schedule::read(text).map_or_else(|error| error.to_string(), |schedule| schedule.to_string())
}

fn times(text: &str, zone_name: &str, after: &str, count: usize) -> Vec<String> {
    let schedule = Schedule::read(text).expect(text);
    let due = schedule.next(after.parse().expect("a time"), &zone(zone_name), count);
    due.iter()
        .map(|due| due.at.to_zoned_datetime(zone(zone_name)).strftime("%a %Y-%m-%d %H:%M %:z").to_string())
        .collect()
}

#[test]
fn words_become_cron_lines() {
    for (text, cron) in [
        ("weekdays 9:00", "0 9 * * 1-5"),
        ("Every weekday at 9am", "0 9 * * 1-5"),
        ("every Monday", "0 9 * * 1"),
        ("Mondays and Thursdays at 8:30 pm", "30 20 * * 1,4"),
        ("mon-fri 7:15", "15 7 * * 1-5"),
        ("monday to wednesday 9", "0 9 * * 1-3"),
        ("daily at 8", "0 8 * * *"),
        ("every day at 12am", "0 0 * * *"),
        ("weekends 10:00", "0 10 * * 0,6"),
        ("monthly on the 15th 9:30", "30 9 15 * *"),
        ("every month", "0 9 1 * *"),
        ("hourly", "0 * * * *"),
        ("18:45", "45 18 * * *"),
        ("每天9点", "0 9 * * *"),
        ("每周一 9:00", "0 9 * * 1"),
        ("工作日9:00", "0 9 * * 1-5"),
        ("每个工作日上午九点半", "30 9 * * 1-5"),
        ("每周一、三、五下午3点", "0 15 * * 1,3,5"),
        ("周一到周五 9：30", "30 9 * * 1-5"),
        ("每周日晚上八点", "0 20 * * 0"),
        ("周末十点", "0 10 * * 0,6"),
        ("每月15号上午9点半", "30 9 15 * *"),
        ("每天十二点十", "unknown: \"十\""),
        ("0 9 * * 1-5", "0 9 * * 1-5"),
        ("*/15 8-18/2 1,15 JAN-MAR mon,Wed", "0,15,30,45 8,10,12,14,16,18 1,15 1-3 1,3"),
        ("0 9 * * 7", "0 9 * * 0"),
    ] {
        assert_eq!(line(text), cron, "{text}");
    }
}

#[test]
fn what_is_no_schedule_is_said_with_its_word() {
    for (text, error) in [
        ("weekdays 25:00", "no time of day: \"25:00\""),
        ("every fortnight 9:00", "unknown: \"fortnight\""),
        ("sometimes", "unknown: \"sometimes\""),
        ("", "no day"),
        ("每天25点", "no time of day: \"25点\""),
        ("有空的时候", "unknown: \"有空 时候\""),
        ("61 9 * * *", "wrong in a cron line: \"61\""),
        ("0 9 * * 1-", "wrong in a cron line: \"1-\""),
        ("0 9 31-1 * *", "wrong in a cron line: \"31-1\""),
        ("*/0 9 * * *", "wrong in a cron line: \"*/0\""),
        ("0 9 30 2 *", "never due"),
    ] {
        assert_eq!(line(text), error, "{text}");
    }
}

#[test]
fn weekdays_leave_the_weekend_out() {
    assert_eq!(
        times("weekdays 9:00", "Europe/Berlin", "2026-11-12T12:00:00Z", 3),
        ["Fri 2026-11-13 09:00 +01:00", "Mon 2026-11-16 09:00 +01:00", "Tue 2026-11-17 09:00 +01:00"]
    );
}

#[test]
fn a_skipped_hour_is_due_at_its_end_and_a_repeated_one_once() {
    // In Berlin 2:00 to 3:00 is missing on 29 March 2026, and comes twice on 25 October.
    assert_eq!(
        times("daily at 2:30", "Europe/Berlin", "2026-03-28T00:00:00Z", 3),
        ["Sat 2026-03-28 02:30 +01:00", "Sun 2026-03-29 03:00 +02:00", "Mon 2026-03-30 02:30 +02:00"]
    );
    assert_eq!(
        times("daily at 2:30", "Europe/Berlin", "2026-10-24T12:00:00Z", 2),
        ["Sun 2026-10-25 02:30 +02:00", "Mon 2026-10-26 02:30 +01:00"]
    );
    // Two lines of the skipped hour, and its end: all are one time.
    assert_eq!(
        times("0,30 2,3 * * *", "Europe/Berlin", "2026-03-29T00:00:00Z", 2),
        ["Sun 2026-03-29 03:00 +02:00", "Sun 2026-03-29 03:30 +02:00"]
    );
    // A whole day is missing: Apia went from 29 to 31 December 2011.
    assert_eq!(
        times("daily at 9:00", "Pacific/Apia", "2011-12-29T12:00:00Z", 3),
        ["Thu 2011-12-29 09:00 -10:00", "Sat 2011-12-31 00:00 +14:00", "Sat 2011-12-31 09:00 +14:00"]
    );
}

#[test]
fn leap_days_and_short_months_are_waited_for() {
    assert_eq!(times("0 9 29 2 *", "UTC", "2096-03-01T00:00:00Z", 1), ["Fri 2104-02-29 09:00 +00:00"]);
    assert_eq!(
        times("monthly on the 31st", "UTC", "2026-01-31T10:00:00Z", 2),
        ["Tue 2026-03-31 09:00 +00:00", "Sun 2026-05-31 09:00 +00:00"]
    );
}

#[test]
fn another_zone_is_another_instant_of_the_same_local_time() {
    let after: Timestamp = "2026-11-10T00:00:00Z".parse().expect("a time");
    let schedule = Schedule::read("每天9点").expect("a schedule");
    for name in ["Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"] {
        let due = schedule.after(after, &zone(name)).expect("a time");
        assert_eq!(due.local.time(), jiff::civil::time(9, 0, 0, 0), "{name}");
        assert_eq!(zone(name).to_datetime(due.at), due.local, "{name}");
    }
    assert_eq!(zone("UTC").to_datetime(after).date(), date(2026, 11, 10));
}

#[test]
fn the_period_is_the_usual_gap() {
    let period = |text: &str| {
        let schedule = Schedule::read(text).expect(text);
        schedule.period("2026-11-10T00:00:00Z".parse().expect("a time"), &TimeZone::UTC).as_hours()
    };
    assert_eq!([period("weekdays 9:00"), period("every Monday"), period("hourly")], [24, 168, 1]);
}

#[test]
fn a_schedule_says_what_it_comes_to() {
    let nine = jiff::civil::time(9, 0, 0, 0);
    let shape = |text: &str| Schedule::read(text).expect(text).shape();
    assert_eq!(shape("daily"), Shape::Daily(nine));
    assert_eq!(shape("weekdays"), Shape::Weekdays(nine));
    assert_eq!(shape("周末"), Shape::Weekly(vec![6, 7], jiff::civil::time(9, 0, 0, 0)));
    assert_eq!(shape("每月15号"), Shape::Monthly(15, nine));
    assert_eq!(shape("*/5 * * * *"), Shape::Other);
}

const ZONES: [&str; 8] = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Shanghai",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "Africa/Casablanca",
];
const LINES: [&str; 7] =
    ["0 2 * * *", "30 2 * * *", "0 0 * * *", "*/20 1-3 * * *", "0 9 * * 1-5", "15 23 1,31 * *", "0 9 29 2 *"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn times_rise_are_never_skipped_and_do_not_depend_on_where_one_begins(
        line in prop::sample::select(&LINES[..]), name in prop::sample::select(&ZONES[..]),
        // 2000 to 2050.
        after in 946_684_800_i64..2_524_608_000, later in 0_i64..200_000,
    ) {
        let (schedule, zone) = (Schedule::read(line).expect(line), zone(name));
        let after = Timestamp::from_second(after).expect("in range");
        let due = schedule.next(after, &zone, 6);
        prop_assert!(due.windows(2).all(|pair| pair[0].at < pair[1].at && pair[0].local < pair[1].local));
        prop_assert!(due.iter().all(|it| it.at > after));
        // A clock that jumps ahead loses nothing that comes after it, and one that jumps back finds the same again.
        let jumped = after.saturating_add(SignedDuration::from_secs(later)).expect("in range");
        let expected = due.iter().find(|it| it.at > jumped);
        if let Some(expected) = expected {
            prop_assert_eq!(schedule.after(jumped, &zone), Some(*expected));
        }
        for it in &due {
            // What a clock shows at that instant is what the schedule says, or the end of a skipped hour.
            let shown = zone.to_datetime(it.at);
            prop_assert!(shown >= it.local);
            if shown != it.local {
                let ambiguous = zone.to_ambiguous_timestamp(it.local);
                let is_gap = matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. });
                prop_assert!(is_gap);
            }
        }
    }

    #[test]
    fn what_is_written_is_read_again(line in prop::sample::select(&LINES[..])) {
        let schedule = Schedule::read(line).expect(line);
        prop_assert_eq!(Schedule::read(&schedule.to_string()).expect("our own"), schedule);
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>(), words in "[a-z0-9:周一每天点日*/, -]{0,24}") {
        let _schedule = Schedule::read(&text);
        let _words = Schedule::read(&words);
    }
}
