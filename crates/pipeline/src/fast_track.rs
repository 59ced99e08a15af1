//! The fast track: the genes on which treatment waits, before all else.

use std::{borrow::Cow, collections::BTreeMap, fmt::Write as _, path::Path};

use marv_annotate::Bundle;
use marv_ingest::reference::Reference;

use crate::{CaseFile, Error, Settings, output::write_file};

/// Genes of the fast track.
///
/// RULE: ELN 2022 asks for FLT3, IDH1, IDH2 and NPM1 within three to five days, and treatment waits for TP53; the others are the
/// recurrent fusions' partners, of which a break is looked for within the gene.
const GENES: [&str; 20] = [
    "FLT3", "NPM1", "IDH1", "IDH2", "TP53", "PML", "RARA", "RUNX1", "RUNX1T1", "CBFB", "MYH11", "KMT2A", "BCR", "ABL1",
    "NUP98", "DEK", "NUP214", "MECOM", "ETV6", "PDGFRA",
];
/// Bases on both sides of a gene's coding part.
const FLANK: u32 = 5_000;
/// The name of the regions in a run's folder.
const REGIONS: &str = "fast-track.bed";

/// The case as it is to be run: restricted where the settings ask for a fast track.
pub(crate) fn chosen<'a>(file: &'a CaseFile, settings: &Settings, out: &Path) -> Result<Cow<'a, CaseFile>, Error> {
    if settings.fast_track { restricted(file, out).map(Cow::Owned) } else { Ok(Cow::Borrowed(file)) }
}

/// The case, restricted to the fast track's genes as far as the bundle knows them; their regions are written into `out`.
fn restricted(file: &CaseFile, out: &Path) -> Result<CaseFile, Error> {
    if file.regions.is_some() {
        return Err(Error::Usage {
            problem: "a fast track has regions of its own, and the case names others".to_owned(),
            advice: "leave out the regions, or the fast track".to_owned(),
        });
    }
    let reference = Reference::open(&file.reference)?;
    let contigs = reference.contigs();
    let bundle = Bundle::embedded().for_contigs(contigs).map_err(|error| {
        Error::file(
            &file.reference,
            None,
            error.to_string(),
            "the fast track needs gene models of the reference's build",
        )
    })?;
    let mut spans = BTreeMap::new();
    for coding in bundle.coding_intervals().iter().filter(|coding| GENES.contains(&&*coding.gene)) {
        let place = (coding.interval.contig(), coding.gene.clone());
        let span = spans.entry(place).or_insert((coding.interval.start(), coding.interval.end()));
        *span = (span.0.min(coding.interval.start()), span.1.max(coding.interval.end()));
    }
    let mut bed = String::new();
    for ((contig, gene), (start, end)) in &spans {
        let (start, end) = (start.saturating_sub(FLANK), (end + FLANK).min(contigs.length(*contig)));
        let _ = writeln!(bed, "{}\t{start}\t{end}\t{gene}", contigs.name(*contig)); // writing to a String cannot fail
    }
    let regions = out.join(REGIONS);
    write_file(&regions, bed.as_bytes())?;
    Ok(CaseFile { regions: Some(regions), ..file.clone() })
}
