//! Several files as one bundle, remembering which line came from where.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::failure::Failure;

/// The files one after the other, each ended by a line break.
pub(super) struct Sources {
    waiting: std::vec::IntoIter<(Origin, Box<dyn Read + Send>)>,
    current: Option<Box<dyn Read + Send>>,
    /// Whether the last byte that was read ended a line.
    line_ended: bool,
    lines: u64,
    size: Option<u64>,
    begun: Arc<Mutex<Vec<(u64, Origin)>>>,
}

/// Where lines came from.
pub(super) struct Lines {
    begun: Arc<Mutex<Vec<(u64, Origin)>>>,
    folder: Option<PathBuf>,
}

#[derive(Debug, Clone)]
struct Origin(String);

impl Sources {
    /// Opens all of them.
    pub(super) fn open(files: &[PathBuf]) -> Result<(Sources, Lines), Failure> {
        let mut opened: Vec<(Origin, Box<dyn Read + Send>)> = Vec::new();
        let mut size = Some(0);
        for path in files {
            if path == Path::new("-") {
                opened.push((Origin("standard input".to_owned()), Box::new(io::stdin())));
                size = None;
                continue;
            }
            let unreadable = |error| {
                Failure::work(format!(
                    "the file `{}` cannot be read: {error}",
                    path.display()
                ))
            };
            let file = File::open(path).map_err(unreadable)?;
            let length = file.metadata().map_err(unreadable)?;
            size = size
                .filter(|_| length.is_file())
                .map(|sum: u64| sum + length.len());
            opened.push((Origin(path.display().to_string()), Box::new(file)));
        }
        let begun = Arc::new(Mutex::new(Vec::new()));
        let folder = files
            .iter()
            .find(|path| *path != Path::new("-"))
            .map(|path| folder_of(path));
        let sources = Sources {
            waiting: opened.into_iter(),
            current: None,
            line_ended: true,
            lines: 0,
            size,
            begun: begun.clone(),
        };
        Ok((sources, Lines { begun, folder }))
    }

    /// How many bytes there are, where that is known.
    pub(super) fn size(&self) -> Option<u64> {
        self.size
    }
}

/// The folder a file lies in.
fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

impl Read for Sources {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let Some(current) = &mut self.current else {
                let Some((origin, next)) = self.waiting.next() else {
                    return Ok(0);
                };
                self.begun
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push((self.lines, origin));
                self.current = Some(next);
                continue;
            };
            let count = current.read(into)?;
            if count > 0 {
                self.lines += into[..count].iter().filter(|byte| **byte == b'\n').count() as u64;
                self.line_ended = into[count - 1] == b'\n';
                return Ok(count);
            }
            self.current = None;
            let last = self.waiting.as_slice().is_empty();
            if !self.line_ended && !last && !into.is_empty() {
                self.lines += 1;
                self.line_ended = true;
                into[0] = b'\n';
                return Ok(1);
            }
        }
    }
}

impl Lines {
    /// The folder of the first file, beside which files of the bundle are looked for.
    pub(super) fn folder(&self) -> Option<PathBuf> {
        self.folder.clone()
    }

    /// The file and the line in it, for a line of the whole.
    pub(super) fn place(&self, line: u64) -> String {
        let begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        match begun.iter().rev().find(|(before, _)| line > *before) {
            Some((before, Origin(name))) => format!("{name}, line {}", line - before),
            None => format!("line {line}"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn several_files_are_one_bundle_and_each_line_keeps_its_place() {
        let dir = tempfile::tempdir().unwrap();
        let paths = ["a", "b", "c"].map(|name| dir.path().join(name));
        for (path, text) in paths.iter().zip(["1\n2", "3\n", "4"]) {
            std::fs::write(path, text).unwrap();
        }
        let (mut sources, lines) = Sources::open(&paths).unwrap();
        assert_eq!(sources.size(), Some(6));
        let mut text = String::new();
        sources.read_to_string(&mut text).unwrap();
        assert_eq!(text, "1\n2\n3\n4");
        assert_eq!(lines.place(2), format!("{}, line 2", paths[0].display()));
        assert_eq!(lines.place(3), format!("{}, line 1", paths[1].display()));
        assert_eq!(lines.place(4), format!("{}, line 1", paths[2].display()));
        assert_eq!(lines.folder().unwrap(), dir.path());
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let Err(Failure::Work(sentence)) = Sources::open(&["/nowhere/x.ndjson".into()]).map(drop)
        else {
            panic!("it opened")
        };
        assert!(
            sentence.starts_with("the file `/nowhere/x.ndjson` cannot be read: "),
            "{sentence}"
        );
    }
}
