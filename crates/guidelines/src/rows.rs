//! A rule table applied to a profile: what the schemes of rows share.

use marv_model::{
    case::Disease,
    clinical::{Circumstance, Measure},
    cytogenetics::Lesion,
    finding::Status,
    units::AlleleFraction,
    verdict::{Policy, Verdict},
};

use crate::{
    engine::{
        decision::Decision,
        judge::{Facts, Judgement},
        laws::Law,
        scheme::Condition,
    },
    profile::{Asked, Hundredths, Marker, Percent, Profile, cytogenetic_laws, laws_of_order},
    rules::not_applicable,
};

/// A profile, and the largest limit of detection at which a gene without a finding counts as not mutated.
pub(crate) struct Known<'a> {
    pub(crate) profile: &'a Profile,
    pub(crate) largest_limit: AlleleFraction,
}

impl Facts<Asked> for Known<'_> {
    fn status(&self, asked: Asked) -> Status {
        status(self.profile, asked, self.largest_limit)
    }
    fn evidence(&self, asked: Asked) -> Vec<String> {
        self.profile.evidence(asked)
    }
}

/// Abnormalities from which a karyotype is complex.
const COMPLEX_FROM: u8 = 3;

/// The answer of a profile; where abnormalities were not counted, what is known of a complex karyotype says whether there are
/// three.
pub(crate) fn status(profile: &Profile, asked: Asked, largest_limit: AlleleFraction) -> Status {
    let given = profile.status(asked, largest_limit);
    if given != Status::Unknown || asked != Asked::Abnormalities(COMPLEX_FROM) {
        return given;
    }
    // RULE: ELN 2022 Table 6, footnote f: complex is three or more, unless a class-defining rearrangement is there or all are
    // trisomies. With none of these, what is not complex has fewer than three.
    let lesion = |lesion| profile.lesions().status(lesion);
    let excusing = Lesion::CLASS_DEFINING.iter().copied().chain([Lesion::HyperdiploidTrisomies]);
    match lesion(Lesion::ComplexKaryotype) {
        Status::Absent if excusing.map(lesion).all(|status| status == Status::Absent) => Status::Absent,
        Status::Absent => Status::Unknown,
        complex => complex,
    }
}

/// The verdict of a scheme of rows, or why the scheme is not for this indication.
pub(crate) fn verdict(
    table: &Decision<Asked>,
    facts: &impl Facts<Asked>,
    out_of_scope: Option<&str>,
    policies: Vec<Policy>,
    flags: impl FnOnce(&Judgement<'_, Asked>) -> Vec<&'static str>,
) -> Verdict {
    if let Some(reason) = out_of_scope {
        return not_applicable(table, reason, policies);
    }
    let judgement = Judgement::new(table, facts);
    let flags = flags(&judgement).into_iter().map(str::to_owned).collect();
    judgement.verdict(facts, policies, flags)
}

/// The laws of a scheme's questions.
pub(crate) fn laws(questions: &[Asked]) -> Vec<Law<Asked>> {
    let mut laws = cytogenetic_laws();
    laws.extend(laws_of_order(questions));
    laws
}

/// RULE: ELN genetic risk is for AML; the disease is the requester's to state.
pub(crate) fn aml_only(profile: &Profile) -> Option<&'static str> {
    match profile.indication() {
        Disease::Aml => None,
        Disease::Unspecified => Some("disease_not_stated"),
        _ => Some("not_aml"),
    }
}

/// The default of every scheme of rows: 0.20. With the 20 % blasts that AML asks for, a heterozygous mutation of every
/// blast is at 0.10.
pub(crate) fn default_limit() -> AlleleFraction {
    AlleleFraction::of(20, 100).unwrap_or_default()
}

pub(crate) fn policy(option: &str, value: &str) -> Policy {
    Policy { option: option.to_owned(), value: value.to_owned() }
}

pub(crate) fn limit_policy(limit: AlleleFraction) -> Policy {
    policy("largest_limit_of_detection_read_as_absent", &format!("{:.2}", limit.get()))
}

pub(crate) fn has(lesion: Lesion) -> Condition<Asked> {
    Condition::Is(Asked::Has(lesion))
}
pub(crate) fn has_any(lesions: &[Lesion]) -> Condition<Asked> {
    Condition::any_of(lesions.iter().map(|lesion| Asked::Has(*lesion)))
}
pub(crate) fn mutated(marker: Marker) -> Condition<Asked> {
    Condition::Is(Asked::Mutated(marker))
}
pub(crate) fn any_mutated(markers: &[Marker]) -> Condition<Asked> {
    Condition::any_of(markers.iter().map(|marker| Asked::Mutated(*marker)))
}
pub(crate) fn mutated_at(marker: Marker, percent: u8) -> Condition<Asked> {
    Condition::Is(Asked::MutatedAtLeast(marker, Percent(percent)))
}
/// More than this fraction, itself not included.
pub(crate) fn mutated_above(marker: Marker, percent: u8) -> Condition<Asked> {
    Condition::Is(Asked::MutatedAbove(marker, Percent(percent)))
}
/// The measure is at least this many hundredths of its unit.
pub(crate) fn at_least(measure: Measure, hundredths: i32) -> Condition<Asked> {
    Condition::Is(Asked::AtLeast(measure, Hundredths(hundredths)))
}
pub(crate) fn stated(circumstance: Circumstance) -> Condition<Asked> {
    Condition::Is(Asked::Stated(circumstance))
}
