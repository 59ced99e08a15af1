//! Genomes as blood cancers have them, with the karyotype of each written by hand.

/// A genome.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// `XX` or `XY`.
    pub(crate) sex: &'static str,
    pub(crate) purity: f64,
    /// Clones behind `|`: share of the tumour's cells, `<` and the clone it arose in, then its events; places in megabases
    /// of GRCh38, in the introns or beside the genes where patients' breaks lie (RefSeq gene models).
    pub(crate) clones: &'static str,
    /// The karyotype, by hand: bands from the published table (UCSC, hg38) at the places of the events.
    pub(crate) karyotype: &'static str,
    /// Rows of the table of recurrent rearrangements that are there.
    pub(crate) recurrent: &'static [&'static str],
    /// Lesions of guidelines that are there, beside those of the rows.
    pub(crate) lesions: &'static [&'static str],
    /// Ploidy class.
    pub(crate) class: &'static str,
}

const fn case(
    name: &'static str,
    (sex, purity): (&'static str, f64),
    clones: &'static str,
    karyotype: &'static str,
    recurrent: &'static [&'static str],
    lesions: &'static [&'static str],
) -> Case {
    Case { name, sex, purity, clones, karyotype, recurrent, lesions, class: "near_diploid" }
}

const fn of_class(class: &'static str, case: Case) -> Case {
    Case { class, ..case }
}

