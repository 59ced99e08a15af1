//! Copy number as files: `segments.tsv`, `segments.seg`, `purity.tsv`, and the figure `genome.svg`; `by_name` has the arms and genes.

use std::{fmt::Write as _, path::Path};

use marv_annotate::BoundBundle;
use marv_model::{case::Estimate, copy_number::CopyNumberResult, genome::Contigs};
use marv_report::Language;
use marv_structure::copy::{CopyNumber, CopySegment, Solution};

use super::by_name::write_by_name;
use crate::{Error, output::write_file, report};

/// The segments with their copies, a line each.
pub(crate) const SEGMENTS: &str = "segments.tsv";
/// The same as SEG, for viewers.
pub(crate) const SEG: &str = "segments.seg";
/// Purity, ploidy and what else is possible.
pub(crate) const PURITY: &str = "purity.tsv";

/// The genome in one picture.
pub(crate) const FIGURE: &str = "genome.svg";

/// Writes the figure into a folder; where no copies are known, the picture says so.
pub(crate) fn write_figure(folder: &Path, result: &CopyNumberResult) -> Result<(), Error> {
    write_file(&folder.join(FIGURE), report::genome_figure(result, Language::English)?.as_bytes())
}

/// Writes the tables into a folder. `bundle` names the genes.
pub(crate) fn write_copy_number(
    folder: &Path,
    copies: &CopyNumber,
    contigs: &Contigs,
    bundle: Option<&BoundBundle>,
    sample: &str,
) -> Result<(), Error> {
    write_file(&folder.join(SEGMENTS), segments(copies, contigs).as_bytes())?;
    write_file(&folder.join(SEG), seg(copies, contigs, sample).as_bytes())?;
    write_file(&folder.join(PURITY), purity(copies).as_bytes())?;
    write_by_name(folder, copies, contigs, bundle)
}

/// A value with so many decimals, or NA.
pub(super) fn shown(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| "NA".to_owned(), |value| format!("{value:.decimals$}"))
}

fn segments(copies: &CopyNumber, contigs: &Contigs) -> String {
    let mut text = String::from(
        "chromosome\tstart\tend\tlog2_ratio\tbaf\tsample_copy_number\ttotal_copy_number\tminor_copy_number\t\
         cell_fraction\tconfidence\ttumour_copies\ttumour_minor_copies\tinherited_copies\twindows\tsites\n",
    );
    for one in &copies.segments {
        let minor = one.state.filter(|_| one.minor_known).map(|state| f64::from(state.minor));
        let _ = writeln!(
            text,
            "{}\t{}\t{}\t{:.4}\t{}\t{:.4}\t{}\t{}\t{}\t{:.3}\t{}\t{}\t{}\t{}\t{}",
            contigs.name(one.interval.contig()),
            u64::from(one.interval.start()) + 1,
            one.interval.end(),
            one.log2_ratio,
            shown(one.balance, 4),
            one.sample_copies,
            shown(one.state.map(|state| f64::from(state.total())), 0),
            shown(minor, 0),
            shown(one.cell_fraction, 3),
            one.confidence,
            shown(one.tumour_copies(), 3),
            shown(one.tumour_minor_copies(), 3),
            one.inherited,
            one.windows,
            one.sites,
        );
    }
    text
}

fn seg(copies: &CopyNumber, contigs: &Contigs, sample: &str) -> String {
    let mut text = String::from("ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\n");
    for CopySegment { interval, windows, log2_ratio, .. } in &copies.segments {
        let start = u64::from(interval.start()) + 1;
        let (name, end) = (contigs.name(interval.contig()), interval.end());
        let _ = writeln!(text, "{sample}\t{name}\t{start}\t{end}\t{windows}\t{log2_ratio:.4}");
    }
    text
}

fn purity(copies: &CopyNumber) -> String {
    let fit = &copies.fit;
    let mut text = String::from("item\tvalue\tlower\tupper\n");
    let mut line = |item: &str, value: String, interval: Option<[f64; 2]>| {
        let [low, high] = [0, 1].map(|end| shown(interval.map(|interval| interval[end]), 3));
        let _ = writeln!(text, "{item}\t{value}\t{low}\t{high}");
    };
    line("purity", shown(fit.purity(), 3), fit.interval);
    line("ploidy", shown(fit.best.map(|best| best.ploidy), 2), None);
    line("method", fit.method.name().to_owned(), None);
    line("ambiguous", if fit.ambiguous { "yes" } else { "no" }.to_owned(), None);
    let in_normal = copies.tumour_in_normal;
    line("tumour_in_normal", shown(in_normal.map(|e: Estimate| e.value), 4), in_normal.map(|e| e.interval));
    let sex = copies.sex.map_or_else(|| "NA".to_owned(), |sex| format!("X{}Y{}", sex.x, sex.y));
    line("sex_chromosomes", sex, None);
    line("noise", format!("{:.4}", copies.noise), None);
    line("windows", copies.windows[0].to_string(), None);
    line("windows_left_out", copies.windows[1].to_string(), None);
    line("sites", copies.sites.to_string(), None);
    for Solution { purity, ploidy, under_best, .. } in &fit.alternatives {
        line("alternative", format!("purity={purity:.2};ploidy={ploidy:.2};ln_likelihood={under_best:.1}"), None);
    }
    text
}
