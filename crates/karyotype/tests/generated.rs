//! Karyotypes made at random from the notation's own parts: written, they are read back the same and exactly.
#![allow(clippy::unwrap_used)]

use marv_karyotype::{
    Fidelity, Karyotype, WarningKind,
    karyotype::{
        Arm, Base, Breakpoint, CellLine, Cells, Change, Chromosome, Constitutional, Count, Doubt, Item, Modal, Place,
        Sign, Structural, Symbol,
    },
};
use proptest::prelude::*;

fn chromosome() -> impl Strategy<Value = Chromosome> {
    prop_oneof![
        20 => (1u8..=22).prop_map(|n| Chromosome::autosome(n).unwrap()),
        2 => Just(Chromosome::X),
        1 => Just(Chromosome::Y),
    ]
}
fn arm() -> impl Strategy<Value = Arm> {
    prop_oneof![Just(Arm::P), Just(Arm::Q)]
}
fn band() -> impl Strategy<Value = Breakpoint> {
    let number =
        prop_oneof![(10u8..40).prop_map(|n| n.to_string()), (11u8..36, 1u8..5).prop_map(|(n, s)| format!("{n}.{s}"))];
    (arm(), number, any::<bool>()).prop_map(|(arm, number, questioned)| Breakpoint {
        place: Place::Band(arm, number),
        questioned: questioned && arm == Arm::P,
        until: None,
    })
}
fn breakpoint() -> impl Strategy<Value = Breakpoint> {
    let doubt = prop_oneof![Just(Doubt::Range), Just(Doubt::Alternative)];
    prop_oneof![
        8 => band(),
        1 => (band(), doubt, band()).prop_map(|(from, doubt, to)| Breakpoint { until: Some(Box::new((doubt, to))), ..from }),
        1 => arm().prop_map(|arm| Breakpoint { place: Place::Terminus(arm), questioned: false, until: None }),
    ]
}
fn one_chromosome(symbols: &'static [(Symbol, usize)]) -> impl Strategy<Value = Structural> {
    (prop::sample::select(symbols), chromosome(), prop::collection::vec(breakpoint(), 2)).prop_map(
        |((symbol, breaks), chromosome, mut points)| {
            points.truncate(breaks);
            Structural { symbol, chromosomes: vec![chromosome], breakpoints: vec![points], detailed: None }
        },
    )
}
fn several_chromosomes(symbols: &'static [Symbol]) -> impl Strategy<Value = Structural> {
    (prop::sample::select(symbols), prop::collection::vec((chromosome(), breakpoint()), 2..4)).prop_map(
        |(symbol, sites)| Structural {
            symbol,
            chromosomes: sites.iter().map(|(chromosome, _)| *chromosome).collect(),
            breakpoints: sites.into_iter().map(|(_, point)| vec![point]).collect(),
            detailed: None,
        },
    )
}
const ONE: &[(Symbol, usize)] = &[
    (Symbol::Del, 1),
    (Symbol::Del, 2),
    (Symbol::Add, 1),
    (Symbol::Dup, 2),
    (Symbol::InvDup, 2),
    (Symbol::Inv, 2),
    (Symbol::I, 1),
    (Symbol::Idic, 1),
    (Symbol::R, 2),
    (Symbol::Trp, 2),
    (Symbol::Hsr, 1),
];
const MADE_BY_ONE: &[(Symbol, usize)] = &[(Symbol::Del, 2), (Symbol::Add, 1), (Symbol::Inv, 2), (Symbol::Dup, 2)];

