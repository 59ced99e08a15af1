//! What a laboratory already knows: its karyotype, FISH, panel and segments, read and turned into findings.

use std::path::Path;

use marv_annotate::BoundBundle;
use marv_ingest::{
    junctions::{self, Junctions},
    segments,
};
use marv_karyotype::{
    ComplexDefinition, Fidelity, Karyotype, Reading,
    compare::{ComparePolicy, Comparison, Genome, compare},
    groups::Patient,
    tp53,
    virtual_karyotype::{MeasuredGenome, guideline_findings},
};
use marv_model::{
    case::{Disease, KaryotypeGiven},
    clinical::Circumstance,
    cytogenetics::{CytogeneticFindings, KaryotypeGroups, Lesion},
    finding::{Finding, NotAssessed, Status},
    genome::{Build, Contigs, Interval},
    laboratory::{Discordance, FishResult},
    structure::{Junction, Segment},
    tp53::Tp53Locus,
};

use crate::{Error, known::Known, lesions::beside_laboratory};

/// A laboratory's results, as far as they were given.
#[derive(Debug)]
pub(crate) struct Laboratory {
    pub(crate) karyotype: Option<KaryotypeGiven>,
    /// By karyotype and FISH.
    pub(crate) cytogenetics: CytogeneticFindings,
    /// By karyotype alone.
    banded: CytogeneticFindings,
    pub(crate) groups: KaryotypeGroups,
    pub(crate) known: Known,
    /// What the karyotype that the genome implies says.
    of_genome: Option<(CytogeneticFindings, KaryotypeGroups)>,
    reading: Option<Reading>,
    segments: Option<Vec<Segment>>,
    /// Whether the segments are another program's.
    supplied: bool,
    junctions: Option<Junctions>,
    /// Junctions that this run measured.
    measured: Vec<Junction>,
}

impl Laboratory {
    /// Understands what was given; nothing given leaves everything unknown.
    pub(crate) fn of(iscn: Option<&str>, mut known: Known, disease: Disease) -> Self {
        // What was typed beside the karyotype may name the patient.
        let iscn = iscn.map(marv_ingest::privacy::redact_text);
        let reading = iscn.as_deref().map(Karyotype::read);
        // What stands behind the karyotype (`nuc ish`), unless the department gives the same probe's result by itself.
        for behind in reading.iter().flat_map(Reading::fish) {
            if known.fish.iter().all(|given| given.lesion != behind.lesion) {
                known.fish.push(behind);
            }
        }
        let (karyotype, cytogenetics, groups) = match iscn.as_deref().zip(reading.as_ref()) {
            None => (None, CytogeneticFindings::unknown(), KaryotypeGroups::unknown()),
            Some((iscn, reading)) => {
                let male = match known.clinical.status(Circumstance::Male) {
                    Status::Present => Some(true),
                    Status::Absent => Some(false),
                    Status::Unknown => None,
                };
                let patient = Patient { male };
                let given = KaryotypeGiven {
                    iscn: iscn.to_owned(),
                    read_as: (reading.fidelity != Fidelity::Unparsed).then(|| reading.karyotype.to_string()),
                    fidelity: reading.fidelity.to_string(),
                    warnings: reading.warnings.iter().map(ToString::to_string).collect(),
                };
                let findings = reading.cytogenetics();
                let (findings, groups) = if of_other_cells(&findings, disease) {
                    // CLL's complexity is published with normal karyotypes counted as not complex; a flag tells of it.
                    let groups =
                        if disease == Disease::Cll { reading.groups_of(patient) } else { KaryotypeGroups::unknown() };
                    (CytogeneticFindings::unknown(), groups)
                } else {
                    (findings, reading.groups_of(patient))
                };
                (Some(given), findings, groups)
            }
        };
        let banded = cytogenetics;
        let cytogenetics = known.fish.iter().fold(banded.clone(), with_fish);
        let cytogenetics = with_complexity(cytogenetics, &banded, reading.as_ref());
        Self {
            karyotype,
            cytogenetics,
            banded,
            groups,
            known,
            of_genome: None,
            reading,
            segments: None,
            supplied: false,
            junctions: None,
            measured: Vec::new(),
        }
    }

