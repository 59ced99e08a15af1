//! What a file is, what Marv makes of it, or what is wrong with it, where, and what to do.
//!
//! **Design.** A file is told by its bytes first and by its name only where the bytes leave it open. It is then read whole
//! by the readers that a run would use, so that what is said here is what a run would meet. Whatever a file holds, the
//! examination ends in a [`Diagnosis`]: an error of a reader, or a panic of a decoder that is not ours, is a finding.

mod alignment;
mod conformance;
mod diagnosis;
mod index;
mod kind;
mod sam;
mod sequence;
mod table;
mod variants;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

pub use diagnosis::{Diagnosis, Fact, Finding, Severity};
pub use kind::Kind;

use crate::{alignment::CramDecoder, variants::SampleNames};

/// What an examination may use besides the file.
#[derive(Debug, Clone)]
pub struct DoctorOptions {
    /// The reference FASTA: variants are compared with it, and CRAM is decoded against it.
    pub reference: Option<PathBuf>,
    /// The samples of a variant file that does not say them.
    pub names: SampleNames,
    /// Which library decodes CRAM.
    pub cram_decoder: CramDecoder,
}

impl Default for DoctorOptions {
    /// CRAM is decoded in Rust: a file whose origin is not known yet is not handed to a decoder in C, but for one on which
    /// the decoder in Rust gives up without saying that anything is wrong.
    fn default() -> Self {
        Self { reference: None, names: SampleNames::default(), cram_decoder: CramDecoder::Noodles }
    }
}

/// Examines a file of any kind, whole. It writes nothing and asks no network.
pub fn examine(path: &Path, options: &DoctorOptions) -> Diagnosis {
    let seen = catch_unwind(AssertUnwindSafe(|| examine_file(path, options)));
    seen.unwrap_or_else(|_| {
        let mut diagnosis = Diagnosis::new(path, Kind::Unknown);
        diagnosis.error(
            "a decoder gave up on it",
            "the file is damaged beyond what can be told: write it again from its source",
        );
        diagnosis
    })
}

fn examine_file(path: &Path, options: &DoctorOptions) -> Diagnosis {
    let kind = match kind::of(path) {
        Ok(kind) => kind,
        Err(error) => {
            let mut diagnosis = Diagnosis::new(path, Kind::Unknown);
            diagnosis.read_failed(&error);
            return diagnosis;
        }
    };
    let mut diagnosis = Diagnosis::new(path, kind);
    let examined = match kind {
        Kind::Bam | Kind::Cram => alignment::examine(path, options, &mut diagnosis),
        Kind::Sam => sam::examine(path, &mut diagnosis),
        Kind::Vcf | Kind::Bcf => variants::examine(path, options, &mut diagnosis),
        Kind::Fasta => sequence::fasta(path, &mut diagnosis),
        Kind::Fastq => sequence::fastq(path, &mut diagnosis),
        Kind::FastaIndex | Kind::CramIndex | Kind::BamIndex | Kind::Csi | Kind::Tabix | Kind::BlockIndex => {
            index::examine(path, kind, &mut diagnosis)
        }
        Kind::Bed => table::bed(path, options, &mut diagnosis),
        Kind::Pedigree => table::pedigree(path, &mut diagnosis),
        Kind::CaseFile => table::case_file(path, &mut diagnosis),
        Kind::Packed => {
            diagnosis.error(
                "it is packed in a form that is not read here",
                "unpack it, and pack it with `bgzip` where it is large",
            );
            Ok(())
        }
        Kind::Empty => {
            diagnosis.error("the file is empty", "transfer or write it again");
            Ok(())
        }
        Kind::Unknown => {
            diagnosis.error(
                "no kind of file that is read here",
                "expected are BAM, CRAM, SAM, VCF, BCF, FASTA and their indexes, BED, PED, and case files",
            );
            Ok(())
        }
    };
    if let Err(error) = examined {
        diagnosis.read_failed(&error);
    }
    diagnosis
}
