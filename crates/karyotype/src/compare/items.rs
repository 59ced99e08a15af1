//! Losses, gains and junctions matched band by band.

use marv_model::{
    genome::Locus,
    structure::{Junction, Segment},
};

use super::genome::{ComparePolicy, Genome, arm_of, chromosome, copies};
use crate::{
    clones::clones,
    karyotype::{Arm, Change, Chromosome, Karyotype},
    projection::{BandJunction, CloneBands, Resolution, band_at, bands, bands_in_any_cell, table},
    read::{Fidelity, Reading},
};

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Fewer copies than normal in an arm.
    Loss,
    /// More.
    Gain,
    /// Two places joined.
    Junction,
}

/// Who saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seen {
    /// Banding and sequencing.
    Both,
    /// Only sequencing.
    OnlySequencing,
    /// Only banding.
    OnlyBanding,
}

/// Why only one saw it, as far as the values tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Smaller than what banding shows.
    BelowBanding,
    /// In so few cells that sequencing may miss it.
    SmallClone,
    /// Seen in too few cells to be called clonal.
    FewCells,
    /// The break lies in a centromere, whose repeats sequencing does not read.
    Centromere,
    /// The karyotype has markers or unidentified material that may be it.
    Marker,
    /// The karyotype was read in part or not at all.
    NotRead,
    /// No segments cover it.
    NotCovered,
    /// None of these: an artefact of one of the two, or a change that balances itself.
    Unexplained,
}

/// One item of the comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// What is compared.
    pub kind: Kind,
    /// The arm (`5q`), or the two bands that are joined (`9q34::22q11`).
    pub what: String,
    /// The chromosomes that it is of.
    pub chromosomes: Vec<Chromosome>,
    /// Only a part of the chromosome is concerned.
    pub partial: bool,
    /// Who saw it.
    pub seen: Seen,
    /// Why only one did; none where both did.
    pub reason: Option<Reason>,
    /// Bases that sequencing found lost or gained; 0 where it did not, and of junctions.
    pub sequenced_bases: u64,
}

pub(super) fn compared(reading: &Reading, genome: &Genome<'_>, policy: &ComparePolicy) -> Vec<Compared> {
    let clones = bands(&reading.karyotype, Resolution::Bands850);
    let shares = cell_shares(&reading.karyotype);
    let anywhere = bands_in_any_cell(&reading.karyotype, Resolution::Bands850);
    let laboratory = Laboratory { reading, clones: &clones, anywhere: &anywhere, shares: &shares };
    let mut found = Vec::new();
    for kind in [Kind::Loss, Kind::Gain] {
        for number in 1..=22 {
            for arm in [Arm::P, Arm::Q] {
                if let Some(chromosome) = Chromosome::autosome(number) {
                    found.extend(on_arm(kind, chromosome, arm, &laboratory, genome, policy));
                }
            }
        }
    }
    found.extend(junctions(&laboratory, genome, policy));
    found
}

struct Laboratory<'a> {
    reading: &'a Reading,
    clones: &'a [CloneBands],
    /// With what was seen in too few cells to be clonal.
    anywhere: &'a [CloneBands],
    /// The share of cells of each clone, where counted.
    shares: &'a [Option<f64>],
}

impl Laboratory<'_> {
    fn has_markers(&self) -> bool {
        clones(&self.reading.karyotype).iter().flat_map(|clone| &clone.items).any(|item| match &item.change {
            Change::Marker(_) | Change::Ring(_) | Change::DoubleMinutes | Change::Hsr => true,
            Change::Structural { head, made_by } => {
                head.symbol == crate::karyotype::Symbol::Add
                    || std::iter::once(head).chain(made_by).any(|c| c.chromosomes.contains(&Chromosome::Unknown))
            }
            _ => false,
        })
    }
    /// Why sequencing alone saw it.
    fn missed(&self, small: bool) -> Reason {
        if self.reading.fidelity > Fidelity::Repaired {
            Reason::NotRead
        } else if small {
            Reason::BelowBanding
        } else if self.has_markers() {
            Reason::Marker
        } else {
            Reason::Unexplained
        }
    }
    /// Whether every clone of these is small.
    fn all_small(&self, clones: &[usize], policy: &ComparePolicy) -> bool {
        !clones.is_empty()
            && clones
                .iter()
                .all(|clone| self.shares.get(*clone).copied().flatten().is_some_and(|share| share < policy.small_clone))
    }
}

