//! From downloaded files to a folder of knowledge.

use std::{
    collections::BTreeMap,
    fs,
    io::{Read, Write as _},
    path::{Path, PathBuf},
};

use flate2::read::MultiGzDecoder;
use marv_ingest::{
    Error as FileError,
    error::Problem,
    output::Output,
    privacy,
    variants::{GenericRecord, VariantReader},
};
use marv_model::genome::{Build, Contig, Contigs};

use super::{
    BANDS, CIVIC, CLINVAR, EVIDENCE, FUSIONS, GENES, HOTSPOTS, Manifest, NORMALS, POPULATION, SourceFile, TRANSCRIPTS,
    TRANSCRIPTS_INDEX, TableFile,
    alleles::{AllelesWriter, Refused},
    bands,
    civic::Civic,
    evidence,
    frequency::{Wrong, frequency, no_frequency},
    fusions::Fusions,
    hotspots::Hotspots,
    manifest::{FORM, file_hash},
    record::{Allele, Significance},
    roles::Roles,
    sources::Sources,
    transcripts,
};
use crate::Evidence;

/// Builds the folder `out`. All is made in a folder inside it and moved when it is whole, the manifest last: a build that fails
/// leaves what stood there, and a folder with a manifest is complete.
pub fn build(sources: &Sources, out: &Path) -> Result<Manifest, FileError> {
    fs::create_dir_all(out).map_err(|error| FileError::new(out, error))?;
    let beside =
        tempfile::Builder::new().prefix(".building-").tempdir_in(out).map_err(|error| FileError::new(out, error))?;
    let manifest = build_in(sources, beside.path())?;
    let old = out.join(super::MANIFEST);
    if old.exists() {
        fs::remove_file(&old).map_err(|error| FileError::new(&old, error))?;
    }
    let mut made: Vec<_> = fs::read_dir(beside.path())
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| FileError::new(out, error))?
        .into_iter()
        .map(|entry| entry.file_name())
        .collect();
    made.sort_by_key(|name| (name == super::MANIFEST, name.clone()));
    for name in made {
        let target = out.join(&name);
        fs::rename(beside.path().join(&name), &target).map_err(|error| FileError::new(&target, error))?;
    }
    Ok(manifest)
}

/// Builds an empty folder.
fn build_in(sources: &Sources, out: &Path) -> Result<Manifest, FileError> {
    let build = sources.build.unwrap_or(Build::Grch38);
    let mut made = Made { out, sources, files: Vec::new(), tables: Vec::new() };
    made.transcripts(build)?;
    if let Some(path) = &sources.bands {
        let (found, lines) = bands::read(path)?;
        made.facts(BANDS, "bands", path, &bands::text(&found), (lines, found.len()))?;
    }
    if !sources.population.is_empty() {
        made.alleles(POPULATION, "population", &sources.population, build, frequency, |a, b| {
            f32::from_bits(a).max(f32::from_bits(b)).to_bits()
        })?;
    }
    if let Some(path) = &sources.clinvar {
        let values =
            |record: &GenericRecord, _: usize| Ok(record.info("CLNSIG").map(|value| Significance::read(value).code()));
        // Two records of one allele that do not agree are in conflict.
        let merge = |a: u32, b: u32| if a == b { a } else { Significance::Conflicting.code() };
        made.alleles(CLINVAR, "clinvar", std::slice::from_ref(path), build, values, merge)?;
    }
    let mut normals = None;
    if let Some(path) = &sources.normals {
        hold_normals(path)?;
        // A panel that does not count its carriers has each allele often enough.
        let seen = |record: &GenericRecord, _: usize| {
            Ok(Some(record.info("NS").and_then(|text| text.parse().ok()).unwrap_or(u32::MAX)))
        };
        made.alleles(NORMALS, "normals", std::slice::from_ref(path), build, seen, u32::max)?;
        let reader = VariantReader::open(path)?;
        normals = reader.header().values(NORMALS_OF).next().and_then(|text| text.parse().ok());
    }
    if let Some(path) = &sources.hotspots {
        made.text(HOTSPOTS, "hotspots", path, Hotspots::convert)?;
    }
    if let Some(path) = &sources.civic {
        made.text(CIVIC, "civic", path, Civic::convert)?;
    }
    if let Some(path) = &sources.genes {
        let (roles, rows) = Roles::read(path)?;
        made.facts(GENES, "genes", path, &roles.text(), (rows, roles.len()))?;
    }
    if let Some(path) = &sources.fusions {
        let (fusions, rows) = Fusions::read(path)?;
        made.facts(FUSIONS, "fusions", path, &fusions.text(), (rows, fusions.len()))?;
    }
    if let Some(path) = &sources.evidence {
        let text = read_text(path)?;
        let rows = evidence::read(path, &text)?.rows().len() - Evidence::embedded().rows().len();
        made.facts(EVIDENCE, "evidence", path, &text, (u64::try_from(rows).unwrap_or(u64::MAX), rows))?;
    }
    let manifest = Manifest {
        form: FORM,
        date: sources.date.clone(),
        build: build.to_string(),
        normals,
        tables: made.tables,
        sources: made.files,
    };
    manifest.write(out)?;
    Ok(manifest)
}

