//! What cytogenetics and rearrangement analyses say of the lesions that guidelines ask for.
//!
//! A finding may come from a laboratory's karyotype, from sequencing or from both; where nobody looked it is not
//! assessable. No lesion is absent because it was not mentioned: a reader of karyotypes says `Absent` only where it
//! understood the whole string.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::{Finding, NotAssessed, Status};

/// A rearrangement or a chromosomal lesion that a classification names. The order is that of the tables that ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lesion {
    /// t(15;17)(q24.1;q21.2) and its variants: PML::RARA.
    PmlRara,
    /// Another rearrangement of RARA, t(v;17q21.2).
    RaraOther,
    /// t(8;21)(q22;q22.1): RUNX1::RUNX1T1.
    Runx1Runx1t1,
    /// inv(16)(p13.1q22) or t(16;16)(p13.1;q22): CBFB::MYH11.
    CbfbMyh11,
    /// t(9;11)(p21.3;q23.3): MLLT3::KMT2A.
    Kmt2aMllt3,
    /// t(6;9)(p23.3;q34.1): DEK::NUP214.
    DekNup214,
    /// t(v;11q23.3) other than t(9;11); not the partial tandem duplication.
    Kmt2aOther,
    /// t(9;22)(q34.1;q11.2): BCR::ABL1.
    BcrAbl1,
    /// t(8;16)(p11.2;p13.3): KAT6A::CREBBP.
    Kat6aCrebbp,
    /// inv(3)(q21.3q26.2) or t(3;3)(q21.3;q26.2): GATA2, MECOM.
    MecomInv3,
    /// t(3q26.2;v): MECOM with another partner.
    MecomOther,
    /// −5 or loss of 5q.
    Loss5q,
    /// −7, the whole chromosome.
    Monosomy7,
    /// del(7q) or another loss of 7q that is not −7. Adverse nowhere in ELN 2022.
    Loss7q,
    /// −17, or an abnormality of 17p.
    Abnormal17p,
    /// Loss of 17p13, where TP53 lies: −17, del(17p), i(17q), an unbalanced derivative.
    Loss17p,
    /// Three or more unrelated abnormalities, without a class-defining one, hyperdiploidy with only trisomies excluded.
    ComplexKaryotype,
    /// Two distinct autosomal monosomies, or one and a structural abnormality (Breems 2008); not with core-binding-factor
    /// rearrangements.
    MonosomalKaryotype,
    /// Three or more trisomies and no structural abnormality: not counted as complex.
    HyperdiploidTrisomies,
    /// Any clonal, acquired abnormality.
    AnyAbnormality,
}

impl Lesion {
    /// All, in order.
    pub const ALL: [Lesion; 20] = [
        Lesion::PmlRara,
        Lesion::RaraOther,
        Lesion::Runx1Runx1t1,
        Lesion::CbfbMyh11,
        Lesion::Kmt2aMllt3,
        Lesion::DekNup214,
        Lesion::Kmt2aOther,
        Lesion::BcrAbl1,
        Lesion::Kat6aCrebbp,
        Lesion::MecomInv3,
        Lesion::MecomOther,
        Lesion::Loss5q,
        Lesion::Monosomy7,
        Lesion::Loss7q,
        Lesion::Abnormal17p,
        Lesion::Loss17p,
        Lesion::ComplexKaryotype,
        Lesion::MonosomalKaryotype,
        Lesion::HyperdiploidTrisomies,
        Lesion::AnyAbnormality,
    ];
    /// The rearrangements that define a class of their own, whose presence keeps a karyotype from counting as complex.
    pub const CLASS_DEFINING: [Lesion; 11] = [
        Lesion::PmlRara,
        Lesion::RaraOther,
        Lesion::Runx1Runx1t1,
        Lesion::CbfbMyh11,
        Lesion::Kmt2aMllt3,
        Lesion::DekNup214,
        Lesion::Kmt2aOther,
        Lesion::BcrAbl1,
        Lesion::Kat6aCrebbp,
        Lesion::MecomInv3,
        Lesion::MecomOther,
    ];
    /// The name for people and tables: the fusion, or the ISCN spelling of the lesion.
    pub fn name(self) -> &'static str {
        match self {
            Lesion::PmlRara => "PML::RARA",
            Lesion::RaraOther => "RARA-r",
            Lesion::Runx1Runx1t1 => "RUNX1::RUNX1T1",
            Lesion::CbfbMyh11 => "CBFB::MYH11",
            Lesion::Kmt2aMllt3 => "MLLT3::KMT2A",
            Lesion::DekNup214 => "DEK::NUP214",
            Lesion::Kmt2aOther => "KMT2A-r",
            Lesion::BcrAbl1 => "BCR::ABL1",
            Lesion::Kat6aCrebbp => "KAT6A::CREBBP",
            Lesion::MecomInv3 => "inv(3)/t(3;3)",
            Lesion::MecomOther => "MECOM-r",
            Lesion::Loss5q => "-5/del(5q)",
            Lesion::Monosomy7 => "-7",
            Lesion::Loss7q => "del(7q)",
            Lesion::Abnormal17p => "-17/abn(17p)",
            Lesion::Loss17p => "loss of 17p13",
            Lesion::ComplexKaryotype => "complex karyotype",
            Lesion::MonosomalKaryotype => "monosomal karyotype",
            Lesion::HyperdiploidTrisomies => "hyperdiploid, trisomies only",
            Lesion::AnyAbnormality => "abnormal karyotype",
        }
    }
    /// Whether it defines a class of its own.
    pub fn is_class_defining(self) -> bool {
        Self::CLASS_DEFINING.contains(&self)
    }
}

