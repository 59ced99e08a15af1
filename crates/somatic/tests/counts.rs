//! Candidates judged by their counts alone, and the limits that follow.

#![allow(clippy::unwrap_used)] // the helpers of a test are tests

use marv_model::{
    call::SmallVariantCall,
    genome::{ContigId, Interval},
    variant::SmallVariant,
};
use marv_somatic::{
    Learned, PairStatistics, RegionEvidence, SomaticConfig, decide,
    evidence::{Candidate, Observations, Repeat, SampleEvidence},
    limit_of_detection,
};

const CONTIG: ContigId = ContigId(0);

#[test]
fn more_depth_never_sees_less() {
    let learned = Learned::default();
    let config = SomaticConfig::default();
    let limits: Vec<f64> = [20, 40, 80, 160, 320, 640]
        .iter()
        .map(|depth| limit_of_detection(*depth, &learned, &config).unwrap().get())
        .collect();
    assert!(limits.is_sorted_by(|a, b| a >= b), "{limits:?}");
}

/// One candidate substitution: `alternate` of `depth` fragments in the tumour, both strands, none of 40 in the normal.
fn candidate(alternate: u32, depth: u32) -> RegionEvidence {
    RegionEvidence {
        region: Interval::new(CONTIG, 0, 100).unwrap(),
        statistics: PairStatistics::default(),
        candidates: vec![Candidate {
            variant: SmallVariant::new(CONTIG, 50, "C", "T").unwrap(),
            tandem: None,
            owned: true,
            in_panel: false,
            forced: None,
            contested: false,
            assembled: false,
            tumour: SampleEvidence::clear(alternate, depth - alternate, 37),
            normal: Some(SampleEvidence::clear(0, 40, 37)),
            repeat: Repeat::default(),
            context: [65_536; 2],
            in_phase: Vec::new(),
        }],
        parts: Vec::new(),
        germline: Vec::new(),
        panel: Vec::new(),
    }
}

proptest::proptest! {
    /// The same fraction at more depth is never less certain, once it is more likely than not; and a posterior is one.
    #[test]
    fn depth_does_not_weaken_a_call(alternate in 3u32..20, per in 2u32..12, times in 2u32..5) {
        let of = |n: u32| {
            let calls = decide(&candidate(alternate * n, alternate * per * n), &Learned::default(), &SomaticConfig::default());
            calls[0].posterior
        };
        let (less, more) = (of(1), of(times));
        for p in [less, more] {
            proptest::prop_assert!((p.somatic + p.germline + p.artefact - 1.0).abs() < 1e-9);
        }
        if less.somatic > 0.5 {
            proptest::prop_assert!(more.somatic >= less.somatic - 1e-6, "{less:?} {more:?}");
        }
    }
}

/// One candidate as it is judged, without anything learned.
fn judged(evidence: &RegionEvidence) -> SmallVariantCall {
    decide(evidence, &Learned::default(), &SomaticConfig::default()).remove(0)
}

#[test]
fn in_the_panel_an_allele_is_as_likely_as_drivers_are() {
    let elsewhere = candidate(3, 80);
    let mut in_panel = elsewhere.clone();
    in_panel.candidates[0].in_panel = true;
    let odds = |evidence: &RegionEvidence| {
        let somatic = judged(evidence).posterior.somatic;
        somatic / (1.0 - somatic)
    };
    // Expected of one allele of three at a locus 3e-6 / 3, of one in the panel 2e-6.
    assert!((odds(&in_panel) / odds(&elsewhere) - 2.0).abs() < 1e-6, "{} {}", odds(&in_panel), odds(&elsewhere));
}

#[test]
fn an_error_of_both_samples_is_likelier_where_the_reads_places_are_in_doubt() {
    let mut certain = candidate(10, 145);
    let normal = certain.candidates[0].normal.as_mut().unwrap();
    // One of 40 fragments of the normal shows it, too.
    normal.summary.alternate = 1;
    normal.summary.reference = 39;
    normal.observations = [(false, 39), (true, 1)]
        .map(|(alternate, count)| Observations { alternate, quality: 37, mapping_quality: 60, count })
        .into();
    let mut doubtful = certain.clone();
    doubtful.candidates[0].tumour.summary.mapping_quality = [60.0, 39.0];
    let [certain, doubtful] = [certain, doubtful].map(|evidence| judged(&evidence).posterior);
    // Half of such errors on a twentieth of the loci: nineteen times as likely there as elsewhere.
    let odds = |p: marv_model::call::Posterior| p.artefact / p.somatic;
    assert!((odds(doubtful) / odds(certain) - 19.0).abs() < 0.5, "{certain:?} {doubtful:?}");
}
