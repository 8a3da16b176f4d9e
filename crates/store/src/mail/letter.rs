//! What a mail says at the moment of sending, to one reader. Nothing in it that this reader does not see.

use access::Module;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

/// What came of opening a claimed mail.
#[derive(Debug)]
pub enum Opened {
    /// To be sent.
    Letter(Box<Letter>),
    /// Not to be sent, because of this.
    Dropped(String),
    /// Not to be sent before this instant, because of this.
    Rest(String, Timestamp),
}

/// A mail as its reader may read it.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The mail's public id, the same at every attempt.
    pub id: String,
    /// The reader's address.
    pub email: String,
    /// The reader's name; may be empty.
    pub name: String,
    /// Name in addresses of the company it comes from.
    pub account: String,
    /// The name of that company.
    pub account_name: String,
    /// The reader's language.
    pub locale: String,
    /// The reader's time zone.
    pub time_zone: TimeZone,
    /// Whether the reader is a guest.
    pub guest: bool,
    /// What the reader sends back to want no more such mail, where such mail can be stopped.
    pub stop: Option<String>,
    /// What it says.
    pub says: Says,
}

/// What a mail says.
#[derive(Clone, Debug)]
pub enum Says {
    /// Here is your way in.
    SignIn(Link),
    /// Here you choose a new password.
    PasswordReset(Link),
    /// You are one of us now.
    Membership {
        /// Who made the reader a member.
        by: Option<String>,
        /// The way in.
        link: Link,
    },
    /// This was opened to you.
    Shared {
        /// Who opened it, if the reader may know.
        by: Option<String>,
        /// What they wrote.
        message: Option<String>,
        /// What the reader sees of it; none where a guest is invited before anything is opened.
        subjects: Vec<Subject>,
        /// The way in.
        link: Link,
    },
    /// A colleague opened something of yours.
    SharedNotice {
        /// Who.
        by: Option<String>,
        /// What, to whom.
        shared: Vec<SharedWith>,
    },
    /// Your access ends soon.
    EndsForGuest {
        /// What of it; none where it is the access as a whole.
        subjects: Vec<Subject>,
        /// When the first of it ends.
        until: Timestamp,
    },
    /// An access that you opened ends soon.
    EndsForStaff {
        /// What of whose; of each guest whose access ends as a whole, no subject.
        ending: Vec<SharedWith>,
        /// When the first of it ends.
        until: Timestamp,
    },
}

/// A secret that opens a door once.
#[derive(Clone)]
pub struct Link {
    /// What goes into the address.
    pub secret: String,
    /// Until when it works.
    pub until: Timestamp,
}

/// Prints no secret.
impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Link(until {})", self.until)
    }
}

/// Something that was opened, as the reader of the mail sees it.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The module it is of.
    pub module: Module,
    /// Its public id.
    pub id: String,
    /// Its name, title, subject or number.
    pub name: String,
    /// The item as the interface gives it to this reader.
    pub item: Value,
    /// How many there are of what hangs on it and this reader sees, by relation; none of nothing.
    pub counts: Vec<(&'static str, u64)>,
    /// How many of its tasks are in a closed stage, where this reader sees the stages.
    pub tasks_done: Option<u64>,
    /// When this access to it ends.
    pub until: Option<Timestamp>,
}

/// A person and what was opened to them, for staff.
#[derive(Clone, Debug)]
pub struct SharedWith {
    /// The person's public id.
    pub id: String,
    /// The person's name; may be empty.
    pub name: String,
    /// The person's address.
    pub email: String,
    /// What was opened.
    pub subjects: Vec<Subject>,
    /// When it ends.
    pub until: Option<Timestamp>,
}
