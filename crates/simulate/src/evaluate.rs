//! Calls against a truth: what was found, what was missed and why, what is extra; by kind and by fraction.
//!
//! Alleles are compared by what they make of the reference, never by how they are written: first one by one after
//! left-alignment, then in groups that make the same haplotype (two substitutions for one of two bases, an insertion
//! and a deletion for a complex change).
//!
//! Beside counts: how far each can be trusted ([`intervals`]), false calls a megabase, whether P(somatic) holds what it
//! says ([`Calibration`]), and the estimate of tumour in the normal ([`TumourInNormal`]).

mod calibration;
mod contamination;
mod counts;
mod display;
pub mod intervals;
mod matching;
mod table;
mod vcf;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use marv_ingest::{reference::Reference, regions::Regions};
use marv_model::{
    genome::{ContigId, Contigs, Interval},
    sequence::ReferenceSource,
    variant::{SmallVariant, VariantKind},
};
use serde::{Deserialize, Serialize};

use crate::Error;

pub use calibration::{Calibration, ReliabilityBin};
pub use contamination::{ESTIMATE_KEY, TumourInNormal};
pub use counts::{BIN_EDGES, BIN_NAMES, Counts, KindCounts};
pub use table::COLUMNS;

/// A variant of a file, as it is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// As written; a tandem duplication as the insertion it makes.
    pub variant: SmallVariant,
    /// In the first sample (by FORMAT AF, INFO AF or VAF), where the file says.
    pub fraction: Option<f64>,
    /// In the second sample (by FORMAT AF, or INFO NVAF), where the file says.
    pub normal_fraction: Option<f64>,
    /// P(somatic), from INFO SPP.
    pub somatic: Option<f64>,
    /// FILTER, but for `PASS` and `.`.
    pub filters: Vec<String>,
    /// INFO LABEL.
    pub label: Option<String>,
}

impl Candidate {
    /// No filter applies.
    pub fn passes(&self) -> bool {
        self.filters.is_empty()
    }
}

/// A variant of the truth that was not found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Missed {
    /// Such as `chr17:7675088 C>T`.
    pub variant: String,
    /// The truth's name for it.
    pub label: Option<String>,
    /// Expected in the tumour.
    pub fraction: Option<f64>,
    /// The filters of the call that was made of it; none where there was no such call.
    pub filters: Option<Vec<String>>,
}

/// A call that is not in the truth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Extra {
    /// Such as `chr17:7675088 C>T`.
    pub variant: String,
    /// As called.
    pub fraction: Option<f64>,
    /// Its filters, where filtered calls were counted.
    pub filters: Vec<String>,
}

/// What to compare beside calls and truth.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Options {
    /// Count filtered calls too; otherwise they only explain what was missed.
    pub all: bool,
    /// BED: only what lies in these regions counts, on both sides.
    pub regions: Option<PathBuf>,
    /// The true share of tumour in the normal, relative to the tumour's, where the truth does not say it.
    pub tumour_in_normal: Option<f64>,
}

/// How calls compare with a truth.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Evaluation {
    /// All together.
    pub all: KindCounts,
    /// Single-base substitutions.
    pub snv: KindCounts,
    /// Substitutions of several bases.
    pub mnv: KindCounts,
    /// Insertions, deletions and mixtures.
    pub indel: KindCounts,
    /// Bases that the rate of false calls rests on: of the regions, or else the known ones (not N) of the contigs on which
    /// truth or calls lie.
    pub bases: u64,
    /// Of all candidates that carry a P(somatic), filtered ones too.
    pub calibration: Calibration,
    /// Tumour in the normal, as estimated and as it is.
    pub tumour_in_normal: TumourInNormal,
    /// In the genome's order.
    pub missed: Vec<Missed>,
    /// In the genome's order.
    pub extra: Vec<Extra>,
    /// Variants of the truth that only a call with a filter made; part of `missed` unless filtered calls count.
    pub found_but_filtered: u32,
    /// Alleles of the calls that are no small variant (symbolic, breakends) and were not compared.
    pub not_compared: u32,
}

/// Compares the calls of one VCF with the truth of another (plain text or gzip).
pub fn evaluate(calls: &Path, truth: &Path, reference: &Path, options: &Options) -> Result<Evaluation, Error> {
    let reference = Reference::open(reference)?;
    let contigs = reference.contigs();
    let regions = options.regions.as_ref().map(|path| Regions::from_bed(path, contigs)).transpose()?;
    let mut known = vcf::read(truth, contigs, &reference)?.candidates;
    let vcf::File { mut candidates, not_compared, estimate } = vcf::read(calls, contigs, &reference)?;
    if let Some(regions) = &regions {
        for list in [&mut known, &mut candidates] {
            list.retain(|one| regions.contains(one.variant.locus()));
        }
    }
    let bases = match &regions {
        Some(regions) => regions.bases(),
        None => known_bases(known.iter().chain(&candidates), contigs, &reference),
    };
    let tumour_in_normal = TumourInNormal {
        truth: options.tumour_in_normal.or_else(|| contamination::of_truth(&known)),
        estimate: estimate.map(|(share, interval, _)| (share, interval)),
        observations: estimate.map_or(0, |(_, _, observations)| observations),
    };
    let compared = compare(&candidates, &known, contigs, &reference, options.all);
    Ok(Evaluation { bases, tumour_in_normal, not_compared, ..compared })
}

