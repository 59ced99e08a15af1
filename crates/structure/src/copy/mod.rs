//! Copy number, allele balance and purity: the sums of a sweep become segments with copies.
//!
//! The data's way: `tracks` (sums) → `correct` (log2 ratios) and `balance` (deviations at heterozygous sites) →
//! `segment` → `fit` (purity, ploidy) → `states` → [`CopyNumber`].

mod arms;
mod balance;
mod composition;
mod copied;
mod correct;
mod fit;
mod genome;
mod maths;
mod measure;
mod picture;
mod place;
mod segment;
mod sex;
mod states;
mod step;
mod tracks;
mod unchanged;

pub use arms::{ArmState, ChromosomeNumber, PloidyClass, arm_word, arms, chromosome_number, every_arm, iamp21};
pub use composition::Composition;
pub use copied::CopySegment;
pub use fit::{Carrier, Fit, Fraction, Method, Solution};
pub use genome::{Arm, Karyogram, Part};
pub use measure::{CopyNumber, Inputs, measure};
pub use picture::{Picture, Point};
pub use sex::SexChromosomes;
pub use states::State;
pub use step::{Beside, DepthStep};
pub use tracks::{Site, Tracks};
