//! A case as a study of cBioPortal: data files with their meta files, as its page "File formats" describes them.

use std::fmt::Write as _;

use marv_model::{
    case::{Case, Disease},
    clinical::{Circumstance, Measure},
    copy_number::CopyNumberGene,
    finding::Status,
    genome::Build,
    rearrangement::ReportedJunction,
    structure::JunctionKind,
};

use super::{
    cell::{cell, number, table},
    maf,
};

/// One file of a study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudyFile {
    /// Name without folders.
    pub name: String,
    /// Its text.
    pub content: String,
}

/// A case as a study of one patient and one sample: clinical data, mutations, and where copy number was measured the
/// discrete calls of genes and the segments. The patient is the case's pseudonym.
///
/// Variants that did not pass are left out: a portal shows no filters. What was not measured has no file, because cBioPortal takes a profile without an entry for a negative.
pub fn cbioportal(case: &Case) -> Vec<StudyFile> {
    let study = Study::of(case);
    let mut files = vec![study.meta_study(), study.meta("clinical_patient", CLINICAL_PATIENT), study.patient(case)];
    files.extend([study.meta("clinical_sample", CLINICAL_SAMPLE), study.sample(case)]);
    files.extend([
        study.meta("mutations", MUTATIONS),
        StudyFile::new("data_mutations.txt", maf::named(case, &study.patient, |variant| variant.filters.is_empty())),
    ]);
    let mut lists = vec![("cases_sequenced.txt", "sequenced", "Samples with mutation data")];
    if let Some(result) = case.copy_number.as_ref().filter(|result| !result.segments.is_empty()) {
        if result.purity.is_some() {
            files.extend([study.meta("cna", DISCRETE), study.discrete(&result.genes)]);
            lists.push(("cases_cna.txt", "cna", "Samples with copy-number data"));
        }
        if let Some(build) = genome(case.reference.build) {
            let fields = format!("{SEGMENTS}reference_genome_id: {build}\ndescription: Segments\n");
            files.push(study.meta_named("meta_cna_seg.txt", &format!("{fields}data_filename: data_cna.seg\n")));
            let rows = result.segments.iter().map(|segment| {
                vec![
                    study.sample.clone(),
                    cell(segment.contig.strip_prefix("chr").unwrap_or(&segment.contig)),
                    segment.start.to_string(),
                    segment.end.to_string(),
                    // Windows of 1 kb are what a segment rests on.
                    (segment.end.saturating_sub(segment.start) / 1000 + 1).to_string(),
                    number(Some(segment.log2_ratio), 4),
                ]
            });
            let heads = ["ID", "chrom", "loc.start", "loc.end", "num.mark", "seg.mean"];
            files.push(StudyFile::new("data_cna.seg", table(&heads, rows)));
        }
    }
    let junctions = case.rearrangements.iter().flat_map(|result| &result.junctions);
    let junctions: Vec<&ReportedJunction> = junctions.filter(|junction| junction.filters.is_empty()).collect();
    if !junctions.is_empty() {
        files.extend([study.meta("sv", STRUCTURAL), study.structural(&junctions)]);
        lists.push(("cases_sv.txt", "sv", "Samples with structural variants"));
    }
    files.extend(lists.into_iter().map(|(name, list, title)| study.case_list(name, list, title)));
    files
}

const CLINICAL_PATIENT: &str = "genetic_alteration_type: CLINICAL\ndatatype: PATIENT_ATTRIBUTES\n";
const CLINICAL_SAMPLE: &str = "genetic_alteration_type: CLINICAL\ndatatype: SAMPLE_ATTRIBUTES\n";
const MUTATIONS: &str = "genetic_alteration_type: MUTATION_EXTENDED\ndatatype: MAF\nstable_id: mutations\n\
    show_profile_in_analysis_tab: true\nprofile_name: Mutations\nprofile_description: Small variants\n";
const DISCRETE: &str = "genetic_alteration_type: COPY_NUMBER_ALTERATION\ndatatype: DISCRETE\nstable_id: cna\n\
    show_profile_in_analysis_tab: true\nprofile_name: Copy number\nprofile_description: Copies of genes in changed segments\n";
const STRUCTURAL: &str = "genetic_alteration_type: STRUCTURAL_VARIANT\ndatatype: SV\nstable_id: structural_variants\n\
    show_profile_in_analysis_tab: true\nprofile_name: Rearrangements\nprofile_description: Junctions that passed\n";
