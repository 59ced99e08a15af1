//! Evidence on disk: one file of frames, a frame a region, appended as regions finish.
//!
//! A run that is killed leaves whole frames and at most one torn one at the end; the torn one is cut away and the run
//! goes on from the others. The file opens with a key over inputs and settings, so that evidence of another run is not
//! taken for this one's.
//!
//! Layout: magic `MARVEVD1`, key length (u32), key; then for each frame: region number (u32), payload length (u32), a
//! checksum of the payload (first eight bytes of its SHA-256), payload. Numbers are little-endian.

use std::{
    collections::BTreeMap,
    fs::{File, OpenOptions, TryLockError},
    io::{BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::Mutex,
};

use sha2::{Digest, Sha256};

use crate::{Error, error::show};

const MAGIC: &[u8; 8] = b"MARVEVD1";
const FRAME_HEAD: usize = 16;
const FRAME_HEAD_BYTES: u64 = FRAME_HEAD as u64;

/// The frames of one run.
#[derive(Debug)]
pub(crate) struct EvidenceStore {
    path: PathBuf,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    file: File,
    end: u64,
    frames: BTreeMap<u32, (u64, u32)>,
}

impl EvidenceStore {
    /// A new, empty store at `path`, replacing what was there.
    pub(crate) fn create(path: &Path, key: &str) -> Result<Self, Error> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| Error::machine(folder, "make the folder", error))?;
        }
        let fail = |error| refused(path, "write the evidence", error);
        // Not truncated before it is known that no other run is at work on it.
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).map_err(fail)?;
        lock(&file).and_then(|()| file.set_len(0)).map_err(fail)?;
        Self::start(file, path, key)
    }

    /// A new, empty store without a name in `folder`: no other run sees it, and nothing of it is left however this one
    /// ends.
    pub(crate) fn nameless(folder: &Path, key: &str) -> Result<Self, Error> {
        let file = tempfile::tempfile_in(folder)
            .map_err(|error| Error::machine(folder, "write a temporary file in it", error))?;
        Self::start(file, folder, key)
    }

    fn start(mut file: File, path: &Path, key: &str) -> Result<Self, Error> {
        let fail = |error| Error::machine(path, "write the evidence", error);
        file.write_all(MAGIC).map_err(fail)?;
        file.write_all(&u32::try_from(key.len()).unwrap_or(u32::MAX).to_le_bytes()).map_err(fail)?;
        file.write_all(key.as_bytes()).map_err(fail)?;
        let end = file.stream_position().map_err(fail)?;
        Ok(Self { path: path.to_owned(), inner: Mutex::new(Inner { file, end, frames: BTreeMap::new() }) })
    }

    /// The store at `path` with the frames that are whole, when it belongs to `key`; otherwise a new one.
    pub(crate) fn resume(path: &Path, key: &str) -> Result<Self, Error> {
        match Self::open_existing(path, key) {
            Ok(Some(store)) => Ok(store),
            Ok(None) => Self::create(path, key),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::create(path, key),
            Err(error) => Err(refused(path, "read the evidence", error)),
        }
    }

    fn open_existing(path: &Path, key: &str) -> std::io::Result<Option<Self>> {
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        lock(&file)?;
        let length = file.metadata()?.len();
        let mut reader = BufReader::new(&file);
        let mut head = [0; 12];
        if reader.read_exact(&mut head).is_err() || head[..8] != MAGIC[..] {
            return Ok(None);
        }
        let mut stored = vec![0; u32::from_le_bytes([head[8], head[9], head[10], head[11]]).min(1 << 16) as usize];
        if reader.read_exact(&mut stored).is_err() || stored != key.as_bytes() {
            return Ok(None);
        }
        let mut at = 12 + stored.len() as u64;
        let mut frames = BTreeMap::new();
        let mut frame = [0; FRAME_HEAD];
        let mut payload = Vec::new();
        while at + FRAME_HEAD_BYTES <= length {
            reader.read_exact(&mut frame)?;
            let (region, size, sum) = read_head(&frame);
            if at + FRAME_HEAD_BYTES + u64::from(size) > length {
                break;
            }
            payload.resize(size as usize, 0);
            reader.read_exact(&mut payload)?;
            if checksum(&payload) != sum {
                break;
            }
            frames.insert(region, (at + FRAME_HEAD_BYTES, size));
            at += FRAME_HEAD_BYTES + u64::from(size);
        }
        drop(reader);
        file.set_len(at)?;
        Ok(Some(Self { path: path.to_owned(), inner: Mutex::new(Inner { file, end: at, frames }) }))
    }

    /// Adds a region's evidence.
    pub(crate) fn put(&self, region: u32, payload: &[u8]) -> Result<(), Error> {
        let fail = |error| Error::machine(&self.path, "write the evidence", error);
        let size = u32::try_from(payload.len())
            .map_err(|_| fail(std::io::Error::other("a region's evidence is larger than 4 GiB")))?;
        let mut frame = Vec::with_capacity(payload.len() + FRAME_HEAD);
        frame.extend_from_slice(&region.to_le_bytes());
        frame.extend_from_slice(&size.to_le_bytes());
        frame.extend_from_slice(&checksum(payload));
        frame.extend_from_slice(payload);
        let mut inner = self.lock();
        let end = inner.end;
        inner.file.seek(SeekFrom::Start(end)).map_err(fail)?;
        inner.file.write_all(&frame).map_err(fail)?;
        inner.end = end + frame.len() as u64;
        inner.frames.insert(region, (end + FRAME_HEAD_BYTES, size));
        Ok(())
    }

    /// A region's evidence; none when it was not put.
    pub(crate) fn get(&self, region: u32) -> Result<Option<Vec<u8>>, Error> {
        let fail = |error| Error::machine(&self.path, "read the evidence", error);
        let mut inner = self.lock();
        let Some((at, size)) = inner.frames.get(&region).copied() else { return Ok(None) };
        let mut payload = vec![0; size as usize];
        inner.file.seek(SeekFrom::Start(at)).map_err(fail)?;
        inner.file.read_exact(&mut payload).map_err(fail)?;
        Ok(Some(payload))
    }

    /// Removes the file: the run that it was kept for has ended.
    pub(crate) fn remove(self) -> Result<(), Error> {
        std::fs::remove_file(&self.path).map_err(|error| Error::machine(&self.path, "remove the evidence", error))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Takes the file for this run alone, until it is closed. File systems without locks are trusted.
fn lock(file: &File) -> std::io::Result<()> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(std::io::ErrorKind::WouldBlock.into()),
        Err(TryLockError::Error(error)) if error.kind() != std::io::ErrorKind::Unsupported => Err(error),
        _ => Ok(()),
    }
}

