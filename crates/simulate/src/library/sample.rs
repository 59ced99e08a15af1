//! One sample from its molecules to its file: window by window, in the order of coordinates, in bounded memory.

use std::{collections::BTreeMap, path::Path};

use marv_ingest::alignment::{AlignmentHeader, BamWriter, ReadGroup, SortOrder};
use marv_model::{
    genome::{ContigId, Interval},
    read::ReadRecord,
    sequence::ReferenceSource,
};
use rand::{Rng, RngExt};
use rand_chacha::ChaCha8Rng;

use crate::{
    Error,
    donor::{Donor, Kind, LONGEST_ALLELE, SampleKind, gap},
    library::{
        derivative::{Derivative, Reading},
        molecule::{Molecule, Stretch},
        pair::{Bench, Chimera, Fate},
        repeats::{self, Repeat},
        sequencer::Sequencer,
        unevenness::Thinning,
    },
    scenario::Scenario,
    streams::{Purpose, contig_key, mixed, stream},
};

/// Windows end at multiples of this.
const WINDOW: u32 = 32_768;
/// The shortest and longest fragment, in bases.
const FRAGMENT: (u32, u32) = (40, 1_000);
/// Reference read before and behind a window: the longest fragment, with room for what its molecule lacks.
const MARGIN: u32 = FRAGMENT.1 + 2 * LONGEST_ALLELE;
/// Blocks in which the aligner can or cannot tell copies apart.
const AMBIGUITY_BLOCK: u32 = 1_000;
/// Fragments of the other copy for each that belongs there, in a block where they cannot be told apart: two in five.
const OTHERS_IN_AMBIGUOUS: f64 = 2.0 / 3.0;

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) records: u64,
}

/// Writes a sample's BAM and its index. `done` is told the bases of reference that are finished.
pub(crate) fn write_sample(
    scenario: &Scenario,
    donor: &Donor,
    source: &dyn ReferenceSource,
    sample: SampleKind,
    sample_name: &str,
    path: &Path,
    done: &dyn Fn(u32),
) -> Result<Written, Error> {
    let header = AlignmentHeader {
        contigs: donor.contigs.clone(),
        read_groups: vec![ReadGroup {
            id: sample_name.to_owned(),
            sample: Some(sample_name.to_owned()),
            library: Some(format!("{sample_name}-1")),
            platform: Some("ILLUMINA".to_owned()),
        }],
        sort_order: SortOrder::Coordinate,
        command: Some(format!("marv simulate (seed {})", scenario.seed)),
    };
    let sequencer = Sequencer::new(&scenario.sequencing, scenario.seed);
    let mut run = Run {
        scenario,
        donor,
        source,
        sample,
        depth: if sample == SampleKind::Tumour { scenario.tumour_depth } else { scenario.normal_depth },
        read_group: sample_name,
        writer: BamWriter::create(path, &header)?,
        pending: Vec::new(),
        derived: BTreeMap::new(),
        unplaced: Vec::new(),
        order: 0,
        written: Written::default(),
    };
    run.derivatives(&sequencer);
    let mut last = None;
    for region in &donor.regions {
        if last.is_some_and(|contig| contig != region.contig()) {
            run.leave(region.contig())?;
        }
        last = Some(region.contig());
        for window in windows(*region, donor) {
            run.window(&sequencer, *region, window)?;
            done(window.length());
        }
    }
    run.finish()
}

/// A region cut at fixed places and where copy numbers change, so that a window's reads do not depend on the region.
fn windows(region: Interval, donor: &Donor) -> Vec<Interval> {
    let mut cuts = vec![region.start(), region.end()];
    cuts.extend((region.start() / WINDOW + 1..region.end().div_ceil(WINDOW)).map(|number| number * WINDOW));
    cuts.extend(donor.populations.edges_within(region));
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2).filter_map(|pair| Interval::new(region.contig(), pair[0], pair[1]).ok()).collect()
}

struct Run<'a> {
    scenario: &'a Scenario,
    donor: &'a Donor,
    source: &'a dyn ReferenceSource,
    sample: SampleKind,
    depth: f64,
    read_group: &'a str,
    writer: BamWriter,
    /// Start, order of making, record.
    pending: Vec<(u32, u64, ReadRecord)>,
    /// Records of fragments that cross junctions, by contig and start, until their window comes.
    derived: BTreeMap<(ContigId, u32, u64), ReadRecord>,
    unplaced: Vec<ReadRecord>,
    order: u64,
    written: Written,
}

