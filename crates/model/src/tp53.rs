//! The allelic state of TP53, which decides more of a myeloid patient's fate than any other single value.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    finding::{Finding, NotAssessed},
    structure::AlleleLoss,
    units::AlleleFraction,
};

/// One TP53 mutation that counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tp53Mutation {
    /// For people, such as `p.(Arg175His)`, or HGVS c. where there is no p.
    pub label: String,
    /// In the tumour.
    pub fraction: AlleleFraction,
}

/// What is known of the locus besides mutations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tp53Locus {
    /// Loss of 17p13.1 seen by segments or by a karyotype.
    pub deletion: Finding<String>,
    /// Copy-neutral loss of heterozygosity over TP53.
    pub copy_neutral_loh: Finding<String>,
    /// Loss of both copies, of the gene or of a part of it; not examined in a case of an earlier form.
    #[serde(default = "not_examined")]
    pub homozygous_deletion: Finding<String>,
    /// Whether no copy of the gene is left in nearly all of the tumour's cells, so that nothing is left to be mutated.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub none_left: bool,
}

fn not_examined() -> Finding<String> {
    Finding::unknown(NotAssessed::NotExamined)
}

/// How many alleles of TP53 are hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tp53Hits {
    /// No hit.
    None,
    /// One allele.
    Single,
    /// Both alleles, or two mutations.
    Multi,
}

/// [`Tp53State::definition`] of ICC 2022, multi-hit.
pub const ICC_2022: &str = "ICC 2022 multi-hit";
/// [`Tp53State::definition`] of ICC 2022, multi-hit, where a mutation counts above 10 % and not from 10 %.
pub const ICC_2022_STRICT: &str = "ICC 2022 multi-hit, above 10 %";
/// [`Tp53State::definition`] of the WHO 5th edition, biallelic.
pub const WHO_5: &str = "WHO 5 biallelic";
/// [`Tp53State::definition`] of ELN 2022, mutated.
pub const ELN_2022: &str = "ELN 2022 mutated";
/// [`Tp53State::definition`] of IPSS-M, multi-hit.
pub const IPSS_M: &str = "IPSS-M multi-hit";

/// The state under one guideline's definition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tp53State {
    /// The definition, such as `ICC 2022 multi-hit` or `WHO 5 biallelic`.
    pub definition: String,
    /// The states still possible: one when it is decided.
    pub possible: Vec<Tp53Hits>,
    /// The argument, step by step, for people (keys of the message catalogue with values).
    pub reasons: Vec<String>,
    /// What would decide it, where it is open.
    pub missing: Vec<String>,
}

/// Everything about TP53 in a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tp53Report {
    /// Mutations that count, by falling fraction.
    pub mutations: Finding<Vec<Tp53Mutation>>,
    /// Deletion and loss of heterozygosity.
    pub locus: Tp53Locus,
    /// Under each definition; under that of ICC 2022 with mutations above 10 % only where the state is another than from 10 %.
    pub states: Vec<Tp53State>,
}

impl Tp53Locus {
    /// When nobody looked.
    pub fn not_examined() -> Self {
        Self {
            deletion: not_examined(),
            copy_neutral_loh: not_examined(),
            homozygous_deletion: not_examined(),
            none_left: false,
        }
    }
    /// The loss, where one is present.
    pub fn loss(&self) -> Option<AlleleLoss> {
        if self.homozygous_deletion.evidence().is_some() {
            Some(AlleleLoss::HomozygousDeletion)
        } else if self.deletion.evidence().is_some() {
            Some(AlleleLoss::Deletion)
        } else {
            self.copy_neutral_loh.evidence().map(|_| AlleleLoss::CopyNeutralLoh)
        }
    }
}
