//! What tables of rows over a profile share: the facts, the scope and the flags.

use marv_model::{
    case::Disease,
    cytogenetics::Lesion,
    finding::{Finding, Status},
    units::AlleleFraction,
    verdict::{MissingDatum, Outcome, Policy, Verdict},
};

use crate::{
    engine::{
        decision::Decision,
        judge::{Facts, Judgement},
        laws::Question,
        scheme::{Answer, Condition, NOT_APPLICABLE, Row, Scheme},
    },
    profile::{Asked, Marker, Profile},
};

/// The option under which a verdict lists its largest limit of detection.
const LARGEST_LIMIT: &str = "largest_limit_of_detection_read_as_absent";

pub(crate) fn has(lesion: Lesion) -> Condition<Asked> {
    Condition::Is(Asked::Has(lesion))
}
pub(crate) fn mutated(marker: Marker) -> Condition<Asked> {
    Condition::Is(Asked::Mutated(marker))
}
pub(crate) fn any_lesion<const N: usize>(lesions: [Lesion; N]) -> Condition<Asked> {
    Condition::any_of(lesions.map(Asked::Has))
}
pub(crate) fn any_mutated<const N: usize>(markers: [Marker; N]) -> Condition<Asked> {
    Condition::any_of(markers.map(Asked::Mutated))
}
pub(crate) const fn row(
    id: &'static str,
    source: &'static str,
    when: Condition<Asked>,
    category: &'static str,
) -> Row<Asked> {
    Row { id, source, when, then: Answer::Category(category) }
}
pub(crate) fn policy(option: &str, value: &str) -> Policy {
    Policy { option: option.to_owned(), value: value.to_owned() }
}
pub(crate) fn largest_limit(limit: AlleleFraction) -> Policy {
    policy(LARGEST_LIMIT, &format!("{:.2}", limit.get()))
}
/// 0.10: a heterozygous mutation of one cell in five.
pub(crate) fn usual_limit() -> AlleleFraction {
    AlleleFraction::of(10, 100).unwrap_or_default()
}

/// Why the scheme is not for a case, where the indication says so.
pub(crate) fn out_of_scope(profile: &Profile, covered: &[Disease]) -> Option<&'static str> {
    match profile.indication() {
        Disease::Unspecified => Some("disease_not_stated"),
        disease if covered.contains(&disease) => None,
        _ => Some("other_indication"),
    }
}

/// The verdict that a scheme is not for this case.
pub(crate) fn not_applicable<Q>(scheme: &Scheme<Q>, reason: &str, policies: Vec<Policy>) -> Verdict {
    Verdict {
        scheme: scheme.name.to_owned(),
        scheme_id: scheme.id.to_owned(),
        rules_version: scheme.rules_version.to_owned(),
        source: scheme.source.to_owned(),
        outcome: Outcome::NotApplicable { reason: reason.to_owned() },
        scores: Vec::new(),
        trace: Vec::new(),
        missing: Vec::new(),
        policies,
        flags: Vec::new(),
    }
}

/// A profile, read with a largest limit of detection.
pub(crate) struct Case<'a> {
    pub(crate) profile: &'a Profile,
    pub(crate) largest_limit: AlleleFraction,
}

impl Facts<Asked> for Case<'_> {
    fn status(&self, asked: Asked) -> Status {
        self.profile.status(asked, self.largest_limit)
    }
    fn evidence(&self, asked: Asked) -> Vec<String> {
        self.profile.evidence(asked)
    }
}

/// What a reader must know beside the category, as it is gathered.
pub(crate) struct Flags<'a, Q> {
    judgement: &'a Judgement<'a, Q>,
    raised: Vec<&'static str>,
}

