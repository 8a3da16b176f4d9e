//! `vestibule serve`

use std::future::Future;
use std::net::SocketAddr;
use std::process::ExitCode;

use jiff::SignedDuration;
use store::identity::{Lengths, Passkeys};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::failure::Failure;
use super::place;
use crate::http::{self, App, Clock, Start, server};
use crate::logging;
use crate::mail::{self, Mailer};
use crate::settings::{Listen, Place, ServerFlags, Serving, Span};
use crate::sign_in::Entrance;

/// Run the server
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    vestibule serve --data /var/lib/vestibule --public-url https://portal.example.com\n  \
    vestibule serve --data /var/lib/vestibule --database postgres://vestibule:secret@db/vestibule")]
pub(super) struct Serve {
    #[command(flatten)]
    settings: ServerFlags,
}

impl Serve {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        let (place, serving) = (self.settings.place()?, self.settings.serving()?);
        logging::begin(serving.log, serving.log_format);
        let running = Running::start(&place, &serving, Mailbox::Closed).await?;
        running.say();
        running.until_stopped().await;
        Ok(ExitCode::SUCCESS)
    }
}

/// A server that has its address and answers.
pub(super) struct Running {
    bound: SocketAddr,
    listener: TcpListener,
    metrics: Option<TcpListener>,
    app: std::sync::Arc<App>,
    mailer: std::sync::Arc<Mailer>,
}

/// Whether everybody who reaches the server may read what it would have sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mailbox {
    /// Where the server is tried out.
    Open,
    /// Where it is used.
    Closed,
}

impl Running {
    /// Opens the database, brings it to this program's schema, and takes the address.
    pub(super) async fn start(
        place: &Place,
        serving: &Serving,
        mailbox: Mailbox,
    ) -> Result<Running, Failure> {
        let listener = bind(&serving.listen, "listen").await?;
        let bound = listener.local_addr().map_err(|error| {
            Failure::work(format!("the address of the server is unknown: {error}"))
        })?;
        let metrics = match &serving.metrics_listen {
            Some(listen) => Some(bind(listen, "metrics-listen").await?),
            None => None,
        };
        let base = match &serving.public_url {
            Some(url) => url.as_str().to_owned(),
            None => format!("http://{bound}"),
        };
        let mailer = Mailer::new(serving.mail.as_ref(), serving.sender.as_ref(), &base)?;
        let start = Start {
            db: place::ready_database(place).await?,
            blobs: place::blobs(place)?,
            clock: Clock::of_this_machine(),
            upload_limit: serving.upload_limit.0,
            metrics_token: serving.metrics_token.clone(),
            encrypted: serving
                .public_url
                .as_ref()
                .is_some_and(|url| url.is_encrypted()),
            entrance: entrance(serving, bound),
            mailbox: mailbox == Mailbox::Open && mailer.is_outbox(),
        };
        Ok(Running {
            bound,
            listener,
            metrics,
            app: App::new(start),
            mailer: std::sync::Arc::new(mailer),
        })
    }

    /// Where it answers.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.bound)
    }

    /// Says in the log where it answers.
    pub(super) fn say(&self) {
        tracing::info!(
            address = self.url(),
            version = env!("CARGO_PKG_VERSION"),
            "the server answers"
        );
    }

    /// Serves until the operator ends it (SIGTERM, or Ctrl-C), then finishes what runs.
    pub(super) async fn until_stopped(self) {
        // Heard from the first moment on, whatever else is busy with starting.
        let ended = ended();
        let (stop, stopped) = watch::channel(());
        let until = |mut stopped: watch::Receiver<()>| async move {
            let _ = stopped.changed().await;
        };
        let main = server::serve(
            self.listener,
            http::router(self.app.clone()),
            until(stopped.clone()),
        );
        let start = &self.app.start;
        let mail = mail::deliver(
            start.db.clone(),
            self.mailer.clone(),
            start.clock.clone(),
            until(stopped.clone()),
        );
        let metrics = async {
            if let Some(listener) = self.metrics {
                server::serve(
                    listener,
                    http::metrics_router(self.app.clone()),
                    until(stopped),
                )
                .await;
            }
        };
        let signal = async {
            ended.await;
            tracing::info!("stopping: running requests are finished first");
            let _ = stop.send(());
        };
        tokio::join!(main, metrics, mail, signal);
        tracing::info!("stopped");
    }
}

/// How people come in. Without a public address passkeys are those of this machine.
fn entrance(serving: &Serving, bound: SocketAddr) -> Entrance {
    let here = format!("http://localhost:{}", bound.port());
    let site = serving
        .public_url
        .as_ref()
        .map_or(&here as &str, |url| url.as_str());
    let seconds = |span: Span| SignedDuration::from_secs(span.0);
    Entrance {
        lengths: Lengths {
            most: seconds(serving.session_length),
            idle: seconds(serving.session_idle),
        },
        proxies: serving.trusted_proxies.clone(),
        passkeys: Passkeys::at(site),
    }
}

async fn bind(listen: &Listen, setting: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(listen.pair()).await.map_err(|error| {
        Failure::work(format!(
            "the server cannot listen on `{listen}` (setting `{setting}`): {error}"
        ))
    })
}

/// Waits for SIGTERM or SIGINT. Where the first cannot be had, the second is enough.
fn ended() -> impl Future<Output = ()> {
    let term = signal(SignalKind::terminate());
    async move {
        match term {
            Ok(mut term) => {
                tokio::select! {
                    _ = term.recv() => {}
                    _ = tokio::signal::ctrl_c() => {}
                }
            }
            Err(_) => {
                let _ = tokio::signal::ctrl_c().await;
            }
        }
    }
}
