//! Cases to render: none describes a person. Positions, alleles and HGVS are those of known variants on GRCh38; the
//! reads, counts and hashes are made up here.

mod open;
mod schemes;

use marv_model::{
    annotation::{Consequence, HaemRule, TranscriptConsequence},
    call::{AlleleEvidence, LedgerEntry, Posterior, RuleVerdict},
    case::{
        CASE_VERSION, CallCounts, Case, Disease, Estimate, GeneResult, KaryotypeGiven, NotAssessedItem, Pileup,
        PileupRead, Provenance, Quality, ReadTally, ReferenceUsed, ReportState, ReportedVariant, Sample, SampleRole,
    },
    finding::{Finding, NotAssessed, Status},
    genome::Build,
    interpretation::{Tier, TierDecision},
    oncogenicity::{CodeOutcome, CodeReason, CodeResult, Oncogenicity, OncogenicityClass, OncogenicityCode},
    tp53::{Tp53Hits, Tp53Locus, Tp53Mutation, Tp53Report, Tp53State},
    units::{AlleleFraction, Phred},
    variant::VariantKind,
    verdict::{Criterion, MissingDatum, Outcome, Policy, Verdict},
};

/// The names of the cases, for [`case`].
pub(crate) const NAMES: [&str; 7] = ["aml", "open", "empty", "hostile", "unpaired", "schemes", "signed"];

/// A case by name, with its meaning and its gates.
pub(crate) fn case(name: &str) -> Option<Case> {
    let mut case = bare(name)?;
    if name != "empty" {
        let mut meaning = marv_knowledge::interpret(&case, marv_knowledge::Evidence::embedded());
        meaning.trials = marv_knowledge::Trials::parse(TRIALS, "trials.toml").ok()?.matched(&case);
        case.interpretation = Some(meaning);
        case.quality.gates = marv_knowledge::gates(&case);
    }
    Some(case)
}

/// A department's list.
const TRIALS: &str = r#"
[[trial]]
id = "T-1"
title = "An inhibitor of FLT3"
diseases = ["aml"]
requires = ["FLT3 rule:flt3_itd"]
excludes = ["lesion:PML::RARA"]
"#;

fn bare(name: &str) -> Option<Case> {
    Some(match name {
        "aml" => aml(),
        "open" => open::open(),
        "empty" => empty(),
        "hostile" => hostile(),
        "unpaired" => unpaired(),
        "schemes" => schemes::schemes(),
        "signed" => Case { state: ReportState::Signed, demonstration: false, ..aml() },
        _ => return None,
    })
}

fn text(words: &str) -> String {
    words.to_owned()
}

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| text(word)).collect()
}

fn fraction(value: f64) -> AlleleFraction {
    AlleleFraction::new(value).unwrap()
}

/// Nothing was supplied and nothing was seen: every list is empty.
pub(crate) fn empty() -> Case {
    Case {
        version: text(CASE_VERSION),
        id: text("CASE-0000"),
        state: ReportState::Draft,
        signatures: Vec::new(),
        preliminary: false,
        disease: Disease::Unspecified,
        demonstration: false,
        samples: Vec::new(),
        reference: ReferenceUsed { file: text("reference.fa"), build: Build::Unknown, contigs: 1 },
        variants: Vec::new(),
        counts: CallCounts::default(),
        tp53: None,
        clinical: marv_model::clinical::Clinical::unknown(),
        fish: Vec::new(),
        panel: Vec::new(),
        comparison: None,
        copy_number: None,
        rearrangements: None,
        virtual_karyotype: None,
        discordances: Vec::new(),
        lesions: marv_model::cytogenetics::CytogeneticFindings::unknown(),
        interpretation: None,
        predisposition: None,
        decisions: Vec::new(),
        karyotype: None,
        verdicts: Vec::new(),
        side_by_side: None,
        genes: Vec::new(),
        not_assessed: Vec::new(),
        quality: Quality::default(),
        provenance: Provenance::default(),
    }
}