fn structural() -> impl Strategy<Value = Change> {
    let made_by = prop_oneof![several_chromosomes(&[Symbol::T, Symbol::Ins]), one_chromosome(MADE_BY_ONE)];
    let derivative = (chromosome(), prop::collection::vec(made_by, 1..4)).prop_map(|(chromosome, made_by)| {
        let head =
            Structural { symbol: Symbol::Der, chromosomes: vec![chromosome], breakpoints: Vec::new(), detailed: None };
        Change::Structural { head, made_by }
    });
    let plain = prop_oneof![
        one_chromosome(ONE),
        several_chromosomes(&[Symbol::T, Symbol::Dic, Symbol::Psudic, Symbol::Rob, Symbol::Der, Symbol::Ins])
    ]
    .prop_map(|head| Change::Structural { head, made_by: Vec::new() });
    prop_oneof![2 => plain, 1 => derivative]
}
fn cells() -> impl Strategy<Value = Cells> {
    (any::<bool>(), 1u32..40).prop_map(|(composite, count)| Cells { composite, count: Some(count) })
}
fn item() -> impl Strategy<Value = Item> {
    let sign = prop_oneof![Just(Sign::Gain), Just(Sign::Loss)];
    let marked = |item: Item, (questioned, constitutional, times): (bool, u8, u32)| Item {
        questioned: questioned && constitutional == 0,
        constitutional: match constitutional {
            1 => Some(Constitutional::Certain),
            2 => Some(Constitutional::Questioned),
            _ => None,
        },
        times: (times > 5).then(|| times - 4),
        ..item
    };
    let marks = (prop::bool::weighted(0.2), 0u8..8, 0u32..8);
    prop_oneof![
        4 => (sign, chromosome()).prop_map(|(sign, chromosome)| Item::new(Some(sign), Change::Whole(chromosome))),
        6 => (prop::option::weighted(0.2, Just(Sign::Gain)), structural(), marks)
            .prop_map(move |(sign, change, marks)| marked(Item::new(sign, change), marks)),
        1 => (1u32..4).prop_map(|number| Item::new(Some(Sign::Gain), Change::Marker(number.to_string()))),
        1 => (1u32..4, 4u32..9).prop_map(|(low, high)| Item {
            count: Some(Count { low, high: Some(high) }),
            ..Item::new(Some(Sign::Gain), Change::Marker(String::new()))
        }),
        1 => Just(Item::new(None, Change::DoubleMinutes)),
        1 => Just(Item::new(Some(Sign::Gain), Change::Ring(String::new()))),
        1 => Just(Item::new(None, Change::Variant("9qh+".to_owned()))),
        1 => Just(Item::new(None, Change::Incomplete)),
    ]
}
fn line() -> impl Strategy<Value = CellLine> {
    let base = prop_oneof![
        6 => prop::sample::select(vec!["X", "XX", "XY", "XXY"]).prop_map(|sex| Base::Sex {
            chromosomes: sex.to_owned(),
            constitutional: None
        }),
        1 => Just(Base::Idem { times: None }),
        1 => Just(Base::Stemline { number: None, times: Some(2) }),
        1 => (1u32..4).prop_map(|number| Base::Sideline { number: Some(number), times: None }),
    ];
    let modal = (35u32..58, prop::option::of(1u32..5)).prop_map(|(low, more)| Modal {
        low,
        high: more.map(|more| low + more),
        level: None,
    });
    (modal, base, prop::collection::vec(item(), 0..6), prop::option::of(cells())).prop_map(
        |(modal, base, mut items, cells)| {
            // A Y that is lost twice is dirt.
            let lost_y = Item::new(Some(Sign::Loss), Change::Whole(Chromosome::Y));
            let mut seen = false;
            items.retain(|item| *item != lost_y || !std::mem::replace(&mut seen, true));
            CellLine { modal: Some(modal), base, items, cells, non_clonal: false }
        },
    )
}
fn karyotype() -> impl Strategy<Value = Karyotype> {
    (prop::collection::vec(line(), 1..4), prop::option::weighted(0.1, prop::collection::vec(line(), 1..2))).prop_map(
        |(mut lines, donor)| {
            // What a first line refers to must stand before it: there is nothing.
            if !matches!(lines[0].base, Base::Sex { .. }) {
                lines[0].base = Base::Sex { chromosomes: "XX".to_owned(), constitutional: None };
            }
            Karyotype { lines, donor, other_technique: None }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back_exactly(karyotype in karyotype()) {
        let written = karyotype.to_string();
        let reading = Karyotype::read(&written);
        prop_assert_eq!(&reading.karyotype, &karyotype, "{} {:?}", written, reading.warnings);
        // Chromosome numbers are random here, so that they seldom fit; nothing else is told.
        prop_assert!(reading.fidelity <= Fidelity::Repaired, "{} {:?}", written, reading.warnings);
        let other = reading.warnings.iter().find(|warning| warning.kind != WarningKind::NumberDoesNotFit);
        prop_assert_eq!(other, None, "{}", written);
        let _ = reading.cytogenetics();
    }
}
