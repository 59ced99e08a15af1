//! A pair of samples built read by read: what is put in is what is called, however the genome is cut.

#![allow(clippy::unwrap_used, clippy::needless_for_each)] // the helpers of a test are tests

use marv_model::{
    call::{Filter, Forced, RuleVerdict, SmallVariantCall},
    genome::{ContigId, Interval},
    read::{CigarKind, CigarOp, Flags, ReadRecord, ReadSink},
    sequence::{Bases, Window},
    variant::SmallVariant,
};
use marv_somatic::{
    ForcedAllele, Learned, PairStatistics, PairSweep, PanelInterval, RegionEvidence, SomaticConfig, SweepConfig,
    SweepTask, decide, set_aside, sweep::MARGIN,
};

const CONTIG: ContigId = ContigId(0);
const LENGTH: u32 = 6_000;
const READ: u32 = 100;

/// A stream of numbers, the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(below)).unwrap()
    }
}

fn reference() -> Vec<u8> {
    let mut numbers = Numbers(7);
    (0..LENGTH).map(|_| b"ACGT"[numbers.next(4) as usize]).collect()
}

fn other(base: u8) -> u8 {
    match base {
        b'A' => b'C',
        b'C' => b'T',
        b'G' => b'A',
        _ => b'G',
    }
}

/// A change on one haplotype of a sample: the variant, and its share of the fragments in per cent.
#[derive(Clone)]
struct Planted {
    variant: SmallVariant,
    percent: u32,
}

fn snv(reference: &[u8], position: u32) -> SmallVariant {
    let base = reference[position as usize];
    SmallVariant::new(CONTIG, position, [base], [other(base)]).unwrap()
}

/// Pairs of reads at `depth` fragments: 2 x 100 bases of fragments of 150 to 349, errors one in a thousand at quality 30.
fn sample(reference: &[u8], planted: &[Planted], depth: u32, seed: u64) -> Vec<ReadRecord> {
    let mut numbers = Numbers(seed);
    let mut reads = Vec::new();
    let fragments = LENGTH * depth / 250 * 5 / 4;
    for number in 0..fragments {
        let length = 150 + numbers.next(200);
        let start = numbers.next(LENGTH - length - 20);
        let flipped = numbers.next(2) == 1;
        let carried: Vec<&SmallVariant> =
            planted.iter().filter(|p| numbers.next(100) < p.percent).map(|p| &p.variant).collect();
        let mut pair = [start, start + length - READ].map(|at| read(reference, &carried, at, &mut numbers));
        for (right, read) in pair.iter_mut().enumerate() {
            let first = (right == 1) == flipped;
            read.name = format!("fragment{seed}-{number}").into_bytes();
            read.flags = Flags(0x3 | if first { 0x40 } else { 0x80 } | if right == 1 { 0x10 } else { 0x20 });
            read.mate_contig = Some(CONTIG);
            read.template_length = i32::try_from(length).unwrap() * if right == 1 { -1 } else { 1 };
        }
        (pair[0].mate_start, pair[1].mate_start) = (pair[1].start, pair[0].start);
        reads.extend(pair);
    }
    reads.sort_by_key(|read| read.start);
    reads
}

