//! Whether a case has a lesion, by the laboratory's methods and by the genome's own junctions together.

use marv_model::{case::Case, cytogenetics::Lesion, finding::Status};

/// RULE: present where either method saw it, else absent where either looked with power, else unknown.
pub(crate) fn status(case: &Case, lesion: Lesion) -> Status {
    let recurrent = case.rearrangements.iter().flat_map(|found| &found.recurrent);
    let measured = recurrent.filter(|one| one.lesions.contains(&lesion)).map(|one| one.finding.status());
    let all: Vec<Status> = measured.chain([case.lesions.status(lesion)]).collect();
    if all.contains(&Status::Present) {
        Status::Present
    } else if all.contains(&Status::Absent) {
        Status::Absent
    } else {
        Status::Unknown
    }
}