pub(crate) const CASES: &[Case] = &[
    case(
        "AML, t(8;21), inv(16), -7, 5q-, 17p-",
        ("XX", 0.8),
        "1.0: t! 8 92.04 21 34.845, inv! 16 15.7228 67.09, loss 7, del 5 83 158, del 17 0 15",
        "45,XX,del(5)(q14q33),-7,t(8;21)(q22;q22),inv(16)(p13q22),del(17)(p12)",
        &["RUNX1::RUNX1T1", "CBFB::MYH11"],
        &["-5/del(5q)", "-7", "-17/abn(17p)", "loss of 17p13"],
    ),
    case("AML, normal karyotype", ("XY", 0.6), "", "46,XY", &[], &[]),
    case(
        "AML, t(8;21), -Y in a part",
        ("XY", 0.5),
        "1.0: t! 8 92.05 21 34.85 | 0.6 <0: loss Y",
        "46,XY,t(8;21)(q22;q22)/45,idem,-Y",
        &["RUNX1::RUNX1T1"],
        &["-Y"],
    ),
    case("MDS, 5q-", ("XX", 0.5), "1.0: del 5 92 154", "46,XX,del(5)(q14q33)", &[], &["-5/del(5q)"]),
    case(
        "ALL, BCR::ABL1, IKZF1",
        ("XY", 0.85),
        "1.0: t! 9 130.8 22 23.2915, del 7 50.33 50.396",
        "46,XY,t(9;22)(q34;q11.2)",
        &["BCR::ABL1", "IKZF1 deletion"],
        &[],
    ),
    of_class(
        "high_hyperdiploid",
        case(
            "ALL, high hyperdiploid",
            ("XX", 0.8),
            "1.0: gain X, gain 4, gain 6, gain 10, gain 14, gain 17, gain 18, gain 21, gain 21",
            "55,XX,+X,+4,+6,+10,+14,+17,+18,+21,+21",
            &[],
            &["high hyperdiploidy"],
        ),
    ),
    case("APL", ("XX", 0.9), "1.0: t! 15 74.0338 17 40.34", "46,XX,t(15;17)(q24;q21)", &["PML::RARA"], &[]),
    case(
        "MDS, -7 and +8 in a part",
        ("XY", 0.6),
        "1.0: loss 7 | 0.5 <0: gain 8",
        "45,XY,-7/46,idem,+8",
        &[],
        &["-7", "+8"],
    ),
    case(
        "Myeloma, CCND1, -13",
        ("XY", 0.5),
        "1.0: t! 11 69.55 14 105.862, loss 13",
        "45,XY,t(11;14)(q13;q32),-13",
        &["IGH::CCND1"],
        &["-13/del(13q)"],
    ),
    case("CLL, +12", ("XY", 0.8), "1.0: gain 12", "47,XY,+12", &[], &["+12"]),
    of_class(
        "near_haploid",
        case(
            "ALL, near-haploid",
            ("XX", 0.85),
            "1.0: loss 1, loss 2, loss 3, loss 4, loss 5, loss 6, loss 7, loss 8, loss 9, loss 10, loss 11, loss 12, \
             loss 13, loss 15, loss 16, loss 17, loss 19, loss 20, loss 22, loss X",
            "26<1n>,X,+14,+18,+21",
            &[],
            &["near-haploidy"],
        ),
    ),
    case("AML, normal karyotype, 30 %", ("XX", 0.3), "", "46,XX", &[], &[]),
    case(
        "AML, KMT2A::MLLT3, 30 %",
        ("XY", 0.3),
        "1.0: t! 9 20.38 11 118.4835",
        "46,XY,t(9;11)(p21;q23)",
        &["KMT2A::MLLT3"],
        &[],
    ),
    case(
        "AML, CBFB::MYH11, +22",
        ("XY", 0.6),
        "1.0: inv! 16 15.723 67.09, gain 22",
        "47,XY,inv(16)(p13q22),+22",
        &["CBFB::MYH11"],
        &[],
    ),
    case(
        "MDS, TP53 by cnLOH, 5q-",
        ("XX", 0.7),
        "1.0: loh 17 0 20, del 5 83 158",
        "46,XX,del(5)(q14q33)",
        &[],
        &["-5/del(5q)"],
    ),
    case(
        "AML, inv(3), -7",
        ("XX", 0.7),
        "1.0: inv! 3 128.55 169.12, loss 7",
        "45,XX,inv(3)(q21q26),-7",
        &["GATA2::MECOM"],
        &["-7"],
    ),
    of_class(
        "low_hypodiploid",
        case(
            "ALL, low hypodiploid",
            ("XX", 0.9),
            "1.0: loss 2, loss 3, loss 4, loss 7, loss 9, loss 13, loss 15, loss 16, loss 17, loss 20",
            "36,XX,-2,-3,-4,-7,-9,-13,-15,-16,-17,-20",
            &[],
            &["low hypodiploidy"],
        ),
    ),
    case(
        "AML, DEK::NUP214, 20 %",
        ("XY", 0.2),
        "1.0: t! 6 18.231 9 131.155",
        "46,XY,t(6;9)(p22;q34)",
        &["DEK::NUP214"],
        &[],
    ),
    of_class(
        "high_hyperdiploid",
        case(
            "Myeloma, hyperdiploid",
            ("XY", 0.7),
            "1.0: gain 3, gain 5, gain 7, gain 9, gain 11, gain 15, gain 19, gain 21",
            "54,XY,+3,+5,+7,+9,+11,+15,+19,+21",
            &[],
            &[],
        ),
    ),
    case(
        "ALL, TCF3::PBX1 unbalanced",
        ("XX", 0.7),
        "1.0: der! 19 1.6175 1 164.7",
        "46,XX,der(19)t(1;19)(q23;p13)",
        &["TCF3::PBX1"],
        &[],
    ),
    case("CLL, normal karyotype", ("XX", 0.9), "", "46,XX", &[], &[]),
    of_class(
        "masked_hypodiploid",
        case(
            "ALL, near-haploid doubled",
            ("XX", 0.85),
            "1.0: loss 1, loss 2, loss 3, loss 4, loss 5, loss 6, loss 7, loss 8, loss 9, loss 10, loss 11, loss 12, \
             loss 13, loss 15, loss 16, loss 17, loss 19, loss 20, loss 22, loss X, double",
            "52(26,X,+14,+18,+21)×2",
            &[],
            &["near-haploidy"],
        ),
    ),
    case(
        "AML, complex",
        ("XY", 0.75),
        "1.0: del 5 83 158, loss 7, gain 8, del 17 0 19.5, del 12 5 20",
        "46,XY,del(5)(q14q33),-7,+8,del(12)(p13p12),del(17)(p11.2)",
        &[],
        &["-5/del(5q)", "-7", "+8", "-17/abn(17p)", "loss of 17p13", "del(12p)"],
    ),
    case(
        "Myeloma, NSD2, -13, 40 %",
        ("XX", 0.4),
        "1.0: t! 4 1.89 14 105.86, loss 13",
        "45,XX,t(4;14)(p16;q32),-13",
        &["IGH::NSD2"],
        &["-13/del(13q)"],
    ),
    case(
        "AML, RUNX1::RUNX1T1, 10 %",
        ("XX", 0.1),
        "1.0: t! 8 92.03 21 34.853",
        "46,XX,t(8;21)(q22;q22)",
        &["RUNX1::RUNX1T1"],
        &[],
    ),
    case(
        "MDS, 20q-, -Y in a part",
        ("XY", 0.6),
        "1.0: del 20 33.5 57 | 0.7 <0: loss Y",
        "46,XY,del(20)(q11.2q13)/45,idem,-Y",
        &[],
        &["del(20q)", "-Y"],
    ),
    case(
        "CLL, 11q- and 17p-",
        ("XY", 0.7),
        "1.0: del 11 95 115 | 0.5 <0: del 17 0 15",
        "46,XY,del(11)(q21q23)/46,idem,del(17)(p12)",
        &[],
        &["del(11q)", "-17/abn(17p)", "loss of 17p13"],
    ),
    case(
        "ALL, ETV6::RUNX1",
        ("XY", 0.9),
        "1.0: t! 12 11.876 21 34.97",
        "46,XY,t(12;21)(p13;q22)",
        &["ETV6::RUNX1"],
        &[],
    ),
    case(
        "ALL, BCR::ABL1, 10 %",
        ("XY", 0.1),
        "1.0: t! 9 130.75 22 23.292",
        "46,XY,t(9;22)(q34;q11.2)",
        &["BCR::ABL1"],
        &[],
    ),
    case("AML, cnLOH of 13q", ("XX", 0.65), "1.0: loh 13 20 end", "46,XX", &[], &[]),
    case(
        "ALL, KMT2A::AFF1",
        ("XX", 0.95),
        "1.0: t! 4 87.08 11 118.483",
        "46,XX,t(4;11)(q21;q23)",
        &["KMT2A::AFF1"],
        &[],
    ),
    case(
        "Lymphoma, IGH::MYC, 20 %",
        ("XX", 0.2),
        "1.0: t! 8 127.7 14 105.86",
        "46,XX,t(8;14)(q24;q32)",
        &["IGH::MYC"],
        &[],
    ),
    case("AML, i(17q)", ("XX", 0.7), "1.0: iso 17 q", "46,XX,i(17)(q10)", &[], &["i(17q)", "loss of 17p13"]),
    case("AML, normal karyotype, 10 %", ("XY", 0.1), "", "46,XY", &[], &[]),
    case(
        "AML, NUP98::NSD1",
        ("XX", 0.6),
        "1.0: t! 5 177.225 11 3.7425",
        "46,XX,t(5;11)(q35;p15)",
        &["NUP98::NSD1"],
        &[],
    ),
    case("MDS, normal karyotype", ("XY", 0.4), "", "46,XY", &[], &[]),
    case("Myeloma, normal karyotype, 20 %", ("XX", 0.2), "", "46,XX", &[], &[]),
    case("ALL, normal karyotype", ("XY", 0.95), "", "46,XY", &[], &[]),
];
