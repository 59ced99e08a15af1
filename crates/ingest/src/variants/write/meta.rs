//! The header of our own calls.

use std::fmt::Write;

use marv_model::{call::Filter, genome::Build};

use super::{
    calls::CallHeader,
    text::{one_line, quoted},
};

/// INFO: identifier, Number, Type, description.
pub(super) const INFO: [(&str, &str, &str, &str); 15] = [
    ("SOMATIC", "0", "Flag", "No filter applies"),
    ("SPP", "1", "Float", "Phred-scaled posterior probability that it is not somatic (as QUAL, at most 100)"),
    ("PG", "1", "Float", "Posterior probability that it is inherited"),
    ("PA", "1", "Float", "Posterior probability that it is an artefact"),
    ("HOTSPOT", "0", "Flag", "Judged because it is a known hotspot, listed whatever its filters"),
    ("SUPPLIED", "0", "Flag", "Judged because a supplied variant file has it, listed whatever its filters"),
    ("TIN", "0", "Flag", "Seen in the normal within what tumour in the normal explains"),
    ("DUPLEN", "1", "Integer", "Bases that a tandem duplication adds, those between the copies included"),
    ("DUPRANGE", "2", "Integer", "First and last reference base that stands twice; of all placements the leftmost"),
    ("DUPNTS", "1", "String", "Bases between the copies that are of neither (non-templated)"),
    ("HOMLEN", "1", "Integer", "Bases over which the junction of a tandem duplication can be shifted"),
    ("AR", "1", "Float", "Copies with the tandem duplication over copies without it, in the tumour (allelic ratio)"),
    ("ARCI", "2", "Float", "95 % interval of AR"),
    ("CALLERS", ".", "String", "Supplied files' callers that have it"),
    ("EXEMPT", ".", "String", "Rules that would apply but from which a hotspot or an exemption keeps it"),
];

/// FORMAT: identifier, Number, Type, description. In the order of the columns.
pub(super) const FORMAT: [(&str, &str, &str, &str); 14] = [
    ("GT", "1", "String", "0/1 where the sample carries the allele, 0/0 where it does not, ./. without a fragment"),
    ("AD", "R", "Integer", "Fragments for the reference and the alternate allele"),
    ("DP", "1", "Integer", "Informative fragments, other alleles among them"),
    (
        "AF",
        "A",
        "Float",
        "Share of the copies with the allele: AD of DP, but for changes of 10 bases and more (fragments at their sides)",
    ),
    ("OD", "1", "Integer", "Fragments for another allele"),
    ("SB", "4", "Integer", "Reference forward, reference reverse, alternate forward, alternate reverse"),
    ("ALT_F1R2", "A", "Integer", "Alternate fragments in F1R2 orientation"),
    ("ALT_F2R1", "A", "Integer", "Alternate fragments in F2R1 orientation"),
    ("MBQ", "A", "Float", "Median base quality of the alternate allele"),
    ("MMQ", "R", "Float", "Median mapping quality of the reference and the alternate allele"),
    ("MPOS", "A", "Float", "Median distance of the alternate allele from the nearer read end"),
    ("STARTS", "A", "Integer", "Distinct starts of the alternate fragments"),
    ("RDP", "1", "Integer", "Depth before base quality filters, fragments"),
    ("PS", "1", "Integer", "Phase set: calls with one number are in phase"),
];

/// The lines that every file of ours opens with.
pub(super) fn opening(header: &CallHeader<'_>) -> String {
    let mut out = String::from("##fileformat=VCFv4.3\n");
    let _ = writeln!(out, "##source=marv {}", one_line(header.version));
    let _ = writeln!(out, "##marvCommand={}", one_line(header.command));
    let _ = writeln!(out, "##reference={}", one_line(header.reference_name));
    let build = header.contigs.build();
    for (_, contig) in header.contigs.iter() {
        let _ = write!(out, "##contig=<ID={},length={}", contig.name, contig.length);
        if build != Build::Unknown {
            let _ = write!(out, ",assembly={build}");
        }
        if let Some(md5) = &contig.md5 {
            let _ = write!(out, ",md5={md5}");
        }
        out.push_str(">\n");
    }
    out.push_str("##FILTER=<ID=PASS,Description=\"No filter applies\">\n");
    out
}

/// The lines that every file of ours closes with, the last one `#CHROM`.
pub(super) fn closing(header: &CallHeader<'_>, samples: &[&str]) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "##tumor_sample={}", samples[0]);
    if let Some(normal) = samples.get(1) {
        let _ = writeln!(out, "##normal_sample={normal}");
    }
    for line in header.extra_meta {
        let line = one_line(line);
        let _ = writeln!(out, "##{}", line.trim_start_matches('#'));
    }
    out.push_str("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT");
    for sample in samples {
        out.push('\t');
        out.push_str(sample);
    }
    out.push('\n');
    out
}

/// All lines, the last one `#CHROM`, each with its line feed.
pub(super) fn text(header: &CallHeader<'_>, samples: &[&str]) -> String {
    let mut out = opening(header);
    for filter in Filter::ALL {
        let _ = writeln!(out, "##FILTER=<ID={},Description=\"{}\">", filter.id(), quoted(description(filter)));
    }
    for (id, number, kind, what) in INFO {
        let _ = writeln!(out, "##INFO=<ID={id},Number={number},Type={kind},Description=\"{}\">", quoted(what));
    }
    if let Some(format) = header.csq_format {
        let what = format!("Consequence annotations from marv. Format: {format}");
        let _ = writeln!(out, "##INFO=<ID=CSQ,Number=.,Type=String,Description=\"{}\">", quoted(&what));
    }
    for (id, number, kind, what) in FORMAT {
        let _ = writeln!(out, "##FORMAT=<ID={id},Number={number},Type={kind},Description=\"{}\">", quoted(what));
    }
    out.push_str(&closing(header, samples));
    out
}

/// What each filter says, for the header.
fn description(filter: Filter) -> &'static str {
    match filter {
        Filter::WeakEvidence => "The posterior probability of a sequencing error is too high",
        Filter::BaseQual => "The median base quality of the alternate allele is too low",
        Filter::MapQual => "The median mapping quality of the alternate allele is too low",
        Filter::MapQualDifference => "The alternate allele's mapping quality is far below the reference allele's",
        Filter::Position => "The alternate allele lies too near the read ends",
        Filter::StrandBias => "The alternate allele is seen on one strand",
        Filter::Orientation => "The alternate allele is seen in one orientation of read pairs",
        Filter::Duplicate => "Too few distinct fragments carry the alternate allele",
        Filter::FragmentLength => "The alternate allele lies on fragments far shorter than the library's",
        Filter::Slippage => "The length of a short repeat changes by one unit, as polymerase slippage does",
        Filter::ClusteredEvents => "Too many events lie together",
        Filter::Multiallelic => "Several alternate alleles at one site",
        Filter::NormalArtifact => "The normal shows the same artefact",
        Filter::Germline => "Inherited",
        Filter::Contamination => "From another person's DNA",
        Filter::PanelOfNormals => "In the panel of normals",
        Filter::LowAlleleFrac => "The fraction in the tumour is below the threshold",
        Filter::LowDepth => "Too few informative fragments in the tumour",
        Filter::LowNormalDepth => "Too few informative fragments in the normal to call it somatic",
        Filter::HighDepth => "The depth is far above the region's",
        Filter::BaseCallNoise => "Too many base calls were removed",
        Filter::SpanningDeletion => "Too many reads end, clip or span a deletion here",
    }
}
