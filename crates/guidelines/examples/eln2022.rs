//! ELN 2022 for a case without a readable karyotype: what is reachable, why, and what would decide.
//!
//! `cargo run -p marv-guidelines --example eln2022`
#![allow(clippy::print_stdout)]

use marv_guidelines::{
    eln2022::{Eln2022Policies, eln2022},
    profile::{Marker, MarkerEvidence, Profile},
};
use marv_model::{
    case::Disease,
    cytogenetics::CytogeneticFindings,
    finding::{Finding, NotAssessed},
    units::AlleleFraction,
};

fn main() -> Result<(), marv_model::Error> {
    let limit = AlleleFraction::new(0.08)?;
    let mut profile = Profile::unknown().disease(Disease::Aml);
    for (marker, _) in Marker::ALL.iter().copied() {
        profile = profile.marker(marker, Finding::absent_below(limit));
    }
    let profile = profile
        .marker(
            Marker::Npm1,
            Finding::present(vec![MarkerEvidence::new("p.(Trp288CysfsTer12)", AlleleFraction::new(0.41)?)]),
        )
        .marker(Marker::Flt3Itd, Finding::unknown(NotAssessed::LowCoverage))
        .cytogenetics(CytogeneticFindings::not_assessable(&NotAssessed::InputUnclear));
    let verdict = eln2022(&profile, &Eln2022Policies::default());
    println!("{} ({}): {:?}", verdict.scheme, verdict.source, verdict.outcome);
    for criterion in &verdict.trace {
        let mark = if criterion.decisive { "decides" } else { "" };
        println!(
            "  {:<38} {:<8} -> {:<14} {:<8} {}",
            criterion.id,
            format!("{:?}", criterion.status),
            criterion.leads_to.as_deref().unwrap_or(""),
            mark,
            criterion.evidence.join("; ")
        );
    }
    for missing in &verdict.missing {
        println!("  missing {}: present {:?}, absent {:?}", missing.datum, missing.if_present, missing.if_absent);
    }
    for policy in &verdict.policies {
        println!("  policy {} = {}", policy.option, policy.value);
    }
    for flag in &verdict.flags {
        println!("  flag {flag}");
    }
    Ok(())
}
