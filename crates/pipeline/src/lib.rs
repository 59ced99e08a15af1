//! Marv as a library: the whole job and each of its steps.
//!
//! ```no_run
//! use marv::{CaseFile, Settings, progress::Silent, run_case};
//!
//! let case = CaseFile::read("case.toml".as_ref())?;
//! let run = run_case(&case, &Settings::default(), "run".as_ref(), &Silent)?;
//! println!("{} variants in the report", run.case.variants.len());
//! # Ok::<(), marv::Error>(())
//! ```
//!
//! **Design.** A run is `sweep → learn → decide → assemble → report` (see the architecture document). Each arrow is a
//! value; the files of a run's folder are the stored forms of some of them. The library prints nothing and keeps no
//! state: progress goes to whoever listens ([`progress::Progress`]), results into the folder and back to the caller.

mod annotate;
mod assemble;
mod background;
mod case_file;
mod decide;
mod decisions;
mod demo;
mod demo_cases;
mod elsewhere;
mod error;
mod evidence_store;
mod family;
mod fast_track;
mod filter;
mod findings;
mod gather;
mod genes;
mod hotspots;
mod inputs;
mod known;
mod laboratory;
mod ledger;
mod lesions;
mod manifest;
mod markers;
mod output;
mod panel;
mod pictures;
mod pileup;
mod pon;
mod predisposition;
pub mod progress;
mod rearrangements;
mod region_record;
mod reinterpret;
mod report;
mod run;
mod same_genome;
mod select;
mod settings;
mod shard_file;
mod sign;
mod structure;
mod supplied;
mod supplied_copies;
mod sweep;
mod tables;
mod virtual_karyotype;

pub use annotate::annotate_file;
pub use case_file::{CaseFile, DonorFile, FamilyFile, Request, SampleFile};
pub use decisions::{Overruling, overrule};
pub use demo::{Demonstration, demo, demo_case, simulate};
pub use demo_cases::{DEMO_CASES, DemoCase};
pub use elsewhere::build_knowledge;
pub use error::Error;
pub use filter::filter_without_reads;
pub use gather::{SweptShard, sweep_shard};
pub use inputs::Pair;
pub use known::{ClinicalValue, FishValue, PanelValue};
pub use ledger::{Explained, LEDGER, why};
pub use manifest::{Checked, MANIFEST, Manifest, verify};
pub use pon::{
    PanelOf, PanelSummary, build_panel_of_normals, junctions::build_panel_of_junctions, show_panel_of_normals,
};
pub use reinterpret::{Reinterpretation, Reinterpreted, reinterpret};
pub use report::{Format, other_evidence, read_case, report_case, to_text};
pub use run::{CASE, Called, Run, Structure, VARIANTS, call, filter, run_case, structure};
pub use settings::{CytogeneticsPolicy, Settings};
pub use sign::{SIGNATURE, Seal, Signing, amend, sign};
pub use tables::{ClassifyTable, RowNote, TableOutcome, classify_table, karyotype_table};

/// The crates whose values this one's functions take and give.
pub use {
    marv_annotate, marv_guidelines, marv_ingest, marv_karyotype, marv_knowledge, marv_model, marv_report,
    marv_simulate, marv_somatic, marv_structure,
};

/// The version of Marv.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The time now, RFC 3339 in UTC, for [`Settings::started`]; that of `SOURCE_DATE_EPOCH` where it is set, so that equal
/// inputs give equal bytes. The only clock of the library; nothing else asks it.
pub fn now() -> String {
    let set = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok());
    let time = set.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()).unwrap_or_else(jiff::Timestamp::now);
    time.round(jiff::Unit::Second).unwrap_or_default().to_string()
}

/// The README's code is held to compile.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
