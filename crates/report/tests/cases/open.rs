//! The same reads, with verdicts as the guidelines' own crate gives them when nobody supplied a karyotype.

use marv_guidelines::{
    eln2022::{Eln2022Policies, eln2022},
    profile::{Marker, MarkerEvidence, Profile},
};
use marv_karyotype::tp53::assess;
use marv_model::{
    case::{Case, Disease, NotAssessedItem},
    clinical::{Circumstance, Clinical, Measure},
    cytogenetics::Lesion,
    finding::{Finding, NotAssessed, Status},
    laboratory::{Discordance, FishResult, PanelResult},
    tp53::Tp53Locus,
};

use super::{aml, fraction, text};

/// NPM1 with FLT3-ITD, and nothing known of the chromosomes.
pub(crate) fn open() -> Case {
    let mut case = aml();
    case.id = text("DEMO-2026-003");
    case.demonstration = false;
    case.variants.retain(|variant| variant.consequences.iter().all(|c| c.gene == "NPM1" || c.gene == "FLT3"));
    case.genes.retain(|gene| gene.gene != "TP53");
    case.karyotype = None;
    case.not_assessed.push(NotAssessedItem { item: text("karyotype"), reason: text("not_supplied") });
    case.quality.warnings.clear();
    case.tp53 = Some(assess(Finding::absent_below(fraction(0.052)), Tp53Locus::not_examined()));
    let mut profile = Profile::unknown().disease(Disease::Aml);
    for (marker, _) in Marker::ALL.iter().copied() {
        profile = profile.marker(marker, Finding::absent_below(fraction(0.062)));
    }
    let seen = |label: &str, share: f64| Finding::present(vec![MarkerEvidence::new(label, fraction(share))]);
    let profile = profile
        .marker(Marker::Npm1, seen("p.(Trp288CysfsTer12)", 38.0 / 88.0))
        .marker(Marker::Flt3Itd, seen("p.(Tyr591_Val592insValAspPheArgGluTyrGluTyr)", 21.0 / 97.0))
        .marker(Marker::CebpaBzip, Finding::unknown(NotAssessed::LowCoverage));
    case.clinical = Clinical::unknown()
        .measured(Measure::Haemoglobin, 9.35)
        .unwrap()
        .circumstance(Circumstance::TherapyRelated, false);
    case.fish = vec![FishResult {
        lesion: Lesion::CbfbMyh11,
        result: Status::Absent,
        positive_share: Some(0.01),
        cells: Some(200),
    }];
    case.panel = vec![PanelResult { marker: text("FLT3-ITD"), result: Status::Absent, fractions: Vec::new() }];
    case.discordances = vec![Discordance {
        datum: text("FLT3-ITD"),
        method: text("panel"),
        laboratory: Status::Absent,
        genome: Status::Present,
    }];
    case.verdicts = vec![eln2022(&profile, &Eln2022Policies::default())];
    case
}
