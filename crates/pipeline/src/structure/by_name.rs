//! Copies by arm and by gene as tables: `arms.tsv`, `genes.tsv`.
//!
//! Every arm and every gene of the panel has a row: what was not assessed says so, and is never left out or called normal.

use std::{fmt::Write as _, path::Path};

use marv_annotate::BoundBundle;
use marv_model::genome::{Contigs, Interval, bare_name};
use marv_structure::copy::{Arm, ArmState, CopyNumber, CopySegment, Karyogram, State, arm_word, every_arm};

use super::{centromeres, files::shown};
use crate::{Error, output::write_file, supplied_copies::gene_spans};

/// Every arm with its copies, a line each.
pub(crate) const ARMS: &str = "arms.tsv";
/// Every gene of the panel with its copies, a line each.
pub(crate) const GENES: &str = "genes.tsv";

const NOT_ASSESSED: &str = "not_assessed";

/// RULE: a gene has its inherited copies where nine tenths of it lie in segments whose copies are known; a change in any part
/// of it is told. The rest are gaps between segments.
const LEAST_ASSESSED: f64 = 0.9;

/// Writes both tables into a folder. Without gene models of the reference's build the genes' table has its header alone.
pub(super) fn write_by_name(
    folder: &Path,
    copies: &CopyNumber,
    contigs: &Contigs,
    bundle: Option<&BoundBundle>,
) -> Result<(), Error> {
    let every = every_arm(copies, contigs, &Karyogram::new(contigs, centromeres(contigs)));
    write_file(&folder.join(ARMS), arms(&every, contigs).as_bytes())?;
    let spans = bundle.map(gene_spans).unwrap_or_default();
    write_file(&folder.join(GENES), genes(&copies.segments, contigs, spans).as_bytes())
}

fn arms(every: &[(Arm, Option<ArmState>)], contigs: &Contigs) -> String {
    let mut text = String::from(
        "arm\tchromosome\tstart\tend\tstate\ttotal_copy_number\tminor_copy_number\tinherited_copies\tshare\tcell_fraction\n",
    );
    for (arm, state) in every {
        let contig = contigs.name(arm.interval.contig());
        let name = arm.name.map(String::from).unwrap_or_default();
        let of = |value: fn(&ArmState) -> u8| shown(state.as_ref().map(|one| f64::from(value(one))), 0);
        let minor = state.as_ref().filter(|one| one.minor_known).map(|one| f64::from(one.state.minor));
        let _ = writeln!(
            text,
            "{}{name}\t{contig}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
            bare_name(contig),
            u64::from(arm.interval.start()) + 1,
            arm.interval.end(),
            state.as_ref().map_or(NOT_ASSESSED, arm_word),
            of(|one| one.state.total()),
            shown(minor, 0),
            of(|one| one.inherited),
            shown(state.as_ref().map(|one| one.share), 3),
            shown(state.as_ref().map(|one| one.cell_fraction), 3),
        );
    }
    text
}

fn genes<'a>(
    segments: &[CopySegment],
    contigs: &Contigs,
    spans: impl IntoIterator<Item = (&'a str, Interval)>,
) -> String {
    let mut text = String::from(
        "gene\tchromosome\tstart\tend\tstate\ttotal_copy_number\tminor_copy_number\tinherited_copies\tassessed\t\
         cell_fraction\tconfidence\tlog2_ratio\n",
    );
    for (gene, span) in spans {
        let (assessed, told) = of_gene(segments, &span);
        let state = told.map_or(NOT_ASSESSED, |(one, state)| word(one, state));
        let minor = told.filter(|(one, _)| one.minor_known).map(|(_, state)| f64::from(state.minor));
        let _ = writeln!(
            text,
            "{gene}\t{}\t{}\t{}\t{state}\t{}\t{}\t{}\t{assessed:.3}\t{}\t{}\t{}",
            contigs.name(span.contig()),
            u64::from(span.start()) + 1,
            span.end(),
            shown(told.map(|(_, state)| f64::from(state.total())), 0),
            shown(minor, 0),
            shown(told.map(|(one, _)| f64::from(one.inherited)), 0),
            shown(told.and_then(|(one, _)| one.cell_fraction), 3),
            shown(told.map(|(one, _)| one.confidence), 3),
            shown(told.map(|(one, _)| one.log2_ratio), 4),
        );
    }
    text
}