/// AML with TP53 R175H, cytoplasmic NPM1 and FLT3-ITD, an uncertain hotspot signal, and a karyotype read in part.
pub(crate) fn aml() -> Case {
    Case {
        id: text("DEMO-2026-001"),
        disease: Disease::Aml,
        demonstration: true,
        samples: vec![
            sample(SampleRole::Tumour, "DEMO-T", "tumour.bam", 92.4, 1_204_883),
            sample(SampleRole::Normal, "DEMO-N", "normal.bam", 38.7, 502_114),
        ],
        reference: ReferenceUsed { file: text("GRCh38.panel.fa"), build: Build::Grch38, contigs: 25 },
        variants: vec![tp53_r175h(), npm1(), flt3_itd(), dnmt3a_intronic(), idh2_uncertain()],
        counts: CallCounts {
            candidates: 1_284,
            passed: 4,
            filtered: [("weak_evidence", 1_011), ("germline", 152), ("strand_bias", 74), ("low_depth", 43)]
                .into_iter()
                .map(|(id, count)| (text(id), count))
                .collect(),
            set_aside: 0,
        },
        tp53: Some(tp53()),
        clinical: marv_model::clinical::Clinical::unknown(),
        fish: Vec::new(),
        panel: Vec::new(),
        comparison: None,
        copy_number: None,
        rearrangements: None,
        virtual_karyotype: None,
        discordances: Vec::new(),
        karyotype: Some(KaryotypeGiven {
            iscn: text("46,XY,del(17)(p13),+?mar[4]/46,XY[16]"),
            read_as: Some(text("46,XY,del(17)(p13)[4]/46,XY[16]")),
            fidelity: text("partial"),
            warnings: texts(&["\"+?mar\" could not be read"]),
        }),
        verdicts: vec![eln2022(), undecided()],
        side_by_side: None,
        genes: genes(),
        not_assessed: [
            ("copy_number", "not_implemented"),
            ("loh", "not_implemented"),
            ("rearrangements", "not_implemented"),
            ("predisposition", "not_requested"),
        ]
        .into_iter()
        .map(|(item, reason)| NotAssessedItem { item: text(item), reason: text(reason) })
        .collect(),
        quality: Quality {
            tumour_in_normal: Some(Estimate { value: 0.021, interval: [0.009, 0.038], observations: 412 }),
            tumour_in_normal_set: false,
            error_rate: [Some(0.001_91), Some(0.001_74)],
            fragment_length: [Some(412.0), Some(398.0)],
            identity: Some(0.998),
            identity_sites: 1_840,
            another_person: None,
            false_discovery: None,
            warnings: texts(&["tumour_in_normal"]),
            ..Quality::default()
        },
        provenance: Provenance {
            marv_version: text("0.1.0"),
            bundle_hash: text("5d41402abc4b2a76b9719d911017c592ae3f0f4c6c1f7a0bd2c1e3a4f5b60718"),
            bundle_version: text("haematology 2026-11-01"),
            inputs: [("tumour.bam", 'a'), ("normal.bam", 'b'), ("GRCh38.panel.fa", 'c')]
                .into_iter()
                .map(|(file, digit)| (text(file), digit.to_string().repeat(64)))
                .collect(),
            settings: [
                ("filter.low_depth", "10"),
                ("candidate.lowest_fraction", "0.02"),
                ("reads.lowest_mapping_quality", "20"),
            ]
            .into_iter()
            .map(|(name, value)| (text(name), text(value)))
            .collect(),
            started: Some(text("2026-11-22T09:30:00Z")),
        },
        ..empty()
    }
}

/// The same tumour without a normal: fewer statements, and each says so.
pub(crate) fn unpaired() -> Case {
    let mut case = aml();
    case.id = text("DEMO-2026-002");
    case.demonstration = false;
    case.samples.retain(|sample| sample.role == SampleRole::Tumour);
    for variant in &mut case.variants {
        variant.normal = None;
        if let Some(pileup) = &mut variant.pileup {
            pileup.normal.clear();
            pileup.total[1] = 0;
        }
    }
    for gene in &mut case.genes {
        gene.normal_mean_depth = None;
    }
    case.karyotype = None;
    case.quality.tumour_in_normal = None;
    case.quality.identity = None;
    case.quality.identity_sites = 0;
    case.quality.warnings = texts(&["no_normal"]);
    case
}

