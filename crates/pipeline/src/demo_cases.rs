//! Further demonstrations: invented patients with other diseases, each a scenario for the simulator and what a laboratory
//! would have written down.

use marv_simulate::{Scenario, demo_scenario};

use crate::{Error, Request};

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoCase {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it shows.
    pub shows: &'static str,
    scenario: &'static str,
    request: &'static str,
}

macro_rules! case {
    ($name:literal, $shows:literal) => {
        DemoCase {
            name: $name,
            shows: $shows,
            scenario: include_str!(concat!("../demo/", $name, ".scenario.toml")),
            request: include_str!(concat!("../demo/", $name, ".request.toml")),
        }
    };
}

/// All, in the order in which they are offered.
pub const DEMO_CASES: [DemoCase; 5] = [
    case!("aml-tp53", "acute myeloid leukaemia with TP53 and a monosomal karyotype"),
    case!("aml-npm1-flt3", "acute myeloid leukaemia with NPM1 and FLT3-ITD"),
    case!("mds-5q-sf3b1", "myelodysplastic syndrome with del(5q) and SF3B1"),
    case!("myeloma-relapse", "multiple myeloma in relapse"),
    case!("ph-like-all", "B-lymphoblastic leukaemia, BCR::ABL1-like"),
];

impl DemoCase {
    /// By its name.
    pub fn named(name: &str) -> Result<Self, Error> {
        DEMO_CASES.into_iter().find(|case| case.name == name).ok_or_else(|| Error::Usage {
            problem: format!("{name:?} is no demonstration"),
            advice: format!("choose from {}", DEMO_CASES.map(|case| case.name).join(", ")),
        })
    }

    /// What to simulate: the demonstration's panel with this patient's genome and its own places.
    pub fn scenario(&self) -> Result<Scenario, Error> {
        let mut scenario = Scenario::from_toml(self.scenario).map_err(|error| {
            Error::file(
                format!("{}.scenario.toml", self.name).as_ref(),
                None,
                error.to_string(),
                "report this as a fault",
            )
        })?;
        scenario.regions.splice(0..0, demo_scenario().regions);
        Ok(scenario)
    }

    /// What the laboratory knows.
    pub fn request(&self) -> Result<Request, Error> {
        Request::parse(self.request, format!("{}.request.toml", self.name).as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_can_be_read_and_its_guidelines_apply() {
        for case in DEMO_CASES {
            let scenario = case.scenario().unwrap();
            assert_eq!(scenario.name, case.name);
            assert!(!scenario.somatic.is_empty() && !scenario.regions.is_empty());
            let (verdicts, _) = case.request().unwrap().verdicts("request".as_ref()).unwrap();
            assert!(!verdicts.is_empty(), "{}", case.name);
        }
        assert!(DemoCase::named("nothing").is_err());
    }
}
