//! The answers that a profile gives to questions, and what they rest on.

use marv_model::{
    clinical::Measure,
    finding::{Finding, Status},
    tp53::Tp53Hits,
    units::AlleleFraction,
};

use super::{Asked, Marker, Percent, Profile, Tp53Rule};
use crate::engine::laws::Question;

impl Profile {
    /// The answer to a question, where absence down to a limit above `largest_limit` leaves it open.
    pub(crate) fn status(&self, asked: Asked, largest_limit: AlleleFraction) -> Status {
        match asked {
            Asked::Has(lesion) => self.lesions().status(lesion),
            Asked::Mutated(marker) => match self.finding(marker) {
                Finding::Absent { limit_of_detection: Some(limit) } if limit > largest_limit => Status::Unknown,
                finding => finding.status(),
            },
            Asked::MutatedAtLeast(marker, percent) => {
                self.mutated_from(marker, percent, |fraction| fraction >= percent.fraction())
            }
            Asked::MutatedAbove(marker, percent) => {
                self.mutated_from(marker, percent, |fraction| fraction > percent.fraction())
            }
            Asked::MutatedTwice(marker) => match self.finding(marker) {
                Finding::Present { evidence } => from(evidence.len() > 1),
                Finding::Absent { limit_of_detection: Some(limit) } if limit > largest_limit => Status::Unknown,
                finding => finding.status(),
            },
            Asked::Abnormalities(least) => {
                let range = self.karyotype_groups().abnormalities;
                if range.at_least >= u32::from(least) {
                    Status::Present
                } else if range.at_most.is_some_and(|most| most < u32::from(least)) {
                    Status::Absent
                } else {
                    Status::Unknown
                }
            }
            Asked::Tp53Multi(rule) => match self.tp53_possible(rule) {
                Some([Tp53Hits::Multi]) => Status::Present,
                Some(possible) if !possible.is_empty() && !possible.contains(&Tp53Hits::Multi) => Status::Absent,
                _ => Status::Unknown,
            },
            Asked::AtLeast(measure, least) => {
                self.patient().value(measure).map_or(Status::Unknown, |value| from(value >= least.value()))
            }
            Asked::Above(measure, limit) => {
                self.patient().value(measure).map_or(Status::Unknown, |value| from(value > limit.value()))
            }
            Asked::Stated(circumstance) => self.patient().status(circumstance),
        }
    }

    /// The states of TP53 that a definition leaves; none where it was not assessed. The strict reading of ICC 2022 is assessed apart
    /// only where it is another.
    fn tp53_possible(&self, rule: Tp53Rule) -> Option<&[Tp53Hits]> {
        let usual =
            || if rule == Tp53Rule::Icc2022Strict { self.tp53_state(Tp53Rule::Icc2022.definition()) } else { None };
        self.tp53_state(rule.definition()).or_else(usual).map(|state| &state.possible[..])
    }

    /// Whether a mutation of the marker is large enough, where `percent` is the threshold of what is.
    fn mutated_from(&self, marker: Marker, percent: Percent, large: impl Fn(f64) -> bool) -> Status {
        match self.finding(marker) {
            Finding::Present { evidence } => {
                if evidence.iter().filter_map(|e| e.fraction).any(|f| large(f.get())) {
                    Status::Present
                } else if evidence.iter().any(|e| e.fraction.is_none()) {
                    Status::Unknown
                } else {
                    Status::Absent
                }
            }
            // What could hide above the threshold leaves the question open.
            Finding::Absent { limit_of_detection: Some(limit) } if limit.get() > percent.fraction() => Status::Unknown,
            finding => finding.status(),
        }
    }

