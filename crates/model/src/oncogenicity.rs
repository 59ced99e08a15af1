//! How oncogenic a somatic variant is, by the points of ClinGen, CGC and VICC (Horak, Genet Med 2022;24:986, tables 2 and 3).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($variant:ident = $name:literal, $points:literal, $doc:literal;)*) => {
        /// A code of the standard: one kind of evidence, with its points.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "UPPERCASE")]
        pub enum OncogenicityCode { $(#[doc = $doc] $variant),* }

        impl OncogenicityCode {
            /// All, in the standard's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// As the standard writes it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
            /// What it counts when it is met.
            pub fn points(self) -> i32 {
                match self { $(Self::$variant => $points),* }
            }
        }
    };
}

codes! {
    Ovs1 = "OVS1", 8, "A null variant of a tumour suppressor gene.";
    Os1 = "OS1", 4, "The amino acid change of an established oncogenic variant.";
    Os2 = "OS2", 4, "Well-established functional studies show an oncogenic effect.";
    Os3 = "OS3", 4, "A hotspot: 50 samples or more at the residue, 10 or more with the same change.";
    Om1 = "OM1", 2, "In a critical, well-established part of a functional domain.";
    Om2 = "OM2", 2, "The protein's length changes: an in-frame insertion or deletion, or a lost stop.";
    Om3 = "OM3", 2, "A hotspot: fewer than 50 samples at the residue, 10 or more with the same change.";
    Om4 = "OM4", 2, "A missense at a residue where another missense is oncogenic.";
    Op1 = "OP1", 1, "All computational evidence supports an effect.";
    Op2 = "OP2", 1, "In a gene of a malignancy with a single genetic cause.";
    Op3 = "OP3", 1, "A hotspot: fewer than 10 samples with the same change.";
    Op4 = "OP4", 1, "Absent from population databases, or extremely rare.";
    Sbvs1 = "SBVS1", -8, "More frequent than 5 % in a population.";
    Sbs1 = "SBS1", -4, "More frequent than 1 % in a population.";
    Sbs2 = "SBS2", -4, "Well-established functional studies show no oncogenic effect.";
    Sbp1 = "SBP1", -1, "All computational evidence suggests no effect.";
    Sbp2 = "SBP2", -1, "Silent, with no effect on splicing and at a place that evolution did not keep.";
}

impl std::str::FromStr for OncogenicityCode {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|code| code.name() == text).ok_or(())
    }
}

/// The five classes, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OncogenicityClass {
    /// -7 points and fewer.
    Benign,
    /// -6 to -1.
    LikelyBenign,
    /// 0 to 5.
    Uncertain,
    /// 6 to 9.
    LikelyOncogenic,
    /// 10 and more.
    Oncogenic,
}

impl OncogenicityClass {
    /// All, in order.
    pub const ALL: &'static [Self] =
        &[Self::Benign, Self::LikelyBenign, Self::Uncertain, Self::LikelyOncogenic, Self::Oncogenic];
    /// The word that case.json, tables and the command line use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Benign => "benign",
            Self::LikelyBenign => "likely_benign",
            Self::Uncertain => "uncertain",
            Self::LikelyOncogenic => "likely_oncogenic",
            Self::Oncogenic => "oncogenic",
        }
    }
    /// The class of a sum of points.
    ///
    /// RULE: Horak 2022, table 3.
    pub fn of(points: i32) -> Self {
        match points {
            10.. => Self::Oncogenic,
            6..=9 => Self::LikelyOncogenic,
            0..=5 => Self::Uncertain,
            -6..=-1 => Self::LikelyBenign,
            _ => Self::Benign,
        }
    }
}

/// Whether a code is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CodeOutcome {
    /// It is, and counts.
    Met,
    /// It is, and does not count beside a stronger one for the same evidence.
    Yields,
    /// It is not.
    NotMet,
    /// What it asks for is not at hand.
    NotAssessed,
}

