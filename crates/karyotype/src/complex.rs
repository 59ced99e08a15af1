//! Complex karyotype: how many abnormalities, and what keeps them from counting.

use marv_model::{cytogenetics::Lesion, finding::Status};

use crate::{
    clones::{CellClone, families},
    count::{CountScheme, Counted, count, counted},
    cytogenetics::{Extent, Ledger, Seen, tells, tells_plainly},
    karyotype::{Change, Sign},
    read::Reading,
};

/// What a guideline calls complex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComplexDefinition {
    /// The name by which it is told.
    pub name: &'static str,
    /// From so many unrelated abnormalities.
    pub at_least: u32,
    /// Counted so.
    pub scheme: CountScheme,
    /// Lesions with one of which no karyotype is complex: rearrangements that define a class of their own.
    pub class_defining: &'static [Lesion],
    /// Three or more trisomies and no structural abnormality are not complex.
    pub trisomies_excluded: bool,
}

// METHOD: the guidelines say "unrelated abnormalities" and no more. One an item, one over all clones that share it, with what
// is one event counted once; the published policies' counts are told beside it (`Reading::complexity`).
const ONE_AN_EVENT: CountScheme = CountScheme::Events;

impl ComplexDefinition {
    // RULE: ELN 2022 Table 6, footnote f.
    /// ELN 2022.
    pub const ELN_2022: Self = Self {
        name: "eln2022",
        at_least: 3,
        scheme: ONE_AN_EVENT,
        class_defining: &Lesion::CLASS_DEFINING,
        trisomies_excluded: true,
    };
    // RULE: ELN 2017 Table 5, footnote on complex karyotype: t(8;21), inv(16) or t(16;16), t(9;11), t(v;11), t(6;9), inv(3)
    // or t(3;3), BCR::ABL1; acute promyelocytic leukaemia is outside the table.
    /// ELN 2017.
    pub const ELN_2017: Self = Self {
        name: "eln2017",
        at_least: 3,
        scheme: ONE_AN_EVENT,
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
    // RULE: ELN 2010 (Blood 2010;115:453), table 4 footnote: without one of the recurring translocations or inversions of
    // WHO 2008: t(15;17), t(8;21), inv(16)/t(16;16), t(9;11), t(v;11)(v;q23), t(6;9), inv(3)/t(3;3).
    /// ELN 2010.
    pub const ELN_2010: Self = Self { name: "eln2010", class_defining: &Lesion::ELN_2010_RECURRENT, ..Self::ELN_2017 };
    // RULE: ICC 2022 Table 25: three unrelated clonal abnormalities in the absence of other class-defining ones. It says
    // nothing of hyperdiploidy.
    /// ICC 2022.
    pub const ICC_2022: Self = Self { name: "icc2022", trisomies_excluded: false, ..Self::ELN_2022 };
    // RULE: WHO 5th edition, AML, myelodysplasia-related: three or more; entities with defining abnormalities come first.
    /// WHO, 5th edition.
    pub const WHO_5: Self = Self { name: "who5", trisomies_excluded: false, ..Self::ELN_2022 };
    // RULE: IPSS-R (and so IPSS-M) cytogenetics count without exclusions.
    /// Three or more, whatever they are: MDS, IPSS-R, IPSS-M.
    pub const MDS: Self = Self {
        name: "ipssr",
        at_least: 3,
        scheme: CountScheme::Chun2010,
        class_defining: &[],
        trisomies_excluded: false,
    };
    // RULE: Ruecker, Blood 2012;119:2114: three or more acquired aberrations without a recurrent rearrangement of WHO 2008.
    /// CK-AML of Ruecker 2012, the setting of TP53-altered complex karyotype.
    pub const RUECKER_2012: Self =
        Self { name: "ruecker2012", class_defining: &Lesion::RUECKER_2012_RECURRENT, ..Self::ELN_2017 };
    // RULE: Baliakas, Blood 2019: three or more in CLL.
    /// Complex in chronic lymphocytic leukaemia.
    pub const CLL: Self = Self { name: "cll", ..Self::MDS };
    // RULE: Baliakas, Blood 2019: five or more in CLL.
    /// High complex in chronic lymphocytic leukaemia.
    pub const CLL_HIGH: Self = Self { name: "cll_high", at_least: 5, ..Self::MDS };
    // RULE: NCCN B-ALL: five or more; not with an established rearrangement.
    /// Complex in acute lymphoblastic leukaemia.
    pub const ALL: Self = Self {
        name: "all",
        at_least: 5,
        class_defining: &[Lesion::BcrAbl1, Lesion::Kmt2aMllt3, Lesion::Kmt2aOther],
        ..Self::ELN_2022
    };
    // RULE: Grimwade, Blood 2010: four or more unrelated, not with a favourable rearrangement.
    /// MRC.
    pub const MRC_2010: Self = Self {
        name: "mrc2010",
        at_least: 4,
        scheme: CountScheme::Grimwade2010,
        class_defining: &[Lesion::PmlRara, Lesion::Runx1Runx1t1, Lesion::CbfbMyh11],
        trisomies_excluded: false,
    };
    // RULE: Grimwade, Blood 2010: complexity as a factor of its own, without another listed favourable or adverse lesion.
    /// MRC, complex with no other abnormality that the scheme lists.
    pub const MRC_2010_ALONE: Self = Self {
        name: "mrc2010_alone",
        class_defining: &[
            Lesion::PmlRara,
            Lesion::Runx1Runx1t1,
            Lesion::CbfbMyh11,
            Lesion::Kmt2aOther,
            Lesion::BcrAbl1,
            Lesion::MecomInv3,
            Lesion::MecomOther,
            Lesion::Loss5q,
            Lesion::Monosomy7,
            Lesion::Loss7q,
            Lesion::Abnormal17p,
        ],
        ..Self::MRC_2010
    };
    /// Hyper-complex: five or more, as ELN 2022 otherwise.
    pub const HYPER_COMPLEX: Self = Self { name: "hyper_complex", at_least: 5, ..Self::ELN_2022 };
    // RULE: Haferlach, Blood 2012;119:2122: four or more as the best single cut.
    /// Four or more, as ELN 2022 otherwise.
    pub const FOUR_OR_MORE: Self = Self { name: "four_or_more", at_least: 4, ..Self::ELN_2022 };
    /// All, in the order of a table.
    pub const DEFINITIONS: [Self; 14] = [
        Self::ELN_2022,
        Self::ELN_2017,
        Self::ELN_2010,
        Self::ICC_2022,
        Self::WHO_5,
        Self::MDS,
        Self::RUECKER_2012,
        Self::CLL,
        Self::CLL_HIGH,
        Self::ALL,
        Self::MRC_2010,
        Self::MRC_2010_ALONE,
        Self::FOUR_OR_MORE,
        Self::HYPER_COMPLEX,
    ];

    /// The definition of this name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::DEFINITIONS.into_iter().find(|definition| definition.name == name)
    }
}

