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
    variants::{GenericRecord, VariantReader},
};

use super::{
    CIVIC, CLINVAR, HOTSPOTS, Manifest, POPULATION, SourceFile, TableFile,
    alleles::{AllelesWriter, Refused},
    civic::Civic,
    hotspots::Hotspots,
    manifest::{FORM, file_hash},
    record::{Allele, Significance},
};

/// The files to build from. GRCh38; none of them has to be there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sources {
    /// Frequencies of alleles: VCFs with positions in order within each contig, such as a file a chromosome.
    pub population: Vec<PathBuf>,
    /// ClinVar's VCF.
    pub clinvar: Option<PathBuf>,
    /// The table of cancerhotspots.org as Genome Nexus publishes it.
    pub hotspots: Option<PathBuf>,
    /// CIViC's table of clinical evidence.
    pub civic: Option<PathBuf>,
    /// Terms of a role, as the department knows them.
    pub terms: BTreeMap<String, String>,
    /// Release of a role.
    pub releases: BTreeMap<String, String>,
    /// The day of building, `YYYY-MM-DD`, for the manifest.
    pub date: String,
}

/// Builds the folder `out`. Tables appear whole, and the manifest last: a folder with one is complete.
pub fn build(sources: &Sources, out: &Path) -> Result<Manifest, FileError> {
    fs::create_dir_all(out).map_err(|error| FileError::new(out, error))?;
    let old = out.join(super::MANIFEST);
    if old.exists() {
        fs::remove_file(&old).map_err(|error| FileError::new(&old, error))?;
    }
    let mut made = Made { out, sources, files: Vec::new(), tables: Vec::new() };
    if !sources.population.is_empty() {
        made.alleles(POPULATION, "population", &sources.population, frequency, |a, b| {
            f32::from_bits(a).max(f32::from_bits(b)).to_bits()
        })?;
    }
    if let Some(path) = &sources.clinvar {
        let values =
            |record: &GenericRecord, _: usize| record.info("CLNSIG").map(|value| Significance::read(value).code());
        // Two records of one allele that do not agree are in conflict.
        let merge = |a: u32, b: u32| if a == b { a } else { Significance::Conflicting.code() };
        made.alleles(CLINVAR, "clinvar", std::slice::from_ref(path), values, merge)?;
    }
    if let Some(path) = &sources.hotspots {
        made.text(HOTSPOTS, "hotspots", path, Hotspots::convert)?;
    }
    if let Some(path) = &sources.civic {
        made.text(CIVIC, "civic", path, Civic::convert)?;
    }
    let manifest = Manifest {
        form: FORM,
        date: sources.date.clone(),
        build: "GRCh38".to_owned(),
        tables: made.tables,
        sources: made.files,
    };
    manifest.write(out)?;
    Ok(manifest)
}

/// RULE: the highest frequency among continental populations (African, East Asian, non-Finnish European, American, South
/// Asian), as the standard asks; where a file does not have them, the highest that it states, else the overall one.
fn frequency(record: &GenericRecord, alternate: usize) -> Option<u32> {
    const POPULATIONS: [&str; 5] = ["AF_afr", "AF_eas", "AF_nfe", "AF_amr", "AF_sas"];
    let value = |key: &str| {
        let number: f32 = record.info(key)?.split(',').nth(alternate)?.parse().ok()?;
        (0.0..=1.0).contains(&number).then_some(number)
    };
    let highest = |keys: &[&str]| keys.iter().filter_map(|key| value(key)).reduce(f32::max);
    highest(&POPULATIONS).or_else(|| highest(&["AF_grpmax", "AF_popmax"])).or_else(|| value("AF")).map(f32::to_bits)
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
        value: impl Fn(&GenericRecord, usize) -> Option<u32>,
        merge: impl Fn(u32, u32) -> u32 + Copy,
    ) -> Result<(), FileError> {
        let target = self.out.join(table);
        let mut writer = AllelesWriter::create(&target);
        for path in paths {
            let mut reader = VariantReader::open(path)?;
            let told = ["fileDate", "source", "reference"]
                .into_iter()
                .find_map(|key| reader.header().values(key).next().map(|value| format!("{key} {value}")));
            let mut left_out = 0;
            while let Some(record) = reader.next_record()? {
                for (number, alternate) in record.alternates.iter().enumerate() {
                    let allele = Allele::of(&record.contig, record.position, &record.reference, alternate);
                    let Some((allele, value)) = allele.zip(value(&record, number)) else {
                        left_out += 1;
                        continue;
                    };
                    writer
                        .add(allele, record.position, value, merge)
                        .map_err(|refused| disorder(refused, path, Some(&record)))?;
                }
            }
            let records = reader.records();
            self.file(role, path, told.unwrap_or_default(), records, left_out)?;
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
        output.write_all(converted.as_bytes()).map_err(|error| FileError::new(&target, error))?;
        output.publish()?;
        let records = u64::try_from(text.lines().count().saturating_sub(1)).unwrap_or(u64::MAX);
        let kept = u64::try_from(rows).unwrap_or(u64::MAX);
        self.file(role, path, String::new(), records, records.saturating_sub(kept))?;
        self.table(table, rows)
    }

    fn file(&mut self, role: &str, path: &Path, told: String, records: u64, left_out: u64) -> Result<(), FileError> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        self.files.push(SourceFile {
            role: role.to_owned(),
            file: marv_ingest::privacy::redact(&name).into_owned(),
            sha256: file_hash(path)?,
            version: self.sources.releases.get(role).cloned().unwrap_or(told),
            terms: self.sources.terms.get(role).cloned().unwrap_or_default(),
            records,
            left_out,
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