/// One read from `start` on, with what it carries, aligned as it was made.
fn read(reference: &[u8], carried: &[&SmallVariant], start: u32, numbers: &mut Numbers) -> ReadRecord {
    let (mut letters, mut cigar, mut at) = (Vec::new(), Vec::new(), start);
    let mut matched = 0;
    while letters.len() < READ as usize {
        let Some(variant) = carried.iter().find(|v| v.position() == at && at > start) else {
            letters.push(reference[at as usize]);
            matched += 1;
            at += 1;
            continue;
        };
        let (removed, added) = (variant.reference().len(), variant.alternate().len());
        if removed == added {
            letters.extend_from_slice(variant.alternate());
            matched += u32::try_from(added).unwrap();
        } else {
            letters.push(variant.alternate()[0]);
            cigar.push(CigarOp::new(CigarKind::Match, matched + 1));
            matched = 0;
            if removed > 1 {
                cigar.push(CigarOp::new(CigarKind::Deletion, u32::try_from(removed - 1).unwrap()));
            }
            if added > 1 {
                letters.extend_from_slice(&variant.alternate()[1..]);
                cigar.push(CigarOp::new(CigarKind::Insertion, u32::try_from(added - 1).unwrap()));
            }
        }
        at += u32::try_from(removed).unwrap();
    }
    let surplus = u32::try_from(letters.len()).unwrap() - READ;
    letters.truncate(READ as usize);
    if matched > surplus {
        cigar.push(CigarOp::new(CigarKind::Match, matched - surplus));
    } else if let Some(last) = cigar.pop() {
        // It ends inside an insertion, which an aligner clips.
        cigar.push(CigarOp::new(CigarKind::SoftClip, last.length() - (surplus - matched)));
    }
    for letter in &mut letters {
        if numbers.next(1_000) == 0 {
            *letter = other(*letter);
        }
    }
    let mut record = ReadRecord::default();
    (record.contig, record.start, record.mapping_quality, record.cigar) = (Some(CONTIG), start, 60, cigar);
    record.set_bases(&letters);
    record.qualities = vec![30; letters.len()];
    record
}

fn scan(reads: &[ReadRecord], region: Interval, sink: &mut dyn ReadSink) {
    for read in reads {
        let view = read.view();
        if view.start < region.end() && view.end() > region.start() {
            sink.accept(&view);
        }
    }
}

/// Sweeps in regions of `size` bases.
fn sweep(
    letters: &[u8],
    tumour: &[ReadRecord],
    normal: Option<&[ReadRecord]>,
    forced: &[ForcedAllele],
    size: u32,
) -> Vec<RegionEvidence> {
    let mut sweep = PairSweep::new(SweepConfig::default());
    let panel = [PanelInterval { index: 4, interval: Interval::new(CONTIG, 900, 2_100).unwrap() }];
    (0..LENGTH.div_ceil(size))
        .map(|n| {
            let region = Interval::new(CONTIG, n * size, ((n + 1) * size).min(LENGTH)).unwrap();
            let padded = region.padded(MARGIN, LENGTH);
            let bases = Bases::new(&letters[padded.start() as usize..padded.end() as usize]).unwrap();
            let window = Window::new(padded, bases).unwrap();
            sweep
                .begin(&SweepTask { region, window: &window, forced, panel: &panel, with_normal: normal.is_some() })
                .unwrap();
            scan(tumour, padded, sweep.tumour());
            if let Some(normal) = normal {
                scan(normal, padded, sweep.normal());
            }
            sweep.finish().unwrap()
        })
        .collect()
}

fn calls(evidence: &[RegionEvidence], config: &SomaticConfig) -> (Vec<SmallVariantCall>, PairStatistics, Learned) {
    let mut statistics = PairStatistics::default();
    evidence.iter().for_each(|e| statistics.merge(&e.statistics));
    let learned = Learned::of(evidence, config);
    let calls = evidence.iter().flat_map(|e| decide(e, &learned, config)).collect();
    (calls, statistics, learned)
}

fn passed(calls: &[SmallVariantCall]) -> Vec<SmallVariant> {
    calls.iter().filter(|c| c.passes()).map(|c| c.variant.clone()).collect()
}

