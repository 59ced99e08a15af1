//! Whether a file and the reference are of one genome, and which of the file's contigs is which of the reference's.

use std::sync::Arc;

use marv_model::genome::{Contig, ContigId, Contigs};

use super::{
    AlignmentFile, Warning,
    file::Facts,
    scan::{RegionReader, ScanSummary},
};
use crate::{Error, error::Problem};

/// An alignment file whose contigs are those of a reference. Cheap to clone; each thread takes its own [`RegionReader`].
#[derive(Debug, Clone)]
pub struct BoundAlignment {
    pub(super) facts: Arc<Facts>,
    pub(super) map: Arc<ContigMap>,
    warnings: Vec<Warning>,
}

/// Which contig of the file is which of the reference.
#[derive(Debug)]
pub(super) struct ContigMap {
    pub(super) reference: Contigs,
    /// By the file's number.
    pub(super) to_reference: Vec<Option<ContigId>>,
    /// By the reference's number.
    pub(super) to_file: Vec<Option<u32>>,
}

/// Names in a message before it says "and so on".
const NAMES_SHOWN: usize = 4;

impl AlignmentFile {
    /// Compares names, lengths and M5 with the reference's. Refuses a file of several samples of which none is chosen.
    pub fn bind(&self, reference: &Contigs) -> Result<BoundAlignment, Error> {
        self.sample()?;
        let file = &self.0.header.contigs;
        let mut to_reference = vec![None; file.len()];
        let mut to_file = vec![None; reference.len()];
        let mut aliased = Vec::new();
        let mut claim = |own: ContigId, id: ContigId| {
            if to_file[id.index()].is_none() {
                to_file[id.index()] = Some(own.0);
                to_reference[own.index()] = Some(id);
                return true;
            }
            false
        };
        for (own, contig) in file.iter() {
            if let Some(id) = reference.id(&contig.name) {
                claim(own, id);
            }
        }
        for (own, contig) in file.iter().filter(|(_, contig)| reference.id(&contig.name).is_none()) {
            if let Some(id) = reference.id_or_alias(&contig.name)
                && claim(own, id)
            {
                aliased.push(format!("{} for {}", contig.name, reference.name(id)));
            }
        }
        let map = ContigMap { reference: reference.clone(), to_reference, to_file };
        let warnings = self.compare(&map, &aliased)?;
        Ok(BoundAlignment { facts: Arc::clone(&self.0), map: Arc::new(map), warnings })
    }

    fn compare(&self, map: &ContigMap, aliased: &[String]) -> Result<Vec<Warning>, Error> {
        let (file, reference) = (&self.0.header.contigs, &map.reference);
        let wrong = |detail: String| {
            let builds = format!("the file is of {}, the reference of {}", file.build(), reference.build());
            Error::new(&self.0.path, Problem::WrongReference { detail: format!("{detail}; {builds}") })
                .advice("give the reference FASTA that the reads were aligned to, or align them again")
        };
        let pairs =
            || file.iter().zip(&map.to_reference).filter_map(|((_, own), id)| Some((own, reference.get((*id)?)?)));
        if file.is_empty() {
            return Err(wrong("the header of the file lists no contig".to_owned()));
        }
        if pairs().next().is_none() {
            let names = |contigs: &Contigs| listed(contigs.iter().map(|(_, contig)| contig.name.to_string()));
            return Err(wrong(format!("no contig name in common: {} against {}", names(file), names(reference))));
        }
        let differing = |differ: fn(&Contig, &Contig) -> bool| -> Vec<String> {
            let differing = pairs().filter(|(own, other)| differ(own, other));
            differing
                .map(|(own, other)| format!("{} ({} against {} bases)", own.name, own.length, other.length))
                .collect()
        };
        let lengths = differing(|own, other| own.length != other.length);
        if !lengths.is_empty() {
            return Err(wrong(format!("{} contigs differ in length: {}", lengths.len(), listed(lengths))));
        }
        let mut warnings = self.0.warnings.clone();
        let sums = pairs().filter(|(own, other)| matches!((&own.md5, &other.md5), (Some(a), Some(b)) if a != b));
        let sums: Vec<String> = sums.map(|(own, _)| own.name.to_string()).collect();
        if !sums.is_empty() {
            let detail = format!("{} contigs of the same length differ in sequence (M5): {}", sums.len(), listed(sums));
            if !self.0.options.accept_other_sequence {
                return Err(wrong(detail));
            }
            warnings.push(Warning::new(format!("{}: {detail}", self.0.path.display())));
        }
        let names_of = |missing: Vec<String>, what: &str| {
            Warning::new(format!("{}: {} contigs {what}: {}", self.0.path.display(), missing.len(), listed(missing)))
        };
        let foreign: Vec<String> = file
            .iter()
            .filter(|(own, _)| map.to_reference[own.index()].is_none())
            .map(|(_, contig)| contig.name.to_string())
            .collect();
        let absent: Vec<String> = reference
            .iter()
            .filter(|(id, _)| map.to_file[id.index()].is_none())
            .map(|(_, contig)| contig.name.to_string())
            .collect();
        if !foreign.is_empty() {
            warnings.push(names_of(foreign, "are not in the reference; their reads are not looked at"));
        }
        if !absent.is_empty() {
            warnings.push(names_of(absent, "of the reference are not in the file; it says nothing of them"));
        }
        if !aliased.is_empty() {
            warnings.push(names_of(aliased.to_vec(), "are taken for the reference's of another name"));
        }
        Ok(warnings)
    }
}

/// The first few names, and whether there are more.
fn listed(names: impl IntoIterator<Item = String>) -> String {
    let mut names = names.into_iter();
    let mut shown: Vec<String> = names.by_ref().take(NAMES_SHOWN).collect();
    let more = names.count();
    if more > 0 {
        shown.push(format!("and {more} more"));
    }
    shown.join(", ")
}

impl BoundAlignment {
    /// The reference's contigs.
    pub fn contigs(&self) -> &Contigs {
        &self.map.reference
    }
    /// The file.
    pub fn file(&self) -> AlignmentFile {
        AlignmentFile(Arc::clone(&self.facts))
    }
    /// Whether the file's header has this contig. If not, the file says nothing of it, and a scan of it finds nothing.
    pub fn has_contig(&self, contig: ContigId) -> bool {
        self.map.to_file.get(contig.index()).copied().flatten().is_some()
    }
    /// What a user should know, of the file and of its fit to the reference.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
    /// A reader of regions, for one thread. Refused without an index, or when the header says that the file is not
    /// sorted by position.
    pub fn reader(&self) -> Result<RegionReader, Error> {
        self.file().require_regions()?;
        RegionReader::new(self)
    }
    /// Hands every record of the file to each sink, in the file's order, unplaced ones at the end. Needs no index. The
    /// order is checked where the header promises one.
    pub fn scan_whole(&self, sinks: &mut [&mut dyn marv_model::read::ReadSink]) -> Result<ScanSummary, Error> {
        super::scan::scan_whole(self, sinks)
    }
}