    /// With segments and junctions that another program found; of a table of several samples those of `tumour`.
    pub(crate) fn with_structure(
        mut self,
        segments: Option<&Path>,
        junctions: Option<&Path>,
        tumour: Option<&str>,
        contigs: &Contigs,
    ) -> Result<Self, Error> {
        let read = |path| match tumour {
            Some(tumour) => segments::read_of(path, tumour, contigs),
            None => segments::read(path, contigs),
        };
        self.segments = segments.map(read).transpose()?;
        self.supplied = self.segments.is_some();
        self.junctions = junctions.map(|path| junctions::read(path, contigs)).transpose()?;
        Ok(self)
    }

    /// With the segments that this run measured, where none were supplied, and its junctions beside those supplied.
    pub(crate) fn with_measured(mut self, segments: Vec<Segment>, junctions: Vec<Junction>) -> Self {
        if self.segments.is_none() && !segments.is_empty() {
            self.segments = Some(segments);
        }
        self.measured = junctions;
        self
    }

    /// Segments, supplied or measured; empty where there are none.
    pub(crate) fn segments(&self) -> &[Segment] {
        self.segments.as_deref().unwrap_or_default()
    }

    /// Segments of another program; none where the case has none.
    pub(crate) fn supplied_segments(&self) -> Option<&[Segment]> {
        self.segments.as_deref().filter(|_| self.supplied)
    }

    /// Junctions that were supplied.
    pub(crate) fn supplied_junctions(&self) -> &[Junction] {
        self.junctions.as_ref().map_or(&[], |read| &read.junctions)
    }

    /// What the laboratory and the genome say together of the lesions that guidelines ask for, and where they differ.
    pub(crate) fn beside(&self, genome: &CytogeneticFindings) -> (CytogeneticFindings, Vec<Discordance>) {
        let (lesions, discordances) = beside_laboratory(&self.cytogenetics, &self.banded, &self.known.fish, genome);
        (with_complexity(lesions, &self.banded, self.reading.as_ref()), discordances)
    }

    /// With the karyotype that the genome implies.
    pub(crate) fn with_genome(mut self, genome: &MeasuredGenome) -> Self {
        self.of_genome = Some(guideline_findings(genome));
        self
    }

    /// The genome's karyotype where guidelines take it.
    ///
    /// RULE: policy "virtual karyotype (WGS)": a laboratory's karyotype stands before it, and so it is never mixed with one.
    fn karyotype_of_genome(&self) -> Option<&(CytogeneticFindings, KaryotypeGroups)> {
        self.of_genome.as_ref().filter(|_| self.karyotype.is_none())
    }

    /// Whether guidelines take their cytogenetics from the genome.
    pub(crate) fn is_by_genome(&self) -> bool {
        self.karyotype_of_genome().is_some()
    }

    /// The groups that guidelines take: of the laboratory's karyotype, else of the genome's.
    pub(crate) fn groups_for_guidelines(&self) -> &KaryotypeGroups {
        self.karyotype_of_genome().map_or(&self.groups, |(_, groups)| groups)
    }

    /// What segments and junctions say of lesions one by one, with what the karyotype that guidelines take from them says of the whole.
    pub(crate) fn genome_lesions(&self, one_by_one: &CytogeneticFindings) -> CytogeneticFindings {
        self.karyotype_of_genome().map_or_else(|| one_by_one.clone(), |(whole, _)| beside_whole(one_by_one, whole))
    }

    /// What the genome shows by itself, whatever the laboratory gave: what stands beside the laboratory's results in the report.
    pub(crate) fn genome_alone(&self, one_by_one: &CytogeneticFindings) -> CytogeneticFindings {
        self.of_genome.as_ref().map_or_else(|| one_by_one.clone(), |(whole, _)| beside_whole(one_by_one, whole))
    }

    /// What of the supplied structure is not used, as keys of the report's warnings.
    pub(crate) fn left_out(&self, contigs: &Contigs) -> Vec<String> {
        let told = |key: &str, count: u64| (count > 0).then(|| format!("{key}: {count}"));
        let structure = self.segments.is_some() || self.junctions.is_some();
        let other_build = structure && self.reading.is_some() && contigs.build() != Build::Grch38;
        let mut keys: Vec<String> = other_build.then(|| "comparison_other_build".to_owned()).into_iter().collect();
        if let Some(read) = &self.junctions {
            keys.extend(told("junctions_filtered", read.filtered));
            keys.extend(told("junctions_without_place", read.without_place()));
        }
        keys
    }

