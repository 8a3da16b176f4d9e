//! `docs/settings.md`, written from the declarations.

use std::fmt::Write as _;

use super::SETTINGS;

const BEFORE: &str = "# Settings

Generated from `crates/portal/src/settings`: run `cargo run -- generate settings > docs/settings.md` after a change.

Every setting is a flag, an environment variable, or a key of `vestibule.toml` in the working directory (or of the file that `--config FILE` or `VESTIBULE_CONFIG` names).
A flag wins over the environment, the environment over the file.
A key that is no setting is an error.
`serve` needs no setting but its data.

Commands that only touch data take `data`, `database` and `storage`; `serve`, `demo` and `doctor` take all.

| setting | environment | default | what it decides |
| --- | --- | --- | --- |
";

/// The page, as Markdown.
pub fn document() -> String {
    let mut page = BEFORE.to_owned();
    for setting in SETTINGS {
        // Writing to a string does not fail.
        let _ = writeln!(
            page,
            "| `{} {}` | `{}` | {} | {} |",
            setting.name,
            setting.value,
            setting.variable(),
            setting.default,
            setting.doc
        );
    }
    page
}
