//! A run over whole genes of a genome, as the fast track is: copies of the genes are told, and of nothing that lies between.
#![allow(clippy::unwrap_used, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "test code")]

use std::collections::BTreeMap;

use marv_model::genome::{Contigs, Interval};
use marv_structure::{
    RegionStructure, SampleStructure,
    copy::{Composition, CopyNumber, Inputs, Karyogram, Tracks, arms, chromosome_number, iamp21, measure},
    sweep::WINDOW,
};

/// Genes of the fast track with what surrounds them, in thousands of bases of GRCh38 (NCBI Gene, rounded outwards).
const GENES: [(&str, u32, u32); 13] = [
    ("chr4", 54_224, 54_304),    // PDGFRA
    ("chr6", 18_219, 18_270),    // DEK
    ("chr8", 91_954, 92_108),    // RUNX1T1
    ("chr9", 130_708, 130_891),  // ABL1
    ("chr9", 131_120, 131_240),  // NUP214
    ("chr11", 3_670, 3_803),     // NUP98
    ("chr11", 118_431, 118_532), // KMT2A
    ("chr12", 11_644, 11_901),   // ETV6
    ("chr16", 15_698, 15_863),   // MYH11
    ("chr16", 67_023, 67_107),   // CBFB
    ("chr17", 7_661, 7_692),     // TP53
    ("chr17", 40_304, 40_362),   // RARA
    ("chr21", 34_782, 34_894),   // RUNX1
];
/// Depths of the two samples, and the copies of the one gene of which a copy is gained in all cells.
const DEPTH: [f64; 2] = [90.0, 38.0];
const GAINED: (&str, u32) = ("chr12", 3);

/// Measures reads over the given stretches, in thousands of bases: bases by window as a library with 4 % of noise has them.
fn measured(stretches: &[(&str, u32, u32)]) -> (CopyNumber, Contigs, Karyogram) {
    let contigs = Contigs::grch38();
    let mut tracks = Tracks::new(&contigs, true);
    let mut composition: BTreeMap<_, Composition> = BTreeMap::new();
    let mut state = 1u64;
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        1.0 + 0.14 * (f64::from(u32::try_from(state >> 40).unwrap()) / f64::from(1u32 << 24) - 0.5)
    };
    for (name, start, end) in stretches {
        let id = contigs.id(name).unwrap();
        let copies = if *name == GAINED.0 { f64::from(GAINED.1) } else { 2.0 };
        let mut sample = |depth: f64| {
            let mut sample = SampleStructure::default();
            sample.depth.first = *start;
            sample.depth.bases = (*start..*end).map(|_| (depth * noise() * f64::from(WINDOW)).round() as u32).collect();
            sample
        };
        let (tumour, normal) = (sample(DEPTH[0] * copies / 2.0), sample(DEPTH[1]));
        let region = Interval::new(id, start * WINDOW, end * WINDOW).unwrap();
        tracks.add(&RegionStructure { region, tumour, normal: Some(normal) });
        let known = composition.entry(id).or_insert_with(|| Composition { first: *start, ..Composition::default() });
        known.known.resize((end - known.first) as usize, 1_000);
        // Composition that says nothing of depth.
        let from = u32::try_from(known.gc.len()).unwrap();
        known.gc.extend((from..end - known.first).map(|window| 380 + u16::try_from(window % 60).unwrap()));
    }
    tracks.sort();
    let centromeres = [("chr17", 25_100_000), ("chr11", 53_400_000), ("chr16", 36_800_000)];
    let karyogram = Karyogram::new(&contigs, centromeres.map(|(name, base)| (contigs.id(name).unwrap(), base)).into());
    let copies = measure(&Inputs {
        tracks: &tracks,
        composition: &composition,
        contigs: &contigs,
        karyogram: &karyogram,
        breaks: &[],
        fractions: &[],
        carriers: &[],
        tumour_in_normal: Some(0.0),
        beside: &[],
    });
    (copies, contigs, karyogram)
}

#[test]
fn genes_of_a_genome_tell_their_own_copies_and_nothing_between_them() {
    let (copies, contigs, karyogram) = measured(&GENES);
    let found: Vec<(&str, u32, u32)> = copies
        .segments
        .iter()
        .map(|one| (contigs.name(one.interval.contig()), one.interval.start() / 1_000, one.interval.end() / 1_000))
        .collect();
    assert_eq!(found, GENES, "each gene is a segment, and the 114 Mb between NUP98 and KMT2A are in none");
    // Three copies over two: log2 1.5.
    let gained = copies.segments.iter().find(|one| contigs.name(one.interval.contig()) == GAINED.0).unwrap();
    assert!((gained.log2_ratio - 0.585).abs() < 0.03, "{gained:?}");
    assert!(arms(&copies, &contigs, &karyogram).is_empty());
    assert_eq!(chromosome_number(&copies, &contigs, &karyogram), None);
    assert_ne!(iamp21(&copies, &contigs), Some(true));
    assert_eq!(copies.limit, None, "most chromosomes were not looked at");
}

/// Ten windows of every gene, as exons are: no copies.
#[test]
fn single_targets_tell_no_copies() {
    let targets = GENES.map(|(name, start, _)| (name, start, start + 10));
    let (copies, ..) = measured(&targets);
    assert!(copies.windows[0] >= 100, "{:?}", copies.windows);
    assert!(copies.segments.is_empty() && copies.fit.best.is_none());
}