macro_rules! reasons {
    ($($variant:ident = $name:literal, $doc:literal;)*) => {
        /// Why a code has its outcome.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum CodeReason { $(#[doc = $doc] $variant),* }

        impl CodeReason {
            /// All.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// As case.json and the report's catalogue have it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

reasons! {
    Listed = "listed", "The change is listed as recurrent.";
    NotListed = "not_listed", "It is not.";
    NoProteinChange = "no_protein_change", "It changes no residue that could be asked about.";
    Study = "study", "A study shows it.";
    StudyOtherwise = "study_otherwise", "A study shows the contrary.";
    NoStudy = "no_study", "No study is at hand.";
    NoDomainKnown = "no_domain_known", "No critical part of the gene is known here.";
    Critical = "critical", "Within a critical part.";
    OutsideCritical = "outside_critical", "Outside of the critical parts.";
    Length = "length", "The protein's length changes.";
    SameLength = "same_length", "It does not, or not in a gene of cancer.";
    NoMissense = "no_missense", "Not a missense.";
    ResidueNotListed = "residue_not_listed", "No other change of the residue is listed that is as small.";
    ResidueListed = "residue_listed", "One is.";
    NoPrediction = "no_prediction", "No predictions were supplied.";
    Predicted = "predicted", "The predictions say so.";
    PredictedOtherwise = "predicted_otherwise", "They say otherwise.";
    NoSingleAetiology = "no_single_aetiology", "No malignancy with a single genetic cause.";
    NoFrequency = "no_frequency", "No population frequencies were supplied.";
    Frequency = "frequency", "The frequency meets the code.";
    FrequencyOtherwise = "frequency_otherwise", "It does not.";
    NoCounts = "no_counts", "No counts of tumours were supplied.";
    Counts = "counts", "The counts meet the code.";
    CountsOtherwise = "counts_otherwise", "They do not.";
    NotNull = "not_null", "Not a null variant.";
    NotASuppressor = "not_a_suppressor", "Not a tumour suppressor gene.";
    TruncationActivates = "truncation_activates", "A truncation activates this gene.";
    LastExon = "last_exon", "A truncation in the last exon escapes decay.";
    Null = "null", "The protein is lost.";
    NoConservation = "no_conservation", "How well evolution kept the place is not known here.";
    NotSilent = "not_silent", "Not silent, or at a splice site.";
}

/// A code, and what was found for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct CodeResult {
    /// Which.
    pub code: OncogenicityCode,
    /// Whether it is met.
    pub outcome: CodeOutcome,
    /// Why.
    pub reason: CodeReason,
    /// What the reason is about, such as a domain's name; empty where it needs nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// A variant's oncogenicity: every code, their sum, and what the codes that could not be assessed may make of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Oncogenicity {
    /// Every code of the standard, in its order.
    pub codes: Vec<CodeResult>,
    /// The sum of those that are met.
    pub points: i32,
    /// The class in force: that of the sum, or the signer's.
    pub class: OncogenicityClass,
    /// The lowest and the highest class that the codes not assessed leave open.
    pub reachable: [OncogenicityClass; 2],
    /// Why the class is not that of the sum, where the signer decided so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<ClassDecision>,
}

/// Why the signer gave a variant another class than that of its points.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct ClassDecision {
    /// Why.
    pub reason: String,
    /// Who: a role, never a name.
    pub by: String,
    /// When, RFC 3339 in UTC, where it was decided on a report that was there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
}

impl Oncogenicity {
    /// The class of the sum, whatever was decided.
    pub fn class_by_points(&self) -> OncogenicityClass {
        OncogenicityClass::of(self.points)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The limits of table 3, each from both sides.
    #[test]
    fn classes_by_points() {
        use OncogenicityClass as C;
        let limits = [(10, C::Oncogenic), (9, C::LikelyOncogenic), (6, C::LikelyOncogenic), (5, C::Uncertain)];
        let below = [(0, C::Uncertain), (-1, C::LikelyBenign), (-6, C::LikelyBenign), (-7, C::Benign)];
        for (points, class) in limits.into_iter().chain(below) {
            assert_eq!(OncogenicityClass::of(points), class, "{points}");
        }
    }

    #[test]
    fn classes_have_the_words_of_case_json() {
        for class in OncogenicityClass::ALL {
            assert_eq!(serde_json::to_value(class).unwrap(), class.word());
        }
    }

    #[test]
    fn codes_are_read_as_they_are_written() {
        for code in OncogenicityCode::ALL {
            assert_eq!(code.name().parse(), Ok(*code));
        }
        assert_eq!("OS4".parse::<OncogenicityCode>(), Err(()));
    }
}
