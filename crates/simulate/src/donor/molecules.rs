//! DNA molecules of a sample's cells.

use std::collections::BTreeMap;

use marv_model::genome::{ContigId, Interval};

use super::{Donor, Edit, Population, SampleKind, Somatic, TrueJunction};

/// A kind of DNA molecule.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Kind {
    pub(crate) edits: Vec<Edit>,
    /// Places before which the molecule ends: what goes on there is another chromosome's.
    pub(crate) ends: Vec<u32>,
    /// Copies for each cell of the sample; 1 where a diploid sample has two kinds.
    pub(crate) weight: f64,
}

impl Donor {
    /// Each kind of DNA molecule near `window`, in an order that does not depend on the window.
    pub(crate) fn molecules(&self, window: Interval, near: Interval, sample: SampleKind) -> Vec<Kind> {
        let inherited = range(&self.inherited_edits, near);
        let somatic = range(&self.somatic_edits, near);
        let mut kinds: BTreeMap<(usize, Vec<usize>, Vec<u32>), f64> = BTreeMap::new();
        for population in self.populations.iter() {
            let copies = self.populations.copies(population, window);
            for haplotype in 0..2 {
                let carrying: Vec<(usize, u8)> = somatic
                    .clone()
                    .filter(|index| self.somatic[*index].acquired.haplotype == haplotype)
                    .map(|index| {
                        let Somatic { variant, acquired, .. } = &self.somatic[index];
                        let place = variant.interval().unwrap_or(window);
                        (index, self.populations.carrying(population, acquired, place))
                    })
                    .collect();
                let ends = self.ends(population, haplotype, near);
                for copy in 0..copies[haplotype] {
                    let set = carrying.iter().filter(|(_, copies)| copy < *copies).map(|(index, _)| *index).collect();
                    let own = ends.iter().filter(|(_, copies)| copy < *copies).map(|(end, _)| *end).collect();
                    *kinds.entry((haplotype, set, own)).or_default() += population.share[sample as usize];
                }
            }
        }
        kinds
            .into_iter()
            .filter(|(_, weight)| *weight > 0.0)
            .map(|((haplotype, set, ends), weight)| {
                let own = set.iter().map(|index| self.somatic_edits[*index].1.clone());
                let mut edits: Vec<Edit> = inherited
                    .clone()
                    .filter(|index| self.inherited[*index].on[haplotype])
                    .map(|index| self.inherited_edits[index].1.clone())
                    .chain(own)
                    .collect();
                edits.sort();
                Kind { edits, ends, weight }
            })
            .collect()
    }

    /// Where copies of a haplotype end within a stretch, and how many.
    fn ends(&self, population: &Population, haplotype: usize, near: Interval) -> Vec<(u32, u8)> {
        let of = |junction: &TrueJunction| {
            let copies = junction.carried(population, &self.populations);
            junction.ends(haplotype).filter(|end| near.contains(*end)).map(|end| (end.position, copies)).collect()
        };
        let mut ends: Vec<(u32, u8)> = self.junctions.iter().flat_map::<Vec<(u32, u8)>, _>(of).collect();
        ends.sort_unstable();
        ends
    }

    /// The inherited edits of a haplotype that start in a stretch.
    pub(crate) fn inherited_of(&self, haplotype: usize, near: Interval) -> Vec<Edit> {
        range(&self.inherited_edits, near)
            .filter(|index| self.inherited[*index].on[haplotype])
            .map(|index| self.inherited_edits[index].1.clone())
            .collect()
    }
}

/// The indices of the edits that start in an interval.
fn range(edits: &[(ContigId, Edit)], near: Interval) -> std::ops::Range<usize> {
    let before =
        |position: u32| edits.partition_point(|(contig, edit)| (*contig, edit.start) < (near.contig(), position));
    before(near.start())..before(near.end())
}
