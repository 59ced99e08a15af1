//! The inputs of IPSS-M from what is known of a case.

use marv_model::{
    clinical::Measure,
    cytogenetics::{CountRange, IpssrCytogenetics, Lesion, Possible},
    finding::{Finding, Status},
    tp53::{self, Tp53Hits},
    units::AlleleFraction,
};

use super::{IpssmGene, IpssmInputs, Tp53Count};
use crate::{
    profile::{Asked, Marker, Profile},
    rules,
};

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

/// RULE: IPSS-M, complex karyotype: three or more abnormalities as IPSS-R counts them, without the exclusions of ELN 2022 (a
/// class-defining rearrangement, trisomies alone). More than three are Very Poor, and nothing else is; three are Poor, so that a
/// better group has fewer. IPSS-R counts each marker, so an event of ELN is one abnormality or more: three events are complex,
/// no event is not, and one or two leave it open where neither the count nor the group of IPSS-R is known.
fn complex(profile: &Profile, group: &Possible<IpssrCytogenetics>, largest_limit: AlleleFraction) -> Option<bool> {
    use IpssrCytogenetics::{Poor, VeryPoor};
    let counted = profile.karyotype_groups().ipssr_abnormalities;
    let events = |least| rules::status(profile, Asked::Abnormalities(least), largest_limit);
    if group.decided() == Some(VeryPoor) || counted.at_least >= 3 {
        return Some(true);
    }
    if counted.at_most.is_some_and(|most| most < 3) || !group.may_be(Poor) && !group.may_be(VeryPoor) {
        return Some(false);
    }
    let uncounted = counted == CountRange::UNKNOWN;
    match (events(3), events(1)) {
        (Status::Present, _) if uncounted => Some(true),
        (_, Status::Absent) if uncounted => Some(false),
        _ => None,
    }
}

impl IpssmInputs {
    /// From a profile. A gene that is absent only down to a limit above `largest_limit` is unknown. Complex is three
    /// abnormalities or more as IPSS-R counts them, or as its group or the events of ELN tell. Loss of heterozygosity at TP53 is what the
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
        inputs.complex = complex(profile, &inputs.cytogenetics, largest_limit);
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

#[cfg(test)]
mod tests {
    use marv_model::cytogenetics::{CytogeneticFindings, KaryotypeGroups};

    use super::*;
    use IpssrCytogenetics::{Good, Intermediate, Poor, VeryPoor};

    /// The lesions, the abnormalities counted, the groups that are left.
    fn complex_of(
        lesions: CytogeneticFindings,
        count: CountRange,
        groups: Possible<IpssrCytogenetics>,
    ) -> Option<bool> {
        let groups = KaryotypeGroups { abnormalities: count, ipssr: groups, ..KaryotypeGroups::unknown() };
        let profile = Profile::unknown().cytogenetics(lesions).groups(groups);
        IpssmInputs::from_profile(&profile, rules::usual_limit()).complex
    }

    /// By hand: IPSS-R and IPSS-M count without exclusions; 3 are Poor, more Very Poor, nothing else is Very Poor.
    #[test]
    fn complex_is_three_without_exclusions() {
        let nothing = CytogeneticFindings::unknown;
        let none_else = CytogeneticFindings::all_absent;
        let (open, any) = (CountRange::UNKNOWN, Possible::unknown);
        // Not complex by ELN 2022, for which three trisomies do not count; for IPSS-M they are three.
        let trisomies = none_else().with(Lesion::HyperdiploidTrisomies, Finding::present(vec!["+8".to_owned()]));
        assert_eq!(complex_of(trisomies, open, any()), None);
        assert_eq!(complex_of(nothing().with(Lesion::ComplexKaryotype, Finding::absent()), open, any()), None);
        // Nor do the events of ELN: two of them may be more abnormalities by IPSS-R, as markers are.
        assert_eq!(complex_of(none_else(), open, any()), None);
        let complex = nothing().with(Lesion::ComplexKaryotype, Finding::present(vec!["n = 3".to_owned()]));
        assert_eq!(complex_of(complex, open, any()), Some(true));
        assert_eq!(complex_of(nothing(), CountRange::exactly(3), any()), Some(true));
        assert_eq!(complex_of(nothing(), CountRange::exactly(2), any()), None);
        assert_eq!(complex_of(nothing(), CountRange::exactly(1), any()), None);
        assert_eq!(complex_of(nothing(), CountRange::exactly(0), any()), Some(false));
        assert_eq!(complex_of(nothing(), CountRange::exactly(2), Possible::only(Intermediate)), Some(false));
        // By the group.
        assert_eq!(complex_of(nothing(), open, Possible::only(Good)), Some(false));
        assert_eq!(complex_of(nothing(), open, Possible::one_of([Good, Intermediate])), Some(false));
        assert_eq!(complex_of(nothing(), open, Possible::one_of([Intermediate, Poor])), None);
        assert_eq!(complex_of(nothing(), open, Possible::only(Poor)), None);
        assert_eq!(complex_of(nothing(), open, Possible::only(VeryPoor)), Some(true));
        // -20 and four markers: two events, five abnormalities as IPSS-R counts them.
        assert_eq!(complex_of(nothing(), CountRange::exactly(2), Possible::only(VeryPoor)), Some(true));
    }

    /// By hand: what IPSS-R counts goes before what ELN does. -20 and four markers are five; -7 and del(20q) two, and Poor.
    #[test]
    fn complex_is_by_the_count_of_ipssr() {
        let of = |events, counted, group| {
            let groups = KaryotypeGroups {
                abnormalities: CountRange::exactly(events),
                ipssr_abnormalities: counted,
                ipssr: group,
                ..KaryotypeGroups::unknown()
            };
            IpssmInputs::from_profile(&Profile::unknown().groups(groups), rules::usual_limit()).complex
        };
        assert_eq!(of(2, CountRange::exactly(5), Possible::unknown()), Some(true));
        assert_eq!(of(2, CountRange::exactly(2), Possible::unknown()), Some(false));
        assert_eq!(of(2, CountRange::exactly(2), Possible::only(Poor)), Some(false));
        assert_eq!(of(2, CountRange { at_least: 2, at_most: None }, Possible::only(Poor)), None);
        // Three clones that have nothing in common, of one abnormality each: Intermediate.
        assert_eq!(of(3, CountRange::exactly(1), Possible::only(Intermediate)), Some(false));
    }
}
