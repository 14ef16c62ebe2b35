//! Ctrl-C while an answer is being written.

use std::io;

use tokio::sync::mpsc;

#[cfg(windows)]
type Signal = tokio::signal::windows::CtrlC;
#[cfg(unix)]
type Signal = tokio::signal::unix::Signal;

/// Where interrupts come from.
pub(super) enum Interrupts {
    Signal(Signal),
    Channel(mpsc::Receiver<()>),
}

impl Interrupts {
    /// The process's own. To be called before the first line is read: the line editor puts its own handler in place
    /// for the time of a read, and afterwards brings back the one that it found.
    pub(super) fn of_process() -> io::Result<Self> {
        #[cfg(unix)]
        let signal = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt());
        #[cfg(windows)]
        let signal = tokio::signal::windows::ctrl_c();
        signal.map(Self::Signal)
    }

    /// Waits for the next one.
    pub(super) async fn next(&mut self) {
        let received = match self {
            Self::Signal(signal) => signal.recv().await,
            Self::Channel(channel) => channel.recv().await,
        };
        if received.is_none() {
            std::future::pending().await
        }
    }
}