fn refused(path: &Path, action: &'static str, error: std::io::Error) -> Error {
    if error.kind() == std::io::ErrorKind::WouldBlock {
        return Error::Usage {
            problem: format!("{}: another run is at work in this folder", show(path.parent().unwrap_or(path))),
            advice: "wait until it ends, or give this run a folder of its own".into(),
        };
    }
    Error::machine(path, action, error)
}

fn read_head(frame: &[u8; FRAME_HEAD]) -> (u32, u32, [u8; 8]) {
    let number = |at: usize| u32::from_le_bytes([frame[at], frame[at + 1], frame[at + 2], frame[at + 3]]);
    let mut sum = [0; 8];
    sum.copy_from_slice(&frame[8..]);
    (number(0), number(4), sum)
}

pub(crate) fn checksum(payload: &[u8]) -> [u8; 8] {
    let mut sum = [0; 8];
    sum.copy_from_slice(&Sha256::digest(payload)[..8]);
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A killed run runs no destructor: there must be nothing to tidy up from the first byte on.
    #[test]
    fn a_nameless_store_is_never_seen_in_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let store = EvidenceStore::nameless(folder.path(), "key").unwrap();
        store.put(1, b"one").unwrap();
        assert_eq!(store.get(1).unwrap().as_deref(), Some(&b"one"[..]));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn whole_frames_survive_and_a_torn_one_is_cut_away() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("evidence");
        let store = EvidenceStore::create(&path, "key").unwrap();
        store.put(3, b"three").unwrap();
        store.put(1, b"one").unwrap();
        drop(store);
        let whole = std::fs::metadata(&path).unwrap().len();
        let mut file = OpenOptions::new().append(true).open(&path).unwrap();
        file.write_all(&[2, 0, 0, 0, 200, 0, 0, 0, 1, 2, 3]).unwrap();
        drop(file);

        let store = EvidenceStore::resume(&path, "key").unwrap();
        assert_eq!(store.get(3).unwrap().as_deref(), Some(&b"three"[..]));
        assert_eq!(store.get(1).unwrap().as_deref(), Some(&b"one"[..]));
        assert_eq!(store.get(2).unwrap(), None);
        assert_eq!(std::fs::metadata(&path).unwrap().len(), whole);
        store.put(2, b"two").unwrap();
        drop(store);
        assert_eq!(EvidenceStore::resume(&path, "key").unwrap().get(2).unwrap().as_deref(), Some(&b"two"[..]));
    }

    #[test]
    fn one_run_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("evidence");
        let store = EvidenceStore::create(&path, "key").unwrap();
        store.put(0, b"x").unwrap();
        for second in [EvidenceStore::create(&path, "key"), EvidenceStore::resume(&path, "key")] {
            assert!(matches!(second, Err(Error::Usage { .. })));
        }
        assert_eq!(store.get(0).unwrap().as_deref(), Some(&b"x"[..]));
        drop(store);
        assert!(EvidenceStore::resume(&path, "key").is_ok());
    }

    #[test]
    fn evidence_of_another_run_is_not_taken() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("evidence");
        EvidenceStore::create(&path, "key").unwrap().put(0, b"x").unwrap();
        assert_eq!(EvidenceStore::resume(&path, "other").unwrap().get(0).unwrap(), None);
    }

    #[test]
    fn a_changed_frame_is_not_taken() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("evidence");
        EvidenceStore::create(&path, "key").unwrap().put(0, b"payload").unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(EvidenceStore::resume(&path, "key").unwrap().get(0).unwrap(), None);
    }
}
