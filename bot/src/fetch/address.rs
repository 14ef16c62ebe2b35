//! Where a request may go: http and https, no names or passwords, and only to addresses of the public internet.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::Url;
use reqwest::header::HeaderValue;

use super::FetchError;

/// The longest address of a source, bytes.
pub const LONGEST_URL: usize = 2048;

/// Addresses with the same beginning, such as `10.0.0.0/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

impl Network {
    /// Reads `127.0.0.1`, `10.0.0.0/8` or `fd00::/8`.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
        let address: IpAddr = address.trim().parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Some(most), |prefix| prefix.trim().parse().ok())?;
        (prefix <= most).then_some(Self { address, prefix })
    }

    /// Whether an address begins like this network.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(mine), IpAddr::V4(other)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.prefix)).unwrap_or(0);
                (mine.to_bits() ^ other.to_bits()) & mask == 0
            }
            (IpAddr::V6(mine), IpAddr::V6(other)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.prefix)).unwrap_or(0);
                (mine.to_bits() ^ other.to_bits()) & mask == 0
            }
            _ => false,
        }
    }
}

/// Why an address is not of the public internet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inside {
    /// This machine.
    Loopback,
    /// A network of one's own (RFC 1918, 4193), or that of a provider (RFC 6598).
    Private,
    /// This wire only, such as a cloud's metadata.
    LinkLocal,
    /// Many machines at once.
    Multicast,
    /// No address at all.
    Unspecified,
    /// Kept for documentation, measurements or later.
    Reserved,
    /// An IPv4 address, or a way to one, in an IPv6 address.
    Embedded,
}

impl Inside {
    /// Its name in settings, logs and sentences.
    pub fn name(self) -> &'static str {
        match self {
            Self::Loopback => "loopback",
            Self::Private => "private",
            Self::LinkLocal => "link-local",
            Self::Multicast => "multicast",
            Self::Unspecified => "unspecified",
            Self::Reserved => "reserved",
            Self::Embedded => "embedded",
        }
    }

    /// What an address is if it is not of the public internet (the IANA registries of special-purpose addresses).
    pub fn of(address: IpAddr) -> Option<Self> {
        match address {
            IpAddr::V4(address) => Self::of_v4(address),
            IpAddr::V6(address) => Self::of_v6(address),
        }
    }

    fn of_v4(address: Ipv4Addr) -> Option<Self> {
        let [first, second, third, _] = address.octets();
        match (first, second, third) {
            _ if address.is_unspecified() => Some(Self::Unspecified),
            (127, ..) => Some(Self::Loopback),
            (10, ..) | (172, 16..=31, _) | (192, 168, _) | (100, 64..=127, _) => Some(Self::Private),
            (169, 254, _) => Some(Self::LinkLocal),
            (224..=239, ..) => Some(Self::Multicast),
            (0 | 240.., ..) | (192, 0, 0 | 2) | (192, 88, 99) | (198, 18 | 19, _) | (198, 51, 100) | (203, 0, 113) => {
                Some(Self::Reserved)
            }
            _ => None,
        }
    }

    fn of_v6(address: Ipv6Addr) -> Option<Self> {
        let [first, second, ..] = address.segments();
        match (first, second) {
            _ if address.is_unspecified() => Some(Self::Unspecified),
            _ if address.is_loopback() => Some(Self::Loopback),
            // ::1.2.3.4, ::ffff:1.2.3.4, ::ffff:0:1.2.3.4 and NAT64 (RFC 6052, 8215).
            (0, _) | (0x64, 0xff9b) => Some(Self::Embedded),
            // 6to4 and Teredo.
            (0x2002, _) | (0x2001, 0) => Some(Self::Embedded),
            (0xfc00..=0xfdff, _) => Some(Self::Private),
            (0xfe80..=0xfeff, _) => Some(Self::LinkLocal),
            (0xff00.., _) => Some(Self::Multicast),
            (0x2001, 0..=0x1ff | 0xdb8) | (0x3fff, 0..=0x0fff) => Some(Self::Reserved),
            // Only this eighth is given out to anybody.
            (0x2000..=0x3fff, _) => None,
            _ => Some(Self::Reserved),
        }
    }
}

