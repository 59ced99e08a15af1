//! The samples' names, as tables and files have them.

use marv_ingest::{alignment::BoundAlignment, variants::SampleNames};

use crate::inputs::Pair;

/// The samples' names as their files say.
pub(super) fn names(pair: &Pair) -> SampleNames {
    let name = |bound: &BoundAlignment| {
        bound.file().samples().first().map(|name| marv_ingest::privacy::redact_name(name).into_owned())
    };
    SampleNames { tumour: name(&pair.tumour), normal: pair.normal.as_ref().and_then(name) }
}

/// The names of the columns: two samples of one name are told apart by their role.
pub(super) fn columns(names: SampleNames) -> SampleNames {
    if names.tumour.is_none() || names.tumour != names.normal {
        return names;
    }
    let with = |name: Option<String>, role: &str| name.map(|name| format!("{name}_{role}"));
    SampleNames { tumour: with(names.tumour, "tumour"), normal: with(names.normal, "normal") }
}
