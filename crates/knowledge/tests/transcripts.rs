//! Gene models built from the files that archives publish, held to the embedded models, to other programs' descriptions, and
//! to themselves in every form.
#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::panic, reason = "helpers of tests")]

#[path = "../../annotate/tests/support/mod.rs"]
mod annotated;
mod models;

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use marv_annotate::{Annotator, Bundle, Role, Transcript};
use marv_knowledge::{
    Knowledge,
    store::{Manifest, Sources, build},
};
use marv_model::{
    genome::{Build, Contig, Contigs},
    variant::SmallVariant,
};
use models::{Chain, Model};

fn made(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn built(sources: &Sources, out: &Path) -> Result<(Manifest, Knowledge), String> {
    let manifest = build(sources, out).map_err(|error| error.to_string())?;
    Ok((manifest, Knowledge::open(out).unwrap()))
}

fn from_file(path: PathBuf, out: &Path) -> (Manifest, Vec<Transcript>) {
    let (manifest, knowledge) = built(&Sources { transcripts: vec![path], ..Sources::default() }, out).unwrap();
    let all = knowledge.transcripts().unwrap().all().unwrap();
    (manifest, all)
}

fn shared() -> Option<PathBuf> {
    let found = annotated::shared();
    if found.is_none() {
        eprintln!("NOT RUN: the shared folder is absent; set MARV_SHARED");
    }
    found
}

/// The models of the panel in every form that archives publish give one table: genePred with a header, without one, with a
/// `bin` column, packed; GFF3; GTF, whose coding parts end before the stop codon.
#[test]
fn one_set_of_models_in_every_form_gives_one_table() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let text = annotated::text(&shared.join("knowledge/gene_models/haem_panel_all_refseq.genePredExt.tsv.gz"));
    let models: Vec<Model> = text.lines().skip(1).map(Model::of).filter(Model::on_chromosome).collect();
    let (_, expected) = from_file(made(folder.path(), "a.txt", &text), &folder.path().join("a"));
    // awk -F'\t' 'NR>1 && $2~/^chr([0-9]+|[XY])$/ && $6<$7 && $13=="cmpl" && $14=="cmpl"' | cut -f1-4 | sort -u | wc -l
    // says 1,882; what slips its frame is left out and told.
    let coding = models.iter().filter(|m| m.coding && m.complete).count();
    assert!(expected.len() + 40 > coding && expected.len() <= coding, "{} of {coding}", expected.len());
    let with_bin: Vec<String> = text.lines().skip(1).map(|line| format!("585\t{line}")).collect();
    let packed = folder.path().join("d.gz");
    let mut gz = flate2::write::GzEncoder::new(std::fs::File::create(&packed).unwrap(), flate2::Compression::fast());
    gz.write_all(with_bin.join("\n").as_bytes()).unwrap();
    gz.finish().unwrap();
    let forms = [
        made(folder.path(), "b.txt", text.split_once('\n').unwrap().1),
        made(folder.path(), "c.txt", &with_bin.join("\n")),
        packed,
        made(folder.path(), "e.gff3", &models::gff3(&models)),
        made(folder.path(), "f.gtf", &models::gtf(&models)),
    ];
    for (number, form) in forms.into_iter().enumerate() {
        let name = form.display().to_string();
        let (_, found) = from_file(form, &folder.path().join(format!("out{number}")));
        assert_eq!(found.len(), expected.len(), "{name}");
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found, expected, "{name}");
        }
    }
}

