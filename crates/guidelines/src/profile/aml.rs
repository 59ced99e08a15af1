//! The profile of a myeloid case: what the AML schemes ask of it.

use std::collections::BTreeMap;

use marv_model::{
    case::Disease,
    cytogenetics::{CytogeneticFindings, Lesion, LesionFinding},
    finding::{Finding, NotAssessed, Status},
    tp53::Tp53Mutation,
    units::AlleleFraction,
};

use super::{Asked, Marker, MarkerEvidence, MarkerFinding};

/// What is known of a case. It starts with nothing known, and what is never said stays unknown.
///
/// ```
/// use marv_guidelines::profile::{AmlProfile, Marker, MarkerEvidence};
/// use marv_model::{case::Disease, cytogenetics::CytogeneticFindings, finding::Finding, units::AlleleFraction};
///
/// let profile = AmlProfile::unknown()
///     .disease(Disease::Aml)
///     .marker(Marker::Npm1, Finding::present(vec![MarkerEvidence::new("p.(Trp288CysfsTer12)", AlleleFraction::new(0.41)?)]))
///     .marker(Marker::Flt3Itd, Finding::absent_below(AlleleFraction::new(0.05)?))
///     .cytogenetics(CytogeneticFindings::all_absent());
/// # Ok::<(), marv_model::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct AmlProfile {
    disease: Disease,
    markers: BTreeMap<Marker, MarkerFinding>,
    cytogenetics: CytogeneticFindings,
}

impl AmlProfile {
    /// Nothing known, not even the disease.
    pub fn unknown() -> Self {
        Self { disease: Disease::Unspecified, markers: BTreeMap::new(), cytogenetics: CytogeneticFindings::unknown() }
    }
    /// The indication.
    #[must_use]
    pub fn disease(mut self, disease: Disease) -> Self {
        self.disease = disease;
        self
    }
    /// What is known of a gene marker.
    #[must_use]
    pub fn marker(mut self, marker: Marker, finding: MarkerFinding) -> Self {
        self.markers.insert(marker, finding);
        self
    }
    /// What is known of TP53, in the form in which its allelic state is assessed.
    #[must_use]
    pub fn tp53(self, mutations: Finding<Vec<Tp53Mutation>>) -> Self {
        self.marker(Marker::Tp53, mutations.map(|all| all.into_iter().map(MarkerEvidence::from).collect()))
    }
    /// What is known of rearrangements and chromosomal lesions, from a karyotype or another method.
    #[must_use]
    pub fn cytogenetics(mut self, findings: CytogeneticFindings) -> Self {
        self.cytogenetics = findings;
        self
    }
    /// What is known of one lesion, in place of what was said of it before.
    #[must_use]
    pub fn lesion(mut self, lesion: Lesion, finding: LesionFinding) -> Self {
        self.cytogenetics.set(lesion, finding);
        self
    }
    /// The indication as set.
    pub fn indication(&self) -> Disease {
        self.disease
    }
    /// What is known of a gene marker. Mutations without one that counts are no mutation: an empty list is absent.
    pub fn finding(&self, marker: Marker) -> MarkerFinding {
        match self.markers.get(&marker).cloned().unwrap_or(Finding::unknown(NotAssessed::NotExamined)) {
            Finding::Present { evidence } if evidence.is_empty() => Finding::absent(),
            finding => finding,
        }
    }
    /// What is known of the lesions.
    pub fn lesions(&self) -> &CytogeneticFindings {
        &self.cytogenetics
    }

