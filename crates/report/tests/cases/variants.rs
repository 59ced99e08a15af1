//! Variants with counts and reads made up here.

use marv_model::{
    annotation::{Consequence, HaemRule, TranscriptConsequence},
    call::{AlleleEvidence, LedgerEntry, Posterior, RuleVerdict},
    case::{Pileup, PileupRead, ReportedVariant},
    oncogenicity::{CodeOutcome, CodeReason, CodeResult, Oncogenicity, OncogenicityClass, OncogenicityCode},
    units::Phred,
    variant::VariantKind,
};

use super::{text, texts};

fn consequence(gene: &str, transcript: &str, term: Consequence, c: &str, p: Option<&str>) -> TranscriptConsequence {
    TranscriptConsequence {
        gene: text(gene),
        transcript: text(transcript),
        protein: None,
        mane_select: true,
        consequences: vec![term],
        hgvs_c: Some(text(c)),
        hgvs_p: p.map(text),
        exon: None,
        intron: None,
        protein_position: None,
        rules: Vec::new(),
    }
}

/// `carriers` of `depth` fragments, half of them on each strand.
fn evidence(carriers: u32, depth: u32) -> AlleleEvidence {
    AlleleEvidence {
        reference: depth - carriers,
        alternate: carriers,
        other: 0,
        reference_strands: [(depth - carriers) / 2, (depth - carriers).div_ceil(2)],
        alternate_strands: [carriers / 2, carriers.div_ceil(2)],
        alternate_orientation: [carriers.div_ceil(2), carriers / 2],
        alternate_base_quality: if carriers == 0 { 0.0 } else { 37.0 },
        mapping_quality: [if carriers == 0 { 0.0 } else { 60.0 }, 60.0],
        alternate_end_distance: if carriers == 0 { 0.0 } else { 41.0 },
        alternate_starts: carriers,
        raw_depth: depth + 3,
        share: None,
    }
}

struct Place<'a> {
    contig: &'a str,
    position: u32,
    reference: &'a str,
    alternate: &'a str,
    kind: VariantKind,
}

fn variant(
    place: &Place<'_>,
    consequences: Vec<TranscriptConsequence>,
    tumour: [u32; 2],
    normal: [u32; 2],
) -> ReportedVariant {
    let (tumour, normal) = (evidence(tumour[0], tumour[1]), evidence(normal[0], normal[1]));
    ReportedVariant {
        contig: text(place.contig),
        position: place.position,
        reference: text(place.reference),
        alternate: text(place.alternate),
        kind: place.kind,
        consequences,
        tumour,
        tumour_fraction: tumour.fraction(),
        normal: Some(normal),
        posterior: Posterior { somatic: 0.999_99, germline: 0.000_008, artefact: 0.000_002 },
        quality: Phred(50.0),
        filters: Vec::new(),
        hotspot: false,
        callers: Vec::new(),
        seen_in_normal_as_contamination: normal.alternate > 0,
        oncogenicity: None,
        known: None,
        ledger: vec![
            ledger("candidate", Some(f64::from(tumour.alternate)), Some(3.0), RuleVerdict::Pass),
            ledger("low_depth", Some(f64::from(tumour.depth())), Some(10.0), RuleVerdict::Pass),
            ledger("strand_bias", Some(0.71), Some(0.001), RuleVerdict::Pass),
            ledger("posterior", Some(0.000_01), Some(0.1), RuleVerdict::Pass),
        ],
        pileup: Some(pileup(place, tumour, normal)),
    }
}

fn ledger(rule: &str, value: Option<f64>, threshold: Option<f64>, verdict: RuleVerdict) -> LedgerEntry {
    LedgerEntry { rule: text(rule), value, threshold, verdict, version: 1 }
}

/// Reads of 50 bases over a window of 81, staggered, every second one reversed.
fn pileup(place: &Place<'_>, tumour: AlleleEvidence, normal: AlleleEvidence) -> Pileup {
    let reference: String = "ACGTTGCAGGTCCATAGACT".chars().cycle().take(81).collect();
    let bases: Vec<char> = reference.chars().collect();
    let rows = |counts: AlleleEvidence| -> Vec<PileupRead> {
        (0..counts.depth().min(40))
            .map(|number| read(number, number < counts.alternate.min(30), place, &bases))
            .collect()
    };
    let mut reference: Vec<char> = bases.clone();
    for (offset, base) in place.reference.chars().enumerate() {
        reference[40 + offset] = base;
    }
    Pileup {
        start: place.position - 40,
        reference: reference.into_iter().collect(),
        tumour: rows(tumour),
        normal: rows(normal),
        total: [tumour.depth(), normal.depth()],
    }
}

fn read(number: u32, alternate: bool, place: &Place<'_>, bases: &[char]) -> PileupRead {
    let start = (number * 7 % 34) as usize;
    let mut row: Vec<char> = (0..81).map(|at| if (start..start + 50).contains(&at) { '.' } else { ' ' }).collect();
    row[start..start + 3].fill(','); // the first bases of a read are of low quality here
    if number % 9 == 4 {
        let at = start + 12;
        row[at] = if bases[at] == 'A' { 'g' } else { 'a' };
    }
    let mut insertions = Vec::new();
    if alternate {
        match place.kind {
            VariantKind::Insertion => insertions.push((40, text(&place.alternate[1..]))),
            VariantKind::Deletion => row[41..40 + place.reference.len()].fill('-'),
            _ => row[40] = place.alternate.chars().next().unwrap(),
        }
    }
    PileupRead {
        row: row.into_iter().collect(),
        insertions,
        reverse: number % 2 == 1,
        mapping_quality: if number % 13 == 7 { 12 } else { 60 },
        alternate,
    }
}

