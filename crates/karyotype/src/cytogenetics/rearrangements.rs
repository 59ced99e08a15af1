//! Rearrangements that classifications name, told by chromosomes and bands.

use marv_model::cytogenetics::Lesion;

use crate::karyotype::{Arm, Breakpoint, Change, Chromosome, Item, Place, Structural, Symbol};

/// How surely the notation tells a rearrangement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Told {
    /// The bands are those of the rearrangement.
    Plainly,
    /// The chromosomes are, and the bands are missing, doubtful or shared by another rearrangement.
    Perhaps,
}

/// A place that a rearrangement needs: chromosome, arm, and the bands that are written for it at the resolutions in use.
struct Site(u8, Arm, &'static [&'static str]);

use Arm::{P, Q};

/// Two sites joined.
struct Joined(Lesion, Site, Site);

// RULE: ELN 2022 Table 6, breakpoints; a band of lower resolution, and the neighbour that laboratories write for it, count.
const JOINED: [Joined; 19] = [
    Joined(Lesion::PmlRara, Site(15, Q, &["22", "24"]), Site(17, Q, &["21", "12"])),
    Joined(Lesion::Runx1Runx1t1, Site(8, Q, &["22"]), Site(21, Q, &["22"])),
    Joined(Lesion::CbfbMyh11, Site(16, P, &["13"]), Site(16, Q, &["22"])),
    Joined(Lesion::Kmt2aMllt3, Site(9, P, &["21", "22"]), Site(11, Q, &["23"])),
    Joined(Lesion::DekNup214, Site(6, P, &["22", "23"]), Site(9, Q, &["34"])),
    Joined(Lesion::BcrAbl1, Site(9, Q, &["34"]), Site(22, Q, &["11"])),
    Joined(Lesion::Kat6aCrebbp, Site(8, P, &["11"]), Site(16, P, &["13"])),
    Joined(Lesion::MecomInv3, Site(3, Q, &["21"]), Site(3, Q, &["26"])),
    // RULE: ICC 2022, other rare recurring translocations of AML.
    Joined(Lesion::Prdm16Rpn1, Site(1, P, &["36"]), Site(3, Q, &["21"])),
    Joined(Lesion::Npm1Mlf1, Site(3, Q, &["25"]), Site(5, Q, &["35", "34"])),
    Joined(Lesion::Rbm15Mrtfa, Site(1, P, &["13"]), Site(22, Q, &["13"])),
    Joined(Lesion::FusErg, Site(16, P, &["11"]), Site(21, Q, &["22"])),
    Joined(Lesion::Runx1Cbfa2t3, Site(16, Q, &["24"]), Site(21, Q, &["22"])),
    Joined(Lesion::PicalmMllt10, Site(10, P, &["12", "13"]), Site(11, Q, &["14", "21"])),
    // RULE: WHO 5 and ICC 2022, B-ALL and lymphomas with a defining rearrangement that banding shows.
    Joined(Lesion::Tcf3Pbx1, Site(1, Q, &["23"]), Site(19, P, &["13"])),
    Joined(Lesion::Tcf3Hlf, Site(17, Q, &["22", "21"]), Site(19, P, &["13"])),
    Joined(Lesion::IghIl3, Site(5, Q, &["31"]), Site(14, Q, &["32"])),
    Joined(Lesion::IghCcnd1, Site(11, Q, &["13"]), Site(14, Q, &["32"])),
    Joined(Lesion::Birc3Malt1, Site(11, Q, &["21", "22"]), Site(18, Q, &["21"])),
];

