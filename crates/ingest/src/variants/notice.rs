//! What was odd about a file and was read all the same, counted by kind.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Kinds beyond this number are counted together: a hostile file could have one a record.
const MAX_KINDS: usize = 200;
const OTHER: &str = "further kinds of oddities";

/// One kind of oddity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// What, as a sentence without its full stop.
    pub what: String,
    /// How often.
    pub count: u64,
    /// The first line it was seen in, 1-based (a record's number in BCF); 0 for the file as a whole.
    pub first_line: u64,
}

/// Oddities, counted by kind.
#[derive(Debug, Clone, Default)]
pub struct Notices {
    kinds: BTreeMap<String, (u64, u64)>,
}

impl Notices {
    /// Counts one.
    pub fn add(&mut self, what: impl Into<String> + AsRef<str>, line: u64) {
        self.add_many(what, 1, line);
    }
    /// Counts several.
    pub fn add_many(&mut self, what: impl Into<String> + AsRef<str>, count: u64, line: u64) {
        if let Some((total, _)) = self.kinds.get_mut(what.as_ref()) {
            *total += count;
        } else {
            let kind = if self.kinds.len() < MAX_KINDS { what.into() } else { OTHER.to_owned() };
            self.kinds.entry(kind).and_modify(|(total, _)| *total += count).or_insert((count, line));
        }
    }
    /// Takes over all of another's.
    pub fn merge(&mut self, other: &Notices) {
        for (what, (count, line)) in &other.kinds {
            self.add_many(what.as_str(), *count, *line);
        }
    }
    /// All kinds, by the line of the first.
    pub fn list(&self) -> Vec<Notice> {
        let mut list: Vec<Notice> = self
            .kinds
            .iter()
            .map(|(what, (count, first_line))| Notice { what: what.clone(), count: *count, first_line: *first_line })
            .collect();
        list.sort_by_key(|notice| notice.first_line);
        list
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }
}
