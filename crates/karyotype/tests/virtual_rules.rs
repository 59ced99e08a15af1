//! The rules of writing, one by one: what must not be written (iscn.md 7, known errors), what was not assessed, evidence.
#![allow(clippy::unwrap_used)]

mod genomes;

use genomes::cells::{Cell, Part, measured};
use marv_karyotype::{
    Fidelity, Karyotype,
    karyotype::Chromosome,
    virtual_karyotype::{
        AbnormalityKind, Cryptic, JunctionEnd, Kept, MeasuredGenome, MeasuredJunction, MeasuredSegment, SexChromosomes,
        VirtualKaryotype, WritingPolicy, guideline_findings, virtual_karyotype,
    },
};
use marv_model::{cytogenetics::Lesion, finding::Status};

const WOMAN: SexChromosomes = SexChromosomes { x: 2, y: 0 };

fn genome(events: &str) -> MeasuredGenome {
    let mut cell = Cell::normal(WOMAN);
    for event in events.split(',').map(str::trim).filter(|event| !event.is_empty()) {
        cell.apply(event);
    }
    measured(WOMAN, 0.7, &[Part { fraction: 1.0, parent: None, cell }], &[], genomes::numbers(7))
}
fn of(genome: &MeasuredGenome) -> VirtualKaryotype {
    virtual_karyotype(genome, &WritingPolicy::default())
}
fn line(events: &str) -> String {
    of(&genome(events)).clinical_line.unwrap()
}
fn keys(found: &VirtualKaryotype) -> Vec<&'static str> {
    found.statements.iter().map(|statement| statement.key).collect()
}

/// (a) Loss of heterozygosity over a centromere is no gained chromosome.
#[test]
fn lost_heterozygosity_over_a_centromere_is_no_gain() {
    for events in ["loh 13", "loh 7 10 140"] {
        let found = of(&genome(events));
        assert_eq!(found.clinical_line.as_deref(), Some("46,XX"), "{events}");
        assert_eq!(found.cryptic.len(), 1);
        assert_eq!(
            (found.cryptic[0].kind, found.cryptic[0].cryptic),
            (AbnormalityKind::Loh, Some(Cryptic::CopyNeutral))
        );
        assert!(keys(&found).contains(&"copy_neutral"));
    }
    assert_eq!(of(&genome("loh 13")).seq_line.as_deref(), Some("seq[GRCh38] (13)×2hmz[0.70]"));
}

/// (b) A change with bands in both arms is no whole chromosome where a part of an arm is left out.
#[test]
fn a_part_of_both_arms_is_no_whole_chromosome() {
    // Lost from 7p14 (30 Mb) to 7q21 (90 Mb): 38 % of the chromosome.
    let mut lost = genome("");
    change(&mut lost, Chromosome::Autosome(7), 30_000_000, 90_000_000, 1);
    assert_eq!(of(&lost).clinical_line.as_deref(), Some("46,XX,del(7)(p14q21)"));
    let reading = Karyotype::read(&of(&lost).clinical_line.unwrap());
    assert_ne!(reading.cytogenetics().status(Lesion::Monosomy7), Status::Present);
    // Gained likewise: a further chromosome without its ends.
    let mut gained = genome("");
    change(&mut gained, Chromosome::Autosome(7), 30_000_000, 90_000_000, 3);
    assert_eq!(of(&gained).clinical_line.as_deref(), Some("47,XX,+der(7)del(7)(p14)del(7)(q21)"));
    // Nine tenths of the chromosome are the chromosome.
    let mut most = genome("");
    change(&mut most, Chromosome::Autosome(7), 6_000_000, 159_345_973, 1);
    assert!(of(&most).clinical_line.unwrap().starts_with("45,XX,-7"), "{:?}", of(&most).clinical_line);
}

/// (c) Bands stand from pter to qter in both arms.
#[test]
fn bands_stand_from_pter_to_qter() {
    // 7p21 is nearer to the end than 7p14; 7q22 is nearer to the centromere than 7q34.
    assert_eq!(line("del 7 12 30"), "46,XX,del(7)(p21p14)");
    assert_eq!(line("del 7 103 140"), "46,XX,del(7)(q22q34)");
}

/// (d) A terminal deletion has one band.
#[test]
fn a_terminal_deletion_has_one_band() {
    assert_eq!(line("del 7 103 end"), "46,XX,del(7)(q22)");
    assert_eq!(line("del 7 0 30"), "46,XX,del(7)(p14)");
    // Up to half a megabase of the telomere may be left over; two megabases are not.
    assert_eq!(line("del 7 103 159"), "46,XX,del(7)(q22)");
    assert_eq!(line("del 7 103 157"), "46,XX,del(7)(q22q36)");
}

