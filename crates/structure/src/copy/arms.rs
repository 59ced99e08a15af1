//! Arms, chromosome number and what follows from them.

use marv_model::genome::{Build, ContigId, Contigs, Interval, bare_name};

use super::{
    copied::CopySegment,
    fit::Solution,
    genome::{Arm, Karyogram, Part},
    measure::CopyNumber,
    states::State,
};

/// What holds most of an arm.
#[derive(Debug, Clone, PartialEq)]
pub struct ArmState {
    /// The contig.
    pub contig: ContigId,
    /// The arm.
    pub arm: Arm,
    /// The state that holds most of it.
    pub state: State,
    /// Whether sites tell how its copies divide.
    pub minor_known: bool,
    /// Share of the arm's measured length in that state, 0 to 1.
    pub share: f64,
    /// Share of the tumour's cells, mean over that length.
    pub cell_fraction: f64,
    /// Inherited copies.
    pub inherited: u8,
}

/// RULE: an arm has a state where 70 % of it has (structure, arm-level call).
const ARM_SHARE: f64 = 0.7;

/// The word for a state of an arm: `loss`, `gain`, `copy_neutral_loh`, `normal`; `mixed` where none holds enough of it.
pub fn arm_word(arm: &ArmState) -> &'static str {
    let total = arm.state.total();
    if arm.share < ARM_SHARE {
        "mixed"
    } else if total < arm.inherited {
        "loss"
    } else if total > arm.inherited {
        "gain"
    } else if arm.inherited == 2 && arm.state.minor == 0 {
        "copy_neutral_loh"
    } else {
        "normal"
    }
}

/// Every arm of which enough is in segments whose state is known, in the genome's order.
pub fn arms(copies: &CopyNumber, contigs: &Contigs, karyogram: &Karyogram) -> Vec<ArmState> {
    every_arm(copies, contigs, karyogram).into_iter().filter_map(|(_, state)| state).collect()
}

/// Every arm that the patient inherited, in the genome's order, with its state; none where too little of it is in segments
/// whose state is known: it was not assessed. A Y that was not inherited is left out.
pub fn every_arm(copies: &CopyNumber, contigs: &Contigs, karyogram: &Karyogram) -> Vec<(Arm, Option<ArmState>)> {
    let inherited = |part: Part| match part {
        Part::Y => copies.sex.is_none_or(|sex| sex.y > 0),
        Part::Autosome | Part::X => true,
        Part::Other => false,
    };
    let looked_at = contigs.iter().filter(|(id, _)| inherited(karyogram.part(*id)));
    looked_at
        .flat_map(|(contig, _)| karyogram.arms(contigs, contig))
        .map(|arm| (arm, arm_state(copies, arm.interval.contig(), arm)))
        .collect()
}

/// RULE: nothing is said of an arm of which less than three tenths is in segments: a third of Y's long arm is all that reads map to,
/// and a few genes are no arm.
const LEAST_MEASURED: f64 = 0.3;

/// None where too little of the arm is measured.
fn arm_state(copies: &CopyNumber, contig: ContigId, arm: Arm) -> Option<ArmState> {
    let mut lengths: Vec<(State, f64, f64, bool, u8)> = Vec::new();
    let mut measured = 0.0;
    for segment in &copies.segments {
        let Some(shared) = segment.interval.intersection(&arm.interval) else { continue };
        let (Some(state), Some(fraction)) = (segment.state, segment.cell_fraction) else { continue };
        // A border at the centromere is not exact: a rest of the other arm's segment is no part of this one.
        let length = f64::from(shared.length());
        measured += length;
        match lengths.iter_mut().find(|(known, ..)| *known == state) {
            Some((_, sum, weighted, known, _)) => {
                *sum += length;
                *weighted += length * fraction;
                *known |= segment.minor_known;
            }
            None => lengths.push((state, length, length * fraction, segment.minor_known, segment.inherited)),
        }
    }
    if measured < LEAST_MEASURED * f64::from(arm.interval.length()) {
        return None;
    }
    let (state, length, weighted, minor_known, inherited) =
        lengths.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    Some(ArmState {
        contig,
        arm,
        state,
        minor_known,
        share: length / measured,
        cell_fraction: weighted / length,
        inherited,
    })
}

