//! Losses and gains of arms and chromosomes that guidelines name: by the copies that all items of a clone leave.

use marv_model::cytogenetics::Lesion;

use super::{changes, is_certain, ledger::Ledger};
use crate::{
    clones::CellClone,
    karyotype::{Arm, Change, Chromosome, Item, Place, Sign, Structural, Symbol},
    projection::{BreakIn17p13, CENTROMERE, Projection},
};

const FIVE: Chromosome = Chromosome::Autosome(5);
const SEVEN: Chromosome = Chromosome::Autosome(7);
const SEVENTEEN: Chromosome = Chromosome::Autosome(17);
const END: f64 = 100.0;
/// 17p13.1, on the line of [`crate::projection`].
const TP53: (f64, f64) = (-13.15, -13.05);
const SHORT_ARM: (f64, f64) = (-END, -CENTROMERE);
const LONG_ARM: (f64, f64) = (CENTROMERE, END);

/// Arms whose loss by a structural change a classification names.
// METHOD: they name del(11q), del(12p), del(20q) and losses by unbalanced translocation, not the whole chromosome, so that a
// monosomy alone is none of these. 13 is named with its monosomy.
const ARMS: [(Lesion, u8, (f64, f64), bool); 4] = [
    (Lesion::Loss11q, 11, LONG_ARM, false),
    (Lesion::Loss12p, 12, SHORT_ARM, false),
    (Lesion::Loss13q, 13, LONG_ARM, true),
    (Lesion::Loss20q, 20, LONG_ARM, false),
];

/// A band whose loss a classification names and banding shows at times.
struct Lost {
    lesion: Lesion,
    chromosome: u8,
    arm: Arm,
    band: &'static str,
    /// On the line of [`crate::projection`].
    stretch: (f64, f64),
}

const BANDS: [Lost; 3] = [
    Lost { lesion: Lesion::Deletion13q14, chromosome: 13, arm: Arm::Q, band: "14", stretch: (14.05, 14.95) },
    Lost { lesion: Lesion::Deletion11q22, chromosome: 11, arm: Arm::Q, band: "22", stretch: (22.25, 22.35) },
    Lost { lesion: Lesion::Deletion1p32, chromosome: 1, arm: Arm::P, band: "32", stretch: (-32.95, -32.05) },
];

const TRISOMIES: [(Lesion, u8); 3] = [(Lesion::Trisomy8, 8), (Lesion::Trisomy12, 12), (Lesion::Trisomy19, 19)];

