//! Case → what a page shows, in words: the same for the HTML and the terminal.

mod conclusion;
mod evidence;
mod facts;
mod family;
mod findings;
mod genes;
mod genome;
mod laboratory;
mod meaning;
mod oncogenicity;
mod picture;
mod predisposition;
mod quality;
mod rearrangements;
mod side_by_side;
mod signatures;
mod verdicts;
mod virtual_karyotype;

use marv_model::{
    case::{Case, ReportState, SampleRole},
    finding::{NotAssessed, Status},
    rearrangement::RearrangementResult,
};

pub(crate) use self::{
    conclusion::Conclusion,
    findings::{Variants, label as variant_label, place as variant_place},
    genes::Genes,
    genome::{GenomeFigure, GenomeView, change, figure as genome_figure},
    laboratory::{ComparisonView, LaboratoryRow},
    meaning::{MeaningView, statement},
    oncogenicity::short as oncogenicity_class,
    predisposition::PredispositionView,
    quality::QualityView,
    rearrangements::RearrangementsView,
    side_by_side::SideBySide,
    signatures::SignatureRow,
    verdicts::{CriterionView, KaryotypeView, Tp53View, VerdictView, Verdicts, category, hits as tp53_hits},
    virtual_karyotype::{AbnormalityRow, VirtualKaryotypeView},
};
use crate::{Error, Language, messages::Messages};

/// The longest text of a case that is shown whole, in characters.
const LONGEST: usize = 300;

/// Everything that a page shows.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    pub(crate) m: &'static Messages,
    pub(crate) case: &'a Case,
    pub(crate) lang: &'static str,
    pub(crate) draft: bool,
    pub(crate) head: Vec<Pair>,
    pub(crate) conclusion: Conclusion,
    pub(crate) facts: Vec<Fact>,
    pub(crate) cautions: Vec<String>,
    pub(crate) verdicts: Verdicts,
    pub(crate) side_by_side: Option<SideBySide>,
    pub(crate) karyotype: Option<KaryotypeView>,
    pub(crate) laboratory: Vec<LaboratoryRow>,
    pub(crate) comparison: Option<ComparisonView>,
    pub(crate) genome: Option<GenomeView>,
    pub(crate) virtual_karyotype: Option<VirtualKaryotypeView>,
    pub(crate) rearrangements: Option<RearrangementsView>,
    pub(crate) tp53: Option<Tp53View>,
    pub(crate) variants: Variants,
    pub(crate) meaning: Option<MeaningView>,
    pub(crate) predisposition: Option<PredispositionView>,
    pub(crate) genes: Genes,
    pub(crate) not_assessed: Vec<Pair>,
    pub(crate) quality: QualityView,
    pub(crate) methods: Vec<Pair>,
    pub(crate) inputs: Vec<Pair>,
    pub(crate) settings: Vec<Pair>,
    pub(crate) references: Vec<Pair>,
    pub(crate) signatures: Vec<SignatureRow>,
}

/// A term and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) term: String,
    pub(crate) value: String,
}

/// One of the values that a reader looks for first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fact {
    pub(crate) term: String,
    pub(crate) value: String,
    pub(crate) detail: String,
    /// Open or uncertain: drawn apart.
    pub(crate) open: bool,
}

/// The margins of a printed page.
#[derive(Debug)]
pub(crate) struct Margins {
    pub(crate) case: String,
    pub(crate) state: String,
    pub(crate) title: String,
    pub(crate) page: String,
    pub(crate) of: String,
}

/// A word of a sentence; one that is a description of a variant is not broken at the end of a line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    pub(crate) text: &'a str,
    pub(crate) whole: bool,
}

/// The longest description that is kept on one line, in characters.
const LONGEST_WHOLE: usize = 28;

fn words(sentence: &str) -> Vec<Word<'_>> {
    sentence
        .split(' ')
        .map(|text| Word { text, whole: text.contains("p.(") && text.chars().count() <= LONGEST_WHOLE })
        .collect()
}

impl Pair {
    pub(crate) fn new(term: impl Into<String>, value: impl Into<String>) -> Self {
        Self { term: term.into(), value: value.into() }
    }
}