/// How complex a karyotype is, by every way of counting and every definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complexity {
    /// Clonal abnormalities under each named scheme, with what was counted.
    pub counts: Vec<Counted>,
    /// Whether it is complex, by the name of each definition.
    pub definitions: Vec<(&'static str, Status)>,
}

impl Complexity {
    /// Whether the published policies lie on both sides of `threshold`: some count at least so many, some fewer.
    pub fn policies_disagree_at(&self, threshold: u32) -> bool {
        let mut published =
            self.counts.iter().filter(|counted| CountScheme::POLICIES.contains(&counted.scheme)).map(|c| c.total);
        let Some(first) = published.next() else { return false };
        published.any(|total| (total >= threshold) != (first >= threshold))
    }
    /// The count under a scheme.
    pub fn count(&self, scheme: CountScheme) -> Option<&Counted> {
        self.counts.iter().find(|counted| counted.scheme == scheme)
    }
}

impl Reading {
    /// Counts under every scheme and every definition's verdict.
    ///
    /// ```
    /// use marv_karyotype::{CountScheme, Karyotype};
    ///
    /// let complexity = Karyotype::read("46,XX,der(5)t(5;7)(q31;q22),del(20)(q11q13)[20]").complexity();
    /// assert_eq!(complexity.count(CountScheme::Chun2010).map(|c| c.total), Some(2));
    /// assert_eq!(complexity.count(CountScheme::Iscn2024).map(|c| c.total), Some(3));
    /// assert!(complexity.policies_disagree_at(3));
    /// ```
    pub fn complexity(&self) -> Complexity {
        let looked = self.looked();
        let clones = looked.as_ref().map_or(&[][..], |looked| &looked.clonal);
        let status = |definition| looked.as_ref().map_or(Status::Unknown, |looked| looked.complex(definition).status());
        Complexity {
            counts: CountScheme::ALL.iter().map(|(scheme, _)| counted(clones, *scheme)).collect(),
            definitions: ComplexDefinition::DEFINITIONS.iter().map(|one| (one.name, status(one))).collect(),
        }
    }
}

impl Reading {
    /// Whether it is complex as its words stand; none where no cell line was read.
    ///
    /// What could not be read, was not listed (`inc`) or is not clonal adds nothing; what is questioned is taken at its word, and so
    /// counts and excuses; a clone that is complex by itself is complex, whatever a clone that has nothing in common with it shows.
    ///
    /// For those who must put every patient on one side: beside the three-valued answer ([`Reading::complex_karyotype`]), never in
    /// its place. What is decided there is the same here.
    ///
    /// ```
    /// use marv_karyotype::{ComplexDefinition, Karyotype};
    /// use marv_model::finding::Status;
    ///
    /// let reading = Karyotype::read("45,XX,-7,and more[12]");
    /// assert_eq!(reading.complex_karyotype(&ComplexDefinition::ELN_2022).status(), Status::Unknown);
    /// assert_eq!(reading.complex_as_read(&ComplexDefinition::ELN_2022), Some(false));
    /// ```
    pub fn complex_as_read(&self, definition: &ComplexDefinition) -> Option<bool> {
        self.looked().map(|looked| match looked.complex(definition).status() {
            Status::Present => true,
            Status::Absent => false,
            Status::Unknown => is_complex_as_read(&looked.clonal, &looked.extent, definition),
        })
    }
}

