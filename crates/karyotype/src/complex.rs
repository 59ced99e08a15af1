//! Complex karyotype: how many abnormalities, and what keeps them from counting.

use marv_model::cytogenetics::Lesion;

use crate::{
    clones::CellClone,
    count::{CountScheme, count},
    cytogenetics::{Extent, Ledger},
    karyotype::{Change, Sign},
};

/// What a guideline calls complex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComplexDefinition {
    /// From so many unrelated abnormalities.
    pub at_least: u32,
    /// Rearrangements that define a class of their own: with one of them no karyotype is complex.
    pub class_defining: &'static [Lesion],
    /// Three or more trisomies and no structural abnormality are not complex.
    pub trisomies_excluded: bool,
}

impl ComplexDefinition {
    // RULE: ELN 2022 Table 6, footnote f.
    /// ELN 2022 and ICC 2022.
    pub const ELN_2022: Self = Self { at_least: 3, class_defining: &Lesion::CLASS_DEFINING, trisomies_excluded: true };
    // RULE: ELN 2017 Table 5, footnote on complex karyotype: t(8;21), inv(16) or t(16;16), t(9;11), t(v;11), t(6;9), inv(3)
    // or t(3;3), BCR::ABL1; acute promyelocytic leukaemia is outside the table.
    /// ELN 2017.
    pub const ELN_2017: Self = Self {
        at_least: 3,
        class_defining: &[
            Lesion::PmlRara,
            Lesion::RaraOther,
            Lesion::Runx1Runx1t1,
            Lesion::CbfbMyh11,
            Lesion::Kmt2aMllt3,
            Lesion::DekNup214,
            Lesion::Kmt2aOther,
            Lesion::BcrAbl1,
            Lesion::MecomInv3,
        ],
        trisomies_excluded: false,
    };
    // RULE: IPSS-R cytogenetics count without exclusions.
    /// Three or more, whatever they are: MDS.
    pub const MDS: Self = Self { at_least: 3, class_defining: &[], trisomies_excluded: false };
}

/// Whether clones with these items are complex. Needs the rearrangements in the ledger.
///
/// Policy: a marker is a structural abnormality here. A class-defining rearrangement that is in doubt leaves it open.
pub(crate) fn complex(clones: &[CellClone], extent: Extent, definition: &ComplexDefinition, ledger: &mut Ledger) {
    let number = count(clones, CountScheme::Events);
    let items = || clones.iter().flat_map(|clone| &clone.items);
    let gains_only = items().all(|item| matches!(item.change, Change::Whole(_)) && item.sign == Some(Sign::Gain));
    if number < definition.at_least {
        return;
    }
    if gains_only {
        if extent.complete {
            for item in items() {
                ledger.plainly(Lesion::HyperdiploidTrisomies, item);
            }
        } else {
            ledger.perhaps(Lesion::HyperdiploidTrisomies);
        }
        if definition.trisomies_excluded {
            // A structural abnormality among what was not read would make it complex.
            if !extent.complete {
                ledger.perhaps(Lesion::ComplexKaryotype);
            }
            return;
        }
    }
    if definition.class_defining.iter().any(|lesion| ledger.has(*lesion)) {
        return;
    }
    // Text that was not read may hold a class-defining rearrangement.
    let hidden = !extent.understood && !definition.class_defining.is_empty();
    if hidden || definition.class_defining.iter().any(|lesion| ledger.in_doubt(*lesion)) {
        ledger.perhaps(Lesion::ComplexKaryotype);
        return;
    }
    ledger.plainly(Lesion::ComplexKaryotype, &format!("n = {number}"));
    for item in items() {
        ledger.plainly(Lesion::ComplexKaryotype, item);
    }
}
