//! Rows of a table: karyotypes, one a line from standard input, to tab-separated cells.
#![allow(clippy::print_stdout)]

use std::{io::BufRead as _, time::Instant};

use marv_karyotype::{batch, groups::Patient};

fn main() {
    let lines: Vec<String> = std::io::stdin().lock().lines().map_while(Result::ok).collect();
    let begin = Instant::now();
    let rows: Vec<_> = lines.iter().map(|line| batch::row(line, Patient::default())).collect();
    let took = begin.elapsed();
    if std::env::args().any(|argument| argument == "--time") {
        println!("{} rows in {took:?}", rows.len());
        return;
    }
    println!("{}", batch::COLUMNS.join("\t"));
    for row in rows {
        println!("{}", row.join("\t"));
    }
}
