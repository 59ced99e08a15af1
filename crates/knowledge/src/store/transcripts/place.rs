//! The contig of a line of a source.

use marv_model::genome::Build;

use crate::store::chromosome;

/// Where a feature lies.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// The chromosome's number; none for other contigs.
    pub(super) chromosome: Option<u16>,
}

/// The chromosome of a contig's name or RefSeq accession; an error where the accession is another build's.
pub(super) fn placed(contig: &str, build: Build) -> Result<Place, String> {
    let chromosome = match chromosome::accession(contig) {
        Some((_, Some(found))) if found != build => {
            return Err(format!("a chromosome of {build}; this is one of {found}"));
        }
        Some((number, _)) => Some(number),
        None => chromosome::number(contig),
    };
    Ok(Place { chromosome })
}