impl fmt::Display for Inside {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// Which addresses are fetched from.
#[derive(Debug, Clone, Default)]
pub struct AddressPolicy {
    allowed: Vec<Network>,
}

impl AddressPolicy {
    /// The public internet, and these.
    pub fn new(allowed: Vec<Network>) -> Self {
        Self { allowed }
    }

    /// Why a request may not go to an address.
    pub fn refusal(&self, address: IpAddr) -> Option<Inside> {
        Inside::of(address).filter(|_| !self.allowed.iter().any(|network| network.contains(address)))
    }

    /// Reads the address of a source.
    ///
    /// # Errors
    /// Why nothing is fetched from there.
    pub fn url(&self, text: &str) -> Result<Url, FetchError> {
        let text = text.trim();
        if text.len() > LONGEST_URL {
            return Err(FetchError::LongAddress);
        }
        let url = Url::parse(text).map_err(|_| FetchError::NoAddress(text.to_owned()))?;
        self.check(url)
    }

    /// What a redirect points at.
    ///
    /// # Errors
    /// Why nothing is fetched from there.
    pub fn target(&self, from: &Url, location: Option<&HeaderValue>) -> Result<Url, FetchError> {
        let target = location.and_then(|location| std::str::from_utf8(location.as_bytes()).ok());
        let target = target.filter(|target| target.len() <= LONGEST_URL).and_then(|target| from.join(target).ok());
        self.check(target.ok_or(FetchError::LostRedirect)?)
    }

