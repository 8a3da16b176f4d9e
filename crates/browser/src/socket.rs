//! The browser's debugging protocol: calls with answers, and events of tabs.

use crate::Result;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// Nothing that a test asks for takes this long; it only keeps a lost answer from hanging the run.
pub(crate) const LONGEST: Duration = Duration::from_secs(60);

type Waiting = Mutex<HashMap<u64, oneshot::Sender<Value>>>;

/// Something that happened in a tab.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) session: String,
    pub(crate) name: String,
    pub(crate) detail: Value,
}

pub(crate) struct Socket {
    next: AtomicU64,
    out: mpsc::UnboundedSender<String>,
    waiting: Arc<Waiting>,
    events: broadcast::Sender<Event>,
}

impl Socket {
    pub(crate) async fn connect(address: &str) -> Result<Arc<Socket>> {
        let config = WebSocketConfig::default()
            .max_message_size(None)
            .max_frame_size(None);
        let (stream, _) = tokio_tungstenite::connect_async_with_config(address, Some(config), true)
            .await
            .map_err(|error| format!("the browser cannot be reached: {error}"))?;
        let (mut sink, mut source) = stream.split();
        let (out, mut outgoing) = mpsc::unbounded_channel::<String>();
        let waiting: Arc<Waiting> = Arc::default();
        let (events, _) = broadcast::channel(4096);
        tokio::spawn(async move {
            while let Some(text) = outgoing.recv().await {
                if sink.send(Message::text(text)).await.is_err() {
                    break;
                }
            }
        });
        let (answered, happened) = (waiting.clone(), events.clone());
        tokio::spawn(async move {
            while let Some(Ok(message)) = source.next().await {
                let Message::Text(text) = message else {
                    continue;
                };
                let Ok(value) = serde_json::from_str::<Value>(&text) else {
                    continue;
                };
                received(value, &answered, &happened);
            }
            // Whoever still waits is told by the end of the channel.
            answered
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clear();
        });
        Ok(Arc::new(Socket {
            next: AtomicU64::new(1),
            out,
            waiting,
            events,
        }))
    }

    /// Calls a method of the browser, or of a tab by its session.
    pub(crate) async fn call(
        &self,
        session: Option<&str>,
        method: &str,
        parameters: Value,
    ) -> Result<Value> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (answer, answered) = oneshot::channel();
        self.waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id, answer);
        let mut call = json!({"id": id, "method": method, "params": parameters});
        if let Some(session) = session {
            call["sessionId"] = json!(session);
        }
        self.out
            .send(call.to_string())
            .map_err(|_| "the browser is gone".to_owned())?;
        let answer = tokio::time::timeout(LONGEST, answered)
            .await
            .map_err(|_| format!("the browser did not answer `{method}`"))?
            .map_err(|_| format!("the browser ended during `{method}`"))?;
        match answer.get("error") {
            Some(error) => Err(format!("`{method}`: {error}")),
            None => Ok(answer["result"].clone()),
        }
    }

    /// What happens from now on.
    pub(crate) fn events(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }
}

fn received(mut value: Value, answered: &Waiting, happened: &broadcast::Sender<Event>) {
    if let Some(id) = value["id"].as_u64() {
        let waiting = answered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&id);
        if let Some(waiting) = waiting {
            let _ = waiting.send(value);
        }
        return;
    }
    let event = Event {
        session: value["sessionId"].as_str().unwrap_or_default().to_owned(),
        name: value["method"].as_str().unwrap_or_default().to_owned(),
        detail: value["params"].take(),
    };
    let _ = happened.send(event);
}
