//! What findings mean for a patient: the tiers of AMP, ASCO and CAP (Li, J Mol Diagn 2017;19:4), ESCAT for treatment (Mateo,
//! Ann Oncol 2018;29:1895), targets of antibodies and cells, clonal haematopoiesis. Each says what it rests on, and why it
//! is no more.

mod decision;
mod target;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::{
    decision::{Decision, Judgement, TierDecision},
    target::{AntigenStatus, TargetLoss},
};
use crate::case::Disease;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$one:meta])+ $variant:ident = $word:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name { $($(#[$one])+ #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// All, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word that tables, case.json and catalogues use.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|one| one.word() == text).ok_or_else(|| crate::Error::Word {
                    what: stringify!($name),
                    text: text.to_owned(),
                })
            }
        }
    };
}

words! {
    /// What evidence answers. The three are kept apart: in blood cancer the last two often decide.
    EvidenceKind {
        /// What a treatment does.
        Therapeutic = "therapeutic";
        /// Which disease it is.
        Diagnostic = "diagnostic";
        /// How the disease goes.
        Prognostic = "prognostic";
    }
}

words! {
    /// What evidence says.
    EvidenceDirection {
        /// A treatment works.
        Sensitive = "sensitive";
        /// A treatment works less, or not.
        Resistant = "resistant";
        /// A diagnosis is supported or made.
        Supports = "supports";
        /// A better outcome.
        Favourable = "favourable";
        /// Between.
        Intermediate = "intermediate";
        /// A worse outcome.
        Adverse = "adverse";
    }
}

words! {
    /// How good evidence is, by AMP, ASCO and CAP.
    EvidenceLevel {
        /// Approved treatment, or in professional guidelines, for this disease.
        A = "A";
        /// Well-powered studies with consensus of experts.
        B = "B";
        /// Approved for another disease, trials, or several small studies.
        C = "C";
        /// Preclinical studies or few cases.
        D = "D";
    }
}

words! {
    /// The tier of a finding in a disease, the weightiest first.
    Tier {
        /// Strong significance, level A.
        StrongA = "I-A";
        /// Strong significance, level B.
        StrongB = "I-B";
        /// Potential significance, level C.
        PotentialC = "II-C";
        /// Potential significance, level D.
        PotentialD = "II-D";
        /// Unknown significance.
        Unknown = "III";
        /// Benign or likely benign.
        Benign = "IV";
    }
}

words! {
    /// How ready a target is for treatment, by ESCAT, the readiest first.
    Escat {
        /// Prospective, randomised.
        IA = "I-A";
        /// Prospective, not randomised.
        IB = "I-B";
        /// Across tumours, basket trials.
        IC = "I-C";
        /// Retrospective benefit.
        IIA = "II-A";
        /// More response, no known gain of time.
        IIB = "II-B";
        /// Benefit in another tumour.
        IIIA = "III-A";
        /// A like alteration of the gene or its pathway.
        IIIB = "III-B";
        /// Preclinical, in vivo or in vitro.
        IVA = "IV-A";
        /// Predicted.
        IVB = "IV-B";
        /// Response without gain, alone.
        V = "V";
        /// No evidence.
        X = "X";
    }
}

words! {
    /// Where a finding comes from.
    FindingOrigin {
        /// A small variant of the reads.
        Variant = "variant";
        /// A lesion by karyotype, FISH or sequencing.
        Lesion = "lesion";
        /// A gene's copies.
        Copies = "copies";
        /// The state of TP53.
        Tp53 = "tp53";
    }
}

/// Everything that a case's findings mean, by one table of evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Interpretation {
    /// The disease for which it holds.
    pub disease: Disease,
    /// Version of the tables of evidence.
    pub evidence_version: String,
    /// SHA-256 of them, lower-case hexadecimal.
    pub evidence_hash: String,
    /// Findings, by tier, then by name.
    pub findings: Vec<InterpretedFinding>,
    /// Targets of antibodies and of cells, and what presents to T cells.
    pub antigens: Vec<AntigenStatus>,
    /// Decisions of the signer that name no finding of the case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unused_decisions: Vec<String>,
    /// Whether mutations may stand for clonal haematopoiesis alone.
    pub clonal_haematopoiesis: Option<ClonalHaematopoiesis>,
    /// What the department's list of trials asks for, against the case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trials: Vec<TrialMatch>,
}

/// One finding and what it means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InterpretedFinding {
    /// What a decision of the signer names it by: `chr13:28018505 C>A`, a lesion's name, or such as `PTEN loss`.
    pub key: String,
    /// For people, such as `FLT3 p.(Asp835Tyr)`.
    pub name: String,
    /// HGNC symbol, where it is of one gene.
    pub gene: Option<String>,
    /// Where it comes from.
    pub origin: FindingOrigin,
    /// A filter holds the call back: what is said holds if it is confirmed.
    pub unconfirmed: bool,
    /// The tier in force: the best of the three kinds, or the signer's.
    pub tier: Tier,
    /// The tier by each kind of evidence; none without evidence of the kind in this disease.
    pub by_kind: TierByKind,
    /// The readiest target, for treatments that work.
    pub escat: Option<Escat>,
    /// Evidence, that which counts first.
    pub evidence: Vec<AppliedEvidence>,
    /// Why this tier and not another, as keys of the message catalogue with values.
    pub reasons: Vec<String>,
    /// What a reader must bear in mind, as keys of the message catalogue.
    pub flags: Vec<String>,
    /// What the signer decided, where that is another tier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<TierDecision>,
}

