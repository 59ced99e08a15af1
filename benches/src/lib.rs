//! What the benches share: a generated pair of a given length, made once and kept, and its sweep on one thread.

pub mod structure;

use std::{
    fs,
    path::{Path, PathBuf},
};

use marv::{
    marv_annotate::{BoundBundle, Bundle},
    marv_ingest::{
        alignment::{AlignmentFile, AlignmentOptions, BoundAlignment, DecodeFloor, RegionReader},
        reference::Reference,
        regions::{Regions, shards},
    },
    marv_model::{call::Forced, genome::Interval, read::ReadSink},
    marv_simulate::{ReferenceChoice, bench_scenario},
    marv_somatic::{ForcedAllele, PairSweep, RegionEvidence, SweepConfig, SweepTask, sweep::MARGIN},
    progress::Silent,
};

/// A failure, in words.
pub type Failure = Box<dyn std::error::Error>;

/// Tumour and normal of a generated pair's folder.
fn pair_of(folder: &Path, reference: &Reference) -> Result<[BoundAlignment; 2], Failure> {
    let bind = |name: &str| -> Result<BoundAlignment, Failure> {
        let file = AlignmentFile::open(folder.join(name), &AlignmentOptions::default())?;
        Ok(file.bind(reference.contigs())?)
    };
    Ok([bind("tumour.bam")?, bind("normal.bam")?])
}

/// A generated pair, opened.
#[derive(Debug)]
pub struct BenchPair {
    /// Its folder.
    pub folder: PathBuf,
    /// The reference.
    pub reference: Reference,
    /// 100x.
    pub tumour: BoundAlignment,
    /// 40x.
    pub normal: BoundAlignment,
    /// Where its reads lie, in pieces of 250 kb, as `marv call` takes them.
    pub regions: Vec<Interval>,
    /// The bundle on its contigs.
    pub bundle: BoundBundle,
    /// The bundle's hotspots.
    pub forced: Vec<ForcedAllele>,
}

impl BenchPair {
    /// The pair of `length_mb` megabases at 100x and 40x, kept in `folder`; made when it is not there yet.
    pub fn open(folder: &Path, length_mb: u32) -> Result<Self, Failure> {
        let folder = folder.join(format!("pair-{length_mb}mb"));
        if !folder.join("done").exists() {
            let scenario = bench_scenario(length_mb, 100.0, 40.0);
            marv::simulate(&scenario, &ReferenceChoice::Generated, &folder, &Silent)?;
            fs::write(folder.join("done"), b"")?;
        }
        let reference = Reference::open(folder.join("reference.fa.gz"))?;
        let [tumour, normal] = pair_of(&folder, &reference)?;
        let restrict = Regions::from_bed(folder.join("regions.bed"), reference.contigs())?;
        let regions = shards(reference.contigs(), 250_000, Some(&restrict));
        let bundle = Bundle::embedded().for_contigs(reference.contigs())?;
        let mut forced: Vec<ForcedAllele> = bundle
            .hotspots()
            .iter()
            .map(|hotspot| ForcedAllele { variant: hotspot.variant.clone(), why: Forced::Hotspot })
            .collect();
        forced.sort_by(|a, b| a.variant.cmp(&b.variant));
        Ok(Self { folder, reference, tumour, normal, regions, bundle, forced })
    }

    /// Inflates and parses every record of both files, and nothing else: the floor. Gives the records.
    pub fn decode(&self) -> Result<u64, Failure> {
        let (mut tumour, mut normal) = (DecodeFloor::open(&self.tumour)?, DecodeFloor::open(&self.normal)?);
        let mut records = 0;
        for region in &self.regions {
            records += tumour.count(*region)? + normal.count(*region)?;
        }
        Ok(records)
    }

    /// Our own scan of both files without a sink: what a record costs before anyone looks at it. Gives the records.
    pub fn scan(&self) -> Result<u64, Failure> {
        let (mut tumour, mut normal) = (self.tumour.reader()?, self.normal.reader()?);
        let mut records = 0;
        for region in &self.regions {
            records += tumour.scan(*region, &mut [])?.records + normal.scan(*region, &mut [])?.records;
        }
        Ok(records)
    }

    /// The evidence pass on one thread.
    pub fn sweep(&self) -> Result<Vec<RegionEvidence>, Failure> {
        let (mut tumour, mut normal) = (self.tumour.reader()?, self.normal.reader()?);
        let mut sweep = PairSweep::new(SweepConfig::default());
        self.regions.iter().map(|region| self.sweep_region(*region, &mut sweep, &mut tumour, &mut normal)).collect()
    }

    fn sweep_region(
        &self,
        region: Interval,
        sweep: &mut PairSweep,
        tumour: &mut RegionReader,
        normal: &mut RegionReader,
    ) -> Result<RegionEvidence, Failure> {
        let padded = region.padded(MARGIN, self.reference.contigs().length(region.contig()));
        let window = self.reference.window(padded)?;
        sweep.begin(&SweepTask { region, window: &window, forced: &self.forced, panel: &[], with_normal: true })?;
        tumour.scan(padded, &mut [sweep.tumour() as &mut dyn ReadSink])?;
        normal.scan(padded, &mut [sweep.normal() as &mut dyn ReadSink])?;
        sweep.finish().ok_or_else(|| "a region was not begun".into())
    }
}
