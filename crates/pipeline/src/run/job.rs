//! Sweep, learn, decide: the part that every command over reads shares.

use std::{collections::BTreeMap, path::Path};

use marv_annotate::{Bundle, csq};
use marv_ingest::{
    alignment::BoundAlignment,
    variants::{CallHeader, CallWriter, SampleNames},
};
use marv_model::{
    case::{CallCounts, FalseDiscovery},
    genome::Interval,
    variant::SmallVariant,
};
use marv_simulate::evaluate::ESTIMATE_KEY;
use marv_somatic::Learned;
use sha2::{Digest, Sha256};

use super::{
    folder::{begin, reference_index},
    names::{columns, names},
};
use crate::{
    CaseFile, Error, Settings,
    background::Backgrounds,
    decide::{Bench, Judged, JudgedCalls, Sinks, judge, weigh},
    error::file_name,
    evidence_store::EvidenceStore,
    gather::Shards,
    hotspots::Counted,
    inputs::Pair,
    ledger::LedgerWriter,
    manifest::{alignment_hash, file_hash, hex},
    panel::Panel,
    progress::{Event, Progress, Stage},
    shard_file::Origin,
    supplied::Supplied,
    sweep::{Swept, sweep},
};

/// The name of the evidence while a run is under way.
const EVIDENCE: &str = ".evidence.partial";

/// Where calling writes.
pub(super) struct Targets<'a> {
    pub(super) variants: &'a Path,
    pub(super) ledger: Option<&'a Path>,
    /// Write the supplied variants and no others.
    pub(super) only_supplied: bool,
    /// Where evidence may take room while it is needed.
    pub(super) scratch: &'a Path,
    /// The folder of the run, where it is the run's own; evidence stays in it, by name, for a run that goes on.
    pub(super) folder: Option<&'a Path>,
}

/// What calling yields.
pub(super) struct Outcome {
    pub(super) swept: Swept,
    pub(super) learned: Learned,
    pub(super) counts: CallCounts,
    pub(super) false_discovery: FalseDiscovery,
    pub(super) kept: Vec<Judged>,
    /// Calls that pass and change the protein of a gene outside of the panel that nothing tells to be a cancer gene.
    pub(super) unlisted: u64,
    /// Every hotspot that was looked at.
    pub(super) hotspots: BTreeMap<SmallVariant, Counted>,
    /// How many regions.
    pub(super) regions: u32,
    /// Held to the end: nobody else works in the folder meanwhile.
    pub(super) store: EvidenceStore,
}

/// What sweeping and learning yield.
pub(super) struct Gathered {
    pub(super) swept: Swept,
    pub(super) learned: Learned,
    pub(super) store: EvidenceStore,
    /// How many regions.
    pub(super) regions: u32,
}

/// Sweep, learn, decide.
pub(crate) struct Job<'a> {
    pub(crate) file: &'a CaseFile,
    pub(crate) settings: &'a Settings,
    pub(crate) pair: &'a Pair,
    supplied: Supplied,
    backgrounds: Backgrounds,
    pub(crate) panel: Panel,
    /// What a reader of the report must know of the inputs, as keys of its catalogue.
    pub(super) warnings: Vec<String>,
    pub(crate) pool: rayon::ThreadPool,
    pub(super) progress: &'a dyn Progress,
}

impl<'a> Job<'a> {
    pub(crate) fn new(
        file: &'a CaseFile,
        settings: &'a Settings,
        pair: &'a Pair,
        progress: &'a dyn Progress,
    ) -> Result<Self, Error> {
        let supplied = Supplied::read(&file.variants, pair.contigs(), &pair.reference, &names(pair), progress)?;
        let panel = Panel::new(pair.contigs(), &pair.reference, &supplied.variants, file.knowledge.as_deref())?;
        for message in &panel.messages {
            progress.event(Event::Warning { message: message.clone() });
        }
        let outside = supplied.outside(&pair.regions(settings.region_size));
        if outside > 0 {
            let message = format!(
                "{outside} supplied alleles lie outside of the regions, or on contigs that the reads do not have, and are \
                 not judged"
            );
            progress.event(Event::Warning { message });
        }
        let mut warnings = panel.warnings.clone();
        let told = |key: &str, count: u64| (count > 0).then(|| format!("{key}: {count}"));
        warnings.extend(told("supplied_not_used", supplied.not_used));
        warnings.extend(told("supplied_outside", u64::try_from(outside).unwrap_or(u64::MAX)));
        let backgrounds = Backgrounds::open(file, pair.contigs(), &pair.reference)?;
        Ok(Self { file, settings, pair, supplied, backgrounds, panel, warnings, pool: settings.pool()?, progress })
    }

    /// The one pass, or the shards of one that was made elsewhere, and what is learned from it. Evidence lies in `scratch`,
    /// or by name in `folder`, which is then this run's alone.
    pub(super) fn gather(&self, scratch: &Path, folder: Option<&Path>) -> Result<Gathered, Error> {
        let mut regions = self.pair.regions(self.settings.region_size);
        let mut shards = None;
        if !self.settings.shards.is_empty() {
            let opened = Shards::open(&self.settings.shards, &self.origin()?, &regions, self.pair.contigs())?;
            regions = opened.regions();
            shards = Some(opened);
        }
        let key = self.key(&regions)?;
        let store = match folder.map(|folder| folder.join(EVIDENCE)) {
            Some(path) if self.settings.resume => EvidenceStore::resume(&path, &key)?,
            Some(path) => EvidenceStore::create(&path, &key)?,
            None => EvidenceStore::nameless(scratch, &key)?,
        };
        // The store is this run's alone from here on, and so is the folder.
        if let Some(folder) = folder {
            begin(folder)?;
        }
        if let Some(shards) = shards {
            shards.fill(&store)?; // and no region is left to sweep
        }
        let swept = sweep(self.pair, &self.panel, &regions, &store, self.settings, &self.pool, self.progress)?;
        self.progress.event(Event::Started { stage: Stage::Learn, steps: 0 });
        let of_reads = Learned::fit(&swept.statistics, &self.settings.somatic);
        let candidates = weigh(regions.len(), &store, &of_reads, &self.pool)?;
        let learned = of_reads.with_candidates(&candidates, &swept.statistics, &self.settings.somatic);
        self.progress.event(Event::Finished { stage: Stage::Learn });
        Ok(Gathered { swept, learned, store, regions: u32::try_from(regions.len()).unwrap_or(u32::MAX) })
    }