/// Classes of chromosome number. Sources: ALL cytogenetics (near-haploid up to 30, low hypodiploid 31 to 39, high
/// hyperdiploid 51 to 67 chromosomes), ISCN's near-triploid and near-tetraploid ranges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PloidyClass {
    /// Up to 30 chromosomes.
    NearHaploid,
    /// 31 to 39.
    LowHypodiploid,
    /// 40 to 43.
    HighHypodiploid,
    /// 44 to 50.
    NearDiploid,
    /// 51 to 67.
    HighHyperdiploid,
    /// 68 to 80.
    NearTriploid,
    /// 81 and more.
    NearTetraploid,
    /// A near-haploid or low hypodiploid clone, doubled.
    MaskedHypodiploid,
}

impl PloidyClass {
    /// As a key.
    pub fn name(self) -> &'static str {
        match self {
            Self::NearHaploid => "near_haploid",
            Self::LowHypodiploid => "low_hypodiploid",
            Self::HighHypodiploid => "high_hypodiploid",
            Self::NearDiploid => "near_diploid",
            Self::HighHyperdiploid => "high_hyperdiploid",
            Self::NearTriploid => "near_triploid",
            Self::NearTetraploid => "near_tetraploid",
            Self::MaskedHypodiploid => "masked_hypodiploid",
        }
    }
    fn of(chromosomes: u32) -> Self {
        match chromosomes {
            0..=30 => Self::NearHaploid,
            31..=39 => Self::LowHypodiploid,
            40..=43 => Self::HighHypodiploid,
            44..=50 => Self::NearDiploid,
            51..=67 => Self::HighHyperdiploid,
            68..=80 => Self::NearTriploid,
            _ => Self::NearTetraploid,
        }
    }
}

/// Chromosomes a cell of the main clone, and the classes that are possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChromosomeNumber {
    /// Of autosomes, X and Y.
    pub chromosomes: u32,
    /// One, or two where the genome does not tell a clone from its doubled form.
    pub classes: Vec<PloidyClass>,
}

/// RULE: so many chromosomes of one parent only, and the rest even, is a hypodiploid clone or its doubled form.
const LOST: usize = 8;
/// Chromosomes that may be neither.
const ODD: usize = 2;

/// The chromosome number; none where not all of 22 autosomes have a state.
///
/// METHOD: a chromosome counts as many copies as most of its length has in most of the tumour's cells; X and Y that were
/// not seen count as two. RULE: where eight or more chromosomes have two copies of one parent and the rest two of each, it
/// is a doubled hypodiploid clone; where they have one copy of one parent and the rest one of each, depth and balance are
/// also those of its doubled form, and both are named; so are they where substitutions alone tell the doubled form.
pub fn chromosome_number(copies: &CopyNumber, contigs: &Contigs, karyogram: &Karyogram) -> Option<ChromosomeNumber> {
    let of = |contig: ContigId| {
        let interval = contigs.whole(contig);
        arm_state(copies, contig, Arm { name: None, interval })
    };
    let autosomes: Vec<ArmState> = contigs
        .iter()
        .filter(|(id, contig)| karyogram.part(*id) == Part::Autosome && bare_name(&contig.name).parse::<u8>().is_ok())
        .filter_map(|(id, _)| of(id))
        .collect();
    if autosomes.len() != 22 {
        return None;
    }
    let sexes: Vec<ArmState> = contigs
        .iter()
        .filter(|(id, _)| matches!(karyogram.part(*id), Part::X | Part::Y))
        .filter_map(|(id, _)| of(id))
        .collect();
    let count = |arm: &ArmState| u32::from(if arm.cell_fraction >= 0.5 { arm.state.total() } else { arm.inherited });
    let of_sex: u32 = if sexes.is_empty() { 2 } else { sexes.iter().map(count).sum() };
    let chromosomes = autosomes.iter().map(count).sum::<u32>() + of_sex;
    let with = |major: u8, minor: u8| {
        autosomes.iter().filter(|arm| arm.state == State { major, minor } && arm.cell_fraction >= 0.5).count()
    };
    let mut classes = vec![PloidyClass::of(chromosomes)];
    if with(2, 0) >= LOST && with(2, 0) + with(2, 2) + ODD >= 22 && with(2, 2) > 0 {
        classes = vec![PloidyClass::MaskedHypodiploid];
        let best = copies.fit.best.map_or(2.0, |best| best.ploidy);
        let single = |one: &Solution| one.under_best >= 0.0 && (0.45..=0.55).contains(&(one.ploidy / best));
        if copies.fit.alternatives.iter().any(single) {
            classes.push(PloidyClass::of(chromosomes / 2));
        }
    } else if with(1, 0) >= LOST && with(1, 0) + with(1, 1) + ODD >= 22 {
        classes.push(PloidyClass::MaskedHypodiploid);
    }
    Some(ChromosomeNumber { chromosomes, classes })
}

