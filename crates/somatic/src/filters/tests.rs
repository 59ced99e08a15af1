//! One candidate on each side of every threshold. The values beside each are counted by hand.

use marv_model::{
    call::{AlleleEvidence, Filter, Forced, RuleVerdict},
    case::Estimate,
    genome::ContigId,
    variant::SmallVariant,
};

use super::*;
use crate::evidence::Repeat;

/// A clear somatic substitution: 20 of 60 fragments, none of 40 in the normal.
fn clear() -> Candidate {
    Candidate {
        variant: SmallVariant::new(ContigId(0), 1_000, "C", "T").unwrap(),
        tandem: None,
        owned: true,
        in_panel: false,
        forced: None,
        contested: false,
        assembled: false,
        tumour: SampleEvidence::clear(20, 40, 37),
        normal: Some(SampleEvidence::clear(0, 40, 37)),
        repeat: Repeat::default(),
        context: [crate::context::UNKNOWN; 2],
        in_phase: Vec::new(),
    }
}

const SOMATIC: Detail =
    Detail { somatic: 1.0, germline: 0.0, error: 0.0, strand: 0.0, orientation: 0.0, shared: 0.0, another: 0.0 };

/// What the rule of `filter` says of a candidate.
struct Bench {
    candidate: Candidate,
    detail: Detail,
    learned: Learned,
    config: SomaticConfig,
    known: Known,
    panel_of_normals: Option<u32>,
    neighbours: u32,
    other_alleles: u32,
    exempt: bool,
}

impl Bench {
    fn new(change: impl Fn(&mut Self)) -> Self {
        let mut bench = Self {
            candidate: clear(),
            detail: SOMATIC,
            learned: Learned { mean_depth: [Some(60.0), Some(40.0)], ..Learned::default() },
            config: SomaticConfig::default(),
            known: Known::default(),
            panel_of_normals: None,
            neighbours: 0,
            other_alleles: 0,
            exempt: false,
        };
        change(&mut bench);
        bench
    }
    fn ask(&self, filter: Filter) -> RuleVerdict {
        let case = Case {
            candidate: &self.candidate,
            detail: &self.detail,
            learned: &self.learned,
            config: &self.config,
            known: self.known,
            panel_of_normals: self.panel_of_normals,
            neighbours: self.neighbours,
            other_alleles: self.other_alleles,
            exempt: self.exempt,
        };
        let mut ledger = Vec::new();
        let filters = apply(&case, &mut ledger);
        let at = Filter::ALL.iter().position(|f| *f == filter).unwrap();
        assert_eq!(filters.contains(&filter), ledger[at].verdict == RuleVerdict::Fail);
        ledger[at].verdict
    }
}

fn tumour(bench: &mut Bench) -> &mut AlleleEvidence {
    &mut bench.candidate.tumour.summary
}

fn normal(bench: &mut Bench) -> &mut AlleleEvidence {
    &mut bench.candidate.normal.as_mut().unwrap().summary
}

/// `pass` leaves the candidate on the good side of the threshold, `fail` on the bad one.
fn sides(filter: Filter, pass: impl Fn(&mut Bench), fail: impl Fn(&mut Bench)) {
    assert_eq!(Bench::new(pass).ask(filter), RuleVerdict::Pass, "{filter} on the good side");
    assert_eq!(Bench::new(fail).ask(filter), RuleVerdict::Fail, "{filter} on the bad side");
}

#[test]
fn rules_stand_in_the_order_of_the_vocabulary() {
    assert_eq!(RULES.each_ref().map(|rule| rule.filter), Filter::ALL);
}

#[test]
fn a_clear_candidate_passes_everything() {
    let case = Bench::new(|_| ());
    for filter in Filter::ALL {
        assert_ne!(case.ask(filter), RuleVerdict::Fail, "{filter}");
    }
}

