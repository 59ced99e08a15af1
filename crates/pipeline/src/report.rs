//! A stored case, rendered again.

use std::path::{Path, PathBuf};

use marv_knowledge::Evidence;
use marv_model::{case::Case, copy_number::CopyNumberResult, virtual_karyotype::VirtualKaryotypeResult};
use marv_report::Language;

use crate::{Error, output::write_file};

/// A form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One file, for a browser and for print.
    Html,
    /// The case itself, in its canonical form.
    Json,
    /// A summary for a terminal.
    Text,
    /// Variants, tiers with their evidence and rearrangements as tables, for the meeting.
    Tsv,
    /// Mutation Annotation Format, for cohorts and cBioPortal.
    Maf,
    /// A section for MultiQC.
    MultiQc,
    /// HL7 FHIR R4, Genomics Reporting.
    Fhir,
    /// A workbook for the meeting.
    Xlsx,
    /// A study of cBioPortal, in a folder of its own.
    Cbioportal,
    /// A load file of Scout.
    Scout,
    /// A4, for the record; a build without the feature `pdf` has none.
    Pdf,
}

impl std::str::FromStr for Format {
    type Err = Error;
    fn from_str(word: &str) -> Result<Self, Error> {
        match word {
            "html" => Ok(Format::Html),
            "json" => Ok(Format::Json),
            "text" => Ok(Format::Text),
            "tsv" => Ok(Format::Tsv),
            "maf" => Ok(Format::Maf),
            "multiqc" => Ok(Format::MultiQc),
            "fhir" => Ok(Format::Fhir),
            "xlsx" => Ok(Format::Xlsx),
            "cbioportal" => Ok(Format::Cbioportal),
            "scout" => Ok(Format::Scout),
            "pdf" => Ok(Format::Pdf),
            other => Err(Error::Usage {
                problem: format!("{other:?} is no format of a report"),
                advice: "choose from html, pdf, json, text, tsv, xlsx, maf, cbioportal, multiqc, fhir, scout".into(),
            }),
        }
    }
}

/// What a reader must know of a stored case whose findings were weighed by other tables of evidence than this version's: its treatments
/// and tiers are of that day until it is interpreted again.
pub fn other_evidence(case: &Case) -> Option<String> {
    let held = &case.interpretation.as_ref()?.evidence_version;
    let own = Evidence::embedded().version();
    // A department's rows stand behind the embedded ones.
    let embedded = held.split('+').next().unwrap_or(held);
    (embedded != own).then(|| {
        format!(
            "{}: treatments and tiers are by the tables of evidence of {held}, and this version has those of {own}; `marv reinterpret` \
             works them out again",
            case.id
        )
    })
}

/// Reads a stored case.
pub fn read_case(path: &Path) -> Result<Case, Error> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Error::file(path, None, error.to_string(), "give a run's case.json"))?;
    marv_report::read(&text).map_err(|error| {
        Error::file(path, None, error.to_string(), "give a case.json of this version of Marv, or run the case again")
    })
}

/// Renders a case into `out`, a file a format and language, and says which files.
pub fn report_case(case: &Case, out: &Path, formats: &[Format], languages: &[Language]) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for format in formats {
        for (name, content) in rendered(case, *format, languages)? {
            let path = out.join(name);
            write_file(&path, &content)?;
            files.push(path);
        }
    }
    Ok(files)
}

/// The files of one form, by name. A form of words has one a language.
pub(crate) fn rendered(case: &Case, format: Format, languages: &[Language]) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let one = |name: &str, text: String| vec![(name.to_owned(), text.into_bytes())];
    let each = |stem: &str, ending: &str, render: &dyn Fn(Language) -> Result<Vec<u8>, marv_report::Error>| {
        let file = |language: &Language| {
            let content = render(*language).map_err(|error| unrenderable(&error))?;
            Ok((format!("{stem}.{}.{ending}", language.tag()), content))
        };
        languages.iter().map(file).collect::<Result<Vec<_>, Error>>()
    };
    Ok(match format {
        Format::Json => one("case.json", to_json(case)?),
        Format::Html => each("report", "html", &|language| Ok(marv_report::html(case, language)?.into_bytes()))?,
        Format::Text => each("report", "txt", &|language| Ok(marv_report::text(case, language)?.into_bytes()))?,
        Format::Tsv => [
            ("variants.tsv", marv_report::findings(case)),
            ("tiers.tsv", marv_report::tiers(case)),
            ("rearrangements.tsv", marv_report::junctions(case)),
        ]
        .into_iter()
        .filter(|(name, _)| *name != "rearrangements.tsv" || case.rearrangements.is_some())
        .flat_map(|(name, text)| one(name, text))
        .collect(),
        Format::Xlsx => each("meeting", "xlsx", &|language| marv_report::workbook(case, language))?,
        Format::Maf => one("variants.maf", marv_report::maf(case)),
        Format::Cbioportal => marv_report::cbioportal(case)
            .into_iter()
            .map(|file| (format!("cbioportal/{}", file.name), file.content.into_bytes()))
            .collect(),
        Format::MultiQc => one("marv_mqc.json", marv_report::multiqc(case).map_err(|error| unrenderable(&error))?),
        Format::Fhir => each("fhir", "json", &|language| Ok(marv_report::fhir(case, language)?.into_bytes()))?,
        Format::Scout => one("scout.yaml", marv_report::scout(case)),
        #[cfg(feature = "pdf")]
        Format::Pdf => each("report", "pdf", &|language| marv_report::pdf(case, language))?,
        #[cfg(not(feature = "pdf"))]
        Format::Pdf => {
            return Err(Error::Usage {
                problem: "this build has no PDF".to_owned(),
                advice: "build with the feature `pdf`, or choose another format".to_owned(),
            });
        }
    })
}

/// A summary for a terminal.
pub fn to_text(case: &Case, language: Language) -> Result<String, Error> {
    marv_report::text(case, language).map_err(|error| unrenderable(&error))
}

pub(crate) fn to_html(case: &Case, language: Language) -> Result<String, Error> {
    marv_report::html(case, language).map_err(|error| unrenderable(&error))
}

pub(crate) fn karyotype_text(result: Option<&VirtualKaryotypeResult>, language: Language) -> Result<String, Error> {
    marv_report::karyotype_text(result, language).map_err(|error| unrenderable(&error))
}

pub(crate) fn genome_figure(result: &CopyNumberResult, language: Language) -> Result<String, Error> {
    marv_report::genome_figure(result, language).map_err(|error| unrenderable(&error))
}

pub(crate) fn to_json(case: &Case) -> Result<String, Error> {
    marv_report::write(case).map_err(|error| unrenderable(&error))
}

fn unrenderable(error: &marv_report::Error) -> Error {
    Error::File {
        file: "case".into(),
        field: None,
        problem: error.to_string(),
        advice: "report this as a fault of Marv, with the case.json".into(),
    }
}
