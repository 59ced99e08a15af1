//! A pair as another program reads it.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests, outside of what clippy takes for tests"
)]

use std::{collections::BTreeMap, path::Path, process::Command};

use marv_simulate::{
    Evaluation, EvaluationOptions, ReferenceChoice, Scenario, Simulated, demo_scenario, evaluate,
    scenario::{
        AlleleChoice, Clone, CopyNumber, Germline, GermlineVariant, Library, RandomSomatic, Region, Sequencing,
    },
    simulate,
};

/// The standard output of a program that must succeed without a word on its standard error. None, said aloud, when it
/// is not installed.
fn clean(program: &str, arguments: &[&str]) -> Option<String> {
    let Ok(output) = Command::new(program).args(arguments).output() else {
        println!("ABSENT: {program} is not installed; nothing was checked with it");
        return None;
    };
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && errors.is_empty(), "{program} {arguments:?}: {errors}");
    Some(String::from_utf8(output.stdout).unwrap())
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn make(scenario: &Scenario, folder: &Path) -> Simulated {
    simulate(scenario, &ReferenceChoice::Generated, folder, &|_| ()).unwrap()
}

fn small() -> Scenario {
    Scenario {
        name: "small".into(),
        regions: ["TP53", "NPM1"].map(|gene| Region { gene: Some(gene.into()), ..Region::default() }).to_vec(),
        somatic: demo_scenario()
            .somatic
            .into_iter()
            .filter(|somatic| matches!(somatic.allele.gene.as_deref(), Some("TP53" | "NPM1")))
            .map(|somatic| marv_simulate::scenario::SomaticVariant { clone: None, ..somatic })
            .collect(),
        ..Scenario::default()
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = |pair: &Simulated| {
        [&pair.reference, &pair.tumour, &pair.normal, &pair.somatic_truth, &pair.germline_truth, &pair.scenario]
            .map(|path| std::fs::read(path).unwrap())
    };
    let first = bytes(&make(&small(), &folder.path().join("1")));
    assert!(first == bytes(&make(&small(), &folder.path().join("2"))));
    let other = bytes(&make(&Scenario { seed: 2, ..small() }, &folder.path().join("3")));
    let same: Vec<usize> = (0..first.len()).filter(|index| first[*index] == other[*index]).collect();
    assert_eq!(same, [3], "the acquired variants are named by the scenario, all else is drawn");
}

#[test]
fn a_regions_reads_do_not_depend_on_the_other_regions() {
    let folder = tempfile::tempdir().unwrap();
    let both = make(&small(), &folder.path().join("both"));
    let one = Scenario { regions: small().regions[..1].to_vec(), somatic: vec![small().somatic[0].clone()], ..small() };
    assert_eq!(one.somatic[0].allele.gene.as_deref(), Some("TP53"));
    let one = make(&one, &folder.path().join("one"));
    let reads = |pair: &Simulated| clean("samtools", &["view", text(&pair.tumour), "chr17"]);
    let (Some(from_both), Some(from_one)) = (reads(&both), reads(&one)) else { return };
    assert!(from_both.lines().count() > 5_000 && from_both == from_one);
}

#[test]
fn samtools_and_bcftools_find_nothing_wrong() {
    let folder = tempfile::tempdir().unwrap();
    // Many alleles of every kind, and a tandem duplication.
    let mut scenario = small();
    scenario.regions.push(Region { gene: Some("FLT3".into()), exons_only: true, ..Region::default() });
    scenario.germline = Germline { snv_rate: 4e-3, indel_rate: 2e-3, ..Germline::default() };
    scenario.random_somatic = RandomSomatic { snv_per_mb: 200.0, indel_per_mb: 200.0, mnv_per_mb: 200.0, late: 0.0 };
    scenario.tandem_duplications = demo_scenario().tandem_duplications;
    scenario.tandem_duplications[0].clone = None;
    let pair = make(&scenario, folder.path());
    assert!(pair.somatic.len() > 10);
    for file in [&pair.tumour, &pair.normal] {
        if clean("samtools", &["quickcheck", "-v", text(file)]).is_none() {
            return;
        }
        let stats = clean("samtools", &["stats", text(file)]).unwrap();
        let value = |name: &str| -> f64 {
            let line = stats.lines().find(|line| line.starts_with(&format!("SN\t{name}:"))).unwrap();
            line.split('\t').nth(2).unwrap().parse().unwrap()
        };
        assert!(stats.contains("SN\tis sorted:\t1\n"));
        assert!((value("1st fragments") - value("last fragments")).abs() < 0.5);
        // Duplicates 8 % of unique fragments, 97 % of them flagged: 0.0776 / 1.08 = 7.2 %.
        assert!((0.066..0.078).contains(&(value("reads duplicated") / value("sequences"))));
        assert!((370.0..390.0).contains(&value("insert size average")));
        assert!((70.0..90.0).contains(&value("insert size standard deviation")));
        // Errors of about 0.2 % and inherited variants of about 1 %.
        assert!((0.004..0.02).contains(&value("error rate")), "{}", value("error rate"));
        for seen in
            ["reads MQ0", "reads QC failed", "non-primary alignments", "supplementary alignments", "reads unmapped"]
        {
            assert!(value(seen) > 0.0, "{seen}");
        }
        // NM and MD as written are those that samtools works out.
        let own = clean("samtools", &["view", text(file)]).unwrap();
        let output = Command::new("samtools").args(["calmd", text(file), text(&pair.reference)]).output().unwrap();
        let theirs = String::from_utf8(output.stdout).unwrap();
        let tag =
            |line: &str, tag: &str| line.split('\t').skip(11).find(|field| field.starts_with(tag)).map(str::to_owned);
        let mut compared = 0;
        for (own, theirs) in own.lines().zip(theirs.lines().filter(|line| !line.starts_with('@'))) {
            let field = |index: usize| own.split('\t').nth(index).unwrap();
            if field(5) == "*" || field(9) == "*" {
                continue;
            }
            for name in ["NM:i:", "MD:Z:"] {
                assert_eq!(tag(own, name), tag(theirs, name), "{own}");
            }
            compared += 1;
        }
        assert!(compared > 10_000);
        mates_agree(&own);
    }
    for truth in [&pair.somatic_truth, &pair.germline_truth] {
        clean("bcftools", &["view", "-o", text(&folder.path().join("again.vcf")), text(truth)]);
        // Every allele agrees with the reference and is left-aligned: nothing is realigned.
        let output =
            Command::new("bcftools").args(["norm", "-c", "e", "-f", text(&pair.reference), text(truth)]).output();
        let Ok(output) = output else { return };
        let words = String::from_utf8(output.stderr).unwrap();
        let counts = words.split('\t').next_back().unwrap_or_default().trim();
        assert!(counts.split('/').skip(1).all(|count| count == "0"), "{words}");
    }
    assert!(clean("samtools", &["faidx", text(&pair.reference), "chr17:7675087-7675089"]).unwrap().ends_with("GCG\n"));
}

/// Every primary record tells its mate's place, strand, CIGAR and the same template length with the other sign.
fn mates_agree(sam: &str) {
    let mut waiting: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in sam.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let flags: u16 = fields[1].parse().unwrap();
        if flags & 0x900 != 0 {
            continue;
        }
        let Some(mate) = waiting.remove(fields[0]) else {
            waiting.insert(fields[0], fields);
            continue;
        };
        let mate_flags: u16 = mate[1].parse().unwrap();
        assert_eq!((fields[7], mate[7]), (mate[3], fields[3]), "{line}");
        assert_eq!(fields[8].parse::<i32>().unwrap(), -mate[8].parse::<i32>().unwrap(), "{line}");
        assert_eq!(flags >> 5 & 1, mate_flags >> 4 & 1, "{line}");
        assert_eq!(flags >> 3 & 1, mate_flags >> 2 & 1, "{line}");
        assert_eq!(flags & 0xc0 ^ 0xc0, mate_flags & 0xc0, "{line}");
        if mate[5] != "*" {
            assert!(line.contains(&format!("MC:Z:{}", mate[5])), "{line}");
        }
    }
    assert!(waiting.is_empty(), "{} reads without a mate", waiting.len());
}

