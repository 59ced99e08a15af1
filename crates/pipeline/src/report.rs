//! A stored case, rendered again.

use std::path::{Path, PathBuf};

use marv_model::case::Case;
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
    /// The variants as a table, for the meeting.
    Tsv,
    /// Mutation Annotation Format, for cohorts and cBioPortal.
    Maf,
    /// A section for MultiQC.
    MultiQc,
    /// HL7 FHIR R4, Genomics Reporting.
    Fhir,
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
            other => Err(Error::Usage {
                problem: format!("{other:?} is no format of a report"),
                advice: "choose from html, json, text, tsv, maf, multiqc, fhir".into(),
            }),
        }
    }
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
    let mut put = |name: String, content: String| -> Result<(), Error> {
        let path = out.join(name);
        write_file(&path, content.as_bytes())?;
        files.push(path);
        Ok(())
    };
    for format in formats {
        match format {
            Format::Json => put("case.json".to_owned(), to_json(case)?)?,
            Format::Html => {
                for language in languages {
                    put(format!("report.{}.html", language.tag()), to_html(case, *language)?)?;
                }
            }
            Format::Tsv => put("variants.tsv".to_owned(), marv_report::findings(case))?,
            Format::Maf => put("variants.maf".to_owned(), marv_report::maf(case))?,
            Format::MultiQc => put("marv_mqc.json".to_owned(), rendered(marv_report::multiqc(case))?)?,
            Format::Fhir => {
                for language in languages {
                    put(format!("fhir.{}.json", language.tag()), rendered(marv_report::fhir(case, *language))?)?;
                }
            }
            Format::Text => {
                for language in languages {
                    put(format!("report.{}.txt", language.tag()), to_text(case, *language)?)?;
                }
            }
        }
    }
    Ok(files)
}

/// A summary for a terminal.
pub fn to_text(case: &Case, language: Language) -> Result<String, Error> {
    marv_report::text(case, language).map_err(|error| unrenderable(&error))
}

pub(crate) fn to_html(case: &Case, language: Language) -> Result<String, Error> {
    marv_report::html(case, language).map_err(|error| unrenderable(&error))
}

pub(crate) fn to_json(case: &Case) -> Result<String, Error> {
    marv_report::write(case).map_err(|error| unrenderable(&error))
}

fn rendered(text: Result<String, marv_report::Error>) -> Result<String, Error> {
    text.map_err(|error| unrenderable(&error))
}

fn unrenderable(error: &marv_report::Error) -> Error {
    Error::File {
        file: "case".into(),
        field: None,
        problem: error.to_string(),
        advice: "report this as a fault of Marv, with the case.json".into(),
    }
}
