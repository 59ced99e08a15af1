//! How a job is run. Nothing here changes what is found, but for the engine's own settings.

use std::path::PathBuf;

use marv_ingest::alignment::CramDecoder;
use marv_somatic::{SomaticConfig, SweepConfig};
use serde::Serialize;

/// Where guidelines take their cytogenetics from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CytogeneticsPolicy {
    /// The laboratory's karyotype; where none was given the genome's ("virtual karyotype (WGS)"), which its evidence says.
    #[default]
    LaboratoryElseGenome,
    /// The laboratory's karyotype; where none was given it is unknown.
    LaboratoryOnly,
}

/// How a job is run; the default is the clinical setting.
#[derive(Debug, Clone, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "switches that have nothing to do with each other")]
pub struct Settings {
    /// Threads; 0 for all cores.
    pub threads: usize,
    /// Bases of the genome that a worker reads at a time. The result does not depend on it.
    pub region_size: u32,
    /// Who decodes CRAM.
    #[serde(skip)]
    pub cram_decoder: CramDecoder,
    /// Take a tumour and a normal of the same sample name.
    pub allow_same_sample: bool,
    /// Go on from the regions that an interrupted run of the same inputs finished.
    pub resume: bool,
    /// Take the evidence from these shards ([`sweep_shard`](crate::sweep_shard)) and sweep nothing.
    #[serde(skip)]
    pub shards: Vec<PathBuf>,
    /// What counts as evidence.
    pub sweep: SweepConfig,
    /// Whether the same pass gathers the evidence of copy number and rearrangements.
    pub structure: bool,
    /// Look at the genes of the fast track alone, and call the report preliminary.
    pub fast_track: bool,
    /// The engine's thresholds and priors.
    pub somatic: SomaticConfig,
    /// Where guidelines take their cytogenetics from.
    pub cytogenetics: CytogeneticsPolicy,
    /// When the run started (RFC 3339, UTC), for the manifest. None keeps equal inputs to equal bytes.
    pub started: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            threads: 0,
            region_size: 250_000,
            cram_decoder: CramDecoder::default(),
            allow_same_sample: false,
            resume: false,
            shards: Vec::new(),
            sweep: SweepConfig::default(),
            structure: false,
            fast_track: false,
            somatic: SomaticConfig::default(),
            cytogenetics: CytogeneticsPolicy::default(),
            started: None,
        }
    }
}

impl Settings {
    /// A pool of this job's own; the process's global pool is never touched.
    pub(crate) fn pool(&self) -> Result<rayon::ThreadPool, crate::Error> {
        rayon::ThreadPoolBuilder::new().num_threads(self.threads).build().map_err(|error| crate::Error::Machine {
            path: "threads".into(),
            action: "start them",
            source: std::io::Error::other(error),
        })
    }
}
