//! The vectors of other programs and databases against the annotator.

use std::{collections::BTreeMap, fmt::Write, path::Path};

use marv_annotate::{Annotator, BoundBundle, Bundle};
use marv_model::{
    annotation::{Consequence, TranscriptConsequence},
    variant::SmallVariant,
};

use sha2::{Digest, Sha256};

use crate::support::{reference::Windows, text};

/// Counts of one comparison.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Tally {
    pub(crate) equal: usize,
    pub(crate) different: usize,
    /// The annotator says that it does not know: no bases here.
    pub(crate) unknown: usize,
}

impl Tally {
    pub(crate) fn rate(&self) -> f64 {
        let compared = self.equal + self.different;
        if compared == 0 {
            f64::NAN
        } else {
            f64::from(u32::try_from(self.equal).unwrap()) / f64::from(u32::try_from(compared).unwrap())
        }
    }
}

/// All comparisons, and every difference.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// By what is compared and source.
    pub(crate) tallies: BTreeMap<(String, String), Tally>,
    pub(crate) differences: Vec<String>,
    /// Rows that name no transcript of the models, or cannot be read, by reason.
    pub(crate) skipped: BTreeMap<String, usize>,
}

impl Report {
    fn count(&mut self, what: &str, source: &str, ours: Option<&str>, expected: &str, row: &str) {
        let tally = self.tallies.entry((what.to_owned(), source.to_owned())).or_default();
        match ours {
            None => tally.unknown += 1,
            Some(text) if text == expected => tally.equal += 1,
            Some(text) => {
                tally.different += 1;
                self.differences.push(format!("{what} | {source} | {row} | expected {expected} | ours {text}"));
            }
        }
    }
    /// The sum over sources.
    pub(crate) fn total(&self, what: &str) -> Tally {
        let all = self.tallies.iter().filter(|((w, _), _)| w == what);
        all.fold(Tally::default(), |sum, (_, t)| Tally {
            equal: sum.equal + t.equal,
            different: sum.different + t.different,
            unknown: sum.unknown + t.unknown,
        })
    }
    pub(crate) fn table(&self) -> String {
        let mut out = String::from(
            "| compared | source | equal | different | not known here | agreement |\n|---|---|---|---|---|---|\n",
        );
        let mut kinds: Vec<&String> = self.tallies.keys().map(|(w, _)| w).collect();
        kinds.dedup();
        for what in kinds {
            for ((_, source), t) in self.tallies.iter().filter(|((w, _), _)| w == what) {
                writeln!(
                    out,
                    "| {what} | {source} | {} | {} | {} | {:.2} % |",
                    t.equal,
                    t.different,
                    t.unknown,
                    100.0 * t.rate()
                )
                .unwrap();
            }
            let t = self.total(what);
            writeln!(
                out,
                "| **{what}** | **all** | {} | {} | {} | **{:.2} %** |",
                t.equal,
                t.different,
                t.unknown,
                100.0 * t.rate()
            )
            .unwrap();
        }
        out
    }
}

struct Row<'a> {
    source: String,
    transcript: &'a str,
    gene: &'a str,
    hgvs_c: &'a str,
    hgvs_p: &'a str,
    consequence: &'a str,
    shown: String,
}

/// Runs all sets.
pub(crate) fn run(shared: &Path) -> Report {
    let windows = Windows::read(shared);
    let bundle = wide_bundle(shared);
    let bound = bundle.for_contigs(&windows.contigs).unwrap();
    let mut report = Report::default();
    panel(shared, &bundle, &bound, &windows, &mut report);
    cdot(shared, &bundle, &bound, &windows, &mut report);
    report
}

fn panel(shared: &Path, bundle: &Bundle, bound: &BoundBundle, windows: &Windows, report: &mut Report) {
    let text = text(&shared.join("vectors/hgvs/panel_variants.public.tsv"));
    for line in text.lines().skip(1) {
        let f: Vec<&str> = line.split('\t').collect();
        let Some(variant) = variant(windows, f[1], f[2], f[3], f[4]) else {
            *report.skipped.entry("alleles that are none".into()).or_default() += 1;
            continue;
        };
        let row = Row {
            source: f[0].split('(').next().unwrap().to_owned(),
            transcript: f[6],
            gene: f[5],
            hgvs_c: f[7],
            hgvs_p: f[8],
            consequence: f[9],
            shown: f[..9].join(" "),
        };
        compare(&row, &variant, bundle, bound, windows, report);
    }
}

