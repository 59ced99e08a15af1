//! MIPSS70 and MIPSS70+ version 2.0: survival in primary myelofibrosis from blood, mutations and karyotype.
//!
//! Sources: JCO 2018;36:310 (doi 10.1200/JCO.2017.76.4886) and JCO 2018;36:1769 (doi 10.1200/JCO.2018.78.9867). Points and
//! cut-offs were checked against the table of ashpublications.org/view-large/11529282 and Table 6 of PMC7718985; IDH1 and IDH2
//! count as two genes, on which the papers are silent.
//!
//! **Where secondary tables leave a doubt:** MIPSS70 gives 1 point for one gene of high molecular risk and 2 for two or more. Read as
//! printed, the 2 stand in place of the 1, as they do in version 2.0 (2 or 3): two points here. But the ranges that Table 6 of
//! PMC7718985 gives (5-12 for high; 7-11 for the first MIPSS70-plus, which weighs genes alike) are reached only by 1 + 2 = 3. So a flag
//! wherever there are two such genes, and an option for three points.

mod keys;

use marv_model::{
    case::Disease,
    clinical::{Circumstance, Measure},
    finding::Status,
    verdict::{Policy, Verdict},
};

pub use keys::KEYS;

use crate::{
    choices::{Choice, ChoiceReader, choice},
    engine::points::{Input, Item, Points, Scale, Tally},
    profile::{Asked, Cut, Marker, Profile, grouped},
    rules::out_of_scope,
    scores::{ScorePolicies, coarse_limits},
};

/// Two or more genes of high molecular risk in MIPSS70.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TwoHighRiskGenes {
    /// Two points, as the table is printed: in place of the 1 of a single gene; with a flag.
    #[default]
    Two,
    /// Three points: 1 for the first and 2 for the second, as the published ranges say; with a flag.
    Three,
}

choice!(TwoHighRiskGenes, "mipss70_two_high_risk_genes", "two_points" => Two, "three_points" => Three);

/// The choices in force.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Mipss70Policies {
    /// Those of every score.
    pub scores: ScorePolicies,
    /// Two or more genes of high molecular risk.
    pub two_high_risk_genes: TwoHighRiskGenes,
}

impl Mipss70Policies {
    /// As the verdict lists them.
    pub fn listed(&self) -> Vec<Policy> {
        let mut listed = self.scores.listed();
        listed.push(self.two_high_risk_genes.listed());
        listed
    }
    /// Those that are chosen, and the defaults of the others.
    pub(crate) fn chosen(choices: &mut ChoiceReader<'_>) -> Self {
        Self { scores: ScorePolicies::chosen(choices), two_high_risk_genes: choices.choice() }
    }
}

// RULE: MIPSS70, risk groups: 0-1, 2-4, >=5.
const MIPSS70: Scale = Scale {
    name: "MIPSS70",
    id: "mipss70",
    rules_version: "3",
    source: "JCO 2018;36:310 (doi 10.1200/JCO.2017.76.4886)",
    bands: &[("low", Points::whole(1)), ("intermediate", Points::whole(4)), ("high", Points::whole(12))],
};

// RULE: MIPSS70+ version 2.0, risk groups: 0, 1-2, 3-4, 5-8, >=9.
const MIPSS70_PLUS_V2: Scale = Scale {
    name: "MIPSS70+ version 2.0",
    id: "mipss70_plus_v2",
    rules_version: "1",
    source: "JCO 2018;36:1769 (doi 10.1200/JCO.2018.78.9867)",
    bands: &[
        ("very_low", Points::ZERO),
        ("low", Points::whole(2)),
        ("intermediate", Points::whole(4)),
        ("high", Points::whole(8)),
        ("very_high", Points::whole(14)),
    ],
};

// RULE: MIPSS70, high molecular risk: ASXL1, EZH2, SRSF2, IDH1, IDH2; version 2.0 of MIPSS70+ adds U2AF1 Q157.
const HIGH_RISK_GENES: [Marker; 6] =
    [Marker::Asxl1, Marker::Ezh2, Marker::Srsf2, Marker::Idh1, Marker::Idh2, Marker::U2af1Q157];
