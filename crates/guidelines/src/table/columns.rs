//! Names of columns, and of schemes on a command line.

use std::{collections::BTreeMap, sync::LazyLock};

use marv_model::{
    clinical::{Circumstance, Measure},
    cytogenetics::Lesion,
};

use super::{IPSSM_COLUMNS, IPSSR_COLUMNS, Row};
use crate::{Listed, SCHEMES, profile::Marker};

/// What a column of a table of profiles holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Column {
    Marker(Marker),
    Lesion(Lesion),
    Measure(Measure),
    Circumstance(Circumstance),
    Disease,
    Sex,
    IpssrGroup,
    CpssGroup,
    MyelofibrosisGroup,
    Abnormalities,
}

/// Columns by their folded name.
static COLUMNS: LazyLock<BTreeMap<String, Column>> = LazyLock::new(|| {
    let short = [
        ("HB", Measure::Haemoglobin),
        ("PLT", Measure::Platelets),
        ("ANC", Measure::Neutrophils),
        ("WBC", Measure::Leukocytes),
        ("BM_BLAST", Measure::MarrowBlasts),
        ("PB_BLAST", Measure::BloodBlasts),
        ("LDH", Measure::LactateDehydrogenase),
        ("B2M", Measure::Beta2Microglobulin),
    ];
    let others = [
        ("disease", Column::Disease),
        ("sex", Column::Sex),
        ("ipssr_cytogenetics", Column::IpssrGroup),
        ("CYTO_IPSSR", Column::IpssrGroup),
        ("CYTO", Column::IpssrGroup),
        ("cpss_cytogenetics", Column::CpssGroup),
        ("myelofibrosis_karyotype", Column::MyelofibrosisGroup),
        ("abnormalities", Column::Abnormalities),
    ];
    let markers = Marker::ALL.iter().map(|(marker, name)| (*name, Column::Marker(*marker)));
    let lesions = Lesion::ALL.iter().map(|lesion| (lesion.name(), Column::Lesion(*lesion)));
    let measures = Measure::ALL.iter().map(|measure| (measure.word(), Column::Measure(*measure)));
    let circumstances = Circumstance::ALL.iter().map(|c| (c.word(), Column::Circumstance(*c)));
    markers
        .chain(lesions)
        .chain(measures)
        .chain(circumstances)
        .chain(short.map(|(name, measure)| (name, Column::Measure(measure))))
        .chain(others)
        .map(|(name, column)| (folded(name), column))
        .collect()
});

/// Case, and `_` for `-`, do not matter in a column's name.
fn folded(name: &str) -> String {
    name.trim().to_ascii_lowercase().replace('_', "-")
}

pub(super) fn column(name: &str) -> Option<Column> {
    COLUMNS.get(&folded(name)).copied()
}

/// The columns of a table that no scheme reads: a caller shows them, since a misspelt gene would else be unknown in
/// silence. Identifiers and karyotypes are the caller's.
pub fn unrecognised(row: &Row) -> Vec<&str> {
    let known = |name: &str| column(name).is_some() || IPSSM_COLUMNS.contains(&name) || IPSSR_COLUMNS.contains(&name);
    row.keys().map(String::as_str).filter(|name| !known(name)).collect()
}

/// The scheme that a word of a command line names: its identifier or name, whatever the case and punctuation, as
/// `ipss-m`, `IPSS-M`, `mipss70+ version 2.0`.
pub fn scheme_of_word(word: &str) -> Option<&'static Listed> {
    let plain = |text: &str| {
        text.to_ascii_lowercase()
            .replace("version", "v")
            .replace("2.0", "2")
            .replace('+', "plus")
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
    };
    let wanted = plain(word);
    SCHEMES.iter().find(|listed| plain(listed.id) == wanted || plain(listed.name) == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_found_by_their_words() {
        for (word, id) in [
            ("ipss-m", "ipssm"),
            ("IPSS-R", "ipssr"),
            ("eln2022", "eln2022"),
            ("MIPSS70+ version 2.0", "mipss70_plus_v2"),
            ("cll-ipi", "cll_ipi"),
            ("R2-ISS", "r2_iss"),
        ] {
            assert_eq!(scheme_of_word(word).map(|listed| listed.id), Some(id), "{word}");
        }
        assert!(scheme_of_word("ipss").is_none());
    }

    #[test]
    fn a_misspelt_gene_is_shown() {
        let row: Row =
            ["NPM1", "flt3_itd", "NPM", "age", "CYTO"].iter().map(|c| ((*c).to_owned(), String::new())).collect();
        assert_eq!(unrecognised(&row), ["NPM"]);
    }
}
