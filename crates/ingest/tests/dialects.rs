//! Each caller's fields, by records written by hand: the values beside them are counted by hand from the record.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // helpers of tests, which may stop and tell

use std::{fs, path::PathBuf};

use marv_ingest::variants::{Caller, CallerCounts, SampleNames, SuppliedVariants, read_supplied};
use marv_model::{
    genome::{Contig, Contigs},
    units::AlleleFraction,
};

struct Case {
    meta: &'static str,
    samples: &'static str,
    lines: &'static str,
}

fn read(case: &Case) -> SuppliedVariants {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("case.vcf");
    let format =
        if case.samples.is_empty() { String::new() } else { format!("\tFORMAT\t{}", case.samples.replace(' ', "\t")) };
    let text = format!(
        "##fileformat=VCFv4.2\n{}\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO{format}\n{}\n",
        case.meta,
        case.lines.replace(' ', "\t")
    );
    fs::write(&path, text.replace("\n\n", "\n")).unwrap();
    let contigs = Contigs::new([Contig::new("chr1", 10_000)]).unwrap();
    read_supplied(&path, &contigs, None, &SampleNames::default()).unwrap()
}

#[allow(clippy::unnecessary_wraps)] // compared with what a column that may be absent holds
fn counts(
    reference: impl Into<Option<u32>>,
    alternate: impl Into<Option<u32>>,
    depth: impl Into<Option<u32>>,
    fraction: impl Into<Option<f64>>,
) -> Option<CallerCounts> {
    Some(CallerCounts {
        reference: reference.into(),
        alternate: alternate.into(),
        depth: depth.into(),
        fraction: fraction.into().map(|f| AlleleFraction::new(f).unwrap()),
    })
}

/// Its own fields resemble another program's (`ALT_F1R2`), and merged files have lost the header's word.
#[test]
fn marvs_own_calls_are_known_as_such() {
    let lines =
        "1 100 . A C . PASS SOMATIC GT:AD:DP:AF:ALT_F1R2:MPOS:STARTS 0/1:25,10:35:0.286:5:40:10 0/0:30,0:30:0:0:.:0";
    let named = "##tumor_sample=T\n##normal_sample=N";
    for meta in ["##source=marv 0.1.0\n##tumor_sample=T\n##normal_sample=N", named] {
        let read = read(&Case { meta, samples: "T N", lines });
        assert_eq!(read.variants[0].caller, Caller::Marv, "{meta}");
        assert_eq!(read.variants[0].tumour, counts(25, 10, 35, 0.286));
    }
}

#[test]
fn mutect2_gives_each_alternate_its_own_depth() {
    let read = read(&Case {
        meta: "##source=Mutect2\n##normal_sample=N\n##tumor_sample=T",
        samples: "N T",
        lines: "1 100 . A C,G . PASS TLOD=9,8 GT:AD:AF:DP:F1R2:F2R1 0/0:30,0,1:0.01,0.03:31:. 0/1/2:20,10,5:0.286,0.143:35:.",
    });
    assert_eq!(read.caller, Caller::Mutect2);
    assert_eq!(read.samples, [Some("T".into()), Some("N".into())]);
    // First alternate C: tumour 20,10 of 35; second G: 20,5. The normal's column is the first.
    assert_eq!(read.variants[0].tumour, counts(20, 10, 35, 0.286));
    assert_eq!(read.variants[1].tumour, counts(20, 5, 35, 0.143));
    assert_eq!(read.variants[1].normal, counts(30, 1, 31, 0.03));
    assert!(read.variants[0].filtered && read.variants[0].filters.is_empty());
}

#[test]
fn strelka2_snvs_are_counted_in_tier_1() {
    let read = read(&Case {
        meta: "##source=strelka\n##source_version=2.9.10",
        samples: "NORMAL TUMOR",
        lines: "1 100 . A C . LowEVS SOMATIC;QSS=50 DP:FDP:SDP:SUBDP:AU:CU:GU:TU 40:0:0:0:40,41:0,1:0,0:0,0 52:2:0:0:30,31:20,22:0,0:0,0",
    });
    assert_eq!(read.caller, Caller::Strelka2);
    // A tier 1 = 30, C tier 1 = 20, DP = 52; fraction 20 / (20 + 30) = 0.4.
    assert_eq!(read.variants[0].tumour, counts(30, 20, 52, 0.4));
    assert_eq!(read.variants[0].normal, counts(40, 0, 40, 0.0));
    assert_eq!(read.variants[0].filters, ["LowEVS"]);
}

