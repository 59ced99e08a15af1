//! The lesions that patterns of signals show.

use std::collections::BTreeMap;

use marv_model::cytogenetics::Lesion;

use super::{InSitu, Signal};

/// What a hybridisation shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Two signals of each locus, none together, none apart.
    Normal,
    /// These lesions, each plainly (true) or perhaps.
    Shows(Vec<(Lesion, bool)>),
    /// Another pattern than these tables know.
    Other,
}

/// A locus that probes are made for: its names, and what fewer and more signals than two are.
struct Probe(&'static [&'static str], &'static [Lesion], &'static [Lesion]);

// RULE: the panels of probes that ELN 2022, IPSS-R, iwCLL and IMWG guidelines name; positions by HGNC.
const PROBES: [Probe; 17] = [
    Probe(&["TP53", "P53"], &[Lesion::Loss17p, Lesion::Abnormal17p], &[]),
    Probe(&["EGR1", "CSF1R", "RPS14", "CDC25C"], &[Lesion::Loss5q], &[]),
    Probe(&["D20S108", "PTPRT", "MYBL2"], &[Lesion::Loss20q], &[]),
    Probe(&["D13S319", "D13S25", "D13S272", "DLEU1", "DLEU2", "RB1"], &[Lesion::Deletion13q14, Lesion::Loss13q], &[]),
    Probe(&["ATM"], &[Lesion::Deletion11q22, Lesion::Loss11q], &[]),
    Probe(&["CDKN2C", "FAF1"], &[Lesion::Deletion1p32], &[]),
    Probe(&["CKS1B"], &[], &[Lesion::Gain1q]),
    Probe(&["D8Z1", "D8Z2", "CEP8", "CEN8"], &[], &[Lesion::Trisomy8]),
    Probe(&["D12Z1", "D12Z3", "CEP12", "CEN12"], &[], &[Lesion::Trisomy12]),
    Probe(&["CDKN2A", "CDKN2A/B", "CDKN2B", "P16"], &[Lesion::Cdkn2abDeletion], &[]),
    Probe(&["IKZF1"], &[Lesion::Ikzf1Deletion], &[]),
    Probe(&["PAX5"], &[Lesion::Pax5Deletion], &[]),
    Probe(&["ERG"], &[Lesion::ErgDeletion], &[]),
    Probe(&["PTEN"], &[Lesion::PtenLoss], &[]),
    Probe(LONG_ARM_OF_7, &[Lesion::Loss7q], &[]),
    Probe(CENTROMERE_OF_7, &[], &[]),
    Probe(CENTROMERE_OF_Y, &[Lesion::LossY], &[]),
];
const LONG_ARM_OF_7: &[&str] = &["D7S486", "D7S522", "KMT2E", "EZH2", "CUX1", "RELN", "MET"];
const CENTROMERE_OF_7: &[&str] = &["D7Z1", "CEP7", "CEN7"];
const CENTROMERE_OF_Y: &[&str] = &["DYZ1", "DYZ3", "CEPY"];
const CENTROMERE_OF_X: &[&str] = &["DXZ1", "CEPX", "CENX"];

/// Two loci that lie together where they are joined.
struct Fusion(&'static [&'static str], &'static [&'static str], &'static [Lesion]);

const FUSIONS: [Fusion; 17] = [
    Fusion(&["ABL1", "ABL"], &["BCR"], &[Lesion::BcrAbl1]),
    Fusion(&["RUNX1T1", "ETO"], &["RUNX1", "AML1"], &[Lesion::Runx1Runx1t1]),
    Fusion(&["PML"], &["RARA"], &[Lesion::PmlRara]),
    Fusion(&["CBFB"], &["MYH11"], &[Lesion::CbfbMyh11]),
    Fusion(&["KMT2A", "MLL"], &["MLLT3", "AF9"], &[Lesion::Kmt2aMllt3]),
    Fusion(&["DEK"], &["NUP214", "CAN"], &[Lesion::DekNup214]),
    Fusion(&["ETV6", "TEL"], &["RUNX1", "AML1"], &[Lesion::Etv6Runx1]),
    Fusion(&["TCF3", "E2A"], &["PBX1"], &[Lesion::Tcf3Pbx1]),
    Fusion(&["IGH", "IGH@"], &["CCND1"], &[Lesion::IghCcnd1]),
    Fusion(&["IGH", "IGH@"], &["FGFR3", "NSD2", "WHSC1", "MMSET"], &[Lesion::IghNsd2]),
    Fusion(&["IGH", "IGH@"], &["MAF"], &[Lesion::IghMaf]),
    Fusion(&["IGH", "IGH@"], &["MAFB"], &[Lesion::IghMafb]),
    Fusion(&["IGH", "IGH@"], &["BCL2"], &[Lesion::Bcl2Rearranged]),
    Fusion(&["IGH", "IGH@"], &["BCL6"], &[Lesion::Bcl6Rearranged]),
    Fusion(&["IGH", "IGH@"], &["MYC"], &[Lesion::MycImmunoglobulin, Lesion::MycRearranged]),
    Fusion(&["IGH", "IGH@"], &["MALT1"], &[Lesion::IghMalt1]),
    Fusion(&["BIRC3", "API2"], &["MALT1"], &[Lesion::Birc3Malt1]),
];

