//! The keys that MIPSS70 and MIPSS70+ version 2.0 emit.

use crate::keys::{
    Key,
    KeyKind::{Category, Criterion, Flag, Policy, Score},
    key,
};

/// Every key of both, by kind.
pub const KEYS: &[Key] = &[
    key(Category, "mipss70.low", "Low risk"),
    key(Category, "mipss70.intermediate", "Intermediate risk"),
    key(Category, "mipss70.high", "High risk"),
    key(Category, "mipss70_plus_v2.very_low", "Very low risk"),
    key(Category, "mipss70_plus_v2.low", "Low risk"),
    key(Category, "mipss70_plus_v2.intermediate", "Intermediate risk"),
    key(Category, "mipss70_plus_v2.high", "High risk"),
    key(Category, "mipss70_plus_v2.very_high", "Very high risk"),
    key(Criterion, "mipss70.haemoglobin", "Haemoglobin below 10 g/dL"),
    key(Criterion, "mipss70.leukocytes", "Leukocytes above 25 x 10^9/L"),
    key(Criterion, "mipss70.platelets", "Platelets below 100 x 10^9/L"),
    key(Criterion, "mipss70.blood_blasts", "Blasts in the blood of 2 % or more"),
    key(Criterion, "mipss70.fibrosis", "Marrow fibrosis of grade 2 or more"),
    key(Criterion, "mipss70.constitutional_symptoms", "Constitutional symptoms"),
    key(Criterion, "mipss70.no_calr_type_1", "No CALR mutation of type 1 or like it"),
    key(Criterion, "mipss70.high_risk_genes", "ASXL1, EZH2, SRSF2, IDH1 or IDH2 mutated"),
    key(Criterion, "mipss70_plus_v2.haemoglobin", "Haemoglobin below 10 g/dL in a woman, below 11 g/dL in a man"),
    key(Criterion, "mipss70_plus_v2.blood_blasts", "Blasts in the blood of 2 % or more"),
    key(Criterion, "mipss70_plus_v2.constitutional_symptoms", "Constitutional symptoms"),
    key(Criterion, "mipss70_plus_v2.no_calr_type_1", "No CALR mutation of type 1 or like it"),
    key(Criterion, "mipss70_plus_v2.high_risk_genes", "ASXL1, EZH2, SRSF2, IDH1, IDH2 or codon 157 of U2AF1 mutated"),
    key(Criterion, "mipss70_plus_v2.karyotype", "Karyotype of unfavourable or very high risk"),
    key(Flag, "mipss70.flag.age_above_70", "MIPSS70 was made for patients of up to 70 years"),
    key(
        Flag,
        "mipss70.flag.two_high_risk_genes",
        "Two genes of high molecular risk: as the table is printed they count 2 points; the published range of up to 12 points is reached only by 3. The policy in force says which is counted",
    ),
    key(Policy, "mipss70_two_high_risk_genes", "Two genes of high molecular risk in MIPSS70"),
    key(Score, "mipss70.score", "MIPSS70, points"),
    key(Score, "mipss70_plus_v2.score", "MIPSS70+ version 2.0, points"),
];
