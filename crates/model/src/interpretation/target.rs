//! Targets of antibodies and cells, and how much of them is lost.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::Finding;

/// A target of treatment on the tumour's cells, or what presents to T cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AntigenStatus {
    /// HGNC symbol.
    pub gene: String,
    /// The antigen's common name, such as `BCMA`.
    pub antigen: String,
    /// Treatments that need it.
    pub drugs: Vec<String>,
    /// What a loss means, as a key of the message catalogue.
    pub statement: String,
    /// Loss of copies: present with what it is (`one_copy`, `no_copy`, `allele_lost`).
    pub copies: Finding<String>,
    /// Mutations: present with their labels.
    pub mutations: Finding<Vec<String>>,
    /// Literature.
    pub source: String,
    /// Whether the citation is still to be verified by a person.
    pub to_verify: bool,
}

/// How much of a target is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetLoss {
    /// What treatment aims at may be gone from the cells.
    Target,
    /// One of two copies: the target may still be there, and one more hit would take it.
    OneCopy,
    /// One parent's copy, the other doubled: as many copies as before.
    OneParent,
}

impl AntigenStatus {
    /// What is lost of the target; none where nothing is, or where nothing is known.
    ///
    /// RULE: cells carry a target as long as one whole copy is left: it may be gone where none is, or where what is left is mutated.
    /// Of HLA one parent's copy is enough to be missed: it is the mismatched one that a donor's T cells aim at.
    pub fn loss(&self) -> Option<TargetLoss> {
        let copies = self.copies.evidence().map(String::as_str);
        match copies {
            Some("no_copy") => Some(TargetLoss::Target),
            Some(_) if self.statement == "hla_loss" => Some(TargetLoss::Target),
            _ if self.mutations.evidence().is_some() => Some(TargetLoss::Target),
            Some("one_copy") => Some(TargetLoss::OneCopy),
            Some(_) => Some(TargetLoss::OneParent),
            None => None,
        }
    }
}