/// (e) An acrocentric chromosome is lost whatever the first band that reads reach.
#[test]
fn an_acrocentric_chromosome_is_lost_by_its_long_arm() {
    // Reads begin a megabase or more behind the centromere's repeats, on 13 in q12.
    let first = [(13, 20_500_000), (14, 20_500_000), (15, 21_500_000), (21, 15_500_000), (22, 17_500_000)];
    for (number, start) in first {
        let mut lost = genome("");
        let chromosome = Chromosome::Autosome(number);
        for segment in lost.segments.iter_mut().filter(|segment| segment.chromosome == chromosome) {
            (segment.start, segment.total, segment.minor) = (start, Some(1), Some(0));
        }
        assert_eq!(of(&lost).clinical_line.unwrap(), format!("45,XX,-{number}"));
    }
}

#[test]
fn what_was_not_assessed_is_never_normal() {
    // Nothing at all.
    let nothing = of(&MeasuredGenome::default());
    assert_eq!((nothing.clinical_line.as_deref(), nothing.seq_line.as_deref(), nothing.modal), (None, None, None));
    assert_eq!(keys(&nothing)[0], "nothing_assessed");
    // Six chromosomes only.
    let mut part = genome("del 5 83 158");
    part.segments.retain(|segment| matches!(segment.chromosome, Chromosome::Autosome(3 | 4 | 5 | 7 | 17 | 20)));
    let found = of(&part);
    assert_eq!(found.clinical_line.as_deref(), Some("46,XX,del(5)(q14q33),inc"));
    assert_eq!(found.not_assessed.len(), 17);
    assert_eq!(found.not_assessed[..3], ["X", "1", "2"]);
    let reading = Karyotype::read(found.clinical_line.as_deref().unwrap());
    assert_eq!(reading.fidelity, Fidelity::Exact);
    let findings = reading.cytogenetics();
    assert_eq!(findings.status(Lesion::Loss5q), Status::Present);
    assert_eq!(findings.status(Lesion::ComplexKaryotype), Status::Unknown);
    assert_eq!(findings.status(Lesion::Trisomy8), Status::Unknown);
    // Six chromosomes without a change are no normal karyotype.
    part.segments.iter_mut().for_each(|segment| segment.total = Some(2));
    assert_eq!(of(&part).clinical_line.as_deref(), Some("46,XX,inc"));
    // Nor is a genome whose copies are not known.
    let mut no_purity = genome("");
    no_purity.purity = None;
    no_purity.segments.iter_mut().for_each(|segment| segment.total = None);
    assert_eq!(of(&no_purity).clinical_line, None);
    assert!(keys(&of(&no_purity)).contains(&"purity_not_known"));
    // Where nothing was seen to change down to a share of the cells the line says so, and for guidelines excludes nothing.
    let mut flat = genome("");
    (flat.purity, flat.limit) = (None, Some(0.2));
    let found = of(&flat);
    assert_eq!((found.clinical_line.as_deref(), found.complete), (Some("46,XX"), true));
    assert!(keys(&found).contains(&"nothing_changed") && !keys(&found).contains(&"purity_not_known"));
    assert_eq!(guideline_findings(&flat).0.status(Lesion::Loss5q), Status::Unknown);
    assert_eq!(guideline_findings(&genome("")).0.status(Lesion::Loss5q), Status::Absent);
    // Nor one in which nobody looked for junctions, or of which another ploidy is as likely.
    let mut no_junctions = genome("");
    no_junctions.junctions = None;
    assert_eq!(of(&no_junctions).clinical_line.as_deref(), Some("46,XX,inc"));
    let mut ambiguous = genome("");
    ambiguous.ploidy_ambiguous = true;
    assert_eq!(of(&ambiguous).clinical_line.as_deref(), Some("46,XX,inc"));
    // The same clone doubled is another matter: all of it was assessed, and both forms are told.
    let mut single = genome("loss 7");
    single.doubling_ambiguous = true;
    let found = of(&single);
    assert_eq!((found.clinical_line.as_deref(), found.complete), (Some("45,XX,-7"), true));
    let other = found.statements.iter().find(|one| one.key == "other_form").unwrap();
    assert_eq!(other.values[0].1, "90<4n>,XXXX,-7,-7");
    // Without the normal its sex chromosomes are not known.
    let mut no_sex = genome("gain 8");
    no_sex.sex = None;
    assert_eq!(of(&no_sex).clinical_line.as_deref(), Some("47,?,+8,inc"));
}

