//! Each scheme once more, over wholly known cases, as plain conditions written from the rules: what the tables are held to.

/// An input of a scheme and its values; the first is that of `inputs::normal`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Input {
    /// Absent, present.
    Lesion(&'static str),
    /// Absent, present at 40 %; with the label of the change.
    Marker(&'static str, &'static str),
    /// TP53: absent, at 5 %, at 40 %.
    Tp53,
    /// 0 to 6 abnormalities.
    Count,
    /// In the unit of the measure.
    Number(&'static str, &'static [&'static str]),
    /// Not so, so.
    Circumstance(&'static str),
}

impl Input {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Lesion(name) | Self::Marker(name, _) | Self::Number(name, _) | Self::Circumstance(name) => name,
            Self::Tp53 => "TP53",
            Self::Count => "count",
        }
    }
    pub(crate) fn values(self) -> usize {
        match self {
            Self::Lesion(_) | Self::Marker(..) | Self::Circumstance(_) => 2,
            Self::Tp53 => 3,
            Self::Count => 7,
            Self::Number(_, values) => values.len(),
        }
    }
    /// The word of `cases.tsv` for a value, or for none known.
    pub(crate) fn word(self, value: Option<usize>) -> String {
        match (self, value) {
            (Self::Lesion(name), None) => format!("[{name}]?"),
            (Self::Lesion(name), Some(1)) => format!("[{name}]"),
            (Self::Marker(name, _), None) => format!("{name}=?"),
            (Self::Marker(name, label), Some(1)) => format!("{name}:{label}=0.4"),
            (Self::Tp53, None) => "TP53=?".to_owned(),
            (Self::Tp53, Some(1)) => "TP53=0.05".to_owned(),
            (Self::Tp53, Some(2)) => "TP53=0.4".to_owned(),
            (Self::Lesion(_) | Self::Marker(..) | Self::Tp53, Some(_)) => String::new(),
            (Self::Count, None) => "count=?".to_owned(),
            (Self::Count, Some(count)) => format!("count={count}"),
            (Self::Number(name, values), Some(index)) => format!("{name}:{}", values[index]),
            (Self::Number(name, _) | Self::Circumstance(name), None) => format!("{name}:?"),
            (Self::Circumstance(name), Some(is_so)) => format!("{name}:{}", if is_so == 1 { "yes" } else { "no" }),
        }
    }
}

/// A wholly known case: the value of each input by name.
pub(crate) type Known<'a> = &'a dyn Fn(&str) -> usize;

pub(crate) struct Oracle {
    pub(crate) id: &'static str,
    pub(crate) disease: &'static str,
    pub(crate) inputs: &'static [Input],
    pub(crate) answer: fn(Known<'_>) -> &'static str,
    /// What cases there can be.
    pub(crate) possible: fn(Known<'_>) -> bool,
}

use Input::{Circumstance, Count, Lesion, Marker, Number, Tp53};

fn any(_: Known<'_>) -> bool {
    true
}

pub(crate) const ORACLES: &[Oracle] = &[
    Oracle {
        id: "cll_tp53",
        disease: "cll",
        inputs: &[Lesion("loss of 17p13"), Tp53],
        answer: cll_tp53,
        possible: any,
    },
    Oracle {
        id: "cll_karyotype",
        disease: "cll",
        inputs: &[Count, Lesion("complex karyotype"), Lesion("+12"), Lesion("+19")],
        answer: |is| {
            ["not_complex", "not_complex", "not_complex", "low_complex", "intermediate_complex"]
                .get(is("count"))
                .copied()
                .unwrap_or("high_complex")
        },
        possible: |is| is("complex karyotype") == 0 || is("count") >= 3,
    },
    Oracle {
        id: "cll_resistance",
        disease: "cll",
        inputs: &[Marker("BTK-C481", "C481S"), Marker("PLCG2", "R665W"), Marker("BCL2-G101V", "G101V")],
        answer: |is| match (is("BTK-C481") + is("PLCG2") > 0, is("BCL2-G101V") > 0) {
            (true, true) => "btk_and_bcl2_inhibitors",
            (true, false) => "btk_inhibitors",
            (false, true) => "bcl2_inhibitors",
            (false, false) => "none",
        },
        possible: any,
    },
    Oracle {
        id: "ims_imwg2025",
        disease: "plasma_cell",
        inputs: &[
            Lesion("loss of 17p13"),
            Number("deletion_17p_cells", &["0", "20", "20.1", "90"]),
            Tp53,
            Lesion("IGH::NSD2"),
            Lesion("IGH::MAF"),
            Lesion("IGH::MAFB"),
            Lesion("+1q"),
            Lesion("del(1p32)"),
            Lesion("biallelic del(1p32)"),
            Number("beta2_microglobulin", &["5.49", "5.5"]),
            Number("creatinine", &["106", "106.1"]),
        ],
        answer: ims,
        possible: |is| {
            (is("biallelic del(1p32)") <= is("del(1p32)")) && (is("deletion_17p_cells") < 2 || is("loss of 17p13") == 1)
        },
    },
    Oracle {
        id: "tall_graall",
        disease: "t_all",
        inputs: &[
            Marker("NOTCH1", "p.?"),
            Marker("FBXW7", "p.?"),
            Marker("NRAS", "p.?"),
            Marker("KRAS", "p.?"),
            Marker("PTEN", "p.?"),
            Lesion("PTEN loss"),
        ],
        answer: |is| {
            let notch = is("NOTCH1") + is("FBXW7") > 0;
            let others = is("NRAS") + is("KRAS") + is("PTEN") + is("PTEN loss") > 0;
            if notch && !others { "low" } else { "high" }
        },
        possible: any,
    },
    Oracle {
        id: "lymphoma_who5",
        disease: "lymphoma",
        inputs: LYMPHOMA,
        answer: |is| lymphoma(is, false),
        possible: lymphoma_possible,
    },
    Oracle {
        id: "lymphoma_icc2022",
        disease: "lymphoma",
        inputs: LYMPHOMA,
        answer: |is| lymphoma(is, true),
        possible: lymphoma_possible,
    },
    Oracle {
        id: "mantle_tp53",
        disease: "lymphoma",
        inputs: &[Lesion("IGH::CCND1"), Lesion("CCND2/CCND3-r"), Tp53, Lesion("loss of 17p13")],
        answer: |is| match (is("IGH::CCND1") + is("CCND2/CCND3-r"), is("TP53"), is("loss of 17p13")) {
            (0, _, _) => "not_applicable",
            (_, 1.., _) => "high",
            (_, 0, 1) => "deletion_only",
            _ => "not_high",
        },
        possible: any,
    },
    Oracle {
        id: "ikzf1plus",
        disease: "b_all",
        inputs: &[
            Lesion("IKZF1 deletion"),
            Lesion("CDKN2A/B deletion"),
            Lesion("PAX5 deletion"),
            Lesion("PAR1 deletion"),
            Lesion("ERG deletion"),
        ],
        answer: |is| {
            let partner = is("CDKN2A/B deletion") + is("PAX5 deletion") + is("PAR1 deletion") > 0;
            match (is("IKZF1 deletion"), partner && is("ERG deletion") == 0) {
                (0, _) => "none",
                (_, true) => "ikzf1plus",
                (_, false) => "ikzf1_deletion",
            }
        },
        possible: any,
    },
    Oracle {
        id: "ball_risk",
        disease: "b_all",
        inputs: &[
            Lesion("BCR::ABL1"),
            Lesion("KMT2A-r"),
            Lesion("low hypodiploidy"),
            Lesion("iAMP21"),
            Lesion("CRLF2-r"),
            Lesion("ABL-class fusion"),
            Lesion("PAX5alt"),
            Lesion("IKZF1 deletion"),
            Lesion("ETV6::RUNX1"),
            Lesion("high hyperdiploidy"),
            Lesion("DUX4-r"),
            Lesion("TCF3::PBX1"),
            Lesion("ZNF384-r"),
            Marker("IKZF1-N159Y", "N159Y"),
            Count,
            Circumstance("bcr_abl1_like_expression"),
        ],
        answer: ball_risk,
        possible: any,
    },
    Oracle {
        id: "mpn_drivers",
        disease: "mpn",
        inputs: &[
            Lesion("BCR::ABL1"),
            Lesion("PDGFRA/PDGFRB/FGFR1/JAK2/FLT3 fusion"),
            Marker("JAK2-V617F", "V617F"),
            Marker("JAK2-exon12", "p.?"),
            Marker("CALR-type1", "p.?"),
            Marker("CALR-other", "p.?"),
            Marker("MPL", "W515L"),
            Circumstance("eosinophilia"),
        ],
        answer: |is| {
            let order = [
                ("BCR::ABL1", "not_applicable"),
                ("PDGFRA/PDGFRB/FGFR1/JAK2/FLT3 fusion", "tyrosine_kinase_fusion"),
                ("JAK2-V617F", "jak2_v617f"),
                ("JAK2-exon12", "jak2_exon12"),
                ("CALR-type1", "calr_type1"),
                ("CALR-other", "calr_other"),
                ("MPL", "mpl"),
            ];
            order.iter().find(|(name, _)| is(name) == 1).map_or("triple_negative", |(_, category)| *category)
        },
        possible: any,
    },
];

fn cll_tp53(is: Known<'_>) -> &'static str {
    match (is("loss of 17p13"), is("TP53")) {
        (1, _) | (_, 2) => "aberration",
        (_, 1) => "low_fraction_mutation",
        _ => "none",
    }
}

fn ims(is: Known<'_>) -> &'static str {
    let translocation = is("IGH::NSD2") + is("IGH::MAF") + is("IGH::MAFB") > 0;
    let (gain, deletion) = (is("+1q") == 1, is("del(1p32)") == 1);
    let criteria = [
        is("deletion_17p_cells") >= 2 || is("TP53") > 0,
        translocation && (gain || deletion),
        is("biallelic del(1p32)") == 1 || gain && deletion,
        is("beta2_microglobulin") == 1 && is("creatinine") == 0,
    ];
    if criteria.contains(&true) { "high" } else { "standard" }
}

const LYMPHOMA: &[Input] = &[
    Lesion("IGH::CCND1"),
    Lesion("CCND2/CCND3-r"),
    Lesion("MYC-r"),
    Lesion("MYC::IG"),
    Lesion("BCL2-r"),
    Lesion("BCL6-r"),
    Lesion("IRF4-r"),
    Lesion("11q aberration"),
    Lesion("ALK-r"),
    Lesion("DUSP22-r"),
    Lesion("TP63-r"),
    Lesion("BIRC3::MALT1"),
    Lesion("IGH::MALT1"),
    Marker("BRAF-V600E", "V600E"),
    Marker("MYD88-L265P", "L265P"),
    Marker("RHOA-G17V", "G17V"),
];

fn lymphoma_possible(is: Known<'_>) -> bool {
    is("MYC::IG") <= is("MYC-r")
}

fn lymphoma(is: Known<'_>, icc: bool) -> &'static str {
    let one = |name| is(name) == 1;
    if one("IGH::CCND1") || one("CCND2/CCND3-r") {
        return "mantle_cell";
    }
    if one("MYC-r") {
        return match (one("BCL2-r"), one("BCL6-r"), icc) {
            (true, _, false) => "dlbcl_hgbl_myc_bcl2",
            (true, _, true) => "hgbl_dh_bcl2",
            (false, true, false) => "myc_and_bcl6",
            (false, true, true) => "hgbl_dh_bcl6",
            (false, false, _) if one("MYC::IG") => "burkitt",
            _ => "myc_rearranged",
        };
    }
    let order = [
        ("BCL2-r", "follicular"),
        ("IRF4-r", "lbcl_irf4"),
        ("11q aberration", if icc { "lbcl_11q" } else { "hgbl_11q" }),
        ("ALK-r", "alcl_alk_positive"),
        ("DUSP22-r", if icc { "alcl_alk_negative_dusp22" } else { "alcl_alk_negative" }),
        ("TP63-r", "alcl_alk_negative"),
        ("RHOA-G17V", "tfh_cell"),
        ("BIRC3::MALT1", "malt"),
        ("IGH::MALT1", "malt"),
        ("BRAF-V600E", "hairy_cell"),
        ("MYD88-L265P", "lymphoplasmacytic"),
    ];
    order.iter().find(|(name, _)| one(name)).map_or("no_defining_rearrangement", |(_, category)| *category)
}

fn ball_risk(is: Known<'_>) -> &'static str {
    let one = |name| is(name) == 1;
    let poor = [
        "BCR::ABL1",
        "KMT2A-r",
        "low hypodiploidy",
        "iAMP21",
        "CRLF2-r",
        "ABL-class fusion",
        "PAX5alt",
        "bcr_abl1_like_expression",
    ];
    let good = ["ETV6::RUNX1", "high hyperdiploidy", "DUX4-r"];
    if poor.into_iter().any(one) {
        "poor"
    } else if good.into_iter().any(one) {
        "good"
    } else if one("IKZF1 deletion") || one("IKZF1-N159Y") || is("count") >= 5 && !one("TCF3::PBX1") && !one("ZNF384-r")
    {
        "poor"
    } else {
        "intermediate"
    }
}