    /// What the answer rests on, for people, in no language: names, fractions, karyotype items, numbers with units.
    pub(crate) fn evidence(&self, asked: Asked) -> Vec<String> {
        match asked {
            Asked::Has(lesion) => self.lesions().get(lesion).evidence().cloned().unwrap_or_default(),
            Asked::Mutated(marker)
            | Asked::MutatedAtLeast(marker, _)
            | Asked::MutatedAbove(marker, _)
            | Asked::MutatedTwice(marker) => match self.finding(marker) {
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
            Asked::Abnormalities(_) => {
                let range = self.karyotype_groups().abnormalities;
                let count = match range.at_most {
                    Some(most) if most == range.at_least => Some(most.to_string()),
                    Some(most) => Some(format!("{}–{most}", range.at_least)),
                    None if range.at_least > 0 => Some(format!("≥ {}", range.at_least)),
                    None => None,
                };
                count.map(|count| named(asked.datum(), &count)).into_iter().collect()
            }
            Asked::Tp53Multi(_) => self.evidence(Asked::Mutated(Marker::Tp53)),
            Asked::AtLeast(measure, _) | Asked::Above(measure, _) => {
                self.patient().value(measure).map(|value| measured(measure, shown(value))).into_iter().collect()
            }
            Asked::Stated(_) => Vec::new(),
        }
    }
}

/// A measured value as evidence: the measure by its own word, the value, the unit.
pub(crate) fn measured(measure: Measure, value: f64) -> String {
    named(measure.word(), &format!("{value} {}", measure.unit()))
}

/// A value as evidence, by the word of its datum: the report has that word in its languages.
pub(crate) fn named(datum: &str, value: &str) -> String {
    format!("{datum}: {value}")
}

fn from(is_so: bool) -> Status {
    if is_so { Status::Present } else { Status::Absent }
}

/// At most two decimals, as measures are reported; the answers themselves rest on the whole number.
fn shown(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// One decimal, as in `41.0 %`.
fn percent(fraction: AlleleFraction) -> String {
    format!("{:.1} %", fraction.get() * 100.0)
}

#[cfg(test)]
mod tests {
    use marv_model::units::AlleleFraction;

    use super::*;
    use crate::profile::{MarkerEvidence, MarkerFinding};

    const TP53: Asked = Asked::MutatedAtLeast(Marker::Tp53, Percent(10));

    fn fraction(value: f64) -> AlleleFraction {
        AlleleFraction::new(value).unwrap()
    }
    fn status(finding: MarkerFinding) -> Status {
        Profile::unknown().marker(Marker::Tp53, finding).status(TP53, fraction(0.2))
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
    fn above_ten_percent_is_not_met_at_exactly_ten() {
        let above = Asked::MutatedAbove(Marker::Tp53, Percent(10));
        let status = |finding| Profile::unknown().marker(Marker::Tp53, finding).status(above, fraction(0.2));
        for (part, whole) in [(1, 10), (3, 30), (6, 60), (7, 70), (33, 330)] {
            assert_eq!(status(present(AlleleFraction::of(part, whole).unwrap().get())), Status::Absent);
        }
        assert_eq!(status(present(0.100_001)), Status::Present);
        // What could hide up to 10 % is not above it; what could hide up to 11 % may be.
        assert_eq!(status(Finding::absent_below(fraction(0.10))), Status::Absent);
        assert_eq!(status(Finding::absent_below(fraction(0.11))), Status::Unknown);
        let unmeasured = Finding::present(vec![MarkerEvidence::of_unknown_fraction("p.(Arg248Gln)")]);
        assert_eq!(status(unmeasured), Status::Unknown);
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
    fn a_number_is_compared_in_its_unit_and_unknown_without_one() {
        use marv_model::clinical::{Clinical, Measure};
        let blasts = |value| {
            let patient = Clinical::unknown().measured(Measure::MarrowBlasts, value).unwrap();
            Profile::unknown().clinical(patient)
        };
        let twenty = Asked::AtLeast(Measure::MarrowBlasts, crate::profile::Hundredths(2000));
        assert_eq!(blasts(20.0).status(twenty, fraction(0.2)), Status::Present);
        assert_eq!(blasts(19.9).status(twenty, fraction(0.2)), Status::Absent);
        assert_eq!(Profile::unknown().status(twenty, fraction(0.2)), Status::Unknown);
    }

    #[test]
    fn a_count_within_bounds_answers_only_what_the_bounds_decide() {
        use marv_model::cytogenetics::{CountRange, KaryotypeGroups};
        let counted = |at_least, at_most| {
            let abnormalities = CountRange { at_least, at_most };
            let profile = Profile::unknown().groups(KaryotypeGroups { abnormalities, ..KaryotypeGroups::unknown() });
            profile.status(Asked::Abnormalities(3), fraction(0.2))
        };
        assert_eq!(counted(3, None), Status::Present);
        assert_eq!(counted(0, Some(2)), Status::Absent);
        assert_eq!(counted(2, Some(3)), Status::Unknown);
        assert_eq!(counted(0, None), Status::Unknown);
    }

    #[test]
    fn a_gene_seen_only_coarsely_is_unknown() {
        let profile = Profile::unknown().marker(Marker::Npm1, Finding::absent_below(fraction(0.25)));
        assert_eq!(profile.status(Asked::Mutated(Marker::Npm1), fraction(0.2)), Status::Unknown);
        assert_eq!(profile.status(Asked::Mutated(Marker::Npm1), fraction(0.25)), Status::Absent);
    }
}
