//! What a run says of a genome beside what is true of it.

use marv::marv_model::{
    case::Case as Report,
    cytogenetics::Lesion,
    finding::Status,
    rearrangement::{RecurrentGroup, ReportedJunction},
    structure::Kept,
};
use marv_karyotype::karyotype::Chromosome;

use crate::{
    cases::Case,
    genomes::cells::{Cell, length},
    make::{Genome, Side, Stretch, changed},
};

/// Found, of all.
pub(crate) type Share = [usize; 2];

/// One genome, scored.
#[derive(Default)]
pub(crate) struct Score {
    /// Recurrent rearrangements: in a fifth of the sample's cells or more, in fewer.
    pub(crate) recurrent: [Share; 2],
    pub(crate) exact: Share,
    /// Recurrent rearrangements that are not there.
    pub(crate) false_recurrent: usize,
    pub(crate) lesions: Share,
    /// Changes of copies of whole arms and of 5 Mb or more, in a fifth of the sample's cells or more; in fewer.
    pub(crate) large: [Share; 2],
    /// Copy-neutral losses of 10 Mb or more, in a fifth of the cells or more.
    pub(crate) neutral: Share,
    /// Segments said to be changed that are.
    pub(crate) called: Share,
    pub(crate) purity: Option<f64>,
    pub(crate) purity_error: Option<f64>,
    /// Whether the purity's 95 % interval holds the truth.
    pub(crate) purity_held: Option<bool>,
    pub(crate) class: Option<bool>,
    pub(crate) karyotype: Option<bool>,
    /// What differs, in words.
    pub(crate) differs: Vec<String>,
}

fn contig(chromosome: Chromosome) -> String {
    format!("chr{chromosome}")
}

/// Scores a report.
pub(crate) fn score(case: &Case, genome: &Genome, report: &Report) -> Score {
    let mut score = Score::default();
    rearrangements(case, genome, report, &mut score);
    copies(case, genome, report, &mut score);
    let line = report.virtual_karyotype.as_ref().and_then(|one| one.clinical_line.clone()).unwrap_or_default();
    let equal = line == case.karyotype;
    score.karyotype = (case.purity >= 0.4).then_some(equal);
    if !equal {
        score.differs.push(format!("`{line}` for `{}`", case.karyotype));
    }
    score
}

fn rearrangements(case: &Case, genome: &Genome, report: &Report, score: &mut Score) {
    let Some(found) = &report.rearrangements else { return };
    let few = usize::from(case.purity < 0.2);
    for name in case.recurrent {
        let status = found.recurrent.iter().find(|row| row.name == *name).map(|row| row.finding.status());
        score.recurrent[few][1] += 1;
        if status == Some(Status::Present) {
            score.recurrent[few][0] += 1;
        } else {
            score.differs.push(format!("{name} is {status:?}"));
        }
    }
    let deletion = |group| matches!(group, RecurrentGroup::Deletion | RecurrentGroup::Duplication);
    for row in found.recurrent.iter().filter(|row| row.finding.status() == Status::Present && !deletion(row.group)) {
        let gene = row.name.trim_end_matches("-r");
        let there = case.recurrent.iter().any(|name| *name == row.name || name.split("::").any(|one| one == gene));
        if !there {
            score.false_recurrent += 1;
            score.differs.push(format!("{} is said to be there", row.name));
        }
    }
    for (one, other, _) in &genome.junctions {
        let of: Vec<&ReportedJunction> =
            found.junctions.iter().filter(|junction| near(junction, *one, *other).is_some()).collect();
        score.exact[1] += 1;
        let best = of.iter().filter_map(|junction| near(junction, *one, *other)).min();
        score.exact[0] += usize::from(best == Some(0));
        if best != Some(0) {
            let off = best.map_or_else(|| "not listed".to_owned(), |off| format!("{off} bases off"));
            score.differs.push(format!("junction {}:{} / {}:{} {off}", one.0, one.1, other.0, other.1));
        }
    }
    for name in case.lesions {
        score.lesions[1] += 1;
        let lesion = Lesion::ALL.iter().find(|lesion| lesion.name() == *name);
        let status = lesion.map(|lesion| report.lesions.status(*lesion));
        if status == Some(Status::Present) {
            score.lesions[0] += 1;
        } else {
            score.differs.push(format!("lesion {name} is {status:?}"));
        }
    }
}

/// Bases by which a junction is off, within a kilobase and the bases that may belong to either side.
fn near(junction: &ReportedJunction, one: Side, other: Side) -> Option<u32> {
    let free = u32::try_from(junction.homology.len()).unwrap_or(0);
    let off = |at: usize, side: Side| {
        let found = &junction.sides[at];
        let kept = if side.2 { Kept::Before } else { Kept::From };
        let same = found.contig == contig(side.0) && found.kept == kept;
        same.then(|| found.position.abs_diff(side.1).saturating_sub(free)).filter(|off| *off < 1_000)
    };
    let straight = off(0, one).zip(off(1, other));
    let turned = off(0, other).zip(off(1, one));
    straight.into_iter().chain(turned).map(|(a, b)| a.max(b)).min()
}

