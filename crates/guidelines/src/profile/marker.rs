//! Gene markers: a mutation of one gene that meets a definition.

use marv_model::{finding::Finding, tp53::Tp53Mutation, units::AlleleFraction};

macro_rules! markers {
    ($($(#[$doc:meta])+ $name:ident = $text:literal;)+) => {
        /// A gene's mutation as guidelines count it. What counts is said here; that a variant is of that kind is the
        /// annotation's to say.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Marker {
            $($(#[$doc])+ $name,)+
        }
        impl Marker {
            /// All, with the name that tables, inputs and verdicts use.
            pub const ALL: &[(Marker, &'static str)] = &[$((Marker::$name, $text),)+];
        }
    };
}

markers! {
    /// NPM1: a mutation that gives the cytoplasmic protein.
    Npm1 = "NPM1";
    /// FLT3: internal tandem duplication.
    Flt3Itd = "FLT3-ITD";
    /// FLT3: mutation of the tyrosine kinase domain.
    Flt3Tkd = "FLT3-TKD";
    /// CEBPA: in-frame change of the bZIP domain, of one or both alleles.
    CebpaBzip = "CEBPA-bZIP";
    /// TP53: changes the protein or its splicing.
    Tp53 = "TP53";
    /// KIT: changes the protein.
    Kit = "KIT";
    /// ASXL1.
    Asxl1 = "ASXL1";
    /// BCOR.
    Bcor = "BCOR";
    /// EZH2.
    Ezh2 = "EZH2";
    /// RUNX1.
    Runx1 = "RUNX1";
    /// SF3B1.
    Sf3b1 = "SF3B1";
    /// SRSF2.
    Srsf2 = "SRSF2";
    /// STAG2.
    Stag2 = "STAG2";
    /// U2AF1.
    U2af1 = "U2AF1";
    /// ZRSR2.
    Zrsr2 = "ZRSR2";
    /// CEBPA, any mutation.
    Cebpa = "CEBPA";
    /// CEBPA, both alleles.
    CebpaBiallelic = "CEBPA-biallelic";
    /// KMT2A, partial tandem duplication.
    Kmt2aPtd = "KMT2A-PTD";
    /// BCORL1.
    Bcorl1 = "BCORL1";
    /// CBL.
    Cbl = "CBL";
    /// DDX41.
    Ddx41 = "DDX41";
    /// DNMT3A.
    Dnmt3a = "DNMT3A";
    /// ETNK1.
    Etnk1 = "ETNK1";
    /// ETV6.
    Etv6 = "ETV6";
    /// GATA2.
    Gata2 = "GATA2";
    /// GNB1.
    Gnb1 = "GNB1";
    /// IDH1.
    Idh1 = "IDH1";
    /// IDH2.
    Idh2 = "IDH2";
    /// KRAS.
    Kras = "KRAS";
    /// NF1.
    Nf1 = "NF1";
    /// NRAS.
    Nras = "NRAS";
    /// PHF6.
    Phf6 = "PHF6";
    /// PPM1D.
    Ppm1d = "PPM1D";
    /// PRPF8.
    Prpf8 = "PRPF8";
    /// PTPN11.
    Ptpn11 = "PTPN11";
    /// SETBP1.
    Setbp1 = "SETBP1";
    /// TET2.
    Tet2 = "TET2";
    /// WT1.
    Wt1 = "WT1";
    /// CSF3R.
    Csf3r = "CSF3R";
    /// U2AF1 at codon 157.
    U2af1Q157 = "U2AF1-Q157";
    /// JAK2 p.Val617Phe.
    Jak2V617f = "JAK2-V617F";
    /// JAK2, exon 12.
    Jak2Exon12 = "JAK2-exon12";
    /// CALR exon 9, type 1 (52-bp deletion) or like it.
    CalrType1 = "CALR-type1";
    /// CALR exon 9, type 2 (5-bp insertion), like it, or another frameshift there.
    CalrOther = "CALR-other";
    /// MPL p.Trp515 or p.Ser505Asn.
    Mpl = "MPL";
    /// ABL1, kinase domain.
    Abl1 = "ABL1";
    /// NOTCH1.
    Notch1 = "NOTCH1";
    /// FBXW7.
    Fbxw7 = "FBXW7";
    /// PTEN, a mutation (a loss is a lesion).
    Pten = "PTEN";
    /// ATM.
    Atm = "ATM";
    /// BIRC3.
    Birc3 = "BIRC3";
    /// BTK at codon 481.
    Btk = "BTK-C481";
    /// PLCG2.
    Plcg2 = "PLCG2";
    /// BCL2 p.Gly101Val.
    Bcl2G101v = "BCL2-G101V";
    /// MYD88 p.Leu265Pro (p.Leu252Pro of the MANE transcript).
    Myd88L265p = "MYD88-L265P";
    /// CXCR4.
    Cxcr4 = "CXCR4";
    /// BRAF p.Val600Glu.
    BrafV600e = "BRAF-V600E";
    /// EZH2 at codon 646.
    Ezh2Y646 = "EZH2-Y646";
    /// ID3.
    Id3 = "ID3";
    /// TCF3, a mutation.
    Tcf3 = "TCF3";
    /// CD79B.
    Cd79b = "CD79B";
    /// RHOA p.Gly17Val.
    RhoaG17v = "RHOA-G17V";
    /// PAX5 p.Pro80Arg.
    Pax5P80r = "PAX5-P80R";
    /// IKZF1 p.Asn159Tyr.
    Ikzf1N159y = "IKZF1-N159Y";
}

impl Marker {
    // RULE: ELN 2022 Table 6, adverse, mutated genes (footnote h); ICC 2022 lists the same nine.
    /// The myelodysplasia-related genes of ELN 2022 and ICC 2022.
    pub const MYELODYSPLASIA_RELATED: [Marker; 9] = [
        Marker::Asxl1,
        Marker::Bcor,
        Marker::Ezh2,
        Marker::Runx1,
        Marker::Sf3b1,
        Marker::Srsf2,
        Marker::Stag2,
        Marker::U2af1,
        Marker::Zrsr2,
    ];
    /// The name that tables, inputs and verdicts use.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(marker, _)| *marker == self).map_or("?", |(_, name)| name)
    }
    /// The marker of this name; none for another word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(marker, _)| *marker)
    }
    /// The gene's HGNC symbol.
    pub fn gene(self) -> &'static str {
        self.name().split('-').next().unwrap_or_default()
    }
}

/// One mutation that shows a marker.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkerEvidence {
    /// For people, such as `p.(Trp288CysfsTer12)`, without the gene.
    pub label: String,
    /// In the tumour, 0 to 1; none where the source does not say.
    pub fraction: Option<AlleleFraction>,
}

/// What is known of a marker.
pub type MarkerFinding = Finding<Vec<MarkerEvidence>>;

impl MarkerEvidence {
    /// A mutation of known fraction.
    pub fn new(label: impl Into<String>, fraction: AlleleFraction) -> Self {
        Self { label: label.into(), fraction: Some(fraction) }
    }
    /// A mutation of which only its presence is known.
    pub fn of_unknown_fraction(label: impl Into<String>) -> Self {
        Self { label: label.into(), fraction: None }
    }
}

impl From<Tp53Mutation> for MarkerEvidence {
    fn from(mutation: Tp53Mutation) -> Self {
        Self::new(mutation.label, mutation.fraction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for (marker, name) in Marker::ALL {
            assert_eq!(Marker::from_name(name), Some(*marker));
            assert_eq!(marker.name(), *name);
        }
        assert_eq!(Marker::from_name("npm2"), None);
        assert_eq!(Marker::Flt3Itd.gene(), "FLT3");
    }
}