fn cell_shares(karyotype: &Karyotype) -> Vec<Option<f64>> {
    let clones = clones(karyotype);
    let all: Option<u32> = clones.iter().map(|clone| clone.cells).try_fold(0u32, |sum, c| sum.checked_add(c?));
    clones
        .iter()
        .map(|clone| all.filter(|all| *all > 0).and_then(|all| Some(f64::from(clone.cells?) / f64::from(all))))
        .collect()
}

fn on_arm(
    kind: Kind,
    on: Chromosome,
    arm: Arm,
    laboratory: &Laboratory<'_>,
    genome: &Genome<'_>,
    policy: &ComparePolicy,
) -> Option<Compared> {
    let (from, to) = arm_of(on, arm)?;
    let shows = |segment: &Segment| {
        copies(segment).is_some_and(|copies| match kind {
            Kind::Loss => copies < policy.lost_below,
            _ => copies >= policy.gained_from,
        })
    };
    let segments = genome.within(on, from, to);
    let sequenced: Vec<(u32, u32)> =
        segments.iter().filter(|(s, _)| shows(s)).map(|(_, o)| (o.start(), o.end())).collect();
    let bases: u64 = sequenced.iter().map(|(start, end)| u64::from(end - start)).sum();
    // Bands by banding, and the clones that have them.
    let mut banded: Vec<(u32, u32)> = Vec::new();
    let mut by = Vec::new();
    let mut whole = false;
    for (number, clone) in laboratory.clones.iter().enumerate() {
        let here = changed_bands(clone, kind, on, arm);
        if !here.is_empty() {
            by.push(number);
            banded.extend(here);
            whole |= table(clone.resolution)
                .iter()
                .enumerate()
                .filter(|(_, band)| band.chromosome == on && band.end > band.start)
                .all(|(at, _)| changed(clone, kind, at));
        }
    }
    let limit = u64::from(policy.banding_limit);
    // What is small and not where banding looks is of no use beside a karyotype: a megabase is the least that is listed.
    if banded.is_empty() && bases < 1_000_000 {
        return None;
    }
    let overlap = banded.iter().any(|(a, b)| sequenced.iter().any(|(c, d)| a < d && c < b));
    let covered: u64 = segments.iter().map(|(_, o)| u64::from(o.length())).sum();
    let (seen, reason) = if overlap {
        (Seen::Both, None)
    } else if banded.is_empty() || bases >= limit {
        let in_few_cells = laboratory.anywhere.iter().any(|clone| {
            let bands = changed_bands(clone, kind, on, arm);
            bands.iter().any(|(a, b)| sequenced.iter().any(|(c, d)| a < d && c < b))
        });
        let missed = laboratory.missed(bases < limit);
        (Seen::OnlySequencing, Some(if in_few_cells { Reason::FewCells } else { missed }))
    } else if covered * 2 < u64::from(to - from) {
        (Seen::OnlyBanding, Some(Reason::NotCovered))
    } else if laboratory.all_small(&by, policy) {
        (Seen::OnlyBanding, Some(Reason::SmallClone))
    } else if laboratory.has_markers() {
        (Seen::OnlyBanding, Some(Reason::Marker))
    } else {
        (Seen::OnlyBanding, Some(Reason::Unexplained))
    };
    // The other arm: of an acrocentric chromosome the long arm alone is the chromosome.
    let by_arm = |arm| {
        let shares = genome.shares(on, arm_of(on, arm).unwrap_or_default(), policy);
        let changed = if kind == Kind::Loss { shares.lost } else { shares.gained };
        shares.covered < 0.1 || changed / shares.covered >= policy.monosomy_share
    };
    let partial = if seen == Seen::OnlyBanding { !whole } else { !(by_arm(Arm::P) && by_arm(Arm::Q)) };
    let what = format!("{on}{arm}");
    Some(Compared { kind, what, chromosomes: vec![on], partial, seen, reason, sequenced_bases: bases })
}

fn changed(clone: &CloneBands, kind: Kind, at: usize) -> bool {
    match kind {
        Kind::Loss => clone.copies[at].low < clone.expected[at],
        _ => clone.copies[at].high > clone.expected[at],
    }
}

/// The bands of an arm that a clone has lost or gained.
fn changed_bands(clone: &CloneBands, kind: Kind, on: Chromosome, arm: Arm) -> Vec<(u32, u32)> {
    table(clone.resolution)
        .iter()
        .enumerate()
        .filter(|(_, band)| band.chromosome == on && band.arm == arm && band.end > band.start)
        .filter(|(at, _)| changed(clone, kind, *at))
        .map(|(_, band)| (band.start, band.end))
        .collect()
}

type Reach = (Chromosome, u32, u32);

