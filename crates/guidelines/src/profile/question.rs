//! The questions that schemes ask.

use marv_model::{
    clinical::{Circumstance, Measure},
    cytogenetics::Lesion,
    tp53,
};

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

/// A threshold of a measure in hundredths of its unit, so that questions compare as whole numbers: `Hundredths(350)` is 3.5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hundredths(pub i32);

impl Hundredths {
    /// In the unit of the measure.
    pub fn value(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

/// A definition of two or more hits of TP53.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tp53Rule {
    /// ICC 2022, multi-hit.
    Icc2022,
    /// ICC 2022, multi-hit, mutations above 10 %.
    Icc2022Strict,
    /// WHO 5th edition, biallelic.
    Who5,
    /// IPSS-M, multi-hit.
    IpssM,
}

impl Tp53Rule {
    /// As [`marv_model::tp53::Tp53State::definition`] names it.
    pub fn definition(self) -> &'static str {
        match self {
            Self::Icc2022 => tp53::ICC_2022,
            Self::Icc2022Strict => tp53::ICC_2022_STRICT,
            Self::Who5 => tp53::WHO_5,
            Self::IpssM => tp53::IPSS_M,
        }
    }
}

/// A question, answered yes, no or not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// Is the marker there, at whatever fraction?
    Mutated(Marker),
    /// Is it there at this fraction or above?
    MutatedAtLeast(Marker, Percent),
    /// Is it there above this fraction?
    MutatedAbove(Marker, Percent),
    /// Are there two or more distinct mutations of it?
    MutatedTwice(Marker),
    /// Is the lesion there?
    Has(Lesion),
    /// Are there this many unrelated abnormalities or more?
    Abnormalities(u8),
    /// Is TP53 hit twice, or on both alleles, under this definition?
    Tp53Multi(Tp53Rule),
    /// Is the measure this or more?
    AtLeast(Measure, Hundredths),
    /// Is the measure more than this?
    Above(Measure, Hundredths),
    /// Is the circumstance so?
    Stated(Circumstance),
}

impl Question for Asked {
    fn datum(self) -> &'static str {
        match self {
            Self::Mutated(marker)
            | Self::MutatedAtLeast(marker, _)
            | Self::MutatedAbove(marker, _)
            | Self::MutatedTwice(marker) => marker.name(),
            Self::Has(lesion) => lesion.name(),
            Self::Abnormalities(_) => "abnormalities",
            Self::Tp53Multi(_) => "tp53_state",
            Self::AtLeast(measure, _) | Self::Above(measure, _) => measure.word(),
            Self::Stated(circumstance) => circumstance.word(),
        }
    }
    fn examination(self) -> &'static str {
        match self {
            Self::Has(_) | Self::Abnormalities(_) => "cytogenetics",
            Self::Mutated(marker) if Marker::MYELODYSPLASIA_RELATED.contains(&marker) => "myelodysplasia_genes",
            Self::MutatedAtLeast(marker, _) | Self::MutatedAbove(marker, _) if marker != Marker::Tp53 => {
                "myeloid_genes"
            }
            _ => self.datum(),
        }
    }
}

/// What answers about one measure, one count or one gene follow from each other: a scheme adds this for its questions.
pub(crate) fn laws_of_order(questions: &[Asked]) -> Vec<Law<Asked>> {
    use Asked::{Abnormalities, Above, AtLeast, Has, Mutated, MutatedAbove, MutatedAtLeast, MutatedTwice, Tp53Multi};
    let follows = |cause: Asked, effect: Asked| match (cause, effect) {
        (AtLeast(a, high), AtLeast(b, low)) | (Above(a, high), Above(b, low) | AtLeast(b, low)) => {
            a == b && high >= low
        }
        (AtLeast(a, high), Above(b, low)) => a == b && high > low,
        (Abnormalities(high), Abnormalities(low)) => high > low,
        (Abnormalities(count), Has(Lesion::AnyAbnormality)) => count > 0,
        (MutatedAtLeast(a, high), MutatedAtLeast(b, low) | MutatedAbove(b, low)) => a == b && high > low,
        (MutatedAbove(a, high), MutatedAtLeast(b, low) | MutatedAbove(b, low)) => a == b && high >= low,
        (MutatedAtLeast(a, _) | MutatedAbove(a, _) | MutatedTwice(a), Mutated(b)) => a == b,
        (Tp53Multi(_), Mutated(marker)) => marker == Marker::Tp53,
        _ => false,
    };
    let mut laws = Vec::new();
    for cause in questions {
        for effect in questions.iter().filter(|effect| *effect != cause) {
            if follows(*cause, *effect) {
                laws.push(Law::implies(*cause, *effect));
            }
        }
    }
    laws
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
        Lesion::Isolated5q,
        Lesion::Trisomy8,
        Lesion::Trisomy19,
        Lesion::LossY,
        Lesion::Loss11q,
        Lesion::Loss12p,
        Lesion::Loss13q,
        Lesion::Loss20q,
        Lesion::Isochromosome17q,
        Lesion::IdicXq13,
    ] {
        laws.push(Law::implies(Asked::Has(lesion), Asked::Has(Lesion::AnyAbnormality)));
    }
    laws.push(Law::implies(Asked::Has(Lesion::Loss17p), Asked::Has(Lesion::Abnormal17p)));
    laws.push(Law::implies(Asked::Has(Lesion::Isochromosome17q), Asked::Has(Lesion::Loss17p)));
    laws.push(Law::implies(Asked::Has(Lesion::Isolated5q), Asked::Has(Lesion::Loss5q)));
    // RULE: ICC 2022 and WHO 5, MDS with del(5q): one other abnormality at most, and none of chromosome 7. That one may be a
    // monosomy, which with the deletion makes a monosomal karyotype: no law between these two. Nor is there one between −7 and
    // del(7q): two clones may have one each.
    for lesion in [Lesion::Monosomy7, Lesion::Loss7q, Lesion::ComplexKaryotype] {
        laws.push(Law::exclusive(Asked::Has(Lesion::Isolated5q), Asked::Has(lesion)));
    }
    laws
}