/// The header line by which a panel of normals says of how many people it is.
const NORMALS_OF: &str = "marvPanelOfNormals";

/// A VCF that declares the lengths of another build's chromosomes, or names another build as its reference, is refused. ClinVar's
/// file has no lengths, and names its build.
fn hold_build(reader: &VariantReader, path: &Path, build: Build) -> Result<(), FileError> {
    let declared = reader.header().contigs.iter().filter_map(|one| Some(Contig::new(&one.name, one.length?)));
    let found = Contigs::new(declared).map_or(Build::Unknown, |contigs| contigs.build());
    if found != Build::Unknown {
        return transcripts::same_build(path, found, build, "the lengths of its ##contig lines");
    }
    let named = reader.header().values("reference").next().map_or(Build::Unknown, named_build);
    transcripts::same_build(path, named, build, "its ##reference line")
}

/// The build that a name of a reference means; unknown where it names none, or two.
fn named_build(reference: &str) -> Build {
    const NAMES: [(Build, &[&str]); 3] = [
        (Build::Grch37, &["grch37", "hg19", "b37", "hs37"]),
        (Build::Grch38, &["grch38", "hg38", "hs38"]),
        (Build::Chm13, &["chm13", "hs1.fa"]),
    ];
    let name = reference.to_ascii_lowercase();
    let mut named = NAMES.iter().filter(|(_, words)| words.iter().any(|word| name.contains(word)));
    match (named.next(), named.next()) {
        (Some((build, _)), None) => *build,
        _ => Build::Unknown,
    }
}

/// RULE: what ClinVar lists is no artefact: its file as a panel of normals would hold back every known mutation.
fn hold_normals(path: &Path) -> Result<(), FileError> {
    let reader = VariantReader::open(path)?;
    if !reader.header().info.contains_key("CLNSIG") {
        return Ok(());
    }
    let detail = "it is ClinVar's file, by INFO/CLNSIG, and no panel of normals".to_owned();
    Err(FileError::new(path, Problem::Mismatch { detail }).advice("give it with --clinvar"))
}

/// RULE: a source of which nothing can be used is refused: as a table without rows, it would answer *nobody has it* to every
/// question. By role, what a record must have; a panel of normals may have been found to share nothing.
const HOLDS: [(&str, &str); 8] = [
    ("bands", "bands: chrom, start, end, band, stain"),
    ("population", "frequencies (INFO/AF, AF_afr, AF_eas, AF_nfe, AF_amr, AF_sas, AF_grpmax or AF_popmax)"),
    ("clinvar", "significance (INFO/CLNSIG)"),
    ("hotspots", "counts of changes of single residues"),
    ("civic", "accepted evidence of a gene's variant"),
    ("genes", "a gene and its role"),
    ("fusions", "two genes: columns five and three, or BCR::ABL1"),
    ("evidence", "rows of evidence"),
];

