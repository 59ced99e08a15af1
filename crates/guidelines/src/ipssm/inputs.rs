//! What IPSS-M asks for. Nothing is assumed: what is not known is none.

use marv_model::cytogenetics::{IpssrCytogenetics, Possible};

use crate::profile::Marker;

macro_rules! genes {
    ($($name:ident = $column:literal, $datum:literal, [$($marker:ident),+];)+) => {
        /// A gene of IPSS-M: those with a coefficient of their own first, then the residual genes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the genes are their own documentation")]
        pub enum IpssmGene {
            $($name,)+
        }
        impl IpssmGene {
            /// All, in order.
            pub const ALL: [IpssmGene; 30] = [$(IpssmGene::$name,)+];
            /// The authors' column name.
            pub const fn column(self) -> &'static str {
                match self { $(Self::$name => $column,)+ }
            }
            /// The name as an input that may be missing.
            pub const fn datum(self) -> &'static str {
                match self { $(Self::$name => $datum,)+ }
            }
            /// The markers that show it: one of them at least.
            pub const fn markers(self) -> &'static [Marker] {
                match self { $(Self::$name => &[$(Marker::$marker),+],)+ }
            }
        }
    };
}

genes! {
    MllPtd = "MLL_PTD", "KMT2A-PTD", [Kmt2aPtd];
    Flt3 = "FLT3", "FLT3", [Flt3Itd, Flt3Tkd];
    Asxl1 = "ASXL1", "ASXL1", [Asxl1];
    Cbl = "CBL", "CBL", [Cbl];
    Dnmt3a = "DNMT3A", "DNMT3A", [Dnmt3a];
    Etv6 = "ETV6", "ETV6", [Etv6];
    Ezh2 = "EZH2", "EZH2", [Ezh2];
    Idh2 = "IDH2", "IDH2", [Idh2];
    Kras = "KRAS", "KRAS", [Kras];
    Npm1 = "NPM1", "NPM1", [Npm1];
    Nras = "NRAS", "NRAS", [Nras];
    Runx1 = "RUNX1", "RUNX1", [Runx1];
    Sf3b1 = "SF3B1", "SF3B1", [Sf3b1];
    Srsf2 = "SRSF2", "SRSF2", [Srsf2];
    U2af1 = "U2AF1", "U2AF1", [U2af1];
    Bcor = "BCOR", "BCOR", [Bcor];
    Bcorl1 = "BCORL1", "BCORL1", [Bcorl1];
    Cebpa = "CEBPA", "CEBPA", [Cebpa];
    Etnk1 = "ETNK1", "ETNK1", [Etnk1];
    Gata2 = "GATA2", "GATA2", [Gata2];
    Gnb1 = "GNB1", "GNB1", [Gnb1];
    Idh1 = "IDH1", "IDH1", [Idh1];
    Nf1 = "NF1", "NF1", [Nf1];
    Phf6 = "PHF6", "PHF6", [Phf6];
    Ppm1d = "PPM1D", "PPM1D", [Ppm1d];
    Prpf8 = "PRPF8", "PRPF8", [Prpf8];
    Ptpn11 = "PTPN11", "PTPN11", [Ptpn11];
    Setbp1 = "SETBP1", "SETBP1", [Setbp1];
    Stag2 = "STAG2", "STAG2", [Stag2];
    Wt1 = "WT1", "WT1", [Wt1];
}

impl IpssmGene {
    // RULE: IPSS-M, residual genes: the fifteen from BCOR to WT1.
    /// The genes that are only counted, together.
    pub fn residual() -> &'static [IpssmGene] {
        static ALL: [IpssmGene; 30] = IpssmGene::ALL;
        &ALL[15..]
    }
}

/// How many mutations of TP53 there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tp53Count {
    /// None.
    None,
    /// One.
    One,
    /// Two or more.
    TwoOrMore,
}

/// The inputs of one patient, in the package's definitions.
///
/// ```
/// use marv_guidelines::ipssm::{IpssmCategory, IpssmGene, IpssmInputs, Tp53Count, score};
/// use marv_model::cytogenetics::{IpssrCytogenetics, Possible};
///
/// let mut inputs = IpssmInputs::no_mutations();
/// (inputs.haemoglobin, inputs.platelets, inputs.marrow_blasts) = (Some(10.0), Some(10.0), Some(10.0));
/// inputs.cytogenetics = Possible::only(IpssrCytogenetics::VeryGood);
/// inputs.set(IpssmGene::Bcor, Some(true));
/// // The package's own example that scores zero.
/// assert_eq!(score(&inputs).mean.score, 0.0);
/// assert_eq!(score(&inputs).mean.category, IpssmCategory::ModerateLow);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct IpssmInputs {
    /// Haemoglobin, g/dL.
    pub haemoglobin: Option<f64>,
    /// Platelets, 10^9/L.
    pub platelets: Option<f64>,
    /// Blasts in the marrow, %.
    pub marrow_blasts: Option<f64>,
    /// The cytogenetic groups of IPSS-R that are possible. The package takes one or none.
    pub cytogenetics: Possible<IpssrCytogenetics>,
    /// Loss of 5q.
    pub del5q: Option<bool>,
    /// −7 or loss of 7q.
    pub del7_7q: Option<bool>,
    /// −17 or loss of 17p.
    pub del17_17p: Option<bool>,
    /// Three or more abnormalities.
    pub complex: Option<bool>,
    /// Mutations of TP53.
    pub tp53_mutations: Option<Tp53Count>,
    /// The largest allele fraction of a TP53 mutation, 0 to 1.
    pub tp53_max_fraction: Option<f64>,
    /// Loss of heterozygosity at TP53.
    pub tp53_loh: Option<bool>,
    genes: [Option<bool>; 30],
}

impl IpssmInputs {
    /// Nothing known.
    pub fn unknown() -> Self {
        Self {
            haemoglobin: None,
            platelets: None,
            marrow_blasts: None,
            cytogenetics: Possible::unknown(),
            del5q: None,
            del7_7q: None,
            del17_17p: None,
            complex: None,
            tp53_mutations: None,
            tp53_max_fraction: None,
            tp53_loh: None,
            genes: [None; 30],
        }
    }
    /// No gene mutated and none of the four lesions; counts, blasts and the cytogenetic group unknown.
    pub fn no_mutations() -> Self {
        Self {
            del5q: Some(false),
            del7_7q: Some(false),
            del17_17p: Some(false),
            complex: Some(false),
            tp53_mutations: Some(Tp53Count::None),
            tp53_max_fraction: Some(0.0),
            tp53_loh: Some(false),
            genes: [Some(false); 30],
            ..Self::unknown()
        }
    }
    /// Whether a gene is mutated.
    pub fn gene(&self, gene: IpssmGene) -> Option<bool> {
        self.genes[gene as usize]
    }
    /// Says whether a gene is mutated.
    pub fn set(&mut self, gene: IpssmGene, mutated: Option<bool>) -> &mut Self {
        self.genes[gene as usize] = mutated;
        self
    }
}