impl std::fmt::Display for Lesion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// A finding of a lesion: where present, the items that show it, such as `del(5)(q13q33)`.
pub type LesionFinding = Finding<Vec<String>>;

/// The lesions of one case, each with what is known of it. What was never set is not assessable.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct CytogeneticFindings {
    findings: BTreeMap<Lesion, LesionFinding>,
}

impl CytogeneticFindings {
    /// Nothing known.
    pub fn unknown() -> Self {
        Self::default()
    }
    /// Every lesion absent: a normal karyotype, whole and understood.
    pub fn all_absent() -> Self {
        Self { findings: Lesion::ALL.into_iter().map(|lesion| (lesion, Finding::absent())).collect() }
    }
    /// Every lesion not assessable, for this reason.
    pub fn not_assessable(reason: &NotAssessed) -> Self {
        Self { findings: Lesion::ALL.into_iter().map(|lesion| (lesion, Finding::unknown(reason.clone()))).collect() }
    }
    /// Says what is known of one lesion, in place of what was said before.
    pub fn set(&mut self, lesion: Lesion, finding: LesionFinding) -> &mut Self {
        self.findings.insert(lesion, finding);
        self
    }
    /// The same with one lesion said.
    #[must_use]
    pub fn with(mut self, lesion: Lesion, finding: LesionFinding) -> Self {
        self.set(lesion, finding);
        self
    }
    /// What is known of one lesion.
    pub fn get(&self, lesion: Lesion) -> LesionFinding {
        self.findings.get(&lesion).cloned().unwrap_or(Finding::unknown(NotAssessed::NotExamined))
    }
    /// Present, absent or unknown.
    pub fn status(&self, lesion: Lesion) -> Status {
        self.findings.get(&lesion).map_or(Status::Unknown, Finding::status)
    }
    /// What two methods say together: present where either saw it, else absent where either looked with power, else
    /// unknown. Evidence adds up.
    #[must_use]
    pub fn merged(&self, other: &Self) -> Self {
        let mut merged = self.clone();
        for (lesion, theirs) in &other.findings {
            let ours = self.get(*lesion);
            let finding = match (ours, theirs.clone()) {
                (Finding::Present { mut evidence }, Finding::Present { evidence: more }) => {
                    evidence.extend(more.into_iter().filter(|item| !evidence.contains(item)).collect::<Vec<_>>());
                    Finding::present(evidence)
                }
                (present @ Finding::Present { .. }, _) | (_, present @ Finding::Present { .. }) => present,
                (absent @ Finding::Absent { .. }, _) | (_, absent @ Finding::Absent { .. }) => absent,
                (ours, _) => ours,
            };
            merged.findings.insert(*lesion, finding);
        }
        merged
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_said_is_unknown() {
        assert_eq!(CytogeneticFindings::unknown().status(Lesion::Loss5q), Status::Unknown);
    }

    #[test]
    fn merging_never_turns_unknown_into_absent_nor_present_into_less() {
        let karyotype = CytogeneticFindings::all_absent();
        let reads = CytogeneticFindings::unknown()
            .with(Lesion::CbfbMyh11, Finding::present(vec!["CBFB::MYH11".to_owned()]))
            .with(Lesion::Loss5q, Finding::unknown(NotAssessed::LowCoverage));
        let both = reads.merged(&karyotype);
        assert_eq!(both.status(Lesion::CbfbMyh11), Status::Present);
        assert_eq!(both.status(Lesion::Loss5q), Status::Absent);
        assert_eq!(reads.merged(&CytogeneticFindings::unknown()).status(Lesion::Loss5q), Status::Unknown);
    }

    #[test]
    fn the_vocabulary_is_listed_once_in_order() {
        assert!(Lesion::ALL.is_sorted() && Lesion::ALL.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
