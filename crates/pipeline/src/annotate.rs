//! Consequences into anybody's VCF.

use std::path::Path;

use marv_annotate::{Annotator, Bundle, csq};
use marv_ingest::{
    reference::Reference,
    variants::{self, Appended, VariantReader},
};
use marv_model::{
    genome::{Contig, Contigs},
    sequence::ReferenceSource,
    variant::SmallVariant,
};

use crate::{
    Error,
    progress::{Event, Progress},
};

/// Writes INFO/CSQ into each record of `input` that lies in or near a panel gene; all else stays byte for byte.
///
/// Without a reference, consequences that need bases are left to the terms that do not: the header says so.
pub fn annotate_file(
    input: &Path,
    output: &Path,
    reference: Option<&Path>,
    progress: &dyn Progress,
) -> Result<Appended, Error> {
    let reference = reference.map(Reference::open).transpose()?;
    let contigs = match &reference {
        Some(reference) => reference.contigs().clone(),
        None => declared(input)?,
    };
    let bundle = Bundle::embedded().for_contigs(&contigs).map_err(|wrong| {
        Error::file(
            input,
            None,
            wrong.to_string(),
            "give variants of the bundle's build, with ##contig lines or the reference (--reference)",
        )
    })?;
    let annotator = Annotator::new(&bundle);
    let source = reference.as_ref().map(|reference| reference as &dyn ReferenceSource);
    if source.is_none() {
        progress.event(Event::Warning {
            message: "no reference: protein changes are not told, and variants in repeats are named where they stand"
                .into(),
        });
    }
    let mut header = vec![format!("##INFO=<ID=CSQ,Number=.,Type=String,Description=\"{}\">", csq::HEADER)];
    if source.is_none() {
        header.push("##MarvAnnotation=without a reference: no protein changes, no shifting in repeats".to_owned());
    }
    let appended = variants::annotate_file(input, output, &header, |record| {
        let Some(contig) = contigs.id_or_alias(&record.contig) else { return Ok(Vec::new()) };
        let Some(position) = record.position.checked_sub(1) else { return Ok(Vec::new()) };
        let values: Vec<String> = record
            .alternates
            .iter()
            .filter_map(|alternate| {
                // Symbolic alleles and breakends have no bases to annotate.
                let variant = SmallVariant::new(contig, position, &record.reference, alternate).ok()?;
                let effects = annotator.effects(&variant, source);
                (!effects.is_empty()).then(|| csq::value(&variant, &effects))
            })
            .collect();
        Ok(if values.is_empty() { Vec::new() } else { vec![("CSQ".to_owned(), values.join(","))] })
    })?;
    Ok(appended)
}

/// The contigs that a VCF declares with their lengths.
fn declared(input: &Path) -> Result<Contigs, Error> {
    let reader = VariantReader::open(input)?;
    let contigs = reader.header().contigs.iter().filter_map(|contig| Some(Contig::new(&contig.name, contig.length?)));
    Contigs::new(contigs)
        .map_err(|error| Error::file(input, Some("##contig"), error.to_string(), "give the reference with --reference"))
}