#[test]
fn an_abnormality_carries_its_evidence() {
    let found = of(&genome("der 5 70 17 35"));
    let one = found.abnormalities().next().unwrap();
    assert_eq!((one.kind, one.evidence.junctions.len(), one.inferred), (AbnormalityKind::Derivative, 1, false));
    let copies: Vec<(Chromosome, u8)> =
        one.evidence.stretches.iter().map(|stretch| (stretch.chromosome, stretch.total)).collect();
    assert_eq!(copies, [(Chromosome::Autosome(5), 1), (Chromosome::Autosome(17), 3)]);
    assert_eq!(found.seq_line.as_deref(), Some("seq[GRCh38] der(5)t(5;17)(q13.2;q12)[0.70]"));
    let arms = of(&genome("arms +1 q 7 p"));
    let whole = arms.abnormalities().find(|one| one.kind == AbnormalityKind::WholeArm).unwrap();
    assert!(whole.inferred && keys(&arms).contains(&"inferred"));
}

#[test]
fn what_copies_do_not_settle_is_said_with_a_question_mark() {
    let mut doubtful = genome("del 5 83 158");
    for segment in doubtful.segments.iter_mut().filter(|segment| segment.total == Some(1)) {
        segment.confidence = 0.3;
    }
    let found = of(&doubtful);
    assert_eq!(found.clinical_line.as_deref(), Some("46,XX,?del(5)(q14q33)"));
    assert!(keys(&found).contains(&"doubtful"));
    assert_eq!(Karyotype::read("46,XX,?del(5)(q14q33)").fidelity, Fidelity::Exact);
}

#[test]
fn a_junction_that_nothing_supports_is_listed_and_not_written() {
    let mut alone = genome("");
    let end = |number, position, kept| JunctionEnd { chromosome: Chromosome::Autosome(number), position, kept };
    let junction = MeasuredJunction {
        one: end(2, 60_000_000, Kept::From),
        other: end(4, 100_000_000, Kept::From),
        cell_fraction: Some(0.9),
        fragments: None,
        recurrent: false,
        genes: None,
        event: None,
        id: "J1".to_owned(),
    };
    alone.junctions = Some(vec![junction.clone()]);
    let found = of(&alone);
    assert_eq!((found.clinical_line.as_deref(), found.unexplained.len()), (Some("46,XX"), 1));
    // One that recurs is written, and it is said that its counterpart was not seen.
    alone.junctions = Some(vec![MeasuredJunction { recurrent: true, ..junction }]);
    let found = of(&alone);
    assert_eq!(found.clinical_line.as_deref(), Some("46,XX,t(2;4)(p16;q23)"));
    assert!(keys(&found).contains(&"one_junction"));
    // Three quarters of the cells by nine fragments, 0.75 +- 0.25: no cells without it are told; by 400, they are.
    let with = |fragments| {
        let mut one = alone.clone();
        let junctions = one.junctions.iter_mut().flatten();
        junctions.for_each(|junction| (junction.cell_fraction, junction.fragments) = (Some(0.75), Some(fragments)));
        of(&one).clinical_line.unwrap()
    };
    assert_eq!(with(9), "46,XX,t(2;4)(p16;q23)");
    assert_eq!(with(400), "46,XX,t(2;4)(p16;q23)/46,XX");
}

/// By hand: 0.75 +- 0.1 of the tumour's cells at a purity of 0.7 +- 0.05 (an interval of 0.1 to either side) is 0.75 +- 0.11,
/// 0.94 at 1.645 errors: some cells are without it. Of 0.12 with an interval from 0.08 on the error is 0.02, a sixth, and
/// 0.75 +- 0.16 may be all cells.
#[test]
fn cells_without_a_change_are_as_sure_as_the_purity() {
    let mut one = genome("t! 9 130.8 22 23.2");
    for junction in one.junctions.iter_mut().flatten() {
        (junction.cell_fraction, junction.fragments, junction.recurrent) = (Some(0.75), Some(400), true);
    }
    one.junctions.as_mut().unwrap().truncate(1);
    let mut with = |purity: f64, interval: Option<[f64; 2]>| {
        (one.purity, one.purity_interval) = (Some(purity), interval);
        of(&one).clinical_line.unwrap()
    };
    let (all, part) = ("46,XX,t(9;22)(q34;q11.2)", "46,XX,t(9;22)(q34;q11.2)/46,XX");
    assert_eq!(with(0.12, None), part);
    assert_eq!(with(0.7, Some([0.6, 0.8])), part);
    assert_eq!(with(0.12, Some([0.08, 0.16])), all);
}

