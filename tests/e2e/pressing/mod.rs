//! Buttons of the real program: after a restart, pressed once more, without the right, and after others have gone on.

mod discord;
mod telegram;

/// Past posts as a person exports them.
const POSTS: &[u8] = b"date,text,platform,likes\n\
    2026-10-05,Who else counts the minutes until the tram comes?,instagram,412\n\
    2026-10-12,The beans of this week come from a hill with a view.,instagram,96\n";
