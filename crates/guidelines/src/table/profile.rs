//! A row as a profile, for every scheme: columns named after markers, lesions, measures and circumstances.

use marv_model::{
    case::Disease,
    clinical::{Circumstance, Clinical, Measure},
    cytogenetics::{CountRange, CytogeneticFindings, KaryotypeGroups, Lesion, LesionFinding, Possible},
    finding::Finding,
    units::AlleleFraction,
};

use super::{
    Row, RowErrors, TableOptions,
    columns::{Column, column},
    read::Reader,
};
use crate::profile::{MarkerEvidence, MarkerFinding, Profile};

const MARKER: &str =
    "0, 1, NA, allele fractions as 0.41 or 0.41;0.22 (one for each mutation), or <0.05 for none above 5 %";

/// The profile of a row. `cytogenetics` and `groups` are what the caller read from the row's karyotype; columns of the
/// row add to them.
///
/// Columns, whatever their case: markers by name (`NPM1`, `FLT3-ITD`): 0, 1, NA, allele fractions (`0.41`, or `0.41;0.22`
/// for two mutations; `1.0` is a fraction, `1` is only: present), or `<0.05` for absent down to a limit; lesions by name
/// (`-7`, `RUNX1::RUNX1T1`): 0, 1, NA; measures by word (`haemoglobin`, or HB, PLT, ANC, WBC, `BM_BLAST`, `PB_BLAST`, LDH,
/// B2M) in their units; circumstances by word: 0, 1, NA; `sex`: M, F; `disease`; `ipssr_cytogenetics`,
/// `cpss_cytogenetics`, `myelofibrosis_karyotype`: their groups; `abnormalities`: a count.
pub fn profile_from_row(
    row: &Row,
    options: &TableOptions,
    cytogenetics: &CytogeneticFindings,
    groups: &KaryotypeGroups,
) -> Result<Profile, RowErrors> {
    let mut reader = Reader::new(row);
    let mut profile = Profile::unknown().disease(options.disease);
    let mut patient = Clinical::unknown();
    let mut lesions = CytogeneticFindings::unknown();
    let mut groups = groups.clone();
    for name in row.keys() {
        let (Some(column), Some(text)) = (column(name), reader.text(name)) else { continue };
        match column {
            Column::Marker(marker) => match marker_finding(text) {
                Some(finding) => profile = profile.marker(marker, finding),
                None => reader.refuse(name, text, MARKER),
            },
            Column::Lesion(lesion) => {
                if let Some(finding) = lesion_finding(lesion, reader.yes_or_no(name)) {
                    lesions.set(lesion, finding);
                }
            }
            Column::Measure(measure) => {
                let value = if measure == Measure::Haemoglobin {
                    reader.haemoglobin(name, options.haemoglobin)
                } else {
                    reader.number(name, measure.range(), measure.unit())
                };
                if let Some(Ok(more)) = value.map(|value| patient.clone().measured(measure, value)) {
                    patient = more;
                }
            }
            Column::Circumstance(circumstance) => {
                if let Some(is_so) = reader.yes_or_no(name) {
                    patient = patient.circumstance(circumstance, is_so);
                }
            }
            Column::Sex => match text.to_ascii_lowercase().as_str() {
                "m" | "male" | "man" => patient = patient.circumstance(Circumstance::Male, true),
                "f" | "k" | "female" | "woman" => patient = patient.circumstance(Circumstance::Male, false),
                _ => reader.refuse(name, text, "M, F or NA"),
            },
            Column::Disease => {
                if let Ok(disease) = text.parse::<Disease>() {
                    profile = profile.disease(disease);
                } else {
                    let words: Vec<&str> = Disease::ALL.iter().map(|(_, word)| *word).collect();
                    reader.refuse(name, text, words.join(", "));
                }
            }
            Column::IpssrGroup => groups.ipssr = reader.group(name).map_or(groups.ipssr, Possible::only),
            Column::CpssGroup => groups.cpss = reader.group(name).map_or(groups.cpss, Possible::only),
            Column::MyelofibrosisGroup => {
                groups.myelofibrosis = reader.group(name).map_or(groups.myelofibrosis, Possible::only);
            }
            Column::Abnormalities => match text.parse::<u32>() {
                Ok(count) => groups.abnormalities = CountRange::exactly(count),
                Err(_) => reader.refuse(name, text, "a whole number or NA"),
            },
        }
    }
    let profile = profile.cytogenetics(lesions.merged(cytogenetics)).groups(groups).clinical(patient);
    reader.done(profile).map(|(profile, _)| profile)
}

fn lesion_finding(lesion: Lesion, present: Option<bool>) -> Option<LesionFinding> {
    present.map(|is| if is { Finding::present(vec![lesion.name().to_owned()]) } else { Finding::absent() })
}

/// None where the text is no finding.
fn marker_finding(text: &str) -> Option<MarkerFinding> {
    let fraction = |text: &str| text.trim().parse().ok().and_then(|value| AlleleFraction::new(value).ok());
    match text {
        "0" => return Some(Finding::absent()),
        "1" => return Some(Finding::present(vec![MarkerEvidence::of_unknown_fraction("+")])),
        _ => {}
    }
    if let Some(limit) = text.strip_prefix('<') {
        return fraction(limit).map(Finding::absent_below);
    }
    let fractions: Option<Vec<AlleleFraction>> = text.split(';').map(fraction).collect();
    let present: Vec<MarkerEvidence> =
        fractions?.into_iter().filter(|f| f.get() > 0.0).map(|f| MarkerEvidence::new("+", f)).collect();
    Some(if present.is_empty() { Finding::absent() } else { Finding::present(present) })
}