/// The share of a gene in segments whose copies are known, 0 to 1, and the segment that is told of it; none where it was not
/// assessed.
///
/// RULE: where segments cut a gene, a change stands before none, and fewer copies before more: a part lost is a loss.
fn of_gene<'a>(segments: &'a [CopySegment], span: &Interval) -> (f64, Option<(&'a CopySegment, State)>) {
    let known: Vec<_> =
        segments.iter().filter_map(|one| Some((one, one.state?, one.interval.intersection(span)?.length()))).collect();
    let covered: u32 = known.iter().map(|(.., length)| *length).sum();
    let assessed = f64::from(covered) / f64::from(span.length().max(1));
    let told = known
        .into_iter()
        .map(|(one, state, _)| (one, state))
        .filter(|(one, _)| one.is_changed() || assessed >= LEAST_ASSESSED)
        .min_by_key(|(one, state)| (!one.is_changed(), state.total()));
    (assessed, told)
}

fn word(one: &CopySegment, state: State) -> &'static str {
    match state.total() {
        0 if one.inherited > 0 => "homozygous_loss",
        total if total < one.inherited => "loss",
        total if total > one.inherited => "gain",
        _ if one.is_changed() => "copy_neutral_loh",
        _ => "normal",
    }
}

#[cfg(test)]
mod tests {
    use marv_model::genome::{Contig, ContigId};

    use super::*;

    fn contigs() -> Contigs {
        Contigs::new([Contig::new("chr9", 10_000), Contig::new("chrX", 10_000)]).unwrap()
    }

    fn at(contig: &str, start: u32, end: u32) -> Interval {
        Interval::new(id(contig), start, end).unwrap()
    }

    fn id(contig: &str) -> ContigId {
        contigs().id_or_alias(contig).unwrap()
    }

    fn segment(interval: Interval, state: Option<(u8, u8)>, inherited: u8) -> CopySegment {
        CopySegment {
            interval,
            log2_ratio: -0.5,
            balance: None,
            windows: 1,
            sites: 0,
            sample_copies: 1.4,
            state: state.map(|(major, minor)| State { major, minor }),
            minor_known: true,
            cell_fraction: Some(0.8),
            confidence: 0.9,
            inherited,
        }
    }

    /// Words of each row: by hand from the segments, of which the third's copies are not known.
    #[test]
    fn every_gene_has_a_row_and_what_was_not_assessed_says_so() {
        let segments = [
            segment(at("9", 0, 1_000), Some((1, 1)), 2),
            segment(at("9", 1_000, 2_000), Some((0, 0)), 2),
            segment(at("9", 2_000, 3_000), None, 2),
            segment(at("9", 3_000, 4_000), Some((2, 0)), 2),
            segment(at("9", 4_000, 5_000), Some((1, 0)), 2),
            segment(at("X", 0, 5_000), Some((1, 0)), 1),
            segment(at("X", 5_000, 9_000), Some((2, 0)), 1),
        ];
        let spans = [
            ("inherited", at("9", 100, 900)),
            ("cut", at("9", 900, 1_100)),
            ("unknown", at("9", 2_100, 2_200)),
            ("half_unknown", at("9", 2_500, 3_500)),
            ("behind_the_last", at("9", 6_000, 6_100)),
            ("one_parent", at("9", 3_000, 3_500)),
            ("lost", at("9", 4_100, 4_200)),
            ("of_a_man", at("X", 10, 20)),
            ("more_of_a_man", at("X", 4_900, 5_100)),
        ];
        let text = genes(&segments, &contigs(), spans);
        let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split('\t').collect()).collect();
        let told: Vec<_> = rows.iter().map(|row| (row[0], row[4], row[5], row[7], row[8])).collect();
        let expected = [
            ("inherited", "normal", "2", "2", "1.000"),
            ("cut", "homozygous_loss", "0", "2", "1.000"),
            ("unknown", "not_assessed", "NA", "NA", "0.000"),
            ("half_unknown", "copy_neutral_loh", "2", "2", "0.500"),
            ("behind_the_last", "not_assessed", "NA", "NA", "0.000"),
            ("one_parent", "copy_neutral_loh", "2", "2", "1.000"),
            ("lost", "loss", "1", "2", "1.000"),
            ("of_a_man", "normal", "1", "1", "1.000"),
            ("more_of_a_man", "gain", "2", "1", "1.000"),
        ];
        assert_eq!(told, expected);
        assert!(rows.iter().all(|row| row.len() == text.lines().next().unwrap().split('\t').count()));
        assert_eq!(rows[0][1..4], ["chr9", "101", "900"]);
    }

    #[test]
    fn an_arm_that_was_not_assessed_has_a_row() {
        let arm = |name, interval| Arm { name: Some(name), interval };
        let (short, long) = (arm('p', at("9", 0, 4_000)), arm('q', at("9", 4_000, 10_000)));
        let lost = ArmState {
            contig: id("9"),
            arm: long,
            state: State { major: 1, minor: 0 },
            minor_known: true,
            share: 0.95,
            cell_fraction: 0.8,
            inherited: 2,
        };
        let text = arms(&[(short, None), (long, Some(lost))], &contigs());
        let rows: Vec<&str> = text.lines().skip(1).collect();
        assert_eq!(rows[0], "9p\tchr9\t1\t4000\tnot_assessed\tNA\tNA\tNA\tNA\tNA");
        assert_eq!(rows[1], "9q\tchr9\t4001\t10000\tloss\t1\t0\t2\t0.950\t0.800");
    }
}
