//! BCR::ABL1 kinase domain: what each mutation of ABL1 says of each tyrosine kinase inhibitor.
//!
//! Residues are numbered on isoform a of ABL1 (NP_005148), as the tables do and as the MANE transcript gives them. The table is
//! in `table`, its reading of a case in `drugs`; the outcome is the kind of finding, and the trace has a row a drug.
//!
//! Two mutations on one molecule (compound) are worse than either, and no drug is then told as active. Reads show the phase only where they span both; otherwise
//! two mutations whose fractions add up to more than that of BCR::ABL1 cannot all be on different molecules.

mod drugs;
mod keys;
mod table;

use std::sync::LazyLock;

use marv_model::{
    case::Disease,
    cytogenetics::Lesion,
    finding::{Finding, Status},
    units::AlleleFraction,
    verdict::{Policy, Verdict},
};

pub use drugs::{Effect, Overall, overall};
pub use keys::KEYS;
pub use table::{Drug, effect};

use crate::{
    Substitution,
    choices::{Choice, ChoiceReader, choice},
    engine::{
        decision::Decision,
        judge::Facts,
        laws::{Law, Question},
        scheme::{Answer, Condition, Row, Scheme},
    },
    profile::{Asked, Marker, Profile},
    rules::{self, largest_limit, policy, usual_limit},
};

/// Whether reads show two mutations on one molecule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    /// No read spans them.
    #[default]
    Unknown,
    /// On one molecule.
    InCis,
    /// On different molecules.
    InTrans,
}

choice!(Phase, "kinase_mutations_phase", "unknown" => Unknown, "in_cis" => InCis, "in_trans" => InTrans);
const FUSED_FRACTION: &str = "fused_fraction_of_abl1";

/// The choices in force, and what is known of the case beside its profile.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CmlKinasePolicies {
    /// What reads show of the phase.
    pub phase: Phase,
    /// The fraction of ABL1 alleles that are fused. 0.50 by default, the most that one fused copy of two can be: the
    /// fractions of mutations are of all ABL1 alleles, also those that are not fused.
    pub fused_fraction: AlleleFraction,
    /// ABL1 that is absent only down to a limit above this counts as unknown.
    pub largest_limit: AlleleFraction,
}

fn half() -> AlleleFraction {
    AlleleFraction::of(50, 100).unwrap_or_default()
}

impl Default for CmlKinasePolicies {
    fn default() -> Self {
        Self { phase: Phase::default(), fused_fraction: half(), largest_limit: usual_limit() }
    }
}

impl CmlKinasePolicies {
    /// Those that are chosen, and the defaults of the others.
    pub(crate) fn chosen(choices: &mut ChoiceReader<'_>) -> Self {
        Self {
            phase: choices.choice(),
            fused_fraction: choices.fraction(FUSED_FRACTION, half()),
            largest_limit: choices.largest_limit(usual_limit()),
        }
    }
    /// As the verdict lists them.
    pub fn listed(&self) -> Vec<Policy> {
        vec![
            self.phase.listed(),
            policy(FUSED_FRACTION, &format!("{:.2}", self.fused_fraction.get())),
            largest_limit(self.largest_limit),
        ]
    }
}

/// What the table asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kinase {
    /// Is ABL1 mutated in the kinase domain?
    Mutated,
    /// Is a mutation one that the table of drugs lists?
    Listed,
    /// Is it p.T315I?
    T315i,
    /// Are two mutations on one molecule?
    Compound,
    /// Is BCR::ABL1 there?
    BcrAbl1,
}

impl Question for Kinase {
    fn datum(self) -> &'static str {
        match self {
            Self::Compound => "kinase_mutations_phase",
            Self::BcrAbl1 => Lesion::BcrAbl1.name(),
            _ => Marker::Abl1.name(),
        }
    }
}

/// The table.
pub fn scheme() -> Scheme<Kinase> {
    let is = Condition::Is;
    let row = |id, source, when, category| Row { id, source, when, then: Answer::Category(category) };
    let rows = vec![
        Row {
            id: "cml_kinase.no_bcr_abl1",
            source: "the tables are of BCR::ABL1",
            when: is(Kinase::BcrAbl1).negated(),
            then: Answer::NotApplicable("no_bcr_abl1"),
        },
        // RULE: guidelines table 6.5: two mutations on one molecule (compound) are told apart from two clones.
        row("cml_kinase.compound", "compound: two mutations on one molecule", is(Kinase::Compound), "compound"),
        row("cml_kinase.t315i", "p.T315I", is(Kinase::T315i), "t315i"),
        row("cml_kinase.listed", "a mutation with a listed effect on a drug", is(Kinase::Listed), "listed"),
        row("cml_kinase.unlisted", "a mutation without a listed effect", is(Kinase::Mutated), "unlisted"),
        row("cml_kinase.none", "no mutation of the kinase domain", Condition::Always, "none"),
    ];
    Scheme {
        name: "BCR::ABL1 kinase domain mutations (2021)",
        id: "cml_kinase",
        rules_version: "2",
        source: "Soverini, Table 1 (ashpublications.org/view-large/7391682); Front Oncol 2021;11:801779, Table 1; Blood 2009;114:5426",
        categories: &["none", "unlisted", "listed", "t315i", "compound"],
        rows,
        noted: Vec::new(),
        laws: vec![
            Law::implies(Kinase::T315i, Kinase::Listed),
            Law::implies(Kinase::Listed, Kinase::Mutated),
            Law::implies(Kinase::Compound, Kinase::Mutated),
        ],
    }
}

