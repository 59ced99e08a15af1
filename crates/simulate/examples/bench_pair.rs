//! Writes a pair for measurements and says how fast.
//!
//!     cargo run --release -p marv-simulate --example bench_pair -- OUT [MEGABASES [TUMOUR_DEPTH [NORMAL_DEPTH]]]

use std::{error::Error, io::Write, path::PathBuf, time::Instant};

use marv_simulate::{ReferenceChoice, bench_scenario, simulate};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let out = PathBuf::from(arguments.first().ok_or("where to? OUT [MEGABASES [TUMOUR_DEPTH [NORMAL_DEPTH]]]")?);
    let number = |index: usize, default: f64| arguments.get(index).map_or(Ok(default), |text| text.parse());
    let megabases = arguments.get(1).map_or(Ok(20), |text| text.parse())?;
    let start = Instant::now();
    let scenario = bench_scenario(megabases, number(2, 100.0)?, number(3, 40.0)?);
    let pair = simulate(&scenario, &ReferenceChoice::Generated, &out, &|_| ())?;
    let seconds = start.elapsed().as_secs_f64();
    let records: u64 = pair.records.iter().sum();
    let [tumour, normal] = pair.records;
    writeln!(
        std::io::stdout(),
        "{megabases} Mb: {tumour} + {normal} records in {seconds:.1} s, {} a second; {} acquired variants",
        u128::from(records) * 1_000 / start.elapsed().as_millis().max(1),
        pair.somatic.len()
    )?;
    Ok(())
}
