//! A genome's evidence of copies as a sweep sums it, and a pair whose reads cross junctions.

use std::{collections::BTreeMap, fs, path::Path};

use marv::{
    marv_ingest::{
        reference::Reference,
        regions::{Regions, shards},
    },
    marv_model::{
        genome::{ContigId, Contigs},
        read::ReadSink,
    },
    marv_simulate::{ReferenceChoice, Scenario, scenario::Rearrangement},
    marv_structure::{
        RegionStructure, SampleStructure, StructureSweep,
        copy::{Composition, Site, Tracks},
        junctions::{FoundJunction, Genome, SampleReads, find},
        sweep::WINDOW,
    },
    progress::Silent,
};

use crate::{Failure, pair_of};

/// Numbers from 0 to 1 (splitmix64), the same on any machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        f64::from(u32::try_from((z ^ (z >> 31)) >> 32).unwrap_or(0)) / 4_294_967_296.0
    }
    /// Nearly normal about `mean`, whole and not negative.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of reads")]
    fn count(&mut self, mean: f64) -> u32 {
        let normal: f64 = (0..12).map(|_| self.next()).sum::<f64>() - 6.0;
        (mean + mean.sqrt() * normal).round().max(0.0) as u32
    }
}

/// GRCh38's contigs with the depth of a pair of 80x and 35x in windows of 1 kb and sites in two of three windows: the
/// contigs, the sums, what the reference is made of, and how many sites there are. The long arm of chromosome 5 is lost in
/// six cells of ten, chromosome 8 gained.
pub fn genome() -> (Contigs, Tracks, BTreeMap<ContigId, Composition>, usize) {
    let contigs = Contigs::grch38();
    let mut chance = Chance(20_261_123);
    let mut tracks = Tracks::new(&contigs, true);
    let (mut composition, mut all) = (BTreeMap::new(), 0);
    for (id, contig) in contigs.iter().filter(|(_, contig)| &*contig.name != "chrM") {
        let mut sums = [SampleStructure::default(), SampleStructure::default()];
        let mut made = Composition::default();
        let mut sites = Vec::new();
        for window in 0..contig.length / WINDOW {
            let share = 0.35 + 0.12 * chance.next();
            made.known.push(1_000);
            made.gc.push(u16::try_from(chance.count(1_000.0 * share)).unwrap_or(400).min(680));
            let at = window * WINDOW;
            let copies = match &*contig.name {
                "chr5" if at > 50_000_000 => [1.0, 0.4],
                "chr8" => [1.6, 1.0],
                _ => [1.0, 1.0],
            };
            let total = copies[0] + copies[1];
            for (sum, depth) in sums.iter_mut().zip([40.0 * total, 35.0]) {
                sum.depth.bases.push(300 * chance.count(depth * 1_000.0 / 300.0));
            }
            if chance.next() < 0.65 {
                let depth = chance.count(40.0 * total);
                let part = if chance.next() < 0.5 { copies[0] } else { copies[1] } / total;
                let tumour = [chance.count(f64::from(depth) * part).min(depth), depth];
                let normal = [chance.count(17.5).min(35), 35];
                sites.push(Site { position: at + 500, tumour, normal });
            }
        }
        all += sites.len();
        let [tumour, normal] = sums;
        tracks.add(&RegionStructure { region: contigs.whole(id), tumour, normal: Some(normal) });
        tracks.add_sites(id, sites);
        composition.insert(id, made);
    }
    tracks.sort();
    (contigs, tracks, composition, all)
}

/// A simulated pair with exchanges between chromosomes, and what its reads show of them.
pub struct JunctionPair {
    reference: Reference,
    tumour: SampleReads,
    normal: SampleReads,
    /// How many junctions were simulated.
    pub simulated: usize,
}

impl JunctionPair {
    /// A hundred balanced exchanges at 80x and 35x, kept in `folder`; made when they are not there yet.
    pub fn open(folder: &Path) -> Result<Self, Failure> {
        let folder = folder.join("junctions");
        let mut rearrangements = Vec::new();
        for number in 0..100u32 {
            let (one, other) = (1 + number % 10, 11 + number % 10);
            let (at, to) = (20_000_000 + 100_000 * number, 25_000_000 + 90_000 * number);
            for (first, second) in [
                (format!("chr{one}:{at}-"), format!("chr{other}:{}+", to + 1)),
                (format!("chr{one}:{}+", at + 1), format!("chr{other}:{to}-")),
            ] {
                let inserted = String::new();
                rearrangements.push(Rearrangement {
                    first,
                    second,
                    inserted,
                    clone: None,
                    haplotypes: None,
                    copies: None,
                });
            }
        }
        let simulated = rearrangements.len();
        if !folder.join("done").exists() {
            let scenario = Scenario { normal_depth: 35.0, rearrangements, ..Scenario::default() };
            marv::simulate(&scenario, &ReferenceChoice::Generated, &folder, &Silent)?;
            fs::write(folder.join("done"), b"")?;
        }
        let reference = Reference::open(folder.join("reference.fa.gz"))?;
        let [tumour, normal] = pair_of(&folder, &reference)?;
        let (mut of_tumour, mut of_normal) = (tumour.reader()?, normal.reader()?);
        let restrict = Regions::from_bed(folder.join("regions.bed"), reference.contigs())?;
        let (mut sweep, mut tumour, mut normal) =
            (StructureSweep::default(), SampleReads::default(), SampleReads::default());
        for region in shards(reference.contigs(), 250_000, Some(&restrict)) {
            let padded = region.padded(1_000, reference.contigs().length(region.contig()));
            sweep.begin(region);
            of_tumour.scan(padded, &mut [sweep.tumour() as &mut dyn ReadSink])?;
            of_normal.scan(padded, &mut [sweep.normal() as &mut dyn ReadSink])?;
            let Some(found) = sweep.finish(true) else { continue };
            tumour.add(region.contig(), &found.tumour);
            normal.add(region.contig(), &found.normal.unwrap_or_default());
        }
        tumour.finish();
        normal.finish();
        Ok(Self { reference, tumour, normal, simulated })
    }

    /// Reads of both samples that are evidence.
    pub fn reads(&self) -> usize {
        self.tumour.reads().len() + self.normal.reads().len()
    }

    /// Clustered, assembled and placed to the base.
    pub fn find(&self) -> Vec<FoundJunction> {
        let genome = Genome::new(self.reference.contigs(), &self.reference);
        find(&self.tumour, Some(&self.normal), &genome)
    }
}
