//! Typed records over the real engine.

use std::error::Error;
use std::sync::Arc;

use copydesk_storage::{
    Campaign, Conversation, EmojiUse, Explanation, Post, Preferences, SledEngine, StorageError, Store, Team, TeamId,
    TeamStore, TokenCount, Turn, UsageCount,
};
use jiff::Timestamp;
use jiff::civil::date;
use tempfile::TempDir;

type Tested = Result<(), Box<dyn Error>>;

fn store() -> Result<(Store, TempDir), Box<dyn Error>> {
    let dir = tempfile::tempdir()?;
    Ok((Store::new(Arc::new(SledEngine::open(dir.path())?)), dir))
}

fn team_store(id: &str) -> Result<(TeamStore, TempDir), Box<dyn Error>> {
    let (store, dir) = store()?;
    Ok((store.team(&TeamId::parse(id)?), dir))
}

fn said(text: &str) -> Conversation {
    Conversation { turns: vec![Turn { from_person: true, person: None, text: text.to_owned() }], summary: None }
}

#[tokio::test]
async fn every_record_comes_back() -> Tested {
    let (team, _dir) = team_store("oat-latte")?;
    let preferences = Preferences { brand: "燕麦".to_owned(), emoji: EmojiUse::Many, ..Preferences::default() };
    let explanation = Explanation {
        person: Some("discord:8".to_owned()),
        question: "Ideas?".to_owned(),
        model: "small".to_owned(),
        prompt: "p".repeat(100_000),
        notes: vec!["one link was dropped".to_owned()],
        tokens: Some(TokenCount { prompt: 900, output: 80 }),
        created: Timestamp::UNIX_EPOCH,
    };
    team.put(Preferences::ID, &preferences).await?;
    team.put("discord/7", &explanation).await?;
    let version = team.put("discord/7", &said("Hello")).await?;
    assert_eq!(team.get(Preferences::ID).await?.map(|stored| stored.record), Some(preferences));
    assert_eq!(team.get("discord/7").await?.map(|stored| stored.record), Some(explanation));
    let stored = team.get::<Conversation>("discord/7").await?.ok_or("it was put")?;
    assert_eq!((stored.record, stored.version), (said("Hello"), version));
    team.delete::<Conversation>("discord/7").await?;
    assert_eq!(team.get::<Conversation>("discord/7").await?, None);
    assert!(team.get::<Explanation>("discord/7").await?.is_some());
    Ok(())
}

#[tokio::test]
async fn teams_are_created_once_and_listed_in_order() -> Tested {
    let (store, _dir) = store()?;
    let team = |id: &str| -> Result<Team, StorageError> {
        Ok(Team { id: TeamId::parse(id)?, name: id.to_owned(), sample: false, created: Timestamp::UNIX_EPOCH })
    };
    for id in ["tea", "oat-latte", "b"] {
        store.create_team(team(id)?).await?;
    }
    assert!(matches!(store.create_team(team("tea")?).await, Err(StorageError::Conflict { .. })));
    assert_eq!(store.teams().await?, [team("b")?, team("oat-latte")?, team("tea")?]);
    assert_eq!(store.find_team(&TeamId::parse("tea")?).await?.map(|stored| stored.record), Some(team("tea")?));
    assert_eq!(store.find_team(&TeamId::parse("te")?).await?, None);
    Ok(())
}

#[tokio::test]
async fn teams_are_sealed() -> Tested {
    let (store, _dir) = store()?;
    let (one, other) = (store.team(&TeamId::parse("a")?), store.team(&TeamId::parse("a-b")?));
    one.put("7", &said("one's")).await?;
    other.put("7", &said("other's")).await?;
    one.add_campaign(Post::default()).await?;
    assert_eq!(one.all::<Conversation>().await?.len(), 1);
    assert_eq!(other.add_campaign(Post::default()).await?.number, 1);
    one.delete::<Conversation>("7").await?;
    assert_eq!(other.get("7").await?.map(|stored| stored.record), Some(said("other's")));
    Ok(())
}

#[tokio::test]
async fn records_are_listed_in_pages_and_all_at_once() -> Tested {
    let (team, _dir) = team_store("oat-latte")?;
    let drafts = (0..600).map(|number| Post { likes: Some(number), ..Post::default() }).collect();
    let added = team.add_campaigns(drafts).await?;
    assert_eq!((added.len(), added[599].id().as_str(), added[599].post.likes), (600, "C-600", Some(599)));
    let all: Vec<_> = team.all::<Campaign>().await?.into_iter().map(|(_, stored)| stored.record).collect();
    assert!(all == added, "all of them, in the order of their numbers");
    let page = team.list::<Campaign>(Some(&Campaign::record_id(9)), 2).await?;
    assert_eq!(page.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["00000010", "00000011"]);
    assert_eq!(team.list::<Campaign>(None, 1).await?[0].1.record, added[0]);
    Ok(())
}