/// Text that a browser, a spreadsheet or a terminal could take for something else, in every field that is text.
pub(crate) fn hostile() -> Case {
    const SCRIPT: &str = "</style></title><script>alert('x')</script><img src=x onerror=alert(1)>\"'&{{7*7}}{n}";
    let long = "Ønske".repeat(20_000);
    let mut case = aml();
    case.id = text(SCRIPT);
    for sample in &mut case.samples {
        sample.name = format!("=HYPERLINK(\"http://x\"){SCRIPT}{long}");
        sample.file = Some(text(SCRIPT));
    }
    case.reference.file = text(SCRIPT);
    case.variants[0].consequences[0].gene = text(SCRIPT);
    case.variants[0].consequences[0].hgvs_p = Some(long.clone());
    case.variants[1].contig = text(SCRIPT);
    case.variants[1].consequences.clear();
    case.variants[1].alternate = "T".repeat(50_000);
    case.variants[1].filters = texts(&[SCRIPT]);
    case.variants[2].callers = texts(&[SCRIPT, "\u{1b}[31mred\u{7}"]);
    if let Some(pileup) = &mut case.variants[2].pileup {
        pileup.reference = text("<");
        pileup.tumour[0].row = format!("<>&\"{}", "é".repeat(10_000));
        pileup.tumour[1].insertions = vec![(u32::MAX, text(SCRIPT)), (0, long.clone())];
    }
    case.verdicts[0].scheme = text(SCRIPT);
    case.verdicts[0].trace[0].evidence = vec![text(SCRIPT), long.clone()];
    case.verdicts[0].flags = texts(&[SCRIPT]);
    case.quality.warnings = texts(&[SCRIPT]);
    case.not_assessed.push(NotAssessedItem { item: text(SCRIPT), reason: text(SCRIPT) });
    case.provenance.settings.insert(text(SCRIPT), long);
    case.provenance.marv_version = text(SCRIPT);
    case.decisions = [text(SCRIPT), case.id.clone(), long_name(&case)]
        .into_iter()
        .map(|finding| TierDecision {
            finding,
            tier: Tier::Unknown,
            reason: text(SCRIPT),
            by: text(SCRIPT),
            instead_of: None,
        })
        .collect();
    if let Some(karyotype) = &mut case.karyotype {
        karyotype.iscn = text(SCRIPT);
    }
    case
}

/// The key of the third variant, which a decision names.
fn long_name(case: &Case) -> String {
    let v = &case.variants[2];
    format!("{}:{} {}>{}", v.contig, v.position, v.reference, v.alternate)
}

fn sample(role: SampleRole, name: &str, file: &str, depth: f64, records: u64) -> Sample {
    Sample {
        role,
        name: text(name),
        file: Some(text(file)),
        mean_depth: Some(depth),
        reads: Some(ReadTally {
            records,
            used: records / 100 * 86,
            duplicates: records / 100 * 9,
            secondary: 0,
            supplementary: records / 1000,
            qc_fail: 0,
            low_mapping_quality: records / 100 * 4,
            unusable: 0,
        }),
        read_groups: 2,
    }
}

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

