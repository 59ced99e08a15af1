//! Criteria that the tables of ICC 2022 and WHO 5 are made of.

use marv_model::{
    clinical::{Circumstance, Measure},
    cytogenetics::Lesion,
};

use crate::{
    conditions::{at_least, has_any, mutated, mutated_at, stated},
    engine::scheme::Condition,
    profile::{Asked, Marker},
};

/// The genes whose mutation shows a myeloid clone. METHOD: those of the tables of both classifications and of the panels of
/// their sources; neither gives a closed list.
pub(crate) const MYELOID_GENES: [Marker; 38] = [
    Marker::Tp53,
    Marker::Asxl1,
    Marker::Tet2,
    Marker::Srsf2,
    Marker::Setbp1,
    Marker::Sf3b1,
    Marker::Runx1,
    Marker::Npm1,
    Marker::Flt3Itd,
    Marker::Flt3Tkd,
    Marker::Bcor,
    Marker::Bcorl1,
    Marker::Cbl,
    Marker::Cebpa,
    Marker::Csf3r,
    Marker::Ddx41,
    Marker::Dnmt3a,
    Marker::Etnk1,
    Marker::Etv6,
    Marker::Ezh2,
    Marker::Gata2,
    Marker::Gnb1,
    Marker::Idh1,
    Marker::Idh2,
    Marker::Jak2V617f,
    Marker::Kit,
    Marker::Kras,
    Marker::Nf1,
    Marker::Nras,
    Marker::Phf6,
    Marker::Ppm1d,
    Marker::Prpf8,
    Marker::Ptpn11,
    Marker::Stag2,
    Marker::U2af1,
    Marker::Wt1,
    Marker::Zrsr2,
    Marker::Mpl,
];

/// Those of them on the X chromosome.
const X_LINKED: [Marker; 5] = [Marker::Bcor, Marker::Bcorl1, Marker::Phf6, Marker::Stag2, Marker::Zrsr2];

/// Blasts of marrow or blood at this percentage or above.
pub(crate) fn blasts(percent: i32) -> Condition<Asked> {
    Condition::Any(vec![at_least(Measure::MarrowBlasts, percent * 100), at_least(Measure::BloodBlasts, percent * 100)])
}
/// Fewer than 5 % in the marrow and than 2 % in the blood.
pub(crate) fn low_blasts() -> Condition<Asked> {
    marrow_or_blood(5, 2).negated()
}
/// One of these percentages, of marrow or of blood, or above.
pub(crate) fn marrow_or_blood(marrow: i32, blood: i32) -> Condition<Asked> {
    Condition::Any(vec![at_least(Measure::MarrowBlasts, marrow * 100), at_least(Measure::BloodBlasts, blood * 100)])
}
/// Three or more unrelated abnormalities.
pub(crate) fn complex() -> Condition<Asked> {
    Condition::Is(Asked::Abnormalities(3))
}
pub(crate) fn chromosome_7() -> Condition<Asked> {
    has_any(&[Lesion::Monosomy7, Lesion::Loss7q])
}
/// A myeloid gene is mutated, at whatever fraction.
pub(crate) fn myeloid_mutation() -> Condition<Asked> {
    Condition::Any(MYELOID_GENES.into_iter().map(mutated).collect())
}
/// A myeloid gene is mutated at this fraction or above.
pub(crate) fn myeloid_mutation_at(percent: u8) -> Condition<Asked> {
    Condition::Any(MYELOID_GENES.into_iter().map(|marker| mutated_at(marker, percent)).collect())
}
// RULE: WHO 5, clonal haematopoiesis: an allele fraction of 2 % or more, 4 % or more of a gene on the X chromosome in a man, who has one
// copy. From secondary sources that quote it; ICC 2022 makes no such difference.
/// A myeloid gene is mutated in a clone of WHO's least size.
pub(crate) fn myeloid_clone_by_who() -> Condition<Asked> {
    let on_x = |marker: &Marker| X_LINKED.contains(marker);
    let at = |percent: u8, of_x: bool| {
        let genes = MYELOID_GENES.iter().filter(move |marker| on_x(marker) == of_x);
        Condition::Any(genes.map(|marker| mutated_at(*marker, percent)).collect())
    };
    Condition::Any(vec![at(2, false), at(4, true), stated(Circumstance::Male).negated().and(at(2, true))])
}
/// Haemoglobin below 13 g/dL in a man, 12 in a woman.
pub(crate) fn anaemia() -> Condition<Asked> {
    Condition::Any(vec![
        at_least(Measure::Haemoglobin, 1200).negated(),
        stated(Circumstance::Male).and(at_least(Measure::Haemoglobin, 1300).negated()),
    ])
}
// RULE: ICC 2022 and WHO 5 (Table 6), CMML: monocytes 0.5 x 10^9/L or more, and 10 % or more of the white blood cells.
pub(crate) fn monocytosis() -> Condition<Asked> {
    at_least(Measure::Monocytes, 50).and(at_least(Measure::MonocyteShare, 1000))
}