/// Bases other than N of the contigs that hold a variant.
fn known_bases<'a>(
    variants: impl Iterator<Item = &'a Candidate>,
    contigs: &Contigs,
    source: &dyn ReferenceSource,
) -> u64 {
    const STRIDE: u32 = 1 << 20;
    let touched: BTreeSet<ContigId> = variants.map(|one| one.variant.contig()).collect();
    let mut known = 0;
    for contig in touched {
        let length = contigs.length(contig);
        let mut at = 0;
        while at < length {
            let next = at.saturating_add(STRIDE).min(length);
            let bases = Interval::new(contig, at, next).ok().and_then(|stretch| source.bases(stretch));
            known += bases.map_or(0, |bases| bases.iter().filter(|base| **base != b'N').count() as u64);
            at = next;
        }
    }
    known
}

/// As [`evaluate`], of values: all but the bases and the tumour in the normal, which values do not say.
pub fn compare(
    calls: &[Candidate],
    truth: &[Candidate],
    contigs: &Contigs,
    source: &dyn ReferenceSource,
    all: bool,
) -> Evaluation {
    let calls = matching::normalised(calls, source);
    let truth = matching::normalised(truth, source);
    let (counted, filtered): (Vec<usize>, Vec<usize>) =
        (0..calls.len()).partition(|index| all || calls[*index].passes());
    let pairs = matching::pair(&truth, &(0..truth.len()).collect::<Vec<_>>(), &calls, &counted, source);
    let missed: Vec<usize> = (0..truth.len()).filter(|index| pairs.of_truth[*index].is_none()).collect();
    let explained = matching::pair(&truth, &missed, &calls, &filtered, source);
    let is_true = |call: usize| pairs.of_call[call].is_some() || explained.of_call[call].is_some();
    let weighed = calls.iter().enumerate().filter_map(|(index, call)| Some((call.somatic?, is_true(index))));

    let mut evaluation = Evaluation { calibration: Calibration::of(weighed), ..Evaluation::default() };
    for (index, known) in truth.iter().enumerate() {
        let found = pairs.of_truth[index].is_some();
        evaluation.count(known, known.fraction, |counts| {
            counts.truth += 1;
            counts.found += u32::from(found);
        });
        if !found {
            let filters = explained.of_truth[index].map(|call| calls[call].filters.clone());
            evaluation.found_but_filtered += u32::from(filters.is_some());
            let (label, fraction) = (known.label.clone(), known.fraction);
            let variant = contigs.show(&known.variant).to_string();
            evaluation.missed.push(Missed { variant, label, fraction, filters });
        }
    }
    for index in counted {
        let call = &calls[index];
        let known = pairs.of_call[index].map(|known| &truth[known]);
        evaluation.count(call, known.map_or(call.fraction, |known| known.fraction), |counts| {
            counts.calls += 1;
            counts.true_calls += u32::from(known.is_some());
        });
        if known.is_none() {
            let (fraction, filters) = (call.fraction, call.filters.clone());
            evaluation.extra.push(Extra { variant: contigs.show(&call.variant).to_string(), fraction, filters });
        }
    }
    evaluation
}

