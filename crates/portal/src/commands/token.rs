//! `vestibule token`

use std::process::ExitCode;

use jiff::SignedDuration;
use store::Operator;

use super::failure::Failure;
use super::{output, place};
use crate::settings::{PlaceFlags, Span};

/// Print a bearer token for a user, alone on one line
///
/// The token opens what its user may see. Whoever reads the data directory can make one: it is for the
/// machine's operator.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    vestibule token --data /var/lib/vestibule --account acme --user maria@alfreds.example --ttl 1h")]
pub(super) struct Token {
    /// The account's name in addresses
    #[arg(long, value_name = "SLUG")]
    account: String,
    /// The user's e-mail address
    #[arg(long, value_name = "EMAIL")]
    user: String,
    /// How long the token lives, such as `30m`, `12h` or `7d`
    #[arg(long, value_name = "TIME", default_value = "1h")]
    ttl: Span,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: PlaceFlags,
}

impl Token {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        let db = place::database(&self.place.place()?).await?;
        let ttl = SignedDuration::from_secs(self.ttl.0);
        let operator = Operator::of_this_machine();
        let token = operator
            .token(&db, &self.account, &self.user, ttl, place::now())
            .await?;
        if self.json {
            return output::line(&serde_json::json!({"token": token}).to_string());
        }
        output::line(&token)
    }
}