const SEGMENTS: &str = "genetic_alteration_type: COPY_NUMBER_ALTERATION\ndatatype: SEG\n";

impl StudyFile {
    fn new(name: &str, content: String) -> Self {
        Self { name: name.to_owned(), content }
    }
}

/// The names that every file shares.
struct Study {
    id: String,
    patient: String,
    sample: String,
    cancer: &'static str,
    build: Option<&'static str>,
}

impl Study {
    fn of(case: &Case) -> Self {
        // RULE: cBioPortal: identifiers are of letters, digits, points, hyphens and underscores.
        let allowed = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
        let patient: String = case.id.chars().take(60).map(allowed).collect();
        Self {
            id: format!("marv_{}", patient.to_lowercase()),
            sample: format!("{patient}-T"),
            patient,
            cancer: oncotree(case.disease),
            build: genome(case.reference.build),
        }
    }

    fn meta_named(&self, name: &str, fields: &str) -> StudyFile {
        StudyFile::new(name, format!("cancer_study_identifier: {}\n{fields}", self.id))
    }

    /// The meta file of `data_WHAT.txt`.
    fn meta(&self, what: &str, fields: &str) -> StudyFile {
        self.meta_named(&format!("meta_{what}.txt"), &format!("{fields}data_filename: data_{what}.txt\n"))
    }

    fn meta_study(&self) -> StudyFile {
        let mut fields = format!(
            "type_of_cancer: {}\nname: Marv {}\ndescription: One case, by its pseudonym\n",
            self.cancer, self.patient
        );
        if let Some(build) = self.build {
            let _ = writeln!(fields, "reference_genome: {build}"); // writing to a String cannot fail
        }
        self.meta_named("meta_study.txt", &fields)
    }

    fn patient(&self, case: &Case) -> StudyFile {
        let sex = match case.clinical.status(Circumstance::Male) {
            Status::Present => "Male",
            Status::Absent => "Female",
            Status::Unknown => "",
        };
        let age = number(case.clinical.value(Measure::Age), 0);
        let columns = [
            ["Patient", "The case's pseudonym", "STRING", "1", "PATIENT_ID", &self.patient],
            ["Sex", "As stated with the case", "STRING", "1", "SEX", sex],
            ["Age", "In years, as stated with the case", "NUMBER", "1", "AGE", &age],
        ];
        StudyFile::new("data_clinical_patient.txt", clinical(&columns))
    }

    fn sample(&self, case: &Case) -> StudyFile {
        let purity = number(case.copy_number.as_ref().and_then(|result| result.purity), 3);
        let ploidy = number(case.copy_number.as_ref().and_then(|result| result.ploidy), 2);
        let karyotype = case.karyotype.as_ref().map_or_else(String::new, |given| cell(&given.iscn));
        let demonstration = if case.demonstration { "yes" } else { "no" };
        let columns = [
            ["Patient", "The case's pseudonym", "STRING", "1", "PATIENT_ID", &self.patient],
            ["Sample", "The tumour", "STRING", "1", "SAMPLE_ID", &self.sample],
            ["Oncotree code", "Of the indication", "STRING", "1", "ONCOTREE_CODE", &self.cancer.to_uppercase()],
            ["Tumour purity", "Share of tumour cells", "NUMBER", "1", "TUMOR_PURITY", &purity],
            ["Ploidy", "Mean copies of a tumour cell", "NUMBER", "1", "PLOIDY", &ploidy],
            ["Karyotype", "As the laboratory gives it (ISCN)", "STRING", "1", "KARYOTYPE", &karyotype],
            ["Demonstration", "Whether no patient stands behind it", "STRING", "1", "DEMONSTRATION", demonstration],
        ];
        StudyFile::new("data_clinical_sample.txt", clinical(&columns))
    }