pub(super) fn tp53_r175h() -> ReportedVariant {
    let mut main = consequence("TP53", "NM_000546.6", Consequence::MissenseVariant, "c.524G>A", Some("p.(Arg175His)"));
    main.exon = Some(text("5/11"));
    main.protein_position = Some(175);
    main.rules = vec![HaemRule::Tp53Altering, HaemRule::Hotspot];
    let mut other = main.clone();
    other.transcript = text("NM_001126115.2");
    other.hgvs_c = Some(text("c.128G>A"));
    other.hgvs_p = Some(text("p.(Arg43His)"));
    other.mane_select = false;
    let place = Place { contig: "chr17", position: 7_675_088, reference: "C", alternate: "T", kind: VariantKind::Snv };
    let mut it = variant(&place, vec![main, other], [43, 93], [1, 39]);
    it.hotspot = true;
    it.oncogenicity = Some(oncogenicity());
    it
}

/// By hand from the standard: a listed change (4 points) with a functional study (4), a domain that does not count beside
/// them, and no population frequencies (at most 1 point more, at least 8 fewer).
fn oncogenicity() -> Oncogenicity {
    use CodeOutcome::{Met, NotAssessed, NotMet, Yields};
    use OncogenicityCode as C;
    let code = |code, outcome, reason, detail: &str| CodeResult { code, outcome, reason, detail: text(detail) };
    Oncogenicity {
        decision: None,
        codes: vec![
            code(C::Ovs1, NotMet, CodeReason::NotNull, ""),
            code(C::Os1, Met, CodeReason::Listed, "Science 1991;253:49"),
            code(C::Os2, Met, CodeReason::Study, "Science 2019;365:599"),
            code(C::Om1, Yields, CodeReason::Critical, "DNA-binding domain"),
            code(C::Op4, NotAssessed, CodeReason::NoFrequency, ""),
            code(C::Sbvs1, NotAssessed, CodeReason::NoFrequency, ""),
        ],
        points: 8,
        class: OncogenicityClass::LikelyOncogenic,
        reachable: [OncogenicityClass::Uncertain, OncogenicityClass::LikelyOncogenic],
    }
}

pub(super) fn npm1() -> ReportedVariant {
    let mut main = consequence(
        "NPM1",
        "NM_002520.7",
        Consequence::FrameshiftVariant,
        "c.860_863dup",
        Some("p.(Trp288CysfsTer12)"),
    );
    main.exon = Some(text("11/11"));
    main.rules = vec![HaemRule::Npm1Cytoplasmic, HaemRule::Hotspot];
    let place = Place {
        contig: "chr5",
        position: 171_410_539,
        reference: "C",
        alternate: "CTCTG",
        kind: VariantKind::Insertion,
    };
    let mut it = variant(&place, vec![main], [38, 88], [0, 41]);
    it.hotspot = true;
    it
}

pub(super) fn flt3_itd() -> ReportedVariant {
    let mut main = consequence(
        "FLT3",
        "NM_004119.3",
        Consequence::InframeInsertion,
        "c.1770_1793dup",
        Some("p.(Tyr591_Val592insValAspPheArgGluTyrGluTyr)"),
    );
    main.exon = Some(text("14/24"));
    main.rules = vec![HaemRule::Flt3Itd];
    let place = Place {
        contig: "chr13",
        position: 28_034_125,
        reference: "A",
        alternate: "AATATTCATATTCTCTGAAATCAAC",
        kind: VariantKind::Insertion,
    };
    let mut it = variant(&place, vec![main], [21, 97], [0, 44]);
    it.callers = texts(&["mutect2", "strelka2"]);
    it
}

pub(super) fn dnmt3a_intronic() -> ReportedVariant {
    let main = consequence("DNMT3A", "NM_022552.5", Consequence::IntronVariant, "c.2322+31C>T", None);
    let place = Place { contig: "chr2", position: 25_239_098, reference: "G", alternate: "A", kind: VariantKind::Snv };
    variant(&place, vec![main], [31, 95], [0, 36])
}

pub(super) fn idh2_uncertain() -> ReportedVariant {
    let mut main = consequence("IDH2", "NM_002168.4", Consequence::MissenseVariant, "c.419G>A", Some("p.(Arg140Gln)"));
    main.rules = vec![HaemRule::Hotspot];
    let place = Place { contig: "chr15", position: 90_088_702, reference: "C", alternate: "T", kind: VariantKind::Snv };
    let mut it = variant(&place, vec![main], [2, 101], [0, 40]);
    it.hotspot = true;
    it.filters = texts(&["strand_bias", "weak_evidence"]);
    it.tumour.alternate_strands = [2, 0];
    it.quality = Phred(4.0);
    it.posterior = Posterior { somatic: 0.602, germline: 0.0, artefact: 0.398 };
    it.ledger.push(ledger("weak_evidence", Some(0.398), Some(0.1), RuleVerdict::Fail));
    it
}
