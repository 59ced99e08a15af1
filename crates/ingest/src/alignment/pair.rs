//! Whether two files can be the tumour and the normal of one patient.

use std::{fs::File, io::Read, path::Path};

use sha2::{Digest, Sha256};

use super::{AlignmentFile, AlignmentFormat, Warning, bam::RecordStream, cram};
use crate::{Error, error::Problem};

/// How strictly a pair is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PairOptions {
    /// Takes the same sample name on both sides for a warning, not an error.
    pub accept_same_sample: bool,
}

/// Records, or compressed bytes of a CRAM, that a fingerprint is taken of.
const FINGERPRINT_RECORDS: usize = 1000;
const FINGERPRINT_BYTES: u64 = 1 << 20;

/// Refuses a file paired with itself, and two files of one sample name. Two files that begin with the same reads are a
/// warning: a copy under another name is a mix-up more often than a control.
pub fn check_pair(tumour: &AlignmentFile, normal: &AlignmentFile, options: PairOptions) -> Result<Vec<Warning>, Error> {
    let mismatch = |detail: &str, advice: &str| {
        Error::new(tumour.path(), Problem::Mismatch { detail: detail.to_owned() }).advice(advice)
    };
    if is_same_file(tumour.path(), normal.path()) {
        return Err(mismatch("tumour and normal are the same file", "give the normal sample's own file"));
    }
    let mut warnings = Vec::new();
    if let (Some(one), Some(two)) = (tumour.sample()?, normal.sample()?)
        && one == two
    {
        let detail = format!("tumour and normal are both of sample {one} (@RG SM)");
        if !options.accept_same_sample {
            return Err(mismatch(
                &detail,
                "check that the files were not mixed up; if they are right, accept the same name (--allow-same-sample)",
            ));
        }
        warnings.push(Warning::new(detail));
    }
    let prints = fingerprint(tumour)?.zip(fingerprint(normal)?);
    if prints.is_some_and(|(one, two)| one == two) {
        warnings.push(Warning::new(format!(
            "{} and {} begin with the very same reads: no somatic variant can be found if they are copies",
            tumour.path().display(),
            normal.path().display()
        )));
    }
    Ok(warnings)
}

fn is_same_file(one: &Path, two: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if let (Ok(one), Ok(two)) = (std::fs::metadata(one), std::fs::metadata(two)) {
            return (one.dev(), one.ino()) == (two.dev(), two.ino());
        }
    }
    matches!((one.canonicalize(), two.canonicalize()), (Ok(one), Ok(two)) if one == two)
}

/// What tells the reads of a file, whatever its header: its format and the first records. None for a file without a record.
fn fingerprint(file: &AlignmentFile) -> Result<Option<(AlignmentFormat, Vec<u8>)>, Error> {
    let io = |error: std::io::Error| Error::new(file.path(), error);
    let mut digest = Sha256::new();
    let mut some = false;
    match file.format() {
        AlignmentFormat::Bam => {
            let mut stream = RecordStream::open(file.path())?;
            stream.seek(file.0.first_record).map_err(io)?;
            for _ in 0..FINGERPRINT_RECORDS {
                let Some(record) = stream.next().map_err(io)? else { break };
                digest.update(record);
                some = true;
            }
        }
        AlignmentFormat::Cram { .. } => {
            let mut file = std::io::BufReader::new(File::open(file.path()).map_err(io)?);
            let data = cram::container::next_container(&mut file, cram::container::DEFINITION_BYTES).map_err(io)?;
            std::io::Seek::seek(&mut file, std::io::SeekFrom::Start(data)).map_err(io)?;
            let mut bytes = Vec::new();
            file.take(FINGERPRINT_BYTES).read_to_end(&mut bytes).map_err(io)?;
            some = bytes.len() > cram::container::END_OF_FILE.len();
            digest.update(&bytes);
        }
    }
    Ok(some.then(|| (file.format(), digest.finalize().to_vec())))
}