fn cdot(shared: &Path, bundle: &Bundle, bound: &BoundBundle, windows: &Windows, report: &mut Report) {
    let text = text(&shared.join("vectors/hgvs/cdot_clinvar_hgvs_500.tsv"));
    for line in text.lines() {
        let f: Vec<&str> = line.split('\t').collect();
        let genomic = f[0].strip_prefix("NC_0000").and_then(|g| g.split_once(":g."));
        let coding = f[1].split_once(':');
        let (Some((chrom, g)), Some((transcript, hgvs_c))) = (genomic, coding) else {
            *report.skipped.entry("cdot: not a pair of g. and c.".into()).or_default() += 1;
            continue;
        };
        let number: u32 = chrom.split('.').next().unwrap().parse().unwrap();
        let chrom = match number {
            23 => "chrX".to_owned(),
            24 => "chrY".to_owned(),
            n => format!("chr{n}"),
        };
        let Some(variant) = from_g(windows, &chrom, g) else {
            *report.skipped.entry("cdot: g. not read here".into()).or_default() += 1;
            continue;
        };
        let row = Row {
            source: "cdot_500".to_owned(),
            transcript,
            gene: "",
            hgvs_c,
            hgvs_p: "",
            consequence: "",
            shown: line.replace('\t', " "),
        };
        compare(&row, &variant, bundle, bound, windows, report);
    }
}

/// VCF or MAF alleles; the anchor of an insertion or deletion in MAF style is written N, which the annotator trims.
fn variant(windows: &Windows, chrom: &str, pos: &str, r: &str, a: &str) -> Option<SmallVariant> {
    let contig = windows.contigs.id(chrom)?;
    let pos: u32 = pos.parse().ok()?;
    let (r, a) = (r.trim_matches('-'), a.trim_matches('-'));
    match (r.is_empty(), a.is_empty()) {
        (true, _) => SmallVariant::new(contig, pos - 1, "N", format!("N{a}")).ok(),
        (_, true) => SmallVariant::new(contig, pos - 2, format!("N{r}"), "N").ok(),
        _ => SmallVariant::new(contig, pos - 1, r, a).ok(),
    }
}

/// Substitutions, and deletions, duplications and insertions where a window has their bases.
fn from_g(windows: &Windows, chrom: &str, g: &str) -> Option<SmallVariant> {
    use marv_model::{genome::Interval, sequence::ReferenceSource};
    let contig = windows.contigs.id(chrom)?;
    let split = g.find(|c: char| !c.is_ascii_digit() && c != '_')?;
    let (range, edit) = g.split_at(split);
    let mut ends = range.split('_').map(str::parse::<u32>);
    let first = ends.next()?.ok()?;
    let last = ends.next().map_or(Some(first), Result::ok)?;
    if let Some((r, a)) = edit.split_once('>') {
        return SmallVariant::new(contig, first - 1, r, a).ok();
    }
    let copied = windows.bases(Interval::new(contig, first - 1, last).ok()?)?;
    if copied.contains(&b'N') {
        return None;
    }
    if let Some(new) = edit.strip_prefix("delins") {
        return SmallVariant::new(contig, first - 1, &*copied, new).ok();
    }
    match edit.get(..3)? {
        "del" => SmallVariant::new(contig, first - 2, format!("N{copied}"), "N").ok(),
        "dup" => SmallVariant::new(contig, last - 1, "N", format!("N{copied}")).ok(),
        "ins" => SmallVariant::new(contig, first - 1, "N", format!("N{}", &edit[3..])).ok(),
        _ => None,
    }
}

fn base(accession: &str) -> &str {
    accession.split('.').next().unwrap_or(accession)
}

