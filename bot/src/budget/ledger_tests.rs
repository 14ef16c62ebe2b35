//! Reservations over a real store in a temporary folder.

use copydesk_storage::{SledEngine, Store};
use futures::future::join_all;
use jiff::civil::date;

use super::*;

fn limits(requests: Option<u64>, tokens: Option<u64>) -> UsageLimits {
    let team = DayLimits { requests, tokens, money: None };
    UsageLimits { person: DayLimits::default(), team }
}

fn call(tokens: u64) -> UsageCount {
    UsageCount { requests: 1, prompt_tokens: tokens, ..UsageCount::default() }
}

/// A team in a new store, and what keeps its folder.
async fn records() -> (TeamStore, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let engine = SledEngine::open(folder.path()).unwrap();
    (Store::new(Arc::new(engine)).team(&TeamId::parse("north").unwrap()), folder)
}

fn over(refused: Result<Reservation, Refusal>) -> Box<Over> {
    match refused {
        Err(Refusal::Over(over)) => over,
        Err(Refusal::Storage(error)) => panic!("{error}"),
        Ok(_) => panic!("it was reserved"),
    }
}

const TODAY: Date = date(2026, 11, 24);

#[tokio::test]
async fn of_many_at_once_only_as_many_are_reserved_as_the_limit_allows() {
    let (records, _folder) = records().await;
    let budgets = Arc::new(Budgets::default());
    let limits = limits(Some(7), None);
    let people: Vec<String> = (0..40).map(|number| format!("person {number}")).collect();
    let reserve = |person| budgets.reserve(&records, person, TODAY, &limits, call(1));
    let reserved: Vec<_> = join_all(people.iter().map(|person| reserve(person))).await;
    let reserved: Vec<Reservation> = reserved.into_iter().filter_map(Result::ok).collect();
    assert_eq!(reserved.len(), 7);
    // Counted or not, the places are taken.
    for reservation in reserved {
        reservation.settle(&call(1)).await.unwrap();
        over(reserve("late").await);
    }
    assert_eq!(records.usage(TODAY, None).await.unwrap().requests, 7);
}

#[tokio::test]
async fn a_reservation_that_is_dropped_gives_its_place_back() {
    let (records, _folder) = records().await;
    let budgets = Arc::new(Budgets::default());
    let limits = limits(Some(1), None);
    let first = budgets.reserve(&records, "ann", TODAY, &limits, call(1)).await.unwrap();
    let refused = over(budgets.reserve(&records, "ben", TODAY, &limits, call(1)).await);
    assert_eq!((refused.whose, refused.limit, refused.used, refused.held), (Whose::Team, 1, 0, 1));
    drop(first);
    budgets.reserve(&records, "ben", TODAY, &limits, call(1)).await.unwrap();
    assert_eq!(records.usage(TODAY, None).await.unwrap(), UsageCount::default(), "nothing was counted");
}

#[tokio::test]
async fn what_was_used_is_counted_in_place_of_what_was_reserved() {
    let (records, _folder) = records().await;
    let budgets = Arc::new(Budgets::default());
    let limits = limits(None, Some(1000));
    let generous = budgets.reserve(&records, "ann", TODAY, &limits, call(900)).await.unwrap();
    over(budgets.reserve(&records, "ann", TODAY, &limits, call(200)).await);
    generous.settle(&call(100)).await.unwrap();
    budgets.reserve(&records, "ann", TODAY, &limits, call(900)).await.unwrap();
    assert_eq!(records.usage(TODAY, Some("ann")).await.unwrap().tokens(), 100);
}

#[tokio::test]
async fn another_day_and_another_person_have_budgets_of_their_own() {
    let (records, _folder) = records().await;
    let budgets = Arc::new(Budgets::default());
    let person = DayLimits { requests: Some(1), ..DayLimits::default() };
    let limits = UsageLimits { person, team: DayLimits::default() };
    let reserve = async |who: &str, day| budgets.reserve(&records, who, day, &limits, call(1)).await;
    reserve("ann", TODAY).await.unwrap().settle(&call(1)).await.unwrap();
    assert_eq!(over(reserve("ann", TODAY).await).whose, Whose::Person);
    reserve("ben", TODAY).await.unwrap();
    reserve("ann", date(2026, 11, 25)).await.unwrap();
}

#[tokio::test]
async fn a_teams_own_limits_stand_over_the_configured_ones() {
    let (records, _folder) = records().await;
    let budgets = Arc::new(Budgets::default());
    let configured = limits(Some(0), None);
    over(budgets.reserve(&records, "ann", TODAY, &configured, call(1)).await);
    records.put(UsageLimits::ID, &limits(Some(1), None)).await.unwrap();
    budgets.reserve(&records, "ann", TODAY, &configured, call(1)).await.unwrap();
}