    fn check(&self, mut url: Url) -> Result<Url, FetchError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchError::Scheme(url.scheme().to_owned()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(FetchError::Credentials);
        }
        let address = match url.host() {
            Some(url::Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(url::Host::Ipv6(address)) => Some(IpAddr::V6(address)),
            // Whatever a resolver makes of it (RFC 6761, section 6.3).
            Some(url::Host::Domain(name)) if is_localhost(name) => Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            Some(url::Host::Domain(name)) if !name.trim_matches('.').is_empty() => None,
            _ => return Err(FetchError::NoAddress(url.to_string())),
        };
        if let Some((address, inside)) = address.and_then(|address| Some((address, self.refusal(address)?))) {
            return Err(FetchError::Refused { host: address.to_string(), inside });
        }
        url.set_fragment(None);
        Ok(url)
    }
}

fn is_localhost(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed test may panic")]

    use proptest::prelude::*;

    use super::*;

    fn inside(address: &str) -> Option<Inside> {
        Inside::of(address.parse().expect(address))
    }

    #[test]
    fn addresses_that_are_not_public_are_known() {
        for (address, what) in [
            ("0.0.0.0", Inside::Unspecified),
            ("0.1.2.3", Inside::Reserved),
            ("10.9.8.7", Inside::Private),
            ("100.64.0.1", Inside::Private),
            ("100.127.255.255", Inside::Private),
            ("127.0.0.1", Inside::Loopback),
            ("127.255.255.254", Inside::Loopback),
            ("169.254.169.254", Inside::LinkLocal),
            ("172.16.0.1", Inside::Private),
            ("172.31.255.255", Inside::Private),
            ("192.0.0.8", Inside::Reserved),
            ("192.0.2.1", Inside::Reserved),
            ("192.88.99.1", Inside::Reserved),
            ("192.168.1.1", Inside::Private),
            ("198.18.0.1", Inside::Reserved),
            ("198.51.100.7", Inside::Reserved),
            ("203.0.113.9", Inside::Reserved),
            ("224.0.0.251", Inside::Multicast),
            ("240.0.0.1", Inside::Reserved),
            ("255.255.255.255", Inside::Reserved),
            ("::", Inside::Unspecified),
            ("::1", Inside::Loopback),
            ("::7f00:1", Inside::Embedded),
            ("::ffff:8.8.8.8", Inside::Embedded),
            ("64:ff9b::808:808", Inside::Embedded),
            ("64:ff9b:1::808:808", Inside::Embedded),
            ("2001::1", Inside::Embedded),
            ("2001:db8::1", Inside::Reserved),
            ("2001:10::1", Inside::Reserved),
            ("2002:7f00:1::", Inside::Embedded),
            ("3fff::1", Inside::Reserved),
            ("100::1", Inside::Reserved),
            ("5f00::1", Inside::Reserved),
            ("fd00::1", Inside::Private),
            ("fe80::1", Inside::LinkLocal),
            ("fec0::1", Inside::LinkLocal),
            ("ff02::fb", Inside::Multicast),
        ] {
            assert_eq!(inside(address), Some(what), "{address}");
        }
        for address in ["1.1.1.1", "8.8.8.8", "100.63.0.1", "100.128.0.1", "172.32.0.1", "198.20.0.1", "223.255.255.1"]
        {
            assert_eq!(inside(address), None, "{address}");
        }
        for address in ["2606:4700::1111", "2a00:1450:4001::1", "2001:4860:4860::8888"] {
            assert_eq!(inside(address), None, "{address}");
        }
    }

    #[test]
    fn an_allowed_network_is_fetched_from() {
        let networks = ["127.0.0.1", "10.0.0.0/8", "fd00::/8", "0.0.0.0/0"].map(|text| Network::parse(text).unwrap());
        let policy = AddressPolicy::new(networks[..3].to_vec());
        for (address, fetched) in
            [("127.0.0.1", true), ("127.0.0.2", false), ("10.200.0.1", true), ("fd12::1", true), ("fe80::1", false)]
        {
            assert_eq!(policy.refusal(address.parse().unwrap()).is_none(), fetched, "{address}");
        }
        assert!(networks[3].contains("203.0.113.9".parse().unwrap()));
        for wrong in ["", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "fd00::/129", "1.2.3.4.5"] {
            assert_eq!(Network::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_spelling_of_an_inner_address_is_refused() {
        for url in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f.0.0.1/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://127.0.0.1./",
            "http://localhost./",
            "http://LOCALHOST:8080/",
            "http://feeds.localhost/",
            "http://１２７.０.０.１/",
            "http://①②⑦.⓪.⓪.①/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[0:0:0:0:0:0:0:1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[fe80::1]/",
            "http://169.254.169.254/latest/meta-data/",
            "http://0/",
            "http://0.0.0.0:8080/",
            "https://192.168.0.1/feed",
            "http:127.0.0.1",
            r"http:\\127.0.0.1\feed",
            "http://127。0。0。1/",
        ] {
            let answer = AddressPolicy::default().url(url);
            assert!(matches!(answer, Err(FetchError::Refused { .. })), "{url}: {answer:?}");
        }
    }

    #[test]
    fn what_is_no_address_of_the_web_is_refused() {
        let policy = AddressPolicy::default();
        for url in ["file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "data:text/xml,<rss/>"] {
            assert!(matches!(policy.url(url), Err(FetchError::Scheme(_))), "{url}");
        }
        for url in ["http://me:secret@example.org/", "http://me@example.org/", "https://:x@example.org"] {
            assert_eq!(policy.url(url), Err(FetchError::Credentials), "{url}");
        }
        for url in
            ["", "feed.xml", "http://", "http://[::1", "http://.../", "http://exa mple.org", "http://[fe80::1%25eth0]/"]
        {
            assert!(matches!(policy.url(url), Err(FetchError::NoAddress(_))), "{url}");
        }
        assert_eq!(policy.url(&format!("http://example.org/{}", "a".repeat(3000))), Err(FetchError::LongAddress));
        assert_eq!(policy.url(" https://example.org/a#b ").map(String::from), Ok("https://example.org/a".to_owned()));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in any::<String>()) {
            let _outcome = AddressPolicy::default().url(&text);
            let _network = Network::parse(&text);
        }

        #[test]
        fn a_mapped_address_is_never_fetched_from(bits in any::<u32>()) {
            let mapped = Ipv4Addr::from_bits(bits).to_ipv6_mapped();
            prop_assert!(Inside::of(IpAddr::V6(mapped)).is_some());
        }
    }
}
