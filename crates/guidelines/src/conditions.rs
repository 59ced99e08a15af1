//! The words that tables of rows over a profile are written in.

use marv_model::{
    clinical::{Circumstance, Measure},
    cytogenetics::Lesion,
};

use crate::{
    engine::scheme::{Answer, Condition, Row},
    profile::{Asked, Hundredths, Marker, Percent},
};

pub(crate) fn has(lesion: Lesion) -> Condition<Asked> {
    Condition::Is(Asked::Has(lesion))
}
pub(crate) fn has_any(lesions: &[Lesion]) -> Condition<Asked> {
    Condition::any_of(lesions.iter().map(|lesion| Asked::Has(*lesion)))
}
pub(crate) fn mutated(marker: Marker) -> Condition<Asked> {
    Condition::Is(Asked::Mutated(marker))
}
pub(crate) fn any_mutated(markers: &[Marker]) -> Condition<Asked> {
    Condition::any_of(markers.iter().map(|marker| Asked::Mutated(*marker)))
}
/// This fraction or more.
pub(crate) fn mutated_at(marker: Marker, percent: u8) -> Condition<Asked> {
    Condition::Is(Asked::MutatedAtLeast(marker, Percent(percent)))
}
/// More than this fraction, itself not included.
pub(crate) fn mutated_above(marker: Marker, percent: u8) -> Condition<Asked> {
    Condition::Is(Asked::MutatedAbove(marker, Percent(percent)))
}
/// The measure is at least this many hundredths of its unit.
pub(crate) fn at_least(measure: Measure, hundredths: i32) -> Condition<Asked> {
    Condition::Is(Asked::AtLeast(measure, Hundredths(hundredths)))
}
/// The measure is more than this many hundredths of its unit.
pub(crate) fn above(measure: Measure, hundredths: i32) -> Condition<Asked> {
    Condition::Is(Asked::Above(measure, Hundredths(hundredths)))
}
pub(crate) fn stated(circumstance: Circumstance) -> Condition<Asked> {
    Condition::Is(Asked::Stated(circumstance))
}
/// A row that names a category.
pub(crate) const fn row(
    id: &'static str,
    source: &'static str,
    when: Condition<Asked>,
    category: &'static str,
) -> Row<Asked> {
    Row { id, source, when, then: Answer::Category(category) }
}
