//! Programs on a disk that a test can fill: a file system of their own, which goes with them.

use std::error::Error;
use std::path::Path;
use std::process::Command;

const AS_ROOT: &[&str] = &["--mount"];
const AS_ANYBODY: &[&str] = &["--user", "--map-root-user", "--mount"];

/// A command that mounts a small disk at `dir` (`options` as for tmpfs) and runs a shell's `script` there, whose `$1` is
/// `dir`; further arguments follow.
pub fn on_a_small_disk(dir: &Path, options: &str, script: &str) -> Result<Command, Box<dyn Error>> {
    let can_mount = |namespace: &[&str]| {
        let tried = Command::new("unshare")
            .args(namespace)
            .args(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs"])
            .arg(dir)
            .output();
        tried.is_ok_and(|tried| tried.status.success())
    };
    let namespace = [AS_ROOT, AS_ANYBODY].into_iter().find(|namespace| can_mount(namespace)).ok_or(
        "this test mounts a small disk, and neither root nor a user namespace may do so here: run it where \
         `unshare --user --map-root-user --mount true` works",
    )?;
    let mut command = Command::new("unshare");
    let script = format!("mount -t tmpfs -o '{options}' tmpfs \"$1\" || exit\n{script}");
    command.args(namespace).args(["sh", "-c", &script, "sh"]).arg(dir);
    Ok(command)
}