const HIGH_RISK_GENES_MIPSS70: usize = 5;

fn sum(levels: &[u8]) -> i32 {
    levels.iter().map(|level| i32::from(*level)).sum()
}
fn one(levels: &[u8]) -> Points {
    Points::whole(sum(levels))
}
fn two(levels: &[u8]) -> Points {
    Points::whole(2 * sum(levels))
}

struct Case<'a> {
    profile: &'a Profile,
    policies: &'a ScorePolicies,
}

impl Case<'_> {
    fn gene(&self, marker: Marker) -> Input {
        self.profile.yes_or_no(Asked::Mutated(marker), self.policies.largest_limit)
    }
    fn stated(&self, circumstance: Circumstance) -> Input {
        self.profile.yes_or_no(Asked::Stated(circumstance), self.policies.largest_limit)
    }
    fn measure(&self, measure: Measure, cut: Cut) -> Vec<Input> {
        vec![self.profile.banded(measure, &[cut])]
    }
    fn genes(&self, count: usize) -> Vec<Input> {
        HIGH_RISK_GENES[..count].iter().map(|marker| self.gene(*marker)).collect()
    }
    /// How many of the first `count` genes of high molecular risk are known to be mutated.
    fn mutated(&self, count: usize) -> usize {
        let is_mutated = |marker: &&Marker| self.profile.finding(**marker).status() == Status::Present;
        HIGH_RISK_GENES[..count].iter().filter(is_mutated).count()
    }
    fn flags(&self) -> Vec<String> {
        let mut genes = HIGH_RISK_GENES.to_vec();
        genes.push(Marker::CalrType1);
        coarse_limits(self.profile, &genes, self.policies.largest_limit).into_iter().collect()
    }
}

/// MIPSS70 of a case: for patients of an age to be transplanted, without cytogenetics. Not applicable outside
/// myelofibrosis.
pub fn mipss70(profile: &Profile, policies: &Mipss70Policies) -> Verdict {
    if let Some(reason) = out_of_scope(profile, &[Disease::Myelofibrosis]) {
        return MIPSS70.not_applicable(reason, policies.listed());
    }
    let case = Case { profile, policies: &policies.scores };
    let item = |id, source, inputs, points| Item { id, source, inputs, points };
    // RULE: MIPSS70: one gene of high molecular risk 1, two or more 2; or 3 by the policy.
    let genes: fn(&[u8]) -> Points = match policies.two_high_risk_genes {
        TwoHighRiskGenes::Three => |levels| {
            Points::whole(match sum(levels) {
                two @ 2.. => two.min(2) + 1,
                fewer => fewer,
            })
        },
        TwoHighRiskGenes::Two => |levels| Points::whole(sum(levels).min(2)),
    };
    let items = vec![
        // RULE: MIPSS70: haemoglobin <10 g/dL 1; leukocytes >25 2; platelets <100 2.
        item("mipss70.haemoglobin", "Hemoglobin", case.measure(Measure::Haemoglobin, Cut::Below(10.0)), one as _),
        item("mipss70.leukocytes", "Leukocyte count", case.measure(Measure::Leukocytes, Cut::Above(25.0)), two),
        item("mipss70.platelets", "Platelet count", case.measure(Measure::Platelets, Cut::Below(100.0)), two),
        // RULE: MIPSS70: circulating blasts >=2 % 1; fibrosis grade >=2 1; constitutional symptoms 1.
        item("mipss70.blood_blasts", "Circulating blasts", case.measure(Measure::BloodBlasts, Cut::AtLeast(2.0)), one),
        item("mipss70.fibrosis", "Bone marrow fibrosis", case.measure(Measure::MarrowFibrosis, Cut::AtLeast(2.0)), one),
        item(
            "mipss70.constitutional_symptoms",
            "Constitutional symptoms",
            vec![case.stated(Circumstance::ConstitutionalSymptoms)],
            one,
        ),
        // RULE: MIPSS70: absence of CALR type 1 1.
        item("mipss70.no_calr_type_1", "CALR type-1 unmutated", vec![case.gene(Marker::CalrType1)], |levels| {
            Points::whole(1 - sum(levels))
        }),
        item("mipss70.high_risk_genes", "HMR category", case.genes(HIGH_RISK_GENES_MIPSS70), genes),
    ];
    let mut flags = case.flags();
    if case.mutated(HIGH_RISK_GENES_MIPSS70) > 1 {
        flags.push("mipss70.flag.two_high_risk_genes".to_owned());
    }
    if profile.patient().value(Measure::Age).is_some_and(|age| age > 70.0) {
        flags.push("mipss70.flag.age_above_70".to_owned());
    }
    Tally::new(&MIPSS70, items).verdict(policies.listed(), flags)
}

