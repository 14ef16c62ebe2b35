//! One request as it is written down, for what a client of HTTP would not send or not show.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Sends a request to an address such as `http://127.0.0.1:8123/path`: the status, the headers by their names in lower case,
/// and the body, `Null` if it is no JSON.
pub async fn ask(method: &str, url: &str, headers: &[(&str, &str)], body: &[u8]) -> (u16, Value, Value) {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_at(rest.find('/').unwrap());
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n"
    );
    let mut stream = TcpStream::connect(host).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let mut named = json!({});
    for (name, value) in head.lines().filter_map(|line| line.split_once(": ")) {
        named[name.to_lowercase()] = json!(value);
    }
    (status, named, serde_json::from_str(body).unwrap_or_default())
}