#[test]
fn strelka_indels_use_tar_and_tir_in_both_versions() {
    let case = |version: &str| Case {
        meta: match version {
            "2" => "##source=strelka\n##source_version=2.9.5",
            _ => "##source=strelka\n##source_version=2.0.8\n##cmdline=strelka_workflow_1.0.7/x",
        },
        samples: "NORMAL TUMOR",
        lines: "1 100 . AG A . PASS SOMATIC DP:DP2:TAR:TIR:TOR 53:53:51,52:0,0:2,1 82:82:45,50:15,14:23,20",
    };
    // TAR tier 1 = 45, TIR tier 1 = 15, fraction 15 / 60 = 0.25.
    let read2 = read(&case("2"));
    assert_eq!((read2.caller, read2.variants[0].tumour), (Caller::Strelka2, counts(45, 15, 82, 0.25)));
    let read1 = read(&case("1"));
    assert_eq!((read1.caller, read1.variants[0].tumour), (Caller::Strelka1, counts(45, 15, 82, 0.25)));
}

#[test]
fn dragen_is_known_by_its_command_line() {
    let read = read(&Case {
        meta: "##DRAGENCommandLine=<ID=dragen,Version=\"x\">",
        samples: "a_normal a_tumor",
        lines: "1 100 . A T . PASS DP=90 GT:SQ:AD:AF:F1R2:F2R1:DP 0/0:3:40,0:0.0:20,0:20,0:40 0/1:20:30,20:0.4:15,10:15,10:50",
    });
    assert_eq!(read.caller, Caller::Dragen);
    assert_eq!(read.variants[0].tumour, counts(30, 20, 50, 0.4));
}

#[test]
fn varscan_states_a_percentage_and_one_alternate_depth() {
    let read = read(&Case {
        meta: "##source=VarScan2",
        samples: "NORMAL TUMOR",
        lines: "1 100 . A T . PASS SOMATIC GT:GQ:DP:RD:AD:FREQ:DP4 0/0:.:30:30:0:0%:16,14,0,0 0/1:.:40:30:10:25%:15,15,6,4\n\
                1 200 . A T,C . PASS SOMATIC GT:GQ:DP:RD:AD:FREQ:DP4 0/0:.:30:30:0:0%:16,14,0,0 0/1:.:40:30:10:25%:15,15,6,4",
    });
    assert_eq!(read.caller, Caller::VarScan2);
    assert_eq!(read.variants[0].tumour, counts(30, 10, 40, 0.25));
    // With two alternates the single AD says not which: unknown, and said so.
    assert_eq!(read.variants[1].tumour, counts(30, None, 40, None));
    assert!(read.tally.notices.iter().any(|n| n.what.contains("no count of the alternate") && n.count == 2));
}

#[test]
fn vardict_counts_of_all_reads() {
    let read = read(&Case {
        meta: "##source=VarDict_v1.8.2",
        samples: "TUMOR NORMAL",
        lines: "1 100 . A T 60 PASS STATUS=StrongSomatic GT:DP:VD:AD:AF:RD:ALD 0/1:100:20:75,20:0.2:40,35:10,10 0/0:50:0:50,0:0:25,25:0,0",
    });
    // 75 + 20 of 100: five reads show something else. AF is of DP.
    assert_eq!(read.caller, Caller::VarDict);
    assert_eq!(read.variants[0].tumour, counts(75, 20, 100, 0.2));
    assert_eq!(read.variants[0].quality, Some(60.0));
}

#[test]
fn lofreq_has_its_counts_in_info() {
    let read = read(&Case {
        meta: "##source=lofreq call -f ref.fa",
        samples: "",
        lines: "1 100 . A T 70 PASS DP=60;AF=0.25;SB=0;DP4=20,25,7,8",
    });
    // DP4: reference 20 + 25, alternate 7 + 8.
    assert_eq!((read.caller, read.variants[0].tumour), (Caller::LoFreq, counts(45, 15, 60, 0.25)));
    assert_eq!(read.variants[0].normal, None);
}

