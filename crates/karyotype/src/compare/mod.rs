//! The laboratory's karyotype against the genome's, item by item: what both saw, what only one saw and the likely reason,
//! which monosomies sequencing refutes, and which lesions change.
//!
//! The data's way: `genome` makes arms and chromosomes of segments; `items` matches losses, gains and junctions band by
//! band; `monosomies` sets those of banding beside those of copies; `lesions` says which answers differ. Pure functions of
//! values: what is not covered by a segment is not known.

mod genome;
mod items;
mod lesions;
mod monosomies;

pub use genome::{ComparePolicy, Genome};
pub use items::{Compared, Kind, Reason, Seen};
pub use monosomies::{Monosomy, MonosomyVerdict};

use marv_model::{
    cytogenetics::{CytogeneticFindings, Lesion},
    finding::Status,
    laboratory::{Discordance, FishResult},
};

use crate::read::Reading;

/// A karyotype and a genome side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Losses, gains and junctions: by kind, and along the chromosomes.
    pub items: Vec<Compared>,
    /// Autosomes that either calls lost whole.
    pub monosomies: Vec<Monosomy>,
    /// Monosomal by banding (Breems 2008).
    pub monosomal_by_banding: Status,
    /// Monosomal by copies: whole chromosomes lost, at least 90 % of each arm.
    pub monosomal_by_sequencing: Status,
    /// What sequencing says of the lesions that copies show.
    pub sequenced: CytogeneticFindings,
    /// Lesions of which the laboratory's examinations say one thing and sequencing the other.
    pub changes: Vec<Discordance>,
}

/// Compares the laboratory's karyotype and FISH with segments and junctions of the same tumour.
///
/// ```
/// use marv_karyotype::{Karyotype, compare::{ComparePolicy, Genome, MonosomyVerdict, compare}};
/// use marv_model::{genome::{Contigs, Interval}, structure::Segment};
///
/// // Banding calls -5; the genome has lost a part of 5q only, and kept the rest.
/// let contigs = Contigs::grch38();
/// let five = contigs.id("chr5").ok_or("no chr5")?;
/// let segment = |from, to, copies| Ok::<_, marv_model::Error>(Segment {
///     interval: Interval::new(five, from, to)?, total_copies: Some(copies), minor_copies: None, log2_ratio: None,
///     cell_fraction: None,
/// });
/// let segments = [segment(0, 75_000_000, 2.0)?, segment(75_000_000, 160_000_000, 1.0)?, segment(160_000_000, 181_538_259, 2.0)?];
/// let genome = Genome { contigs: &contigs, segments: &segments, junctions: &[] };
/// let compared = compare(&Karyotype::read("45,XX,-5[20]"), &[], &genome, &ComparePolicy::default());
/// assert_eq!(compared.monosomies[0].verdict, MonosomyVerdict::Refuted);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn compare(reading: &Reading, fish: &[FishResult], genome: &Genome<'_>, policy: &ComparePolicy) -> Comparison {
    let banded = reading.cytogenetics();
    let items = items::compared(reading, genome, policy);
    let monosomies = monosomies::compared(reading, genome, policy);
    let sequenced = lesions::sequenced(genome, policy, &monosomies, &items, &banded);
    let mut changes = lesions::changes(&banded, &sequenced, "karyotype");
    for result in fish {
        let genome = sequenced.status(result.lesion);
        if result.result != Status::Unknown && genome != Status::Unknown && genome != result.result {
            changes.push(Discordance {
                datum: result.lesion.name().to_owned(),
                method: "fish".to_owned(),
                laboratory: result.result,
                genome,
            });
        }
    }
    Comparison {
        items,
        monosomal_by_banding: banded.status(Lesion::MonosomalKaryotype),
        monosomal_by_sequencing: sequenced.status(Lesion::MonosomalKaryotype),
        monosomies,
        sequenced,
        changes,
    }
}
