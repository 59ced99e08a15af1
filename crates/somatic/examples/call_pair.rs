//! Calls a pair from BAM files and prints VCF: for measuring, not for use.
//!
//!     call_pair REFERENCE TUMOUR NORMAL|- [--region CONTIG[:START-END]]... [--shard BASES] [--sweep-only] [--sensitive]

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::too_many_lines)] // a script in one function

use std::{collections::HashMap, error::Error, time::Instant};

use marv_ingest::{
    alignment::{AlignmentFile, AlignmentOptions},
    reference::Reference,
};
use marv_model::{
    call::{AlleleEvidence, RuleVerdict},
    genome::Interval,
};
use marv_somatic::{
    Learned, PairStatistics, PairSweep, RegionEvidence, SomaticConfig, SweepConfig, SweepTask, decide,
    limit_of_detection, sweep::MARGIN,
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut plain = Vec::new();
    let mut regions = Vec::new();
    let (mut shard, mut sweep_only, mut config) = (200_000u32, false, SomaticConfig::default());
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--region" => regions.push(words.next().ok_or("--region wants a place")?),
            "--shard" => shard = words.next().ok_or("--shard wants a number")?.parse()?,
            "--sweep-only" => sweep_only = true,
            "--sensitive" => config = SomaticConfig::sensitive(),
            "--tau" => config.tumour_in_normal = Some(words.next().ok_or("--tau wants a share")?.parse()?),
            _ => plain.push(word),
        }
    }
    let [reference, tumour, normal] = plain.as_slice() else { return Err("REFERENCE TUMOUR NORMAL|-".into()) };
    let reference = Reference::open(reference)?;
    let contigs = reference.contigs();
    let open = |path: &str| -> Result<_, Box<dyn Error>> {
        Ok(AlignmentFile::open(path, &AlignmentOptions::default())?.bind(contigs)?)
    };
    let tumour = open(tumour)?;
    let normal = if normal == "-" { None } else { Some(open(normal)?) };

    let mut whole = Vec::new();
    for place in &regions {
        let (name, range) = place.split_once(':').unwrap_or((place, ""));
        let id = contigs.id_or_alias(name).ok_or("no such contig")?;
        match range.split_once('-') {
            Some((a, b)) => whole.push(Interval::new(id, a.parse::<u32>()? - 1, b.parse()?)?),
            None => whole.push(contigs.whole(id)),
        }
    }
    if whole.is_empty() {
        whole.extend(contigs.iter().map(|(id, _)| contigs.whole(id)).filter(|i| tumour.has_contig(i.contig())));
    }

    let begun = Instant::now();
    let mut sweep = PairSweep::new(SweepConfig::default());
    let mut tumour_reader = tumour.reader()?;
    let mut normal_reader = normal.as_ref().map(marv_ingest::alignment::BoundAlignment::reader).transpose()?;
    let mut statistics = PairStatistics::default();
    let mut evidence: Vec<RegionEvidence> = Vec::new();
    let mut finishing = std::time::Duration::ZERO;
    for interval in whole {
        let mut start = interval.start();
        while start < interval.end() {
            let end = (start + shard).min(interval.end());
            let region = Interval::new(interval.contig(), start, end)?;
            let padded = region.padded(MARGIN, contigs.length(interval.contig()));
            let window = reference.window(padded)?;
            sweep.begin(&SweepTask {
                region,
                window: &window,
                forced: &[],
                panel: &[],
                with_normal: normal.is_some(),
            })?;
            tumour_reader.scan(padded, &mut [sweep.tumour()])?;
            if let Some(reader) = &mut normal_reader {
                reader.scan(padded, &mut [sweep.normal()])?;
            }
            let before = Instant::now();
            let found = sweep.finish().ok_or("no region")?;
            finishing += before.elapsed();
            statistics.merge(&found.statistics);
            evidence.push(found);
            start = end;
        }
    }
    eprintln!("sweep {:?} of which finish {finishing:?}", begun.elapsed());
    let stored: usize = evidence.iter().map(|e| e.encode().map_or(0, |b| b.len())).sum();
    let candidates: usize = evidence.iter().map(|e| e.candidates.len()).sum();
    eprintln!("candidates {candidates}, stored {stored} bytes, germline sites {}", statistics.germline_sites);
    if sweep_only {
        return Ok(());
    }
    let learned = Learned::of(&evidence, &config);
    eprintln!("reads {:?}\n{:?}", statistics.tumour.tally, statistics.normal.tally);
    eprintln!(
        "rates {:?}\nline {:?}\ntumour in normal {:?}",
        learned.mixtures.each_ref().map(|m| m.rates),
        learned.max_error_probability,
        learned.tumour_in_normal
    );
    eprintln!("identity {:?} {:?}, depth {:?}", learned.identity, statistics.identity, learned.mean_depth);
    for (q, [bases, mismatches]) in statistics.tumour.qualities.iter().enumerate().filter(|(_, r)| r[0] > 0) {
        eprintln!("quality {q}: {bases} bases, {mismatches} mismatches, learned {:.2e}", learned.errors[0].base[q]);
    }
    eprintln!(
        "limit of detection {:?}",
        [10, 20, 30, 50, 80, 100, 200, 500]
            .map(|d| (d, limit_of_detection(d, &learned, &config).map(marv_model::units::AlleleFraction::get)))
    );
    println!("##fileformat=VCFv4.2\n##INFO=<ID=SOM,Number=1,Type=Float,Description=\"Somatic quality\">");
    for (_, contig) in contigs.iter() {
        println!("##contig=<ID={},length={}>", contig.name, contig.length);
    }
    println!("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tNORMAL\tTUMOR");
    let mut filtered: HashMap<String, u32> = HashMap::new();
    let begun = Instant::now();
    let calls: Vec<_> = evidence.iter().flat_map(|e| decide(e, &learned, &config)).collect();
    eprintln!("decide {:?}", begun.elapsed());
    for call in calls {
        let filters: Vec<&str> = call.filters.iter().map(|f| f.id()).collect();
        let filter = if filters.is_empty() { "PASS".to_owned() } else { filters.join(";") };
        *filtered.entry(filter.clone()).or_default() += 1;
        let v = &call.variant;
        let sample = |e: &AlleleEvidence| format!("{},{}:{}", e.reference, e.alternate, e.depth());
        let exempt = call.ledger.iter().filter(|l| l.verdict == RuleVerdict::Exempt).count();
        let t = &call.tumour;
        println!(
            "{}\t{}\t.\t{}\t{}\t{:.1}\t{}\tSOM={:.1};PG={:.2e};PA={:.2e};BQ={};MQ={},{};ED={};ST={},{};OR={},{};NS={};OT={};TIN={};PS={:?};EX={exempt}\tAD:DP\t{}\t{}",
            contigs.name(v.contig()),
            v.position() + 1,
            v.reference(),
            v.alternate(),
            call.posterior.quality().0,
            filter,
            call.posterior.quality().0,
            call.posterior.germline,
            call.posterior.artefact,
            t.alternate_base_quality,
            t.mapping_quality[0],
            t.mapping_quality[1],
            t.alternate_end_distance,
            t.alternate_strands[0],
            t.alternate_strands[1],
            t.alternate_orientation[0],
            t.alternate_orientation[1],
            t.alternate_starts,
            t.other,
            u8::from(call.seen_in_normal_as_contamination),
            call.phase_set,
            call.normal.as_ref().map_or(".".to_owned(), sample),
            sample(t),
        );
    }
    let mut filtered: Vec<_> = filtered.into_iter().collect();
    filtered.sort();
    eprintln!("{filtered:?}");
    Ok(())
}