#[test]
fn tnscope_writes_as_mutect_did() {
    let read = read(&Case {
        meta: "##SentieonCommandLine.TNscope=<ID=TNscope,Version=\"x\">",
        samples: "TUMOR NORMAL",
        lines: "1 100 . A T . PASS ECNT=1 GT:AD:AF:ALT_F1R2:ALT_F2R1:DP 0/1:30,10:0.25:5:5:41 0/0:20,0:0:0:0:20",
    });
    assert_eq!((read.caller, read.variants[0].tumour), (Caller::TnScope, counts(30, 10, 41, 0.25)));
}

#[test]
fn sage_is_known_by_its_version_line() {
    let read = read(&Case {
        meta: "##sageVersion=3.4\n##tumor_sample=T\n##normal_sample=R",
        samples: "R T",
        lines: "1 100 . A T . PASS TIER=PANEL GT:ABQ:AD:AF:DP:RC_CNT 0/0:0:30,0:0:30:0,0,0,0,0,30,30 0/1:35:20,10:0.333:31:8,1,0,1,0,20,31",
    });
    assert_eq!((read.caller, read.variants[0].tumour), (Caller::Sage, counts(20, 10, 31, 0.333)));
}

#[test]
fn deepsomatic_states_vaf_and_a_single_sample_is_the_tumour() {
    let read = read(&Case {
        meta: "##DeepSomatic_version=1.8.0",
        samples: "HG1",
        lines: "1 100 . A T 30 PASS . GT:GQ:DP:AD:VAF:PL 1/1:30:50:30,20:0.4:30,0,10",
    });
    assert_eq!((read.caller, read.variants[0].tumour), (Caller::DeepSomatic, counts(30, 20, 50, 0.4)));
}

#[test]
fn freebayes_counts_each_alternate() {
    let read = read(&Case {
        meta: "##source=freeBayes v1.3.6",
        samples: "TUMOR NORMAL",
        lines: "1 100 . A C,T 30 . DP=60 GT:DP:RO:QR:AO:QA 0/1:40:24:9:10,6:8,8 0/0:20:20:9:0,0:0,0",
    });
    // AO 10 of DP 40 = 0.25; AO 6 of 40 = 0.15.
    assert_eq!(read.caller, Caller::FreeBayes);
    assert_eq!(read.variants[0].tumour, counts(24, 10, 40, 0.25));
    assert_eq!(read.variants[1].tumour, counts(24, 6, 40, 0.15));
    assert!(!read.variants[0].filtered);
}

#[test]
fn pindel_states_one_depth_or_two() {
    let read = read(&Case {
        meta: "##source=pindel",
        samples: "TUMOR",
        lines: "1 100 . AG A . PASS SVTYPE=DEL GT:AD 0/1:12\n1 200 . AG A . PASS SVTYPE=DEL GT:AD 0/1:30,12",
    });
    assert_eq!(read.caller, Caller::Pindel);
    assert_eq!(read.variants[0].tumour, counts(None, 12, None, None));
    // Without DP the depth is the sum of AD: 30 + 12.
    assert_eq!(read.variants[1].tumour, counts(30, 12, 42, None));
}

#[test]
fn muse_keeps_the_tumour_first() {
    let read = read(&Case {
        meta: "##MuSE_version=\"v1.0rc\"",
        samples: "TUMOR NORMAL",
        lines: "1 100 . A T . Tier1 SOMATIC GT:DP:AD:BQ:SS 0/1:71:57,14:30,26:2 0/0:23:22,1:28,8:.",
    });
    assert_eq!((read.caller, read.variants[0].tumour), (Caller::Muse, counts(57, 14, 71, None)));
    assert_eq!(read.variants[0].normal, counts(22, 1, 23, None));
}

