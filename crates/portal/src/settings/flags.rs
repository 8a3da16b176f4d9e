//! The settings as flags of a command, each also read from the environment.

use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use super::{Given, Place, SETTINGS, Serving, Setting, Source, WrongSetting, file};

const CONFIG: &str = "config";
const HEADING: &str = "Settings";

/// Flags of a command that touches data: where the data is.
pub type PlaceFlags = Flags<false>;

/// Flags of a command that runs or checks the server: every setting.
pub type ServerFlags = Flags<true>;

/// What the command line and the environment say, and where the file is.
#[derive(Debug, Clone, Default)]
pub struct Flags<const ALL: bool> {
    config: Option<PathBuf>,
    given: Given,
}

impl<const ALL: bool> Flags<ALL> {
    fn settings() -> impl Iterator<Item = &'static Setting> {
        SETTINGS.iter().filter(|setting| ALL || setting.of_place)
    }

    /// All values given, those of the file included.
    pub fn given(&self) -> Result<Given, WrongSetting> {
        let mut given = self.given.clone();
        match &self.config {
            Some(path) => file::read_into(&mut given, path)?,
            None => file::read_where_present(&mut given, Path::new("vestibule.toml"))?,
        }
        Ok(given)
    }

    /// Where the data is.
    pub fn place(&self) -> Result<Place, WrongSetting> {
        Place::read(&self.given()?)
    }
}

impl ServerFlags {
    /// How the server runs.
    pub fn serving(&self) -> Result<Serving, WrongSetting> {
        Serving::read(&self.given()?)
    }
}

impl<const ALL: bool> Args for Flags<ALL> {
    fn augment_args(command: Command) -> Command {
        command.args(Self::settings().map(flag)).arg(
            Arg::new(CONFIG)
                .long(CONFIG)
                .env("VESTIBULE_CONFIG")
                .value_name("FILE")
                .value_parser(clap::value_parser!(PathBuf))
                .help_heading(HEADING)
                .help("The file of settings [default: `vestibule.toml` in the working directory, if there]"),
        )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn flag(setting: &'static Setting) -> Arg {
    let end = if setting.doc.ends_with('.') {
        &setting.doc[..setting.doc.len() - 1]
    } else {
        setting.doc
    };
    Arg::new(setting.name)
        .long(setting.name)
        .env(setting.variable())
        .hide_env_values(true)
        .value_name(setting.value)
        .action(ArgAction::Set)
        .allow_hyphen_values(false)
        .help_heading(HEADING)
        .help(format!("{end} [default: {}]", setting.default))
}

impl<const ALL: bool> FromArgMatches for Flags<ALL> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut given = Given::default();
        for setting in Self::settings() {
            let Some(value) = matches.get_one::<String>(setting.name) else {
                continue;
            };
            let source = match matches.value_source(setting.name) {
                Some(ValueSource::CommandLine) => Source::Flag,
                _ => Source::Environment,
            };
            given.add(setting, value.clone(), source);
        }
        Ok(Flags {
            config: matches.get_one::<PathBuf>(CONFIG).cloned(),
            given,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
