//! Tables that are made ready once, and serve every case.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::engine::{decision::Decision, laws::Question, scheme::Scheme};

/// A table for each set of choices that was asked for so far.
pub(crate) struct Prepared<K, Q>(Mutex<BTreeMap<K, Arc<Decision<Q>>>>);

impl<K: Ord, Q: Question> Prepared<K, Q> {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }
    /// The table under these choices.
    pub(crate) fn under(&self, choices: K, scheme: impl FnOnce() -> Scheme<Q>) -> Arc<Decision<Q>> {
        // A panic elsewhere leaves whole tables behind.
        let mut ready = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(ready.entry(choices).or_insert_with(|| Arc::new(Decision::new(scheme()))))
    }
}