#[test]
fn caveman_adds_both_strands_of_each_base() {
    let read = read(&Case {
        meta: "##vcfProcessLog=<InputVCF=<.>,InputVCFSource=<CaVEMan>>\n##SAMPLE=<ID=NORMAL,SampleName=n>\n##SAMPLE=<ID=TUMOUR,SampleName=t>",
        samples: "NORMAL TUMOUR",
        lines: "1 100 . G A . PASS DP=60 GT:FAZ:FCZ:FGZ:FTZ:RAZ:RCZ:RGZ:RTZ:PM 0|0:0:0:10:0:0:0:10:0:0.0e+00 0|1:5:1:12:0:3:0:19:0:2.0e-01",
    });
    // G: 12 + 19 = 31; A: 5 + 3 = 8; all: 5+1+12+0+3+0+19+0 = 40; PM = 0.2.
    assert_eq!((read.caller, read.variants[0].tumour), (Caller::Caveman, counts(31, 8, 40, 0.2)));
    assert_eq!(read.variants[0].normal, counts(20, 0, 20, 0.0));
}

#[test]
fn cgppindel_counts_fragments_where_it_writes_them() {
    let read = read(&Case {
        meta: "##SAMPLE=<ID=NORMAL,SampleName=n>\n##SAMPLE=<ID=TUMOUR,SampleName=t>",
        samples: "NORMAL TUMOUR",
        lines: "1 100 . AG A . PASS PC=D GT:PP:NP:PB:NB:PD:ND:PR:NR:PU:NU:FD:FC ./.:0:0:0:0:0:0:15:15:0:0:28:0 ./.:4:3:2:2:20:20:20:20:5:4:36:9\n\
                1 200 . AG A . PASS PC=D GT:PP:NP:PB:NB:PD:ND:PR:NR:PU:NU ./.:0:0:0:0:0:0:15:15:0:0 ./.:4:3:2:2:20:20:20:20:5:5",
    });
    // Fragments 9 of 36 = 0.25; without them reads 5 + 5 of 20 + 20 = 0.25.
    assert_eq!((read.caller, read.variants[0].tumour), (Caller::CgpPindel, counts(None, 9, 36, 0.25)));
    assert_eq!(read.variants[1].tumour, counts(None, 10, 40, 0.25));
}

#[test]
fn an_unknown_caller_is_read_where_ad_is_one_an_allele() {
    let read = read(&Case {
        meta: "",
        samples: "TUMOR NORMAL",
        lines: "1 100 . A T . . . GT:AD:DP 0/1:30,10:41 0/0:20,0:20\n1 200 . A T . . . GT:AD:DP 0/1:10:41 0/0:0:20",
    });
    assert_eq!(read.caller, Caller::Generic);
    assert_eq!(read.variants[0].tumour, counts(30, 10, 41, None));
    // A single AD may be either allele's: unknown.
    assert_eq!(read.variants[1].tumour, counts(None, None, 41, None));
}

#[test]
fn what_is_no_small_variant_is_counted_with_its_reason() {
    let read = read(&Case {
        meta: "",
        samples: "",
        lines: "1 100 . A <DEL> . . .\n1 101 . A A[1:5[ . . .\n1 102 . A *,T . . .\n1 103 . A . . . .\n9 104 . A T . . .\n1 105 . R T . . .",
    });
    assert_eq!(read.caller, Caller::SitesOnly);
    assert_eq!((read.tally.records, read.tally.alleles, read.tally.used), (6, 7, 1));
    assert_eq!(read.tally.skipped.iter().map(|n| n.count).sum::<u64>(), 6);
    assert_eq!(read.tally.skipped.len(), 6);
}

#[test]
fn records_of_several_callers_in_one_file_keep_their_own() {
    let read = read(&Case {
        meta: "##source=strelka\n##source_version=2.9.10",
        samples: "NORMAL TUMOR",
        lines: "1 100 . A C . PASS SOMATIC DP:AU:CU:GU:TU 40:40,41:0,1:0,0:0,0 52:30,31:20,22:0,0:0,0\n\
                1 200 . A T . PASS TLOD=9 GT:AD:AF:DP 0/0:30,0:0.01:30 0/1:20,10:0.33:30\n\
                1 300 . A T . PASS SOMATIC GT:DP:RD:AD:FREQ 0/0:30:30:0:0% 0/1:40:30:10:25%",
    });
    let callers: Vec<Caller> = read.variants.iter().map(|v| v.caller).collect();
    assert_eq!(callers, [Caller::Strelka2, Caller::Mutect2, Caller::VarScan2]);
    assert_eq!(read.variants[1].tumour, counts(20, 10, 30, 0.33));
    assert_eq!(read.variants[2].tumour, counts(30, 10, 40, 0.25));
}