/// Counts of reference and alternate of one-base variants by samtools mpileup; overlapping mates and low qualities in.
fn counted(pair: &Simulated, bam: &Path, place: &str, alternate: char) -> Option<(u32, u32)> {
    let reference = text(&pair.reference);
    let output = Command::new("samtools")
        .args([
            "mpileup",
            "-q",
            "30",
            "-Q",
            "20",
            "-f",
            reference,
            "-r",
            &format!("{place}-{}", place.split(':').nth(1)?),
        ])
        .arg(bam)
        .output()
        .ok()?;
    let line = String::from_utf8(output.stdout).ok()?;
    let pile = line.split('\t').nth(4)?;
    let of = |wanted: [char; 2]| u32::try_from(pile.chars().filter(|c| wanted.contains(c)).count()).unwrap();
    Some((of(['.', ',']), of([alternate, alternate.to_ascii_lowercase()])))
}

#[test]
fn fractions_are_those_expected() {
    // One clone in all tumour cells, purity 80 %, 17p lost in half of them; 10 % tumour in the normal; 1,000x.
    // NRAS G12D: 0.8 / 2 = 0.4; normal 0.1 / 2 = 0.05.
    // TP53 R175H in the founder, on the haplotype that stays: 0.8 / (0.4 x 1 + 0.6 x 2) = 0.5; normal 0.1 / 1.95 = 0.0513.
    let scenario = Scenario {
        name: "deep".into(),
        regions: ["TP53", "NRAS"]
            .map(|gene| Region { gene: Some(gene.into()), exons_only: true, ..Region::default() })
            .to_vec(),
        tumour_depth: 1_000.0,
        normal_depth: 1_000.0,
        tumour_in_normal: 0.1,
        clones: vec![
            Clone { name: "founder".into(), cell_fraction: 1.0, parent: None },
            Clone { name: "loss".into(), cell_fraction: 0.5, parent: Some("founder".into()) },
        ],
        somatic: demo_scenario()
            .somatic
            .into_iter()
            .filter(|somatic| matches!(somatic.allele.gene.as_deref(), Some("TP53" | "NRAS")))
            .map(|somatic| marv_simulate::scenario::SomaticVariant { clone: None, ..somatic })
            .collect(),
        segments: vec![CopyNumber {
            contig: "chr17".into(),
            start: 1,
            end: 20_000_000,
            clone: Some("loss".into()),
            copies: [1, 0],
        }],
        sequencing: Sequencing { low_quality: 0.0, ..Sequencing::default() },
        library: Library { duplicates: 0.0, mapping_errors: 0.0, ambiguous_blocks: 0.0, ..Library::default() },
        ..Scenario::default()
    };
    let folder = tempfile::tempdir().unwrap();
    let pair = make(&scenario, folder.path());
    let expected = [
        ("chr1:114716126", 'T', [0.4, 0.05], [1_000.0, 1_000.0]),
        // Depth where 17p is lost: 0.4 x 1/2 + 0.6 = 0.8; in the normal 0.05 x 1/2 + 0.95 = 0.975.
        ("chr17:7675088", 'T', [0.5, 0.1 / 1.95], [800.0, 975.0]),
    ];
    for (place, alternate, fractions, depths) in expected {
        for (sample, bam) in [&pair.tumour, &pair.normal].into_iter().enumerate() {
            let Some((reference, alternates)) = counted(&pair, bam, place, alternate) else {
                println!("ABSENT: samtools is not installed; fractions were not counted");
                return;
            };
            let depth = f64::from(reference + alternates);
            // Five standard deviations; mates that overlap make one observation of two, so widened by the root of two.
            let sd = (fractions[sample] * (1.0 - fractions[sample]) / depth).sqrt() * 2f64.sqrt();
            let found = f64::from(alternates) / depth;
            assert!((found - fractions[sample]).abs() < 5.0 * sd, "{place} sample {sample}: {found} of {depth}");
            let depth_sd = f64::sqrt(2.0 * depths[sample]);
            assert!((depth - depths[sample]).abs() < 5.0 * depth_sd, "{place} sample {sample}: depth {depth}");
        }
    }
    let close = |found: f64, expected: f64| (found - expected).abs() < 1e-9;
    let tp53 = pair.somatic.iter().find(|known| known.label.as_deref() == Some("TP53 p.(Arg175His)")).unwrap();
    assert!(close(tp53.tumour_fraction, 0.5) && close(tp53.normal_fraction, 0.1 / 1.95));
}

