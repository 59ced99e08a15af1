//! The full look at a single base: every overlapping read, the agreeing ones too.

use super::{
    fragment::{Allele, Fragment, Fragments},
    sample::SampleSweep,
    store::{Read, Shown},
};

/// Other differences are counted within this many bases.
const AROUND: u32 = 50;
/// A base call is set aside when its read shows more than this many other differences within [`CROWDED_WITHIN`] bases.
const CROWDED: usize = 3;
const CROWDED_WITHIN: u32 = 20;

impl SampleSweep {
    /// Other differences of a read within `within` bases of `position`.
    pub(crate) fn differences_near(&self, read: &Read, position: u32, within: u32) -> usize {
        let at = position.saturating_sub(self.window_start);
        self.store.differences(read).iter().filter(|d| **d != at && d.abs_diff(at) <= within).count()
    }

    /// The fragments over the base at `position`, as they speak for `reference` and `alternate`. Reads in `realigned`
    /// fit an insertion or deletion near by better than where they lie, and are set aside.
    pub(crate) fn look(
        &self,
        position: u32,
        reference: u8,
        alternate: u8,
        min_base_quality: u8,
        realigned: &[u32],
        indices: &mut Vec<u32>,
    ) -> Fragments {
        let mut fragments = Fragments::default();
        self.store.overlapping(position, position + 1, 0, indices);
        fragments.0.reserve(indices.len());
        for index in indices.iter() {
            let read = &self.store.reads[*index as usize];
            let base = match self.store.shown(read, position) {
                Shown::Nothing => continue,
                Shown::Deleted => {
                    fragments.add(Fragment::new(read, Allele::Deleted, 0, 0, 0));
                    continue;
                }
                Shown::Base(base) => base,
            };
            let quality = self.store.qualities(read).get(base as usize).copied().unwrap_or(0);
            let letter = self.store.base(read, base);
            let crowded = read.differences.1 as usize > CROWDED
                && self.differences_near(read, position, CROWDED_WITHIN) > CROWDED;
            let allele = if quality < min_base_quality
                || letter == b'N'
                || crowded
                || (letter == alternate && realigned.binary_search(index).is_ok())
            {
                Allele::SetAside
            } else if letter == alternate {
                Allele::Alternate
            } else if letter == reference {
                Allele::Reference
            } else {
                Allele::Other
            };
            let last = read.length.saturating_sub(read.clips[1] + 1);
            let distance = base.saturating_sub(read.clips[0]).min(last.saturating_sub(base));
            let around = if read.differences.1 == 0 {
                0
            } else {
                super::fragment::size(self.differences_near(read, position, AROUND))
            };
            fragments.add(Fragment::new(read, allele, quality, distance, around));
        }
        fragments
    }
}
