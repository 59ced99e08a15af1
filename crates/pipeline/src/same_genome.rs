//! Whether a table of alleles beside the reads is of the reads' genome. One that is not would find none of its alleles among
//! the candidates and say nothing: every artefact of a panel would pass.

use std::path::Path;

use marv_ingest::variants::VariantReader;
use marv_model::genome::Contigs;

use crate::Error;

/// Refuses a file whose header has contigs of other lengths than the reference, or none of its contigs.
pub(crate) fn refuse_other(path: &Path, reader: &VariantReader, contigs: &Contigs) -> Result<(), Error> {
    let Some(own) = reader.header().contig_table() else { return Ok(()) };
    let refuse = |problem: String| {
        let advice = "give the file that belongs to this reference, or lift it over";
        Err(Error::file(path, Some("header"), format!("it is of another genome than the reference: {problem}"), advice))
    };
    let mut shared = 0usize;
    for (_, contig) in own.iter() {
        let Some(id) = contigs.id_or_alias(&contig.name) else { continue };
        let length = contigs.length(id);
        if contig.length != 0 && contig.length != length {
            return refuse(format!("{} has {} bases there, {length} in the reference", contig.name, contig.length));
        }
        shared += 1;
    }
    match own.iter().next() {
        Some((_, first)) if shared == 0 => {
            refuse(format!("the reference has none of its contigs, such as {}", first.name))
        }
        _ => Ok(()),
    }
}