#[test]
fn a_truth_evaluated_against_itself_is_perfect_and_against_another_not() {
    let folder = tempfile::tempdir().unwrap();
    let pair = make(&small(), folder.path());
    let itself: Evaluation =
        evaluate(&pair.somatic_truth, &pair.somatic_truth, &pair.reference, &EvaluationOptions::default()).unwrap();
    assert_eq!((itself.all.all.found, itself.all.all.truth, itself.all.all.calls), (2, 2, 2));
    assert_eq!(itself.all.all.f1(), Some(1.0));
    let germline =
        evaluate(&pair.germline_truth, &pair.somatic_truth, &pair.reference, &EvaluationOptions::default()).unwrap();
    assert_eq!((germline.all.all.found, germline.missed.len()), (0, 2));
    assert!(!germline.extra.is_empty());
}

/// Four bases doubled where reads are handed on from one window to the next (32,768): a fragment that begins in the copy is laid on
/// before its window, and the file is in order all the same.
#[test]
fn a_read_laid_on_before_its_window_lies_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let reference = folder.path().join("one.fa");
    let mut state = 20_261_123u64;
    let bases: String = (0..40_000)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b"ACGT"[usize::try_from(state >> 62).unwrap()])
        })
        .collect();
    std::fs::write(&reference, format!(">chr1\n{bases}\n")).unwrap();
    if clean("samtools", &["faidx", text(&reference)]).is_none() {
        return;
    }
    let (end, unit) = (32_768, &bases[32_764..32_768]);
    let allele = AlleleChoice {
        contig: Some("chr1".into()),
        position: Some(end),
        reference: Some(unit[3..].into()),
        alternate: Some(format!("{}{unit}", &unit[3..])),
        ..AlleleChoice::default()
    };
    let scenario = Scenario {
        name: "window".into(),
        regions: vec![Region {
            contig: Some("chr1".into()),
            start: Some(end - 2_000),
            end: Some(end + 2_000),
            ..Region::default()
        }],
        tumour_depth: 400.0,
        germline_variants: vec![GermlineVariant { allele, homozygous: true, haplotype: None }],
        ..Scenario::default()
    };
    let pair = simulate(&scenario, &ReferenceChoice::File(reference), &folder.path().join("pair"), &|_| ()).unwrap();
    let Some(reads) = clean("samtools", &["view", text(&pair.tumour)]) else { return };
    assert!(reads.lines().count() > 5_000);
}

