//! What was seen of each lesion while clones are looked at.

use std::collections::BTreeMap;

use marv_model::cytogenetics::Lesion;

#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    /// The items that show it.
    pub(crate) plainly: Vec<String>,
    /// Something leaves it open.
    pub(crate) perhaps: bool,
}

/// What was seen of each lesion.
#[derive(Debug, Clone)]
pub(crate) struct Ledger(pub(super) BTreeMap<Lesion, Seen>);

impl Ledger {
    pub(crate) fn plainly(&mut self, lesion: Lesion, item: &impl ToString) {
        let seen = self.0.entry(lesion).or_default();
        let text = item.to_string();
        if !seen.plainly.contains(&text) {
            seen.plainly.push(text);
        }
    }
    pub(crate) fn perhaps(&mut self, lesion: Lesion) {
        self.0.entry(lesion).or_default().perhaps = true;
    }
    /// Takes a doubt away.
    pub(super) fn settle(&mut self, lesion: Lesion) {
        if let Some(seen) = self.0.get_mut(&lesion) {
            seen.perhaps = false;
        }
    }
    pub(crate) fn get(&self, lesion: Lesion) -> Option<&Seen> {
        self.0.get(&lesion)
    }
    pub(crate) fn in_doubt(&self, lesion: Lesion) -> bool {
        !self.has(lesion) && self.0.get(&lesion).is_some_and(|seen| seen.perhaps)
    }
    pub(crate) fn has(&self, lesion: Lesion) -> bool {
        self.0.get(&lesion).is_some_and(|seen| !seen.plainly.is_empty())
    }
}
