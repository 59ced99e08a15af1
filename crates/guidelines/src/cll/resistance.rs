//! Acquired mutations that go with resistance to inhibitors of BTK and BCL2.

use std::sync::LazyLock;

use marv_model::{
    case::Disease,
    finding::{Finding, Status},
    verdict::Verdict,
};

use super::CllPolicies;
use crate::{
    Substitution,
    conditions::{any_mutated, mutated, row},
    engine::{
        decision::Decision,
        judge::Facts,
        scheme::{Condition, Scheme},
    },
    profile::{Asked, Marker, Profile},
    rules::{self, Case},
};

// RULE: PLCG2, residues at which resistance to BTK inhibitors was shown: R665W, S707F/P/Y, R742P, L845F, D993H, D1140G,
// M1141K. Not verified against one table: gathered from the literature on ibrutinib.
const PLCG2_RESIDUES: [u32; 7] = [665, 707, 742, 845, 993, 1140, 1141];

/// The table.
pub fn scheme() -> Scheme<Asked> {
    let btk = any_mutated(&[Marker::Btk, Marker::Plcg2]);
    let bcl2 = mutated(Marker::Bcl2G101v);
    // RULE: BTK C481 loses the bond of covalent inhibitors; PLCG2 works around BTK; BCL2 G101V lowers the binding of
    // venetoclax.
    let rows = vec![
        row(
            "cll_resistance.both",
            "BTK p.C481 or PLCG2, together with BCL2 p.G101V",
            btk.and(bcl2.clone()),
            "btk_and_bcl2_inhibitors",
        ),
        row("cll_resistance.btk", "BTK p.C481", mutated(Marker::Btk), "btk_inhibitors"),
        row(
            "cll_resistance.plcg2",
            "PLCG2 p.R665W, p.S707, p.R742P, p.L845F, p.D993H, p.D1140G, p.M1141K",
            mutated(Marker::Plcg2),
            "btk_inhibitors",
        ),
        row("cll_resistance.bcl2", "BCL2 p.G101V", bcl2, "bcl2_inhibitors"),
        row("cll_resistance.none", "none of the listed mutations", Condition::Always, "none"),
    ];
    Scheme {
        name: "CLL resistance mutations (2024)",
        id: "cll_resistance",
        rules_version: "1",
        source: "N Engl J Med 2014;370:2286 (BTK, PLCG2); Cancer Discov 2019;9:342 (BCL2)",
        categories: &["none", "btk_inhibitors", "bcl2_inhibitors", "btk_and_bcl2_inhibitors"],
        rows,
        noted: Vec::new(),
        laws: Vec::new(),
    }
}

/// The facts, where a PLCG2 mutation of unknown effect leaves the question open.
struct Resistance<'a>(Case<'a>);

impl Facts<Asked> for Resistance<'_> {
    fn status(&self, asked: Asked) -> Status {
        if asked == Asked::Mutated(Marker::Plcg2) && effect_unknown(self.0.profile) {
            return Status::Unknown;
        }
        self.0.status(asked)
    }
    fn evidence(&self, asked: Asked) -> Vec<String> {
        self.0.evidence(asked)
    }
}

/// Whether PLCG2 is mutated, and nowhere that resistance was shown.
fn effect_unknown(profile: &Profile) -> bool {
    match profile.finding(Marker::Plcg2) {
        Finding::Present { evidence } => !evidence
            .iter()
            .any(|one| Substitution::parse(&one.label).is_some_and(|change| PLCG2_RESIDUES.contains(&change.residue))),
        _ => false,
    }
}

static TABLE: LazyLock<Decision<Asked>> = LazyLock::new(|| Decision::new(scheme()));

/// Which class of drugs the listed mutations speak against.
pub fn cll_resistance(profile: &Profile, policies: &CllPolicies) -> Verdict {
    let listed = vec![policies.limit()];
    let scope = rules::out_of_scope(profile, &[Disease::Cll]);
    let case = Case { profile, largest_limit: policies.largest_limit };
    let coarse = [Marker::Btk, Marker::Plcg2, Marker::Bcl2G101v]
        .into_iter()
        .any(|marker| rules::limit(profile, marker).is_some_and(|limit| limit > policies.largest_limit));
    rules::verdict(&TABLE, &Resistance(case), scope, listed, |flags| {
        flags.contradictory("contradictory_inputs");
        flags.when(coarse, "limit_too_high");
        flags.when(effect_unknown(profile), "cll_resistance.flag.plcg2_effect_unknown");
        flags.when(flags.decided() == Some("none"), "cll_resistance.flag.small_clones");
    })
}
