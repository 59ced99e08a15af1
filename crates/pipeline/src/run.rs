//! The whole job: a pair in, a run's folder out.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use marv_annotate::{Bundle, csq};
use marv_ingest::{
    alignment::BoundAlignment,
    variants::{CallHeader, CallWriter, SampleNames},
};
use marv_model::{
    case::{CallCounts, Case},
    genome::Interval,
    structure::JunctionCall,
};
use marv_report::Language;
use marv_somatic::Learned;
use marv_structure::copy::{CopyNumber, CopySegment};
use sha2::{Digest, Sha256};

use crate::{
    CaseFile, Error, Settings,
    assemble::{Parts, assemble},
    background::Backgrounds,
    decide::{Bench, Judged, Sinks, judge, weigh},
    error::file_name,
    evidence_store::EvidenceStore,
    gather::Shards,
    genes,
    inputs::Pair,
    known,
    laboratory::Laboratory,
    ledger::{LEDGER, LedgerWriter},
    manifest::{MANIFEST, Manifest, alignment_hash, file_hash, hex},
    output::{remove_leftovers, write_file},
    panel::Panel,
    pictures::pictures,
    progress::{Event, Progress, Stage},
    rearrangements, report,
    select::{most_certain, reportable, unclear},
    shard_file::Origin,
    structure::{PURITY, SEG, SEGMENTS, copy_number, copy_number_result, write_copy_number},
    supplied::Supplied,
    sweep::{Swept, sweep},
};

/// The name of the case in a run's folder.
pub const CASE: &str = "case.json";
/// The name of the small variants in a run's folder.
pub const VARIANTS: &str = "small.vcf.gz";
/// The name of the evidence while a run is under way.
const EVIDENCE: &str = ".evidence.partial";

/// What a run gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Its folder.
    pub folder: PathBuf,
    /// The case.
    pub case: Case,
    /// The files in the folder, by name, the manifest left out.
    pub files: Vec<String>,
}

/// What calling alone gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Called {
    /// How many candidates and calls.
    pub counts: CallCounts,
    /// What was learned of the pair.
    pub learned: Learned,
}

/// Runs a case and writes its folder: `case.json`, the report in Danish and English, `small.vcf.gz`, the ledger, the
/// manifest. Each file appears whole or not at all; the manifest comes last, so a folder with one is complete.
///
/// ```no_run
/// use marv::{CaseFile, Settings, progress::Silent, run_case};
///
/// let case = CaseFile::read("case.toml".as_ref())?;
/// let run = run_case(&case, &Settings::default(), "run".as_ref(), &Silent)?;
/// for variant in &run.case.variants {
///     println!("{}:{} {}>{}", variant.contig, variant.position, variant.reference, variant.alternate);
/// }
/// # Ok::<(), marv::Error>(())
/// ```
pub fn run_case(file: &CaseFile, settings: &Settings, out: &Path, progress: &dyn Progress) -> Result<Run, Error> {
    run(file, settings, out, false, progress)
}