/// The same consequences and HGVS by built models as by the embedded ones, over every variant of the vectors that lies near a
/// panel gene; the built ones are MANE Select by the table beside them.
#[test]
fn built_models_tell_what_the_embedded_ones_tell() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let genes = shared.join("knowledge/gene_models");
    let mane = genes.join("mane_select_hg38.genePredExt.tsv.gz");
    let sources = Sources {
        transcripts: vec![mane.clone(), genes.join("haem_panel_all_refseq.genePredExt.tsv.gz")],
        mane: Some(mane),
        ..Sources::default()
    };
    let (manifest, knowledge) = built(&sources, folder.path()).unwrap();
    assert_eq!(manifest.sources.iter().find(|s| s.role == "mane").unwrap().records, 19_244);
    let models = knowledge.transcripts().unwrap();
    let all = models.all().unwrap();
    // Every MANE Select transcript fits its genome, by MANE's own definition: none is left out but on other contigs.
    let selected = all.iter().filter(|model| model.is_mane_select()).count();
    assert!(selected >= 19_150, "{selected} of 19,244 MANE Select transcripts: {:?}", manifest.sources[0].reasons);
    let embedded = Bundle::embedded();
    let again = embedded.moved(Build::Grch38, all.iter(), embedded.bands().to_vec());
    assert_eq!((again.absent(), again.transcripts()), (&[][..], embedded.transcripts()));
    assert_eq!(again.hotspot_records(), embedded.hotspot_records());

    let windows = annotated::reference::Windows::read(&shared);
    let bound = embedded.for_contigs(&windows.contigs).unwrap();
    let rebound = again.for_contigs(&windows.contigs).unwrap();
    let (own, other) = (Annotator::new(&bound), Annotator::new(&rebound));
    let text = annotated::text(&shared.join("vectors/hgvs/panel_variants.public.tsv"));
    let (mut compared, mut beyond) = (0, 0);
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let position: u32 = cells[2].parse().unwrap();
        let Some(variant) = windows.contigs.id(cells[1]).and_then(|contig| {
            SmallVariant::new(contig, position - 1, cells[3].trim_matches('-'), cells[4].trim_matches('-')).ok()
        }) else {
            continue;
        };
        let expected = own.annotate(&variant, Some(&windows));
        assert_eq!(other.annotate(&variant, Some(&windows)), expected, "{line}");
        compared += 1;
        // With the department's models beside it the panel's answers stay, and stay first where they say something.
        let around = models.around(cells[1], position - 1..position + 200).unwrap();
        let both = own.beyond(&around).annotate(&variant, Some(&windows));
        let panel: Vec<_> = both.iter().filter(|one| bound.has_gene(&one.gene)).cloned().collect();
        assert_eq!(panel, expected, "{line}");
        beyond += usize::from(both.len() > expected.len());
    }
    assert!(compared > 2_000 && beyond > 50, "{compared} compared, {beyond} with a gene beyond the panel");
}

/// TP53's region as Ensembl publishes it. `awk -F'\t' '$3=="mRNA" && /biotype=protein_coding/'` counts 51 transcripts; summing
/// exons and coding parts by hand says that 16 of WRAP53's have exons beyond the window, and that the other 35 are whole.
#[test]
fn a_file_of_ensembl_gives_its_models() {
    let Some(shared) = shared() else { return };
    let out = tempfile::tempdir().unwrap();
    let (manifest, all) = from_file(shared.join("knowledge/reference/geneo_tp53.gff3"), out.path());
    assert_eq!((all.len(), manifest.sources[0].reasons.get("exons_do_not_fit")), (35, Some(&16)));
    let selected: Vec<&Transcript> = all.iter().filter(|model| model.is_mane_select()).collect();
    let named: Vec<(&str, &str)> = selected.iter().map(|model| (model.gene(), model.accession())).collect();
    assert_eq!(named, [("TP53", "ENST00000269305.9")]);
    let embedded = Bundle::embedded().transcript("NM_000546.6").unwrap();
    assert_eq!((selected[0].exons(), selected[0].cds()), (embedded.exons(), embedded.cds()));
    assert_eq!(embedded.ensembl(), Some(selected[0].accession()));
}

/// A lookup reads the models around a place: the same as a scan of all of them.
#[test]
fn lookups_by_place_are_those_of_a_scan() {
    let Some(shared) = shared() else { return };
    let out = tempfile::tempdir().unwrap();
    let path = shared.join("knowledge/gene_models/mane_select_hg38.genePredExt.tsv.gz");
    let (_, knowledge) = built(&Sources { transcripts: vec![path], ..Sources::default() }, out.path()).unwrap();
    let models = knowledge.transcripts().unwrap();
    let all = models.all().unwrap();
    let mut seed = 7u64;
    for round in 0..300 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let number = (seed >> 33) % 22 + 1;
        let chrom = format!("chr{number}");
        let near = &all[usize::try_from(seed >> 40).unwrap() % all.len()];
        let chrom = if round % 2 == 0 { near.chrom() } else { &chrom };
        let start = near.span().start.saturating_sub(u32::try_from(seed % 9_000).unwrap());
        let end = start + 1 + u32::try_from((seed >> 20) % 300_000).unwrap();
        let found = models.around(chrom, start..end).unwrap();
        let scanned: Vec<Transcript> = all
            .iter()
            .filter(|t| t.chrom() == chrom && t.span().start <= end + 5_000 && t.span().end + 5_000 >= start)
            .cloned()
            .collect();
        assert_eq!(found, scanned, "{chrom}:{start}-{end}");
    }
    assert_eq!(models.around("chrUn_1", 1..2).unwrap(), []);
}

