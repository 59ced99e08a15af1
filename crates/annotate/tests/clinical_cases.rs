//! Variants that haematology knows by name, with the HGVS that the literature gives them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "test code")]

mod support;

use marv_annotate::{Annotator, BoundBundle, Bundle};
use marv_model::{
    annotation::{Consequence, HaemRule, TranscriptConsequence},
    genome::Interval,
    sequence::ReferenceSource,
    variant::SmallVariant,
};
use support::reference::Windows;

struct Bench {
    windows: Windows,
    bound: BoundBundle,
}

impl Bench {
    fn new() -> Option<Self> {
        let Some(shared) = support::shared() else {
            println!("NOT TESTED: the shared folder with reference windows is absent (set MARV_SHARED)");
            return None;
        };
        let windows = Windows::read(&shared);
        let bound = Bundle::embedded().for_contigs(&windows.contigs).unwrap();
        Some(Self { windows, bound })
    }
    /// `position` is 1-based, as in VCF.
    fn variant(&self, chrom: &str, position: u32, reference: &str, alternate: &str) -> SmallVariant {
        SmallVariant::new(self.windows.contigs.id(chrom).unwrap(), position - 1, reference, alternate).unwrap()
    }
    fn mane(&self, variant: &SmallVariant) -> TranscriptConsequence {
        Annotator::new(&self.bound).annotate(variant, Some(&self.windows)).remove(0)
    }
    fn check(&self, variant: &SmallVariant, c: &str, p: &str, term: Consequence, rules: &[HaemRule]) {
        let found = self.mane(variant);
        assert!(found.mane_select);
        assert_eq!(found.hgvs_c.as_deref(), Some(c), "{found:?}");
        assert_eq!(found.hgvs_p.as_deref(), Some(p).filter(|p| !p.is_empty()), "{found:?}");
        assert!(found.consequences.contains(&term), "{found:?}");
        for rule in rules {
            assert!(found.rules.contains(rule), "{rule:?} in {found:?}");
        }
    }
}

/// N Engl J Med 2005;352:254: types A, B and D; HGVS by ClinVar (VCV000013978 and others).
#[test]
fn npm1_types_a_b_and_d() {
    let Some(bench) = Bench::new() else { return };
    let p = "p.(Trp288CysfsTer12)";
    for (reference, alternate, position, c) in [
        ("C", "CTCTG", 171_410_539, "c.860_863dup"),
        ("C", "CTGCA", 171_410_541, "c.863_864insCATG"),
        ("T", "TCTGC", 171_410_540, "c.863_864insCCTG"),
    ] {
        let variant = bench.variant("chr5", position, reference, alternate);
        bench.check(
            &variant,
            c,
            p,
            Consequence::FrameshiftVariant,
            &[HaemRule::Npm1Cytoplasmic, HaemRule::Truncating, HaemRule::Hotspot],
        );
    }
    // Two bases less give the same reading frame at the end (VSLRK), but no export signal (no hydrophobic residue four or
    // three before the valine of QDLAVEEVSLRK).
    let deletion = bench.variant("chr5", 171_410_540, "TCT", "T");
    assert!(!bench.mane(&deletion).rules.contains(&HaemRule::Npm1Cytoplasmic));
}

#[test]
fn tp53_by_the_nci_database() {
    let Some(bench) = Bench::new() else { return };
    let altering = [HaemRule::Tp53Altering];
    let missense = Consequence::MissenseVariant;
    bench.check(&bench.variant("chr17", 7_675_088, "C", "T"), "c.524G>A", "p.(Arg175His)", missense, &altering);
    bench.check(&bench.variant("chr17", 7_676_154, "G", "C"), "c.215C>G", "p.(Pro72Arg)", missense, &altering);
    bench.check(
        &bench.variant("chr17", 7_674_945, "G", "A"),
        "c.586C>T",
        "p.(Arg196Ter)",
        Consequence::StopGained,
        &altering,
    );
    // c.375G>A, p.Thr125=: the last base of exon 4, known to break splicing.
    let silent = bench.variant("chr17", 7_675_994, "C", "T");
    bench.check(&silent, "c.375G>A", "p.(Thr125=)", Consequence::SynonymousVariant, &altering);
    assert!(bench.mane(&silent).consequences.contains(&Consequence::SpliceRegionVariant));
    let acceptor = bench.variant("chr17", 7_675_237, "C", "T");
    bench.check(&acceptor, "c.376-1G>A", "p.?", Consequence::SpliceAcceptorVariant, &altering);
    assert_eq!(bench.mane(&acceptor).intron.as_deref(), Some("4/10"));
}

