//! Room on the disk.

use std::path::Path;

/// What stays free besides, so that other programs go on working.
const RESERVE: u64 = 16 << 20;

/// Bytes that are missing for `needed` more in `folder`: what is free, and what has to be. `None` if there is room, or
/// nobody can tell.
pub(super) fn missing(folder: &Path, needed: u64) -> Option<(u64, u64)> {
    let (free, needed) = (free(folder)?, needed.saturating_add(RESERVE));
    (free < needed).then_some((free, needed))
}

#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let stat = rustix::fs::statvfs(folder).ok()?;
    Some(stat.f_bavail.saturating_mul(stat.f_frsize))
}

// No cheap answer here: a full disk is then an error of the write itself.
#[cfg(not(unix))]
fn free(_folder: &Path) -> Option<u64> {
    None
}
