//! What a source states of alleles, what Marv says of them, and whether they agree: rows of a table.

use super::calls::Row;

/// Case, allele, reason: where Marv's outcome is not what the source states.
pub(crate) type Difference = (&'static str, &'static str, &'static str);

/// What a source states of an allele, in Marv's terms.
pub(crate) enum Expected {
    /// No filter applies.
    Passes,
    /// A filter applies.
    HeldBack,
    /// What the words before it say.
    Holds(fn(&Row) -> bool),
    /// The source states no outcome, or rests it on files beside the pair: shown, not judged.
    Unstated,
}

pub(crate) struct Question {
    pub(crate) allele: (String, u32, String, String),
    /// The source's own words.
    pub(crate) stated: String,
    /// Marv's terms for them.
    pub(crate) terms: &'static str,
    pub(crate) expected: Expected,
}

pub(crate) fn question(
    (contig, position, reference, alternate): (&str, u32, &str, &str),
    stated: &str,
    terms: &'static str,
    expected: Expected,
) -> Question {
    let allele = (contig.to_owned(), position, reference.to_owned(), alternate.to_owned());
    Question { allele, stated: stated.to_owned(), terms, expected }
}

/// The rows of one case, judged; true where all is as expected or a listed difference, and no listed one agrees.
pub(crate) fn judge(name: &str, rows: &[Row], questions: &[Question], differences: &[Difference]) -> bool {
    let mut as_listed = true;
    for Question { allele: (contig, position, reference, alternate), stated, terms, expected } in questions {
        let allele = format!("{contig}:{position} {reference}>{alternate}");
        let row = rows.iter().find(|row| row.is(contig, *position, reference, alternate));
        let agrees = match (expected, row) {
            (Expected::Unstated, _) => None,
            (Expected::HeldBack, None) => Some(true),
            (_, None) => Some(false),
            (Expected::Passes, Some(row)) => Some(row.passes()),
            (Expected::HeldBack, Some(row)) => Some(!row.passes()),
            (Expected::Holds(holds), Some(row)) => Some(holds(row)),
        };
        let listed = differences.iter().find(|(case, of, _)| *case == name && *of == allele);
        let outcome = match (agrees, listed) {
            (None, _) => "not judged".to_owned(),
            (Some(true), _) => "agrees".to_owned(),
            (Some(false), Some((_, _, reason))) => format!("differs: {reason}"),
            (Some(false), None) => "differs".to_owned(),
        };
        as_listed &= (agrees == Some(false)) == listed.is_some();
        let found = row.map_or_else(
            || "no candidate | | | | |".to_owned(),
            |row| {
                format!(
                    "{} | {} | {:.3} | {:.3} | {:.3} | {}",
                    row.tumour,
                    row.normal.map_or_else(|| "-".to_owned(), |normal| normal.to_string()),
                    row.somatic(),
                    row.germline(),
                    row.artefact(),
                    row.filters.join(" ")
                )
            },
        );
        println!("| {name} | {allele} | {stated} | {terms} | {found} | {outcome} |");
    }
    as_listed
}

pub(crate) fn head() {
    println!(
        "| case | allele | stated | in Marv's terms | tumour | normal | P(somatic) | P(germline) | P(artefact) | filter | outcome |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
}
