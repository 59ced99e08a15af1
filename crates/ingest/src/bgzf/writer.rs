//! Writes BGZF. A block can be compressed once and written many times.

use libdeflater::{CompressionLvl, Compressor};

use super::{END_OF_FILE, VirtualOffset};
use crate::{Error, error::Problem, output::Output};

/// Most uncompressed bytes of a block: room is left for a block that does not shrink.
pub(crate) const BLOCK_BYTES: usize = 65_280;

/// The fixed fields of a block's gzip header, up to BSIZE.
const HEADER: [u8; 16] = [0x1f, 0x8b, 0x08, 0x04, 0, 0, 0, 0, 0, 0xff, 0x06, 0, b'B', b'C', 0x02, 0];

/// A compressed block.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    compressed: Vec<u8>,
    uncompressed_bytes: usize,
}

/// Where a block starts: compressed and uncompressed bytes from the start of the file.
pub(crate) type BlockStart = (u64, u64);

/// Takes bytes, gives blocks.
pub(crate) struct Writer {
    output: Output,
    compressor: Compressor,
    staged: Vec<u8>,
    start: BlockStart,
    /// Starts of all blocks, for a `.gzi`; kept only when asked for.
    starts: Option<Vec<BlockStart>>,
}

impl Writer {
    /// Writes to `output`. `keep_starts` keeps each block's start, 16 bytes a block.
    pub(crate) fn new(output: Output, keep_starts: bool) -> Self {
        Self {
            output,
            // METHOD: level 4 of libdeflate's 1 to 12: twice the speed of 6 for a few per cent of size.
            compressor: Compressor::new(CompressionLvl::new(4).unwrap_or_default()),
            staged: Vec::with_capacity(BLOCK_BYTES),
            start: (0, 0),
            starts: keep_starts.then(Vec::new),
        }
    }
    /// Where the next byte will stand.
    pub(crate) fn virtual_offset(&self) -> VirtualOffset {
        self.start.0 << 16 | self.staged.len() as u64
    }
    /// Uncompressed bytes so far.
    pub(crate) fn position(&self) -> u64 {
        self.start.1 + self.staged.len() as u64
    }
    /// Whether the next byte opens a block.
    pub(crate) fn at_block_start(&self) -> bool {
        self.staged.is_empty()
    }
    /// Appends, closing blocks as they fill.
    pub(crate) fn write(&mut self, mut bytes: &[u8]) -> Result<(), Error> {
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(BLOCK_BYTES - self.staged.len()));
            self.staged.extend_from_slice(now);
            bytes = later;
            if self.staged.len() == BLOCK_BYTES {
                self.close_block()?;
            }
        }
        Ok(())
    }
    /// Closes the open block, if it holds anything.
    pub(crate) fn close_block(&mut self) -> Result<(), Error> {
        if self.staged.is_empty() {
            return Ok(());
        }
        let staged = std::mem::take(&mut self.staged);
        let block = self.compress(&staged)?;
        self.staged = staged;
        self.staged.clear();
        self.write_block(&block)
    }
    /// Compresses a block to be written later, as often as wanted.
    pub(crate) fn compress(&mut self, bytes: &[u8]) -> Result<Block, Error> {
        let problem = |what: &str| Error::new(self.output.target(), Problem::Unsupported { what: what.to_owned() });
        if bytes.len() > BLOCK_BYTES {
            return Err(problem("a BGZF block of more than 65,280 bytes"));
        }
        let mut compressed = vec![0; HEADER.len() + 2 + self.compressor.deflate_compress_bound(bytes.len())];
        let size = self
            .compressor
            .deflate_compress(bytes, &mut compressed[HEADER.len() + 2..])
            .map_err(|_| problem("a block that does not compress"))?;
        compressed.truncate(HEADER.len() + 2 + size);
        let block_size = u16::try_from(compressed.len() + 8 - 1).map_err(|_| problem("a block that grows"))?;
        compressed[..HEADER.len()].copy_from_slice(&HEADER);
        compressed[HEADER.len()..HEADER.len() + 2].copy_from_slice(&block_size.to_le_bytes());
        compressed.extend_from_slice(&libdeflater::crc32(bytes).to_le_bytes());
        compressed.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
        Ok(Block { compressed, uncompressed_bytes: bytes.len() })
    }
    /// Appends a block as it stands. What was staged must have been closed before.
    pub(crate) fn write_block(&mut self, block: &Block) -> Result<(), Error> {
        self.output.write(&block.compressed)?;
        if let Some(starts) = &mut self.starts {
            starts.push(self.start);
        }
        self.start.0 += block.compressed.len() as u64;
        self.start.1 += block.uncompressed_bytes as u64;
        Ok(())
    }
    /// Closes the file. Gives the output, still to be published, and the starts of its blocks.
    pub(crate) fn finish(mut self) -> Result<(Output, Vec<BlockStart>), Error> {
        self.close_block()?;
        self.output.write(&END_OF_FILE)?;
        Ok((self.output, self.starts.unwrap_or_default()))
    }
}
