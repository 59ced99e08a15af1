//! Guidelines as pure, versioned, three-valued rules.
//!
//! **Design.** A guideline is a table of criteria in the order in which they decide ([`engine::scheme::Scheme`]), and the
//! engine, not the guideline, does the work. What is known of a case is a profile of findings: present, absent down to a
//! limit, not assessable. Where an input that matters is unknown, the verdict is the *set* of categories that some
//! completion of the unknown inputs reaches, and it is exact: completions are walked through, not approximated by a
//! three-valued logic, and those that contradict the definitions (a complex karyotype together with the class-defining
//! rearrangement that would keep it from being called complex) are left out. Nothing here can fail, and nothing reads a
//! file.
//!
//! A further scheme is a table and its questions. One that scores instead of deciding by rows names its categories, hands
//! the score's reachable categories as the outcome, a criterion a variable, and the scores as evidence: the same
//! [`marv_model::verdict::Verdict`].
//!
//! ```
//! use marv_guidelines::{eln2022::{Eln2022Policies, eln2022}, profile::{Profile, Marker, MarkerEvidence}};
//! use marv_model::{case::Disease, finding::Finding, units::AlleleFraction, verdict::Outcome};
//!
//! let profile = Profile::unknown()
//!     .disease(Disease::Aml)
//!     .marker(Marker::Npm1, Finding::present(vec![MarkerEvidence::new("p.(Trp288CysfsTer12)", AlleleFraction::new(0.4)?)]));
//! let verdict = eln2022(&profile, &Eln2022Policies::default());
//! // Nothing is known of the karyotype, TP53 and FLT3-ITD: the verdict is open, and says what would close it.
//! assert!(matches!(verdict.outcome, Outcome::Reachable { .. }));
//! assert!(verdict.missing.iter().any(|missing| missing.datum == "cytogenetics"));
//! # Ok::<(), marv_model::Error>(())
//! ```

pub mod b_all;
mod choices;
pub mod cll;
pub mod cll_ipi;
pub mod cml_kinase;
mod conditions;
pub mod cpss_mol;
pub mod eln2010;
pub mod eln2017;
pub mod eln2022;
pub mod eln2024_less_intensive;
pub mod engine;
pub mod gipss;
pub mod icc2022;
pub mod ims_imwg2025;
pub mod ipssm;
pub mod ipssr;
pub mod iss;
mod keys;
pub mod lymphoma;
pub mod mipss70;
pub mod mpn_drivers;
pub mod myeloid;
mod prepared;
pub mod profile;
mod rules;
mod schemes;
mod scores;
mod shared_keys;
pub mod table;
pub mod tall_graall;
pub mod tp53_aml;
pub mod who5;

pub use choices::{Choices, UnknownChoice};
pub use keys::{Key, KeyKind, keys};
pub use marv_model::protein::Substitution;
pub use schemes::{Listed, SCHEMES, scheme, side_by_side, verdicts, verdicts_by};
pub use scores::ScorePolicies;
