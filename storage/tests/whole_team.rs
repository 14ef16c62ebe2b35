//! What is stored of a team, read and removed as a whole.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;

use copydesk_storage::{
    LinkCode, PlaceOfTeam, Post, Preferences, Removal, RemovalReason, RemovedTeam, Section, SledEngine, StorageError,
    Store, Team, TeamId,
};
use jiff::Timestamp;
use tempfile::TempDir;

type Tested = Result<(), Box<dyn Error>>;

/// Teams "oat" and "oat-2", each with a place, preferences and 300 past posts, more than are read at once.
async fn two_teams() -> Result<(Store, TempDir), Box<dyn Error>> {
    let dir = tempfile::tempdir()?;
    let store = Store::new(Arc::new(SledEngine::open(dir.path())?));
    for name in ["oat", "oat-2"] {
        let id = TeamId::parse(name)?;
        let created = Timestamp::UNIX_EPOCH;
        store.create_team(Team { id: id.clone(), name: format!("Team {name}"), sample: false, created }).await?;
        let records = store.team(&id);
        records.put(Preferences::ID, &Preferences { brand: name.to_owned(), ..Preferences::default() }).await?;
        records.add_campaigns(vec![Post::default(); 300]).await?;
        let place = PlaceOfTeam { team: id.clone(), name: "Office".to_owned(), linked: false, left: None };
        let code = LinkCode { team: id.clone(), expires: created };
        let change = store.installation().change().put(&format!("telegram:{name}"), &place).put(name, &code);
        change.put(name, &Removal { due: created, reason: RemovalReason::Asked }).commit().await?;
    }
    Ok((store, dir))
}

async fn removal_version(store: &Store, id: &TeamId) -> Result<u64, Box<dyn Error>> {
    Ok(store.installation().get::<Removal>(id.as_str()).await?.ok_or("it is asked for")?.version)
}

#[tokio::test]
async fn everything_of_a_team_is_listed_with_its_kind() -> Tested {
    let (store, _dir) = two_teams().await?;
    let id = TeamId::parse("oat")?;
    let all = store.everything(&id).await?;
    assert_eq!(all.len(), 303);
    assert_eq!((all[0].section, all[0].id.as_str(), all[0].version), (Some(Section::Preferences), "team", 1));
    assert_eq!(all[0].json["brand"], "oat");
    let counts = BTreeMap::from([("preferences", 1), ("campaigns", 300), ("counters", 2)]);
    let counts: BTreeMap<String, usize> = counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    assert_eq!(store.counts(&id).await?, counts);
    Ok(())
}

#[tokio::test]
async fn a_removed_team_leaves_nothing_but_a_notice_and_other_teams_are_whole() -> Tested {
    let (store, _dir) = two_teams().await?;
    let id = TeamId::parse("oat")?;
    let version = store.find_team(&id).await?.ok_or("it is there")?.version;
    let late = store.team(&id).only_while(version);
    let now = Timestamp::from_second(1_000)?;
    let removed = store.remove_team(&id, removal_version(&store, &id).await?, now).await?.ok_or("it was there")?;
    assert_eq!((removed.name.as_str(), removed.at, removed.records["campaigns"]), ("Team oat", now, 300));

    assert_eq!(store.everything(&id).await?, []);
    assert_eq!(store.find_team(&id).await?, None);
    assert_eq!(store.places_of(&id).await?.len(), 0);
    assert_eq!(store.installation().get::<LinkCode>("oat").await?, None);
    assert_eq!(store.installation().get::<Removal>("oat").await?, None);
    let notice = store.installation().get::<RemovedTeam>("telegram:oat").await?;
    assert_eq!(notice.map(|notice| notice.record), Some(removed));

    let other = TeamId::parse("oat-2")?;
    assert_eq!(store.everything(&other).await?.len(), 303);
    assert_eq!((store.places_of(&other).await?.len(), store.teams().await?.len()), (1, 1));

    // A request that was under way stores nothing any more.
    let written = late.put(Preferences::ID, &Preferences::default()).await;
    assert!(matches!(written, Err(StorageError::Conflict { .. })), "{written:?}");
    assert_eq!(store.everything(&id).await?, []);
    Ok(())
}

#[tokio::test]
async fn a_removal_that_was_called_off_removes_nothing_and_one_that_was_cut_short_is_finished() -> Tested {
    let (store, _dir) = two_teams().await?;
    let (id, now) = (TeamId::parse("oat")?, Timestamp::UNIX_EPOCH);
    let version = removal_version(&store, &id).await?;
    store.installation().change().delete::<Removal>("oat").commit().await?;
    assert_eq!(store.remove_team(&id, version, now).await?, None);
    assert_eq!(store.everything(&id).await?.len(), 303);

    // As a crash leaves it: the team is gone, and something of it is not.
    let removal = Removal { due: now, reason: RemovalReason::Asked };
    store.installation().change().delete::<Team>("oat").put("oat", &removal).commit().await?;
    assert_eq!(store.remove_team(&id, removal_version(&store, &id).await?, now).await?, None);
    assert_eq!(store.everything(&id).await?, []);
    assert_eq!(store.installation().get::<Removal>("oat").await?, None);

    // What is there is never purged.
    let other = TeamId::parse("oat-2")?;
    store.purge(&other).await?;
    assert_eq!(store.everything(&other).await?.len(), 303);
    Ok(())
}
