//! The allelic ratio of FLT3-ITD, from fragment analysis or from reads.

use marv_model::{
    clinical::Measure,
    finding::{Finding, Status},
    units::AlleleFraction,
};

use super::{Eln2017Policies, RatioFrom, table::ITD_HIGH};
use crate::{
    engine::judge::Facts,
    profile::{Asked, Marker, Profile},
    rules::status,
};

/// A profile that answers whether the ratio is high from reads where it was not measured.
pub(super) struct WithRatio<'a> {
    pub(super) profile: &'a Profile,
    pub(super) policies: &'a Eln2017Policies,
}

impl WithRatio<'_> {
    pub(super) fn ratio_is_from_fraction(&self) -> bool {
        self.profile.patient().value(Measure::Flt3ItdRatio).is_none()
            && self.profile.finding(Marker::Flt3Itd).evidence().is_some()
    }

    /// RULE: ELN 2017 Table 5, footnote on FLT3-ITD: high is a ratio of 0.5 or more, duplicated to wild type.
    ///
    /// METHOD: the ratio of a fraction f of reads is f / (1 - f), which is 0.5 at one third. Duplications add up: the area
    /// of the wild type is what none of them takes. Compared as 2 f >= 1 - f, so that 1 of 3 is not below it.
    fn high_by_fraction(&self) -> Status {
        match self.profile.finding(Marker::Flt3Itd) {
            Finding::Present { evidence } => {
                let known: f64 = evidence.iter().filter_map(|one| one.fraction).map(AlleleFraction::get).sum();
                if 2.0 * known >= 1.0 - known {
                    Status::Present
                } else if evidence.iter().any(|one| one.fraction.is_none()) {
                    Status::Unknown
                } else {
                    Status::Absent
                }
            }
            Finding::Absent { .. } => self.profile.status(Asked::Mutated(Marker::Flt3Itd), self.policies.largest_limit),
            Finding::NotAssessable { .. } => Status::Unknown,
        }
    }
}

impl Facts<Asked> for WithRatio<'_> {
    fn status(&self, asked: Asked) -> Status {
        let given = status(self.profile, asked, self.policies.largest_limit);
        if asked != ITD_HIGH || given != Status::Unknown {
            return given;
        }
        let itd = self.profile.status(Asked::Mutated(Marker::Flt3Itd), self.policies.largest_limit);
        match (self.policies.ratio_from, itd) {
            (_, Status::Absent) => Status::Absent,
            (RatioFrom::MeasureOrFraction, Status::Present) => self.high_by_fraction(),
            _ => Status::Unknown,
        }
    }
    fn evidence(&self, asked: Asked) -> Vec<String> {
        self.profile.evidence(asked)
    }
}