/// The mutations of a case, as labels and as what they change.
struct Case<'a> {
    profile: &'a Profile,
    policies: &'a CmlKinasePolicies,
    /// None where the label is no substitution that can be read.
    changes: Vec<Option<Substitution>>,
}

impl<'a> Case<'a> {
    fn new(profile: &'a Profile, policies: &'a CmlKinasePolicies) -> Self {
        let changes = match profile.finding(Marker::Abl1) {
            Finding::Present { evidence } => evidence.iter().map(|one| Substitution::parse(&one.label)).collect(),
            _ => Vec::new(),
        };
        Self { profile, policies, changes }
    }
    fn mutated(&self) -> Status {
        self.profile.status(Asked::Mutated(Marker::Abl1), self.policies.largest_limit)
    }
    /// Whether one of the mutations is so, as far as they can be read.
    fn any(&self, is_so: impl Fn(Substitution) -> bool) -> Status {
        match self.mutated() {
            Status::Present if self.changes.iter().flatten().any(|change| is_so(*change)) => Status::Present,
            Status::Present if self.changes.iter().any(Option::is_none) => Status::Unknown,
            Status::Present => Status::Absent,
            other => other,
        }
    }
    // RULE: compound is possible where reads show it, or where the fractions add up to more than the fused alleles are.
    fn compound(&self) -> Status {
        let Finding::Present { evidence } = self.profile.finding(Marker::Abl1) else { return self.mutated() };
        match (evidence.len(), self.policies.phase) {
            (0 | 1, _) | (_, Phase::InTrans) => Status::Absent,
            (_, Phase::InCis) => Status::Present,
            (_, Phase::Unknown) => {
                let sum: f64 = evidence.iter().filter_map(|one| one.fraction).map(AlleleFraction::get).sum();
                if sum > self.policies.fused_fraction.get() { Status::Present } else { Status::Unknown }
            }
        }
    }
}

impl Facts<Kinase> for Case<'_> {
    fn status(&self, asked: Kinase) -> Status {
        match asked {
            Kinase::Mutated => self.mutated(),
            Kinase::Listed => self.any(table::is_listed),
            Kinase::T315i => self.any(|change| change == table::T315I),
            Kinase::Compound => self.compound(),
            // RULE: in chronic myeloid leukaemia the fusion is the diagnosis: only its absence is news.
            Kinase::BcrAbl1 => match self.profile.lesions().status(Lesion::BcrAbl1) {
                Status::Unknown if self.profile.indication() == Disease::Cml => Status::Present,
                status => status,
            },
        }
    }
    fn evidence(&self, asked: Kinase) -> Vec<String> {
        match asked {
            Kinase::BcrAbl1 => self.profile.evidence(Asked::Has(Lesion::BcrAbl1)),
            _ => self.profile.evidence(Asked::Mutated(Marker::Abl1)),
        }
    }
}

static TABLE: LazyLock<Decision<Kinase>> = LazyLock::new(|| Decision::new(scheme()));

/// What mutations of the kinase domain there are; the trace ends with a row a drug, which says what they mean for it.
///
/// Asked of chronic myeloid leukaemia, and of acute lymphoblastic leukaemia with BCR::ABL1.
pub fn cml_kinase(profile: &Profile, policies: &CmlKinasePolicies) -> Verdict {
    if let Some(reason) = rules::out_of_scope(profile, &[Disease::Cml, Disease::BAll, Disease::All]) {
        return rules::not_applicable(&TABLE, reason, policies.listed());
    }
    let case = Case::new(profile, policies);
    let mut verdict = rules::verdict(&TABLE, &case, None, policies.listed(), |flags| {
        flags.contradictory("contradictory_inputs");
        let coarse = rules::limit(profile, Marker::Abl1).is_some_and(|limit| limit > policies.largest_limit);
        flags.when(coarse, "limit_too_high");
        let mutated = case.mutated() == Status::Present;
        flags.when(mutated && case.changes.iter().any(Option::is_none), "cml_kinase.flag.unread_change");
        flags.when(case.compound() == Status::Present, "cml_kinase.flag.compound_possible");
        flags.open(&Condition::Is(Kinase::Compound), "cml_kinase.flag.phase_unknown");
        flags.when(case.status(Kinase::T315i) == Status::Present, "cml_kinase.flag.t315i_asciminib_dose");
        flags.when(mutated, "cml_kinase.flag.asciminib_not_verified");
        flags.when(flags.decided() == Some("none"), "cml_kinase.flag.small_clones");
    });
    if profile.lesions().status(Lesion::BcrAbl1) != Status::Absent {
        if case.mutated() == Status::Present {
            verdict.flags.splice(0..0, drugs::flags(&case.changes, case.compound()));
        }
        verdict
            .trace
            .extend(drugs::criteria(&case.changes, case.mutated(), case.compound(), |asked| profile.evidence(asked)));
    }
    verdict
}
