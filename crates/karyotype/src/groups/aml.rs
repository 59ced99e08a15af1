//! The cytogenetic part of the genetic risk of AML: what the karyotype alone says, before any gene.

use std::collections::BTreeSet;

use marv_model::{
    cytogenetics::{CytogeneticFindings, Lesion},
    finding::Status,
};

use crate::{complex::ComplexDefinition, read::Reading};

/// A cytogenetic risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AmlRisk {
    /// Favourable.
    Favourable,
    /// Intermediate: neither of the others.
    Intermediate,
    /// Adverse.
    Adverse,
    /// Acute promyelocytic leukaemia, which ELN 2017 and 2022 do not classify.
    Promyelocytic,
}

impl AmlRisk {
    /// The word that tables use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Favourable => "favourable",
            Self::Intermediate => "intermediate",
            Self::Adverse => "adverse",
            Self::Promyelocytic => "promyelocytic",
        }
    }
}

/// The tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AmlCytogenetics {
    /// ELN 2010, Blood 2010;115:453.
    Eln2010,
    /// ELN 2017, Blood 2017;129:424, Table 5.
    Eln2017,
    /// ELN 2022, Blood 2022;140:1345, Table 6.
    Eln2022,
}

impl AmlCytogenetics {
    fn complex(self) -> ComplexDefinition {
        match self {
            Self::Eln2010 => ComplexDefinition::ELN_2010,
            Self::Eln2017 => ComplexDefinition::ELN_2017,
            Self::Eln2022 => ComplexDefinition::ELN_2022,
        }
    }
    fn adverse(self) -> &'static [Lesion] {
        use Lesion as L;
        match self {
            // RULE: ELN 2010 table 4: inv(3)/t(3;3), t(6;9), t(v;11)(v;q23), −5 or del(5q), −7, abn(17p), complex.
            Self::Eln2010 => &[L::MecomInv3, L::DekNup214, L::Kmt2aOther, L::Loss5q, L::Monosomy7, L::Abnormal17p],
            // RULE: ELN 2017 Table 5: with t(9;22) and monosomal.
            Self::Eln2017 => &[
                L::MecomInv3,
                L::DekNup214,
                L::Kmt2aOther,
                L::BcrAbl1,
                L::Loss5q,
                L::Monosomy7,
                L::Abnormal17p,
                L::MonosomalKaryotype,
            ],
            // RULE: ELN 2022 Table 6: with t(8;16) and t(3q26.2;v).
            Self::Eln2022 => &[
                L::MecomInv3,
                L::MecomOther,
                L::DekNup214,
                L::Kmt2aOther,
                L::BcrAbl1,
                L::Kat6aCrebbp,
                L::Loss5q,
                L::Monosomy7,
                L::Abnormal17p,
                L::MonosomalKaryotype,
            ],
        }
    }
}

/// The cytogenetic risks that findings leave possible. `complex` is whether the karyotype is complex under the table's own
/// definition.
pub fn aml_risk(findings: &CytogeneticFindings, complex: Status, table: AmlCytogenetics) -> BTreeSet<AmlRisk> {
    let any = |lesions: &[Lesion]| {
        let statuses: Vec<Status> = lesions.iter().map(|lesion| findings.status(*lesion)).collect();
        joined(&statuses)
    };
    let adverse = joined(&[any(table.adverse()), complex]);
    let promyelocytic = match table {
        AmlCytogenetics::Eln2010 => AmlRisk::Favourable,
        AmlCytogenetics::Eln2017 | AmlCytogenetics::Eln2022 => AmlRisk::Promyelocytic,
    };
    // Decided by the first that is there.
    let mut ladder = vec![
        (any(&[Lesion::PmlRara]), promyelocytic),
        (any(&[Lesion::Runx1Runx1t1, Lesion::CbfbMyh11]), AmlRisk::Favourable),
    ];
    if table != AmlCytogenetics::Eln2010 {
        // RULE: ELN 2017 and 2022: t(9;11) takes precedence.
        ladder.push((any(&[Lesion::Kmt2aMllt3]), AmlRisk::Intermediate));
    }
    ladder.push((adverse, AmlRisk::Adverse));
    ladder.push((Status::Present, AmlRisk::Intermediate));
    let mut possible = BTreeSet::new();
    for (status, risk) in ladder {
        if status != Status::Absent {
            possible.insert(risk);
        }
        if status == Status::Present {
            break;
        }
    }
    possible
}

fn joined(statuses: &[Status]) -> Status {
    if statuses.contains(&Status::Present) {
        Status::Present
    } else if statuses.contains(&Status::Unknown) {
        Status::Unknown
    } else {
        Status::Absent
    }
}

impl Reading {
    /// The cytogenetic risks that the karyotype leaves possible under a table of AML.
    ///
    /// ```
    /// use marv_karyotype::{Karyotype, groups::{AmlCytogenetics, AmlRisk}};
    ///
    /// let risk = Karyotype::read("45,XY,-7[20]").aml_cytogenetics(AmlCytogenetics::Eln2022);
    /// assert_eq!(risk.into_iter().collect::<Vec<_>>(), [AmlRisk::Adverse]);
    /// ```
    pub fn aml_cytogenetics(&self, table: AmlCytogenetics) -> BTreeSet<AmlRisk> {
        aml_risk(&self.cytogenetics(), self.complex_karyotype(&table.complex()).status(), table)
    }
}
