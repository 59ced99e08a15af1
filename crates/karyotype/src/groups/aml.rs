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
    // RULE: ELN, footnotes on the complex karyotype: with a rearrangement that defines a class none is complex, so that one that
    // is complex has none of them, whatever else it leaves out (`inc`).
    let before = |lesions: &[Lesion]| match any(lesions) {
        Status::Unknown if complex == Status::Present => Status::Absent,
        status => status,
    };
    // Decided by the first that is there.
    let mut ladder = vec![
        (before(&[Lesion::PmlRara]), promyelocytic),
        (before(&[Lesion::Runx1Runx1t1, Lesion::CbfbMyh11]), AmlRisk::Favourable),
    ];
    if table != AmlCytogenetics::Eln2010 {
        // RULE: ELN 2017 and 2022: t(9;11) takes precedence.
        ladder.push((before(&[Lesion::Kmt2aMllt3]), AmlRisk::Intermediate));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Karyotype;

    fn risk(iscn: &str) -> Vec<AmlRisk> {
        Karyotype::read(iscn).aml_cytogenetics(AmlCytogenetics::Eln2010).into_iter().collect()
    }

    #[test]
    fn a_complex_karyotype_that_leaves_out_more_is_adverse() {
        // Four abnormalities are complex by footnote; what `inc` leaves out cannot be t(8;21), or it would not be complex.
        assert_eq!(risk("45,XY,-5,add(6)(p11),-8,+mar,inc[20]"), [AmlRisk::Adverse]);
        // Two are not, and the rest is unknown.
        assert_eq!(risk("46,XY,+8,-9,inc[20]").len(), 3);
    }

    #[test]
    fn what_one_cell_of_many_shows_does_not_make_a_karyotype_complex() {
        let complex = |iscn: &str| Karyotype::read(iscn).complex_karyotype(&ComplexDefinition::MDS).status();
        // ISCN 2024, 4.5: a gain is clonal in two cells, a loss in three.
        assert_eq!(complex("45,XX,-7[12]/47,XX,+8[4]/48,XX,+8,+21[1]/46,XX[3]"), Status::Absent);
        // A loss in two cells is one short of a clone: open.
        assert_eq!(complex("47,XX,+8,+21[10]/46,XX,+8,+21,-9[2]/46,XX[8]"), Status::Unknown);
        // Few cells were looked at.
        assert_eq!(complex("45,XX,-7[3]/47,XX,+8[2]/48,XX,+8,+21[1]"), Status::Unknown);
    }
}
