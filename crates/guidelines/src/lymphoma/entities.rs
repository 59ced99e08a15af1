//! The tables of entities, one row a marker or a combination.

use marv_model::cytogenetics::Lesion;

use super::Edition;
use crate::{
    conditions::{has, has_any, mutated, row},
    engine::{
        laws::Law,
        scheme::{Condition, Row, Scheme},
    },
    profile::{Asked, Marker},
};

/// The markers that point to one entity each, with the row that asks for it.
pub(super) const MARKERS: [(&str, Asked); 12] = [
    ("lymphoma.mantle_ccnd1", Asked::Has(Lesion::IghCcnd1)),
    ("lymphoma.mantle_ccnd2_ccnd3", Asked::Has(Lesion::Ccnd2Or3Rearranged)),
    ("lymphoma.follicular", Asked::Has(Lesion::Bcl2Rearranged)),
    ("lymphoma.irf4", Asked::Has(Lesion::Irf4Rearranged)),
    ("lymphoma.alk", Asked::Has(Lesion::AlkRearranged)),
    ("lymphoma.dusp22", Asked::Has(Lesion::Dusp22Rearranged)),
    ("lymphoma.tp63", Asked::Has(Lesion::Tp63Rearranged)),
    ("lymphoma.birc3_malt1", Asked::Has(Lesion::Birc3Malt1)),
    ("lymphoma.igh_malt1", Asked::Has(Lesion::IghMalt1)),
    ("lymphoma.braf", Asked::Mutated(Marker::BrafV600e)),
    ("lymphoma.myd88", Asked::Mutated(Marker::Myd88L265p)),
    ("lymphoma.rhoa", Asked::Mutated(Marker::RhoaG17v)),
];

/// The table of one classification.
pub fn scheme(edition: Edition) -> Scheme<Asked> {
    let mut rows = mantle_cell();
    rows.extend(aggressive(edition));
    rows.extend(other_b_cell(edition));
    rows.extend(t_cell(edition));
    rows.extend(small_b_cell());
    rows.push(row(
        "lymphoma.none",
        "none of the markers of this table",
        Condition::Always,
        "no_defining_rearrangement",
    ));
    let (name, id, source, categories): (_, _, _, &'static [&'static str]) = match edition {
        Edition::Who5 => (
            "WHO 5th edition, lymphoma by genetics",
            "lymphoma_who5",
            "Leukemia 2022;36:1720 (doi 10.1038/s41375-022-01620-2)",
            &WHO5,
        ),
        Edition::Icc2022 => (
            "ICC 2022, lymphoma by genetics",
            "lymphoma_icc2022",
            "Blood 2022;140:1229 (doi 10.1182/blood.2022015851)",
            &ICC2022,
        ),
    };
    Scheme {
        name,
        id,
        rules_version: "1",
        source,
        categories,
        rows,
        noted: vec![
            Asked::Mutated(Marker::Tp53),
            Asked::Has(Lesion::Loss17p),
            Asked::Mutated(Marker::Ezh2Y646),
            Asked::Mutated(Marker::Cxcr4),
            Asked::Mutated(Marker::Cd79b),
        ],
        laws: vec![Law::implies(Asked::Has(Lesion::MycImmunoglobulin), Asked::Has(Lesion::MycRearranged))],
    }
}

const WHO5: [&str; 15] = [
    "mantle_cell",
    "dlbcl_hgbl_myc_bcl2",
    "myc_and_bcl6",
    "burkitt",
    "myc_rearranged",
    "follicular",
    "lbcl_irf4",
    "hgbl_11q",
    "alcl_alk_positive",
    "alcl_alk_negative",
    "malt",
    "hairy_cell",
    "lymphoplasmacytic",
    "tfh_cell",
    "no_defining_rearrangement",
];

const ICC2022: [&str; 16] = [
    "mantle_cell",
    "hgbl_dh_bcl2",
    "hgbl_dh_bcl6",
    "burkitt",
    "myc_rearranged",
    "follicular",
    "lbcl_irf4",
    "lbcl_11q",
    "alcl_alk_positive",
    "alcl_alk_negative_dusp22",
    "alcl_alk_negative",
    "malt",
    "hairy_cell",
    "lymphoplasmacytic",
    "tfh_cell",
    "no_defining_rearrangement",
];

// RULE: WHO 5 and ICC 2022, mantle cell lymphoma: CCND1 rearranged; without it CCND2 or CCND3.
fn mantle_cell() -> Vec<Row<Asked>> {
    vec![
        row(
            "lymphoma.mantle_ccnd1",
            "mantle cell lymphoma: t(11;14), IGH::CCND1",
            has(Lesion::IghCcnd1),
            "mantle_cell",
        ),
        row(
            "lymphoma.mantle_ccnd2_ccnd3",
            "mantle cell lymphoma without CCND1: CCND2 or CCND3 rearranged",
            has(Lesion::Ccnd2Or3Rearranged),
            "mantle_cell",
        ),
    ]
}

