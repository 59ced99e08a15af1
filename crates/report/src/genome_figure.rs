//! `genome.svg`: depth and allele balance of the whole genome as a picture of its own.

use askama::Template;
use marv_model::copy_number::CopyNumberResult;

use crate::{
    Error, Language,
    messages::Messages,
    view::{self, GenomeFigure},
};

#[derive(Template)]
#[template(path = "genome_figure.html")]
struct Picture {
    figure: Option<GenomeFigure>,
    m: &'static Messages,
}

/// Its look, which the report has among its own styles, and the paper.
const LOOK: &str =
    concat!("<style>svg.genome { background: #fff; }\n", include_str!("../templates/genome_look.css"), "</style>\n");

/// The genome-wide figure of a report as an SVG file that stands alone: depth above, allele balance below, chromosome by
/// chromosome, changed segments by kind. Where no copies are known the picture says so.
pub fn genome_figure(result: &CopyNumberResult, language: Language) -> Result<String, Error> {
    let m = Messages::of(language)?;
    let svg = Picture { figure: view::genome_figure(result), m }.render()?;
    // The first child of the picture is its style.
    let inside = svg.find("<svg").and_then(|at| Some(at + svg.get(at..)?.find('>')? + 1)).unwrap_or(svg.len());
    let (head, rest) = svg.split_at(inside);
    Ok(format!("{head}\n{LOOK}{rest}"))
}

#[cfg(test)]
mod tests {
    use marv_model::copy_number::CopyNumberTrack;

    use super::*;

    /// A chromosome of 100 Mb with two copies of its first half measured.
    fn result(depth: Vec<(u32, f64)>) -> CopyNumberResult {
        CopyNumberResult {
            purity: None,
            purity_interval: None,
            ploidy: None,
            method: "not_assessable".to_owned(),
            ambiguous: false,
            alternatives: Vec::new(),
            limit: None,
            tumour_in_normal: None,
            sex_chromosomes: None,
            noise: 0.1,
            windows: 0,
            sites: 0,
            segments: Vec::new(),
            arms: Vec::new(),
            genes: Vec::new(),
            chromosomes: None,
            ploidy_classes: Vec::new(),
            iamp21: None,
            figure: vec![CopyNumberTrack {
                contig: "chr<7>".to_owned(),
                length: 100_000_000,
                centromere: None,
                depth,
                balance: Vec::new(),
            }],
        }
    }

    #[test]
    fn the_picture_stands_alone_and_says_where_there_is_nothing() {
        for language in Language::ALL {
            let drawn = genome_figure(&result(vec![(50_000_000, 2.0)]), language).unwrap();
            // Half of the chromosome: 34 + 946 / 2 = 507; two of six copies: 18 + 150 * 4 / 6 = 118.
            assert!(drawn.contains("M507.0 118.0h.9"), "{drawn}");
            assert!(drawn.contains("<style>") && drawn.contains("svg.genome .loss"), "{drawn}");
            // Names are text, whatever is in them.
            assert!(!drawn.contains("<7>"), "{drawn}");
            let nothing = genome_figure(&result(Vec::new()), language).unwrap();
            for svg in [&drawn, &nothing] {
                assert!(svg.starts_with("<?xml") && svg.trim_end().ends_with("</svg>"), "{svg}");
            }
            assert!(nothing.contains(Messages::of(language).unwrap().text("virtual.nothing")), "{nothing}");
        }
    }
}
