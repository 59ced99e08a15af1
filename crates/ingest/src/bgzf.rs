//! Blocked gzip (SAM specification, § 4.1): writing, and opening for random access.

mod blocks;
mod writer;

use std::{fs::File, io::BufReader};

pub(crate) use blocks::BlockReader;
pub(crate) use writer::{Block, Writer};

/// A place in a BGZF file: the block's first compressed byte in the upper 48 bits, the byte in the block in the lower 16.
pub(crate) type VirtualOffset = u64;

/// A reader of a file, block by block.
pub(crate) type Reader = noodles_bgzf::io::Reader<BufReader<File>>;

/// Compressed bytes asked of the system at once.
const READ_BYTES: usize = 1 << 17;

/// A reader that stands at the start of `file`.
pub(crate) fn reader(file: File) -> Reader {
    noodles_bgzf::io::Reader::new(BufReader::with_capacity(READ_BYTES, file))
}

/// The empty block that closes every whole BGZF file (SAM specification, § 4.1.2).
pub(crate) const END_OF_FILE: [u8; 28] = [
    0x1f, 0x8b, 0x08, 0x04, 0, 0, 0, 0, 0, 0xff, 0x06, 0, 0x42, 0x43, 0x02, 0, 0x1b, 0, 0x03, 0, 0, 0, 0, 0, 0, 0, 0, 0,
];