#[test]
fn strands_are_read_where_nothing_else_is_written() {
    let read = read(&Case {
        meta: "",
        samples: "NORMAL TUMOR",
        lines: "1 100 . A T . PASS SOMATIC GT:DP4:VAF 0/0:13,15,0,0:0 0/1:10,10,3,2:0.2",
    });
    // 10 + 10 reference, 3 + 2 alternate; the depth is not stated.
    assert_eq!(read.variants[0].tumour, counts(20, 5, None, 0.2));
}

/// The folder of real files; none, with a clear line, where it is absent.
fn real(relative: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("MARV_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let path = shared.join("real").join(relative);
    if path.exists() {
        return Some(path);
    }
    println!("NOT TESTED: {relative} is absent; set MARV_SHARED to the folder of shared data");
    None
}

/// What bcftools prints of the tumour's column, a line an alternate allele.
fn bcftools(file: &std::path::Path, sample: &str, format: &str) -> Vec<String> {
    let split = std::process::Command::new("bcftools")
        .args(["norm", "-m", "-any", "-Ov", file.to_str().unwrap()])
        .output()
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("split.vcf");
    fs::write(&path, split.stdout).unwrap();
    let output = std::process::Command::new("bcftools")
        .args(["query", "-s", sample, "-f", format, path.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn real_files_give_the_numbers_that_bcftools_shows() {
    let shown = |count: Option<u32>| count.map_or_else(|| ".".to_owned(), |count| count.to_string());
    for (name, format) in [
        ("vcf_snv/somaticseq_example/MuTect2.vcf.gz", "[%AD,%DP]\n"),
        ("vcf_snv/gatk_mutect2/cfdna-unfiltered.vcf", "[%AD,%DP]\n"),
        ("vcf_snv/somaticseq_example/MuSE.vcf.gz", "[%AD,%DP]\n"),
        ("vcf_snv/somaticseq_example/Strelka.indel.vcf.gz", "[%TAR{0},%TIR{0},%DP]\n"),
    ] {
        let Some(file) = real(name) else { return };
        let mut records = marv_ingest::variants::VariantReader::open(&file).unwrap();
        let mut names = std::collections::BTreeSet::new();
        while let Some(record) = records.next_record().unwrap() {
            names.insert(record.contig);
        }
        let contigs = Contigs::new(names.iter().map(|name| Contig::new(name, 0))).unwrap();
        let read = read_supplied(&file, &contigs, None, &SampleNames::default()).unwrap();
        let ours: Vec<String> = read
            .variants
            .iter()
            .map(|v| v.tumour.unwrap())
            .map(|c| format!("{},{},{}", shown(c.reference), shown(c.alternate), shown(c.depth)))
            .collect();
        let theirs = bcftools(&file, "TUMOR", format);
        assert!(theirs.len() > 40, "{name}: {}", theirs.len());
        let (mut ours_sorted, mut theirs_sorted) = (ours, theirs);
        // bcftools may order the parts of a record otherwise.
        ours_sorted.sort();
        theirs_sorted.sort();
        assert_eq!(ours_sorted, theirs_sorted, "{name}");
    }
}

#[test]
fn a_file_of_another_genome_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.vcf");
    let read = |meta: &str, contig: &str| {
        let text = format!(
            "##fileformat=VCFv4.2\n{meta}#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n{contig}\t9\t.\tA\tT\t.\t.\t.\n"
        );
        fs::write(&path, text).unwrap();
        // GRCh38 lengths.
        let contigs = Contigs::new([Contig::new("chr17", 83_257_441), Contig::new("chrM", 16_569)]).unwrap();
        read_supplied(&path, &contigs, None, &SampleNames::default())
            .map(|read| read.tally.used)
            .map_err(|e| e.to_string())
    };
    assert_eq!(read("##contig=<ID=17,length=83257441>\n", "17"), Ok(1));
    // 81,195,210 is chromosome 17 of GRCh37.
    assert!(read("##contig=<ID=17,length=81195210>\n", "17").unwrap_err().contains("different genomes"));
    assert!(read("", "ref17").unwrap_err().contains("different genomes"));
}