/// Two chromosomes of 60 kb without repeats, a reciprocal exchange with two inserted bases, an inversion and a deletion; what
/// is written of each read is what bwa mem writes when it aligns the same reads.
#[test]
fn reads_across_junctions_lie_where_an_aligner_puts_them() {
    let folder = tempfile::tempdir().unwrap();
    let reference = folder.path().join("two.fa");
    let mut state = 20_261_123u64;
    let mut contig = |name: &str| {
        let bases: String = (0..60_000)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                char::from(b"ACGT"[usize::try_from(state >> 62).unwrap()])
            })
            .collect();
        format!(">{name}\n{bases}\n")
    };
    std::fs::write(&reference, contig("chr1") + &contig("chr2")).unwrap();
    if clean("samtools", &["faidx", text(&reference)]).is_none() {
        return;
    }
    let side = |first: &str, second: &str, inserted: &str| marv_simulate::scenario::Rearrangement {
        first: first.into(),
        second: second.into(),
        inserted: inserted.into(),
        clone: None,
        haplotypes: None,
        copies: None,
    };
    let scenario = Scenario {
        name: "junctions".into(),
        regions: ["chr1", "chr2"].map(|name| Region { contig: Some(name.into()), ..Region::default() }).to_vec(),
        tumour_depth: 60.0,
        normal_depth: 5.0,
        purity: 1.0,
        rearrangements: vec![
            side("chr1:10000-", "chr2:20001+", "AC"),
            side("chr2:20000-", "chr1:10001+", ""),
            side("chr1:30000-", "chr1:40000-", ""),
            side("chr1:30001+", "chr1:40001+", ""),
            side("chr2:45000-", "chr2:50001+", ""),
        ],
        segments: vec![CopyNumber { contig: "chr2".into(), start: 45_001, end: 50_000, clone: None, copies: [0, 1] }],
        germline: Germline { snv_rate: 0.0, indel_rate: 0.0, het_per_hom: 1.0 },
        library: Library {
            mapping_errors: 0.0,
            ambiguous_blocks: 0.0,
            supplementary: 0.0,
            secondary: 0.0,
            qc_fail: 0.0,
            slippage: 0.0,
            unmapped: 0.0,
            unmapped_mate: 0.0,
            ..Library::default()
        },
        ..Scenario::default()
    };
    let pair =
        simulate(&scenario, &ReferenceChoice::File(reference.clone()), &folder.path().join("pair"), &|_| ()).unwrap();
    let truth = std::fs::read_to_string(&pair.junctions_truth).unwrap();
    assert!(truth.contains("chr1\t10000\t-\tchr2\t20001\t+\tAC\tfounder\t1\t1.000000\t0.000000"), "{truth}");
    let reads = folder.path().join("reads.fq");
    let named = folder.path().join("named.bam");
    clean("samtools", &["sort", "-n", "-o", text(&named), text(&pair.tumour)]).unwrap();
    let wanted = ["fastq", "-n", "-F", "0x900", "-o", text(&reads), text(&named)];
    Command::new("samtools").args(wanted).output().unwrap();
    let Ok(index) = Command::new("bwa").args(["index", text(&reference)]).output() else {
        println!("ABSENT: bwa is not installed; no aligner was asked");
        return;
    };
    assert!(index.status.success());
    let aligned = Command::new("bwa").args(["mem", "-p", text(&reference), text(&reads)]).output().unwrap();
    let ours = clean("samtools", &["view", text(&pair.tumour)]).unwrap();
    // By name, first or second read, and rank: contig, place, CIGAR, mate's place, strands and properness.
    let alignments = |sam: &str| -> BTreeMap<(String, u16, bool), [String; 6]> {
        sam.lines()
            .filter(|line| !line.starts_with('@'))
            .map(|line| {
                let fields: Vec<&str> = line.split('\t').collect();
                let flag: u16 = fields[1].parse().unwrap();
                let told = [fields[2], fields[3], &fields[5].replace('H', "S"), fields[6], fields[7], fields[8]];
                let key = (fields[0].to_owned(), flag & 0xc0, flag & 0x800 != 0);
                let told = told.map(str::to_owned);
                (key, {
                    let mut told = told;
                    told[5] = format!("{} {}", told[5], flag & 0x833);
                    told
                })
            })
            .collect()
    };
    let theirs = alignments(&String::from_utf8(aligned.stdout).unwrap());
    let ours = alignments(&ours);
    let crossing: Vec<_> = ours.iter().filter(|((name, ..), _)| name.starts_with("MARV:2:")).collect();
    let agreed = crossing.iter().filter(|(key, told)| theirs.get(*key) == Some(*told)).count();
    let split = crossing.iter().filter(|((_, _, further), _)| *further).count();
    for (key, told) in crossing.iter().filter(|(key, told)| theirs.get(*key) != Some(*told)).take(20) {
        println!("{key:?}\n  {told:?}\n  {:?}", theirs.get(*key));
    }
    println!("{} alignments across junctions, {split} of them second parts, {agreed} as the aligner's", crossing.len());
    assert!(crossing.len() > 300 && split > 40, "{} {split}", crossing.len());
    assert!(agreed * 100 >= crossing.len() * 95, "{agreed} of {}", crossing.len());
}
