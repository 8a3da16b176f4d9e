//! Stands between the program and a database server, and can cut every connection.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Connections that go through, and whether any may.
#[derive(Default)]
struct State {
    cut: bool,
    through: Vec<TcpStream>,
}

/// A port of our own that leads to the server.
pub(crate) struct Proxy {
    state: Arc<Mutex<State>>,
    /// The address of the database by this way.
    pub(crate) url: String,
}

impl Proxy {
    /// Opens a port for the server of an address `postgres://USER@HOST:PORT/NAME`.
    pub(crate) fn before(url: &str) -> Proxy {
        let (start, rest) = url.split_once('@').unwrap();
        let (server, name) = rest.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("{start}@{}/{name}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State::default()));
        let (shared, server) = (state.clone(), server.to_owned());
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let client = client.unwrap();
                let mut state = shared.lock().unwrap();
                if state.cut {
                    continue;
                }
                let server = TcpStream::connect(&server).unwrap();
                state
                    .through
                    .extend([client.try_clone().unwrap(), server.try_clone().unwrap()]);
                pass_on(client.try_clone().unwrap(), server.try_clone().unwrap());
                pass_on(server, client);
            }
        });
        Proxy { state, url }
    }

    /// Ends every connection, and lets no other through.
    pub(crate) fn cut(&self) {
        let mut state = self.state.lock().unwrap();
        state.cut = true;
        for stream in state.through.drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Lets connections through again.
    pub(crate) fn mend(&self) {
        self.state.lock().unwrap().cut = false;
    }
}

fn pass_on(mut from: TcpStream, mut to: TcpStream) {
    std::thread::spawn(move || {
        let mut bytes = [0; 16 << 10];
        while let Ok(count @ 1..) = from.read(&mut bytes) {
            if to.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
    });
}
