//! How far a mail has come.

/// How far a mail has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits for its time.
    Waiting,
    /// A server has taken it and is sending it.
    Sending,
    /// A mail server took it over, or it lies in the outbox.
    Sent,
    /// It could not be sent, for good.
    GaveUp,
    /// It was not sent, because there was nothing left to say.
    Dropped,
}

impl State {
    const ALL: [State; 5] = [
        State::Waiting,
        State::Sending,
        State::Sent,
        State::GaveUp,
        State::Dropped,
    ];

    /// Its number in the database.
    pub(crate) const fn number(self) -> i64 {
        self as i64
    }

    pub(crate) fn numbered(number: i64) -> Option<State> {
        Self::ALL.into_iter().find(|state| state.number() == number)
    }

    /// Its name outside.
    pub const fn name(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Sending => "sending",
            State::Sent => "sent",
            State::GaveUp => "gave-up",
            State::Dropped => "dropped",
        }
    }
}
