//! The fast track: the genes on which treatment waits, before all else.

use std::{borrow::Cow, fmt::Write as _, ops::Range, path::Path};

use marv_annotate::{Bundle, fusion::windows};
use marv_ingest::reference::Reference;
use marv_model::genome::{ContigId, Contigs};

use crate::{CaseFile, Error, Settings, output::write_file};

/// Genes of the fast track.
///
/// RULE: ELN 2022 asks for FLT3, IDH1, IDH2 and NPM1 within three to five days, and treatment waits for TP53; the others are the
/// recurrent fusions' partners. Each is read whole, and as far around it as the table of rearrangements has breaks, so that one that is
/// unbroken excludes its rearrangements.
const GENES: [&str; 20] = [
    "FLT3", "NPM1", "IDH1", "IDH2", "TP53", "PML", "RARA", "RUNX1", "RUNX1T1", "CBFB", "MYH11", "KMT2A", "BCR", "ABL1",
    "NUP98", "DEK", "NUP214", "MECOM", "ETV6", "PDGFRA",
];
/// Bases on both sides of a gene, at the least.
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
    Bundle::embedded().for_contigs(contigs).map_err(|error| {
        Error::file(
            &file.reference,
            None,
            error.to_string(),
            "the fast track needs gene models of the reference's build",
        )
    })?;
    let mut bed = String::new();
    for (contig, range, gene) in places(contigs) {
        let _ = writeln!(bed, "{}\t{}\t{}\t{gene}", contigs.name(contig), range.start, range.end); // to a String: cannot fail
    }
    let regions = out.join(REGIONS);
    write_file(&regions, bed.as_bytes())?;
    Ok(CaseFile { regions: Some(regions), ..file.clone() })
}

/// Where the genes lie, with what is read around them, in the genome's order; what the reference lacks is left out.
fn places(contigs: &Contigs) -> Vec<(ContigId, Range<u32>, &'static str)> {
    let bundle = Bundle::embedded();
    let pad_of = |gene: &str| {
        let pads = bundle.recurrent().iter().flat_map(|row| {
            [(Some(&row.one), row.pads[0]), (row.other.as_ref(), row.pads[1])]
                .into_iter()
                .filter_map(|(name, pad)| (**name? == *gene).then_some(pad))
        });
        pads.fold(FLANK, u32::max)
    };
    let placed = |gene: &'static str| {
        windows(bundle, gene, pad_of(gene)).into_iter().filter_map(move |window| {
            let contig = contigs.id_or_alias(&window.chrom)?;
            Some((contig, window.range.start..window.range.end.min(contigs.length(contig)), gene))
        })
    };
    let mut found: Vec<_> = GENES.into_iter().flat_map(placed).collect();
    found.sort_by_key(|(contig, range, gene)| (*contig, range.start, *gene));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Genes by NCBI Gene on GRCh38, 1-based: RARA 17:40,309,180-40,357,643 has its first exon, which codes for nothing, 22 kb before
    /// the first base that does; MECOM 3:169,083,507-169,663,712, with breaks of inv(3) and t(3;3) to 700 kb from it.
    #[test]
    fn every_gene_is_read_whole_and_where_breaks_lie_around_it() {
        let contigs = Contigs::grch38();
        let found = places(&contigs);
        assert_eq!(found.len(), GENES.len());
        let of = |gene: &str| found.iter().find(|(_, _, name)| *name == gene).unwrap().1.clone();
        assert_eq!(of("RARA"), 40_309_179 - 5_000..40_357_643 + 5_000);
        assert_eq!(of("MECOM"), 169_083_506 - 700_000..169_663_712 + 700_000);
        let bases: u32 = found.iter().map(|(_, range, _)| range.end - range.start).sum();
        assert!(bases < 5_000_000, "an answer in minutes: {bases}");
    }
}
