//! IPSS-M: the molecular risk score of MDS, exact to the authors' package.
//!
//! Source: NEJM Evid 2022;1(7) (doi 10.1056/EVIDoa2200008); definitions of the variables, values for missing ones and the
//! final annotation as in version 1.0.0 of the authors' R package.
//!
//! The data's way: [`IpssmInputs`] is what the package asks for, each of it possibly unknown; `derived` makes the model's
//! variables; `model` scores them in the package's three scenarios ([`score`]); `completions` says what the unknown inputs
//! leave reachable; `verdict` tells it of a [`Profile`].
//!
//! **Two ways to treat what is unknown.** The package replaces each missing *variable* by its best, mean or worst value,
//! one by one, so its ends need not be values of one patient: with an unknown cytogenetic group its best score assumes the
//! best group even of a complex karyotype. `completions` instead walks through the values of the *inputs*, keeps what
//! cannot be together apart (complex is Poor or Very Poor), and says exactly which categories are reached. Best, mean,
//! worst and the final annotation here are the package's. The outcome of [`ipssm`] is the package's final annotation where
//! it gives a category, with a flag where completions reach others, and all categories that completions reach where it
//! gives none ([`UncertainCategory::Authors`]); or completions throughout ([`UncertainCategory::Completions`]).

mod completions;
mod derived;
mod from_profile;
mod inputs;
mod keys;
mod missing;
mod model;
mod sums;
mod verdict;

pub use completions::{Reach, reach};
pub use inputs::{IpssmGene, IpssmInputs, Tp53Count};
pub use keys::KEYS;
pub use model::{Annotation, Comment, IpssmCategory, IpssmResult, Scored, score};
pub use verdict::{IpssmPolicies, UncertainCategory, ipssm};

#[cfg(doc)]
use crate::profile::Profile;
