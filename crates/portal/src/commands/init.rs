//! `vestibule init`

use std::process::ExitCode;

use jiff::SignedDuration;
use serde_json::json;
use store::Operator;
use store::accounts::{self, NewAccount, NoAccount};

use super::failure::Failure;
use super::{output, place};
use crate::settings::ServerFlags;

/// Make an account and its admin, and print a link to sign in with
///
/// Again, with another slug, it makes a second company beside the first.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    vestibule init --data /var/lib/vestibule --account acme --name 'Acme Ltd' --admin ada@acme.example")]
pub(super) struct Init {
    /// The account's name in addresses: 2 to 40 of a-z, 0-9 and `-`, the first a letter
    #[arg(long, value_name = "SLUG")]
    account: String,
    /// The account's name for people
    #[arg(long, value_name = "NAME")]
    name: String,
    /// The e-mail address of its admin
    #[arg(long, value_name = "EMAIL")]
    admin: String,
    /// Print the result as JSON: account, admin and sign_in_url
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: ServerFlags,
}

/// How long the link works that an admin begins with, in seconds.
const LINK: i64 = 24 * 3_600;

impl Init {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        let base = self.settings.serving()?.base();
        let db = place::ready_database(&self.settings.place()?).await?;
        let new = NewAccount {
            slug: &self.account,
            name: &self.name,
            admin_email: &self.admin,
        };
        let now = place::now();
        let created = accounts::create(&db, &new, now)
            .await
            .map_err(|error| match error {
                NoAccount::Store(error) => error.into(),
                NoAccount::Taken(_) => Failure::work(error.to_string()),
                wrong => Failure::call(wrong.to_string()),
            })?;
        let link = SignedDuration::from_secs(LINK);
        let operator = Operator::of_this_machine();
        let token = operator
            .sign_in_link_token(&db, &self.account, &created.admin_email, link, now)
            .await?;
        let url = format!("{base}/sign-in/{token}");
        if self.json {
            let result =
                json!({"account": self.account, "admin": created.admin_email, "sign_in_url": url});
            return output::line(&result.to_string());
        }
        eprintln!(
            "made the account `{}` with the admin {}",
            self.account, created.admin_email
        );
        eprintln!("to sign in, within a day:");
        output::line(&url)
    }
}