/// By hand: 3 fragments where all cells would give 6.7 are no less than chance gives (3 or fewer of 6.7: one in ten); 30 of 67 are.
#[test]
fn a_share_of_few_fragments_leaves_no_cells_without_the_change() {
    let mut one = genome("t! 8 92.05 21 34.85");
    (one.purity, one.purity_interval) = (Some(0.163), Some([0.15, 0.18]));
    one.junctions.as_mut().unwrap().truncate(1);
    let mut with = |fragments: u32| {
        for junction in one.junctions.iter_mut().flatten() {
            (junction.cell_fraction, junction.fragments, junction.recurrent) = (Some(0.448), Some(fragments), true);
        }
        of(&one).clinical_line.unwrap()
    };
    assert_eq!(with(3), "46,XX,t(8;21)(q22;q22)");
    assert_eq!(with(30), "46,XX,t(8;21)(q22;q22)/46,XX");
}

/// A man's X of one copy, whose end that pairs with Y has two: as inherited. Without his Y one is left there: Y is lost, and X is whole.
#[test]
fn where_x_and_y_pair_two_copies_are_no_gain_of_x() {
    let paired = |y: u8, shared: u8, from: u32| {
        let mut measured = genome("");
        measured.sex = Some(SexChromosomes { x: 1, y: 1 });
        let template = measured.segments[0];
        measured.segments.retain(|one| !matches!(one.chromosome, Chromosome::X | Chromosome::Y));
        let segment = |chromosome, start, end, total, inherited| MeasuredSegment {
            chromosome,
            start,
            end,
            total: Some(total),
            minor: None,
            cell_fraction: Some(1.0),
            inherited,
            ..template
        };
        measured.segments.extend([
            segment(Chromosome::X, 0, 3_001_000, shared, 2),
            segment(Chromosome::X, from, 156_040_895, 1, 1),
            segment(Chromosome::Y, 0, 57_227_415, y, 1),
        ]);
        let found = of(&measured);
        let open = keys(&found).contains(&"not_assessed");
        (found.clinical_line.unwrap(), found.cryptic.len(), open)
    };
    assert_eq!(paired(1, 2, 3_001_000), ("46,XY".to_owned(), 0, false));
    assert_eq!(paired(0, 1, 3_001_000), ("45,X,-Y".to_owned(), 0, false));
    let (line, cryptic, open) = paired(1, 2, 60_000_000);
    assert!(cryptic == 0 && open, "the rest of the short arm was not assessed: {line}");
}

#[test]
fn what_banding_would_not_show_is_apart() {
    let found = of(&genome("del 13 49.5 51.2"));
    assert_eq!(found.clinical_line.as_deref(), Some("46,XX"));
    assert_eq!(found.cryptic[0].cryptic, Some(Cryptic::BelowBanding));
    assert_eq!(found.cryptic[0].sequence_text.split('(').next(), Some("13q14.2q14.3"));
    // Six megabases are seen at best, ten under all circumstances.
    let found = of(&genome("del 13 40 46.5, del 6 80 112"));
    assert_eq!((found.of_size(5_000_000), found.of_size(10_000_000)), (2, 1));
}

/// By hand: bases 50,368,001 to 50,400,000 (1-based) of chromosome 7 are lost, so that base 50,367,999 (0-based) is joined to
/// base 50,400,000. A junction of the same place that leaves nothing out does not end the loss, nor does one 40 kb away, more
/// than half of 32 kb.
#[test]
fn a_junction_that_ends_a_loss_below_banding_is_explained() {
    let mut lost = genome("");
    change(&mut lost, Chromosome::Autosome(7), 50_368_000, 50_400_000, 1);
    let seven = |position, kept| JunctionEnd { chromosome: Chromosome::Autosome(7), position, kept };
    let junction = |id: &str, one, other| MeasuredJunction {
        one,
        other,
        cell_fraction: Some(1.0),
        fragments: None,
        recurrent: false,
        genes: None,
        event: None,
        id: id.to_owned(),
    };
    let own = junction("own", seven(50_367_999, Kept::Before), seven(50_400_000, Kept::From));
    let turned = junction("turned", seven(50_367_999, Kept::From), seven(50_400_000, Kept::Before));
    let beside = junction("beside", seven(50_327_999, Kept::Before), seven(50_400_000, Kept::From));
    lost.junctions = Some(vec![turned, own, beside]);
    let found = of(&lost);
    assert_eq!(found.cryptic.len(), 1);
    assert_eq!(found.cryptic[0].evidence.junctions, ["own"]);
    assert_eq!(found.unexplained, ["turned", "beside"]);
    // One copy more, joined end to start.
    let mut gained = genome("");
    change(&mut gained, Chromosome::Autosome(7), 50_368_000, 50_400_000, 3);
    let tandem = junction("tandem", seven(50_368_000, Kept::From), seven(50_399_999, Kept::Before));
    gained.junctions = Some(vec![tandem]);
    let found = of(&gained);
    assert_eq!(found.cryptic[0].evidence.junctions, ["tandem"]);
    assert!(found.unexplained.is_empty() && !keys(&found).contains(&"unexplained_junctions"));
}

