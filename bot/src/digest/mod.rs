//! Trend digests: from sources to a message, once and on time.
//!
//! | file | what it does |
//! | --- | --- |
//! | `source` | what people write for a source: an address, or a name such as `reddit:coffee` |
//! | `collect` | fetches one source and reads it |
//! | `shelf` | the items of a team's sources: stored, and read again |
//! | `period` | what is shown of a period, from stored items and the model |
//! | `report` | items to what the message shows |
//! | `wording` | the model's sentences about it |
//! | `preview` | `copydesk digest preview` |
//! | `setup` | what `/digest create` and `/digest edit` are given |
//! | `questions` | what `/digest create` asks for |
//! | `work` | one occurrence, from state to state |
//! | `told` | an admin hears of a digest that is not there |
//! | `agenda` | what is to be looked at, and when: the index of all teams |
//! | `scheduler` | has what is due claimed and worked on, fairly |
//! | `fair` | in which order, and when |

pub mod agenda;
pub mod collect;
pub mod fair;
pub mod period;
pub mod preview;
pub mod questions;
pub mod report;
pub mod scheduler;
pub mod setup;
pub mod shelf;
pub mod source;
mod told;
pub mod wording;
pub mod work;

use std::sync::{Arc, OnceLock};

use copydesk_adapters::ConsolePosts;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use self::scheduler::Scheduler;
use self::work::{Posters, Worker};
use crate::config::FetchSettings;
use crate::desk::Desk;
use crate::fetch::{FetchError, Fetcher};

/// What digests of all teams share.
#[derive(Default)]
pub struct Digests {
    fetcher: OnceLock<Arc<Fetcher>>,
    /// Told when a digest is made or changed.
    pub woken: Arc<Notify>,
}

impl Digests {
    /// The way to the web; the same for everybody, so that its pace holds.
    ///
    /// # Errors
    /// What the TLS library says.
    pub fn fetcher(&self, settings: &FetchSettings) -> Result<Arc<Fetcher>, FetchError> {
        if let Some(fetcher) = self.fetcher.get() {
            return Ok(Arc::clone(fetcher));
        }
        let made = Arc::new(Fetcher::new(settings)?);
        Ok(Arc::clone(self.fetcher.get_or_init(|| made)))
    }
}

/// Starts the scheduler; it ends with `shutdown`. Digests of terminals that nobody sits at go into files.
pub fn start(desk: &Arc<Desk>, mut posters: Posters, shutdown: CancellationToken) -> JoinHandle<()> {
    let files = || Arc::new(ConsolePosts::new(desk.data_dir.join("posts"))) as _;
    posters.entry("console".to_owned()).or_insert_with(files);
    let desk = Arc::clone(desk);
    tokio::spawn(async move {
        let fetcher = match desk.digests.fetcher(&desk.config.fetch) {
            Ok(fetcher) => fetcher,
            Err(error) => {
                tracing::error!(%error, "there are no digests: nothing can be fetched");
                return;
            }
        };
        let woken = Arc::clone(&desk.digests.woken);
        Scheduler::new(Arc::new(Worker { desk, fetcher, posters }), woken).run(shutdown).await;
    })
}