    /// RULE: cBioPortal, discrete copy number: −2 both copies lost, −1 loss, 0 none, 1 gain, 2 amplification. Genes outside
    /// of changed segments are left out: a gene that no segment covers is not known to be unchanged.
    fn discrete(&self, genes: &[CopyNumberGene]) -> StudyFile {
        let rows = genes.iter().map(|gene| {
            // METHOD: an amplification is more than twice the usual two copies and one more; the case does not keep a
            // gene's inherited copies, so that of X in a man one copy counts as a loss.
            let level = match gene.total {
                0 => "-2",
                1 => "-1",
                2 => "0",
                3..=5 => "1",
                _ => "2",
            };
            vec![cell(&gene.gene), level.to_owned()]
        });
        StudyFile::new("data_cna.txt", table(&["Hugo_Symbol", &self.sample], rows))
    }

    /// RULE: cBioPortal, structural variants: a row a junction, the 5' gene of a fusion first.
    fn structural(&self, junctions: &[&ReportedJunction]) -> StudyFile {
        let heads = [
            "Sample_Id",
            "SV_Status",
            "Site1_Hugo_Symbol",
            "Site2_Hugo_Symbol",
            "Site1_Chromosome",
            "Site2_Chromosome",
            "Site1_Position",
            "Site2_Position",
            "NCBI_Build",
            "Class",
            "Tumor_Split_Read_Count",
            "Tumor_Paired_End_Read_Count",
            "Event_Info",
        ];
        let rows = junctions.iter().map(|junction| {
            let gene = |at: usize| junction.sides[at].genes.first().map_or("", |broken| broken.gene.as_str());
            // Sides stand in the genome's order; a fusion is named by its genes' order.
            let turned = junction.fusions.first().is_some_and(|fused| fused.five == gene(1) && fused.three == gene(0));
            let [one, two] = if turned { [1, 0] } else { [0, 1] };
            let chromosome = |at: usize| {
                let contig = &junction.sides[at].contig;
                cell(contig.strip_prefix("chr").unwrap_or(contig))
            };
            vec![
                self.sample.clone(),
                "SOMATIC".to_owned(),
                cell(gene(one)),
                cell(gene(two)),
                chromosome(one),
                chromosome(two),
                junction.sides[one].position.to_string(),
                junction.sides[two].position.to_string(),
                if self.build == Some("hg19") { "GRCh37" } else { "GRCh38" }.to_owned(),
                class(junction.kind).to_owned(),
                junction.tumour.split.to_string(),
                junction.tumour.pairs.to_string(),
                cell(&junction.notation),
            ]
        });
        StudyFile::new("data_sv.txt", table(&heads, rows))
    }

    fn case_list(&self, name: &str, list: &str, title: &str) -> StudyFile {
        let fields = format!(
            "stable_id: {}_{list}\ncase_list_name: {title}\ncase_list_description: {title}\ncase_list_ids: {}\n",
            self.id, self.sample
        );
        self.meta_named(&format!("case_lists/{name}"), &fields)
    }
}

/// Four rows of heads after `#` (name, description, type, priority), the columns' keys, one row of values.
fn clinical(columns: &[[&str; 6]]) -> String {
    let row = |at: usize| columns.iter().map(|column| column[at]).collect::<Vec<_>>().join("\t");
    format!("#{}\n#{}\n#{}\n#{}\n{}\n{}\n", row(0), row(1), row(2), row(3), row(4), row(5))
}

fn class(kind: JunctionKind) -> &'static str {
    match kind {
        JunctionKind::Deletion => "DELETION",
        JunctionKind::TandemDuplication => "DUPLICATION",
        JunctionKind::Inversion => "INVERSION",
        JunctionKind::Insertion => "INSERTION",
        JunctionKind::Translocation => "TRANSLOCATION",
    }
}

fn genome(build: Build) -> Option<&'static str> {
    match build {
        Build::Grch38 => Some("hg38"),
        Build::Grch37 => Some("hg19"),
        _ => None,
    }
}

/// The tumour type of OncoTree, in the lower case in which cBioPortal has it.
fn oncotree(disease: Disease) -> &'static str {
    match disease {
        Disease::Aml => "aml",
        Disease::Mds => "mds",
        Disease::MdsMpn => "mds/mpn",
        Disease::Mpn => "mpn",
        Disease::Cml => "cml",
        Disease::All => "lnm",
        Disease::BAll => "bll",
        Disease::TAll => "tll",
        Disease::Cll => "cllsll",
        Disease::Lymphoma => "lymph",
        Disease::PlasmaCell => "pcm",
        Disease::Cmml => "cmml",
        Disease::Myelofibrosis => "pmf",
        Disease::Unspecified => "mixed",
    }
}