/// A gene whose two ends lie apart where it is broken: what that shows plainly, and what it leaves open for want of the partner.
struct Broken(&'static [&'static str], &'static [Lesion], &'static [Lesion]);

const BROKEN: [Broken; 13] = [
    Broken(&["CBFB"], &[Lesion::CbfbMyh11], &[]),
    Broken(&["KMT2A", "MLL"], &[], &[Lesion::Kmt2aMllt3, Lesion::Kmt2aOther]),
    Broken(&["RARA"], &[], &[Lesion::PmlRara, Lesion::RaraOther]),
    Broken(&["MECOM", "EVI1"], &[], &[Lesion::MecomInv3, Lesion::MecomOther]),
    Broken(&["NUP98"], &[Lesion::Nup98Rearranged], &[]),
    Broken(&["MYC"], &[Lesion::MycRearranged], &[Lesion::MycImmunoglobulin]),
    Broken(&["BCL2"], &[Lesion::Bcl2Rearranged], &[]),
    Broken(&["BCL6"], &[Lesion::Bcl6Rearranged], &[]),
    Broken(&["IRF4"], &[Lesion::Irf4Rearranged], &[]),
    Broken(&["ALK"], &[Lesion::AlkRearranged], &[]),
    Broken(&["CRLF2"], &[Lesion::Crlf2Rearranged], &[]),
    Broken(&["JAK2"], &[Lesion::Jak2Rearranged, Lesion::TyrosineKinaseFusion], &[]),
    Broken(&["PDGFRA", "PDGFRB", "FGFR1"], &[Lesion::TyrosineKinaseFusion], &[]),
];

/// METHOD: laboratories write a pattern only above the cut-off of their probe, which lies between one and ten in a hundred
/// nuclei. A share below this is above the cut-off of some probes and not of others: perhaps.
const SURE_SHARE: f64 = 0.05;

/// What a hybridisation shows.
pub(crate) fn meaning(of: &InSitu) -> Meaning {
    let mut shown: BTreeMap<Lesion, bool> = BTreeMap::new();
    let sure = of.share().is_none_or(|share| share >= SURE_SHARE);
    let mut show = |lesions: &[Lesion], plainly: bool| {
        for lesion in lesions {
            let before = shown.entry(*lesion).or_default();
            *before |= plainly && sure;
        }
    };
    let mut known = true;
    for signal in &of.signals {
        match signal {
            Signal::Together { loci, .. } => {
                let genes = distinct(loci);
                let fused = |Fusion(one, other, _): &&Fusion| {
                    genes.iter().any(|gene| one.contains(gene)) && genes.iter().any(|gene| other.contains(gene))
                };
                match FUSIONS.iter().find(fused) {
                    // The two ends of one gene together are that gene, whole.
                    _ if genes.len() == 1 => {}
                    Some(Fusion(_, _, lesions)) if genes.len() == 2 => show(lesions, true),
                    _ => known = false,
                }
            }
            Signal::Apart { loci, .. } => {
                let genes = distinct(loci);
                match BROKEN.iter().find(|Broken(names, ..)| genes.iter().all(|gene| names.contains(gene))) {
                    Some(Broken(_, plainly, perhaps)) if genes.len() == 1 => {
                        show(plainly, true);
                        show(perhaps, false);
                    }
                    _ => known = false,
                }
            }
            Signal::Copies { locus, copies, until } => {
                let gene = bare(locus);
                let two = if CENTROMERE_OF_Y.contains(&gene) { 1 } else { 2 };
                let as_usual = until.is_none() && (*copies == two || CENTROMERE_OF_X.contains(&gene) && *copies == 1);
                // More signals of what is joined or broken are that of the break.
                if as_usual || split_by_a_break(of, gene) {
                    continue;
                }
                match PROBES.iter().find(|Probe(names, ..)| names.contains(&gene)) {
                    Some(Probe(_, lost, _)) if until.unwrap_or(*copies) < two => show(lost, true),
                    Some(Probe(_, _, gained)) if *copies > two => {
                        known &= !gained.is_empty();
                        show(gained, true);
                    }
                    _ => known = false,
                }
            }
        }
    }
    // RULE: IPSS-R and ELN tell −7 from del(7q): with its centromere, the chromosome is lost.
    if fewer(of, CENTROMERE_OF_7) {
        let plainly = shown.remove(&Lesion::Loss7q);
        known &= plainly.is_some();
        shown.extend(plainly.map(|plainly| (Lesion::Monosomy7, plainly)));
    }
    if fewer(of, &["CDKN2C", "FAF1"])
        && of.signals.iter().any(|signal| copies_of(signal, &["CDKN2C", "FAF1"]) == Some(0))
    {
        shown.insert(Lesion::Biallelic1p32, sure);
    }
    match (known, shown.is_empty()) {
        (false, _) => Meaning::Other,
        (true, true) => Meaning::Normal,
        (true, false) => Meaning::Shows(shown.into_iter().collect()),
    }
}

