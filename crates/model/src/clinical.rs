//! What a department knows of the patient that no genome tells: blood counts, blasts, history.
//!
//! A value is known or not; nothing is assumed. Each measure has one unit, in which it is stored and compared.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Error, finding::Status};

macro_rules! measures {
    ($($(#[$doc:meta])+ $name:ident = $word:literal, $unit:literal, $low:literal ..= $high:literal;)+) => {
        /// A number that scoring systems ask for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Measure {
            $($(#[$doc])+ $name,)+
        }
        impl Measure {
            /// All, in order.
            pub const ALL: &[Measure] = &[$(Measure::$name,)+];
            /// The word that case files, tables and catalogues use.
            pub const fn word(self) -> &'static str {
                match self { $(Measure::$name => $word,)+ }
            }
            /// The unit in which it is stored.
            pub const fn unit(self) -> &'static str {
                match self { $(Measure::$name => $unit,)+ }
            }
            /// Values outside are refused: they are another unit or an error of typing.
            pub const fn range(self) -> (f64, f64) {
                match self { $(Measure::$name => ($low, $high),)+ }
            }
        }
    };
}

measures! {
    /// Age.
    Age = "age", "years", 0.0..=120.0;
    /// Haemoglobin.
    Haemoglobin = "haemoglobin", "g/dL", 0.0..=30.0;
    /// Platelets.
    Platelets = "platelets", "10^9/L", 0.0..=10_000.0;
    /// Absolute neutrophil count.
    Neutrophils = "neutrophils", "10^9/L", 0.0..=1_000.0;
    /// White blood cells.
    Leukocytes = "leukocytes", "10^9/L", 0.0..=2_000.0;
    /// Absolute monocyte count in blood.
    Monocytes = "monocytes", "10^9/L", 0.0..=1_000.0;
    /// Monocytes as a share of the white blood cells.
    MonocyteShare = "monocyte_share", "%", 0.0..=100.0;
    /// Blasts, and what counts as such, in the marrow.
    MarrowBlasts = "marrow_blasts", "%", 0.0..=100.0;
    /// Blasts in the blood.
    BloodBlasts = "blood_blasts", "%", 0.0..=100.0;
    /// Ring sideroblasts as a share of the erythroid precursors.
    RingSideroblasts = "ring_sideroblasts", "%", 0.0..=100.0;
    /// Reticulin fibrosis of the marrow, grade.
    MarrowFibrosis = "marrow_fibrosis", "grade", 0.0..=3.0;
    /// Ratio of the areas of internal tandem duplication and wild type, FLT3.
    Flt3ItdRatio = "flt3_itd_ratio", "ratio", 0.0..=1_000.0;
    /// β2-microglobulin in serum.
    Beta2Microglobulin = "beta2_microglobulin", "mg/L", 0.0..=200.0;
    /// Albumin in serum.
    Albumin = "albumin", "g/L", 5.0..=80.0;
    /// Lactate dehydrogenase, as a multiple of the laboratory's upper limit of normal.
    LactateDehydrogenase = "lactate_dehydrogenase", "x ULN", 0.0..=100.0;
    /// Creatinine in serum.
    Creatinine = "creatinine", "umol/L", 5.0..=3_000.0;
    /// Plasma cells with del(17p), by FISH or sequencing.
    Deletion17pCells = "deletion_17p_cells", "%", 0.0..=100.0;
}

macro_rules! circumstances {
    ($($(#[$doc:meta])+ $name:ident = $word:literal;)+) => {
        /// A circumstance that is so, is not so, or is not known.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Circumstance {
            $($(#[$doc])+ $name,)+
        }
        impl Circumstance {
            /// All, in order.
            pub const ALL: &[Circumstance] = &[$(Circumstance::$name,)+];
            /// The word that case files, tables and catalogues use.
            pub const fn word(self) -> &'static str {
                match self { $(Circumstance::$name => $word,)+ }
            }
        }
    };
}

circumstances! {
    /// The patient is a man: reference ranges and −Y.
    Male = "male";
    /// After cytotoxic treatment for another disease.
    TherapyRelated = "therapy_related";
    /// An earlier myelodysplastic syndrome.
    PriorMds = "prior_mds";
    /// An earlier overlap of MDS and myeloproliferative neoplasm.
    PriorMdsMpn = "prior_mds_mpn";
    /// An earlier myeloproliferative neoplasm.
    PriorMpn = "prior_mpn";
    /// Earlier treatment with a hypomethylating agent.
    PriorHypomethylating = "prior_hypomethylating";
    /// Treatment is intensive chemotherapy.
    IntensiveTreatment = "intensive_treatment";
    /// A known germline predisposition.
    GermlinePredisposition = "germline_predisposition";
    /// A cytopenia as classifications define it.
    Cytopenia = "cytopenia";
    /// Dysplasia in 10 % or more of a lineage.
    Dysplasia = "dysplasia";
    /// Auer rods.
    AuerRods = "auer_rods";
    /// A hypocellular marrow, for age.
    HypocellularMarrow = "hypocellular_marrow";
    /// Pure erythroid leukaemia by morphology.
    PureErythroid = "pure_erythroid";
    /// Dependent on transfusion of red cells.
    TransfusionDependent = "transfusion_dependent";
    /// Constitutional symptoms.
    ConstitutionalSymptoms = "constitutional_symptoms";
    /// IGHV unmutated (98 % identity or more with germline).
    IghvUnmutated = "ighv_unmutated";
    /// Binet B or C, or Rai I to IV.
    AdvancedStage = "advanced_stage";
    /// Early T-cell precursor by immunophenotype.
    EarlyTPrecursor = "early_t_precursor";
    /// Gene expression like that of BCR::ABL1, where it was measured.
    BcrAbl1LikeExpression = "bcr_abl1_like_expression";
    /// Eosinophilia.
    Eosinophilia = "eosinophilia";
}

/// What is known of a patient. Empty is: nothing known.
///
/// ```
/// use marv_model::clinical::{Circumstance, Clinical, Measure};
///
/// let patient = Clinical::unknown()
///     .measured(Measure::Haemoglobin, 9.4)?
///     .circumstance(Circumstance::TherapyRelated, false);
/// assert_eq!(patient.value(Measure::Haemoglobin), Some(9.4));
/// assert_eq!(patient.value(Measure::Platelets), None);
/// # Ok::<(), marv_model::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Clinical {
    /// Numbers, each in the unit of its measure.
    measures: BTreeMap<Measure, f64>,
    /// Circumstances that are known to be so or not so.
    circumstances: BTreeMap<Circumstance, bool>,
}

impl Clinical {
    /// Nothing known.
    pub fn unknown() -> Self {
        Self::default()
    }
    /// With a number in the unit of the measure. Refuses what no patient can have.
    pub fn measured(mut self, measure: Measure, value: f64) -> Result<Self, Error> {
        let (low, high) = measure.range();
        if !(low..=high).contains(&value) {
            return Err(Error::Measure {
                measure: measure.word(),
                value: value.to_string(),
                low: low.to_string(),
                high: high.to_string(),
                unit: measure.unit(),
            });
        }
        self.measures.insert(measure, value);
        Ok(self)
    }
    /// With a circumstance that is known.
    #[must_use]
    pub fn circumstance(mut self, circumstance: Circumstance, is_so: bool) -> Self {
        self.circumstances.insert(circumstance, is_so);
        self
    }
    /// The number, where known.
    pub fn value(&self, measure: Measure) -> Option<f64> {
        self.measures.get(&measure).copied()
    }
    /// Whether it is so.
    pub fn status(&self, circumstance: Circumstance) -> Status {
        match self.circumstances.get(&circumstance) {
            Some(true) => Status::Present,
            Some(false) => Status::Absent,
            None => Status::Unknown,
        }
    }
    /// Every number that is known.
    pub fn measures(&self) -> impl Iterator<Item = (Measure, f64)> + '_ {
        self.measures.iter().map(|(measure, value)| (*measure, *value))
    }
    /// Every circumstance that is known.
    pub fn circumstances(&self) -> impl Iterator<Item = (Circumstance, bool)> + '_ {
        self.circumstances.iter().map(|(circumstance, is_so)| (*circumstance, *is_so))
    }
}

/// Haemoglobin in g/dL from mmol/L (of the monomer), as Danish laboratories report it: 1 mmol/L is 1.6114 g/dL.
pub fn haemoglobin_from_mmol_per_litre(value: f64) -> f64 {
    value * 1.6114
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_patient_can_have_is_refused() {
        for (measure, value) in [(Measure::Haemoglobin, 94.0), (Measure::Age, -1.0), (Measure::MarrowBlasts, f64::NAN)]
        {
            assert!(Clinical::unknown().measured(measure, value).is_err(), "{measure:?} {value}");
        }
    }

    #[test]
    fn haemoglobin_converts_as_the_ipssr_calculator_prints_it() {
        // The calculator's own pairs: 10 g/dL is 6.2 mmol/L, 8 g/dL is 5.0 mmol/L, to one decimal.
        assert!((haemoglobin_from_mmol_per_litre(6.2) - 10.0).abs() < 0.05);
        assert!((haemoglobin_from_mmol_per_litre(5.0) - 8.0).abs() < 0.08);
    }
}