pub(crate) fn run(
    file: &CaseFile,
    settings: &Settings,
    out: &Path,
    demonstration: bool,
    progress: &dyn Progress,
) -> Result<Run, Error> {
    let settings = &Settings { structure: true, ..with_case(settings, file) };
    let pair = Pair::open(file, settings, progress)?;
    let known = known::read(&file.clinical, &file.fish, &file.panel, "the case".as_ref())?;
    let laboratory = Laboratory::of(file.karyotype.as_deref(), known, file.disease).with_structure(
        file.segments.as_deref(),
        file.junctions.as_deref(),
        pair.contigs(),
    )?;
    fs::create_dir_all(out).map_err(|error| Error::machine(out, "make the folder", error))?;
    let ledger = out.join(LEDGER);
    let job = Job::new(file, settings, &pair, progress)?;
    let targets = Targets {
        variants: &out.join(VARIANTS),
        ledger: Some(&ledger),
        scratch: out,
        folder: Some(out),
        only_supplied: false,
    };
    let annotated = job.panel.bundle.is_some();
    let mut outcome = job.call(&targets, |judged| reportable(judged, annotated) || unclear(judged))?;
    let copies =
        copy_number(&pair, outcome.regions, &outcome.store, &outcome.learned, settings, &[], &job.pool, progress)?;
    write_copy_number(out, &copies, pair.contigs(), &sample_name(&pair))?;
    let measured = copies.segments.iter().map(CopySegment::segment).collect();
    let laboratory = laboratory.with_measured(measured);
    let mut warnings = job.warnings.clone();
    warnings.extend(laboratory.left_out(pair.contigs()));
    if !annotated {
        let (kept, all) = most_certain(std::mem::take(&mut outcome.kept));
        if kept.len() < all {
            warnings.push(format!("most_certain_listed|listed={}|of={all}", kept.len()));
        }
        outcome.kept = kept;
    }

    let listed: Vec<_> = outcome
        .kept
        .iter()
        .filter(|judged| reportable(judged, annotated))
        .map(|judged| judged.call.variant.clone())
        .collect();
    let pictures = pictures(&pair, &listed, &job.pool, progress)?;

    progress.event(Event::Started { stage: Stage::Report, steps: 0 });
    let genes = job.panel.bundle.as_ref().map_or_else(Vec::new, |bundle| {
        genes::results(
            bundle,
            &outcome.swept.depths,
            &outcome.kept,
            &outcome.learned,
            &settings.somatic,
            file.disease,
            pair.normal.is_some(),
        )
    });
    let inputs = inputs(file, &pair)?;
    let case = assemble(Parts {
        file,
        settings,
        pair: &pair,
        panel: &job.panel,
        swept: &outcome.swept,
        learned: &outcome.learned,
        counts: outcome.counts,
        kept: &outcome.kept,
        pictures,
        genes,
        laboratory: &laboratory,
        copy_number: copy_number_result(&copies, pair.contigs(), job.panel.bundle.as_ref()),
        warnings,
        inputs: inputs.clone(),
        demonstration,
    });
    write_file(&out.join(CASE), report::to_json(&case)?.as_bytes())?;
    for language in Language::ALL {
        write_file(&out.join(report_name(language)), report::to_html(&case, language)?.as_bytes())?;
    }
    let files = results();
    write_manifest(out, &files, settings, inputs)?;
    outcome.store.remove()?;
    progress.event(Event::Finished { stage: Stage::Report });
    Ok(Run { folder: out.to_owned(), case, files })
}

/// Calls the small variants of a pair and writes them as VCF; `out` may be `-` for text on stdout.
pub fn call(
    file: &CaseFile,
    settings: &Settings,
    out: &Path,
    ledger: Option<&Path>,
    progress: &dyn Progress,
) -> Result<Called, Error> {
    call_or_filter(file, settings, out, ledger, false, progress)
}

/// Recounts the case's supplied variants from the reads, judges them like any other candidate, with how many callers have
/// them as a further hint, and writes them and no others, each with its callers (INFO/CALLERS). What belongs to the whole
/// sample is learned from the whole of the regions, not from the supplied places.
pub fn filter(
    file: &CaseFile,
    settings: &Settings,
    out: &Path,
    ledger: Option<&Path>,
    progress: &dyn Progress,
) -> Result<Called, Error> {
    if file.variants.is_empty() {
        return Err(crate::filter::nothing_supplied());
    }
    call_or_filter(file, settings, out, ledger, true, progress)
}

fn call_or_filter(
    file: &CaseFile,
    settings: &Settings,
    out: &Path,
    ledger: Option<&Path>,
    only_supplied: bool,
    progress: &dyn Progress,
) -> Result<Called, Error> {
    let settings = &with_case(settings, file);
    let pair = Pair::open(file, settings, progress)?;
    let job = Job::new(file, settings, &pair, progress)?;
    let scratch = if out == Path::new("-") { std::env::temp_dir() } else { folder_of(out) };
    let targets = Targets { variants: out, ledger, scratch: &scratch, folder: None, only_supplied };
    let outcome = job.call(&targets, |_| false)?;
    Ok(Called { counts: outcome.counts, learned: outcome.learned })
}

/// The structure of a tumour's genome.
#[derive(Debug, Clone)]
pub struct Structure {
    /// Copy number and purity.
    pub copies: CopyNumber,
    /// Junctions, those that a filter holds back and the inherited ones among them.
    pub junctions: Vec<JunctionCall>,
}