// METHOD: an item with a question mark counts as one, so that it is believed where it excuses too.
fn is_complex_as_read(clones: &[CellClone], extent: &Extent, definition: &ComplexDefinition) -> bool {
    let mut clones = clones.to_vec();
    clones.iter_mut().flat_map(|clone| &mut clone.items).for_each(|item| item.questioned = false);
    let enough = |clones: &[CellClone], beside: u32| {
        count(clones, definition.scheme).saturating_add(beside) >= definition.at_least
            && !(definition.trisomies_excluded && gains_only(clones))
    };
    let excused = |clones: &[CellClone]| definition.class_defining.iter().any(|lesion| tells_plainly(clones, *lesion));
    if definition.class_defining.iter().any(|lesion| extent.shown_elsewhere(*lesion)) {
        return false;
    }
    if !excused(&clones) {
        return enough(&clones, extent.surely_more());
    }
    families(&clones).iter().any(|family| enough(family, 0) && !excused(family))
}

/// Whether clones with these items are complex. Needs the rearrangements and losses in the ledger. None where not.
///
/// Policy: a marker is a structural abnormality here. A class-defining rearrangement that is in doubt leaves it open.
pub(crate) fn complex(
    clones: &[CellClone],
    extent: &Extent,
    definition: &ComplexDefinition,
    ledger: &Ledger,
) -> Option<Seen> {
    let read = count(clones, definition.scheme);
    let at_most = extent.more().map_or(u32::MAX, |more| read.saturating_add(more));
    let number = read.saturating_add(extent.surely_more());
    if at_most < definition.at_least {
        return None;
    }
    let in_doubt = || Some(Seen { plainly: Vec::new(), perhaps: true });
    if number < definition.at_least {
        return in_doubt();
    }
    if definition.trisomies_excluded && gains_only(clones) {
        // A structural abnormality among what was not read would make it complex.
        return if extent.complete() { None } else { in_doubt() };
    }
    if definition.class_defining.iter().any(|lesion| ledger.has(*lesion)) {
        // The guidelines do not say whether a rearrangement of one clone speaks for a clone that has nothing in common with
        // it: complex by itself, that clone leaves it open.
        let may_be_apart = !extent.complete() || complex_apart(clones, definition);
        return if may_be_apart { in_doubt() } else { None };
    }
    // Text that was not read may hold a class-defining rearrangement.
    if definition.class_defining.iter().any(|lesion| extent.may_tell(*lesion) || ledger.in_doubt(*lesion)) {
        return in_doubt();
    }
    let mut plainly = vec![format!("n = {number}")];
    for item in clones.iter().flat_map(|clone| &clone.items).map(ToString::to_string) {
        if !plainly.contains(&item) {
            plainly.push(item);
        }
    }
    Some(Seen { plainly, perhaps: false })
}

/// Whether a family of clones without a class-defining rearrangement is complex by itself.
fn complex_apart(clones: &[CellClone], definition: &ComplexDefinition) -> bool {
    let families = families(clones);
    families.len() > 1
        && families.iter().any(|family| {
            count(family, definition.scheme) >= definition.at_least
                && !(definition.trisomies_excluded && gains_only(family))
                && !definition.class_defining.iter().any(|lesion| tells(family, *lesion))
        })
}

/// METHOD: footnote f of ELN 2022 speaks of trisomies without structural abnormalities and not of losses. Read as gains alone: three
/// trisomies beside a monosomy, or beside −Y, count as complex.
fn gains_only(clones: &[CellClone]) -> bool {
    let mut items = clones.iter().flat_map(|clone| &clone.items);
    items.all(|item| matches!(item.change, Change::Whole(_)) && item.sign == Some(Sign::Gain))
}

// RULE: ELN 2022 Table 6, footnote f: three or more trisomies (or polysomies) without structural abnormalities.
/// Hyperdiploidy of trisomies only, into the ledger.
pub(crate) fn hyperdiploid(clones: &[CellClone], extent: &Extent, ledger: &mut Ledger) {
    if !gains_only(clones) || count(clones, CountScheme::Events) < 3 {
        return;
    }
    if !extent.complete() {
        ledger.perhaps(Lesion::HyperdiploidTrisomies);
        return;
    }
    for item in clones.iter().flat_map(|clone| &clone.items) {
        ledger.plainly(Lesion::HyperdiploidTrisomies, item);
    }
}