impl Evaluation {
    /// The counts by kind, all together first, with the kind's name.
    pub fn kinds(&self) -> [(&'static str, &KindCounts); 4] {
        [("all", &self.all), ("SNV", &self.snv), ("MNV", &self.mnv), ("indel", &self.indel)]
    }
    /// Counts a variant where it belongs.
    fn count(&mut self, candidate: &Candidate, fraction: Option<f64>, mut add: impl FnMut(&mut Counts)) {
        self.all.count(fraction, &mut add);
        let own = match candidate.variant.kind() {
            VariantKind::Snv => &mut self.snv,
            VariantKind::Mnv => &mut self.mnv,
            VariantKind::Insertion | VariantKind::Deletion | VariantKind::Complex => &mut self.indel,
        };
        own.count(fraction, &mut add);
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use marv_ingest::reference::FastaWriter;

    use super::*;

    //                     1         2         3         4
    //            1234567890123456789012345678901234567890
    const CHR: &str = "ACGTTGCATTTTTTGACCGTACGATCGGCTAAGCTTGCAC";

    struct Nothing;
    impl ReferenceSource for Nothing {
        fn bases(&self, _: marv_model::genome::Interval) -> Option<marv_model::sequence::Bases> {
            None
        }
    }

    fn evaluated(truth: &str, calls: &str, all: bool) -> Evaluation {
        let folder = tempfile::tempdir().unwrap();
        let reference = folder.path().join("r.fa.gz");
        let mut writer = FastaWriter::create(&reference).unwrap();
        writer.start_contig("chr1").unwrap();
        writer.push(CHR.as_bytes()).unwrap();
        writer.finish().unwrap();
        let write = |name: &str, rows: &str| -> PathBuf {
            let path = folder.path().join(name);
            let head = "##fileformat=VCFv4.3\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tT\n";
            let rows = rows.split_whitespace().map(|row| {
                let [position, reference, alternate, filter, rest]: [&str; 5] =
                    row.split('|').collect::<Vec<_>>().try_into().unwrap();
                let (info, format) =
                    if rest.contains('=') { (rest, "GT\t0/1".to_owned()) } else { (".", format!("GT:AF\t0/1:{rest}")) };
                format!("chr1\t{position}\t.\t{reference}\t{alternate}\t.\t{filter}\t{info}\t{format}\n")
            });
            fs::write(&path, head.to_owned() + &rows.collect::<String>()).unwrap();
            path
        };
        let options = Options { all, ..Options::default() };
        evaluate(&write("calls.vcf", calls), &write("truth.vcf", truth), &reference, &options).unwrap()
    }

    #[test]
    fn an_allele_is_the_same_however_it_is_written() {
        // A T lost from the run 9-14, at its left and at its right end; an insertion of GA as a duplication of 15-16.
        let found = evaluated("8|AT|A|PASS|0.4 16|A|AGA|PASS|0.04", "13|TT|T|PASS|0.3 14|T|<DUP>|PASS|END=16", false);
        assert_eq!(
            (found.all.all.truth, found.all.all.found, found.all.all.calls, found.all.all.true_calls),
            (2, 2, 2, 2)
        );
        assert_eq!((found.indel.all.truth, found.snv.all.truth, found.not_compared), (2, 0, 0));
        assert_eq!((found.all.by_fraction[0].found, found.all.by_fraction[4].found), (1, 1));
    }

    #[test]
    fn several_calls_for_one_of_the_truth_and_one_for_several() {
        // 17-18 CC>TA as two calls; 25-26 T>A, C>G apart in the truth, one call.
        let found = evaluated(
            "17|CC|TA|PASS|0.2 25|T|A|PASS|0.2 26|C|G|PASS|0.2",
            "17|C|T|PASS|0.2 18|C|A|PASS|0.2 25|TC|AG|PASS|0.2",
            false,
        );
        assert_eq!(
            (found.all.all.truth, found.all.all.found, found.all.all.calls, found.all.all.true_calls),
            (3, 3, 3, 3)
        );
        assert_eq!((found.mnv.all.truth, found.mnv.all.found, found.mnv.all.calls), (1, 1, 1));
    }

    #[test]
    fn what_was_missed_says_why() {
        let (truth, calls) = ("3|G|A|PASS|0.07 20|T|C|PASS|0.15", "3|G|A|strand_bias;position|0.06 30|T|G|PASS|0.11");
        let found = evaluated(truth, calls, false);
        assert_eq!(
            (found.all.all.found, found.all.all.truth, found.all.all.calls, found.all.all.true_calls),
            (0, 2, 1, 0)
        );
        let filters = |n: usize| found.missed[n].filters.clone();
        assert_eq!(filters(0), Some(vec!["strand_bias".to_owned(), "position".to_owned()]));
        assert_eq!((filters(1), found.found_but_filtered), (None, 1));
        assert_eq!(found.missed[1].variant, "chr1:20 T>C");
        assert_eq!((found.extra.len(), found.extra[0].fraction), (1, Some(0.11)));
        assert!(found.to_string().contains("filtered: strand_bias;position"), "{found}");
        let all = evaluated(truth, calls, true);
        assert_eq!(
            (all.all.all.found, all.all.all.calls, all.all.all.true_calls, all.found_but_filtered),
            (1, 2, 1, 0)
        );
        assert_eq!(all.all.all.recall(), Some(0.5));
    }

    #[test]
    fn several_of_the_truth_for_several_calls() {
        // 20-23 TACG: A and C lost one by one in the truth, together in the calls.
        let found = evaluated("20|TA|T|PASS|0.3 21|AC|A|PASS|0.3", "20|TACG|TG|PASS|0.3", false);
        assert_eq!((found.all.all.truth, found.all.all.found, found.all.all.true_calls), (2, 2, 1));
        // 24-27 ATCG>TACC, cut behind the second or behind the first base.
        let found = evaluated("24|AT|TA|PASS|0.3 27|G|C|PASS|0.3", "24|A|T|PASS|0.3 25|TCG|ACC|PASS|0.3", false);
        assert_eq!((found.all.all.found, found.all.all.calls, found.all.all.true_calls), (2, 2, 2));
        // What differs by one base is not the same.
        let found = evaluated("24|AT|TA|PASS|0.3 27|G|C|PASS|0.3", "24|A|T|PASS|0.3 25|TCG|ACT|PASS|0.3", false);
        assert_eq!((found.all.all.found, found.all.all.true_calls), (0, 0));
    }

    #[test]
    fn regions_bound_both_sides_and_the_rate() {
        let folder = tempfile::tempdir().unwrap();
        let [reference, bed, calls, truth] =
            ["r.fa.gz", "r.bed", "c.vcf", "t.vcf"].map(|name| folder.path().join(name));
        let mut writer = FastaWriter::create(&reference).unwrap();
        writer.start_contig("chr1").unwrap();
        writer.push(CHR.as_bytes()).unwrap();
        writer.push_n(60).unwrap();
        writer.finish().unwrap();
        fs::write(&bed, "chr1\t0\t20\n").unwrap();
        let head = "##fileformat=VCFv4.3\n##marvTumourInNormal=0.05,0.01,0.09,30\n";
        let columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n";
        // Position 3 true, 10 and 30 false; P(somatic) 0.95, 0.5, 0.99.
        let rows = [(3, "G", "A", 13.0103), (10, "T", "C", 3.0103), (30, "A", "G", 20.0)]
            .map(|(at, r, a, quality)| format!("chr1\t{at}\t.\t{r}\t{a}\t.\tPASS\tSPP={quality}\n"));
        fs::write(&calls, format!("{head}{columns}{}", rows.concat())).unwrap();
        // Fractions of the normal over those of the tumour: (0.01 + 0.03) / (0.2 + 0.3).
        let known = "chr1\t3\t.\tG\tA\t.\tPASS\tVAF=0.2;NVAF=0.01\nchr1\t5\t.\tT\tA\t.\tPASS\tVAF=0.3;NVAF=0.03\n";
        fs::write(&truth, format!("##fileformat=VCFv4.2\n{columns}{known}")).unwrap();
        let whole = evaluate(&calls, &truth, &reference, &Options::default()).unwrap();
        assert_eq!((whole.bases, whole.snv.all.calls, whole.snv.all.true_calls), (40, 3, 1));
        // Two in 40 bases.
        assert!((whole.snv.all.false_per_megabase(whole.bases).unwrap().0 - 50_000.0).abs() < 1e-6);
        assert_eq!(whole.tumour_in_normal.estimate, Some((0.05, [0.01, 0.09])));
        assert!((whole.tumour_in_normal.truth.unwrap() - 0.08).abs() < 1e-12);
        assert_eq!((whole.tumour_in_normal.holds(), whole.calibration.candidates()), (Some(true), 3));
        // |0.95 + 0.99 - 1| and |0.5 - 0| over three.
        assert!((whole.calibration.error().unwrap() - (0.94 + 0.5) / 3.0).abs() < 1e-4);
        let options = Options { regions: Some(bed), tumour_in_normal: Some(0.2), ..Options::default() };
        let part = evaluate(&calls, &truth, &reference, &options).unwrap();
        assert_eq!((part.bases, part.snv.all.calls, part.tumour_in_normal.holds()), (20, 2, Some(false)));
        let table = part.to_tsv();
        assert!(table.lines().all(|line| line.split('\t').count() == 8), "{table}");
        assert!(table.contains("recall\tSNV\tall\t0.500000\t0.094531\t0.905469\t1\t2\n"), "{table}");
        assert!(table.contains("tumour_in_normal\t\t\t0.050000\t0.010000\t0.090000\t30\t\n"), "{table}");
    }

    #[test]
    fn what_is_no_vcf_is_refused_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.vcf");
        fs::write(&path, "chr1\t1\n").unwrap();
        let contigs = Contigs::grch38();
        let refused = |text: &str| {
            fs::write(&path, text).unwrap();
            vcf::read(&path, &contigs, &Nothing).unwrap_err().to_string()
        };
        assert!(refused("chr1\t1\n").contains("line 1: no VCF"));
        let error = refused("##fileformat=VCFv4.2\nchr99\t5\t.\tA\tC\t.\t.\t.\n");
        assert!(error.contains("line 2: CHROM \"chr99\""), "{error}");
        assert!(refused("##fileformat=VCFv4.2\nchr1\t0\t.\tA\tC\t.\t.\t.\n").contains("POS \"0\""));
    }
}