    /// The karyotype beside the genome, and where they differ; none where either was not given, and on another build than
    /// that of the bands.
    pub(crate) fn comparison(&self, contigs: &Contigs) -> Option<Comparison> {
        let reading = self.reading.as_ref()?;
        let junctions: Vec<Junction> = self.supplied_junctions().iter().chain(&self.measured).cloned().collect();
        if contigs.build() != Build::Grch38
            || self.segments.is_none() && self.junctions.is_none() && junctions.is_empty()
        {
            return None;
        }
        let genome = Genome { contigs, segments: self.segments.as_deref().unwrap_or_default(), junctions: &junctions };
        Some(compare(reading, &self.known.fish, &genome, &ComparePolicy::default()))
    }

    /// What is known of the TP53 locus from both.
    pub(crate) fn tp53_locus(&self, bundle: Option<&BoundBundle>) -> Tp53Locus {
        let banded = if self.cytogenetics == CytogeneticFindings::unknown() {
            Tp53Locus::not_examined()
        } else {
            tp53::locus_from_cytogenetics(&self.cytogenetics)
        };
        match (&self.segments, bundle.and_then(tp53_interval)) {
            (Some(segments), Some(interval)) => {
                let measured = tp53::locus_from_segments(segments, interval, &tp53::LocusPolicy::default());
                tp53::combined(&measured, &banded)
            }
            _ => banded,
        }
    }
}

/// Lesions one by one, with what the genome's karyotype says of the whole.
///
/// RULE: what either shows is present. What was looked for by itself stands as it was answered, also where it could not be assessed:
/// the karyotype answers only what nobody asked by itself, such as whether it is complex.
fn beside_whole(one_by_one: &CytogeneticFindings, whole: &CytogeneticFindings) -> CytogeneticFindings {
    let mut lesions = one_by_one.clone();
    for lesion in Lesion::ALL.iter().copied() {
        let not_asked = one_by_one.get(lesion) == Finding::unknown(NotAssessed::NotExamined);
        let shown = whole.status(lesion) == Status::Present && one_by_one.status(lesion) != Status::Present;
        if not_asked || shown {
            lesions.set(lesion, whole.get(lesion));
        }
    }
    lesions
}

/// RULE: in mature lymphoid neoplasms and plasma-cell disease the cells that divide in culture are often not the tumour's, so
/// a normal karyotype excludes nothing, whatever nuclei show behind it; one abnormality shows that the tumour's cells divided.
fn of_other_cells(findings: &CytogeneticFindings, disease: Disease) -> bool {
    matches!(disease, Disease::Cll | Disease::Lymphoma | Disease::PlasmaCell)
        && findings.status(Lesion::AnyAbnormality) != Status::Present
}

/// RULE: a positive probe is a finding whatever banding says, since it sees more nuclei and smaller changes; a negative one
/// answers where the karyotype leaves the question open, and takes nothing away that banding saw.
fn with_fish(mut findings: CytogeneticFindings, fish: &FishResult) -> CytogeneticFindings {
    let before = findings.get(fish.lesion);
    match fish.result {
        Status::Present => {
            let mut evidence = before.evidence().cloned().unwrap_or_default();
            evidence.push(match (fish.positive_share, fish.cells) {
                (Some(share), Some(cells)) => format!("FISH: {:.1} % (n = {cells})", share * 100.0),
                _ => "FISH".to_owned(),
            });
            findings.set(fish.lesion, Finding::present(evidence.clone()));
            // A loss of 17p13 is an abnormality of 17p.
            if fish.lesion == Lesion::Loss17p && findings.status(Lesion::Abnormal17p) != Status::Present {
                findings.set(Lesion::Abnormal17p, Finding::present(evidence));
            }
        }
        Status::Absent if before.status() == Status::Unknown => {
            findings.set(fish.lesion, Finding::absent());
        }
        Status::Absent | Status::Unknown => {}
    }
    findings
}

