//! What reading a file by region costs above decoding it: `decode_cost FILE REFERENCE [THREADS...]`.
#![allow(clippy::print_stdout)]

use std::{env::args, error::Error, time::Instant};

use marv_ingest::{
    alignment::{AlignmentFile, AlignmentOptions, DecodeFloor},
    reference::Reference,
    regions::shards,
};
use marv_model::read::{ReadSink, ReadView};

/// The least that any analysis does: reads every field once.
#[derive(Default)]
struct Touch(u64);

impl ReadSink for Touch {
    fn accept(&mut self, read: &ReadView<'_>) {
        self.0 += u64::from(read.reference_length()) + u64::from(read.flags.0) + read.qualities.len() as u64;
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let [_, file, fasta] = &args().collect::<Vec<_>>()[..] else { return Err("decode_cost FILE REFERENCE".into()) };
    let reference = Reference::open(fasta)?;
    let options = AlignmentOptions { reference: Some(fasta.into()), ..AlignmentOptions::default() };
    let bound = AlignmentFile::open(file, &options)?.bind(reference.contigs())?;
    for size in [u32::MAX, 5_000_000, 1_000_000, 250_000] {
        let regions = shards(bound.contigs(), size, None);
        let (mut floor, mut reader) = (DecodeFloor::open(&bound)?, bound.reader()?);
        let (started, mut decoded) = (Instant::now(), 0);
        for region in &regions {
            decoded += floor.count(*region)?;
        }
        let (floor_seconds, started) = (started.elapsed().as_secs_f64(), Instant::now());
        let (mut touch, mut handed, mut starting) = (Touch::default(), 0, 0);
        for region in &regions {
            let summary = reader.scan(*region, &mut [&mut touch])?;
            handed += summary.records;
            starting += summary.starting;
        }
        let seconds = started.elapsed().as_secs_f64();
        println!(
            "{:>6} regions: floor {decoded} records {floor_seconds:.2} s; scan {handed} records ({starting} starting) {seconds:.2} s [{}]",
            regions.len(),
            touch.0
        );
    }
    Ok(())
}
