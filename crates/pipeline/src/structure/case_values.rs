//! Copy number in the form in which a case holds it.

use marv_annotate::BoundBundle;
use marv_model::{
    copy_number::{
        CopyNumberArm, CopyNumberGene, CopyNumberResult, CopyNumberSegment, CopyNumberTrack, PurityAlternative,
    },
    genome::{Contigs, Interval, bare_name},
};
use marv_structure::copy::{
    ArmState, CopyNumber, CopySegment, Karyogram, Picture, Point, arm_word, arms, chromosome_number, iamp21,
};

use super::centromeres;
use crate::supplied_copies::gene_spans;

/// The values of a case. `bundle` names the genes.
pub(crate) fn copy_number_result(
    copies: &CopyNumber,
    contigs: &Contigs,
    bundle: Option<&BoundBundle>,
) -> CopyNumberResult {
    let karyogram = Karyogram::new(contigs, centromeres(contigs));
    let fit = &copies.fit;
    let number = chromosome_number(copies, contigs, &karyogram);
    let counted = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    CopyNumberResult {
        purity: fit.purity().map(|purity| rounded(purity, 3)),
        purity_interval: fit.interval.map(|interval| interval.map(|end| rounded(end, 3))),
        ploidy: fit.best.map(|best| rounded(best.ploidy, 2)),
        method: fit.method.name().to_owned(),
        ambiguous: fit.ambiguous,
        alternatives: fit
            .alternatives
            .iter()
            .map(|one| PurityAlternative {
                purity: rounded(one.purity, 3),
                ploidy: rounded(one.ploidy, 2),
                under_best: rounded(one.under_best, 1),
            })
            .collect(),
        limit: copies.limit,
        tumour_in_normal: copies.tumour_in_normal,
        sex_chromosomes: copies.sex.map(|sex| [sex.x, sex.y]),
        noise: rounded(copies.noise, 4),
        windows: counted(copies.windows[0]),
        sites: counted(copies.sites),
        segments: copies.segments.iter().map(|one| segment(one, contigs)).collect(),
        arms: arms(copies, contigs, &karyogram).iter().map(|one| arm(one, contigs)).collect(),
        genes: bundle.map_or_else(Vec::new, |bundle| genes(copies, bundle)),
        chromosomes: number.as_ref().map(|number| number.chromosomes),
        ploidy_classes: number
            .map(|number| number.classes.into_iter().map(|class| class.name().to_owned()).collect())
            .unwrap_or_default(),
        iamp21: iamp21(copies, contigs),
        figure: copies
            .pictures
            .iter()
            .map(|(contig, picture)| {
                let centromere = karyogram.centromere(*contig).map(|centre| centre + 1);
                track(contigs.name(*contig), contigs.length(*contig), centromere, picture)
            })
            .collect(),
    }
}

fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10f64.powi(decimals);
    (value * scale).round() / scale
}

fn segment(one: &CopySegment, contigs: &Contigs) -> CopyNumberSegment {
    CopyNumberSegment {
        contig: contigs.name(one.interval.contig()).to_owned(),
        start: one.interval.start() + 1,
        end: one.interval.end(),
        log2_ratio: rounded(one.log2_ratio, 4),
        balance: one.balance.map(|balance| rounded(balance, 4)),
        sample_copies: rounded(one.sample_copies, 3),
        total: one.state.map(marv_structure::copy::State::total),
        minor: one.state.filter(|_| one.minor_known).map(|state| state.minor),
        cell_fraction: one.cell_fraction.map(|fraction| rounded(fraction, 3)),
        confidence: rounded(one.confidence, 3),
        inherited: one.inherited,
        changed: one.is_changed(),
    }
}

fn arm(one: &ArmState, contigs: &Contigs) -> CopyNumberArm {
    let chromosome = bare_name(contigs.name(one.contig));
    CopyNumberArm {
        arm: one.arm.name.map_or_else(|| chromosome.to_owned(), |arm| format!("{chromosome}{arm}")),
        state: arm_word(one).to_owned(),
        total: one.state.total(),
        minor: one.minor_known.then_some(one.state.minor),
        share: rounded(one.share, 3),
        cell_fraction: rounded(one.cell_fraction, 3),
    }
}

/// RULE: where segments cut a gene, the one with the fewest copies is told: a part lost is a loss.
fn genes(copies: &CopyNumber, bundle: &BoundBundle) -> Vec<CopyNumberGene> {
    let of = |(gene, span): (&str, Interval)| {
        let (segment, state) = copies
            .segments
            .iter()
            .filter(|one| one.is_changed() && one.interval.overlaps(&span))
            .filter_map(|one| Some((one, one.state?)))
            .min_by_key(|(_, state)| state.total())?;
        Some(CopyNumberGene {
            gene: gene.to_owned(),
            total: state.total(),
            minor: segment.minor_known.then_some(state.minor),
            cell_fraction: rounded(segment.cell_fraction?, 3),
        })
    };
    gene_spans(bundle).into_iter().filter_map(of).collect()
}

fn track(name: &str, length: u32, centromere: Option<u32>, picture: &Picture) -> CopyNumberTrack {
    let points = |points: &[Point]| points.iter().map(|point| (point.position + 1, rounded(point.value, 3))).collect();
    CopyNumberTrack {
        contig: name.to_owned(),
        length,
        centromere,
        depth: points(&picture.depth),
        balance: points(&picture.balance),
    }
}
