//! The fields of a form that was sent.

/// Names and values in the order of the form; a name may stand more than once.
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads what a form sends. Line ends become `\n`; the byte 0, which no database keeps, falls away.
    pub(crate) fn read(body: &[u8]) -> Fields {
        let pairs = form_urlencoded::parse(body).map(|(name, value)| {
            let value = value.replace("\r\n", "\n").replace(['\r', '\0'], "");
            (name.into_owned(), value)
        });
        Fields(pairs.collect())
    }

    /// All of them, in order.
    pub(crate) fn into_pairs(self) -> Vec<(String, String)> {
        self.0
    }

    /// All of them, in order, as they stand.
    pub(crate) fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// The first value of a name, without spaces around it; empty where it is not there.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default().trim()
    }

    /// The first value of a name, unless it is empty.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// Every value of a name.
    pub(crate) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether a name stands in the form at all: a ticked box, a pressed button.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_it_was_filled_in() {
        let fields = Fields::read(b"show=tasks&show=stage&message=Hi%0D%0Athere&empty=+&x=%00y");
        assert_eq!(fields.all("show").collect::<Vec<_>>(), ["tasks", "stage"]);
        assert_eq!(fields.text("message"), "Hi\nthere");
        assert_eq!(fields.given("empty"), None);
        assert_eq!(fields.text("x"), "y");
        assert!(fields.has("empty") && !fields.has("none"));
    }
}
