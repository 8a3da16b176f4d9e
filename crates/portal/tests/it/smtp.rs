//! A mail server for tests: speaks SMTP on a port of its own, keeps what it takes, and answers as it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How the next message is answered; after those planned, every one is taken.
#[derive(Debug, Clone)]
pub(crate) enum Plan {
    /// Taken.
    Take,
    /// The recipient is refused with this line.
    Recipient(&'static str),
    /// The whole message was read, and is refused with this line.
    Whole(&'static str),
    /// The whole message was taken, and the connection is cut without an answer.
    CutAfterData,
    /// Taken after a while.
    After(Duration),
}

/// A message that was taken.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) raw: Vec<u8>,
    /// User and password, where they were given.
    pub(crate) login: Option<(String, String)>,
}

#[derive(Default)]
struct State {
    plans: VecDeque<Plan>,
    taken: Vec<Taken>,
    connections: usize,
    tell: Option<watch::Sender<usize>>,
}

/// The server; it is gone when it is dropped.
pub(crate) struct Smtp {
    port: u16,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
    /// Told of each message that was taken.
    news: watch::Receiver<usize>,
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Smtp {
    /// On a free port.
    pub(crate) async fn start() -> Smtp {
        Smtp::on(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    /// On the port where one was that is gone.
    pub(crate) async fn again(port: u16) -> Smtp {
        Smtp::on(TcpListener::bind(("127.0.0.1", port)).await.unwrap())
    }

    fn on(listener: TcpListener) -> Smtp {
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State::default()));
        let (tell, news) = watch::channel(0);
        let shared = state.clone();
        shared.lock().unwrap().tell = Some(tell);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.lock().unwrap().connections += 1;
                tokio::spawn(talk(stream, shared.clone()));
            }
        });
        Smtp {
            port,
            state,
            task,
            news,
        }
    }

    /// Its address for the setting `mail`.
    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Says how the next messages are answered.
    pub(crate) fn plan(&self, plans: impl IntoIterator<Item = Plan>) {
        self.state.lock().unwrap().plans.extend(plans);
    }

    /// What was taken, once that is enough; fails after a minute.
    pub(crate) async fn until(&self, enough: impl Fn(&[Taken]) -> bool) -> Vec<Taken> {
        let mut news = self.news.clone();
        let wait = news.wait_for(|_| enough(&self.state.lock().unwrap().taken));
        let waited = tokio::time::timeout(Duration::from_secs(60), wait).await;
        let taken = self.taken();
        let to: Vec<&str> = taken.iter().map(|one| one.to.as_str()).collect();
        assert!(
            waited.is_ok(),
            "not enough mail came; there was some to {to:?}"
        );
        taken
    }

    /// What was taken so far.
    pub(crate) fn taken(&self) -> Vec<Taken> {
        self.state.lock().unwrap().taken.clone()
    }

    /// How often somebody connected.
    pub(crate) fn connections(&self) -> usize {
        self.state.lock().unwrap().connections
    }
}

/// One connection, until either side ends it.
async fn talk(stream: TcpStream, state: Arc<Mutex<State>>) -> Option<()> {
    let mut stream = BufReader::new(stream);
    say(&mut stream, "220 sink.test ready").await?;
    let (mut from, mut to, mut login) = (String::new(), String::new(), None);
    loop {
        let line = line(&mut stream).await?;
        let word = line.split([' ', ':']).next()?.to_uppercase();
        match word.as_str() {
            "EHLO" => {
                say(
                    &mut stream,
                    "250-sink.test\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN",
                )
                .await?;
            }
            "AUTH" => {
                let words = STANDARD.decode(line.split(' ').nth(2)?).ok()?;
                let mut words = words.split(|byte| *byte == 0).skip(1);
                let mut next = || Some(String::from_utf8_lossy(words.next()?).into_owned());
                let (user, password) = (next()?, next()?);
                if password == "wrong" {
                    say(&mut stream, "535 5.7.8 no such user").await?;
                } else {
                    login = Some((user, password));
                    say(&mut stream, "235 2.7.0 welcome").await?;
                }
            }
            "MAIL" => {
                from = inside(&line);
                say(&mut stream, "250 2.1.0 ok").await?;
            }
            "RCPT" => {
                let plan = state.lock().unwrap().plans.front().cloned();
                if let Some(Plan::Recipient(answer)) = plan {
                    state.lock().unwrap().plans.pop_front();
                    say(&mut stream, answer).await?;
                } else {
                    to = inside(&line);
                    say(&mut stream, "250 2.1.5 ok").await?;
                }
            }
            "DATA" => {
                say(&mut stream, "354 go on").await?;
                let raw = data(&mut stream).await?;
                let plan = state
                    .lock()
                    .unwrap()
                    .plans
                    .pop_front()
                    .unwrap_or(Plan::Take);
                let take = || {
                    let mut state = state.lock().unwrap();
                    state.taken.push(Taken {
                        from: from.clone(),
                        to: to.clone(),
                        raw: raw.clone(),
                        login: login.clone(),
                    });
                    let (count, tell) = (state.taken.len(), state.tell.clone());
                    // Whoever waits looks at what was taken, so the lock must be free by then.
                    drop(state);
                    if let Some(tell) = tell {
                        tell.send_replace(count);
                    }
                };
                match plan {
                    Plan::Whole(answer) => say(&mut stream, answer).await?,
                    Plan::CutAfterData => {
                        take();
                        return None;
                    }
                    Plan::After(while_) => {
                        tokio::time::sleep(while_).await;
                        take();
                        say(&mut stream, "250 2.0.0 kept").await?;
                    }
                    Plan::Take | Plan::Recipient(_) => {
                        take();
                        say(&mut stream, "250 2.0.0 kept").await?;
                    }
                }
            }
            "QUIT" => {
                say(&mut stream, "221 2.0.0 bye").await?;
                return Some(());
            }
            _ => say(&mut stream, "250 2.0.0 ok").await?,
        }
    }
}

async fn say(stream: &mut BufReader<TcpStream>, line: &str) -> Option<()> {
    stream
        .write_all(format!("{line}\r\n").as_bytes())
        .await
        .ok()
}

async fn line(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    let read = stream.read_line(&mut line).await.ok()?;
    (read > 0).then(|| line.trim_end().to_owned())
}

/// The lines of a message up to the dot, without the dots that were doubled on the way.
async fn data(stream: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
    let mut raw = Vec::new();
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).await.ok()? == 0 {
            return None;
        }
        if line == b".\r\n" {
            return Some(raw);
        }
        raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}

/// What stands between angle brackets.
fn inside(line: &str) -> String {
    let rest = line.split_once('<').map_or("", |(_, rest)| rest);
    rest.split('>').next().unwrap_or_default().to_owned()
}
