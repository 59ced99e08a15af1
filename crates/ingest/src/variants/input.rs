//! Bytes to lines: plain, gzip and BGZF files, or standard input for `-`, with bounds that hold for hostile ones.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use flate2::bufread::MultiGzDecoder;
use noodles::bgzf;
use serde::Serialize;

use crate::error::{Error, Place, Problem};

/// The longest line that is read, in bytes. The longest known to be meant are records of tens of thousands of samples.
pub const MAX_LINE: u64 = 64 << 20;
/// Decompressed bytes from which the ratio is watched.
const RATIO_FROM: u64 = 64 << 20;
/// Decompressed bytes for each compressed one that no variant file reaches (DEFLATE itself ends at 1,032).
const MAX_RATIO: u64 = 400;
/// The block that closes a BGZF file (SAM specification, § 4.1.2).
pub(crate) const BGZF_END: [u8; 28] =
    *b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0\x42\x43\x02\0\x1b\0\x03\0\0\0\0\0\0\0\0\0";

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Compression {
    /// Not at all.
    Plain,
    /// In one or more gzip members.
    Gzip,
    /// In blocks that can be indexed.
    Bgzf,
}

impl Compression {
    /// By a file's first bytes.
    pub fn of(head: &[u8]) -> Self {
        match head {
            [0x1f, 0x8b, _, flags, ..] if flags & 4 != 0 && head.get(12..14) == Some(b"BC") => Self::Bgzf,
            [0x1f, 0x8b, ..] => Self::Gzip,
            _ => Self::Plain,
        }
    }
}

/// A file of any of these packings as a stream of bytes, with what its packing told.
pub(crate) struct Input {
    file: PathBuf,
    reader: Box<dyn BufRead + Send>,
    pub(crate) compression: Compression,
    packed: Arc<AtomicU64>,
    /// The last compressed bytes, where the file's end could not be looked at beforehand.
    tail: Option<Arc<Mutex<Vec<u8>>>>,
    unpacked: u64,
    line: u64,
    ends_with_line_feed: bool,
}

/// Counts what passes.
struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
    tail: Option<Arc<Mutex<Vec<u8>>>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        if let Some(tail) = &self.tail {
            let mut tail = tail.lock().unwrap_or_else(PoisonError::into_inner);
            tail.extend_from_slice(&buffer[..read]);
            let surplus = tail.len().saturating_sub(BGZF_END.len());
            tail.drain(..surplus);
        }
        Ok(read)
    }
}

