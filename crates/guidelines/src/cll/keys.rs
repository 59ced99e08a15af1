//! The keys that the CLL schemes emit.

use crate::keys::{
    Key,
    KeyKind::{Category, Criterion, Flag, Policy},
    key,
};

/// Every key of them, by kind.
pub const KEYS: &[Key] = &[
    key(Category, "cll_tp53.none", "No TP53 aberration"),
    key(Category, "cll_tp53.low_fraction_mutation", "TP53 mutation below 10% only"),
    key(Category, "cll_tp53.aberration", "TP53 aberration"),
    key(Criterion, "cll_tp53.deletion", "Deletion of 17p13"),
    key(Criterion, "cll_tp53.mutation", "TP53 mutation with VAF of 10% or above"),
    key(Criterion, "cll_tp53.low_fraction", "TP53 mutation, whatever its VAF"),
    key(Criterion, "cll_tp53.none", "Neither deletion nor mutation"),
    key(Flag, "cll_tp53.flag.both", "Both deletion of 17p13 and TP53 mutation"),
    key(Flag, "cll_tp53.flag.deletion_only", "Deletion of 17p13 without TP53 mutation"),
    key(
        Flag,
        "cll_tp53.flag.below_10_percent",
        "The TP53 mutation is below a VAF of 10%. ERIC asks for care: confirm it, and weigh its consequence for treatment",
    ),
    key(
        Flag,
        "cll_tp53.flag.low_fraction_not_excluded",
        "No TP53 mutation was detected. A mutation below the limit of detection, as in a small clone, is not excluded",
    ),
    key(Policy, "cll_tp53_below_10_percent", "TP53 mutation with VAF below 10% in CLL"),
    key(Category, "cll_karyotype.not_complex", "Not complex"),
    key(Category, "cll_karyotype.low_complex", "Complex, three abnormalities (low)"),
    key(Category, "cll_karyotype.intermediate_complex", "Complex, four abnormalities (intermediate)"),
    key(Category, "cll_karyotype.high_complex", "Complex, five abnormalities or more (high)"),
    key(Criterion, "cll_karyotype.high", "Five abnormalities or more"),
    key(Criterion, "cll_karyotype.intermediate", "Four abnormalities or more"),
    key(Criterion, "cll_karyotype.low", "Three abnormalities or more"),
    key(Criterion, "cll_karyotype.none", "Fewer than three abnormalities"),
    key(Flag, "cll_karyotype.flag.trisomy_12_and_19", "Complex with +12 and +19: described as an indolent subgroup"),
    key(Flag, "cll_karyotype.flag.with_tp53", "Complex together with deletion of 17p13"),
    key(
        Flag,
        "cll_karyotype.flag.stimulated_culture",
        "That the karyotype is not complex holds only where the cells of the CLL divided, as in stimulated culture",
    ),
    key(Category, "cll_resistance.none", "None of the listed resistance mutations"),
    key(Category, "cll_resistance.btk_inhibitors", "Resistance to BTK inhibitors"),
    key(Category, "cll_resistance.bcl2_inhibitors", "Resistance to venetoclax"),
    key(Category, "cll_resistance.btk_and_bcl2_inhibitors", "Resistance to BTK inhibitors and venetoclax"),
    key(Criterion, "cll_resistance.both", "Mutation of BTK or PLCG2 together with BCL2 G101V"),
    key(Criterion, "cll_resistance.btk", "BTK C481 mutation (covalent inhibitors)"),
    key(Criterion, "cll_resistance.plcg2", "PLCG2 mutation at a residue known for resistance"),
    key(Criterion, "cll_resistance.bcl2", "BCL2 G101V"),
    key(Criterion, "cll_resistance.none", "None of the listed mutations"),
    key(
        Flag,
        "cll_resistance.flag.plcg2_effect_unknown",
        "PLCG2 is mutated, at no residue for which resistance is shown or by a change that could not be read: its effect is unknown",
    ),
    key(
        Flag,
        "cll_resistance.flag.small_clones",
        "Resistance mutations often sit in small clones, which may lie below the limit of detection. Other mutations of BTK (non-covalent inhibitors) and BCL2 are not judged",
    ),
];
