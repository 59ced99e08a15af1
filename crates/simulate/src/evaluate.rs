//! Calls against a truth: what was found, what was missed and why, what is extra; by kind and by fraction.
//!
//! Alleles are compared by what they make of the reference, never by how they are written: first one by one after
//! left-alignment, then in groups that make the same haplotype (two substitutions for one of two bases, an insertion
//! and a deletion for a complex change).

mod display;
mod matching;
mod vcf;

use std::path::Path;

use marv_ingest::reference::Reference;
use marv_model::{
    genome::Contigs,
    sequence::ReferenceSource,
    variant::{SmallVariant, VariantKind},
};
use serde::{Deserialize, Serialize};

use crate::Error;

/// A variant of a file, as it is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// As written; a tandem duplication as the insertion it makes.
    pub variant: SmallVariant,
    /// In the first sample (by FORMAT or INFO AF), where the file says.
    pub fraction: Option<f64>,
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

/// Counts of one kind or one bin of fractions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Variants of the truth.
    pub truth: u32,
    /// Of these, found.
    pub found: u32,
    /// Calls.
    pub calls: u32,
    /// Of these, true. May differ from `found` where one is written as several.
    pub true_calls: u32,
}

impl Counts {
    /// Share of the truth that was found; none without a truth.
    pub fn recall(&self) -> Option<f64> {
        (self.truth > 0).then(|| f64::from(self.found) / f64::from(self.truth))
    }
    /// Share of the calls that are true; none without a call.
    pub fn precision(&self) -> Option<f64> {
        (self.calls > 0).then(|| f64::from(self.true_calls) / f64::from(self.calls))
    }
    /// Harmonic mean of both; none where either is none.
    pub fn f1(&self) -> Option<f64> {
        let (recall, precision) = (self.recall()?, self.precision()?);
        Some(if recall + precision > 0.0 { 2.0 * recall * precision / (recall + precision) } else { 0.0 })
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

/// The edges of the bins of fractions: below 5 %, 5 to 10 and so on, and the last from 35 %.
pub const BIN_EDGES: [f64; 4] = [0.05, 0.10, 0.20, 0.35];

/// How calls compare with a truth.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Evaluation {
    /// All together.
    pub all: Counts,
    /// Single-base substitutions.
    pub snv: Counts,
    /// Substitutions of several bases.
    pub mnv: Counts,
    /// Insertions, deletions and mixtures.
    pub indel: Counts,
    /// By fraction, in the order of [`BIN_EDGES`]: the truth's for what is true, the call's for what is extra.
    /// Variants of unknown fraction are in none.
    pub by_fraction: [Counts; 5],
    /// In the genome's order.
    pub missed: Vec<Missed>,
    /// In the genome's order.
    pub extra: Vec<Extra>,
    /// Variants of the truth that only a call with a filter made; part of `missed` unless filtered calls count.
    pub found_but_filtered: u32,
    /// Alleles of the calls that are no small variant (symbolic, breakends) and were not compared.
    pub not_compared: u32,
}

/// Compares the calls of one VCF with the truth of another (plain text or gzip). Calls with a filter count only when
/// `all` is set; otherwise they explain what was missed.
pub fn evaluate(calls: &Path, truth: &Path, reference: &Path, all: bool) -> Result<Evaluation, Error> {
    let reference = Reference::open(reference)?;
    let contigs = reference.contigs();
    let (known, _) = vcf::read(truth, contigs, &reference)?;
    let (called, not_compared) = vcf::read(calls, contigs, &reference)?;
    Ok(Evaluation { not_compared, ..compare(&called, &known, contigs, &reference, all) })
}

/// As [`evaluate`], of values.
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

    let mut evaluation = Evaluation::default();
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
    /// Counts a variant where it belongs.
    fn count(&mut self, candidate: &Candidate, fraction: Option<f64>, mut add: impl FnMut(&mut Counts)) {
        add(&mut self.all);
        add(match candidate.variant.kind() {
            VariantKind::Snv => &mut self.snv,
            VariantKind::Mnv => &mut self.mnv,
            VariantKind::Insertion | VariantKind::Deletion | VariantKind::Complex => &mut self.indel,
        });
        if let Some(fraction) = fraction {
            add(&mut self.by_fraction[BIN_EDGES.partition_point(|edge| *edge <= fraction)]);
        }
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
        evaluate(&write("calls.vcf", calls), &write("truth.vcf", truth), &reference, all).unwrap()
    }

    #[test]
    fn an_allele_is_the_same_however_it_is_written() {
        // A T lost from the run 9-14, at its left and at its right end; an insertion of GA as a duplication of 15-16.
        let found = evaluated("8|AT|A|PASS|0.4 16|A|AGA|PASS|0.04", "13|TT|T|PASS|0.3 14|T|<DUP>|PASS|END=16", false);
        assert_eq!((found.all.truth, found.all.found, found.all.calls, found.all.true_calls), (2, 2, 2, 2));
        assert_eq!((found.indel.truth, found.snv.truth, found.not_compared), (2, 0, 0));
        assert_eq!((found.by_fraction[0].found, found.by_fraction[4].found), (1, 1));
    }

    #[test]
    fn several_calls_for_one_of_the_truth_and_one_for_several() {
        // 17-18 CC>TA as two calls; 25-26 T>A, C>G apart in the truth, one call.
        let found = evaluated(
            "17|CC|TA|PASS|0.2 25|T|A|PASS|0.2 26|C|G|PASS|0.2",
            "17|C|T|PASS|0.2 18|C|A|PASS|0.2 25|TC|AG|PASS|0.2",
            false,
        );
        assert_eq!((found.all.truth, found.all.found, found.all.calls, found.all.true_calls), (3, 3, 3, 3));
        assert_eq!((found.mnv.truth, found.mnv.found, found.mnv.calls), (1, 1, 1));
    }

    #[test]
    fn what_was_missed_says_why() {
        let (truth, calls) = ("3|G|A|PASS|0.07 20|T|C|PASS|0.15", "3|G|A|strand_bias;position|0.06 30|T|G|PASS|0.11");
        let found = evaluated(truth, calls, false);
        assert_eq!((found.all.found, found.all.truth, found.all.calls, found.all.true_calls), (0, 2, 1, 0));
        let filters = |n: usize| found.missed[n].filters.clone();
        assert_eq!(filters(0), Some(vec!["strand_bias".to_owned(), "position".to_owned()]));
        assert_eq!((filters(1), found.found_but_filtered), (None, 1));
        assert_eq!(found.missed[1].variant, "chr1:20 T>C");
        assert_eq!((found.extra.len(), found.extra[0].fraction), (1, Some(0.11)));
        assert!(found.to_string().contains("filtered: strand_bias;position"), "{found}");
        let all = evaluated(truth, calls, true);
        assert_eq!((all.all.found, all.all.calls, all.all.true_calls, all.found_but_filtered), (1, 2, 1, 0));
        assert_eq!(all.all.recall(), Some(0.5));
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