impl<'a> Page<'a> {
    pub(crate) fn of(case: &'a Case, language: Language) -> Result<Self, Error> {
        let m = Messages::of(language)?;
        let verdicts = Verdicts::of(&case.verdicts, case.karyotype.is_some(), m);
        let tp53 = case.tp53.as_ref().map(|report| Tp53View::of(report, m));
        let variants = Variants::of(case, m);
        Ok(Self {
            m,
            case,
            lang: language.tag(),
            draft: case.state != ReportState::Signed,
            head: head(case, m),
            conclusion: Conclusion::of(case, m),
            facts: facts::facts(case, m),
            cautions: case
                .quality
                .warnings
                .iter()
                .map(|key| m.word("warning", key))
                .chain(laboratory::discordances(case, m))
                .chain(meaning::cautions(case, m))
                .collect(),
            verdicts,
            side_by_side: case.side_by_side.as_ref().map(|both| SideBySide::of(both, &case.verdicts, m)),
            karyotype: case.karyotype.as_ref().map(|given| KaryotypeView::of(given, m)),
            laboratory: laboratory::rows(case, m),
            comparison: case.comparison.as_ref().map(|comparison| ComparisonView::of(comparison, m)),
            // Without a segment nothing was assessed, and the list of what was not says so.
            genome: (case.copy_number.as_ref().filter(|result| !result.segments.is_empty()))
                .map(|result| GenomeView::of(result, m)),
            virtual_karyotype: case.virtual_karyotype.as_ref().map(|result| {
                VirtualKaryotypeView::of(result, case.karyotype.as_ref().map(|given| given.iscn.as_str()), m)
            }),
            rearrangements: rearrangements_of(case).map(|result| RearrangementsView::of(result, m)),
            tp53,
            variants,
            predisposition: case.predisposition.as_ref().map(|found| PredispositionView::of(found, m)),
            meaning: case.interpretation.as_ref().map(|found| MeaningView::of(found, case, m)),
            genes: Genes::of(case, m),
            not_assessed: case
                .not_assessed
                .iter()
                .map(|item| Pair::new(m.word("item", &item.item), m.word("why", &item.reason)))
                .collect(),
            quality: QualityView::of(case, m),
            methods: methods(case, m),
            inputs: pairs(&case.provenance.inputs),
            settings: pairs(&case.provenance.settings),
            references: references(case, m),
            signatures: signatures::rows(case, m),
        })
    }

    /// What stands in the four margins of each printed page, as CSS strings.
    pub(crate) fn margins(&self) -> Margins {
        let text = |key: &str| css(self.m.text(key));
        Margins {
            case: css(&self.case.id),
            state: css(&self.running_title()),
            title: text("page.title"),
            page: text("page.page"),
            of: text("page.of"),
        }
    }

    pub(crate) fn running_title(&self) -> String {
        let state = match self.case.state {
            ReportState::Draft => self.m.text("page.draft"),
            ReportState::Amended => self.m.text("page.amended"),
            ReportState::Signed => self.m.text("page.signed_long"),
        };
        let preliminary = format!("{} · {state}", self.m.text("page.preliminary_short"));
        let state = if self.case.preliminary { preliminary.as_str() } else { state };
        if self.case.demonstration {
            format!("{} · {state}", self.m.text("page.demonstration_short"))
        } else {
            state.to_owned()
        }
    }

    /// Whether it is a draft that is to replace a signed report.
    pub(crate) fn amended(&self) -> bool {
        self.case.state == ReportState::Amended
    }

    /// The title of the document.
    pub(crate) fn title_line(&self) -> String {
        format!("{} · {}", bounded(&self.case.id, 60), self.m.text("page.title"))
    }

    /// The words of the conclusion's first part, by paragraph.
    pub(crate) fn lead(&self) -> Vec<Vec<Word<'_>>> {
        self.conclusion.found.iter().map(|part| words(part)).collect()
    }

    /// Whether any gene was looked at with the power to see.
    pub(crate) fn examined(&self) -> bool {
        examined(self.case)
    }

    /// Whether a matched normal was analysed.
    pub(crate) fn paired(&self) -> bool {
        paired(self.case)
    }

    /// The report's method paragraph.
    pub(crate) fn method_text(&self) -> String {
        let key = if self.paired() { "method.text" } else { "method.text_unpaired" };
        self.m.with(key, &[("version", &self.case.provenance.marv_version)])
    }
}

/// The contents of a CSS string, with all but plain letters and digits as escapes: nothing ends the string or the style
/// sheet.
fn css(text: &str) -> String {
    bounded(text, 120)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("\\{:06x} ", u32::from(c)) })
        .collect()
}