/// Losses of 5q, 7 and 17p: by the copies that all items of the clone leave. Items in doubt count for what is perhaps.
pub(super) fn losses(clone: &CellClone, ledger: &mut Ledger) {
    if clone.items.is_empty() {
        return;
    }
    let certain =
        CellClone { items: clone.items.iter().filter(|item| is_certain(item)).cloned().collect(), ..clone.clone() };
    let sure = Projection::of(&certain, BreakIn17p13::Distal);
    let possible = Projection::of(clone, BreakIn17p13::Proximal);
    let items = |chromosome: Chromosome| {
        clone.items.iter().filter(|item| concerns(item, chromosome)).map(ToString::to_string).collect::<Vec<_>>()
    };
    let gained = |chromosome: Chromosome| {
        let gain = |item: &&Item| item.sign == Some(Sign::Gain) && item.change == Change::Whole(chromosome);
        clone.items.iter().filter(gain).map(ToString::to_string).collect::<Vec<_>>()
    };
    let judge = |ledger: &mut Ledger, lesion: Lesion, chromosome: Chromosome, sure: bool, perhaps: bool| {
        if sure {
            for item in items(chromosome) {
                ledger.plainly(lesion, &item);
            }
        } else if perhaps {
            ledger.perhaps(lesion);
        }
    };
    // RULE: ELN 2022 Table 6, -5 or del(5q): any stretch of 5q with fewer copies than the ploidy level.
    let lost = |projection: &Projection, c, from, to| projection.lost_within(c, from, to);
    let five = |projection: &Projection| lost(projection, FIVE, CENTROMERE, END);
    judge(ledger, Lesion::Loss5q, FIVE, five(&sure), five(&possible) || possible.unclear(FIVE));

    // RULE: ELN 2022 Table 6, -7 is the whole chromosome: no chromosome with its centromere stands in for it. Against a
    // higher ploidy level half of the copies must be gone.
    let gone = |projection: &Projection| {
        let explicit = clone.items.iter().any(|i| i.sign == Some(Sign::Loss) && i.change == Change::Whole(SEVEN));
        explicit && projection.centromeres(SEVEN) * 2 <= projection.level()
    };
    judge(ledger, Lesion::Monosomy7, SEVEN, gone(&sure), gone(&possible));
    let seven = |projection: &Projection| !gone(projection) && lost(projection, SEVEN, CENTROMERE, END);
    judge(ledger, Lesion::Loss7q, SEVEN, seven(&sure), seven(&possible) || possible.unclear(SEVEN));

    let tp53 = |projection: &Projection| lost(projection, SEVENTEEN, TP53.0, TP53.1);
    judge(ledger, Lesion::Loss17p, SEVENTEEN, tp53(&sure), tp53(&possible) || possible.unclear(SEVENTEEN));
    // RULE: ELN 2022 Table 6, -17/abn(17p): a loss of 17p, or a structural change that breaks there.
    let short_arm = |projection: &Projection| lost(projection, SEVENTEEN, -END, -CENTROMERE);
    judge(
        ledger,
        Lesion::Abnormal17p,
        SEVENTEEN,
        short_arm(&sure),
        short_arm(&possible) || possible.unclear(SEVENTEEN),
    );
    for item in clone.items.iter().filter(|item| breaks_in_17p(item)) {
        if is_certain(item) {
            ledger.plainly(Lesion::Abnormal17p, item);
        } else {
            ledger.perhaps(Lesion::Abnormal17p);
        }
    }

    for (lesion, number, (from, to), whole_counts) in ARMS {
        let chromosome = Chromosome::Autosome(number);
        let gone = |projection: &Projection| {
            lost(projection, chromosome, from, to) && (whole_counts || kept_in_part(clone, chromosome))
        };
        judge(ledger, lesion, chromosome, gone(&sure), gone(&possible) || possible.unclear(chromosome));
    }
    for Lost { lesion, chromosome: number, arm, band, stretch: (from, to) } in BANDS {
        let chromosome = Chromosome::Autosome(number);
        // METHOD: a deletion that is written to end in the band is taken to lose it: laboratories write del(13)(q12q14).
        let written = |items: &[Item]| items.iter().any(|item| deletes_up_to(item, chromosome, arm, band));
        let gone = |projection: &Projection, items: &[Item]| lost(projection, chromosome, from, to) || written(items);
        judge(ledger, lesion, chromosome, gone(&sure, &certain.items), false);
        if lesion == Lesion::Deletion1p32 {
            let both = sure.lost_within_to(chromosome, from, to, 0);
            judge(ledger, Lesion::Biallelic1p32, chromosome, both, false);
        }
    }
    for (lesion, number) in TRISOMIES {
        let chromosome = Chromosome::Autosome(number);
        let extra = |projection: &Projection| projection.normal_copies(chromosome) > projection.level();
        if extra(&sure) {
            for item in gained(chromosome) {
                ledger.plainly(lesion, &item);
            }
        } else if extra(&possible) {
            ledger.perhaps(lesion);
        }
    }
    // RULE: NCCN B-ALL: trisomies 4, 10 and 17 together.
    let triple = |projection: &Projection| {
        [4, 10, 17].into_iter().all(|n| projection.normal_copies(Chromosome::Autosome(n)) > projection.level())
    };
    if triple(&sure) {
        for item in [4, 10, 17].into_iter().flat_map(|n| gained(Chromosome::Autosome(n))) {
            ledger.plainly(Lesion::TripleTrisomy, &item);
        }
    } else if triple(&possible) {
        ledger.perhaps(Lesion::TripleTrisomy);
    }
    // RULE: IMS/IMWG: one copy or more of 1q21 too many.
    if sure.gained_within(Chromosome::Autosome(1), 21.0, 22.0) {
        let told = |item: &&Item| item.sign != Some(Sign::Loss) && mentions(item, Chromosome::Autosome(1));
        for item in clone.items.iter().filter(told) {
            ledger.plainly(Lesion::Gain1q, item);
        }
    }
    named(clone, ledger);
}