/// Somatic and germline changes of every kind, some at the edges of regions of 1,000 and 1,500 bases.
fn planted(letters: &[u8]) -> (Vec<Planted>, Vec<Planted>) {
    let at = |p: u32| letters[p as usize];
    let variant = |p: u32, r: &[u8], a: &[u8]| SmallVariant::new(CONTIG, p, r, a).unwrap();
    let double = variant(999, &letters[999..1_001], &[other(at(999)), other(at(1_000))]);
    let insertion = variant(1_502, &[at(1_502)], &[&[at(1_502)], &b"TTGACCATGCAT"[..]].concat());
    let deletion = variant(2_995, &letters[2_995..3_006], &[at(2_995)]);
    let duplicated: Vec<u8> = [&[at(4_400)], &letters[4_401..4_431]].concat();
    let duplication = variant(4_400, &[at(4_400)], &duplicated);
    let somatic = [
        (snv(letters, 500), 30),
        (double, 30),
        (insertion, 40),
        (snv(letters, 2_000), 20),
        (deletion, 40),
        (snv(letters, 3_500), 15),
        (duplication, 40),
    ];
    let germline = [(snv(letters, 700), 50), (snv(letters, 2_500), 50), (snv(letters, 5_000), 100)];
    let plant = |list: &[(SmallVariant, u32)]| -> Vec<Planted> {
        list.iter().map(|(variant, percent)| Planted { variant: variant.clone(), percent: *percent }).collect()
    };
    (plant(&somatic), plant(&germline))
}

fn pair(letters: &[u8]) -> (Vec<ReadRecord>, Vec<ReadRecord>) {
    let (somatic, germline) = planted(letters);
    let both: Vec<Planted> = somatic.iter().chain(&germline).cloned().collect();
    (sample(letters, &both, 80, 11), sample(letters, &germline, 40, 12))
}

/// What was planted, left-aligned by hand of the same rule as VCF: shift while the last bases agree.
fn shifted(variant: &SmallVariant, letters: &[u8]) -> SmallVariant {
    let (mut r, mut a, mut p) = (variant.reference().to_vec(), variant.alternate().to_vec(), variant.position());
    while r.len() != a.len() && r.last() == a.last() {
        let before = letters[p as usize - 1];
        r.pop();
        a.pop();
        r.insert(0, before);
        a.insert(0, before);
        p -= 1;
    }
    SmallVariant::new(CONTIG, p, r, a).unwrap()
}

#[test]
fn what_is_planted_is_called_and_nothing_else() {
    let letters = reference();
    let (tumour, normal) = pair(&letters);
    let (calls, statistics, _) = calls(&sweep(&letters, &tumour, Some(&normal), &[], 6_000), &SomaticConfig::default());
    let mut expected: Vec<SmallVariant> = planted(&letters).0.iter().map(|p| shifted(&p.variant, &letters)).collect();
    expected.sort();
    assert_eq!(passed(&calls), expected);
    assert_eq!(statistics.tumour.tally.records, u64::try_from(tumour.len()).unwrap());
    assert!(statistics.germline_sites >= 3);
    assert_eq!(statistics.identity, [1, 0], "the homozygous site agrees");
}

/// Half of the normal, or nearly, is tumour, and the tumour has lost the other copy of some. No allele vanishes: what both
/// samples hold alike is set aside with its rules, all else is judged.
#[test]
fn a_normal_full_of_tumour_hides_nothing() {
    let letters = reference();
    let planted = |list: &[(u32, u32)]| -> Vec<Planted> {
        list.iter().map(|(at, percent)| Planted { variant: snv(&letters, *at), percent: *percent }).collect()
    };
    // Place and per cent in the tumour and in the normal. Acquired: on one copy and on the only copy, 45 % of the normal
    // being tumour; inherited, one copy lost in the tumour; inherited and kept, in one copy and in both.
    let sites = [(600, 48, 22), (1_400, 98, 44), (2_200, 96, 50), (3_100, 50, 50), (4_000, 100, 100)];
    let tumour = sample(&letters, &planted(&sites.map(|(at, percent, _)| (at, percent))), 80, 21);
    let normal = sample(&letters, &planted(&sites.map(|(at, _, percent)| (at, percent))), 40, 22);
    let expected_judged = [600, 1_400, 2_200].map(|at| snv(&letters, at));
    let expected_aside = [3_100, 4_000].map(|at| snv(&letters, at));
    for size in [6_000, 1_000, 613] {
        let evidence = sweep(&letters, &tumour, Some(&normal), &[], size);
        let (calls, statistics, _) = calls(&evidence, &SomaticConfig::default());
        let judged: Vec<&SmallVariant> = calls.iter().map(|call| &call.variant).collect();
        for variant in &expected_judged {
            assert!(judged.contains(&variant), "{variant:?} in regions of {size}");
        }
        let config = SweepConfig::default();
        let aside: Vec<_> = evidence.iter().flat_map(|e| set_aside(e, &config)).collect();
        assert_eq!(aside.iter().map(|(variant, _)| *variant).collect::<Vec<_>>(), expected_aside.each_ref());
        assert_eq!(statistics.germline_sites, 2);
        for (variant, rules) in &aside {
            assert!(!judged.contains(variant));
            assert!(rules.iter().all(|rule| rule.verdict == RuleVerdict::Fail && rule.value > rule.threshold));
        }
    }
}

