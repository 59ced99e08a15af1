//! The groups that scoring systems make of a whole karyotype, each as the set of those that are still possible: one where
//! the karyotype was understood.
//!
//! `facts` is what the rules ask of the clonal items; `ipssr`, `cpss`, `myelofibrosis` and `aml` are the systems.

mod aml;
mod chromosome_17;
mod cpss;
mod facts;
mod ipssr;
mod myelofibrosis;

pub use aml::{AmlCytogenetics, AmlRisk, aml_risk};
pub use chromosome_17::Chromosome17;

use marv_model::cytogenetics::{CountRange, KaryotypeGroups, Possible};

use crate::{cytogenetics::Looked, read::Reading};
use facts::Facts;

/// What is known of the patient beside the karyotype.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Patient {
    /// Whether the patient was born with a Y: tells a lost Y from a lost X in `45,X`. None where not known.
    pub male: Option<bool>,
}

impl Reading {
    /// The groups that the karyotype leaves possible. Only clonal items count (ISCN 2024, 4.5): what was seen in too few
    /// cells leaves its lesion open, and the group as the rule gives it without.
    ///
    /// ```
    /// use marv_karyotype::Karyotype;
    /// use marv_model::cytogenetics::{IpssrCytogenetics, Possible};
    ///
    /// let groups = Karyotype::read("46,XX,del(5)(q13q33)[18]/46,XX[2]").groups();
    /// assert_eq!(groups.ipssr, Possible::only(IpssrCytogenetics::Good));
    ///
    /// // More is there than was listed: any worse group is possible.
    /// let groups = Karyotype::read("46,XX,del(5)(q13q33),inc[18]").groups();
    /// assert_eq!(groups.ipssr.decided(), None);
    /// ```
    pub fn groups(&self) -> KaryotypeGroups {
        self.groups_of(Patient::default())
    }

    /// As [`Reading::groups`], of a patient of whom more is known.
    pub fn groups_of(&self, patient: Patient) -> KaryotypeGroups {
        self.looked().map_or_else(KaryotypeGroups::unknown, |looked| self.groups_by(&looked, patient))
    }

    pub(crate) fn groups_by(&self, looked: &Looked, patient: Patient) -> KaryotypeGroups {
        let worlds = Facts::worlds(looked, &self.karyotype, patient);
        let open = worlds.iter().any(|facts| facts.open);
        let range = |number: fn(&Facts) -> u32| {
            let numbers = || worlds.iter().map(number);
            let most = numbers().max().unwrap_or(0);
            CountRange { at_least: numbers().min().unwrap_or(0), at_most: (!open).then_some(most) }
        };
        let chromosomes = looked.clonal.iter().filter_map(|clone| clone.chromosomes);
        let chromosomes = chromosomes.fold(None, |range: Option<[u32; 2]>, (low, high)| {
            Some(range.map_or([low, high], |[least, most]| [least.min(low), most.max(high)]))
        });
        KaryotypeGroups {
            ipssr: Possible::one_of(worlds.iter().flat_map(ipssr::possible)),
            cpss: Possible::one_of(worlds.iter().flat_map(cpss::possible)),
            myelofibrosis: Possible::one_of(worlds.iter().flat_map(myelofibrosis::possible)),
            abnormalities: range(Facts::number),
            ipssr_abnormalities: range(Facts::ipssr_number),
            chromosomes,
        }
    }
}