// RULE: MIPSS70+ v2.0, haemoglobin: women 8-9.9 g/dL 1, <8 2; men 9-10.9 1, <9 2.
/// Levels: haemoglobin below 11, 10, 9, 8; whether the patient is a man.
fn haemoglobin_by_sex(levels: &[u8]) -> Points {
    let points = match levels {
        [0, _] | [1, 0] => 0,
        [1 | 2, 1] | [2 | 3, 0] => 1,
        _ => 2,
    };
    Points::whole(points)
}

/// MIPSS70+ version 2.0 of a case. Not applicable outside myelofibrosis.
pub fn mipss70_plus_v2(profile: &Profile, policies: &ScorePolicies) -> Verdict {
    if let Some(reason) = out_of_scope(profile, &[Disease::Myelofibrosis]) {
        return MIPSS70_PLUS_V2.not_applicable(reason, policies.listed());
    }
    let case = Case { profile, policies };
    let cuts = [Cut::Below(11.0), Cut::Below(10.0), Cut::Below(9.0), Cut::Below(8.0)];
    let haemoglobin = vec![profile.banded(Measure::Haemoglobin, &cuts), case.stated(Circumstance::Male)];
    let item = |id, source, inputs, points| Item { id, source, inputs, points };
    let items = vec![
        item("mipss70_plus_v2.haemoglobin", "Hemoglobin, adjusted for sex", haemoglobin, haemoglobin_by_sex as _),
        // RULE: MIPSS70+ v2.0: circulating blasts >=2 % 1; constitutional symptoms 2; absence of CALR type 1 2.
        item(
            "mipss70_plus_v2.blood_blasts",
            "Circulating blasts",
            case.measure(Measure::BloodBlasts, Cut::AtLeast(2.0)),
            one,
        ),
        item(
            "mipss70_plus_v2.constitutional_symptoms",
            "Constitutional symptoms",
            vec![case.stated(Circumstance::ConstitutionalSymptoms)],
            two,
        ),
        item("mipss70_plus_v2.no_calr_type_1", "CALR type-1 unmutated", vec![case.gene(Marker::CalrType1)], |levels| {
            Points::whole(2 * (1 - sum(levels)))
        }),
        // RULE: MIPSS70+ v2.0: one gene of high molecular risk or U2AF1 Q157 2, two or more 3.
        item("mipss70_plus_v2.high_risk_genes", "HMR category", case.genes(HIGH_RISK_GENES.len()), |levels| {
            Points::whole(match sum(levels) {
                0 => 0,
                1 => 2,
                _ => 3,
            })
        }),
        // RULE: MIPSS70+ v2.0, karyotype: unfavourable 3, very high risk 4.
        item(
            "mipss70_plus_v2.karyotype",
            "Karyotype",
            vec![grouped(&profile.karyotype_groups().myelofibrosis)],
            |levels| {
                Points::whole(match sum(levels) {
                    0 => 0,
                    1 => 3,
                    _ => 4,
                })
            },
        ),
    ];
    Tally::new(&MIPSS70_PLUS_V2, items).verdict(policies.listed(), case.flags())
}