/// Whether a hypodiploid clone that is told as single is as well its doubled form.
pub(super) fn may_be_doubled(copies: &CopyNumber, contigs: &Contigs, karyogram: &Karyogram) -> bool {
    chromosome_number(copies, contigs, karyogram)
        .is_some_and(|number| number.classes.get(1) == Some(&PloidyClass::MaskedHypodiploid))
}

/// RUNX1 in GRCh38, 0-based (RefSeq NM_001754).
const RUNX1: (u32, u32) = (34_787_800, 36_004_667);

/// Intrachromosomal amplification of chromosome 21; none where it is not assessable: another build, no state, or enough copies
/// while too little of the long arm is measured to tell its levels.
///
/// RULE: five or more copies of RUNX1, three or more on one chromosome 21; here five copies or more at RUNX1, at least
/// three levels on the long arm, and fewer copies behind the highest: a gain of the whole chromosome has one level.
pub fn iamp21(copies: &CopyNumber, contigs: &Contigs) -> Option<bool> {
    if contigs.build() != Build::Grch38 {
        return None;
    }
    let contig = contigs.id_or_alias("21")?;
    let runx1 = Interval::new(contig, RUNX1.0, RUNX1.1).ok()?;
    let own: Vec<&CopySegment> = copies.segments.iter().filter(|s| s.interval.contig() == contig).collect();
    let total = |segment: &CopySegment| segment.state.map(State::total);
    let at_gene = own.iter().filter(|s| s.interval.overlaps(&runx1)).filter_map(|s| total(s)).max()?;
    if at_gene < 5 {
        return Some(false);
    }
    let measured: f64 = own.iter().filter_map(|one| total(one).map(|_| f64::from(one.interval.length()))).sum();
    if measured < LEAST_MEASURED * f64::from(contigs.length(contig)) {
        return None;
    }
    let mut levels: Vec<u8> = own.iter().filter(|s| s.interval.length() >= 500_000).filter_map(|s| total(s)).collect();
    let last = levels.last().copied().unwrap_or(2);
    let highest = levels.iter().copied().max().unwrap_or(2);
    levels.sort_unstable();
    levels.dedup();
    Some(levels.len() >= 3 && last < highest)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::copy::{Fit, Method};

    fn segment(contigs: &Contigs, name: &str, part: (f64, f64), state: (u8, u8)) -> CopySegment {
        let contig = contigs.id_or_alias(name).unwrap();
        let length = f64::from(contigs.length(contig));
        let at = |share: f64| crate::copy::maths::position(share * length);
        CopySegment {
            interval: Interval::new(contig, at(part.0), at(part.1)).unwrap(),
            log2_ratio: 0.0,
            balance: None,
            windows: 1_000,
            sites: 500,
            sample_copies: 2.0,
            state: Some(State { major: state.0, minor: state.1 }),
            minor_known: true,
            cell_fraction: Some(1.0),
            confidence: 1.0,
            inherited: 2,
        }
    }

    /// A genome with a state of some chromosomes, the others of another one.
    fn genome(some: &[&str], state: (u8, u8), others: (u8, u8)) -> (CopyNumber, Contigs, Karyogram) {
        let contigs = Contigs::grch38();
        let segments = (1..=22)
            .map(|number| {
                let name = number.to_string();
                let own = if some.contains(&name.as_str()) { state } else { others };
                segment(&contigs, &name, (0.0, 1.0), own)
            })
            .collect();
        let fit = Fit {
            method: Method::CopyNumber,
            best: None,
            interval: None,
            alternatives: Vec::new(),
            ambiguous: false,
            base: 2.0,
        };
        let copies = CopyNumber {
            segments,
            fit,
            limit: None,
            sex: None,
            tumour_in_normal: None,
            noise: 0.1,
            windows: [22_000, 0],
            sites: 11_000,
            steps: Vec::new(),
            pictures: BTreeMap::new(),
        };
        let karyogram = Karyogram::new(&contigs, BTreeMap::new());
        (copies, contigs, karyogram)
    }

    const LOSSES: [&str; 12] = ["2", "3", "4", "5", "7", "9", "12", "13", "15", "16", "17", "20"];

    fn number(some: &[&str], state: (u8, u8), others: (u8, u8)) -> ChromosomeNumber {
        let (copies, contigs, karyogram) = genome(some, state, others);
        chromosome_number(&copies, &contigs, &karyogram).unwrap()
    }

    /// By hand: 22 pairs and two sex chromosomes, less what is lost, more what is gained.
    #[test]
    fn chromosomes_are_counted_and_a_doubled_clone_is_told_by_its_lost_parents() {
        use PloidyClass::{HighHyperdiploid, LowHypodiploid, MaskedHypodiploid, NearDiploid, NearTetraploid};
        let of = |chromosomes, classes: &[PloidyClass]| ChromosomeNumber { chromosomes, classes: classes.to_vec() };
        assert_eq!(number(&[], (1, 1), (1, 1)), of(46, &[NearDiploid]));
        assert_eq!(number(&LOSSES, (1, 0), (1, 1)), of(34, &[LowHypodiploid, MaskedHypodiploid]));
        assert_eq!(number(&LOSSES, (2, 0), (2, 2)), of(66, &[MaskedHypodiploid]));
        assert_eq!(number(&["4", "6", "10", "14", "17", "18"], (2, 1), (1, 1)), of(52, &[HighHyperdiploid]));
        assert_eq!(number(&[], (2, 2), (2, 2)), of(90, &[NearTetraploid]));
    }

    #[test]
    fn a_genome_that_is_not_whole_has_no_chromosome_number() {
        let (mut copies, contigs, karyogram) = genome(&[], (1, 1), (1, 1));
        copies.segments.pop();
        assert_eq!(chromosome_number(&copies, &contigs, &karyogram), None);
    }

    #[test]
    fn an_amplified_21_has_levels_and_a_whole_one_has_not() {
        let (mut copies, contigs, _) = genome(&["21"], (3, 2), (1, 1));
        assert_eq!(iamp21(&copies, &contigs), Some(false), "five copies of all of it");
        copies.segments.retain(|one| one.interval.contig() != contigs.id("chr21").unwrap());
        // RUNX1 lies at 0.745 to 0.771 of the chromosome's length.
        for (part, state) in [((0.3, 0.6), (2, 1)), ((0.6, 0.85), (4, 1)), ((0.85, 1.0), (1, 1))] {
            copies.segments.push(segment(&contigs, "21", part, state));
        }
        assert_eq!(iamp21(&copies, &contigs), Some(true));
        let other = Contigs::new([marv_model::genome::Contig::new("chr21", 1_000_000)]).unwrap();
        assert_eq!(iamp21(&copies, &other), None);
    }

    /// A run over genes: TP53 of chromosome 17 and RUNX1 of 21, each a lone stretch.
    #[test]
    fn a_gene_is_no_arm() {
        let (mut copies, contigs, _) = genome(&[], (1, 1), (1, 1));
        let karyogram = Karyogram::new(&contigs, BTreeMap::from([(contigs.id("chr17").unwrap(), 25_100_000)]));
        copies.segments =
            vec![segment(&contigs, "17", (0.0920, 0.0925), (1, 0)), segment(&contigs, "21", (0.745, 0.771), (4, 1))];
        assert!(arms(&copies, &contigs, &karyogram).is_empty());
        assert_eq!(chromosome_number(&copies, &contigs, &karyogram), None);
        assert_eq!(iamp21(&copies, &contigs), None, "five copies, of which nothing beside them tells levels");
        copies.segments[1].state = Some(State { major: 2, minor: 1 });
        assert_eq!(iamp21(&copies, &contigs), Some(false), "three are too few");
    }

    #[test]
    fn an_arm_has_the_state_of_seven_tenths_of_it() {
        let (mut copies, contigs, _) = genome(&[], (1, 1), (1, 1));
        let five = contigs.id("chr5").unwrap();
        let karyogram = Karyogram::new(&contigs, BTreeMap::from([(five, 48_800_000)]));
        copies.segments.retain(|one| one.interval.contig() != five);
        // The long arm begins at 0.269: lost from 0.4 on, that is 0.82 of it.
        copies.segments.push(segment(&contigs, "5", (0.0, 0.4), (1, 1)));
        copies.segments.push(segment(&contigs, "5", (0.4, 1.0), (1, 0)));
        let words: Vec<&str> =
            arms(&copies, &contigs, &karyogram).iter().filter(|arm| arm.contig == five).map(arm_word).collect();
        assert_eq!(words, ["normal", "loss"]);
    }
}
