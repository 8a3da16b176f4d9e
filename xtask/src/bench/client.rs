//! A browser's connection in its smallest form: HTTP/1.1, kept alive, one question at a time.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// An answer that takes longer than this is an error.
const PATIENCE: Duration = Duration::from_secs(60);

/// One question: the bytes that go over the wire.
pub(crate) struct Question(String);

impl Question {
    /// `GET path`, with a bearer token where there is one.
    pub(crate) fn get(path: &str, accept: &str, token: Option<&str>) -> Question {
        let mut text =
            format!("GET {path} HTTP/1.1\r\nHost: bench.example\r\nAccept: {accept}\r\n");
        if let Some(token) = token {
            text += &format!("Authorization: Bearer {token}\r\n");
        }
        text += "\r\n";
        Question(text)
    }

    /// A page as a browser asks for it: in gzip, with the cookie of a session.
    pub(crate) fn page(path: &str, session: Option<&str>) -> Question {
        Question::with_cookie(path, session, "Accept-Encoding: gzip\r\n")
    }

    /// The same as it is, to be read.
    pub(crate) fn get_as(path: &str, session: &str) -> Question {
        Question::with_cookie(path, Some(session), "")
    }

    fn with_cookie(path: &str, session: Option<&str>, more: &str) -> Question {
        let cookie = session.map_or_else(String::new, |session| {
            format!("Cookie: session={session}\r\n")
        });
        Question(format!(
            "GET {path} HTTP/1.1\r\nHost: bench.example\r\nAccept: text/html\r\n{cookie}{more}\r\n"
        ))
    }

    /// A form without fields, sent from a page of the same site.
    pub(crate) fn press(path: &str) -> Question {
        Question(format!(
            "POST {path} HTTP/1.1\r\nHost: bench.example\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 0\r\n\r\n"
        ))
    }
}

/// What came back.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    /// The session that it began.
    pub(crate) session: Option<String>,
}

/// An open connection.
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// Where nobody listens.
    pub(crate) fn open(address: SocketAddr) -> Result<Connection> {
        let stream = TcpStream::connect(address)
            .with_context(|| format!("nobody listens on `{address}`"))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Connection {
            stream: BufReader::with_capacity(64 * 1024, stream),
        })
    }

    /// Asks and waits for the whole answer.
    ///
    /// # Errors
    /// Where the connection breaks or the answer is not HTTP/1.1.
    pub(crate) fn ask(&mut self, question: &Question) -> Result<Answer> {
        self.stream
            .get_mut()
            .write_all(question.0.as_bytes())
            .context("the connection broke")?;
        read_answer(&mut self.stream)
    }
}

fn read_answer(from: &mut impl BufRead) -> Result<Answer> {
    let first = line(from)?;
    let status = first
        .strip_prefix("HTTP/1.1 ")
        .and_then(|rest| rest.get(..3)?.parse().ok());
    let status = status.with_context(|| format!("`{first}` is no answer of HTTP/1.1"))?;
    let mut length = None;
    let mut chunked = false;
    let mut session = None;
    loop {
        let header = line(from)?;
        let Some((name, value)) = header.split_once(':') else {
            break;
        };
        let value = value.trim();
        if name.eq_ignore_ascii_case("content-length") {
            length = Some(
                value
                    .parse::<usize>()
                    .with_context(|| format!("`{value}` is no length"))?,
            );
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            chunked = value.eq_ignore_ascii_case("chunked");
        } else if name.eq_ignore_ascii_case("set-cookie") {
            let kept = value.split(';').next().unwrap_or_default();
            session = kept.strip_prefix("session=").map(str::to_owned);
        }
    }
    let mut body = Vec::new();
    match length {
        _ if chunked => while take_chunk(from, &mut body)? {},
        Some(length) => take(from, length, &mut body)?,
        None => bail!("an answer without a length cannot be read on a connection that is kept"),
    }
    Ok(Answer {
        status,
        body,
        session,
    })
}

/// Takes one chunk; whether there are more.
fn take_chunk(from: &mut impl BufRead, body: &mut Vec<u8>) -> Result<bool> {
    let size = line(from)?;
    let digits = size.split(';').next().unwrap_or_default().trim();
    let size = usize::from_str_radix(digits, 16)
        .with_context(|| format!("`{size}` is no size of a chunk"))?;
    take(from, size, body)?;
    line(from)?;
    Ok(size > 0)
}

fn take(from: &mut impl BufRead, length: usize, body: &mut Vec<u8>) -> Result<()> {
    let before = body.len();
    body.resize(before + length, 0);
    from.read_exact(&mut body[before..])
        .context("the answer was cut short")
}

fn line(from: &mut impl BufRead) -> Result<String> {
    let mut line = Vec::new();
    from.take(64 * 1024)
        .read_until(b'\n', &mut line)
        .context("no answer came")?;
    if line.pop() != Some(b'\n') {
        bail!("the answer was cut short");
    }
    let line = String::from_utf8_lossy(&line);
    Ok(line.trim_end_matches('\r').to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Answer, read_answer};

    fn answer(text: &str) -> anyhow::Result<Answer> {
        read_answer(&mut text.as_bytes())
    }

    #[test]
    fn an_answer_with_a_length_ends_there() -> anyhow::Result<()> {
        let mut two: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhelloHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
        assert_eq!(
            read_answer(&mut two)?,
            Answer {
                status: 200,
                body: b"hello".to_vec(),
                session: None
            }
        );
        assert_eq!(
            read_answer(&mut two)?,
            Answer {
                status: 404,
                body: Vec::new(),
                session: None
            }
        );
        Ok(())
    }

    #[test]
    fn chunks_are_put_together() -> anyhow::Result<()> {
        let text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n";
        assert_eq!(answer(text)?.body, b"abc0123456789");
        Ok(())
    }

    #[test]
    fn what_is_no_whole_answer_is_an_error() {
        for text in [
            "",
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
            "HTTP/1.1 200 OK\r\n\r\n",
            "SSH-2.0\r\n\r\n",
        ] {
            assert!(answer(text).is_err(), "{text:?}");
        }
    }
}