#[tokio::test]
async fn nothing_is_added_when_there_is_nothing_to_add() -> Tested {
    let (team, _dir) = team_store("oat-latte")?;
    assert_eq!(team.add_campaigns(Vec::new()).await?, []);
    assert_eq!(team.add_campaign(Post::default()).await?.id(), "C-001");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn campaigns_added_at_once_get_numbers_of_their_own_and_a_number_is_never_given_again() -> Tested {
    let (team, _dir) = team_store("oat-latte")?;
    let tasks: Vec<_> = (0..40)
        .map(|_| {
            let team = team.clone();
            tokio::spawn(async move { team.add_campaign(Post::default()).await })
        })
        .collect();
    let mut numbers = Vec::new();
    for task in tasks {
        numbers.push(task.await??.number);
    }
    numbers.sort_unstable();
    assert!(numbers.iter().copied().eq(1..=40), "{numbers:?}");
    team.delete::<Campaign>(&Campaign::record_id(40)).await?;
    assert_eq!(team.add_campaign(Post::default()).await?.number, 41);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_runs_again_when_it_lost_a_race() -> Tested {
    let (team, _dir) = team_store("oat-latte")?;
    let tasks: Vec<_> = (0..40)
        .map(|number| {
            let team = team.clone();
            tokio::spawn(async move {
                team.update("7", |old: Option<Conversation>| {
                    let mut conversation = old.unwrap_or_default();
                    conversation.turns.push(Turn { from_person: false, person: None, text: number.to_string() });
                    conversation
                })
                .await
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    let stored = team.get::<Conversation>("7").await?.ok_or("it was updated")?;
    assert_eq!(stored.record.turns.len(), 40);
    Ok(())
}

#[tokio::test]
async fn a_change_happens_whole_or_not_at_all() -> Tested {
    let (team, _dir) = team_store("oat-latte")?;
    let version = team.put("7", &said("one")).await?;
    let stale = team.change().unchanged::<Conversation>("7", None).put("7", &said("two")).put("8", &said("two"));
    assert!(matches!(stale.commit().await, Err(StorageError::Conflict { .. })));
    assert_eq!(team.get::<Conversation>("8").await?, None);
    let fresh = team.change().unchanged::<Conversation>("7", Some(version)).delete::<Conversation>("7");
    let changed = fresh.put("8", &said("two")).put(Preferences::ID, &Preferences::default()).commit().await?;
    assert_eq!(team.get::<Conversation>("7").await?, None);
    assert_eq!(team.get::<Preferences>(Preferences::ID).await?.map(|stored| stored.version), Some(changed));
    Ok(())
}

#[tokio::test]
async fn what_many_use_at_once_is_all_counted_for_each_and_for_the_team() -> Tested {
    let (team, dir) = team_store("oat-latte")?;
    let day = date(2026, 3, 14);
    let used = UsageCount {
        requests: 1,
        prompt_tokens: 100,
        output_tokens: 20,
        money: [("EUR".to_owned(), 7)].into_iter().collect(),
    };
    let adding = (0..20).map(|number| {
        let (team, used) = (team.clone(), used.clone());
        tokio::spawn(async move { team.add_usage(day, ["ana", "ben"][number % 2], &used).await })
    });
    for added in adding.collect::<Vec<_>>() {
        added.await??;
    }
    drop(team);
    let reopened = Store::new(Arc::new(SledEngine::open(dir.path())?)).team(&TeamId::parse("oat-latte")?);
    let expected = |times: u64| UsageCount {
        requests: times,
        prompt_tokens: 100 * times,
        output_tokens: 20 * times,
        money: [("EUR".to_owned(), 7 * times)].into_iter().collect(),
    };
    assert_eq!(reopened.usage(day, None).await?, expected(20));
    assert_eq!(reopened.usage(day, Some("ana")).await?, expected(10));
    assert_eq!(reopened.usage(day, Some("eve")).await?, UsageCount::default());
    assert_eq!(reopened.usage(date(2026, 3, 15), None).await?, UsageCount::default());
    Ok(())
}