impl Run<'_> {
    /// The fragments that start in a window.
    fn window(&mut self, sequencer: &Sequencer, region: Interval, window: Interval) -> Result<(), Error> {
        let contig = window.contig();
        let (start, end) = (
            window.start().saturating_sub(MARGIN).max(region.start()),
            window.end().saturating_add(MARGIN).min(region.end()),
        );
        let near = Interval::new(contig, start, end)?;
        let name = self.donor.contigs.name(contig).to_owned();
        let bases = self.source.bases(near).ok_or_else(|| {
            Error::scenario("regions", format!("the reference cannot be read at {}", self.donor.contigs.show(&near)))
        })?;
        let reference = Stretch { start, bases: bases.to_vec() };
        let key = contig_key(&name);
        // A read may be laid on before the window in which its fragment begins, by less than its length.
        self.release(Some(window.start().saturating_sub(self.scenario.sequencing.read_length)))?;
        let later = self.derived.split_off(&(contig, window.end(), 0));
        for ((_, start, order), record) in std::mem::replace(&mut self.derived, later) {
            self.pending.push((start, order, record));
        }
        let bench = Bench {
            contig,
            contig_name: &name,
            window,
            reference: &reference,
            sequencer,
            library: &self.scenario.library,
            read_length: self.scenario.sequencing.read_length,
            read_group: self.read_group,
        };
        let mut named = 0u64;
        for (number, kind) in self.donor.molecules(window, near, self.sample).into_iter().enumerate() {
            let molecule = Molecule::new(&reference, window.start(), &kind.edits);
            let number = 2 * crate::count::bases(number) + u32::from(self.sample == SampleKind::Tumour);
            let mut random = stream(self.scenario.seed, Purpose::Fragments, key, window.start(), number);
            self.molecule(&bench, key, &mut random, (&molecule, &kind), &mut named);
        }
        Ok(())
    }

    /// The fragments of one kind of molecule.
    fn molecule(
        &mut self,
        bench: &Bench<'_>,
        key: u64,
        random: &mut ChaCha8Rng,
        (molecule, kind): (&Molecule, &Kind),
        named: &mut u64,
    ) {
        let settings = &self.scenario.sequencing;
        let library = &self.scenario.library;
        let owned = f64::from(molecule.owned_before(bench.window.end()));
        let repeats = if library.slippage > 0.0 { repeats::find(&molecule.bases) } else { Vec::new() };
        // A diploid sample has two kinds of weight 1, each half of the depth; a fragment gives two reads.
        let thinning = Thinning::new(self.scenario.unevenness, self.scenario.seed, key, self.sample);
        let rate = thinning.surplus() * self.depth * kind.weight / 2.0 / (2.0 * f64::from(settings.read_length));
        let mut at = 0.0;
        loop {
            at += gap(random, rate);
            if at >= owned {
                return;
            }
            let from = crate::count::rounded(at.floor());
            let length = draw_length(random, settings.insert_mean, settings.insert_sd);
            let Some(place) = molecule.part(from, 1).next().map(|block| block.place) else { continue };
            if !thinning.keeps(random, molecule, from, length, place) || is_cut(molecule, &kind.ends, from, length) {
                continue;
            }
            let ambiguous =
                crate::count::unit(mixed(self.scenario.seed, Purpose::Paralog, key, place / AMBIGUITY_BLOCK))
                    < library.ambiguous_blocks;
            let mut quality = draw_mapping_quality(random, ambiguous);
            if from + length <= molecule.length() && !mostly_unknown(molecule, from, length) {
                let slipped = self.slipped(random, molecule, &repeats, from, length);
                let (source, begin) = slipped.as_ref().map_or((molecule, from), |own| (own, 0));
                let length = slipped.as_ref().map_or(length, Molecule::length);
                self.copies(bench, random, (source, begin, length), quality, named);
            }
            let others = if ambiguous { OTHERS_IN_AMBIGUOUS } else { library.mapping_errors };
            if random.random_bool(others) {
                // METHOD: a read placed wrongly is a read of a diverged copy, the same copy in tumour and normal.
                let shift = random.random_range(0..200);
                let length = draw_length(random, settings.insert_mean, settings.insert_sd);
                quality = random.random_range(0..=20);
                if let Some(other) = self.other_copy(bench, key, place + shift, length) {
                    let length = other.length();
                    self.copies(bench, random, (&other, 0, length), quality, named);
                }
            }
        }
    }

    /// The fragments that cross junctions. They come before all others, since a fragment lies in two places of the file.
    fn derivatives(&mut self, sequencer: &Sequencer) {
        let Scenario { sequencing: settings, library, .. } = self.scenario;
        let reading = Reading { sequencer, read_length: settings.read_length, read_group: self.read_group };
        let again = library.duplicates / (1.0 + library.duplicates);
        for (number, junction) in (0u32..).zip(&self.donor.junctions) {
            let weight: f64 = self
                .donor
                .populations
                .iter()
                .map(|one| one.share[self.sample as usize] * f64::from(junction.carried(one, &self.donor.populations)))
                .sum();
            let Some(derivative) = Derivative::new(junction, self.donor, self.source).filter(|_| weight > 0.0) else {
                continue;
            };
            let of = u32::from(self.sample == SampleKind::Tumour);
            let first = junction.sides[0].locus;
            let key = contig_key(self.donor.contigs.name(first.contig));
            let mut random = stream(self.scenario.seed, Purpose::Junction, key, first.position, 2 * number + of);
            let rate = self.depth * weight / 2.0 / (2.0 * f64::from(settings.read_length));
            let (starts, mut named) = (derivative.starts(), 0u64);
            let mut at = f64::from(starts.start);
            loop {
                at += gap(&mut random, rate);
                if at >= f64::from(starts.end) {
                    break;
                }
                let from = crate::count::rounded(at.floor());
                let length =
                    draw_length(&mut random, settings.insert_mean, settings.insert_sd).max(settings.read_length);
                if !derivative.crossed(from, length) {
                    continue;
                }
                let quality = draw_mapping_quality(&mut random, false);
                let mut duplicate = false;
                loop {
                    let name = format!("MARV:2:{}:{}:{from}:{named}", self.read_group, number + 1);
                    named += 1;
                    let fate = (quality, duplicate);
                    for record in derivative.records(&reading, &mut random, (from, length), name.as_bytes(), fate) {
                        self.order += 1;
                        if let Some(contig) = record.contig {
                            self.derived.insert((contig, record.start, self.order), record);
                        }
                    }
                    if !random.random_bool(again) {
                        break;
                    }
                    duplicate = !random.random_bool(library.unflagged_duplicates);
                }
            }
        }
    }

    /// A fragment and its duplicates, as records that wait for their turn.
    fn copies(
        &mut self,
        bench: &Bench<'_>,
        random: &mut ChaCha8Rng,
        (molecule, from, length): (&Molecule, u32, u32),
        mapping_quality: u8,
        named: &mut u64,
    ) {
        let library = bench.library;
        let mut fate = Fate {
            first_forward: random.random_bool(0.5),
            mapping_quality,
            duplicate: false,
            qc_fail: random.random_bool(library.qc_fail),
            unmapped: random.random_bool(library.unmapped),
            unmapped_side: random.random_bool(library.unmapped_mate).then(|| random.random_range(0..2)),
            chimera: None,
            secondary: None,
        };
        let again = library.duplicates / (1.0 + library.duplicates);
        loop {
            fate.chimera = random.random_bool(library.supplementary).then(|| chimera(bench, random)).flatten();
            fate.secondary =
                random.random_bool(library.secondary).then(|| elsewhere(bench, random, bench.read_length)).flatten();
            let name =
                format!("MARV:1:{}:1:{}:{}:{}", bench.read_group, bench.contig.0 + 1, bench.window.start(), *named);
            *named += 1;
            for record in bench.records(random, molecule, from, length, name.as_bytes(), fate) {
                self.order += 1;
                if record.contig.is_some() {
                    self.pending.push((record.start, self.order, record));
                } else {
                    self.unplaced.push(record);
                }
            }
            if !random.random_bool(again) {
                return;
            }
            fate.duplicate = !random.random_bool(library.unflagged_duplicates);
        }
    }

    /// The fragment with a unit more or less, where it slipped.
    fn slipped(
        &self,
        random: &mut ChaCha8Rng,
        molecule: &Molecule,
        repeats: &[Repeat],
        from: u32,
        length: u32,
    ) -> Option<Molecule> {
        let first = repeats.partition_point(|repeat| repeat.at < from + 5);
        for repeat in repeats[first..].iter().take_while(|repeat| repeat.at + repeat.length + 5 < from + length) {
            // METHOD: slippage rises with the square of the repeat's length; a loss is somewhat more frequent than a gain.
            let rate = self.scenario.library.slippage * (f64::from(repeat.length) / 30.0).powi(2);
            if random.random_bool(rate.min(0.5)) {
                let mut own = molecule.fragment(from, length);
                own.slip(repeat.at - from, repeat.unit, random.random_bool(0.4));
                return Some(own);
            }
        }
        None
    }

    /// A fragment of the diverged copy of the reference at a place.
    fn other_copy(&self, bench: &Bench<'_>, key: u64, place: u32, length: u32) -> Option<Molecule> {
        let reference = bench.reference;
        if place + length > reference.end() || place >= bench.window.end() {
            return None;
        }
        let offset = (place - reference.start) as usize;
        let bases = reference.bases[offset..offset + length as usize].to_vec();
        let mut own = Molecule::new(&Stretch { start: place, bases }, place, []);
        for (at, base) in (place..).zip(&mut own.bases) {
            let hash = mixed(self.scenario.seed, Purpose::Paralog, key.rotate_left(1), at);
            if crate::count::unit(hash) < bench.library.divergence {
                *base = b"ACGT"[(hash & 3) as usize];
            }
        }
        (!mostly_unknown(&own, 0, length)).then_some(own)
    }

    /// Writes all that lies before a contig.
    fn leave(&mut self, contig: ContigId) -> Result<(), Error> {
        let later = self.derived.split_off(&(contig, 0, 0));
        for ((_, start, order), record) in std::mem::replace(&mut self.derived, later) {
            self.pending.push((start, order, record));
        }
        self.release(None)
    }

    /// Writes what no later fragment can come before: all that starts before `limit`.
    fn release(&mut self, limit: Option<u32>) -> Result<(), Error> {
        self.pending.sort_unstable_by_key(|(start, order, _)| (*start, *order));
        let ready =
            limit.map_or(self.pending.len(), |limit| self.pending.partition_point(|(start, ..)| *start < limit));
        for (_, _, record) in self.pending.drain(..ready) {
            self.writer.write(&record)?;
            self.written.records += 1;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Written, Error> {
        self.release(None)?;
        for record in &self.unplaced {
            self.writer.write(record)?;
            self.written.records += 1;
        }
        self.writer.finish()?;
        Ok(self.written)
    }
}

/// Whether a fragment would reach over a place where its molecule ends.
fn is_cut(molecule: &Molecule, ends: &[u32], from: u32, length: u32) -> bool {
    if ends.is_empty() {
        return false;
    }
    let place = |at: u32| molecule.part(at, 1).next().map(|block| block.place);
    match (place(from), place((from + length).min(molecule.length()).saturating_sub(1))) {
        (Some(first), Some(last)) => ends.iter().any(|end| first < *end && *end <= last),
        _ => true,
    }
}

/// A fragment's length; nearly normal (twelve uniforms less six).
fn draw_length(random: &mut impl Rng, mean: f64, sd: f64) -> u32 {
    let normal: f64 = (0..12).map(|_| f64::from(random.next_u32()) / 4_294_967_296.0).sum::<f64>() - 6.0;
    crate::count::rounded((mean + sd * normal).max(0.0)).clamp(FRAGMENT.0, FRAGMENT.1)
}

/// Nearly always the best; anything below 40 where copies cannot be told apart.
fn draw_mapping_quality(random: &mut impl Rng, ambiguous: bool) -> u8 {
    if ambiguous {
        random.random_range(0..40)
    } else if random.random_bool(0.97) {
        60
    } else {
        random.random_range(20..60)
    }
}

/// An aligner does not place what is unknown at its ends.
fn mostly_unknown(molecule: &Molecule, from: u32, length: u32) -> bool {
    let part = &molecule.bases[from as usize..(from + length) as usize];
    [0, part.len() / 4, part.len() / 2, 3 * part.len() / 4, part.len() - 1].iter().any(|index| part[*index] == b'N')
}

/// A place in the window where a further alignment of `length` bases fits.
fn elsewhere(bench: &Bench<'_>, random: &mut impl Rng, length: u32) -> Option<u32> {
    let last = bench.window.end().min(bench.reference.end()).checked_sub(length)?;
    (last > bench.window.start()).then(|| random.random_range(bench.window.start()..last))
}

fn chimera(bench: &Bench<'_>, random: &mut impl Rng) -> Option<Chimera> {
    let cut = random.random_range(bench.read_length / 3..bench.read_length * 2 / 3);
    elsewhere(bench, random, bench.read_length).map(|place| Chimera { cut, place })
}