#[test]
fn guidelines_take_what_is_there_and_nothing_that_was_not_looked_at() {
    let status = |genome: &MeasuredGenome, lesion| guideline_findings(genome).0.status(lesion);
    let whole = genome("del 5 83 158, loss 7, del 17 0 19.5");
    assert_eq!(status(&whole, Lesion::ComplexKaryotype), Status::Present);
    assert_eq!(status(&whole, Lesion::Trisomy8), Status::Absent);
    let evidence = guideline_findings(&whole).0.get(Lesion::Loss5q).evidence().cloned().unwrap();
    assert_eq!(evidence, ["del(5)(q14q33) (WGS)"]);
    // Three abnormalities, one of them of 6 Mb: complex if banding had shown it.
    let doubtful = genome("del 5 83 158, loss 7, del 12 12 18");
    assert_eq!(status(&doubtful, Lesion::ComplexKaryotype), Status::Unknown);
    assert_eq!(guideline_findings(&doubtful).1.abnormalities.at_least, 2);
    // One chromosome only.
    let mut part = genome("del 5 83 158");
    part.segments.retain(|segment| segment.chromosome == Chromosome::Autosome(5));
    assert_eq!(status(&part, Lesion::Loss5q), Status::Present);
    assert_eq!(status(&part, Lesion::ComplexKaryotype), Status::Unknown);
    assert_eq!(status(&part, Lesion::Monosomy7), Status::Unknown);
    assert_eq!(status(&MeasuredGenome::default(), Lesion::AnyAbnormality), Status::Unknown);
    // What a shattered chromosome has lost is told by its copies.
    let shattered = genome("shatter 5 60 170");
    assert_eq!(status(&shattered, Lesion::Loss5q), Status::Present);
    // A probe of 161 kb over TP53 shows a loss of 90 kb of it (56 %), and not one of 60 kb (37 %), though the gene is in both;
    // where nobody looked for junctions the line leaves it open.
    for (from, to, expected) in [(7_630_000, 7_720_000, Status::Present), (7_640_000, 7_700_000, Status::Unknown)] {
        let mut lost = genome("");
        change(&mut lost, Chromosome::Autosome(17), from, to, 1);
        lost.junctions = None;
        assert_eq!(status(&lost, Lesion::Loss17p), expected, "{from}");
    }
}

/// Sets a stretch of a chromosome to so many copies, as a caller of segments would give it.
fn change(genome: &mut MeasuredGenome, chromosome: Chromosome, from: u32, to: u32, total: u8) {
    let at = genome.segments.iter().position(|segment| segment.chromosome == chromosome).unwrap();
    let whole = genome.segments.remove(at);
    let part =
        |start, end, total, minor| MeasuredSegment { start, end, total: Some(total), minor: Some(minor), ..whole };
    let parts = [part(whole.start, from, 2, 1), part(from, to, total, u8::from(total > 1)), part(to, whole.end, 2, 1)];
    genome.segments.extend(parts.into_iter().filter(|segment| segment.start < segment.end));
}

/// Of ins(3;2) all three junctions are explained: the two that hold the stretch, and the one that closes its gap.
#[test]
fn the_gap_that_an_insertion_leaves_belongs_to_it() {
    let found = of(&genome("ins 3 30 2 130 160"));
    assert_eq!(found.clinical_line.as_deref(), Some("46,XX,ins(3;2)(p24;q21q24)"));
    assert_eq!(found.clones[0].own[0].evidence.junctions.len(), 3);
    assert!(found.unexplained.is_empty(), "{:?}", found.unexplained);
}
