//! The container headers of a CRAM (CRAM specification 3.1, § 7): enough to walk from container to container.

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
};

/// The container that closes every whole CRAM 3 (CRAM specification, § 9).
pub(crate) const END_OF_FILE: [u8; 38] = [
    0x0f, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f, 0xe0, 0x45, 0x4f, 0x46, 0, 0, 0, 0, 0x01, 0, 0x05, 0xbd, 0xd9, 0x4f,
    0, 0x01, 0, 0x06, 0x06, 0x01, 0, 0x01, 0, 0x01, 0, 0xee, 0x63, 0x01, 0x4b,
];

/// The bytes before the first container: magic number, version and file id.
pub(crate) const DEFINITION_BYTES: u64 = 26;

/// Where the container behind the one at `offset` starts.
pub(crate) fn next_container(file: &mut BufReader<File>, offset: u64) -> io::Result<u64> {
    file.seek(SeekFrom::Start(offset))?;
    let mut counted = Counted { inner: file, count: 0 };
    let mut length = [0; 4];
    counted.read_exact(&mut length)?;
    let length = u64::try_from(i32::from_le_bytes(length))
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "a container of negative length"))?;
    for _ in 0..4 {
        counted.itf8()?; // contig, start, span, number of records
    }
    counted.ltf8()?; // record counter
    counted.ltf8()?; // number of bases
    counted.itf8()?; // number of blocks
    for _ in 0..counted.itf8()? {
        counted.itf8()?; // landmark
    }
    Ok(offset + counted.count + 4 + length) // four bytes of checksum close the header
}

struct Counted<'a, R> {
    inner: &'a mut R,
    count: u64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(bytes)?;
        self.count += read as u64;
        Ok(read)
    }
}

impl<R: Read> Counted<'_, R> {
    fn byte(&mut self) -> io::Result<u8> {
        let mut byte = [0];
        self.read_exact(&mut byte)?;
        Ok(byte[0])
    }
    /// CRAM specification, § 2.3: the leading ones of the first byte count the bytes that follow, at most four. Only the
    /// number of landmarks matters here, and it is small; the value of a five-byte number is given by its lower 28 bits.
    fn itf8(&mut self) -> io::Result<u32> {
        let first = self.byte()?;
        let more = first.leading_ones().min(4);
        let mut value = u32::from(first) & (0xff >> (more + 1).min(8));
        for _ in 0..more {
            value = value << 8 | u32::from(self.byte()?);
        }
        Ok(value)
    }
    /// CRAM specification, § 2.3: as above, with at most eight bytes behind the first.
    fn ltf8(&mut self) -> io::Result<()> {
        for _ in 0..self.byte()?.leading_ones() {
            self.byte()?;
        }
        Ok(())
    }
}
