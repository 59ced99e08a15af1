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
        laws::{Law, Question},
        scheme::{Answer, Condition, NOT_APPLICABLE, Scheme},
    },
    profile::{Asked, Marker, Profile, cytogenetic_laws, laws_of_order},
};

/// The option under which a verdict lists its largest limit of detection.
pub(crate) const LARGEST_LIMIT: &str = "largest_limit_of_detection_read_as_absent";

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

/// 0.20, the default of the tables of myeloid neoplasms: with the 20 % blasts that AML asks for, a heterozygous mutation of every
/// blast is at 0.10.
pub(crate) fn default_limit() -> AlleleFraction {
    AlleleFraction::of(20, 100).unwrap_or_default()
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

/// A profile, and the largest limit of detection at which a gene without a finding counts as not mutated.
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

/// As a case, where what is known of a complex karyotype stands in for abnormalities that were not counted.
pub(crate) struct Counted<'a>(pub(crate) Case<'a>);

impl Facts<Asked> for Counted<'_> {
    fn status(&self, asked: Asked) -> Status {
        status(self.0.profile, asked, self.0.largest_limit)
    }
    fn evidence(&self, asked: Asked) -> Vec<String> {
        self.0.evidence(asked)
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
    /// Where the inputs contradict each other.
    pub(crate) fn contradictory(&mut self, flag: &'static str) {
        self.when(self.judgement.contradictory(), flag);
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

/// The verdict of a table under facts, with the flags that `raise` gathers; or why the scheme is not for this indication.
pub(crate) fn verdict<Q: Question>(
    table: &Decision<Q>,
    facts: &impl Facts<Q>,
    out_of_scope: Option<&str>,
    policies: Vec<Policy>,
    raise: impl FnOnce(&mut Flags<'_, Q>),
) -> Verdict {
    if let Some(reason) = out_of_scope {
        return not_applicable(table, reason, policies);
    }
    let judgement = Judgement::new(table, facts);
    let mut flags = Flags { judgement: &judgement, raised: Vec::new() };
    raise(&mut flags);
    let raised = flags.raised.into_iter().map(str::to_owned).collect();
    judgement.verdict(facts, policies, raised)
}

/// As [`verdict`], of a profile and for these diseases; tells contradictory inputs, and where a marker that the table asks for was
/// seen only too coarsely.
pub(crate) fn verdict_of_profile(
    table: &Decision<Asked>,
    case: &Case<'_>,
    diseases: &[Disease],
    policies: Vec<Policy>,
    raise: impl FnOnce(&mut Flags<'_, Asked>),
) -> Verdict {
    let coarse = table.asked().any(|question| {
        matches!(question, Asked::Mutated(marker)
            if limit(case.profile, marker).is_some_and(|limit| limit > case.largest_limit))
    });
    verdict(table, case, out_of_scope(case.profile, diseases), policies, |flags| {
        flags.contradictory("contradictory_inputs");
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
