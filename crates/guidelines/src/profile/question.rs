//! The questions that the myeloid schemes ask.

use marv_model::cytogenetics::Lesion;

use super::Marker;
use crate::engine::laws::{Law, Question};

/// A whole percentage of allele fraction, 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(pub u8);

impl Percent {
    /// 0 to 1. The quotient of two whole numbers, so that 1 fragment of 10 is not below 10 %.
    pub fn fraction(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

/// A question, answered yes, no or not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// Is the marker there, at whatever fraction?
    Mutated(Marker),
    /// Is it there at this fraction or above?
    MutatedAtLeast(Marker, Percent),
    /// Is the lesion there?
    Has(Lesion),
}

impl Question for Asked {
    fn datum(self) -> &'static str {
        match self {
            Self::Mutated(marker) | Self::MutatedAtLeast(marker, _) => marker.name(),
            Self::Has(lesion) => lesion.name(),
        }
    }
    fn examination(self) -> &'static str {
        match self {
            Self::Has(_) => "cytogenetics",
            Self::Mutated(marker) if Marker::MYELODYSPLASIA_RELATED.contains(&marker) => "myelodysplasia_genes",
            _ => self.datum(),
        }
    }
}

/// What cytogenetic lesions can and cannot be together, by their definitions.
pub(crate) fn cytogenetic_laws() -> Vec<Law<Asked>> {
    let mut laws = Vec::new();
    // RULE: ELN 2022 Table 6, footnote f: complex is counted in the absence of a class-defining abnormality.
    for lesion in Lesion::CLASS_DEFINING {
        laws.push(Law::exclusive(Asked::Has(Lesion::ComplexKaryotype), Asked::Has(lesion)));
    }
    // RULE: ELN 2022 Table 6, footnote f: trisomies without a structural abnormality are not complex.
    laws.push(Law::exclusive(Asked::Has(Lesion::ComplexKaryotype), Asked::Has(Lesion::HyperdiploidTrisomies)));
    // RULE: ELN 2022 Table 6, footnote g: monosomal excludes core-binding-factor AML.
    for lesion in [Lesion::Runx1Runx1t1, Lesion::CbfbMyh11] {
        laws.push(Law::exclusive(Asked::Has(Lesion::MonosomalKaryotype), Asked::Has(lesion)));
    }
    // A normal karyotype has none of the lesions that are seen in metaphases. Fusions may be cryptic: no law for them.
    for lesion in [
        Lesion::Loss5q,
        Lesion::Monosomy7,
        Lesion::Loss7q,
        Lesion::Abnormal17p,
        Lesion::Loss17p,
        Lesion::ComplexKaryotype,
        Lesion::MonosomalKaryotype,
        Lesion::HyperdiploidTrisomies,
    ] {
        laws.push(Law::implies(Asked::Has(lesion), Asked::Has(Lesion::AnyAbnormality)));
    }
    laws.push(Law::implies(Asked::Has(Lesion::Loss17p), Asked::Has(Lesion::Abnormal17p)));
    laws
}
