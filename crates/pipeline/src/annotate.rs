//! Consequences into anybody's VCF.

use std::{ops::Range, path::Path};

use marv_annotate::{Annotator, Transcript, csq};
use marv_ingest::{
    reference::Reference,
    variants::{self, Appended, GenericRecord, VariantReader},
};
use marv_knowledge::Knowledge;
use marv_model::{
    genome::{Contig, Contigs},
    sequence::ReferenceSource,
    variant::SmallVariant,
};

use crate::{
    Error,
    panel::{bundle_on, opened},
    progress::{Event, Progress},
};

/// Writes INFO/CSQ into each record of `input` that lies in or near a panel gene; all else stays byte for byte.
///
/// With a folder of knowledge that has gene models, genes outside of the panel are annotated too, and on another build than the
/// embedded models' the panel by the folder's. Each allele also gets its highest population frequency (MARV_AF) and ClinVar's word
/// (MARV_CLNSIG), wherever in the genome it lies.
///
/// Without a reference, consequences that need bases are left to the terms that do not: the header says so.
pub fn annotate_file(
    input: &Path,
    output: &Path,
    reference: Option<&Path>,
    knowledge: Option<&Path>,
    progress: &dyn Progress,
) -> Result<Appended, Error> {
    let reference = reference.map(Reference::open).transpose()?;
    let contigs = match &reference {
        Some(reference) => reference.contigs().clone(),
        None => declared(input)?,
    };
    let source = reference.as_ref().map(|reference| reference as &dyn ReferenceSource);
    let mut knowledge = knowledge.map(|folder| opened(folder, &contigs)).transpose()?;
    let refuse = |why: String| {
        let advice = "give variants with ##contig lines or the reference (--reference), and gene models of their build";
        Error::file(input, None, why, advice)
    };
    let bundle = match bundle_on(&contigs, source.unwrap_or(&NoBases), knowledge.as_ref())? {
        Ok((Some(bundle), _)) => bundle,
        Ok((None, _)) => return Err(refuse("there are no gene models for it".to_owned())),
        Err(why) => return Err(refuse(why)),
    };
    let annotator = Annotator::new(&bundle);
    let mut models = Models::default();
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
    if knowledge.is_some() {
        header.push(
            "##INFO=<ID=MARV_AF,Number=A,Type=Float,Description=\"Highest population frequency; 0 where the source covers the \
             place without the allele\">"
                .to_owned(),
        );
        header.push(
            "##INFO=<ID=MARV_CLNSIG,Number=A,Type=String,Description=\"Clinical significance by ClinVar\">".to_owned(),
        );
    }
    let consequences = |record: &GenericRecord, models: &[Transcript]| -> Option<(String, String)> {
        let annotator = annotator.beyond(models);
        let contig = contigs.id_or_alias(&record.contig)?;
        let position = record.position.checked_sub(1)?;
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
        (!values.is_empty()).then(|| ("CSQ".to_owned(), values.join(",")))
    };
    let appended = variants::annotate_file(input, output, &header, |record| {
        let mut added = match &mut knowledge {
            Some(knowledge) => known(record, knowledge)?,
            None => Vec::new(),
        };
        added.extend(consequences(record, models.around(record, knowledge.as_ref())?));
        Ok(added)
    })?;
    Ok(appended)
}

/// The department's models around the record that was asked for last: a file in order asks for the next nearby.
#[derive(Default)]
struct Models {
    /// Contig and stretch that are held.
    of: Option<(String, Range<u32>)>,
    held: Vec<Transcript>,
}

impl Models {
    /// Bases that are read at a time.
    const STRETCH: u32 = 1_000_000;

    fn around(
        &mut self,
        record: &GenericRecord,
        knowledge: Option<&Knowledge>,
    ) -> Result<&[Transcript], marv_ingest::Error> {
        let Some(models) = knowledge.and_then(Knowledge::transcripts) else { return Ok(&[]) };
        let start = record.position.saturating_sub(1);
        let end = start.saturating_add(u32::try_from(record.reference.len()).unwrap_or(u32::MAX));
        let holds = |(contig, range): &(String, Range<u32>)| {
            *contig == record.contig && range.start <= start && end <= range.end
        };
        if !self.of.as_ref().is_some_and(holds) {
            let range = start..end.max(start.saturating_add(Self::STRETCH));
            self.held = models.around(&record.contig, range.clone())?;
            self.of = Some((record.contig.clone(), range));
        }
        Ok(&self.held)
    }
}

/// A reference of which no base is at hand.
struct NoBases;

impl ReferenceSource for NoBases {
    fn bases(&self, _: marv_model::genome::Interval) -> Option<marv_model::sequence::Bases> {
        None
    }
}

/// What a department's knowledge says of a record's alleles; a field of which nothing is known is left out.
fn known(record: &GenericRecord, knowledge: &mut Knowledge) -> Result<Vec<(String, String)>, marv_ingest::Error> {
    let mut fields: [Vec<Option<String>>; 2] = [Vec::new(), Vec::new()];
    for alternate in &record.alternates {
        let known = knowledge.allele(&record.contig, record.position, &record.reference, alternate)?;
        fields[0].push(known.frequency.map(|frequency| format!("{frequency:.6e}")));
        fields[1].push(known.clinvar.map(|word| word.word().to_owned()));
    }
    let joined = |values: Vec<Option<String>>| {
        let any = values.iter().any(Option::is_some);
        let values: Vec<String> = values.into_iter().map(|value| value.unwrap_or_else(|| ".".to_owned())).collect();
        any.then(|| values.join(","))
    };
    let named = ["MARV_AF", "MARV_CLNSIG"].into_iter().zip(fields.map(joined));
    Ok(named.filter_map(|(name, value)| Some((name.to_owned(), value?))).collect())
}

/// The contigs that a VCF declares with their lengths.
fn declared(input: &Path) -> Result<Contigs, Error> {
    let reader = VariantReader::open(input)?;
    let contigs = reader.header().contigs.iter().filter_map(|contig| Some(Contig::new(&contig.name, contig.length?)));
    Contigs::new(contigs)
        .map_err(|error| Error::file(input, Some("##contig"), error.to_string(), "give the reference with --reference"))
}