#[test]
fn kit_d816v_is_a_hotspot() {
    let Some(bench) = Bench::new() else { return };
    let variant = bench.variant("chr4", 54_733_155, "A", "T");
    let rules = [HaemRule::Hotspot, HaemRule::ProteinAltering];
    bench.check(&variant, "c.2447A>T", "p.(Asp816Val)", Consequence::MissenseVariant, &rules);
    let found = Annotator::new(&bench.bound).annotate(&variant, Some(&bench.windows));
    assert_eq!((found[1].transcript.as_str(), found[1].hgvs_p.as_deref()), ("NM_001093772.2", Some("p.(Asp812Val)")));
}

/// The duplication of codons 594-600 (FREYEYD), one of the most common: c.1780_1800dup.
#[test]
fn flt3_itd() {
    let Some(bench) = Bench::new() else { return };
    let flt3 = Bundle::embedded().transcript("NM_004119.3").unwrap();
    let (last, first) = (flt3.genomic_of_coding(1_779).unwrap(), flt3.genomic_of_coding(1_799).unwrap());
    let contig = bench.windows.contigs.id("chr13").unwrap();
    let unit = bench.windows.bases(Interval::new(contig, first, last + 1).unwrap()).unwrap();
    assert_eq!(unit.len(), 21);
    let variant = SmallVariant::new(contig, last, &unit[20..], [&unit[20..], &unit].concat()).unwrap();
    let rules = [HaemRule::Flt3Itd];
    bench.check(&variant, "c.1780_1800dup", "p.(Phe594_Asp600dup)", Consequence::InframeInsertion, &rules);
    assert!(!bench.mane(&variant).rules.contains(&HaemRule::Flt3Tkd));
}

/// c.742C>T (R248W) and c.743G>A (R248Q) on one chromosome make a stop codon: CGG to TAG.
#[test]
fn two_substitutions_of_a_codon_in_cis_are_read_together() {
    let Some(bench) = Bench::new() else { return };
    let (w, q) = (bench.variant("chr17", 7_674_221, "G", "A"), bench.variant("chr17", 7_674_220, "C", "T"));
    assert_eq!(bench.mane(&w).hgvs_p.as_deref(), Some("p.(Arg248Trp)"));
    assert_eq!(bench.mane(&q).hgvs_p.as_deref(), Some("p.(Arg248Gln)"));
    let annotator = Annotator::new(&bench.bound);
    let (merged, found) = annotator.annotate_phased(&[&w, &q], &bench.windows).unwrap();
    assert_eq!(merged, bench.variant("chr17", 7_674_220, "CG", "TA"));
    assert_eq!(found[0].hgvs_c.as_deref(), Some("c.742_743delinsTA"));
    assert_eq!(found[0].hgvs_p.as_deref(), Some("p.(Arg248Ter)"));
    // Not in one codon: not merged.
    let elsewhere = bench.variant("chr17", 7_674_225, "C", "T");
    assert!(annotator.annotate_phased(&[&w, &elsewhere], &bench.windows).is_none());
}

#[test]
fn what_is_not_known_is_not_told() {
    let Some(bench) = Bench::new() else { return };
    let annotator = Annotator::new(&bench.bound);
    let r175h = bench.variant("chr17", 7_675_088, "C", "T");
    let bare = &annotator.effects(&r175h, None)[0];
    assert_eq!(bare.consequence.hgvs_c.as_deref(), Some("c.524G>A"));
    assert_eq!(bare.consequence.hgvs_p, None);
    assert_eq!(bare.consequence.consequences, [Consequence::CodingSequenceVariant]);
    assert_eq!(bare.unknown, Some(marv_annotate::Unknown::ReferenceBases));
    assert!(bare.consequence.rules.contains(&HaemRule::Hotspot));
    let deletion = bench.variant("chr17", 7_675_088, "CG", "C");
    assert_eq!(annotator.annotate(&deletion, None)[0].hgvs_c, None); // where its 3'-most place is needs the reference
    assert_eq!(annotator.annotate(&deletion, None)[0].consequences, [Consequence::FrameshiftVariant]);
    let wrong = bench.variant("chr17", 7_675_088, "A", "T");
    let told = &annotator.effects(&wrong, Some(&bench.windows))[0];
    assert_eq!(told.unknown, Some(marv_annotate::Unknown::ReferenceDiffers));
    assert_eq!(told.consequence.hgvs_p, None);
    // JAK2 lies in no window: all N.
    let v617f = bench.variant("chr9", 5_073_770, "G", "T");
    let told = &annotator.effects(&v617f, Some(&bench.windows))[0];
    assert_eq!((told.consequence.hgvs_c.as_deref(), told.consequence.hgvs_p.as_deref()), (Some("c.1849G>T"), None));
    assert!(annotator.annotate(&bench.variant("chr2", 1_000, "A", "T"), None).is_empty());
}