#[test]
fn the_cut_of_the_genome_does_not_show() {
    let letters = reference();
    let (tumour, normal) = pair(&letters);
    let config = SomaticConfig::default();
    let (whole, sums, learned) = calls(&sweep(&letters, &tumour, Some(&normal), &[], 6_000), &config);
    for size in [1_000, 1_500, 777] {
        let (cut, parts, fitted) = calls(&sweep(&letters, &tumour, Some(&normal), &[], size), &config);
        assert_eq!(parts, sums, "sums of regions of {size}");
        assert_eq!(fitted, learned);
        let text = |calls: &[SmallVariantCall]| serde_json::to_string(calls).unwrap();
        assert_eq!(text(&cut), text(&whole), "calls of regions of {size}");
    }
}

#[test]
fn stored_evidence_is_the_evidence() {
    let letters = reference();
    let (tumour, normal) = pair(&letters);
    for evidence in sweep(&letters, &tumour, Some(&normal), &[], 2_000) {
        let stored = evidence.encode().unwrap();
        assert_eq!(RegionEvidence::decode(&stored).unwrap(), evidence);
        assert!(RegionEvidence::decode(&stored[..stored.len() - 1]).is_err());
        assert!(RegionEvidence::decode(&[9, 0, 0, 0, 1]).is_err());
    }
}

#[test]
fn depth_over_the_panel_is_in_fragments_and_adds_up() {
    let letters = reference();
    let (tumour, normal) = pair(&letters);
    let mut sums = marv_somatic::PanelDepth::default();
    sweep(&letters, &tumour, Some(&normal), &[], 1_000).iter().flat_map(|e| &e.panel).for_each(|p| sums.merge(p));
    // By hand: at each base, names of the reads over it, once each.
    let mut expected = std::collections::BTreeMap::new();
    for position in 900..2_100 {
        let over = |read: &&ReadRecord| read.start <= position && read.view().end() > position;
        let names: std::collections::BTreeSet<_> = tumour.iter().filter(over).map(|r| &r.name).collect();
        *expected.entry(u32::try_from(names.len()).unwrap()).or_insert(0u32) += 1;
    }
    assert_eq!(sums.tumour, expected.into_iter().collect::<Vec<_>>());
}

#[test]
fn tumour_in_the_normal_does_not_lose_a_call() {
    let letters = reference();
    let (mut somatic, germline) = planted(&letters);
    somatic.iter_mut().for_each(|p| p.percent = 45);
    let both: Vec<Planted> = somatic.iter().chain(&germline).cloned().collect();
    let tumour = sample(&letters, &both, 80, 21);
    // A tenth of the normal is tumour.
    let in_normal: Vec<Planted> =
        somatic.iter().map(|p| Planted { percent: 5, ..p.clone() }).chain(germline.clone()).collect();
    let normal = sample(&letters, &in_normal, 60, 22);
    let (calls, _, learned) = calls(&sweep(&letters, &tumour, Some(&normal), &[], 6_000), &SomaticConfig::default());
    let passed = passed(&calls);
    for planted in &somatic {
        assert!(
            passed.contains(&shifted(&planted.variant, &letters)),
            "{:?}: {:?}",
            planted.variant,
            calls.iter().find(|c| c.variant == shifted(&planted.variant, &letters))
        );
    }
    assert_eq!(learned.tumour_in_normal, None, "four substitutions are too few to tell");
    assert!(calls.iter().any(|c| c.seen_in_normal_as_contamination));
}

