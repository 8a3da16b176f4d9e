//! What a list of an area is asked: its parameters, read and checked before anything is looked up.

use crate::viewer::Viewer;
use crate::visible::ReadError;
use crate::visible::cursor::Place;
use crate::visible::fold;
use crate::visible::question::{Wrong, unfilterable, unsortable};

/// An area: where its rows come from, and what can be asked of its list. All of it is the program's own text.
#[derive(Debug)]
pub(super) struct Area {
    /// Its name in addresses.
    pub(super) name: &'static str,
    /// The tables of its rows; `x` is the row's own.
    pub(super) from: &'static str,
    pub(super) sorts: &'static [(&'static str, Key)],
    pub(super) filters: &'static [&'static str],
    /// Columns whose words `q` finds; where there are none, there is no `q`.
    pub(super) searched: &'static [&'static str],
}

/// What a list can be ordered by.
#[derive(Clone, Copy, Debug)]
pub(super) enum Key {
    /// A column of numbers.
    Number(&'static str),
    /// A column of texts.
    Text(&'static str),
}

impl Key {
    pub(super) const fn column(self) -> &'static str {
        match self {
            Key::Number(column) | Key::Text(column) => column,
        }
    }
}

/// A list's question.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) limit: usize,
    pub(super) count: bool,
    /// The key, and whether the last come first.
    pub(super) sort: Option<(Key, bool)>,
    /// Words to search for, folded.
    pub(super) words: Vec<String>,
    filters: Vec<(&'static str, String)>,
    /// The last row of the page before.
    pub(super) after: Option<Place>,
    /// Everything that decides which rows come and in which order, in one spelling.
    canonical: String,
}

impl Asked {
    /// Reads a list's parameters.
    pub(super) fn read(
        area: &Area,
        viewer: &Viewer,
        parameters: &[(String, String)],
    ) -> Result<Asked, ReadError> {
        let mut asked = Asked {
            limit: 50,
            count: false,
            sort: None,
            words: Vec::new(),
            filters: Vec::new(),
            after: None,
            canonical: String::new(),
        };
        let mut wrongs = Vec::new();
        for (place, (name, value)) in parameters.iter().enumerate() {
            let read = if parameters[..place].iter().any(|(n, _)| n == name) {
                Err(Wrong::new(name.clone(), format!("`{name}` is given twice")))
            } else {
                asked.take(area, name, value)
            };
            wrongs.extend(read.err());
        }
        if !wrongs.is_empty() {
            return Err(ReadError::Invalid(wrongs));
        }
        let mut deciding: Vec<_> = parameters
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "limit" | "cursor" | "count"))
            .collect();
        deciding.sort();
        asked.canonical = format!("/{} {deciding:?}", area.name);
        if let Some((_, cursor)) = parameters.iter().find(|(name, _)| name == "cursor") {
            asked.after = Some(Place::open_for(cursor, viewer, &asked.canonical)?);
        }
        Ok(asked)
    }

    fn take(&mut self, area: &Area, name: &str, value: &str) -> Result<(), Wrong> {
        let expected = |what: &str| Wrong::new(name, format!("found `{value}`, expected {what}"));
        match name {
            "limit" => {
                let limit = value.parse().ok().filter(|limit| (1..=200).contains(limit));
                self.limit = limit.ok_or_else(|| expected("a number from 1 to 200"))?;
            }
            "count" => self.count = truth(value).ok_or_else(|| expected("`true` or `false`"))?,
            "cursor" => {}
            "q" if !area.searched.is_empty() => {
                self.words = fold::words(&fold::for_search(value))
                    .map(str::to_owned)
                    .collect();
            }
            "sort" => {
                let (key, descending) = value
                    .strip_prefix('-')
                    .map_or((value, false), |key| (key, true));
                let known = area.sorts.iter().find(|(name, _)| *name == key);
                self.sort = Some((known.ok_or_else(|| unsortable(key))?.1, descending));
            }
            _ => match name
                .strip_prefix("filter[")
                .and_then(|rest| rest.strip_suffix(']'))
            {
                Some(field) => {
                    let known = area.filters.iter().find(|name| **name == field);
                    self.filters.push((
                        known.ok_or_else(|| unfilterable(name, field))?,
                        value.to_owned(),
                    ));
                }
                None => {
                    return Err(Wrong::new(
                        name,
                        format!("`{name}` is not a parameter of this list"),
                    ));
                }
            },
        }
        Ok(())
    }

    /// The values that a filter allows; none where there is no such filter.
    pub(super) fn any_of(&self, filter: &str) -> Option<Vec<&str>> {
        let (_, value) = self.filters.iter().find(|(name, _)| *name == filter)?;
        Some(value.split(',').collect())
    }

    /// The places in `names` of the values that a filter allows.
    ///
    /// # Errors
    /// Names that are not there.
    pub(super) fn any_place_of(
        &self,
        filter: &str,
        names: &[&str],
    ) -> Result<Option<Vec<i64>>, Wrong> {
        let Some(values) = self.any_of(filter) else {
            return Ok(None);
        };
        let places = values.iter().map(|value| {
            let place = names
                .iter()
                .position(|name| name == value)
                .and_then(|place| i64::try_from(place).ok());
            let expected = || format!("found `{value}`, expected one of `{}`", names.join("`, `"));
            place.ok_or_else(|| Wrong::new(format!("filter[{filter}]"), expected()))
        });
        places.collect::<Result<_, _>>().map(Some)
    }

    /// What a filter that says yes or no says.
    ///
    /// # Errors
    /// What says neither.
    pub(super) fn truth_of(&self, filter: &str) -> Result<Option<bool>, Wrong> {
        let Some((_, value)) = self.filters.iter().find(|(name, _)| *name == filter) else {
            return Ok(None);
        };
        let expected = || format!("found `{value}`, expected `true` or `false`");
        truth(value)
            .map(Some)
            .ok_or_else(|| Wrong::new(format!("filter[{filter}]"), expected()))
    }

    /// The cursor of the page after this row.
    pub(super) fn cursor(&self, viewer: &Viewer, last: &Place) -> String {
        last.seal_for(viewer, &self.canonical)
    }
}

fn truth(value: &str) -> Option<bool> {
    match value {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}