/// The lesions that usual signals of these loci exclude in the nuclei that were scored.
pub(super) fn asked(of: &InSitu) -> Vec<Lesion> {
    let mut genes: Vec<&str> = of.signals.iter().flat_map(loci).collect();
    genes.sort_unstable();
    genes.dedup();
    let any = |names: &[&str]| genes.iter().any(|gene| names.contains(gene));
    let by_copies = PROBES
        .iter()
        .filter(|Probe(names, ..)| any(names))
        .flat_map(|Probe(_, lost, gained)| lost.iter().chain(*gained));
    let by_fusion =
        FUSIONS.iter().filter(|Fusion(one, other, _)| any(one) && any(other)).flat_map(|Fusion(.., lesions)| *lesions);
    // A probe of both ends of one gene, written as one locus where they lie together.
    let alone = |names: &[&str]| any(names) && genes.len() == 1;
    let by_break = BROKEN
        .iter()
        .filter(|Broken(names, ..)| alone(names))
        .flat_map(|Broken(_, plainly, perhaps)| plainly.iter().chain(*perhaps));
    let mut lesions: Vec<Lesion> = by_copies.chain(by_fusion).chain(by_break).copied().collect();
    if any(LONG_ARM_OF_7) {
        lesions.push(Lesion::Monosomy7);
    }
    lesions.sort_unstable();
    lesions.dedup();
    lesions
}

fn loci(signal: &Signal) -> Vec<&str> {
    match signal {
        Signal::Copies { locus, .. } => vec![bare(locus)],
        Signal::Together { loci, .. } | Signal::Apart { loci, .. } => distinct(loci),
    }
}

/// A locus without the end of the gene that it marks: `5'KMT2A`.
fn bare(locus: &str) -> &str {
    locus.trim_start_matches(['3', '5']).strip_prefix(['\'', '′']).unwrap_or(locus)
}

fn distinct(loci: &[String]) -> Vec<&str> {
    let mut genes: Vec<&str> = loci.iter().map(|locus| bare(locus)).collect();
    genes.sort_unstable();
    genes.dedup();
    genes
}

fn split_by_a_break(of: &InSitu, gene: &str) -> bool {
    of.signals.iter().any(|signal| match signal {
        Signal::Together { loci, .. } | Signal::Apart { loci, .. } => distinct(loci).contains(&gene),
        Signal::Copies { .. } => false,
    })
}

fn copies_of(signal: &Signal, names: &[&str]) -> Option<u32> {
    match signal {
        Signal::Copies { locus, copies, until } if names.contains(&bare(locus)) => Some(until.unwrap_or(*copies)),
        _ => None,
    }
}

