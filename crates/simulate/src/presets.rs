//! Scenarios that come with the program.

use marv_annotate::Bundle;
use marv_model::genome::Contigs;

use crate::scenario::{
    AlleleChoice, Clone, CopyNumber, Germline, RandomSomatic, Region, Scenario, SomaticVariant, TandemDuplication,
};

/// Genes of the demonstration that are there with their introns; of the panel's others, the coding exons are.
const WHOLE_GENES: [&str; 9] = ["TP53", "NPM1", "NRAS", "KRAS", "IDH2", "SRSF2", "CEBPA", "U2AF1", "IDH1"];

/// The demonstration: acute myeloid leukaemia with many mechanisms in one invented patient.
///
/// The story. Clonal haematopoiesis with DNMT3A R882H and a TET2 frameshift came first. A leukaemic clone arose in it
/// with TP53 p.Arg175His on the chromosome 17 that stayed when 17p was lost (both alleles hit), with IDH2 R140Q and the
/// NPM1 type A insertion. Two subclones compete: one with an in-frame FLT3 tandem duplication of 33 bases, one with
/// NRAS G12D at 10 % of the fragments; some of its cells gained SRSF2 P95H (5 %). Chromosome 7 and a part of the long
/// arm of chromosome 5 are lost, as the laboratory's karyotype says. The normal is a skin biopsy; 2.5 % of its cells are
/// leukaemic. NPM1 with TP53 and a complex karyotype is rare in patients; they are together so that one run shows them
/// all.
pub fn demo_scenario() -> Scenario {
    let gene = |symbol: &str| Region { gene: Some(symbol.to_owned()), flank: Some(600), ..Region::default() };
    let exons = |symbol: &str| Region { flank: Some(300), exons_only: true, ..gene(symbol) };
    let clone = |name: &str, cell_fraction: f64, parent: Option<&str>| Clone {
        name: name.to_owned(),
        cell_fraction,
        parent: parent.map(str::to_owned),
    };
    let named = |symbol: &str, hotspot: &str, clone: &str, haplotype: u8| SomaticVariant {
        allele: AlleleChoice {
            gene: Some(symbol.to_owned()),
            hotspot: Some(hotspot.to_owned()),
            ..AlleleChoice::default()
        },
        clone: Some(clone.to_owned()),
        haplotype: Some(haplotype),
        copies: None,
    };
    let placed =
        |symbol: &str, name: &str, (contig, position): (&str, u32), reference: &str, alternate: &str, clone: &str| {
            SomaticVariant {
                allele: AlleleChoice {
                    gene: Some(symbol.to_owned()),
                    hotspot: Some(name.to_owned()),
                    contig: Some(contig.to_owned()),
                    position: Some(position),
                    reference: Some(reference.to_owned()),
                    alternate: Some(alternate.to_owned()),
                },
                clone: Some(clone.to_owned()),
                haplotype: Some(1),
                copies: None,
            }
        };
    let lost = |contig: &str, start: u32, end: u32| CopyNumber {
        contig: contig.to_owned(),
        start,
        end,
        clone: Some("leukaemia".to_owned()),
        copies: [1, 0],
    };
    Scenario {
        name: "demo".to_owned(),
        seed: 20_260_101,
        regions: WHOLE_GENES
            .map(gene)
            .into_iter()
            .chain(Bundle::embedded().genes().filter(|symbol| !WHOLE_GENES.contains(symbol)).map(exons))
            .collect(),
        tumour_depth: 80.0,
        normal_depth: 40.0,
        purity: 0.8,
        tumour_in_normal: 0.025,
        clones: vec![
            clone("clonal-haematopoiesis", 1.0, None),
            clone("leukaemia", 0.95, Some("clonal-haematopoiesis")),
            clone("flt3-subclone", 0.45, Some("leukaemia")),
            clone("nras-subclone", 0.25, Some("leukaemia")),
            clone("srsf2-subclone", 0.12, Some("nras-subclone")),
        ],
        somatic: vec![
            named("DNMT3A", "R882H", "clonal-haematopoiesis", 2),
            // Truncations of TET2 lie all over it; here two bases of exon 3 are lost.
            placed("TET2", "frameshift", ("chr4", 105_235_703), "ATC", "A", "clonal-haematopoiesis"),
            named("TP53", "R175H", "leukaemia", 1),
            named("IDH2", "R140Q", "leukaemia", 2),
            placed("NPM1", "type A", ("chr5", 171_410_539), "C", "CTCTG", "leukaemia"),
            named("NRAS", "G12D", "nras-subclone", 1),
            named("SRSF2", "P95H", "srsf2-subclone", 2),
        ],
        tandem_duplications: vec![TandemDuplication {
            contig: "chr13".to_owned(),
            start: 28_034_105,
            end: 28_034_137,
            filler: String::new(),
            clone: Some("flt3-subclone".to_owned()),
            haplotype: Some(1),
            copies: None,
        }],
        segments: vec![
            lost("chr17", 1, 22_700_000),
            lost("chr7", 1, 159_345_973),
            lost("chr5", 77_600_000, 150_000_000),
        ],
        disease: Some("aml".to_owned()),
        laboratory_karyotype: Some("45,XX,del(5)(q13q33),-7,del(17)(p11.2)[18]/46,XX[2]".to_owned()),
        ..Scenario::default()
    }
}

/// A pair for measurements: whole chromosomes of a generated genome until `length_mb` megabases are covered, with
/// inherited variants and acquired ones at fractions from 2.5 % to 45 %.
pub fn bench_scenario(length_mb: u32, tumour_depth: f64, normal_depth: f64) -> Scenario {
    const ORDER: [&str; 6] = ["chr20", "chr21", "chr22", "chr19", "chr18", "chr17"];
    let contigs = Contigs::grch38();
    let mut left = length_mb.max(1).saturating_mul(1_000_000);
    let mut regions = Vec::new();
    for name in ORDER {
        let length = contigs.id(name).map_or(0, |id| contigs.length(id));
        // Telomeres are unknown in GRCh38 too.
        let take = left.min(length.saturating_sub(20_000));
        if take > 0 {
            let (start, end) = (Some(10_001), Some(10_000 + take));
            regions.push(Region { contig: Some(name.to_owned()), start, end, ..Region::default() });
            left -= take;
        }
    }
    let clone = |name: &str, cell_fraction: f64, parent: Option<&str>| Clone {
        name: name.to_owned(),
        cell_fraction,
        parent: parent.map(str::to_owned),
    };
    Scenario {
        name: "bench".to_owned(),
        seed: 20_260_102,
        regions,
        tumour_depth,
        normal_depth,
        purity: 0.9,
        tumour_in_normal: 0.02,
        clones: vec![
            clone("founder", 1.0, None),
            clone("half", 0.5, Some("founder")),
            clone("quarter", 0.25, Some("half")),
            clone("tenth", 0.1, Some("quarter")),
            clone("twentieth", 0.055, Some("tenth")),
        ],
        germline: Germline::default(),
        random_somatic: RandomSomatic { snv_per_mb: 20.0, indel_per_mb: 5.0, mnv_per_mb: 1.0, late: 0.0 },
        ..Scenario::default()
    }
}
