//! What is known of a case, with what its counts and its indication imply.

use marv_model::{
    case::Disease,
    clinical::{Circumstance, Measure},
    finding::Status,
};

use super::{MyeloidPolicies, StatedIndication, UnstatedMorphology};
use crate::{
    engine::judge::Facts,
    profile::{Asked, Profile},
    rules::status,
};

/// 20 % blasts, in hundredths.
const TWENTY_PERCENT: i32 = 2000;

/// A profile that answers from counts what was not stated, and from the indication what was not given.
pub(crate) struct Indicated<'a> {
    pub(crate) profile: &'a Profile,
    pub(crate) policies: &'a MyeloidPolicies,
}

impl Indicated<'_> {
    fn value(&self, measure: Measure) -> Option<f64> {
        self.profile.patient().value(measure)
    }
    fn blasts_given(&self) -> bool {
        [Measure::MarrowBlasts, Measure::BloodBlasts].iter().any(|measure| self.value(*measure).is_some())
    }
    /// Whether the indication stood in for blasts that nobody gave.
    pub(crate) fn blasts_from_indication(&self) -> bool {
        self.policies.stated_indication == StatedIndication::Taken && !self.blasts_given()
    }

    /// RULE: ICC 2022 and WHO 5: haemoglobin below 13 g/dL in men and 12 in women, neutrophils below 1.8, platelets below
    /// 150 x 10^9/L. The figures are from general knowledge of both; a statement of the department goes before.
    fn cytopenia(&self) -> Status {
        let below = |measure, limit: f64| match self.value(measure) {
            Some(value) if value < limit => Status::Present,
            Some(_) => Status::Absent,
            None => Status::Unknown,
        };
        let anaemia = match (below(Measure::Haemoglobin, 12.0), below(Measure::Haemoglobin, 13.0)) {
            (Status::Absent, Status::Present) => self.profile.patient().status(Circumstance::Male),
            (twelve, _) => twelve,
        };
        let all = [anaemia, below(Measure::Neutrophils, 1.8), below(Measure::Platelets, 150.0)];
        if all.contains(&Status::Present) {
            Status::Present
        } else if all.contains(&Status::Unknown) {
            Status::Unknown
        } else {
            Status::Absent
        }
    }

    /// Monocytes among the white blood cells, in percent, where both counts are known.
    fn monocyte_share(&self) -> Option<f64> {
        let (monocytes, leukocytes) = (self.value(Measure::Monocytes)?, self.value(Measure::Leukocytes)?);
        (leukocytes > 0.0).then(|| 100.0 * monocytes / leukocytes)
    }

    fn by_indication(&self, asked: Asked) -> Status {
        use Asked::{Above, AtLeast, Stated};
        if self.policies.stated_indication == StatedIndication::Ignored {
            return Status::Unknown;
        }
        let low = match self.profile.indication() {
            Disease::Mds | Disease::MdsMpn | Disease::Cmml => true,
            Disease::Aml => false,
            _ => return Status::Unknown,
        };
        match asked {
            AtLeast(Measure::MarrowBlasts, percent) if !low && !self.blasts_given() && percent.0 <= TWENTY_PERCENT => {
                Status::Present
            }
            Above(Measure::MarrowBlasts, percent) if !low && !self.blasts_given() && percent.0 < TWENTY_PERCENT => {
                Status::Present
            }
            AtLeast(Measure::MarrowBlasts | Measure::BloodBlasts, percent) if low && percent.0 >= TWENTY_PERCENT => {
                Status::Absent
            }
            Stated(Circumstance::Cytopenia) if low => Status::Present,
            Stated(Circumstance::PriorMpn) if low => Status::Absent,
            Stated(Circumstance::Dysplasia) if self.profile.indication() == Disease::Mds => Status::Present,
            _ => Status::Unknown,
        }
    }
}

impl Facts<Asked> for Indicated<'_> {
    fn status(&self, asked: Asked) -> Status {
        let given = status(self.profile, asked, self.policies.largest_limit);
        if given != Status::Unknown {
            return given;
        }
        let derived = match asked {
            Asked::Stated(Circumstance::Cytopenia) => self.cytopenia(),
            Asked::Stated(Circumstance::AuerRods | Circumstance::PureErythroid)
                if self.policies.unstated_morphology == UnstatedMorphology::NotThere =>
            {
                Status::Absent
            }
            Asked::AtLeast(Measure::MonocyteShare, percent) => match self.monocyte_share() {
                Some(share) if share >= percent.value() => Status::Present,
                Some(_) => Status::Absent,
                None => Status::Unknown,
            },
            _ => Status::Unknown,
        };
        if derived == Status::Unknown { self.by_indication(asked) } else { derived }
    }
    fn evidence(&self, asked: Asked) -> Vec<String> {
        self.profile.evidence(asked)
    }
}