/// Copy number, purity and rearrangements of a pair: `segments.tsv`, `segments.seg`, `purity.tsv` and `structural.vcf.gz` in
/// the folder `out`.
pub fn structure(
    file: &CaseFile,
    settings: &Settings,
    out: &Path,
    progress: &dyn Progress,
) -> Result<Structure, Error> {
    let settings = &Settings { structure: true, ..with_case(settings, file) };
    let pair = Pair::open(file, settings, progress)?;
    fs::create_dir_all(out).map_err(|error| Error::machine(out, "make the folder", error))?;
    let job = Job::new(file, settings, &pair, progress)?;
    let Gathered { learned, store, regions, .. } = job.gather(out, None)?;
    let junctions = rearrangements::junctions(&pair, regions, &store, &learned, settings)?;
    let breaks = rearrangements::breaks(&junctions);
    let copies = copy_number(&pair, regions, &store, &learned, settings, &breaks, &job.pool, progress)?;
    let SampleNames { tumour, normal } = columns(names(&pair));
    let tumour = tumour.as_deref().unwrap_or("TUMOUR");
    write_copy_number(out, &copies, pair.contigs(), tumour)?;
    let reference_name = file_name(&file.reference);
    let header = CallHeader {
        contigs: pair.contigs(),
        reference_name: &reference_name,
        tumour,
        normal: pair.normal.is_some().then(|| normal.as_deref().unwrap_or("NORMAL")),
        command: "marv structure",
        version: crate::VERSION,
        csq_format: None,
        extra_meta: &[],
    };
    rearrangements::write(out, &header, &junctions, &pair)?;
    Ok(Structure { copies, junctions })
}

/// The tumour's name, as its column in a VCF has it.
fn sample_name(pair: &Pair) -> String {
    columns(names(pair)).tumour.unwrap_or_else(|| "TUMOUR".to_owned())
}

pub(crate) fn folder_of(path: &Path) -> PathBuf {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

/// The case's own settings over the caller's.
fn with_case(settings: &Settings, file: &CaseFile) -> Settings {
    let mut settings = settings.clone();
    if file.tumour_in_normal.is_some() {
        settings.somatic.tumour_in_normal = file.tumour_in_normal;
    }
    settings
}

/// Where calling writes.
struct Targets<'a> {
    variants: &'a Path,
    ledger: Option<&'a Path>,
    /// Write the supplied variants and no others.
    only_supplied: bool,
    /// Where evidence may take room while it is needed.
    scratch: &'a Path,
    /// The folder of the run, where it is the run's own; evidence stays in it, by name, for a run that goes on.
    folder: Option<&'a Path>,
}

/// What calling yields.
struct Outcome {
    swept: Swept,
    learned: Learned,
    counts: CallCounts,
    kept: Vec<Judged>,
    /// How many regions.
    regions: u32,
    /// Held to the end: nobody else works in the folder meanwhile.
    store: EvidenceStore,
}

/// What sweeping and learning yield.
struct Gathered {
    swept: Swept,
    learned: Learned,
    store: EvidenceStore,
    /// How many regions.
    regions: u32,
}

/// Sweep, learn, decide.
pub(crate) struct Job<'a> {
    file: &'a CaseFile,
    settings: &'a Settings,
    pair: &'a Pair,
    supplied: Supplied,
    backgrounds: Backgrounds,
    pub(crate) panel: Panel,
    /// What a reader of the report must know of the inputs, as keys of its catalogue.
    warnings: Vec<String>,
    pub(crate) pool: rayon::ThreadPool,
    progress: &'a dyn Progress,
}