    /// The answer to a question, where absence down to a limit above `largest_limit` leaves it open.
    pub(crate) fn status(&self, asked: Asked, largest_limit: AlleleFraction) -> Status {
        match asked {
            Asked::Has(lesion) => self.cytogenetics.status(lesion),
            Asked::Mutated(marker) => match self.finding(marker) {
                Finding::Absent { limit_of_detection: Some(limit) } if limit > largest_limit => Status::Unknown,
                finding => finding.status(),
            },
            Asked::MutatedAtLeast(marker, percent) => match self.finding(marker) {
                Finding::Present { evidence } => {
                    if evidence.iter().filter_map(|e| e.fraction).any(|f| f.get() >= percent.fraction()) {
                        Status::Present
                    } else if evidence.iter().any(|e| e.fraction.is_none()) {
                        Status::Unknown
                    } else {
                        Status::Absent
                    }
                }
                // What could hide above the threshold leaves the question open.
                Finding::Absent { limit_of_detection: Some(limit) } if limit.get() > percent.fraction() => {
                    Status::Unknown
                }
                finding => finding.status(),
            },
        }
    }
    /// What the answer rests on, for people, in no language: names, fractions, karyotype items.
    pub(crate) fn evidence(&self, asked: Asked) -> Vec<String> {
        match asked {
            Asked::Has(lesion) => self.cytogenetics.get(lesion).evidence().cloned().unwrap_or_default(),
            Asked::Mutated(marker) | Asked::MutatedAtLeast(marker, _) => match self.finding(marker) {
                Finding::Present { evidence } => evidence
                    .iter()
                    .map(|e| match e.fraction {
                        Some(fraction) => format!("{} {} {}", marker.name(), e.label, percent(fraction)),
                        None => format!("{} {}", marker.name(), e.label),
                    })
                    .collect(),
                Finding::Absent { limit_of_detection: Some(limit) } => {
                    vec![format!("{} < {}", marker.name(), percent(limit))]
                }
                _ => Vec::new(),
            },
        }
    }
}

/// One decimal, as in `41.0 %`.
fn percent(fraction: AlleleFraction) -> String {
    format!("{:.1} %", fraction.get() * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Percent;

    const TP53: Asked = Asked::MutatedAtLeast(Marker::Tp53, Percent(10));

    fn fraction(value: f64) -> AlleleFraction {
        AlleleFraction::new(value).unwrap()
    }
    fn status(finding: MarkerFinding) -> Status {
        AmlProfile::unknown().marker(Marker::Tp53, finding).status(TP53, fraction(0.2))
    }
    fn present(value: f64) -> MarkerFinding {
        Finding::present(vec![MarkerEvidence::new("p.(Arg175His)", fraction(value))])
    }

    #[test]
    fn ten_percent_is_met_at_exactly_ten() {
        assert_eq!(status(present(0.10)), Status::Present);
        for (part, whole) in [(1, 10), (3, 30), (6, 60), (7, 70), (12, 120), (33, 330)] {
            assert_eq!(status(present(AlleleFraction::of(part, whole).unwrap().get())), Status::Present);
        }
        assert_eq!(status(present(0.099_999)), Status::Absent);
        assert_eq!(status(present(f64::from(99u8) / 1000.0)), Status::Absent);
    }

    #[test]
    fn absence_above_the_threshold_is_no_absence() {
        assert_eq!(status(Finding::absent_below(fraction(0.10))), Status::Absent);
        assert_eq!(status(Finding::absent_below(fraction(0.11))), Status::Unknown);
        assert_eq!(status(Finding::absent()), Status::Absent);
    }

    #[test]
    fn a_mutation_of_unknown_fraction_is_open_at_a_threshold() {
        let one = Finding::present(vec![MarkerEvidence::of_unknown_fraction("p.(Arg248Gln)")]);
        assert_eq!(status(one), Status::Unknown);
    }

    #[test]
    fn a_gene_seen_only_coarsely_is_unknown() {
        let profile = AmlProfile::unknown().marker(Marker::Npm1, Finding::absent_below(fraction(0.25)));
        assert_eq!(profile.status(Asked::Mutated(Marker::Npm1), fraction(0.2)), Status::Unknown);
        assert_eq!(profile.status(Asked::Mutated(Marker::Npm1), fraction(0.25)), Status::Absent);
    }
}