/// Published: callers' rules on neighbours take the clusters that AID makes in lymphoma for artefacts. Six substitutions of
/// one clone within 75 bases: kept where such clusters are expected, flagged by name elsewhere.
#[test]
fn a_cluster_of_somatic_hypermutation_is_kept_where_it_is_expected() {
    let letters = reference();
    let cluster: Vec<SmallVariant> = (0..6).map(|n| snv(&letters, 2_000 + 15 * n)).collect();
    // On one haplotype: a fragment carries all or none. Two samples of reads, added.
    let all: Vec<Planted> = cluster.iter().map(|v| Planted { variant: v.clone(), percent: 100 }).collect();
    let mut tumour = [sample(&letters, &all, 24, 31), sample(&letters, &[], 56, 32)].concat();
    tumour.sort_by_key(|read| read.start);
    let normal = sample(&letters, &[], 40, 33);
    let evidence = sweep(&letters, &tumour, Some(&normal), &[], 6_000);
    let region = Interval::new(CONTIG, 1_900, 2_200).unwrap();
    let expected = SomaticConfig { exempt_regions: vec![region], ..SomaticConfig::default() };
    let found = calls(&evidence, &expected).0;
    assert_eq!(passed(&found), cluster, "{found:#?}");
    let of_cluster = |calls: Vec<SmallVariantCall>| -> Vec<SmallVariantCall> {
        calls.into_iter().filter(|call| cluster.contains(&call.variant)).collect()
    };
    let found = of_cluster(found);
    assert!(found.iter().all(|c| c.phase_set == found[0].phase_set && c.phase_set.is_some()));
    let exempt = |call: &SmallVariantCall| {
        call.ledger.iter().any(|l| l.rule == "clustered_events" && l.verdict == RuleVerdict::Exempt)
    };
    // Fifteen bases apart, the four in the middle have four or five others within 50, the outermost three.
    assert_eq!(found.iter().filter(|call| exempt(call)).count(), 4, "{found:#?}");
    let elsewhere = of_cluster(calls(&evidence, &SomaticConfig::default()).0);
    assert_eq!(elsewhere.len(), 6);
    assert!(elsewhere.iter().all(|c| c.posterior.somatic > 0.9), "never dropped, and the posterior is the same");
    assert_eq!(elsewhere.iter().filter(|c| c.filters == [Filter::ClusteredEvents]).count(), 4);
}