#[test]
fn depth() {
    // 8 fragments are enough, 7 are not.
    let set = |reference: u32| move |b: &mut Bench| (tumour(b).reference, tumour(b).alternate) = (reference, 4);
    sides(Filter::LowDepth, set(4), set(3));
    let set = |reference: u32| move |b: &mut Bench| normal(b).reference = reference;
    sides(Filter::LowNormalDepth, set(8), set(7));
    // Mean 40, four times that is 160.
    let set = |raw: u32| move |b: &mut Bench| normal(b).raw_depth = raw;
    sides(Filter::HighDepth, set(160), set(161));
    assert_eq!(
        Bench::new(|b| {
            normal(b).raw_depth = 161;
            b.exempt = true;
        })
        .ask(Filter::HighDepth),
        RuleVerdict::Exempt
    );
    // Of 60 fragments 24 are two fifths.
    let set = |count: u32| move |b: &mut Bench| b.candidate.tumour.set_aside = count;
    sides(Filter::BaseCallNoise, set(24), set(25));
    // Of 60 fragments 45 are three quarters.
    let set = |count: u32| move |b: &mut Bench| b.candidate.tumour.deleted = count;
    sides(Filter::SpanningDeletion, set(45), set(46));
}

#[test]
fn quality() {
    let set = |q: f32| move |b: &mut Bench| tumour(b).alternate_base_quality = q;
    sides(Filter::BaseQual, set(20.0), set(19.5));
    let set = |q: f32| move |b: &mut Bench| tumour(b).mapping_quality[0] = q;
    sides(Filter::MapQual, set(25.0), set(24.5));
    sides(Filter::MapQualDifference, set(45.0), set(44.5));
    let set = |d: f32| move |b: &mut Bench| tumour(b).alternate_end_distance = d;
    sides(Filter::Position, set(3.0), set(2.5));
    // A change of length of five bases is judged by the reference's reads.
    let insertion = |b: &mut Bench| {
        b.candidate.variant = SmallVariant::new(ContigId(0), 1_000, "C", "CTCTGA").unwrap();
        tumour(b).mapping_quality = [20.0, 60.0];
    };
    assert_eq!(Bench::new(insertion).ask(Filter::MapQual), RuleVerdict::Pass);
}

#[test]
fn artefacts() {
    let set = |p: f64| move |b: &mut Bench| b.detail.strand = p;
    sides(Filter::StrandBias, set(0.5), set(0.501));
    let set = |p: f64| move |b: &mut Bench| b.detail.orientation = p;
    sides(Filter::Orientation, set(0.5), set(0.501));
    let set = |p: f64| move |b: &mut Bench| b.detail.shared = p;
    sides(Filter::NormalArtifact, set(0.5), set(0.501));
    let set = |alternate: u32, starts: u32| {
        move |b: &mut Bench| (tumour(b).alternate, tumour(b).alternate_starts) = (alternate, starts)
    };
    sides(Filter::Duplicate, set(5, 3), set(5, 2));
    sides(Filter::Duplicate, set(3, 2), set(3, 1));
}

#[test]
fn fragments_are_held_against_the_library_s_own_lengths() {
    // 10,000 templates: 99 of 90 bases, 1 of 91, all others of 400. 100 of 10,000 are as short as 91: (100 + 1) of 10,001.
    let library = |b: &mut Bench| {
        b.learned.templates = (0..=2_000)
            .map(|n| [0, 99, 100, 10_000][usize::from(n >= 90) + usize::from(n >= 91) + usize::from(n >= 400)])
            .collect();
    };
    let set = |templates: u32, template_length: f32| {
        move |b: &mut Bench| {
            library(b);
            (b.candidate.tumour.templates, b.candidate.tumour.template_length) = (templates, template_length);
        }
    };
    sides(Filter::FragmentLength, set(5, 91.0), set(5, 90.5));
    assert_eq!(Bench::new(set(4, 90.0)).ask(Filter::FragmentLength), RuleVerdict::NotAssessed);
    // Unpaired reads, and a library of which too little is known.
    assert_eq!(Bench::new(set(0, 0.0)).ask(Filter::FragmentLength), RuleVerdict::NotAssessed);
    let unknown = |b: &mut Bench| (b.candidate.tumour.templates, b.candidate.tumour.template_length) = (9, 60.0);
    assert_eq!(Bench::new(unknown).ask(Filter::FragmentLength), RuleVerdict::NotAssessed);
    let deletion = |b: &mut Bench| {
        set(9, 60.0)(b);
        b.candidate.variant = SmallVariant::new(ContigId(0), 1_000, "CT", "C").unwrap();
    };
    assert_eq!(Bench::new(deletion).ask(Filter::FragmentLength), RuleVerdict::Pass);
}

