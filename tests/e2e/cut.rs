//! Connections that are cut once, at any byte of a conversation, in either direction: whoever asked finds the answer once, or
//! the sentence that it was interrupted; never nothing, and never the answer twice.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Places at which each conversation is cut, in each direction, unless the environment's `CUTS` has another number or "all".
const CUTS: usize = 40;

/// Which bytes are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    ToServer,
    ToClient,
}

/// Where a conversation is cut: once, after so many bytes in this direction, over all connections.
#[derive(Debug, Clone, Copy)]
pub struct Cut {
    pub direction: Direction,
    /// `usize::MAX` only counts.
    pub after: usize,
}

impl Cut {
    /// The places to try, where a whole conversation has so many bytes in this direction: spread over all of it, and never
    /// twice at the same place of a request; or after each byte.
    pub fn over(direction: Direction, bytes: usize) -> impl Iterator<Item = Self> {
        let asked = std::env::var("CUTS").ok();
        let all = asked.as_deref() == Some("all");
        let cuts = if all { bytes } else { asked.and_then(|it| it.parse().ok()).unwrap_or(CUTS) };
        (0..cuts).map(move |at| Self { direction, after: if all { at } else { bytes * at / cuts + at * 7 % 13 } })
    }
}

/// A way to a server on this machine that counts bytes.
pub struct Proxy {
    pub address: SocketAddr,
    counted: Arc<Counted>,
    serving: JoinHandle<()>,
}

struct Counted {
    cut: Cut,
    passed: AtomicUsize,
    done: AtomicBool,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Proxy {
    /// Stands before the server at an address such as `http://127.0.0.1:8123`.
    pub async fn before(url: &str, cut: Cut) -> Self {
        let to: SocketAddr = url.split("://").last().unwrap().parse().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let counted = Arc::new(Counted { cut, passed: AtomicUsize::new(0), done: AtomicBool::new(false) });
        let counts = Arc::clone(&counted);
        let serving = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let counted = Arc::clone(&counts);
                tokio::spawn(async move {
                    let Ok(server) = TcpStream::connect(to).await else { return };
                    let ((from_client, to_client), (from_server, to_server)) =
                        (client.into_split(), server.into_split());
                    // Where one direction ends, both do.
                    tokio::select! {
                        _ = counted.pass(from_client, to_server, Direction::ToServer) => {}
                        _ = counted.pass(from_server, to_client, Direction::ToClient) => {}
                    }
                });
            }
        });
        Self { address, counted, serving }
    }

    /// Bytes so far.
    pub fn passed(&self) -> usize {
        self.counted.passed.load(Ordering::Relaxed)
    }
}

impl Counted {
    async fn pass(
        &self,
        mut from: impl AsyncRead + Unpin,
        mut to: impl AsyncWrite + Unpin,
        direction: Direction,
    ) -> io::Result<()> {
        let mut buffer = [0; 2_048];
        loop {
            let count = from.read(&mut buffer).await?;
            if count == 0 {
                return Ok(());
            }
            if direction == self.cut.direction {
                let before = self.passed.fetch_add(count, Ordering::Relaxed);
                if before + count > self.cut.after && !self.done.swap(true, Ordering::Relaxed) {
                    return to.write_all(&buffer[..self.cut.after.saturating_sub(before).min(count)]).await;
                }
            }
            to.write_all(&buffer[..count]).await?;
        }
    }
}

/// Whether a person who sees these texts is well served.
pub fn is_settled(texts: &[String], answer: &str, notice: &str) -> bool {
    let count = |part: &str| texts.iter().filter(|text| text.contains(part)).count();
    let (answers, notices) = (count(answer), count(notice));
    answers <= 1 && notices <= 1 && answers + notices >= 1
}
