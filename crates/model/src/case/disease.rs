//! The indication.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The indication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Disease {
    /// Acute myeloid leukaemia.
    Aml,
    /// Myelodysplastic syndrome.
    Mds,
    /// Overlap of MDS and myeloproliferative neoplasm.
    MdsMpn,
    /// Myeloproliferative neoplasm.
    Mpn,
    /// Chronic myeloid leukaemia.
    Cml,
    /// Acute lymphoblastic leukaemia.
    All,
    /// Chronic lymphocytic leukaemia.
    Cll,
    /// Lymphoma.
    Lymphoma,
    /// Plasma-cell disease.
    PlasmaCell,
    /// Acute lymphoblastic leukaemia of B lineage.
    BAll,
    /// Acute lymphoblastic leukaemia of T lineage.
    TAll,
    /// Chronic myelomonocytic leukaemia.
    Cmml,
    /// Myelofibrosis, primary or after another myeloproliferative neoplasm.
    Myelofibrosis,
    /// Not stated.
    Unspecified,
}

impl Disease {
    /// All, with the word that the command line and the case file use.
    pub const ALL: [(Disease, &'static str); 14] = [
        (Disease::Aml, "aml"),
        (Disease::Mds, "mds"),
        (Disease::MdsMpn, "mds_mpn"),
        (Disease::Mpn, "mpn"),
        (Disease::Cml, "cml"),
        (Disease::All, "all"),
        (Disease::Cll, "cll"),
        (Disease::Lymphoma, "lymphoma"),
        (Disease::PlasmaCell, "plasma_cell"),
        (Disease::BAll, "b_all"),
        (Disease::TAll, "t_all"),
        (Disease::Cmml, "cmml"),
        (Disease::Myelofibrosis, "myelofibrosis"),
        (Disease::Unspecified, "unspecified"),
    ];
    /// The word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(disease, _)| *disease == self).map_or("unspecified", |(_, word)| word)
    }
}

impl std::str::FromStr for Disease {
    type Err = crate::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = text.to_ascii_lowercase().replace(['-', '/', ' '], "_");
        Self::ALL
            .iter()
            .find(|(_, word)| *word == wanted)
            .map(|(disease, _)| *disease)
            .ok_or_else(|| crate::Error::Word { what: "disease", text: text.to_owned() })
    }
}
