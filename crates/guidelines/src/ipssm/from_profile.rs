//! The inputs of IPSS-M from what is known of a case.

use marv_model::{
    clinical::Measure,
    cytogenetics::Lesion,
    finding::{Finding, Status},
    tp53::{self, Tp53Hits},
    units::AlleleFraction,
};

use super::{IpssmGene, IpssmInputs, Tp53Count};
use crate::profile::{Asked, Marker, Profile};

fn known(status: Status) -> Option<bool> {
    match status {
        Status::Present => Some(true),
        Status::Absent => Some(false),
        Status::Unknown => None,
    }
}

/// One at least is present; absent where all are.
fn any_of(statuses: impl IntoIterator<Item = Status>) -> Status {
    let mut all = Status::Absent;
    for status in statuses {
        match status {
            Status::Present => return Status::Present,
            Status::Unknown => all = Status::Unknown,
            Status::Absent => {}
        }
    }
    all
}

impl IpssmInputs {
    /// From a profile. A gene that is absent only down to a limit above `largest_limit` is unknown. Complex is three
    /// abnormalities or more, where they are counted, else as the lesion says. Loss of heterozygosity at TP53 is what the
    /// state of TP53 under the definition of IPSS-M says of a single mutation.
    pub fn from_profile(profile: &Profile, largest_limit: AlleleFraction) -> Self {
        let status = |asked| profile.status(asked, largest_limit);
        let lesions = |all: &[Lesion]| known(any_of(all.iter().map(|lesion| status(Asked::Has(*lesion)))));
        let patient = profile.patient();
        let mut inputs = Self::unknown();
        inputs.haemoglobin = patient.value(Measure::Haemoglobin);
        inputs.platelets = patient.value(Measure::Platelets);
        inputs.marrow_blasts = patient.value(Measure::MarrowBlasts);
        inputs.cytogenetics = profile.karyotype_groups().ipssr.clone();
        inputs.del5q = lesions(&[Lesion::Loss5q]);
        inputs.del7_7q = lesions(&[Lesion::Monosomy7, Lesion::Loss7q]);
        inputs.del17_17p = lesions(&[Lesion::Loss17p]);
        // RULE: IPSS-M, complex karyotype: three or more abnormalities.
        inputs.complex =
            known(status(Asked::Abnormalities(3))).or_else(|| known(status(Asked::Has(Lesion::ComplexKaryotype))));
        for gene in IpssmGene::ALL {
            inputs.set(gene, known(any_of(gene.markers().iter().map(|marker| status(Asked::Mutated(*marker))))));
        }
        inputs.tp53(profile, known(status(Asked::Mutated(Marker::Tp53))));
        inputs
    }

    fn tp53(&mut self, profile: &Profile, mutated: Option<bool>) {
        let finding = profile.finding(Marker::Tp53);
        let Some(mutated) = mutated else { return };
        let (Finding::Present { evidence }, true) = (finding, mutated) else {
            (self.tp53_mutations, self.tp53_max_fraction) = (Some(Tp53Count::None), Some(0.0));
            return;
        };
        let one = evidence.len() < 2;
        self.tp53_mutations = Some(if one { Tp53Count::One } else { Tp53Count::TwoOrMore });
        let fractions: Option<Vec<f64>> = evidence.iter().map(|e| e.fraction.map(AlleleFraction::get)).collect();
        self.tp53_max_fraction = fractions.map(|all| all.into_iter().fold(0.0, f64::max));
        if one {
            self.tp53_loh = match profile.tp53_state(tp53::IPSS_M).map(|state| &state.possible[..]) {
                Some([Tp53Hits::Multi]) => Some(true),
                Some(possible) if !possible.is_empty() && !possible.contains(&Tp53Hits::Multi) => Some(false),
                _ => None,
            };
        }
    }
}
