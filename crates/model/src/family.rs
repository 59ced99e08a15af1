//! The patient's family and donor: who was looked at, whether their genotypes say what the pedigree says, and what of the
//! patient's inherited variants they carry. Looked at only where the patient consented. People have roles here, never names.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{finding::Finding, interpretation::GateOutcome, predisposition::DonorPredisposition};

/// Who was looked at beside the patient.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Family {
    /// The patient first, then parents, other relatives, the donor.
    pub members: Vec<FamilyMember>,
    /// Every two of them, held against the pedigree.
    pub pairs: Vec<PairCheck>,
    /// Two variants of one gene, and whether they lie on one copy of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub compounds: Vec<Compound>,
    /// What the donor carries in the genes of predisposition, whether the patient has it or not. Not computed, and not there,
    /// without the donor's own consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub donor: Option<DonorPredisposition>,
}

/// One person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FamilyMember {
    /// The part in the family.
    pub role: FamilyRole,
    /// Counts those of one role, from 1.
    pub number: u32,
    /// Male by the pedigree; none where it does not tell.
    pub male_told: Option<bool>,
    /// Male by the reads; none where they do not tell.
    pub male_seen: Option<bool>,
    /// Affected by the pedigree; none where it does not tell.
    pub affected: Option<bool>,
    /// Mean depth in reads where genotypes were compared; none without a read.
    pub mean_depth: Option<f64>,
    /// The reads say otherwise than the pedigree of sex, or of a relation that inheritance rests on. Nothing is then said of
    /// what the person carries.
    pub contradicted: bool,
}

/// A person's part in the family, the patient's view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FamilyRole {
    /// The patient, by the normal.
    Patient,
    /// The father.
    Father,
    /// The mother.
    Mother,
    /// A child of both parents.
    Sibling,
    /// A child of the patient.
    Child,
    /// Another person of the pedigree.
    Relative,
    /// The donor of stem cells.
    Donor,
}

impl FamilyRole {
    /// The word that case.json and the catalogue use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Father => "father",
            Self::Mother => "mother",
            Self::Sibling => "sibling",
            Self::Child => "child",
            Self::Relative => "relative",
            Self::Donor => "donor",
        }
    }
}

/// How two people are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// One person, or identical twins.
    Same,
    /// Parent and child.
    ParentChild,
    /// Children of the same two parents.
    Siblings,
    /// Second or third degree.
    Related,
    /// Not that it would show.
    Unrelated,
}

impl Relation {
    /// The word that case.json and the catalogue use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::ParentChild => "parent_child",
            Self::Siblings => "siblings",
            Self::Related => "related",
            Self::Unrelated => "unrelated",
        }
    }
}

/// Two people's genotypes beside what the pedigree says of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PairCheck {
    /// Which two, by their places in `members`.
    pub members: [u32; 2],
    /// By the pedigree; none where it does not tell.
    pub told: Option<Relation>,
    /// By the genotypes; none where too few sites tell.
    pub seen: Option<Relation>,
    /// Coefficient of relatedness: 1 for one person, about 0.5 for parent and child, about 0 for strangers.
    pub relatedness: Option<f64>,
    /// Sites at which one of the two carries an allele that the reference lacks, genotyped in both.
    pub sites: u64,
    /// Of these, sites at which they are homozygous for different alleles: none between parent and child.
    pub opposite: u64,
    /// Whether the two agree; not assessed where either is missing.
    pub outcome: GateOutcome,
}

/// One copy of an allele, or two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Zygosity {
    /// One of two copies.
    Heterozygous,
    /// All copies.
    Homozygous,
}

impl Zygosity {
    /// The word that case.json and the catalogue use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Heterozygous => "heterozygous",
            Self::Homozygous => "homozygous",
        }
    }
}

/// What another member carries of one of the patient's variants.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Carrier {
    /// The place in `members`.
    pub member: u32,
    /// Fragments with the allele, and all.
    pub fragments: [u32; 2],
    /// Whether it is carried.
    pub finding: Finding<Zygosity>,
}

/// Where one of the patient's alleles comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Inheritance {
    /// Neither parent has it: new in the patient, inherited mosaic, or acquired.
    DeNovo,
    /// From the father; the mother does not have it.
    FromFather,
    /// From the mother; the father does not have it.
    FromMother,
    /// From one of them: both have it, and the patient has it once.
    FromEither,
    /// From both: the patient has it twice.
    FromBoth,
    /// The father has it; of the mother it is not known.
    FatherCarries,
    /// The mother has it; of the father it is not known.
    MotherCarries,
    /// The patient has it twice and one parent does not have it: a deletion of the other copy, two copies of one parent, or an
    /// error.
    OneParentOnly,
    /// Not known.
    NotKnown,
}

impl Inheritance {
    /// The word that case.json and the catalogue use.
    pub fn word(self) -> &'static str {
        match self {
            Self::DeNovo => "de_novo",
            Self::FromFather => "from_father",
            Self::FromMother => "from_mother",
            Self::FromEither => "from_either",
            Self::FromBoth => "from_both",
            Self::FatherCarries => "father_carries",
            Self::MotherCarries => "mother_carries",
            Self::OneParentOnly => "one_parent_only",
            Self::NotKnown => "not_known",
        }
    }
}

/// Two variants of one gene.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Compound {
    /// HGNC symbol.
    pub gene: String,
    /// Their labels.
    pub variants: [String; 2],
    /// `trans`: one from each parent, so that both copies are hit. `cis`: both from one. `not_known`.
    pub phase: String,
}