#[test]
fn slippage_counts_only_a_whole_unit_of_a_long_repeat() {
    // A homopolymer of 8: rate 6e-6 exp(0.53 * 8) = 4.2e-4 a fragment. P(>= 1 of 60) = 0.025; P(>= 2 of 60) = 3.0e-4.
    let set = |alternate: u32, count: u8, change: i16| {
        move |b: &mut Bench| {
            b.candidate.variant = SmallVariant::new(ContigId(0), 1_000, "CA", "C").unwrap();
            b.candidate.repeat = Repeat { unit: 1, count, change };
            (tumour(b).alternate, tumour(b).reference) = (alternate, 60 - alternate);
        }
    };
    sides(Filter::Slippage, set(2, 8, -1), set(1, 8, -1));
    assert_eq!(Bench::new(set(1, 7, -1)).ask(Filter::Slippage), RuleVerdict::Pass);
    assert_eq!(Bench::new(set(1, 8, -2)).ask(Filter::Slippage), RuleVerdict::Pass);
}

#[test]
fn origin() {
    let set = |p: f64| move |b: &mut Bench| b.detail.germline = p;
    sides(Filter::Germline, set(0.5), set(0.501));
    // Another person's DNA is judged only where it could be estimated.
    let set = |p: f64| {
        move |b: &mut Bench| {
            b.detail.another = p;
            b.learned.another_person = Some(Estimate { value: 0.05, interval: [0.04, 0.06], observations: 500 });
        }
    };
    sides(Filter::Contamination, set(0.5), set(0.501));
    assert_eq!(Bench::new(|b| b.detail.another = 0.9).ask(Filter::Contamination), RuleVerdict::NotAssessed);
    let hotspot = Bench::new(|b| {
        set(0.9)(b);
        b.candidate.forced = Some(Forced::Hotspot);
    });
    assert_eq!(hotspot.ask(Filter::Contamination), RuleVerdict::Exempt);
    // Error 0.45 of 0.45 + 0.55 is the threshold.
    let set = |error: f64| move |b: &mut Bench| (b.detail.error, b.detail.somatic) = (error, 1.0 - error);
    sides(Filter::WeakEvidence, set(0.45), set(0.451));
    // 1 % of 200 fragments is 2.
    let set =
        |alternate: u32| move |b: &mut Bench| (tumour(b).alternate, tumour(b).reference) = (alternate, 200 - alternate);
    sides(Filter::LowAlleleFrac, set(2), set(1));
    let hotspot = Bench::new(|b| {
        set(1)(b);
        b.candidate.forced = Some(Forced::Hotspot);
    });
    assert_eq!(hotspot.ask(Filter::LowAlleleFrac), RuleVerdict::Exempt);
}

#[test]
fn panel_of_normals() {
    let set = |carriers: u32| move |b: &mut Bench| (b.known.normals, b.panel_of_normals) = (Some(carriers), Some(40));
    sides(Filter::PanelOfNormals, set(1), set(2));
    let hotspot = Bench::new(|b| {
        set(2)(b);
        b.candidate.forced = Some(Forced::Hotspot);
    });
    assert_eq!(hotspot.ask(Filter::PanelOfNormals), RuleVerdict::Exempt);
}

#[test]
fn neighbourhood() {
    let set = |n: u32| move |b: &mut Bench| b.neighbours = n;
    sides(Filter::ClusteredEvents, set(3), set(4));
    let set = |n: u32| move |b: &mut Bench| b.other_alleles = n;
    sides(Filter::Multiallelic, set(1), set(2));
    let exempt = Bench::new(|b| (b.neighbours, b.other_alleles, b.exempt) = (9, 9, true));
    assert_eq!(exempt.ask(Filter::ClusteredEvents), RuleVerdict::Exempt);
    assert_eq!(exempt.ask(Filter::Multiallelic), RuleVerdict::Exempt);
}

#[test]
fn what_is_not_measured_is_not_assessed() {
    let bench = Bench::new(|b| b.candidate.normal = None);
    for filter in [Filter::PanelOfNormals, Filter::Contamination, Filter::LowNormalDepth, Filter::NormalArtifact] {
        assert_eq!(bench.ask(filter), RuleVerdict::NotAssessed, "{filter}");
    }
    let unseen = Bench::new(|b| tumour(b).alternate = 0);
    for filter in [Filter::BaseQual, Filter::MapQual, Filter::Position, Filter::StrandBias, Filter::Duplicate] {
        assert_eq!(unseen.ask(filter), RuleVerdict::NotAssessed, "{filter}");
    }
}
