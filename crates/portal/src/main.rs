//! The program `vestibule`.

use std::process::ExitCode;

fn main() -> ExitCode {
    portal::commands::main()
}
