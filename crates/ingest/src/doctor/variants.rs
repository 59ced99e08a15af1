//! Variant files: read whole as a run reads them, and held to the specification besides.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use marv_model::{
    genome::{Build, ContigId},
    sequence::ReferenceSource,
};

use super::{DoctorOptions, conformance::Conformance, diagnosis::Diagnosis};
use crate::{
    error::{Error, Problem},
    reference::Reference,
    variants::{
        Caller, Compression, SuppliedTally, VariantReader,
        supplied::{Intake, check_contigs},
    },
};

/// Reads a VCF or BCF.
pub(super) fn examine(path: &Path, options: &DoctorOptions, diagnosis: &mut Diagnosis) -> Result<(), Error> {
    let reference = options.reference.as_ref().map(Reference::open).transpose()?;
    let source = reference.as_ref().map(|r| r as &dyn ReferenceSource);
    let mut reader = VariantReader::open(path)?;
    let header = reader.header().clone();
    if !header.version.is_empty() {
        diagnosis.know("version", &header.version);
    }
    diagnosis.know("packing", packing(reader.compression()));
    let build = header.contig_table().map_or(Build::Unknown, |contigs| contigs.build());
    diagnosis.know("build", build);
    diagnosis.know("samples", if header.samples.is_empty() { "none".to_owned() } else { header.samples.join(", ") });
    if let Some(reference) = &reference {
        check_contigs(&header, reference.contigs(), path)?;
    }
    let mut intake = match Intake::new(&header, &options.names, path, source) {
        Ok(intake) => Some(intake),
        Err(error)
            if matches!(*error.problem, Problem::Mismatch { .. })
                && options.names == crate::variants::SampleNames::default() =>
        {
            diagnosis.warn(&error.problem.to_string(), error.advice.as_deref().unwrap_or("name the samples"));
            None
        }
        Err(error) => return Err(error),
    };
    let mut names: HashMap<String, u32> = HashMap::new();
    let mut conformance = Conformance::new(&header);
    let read = loop {
        let record = match reader.next_record() {
            Ok(Some(record)) => record,
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        };
        conformance.check(&record);
        if let Some(intake) = &mut intake {
            let found = |name: &str| {
                if let Some(reference) = &reference {
                    return reference.contigs().id_or_alias(name);
                }
                let next = u32::try_from(names.len()).ok()?;
                Some(ContigId(*names.entry(name.to_owned()).or_insert(next)))
            };
            intake.take(&record, found, &mut |_| {});
        }
    };
    diagnosis.know("records", reader.records());
    let unit = if reader.is_bcf() { "record" } else { "line" };
    if let Some(intake) = &intake {
        told(intake.caller, &intake.sample_names(&header), &intake.tally(reader.notices()), unit, diagnosis);
    } else {
        diagnosis.notices(&reader.notices().list(), unit);
    }
    diagnosis.notices(&conformance.notices().list(), unit);
    diagnosis.notes(&conformance.of_header().list(), "header line");
    read?;
    if conformance.sorted() {
        diagnosis.know("sorted", "yes");
    } else {
        diagnosis.know("sorted", "no");
        diagnosis.warn(
            "the records are not sorted by position",
            "`bcftools sort` sorts them; they are read in any order, but have no index",
        );
    }
    if let Some(intake) = &intake {
        intake.check_genome(path)?;
    }
    index(path, reader.compression(), conformance.sorted(), diagnosis)
}

fn told(caller: Caller, samples: &[Option<String>; 2], tally: &SuppliedTally, unit: &str, diagnosis: &mut Diagnosis) {
    diagnosis.know("caller", caller);
    let name = |sample: &Option<String>| sample.clone().unwrap_or_else(|| "none".to_owned());
    diagnosis.know("tumour", name(&samples[0]));
    diagnosis.know("normal", name(&samples[1]));
    diagnosis.know("alleles", tally.alleles);
    diagnosis.know("used as small variants", tally.used);
    for skipped in &tally.skipped {
        diagnosis
            .know("skipped", format!("{}: {} (first in {unit} {})", skipped.count, skipped.what, skipped.first_line));
    }
    diagnosis.notices(&tally.notices, unit);
}

fn packing(compression: Compression) -> &'static str {
    match compression {
        Compression::Plain => "none",
        Compression::Gzip => "gzip",
        Compression::Bgzf => "BGZF",
    }
}

/// An index that is older than its file finds the wrong records.
fn index(path: &Path, compression: Compression, sorted: bool, diagnosis: &mut Diagnosis) -> Result<(), Error> {
    let beside = |ending: &str| PathBuf::from(format!("{}.{ending}", path.display()));
    let Some(index) = ["tbi", "csi"].map(beside).into_iter().find(|index| index.exists()) else {
        diagnosis.know("index", "none");
        return Ok(());
    };
    diagnosis.know("index", index.extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default());
    let time = |path: &Path| path.metadata().and_then(|m| m.modified()).map_err(|e| Error::new(path, e));
    if time(&index)? < time(path)? {
        diagnosis.warn(
            "its index is older than the file",
            "make it again: `tabix -f -p vcf FILE` or `bcftools index -f FILE`",
        );
    }
    if compression != Compression::Bgzf || !sorted {
        diagnosis.warn(
            "it has an index although it is not in BGZF or not sorted",
            "`bcftools sort -Oz` and `bcftools index`",
        );
    }
    Ok(())
}