fn compare(
    row: &Row<'_>,
    variant: &SmallVariant,
    bundle: &Bundle,
    bound: &BoundBundle,
    windows: &Windows,
    report: &mut Report,
) {
    let named = base(row.transcript);
    let model = bundle
        .transcripts()
        .iter()
        .find(|t| !named.is_empty() && (base(t.accession()) == named || t.ensembl().is_some_and(|e| base(e) == named)));
    let unnamed = named.is_empty() || named == "None";
    let model = model.or_else(|| {
        unnamed.then(|| bundle.transcripts().iter().find(|t| t.gene() == row.gene && t.is_mane_select())).flatten()
    });
    let Some(model) = model else {
        *report.skipped.entry(format!("{}: transcript not in the models", row.source)).or_default() += 1;
        return;
    };
    let all = Annotator::new(bound).annotate(variant, Some(windows));
    let Some(ours) = all.iter().find(|c| c.transcript == model.accession()) else {
        let found = report.skipped.entry(format!("{}: not on the transcript", row.source)).or_default();
        *found += 1;
        return;
    };
    let snv = variant.reference().len() == 1 && variant.alternate().len() == 1;
    let kind = if snv { "SNV" } else { "indel" };
    let other_version = row.transcript.starts_with("NM_") && row.transcript != model.accession();
    let which = match (unnamed, other_version) {
        (true, _) => ", transcript not named",
        (_, true) => ", another version of the transcript",
        _ => "",
    };
    if !row.hgvs_c.is_empty() && !unnamed {
        // Older records state the bases or their number behind del and dup.
        let bare = |word: &str| row.hgvs_c.split_once(word).map(|(head, _)| format!("{head}{word}"));
        let stated = !row.hgvs_c.contains("delins");
        let expected = stated.then(|| bare("del").or_else(|| bare("dup"))).flatten();
        let expected = expected.as_deref().unwrap_or(row.hgvs_c);
        report.count(&format!("{kind} c.{which}"), &row.source, ours.hgvs_c.as_deref(), expected, &row.shown);
    }
    if !snv && row.source.starts_with("cancerhotspots") {
        *report
            .skipped
            .entry("cancerhotspots: p. of an indel names the hotspot, not the variant".into())
            .or_default() += 1;
    } else if !row.hgvs_p.is_empty() {
        let text = ours.hgvs_p.as_deref().filter(|p| *p != "p.?").map(one_letter);
        let mut expected = row.hgvs_p.trim_start_matches("p.").replace("Ter", "*");
        let silent =
            snv.then(|| split_change(&expected)).flatten().filter(|(old, new)| old.len() > 1 && old.starts_with(new));
        if let Some((old, _)) = silent {
            expected = format!("{old}=");
        }
        let text = text.map(|t| if expected.contains("fs") { shorten_frameshift(&t, &expected) } else { t });
        report.count(&format!("{kind} p.{which}"), &row.source, text.as_deref(), &expected, &row.shown);
    }
    if let Some(wanted) = terms(row.consequence) {
        let met = ours.consequences.iter().any(|c| wanted.contains(c));
        let told = !ours.consequences.contains(&Consequence::CodingSequenceVariant) || met;
        let shown = names(ours);
        let text = if met { row.consequence } else { shown.as_str() };
        report.count(
            &format!("{kind} consequence{which}"),
            &row.source,
            told.then_some(text),
            row.consequence,
            &row.shown,
        );
    }
}

fn names(c: &TranscriptConsequence) -> String {
    c.consequences.iter().map(|t| t.name()).collect::<Vec<_>>().join("&")
}

fn split_change(p: &str) -> Option<(&str, &str)> {
    let last = p.char_indices().last()?.0;
    Some((&p[..last], &p[last..])).filter(|(old, _)| old.chars().skip(1).all(|c| c.is_ascii_digit()))
}

/// Sources differ in how much of a frameshift they write: `A100fs`, `A100Pfs`, `A100Pfs*12`.
fn shorten_frameshift(ours: &str, expected: &str) -> String {
    let Some((head, _)) = ours.split_once("fs") else { return ours.to_owned() };
    let stop_written = !expected.ends_with("fs");
    let new_residue = expected.split("fs").next().is_some_and(|h| h.ends_with(|c: char| c.is_ascii_alphabetic()));
    if stop_written {
        return ours.to_owned();
    }
    let head = if new_residue { head } else { head.trim_end_matches(|c: char| c.is_ascii_alphabetic()) };
    format!("{head}fs")
}

/// `p.(Arg175His)` as `R175H`.
pub(crate) fn one_letter(p: &str) -> String {
    let inner = p.trim_start_matches("p.").trim_start_matches('(').trim_end_matches(')');
    let names = [
        ("Ala", "A"),
        ("Cys", "C"),
        ("Asp", "D"),
        ("Glu", "E"),
        ("Phe", "F"),
        ("Gly", "G"),
        ("His", "H"),
        ("Ile", "I"),
        ("Lys", "K"),
        ("Leu", "L"),
        ("Met", "M"),
        ("Asn", "N"),
        ("Pro", "P"),
        ("Gln", "Q"),
        ("Arg", "R"),
        ("Ser", "S"),
        ("Thr", "T"),
        ("Val", "V"),
        ("Trp", "W"),
        ("Tyr", "Y"),
        ("Ter", "*"),
    ];
    names.iter().fold(inner.to_owned(), |text, (three, one)| text.replace(three, one))
}