/// Another person's reads among the tumour's: their alleles, which the normal lacks, are told from acquired ones.
#[test]
fn another_persons_alleles_are_not_acquired() {
    let letters = reference();
    let at = |from: u32, count: u32, step: u32| -> Vec<SmallVariant> {
        (0..count).map(|n| snv(&letters, from + step * n)).collect()
    };
    let planted = |list: &[SmallVariant], percent: u32| -> Vec<Planted> {
        list.iter().map(|v| Planted { variant: v.clone(), percent }).collect()
    };
    // The patient is homozygous at 110 sites; of six of them another person has three in both copies, two in one, one in
    // none. At 10 sites only the other person carries an allele, in both copies. Two acquired alleles are at 40 %.
    let own = at(205, 110, 50);
    let shares = [100, 100, 100, 50, 50, 0].into_iter().cycle();
    let shared = own.iter().zip(shares).map(|(v, percent)| Planted { variant: v.clone(), percent }).collect();
    let others = at(230, 10, 500);
    let acquired = [snv(&letters, 1_990), snv(&letters, 3_990)];
    let patient = [planted(&own, 100), planted(&acquired, 40)].concat();
    let other = [shared, planted(&others, 100)].concat();
    // Nine in ten fragments are the patient's.
    let mut tumour = [sample(&letters, &patient, 90, 41), sample(&letters, &other, 10, 42)].concat();
    tumour.sort_by_key(|read| read.start);
    let normal = sample(&letters, &planted(&own, 100), 40, 43);
    let evidence = sweep(&letters, &tumour, Some(&normal), &[], 6_000);
    let (found, _, learned) = calls(&evidence, &SomaticConfig::default());
    let estimate = learned.another_person.unwrap();
    assert!(estimate.interval[0] <= 0.10 && estimate.interval[1] >= 0.07, "{estimate:?}");
    assert_eq!(passed(&found), acquired);
    let filtered =
        |v: &&SmallVariant| found.iter().any(|c| c.variant == **v && c.filters.contains(&Filter::Contamination));
    assert!(others.iter().filter(filtered).count() >= 8, "{found:#?}");
    // One person's reads alone: nothing to judge by, and nothing filtered for it.
    let mut alone = sample(&letters, &patient, 90, 44);
    alone.sort_by_key(|read| read.start);
    let (found, _, learned) = calls(&sweep(&letters, &alone, Some(&normal), &[], 6_000), &SomaticConfig::default());
    assert!(learned.another_person.unwrap().interval[0] < 0.005);
    assert_eq!(passed(&found), acquired);
}

/// Forty acquired alleles at 45 %, forty inherited ones on one copy. The right way round the tumour alone shows the forty;
/// exchanged, the normal alone does; the same person twice shows nothing.
#[test]
fn exchanged_samples_show_what_is_acquired_in_the_normal_alone() {
    let letters = reference();
    let planted = |from: u32, percent: u32| -> Vec<Planted> {
        (0..40).map(|n| Planted { variant: snv(&letters, from + 140 * n), percent }).collect()
    };
    let inherited = planted(270, 50);
    let with_tumour = [inherited.clone(), planted(200, 45)].concat();
    let one_sided = |tumour: &[Planted], normal: &[Planted]| {
        let (tumour, normal) = (sample(&letters, tumour, 80, 51), sample(&letters, normal, 60, 52));
        let evidence = sweep(&letters, &tumour, Some(&normal), &[], 1_000);
        calls(&evidence, &SomaticConfig::default()).2.one_sided
    };
    // An error in a thousand makes the same base: of 80 reads over each of 40 places 3.2 places are hidden so, and hardly ever 8.
    let [tumour, normal] = one_sided(&with_tumour, &inherited);
    assert!(tumour >= 32 && normal == 0, "{tumour} {normal}");
    let [tumour, normal] = one_sided(&inherited, &with_tumour);
    assert!(tumour == 0 && normal >= 32, "{tumour} {normal}");
    // A tenth of the normal is tumour: 45 % there, 4 or 5 % here.
    let in_normal = [inherited.clone(), planted(200, 5)].concat();
    assert_eq!(one_sided(&with_tumour, &in_normal)[1], 0);
    assert_eq!(one_sided(&inherited, &inherited), [0, 0]);
    // The tumour lost a copy: of every second inherited allele nothing is left, of the others nothing else. Twice 20 against 20.
    let lost = inherited.iter().enumerate().map(|(n, p)| Planted { percent: [0, 100][n % 2], ..p.clone() });
    let lost: Vec<Planted> = lost.collect();
    assert_eq!(one_sided(&lost, &inherited), [0, 0]);
    // And with the two exchanged it is the normal that lost it.
    assert_eq!(one_sided(&inherited, &lost), [0, 0]);
}