/// Models of GRCh37 (the panel's, lifted by UCSC's chain) annotate GRCh37: the coding descriptions of DoCM, which has its
/// coordinates there, on the Ensembl transcripts that are the panel's MANE Select.
#[test]
fn models_of_another_build_annotate_it() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let chain = Chain::read(&annotated::text(&shared.join("knowledge/liftover/hg38ToHg19.over.chain.gz")));
    let text = annotated::text(&shared.join("knowledge/gene_models/mane_select_hg38.genePredExt.tsv.gz"));
    let panel: Vec<&str> = Bundle::embedded().genes().collect();
    let lifted: Vec<String> = text
        .lines()
        .skip(1)
        .map(Model::of)
        .filter(|model| panel.contains(&model.gene.as_str()))
        .filter_map(|model| chain.lift(&model))
        .map(|model| model.line())
        .collect();
    assert!(lifted.len() > 200, "{}", lifted.len());
    let path = made(folder.path(), "hg19.txt", &lifted.join("\n"));
    let sources = Sources { build: Some(Build::Grch37), transcripts: vec![path], ..Sources::default() };
    let (_, knowledge) = built(&sources, &folder.path().join("k")).unwrap();
    assert_eq!(knowledge.build(), Build::Grch37);
    let all = knowledge.transcripts().unwrap().all().unwrap();
    let moved = Bundle::embedded().moved(Build::Grch37, all.iter(), Vec::new());
    assert!(moved.absent().len() < 20, "{:?}", moved.absent());
    let contigs = Contigs::new([Contig::new("1", 249_250_621), Contig::new("17", 81_195_210)]).unwrap();
    assert_eq!(contigs.build(), Build::Grch37);
    let names = (1..=22).map(|n| n.to_string()).chain(["X".to_owned()]);
    let lengths = names.map(|name| match name.as_str() {
        "1" => Contig::new("1", 249_250_621),
        "17" => Contig::new("17", 81_195_210),
        other => Contig::new(other, 260_000_000),
    });
    let contigs = Contigs::new(lengths).unwrap();
    let bound = moved.for_contigs(&contigs).unwrap();
    let annotator = Annotator::new(&bound);
    let (mut equal, mut different) = (0, Vec::new());
    for line in annotated::text(&shared.join("knowledge/hotspots/docm_variants_GRCh37.tsv.gz")).lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let Some((ensembl, hgvs_c)) = cells[0].split_once(':') else { continue };
        let of_panel = |t: &&Transcript| t.ensembl().is_some_and(|e| e.split('.').next() == Some(ensembl));
        let Some(model) = Bundle::embedded().transcripts().iter().find(of_panel) else { continue };
        let (Some(contig), Ok(at)) = (contigs.id(cells[1]), cells[2].parse::<u32>()) else { continue };
        let Ok(variant) = SmallVariant::new(contig, at - 1, cells[4], cells[5]) else { continue };
        if cells[4].len() != 1 || cells[5].len() != 1 || !hgvs_c.contains('>') {
            continue; // insertions and deletions ask for bases of GRCh37
        }
        let found = annotator.annotate(&variant, None);
        let own = found.iter().find(|one| one.gene == model.gene() && one.mane_select);
        match own.and_then(|one| one.hgvs_c.as_deref()) {
            Some(own) if own == hgvs_c => equal += 1,
            own => different.push(format!("{line}: {own:?}")),
        }
    }
    assert!(equal > 400 && different.len() * 100 <= equal, "{equal} equal, different: {different:#?}");
}