    pub(super) fn call(&self, targets: &Targets<'_>, keep: impl Fn(&Judged) -> bool) -> Result<Outcome, Error> {
        let Gathered { swept, learned, store, regions } = self.gather(targets.scratch, targets.folder)?;
        let SampleNames { tumour, normal } = columns(names(self.pair));
        let reference_name = file_name(&self.file.reference);
        // What a reader of the calls must not overlook.
        let mut extra_meta: Vec<String> = match self.pair.normal {
            None => vec!["marvTumourOnly=no matched normal: inherited and acquired are told apart by allele balance, and population frequency where given".to_owned()],
            Some(_) => vec![tumour_in_normal(&learned)],
        };
        if self.pair.normal.is_some() && !self.file.consent_predisposition && self.panel.bundle.is_some() {
            extra_meta.push(
                "marvPredisposition=not asked: inherited variants of predisposition genes have no consequence here"
                    .to_owned(),
            );
        }
        let header = CallHeader {
            contigs: self.pair.contigs(),
            reference_name: &reference_name,
            tumour: tumour.as_deref().unwrap_or("TUMOUR"),
            normal: self.pair.normal.is_some().then(|| normal.as_deref().unwrap_or("NORMAL")),
            command: if targets.only_supplied { "marv filter" } else { "marv call" },
            version: crate::VERSION,
            csq_format: self.panel.bundle.is_some().then_some(csq::HEADER),
            extra_meta: &extra_meta,
        };
        let mut sinks = Sinks {
            variants: CallWriter::create(targets.variants, &header).map_err(Error::output)?,
            ledger: targets.ledger.map(LedgerWriter::create).transpose()?,
        };
        let bench = Bench {
            contigs: self.pair.contigs(),
            reference: &self.pair.reference,
            panel: &self.panel,
            supplied: &self.supplied,
            learned: &learned,
            settings: self.settings,
            backgrounds: &self.backgrounds,
            only_supplied: targets.only_supplied,
            consent_predisposition: self.file.consent_predisposition,
        };
        let JudgedCalls { counts, false_discovery, kept, unlisted, hotspots } =
            judge(&bench, regions, &store, &mut sinks, keep, &self.pool, self.progress)?;
        sinks.variants.finish().map_err(Error::output)?;
        if let Some(ledger) = sinks.ledger {
            ledger.finish()?;
        }
        Ok(Outcome { swept, learned, counts, false_discovery, kept, unlisted, hotspots, regions, store })
    }

    /// What evidence depends on but for the regions.
    pub(crate) fn origin(&self) -> Result<Origin, Error> {
        let mut of = BTreeMap::new();
        for (role, bound) in [("the tumour", Some(&self.pair.tumour)), ("the normal", self.pair.normal.as_ref())] {
            if let Some(file) = bound.map(BoundAlignment::file) {
                of.insert(format!("{role} or its index"), alignment_hash(file.path(), file.index_path())?);
            }
        }
        of.insert("the reference".to_owned(), file_hash(&reference_index(&self.file.reference))?);
        for (number, path) in (1..).zip(&self.file.variants) {
            of.insert(format!("the variants, file {number}"), file_hash(path)?);
        }
        if let Some(folder) = self.file.knowledge.as_deref().filter(|_| self.panel.moved) {
            of.insert("the knowledge".to_owned(), file_hash(&folder.join(marv_knowledge::store::MANIFEST))?);
        }
        // One file may hold several samples: which of them was taken is part of the evidence.
        let SampleNames { tumour, normal } = names(self.pair);
        Ok(Origin {
            marv_version: crate::VERSION.to_owned(),
            bundle_hash: Bundle::embedded().hash().to_owned(),
            inputs: of,
            samples: [tumour, normal],
            sweep: serde_json::json!(self.settings.sweep),
            structure: self.settings.structure,
        })
    }

    /// What evidence depends on: the inputs, the cut, and what counts as evidence.
    fn key(&self, regions: &[Interval]) -> Result<String, Error> {
        let origin = serde_json::to_string(&(self.origin()?, regions))
            .map_err(|error| Error::machine(Path::new(EVIDENCE), "describe it", std::io::Error::other(error)))?;
        Ok(hex(&Sha256::digest(origin)))
    }
}

/// The header line that says how much of the normal is tumour: share, 95 % interval, substitutions it rests on; or why
/// there is none.
fn tumour_in_normal(learned: &Learned) -> String {
    let value = match (&learned.tumour_in_normal, learned.tumour_in_normal_set) {
        (Some(estimate), _) => {
            let [low, high] = estimate.interval;
            format!("{:.4},{low:.4},{high:.4},{}", estimate.value, estimate.observations)
        }
        (None, true) => "set by the user".to_owned(),
        (None, false) => "not assessed: too few substitutions".to_owned(),
    };
    format!("{ESTIMATE_KEY}={value}")
}