/// The terms that agree with a source's word for the consequence, where it is one that tells.
fn terms(word: &str) -> Option<Vec<Consequence>> {
    use Consequence as C;
    let of_word = |w: &str| -> Option<Vec<C>> {
        Some(match w {
            "Missense_Mutation" | "missense" | "missense_variant" | "nonsynonymous_variant" => {
                vec![C::MissenseVariant, C::StartLost]
            }
            "Nonsense_Mutation" | "stop_gained" => vec![C::StopGained],
            "Frame_Shift_Ins" | "Frame_Shift_Del" | "frameshift" | "frameshift_variant" => vec![C::FrameshiftVariant],
            "In_Frame_Ins" | "inframe_insertion" => vec![C::InframeInsertion, C::ProteinAlteringVariant],
            "In_Frame_Del" | "inframe_deletion" => vec![C::InframeDeletion, C::ProteinAlteringVariant],
            "inframe" => vec![C::InframeInsertion, C::InframeDeletion, C::ProteinAlteringVariant],
            "protein_altering_variant" => vec![C::ProteinAlteringVariant],
            "Splice_Site" => vec![C::SpliceDonorVariant, C::SpliceAcceptorVariant, C::SpliceRegionVariant],
            "splice_donor_variant" => vec![C::SpliceDonorVariant],
            "Silent" | "synonymous" | "synonymous_variant" => vec![C::SynonymousVariant],
            "stop_lost" => vec![C::StopLost],
            "start_lost" => vec![C::StartLost],
            "3_prime_UTR_variant" => vec![C::ThreePrimeUtrVariant],
            "splice_region_variant" => {
                vec![C::SpliceRegionVariant, C::SpliceDonorRegionVariant, C::SpliceDonor5thBaseVariant]
            }
            _ => return None,
        })
    };
    word.split([',', '&']).find_map(of_word)
}

/// A bundle of every MANE Select transcript and every isoform of the panel genes, so that the gates can use vectors of
/// other genes too. The tables have the bundle's own form.
fn wide_bundle(shared: &Path) -> Bundle {
    let folder = shared.join("knowledge/gene_models");
    let mane = text(&folder.join("mane_select_hg38.genePredExt.tsv.gz"));
    let isoforms = text(&folder.join("haem_panel_all_refseq.genePredExt.tsv.gz"));
    let mut rows: Vec<String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let chromosome = |c: &str| c.strip_prefix("chr").is_some_and(|n| n.len() <= 2 && n != "M");
    for (role, line) in mane.lines().map(|l| ("mane_select", l)).chain(isoforms.lines().map(|l| ("clinical", l))) {
        let f: Vec<&str> = line.split('\t').collect();
        if f[0] == "name"
            || !f[0].starts_with("NM_")
            || f[5] == f[6]
            || !chromosome(f[1])
            || !seen.insert(f[0].to_owned())
        {
            continue;
        }
        let ensembl = f.get(15).copied().unwrap_or("");
        let (starts, ends) = (f[8].trim_end_matches(','), f[9].trim_end_matches(','));
        rows.push([f[11], "", f[0], ensembl, role, f[1], f[2], f[5], f[6], starts, ends, ""].join("\t"));
    }
    rows.sort();
    let header =
        "gene\tgene_id\ttranscript\tensembl\trole\tchrom\tstrand\tcds_start\tcds_end\texon_starts\texon_ends\treason";
    let transcripts = format!("{header}\n{}\n", rows.join("\n"));
    let hotspots = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/hotspots.tsv")).unwrap();
    let bands = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/bands.tsv")).unwrap();
    let genes = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/genes.tsv")).unwrap();
    let functional = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/functional.tsv")).unwrap();
    let partners = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/partners.tsv")).unwrap();
    let rearrangements =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/rearrangements.tsv")).unwrap();
    let files = [
        ("transcripts.tsv", &*transcripts),
        ("partners.tsv", &*partners),
        ("rearrangements.tsv", &*rearrangements),
        ("bands.tsv", &*bands),
        ("hotspots.tsv", &*hotspots),
        ("genes.tsv", &*genes),
        ("functional.tsv", &*functional),
    ];
    let listed: Vec<String> = files
        .iter()
        .map(|(name, content)| {
            let rows = content.lines().count() - 1;
            let sha256 = sha256(content.as_bytes());
            format!(r#"{{"file":"{name}","rows":{rows},"sha256":"{sha256}","source":"test","terms":"test"}}"#)
        })
        .collect();
    let manifest = format!(
        r#"{{"name":"test","version":"1","build":"GRCh38","date":"2026-11-22","tables":[{}],"inputs":[]}}"#,
        listed.join(",")
    );
    Bundle::parse(&manifest, &files).unwrap()
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}