#[test]
fn refseq_gencode_and_ncbi_dialects() {
    let folder = tempfile::tempdir().unwrap();
    let refseq = "##gff-version 3\n#!genome-build GRCh38.p14\n#!annotation-date 2024-08-23\n\
        ##sequence-region NC_000017.11 1 83257441\n\
        NC_000017.11\tBestRefSeq\tgene\t1001\t2000\t.\t+\t.\tID=gene-AB;Dbxref=GeneID:77,HGNC:1;Name=AB;gene=AB\n\
        NC_000017.11\tBestRefSeq\tmRNA\t1001\t2000\t.\t+\t.\tID=rna-NM_1.2;Parent=gene-AB;Dbxref=Ensembl:ENST1.3,GeneID:77;gene=AB;tag=MANE Select;transcript_id=NM_1.2\n\
        NC_000017.11\tBestRefSeq\texon\t1001\t1100\t.\t+\t.\tID=exon-1;Parent=rna-NM_1.2\n\
        NC_000017.11\tBestRefSeq\texon\t1901\t2000\t.\t+\t.\tID=exon-2;Parent=rna-NM_1.2\n\
        NC_000017.11\tBestRefSeq\tCDS\t1051\t1100\t.\t+\t0\tID=cds-1;Parent=rna-NM_1.2\n\
        NC_000017.11\tBestRefSeq\tCDS\t1901\t1910\t.\t+\t1\tID=cds-1;Parent=rna-NM_1.2\n\
        NC_000017.11\tBestRefSeq\tmRNA\t1001\t2000\t.\t+\t.\tID=rna-NM_2.1;Parent=gene-AB;gene=AB;transcript_id=NM_2.1;exception=annotated\n\
        NC_000017.11\tBestRefSeq\texon\t1001\t1100\t.\t+\t.\tParent=rna-NM_2.1\n\
        NC_000017.11\tBestRefSeq\texon\t1901\t2000\t.\t+\t.\tParent=rna-NM_2.1\n\
        NC_000017.11\tBestRefSeq\tCDS\t1051\t1100\t.\t+\t0\tParent=rna-NM_2.1\n\
        NC_000017.11\tBestRefSeq\tCDS\t1901\t1910\t.\t+\t2\tParent=rna-NM_2.1\n\
        NC_000017.11\tBestRefSeq\tlnc_RNA\t1001\t2000\t.\t+\t.\tID=rna-NR_3.1;Parent=gene-AB;transcript_id=NR_3.1\n\
        NC_000017.11\tBestRefSeq\texon\t1001\t1100\t.\t+\t.\tParent=rna-NR_3.1\n\
        NT_1.1\tBestRefSeq\tmRNA\t1\t90\t.\t+\t.\tID=rna-NM_4.1;transcript_id=NM_4.1;gene=CD\n\
        NT_1.1\tBestRefSeq\texon\t1\t90\t.\t+\t.\tParent=rna-NM_4.1\n";
    let path = made(folder.path(), "r.gff3", refseq);
    let (manifest, all) = from_file(path.clone(), &folder.path().join("r"));
    let source = &manifest.sources[0];
    assert_eq!((source.records, source.left_out), (4, 3));
    let reasons: Vec<(&str, u64)> = source.reasons.iter().map(|(why, count)| (why.as_str(), *count)).collect();
    assert_eq!(reasons, [("frame_slips", 1), ("non_coding", 1), ("other_contig", 1)]);
    assert_eq!(source.version, "genome-build GRCh38.p14; annotation-date 2024-08-23");
    let [model] = &all[..] else { panic!("{all:?}") };
    assert_eq!((model.gene(), model.accession(), model.ensembl()), ("AB", "NM_1.2", Some("ENST1.3")));
    assert_eq!((model.gene_id(), model.role(), model.cds()), (Some("77"), Role::ManeSelect, 1_050..1_910));

    // The same from GENCODE as GTF, on the other strand: the stop codon stands by itself.
    let gtf = "##description: evidence-based annotation of the human genome (GRCh38)\n\
        chr17\tHAVANA\ttranscript\t1001\t2000\t.\t-\t.\tgene_id \"ENSG1.1\"; transcript_id \"ENST1.3\"; gene_name \"AB\"; transcript_type \"protein_coding\"; tag \"basic\"; tag \"Ensembl_canonical\";\n\
        chr17\tHAVANA\texon\t1901\t2000\t.\t-\t.\tgene_id \"ENSG1.1\"; transcript_id \"ENST1.3\";\n\
        chr17\tHAVANA\tCDS\t1901\t1950\t.\t-\t0\tgene_id \"ENSG1.1\"; transcript_id \"ENST1.3\";\n\
        chr17\tHAVANA\texon\t1001\t1100\t.\t-\t.\tgene_id \"ENSG1.1\"; transcript_id \"ENST1.3\";\n\
        chr17\tHAVANA\tCDS\t1094\t1100\t.\t-\t1\tgene_id \"ENSG1.1\"; transcript_id \"ENST1.3\";\n\
        chr17\tHAVANA\tstop_codon\t1091\t1093\t.\t-\t0\tgene_id \"ENSG1.1\"; transcript_id \"ENST1.3\";\n\
        chr17\tHAVANA\ttranscript\t5001\t5090\t.\t+\t.\tgene_id \"G\"; transcript_id \"ENST9.1\"; gene_name \"X\"; transcript_type \"nonsense_mediated_decay\";\n\
        chr17\tHAVANA\texon\t5001\t5090\t.\t+\t.\tgene_id \"G\"; transcript_id \"ENST9.1\"; transcript_type \"nonsense_mediated_decay\";\n\
        chr17\tHAVANA\tCDS\t5001\t5090\t.\t+\t0\tgene_id \"G\"; transcript_id \"ENST9.1\";\n";
    let (manifest, all) = from_file(made(folder.path(), "g.gtf", gtf), &folder.path().join("g"));
    let [model] = &all[..] else { panic!("{all:?}") };
    assert_eq!((model.accession(), model.ensembl(), model.role()), ("ENST1.3", Some("ENST1.3"), Role::Chosen));
    assert_eq!((model.cds(), model.coding_length()), (1_090..1_950, 60));
    assert_eq!(manifest.sources[0].reasons.keys().collect::<Vec<_>>(), ["no_protein_told"]);

    // For another build than was asked for the file is refused, by its chromosomes' accessions or lengths.
    let sources = Sources { build: Some(Build::Grch37), transcripts: vec![path], ..Sources::default() };
    let refused = built(&sources, &folder.path().join("x")).unwrap_err();
    assert!(refused.contains("line 5") && refused.contains("GRCh38") && refused.contains("r.gff3"), "{refused}");
    let lengths = "##sequence-region 17 1 83257441\n17\te\tmRNA\t1\t9\t.\t+\t.\tID=transcript:T1;Name=A\n\
        17\te\texon\t1\t9\t.\t+\t.\tParent=transcript:T1\n17\te\tCDS\t1\t9\t.\t+\t0\tParent=transcript:T1\n";
    let path = made(folder.path(), "l.gff3", lengths);
    let sources = Sources { build: Some(Build::Grch37), transcripts: vec![path], ..Sources::default() };
    let refused = built(&sources, &folder.path().join("x")).unwrap_err();
    assert!(refused.contains("sequence-region") && refused.contains("--build GRCh38"), "{refused}");
}