/// RULE: ELN 2022 Table 6, footnote f: a class-defining rearrangement keeps the karyotype from counting as complex also where a
/// probe or the genome shows it and the bands do not.
fn with_complexity(
    mut findings: CytogeneticFindings,
    banded: &CytogeneticFindings,
    reading: Option<&Reading>,
) -> CytogeneticFindings {
    let counted =
        banded.status(Lesion::ComplexKaryotype) != Status::Absent && *banded != CytogeneticFindings::unknown();
    if let Some(reading) = reading.filter(|_| counted) {
        let complex = reading.complex_karyotype_beside(&ComplexDefinition::ELN_2022, &findings);
        findings.set(Lesion::ComplexKaryotype, complex);
    }
    findings
}

/// From the first to the last coding base of TP53.
fn tp53_interval(bundle: &BoundBundle) -> Option<Interval> {
    let mut exons =
        bundle.coding_intervals().iter().filter(|coding| &*coding.gene == "TP53").map(|coding| coding.interval);
    let first = exons.next()?;
    let (start, end) =
        exons.fold((first.start(), first.end()), |(start, end), exon| (start.min(exon.start()), end.max(exon.end())));
    Interval::new(first.contig(), start, end).ok()
}

#[cfg(test)]
mod tests {
    use marv_karyotype::compare::MonosomyVerdict;
    use marv_model::genome::Contig;

    use super::*;

    fn status(iscn: &str, disease: Disease, lesion: Lesion) -> Status {
        Laboratory::of(Some(iscn), Known::default(), disease).cytogenetics.status(lesion)
    }

    #[test]
    fn a_normal_karyotype_of_cells_that_may_not_be_the_tumours_excludes_nothing() {
        // The probe for t(11;14) and for 17p is asked of interphase nuclei for this reason.
        for disease in [Disease::Cll, Disease::Lymphoma, Disease::PlasmaCell] {
            assert_eq!(status("46,XX[20]", disease, Lesion::IghCcnd1), Status::Unknown);
            assert_eq!(status("46,XX[20]", disease, Lesion::Loss17p), Status::Unknown);
            assert_eq!(status("46,XX,del(6)(q21)[5]/46,XX[15]", disease, Lesion::Loss17p), Status::Absent);
        }
        assert_eq!(status("46,XX[20]", Disease::Aml, Lesion::Loss17p), Status::Absent);
        let counted = |disease| Laboratory::of(Some("46,XX[20]"), Known::default(), disease).groups.abnormalities;
        assert_eq!((counted(Disease::Cll).at_most, counted(Disease::PlasmaCell).at_most), (Some(0), None));
        // The nuclei that were probed are the tumour's all the same: they answer, and nothing else does.
        let probed = "46,XX[20].nuc ish(TP53x1,D17Z1x2)[150/200],(ATMx2)[200]";
        let of_cll = |lesion| status(probed, Disease::Cll, lesion);
        assert_eq!(of_cll(Lesion::Loss17p), Status::Present);
        assert_eq!(of_cll(Lesion::Deletion11q22), Status::Absent);
        assert_eq!(of_cll(Lesion::Loss5q), Status::Unknown);
    }

    /// By hand, from footnote f: KMT2A's rearrangement, which the bands do not show, is class-defining.
    #[test]
    fn a_probe_or_the_genome_may_show_what_keeps_a_karyotype_from_being_complex() {
        let iscn = "49,XX,+8,del(11)(q23),+19,+21[20]";
        let complex = |laboratory: &CytogeneticFindings| laboratory.status(Lesion::ComplexKaryotype);
        let banded = Laboratory::of(Some(iscn), Known::default(), Disease::Aml);
        assert_eq!(complex(&banded.cytogenetics), Status::Present);
        let shown = CytogeneticFindings::unknown().with(Lesion::Kmt2aOther, Finding::present(vec!["WGS".to_owned()]));
        assert_eq!(complex(&banded.beside(&shown).0), Status::Absent);
        assert_eq!(complex(&banded.beside(&CytogeneticFindings::unknown()).0), Status::Present);
        let fish =
            FishResult { lesion: Lesion::Kmt2aOther, result: Status::Present, positive_share: None, cells: None };
        let known = Known { fish: vec![fish], ..Known::default() };
        assert_eq!(complex(&Laboratory::of(Some(iscn), known, Disease::Aml).cytogenetics), Status::Absent);
    }

    /// Lengths of GRCh38.
    fn contigs() -> Contigs {
        Contigs::new([Contig::new("chr1", 248_956_422), Contig::new("chr5", 181_538_259)]).unwrap()
    }