#[test]
fn neighbourhood_and_promoter() {
    let Some(bench) = Bench::new() else { return };
    let promoter = bench.mane(&bench.variant("chr5", 1_295_113, "G", "A"));
    assert_eq!(promoter.consequences, [Consequence::UpstreamGeneVariant]);
    assert!(promoter.rules.contains(&HaemRule::Hotspot), "{promoter:?}");
}

/// All hotspots whose place lies in a window have the reference allele of the bundle, and are named as the bundle does.
#[test]
fn hotspots_agree_with_the_reference_and_with_the_annotator() {
    let Some(bench) = Bench::new() else { return };
    assert_eq!(bench.bound.check_hotspots(&bench.windows), []);
    let annotator = Annotator::new(&bench.bound);
    let mut compared = 0;
    for hotspot in bench.bound.hotspots() {
        let all = annotator.annotate(&hotspot.variant, Some(&bench.windows));
        let found = all.iter().find(|c| *c.transcript == *hotspot.transcript).unwrap_or_else(|| panic!("{hotspot:?}"));
        assert!(found.rules.contains(&HaemRule::Hotspot), "{hotspot:?} {found:?}");
        if let (Some(ours), Some(theirs)) = (&found.hgvs_p, &hotspot.hgvs_p) {
            assert_eq!((ours.as_str(), found.hgvs_c.as_deref()), (&**theirs, Some(&*hotspot.hgvs_c)), "{hotspot:?}");
            compared += 1;
        }
        if let (Some(ours), true) = (&found.hgvs_c, !hotspot.hgvs_c.starts_with("c.-")) {
            assert_eq!(ours.as_str(), &*hotspot.hgvs_c, "{hotspot:?}");
        }
        if let Some(codon) = &hotspot.codon {
            for (place, base) in codon.places.iter().zip(codon.bases.iter()) {
                let read =
                    bench.windows.bases(Interval::new(place.contig, place.position, place.position + 1).unwrap());
                let read = match codon.strand {
                    marv_annotate::Strand::Forward => read.unwrap(),
                    marv_annotate::Strand::Reverse => read.unwrap().reverse_complement(),
                };
                assert!(read[0] == b'N' || *base == b'N' || read[0] == *base, "{hotspot:?}");
            }
        }
    }
    assert!(compared >= 250, "{compared}");
}

/// Real FLT3-ITDs (vectors/itd, positions on hg19; FLT3 lies 574,137 bases lower on GRCh38): each of whole codons within
/// exons 14 and 15 meets the rule.
#[test]
fn real_flt3_itds_meet_the_rule() {
    let (Some(bench), Some(shared)) = (Bench::new(), support::shared()) else { return };
    let text = support::text(&shared.join("vectors/itd/flt3_itd.public.tsv"));
    let contig = bench.windows.contigs.id("chr13").unwrap();
    let (mut met, mut out_of_frame, mut elsewhere) = (0, 0, Vec::new());
    for line in text.lines().skip(1) {
        let f: Vec<&str> = line.split('\t').collect();
        let Some(position) = f[3].strip_prefix("13:").and_then(|p| p.parse::<u32>().ok()) else { continue };
        if f[5].is_empty() || !f[5].bytes().all(|b| b"ACGT".contains(&b)) {
            continue;
        }
        let at = position - 574_137 - 1;
        let anchor = bench.windows.bases(Interval::new(contig, at, at + 1).unwrap()).unwrap();
        let variant = SmallVariant::new(contig, at, &*anchor, format!("{anchor}{}", f[5])).unwrap();
        let found = bench.mane(&variant);
        if !f[5].len().is_multiple_of(3) {
            out_of_frame += 1;
            assert!(!found.rules.contains(&HaemRule::Flt3Itd), "{found:?}");
        } else if found.rules.contains(&HaemRule::Flt3Itd) {
            met += 1;
        } else {
            elsewhere.push(format!("{line} {:?} {:?}", found.hgvs_c, found.consequences));
        }
    }
    println!("{met} meet the rule, {out_of_frame} out of frame, others: {elsewhere:#?}");
    assert!(met >= 200 && elsewhere.is_empty(), "{met} {}", elsewhere.len());
}
