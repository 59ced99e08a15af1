//! Interphase in-situ hybridisation behind a karyotype: `nuc ish(ABL1,BCR)x2[200]`. ISCN 2024, chapter 14.
//!
//! What is read here are loci with their number of signals, signals that lie together (`con`) or apart (`sep`), and nuclei.
//! Anything else of the notation, metaphase hybridisation (`ish`) among it, is not read, and stays as text.

mod lesions;
mod read;

pub(crate) use lesions::{Meaning, meaning};

use marv_model::{finding::Status, laboratory::FishResult};

use crate::read::Reading;

/// What one hybridisation shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InSitu {
    /// In the order written.
    pub signals: Vec<Signal>,
    /// Nuclei with this pattern, where given beside all.
    pub positive: Option<u32>,
    /// Nuclei scored, where given.
    pub cells: Option<u32>,
    /// This hybridisation as written, such as `nuc ish(TP53x1,D17Z1x2)[66/200]`.
    pub text: String,
}

/// Signals of a nucleus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// A locus and how many signals it has; the upper end where it is a range.
    Copies {
        /// As written, such as `TP53` or `D17Z1`.
        locus: String,
        /// The number, or the lower end of a range.
        copies: u32,
        /// The upper end.
        until: Option<u32>,
    },
    /// `con`: signals that lie together, so many times.
    Together {
        /// As written.
        loci: Vec<String>,
        /// How many times; none where it is not told.
        copies: Option<u32>,
    },
    /// `sep`: signals of one probe that lie apart.
    Apart {
        /// As written.
        loci: Vec<String>,
        /// How many times; none where it is not told.
        copies: Option<u32>,
    },
}

impl InSitu {
    /// Every hybridisation of a text, such as the [`other_technique`](crate::Karyotype::other_technique) of a karyotype. None where
    /// any of it is not interphase hybridisation in this notation.
    ///
    /// ```
    /// use marv_karyotype::in_situ::{InSitu, Signal};
    ///
    /// let read = InSitu::read_all(".nuc ish(TP53x1,D17Z1x2)[150/200]").unwrap();
    /// assert_eq!((read[0].positive, read[0].cells), (Some(150), Some(200)));
    /// assert_eq!(read[0].signals[0], Signal::Copies { locus: "TP53".to_owned(), copies: 1, until: None });
    /// assert_eq!(InSitu::read_all(".ish del(17)(p13p13)(TP53-)"), None);
    /// ```
    pub fn read_all(text: &str) -> Option<Vec<Self>> {
        read::read_all(text)
    }
    /// The share of nuclei with the pattern, 0 to 1, where both numbers are given.
    pub fn share(&self) -> Option<f64> {
        let (positive, cells) = (self.positive?, self.cells.filter(|cells| *cells > 0)?);
        Some(f64::from(positive) / f64::from(cells))
    }
}

impl Reading {
    /// What the hybridisations behind the karyotype say of lesions: positive where the pattern shows one, negative where the signals of
    /// its loci are usual, without a result where the pattern leaves it open. Empty where there is none, or none that was read.
    ///
    /// ```
    /// use marv_karyotype::Karyotype;
    /// use marv_model::{cytogenetics::Lesion, finding::Status};
    ///
    /// let fish = Karyotype::read("46,XX[20].nuc ish(TP53x1,D17Z1x2)[150/200],(ATMx2)[200]").fish();
    /// let of = |lesion| fish.iter().find(|one| one.lesion == lesion).map(|one| (one.result, one.positive_share));
    /// assert_eq!(of(Lesion::Loss17p), Some((Status::Present, Some(0.75))));
    /// assert_eq!(of(Lesion::Deletion11q22), Some((Status::Absent, None)));
    /// assert_eq!(of(Lesion::BcrAbl1), None);
    /// ```
    pub fn fish(&self) -> Vec<FishResult> {
        let all = self.karyotype.other_technique.as_deref().and_then(InSitu::read_all).unwrap_or_default();
        let mut results = Vec::new();
        for one in &all {
            let told = |lesion, result, positive_share| FishResult { lesion, result, positive_share, cells: one.cells };
            match meaning(one) {
                Meaning::Normal => {
                    results.extend(lesions::asked(one).into_iter().map(|lesion| told(lesion, Status::Absent, None)));
                }
                Meaning::Shows(lesions) => results.extend(lesions.into_iter().map(|(lesion, plainly)| {
                    told(lesion, if plainly { Status::Present } else { Status::Unknown }, one.share())
                })),
                Meaning::Other => {}
            }
        }
        results
    }
}