fn tp53_r175h() -> ReportedVariant {
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

fn npm1() -> ReportedVariant {
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

fn flt3_itd() -> ReportedVariant {
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

fn dnmt3a_intronic() -> ReportedVariant {
    let main = consequence("DNMT3A", "NM_022552.5", Consequence::IntronVariant, "c.2322+31C>T", None);
    let place = Place { contig: "chr2", position: 25_239_098, reference: "G", alternate: "A", kind: VariantKind::Snv };
    variant(&place, vec![main], [31, 95], [0, 36])
}

fn idh2_uncertain() -> ReportedVariant {
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

fn tp53() -> Tp53Report {
    let state = |definition: &str, reasons: &[&str]| Tp53State {
        definition: text(definition),
        possible: vec![Tp53Hits::Multi],
        reasons: texts(reasons),
        missing: Vec::new(),
    };
    let reasons = [
        "tp53.reason.one_mutation: p.(Arg175His) 46.2 %",
        "tp53.reason.deletion: del(17)(p13)",
        "tp53.reason.copy_neutral_loh_not_assessable",
    ];
    Tp53Report {
        mutations: Finding::present(vec![Tp53Mutation {
            label: text("p.(Arg175His)"),
            fraction: fraction(43.0 / 93.0),
        }]),
        locus: Tp53Locus {
            deletion: Finding::present(text("del(17)(p13)")),
            copy_neutral_loh: Finding::unknown(NotAssessed::NotImplemented),
        },
        states: vec![state("ICC 2022 multi-hit", &reasons), state("WHO 5 biallelic", &reasons)],
    }
}

fn criterion(id: &str, source: &str, leads_to: &str, status: Status, evidence: &[&str]) -> Criterion {
    Criterion {
        id: text(id),
        source: text(source),
        leads_to: Some(text(leads_to)),
        status,
        decisive: false,
        overridden: false,
        evidence: texts(evidence),
    }
}

fn eln2022() -> Verdict {
    let (met, unmet, unknown) = (Status::Present, Status::Absent, Status::Unknown);
    let mut trace = vec![
        criterion("eln2022.favorable.runx1_runx1t1", "Table 6, favorable", "favorable", unknown, &[]),
        criterion("eln2022.adverse.abnormal_17p", "Table 6, adverse: -17/abn(17p)", "adverse", met, &["del(17)(p13)"]),
        criterion(
            "eln2022.adverse.complex_karyotype",
            "Table 6, adverse: complex karyotype (f)",
            "adverse",
            unknown,
            &[],
        ),
        criterion(
            "eln2022.adverse.tp53",
            "Table 6, adverse: mutated TP53 (i)",
            "adverse",
            met,
            &["p.(Arg175His) 46.2 %"],
        ),
        criterion(
            "eln2022.favorable.npm1",
            "Table 6, favorable: mutated NPM1 without FLT3-ITD (b)",
            "favorable",
            unmet,
            &[],
        ),
        criterion(
            "eln2022.intermediate.npm1_flt3_itd",
            "Table 6, intermediate (b)",
            "intermediate",
            met,
            &["NPM1", "FLT3-ITD"],
        ),
        criterion("eln2022.adverse.runx1", "Table 6, adverse (h)", "adverse", unmet, &[]),
    ];
    trace[1].decisive = true;
    trace[3].decisive = true;
    Verdict {
        scheme: text("ELN 2022"),
        scheme_id: text("eln2022"),
        rules_version: text("1"),
        source: text("Döhner et al., Blood 2022;140:1345, Table 6 (doi 10.1182/blood.2022016867)"),
        outcome: Outcome::Decided { category: text("adverse") },
        scores: Vec::new(),
        trace,
        missing: Vec::new(),
        policies: vec![Policy { option: text("npm1_flt3_itd_with_myelodysplasia_gene"), value: text("adverse") }],
        flags: texts(&["eln2022.flag.intensive_treatment", "eln2022.flag.npm1_with_adverse_cytogenetics"]),
    }
}

/// A scheme that the catalogues do not know by its identifiers, still open.
fn undecided() -> Verdict {
    Verdict {
        scheme: text("Example scheme 1"),
        scheme_id: text("example1"),
        rules_version: text("1"),
        source: text("made up for this test"),
        outcome: Outcome::Reachable { categories: texts(&["intermediate", "adverse"]) },
        scores: Vec::new(),
        trace: vec![criterion("example1.not_in_the_catalogue", "", "adverse", Status::Unknown, &[])],
        missing: vec![MissingDatum {
            datum: text("cytogenetics"),
            if_present: texts(&["adverse"]),
            if_absent: texts(&["intermediate"]),
        }],
        policies: Vec::new(),
        flags: Vec::new(),
    }
}

fn genes() -> Vec<GeneResult> {
    let gene = |name: &str, transcript: &str, finding: Finding<Vec<String>>, depth: f64, callable: f64, asked: bool| {
        GeneResult {
            gene: text(name),
            transcript: text(transcript),
            finding,
            mean_depth: depth,
            normal_mean_depth: Some(depth * 0.42),
            callable,
            guideline_gene: asked,
        }
    };
    let seen = |label: &str| Finding::present(texts(&[label]));
    let clear = |limit: f64| Finding::absent_below(fraction(limit));
    let mut list = vec![
        gene("TP53", "NM_000546.6", seen("p.(Arg175His)"), 94.1, 1.0, true),
        gene("NPM1", "NM_002520.7", seen("p.(Trp288CysfsTer12)"), 90.3, 1.0, true),
        gene("FLT3", "NM_004119.3", seen("FLT3-ITD p.(Tyr591_Val592insValAspPheArgGluTyrGluTyr)"), 96.8, 0.998, true),
        gene("CEBPA", "NM_004364.5", Finding::unknown(NotAssessed::LowCoverage), 11.2, 0.31, true),
        gene("ASXL1", "NM_015338.6", clear(0.062), 88.0, 0.993, true),
        gene("RUNX1", "NM_001754.5", clear(0.058), 91.6, 0.999, true),
        gene("SRSF2", "NM_003016.4", clear(0.081), 61.3, 0.941, true),
    ];
    let others = ["BCORL1", "CBL", "ETV6", "GATA2", "KRAS", "NRAS", "PHF6", "PTPN11", "SETBP1", "WT1"];
    list.extend(others.map(|name| gene(name, "NM_000000.1", clear(0.06), 90.0, 0.99, false)));
    list
}