impl<'a> Job<'a> {
    pub(crate) fn new(
        file: &'a CaseFile,
        settings: &'a Settings,
        pair: &'a Pair,
        progress: &'a dyn Progress,
    ) -> Result<Self, Error> {
        let supplied = Supplied::read(&file.variants, pair.contigs(), &pair.reference, &names(pair), progress)?;
        let panel = Panel::new(pair.contigs(), &pair.reference, &supplied.variants);
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
    fn gather(&self, scratch: &Path, folder: Option<&Path>) -> Result<Gathered, Error> {
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

    fn call(&self, targets: &Targets<'_>, keep: impl Fn(&Judged) -> bool) -> Result<Outcome, Error> {
        let Gathered { swept, learned, store, regions } = self.gather(targets.scratch, targets.folder)?;
        let SampleNames { tumour, normal } = columns(names(self.pair));
        let reference_name = file_name(&self.file.reference);
        // What a reader of the calls must not overlook.
        let extra_meta: Vec<String> = match self.pair.normal {
            None => vec!["marvTumourOnly=no matched normal: inherited and acquired are told apart by allele balance, and population frequency where given".to_owned()],
            Some(_) => Vec::new(),
        };
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
        };
        let (counts, kept) = judge(&bench, regions, &store, &mut sinks, keep, &self.pool, self.progress)?;
        sinks.variants.finish().map_err(Error::output)?;
        if let Some(ledger) = sinks.ledger {
            ledger.finish()?;
        }
        Ok(Outcome { swept, learned, counts, kept, regions, store })
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

fn reference_index(reference: &Path) -> PathBuf {
    let mut index = reference.as_os_str().to_owned();
    index.push(".fai");
    index.into()
}

/// The files of a run by name, the manifest left out.
fn results() -> Vec<String> {
    let indexed = [VARIANTS, LEDGER].into_iter().flat_map(|name| [name.to_owned(), format!("{name}.tbi")]);
    let tables = [SEGMENTS, SEG, PURITY].map(str::to_owned);
    indexed.chain(tables).chain([CASE.to_owned()]).chain(Language::ALL.into_iter().map(report_name)).collect()
}

fn report_name(language: Language) -> String {
    format!("report.{}.html", language.tag())
}

/// Empties the folder of an earlier run's results, the manifest first: a folder with one is a complete run, and nobody
/// may find an old report beside new variants.
fn begin(folder: &Path) -> Result<(), Error> {
    for name in [MANIFEST.to_owned()].into_iter().chain(results()) {
        match fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::machine(folder, "remove an earlier run's results", error));
            }
            _ => {}
        }
    }
    remove_leftovers(folder)
}

/// The samples' names as their files say.
fn names(pair: &Pair) -> SampleNames {
    let name = |bound: &BoundAlignment| {
        bound.file().samples().first().map(|name| marv_ingest::privacy::redact(name).into_owned())
    };
    SampleNames { tumour: name(&pair.tumour), normal: pair.normal.as_ref().and_then(name) }
}

/// The names of the columns: two samples of one name are told apart by their role.
fn columns(names: SampleNames) -> SampleNames {
    if names.tumour.is_none() || names.tumour != names.normal {
        return names;
    }
    let with = |name: Option<String>, role: &str| name.map(|name| format!("{name}_{role}"));
    SampleNames { tumour: with(names.tumour, "tumour"), normal: with(names.normal, "normal") }
}

/// The inputs of a case by role and name, with their hashes.
fn inputs(file: &CaseFile, pair: &Pair) -> Result<BTreeMap<String, String>, Error> {
    let mut hashes = BTreeMap::new();
    let mut add = |role: &str, path: &Path, hash: String| hashes.insert(format!("{role}: {}", file_name(path)), hash);
    for (role, bound) in [("tumour", Some(&pair.tumour)), ("normal", pair.normal.as_ref())] {
        if let Some(bound) = bound {
            let file = bound.file();
            add(role, file.path(), alignment_hash(file.path(), file.index_path())?);
        }
    }
    let index = reference_index(&file.reference);
    add("reference index", &index, file_hash(&index)?);
    let tables = [
        ("regions", &file.regions),
        ("segments", &file.segments),
        ("junctions", &file.junctions),
        ("panel of normals", &file.panel_of_normals),
        ("population", &file.population),
    ];
    let tables = tables.into_iter().filter_map(|(role, path)| path.as_ref().map(|path| (role, path)));
    for (role, path) in tables.chain(file.variants.iter().map(|path| ("variants", path))) {
        add(role, path, file_hash(path)?);
    }
    Ok(hashes)
}

fn write_manifest(
    out: &Path,
    files: &[String],
    settings: &Settings,
    inputs: BTreeMap<String, String>,
) -> Result<(), Error> {
    let outputs = files
        .iter()
        .map(|name| Ok((name.clone(), file_hash(&out.join(name))?)))
        .collect::<Result<BTreeMap<_, _>, Error>>()?;
    Manifest {
        marv_version: crate::VERSION.to_owned(),
        bundle_hash: Bundle::embedded().hash().to_owned(),
        started: settings.started.clone(),
        inputs,
        settings: serde_json::json!({ "sweep": settings.sweep, "somatic": settings.somatic }),
        outputs,
    }
    .write(out)
}
