//! What holds for every variant: an equal change is named equally however it is written, and nothing panics.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "test code")]

mod support;

use marv_annotate::Annotator;
use marv_model::{
    genome::{ContigId, Interval},
    sequence::ReferenceSource,
    variant::SmallVariant,
};
use proptest::prelude::*;
use support::reference::Windows;

/// Stretches with panel genes on both strands: TP53, BRCA2, KIT, TET2.
const PLACES: [(&str, u32, u32); 4] = [
    ("chr17", 7_668_500, 7_687_400),
    ("chr13", 32_315_600, 32_398_700),
    ("chr4", 54_658_100, 54_740_600),
    ("chr4", 105_146_000, 105_279_700),
];

struct Bench {
    windows: Windows,
    bound: marv_annotate::BoundBundle,
}

static BENCH: std::sync::LazyLock<Option<Bench>> = std::sync::LazyLock::new(|| {
    let shared = support::shared()?;
    let windows = Windows::read(&shared);
    let bound = marv_annotate::Bundle::embedded().for_contigs(&windows.contigs).unwrap();
    Some(Bench { windows, bound })
});

fn place() -> impl Strategy<Value = (ContigId, u32)> {
    (0..PLACES.len(), 0u32..1_000_000).prop_map(|(which, offset)| {
        let (chrom, start, end) = PLACES[which];
        (support::reference::contigs().id(chrom).unwrap(), start + offset % (end - start))
    })
}

/// Within the coding exons more often than by chance.
fn coding_place() -> impl Strategy<Value = (ContigId, u32)> {
    (0usize..100_000, 0u32..100_000).prop_map(|(which, offset)| {
        let Some(bench) = BENCH.as_ref() else { return (ContigId(0), 1_000) };
        let genes = ["TP53", "BRCA2", "KIT", "TET2", "PDGFRA", "BRCA1"];
        let parts: Vec<_> =
            bench.bound.coding_intervals().iter().filter(|p| genes.contains(&&*p.gene)).map(|p| p.interval).collect();
        let part = parts[which % parts.len()];
        (part.contig(), part.start().saturating_sub(6) + offset % (part.length() + 12))
    })
}

fn bases(bench: &Bench, contig: ContigId, start: u32, length: u32) -> Vec<u8> {
    bench.windows.bases(Interval::new(contig, start, start + length).unwrap()).unwrap().to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, ..ProptestConfig::default() })]

    /// VCF allows any padding and any of the equal places of an insertion or deletion.
    #[test]
    fn equal_changes_are_named_equally(
        (contig, position) in prop_oneof![place(), coding_place()],
        removed in 0u32..12,
        inserted in "[ACGT]{0,12}",
        padding in (0u32..5, 0u32..5),
    ) {
        let Some(bench) = BENCH.as_ref() else {
            println!("NOT TESTED: the shared folder with reference windows is absent (set MARV_SHARED)");
            return Ok(());
        };
        let anchor = bases(bench, contig, position, 1 + removed);
        let alternate = [&anchor[..1], inserted.as_bytes()].concat();
        let Ok(plain) = SmallVariant::new(contig, position, &anchor, &alternate) else { return Ok(()) };
        let left = bases(bench, contig, position - padding.0, padding.0);
        let right = bases(bench, contig, position + 1 + removed, padding.1);
        let padded = SmallVariant::new(
            contig,
            position - padding.0,
            [&left[..], &anchor, &right].concat(),
            [&left[..], &alternate, &right].concat(),
        ).unwrap();
        let annotator = Annotator::new(&bench.bound);
        let expected = annotator.annotate(&plain, Some(&bench.windows));
        prop_assert_eq!(&annotator.annotate(&padded, Some(&bench.windows)), &expected);
        // A deletion or insertion, one repeat unit further right.
        let (r, a) = (plain.reference(), plain.alternate());
        let shifted = if inserted.is_empty() && removed > 0 {
            let after = bases(bench, contig, position + 1 + removed, 1);
            (after[0] == anchor[1]).then(|| SmallVariant::new(contig, position + 1, [&r[1..], &after].concat(), &after[..]))
        } else if removed == 0 && !inserted.is_empty() {
            let after = bases(bench, contig, position + 1, 1);
            (after[0] == a[1]).then(|| SmallVariant::new(contig, position + 1, &after, [&a[1..], &after].concat()))
        } else {
            None
        };
        if let Some(Ok(shifted)) = shifted {
            prop_assert_eq!(annotator.annotate(&shifted, Some(&bench.windows)), expected);
        }
    }

    #[test]
    fn nothing_panics_without_reference_or_at_the_ends_of_contigs(
        contig in 0u32..30,
        position in prop_oneof![0u32..50, 7_660_000u32..7_690_000, (u32::MAX - 50)..u32::MAX],
        reference in "[ACGTN]{1,8}",
        alternate in "[ACGTN]{1,8}",
    ) {
        let Some(bench) = BENCH.as_ref() else { return Ok(()) };
        let Ok(variant) = SmallVariant::new(ContigId(contig), position, reference, alternate) else { return Ok(()) };
        let annotator = Annotator::new(&bench.bound);
        let bare = annotator.effects(&variant, None);
        let full = annotator.effects(&variant, Some(&bench.windows));
        prop_assert_eq!(bare.len(), full.len());
        for effect in &full {
            prop_assert!(!effect.consequence.consequences.is_empty());
            prop_assert!(effect.consequence.consequences.is_sorted());
        }
        let _ = marv_annotate::csq::value(&variant, &full);
    }
}