impl Input {
    /// Opens `path`, or standard input for `-`.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let packed = Arc::new(AtomicU64::new(0));
        let mut raw: Box<dyn Read + Send> =
            if path.as_os_str() == "-" { Box::new(io::stdin()) } else { Box::new(open_regular(path)?) };
        let mut head = Vec::new();
        raw.by_ref().take(18).read_to_end(&mut head).map_err(|e| Error::new(path, e))?;
        let compression = Compression::of(&head);
        let mut tail = None;
        if compression == Compression::Bgzf && path.as_os_str() != "-" {
            check_bgzf_end(path)?;
        } else if compression == Compression::Bgzf {
            tail = Some(Arc::default());
        }
        let counted = Counted { inner: Cursor::new(head).chain(raw), count: Arc::clone(&packed), tail: tail.clone() };
        let reader: Box<dyn BufRead + Send> = match compression {
            Compression::Plain => Box::new(BufReader::with_capacity(1 << 17, counted)),
            Compression::Gzip => Box::new(BufReader::with_capacity(
                1 << 17,
                MultiGzDecoder::new(BufReader::with_capacity(1 << 16, counted)),
            )),
            Compression::Bgzf => Box::new(bgzf::io::Reader::new(BufReader::with_capacity(1 << 16, counted))),
        };
        Ok(Self {
            file: path.to_owned(),
            reader,
            compression,
            packed,
            tail,
            unpacked: 0,
            line: 0,
            ends_with_line_feed: true,
        })
    }

    /// The file, for errors.
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// The number of the last line that was read, 1-based.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// Whether the last line that was read ended with a line feed.
    pub(crate) fn ends_with_line_feed(&self) -> bool {
        self.ends_with_line_feed
    }

    /// The next bytes without taking them; fewer than `wanted` only at the end.
    pub(crate) fn peek(&mut self, wanted: usize) -> Result<Vec<u8>, Error> {
        let mut head = vec![0; wanted];
        let mut filled = 0;
        while filled < wanted {
            match self.read_some(&mut head[filled..])? {
                0 => break,
                read => filled += read,
            }
        }
        head.truncate(filled);
        let rest = std::mem::replace(&mut self.reader, Box::new(io::empty()));
        self.reader = Box::new(Cursor::new(head.clone()).chain(rest));
        self.unpacked -= head.len() as u64;
        Ok(head)
    }

    /// Reads what is there, at most a buffer full; 0 at the end.
    pub(crate) fn read_some(&mut self, buffer: &mut [u8]) -> Result<usize, Error> {
        let reader = &mut self.reader;
        let read = guarded(|| reader.read(buffer)).map_err(|error| self.broken(error))?;
        self.grown(read as u64)?;
        if read == 0 && !buffer.is_empty() {
            self.check_tail()?;
        }
        Ok(read)
    }

    /// At the end of a BGZF stream its closing block must have come.
    fn check_tail(&self) -> Result<(), Error> {
        let Some(tail) = &self.tail else { return Ok(()) };
        let whole = *tail.lock().unwrap_or_else(PoisonError::into_inner) == BGZF_END;
        if whole { Ok(()) } else { Err(self.truncated("the block that closes a BGZF stream did not come".into())) }
    }

    /// Fills the buffer; `false` when the end was reached before its first byte.
    pub(crate) fn fill(&mut self, buffer: &mut [u8]) -> Result<bool, Error> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.read_some(&mut buffer[filled..])? {
                0 if filled == 0 => return Ok(false),
                0 => return Err(self.truncated(format!("it ends {} bytes before a field does", buffer.len() - filled))),
                read => filled += read,
            }
        }
        Ok(true)
    }

    /// Reads `length` bytes, growing with what is really there.
    pub(crate) fn take(&mut self, length: usize, buffer: &mut Vec<u8>) -> Result<(), Error> {
        buffer.clear();
        while buffer.len() < length {
            let start = buffer.len();
            buffer.resize(length.min(start + (1 << 20)), 0);
            if !self.fill(&mut buffer[start..])? {
                return Err(self.truncated(format!("it ends {} bytes before a record does", length - start)));
            }
        }
        Ok(())
    }

    /// Reads the next line without its line end into `line`; `false` at the end.
    pub(crate) fn next_line(&mut self, line: &mut Vec<u8>) -> Result<bool, Error> {
        line.clear();
        let reader = &mut self.reader;
        let read = guarded(|| reader.take(MAX_LINE + 1).read_until(b'\n', line)).map_err(|error| self.broken(error))?;
        if read == 0 {
            return self.check_tail().map(|()| false);
        }
        self.line += 1;
        self.grown(read as u64)?;
        if read as u64 > MAX_LINE {
            return Err(Error::new(
                &self.file,
                Problem::Malformed {
                    found: format!("a line of more than {MAX_LINE} bytes"),
                    expected: "a line feed before that".into(),
                },
            )
            .at(Place::Line(self.line))
            .advice("look at the file with `head -c 1000`: it is damaged or no text"));
        }
        self.ends_with_line_feed = line.last() == Some(&b'\n');
        if self.ends_with_line_feed {
            line.pop();
        }
        Ok(true)
    }

    fn grown(&mut self, bytes: u64) -> Result<(), Error> {
        self.unpacked += bytes;
        let packed = self.packed.load(Ordering::Relaxed).max(1);
        if self.unpacked > RATIO_FROM && self.compression != Compression::Plain && self.unpacked / packed > MAX_RATIO {
            return Err(Error::new(
                &self.file,
                Problem::Malformed {
                    found: format!("{packed} compressed bytes that give more than {} bytes", self.unpacked),
                    expected: format!("at most {MAX_RATIO} bytes for each compressed one"),
                },
            )
            .advice("the file is built to exhaust its reader, or damaged: ask for it again"));
        }
        Ok(())
    }

    fn truncated(&self, detail: String) -> Error {
        Error::new(&self.file, Problem::Truncated { detail }).advice("transfer or write the file again")
    }

    fn broken(&self, error: io::Error) -> Error {
        let packed = self.compression != Compression::Plain;
        match error.kind() {
            io::ErrorKind::UnexpectedEof => self.truncated("its compressed data ends in the middle of a block".into()),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other if packed => Error::new(
                &self.file,
                Problem::Malformed {
                    found: format!("compressed data that cannot be unpacked ({error})"),
                    expected: "whole gzip or BGZF blocks".into(),
                },
            )
            .at(Place::Line(self.line + 1))
            .advice("`gzip -t` tells whether the file is whole; transfer it again"),
            _ => Error::new(&self.file, error),
        }
    }
}

