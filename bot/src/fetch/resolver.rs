//! Names to addresses; only those that may be fetched from come out.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use async_trait::async_trait;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::FetchError;
use super::address::AddressPolicy;

/// Where names lead.
#[async_trait]
pub trait Lookup: Send + Sync {
    /// All addresses of a host.
    ///
    /// # Errors
    /// That there are none, or that nobody knows.
    async fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// The system's own.
pub struct SystemLookup;

#[async_trait]
impl Lookup for SystemLookup {
    async fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        Ok(tokio::net::lookup_host((host, 0)).await?.map(|address| address.ip()).collect())
    }
}

/// Asked before a request, for its error, and again by each new connection, for the address that it really goes to: a
/// name that leads elsewhere in between leads nowhere.
#[derive(Clone)]
pub(super) struct CheckedResolver {
    lookup: Arc<dyn Lookup>,
    policy: Arc<AddressPolicy>,
}

impl CheckedResolver {
    pub(super) fn new(lookup: Arc<dyn Lookup>, policy: Arc<AddressPolicy>) -> Self {
        Self { lookup, policy }
    }

    /// The addresses of a host that may be fetched from: at least one.
    pub(super) async fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, FetchError> {
        // Whatever a name server says of it, and where none is asked (RFC 6761, 6.3).
        let this_machine = IpAddr::V4(Ipv4Addr::LOCALHOST);
        if let Some(inside) = self.policy.refusal(this_machine).filter(|_| is_this_machine(host)) {
            return Err(FetchError::Refused { host: host.to_owned(), inside });
        }
        let found = self.lookup.addresses(host).await.map_err(|_| FetchError::Unresolved(host.to_owned()))?;
        let refused = found.iter().find_map(|address| self.policy.refusal(*address));
        let open: Vec<IpAddr> = found.into_iter().filter(|address| self.policy.refusal(*address).is_none()).collect();
        match (open.is_empty(), refused) {
            (false, _) => Ok(open),
            (true, Some(inside)) => Err(FetchError::Refused { host: host.to_owned(), inside }),
            (true, None) => Err(FetchError::Unresolved(host.to_owned())),
        }
    }
}

/// Whether a name is `localhost` or below it; a dot at the end changes nothing.
fn is_this_machine(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    host == "localhost" || host.ends_with(".localhost")
}

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.clone();
        Box::pin(async move {
            let open = resolver.addresses(name.as_str()).await?;
            // The port is set by whoever connects.
            Ok(Box::new(open.into_iter().map(|address| SocketAddr::new(address, 0))) as Addrs)
        })
    }
}
