//! Model files: which are here, fetching one, and choosing one.
//!
//! | file | what it does |
//! | --- | --- |
//! | `list` | the models of the configuration, as a table |
//! | `fetch` | a file from its sources: whole, checked, and only then in its place |
//! | `partial` | what has come so far, kept over a break |
//! | `package`, `web` | the two kinds of source |
//! | `progress`, `room` | the line that grows; room on the disk |
//! | `choose` | writes the choice into the configuration |

mod choose;
mod fetch;
mod list;
mod package;
mod partial;
mod progress;
mod room;
mod web;

pub use self::choose::{ChooseError, choose};
pub use self::fetch::{FetchError, fetch};
pub use self::list::list;

fn near(nearest: Option<&String>) -> String {
    nearest.map(|name| format!(" Did you mean {name}?")).unwrap_or_default()
}
