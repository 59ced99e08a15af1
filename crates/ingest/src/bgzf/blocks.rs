//! A BGZF file block by block, each inflated into a buffer that is used again (SAM specification, § 4.1).
//!
//! A block is inflated from the bytes as they were read, without a copy of them, and its checksum is compared. Readers
//! that look at millions of small records take the inflated bytes where they lie.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
};

use super::{READ_BYTES, VirtualOffset};

/// No block is longer, compressed or inflated.
const BLOCK_BYTES: usize = 1 << 16;
/// The fixed fields of a gzip member, the length of the extra field among them.
const HEADER_BYTES: usize = 12;
/// CRC32 and length of the inflated bytes.
const TRAILER_BYTES: usize = 8;

/// The blocks of a file.
pub(crate) struct BlockReader {
    file: File,
    /// What was read of the file and is not inflated yet: `compressed[from..to]`.
    compressed: Vec<u8>,
    from: usize,
    to: usize,
    /// Where `compressed[from]` lies in the file.
    next: u64,
    /// Where the inflated block lies in the file.
    here: u64,
    inflated: Vec<u8>,
    /// What of the block is not taken yet: `inflated[taken..length]`.
    taken: usize,
    length: usize,
    inflate: libdeflater::Decompressor,
}

impl BlockReader {
    /// At the start of the file.
    pub(crate) fn new(file: File) -> Self {
        Self {
            file,
            compressed: vec![0; READ_BYTES + BLOCK_BYTES],
            from: 0,
            to: 0,
            next: 0,
            here: 0,
            inflated: vec![0; BLOCK_BYTES],
            taken: 0,
            length: 0,
            inflate: libdeflater::Decompressor::new(),
        }
    }
    /// What of the block is not taken yet.
    #[inline]
    pub(crate) fn data(&self) -> &[u8] {
        self.inflated.get(self.taken..self.length).unwrap_or(&[])
    }
    /// Takes bytes of the block, at most all.
    #[inline]
    pub(crate) fn pass(&mut self, bytes: usize) {
        self.taken = (self.taken + bytes).min(self.length);
    }
    /// Where the next byte lies; behind a block's last one, where the next block begins.
    #[inline]
    pub(crate) fn virtual_offset(&self) -> VirtualOffset {
        if self.taken < self.length { self.here << 16 | self.taken as u64 } else { self.next << 16 }
    }
    /// Goes to a place.
    pub(crate) fn seek(&mut self, to: VirtualOffset) -> io::Result<()> {
        (self.from, self.to, self.taken, self.length) = (0, 0, 0, 0);
        self.next = self.file.seek(SeekFrom::Start(to >> 16))?;
        let within = usize::from((to & 0xffff) as u16);
        let there = self.fill()? && self.here == to >> 16 && within <= self.length;
        if there || within == 0 {
            self.taken = within;
            return Ok(());
        }
        Err(io::Error::new(io::ErrorKind::InvalidInput, format!("no byte {within} in the block at {}", to >> 16)))
    }
    /// Inflates the next block that holds something, when all of this one is taken. False at the end of the file.
    pub(crate) fn fill(&mut self) -> io::Result<bool> {
        while self.taken == self.length {
            if !self.next_block()? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn next_block(&mut self) -> io::Result<bool> {
        (self.taken, self.length) = (0, 0);
        if !self.hold(HEADER_BYTES)? {
            return if self.from == self.to { Ok(false) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
        }
        let head = &self.compressed[self.from..self.from + HEADER_BYTES];
        if head[..4] != [0x1f, 0x8b, 8, 4] {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a block that does not begin as one"));
        }
        let behind_extra = HEADER_BYTES + usize::from(u16::from_le_bytes([head[10], head[11]]));
        self.need(behind_extra)?;
        let extra = &self.compressed[self.from + HEADER_BYTES..self.from + behind_extra];
        let size = block_size(extra).filter(|size| *size >= behind_extra + TRAILER_BYTES);
        let size = size.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "a block without its size"))?;
        self.need(size)?;
        let block = &self.compressed[self.from..self.from + size];
        let (data, trailer) = block[behind_extra..].split_at(size - behind_extra - TRAILER_BYTES);
        let number = |at: usize| u32::from_le_bytes([trailer[at], trailer[at + 1], trailer[at + 2], trailer[at + 3]]);
        let (sum, length) = (number(0), number(4) as usize);
        let wrong = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
        let inflated = self.inflated.get_mut(..length).ok_or_else(|| wrong("a block of more than 64 KiB"))?;
        let found = self.inflate.deflate_decompress(data, inflated);
        if found.map_err(|error| wrong(&format!("a block that does not inflate ({error})")))? != length {
            return Err(wrong("a block that inflates to less than it says"));
        }
        if libdeflater::crc32(inflated) != sum {
            return Err(wrong("a block whose checksum is not that of its bytes"));
        }
        self.from += size;
        self.here = self.next;
        self.next += size as u64;
        self.length = length;
        Ok(true)
    }

    fn need(&mut self, bytes: usize) -> io::Result<()> {
        if self.hold(bytes)? { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
    /// Reads on until so many compressed bytes are there; false where the file has no more.
    fn hold(&mut self, bytes: usize) -> io::Result<bool> {
        if self.to - self.from >= bytes {
            return Ok(true);
        }
        self.compressed.copy_within(self.from..self.to, 0);
        (self.from, self.to) = (0, self.to - self.from);
        while self.to < bytes {
            match self.file.read(&mut self.compressed[self.to..]) {
                Ok(0) => return Ok(false),
                Ok(count) => self.to += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }
}

impl Read for BlockReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.fill()? {
            return Ok(0);
        }
        let count = self.data().len().min(buffer.len());
        buffer[..count].copy_from_slice(&self.data()[..count]);
        self.pass(count);
        Ok(count)
    }
}

/// The size of a block, which one of the extra field's parts holds.
fn block_size(mut extra: &[u8]) -> Option<usize> {
    while let Some(([one, two, low, high], rest)) = extra.split_first_chunk::<4>() {
        let length = usize::from(u16::from_le_bytes([*low, *high]));
        let (value, behind) = rest.split_at_checked(length)?;
        if let (b'B', b'C', [low, high]) = (one, two, value) {
            return Some(usize::from(u16::from_le_bytes([*low, *high])) + 1);
        }
        extra = behind;
    }
    None
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// Two blocks by another hand's writer, one with the bytes given, an empty one between, the closing one.
    fn file_of(first: &[u8], second: &[u8]) -> (tempfile::NamedTempFile, usize) {
        let mut writer = noodles_bgzf::io::Writer::new(Vec::new());
        writer.write_all(first).unwrap();
        writer.flush().unwrap();
        let second_at = writer.get_ref().len() + super::super::END_OF_FILE.len();
        let mut bytes = writer.into_inner();
        bytes.extend_from_slice(&super::super::END_OF_FILE);
        let mut writer = noodles_bgzf::io::Writer::new(Vec::new());
        writer.write_all(second).unwrap();
        bytes.extend(writer.finish().unwrap());
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&bytes).unwrap();
        (file, second_at)
    }
    fn open(file: &tempfile::NamedTempFile) -> BlockReader {
        BlockReader::new(File::open(file.path()).unwrap())
    }

    #[test]
    fn blocks_come_one_after_another_and_empty_ones_are_passed_over() {
        let (file, second_at) = file_of(b"first", b"and the second");
        let mut reader = open(&file);
        assert!(reader.fill().unwrap());
        assert_eq!((reader.data(), reader.virtual_offset()), (&b"first"[..], 0));
        reader.pass(2);
        assert_eq!((reader.data(), reader.virtual_offset()), (&b"rst"[..], 2));
        let mut rest = Vec::new();
        reader.read_to_end(&mut rest).unwrap();
        assert_eq!(rest, b"rstand the second");
        assert!(!reader.fill().unwrap());
        assert_eq!(reader.virtual_offset() >> 16, std::fs::metadata(file.path()).unwrap().len());
        let block = (second_at as u64) << 16;
        reader.seek(block + 4).unwrap();
        assert_eq!((reader.data(), reader.virtual_offset()), (&b"the second"[..], block + 4));
        assert!(reader.seek(block + 99).is_err());
    }

    #[test]
    fn every_cut_and_every_changed_byte_is_told() {
        let (file, second_at) = file_of(b"first", b"and the second");
        let bytes = std::fs::read(file.path()).unwrap();
        let read = |bytes: &[u8]| {
            std::fs::write(file.path(), bytes).unwrap();
            let mut all = Vec::new();
            open(&file).read_to_end(&mut all).map(|_| all)
        };
        let ends = [0, second_at - super::super::END_OF_FILE.len(), second_at, bytes.len() - 28];
        for cut in 0..bytes.len() {
            // Between blocks a cut cannot be seen here; the closing block is what tells it.
            assert_eq!(read(&bytes[..cut]).is_ok(), ends.contains(&cut), "{cut}");
        }
        for at in 0..second_at - super::super::END_OF_FILE.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 0x10;
            // Time, extra flags and system of a gzip member say nothing of its bytes, nor do the five bits that fill the
            // first byte of a stored block (RFC 1951, § 3.2.4), as which so short a text is written.
            assert_eq!(read(&changed).is_ok(), (4..10).contains(&at) || at == 18, "{at}");
        }
    }

    #[test]
    fn a_size_among_other_extra_fields_is_found() {
        assert_eq!(block_size(b"XY\x03\0abcBC\x02\0\x1b\0"), Some(28));
        assert_eq!(block_size(b"XY\x03\0abc"), None);
        assert_eq!(block_size(b"BC\x09\0\x1b\0"), None);
    }
}