fn examined(case: &Case) -> bool {
    case.genes.iter().any(|gene| gene.finding.status() != Status::Unknown)
}

/// The rearrangements, where they were looked for; a finding is told in any case.
fn rearrangements_of(case: &Case) -> Option<&RearrangementResult> {
    let looked = !case.not_assessed.iter().any(|item| item.item == "rearrangements");
    case.rearrangements.as_ref().filter(|result| looked || !result.junctions.is_empty())
}

fn paired(case: &Case) -> bool {
    case.samples.iter().any(|sample| sample.role == SampleRole::Normal)
}

fn head(case: &Case, m: &Messages) -> Vec<Pair> {
    let sample = |role: SampleRole| -> String {
        let of_role: Vec<String> = case
            .samples
            .iter()
            .filter(|sample| sample.role == role)
            .map(|sample| match sample.mean_depth {
                Some(depth) => {
                    let depth = m.language.decimal(depth, 0);
                    format!("{} ({})", bounded(&sample.name, LONGEST), m.with("head.depth", &[("depth", &depth)]))
                }
                None => bounded(&sample.name, LONGEST),
            })
            .collect();
        if of_role.is_empty() { m.text("head.no_normal").to_owned() } else { of_role.join(", ") }
    };
    let date = case
        .provenance
        .started
        .as_deref()
        .map_or_else(|| m.text("page.not_stated").to_owned(), |time| m.language.date(time));
    vec![
        Pair::new(m.text("head.case"), bounded(&case.id, LONGEST)),
        Pair::new(m.text("head.indication"), m.word("disease", case.disease.word())),
        Pair::new(m.text("head.tumour"), sample(SampleRole::Tumour)),
        Pair::new(m.text("head.normal"), sample(SampleRole::Normal)),
        Pair::new(m.text("head.date"), date),
        Pair::new(m.text("head.reference"), m.word("build", &case.reference.build.to_string())),
    ]
}

fn methods(case: &Case, m: &Messages) -> Vec<Pair> {
    let provenance = &case.provenance;
    let reference = format!(
        "{}, {} ({})",
        bounded(&case.reference.file, LONGEST),
        m.word("build", &case.reference.build.to_string()),
        m.count("method.contigs", usize::try_from(case.reference.contigs).unwrap_or(usize::MAX)),
    );
    let started = provenance.started.clone().unwrap_or_else(|| m.text("page.not_stated").to_owned());
    [
        ("method.marv", provenance.marv_version.clone()),
        ("method.bundle", provenance.bundle_version.clone()),
        ("method.bundle_hash", provenance.bundle_hash.clone()),
        ("method.reference", reference),
        ("method.started", started),
        ("method.form", case.version.clone()),
    ]
    .into_iter()
    .map(|(key, value)| Pair::new(m.text(key), or_dash(&value)))
    .collect()
}

fn pairs(map: &std::collections::BTreeMap<String, String>) -> Vec<Pair> {
    map.iter().map(|(name, value)| Pair::new(bounded(name, LONGEST), bounded(value, LONGEST))).collect()
}

fn references(case: &Case, m: &Messages) -> Vec<Pair> {
    let mut list: Vec<Pair> = Vec::new();
    for verdict in &case.verdicts {
        let pair = Pair::new(verdicts::scheme_name(verdict, m), &verdict.source);
        if !list.contains(&pair) {
            list.push(pair);
        }
    }
    list
}

/// Text of a case cut to `most` characters, with a mark where it was cut.
fn bounded(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}… ({})", &text[..end], text.chars().count()),
    }
}

fn or_dash(text: &str) -> String {
    if text.is_empty() { "–".to_owned() } else { text.to_owned() }
}

/// Why something is not assessable, in words.
pub(crate) fn reason(reason: &NotAssessed, m: &Messages) -> String {
    let key = match reason {
        NotAssessed::NotExamined => "not_assessable.not_examined",
        NotAssessed::LowCoverage => "not_assessable.low_coverage",
        NotAssessed::NotImplemented => "not_assessable.not_implemented",
        NotAssessed::NoGeneModels => "not_assessable.no_gene_models",
        NotAssessed::InputUnclear => "not_assessable.input_unclear",
        NotAssessed::CallUnclear => "not_assessable.call_unclear",
        NotAssessed::SignificanceUnclear => "not_assessable.significance_unclear",
        NotAssessed::Other(words) => return m.word("why", &bounded(words, LONGEST)),
    };
    m.text(key).to_owned()
}