#[test]
fn a_fault_is_told_with_file_line_and_field() {
    let folder = tempfile::tempdir().unwrap();
    let line = |text: &str| format!("NM_1.1\tchr1\t+\t0\t30\t0\t30\t1\t0,\t30,\n{text}\n");
    let cases = [
        (line("NM_2.1\tchr1\t+\t0\tx\t0\t30\t2\t0,20,\t10,30,"), ""), // txEnd is not asked for
        (line("NM_2.1\tchr1\t+\t0\t30\tx\t30\t2\t0,20,\t10,30,"), "cdsStart"),
        (line("NM_2.1\tchr1\t+\t0\t30\t0\t30\t3\t0,20,\t10,30,"), "exonStarts"),
        (line("NM_2.1\tchr1\t+\t0\t30\t0\t30\t2\t0,20,\t10,15,"), "exonEnds"),
        (line("NM_2.1\tchr1\t*\t0\t30\t0\t30\t2\t0,20,\t10,30,"), "a line of genePred"),
        (line("NM_2.1\tNC_000001.10\t+\t0\t30\t0\t30\t1\t0,\t30,"), "GRCh37"),
        ("1\te\tmRNA\t5\t9\t.\t+\t.\tID=a\n1\te\texon\tfive\t9\t.\t+\t.\tParent=a\n".to_owned(), "column 4"),
        ("1\te\tmRNA\t5\t9\t.\t+\t.\tID=a\n1\te\texon\t5\t4\t.\t+\t.\tParent=a\n".to_owned(), "column 5"),
        ("1\te\tmRNA\t5\t9\t.\t+\t.\tID=a\n1\te\tCDS\t5\t9\t.\t+\t7\tParent=a\n".to_owned(), "column 8"),
        (
            "1\te\ttranscript\t5\t9\t.\t+\t.\ttranscript_id \"a\";\n1\te\texon\t5\t9\t.\t+\t.\tgene_id \"a\";\n"
                .to_owned(),
            "column 9",
        ),
    ];
    for (number, (text, field)) in cases.into_iter().enumerate() {
        let path = made(folder.path(), &format!("f{number}.txt"), &text);
        let sources = Sources { transcripts: vec![path], ..Sources::default() };
        let result = built(&sources, &folder.path().join("out")).map(|_| ());
        match (result, field) {
            (Ok(()), "") => {}
            (Err(error), field) if !field.is_empty() => {
                assert!(error.contains(&format!("f{number}.txt")) && error.contains("line 2"), "{error}");
                assert!(error.contains(field), "{field}: {error}");
            }
            (result, _) => panic!("{text}: {result:?}"),
        }
    }
    for text in ["", "# nothing\n", "chr1\tx\n", "##gff-version 3\n1\te\tlnc_RNA\t5\t9\t.\t+\t.\tID=a\n"] {
        let path = made(folder.path(), "empty.gff3", text);
        assert!(built(&Sources { transcripts: vec![path], ..Sources::default() }, &folder.path().join("out")).is_err());
    }
}