    #[test]
    fn segments_refute_a_monosomy_of_which_an_arm_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("segments.tsv");
        // The short arm of chromosome 5 in two copies, the long arm (from 48.8 Mb) in one.
        let rows = "chromosome\tstart\tend\tsample_copy_number\nchr5\t1\t48800000\t2\nchr5\t48800001\t181538259\t1\n";
        std::fs::write(&path, rows).unwrap();
        let laboratory = |iscn| {
            Laboratory::of(iscn, Known::default(), Disease::Aml)
                .with_structure(Some(&path), None, None, &contigs())
                .unwrap()
        };
        let compared = laboratory(Some("45,XX,-5[20]")).comparison(&contigs()).unwrap();
        assert_eq!(compared.monosomies.len(), 1);
        assert_eq!(compared.monosomies[0].verdict, MonosomyVerdict::Refuted);
        assert!(laboratory(None).comparison(&contigs()).is_none(), "nothing to compare with");
        let alone = Laboratory::of(Some("45,XX,-5[20]"), Known::default(), Disease::Aml);
        assert!(alone.comparison(&contigs()).is_none(), "no genome to compare with");
    }

    #[test]
    fn what_is_not_used_of_a_structural_file_is_told_and_so_is_another_build() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sv.vcf");
        let records = "chr5\t100\t.\tA\t<DEL>\t.\tLowQual\tEND=900\nchr5\t100\t.\tA\t<INS>\t.\tPASS\t.\n";
        let header = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n";
        std::fs::write(&path, format!("{header}{records}")).unwrap();
        let elsewhere = Contigs::new([Contig::new("chr5", 1_000)]).unwrap();
        let left_out = |contigs: &Contigs| {
            let laboratory = Laboratory::of(Some("46,XX[20]"), Known::default(), Disease::Aml);
            laboratory.with_structure(None, Some(&path), None, contigs).unwrap().left_out(contigs)
        };
        assert_eq!(left_out(&contigs()), ["junctions_filtered: 1", "junctions_without_place: 1"]);
        assert_eq!(left_out(&elsewhere)[0], "comparison_other_build");
        for key in left_out(&elsewhere) {
            let name = key.split(": ").next().unwrap();
            assert!(marv_report::has_message("warning", name), "{name}");
        }
    }

    #[test]
    fn the_genomes_karyotype_answers_only_where_the_laboratory_gave_none_and_nobody_asked_by_itself() {
        // Nothing but chromosome 5 was assessed, and it has lost a part of its long arm.
        let mut genome = MeasuredGenome { purity: Some(0.6), junctions: Some(Vec::new()), ..MeasuredGenome::default() };
        let segment = |start, end, total| marv_karyotype::virtual_karyotype::MeasuredSegment {
            chromosome: marv_karyotype::karyotype::Chromosome::Autosome(5),
            start,
            end,
            total: Some(total),
            minor: None,
            cell_fraction: Some(1.0),
            inherited: 2,
            confidence: 1.0,
        };
        genome.segments = vec![segment(0, 83_000_000, 2), segment(83_000_000, 181_538_259, 1)];
        let by = |iscn| Laboratory::of(iscn, Known::default(), Disease::Aml).with_genome(&genome);
        let low = CytogeneticFindings::unknown()
            .with(Lesion::Loss17p, Finding::unknown(NotAssessed::LowCoverage))
            .with(Lesion::BcrAbl1, Finding::absent());
        let lesions = by(None).genome_lesions(&low);
        assert_eq!(lesions.get(Lesion::Loss5q).evidence().unwrap(), &["del(5)(q14) (WGS)"]);
        assert_eq!(lesions.get(Lesion::Loss17p), Finding::unknown(NotAssessed::LowCoverage));
        assert_eq!(lesions.status(Lesion::BcrAbl1), Status::Absent);
        assert_eq!(lesions.status(Lesion::ComplexKaryotype), Status::Unknown, "one chromosome excludes nothing");
        let given = by(Some("46,XX[20]"));
        assert!(!given.is_by_genome());
        assert_eq!(given.genome_lesions(&low), low);
        assert_eq!(
            given.genome_alone(&low),
            lesions,
            "what stands beside the laboratory's results is the genome's own"
        );
    }
}
