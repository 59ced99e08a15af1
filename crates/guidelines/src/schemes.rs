//! The schemes that there are, and which are asked of which disease.

use marv_model::{case::Disease, verdict::Verdict};

use crate::{eln2022, profile::Profile};

/// A scheme as the command line and a report list it.
#[derive(Debug, Clone, Copy)]
pub struct Listed {
    /// Identifier, such as `eln2022`.
    pub id: &'static str,
    /// Name with its version, such as `ELN 2022`.
    pub name: &'static str,
    /// The indications of which it is asked without being named.
    pub diseases: &'static [Disease],
    /// The scheme, under its documented defaults where its source is silent.
    pub judge: fn(&Profile) -> Verdict,
}

/// Every scheme, in the order of a report.
pub const SCHEMES: &[Listed] = &[Listed {
    id: "eln2022",
    name: "ELN 2022",
    diseases: &[Disease::Aml],
    judge: |profile| eln2022::eln2022(profile, &eln2022::Eln2022Policies::default()),
}];

/// The scheme of this identifier.
pub fn scheme(id: &str) -> Option<&'static Listed> {
    SCHEMES.iter().find(|listed| listed.id == id)
}

/// What every scheme that is asked of the profile's disease says.
pub fn verdicts(profile: &Profile) -> Vec<Verdict> {
    SCHEMES
        .iter()
        .filter(|listed| listed.diseases.contains(&profile.indication()))
        .map(|listed| (listed.judge)(profile))
        .collect()
}