impl<Q: Question> Flags<'_, Q> {
    /// Where this is so.
    pub(crate) fn when(&mut self, is_so: bool, flag: &'static str) {
        if is_so {
            self.raised.push(flag);
        }
    }
    /// Whether a condition holds whatever the unknown inputs are.
    pub(crate) fn is_certain(&self, condition: &Condition<Q>) -> bool {
        self.judgement.certain(condition)
    }
    /// Where a condition holds whatever the unknown inputs are.
    pub(crate) fn certain(&mut self, condition: &Condition<Q>, flag: &'static str) {
        self.when(self.judgement.certain(condition), flag);
    }
    /// Where a condition may hold and is not known to.
    pub(crate) fn open(&mut self, condition: &Condition<Q>, flag: &'static str) {
        self.when(self.judgement.status(condition) == Status::Unknown, flag);
    }
    /// The category, where it is decided.
    pub(crate) fn decided(&self) -> Option<&'static str> {
        match self.judgement.reached() {
            [Answer::Category(category)] => Some(category),
            _ => None,
        }
    }
    /// Whether a category may still be reached.
    pub(crate) fn may_be(&self, category: &str) -> bool {
        self.judgement.reached().iter().any(|answer| answer.word() == category)
    }
}

/// The verdict of a table under facts, with the flags that `raise` gathers.
pub(crate) fn judge<Q: Question>(
    table: &Decision<Q>,
    facts: &impl Facts<Q>,
    policies: Vec<Policy>,
    raise: impl FnOnce(&mut Flags<'_, Q>),
) -> Verdict {
    let judgement = Judgement::new(table, facts);
    let mut flags = Flags { judgement: &judgement, raised: Vec::new() };
    flags.when(judgement.contradictory(), "contradictory_inputs");
    raise(&mut flags);
    let raised = flags.raised.into_iter().map(str::to_owned).collect();
    judgement.verdict(facts, policies, raised)
}

/// As [`judge`], of a profile; tells where a marker that the table asks for was seen only too coarsely.
pub(crate) fn judge_profile(
    table: &Decision<Asked>,
    case: &Case<'_>,
    policies: Vec<Policy>,
    raise: impl FnOnce(&mut Flags<'_, Asked>),
) -> Verdict {
    let coarse = table.asked().any(|question| {
        matches!(question, Asked::Mutated(marker)
            if limit(case.profile, marker).is_some_and(|limit| limit > case.largest_limit))
    });
    judge(table, case, policies, |flags| {
        flags.when(coarse, "limit_too_high");
        raise(flags);
    })
}

/// How small a mutation of a marker that was not seen could have been and still have been seen.
pub(crate) fn limit(profile: &Profile, marker: Marker) -> Option<AlleleFraction> {
    match profile.finding(marker) {
        Finding::Absent { limit_of_detection } => limit_of_detection,
        _ => None,
    }
}

/// Leaves open that the scheme may not be for this case, where `datum` (such as the lineage) is not stated.
pub(crate) fn with_open_scope(mut verdict: Verdict, datum: &str) -> Verdict {
    let reached = match &verdict.outcome {
        Outcome::Decided { category } => vec![category.clone()],
        Outcome::Reachable { categories } => categories.clone(),
        Outcome::NotApplicable { .. } => return verdict,
    };
    let mut categories = reached.clone();
    if !categories.iter().any(|category| category == NOT_APPLICABLE) {
        categories.push(NOT_APPLICABLE.to_owned());
    }
    verdict.outcome = Outcome::Reachable { categories };
    for criterion in &mut verdict.trace {
        criterion.decisive = false;
    }
    // What a further datum would do holds for this scope; the other scope stays open beside it.
    for missing in &mut verdict.missing {
        for reached in [&mut missing.if_present, &mut missing.if_absent] {
            if !reached.iter().any(|category| category == NOT_APPLICABLE) {
                reached.push(NOT_APPLICABLE.to_owned());
            }
        }
    }
    verdict.missing.insert(
        0,
        MissingDatum { datum: datum.to_owned(), if_present: reached, if_absent: vec![NOT_APPLICABLE.to_owned()] },
    );
    verdict
}