/// A known mutation that the sample called normal shows and the other one lacks.
#[test]
fn a_hotspot_of_one_sample_alone_is_counted_for_it() {
    let letters = reference();
    let hotspot = Planted { variant: snv(&letters, 3_000), percent: 40 };
    let forced = [ForcedAllele { variant: hotspot.variant.clone(), why: Forced::Hotspot }];
    let with = sample(&letters, &[hotspot], 60, 53);
    let without = sample(&letters, &[], 60, 54);
    let counted = |tumour: &[ReadRecord], normal: &[ReadRecord]| {
        let evidence = sweep(&letters, tumour, Some(normal), &forced, 6_000);
        evidence[0].statistics.one_sided.hotspots
    };
    assert_eq!(counted(&with, &without), [1, 0]);
    assert_eq!(counted(&without, &with), [0, 1]);
    assert_eq!(counted(&with, &with), [0, 0]);
}

#[test]
fn a_forced_allele_is_listed_whatever_it_shows() {
    let letters = reference();
    let (tumour, normal) = pair(&letters);
    let forced = [ForcedAllele { variant: snv(&letters, 4_000), why: Forced::Hotspot }];
    let (calls, ..) = calls(&sweep(&letters, &tumour, Some(&normal), &forced, 1_000), &SomaticConfig::default());
    let call = calls.iter().find(|c| c.variant == forced[0].variant).unwrap();
    assert_eq!(call.forced, Some(Forced::Hotspot));
    assert!(call.tumour.depth() > 40 && call.filters.contains(&Filter::WeakEvidence));
    assert_eq!(call.ledger.iter().filter(|l| l.verdict == RuleVerdict::Fail).count(), call.filters.len());
}

#[test]
fn without_a_normal_it_is_said() {
    let letters = reference();
    let (tumour, _) = pair(&letters);
    let (calls, ..) = calls(&sweep(&letters, &tumour, None, &[], 2_000), &SomaticConfig::default());
    assert!(calls.iter().all(|c| c.normal.is_none() && c.ledger.iter().any(|l| l.rule == "matched_normal")));
    let het = calls.iter().find(|c| c.variant == snv(&letters, 700)).unwrap();
    assert!(het.filters.contains(&Filter::Germline), "{het:?}");
}

#[test]
fn the_same_person_twice_gives_no_call() {
    let letters = reference();
    let (_, germline) = planted(&letters);
    let (tumour, normal) = (sample(&letters, &germline, 80, 31), sample(&letters, &germline, 40, 32));
    let (calls, ..) = calls(&sweep(&letters, &tumour, Some(&normal), &[], 6_000), &SomaticConfig::default());
    assert_eq!(passed(&calls), []);
}

#[test]
fn a_record_that_makes_no_sense_is_counted_and_not_used() {
    let letters = reference();
    let mut torn = sample(&letters, &[], 1, 41).remove(0);
    torn.cigar = vec![CigarOp::new(CigarKind::Match, 1 << 27)];
    let mut blank = torn.clone();
    blank.qualities.clear();
    let evidence = sweep(&letters, &[torn, blank], None, &[], 6_000);
    assert_eq!(evidence[0].statistics.tumour.tally.unusable, 2);
}

#[test]
fn a_window_too_small_is_refused() {
    let region = Interval::new(CONTIG, 0, 100).unwrap();
    let window = Window::new(Interval::new(CONTIG, 10, 20).unwrap(), Bases::new("ACGTACGTAC").unwrap()).unwrap();
    let mut sweep = PairSweep::new(SweepConfig::default());
    let task = SweepTask { region, window: &window, forced: &[], panel: &[], with_normal: false };
    assert!(sweep.begin(&task).unwrap_err().to_string().contains("does not cover"));
    assert!(sweep.finish().is_none());
}

#[test]
fn a_forced_allele_that_the_reference_contradicts_is_listed_too() {
    let letters = reference();
    let (tumour, normal) = pair(&letters);
    let base = letters[4_000];
    let wrong = SmallVariant::new(CONTIG, 4_000, [other(base)], [base]).unwrap();
    let forced = [ForcedAllele { variant: wrong.clone(), why: Forced::Supplied }];
    let (calls, ..) = calls(&sweep(&letters, &tumour, Some(&normal), &forced, 6_000), &SomaticConfig::default());
    assert!(calls.iter().any(|c| c.variant == wrong && !c.passes()));
}
