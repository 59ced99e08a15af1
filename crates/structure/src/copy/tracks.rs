//! The evidence of all regions, added up: depth by window, allele counts by site.

use marv_model::genome::{ContigId, Contigs, Interval};

use crate::{evidence::RegionStructure, sweep::WINDOW};

/// Depth and allele counts of a pair over its genome.
#[derive(Debug, Clone, PartialEq)]
pub struct Tracks {
    contigs: Vec<Track>,
    with_normal: bool,
}

/// One contig's.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Track {
    /// Of the contig, bases.
    pub(crate) length: u32,
    /// Aligned bases by window, tumour.
    pub(crate) tumour: Vec<u32>,
    /// The same in the normal.
    pub(crate) normal: Vec<u32>,
    /// Bases of each window that a sweep went over.
    pub(crate) swept: Vec<u16>,
    /// Sites in the contig's order.
    pub(crate) sites: Vec<Site>,
}

/// A substitution that the normal shows as an inherited one might be, with its reads in both samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Site {
    /// 0-based.
    pub position: u32,
    /// Reads of the alternate allele, and all reads over the place, in the tumour.
    pub tumour: [u32; 2],
    /// The same in the normal.
    pub normal: [u32; 2],
}

impl Tracks {
    /// Empty, over a genome.
    pub fn new(contigs: &Contigs, with_normal: bool) -> Self {
        let track = |length: u32| {
            let windows = length.div_ceil(WINDOW) as usize;
            Track {
                length,
                tumour: vec![0; windows],
                normal: vec![0; if with_normal { windows } else { 0 }],
                swept: vec![0; windows],
                sites: Vec::new(),
            }
        };
        Self { contigs: contigs.iter().map(|(_, contig)| track(contig.length)).collect(), with_normal }
    }
    /// Adds a region's depth. Regions may come in any order, each once.
    pub fn add(&mut self, evidence: &RegionStructure) {
        let region = evidence.region;
        let Some(track) = self.contigs.get_mut(region.contig().index()) else { return };
        for (window, from, to) in windows_of(region) {
            if let Some(swept) = track.swept.get_mut(window) {
                *swept += u16::try_from(to - from).unwrap_or(0);
            }
        }
        for (depth, into) in
            [(Some(&evidence.tumour), &mut track.tumour), (evidence.normal.as_ref(), &mut track.normal)]
        {
            let Some(sample) = depth else { continue };
            let first = sample.depth.first as usize;
            for (into, bases) in into.iter_mut().skip(first).zip(&sample.depth.bases) {
                *into = into.saturating_add(*bases);
            }
        }
    }
    /// Adds sites of a contig, in any order, each once.
    pub fn add_sites(&mut self, contig: ContigId, sites: impl IntoIterator<Item = Site>) {
        if let Some(track) = self.contigs.get_mut(contig.index()) {
            track.sites.extend(sites);
        }
    }
    /// Brings the sites into the genome's order, so that nothing depends on the order of the regions.
    pub fn sort(&mut self) {
        for track in &mut self.contigs {
            track.sites.sort_unstable();
            track.sites.dedup_by_key(|site| site.position);
        }
    }
    /// Whether there is a normal.
    pub fn with_normal(&self) -> bool {
        self.with_normal
    }
    pub(crate) fn get(&self, contig: ContigId) -> Option<&Track> {
        self.contigs.get(contig.index())
    }
    /// The contig's windows that were swept or hold reads, by number: from the first to the one behind the last. None of a
    /// contig that nobody looked at. A chromosome without a read is known to be missing only where it was swept.
    pub fn covered(&self, contig: ContigId) -> Option<(u32, u32)> {
        let track = self.get(contig)?;
        let any = |window: usize| {
            let reads = track.tumour[window] > 0 || track.normal.get(window).is_some_and(|bases| *bases > 0);
            reads || track.swept[window] > 0
        };
        let first = (0..track.tumour.len()).find(|window| any(*window))?;
        let last = (0..track.tumour.len()).rev().find(|window| any(*window))?;
        Some((u32::try_from(first).ok()?, u32::try_from(last + 1).ok()?))
    }
}

/// The windows of an interval with the part of each: number, first base, base behind the last.
fn windows_of(interval: Interval) -> impl Iterator<Item = (usize, u32, u32)> {
    let windows = interval.start() / WINDOW..interval.end().div_ceil(WINDOW);
    windows.map(move |window| {
        let (start, end) = (window * WINDOW, (window + 1).saturating_mul(WINDOW));
        (window as usize, start.max(interval.start()), end.min(interval.end()))
    })
}

#[cfg(test)]
mod tests {
    use marv_model::genome::Contig;

    use super::*;
    use crate::SampleStructure;

    /// Two regions that cut window 1; a read over the edge is counted by the one that holds its start.
    #[test]
    fn regions_add_up_in_any_order() {
        let contigs = Contigs::new([Contig::new("c", 2_500)]).unwrap();
        let region = |start, end, bases: &[u32]| {
            let mut tumour = SampleStructure::default();
            (tumour.depth.first, tumour.depth.bases) = (start / WINDOW, bases.to_vec());
            RegionStructure { region: Interval::new(ContigId(0), start, end).unwrap(), tumour, normal: None }
        };
        let (one, other) = (region(0, 1_400, &[10, 20, 5]), region(1_400, 2_500, &[7, 9]));
        let sum = |regions: [&RegionStructure; 2]| {
            let mut tracks = Tracks::new(&contigs, false);
            for region in regions {
                tracks.add(region);
            }
            tracks
        };
        let tracks = sum([&one, &other]);
        assert_eq!(tracks, sum([&other, &one]));
        assert_eq!(
            (&tracks.contigs[0].tumour[..], &tracks.contigs[0].swept[..]),
            (&[10, 27, 14][..], &[1000, 1000, 500][..])
        );
        assert_eq!(tracks.covered(ContigId(0)), Some((0, 3)));
    }
}
