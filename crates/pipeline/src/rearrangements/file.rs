//! `structural.vcf.gz`: every junction, those that a filter holds back among them.

use std::path::Path;

use marv_ingest::variants::{CallHeader, JunctionExtra, write_junctions};
use marv_knowledge::Knowledge;
use marv_model::structure::JunctionCall;

use super::genes::{Models, joined};
use crate::{Error, inputs::Pair};

/// The name of the rearrangements in a folder.
pub(crate) const STRUCTURAL: &str = "structural.vcf.gz";

/// Writes the file into a folder. `reference_name` is the reference's file name, `command` the command that writes.
pub(crate) fn write_structural(
    out: &Path,
    calls: &[JunctionCall],
    pair: &Pair,
    (tumour, normal): (&str, Option<&str>),
    (reference_name, command): (&str, &str),
    knowledge: Option<&Knowledge>,
) -> Result<(), Error> {
    let contigs = pair.contigs();
    let header = CallHeader {
        contigs,
        reference_name,
        tumour,
        normal: pair.normal.is_some().then_some(normal.unwrap_or("NORMAL")),
        command,
        version: crate::VERSION,
        csq_format: None,
        extra_meta: &[],
    };
    let models = Models { contigs, knowledge };
    let extra = |call: &JunctionCall| {
        Ok::<_, Error>(JunctionExtra { fusions: joined(call, models)?.iter().map(described).collect() })
    };
    let extras: Vec<JunctionExtra> =
        if models.any() { calls.iter().map(extra).collect::<Result<_, _>>()? } else { Vec::new() };
    write_junctions(&out.join(STRUCTURAL), &header, calls, &extras, &pair.reference).map_err(Error::output)
}

/// Such as `BCR::ABL1|14|2|in_frame`.
fn described(fusion: &marv_annotate::fusion::GeneFusion) -> String {
    let exon = |number: Option<usize>| number.map_or_else(|| ".".to_owned(), |number| number.to_string());
    let frame = match fusion.in_frame {
        Some(true) => "in_frame",
        Some(false) => "out_of_frame",
        None => ".",
    };
    format!("{fusion}|{}|{}|{frame}", exon(fusion.last_exon), exon(fusion.first_exon))
}
