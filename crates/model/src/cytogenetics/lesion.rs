//! The rearrangements and chromosomal lesions that classifications name.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether banding of chromosomes shows a lesion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// In a karyotype of usual quality.
    Banded,
    /// Not, or not reliably: FISH, arrays or sequencing are needed, so a karyotype without it says nothing.
    Cryptic,
}

macro_rules! lesions {
    ($($(#[$doc:meta])+ $name:ident = $text:literal, $seen:ident;)+) => {
        /// A rearrangement or a chromosomal lesion that a classification names.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Lesion {
            $($(#[$doc])+ $name,)+
        }

        impl Lesion {
            /// All, in order.
            pub const ALL: &[Lesion] = &[$(Lesion::$name,)+];
            /// The name for people and tables: the fusion, or the ISCN spelling of the lesion.
            pub fn name(self) -> &'static str {
                match self {
                    $(Lesion::$name => $text,)+
                }
            }
            fn seen(self) -> Seen {
                match self {
                    $(Lesion::$name => Seen::$seen,)+
                }
            }
        }
    };
}

lesions! {
    /// t(15;17)(q24.1;q21.2) and its variants.
    PmlRara = "PML::RARA", Banded;
    /// Another rearrangement of RARA, t(v;17q21.2).
    RaraOther = "RARA-r", Banded;
    /// t(8;21)(q22;q22.1).
    Runx1Runx1t1 = "RUNX1::RUNX1T1", Banded;
    /// inv(16)(p13.1q22) or t(16;16)(p13.1;q22).
    CbfbMyh11 = "CBFB::MYH11", Banded;
    /// t(9;11)(p21.3;q23.3).
    Kmt2aMllt3 = "MLLT3::KMT2A", Banded;
    /// t(6;9)(p23.3;q34.1).
    DekNup214 = "DEK::NUP214", Banded;
    /// t(v;11q23.3) other than t(9;11); not the partial tandem duplication.
    Kmt2aOther = "KMT2A-r", Banded;
    /// t(9;22)(q34.1;q11.2).
    BcrAbl1 = "BCR::ABL1", Banded;
    /// t(8;16)(p11.2;p13.3).
    Kat6aCrebbp = "KAT6A::CREBBP", Banded;
    /// inv(3)(q21.3q26.2) or t(3;3)(q21.3;q26.2): GATA2, MECOM.
    MecomInv3 = "inv(3)/t(3;3)", Banded;
    /// t(3q26.2;v): MECOM with another partner.
    MecomOther = "MECOM-r", Banded;
    /// −5 or loss of 5q.
    Loss5q = "-5/del(5q)", Banded;
    /// −7, the whole chromosome.
    Monosomy7 = "-7", Banded;
    /// del(7q) or another loss of 7q that is not −7. Adverse nowhere in ELN 2022.
    Loss7q = "del(7q)", Banded;
    /// −17, or an abnormality of 17p.
    Abnormal17p = "-17/abn(17p)", Banded;
    /// Loss of 17p13, where TP53 lies: −17, del(17p), i(17q), an unbalanced derivative.
    Loss17p = "loss of 17p13", Banded;
    /// Three or more unrelated abnormalities, without a class-defining one, hyperdiploidy with only trisomies excluded.
    ComplexKaryotype = "complex karyotype", Banded;
    /// Two distinct autosomal monosomies, or one and a structural abnormality (Breems 2008); not with core-binding-factor
    /// rearrangements.
    MonosomalKaryotype = "monosomal karyotype", Banded;
    /// Three or more trisomies and no structural abnormality: not counted as complex.
    HyperdiploidTrisomies = "hyperdiploid, trisomies only", Banded;
    /// Any clonal, acquired abnormality.
    AnyAbnormality = "abnormal karyotype", Banded;

    /// t(1;3)(p36.3;q21.3).
    Prdm16Rpn1 = "PRDM16::RPN1", Banded;
    /// t(3;5)(q25.3;q35.1).
    Npm1Mlf1 = "NPM1::MLF1", Banded;
    /// t(1;22)(p13.3;q13.1).
    Rbm15Mrtfa = "RBM15::MRTFA", Banded;
    /// NUP98 with any partner; t(5;11)(q35;p15) and others are cryptic.
    Nup98Rearranged = "NUP98-r", Cryptic;
    /// t(7;12)(q36.3;p13.2).
    Etv6Mnx1 = "ETV6::MNX1", Cryptic;
    /// t(16;21)(p11.2;q22.2).
    FusErg = "FUS::ERG", Banded;
    /// t(16;21)(q24.3;q22.1).
    Runx1Cbfa2t3 = "RUNX1::CBFA2T3", Banded;
    /// t(10;11)(p12.3;q14.2).
    PicalmMllt10 = "PICALM::MLLT10", Banded;
    /// inv(16)(p13.3q24.3).
    Cbfa2t3Glis2 = "CBFA2T3::GLIS2", Cryptic;
    /// Rearrangement of PDGFRA, PDGFRB, FGFR1 or JAK2, or FLT3 or ETV6::ABL1, of myeloid and lymphoid neoplasms with
    /// eosinophilia.
    TyrosineKinaseFusion = "PDGFRA/PDGFRB/FGFR1/JAK2/FLT3 fusion", Cryptic;

    /// del(5q), alone or with one other abnormality that is not −7 or del(7q).
    Isolated5q = "del(5q), alone or with one other", Banded;
    /// del(3q) or another structural abnormality of 3q26.2 or 3q21.
    Abnormal3q = "inv(3)/t(3q)/del(3q)", Banded;
    /// Trisomy 8.
    Trisomy8 = "+8", Banded;
    /// Trisomy 19.
    Trisomy19 = "+19", Banded;
    /// Acquired loss of Y.
    LossY = "-Y", Banded;
    /// del(11q) or another loss of 11q.
    Loss11q = "del(11q)", Banded;
    /// del(12p), add(12p) or another loss of 12p.
    Loss12p = "del(12p)", Banded;
    /// −13 or loss of 13q.
    Loss13q = "-13/del(13q)", Banded;
    /// del(20q) or another loss of 20q.
    Loss20q = "del(20q)", Banded;
    /// i(17)(q10).
    Isochromosome17q = "i(17q)", Banded;
    /// idic(X)(q13).
    IdicXq13 = "idic(X)(q13)", Banded;

    /// t(12;21)(p13.2;q22.1).
    Etv6Runx1 = "ETV6::RUNX1", Cryptic;
    /// t(1;19)(q23;p13.3).
    Tcf3Pbx1 = "TCF3::PBX1", Banded;
    /// t(17;19)(q22;p13.3).
    Tcf3Hlf = "TCF3::HLF", Banded;
    /// t(5;14)(q31.1;q32.3).
    IghIl3 = "IGH::IL3", Banded;
    /// 51 to 65 chromosomes, by gain and not by doubling of a hypodiploid clone.
    HighHyperdiploidy = "high hyperdiploidy", Banded;
    /// Trisomies 4, 10 and 17 together.
    TripleTrisomy = "+4,+10,+17", Banded;
    /// 24 to 31 chromosomes, or that clone doubled.
    NearHaploidy = "near-haploidy", Banded;
    /// 32 to 39 chromosomes, or that clone doubled.
    LowHypodiploidy = "low hypodiploidy", Banded;
    /// 40 to 43 chromosomes.
    HighHypodiploidy = "high hypodiploidy", Banded;
    /// Intrachromosomal amplification of chromosome 21.
    Iamp21 = "iAMP21", Cryptic;
    /// CRLF2 with IGH or P2RY8.
    Crlf2Rearranged = "CRLF2-r", Cryptic;
    /// ABL1 (other than BCR::ABL1), ABL2, CSF1R, PDGFRA or PDGFRB.
    AblClassFusion = "ABL-class fusion", Cryptic;
    /// JAK2 rearranged.
    Jak2Rearranged = "JAK2-r", Cryptic;
    /// EPOR rearranged.
    EporRearranged = "EPOR-r", Cryptic;
    /// MEF2D rearranged.
    Mef2dRearranged = "MEF2D-r", Cryptic;
    /// ZNF384 or ZNF362 rearranged.
    Znf384Rearranged = "ZNF384-r", Cryptic;
    /// DUX4 rearranged.
    Dux4Rearranged = "DUX4-r", Cryptic;
    /// NUTM1 rearranged.
    Nutm1Rearranged = "NUTM1-r", Cryptic;
    /// UBTF::ATXN7L3, with deletion at 13q12.2 (PAN3, CDX2).
    UbtfAtxn7l3 = "UBTF::ATXN7L3", Cryptic;
    /// PAX5 rearranged or amplified within the gene (PAX5alt).
    Pax5Altered = "PAX5alt", Cryptic;
    /// Deletion in IKZF1.
    Ikzf1Deletion = "IKZF1 deletion", Cryptic;
    /// Deletion of CDKN2A or CDKN2B; homozygous where a rule says so.
    Cdkn2abDeletion = "CDKN2A/B deletion", Cryptic;
    /// Deletion in PAX5.
    Pax5Deletion = "PAX5 deletion", Cryptic;
    /// Deletion in the pseudoautosomal region 1.
    Par1Deletion = "PAR1 deletion", Cryptic;
    /// Deletion in ERG.
    ErgDeletion = "ERG deletion", Cryptic;
    /// Deletion in ETV6.
    Etv6Deletion = "ETV6 deletion", Cryptic;
    /// Deletion in RB1.
    Rb1Deletion = "RB1 deletion", Cryptic;
    /// Deletion in BTG1.
    Btg1Deletion = "BTG1 deletion", Cryptic;
    /// Deletion or another alteration of the copy of PTEN.
    PtenLoss = "PTEN loss", Cryptic;

    /// Loss of 13q14.
    Deletion13q14 = "del(13)(q14)", Cryptic;
    /// Trisomy 12.
    Trisomy12 = "+12", Banded;
    /// Loss of 11q22.3, where ATM lies.
    Deletion11q22 = "del(11)(q22)", Cryptic;

    /// t(4;14)(p16;q32).
    IghNsd2 = "IGH::NSD2", Cryptic;
    /// t(14;16)(q32;q23).
    IghMaf = "IGH::MAF", Cryptic;
    /// t(14;20)(q32;q12).
    IghMafb = "IGH::MAFB", Cryptic;
    /// t(11;14)(q13;q32).
    IghCcnd1 = "IGH::CCND1", Banded;
    /// Gain or amplification of 1q21.
    Gain1q = "+1q", Cryptic;
    /// Loss of 1p32 on one or both chromosomes.
    Deletion1p32 = "del(1p32)", Cryptic;
    /// Loss of 1p32 on both chromosomes.
    Biallelic1p32 = "biallelic del(1p32)", Cryptic;

    /// MYC rearranged, with any partner.
    MycRearranged = "MYC-r", Cryptic;
    /// MYC with an immunoglobulin locus: t(8;14), t(2;8), t(8;22).
    MycImmunoglobulin = "MYC::IG", Banded;
    /// BCL2 rearranged, t(14;18) or variant.
    Bcl2Rearranged = "BCL2-r", Cryptic;
    /// BCL6 rearranged.
    Bcl6Rearranged = "BCL6-r", Cryptic;
    /// IRF4 rearranged.
    Irf4Rearranged = "IRF4-r", Cryptic;
    /// CCND2 or CCND3 rearranged.
    Ccnd2Or3Rearranged = "CCND2/CCND3-r", Cryptic;
    /// ALK rearranged.
    AlkRearranged = "ALK-r", Cryptic;
    /// DUSP22 rearranged.
    Dusp22Rearranged = "DUSP22-r", Cryptic;
    /// TP63 rearranged.
    Tp63Rearranged = "TP63-r", Cryptic;
    /// t(11;18)(q22;q21).
    Birc3Malt1 = "BIRC3::MALT1", Banded;
    /// t(14;18)(q32;q21) with MALT1.
    IghMalt1 = "IGH::MALT1", Cryptic;
    /// Gain of 11q23.2-q23.3 with loss of the telomeric part.
    Aberration11q = "11q aberration", Cryptic;
}

impl Lesion {
    /// The rearrangements that define a class of their own, whose presence keeps a karyotype from counting as complex.
    pub const CLASS_DEFINING: [Lesion; 11] = [
        Lesion::PmlRara,
        Lesion::RaraOther,
        Lesion::Runx1Runx1t1,
        Lesion::CbfbMyh11,
        Lesion::Kmt2aMllt3,
        Lesion::DekNup214,
        Lesion::Kmt2aOther,
        Lesion::BcrAbl1,
        Lesion::Kat6aCrebbp,
        Lesion::MecomInv3,
        Lesion::MecomOther,
    ];
    // RULE: ELN 2010 (Blood 2010;115:453), table 4, footnote on complex karyotype: the recurring rearrangements of WHO 2008.
    /// Those whose presence keeps a karyotype from counting as complex in ELN 2010.
    pub const ELN_2010_RECURRENT: [Lesion; 7] = [
        Lesion::PmlRara,
        Lesion::Runx1Runx1t1,
        Lesion::CbfbMyh11,
        Lesion::Kmt2aMllt3,
        Lesion::Kmt2aOther,
        Lesion::DekNup214,
        Lesion::MecomInv3,
    ];
    // RULE: Ruecker, Blood 2012;119:2114: the recurrent translocations and inversions of WHO 2008, t(1;22) among them.
    /// Those whose presence keeps a karyotype from counting as complex in Ruecker 2012.
    pub const RUECKER_2012_RECURRENT: [Lesion; 8] = [
        Lesion::PmlRara,
        Lesion::Runx1Runx1t1,
        Lesion::CbfbMyh11,
        Lesion::Kmt2aMllt3,
        Lesion::Kmt2aOther,
        Lesion::DekNup214,
        Lesion::MecomInv3,
        Lesion::Rbm15Mrtfa,
    ];
    /// Whether it defines a class of its own.
    pub fn is_class_defining(self) -> bool {
        Self::CLASS_DEFINING.contains(&self)
    }
    /// Whether a karyotype of usual quality would show it. Where not, a karyotype that does not name it leaves it not
    /// assessable; one that names it still has it.
    pub fn seen_by_banding(self) -> bool {
        self.seen() == Seen::Banded
    }
}

impl std::fmt::Display for Lesion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
