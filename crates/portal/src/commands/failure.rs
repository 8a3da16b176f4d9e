//! Why a command failed, in one sentence.

use std::io;
use std::process::ExitCode;

use store::backup::BackupError;
use store::{ActError, OperatorError, StoreError};

use crate::settings::WrongSetting;

/// What went wrong, and whose turn it is.
#[derive(Debug)]
pub(super) enum Failure {
    /// The command was called wrongly.
    Call(String),
    /// The work failed.
    Work(String),
    /// Whoever read the results has gone.
    NobodyReads,
}

impl Failure {
    /// The work failed, for this reason.
    pub(super) fn work(sentence: impl Into<String>) -> Failure {
        Failure::Work(sentence.into())
    }

    /// The command was called wrongly, in this way.
    pub(super) fn call(sentence: impl Into<String>) -> Failure {
        Failure::Call(sentence.into())
    }

    /// Results cannot be written.
    pub(super) fn output(error: &io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::NobodyReads,
            _ => Failure::Work(format!("the result cannot be written: {error}")),
        }
    }

    /// What went wrong, in one sentence.
    pub(super) fn sentence(self) -> String {
        match self {
            Failure::Call(sentence) | Failure::Work(sentence) => sentence,
            Failure::NobodyReads => "nobody reads the result".to_owned(),
        }
    }

    /// Says it, and gives the exit status.
    pub(super) fn end(self) -> ExitCode {
        let (sentence, code) = match self {
            Failure::Call(sentence) => (sentence, 2),
            Failure::Work(sentence) => (sentence, 1),
            Failure::NobodyReads => return ExitCode::FAILURE,
        };
        eprintln!("error: {sentence}");
        ExitCode::from(code)
    }
}

impl From<WrongSetting> for Failure {
    fn from(wrong: WrongSetting) -> Failure {
        Failure::Call(wrong.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        match error {
            StoreError::Setting(sentence) => Failure::Call(sentence),
            error => Failure::Work(error.to_string()),
        }
    }
}

impl From<OperatorError> for Failure {
    fn from(error: OperatorError) -> Failure {
        match error {
            OperatorError::Store(error) => error.into(),
            OperatorError::NotAnAddress(_) | OperatorError::Lifetime(_) => {
                Failure::Call(error.to_string())
            }
            refused => Failure::Work(refused.to_string()),
        }
    }
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Failure {
        match error {
            BackupError::Store(error) => error.into(),
            BackupError::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                Failure::NobodyReads
            }
            refused => Failure::Work(refused.to_string()),
        }
    }
}

impl From<ActError> for Failure {
    fn from(error: ActError) -> Failure {
        match error {
            ActError::Store(error) => error.into(),
            refused => Failure::Work(refused.to_string()),
        }
    }
}