// RULE: as above, of rearrangements that banding shows at times only: those that are named by it. Not to be named excludes
// none of them, so that nothing but the full sites is listed here.
const NAMED: [Joined; 39] = [
    Joined(Lesion::Cbfa2t3Glis2, Site(16, P, &["13"]), Site(16, Q, &["24"])),
    Joined(Lesion::Etv6Mnx1, Site(7, Q, &["36"]), Site(12, P, &["13"])),
    Joined(Lesion::Nup98Rearranged, Site(5, Q, &["35"]), Site(11, P, &["15"])),
    Joined(Lesion::Nup98Rearranged, Site(7, P, &["15"]), Site(11, P, &["15"])),
    Joined(Lesion::Nup98Rearranged, Site(2, Q, &["31"]), Site(11, P, &["15"])),
    Joined(Lesion::Nup98Rearranged, Site(9, P, &["22"]), Site(11, P, &["15"])),
    Joined(Lesion::Nup98Rearranged, Site(11, P, &["15"]), Site(12, P, &["13"])),
    Joined(Lesion::Nup98Rearranged, Site(11, P, &["15"]), Site(11, Q, &["22"])),
    Joined(Lesion::TyrosineKinaseFusion, Site(5, Q, &["32", "33"]), Site(12, P, &["13"])),
    Joined(Lesion::TyrosineKinaseFusion, Site(8, P, &["11"]), Site(13, Q, &["12"])),
    Joined(Lesion::TyrosineKinaseFusion, Site(8, P, &["11"]), Site(22, Q, &["11"])),
    Joined(Lesion::TyrosineKinaseFusion, Site(8, P, &["22"]), Site(9, P, &["24"])),
    Joined(Lesion::TyrosineKinaseFusion, Site(9, P, &["24"]), Site(22, Q, &["11"])),
    Joined(Lesion::TyrosineKinaseFusion, Site(9, P, &["24"]), Site(12, P, &["13"])),
    Joined(Lesion::TyrosineKinaseFusion, Site(9, Q, &["34"]), Site(12, P, &["13"])),
    Joined(Lesion::TyrosineKinaseFusion, Site(12, P, &["13"]), Site(13, Q, &["12"])),
    Joined(Lesion::Jak2Rearranged, Site(8, P, &["22"]), Site(9, P, &["24"])),
    Joined(Lesion::Jak2Rearranged, Site(9, P, &["24"]), Site(22, Q, &["11"])),
    Joined(Lesion::Jak2Rearranged, Site(9, P, &["24"]), Site(12, P, &["13"])),
    Joined(Lesion::AblClassFusion, Site(9, Q, &["34"]), Site(12, P, &["13"])),
    Joined(Lesion::Etv6Runx1, Site(12, P, &["13"]), Site(21, Q, &["22"])),
    Joined(Lesion::IghNsd2, Site(4, P, &["16"]), Site(14, Q, &["32"])),
    Joined(Lesion::IghMaf, Site(14, Q, &["32"]), Site(16, Q, &["23"])),
    Joined(Lesion::IghMafb, Site(14, Q, &["32"]), Site(20, Q, &["12"])),
    Joined(Lesion::MycImmunoglobulin, Site(8, Q, &["24"]), Site(14, Q, &["32"])),
    Joined(Lesion::MycImmunoglobulin, Site(2, P, &["11", "12"]), Site(8, Q, &["24"])),
    Joined(Lesion::MycImmunoglobulin, Site(8, Q, &["24"]), Site(22, Q, &["11"])),
    Joined(Lesion::MycRearranged, Site(8, Q, &["24"]), Site(14, Q, &["32"])),
    Joined(Lesion::MycRearranged, Site(2, P, &["11", "12"]), Site(8, Q, &["24"])),
    Joined(Lesion::MycRearranged, Site(8, Q, &["24"]), Site(22, Q, &["11"])),
    Joined(Lesion::Bcl2Rearranged, Site(14, Q, &["32"]), Site(18, Q, &["21"])),
    Joined(Lesion::Bcl2Rearranged, Site(2, P, &["11", "12"]), Site(18, Q, &["21"])),
    Joined(Lesion::Bcl2Rearranged, Site(18, Q, &["21"]), Site(22, Q, &["11"])),
    Joined(Lesion::Bcl6Rearranged, Site(3, Q, &["27"]), Site(14, Q, &["32"])),
    Joined(Lesion::Bcl6Rearranged, Site(3, Q, &["27"]), Site(22, Q, &["11"])),
    Joined(Lesion::Irf4Rearranged, Site(6, P, &["25"]), Site(14, Q, &["32"])),
    Joined(Lesion::Ccnd2Or3Rearranged, Site(12, P, &["13"]), Site(14, Q, &["32"])),
    Joined(Lesion::Ccnd2Or3Rearranged, Site(6, P, &["21"]), Site(14, Q, &["32"])),
    Joined(Lesion::AlkRearranged, Site(2, P, &["23"]), Site(5, Q, &["35"])),
];