/// The bases that a written band stands for.
fn reach((on, arm, band): &(Chromosome, Arm, String)) -> Option<Reach> {
    let whole = band.trim_end_matches('0').is_empty() || band == "10";
    let mut bands = table(Resolution::Bands850).iter().filter(|known| {
        let name = known.name.get(1..).unwrap_or("");
        known.chromosome == *on
            && known.arm == *arm
            && (band.is_empty()
                || whole && name == "10"
                || name == band
                || name.strip_prefix(band.as_str()).is_some_and(|rest| rest.starts_with('.') || band.contains('.')))
    });
    let first = bands.next()?;
    Some((*on, first.start, bands.next_back().unwrap_or(first).end))
}

fn near((on, from, to): Reach, at: Locus, genome: &Genome<'_>, margin: u32) -> bool {
    chromosome(genome.contigs, at.contig) == Some(on)
        && (from.saturating_sub(margin)..to.saturating_add(margin)).contains(&at.position)
}

fn junctions(laboratory: &Laboratory<'_>, genome: &Genome<'_>, policy: &ComparePolicy) -> Vec<Compared> {
    let mut found: Vec<Compared> = Vec::new();
    let mut matched = vec![false; genome.junctions.len()];
    let mut told: Vec<(Vec<usize>, &BandJunction)> = Vec::new();
    for (number, clone) in laboratory.clones.iter().enumerate() {
        for junction in &clone.junctions {
            match told.iter_mut().find(|(_, other)| other.one == junction.one && other.other == junction.other) {
                Some((by, _)) => by.push(number),
                None => told.push((vec![number], junction)),
            }
        }
    }
    for (by, junction) in told {
        let (Some(other), Some(one)) = (junction.other.as_ref(), reach(&junction.one)) else { continue };
        let Some(two) = reach(other) else { continue };
        let mut any = false;
        for (number, sequenced) in genome.junctions.iter().enumerate() {
            let fits = |a: &Reach, b: &Reach| {
                near(*a, sequenced.one.locus, genome, policy.junction_margin)
                    && near(*b, sequenced.other.locus, genome, policy.junction_margin)
            };
            if fits(&one, &two) || fits(&two, &one) {
                matched[number] = true;
                any = true;
            }
        }
        let central =
            [&junction.one, other].iter().any(|(_, _, band)| band.starts_with("10") || band.starts_with("11"));
        // Reads over targets show the junctions of their targets alone.
        let covered = |(on, from, to): Reach| genome.shares(on, (from, to), policy).covered >= 0.5;
        let reason = if any {
            None
        } else if genome.junctions.is_empty() {
            Some(Reason::NotCovered)
        } else if central {
            Some(Reason::Centromere)
        } else if laboratory.all_small(&by, policy) {
            Some(Reason::SmallClone)
        } else if !(covered(one) && covered(two)) {
            Some(Reason::NotCovered)
        } else {
            Some(Reason::Unexplained)
        };
        let mut chromosomes = vec![junction.one.0, other.0];
        chromosomes.dedup();
        found.push(Compared {
            kind: Kind::Junction,
            what: format!("{}{}{}::{}{}{}", junction.one.0, junction.one.1, junction.one.2, other.0, other.1, other.2),
            chromosomes,
            partial: true,
            seen: if any { Seen::Both } else { Seen::OnlyBanding },
            reason,
            sequenced_bases: 0,
        });
    }
    let alone = genome.junctions.iter().zip(&matched).filter(|(_, matched)| !**matched);
    found.extend(alone.filter_map(|(junction, _)| only_sequenced(junction, laboratory, genome, policy)));
    found
}

fn only_sequenced(
    junction: &Junction,
    laboratory: &Laboratory<'_>,
    genome: &Genome<'_>,
    policy: &ComparePolicy,
) -> Option<Compared> {
    let band = |locus: Locus| {
        let on = chromosome(genome.contigs, locus.contig)?;
        let at = band_at(Resolution::Bands550, on, locus.position)?;
        Some((on, format!("{on}{}", table(Resolution::Bands550).get(at)?.name)))
    };
    let ((one, from), (other, to)) = (band(junction.one.locus)?, band(junction.other.locus)?);
    let near =
        one == other && junction.one.locus.position.abs_diff(junction.other.locus.position) < policy.banding_limit;
    let mut chromosomes = vec![one, other];
    chromosomes.dedup();
    Some(Compared {
        kind: Kind::Junction,
        what: format!("{from}::{to}"),
        chromosomes,
        partial: true,
        seen: Seen::OnlySequencing,
        reason: Some(laboratory.missed(near)),
        sequenced_bases: 0,
    })
}