/// A tier by each kind of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TierByKind {
    /// By treatment.
    pub therapeutic: Option<Tier>,
    /// By diagnosis.
    pub diagnostic: Option<Tier>,
    /// By prognosis.
    pub prognostic: Option<Tier>,
}

/// A row of the table of evidence, applied to a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AppliedEvidence {
    /// The row.
    pub id: String,
    /// What it answers.
    pub kind: EvidenceKind,
    /// What it says.
    pub direction: EvidenceDirection,
    /// Its level in its own diseases.
    pub level: EvidenceLevel,
    /// Its own diseases.
    pub diseases: Vec<Disease>,
    /// The tier that it gives here; none where it counts for nothing here.
    pub applies: Option<Tier>,
    /// Why it gives that tier, as a key of the message catalogue.
    pub because: String,
    /// ESCAT here, for treatments that work.
    pub escat: Option<Escat>,
    /// Treatments, by international non-proprietary name.
    pub drugs: Vec<String>,
    /// The statement, as a key of the message catalogue.
    pub statement: String,
    /// What the statement is about, as a key of the message catalogue; empty where it needs nothing.
    pub entity: String,
    /// Literature.
    pub source: String,
    /// Whether the citation is still to be verified by a person.
    pub to_verify: bool,
    /// When the row was written, `YYYY-MM-DD`.
    pub date: String,
}

/// Mutations of genes of clonal haematopoiesis, and what they may stand for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClonalHaematopoiesis {
    /// `chip`, `ccus`, `chip_or_ccus`, `beside_lymphoid` or `within_myeloid`: a key of the message catalogue.
    pub state: String,
    /// The mutations, by label.
    pub mutations: Vec<String>,
}

/// What the department's knowledge says of an allele. None: its source was not given, or does not cover the place.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct KnownElsewhere {
    /// The highest frequency in a population, 0 to 1.
    pub frequency: Option<f64>,
    /// ClinVar's significance, by its word; of inherited disease, not of cancer.
    pub clinvar: Option<String>,
    /// Tumours with any change of the residue, and with this change.
    pub hotspot: Option<[u32; 2]>,
    /// Accepted evidence of CIViC about exactly this change or its residue, by number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub civic: Vec<u32>,
    /// The gene's part in cancer by a department's table: `oncogene`, `tumour_suppressor`, `both` or `unclear`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

words! {
    /// What a gate of quality says.
    GateOutcome {
        /// As it should be.
        Pass = "pass";
        /// Usable, with a reservation.
        Attention = "attention";
        /// The answer does not hold as it stands.
        Fail = "fail";
        /// Not measured, or nothing to hold it against. Never to be read as passed.
        NotAssessed = "not_assessed";
    }
}

/// A gate of quality.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Gate {
    /// What is measured, as a key of the message catalogue.
    pub name: String,
    /// As measured: a depth, a share from 0 to 1, or bases; sex as copies of X, and of Y behind the point.
    pub value: Option<f64>,
    /// The limit that it was held against.
    pub limit: Option<f64>,
    /// What it says.
    pub outcome: GateOutcome,
}

/// An exon of which too little could be read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WeakExon {
    /// HGNC symbol.
    pub gene: String,
    /// 1-based, in the MANE Select transcript's direction.
    pub exon: u32,
    /// Coding bases in it.
    pub bases: u32,
    /// Share of them where a variant at the gene's limit of detection would be seen, 0 to 1.
    pub callable: f64,
}

/// A trial of the department's list against the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TrialMatch {
    /// The trial's identifier, as the list has it.
    pub id: String,
    /// Its title, as the list has it.
    pub title: String,
    /// `match`, `open` (something is not known) or `no`: a key of the message catalogue.
    pub outcome: String,
    /// Each criterion and whether it is met.
    pub criteria: Vec<TrialCriterion>,
}

/// One criterion of a trial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TrialCriterion {
    /// As the list has it.
    pub text: String,
    /// Met, not met, or not known.
    pub status: crate::finding::Status,
}

impl Tier {
    /// The tier that evidence of a level gives in its own disease.
    pub fn of(level: EvidenceLevel) -> Self {
        match level {
            EvidenceLevel::A => Self::StrongA,
            EvidenceLevel::B => Self::StrongB,
            EvidenceLevel::C => Self::PotentialC,
            EvidenceLevel::D => Self::PotentialD,
        }
    }
}

impl TierByKind {
    /// The weightiest.
    pub fn best(&self) -> Option<Tier> {
        [self.therapeutic, self.diagnostic, self.prognostic].into_iter().flatten().min()
    }
    /// The tier of one kind, to change.
    pub fn of_mut(&mut self, kind: EvidenceKind) -> &mut Option<Tier> {
        match kind {
            EvidenceKind::Therapeutic => &mut self.therapeutic,
            EvidenceKind::Diagnostic => &mut self.diagnostic,
            EvidenceKind::Prognostic => &mut self.prognostic,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_they_are_written_and_the_weightiest_comes_first() {
        for tier in Tier::ALL {
            assert_eq!(tier.word().parse::<Tier>().ok(), Some(*tier));
        }
        assert!("I".parse::<Tier>().is_err());
        let both =
            TierByKind { therapeutic: Some(Tier::PotentialC), prognostic: Some(Tier::StrongA), diagnostic: None };
        assert_eq!(both.best(), Some(Tier::StrongA));
        assert_eq!(TierByKind::default().best(), None);
    }
}