/// The chromosomes that a lesion needs, one set for each way to have it; none where a text that names others may hold it too.
pub(crate) fn needs(lesion: Lesion) -> Option<Vec<Vec<u8>>> {
    let joined = JOINED.iter().chain(&NAMED).filter(|row| row.0 == lesion).map(|row| vec![row.1.0, row.2.0]);
    let mut ways: Vec<Vec<u8>> = joined.collect();
    match lesion {
        // With any partner.
        Lesion::Kmt2aOther | Lesion::Loss11q => ways.push(vec![11]),
        Lesion::MecomOther | Lesion::Abnormal3q => ways.push(vec![3]),
        Lesion::RaraOther | Lesion::Abnormal17p | Lesion::Loss17p | Lesion::Isochromosome17q => ways.push(vec![17]),
        Lesion::Loss5q => ways.push(vec![5]),
        Lesion::Monosomy7 | Lesion::Loss7q => ways.push(vec![7]),
        Lesion::Trisomy8 => ways.push(vec![8]),
        Lesion::Loss12p | Lesion::Trisomy12 => ways.push(vec![12]),
        Lesion::Loss13q => ways.push(vec![13]),
        Lesion::Trisomy19 => ways.push(vec![19]),
        Lesion::Loss20q => ways.push(vec![20]),
        _ => {}
    }
    Some(ways).filter(|ways| !ways.is_empty())
}

/// Every rearrangement that an item tells of.
pub(crate) fn told_by(item: &Item) -> Vec<(Lesion, Told)> {
    let Change::Structural { head, made_by } = &item.change else { return Vec::new() };
    let mut found: Vec<(Lesion, Told)> = Vec::new();
    for change in std::iter::once(head).chain(made_by) {
        for (lesion, told) in told_by_change(change) {
            let told = if item.questioned { Told::Perhaps } else { told };
            match found.iter_mut().find(|(other, _)| *other == lesion) {
                Some((_, before)) => *before = told.min(*before),
                None => found.push((lesion, told)),
            }
        }
    }
    found
}

fn told_by_change(change: &Structural) -> Vec<(Lesion, Told)> {
    if !matches!(change.symbol, Symbol::T | Symbol::Inv | Symbol::Ins | Symbol::Dic | Symbol::Psudic) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let rows = JOINED.iter().map(|row| (row, false)).chain(NAMED.iter().map(|row| (row, true)));
    for (Joined(lesion, one, other), named_only) in rows {
        // An inversion joins two places of one chromosome; nothing else of them does but a translocation of homologues.
        let one_chromosome = one.0 == other.0;
        if one_chromosome && !matches!(change.symbol, Symbol::T | Symbol::Inv) {
            continue;
        }
        if let Some(told) = joined(change, one, other)
            && (told == Told::Plainly || !named_only)
            && !found.iter().any(|(known, before)| known == lesion && *before <= told)
        {
            found.push((*lesion, told));
        }
    }
    let has = |lesion: Lesion| found.iter().any(|(other, told)| *other == lesion && *told == Told::Plainly);
    let mut more = Vec::new();
    if change.chromosomes.len() > 1 {
        // RULE: ELN 2022 Table 6: t(v;11q23.3), t(3q26.2;v) and, outside the table, other rearrangements of RARA.
        let rara = at(change, &Site(17, Q, &["21"]));
        let kmt2a = at(change, &Site(11, Q, &["23"]));
        let rara_partner = at(change, &Site(5, Q, &["35"])).or(kmt2a);
        let both = rara == Some(Told::Plainly) && kmt2a == Some(Told::Plainly);
        if let (Some(one), Some(other)) = (rara, rara_partner) {
            // t(11;17)(q23;q21) is ZBTB16::RARA or KMT2A with a partner in 17q: metaphases do not tell.
            more.push((Lesion::RaraOther, if both { Told::Perhaps } else { one.max(other) }));
        }
        if let Some(told) = kmt2a.filter(|_| !has(Lesion::Kmt2aMllt3)) {
            // t(9;11) with another break in 9p may be that of MLLT3.
            let mllt3 = found.iter().any(|(lesion, _)| *lesion == Lesion::Kmt2aMllt3);
            more.push((Lesion::Kmt2aOther, if both || mllt3 { Told::Perhaps } else { told }));
        }
        if let Some(told) = at(change, &Site(3, Q, &["26"]))
            && !has(Lesion::MecomInv3)
        {
            more.push((Lesion::MecomOther, told));
        }
    }
    // An inversion or insertion within chromosome 3 that breaks at q26 but not at q21 may still rearrange MECOM.
    if change.chromosomes.iter().all(|c| *c == Chromosome::Autosome(3))
        && !has(Lesion::MecomInv3)
        && !more.iter().any(|(lesion, _)| *lesion == Lesion::MecomOther)
        && !change.breakpoints.is_empty()
        && change.breakpoints.iter().flatten().any(|point| matches(point, &Site(3, Q, &["26"])).is_some())
    {
        more.push((Lesion::MecomOther, Told::Perhaps));
    }
    found.extend(more);
    // A dicentric chromosome joins what its breaks leave; whether a fusion gene is made of it, the bands do not tell.
    if matches!(change.symbol, Symbol::Dic | Symbol::Psudic) {
        for (_, told) in &mut found {
            *told = Told::Perhaps;
        }
    }
    found
}