/// A file that is one: neither a folder nor a device.
pub(crate) fn open_regular(path: &Path) -> Result<File, Error> {
    let file = File::open(path).map_err(|e| Error::new(path, e))?;
    if file.metadata().map_err(|e| Error::new(path, e))?.is_dir() {
        return Err(Error::new(path, Problem::Format { found: "a folder".into(), expected: "a file".into() }));
    }
    Ok(file)
}

/// Runs a decoder that is not ours; a panic in it becomes an error.
pub(crate) fn guarded<T>(decode: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    catch_unwind(AssertUnwindSafe(decode))
        .unwrap_or_else(|_| Err(io::Error::new(io::ErrorKind::InvalidData, "the decoder gave up")))
}

/// A BGZF file without its closing block was cut at a block's edge, and nothing else would tell.
pub(crate) fn check_bgzf_end(path: &Path) -> Result<(), Error> {
    let mut file = open_regular(path)?;
    let length = file.metadata().map_err(|e| Error::new(path, e))?.len();
    let mut tail = [0; BGZF_END.len()];
    let whole = length >= tail.len() as u64
        && file.seek(SeekFrom::End(-28)).and_then(|_| file.read_exact(&mut tail)).is_ok()
        && tail == BGZF_END;
    if whole {
        return Ok(());
    }
    Err(Error::new(path, Problem::Truncated { detail: "the block that closes a BGZF file is not at its end".into() })
        .advice(
            "transfer or write the file again; where it is known to be whole, `bgzip -dc FILE | bgzip > NEW` closes it",
        ))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn the_packing_is_told_by_the_first_bytes() {
        assert_eq!(Compression::of(&BGZF_END), Compression::Bgzf);
        assert_eq!(Compression::of(b"\x1f\x8b\x08\0\0\0"), Compression::Gzip);
        assert_eq!(Compression::of(b"##fileformat"), Compression::Plain);
        assert_eq!(Compression::of(b""), Compression::Plain);
    }

    #[test]
    fn a_bomb_is_refused() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&vec![b'\n'; 100 << 20]).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bomb.vcf.gz");
        std::fs::write(&path, encoder.finish().unwrap()).unwrap();
        let mut input = Input::open(&path).unwrap();
        let mut line = Vec::new();
        let error = loop {
            match input.next_line(&mut line) {
                Ok(true) => {}
                Ok(false) => panic!("the bomb was read whole"),
                Err(error) => break error,
            }
        };
        assert!(matches!(*error.problem, Problem::Malformed { .. }), "{error}");
    }
}
