//! Events that published pipelines lost, each as its report tells it (filters.md). Others stand beside what they are examples
//! of: a duplication at nine tenths and a hotspot at a fortieth in `tandem`, a cluster of hypermutation in `pair`.

mod support;

use marv_model::{
    call::{Filter, RuleVerdict, SmallVariantCall},
    genome::Interval,
    read::ReadRecord,
};
use marv_somatic::SomaticConfig;
use support::{CONTIG, Copy, calls, changed, reference, sample, substituted, substitution};

/// Several times as many fragments over the middle of the genome as elsewhere.
fn deep_in_the_middle(copies: &[Copy], [depth, deeper]: [usize; 2], seed: u64) -> Vec<ReadRecord> {
    let letters = reference();
    let inside = |read: &ReadRecord| (2_600..3_100).contains(&read.start);
    let mut reads = sample(&letters, copies, depth, seed);
    reads.extend(sample(&letters, copies, deeper, seed + 1).into_iter().filter(inside));
    reads.sort_by_key(|read| read.start);
    reads
}

/// A duplication of 300 bases where both samples are several times as deep as their mean: a cut on depth took it for a place
/// where reads pile up.
#[test]
fn a_long_duplication_where_reads_are_many_is_called_where_such_recur() {
    let copy = Copy::duplication(2_750, 3_050, "", 30);
    let tumour = deep_in_the_middle(std::slice::from_ref(&copy), [60, 900], 60);
    let normal = deep_in_the_middle(&[], [30, 700], 70);
    let found = |config: &SomaticConfig| {
        let found = calls(&reference(), [&tumour, &normal], &[], 6_000, config);
        found.into_iter().find(|call| call.tandem.as_ref().is_some_and(|tandem| tandem.length() == 300))
    };
    let region = Interval::new(CONTIG, 2_700, 3_100).ok();
    let config = SomaticConfig { tandem_regions: region.into_iter().collect(), ..SomaticConfig::default() };
    let call = found(&config);
    assert!(call.as_ref().is_some_and(SmallVariantCall::passes), "{call:?}");
    let flagged = call
        .into_iter()
        .flat_map(|call| call.ledger)
        .any(|entry| entry.rule == Filter::HighDepth.id() && entry.verdict == RuleVerdict::Exempt);
    assert!(flagged, "the depth is said");
    let elsewhere = found(&SomaticConfig::default());
    assert!(elsewhere.is_some_and(|call| call.filters.contains(&Filter::HighDepth)));
}

/// A mutation of MYC whose normal showed it in one and a half reads of a hundred: a cut on the normal's reads took it for
/// inherited. It is no hotspot, and one event tells nothing of tumour in the normal.
#[test]
fn a_mutation_that_the_normal_shows_in_one_read_of_sixty_is_called() {
    let letters = reference();
    for seed in 80..90 {
        let mut tumour = sample(&letters, &[changed(3_000, 45)], 90, seed);
        let mut normal = sample(&letters, &[changed(3_000, 2)], 65, seed + 100);
        substituted(&mut tumour);
        substituted(&mut normal);
        let found = calls(&letters, [&tumour, &normal], &[], 6_000, &SomaticConfig::default());
        let call = found.iter().find(|call| call.variant == substitution(3_000));
        assert!(call.is_some_and(SmallVariantCall::passes), "{seed}: {call:?}");
        if call.and_then(|call| call.normal).is_some_and(|normal| normal.alternate > 0) {
            assert!(call.is_some_and(|call| call.seen_in_normal_as_contamination), "{seed}: {call:?}");
            return;
        }
    }
    unreachable!("no normal of ten held a read of it");
}