/// What reading a file gave.
#[derive(Default)]
struct Reading {
    /// What its head says of its release.
    told: String,
    records: u64,
    /// Records or alleles that are in the table.
    kept: u64,
    left_out: u64,
    reasons: BTreeMap<String, u64>,
}

struct Made<'a> {
    out: &'a Path,
    sources: &'a Sources,
    files: Vec<SourceFile>,
    tables: Vec<TableFile>,
}

impl Made<'_> {
    /// A table of alleles from VCFs in the genome's order.
    fn alleles(
        &mut self,
        table: &str,
        role: &str,
        paths: &[PathBuf],
        build: Build,
        value: impl Fn(&GenericRecord, usize) -> Result<Option<u32>, Wrong>,
        merge: impl Fn(u32, u32) -> u32 + Copy,
    ) -> Result<(), FileError> {
        let target = self.out.join(table);
        let mut writer = AllelesWriter::create(&target);
        for path in paths {
            let mut reader = VariantReader::open(path)?;
            hold_build(&reader, path, build)?;
            let told = ["fileDate", "source", "reference"]
                .into_iter()
                .find_map(|key| reader.header().values(key).next().map(|value| format!("{key} {value}")));
            let (mut kept, mut left_out) = (0, 0);
            while let Some(record) = reader.next_record()? {
                for (number, alternate) in record.alternates.iter().enumerate() {
                    let allele = Allele::of(&record.contig, record.position, &record.reference, alternate);
                    let value = value(&record, number).map_err(|wrong| no_frequency(&wrong, path, &record))?;
                    let Some((allele, value)) = allele.zip(value) else {
                        left_out += 1;
                        continue;
                    };
                    writer
                        .add(allele, record.position, value, merge)
                        .map_err(|refused| disorder(refused, path, Some(&record)))?;
                    kept += 1;
                }
            }
            let records = reader.records();
            let told = told.unwrap_or_default();
            let record = Reading { told, records, kept, left_out, reasons: BTreeMap::new() };
            self.file(role, path, record)?;
        }
        let last = paths.last().map_or(self.out, |path| path.as_path());
        let rows = writer.finish().map_err(|refused| disorder(refused, last, None))?;
        self.table(table, rows)
    }

    /// A table from text that is small enough to be held.
    fn text(
        &mut self,
        table: &str,
        role: &str,
        path: &Path,
        convert: impl Fn(&str) -> Result<(String, usize), String>,
    ) -> Result<(), FileError> {
        let text = read_text(path)?;
        let (converted, rows) = convert(&text).map_err(|expected| {
            FileError::new(path, Problem::Malformed { found: "a table without it".into(), expected })
                .advice("give the table as it was downloaded")
        })?;
        let target = self.out.join(table);
        let mut output = Output::create(&target)?;
        output.write_all(privacy::redact(&converted).as_bytes()).map_err(|error| FileError::new(&target, error))?;
        output.publish()?;
        let records = u64::try_from(text.lines().count().saturating_sub(1)).unwrap_or(u64::MAX);
        let kept = u64::try_from(rows).unwrap_or(u64::MAX);
        let left_out = records.saturating_sub(kept);
        self.file(role, path, Reading { records, kept, left_out, ..Reading::default() })?;
        self.table(table, rows)
    }

    /// A table that was made from a source of so many rows, and has so many itself.
    fn facts(
        &mut self,
        table: &str,
        role: &str,
        path: &Path,
        text: &str,
        (records, rows): (u64, usize),
    ) -> Result<(), FileError> {
        let mut output = Output::create(&self.out.join(table))?;
        output.write(privacy::redact(text).as_bytes())?;
        output.publish()?;
        let kept = u64::try_from(rows).unwrap_or(u64::MAX);
        self.file(role, path, Reading { records, kept, ..Reading::default() })?;
        self.table(table, rows)
    }

    /// The table of gene models and its index.
    fn transcripts(&mut self, build: Build) -> Result<(), FileError> {
        let Sources { transcripts: paths, mane, .. } = self.sources;
        if paths.is_empty() {
            return match mane {
                Some(path) => Err(FileError::new(
                    path,
                    Problem::Mismatch {
                        detail: "a table of MANE transcripts marks gene models, and none are given".into(),
                    },
                )
                .advice("give the models with --transcripts")),
                None => Ok(()),
            };
        }
        let (table, index) = (self.out.join(TRANSCRIPTS), self.out.join(TRANSCRIPTS_INDEX));
        let (files, listed, rows) = transcripts::build(paths, mane.as_deref(), build, &table, &index)?;
        for file in files {
            let left_out = file.left_out.values().sum();
            let kept = file.records.saturating_sub(left_out);
            let reading = Reading { told: file.told, records: file.records, kept, left_out, reasons: file.left_out };
            self.file("transcripts", &file.path, reading)?;
        }
        if let Some(path) = mane {
            self.file("mane", path, Reading { records: listed, ..Reading::default() })?;
        }
        self.table(TRANSCRIPTS, rows)?;
        self.table(TRANSCRIPTS_INDEX, rows)
    }

    fn file(&mut self, role: &str, path: &Path, reading: Reading) -> Result<(), FileError> {
        if let Some((_, expected)) = HOLDS.iter().find(|(known, _)| *known == role)
            && reading.kept == 0
        {
            let found = match reading.records {
                0 => "no record".to_owned(),
                all => format!("{all} records, and nothing to use in any of them"),
            };
            return Err(FileError::new(path, Problem::Malformed { found, expected: (*expected).to_owned() })
                .advice("give the file as it was downloaded; a source that is not there is left out"));
        }
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let of = |all: &BTreeMap<String, String>| all.get(role).map(|text| privacy::redact(text).into_owned());
        self.files.push(SourceFile {
            role: role.to_owned(),
            file: privacy::redact_name(&name).into_owned(),
            sha256: file_hash(path)?,
            version: of(&self.sources.releases).unwrap_or_else(|| privacy::redact(&reading.told).into_owned()),
            date: of(&self.sources.dates).unwrap_or_default(),
            terms: of(&self.sources.terms).unwrap_or_default(),
            records: reading.records,
            left_out: reading.left_out,
            reasons: reading.reasons,
        });
        Ok(())
    }

    fn table(&mut self, name: &str, rows: usize) -> Result<(), FileError> {
        self.tables.push(TableFile {
            file: name.to_owned(),
            rows: u64::try_from(rows).unwrap_or(u64::MAX),
            sha256: file_hash(&self.out.join(name))?,
        });
        Ok(())
    }
}

fn disorder(refused: Refused, path: &Path, record: Option<&GenericRecord>) -> FileError {
    match refused {
        Refused::File(error) => error,
        Refused::OutOfOrder => {
            let at = record.map_or_else(|| "the end".to_owned(), |r| format!("{}:{}", r.contig, r.position));
            FileError::new(
                path,
                Problem::Malformed {
                    found: format!("before {at} records that stand behind others which they precede"),
                    expected: "positions in order within each contig".into(),
                },
            )
            .advice("sort it, for example with `bcftools sort`, and give files of single chromosomes in that order")
        }
    }
}

/// The text of a file, unpacked where it is gzip.
fn read_text(path: &Path) -> Result<String, FileError> {
    let fail = |error| FileError::new(path, error);
    let bytes = fs::read(path).map_err(fail)?;
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text).map_err(fail)?;
        return Ok(text);
    }
    String::from_utf8(bytes).map_err(|error| fail(std::io::Error::other(error)))
}
