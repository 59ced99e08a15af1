//! Which unknown inputs matter, and what each would do.

use std::collections::BTreeMap;

use marv_model::{
    clinical::Measure,
    cytogenetics::{IpssrCytogenetics, Possible},
    verdict::MissingDatum,
};

use super::{
    IpssmCategory, IpssmGene, IpssmInputs, Tp53Count,
    completions::{RESIDUAL_WITH_SF3B1, Reach, Shared, reach_within},
    derived::derive,
};

/// An unknown input with its best and its worst value put in.
struct Candidate {
    datum: &'static str,
    best: IpssmInputs,
    worst: IpssmInputs,
    /// For a residual gene, whether it is one of those that act together with SF3B1.
    residual: Option<bool>,
}

fn candidates(inputs: &IpssmInputs) -> Vec<Candidate> {
    let mut all = Vec::new();
    let mut push_of = |residual, datum, best: &dyn Fn(&mut IpssmInputs), worst: &dyn Fn(&mut IpssmInputs)| {
        let with = |change: &dyn Fn(&mut IpssmInputs)| {
            let mut changed = inputs.clone();
            change(&mut changed);
            changed
        };
        all.push(Candidate { datum, best: with(best), worst: with(worst), residual });
    };
    let mut push =
        |datum, best: &dyn Fn(&mut IpssmInputs), worst: &dyn Fn(&mut IpssmInputs)| push_of(None, datum, best, worst);
    let lesions_known = [inputs.del5q, inputs.del7_7q, inputs.del17_17p, inputs.complex].iter().all(Option::is_some);
    if inputs.cytogenetics.decided().is_none() || !lesions_known {
        // METHOD: absent is a normal karyotype, or the best group that is left; present is the worst group that is left.
        push("cytogenetics", &|i| normal_karyotype(i), &|i| worst_karyotype(i));
    }
    if inputs.tp53_mutations.is_none() {
        push("TP53", &|i| i.tp53_mutations = Some(Tp53Count::None), &|i| {
            i.tp53_mutations = Some(Tp53Count::TwoOrMore);
        });
    } else if derive(inputs).tp53_multi.is_none() {
        push(
            "tp53_state",
            &|i| {
                (i.tp53_loh, i.del17_17p) = (Some(false), i.del17_17p.or(Some(false)));
                i.tp53_max_fraction = i.tp53_max_fraction.or(Some(0.0));
            },
            &|i| i.tp53_loh = Some(true),
        );
    }
    if inputs.marrow_blasts.is_none() {
        push(Measure::MarrowBlasts.word(), &|i| i.marrow_blasts = Some(0.0), &|i| i.marrow_blasts = Some(20.0));
    }
    if inputs.haemoglobin.is_none() {
        push(Measure::Haemoglobin.word(), &|i| i.haemoglobin = Some(20.0), &|i| i.haemoglobin = Some(4.0));
    }
    if inputs.platelets.is_none() {
        push(Measure::Platelets.word(), &|i| i.platelets = Some(250.0), &|i| i.platelets = Some(0.0));
    }
    for gene in IpssmGene::ALL.into_iter().filter(|gene| inputs.gene(*gene).is_none()) {
        let residual = IpssmGene::residual().contains(&gene).then(|| RESIDUAL_WITH_SF3B1.contains(&gene));
        push_of(
            residual,
            gene.datum(),
            &|i| {
                i.set(gene, Some(false));
            },
            &|i| {
                i.set(gene, Some(true));
            },
        );
    }
    all
}

fn normal_karyotype(inputs: &mut IpssmInputs) {
    for lesion in [&mut inputs.del5q, &mut inputs.del7_7q, &mut inputs.del17_17p, &mut inputs.complex] {
        *lesion = lesion.or(Some(false));
    }
    let group = if inputs.cytogenetics.may_be(IpssrCytogenetics::Good) {
        Some(IpssrCytogenetics::Good)
    } else {
        inputs.cytogenetics.groups().next()
    };
    inputs.cytogenetics = group.map_or_else(Possible::unknown, Possible::only);
}

fn worst_karyotype(inputs: &mut IpssmInputs) {
    let groups: Vec<IpssrCytogenetics> = inputs.cytogenetics.groups().collect();
    inputs.cytogenetics = groups.last().copied().map_or_else(Possible::unknown, Possible::only);
    if inputs.cytogenetics.may_be(IpssrCytogenetics::VeryPoor) {
        inputs.complex = inputs.complex.or(Some(true));
    }
}

/// The unknown inputs that change the score of some completion, those first that leave the fewest categories.
pub(super) fn missing(inputs: &IpssmInputs, now: &Reach) -> Vec<MissingDatum> {
    if now.categories.len() < 2 {
        return Vec::new();
    }
    let words = |reach: &Reach| reach.categories.iter().map(|c: &IpssmCategory| c.word().to_owned()).collect();
    let mut narrowing = Vec::new();
    let mut moving = Vec::new();
    // Residual genes are only counted: what one of those that are unknown does, all of its kind do.
    let mut of_residual: BTreeMap<bool, [Reach; 2]> = BTreeMap::new();
    let mut shared = Shared::default();
    for candidate in candidates(inputs) {
        let mut reached = || [&candidate.best, &candidate.worst].map(|inputs| reach_within(inputs, &mut shared));
        let [best, worst] = match candidate.residual {
            Some(with_sf3b1) => of_residual.entry(with_sf3b1).or_insert_with(&mut reached).clone(),
            None => reached(),
        };
        let datum =
            MissingDatum { datum: candidate.datum.to_owned(), if_present: words(&worst), if_absent: words(&best) };
        // METHOD: an input matters where one of its ends leaves fewer categories; where none does alone, all those that
        // move an end of the score do.
        if best.categories != now.categories || worst.categories != now.categories {
            narrowing.push(datum);
        } else if best != *now || worst != *now {
            moving.push(datum);
        }
    }
    let mut matter = if narrowing.is_empty() { moving } else { narrowing };
    matter.sort_by_key(|datum| datum.if_present.len() + datum.if_absent.len());
    matter
}