/// -1 for a loss, 1 for a gain, 0 for neither.
fn direction(total: u8, inherited: u8) -> i32 {
    (i32::from(total) - i32::from(inherited)).signum()
}

/// A change of a clone, with the share of the sample's cells.
struct Change {
    stretch: Stretch,
    inherited: u8,
    cells: f64,
}

impl Change {
    fn direction(&self) -> i32 {
        direction(self.stretch.copies.iter().sum(), self.inherited)
    }
    fn is_neutral(&self) -> bool {
        self.direction() == 0 && self.stretch.copies.contains(&0)
    }
}

fn copies(case: &Case, genome: &Genome, report: &Report, score: &mut Score) {
    let Some(found) = &report.copy_number else {
        score.differs.push("no copies".to_owned());
        return;
    };
    score.purity = found.purity;
    let quiet = genome.parts.is_empty();
    if let (Some(purity), false) = (found.purity, quiet) {
        let error = (purity - case.purity).abs();
        score.purity_error = Some(error);
        score.purity_held = found.purity_interval.map(|[low, high]| (low..=high).contains(&case.purity));
        if error > 0.08 {
            score.differs.push(format!("purity {purity:.2} for {:.2}", case.purity));
        }
    }
    let class = found.ploidy_classes.iter().any(|class| class == case.class);
    score.class = Some(class);
    if !class {
        score.differs.push(format!("ploidy class {:?} for {}", found.ploidy_classes, case.class));
    }
    let normal = Cell::normal(crate::genomes::sex(case.sex));
    let mut changes: Vec<Change> = Vec::new();
    for part in &genome.parts {
        let before = part.parent.map_or(&normal, |parent| &genome.parts[parent].cell);
        for stretch in changed(&part.cell, before) {
            let inherited = match (stretch.chromosome, case.sex) {
                (Chromosome::X | Chromosome::Y, "XY") => 1,
                (Chromosome::Y, _) => 0,
                _ => 2,
            };
            if inherited > 0 {
                changes.push(Change { stretch, inherited, cells: case.purity * part.fraction });
            }
        }
    }
    // Depth tells no doubled genome's losses from gains: of it the class is scored.
    if case.class == "masked_hypodiploid" {
        return;
    }
    let segments = || found.segments.iter().filter(|one| one.changed);
    let agrees = |change: &Change, segment: &marv::marv_model::copy_number::CopyNumberSegment| {
        segment.contig == contig(change.stretch.chromosome)
            && segment.total.is_some_and(|total| {
                let direction = direction(total, segment.inherited);
                direction == change.direction() && (direction != 0 || segment.minor == Some(0))
            })
    };
    let shared = |change: &Change, start: u32, end: u32| {
        change.stretch.to.min(end).saturating_sub(change.stretch.from.max(start.saturating_sub(1)))
    };
    for change in &changes {
        let long = change.stretch.to - change.stretch.from;
        if long < 5_000_000 || (change.direction() == 0 && !change.is_neutral()) {
            continue;
        }
        let covered: u32 =
            segments().filter(|one| agrees(change, one)).map(|one| shared(change, one.start, one.end)).sum();
        let there = usize::from(u64::from(covered) * 2 >= u64::from(measurable(&change.stretch)));
        let few = usize::from(change.cells < 0.199);
        let into = if change.is_neutral() && few == 0 && long >= 10_000_000 {
            &mut score.neutral
        } else {
            &mut score.large[few]
        };
        into[1] += 1;
        into[0] += there;
        if there == 0 {
            let Stretch { chromosome, from, to, copies } = &change.stretch;
            let share = change.cells;
            score.differs.push(format!(
                "{chromosome}:{:.1}-{:.1} Mb {copies:?} in {share:.2} of the cells is not seen",
                f64::from(*from) / 1e6,
                f64::from(*to) / 1e6
            ));
        }
    }
    for segment in segments().filter(|one| one.end - one.start >= 5_000_000) {
        let true_part: u32 = changes
            .iter()
            .filter(|change| agrees(change, segment))
            .map(|change| shared(change, segment.start, segment.end))
            .sum();
        score.called[1] += 1;
        let right = u64::from(true_part) * 2 >= u64::from(segment.end - segment.start);
        score.called[0] += usize::from(right);
        if !right {
            score.differs.push(format!(
                "{}:{:.1}-{:.1} Mb is said to have {:?}+{:?} copies in {:?}",
                segment.contig,
                f64::from(segment.start) / 1e6,
                f64::from(segment.end) / 1e6,
                segment.total,
                segment.minor,
                segment.cell_fraction
            ));
        }
    }
}

/// Of a stretch what has sequence that reads map to: the short arms of acrocentric chromosomes have none.
fn measurable(stretch: &Stretch) -> u32 {
    let dark = match stretch.chromosome {
        Chromosome::Autosome(13 | 14 | 15 | 22) => 16_000_000,
        Chromosome::Autosome(21) => 11_000_000,
        Chromosome::Y => 31_000_000,
        _ => 0,
    };
    let whole = stretch.from == 0 && stretch.to == length(stretch.chromosome);
    (stretch.to - stretch.from) - if whole { dark } else { 0 }
}