fn aggressive(edition: Edition) -> Vec<Row<Asked>> {
    let myc = || has(Lesion::MycRearranged);
    // RULE: WHO 5: DLBCL/HGBL with MYC and BCL2 rearrangements, with or without BCL6; MYC and BCL6 is no entity of its own.
    // RULE: ICC 2022: HGBL with MYC and BCL2 (with or without BCL6); HGBL with MYC and BCL6, provisional.
    let (with_bcl2, source_bcl2, with_bcl6, source_bcl6) = match edition {
        Edition::Who5 => (
            "dlbcl_hgbl_myc_bcl2",
            "WHO 5: DLBCL/HGBL with MYC and BCL2 rearrangements, with or without BCL6",
            "myc_and_bcl6",
            "WHO 5: MYC and BCL6 without BCL2 is DLBCL or HGBL, not otherwise specified",
        ),
        Edition::Icc2022 => (
            "hgbl_dh_bcl2",
            "ICC 2022: HGBL with MYC and BCL2 rearrangements, with or without BCL6",
            "hgbl_dh_bcl6",
            "ICC 2022: HGBL with MYC and BCL6 rearrangements (provisional)",
        ),
    };
    vec![
        row("lymphoma.myc_bcl2", source_bcl2, myc().and(has(Lesion::Bcl2Rearranged)), with_bcl2),
        row("lymphoma.myc_bcl6", source_bcl6, myc().and(has(Lesion::Bcl6Rearranged)), with_bcl6),
        // RULE: WHO 5 and ICC 2022, Burkitt lymphoma: MYC with an immunoglobulin locus, without BCL2 and BCL6.
        row(
            "lymphoma.burkitt",
            "Burkitt lymphoma: MYC with an immunoglobulin locus",
            has(Lesion::MycImmunoglobulin),
            "burkitt",
        ),
        row("lymphoma.myc", "MYC rearranged without BCL2 and BCL6: no entity by itself", myc(), "myc_rearranged"),
    ]
}

fn other_b_cell(edition: Edition) -> Vec<Row<Asked>> {
    // RULE: WHO 5: high-grade B-cell lymphoma with 11q aberrations; ICC 2022: large B-cell lymphoma with 11q aberration
    // (provisional). Both without MYC, which the rows above see to.
    let (with_11q, source_11q) = match edition {
        Edition::Who5 => ("hgbl_11q", "WHO 5: high-grade B-cell lymphoma with 11q aberrations, MYC not rearranged"),
        Edition::Icc2022 => {
            ("lbcl_11q", "ICC 2022: large B-cell lymphoma with 11q aberration (provisional), MYC not rearranged")
        }
    };
    vec![
        row(
            "lymphoma.follicular",
            "follicular lymphoma: BCL2 rearranged, t(14;18), without MYC",
            has(Lesion::Bcl2Rearranged),
            "follicular",
        ),
        // RULE: WHO 5 and ICC 2022, large B-cell lymphoma with IRF4 rearrangement: without BCL2 and MYC.
        row(
            "lymphoma.irf4",
            "large B-cell lymphoma with IRF4 rearrangement, without BCL2 and MYC",
            has(Lesion::Irf4Rearranged),
            "lbcl_irf4",
        ),
        row("lymphoma.11q", source_11q, has(Lesion::Aberration11q), with_11q),
    ]
}

// RULE: WHO 5 and ICC 2022, anaplastic large cell lymphoma; ICC 2022 names DUSP22 as a subtype of the ALK-negative.
fn t_cell(edition: Edition) -> Vec<Row<Asked>> {
    let dusp22 = match edition {
        Edition::Who5 => "alcl_alk_negative",
        Edition::Icc2022 => "alcl_alk_negative_dusp22",
    };
    vec![
        row(
            "lymphoma.alk",
            "anaplastic large cell lymphoma, ALK-positive",
            has(Lesion::AlkRearranged),
            "alcl_alk_positive",
        ),
        row(
            "lymphoma.dusp22",
            "anaplastic large cell lymphoma, ALK-negative: DUSP22 rearranged",
            has(Lesion::Dusp22Rearranged),
            dusp22,
        ),
        row(
            "lymphoma.tp63",
            "anaplastic large cell lymphoma, ALK-negative: TP63 rearranged",
            has(Lesion::Tp63Rearranged),
            "alcl_alk_negative",
        ),
        row(
            "lymphoma.rhoa",
            "nodal lymphoma of follicular helper T cells: RHOA p.G17V",
            mutated(Marker::RhoaG17v),
            "tfh_cell",
        ),
    ]
}

fn small_b_cell() -> Vec<Row<Asked>> {
    vec![
        row(
            "lymphoma.birc3_malt1",
            "extranodal marginal zone lymphoma (MALT): t(11;18), BIRC3::MALT1",
            has(Lesion::Birc3Malt1),
            "malt",
        ),
        row(
            "lymphoma.igh_malt1",
            "extranodal marginal zone lymphoma (MALT): t(14;18), IGH::MALT1",
            has_any(&[Lesion::IghMalt1]),
            "malt",
        ),
        row("lymphoma.braf", "hairy cell leukaemia: BRAF p.V600E", mutated(Marker::BrafV600e), "hairy_cell"),
        row(
            "lymphoma.myd88",
            "lymphoplasmacytic lymphoma / Waldenström macroglobulinaemia: MYD88 p.L265P",
            mutated(Marker::Myd88L265p),
            "lymphoplasmacytic",
        ),
    ]
}
