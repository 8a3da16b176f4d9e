//! `vestibule import`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use store::Operator;
use store::bundle::{self, Imported, Wish};

use super::failure::Failure;
use super::progress::Shown;
use super::sources::Sources;
use super::{output, place};
use crate::imported;
use crate::settings::PlaceFlags;

/// Bring data in: a bundle, all or nothing
///
/// Several files are one bundle. Sending the same again changes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    vestibule import --data /var/lib/vestibule --account acme bundle.ndjson\n  \
    zcat bundle.ndjson.gz | vestibule import --data /var/lib/vestibule --account acme -")]
pub(super) struct Import {
    /// The files; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The account's name in addresses
    #[arg(long, value_name = "SLUG")]
    account: String,
    /// What the files are
    #[arg(long, value_enum, default_value_t = Format::Bundle)]
    format: Format,
    /// Take the good lines and list the rest, instead of all or nothing
    #[arg(long)]
    keep_going: bool,
    /// Check everything and keep nothing
    #[arg(long)]
    dry_run: bool,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: PlaceFlags,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object a line
    Bundle,
}

impl Import {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        let Format::Bundle = self.format;
        let settings = self.place.place()?;
        let (db, blobs) = (place::database(&settings).await?, place::blobs(&settings)?);
        let permit = Operator::of_this_machine()
            .may_import(&db, &self.account)
            .await?;
        let (sources, lines) = Sources::open(&self.files)?;
        let wish = Wish {
            keep_going: self.keep_going,
            dry_run: self.dry_run,
            beside: lines.folder(),
            now: place::now(),
        };
        let mut shown = Shown::begin(sources.size());
        let tell = move |progress| shown.tell(&progress);
        let imported = bundle::import(&db, &blobs, permit, wish, sources, tell).await?;
        if self.json {
            output::line(&imported::json(&imported).to_string())?;
        }
        for rejected in &imported.rejected.first {
            let place = rejected
                .line
                .map_or("the bundle".to_owned(), |line| lines.place(line));
            eprintln!(
                "{place}: {}{}",
                at(&rejected.pointer),
                imported::message(rejected)
            );
        }
        eprintln!("{}", summary(&imported, self.dry_run));
        Ok(if imported.rejected.total == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

fn at(pointer: &str) -> String {
    if pointer.is_empty() {
        String::new()
    } else {
        format!("`{pointer}`: ")
    }
}

fn summary(imported: &Imported, dry_run: bool) -> String {
    let sum = |of: fn(&bundle::Count) -> u64| imported.counts.values().map(of).sum::<u64>();
    let did = format!(
        "{} created, {} changed, {} unchanged, {} deleted, from {} lines",
        sum(|count| count.created),
        sum(|count| count.changed),
        sum(|count| count.unchanged),
        sum(|count| count.deleted),
        imported.lines
    );
    let rejected = imported.rejected.total;
    let listed = imported.rejected.first.len();
    let beyond = if rejected > listed as u64 {
        format!(" (the first {listed} are listed)")
    } else {
        String::new()
    };
    match (imported.written, dry_run) {
        (true, _) if rejected == 0 => format!("imported: {did}"),
        (true, _) => format!("imported what was good: {did}; not taken: {rejected}{beyond}"),
        (false, true) if rejected == 0 => {
            format!("nothing was kept, as asked; it would have been: {did}")
        }
        (false, true) => format!("nothing was kept, as asked; wrong: {rejected}{beyond}"),
        (false, false) => format!("nothing was imported; wrong: {rejected}{beyond}"),
    }
}