fn joined(change: &Structural, one: &Site, other: &Site) -> Option<Told> {
    if one.0 == other.0 {
        let chromosome = Chromosome::Autosome(one.0);
        if change.chromosomes.iter().any(|c| *c != chromosome) {
            return None;
        }
        if change.breakpoints.is_empty() {
            return Some(Told::Perhaps);
        }
        let points: Vec<&Breakpoint> = change.breakpoints.iter().flatten().collect();
        let best = |site: &Site| points.iter().filter_map(|point| matches(point, site)).min();
        return match (best(one), best(other)) {
            (Some(first), Some(second)) => Some(first.max(second)),
            // METHOD: one of the two bands, as in t(3;3)(q21;q22) and inv(3)(p21q26): bands are misread and misspelt.
            (Some(Told::Plainly), None) | (None, Some(Told::Plainly)) => Some(Told::Perhaps),
            _ => None,
        };
    }
    match (at(change, one), at(change, other)) {
        (Some(first), Some(second)) => Some(first.max(second)),
        // METHOD: the two chromosomes joined by the right arms at other bands, as in t(15;17)(q22;q23): bands are misread
        // and misspelt, so that the rearrangement is not excluded until another method has looked.
        _ if change.symbol == Symbol::T && change.chromosomes.len() == 2 => {
            (on_arm(change, one) && on_arm(change, other)).then_some(Told::Perhaps)
        }
        _ => None,
    }
}

/// Whether a change breaks the chromosome of a site in its arm, or does not say where.
fn on_arm(change: &Structural, site: &Site) -> bool {
    let chromosome = Chromosome::Autosome(site.0);
    change.chromosomes.iter().zip(&change.breakpoints).any(|(c, points)| {
        *c == chromosome
            && points.iter().any(|point| match &point.place {
                Place::Band(arm, _) | Place::Terminus(arm) => *arm == site.1,
                Place::Unknown => true,
                Place::Centromere => false,
            })
    })
}

/// Whether a change breaks at a site; perhaps, where the chromosome is in it and its breakpoint is not told.
fn at(change: &Structural, site: &Site) -> Option<Told> {
    let chromosome = Chromosome::Autosome(site.0);
    change
        .chromosomes
        .iter()
        .enumerate()
        .filter(|(_, c)| **c == chromosome)
        .filter_map(|(group, _)| match change.breakpoints.get(group) {
            None => Some(Told::Perhaps),
            Some(points) if points.is_empty() => Some(Told::Perhaps),
            Some(points) => points.iter().filter_map(|point| matches(point, site)).min(),
        })
        .min()
}

fn matches(point: &Breakpoint, site: &Site) -> Option<Told> {
    let here = match &point.place {
        Place::Band(arm, band) if *arm == site.1 => {
            let digits = band.replace('?', "");
            let doubtful = point.questioned || band.contains('?') || digits.is_empty();
            let fits = |wanted: &&str| {
                let (whole, sub) = digits.split_once('.').unwrap_or((&digits, ""));
                let (wanted_whole, wanted_sub) = wanted.split_once('.').unwrap_or((wanted, ""));
                whole == wanted_whole && (sub.is_empty() || wanted_sub.is_empty() || sub.starts_with(wanted_sub))
            };
            if site.2.iter().any(fits) {
                Some(if doubtful { Told::Perhaps } else { Told::Plainly })
            } else {
                doubtful.then_some(Told::Perhaps).filter(|_| digits.len() < 2)
            }
        }
        Place::Unknown => Some(Told::Perhaps),
        _ => None,
    };
    let until = point.until.as_deref().and_then(|(_, other)| matches(other, site));
    match (here, until) {
        // In a range the place is one of several.
        (Some(_), _) if point.until.is_some() => here,
        (Some(told), _) => Some(told),
        (None, Some(_)) => Some(Told::Perhaps),
        (None, None) => None,
    }
}