/// Items that are lesions by themselves.
fn named(clone: &CellClone, ledger: &mut Ledger) {
    for item in &clone.items {
        let mut tell = |lesion: Lesion| {
            if is_certain(item) { ledger.plainly(lesion, item) } else { ledger.perhaps(lesion) }
        };
        match &item.change {
            Change::Whole(Chromosome::Y) if item.sign == Some(Sign::Loss) => tell(Lesion::LossY),
            Change::Structural { head, .. } if item.sign != Some(Sign::Loss) => {
                if isochromosome_17q(head) {
                    tell(Lesion::Isochromosome17q);
                }
                if matches!(head.symbol, Symbol::Idic | Symbol::Dic | Symbol::I | Symbol::Psudic)
                    && head.chromosomes.iter().all(|c| *c == Chromosome::X)
                    && breaks_in(head, Chromosome::X, Arm::Q, &["13"])
                {
                    tell(Lesion::IdicXq13);
                }
                if changes(item).iter().any(|change| abnormal_3q(change)) {
                    tell(Lesion::Abnormal3q);
                }
            }
            _ => {}
        }
    }
}

/// i(17)(q10), and idic(17)(p11) that is the same to banding.
pub(crate) fn isochromosome_17q(head: &Structural) -> bool {
    head.chromosomes == [SEVENTEEN]
        && (head.symbol == Symbol::I && breaks_in(head, SEVENTEEN, Arm::Q, &["10"])
            || head.symbol == Symbol::Idic && breaks_in(head, SEVENTEEN, Arm::P, &["11", "12"]))
}

// RULE: IPSS-R, inv(3)/t(3q)/del(3q). A translocation or inversion counts with a break in 3q21 or 3q26: where the table says
// only t(3q), those are the breakpoints of MECOM.
/// inv(3), t(3q21) or t(3q26), del(3q).
pub(crate) fn abnormal_3q(change: &Structural) -> bool {
    const THREE: Chromosome = Chromosome::Autosome(3);
    match change.symbol {
        Symbol::Del => change.chromosomes == [THREE] && breaks_in_arm(change, THREE, Arm::Q),
        Symbol::T | Symbol::Ins | Symbol::Inv => breaks_in(change, THREE, Arm::Q, &["21", "26"]),
        _ => false,
    }
}

/// Whether a change breaks a chromosome in one of these bands.
pub(crate) fn breaks_in(change: &Structural, chromosome: Chromosome, arm: Arm, bands: &[&str]) -> bool {
    points(change, chromosome).any(|place| match place {
        Place::Band(on, band) => {
            let whole = band.split('.').next().unwrap_or_default().trim_matches('?');
            *on == arm && bands.contains(&whole)
        }
        _ => false,
    })
}

/// Whether a change breaks a chromosome anywhere in an arm.
pub(crate) fn breaks_in_arm(change: &Structural, chromosome: Chromosome, arm: Arm) -> bool {
    points(change, chromosome).any(|place| matches!(place, Place::Band(on, _) if *on == arm))
}

fn points(change: &Structural, chromosome: Chromosome) -> impl Iterator<Item = &Place> {
    let groups = change.breakpoints.iter().enumerate();
    groups
        .filter(move |(group, _)| change.chromosomes.get(*group).or(change.chromosomes.first()) == Some(&chromosome))
        .flat_map(|(_, points)| points)
        .map(|point| &point.place)
}

/// Whether a structural change of the chromosome stands in the clone: its loss is not that of the whole.
fn kept_in_part(clone: &CellClone, chromosome: Chromosome) -> bool {
    clone.items.iter().any(|item| {
        item.sign != Some(Sign::Loss) && changes(item).iter().any(|change| change.chromosomes.contains(&chromosome))
    })
}

fn deletes_up_to(item: &Item, chromosome: Chromosome, arm: Arm, band: &str) -> bool {
    item.sign != Some(Sign::Loss)
        && changes(item).iter().any(|change| {
            change.symbol == Symbol::Del
                && change.chromosomes == [chromosome]
                && breaks_in(change, chromosome, arm, &[band])
        })
}

fn mentions(item: &Item, chromosome: Chromosome) -> bool {
    item.change == Change::Whole(chromosome)
        || changes(item).iter().any(|change| change.chromosomes.contains(&chromosome))
}

fn concerns(item: &Item, chromosome: Chromosome) -> bool {
    match item.change {
        Change::Whole(whole) => whole == chromosome && item.sign == Some(Sign::Loss),
        _ => changes(item).iter().any(|change| change.chromosomes.contains(&chromosome)),
    }
}

fn breaks_in_17p(item: &Item) -> bool {
    changes(item).iter().any(|change| {
        change.chromosomes.iter().enumerate().any(|(group, chromosome)| {
            *chromosome == SEVENTEEN
                && change.breakpoints.get(group).is_some_and(|points| {
                    points.iter().any(|point| matches!(&point.place, Place::Band(Arm::P, band) if band != "10"))
                })
        })
    })
}
