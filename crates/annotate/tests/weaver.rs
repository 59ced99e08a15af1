//! An independent program, hgvs-weaver, on the same transcripts and bases: random variants in the coding exons of the
//! windows' MANE Select transcripts. It reads our c. and gives its own p.; and it must find our c. normalised.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "test code")]

mod support;

use std::{collections::HashMap, fmt::Write};

use hgvs_weaver::{
    HgvsError, SequenceVariant, VariantMapper,
    data::{DataProvider, ExonData, IdentifierKind, IdentifierType, TranscriptData},
    parse_hgvs_variant,
    structs::{GenomicPos, TranscriptPos},
};
use marv_annotate::{Annotator, Bundle, Strand, Transcript};
use marv_model::{
    genome::{ContigId, Interval},
    sequence::{Bases, ReferenceSource},
    variant::SmallVariant,
};
use support::reference::Windows;

struct Provider {
    transcripts: HashMap<String, TranscriptData>,
    sequences: HashMap<String, String>,
}

impl DataProvider for Provider {
    fn get_transcript(&self, accession: &str, _: Option<&str>) -> Result<TranscriptData, HgvsError> {
        self.transcripts.get(accession).cloned().ok_or_else(|| HgvsError::ValidationError(accession.to_owned()))
    }
    fn get_seq(&self, accession: &str, start: i32, end: Option<i32>, _: IdentifierType) -> Result<String, HgvsError> {
        let all = self.sequences.get(accession).ok_or_else(|| HgvsError::ValidationError(accession.to_owned()))?;
        let start = usize::try_from(start).unwrap().min(all.len());
        let end = end.map_or(all.len(), |e| usize::try_from(e).unwrap()).clamp(start, all.len());
        Ok(all[start..end].to_owned())
    }
    fn get_symbol_accessions(
        &self,
        _: &str,
        _: IdentifierKind,
        _: IdentifierKind,
    ) -> Result<Vec<(IdentifierType, String)>, HgvsError> {
        Ok(Vec::new())
    }
    fn get_identifier_type(&self, identifier: &str) -> Result<IdentifierType, HgvsError> {
        Ok(match identifier.split('_').next() {
            Some("NM") => IdentifierType::TranscriptAccession,
            Some("NP") => IdentifierType::ProteinAccession,
            Some("NC") => IdentifierType::GenomicAccession,
            _ => IdentifierType::Unknown,
        })
    }
}

fn spliced(t: &Transcript, contig: ContigId, windows: &Windows) -> Option<String> {
    let forward: String = t
        .exons()
        .iter()
        .map(|e| windows.bases(Interval::new(contig, e.start, e.end).ok()?).map(|b| b.to_string()))
        .collect::<Option<String>>()?;
    let bases = match t.strand() {
        Strand::Forward => Bases::lossy(forward),
        Strand::Reverse => Bases::lossy(forward).reverse_complement(),
    };
    (!bases.contains(&b'N')).then(|| bases.to_string())
}

fn model(t: &Transcript) -> TranscriptData {
    let position = |n: u32| TranscriptPos(i32::try_from(n).unwrap());
    let strand = match t.strand() {
        Strand::Forward => hgvs_weaver::data::Strand::Plus,
        Strand::Reverse => hgvs_weaver::data::Strand::Minus,
    };
    let mut exons: Vec<ExonData> = t
        .exons()
        .iter()
        .map(|e| {
            let (a, b) = (t.spliced(e.start).unwrap(), t.spliced(e.end - 1).unwrap());
            let (genomic, last) = (i32::try_from(e.start).unwrap(), i32::try_from(e.end - 1).unwrap());
            let cigar = format!("{}=", e.end - e.start);
            let (from, to) = (position(a.min(b)), position(a.max(b) + 1));
            ExonData::new(from, to, GenomicPos(genomic), GenomicPos(last), strand, cigar)
        })
        .collect();
    exons.sort_by_key(|e| e.transcript_start.0);
    let cds = Some((position(t.coding().start), position(t.coding().end - 1)));
    TranscriptData::new(t.accession(), t.gene(), cds, strand, "NC_000000.1", exons)
}

/// A small generator of our own, so that the sample is the same everywhere (Numerical Recipes' constants).
struct Random(u64);

impl Random {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(n)).unwrap()
    }
    fn bases(&mut self, length: u32) -> String {
        (0..length).map(|_| char::from(b"ACGT"[self.below(4) as usize])).collect()
    }
}

