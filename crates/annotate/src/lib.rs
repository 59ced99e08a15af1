//! Variants to transcripts' consequences and HGVS, and the embedded haematology bundle.
//!
//! **Design.** The bundle holds gene models and places, never sequence: bases come at annotation time from a
//! [`marv_model::sequence::ReferenceSource`]. What needs a base that is not there is said to be unknown, not guessed.
//!
//! ```
//! use marv_annotate::{Annotator, Bundle};
//! use marv_model::{
//!     genome::{Contig, Contigs, Locus},
//!     variant::SmallVariant,
//! };
//!
//! let contigs = Contigs::new([Contig::new("chr17", 83_257_441)])?;
//! let bound = Bundle::embedded().for_contigs(&contigs)?;
//! assert_eq!(bound.cytoband(Locus::new(contigs.id("chr17").unwrap(), 7_675_087)), Some("17p13.1"));
//! assert!(bound.hotspots().iter().any(|hotspot| &*hotspot.label == "TP53 R175H"));
//!
//! // Without a reference, what needs no base: the place, but no protein change.
//! let variant = SmallVariant::new(contigs.id("chr17").unwrap(), 7_675_087, "C", "T")?;
//! let consequences = Annotator::new(&bound).annotate(&variant, None);
//! assert_eq!(consequences[0].hgvs_c.as_deref(), Some("c.524G>A"));
//! assert_eq!(consequences[0].hgvs_p, None);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod annotator;
pub mod bundle;
pub mod csq;
mod effect;
mod error;
pub mod fusion;
pub mod oncogenicity;
mod rules;
mod transcript;

pub use annotator::{Annotator, Effect, NEIGHBOURHOOD, Unknown};
pub use bundle::{BoundBundle, Bundle, CodonContext, FunctionalStudy, GeneKnowledge, GeneRole, Hotspot, PanelInterval};
pub use error::{Error, WrongBuild};
pub use transcript::{Role, Strand, Transcript};

/// The first number of a coding description, such as 524 of `c.524G>A`; none before or behind the coding sequence.
pub(crate) fn hgvs_number(hgvs_c: &str) -> Option<u32> {
    let digits: String = hgvs_c.strip_prefix("c.")?.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|n| *n > 0)
}
