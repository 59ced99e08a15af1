//! What a karyotype says of chromosome 17, in one word.

use marv_model::{
    cytogenetics::{CytogeneticFindings, Lesion},
    finding::Status,
};

/// The state of chromosome 17 by banding. Copy-neutral loss of heterozygosity cannot be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chromosome17 {
    /// Nothing lost of 17p and no break in it.
    Normal,
    /// i(17q): 17p lost and 17q gained.
    Isochromosome,
    /// 17p13 lost otherwise: −17, del(17p), an unbalanced derivative.
    Deletion,
    /// A break in 17p of which it is not told whether 17p13 is lost.
    Abnormal,
    /// Not known.
    Unknown,
}

impl Chromosome17 {
    /// By the lesions found.
    pub fn of(findings: &CytogeneticFindings) -> Self {
        let status = |lesion| findings.status(lesion);
        if status(Lesion::Isochromosome17q) == Status::Present {
            Self::Isochromosome
        } else if status(Lesion::Loss17p) == Status::Present {
            Self::Deletion
        } else if status(Lesion::Abnormal17p) == Status::Present {
            Self::Abnormal
        } else if status(Lesion::Loss17p) == Status::Unknown || status(Lesion::Abnormal17p) == Status::Unknown {
            Self::Unknown
        } else {
            Self::Normal
        }
    }
    /// The word that tables use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Isochromosome => "iso17q",
            Self::Deletion => "del",
            Self::Abnormal => "abnormal",
            Self::Unknown => "unknown",
        }
    }
}
