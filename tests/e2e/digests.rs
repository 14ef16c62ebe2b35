//! Trend digests: feeds over a real server, hostile ones too, and a digest's whole life in a terminal and on the platforms.

mod asking;
mod feeds;
mod hostile;
mod killed;
mod life;
mod posting;
mod presets;
mod site;
mod team;
mod writing;

use serde_json::Value;

use crate::program::Program;

/// Feeds may be on this machine, and nobody waits between two requests.
const SETTINGS: &str = "fetch.allow_addresses = [\"127.0.0.1\"]\nfetch.pace_milliseconds = 0\nchat.language = \"en\"\n";

async fn preview(program: &Program, sources: &[&str]) -> Value {
    let mut arguments = vec!["digest", "preview", "--json"];
    for source in sources {
        arguments.extend(["--source", source]);
    }
    program.run(&arguments).await.json()
}