fn fewer(of: &InSitu, names: &[&str]) -> bool {
    of.signals.iter().filter_map(|signal| copies_of(signal, names)).any(|copies| copies < 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<Meaning> {
        InSitu::read_all(text).unwrap().iter().map(meaning).collect()
    }

    /// Each lesion is told with the hybridisation that shows it, not with all that stand behind the karyotype.
    #[test]
    fn each_hybridisation_has_its_own_words() {
        let text = ".nuc ish(TP53x1,D17Z1x2)[66/200],(D7Z1x1,D7S486x1)[50/200].nuc ish 5q31(EGR1x1)[20/200]";
        let own: Vec<String> = InSitu::read_all(text).unwrap().into_iter().map(|one| one.text).collect();
        assert_eq!(
            own,
            ["nuc ish(TP53x1,D17Z1x2)[66/200]", "nuc ish(D7Z1x1,D7S486x1)[50/200]", "nuc ish 5q31(EGR1x1)[20/200]"]
        );
        let line = format!("46,XX[20]{text}");
        let found = crate::Karyotype::read(&line).cytogenetics().get(Lesion::Loss17p);
        assert_eq!(found.evidence().map(Vec::as_slice), Some(&["nuc ish(TP53x1,D17Z1x2)[66/200]".to_owned()][..]));
    }

    /// By hand from ISCN 2024, chapter 14: two signals a locus are usual; `con` is together, `sep` is apart.
    #[test]
    fn patterns_by_hand() {
        use Lesion as L;
        use Meaning::{Normal, Other, Shows};
        for (text, expected) in [
            ("nuc ish(ABL1,BCR)x2[200]", vec![Normal]),
            (".nuc ish(TP53,D17Z1)x2[200],(EGR1x2,D5S23x2)[200]", vec![Normal, Normal]),
            ("nuc ish(DXZ1x1,DYZ3x1)[100]", vec![Normal]),
            ("nuc ish(DXZ1x1,DYZ3x0)[60/100]", vec![Shows(vec![(L::LossY, true)])]),
            ("nuc ish(TP53x1,D17Z1x2)[150/200]", vec![Shows(vec![(L::Abnormal17p, true), (L::Loss17p, true)])]),
            // Four of two hundred: below the cut-off of many probes.
            ("nuc ish(TP53x1,D17Z1x2)[4/200]", vec![Shows(vec![(L::Abnormal17p, false), (L::Loss17p, false)])]),
            ("nuc ish(D7Z1x2,D7S486x1)[90/200]", vec![Shows(vec![(L::Loss7q, true)])]),
            ("nuc ish(D7Z1,D7S486)x1[90/200]", vec![Shows(vec![(L::Monosomy7, true)])]),
            ("nuc ish 9q34(ABL1x3),22q11.2(BCRx3)(ABL1 con BCRx2)[80/100]", vec![Shows(vec![(L::BcrAbl1, true)])]),
            ("nuc ish(KMT2Ax2)[200]", vec![Normal]),
            (
                "nuc ish(KMT2Ax2)(5'KMT2A sep 3'KMT2Ax1)[180/200]",
                vec![Shows(vec![(L::Kmt2aMllt3, false), (L::Kmt2aOther, false)])],
            ),
            ("nuc ish(5'KMT2A,3'KMT2A)x2(5'KMT2A con 3'KMT2Ax2)[200]", vec![Normal]),
            ("nuc ish(CBFBx2)(5'CBFB sep 3'CBFBx1)[50/100]", vec![Shows(vec![(L::CbfbMyh11, true)])]),
            ("nuc ish(D8Z2x3)[40/200]", vec![Shows(vec![(L::Trisomy8, true)])]),
            (
                "nuc ish(CDKN2Cx0,CKS1Bx4)[90/100]",
                vec![Shows(vec![(L::Gain1q, true), (L::Deletion1p32, true), (L::Biallelic1p32, true)])],
            ),
            // Three signals of a locus that is asked for losses, and a fusion that no table has.
            ("nuc ish(TP53x3)[90/200]", vec![Other]),
            ("nuc ish(ABC1 con XYZ2x1)[90/200]", vec![Other]),
            ("nuc ish(MYCx3~5)[90/200]", vec![Other]),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn usual_signals_exclude_what_the_probe_is_for() {
        use Lesion as L;
        for (text, expected) in [
            ("nuc ish(ABL1,BCR)x2[200]", vec![L::BcrAbl1]),
            ("nuc ish(TP53,D17Z1)x2[200]", vec![L::Abnormal17p, L::Loss17p]),
            ("nuc ish(D7Z1,D7S486)x2[200]", vec![L::Monosomy7, L::Loss7q]),
            ("nuc ish(KMT2Ax2)[200]", vec![L::Kmt2aMllt3, L::Kmt2aOther]),
            // Beside the gene of another locus a gene's two signals say nothing of its ends.
            ("nuc ish(MYC,D8Z2)x2[200]", vec![L::Trisomy8]),
        ] {
            let mut expected = expected;
            expected.sort_unstable();
            assert_eq!(asked(&InSitu::read_all(text).unwrap()[0]), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_this_notation_is_not_read() {
        for text in [
            "",
            ".",
            "nuc ish",
            "nuc ish()",
            "nuc ish(TP53)",
            "nuc ish(TP53x1",
            "nuc ish(TP53x1)[200/150]",
            ".ish del(17)(p13p13)(TP53-)",
            ".arr(1-22,X)x2",
            "nuc ish(TP53x1) and more",
            "nuc ish[200]",
            "nuc ish(del TP53 x1)",
            "nuc ish(con con conx1)",
            "nuc ish(9x2)",
            "nuc ish(TP53x99999999999)[200]",
        ] {
            assert_eq!(InSitu::read_all(text), None, "{text}");
        }
    }
}
