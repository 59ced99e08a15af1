//! One guideline over a table of patients.

use std::{cell::RefCell, collections::BTreeSet, path::Path};

use marv_guidelines::{
    Choices, Listed,
    table::{self, Row, TableOptions},
};
use marv_karyotype::{ComplexDefinition, Karyotype};
use marv_model::cytogenetics::{CytogeneticFindings, KaryotypeGroups, Lesion};

use super::{Answered, TableOutcome, answered_table};
use crate::Error;

/// How a table is to be classified.
#[derive(Debug, Clone)]
pub struct ClassifyTable {
    /// Under which scheme.
    pub scheme: &'static Listed,
    /// The unit of haemoglobin, and the disease of rows that do not say.
    pub options: TableOptions,
    /// The column of karyotypes (ISCN), where there is one.
    pub karyotype_column: Option<String>,
    /// What is chosen where the guideline is silent; the documented defaults where nothing is.
    pub choices: Choices,
}

/// Classifies every row of a table and writes it with the scheme's columns added.
///
/// ```no_run
/// use marv::{ClassifyTable, classify_table, marv_guidelines::table::{TableOptions, scheme_of_word}};
///
/// let how = ClassifyTable {
///     scheme: scheme_of_word("ipss-m").ok_or("no such scheme")?,
///     options: TableOptions::default(),
///     karyotype_column: None,
///     choices: Default::default(),
/// };
/// let outcome = classify_table("cohort.tsv".as_ref(), "scored.tsv".as_ref(), &how)?;
/// assert!(outcome.refused.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn classify_table(input: &Path, out: &Path, how: &ClassifyTable) -> Result<TableOutcome, Error> {
    table::choices_fit(how.scheme, &how.choices).map_err(|unknown| {
        Error::file(input, None, unknown.to_string(), "see the policies of a verdict for their names")
    })?;
    let unrecognised: RefCell<BTreeSet<String>> = RefCell::default();
    let columns = |table: &super::Table| {
        if let Some(name) = how.karyotype_column.as_deref()
            && table.column(name).is_none()
        {
            let problem = format!("there is no column {name:?}");
            return Err(Error::file(
                input,
                Some("line 1"),
                problem,
                format!("choose from {}", table.header.join(", ")),
            ));
        }
        // The columns of an answer are the scheme's, whatever the row: those of a row of which nothing is known.
        let nothing = table::answer(how.scheme, &Row::new(), &how.options, &table::Karyotype::default());
        let answer =
            nothing.map_err(|errors| Error::file(input, None, errors.to_string(), "report this as a fault of Marv"))?;
        Ok(answer.columns.into_iter().map(|(name, _)| name).collect())
    };
    let mut outcome = answered_table(input, out, &columns, &|table, cells| {
        let iscn = how.karyotype_column.as_deref().and_then(|name| table.column(name));
        let row: Row = table
            .header
            .iter()
            .enumerate()
            .filter(|(at, _)| Some(*at) != iscn)
            .map(|(at, name)| (name.clone(), cells[at].clone()))
            .collect();
        unrecognised.borrow_mut().extend(table::unrecognised(&row).into_iter().map(str::to_owned));
        let karyotype = iscn.map(|at| cells[at].trim()).filter(|text| !text.is_empty()).map(|text| {
            let reading = Karyotype::read(text);
            let mut findings = reading.cytogenetics();
            // RULE: ELN 2022 Table 6, footnote f: class-defining by whatever method, so by a column of the row too.
            let (nothing, no_groups) = (CytogeneticFindings::unknown(), KaryotypeGroups::unknown());
            if let Ok(profile) = table::profile_from_row(&row, &how.options, &nothing, &no_groups) {
                let complex = reading.complex_karyotype_beside(&ComplexDefinition::ELN_2022, profile.lesions());
                findings.set(Lesion::ComplexKaryotype, complex);
            }
            table::Karyotype { findings, groups: reading.groups() }
        });
        match table::answer_by(how.scheme, &row, &how.options, &karyotype.unwrap_or_default(), &how.choices) {
            Ok(answer) => Answered {
                cells: Ok(answer.columns.into_iter().map(|(_, text)| text).collect()),
                warnings: answer.warnings,
            },
            Err(errors) => Answered { cells: Err(errors.to_string()), warnings: Vec::new() },
        }
    })?;
    // What names the row, and what an earlier answer left, is not misspelt.
    let expected = |name: &str| name.eq_ignore_ascii_case("id") || outcome.added.iter().any(|added| added == name);
    outcome.unrecognised = unrecognised.into_inner().into_iter().filter(|name| !expected(name)).collect();
    Ok(outcome)
}