fn random_variant(random: &mut Random, contig: ContigId, at: u32, windows: &Windows) -> Option<SmallVariant> {
    let length = 1 + random.below(9);
    let read = windows.bases(Interval::new(contig, at, at + 1 + length).unwrap())?.to_string();
    let (anchor, body) = read.split_at(1);
    let (reference, alternate) = match random.below(5) {
        0 => (anchor.to_owned(), random.bases(1)),
        1 => (read.clone(), anchor.to_owned()),
        2 => (anchor.to_owned(), format!("{anchor}{}", random.bases(length))),
        3 => (anchor.to_owned(), format!("{anchor}{body}")),
        _ => {
            let new = 1 + random.below(6);
            (read.clone(), format!("{anchor}{}", random.bases(new)))
        }
    };
    SmallVariant::new(contig, at, reference, alternate).ok()
}

#[test]
fn another_program_reads_the_same_proteins() {
    let Some(shared) = support::shared() else {
        println!("NOT TESTED: the shared folder with reference windows is absent (set MARV_SHARED)");
        return;
    };
    let windows = Windows::read(&shared);
    let bundle = Bundle::embedded();
    let bound = bundle.for_contigs(&windows.contigs).unwrap();
    let mut provider = Provider { transcripts: HashMap::new(), sequences: HashMap::new() };
    let mut used: Vec<(&Transcript, ContigId)> = Vec::new();
    for t in bundle.transcripts() {
        let contig = windows.contigs.id(t.chrom()).unwrap();
        if let Some(sequence) = spliced(t, contig, &windows) {
            provider.sequences.insert(t.accession().to_owned(), sequence);
            provider.transcripts.insert(t.accession().to_owned(), model(t));
            used.push((t, contig));
        }
    }
    assert!(used.len() >= 8, "{}", used.len());
    let mapper = VariantMapper::new(&provider);
    let annotator = Annotator::new(&bound);
    let mut random = Random(20_261_122);
    let (mut compared, mut different, mut report) = (0usize, 0usize, String::new());
    let (mut normal, mut other, mut stops) = (0usize, 0usize, 0usize);
    for round in 0..6_000usize {
        let (t, contig) = used[round % used.len()];
        let at = t.genomic_of_coding(random.below(t.coding_length())).unwrap();
        let Some(variant) = random_variant(&mut random, contig, at, &windows) else { continue };
        let all = annotator.annotate(&variant, Some(&windows));
        let ours = all.iter().find(|c| c.transcript == t.accession()).unwrap();
        let (Some(c), Some(p)) = (&ours.hgvs_c, &ours.hgvs_p) else { continue };
        if p == "p.?" || c[2..].contains(['+', '-', '*']) {
            continue;
        }
        let text = format!("{}:{c}", t.accession());
        let parsed = parse_hgvs_variant(&text).unwrap();
        match mapper.normalize_variant(parsed.clone()).map(|v| v.to_string()) {
            Ok(found) if found == text => normal += 1,
            Ok(found) => {
                other += 1;
                writeln!(report, "c. | {} | ours {text} | theirs {found}", t.gene()).unwrap();
            }
            Err(error) => writeln!(report, "c. | {} | ours {text} | theirs: {error}", t.gene()).unwrap(),
        }
        let SequenceVariant::Coding(coding) = parsed else { panic!("{text}") };
        match mapper.c_to_p(&coding, Some("NP_000000.1")).map(|v| v.to_string()) {
            Ok(theirs) => {
                compared += 1;
                let theirs = theirs.trim_start_matches("NP_000000.1:");
                if theirs != p && theirs.contains("delins") && theirs.ends_with("Ter)") && p.contains("Ter") {
                    stops += 1;
                    writeln!(report, "stop in the inserted bases | {} {c} | ours {p} | theirs {theirs}", t.gene())
                        .unwrap();
                } else if theirs != p {
                    different += 1;
                    writeln!(report, "p. | {} {c} | ours {p} | theirs {theirs}", t.gene()).unwrap();
                }
            }
            Err(error) => writeln!(report, "p. | {} {c} | ours {p} | theirs: {error}", t.gene()).unwrap(),
        }
    }
    println!("{} transcripts; c. normalised: {normal} equal, {other} different", used.len());
    println!(
        "p.: {} equal of {compared}, {stops} with a stop in the inserted bases\n{report}",
        compared - different - stops
    );
    assert!(compared >= 5_000, "{compared}");
    // A stop within inserted bases: HGVS has p.(Met3_His4insGlyTer) for one in frame, which we write; out of frame we write
    // a frameshift, as VEP does. Weaver writes a deletion-insertion for both. Nothing else may differ.
    assert_eq!((other, different), (0, 0));
    assert!(100 * stops <= 2 * compared, "{stops}");
}
