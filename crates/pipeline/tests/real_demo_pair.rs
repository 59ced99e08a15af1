//! The pair that comes with another caller: two relatives' reads over 5 kb, with that caller's own results.
//!
//! Tumour and normal are two persons, so each difference between them counts as acquired, and further ones than those
//! of the results can be true: every further call is printed with what its reads say.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "helpers of tests, outside of what clippy takes for tests"
)]

mod support;

use marv::Settings;
use support::{call, calls::Row, pair, program, real};

/// The alleles of a VCF file, as bcftools prints them: contig, position, reference, alternate, filter.
fn expected(file: &std::path::Path) -> Option<Vec<[String; 5]>> {
    let (out, _) =
        program::run("bcftools", &["query", "-f", "%CHROM\t%POS\t%REF\t%ALT\t%FILTER\n", program::text(file)])?;
    let text = String::from_utf8(out).unwrap();
    Some(text.lines().map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>().try_into().unwrap()).collect())
}

fn find<'a>(rows: &'a [Row], [contig, position, reference, alternate, _]: &[String; 5]) -> Option<&'a Row> {
    rows.iter().find(|row| row.is(contig, position.parse().unwrap(), reference, alternate))
}

#[test]
fn every_expected_variant_is_found_and_every_further_one_has_its_reason() {
    let Some(folder) = real("tn/strelka_demo") else { return };
    let scratch = tempfile::tempdir().unwrap();
    let case =
        pair(&folder.join("demo20.fa"), &folder.join("NA12891_demo20.bam"), Some(&folder.join("NA12892_demo20.bam")));
    let rows = call(&case, &Settings::default(), scratch.path()).unwrap();
    let (Some(snvs), Some(indels)) =
        (expected(&folder.join("somatic.snvs.vcf.gz")), expected(&folder.join("somatic.indels.vcf.gz")))
    else {
        return;
    };
    let wanted: Vec<_> = snvs.iter().chain(&indels).filter(|one| one[4] == "PASS").collect();
    assert_eq!((snvs.len(), indels.len(), wanted.len()), (17, 2, 18), "the results as published");

    println!("expected                 tumour normal  P(somatic) P(germline) P(artefact) filter");
    let mut missed = Vec::new();
    for one in &wanted {
        match find(&rows, one) {
            Some(row) => {
                println!("{}", line(row));
                if !row.passes() {
                    missed.push(row.allele());
                }
            }
            None => missed.push(one.join(" ")),
        }
    }
    println!("\nfurther calls that pass");
    let further: Vec<&Row> = rows
        .iter()
        .filter(|row| row.passes() && !wanted.iter().any(|one| find(std::slice::from_ref(row), one).is_some()))
        .collect();
    for row in &further {
        println!("{}", line(row));
    }
    println!("\nheld back by the other caller (LowEVS: a loss of an inherited allele)");
    for one in snvs.iter().filter(|one| one[4] != "PASS") {
        println!("{}", find(&rows, one).map_or_else(|| format!("{}: no candidate", one.join(" ")), line));
    }
    println!(
        "\n{} of {} expected pass; {} further pass of {} candidates",
        wanted.len() - missed.len(),
        wanted.len(),
        further.len(),
        rows.len()
    );
    assert!(missed.is_empty(), "expected and not passing: {missed:?}");
    // A further call is only right where the reads say so: in the tumour, and not in the normal.
    for row in further {
        let normal = row.normal.unwrap();
        assert!(row.tumour.alternate >= 3 && normal.fraction() < 0.05 && row.somatic() > 0.9, "{}", line(row));
    }
}

fn line(row: &Row) -> String {
    format!(
        "{:<24} {:>6} {:>6} {:>10.4} {:>11.4} {:>11.4}  {}",
        row.allele(),
        row.tumour.to_string(),
        row.normal.map_or_else(String::new, |normal| normal.to_string()),
        row.somatic(),
        row.germline(),
        row.artefact(),
        row.filters.join(";")
    )
}
