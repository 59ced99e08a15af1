//! HGVS and consequence against the vectors of VEP, ClinVar, DoCM, CIViC and others: every difference is printed, and
//! single-nucleotide variants are held at 99.5 %.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "test code")]

#[path = "support/gate.rs"]
mod gate;
mod support;

#[test]
fn single_nucleotide_variants_agree() {
    let Some(shared) = support::shared() else {
        println!("NOT TESTED: the shared folder with vectors/hgvs is absent (set MARV_SHARED)");
        return;
    };
    let report = gate::run(&shared);
    println!("{}\nskipped: {:?}", report.table(), report.skipped);
    for difference in &report.differences {
        println!("{difference}");
    }
    for (what, least) in [("SNV c.", 1_000), ("SNV p.", 260)] {
        let total = report.total(what);
        assert!(total.equal >= least, "{what}: only {} compared; has a file changed?", total.equal + total.different);
        assert!(total.rate() >= 0.995, "{what}: {:.3} %", 100.0 * total.rate());
    }
}
