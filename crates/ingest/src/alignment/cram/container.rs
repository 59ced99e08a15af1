//! The container and block headers of a CRAM (CRAM specification 3.1, §§ 7-8): enough to walk from container to container
//! and to see how their blocks are compressed.

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

/// Bytes of the checksum that closes each header and block.
const CHECKSUM_BYTES: u64 = 4;
/// The number of the compression method LZMA (CRAM specification, § 8).
const METHOD_LZMA: u8 = 3;

/// Where a container's blocks lie.
#[derive(Debug, Clone, Copy)]
struct Container {
    blocks: u32,
    first_block: u64,
    end: u64,
}

/// Where the container behind the one at `offset` starts.
pub(crate) fn next_container(file: &mut BufReader<File>, offset: u64) -> io::Result<u64> {
    read_header(file, offset).map(|container| container.end)
}

/// Whether a block of the container at `offset` is compressed by LZMA.
pub(crate) fn uses_lzma(file: &mut BufReader<File>, offset: u64) -> io::Result<bool> {
    let container = read_header(file, offset)?;
    let mut at = container.first_block;
    for _ in 0..container.blocks {
        if at >= container.end {
            break;
        }
        file.seek(SeekFrom::Start(at))?;
        let mut counted = Counted { inner: file, count: 0 };
        let method = counted.byte()?;
        counted.byte()?; // content type
        counted.itf8()?; // content id
        let compressed = counted.itf8()?;
        counted.itf8()?; // bytes uncompressed
        if method == METHOD_LZMA {
            return Ok(true);
        }
        at += counted.count + u64::from(compressed) + CHECKSUM_BYTES;
    }
    Ok(false)
}

fn read_header(file: &mut BufReader<File>, offset: u64) -> io::Result<Container> {
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
    let blocks = counted.itf8()?;
    for _ in 0..counted.itf8()? {
        counted.itf8()?; // landmark
    }
    let first_block = offset + counted.count + CHECKSUM_BYTES;
    Ok(Container { blocks, first_block, end: first_block + length })
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
    /// CRAM specification, § 2.3: the leading ones of the first byte count the bytes that follow, at most four; of the
    /// fourth only the lower half counts.
    fn itf8(&mut self) -> io::Result<u32> {
        let first = self.byte()?;
        let more = first.leading_ones().min(4);
        let mut value = u32::from(first) & (0xff >> (more + 1).min(4));
        for number in 1..=more {
            let byte = u32::from(self.byte()?);
            value = if number == 4 { value << 4 | byte & 0xf } else { value << 8 | byte };
        }
        Ok(value)
    }
    /// CRAM specification, § 2.3: as above, with at most eight bytes behind the first. The value is not needed.
    fn ltf8(&mut self) -> io::Result<()> {
        for _ in 0..self.byte()?.leading_ones() {
            self.byte()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_by_hand() {
        let read = |mut bytes: &[u8]| Counted { inner: &mut bytes, count: 0 }.itf8().unwrap();
        assert_eq!(read(&[0x7f]), 127);
        assert_eq!(read(&[0x81, 0x02]), 0x102);
        assert_eq!(read(&[0xc1, 0x02, 0x03]), 0x0001_0203);
        assert_eq!(read(&[0xe1, 0x02, 0x03, 0x04]), 0x0102_0304);
        assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0x0f]), u32::MAX); // -1, as in the closing container
        assert!(Counted { inner: &mut &[0x81][..], count: 0 }.itf8().is_err());
    }
}
