//! A shard: the evidence of some regions, swept on any machine, kept as one file until it is gathered with the others.
//!
//! Layout: magic `MARVSHD1`; length of the description (u32), the description (JSON: [`Origin`] and the regions); then for
//! each region, in that order: payload length (u32), a checksum (the first eight bytes of the payload's SHA-256), payload.
//! Numbers are little-endian. The same regions of the same inputs give the same bytes on any number of threads.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use marv_ingest::output::Output;
use marv_model::genome::{Contigs, Interval};
use serde::{Deserialize, Serialize};

use crate::{Error, error::show, evidence_store::checksum};

const MAGIC: &[u8; 8] = b"MARVSHD1";
/// No description is longer: a genome in regions of 1 kb.
const DESCRIPTION_BYTES: u64 = 1 << 28;

/// What evidence depends on. Shards are of one run when these are equal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Origin {
    pub(crate) marv_version: String,
    pub(crate) bundle_hash: String,
    /// By role; SHA-256, of an alignment that of its ends, length and index.
    pub(crate) inputs: BTreeMap<String, String>,
    /// Which samples of the files were taken: tumour, normal.
    pub(crate) samples: [Option<String>; 2],
    /// What counts as evidence.
    pub(crate) sweep: serde_json::Value,
    /// Whether the evidence of copy number and rearrangements is in it.
    pub(crate) structure: bool,
}

impl Origin {
    /// Why evidence of this origin does not serve a run that would have `own`; nothing when it does.
    pub(crate) fn unlike(&self, own: &Self) -> Vec<String> {
        let mut reasons = Vec::new();
        if self.marv_version != own.marv_version {
            reasons.push(format!("it was swept by version {}, this is {}", self.marv_version, own.marv_version));
        }
        if self.bundle_hash != own.bundle_hash {
            reasons.push("it was swept with another knowledge bundle".to_owned());
        }
        let roles = self.inputs.keys().chain(own.inputs.keys().filter(|role| !self.inputs.contains_key(*role)));
        for role in roles {
            match (self.inputs.get(role), own.inputs.get(role)) {
                (Some(theirs), Some(ours)) if theirs == ours => {}
                (Some(_), Some(_)) => reasons.push(format!("it was swept from another file: {role}")),
                (Some(_), None) => reasons.push(format!("it was swept with a file that is not given here: {role}")),
                (None, _) => reasons.push(format!("it was swept without a file that is given here: {role}")),
            }
        }
        if self.samples != own.samples {
            reasons.push("it was swept from other samples of the files".to_owned());
        }
        if self.sweep != own.sweep {
            reasons.push("it was swept with other settings of what counts as evidence".to_owned());
        }
        if own.structure && !self.structure {
            reasons.push("it was swept without the evidence of copy number and rearrangements".to_owned());
        }
        reasons
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    origin: Origin,
    /// Contig, 0-based start, exclusive end; in the genome's order.
    regions: Vec<(String, u32, u32)>,
}

/// A shard on its way to disk; it appears whole or not at all.
pub(crate) struct ShardWriter(Output);

impl ShardWriter {
    /// Opens it with its description. The payloads of `regions` follow, in that order.
    pub(crate) fn create(path: &Path, origin: &Origin, contigs: &Contigs, regions: &[Interval]) -> Result<Self, Error> {
        let named = |region: &Interval| (contigs.name(region.contig()).to_owned(), region.start(), region.end());
        let description = Description { origin: origin.clone(), regions: regions.iter().map(named).collect() };
        let text = serde_json::to_vec(&description)
            .map_err(|error| Error::machine(path, "write the shard", std::io::Error::other(error)))?;
        let mut output = Output::create(path).map_err(Error::output)?;
        let length = length(path, text.len())?.to_le_bytes();
        [MAGIC, &length[..], &text].iter().try_for_each(|part| output.write(part)).map_err(Error::output)?;
        Ok(Self(output))
    }
    /// The next region's evidence.
    pub(crate) fn put(&mut self, payload: &[u8]) -> Result<(), Error> {
        let length = length(self.0.target(), payload.len())?.to_le_bytes();
        let parts = [&length[..], &checksum(payload), payload];
        parts.iter().try_for_each(|part| self.0.write(part)).map_err(Error::output)
    }
    /// Gives it its name.
    pub(crate) fn finish(self) -> Result<(), Error> {
        self.0.publish().map_err(Error::output)
    }
}

fn length(path: &Path, bytes: usize) -> Result<u32, Error> {
    let long = |_| Error::machine(path, "write the shard", std::io::Error::other("a part of it is larger than 4 GiB"));
    u32::try_from(bytes).map_err(long)
}

/// A shard, its description read.
#[derive(Debug)]
pub(crate) struct ShardFile {
    pub(crate) path: PathBuf,
    pub(crate) origin: Origin,
    /// In the genome's order.
    pub(crate) regions: Vec<Interval>,
    payloads: BufReader<File>,
}

impl ShardFile {
    /// Reads the description. Refused when it is no shard, or names what the reference does not have.
    pub(crate) fn open(path: &Path, contigs: &Contigs) -> Result<Self, Error> {
        let fail = |error: std::io::Error| damaged(path, &error);
        let mut reader = BufReader::new(File::open(path).map_err(|error| {
            Error::file(path, None, error.to_string(), "give the files that marv sweep wrote, all of them")
        })?);
        let mut head = [0; 12];
        let whole = reader.read_exact(&mut head).is_ok();
        if !whole || head[..8] != MAGIC[..] {
            let problem = "it is no shard of evidence of this version's form";
            return Err(Error::file(path, None, problem, "give the files that marv sweep of this version wrote"));
        }
        let bytes = u64::from(u32::from_le_bytes([head[8], head[9], head[10], head[11]])).min(DESCRIPTION_BYTES);
        let mut text = Vec::new();
        (&mut reader).take(bytes).read_to_end(&mut text).map_err(fail)?;
        let Description { origin, regions } =
            serde_json::from_slice(&text).map_err(|error| fail(std::io::Error::other(error)))?;
        let region = |(name, start, end): (String, u32, u32)| {
            let known = contigs.id(&name).filter(|id| end <= contigs.length(*id));
            known.and_then(|id| Interval::new(id, start, end).ok()).ok_or_else(|| {
                let problem = format!("its region {name}:{}-{end} is not of this reference", u64::from(start) + 1);
                Error::file(path, Some("regions"), problem, "give the reference that the shard was swept with")
            })
        };
        let regions = regions.into_iter().map(region).collect::<Result<_, _>>()?;
        Ok(Self { path: path.to_owned(), origin, regions, payloads: reader })
    }
    /// The evidence of the next region; called once a region, in order.
    pub(crate) fn next(&mut self) -> Result<Vec<u8>, Error> {
        let path = &self.path;
        let fail = |error: std::io::Error| damaged(path, &error);
        let mut head = [0; 12];
        self.payloads.read_exact(&mut head).map_err(fail)?;
        let (length, sum) = (u32::from_le_bytes([head[0], head[1], head[2], head[3]]), &head[4..]);
        let mut payload = Vec::new();
        (&mut self.payloads).take(u64::from(length)).read_to_end(&mut payload).map_err(fail)?;
        if checksum(&payload) != *sum {
            return Err(fail(std::io::Error::other("a region's checksum is not that of its bytes")));
        }
        Ok(payload)
    }
}

fn damaged(path: &Path, error: &std::io::Error) -> Error {
    let problem = format!("the shard is damaged or cut off: {error}");
    Error::file(path, None, problem, format!("copy {} again, or sweep its regions again", show(path)))
}
