#!/usr/bin/env python3
"""Builds the haematology bundle that crates/annotate embeds: transcripts, bands, hotspots, and a manifest with hashes.

GRCh38, from the files of ../shared/knowledge (the default):

    python3 scripts/build_bundle.py [--reference GRCh38.fa]

Another build, from UCSC's ncbiRefSeq (or a liftover of it) and cytoBand tables and its reference:

    python3 scripts/build_bundle.py --build GRCh37 --models ncbiRefSeq.txt.gz --bands cytoBand.txt.gz \
        --reference hg19.fa --out bundle-GRCh37

Coordinates of hotspots are derived from gene models and reference bases and are never written by hand; what cannot be
verified is left out and listed in dropped.tsv. The output is the same for the same inputs, byte by byte.
"""

import argparse
import hashlib
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "bundle"))
import evidence  # noqa: E402
import hotspots  # noqa: E402
import models  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
PUBLIC_DOMAIN = "public domain (US Government work)"
UCSC = "UCSC Genome Browser annotation table, free for any use (genome.ucsc.edu/license)"
VERSION = "1"


def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def write_table(path, header, rows):
    text = "\t".join(header) + "\n" + "".join("\t".join(str(cell) for cell in row) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8", newline="\n")
    return len(rows)


def read_table(path):
    header, *rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return header, rows


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared", help="folder with knowledge/")
    parser.add_argument("--build", default="GRCh38", choices=["GRCh37", "GRCh38", "T2T-CHM13v2.0"])
    parser.add_argument("--models", type=pathlib.Path, help="genePredExt table of RefSeq transcripts on this build")
    parser.add_argument("--bands", type=pathlib.Path, help="UCSC cytoBand table of this build")
    parser.add_argument("--reference", type=pathlib.Path, help="FASTA with .fai, uncompressed: bases of all codons")
    parser.add_argument("--date", default="2026-11-22", help="date of the inputs, for the manifest")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "crates" / "annotate" / "data")
    args = parser.parse_args()
    if args.build != "GRCh38" and not (args.models and args.bands and args.reference):
        parser.error(f"--build {args.build} needs --models, --bands and --reference of that build")
    return args


def main():
    args = arguments()
    knowledge = args.shared / "knowledge"
    args.out.mkdir(parents=True, exist_ok=True)
    native = args.build == "GRCh38"
    model_file = args.models or knowledge / "gene_models" / "haem_panel_all_refseq.genePredExt.tsv.gz"
    mane_file = knowledge / "gene_models" / "mane_select_hg38.genePredExt.tsv.gz"
    panel_file = knowledge / "gene_models" / "haem_panel_mane.tsv"
    bands_file = args.bands or knowledge / "genome_tracks" / "ucsc_cytoBand.hg38.txt"
    clinvar_file = knowledge / "hotspots" / "clinvar_PLP_haem_panel_GRCh38.vcf.gz"
    isoforms_file = ROOT / "scripts" / "bundle" / "isoforms.tsv"
    facts_file = ROOT / "scripts" / "bundle" / "hotspots.tsv"

    gene_ids = evidence.gene_ids(clinvar_file)
    transcripts, missing = models.choose(model_file, mane_file, panel_file, isoforms_file)
    rearrangements_file = ROOT / "scripts" / "bundle" / "rearrangements.tsv"
    partners, unknown_partners = models.partners(mane_file if native else model_file, rearrangements_file, transcripts)
    bands = models.bands(bands_file)
    if native:
        known = evidence.grch38(args.shared, transcripts)
        if args.reference:
            evidence.from_fasta(args.reference, transcripts, known)
    else:
        known = evidence.from_fasta(args.reference, transcripts)
    knowledge_files = {name: ROOT / "scripts" / "bundle" / name for name in ("genes.tsv", "functional.tsv")}
    found, dropped = hotspots.derive(facts_file, transcripts, known)
    dropped = [(line, "", "no model on this build") for line in missing + unknown_partners] + dropped

    tables = {
        "transcripts.tsv": (
            models.HEADER,
            [t.row(gene_ids.get(t.gene, "")) for t in transcripts],
            "NCBI RefSeq and MANE v1 as in UCSC ncbiRefSeq; NCBI gene numbers from ClinVar",
            f"{PUBLIC_DOMAIN}; {UCSC}",
        ),
        "partners.tsv": (
            models.HEADER,
            [t.row(gene_ids.get(t.gene, "")) for t in partners],
            "NCBI RefSeq and MANE v1 as in UCSC ncbiRefSeq, of genes that only rearrangements ask for",
            f"{PUBLIC_DOMAIN}; {UCSC}",
        ),
        "rearrangements.tsv": (
            *read_table(rearrangements_file),
            "general knowledge of the entities (WHO 5, ICC 2022, ELN 2022); stretches beside genes are the project's choice",
            "facts, collected by the project",
        ),
        "bands.tsv": (models.BAND_HEADER, bands, "UCSC cytoBand", UCSC),
        "hotspots.tsv": (
            hotspots.HEADER,
            [spot.row() for spot in found],
            "literature as in column source; coordinates derived from the gene models and reference bases",
            "facts, collected by the project",
        ),
        **{
            name: (*read_table(path), "general knowledge of the genes; literature as in column source", "facts, collected by the project")
            for name, path in knowledge_files.items()
        },
        "dropped.tsv": (
            ("gene", "change", "reason"),
            dropped,
            "what this build of the bundle leaves out",
            "facts, collected by the project",
        ),
    }
    listed = []
    for name, (header, rows, source, terms) in tables.items():
        count = write_table(args.out / name, header, rows)
        digest = sha256(args.out / name)
        listed.append({"file": name, "rows": count, "sha256": digest, "source": source, "terms": terms})
    inputs = [(model_file, PUBLIC_DOMAIN), (mane_file, PUBLIC_DOMAIN), (panel_file, PUBLIC_DOMAIN), (bands_file, UCSC)]
    inputs += [(clinvar_file, PUBLIC_DOMAIN), (isoforms_file, "the project's"), (facts_file, "the project's"), (rearrangements_file, "the project's")]
    inputs += [(path, "the project's") for path in knowledge_files.values()]
    inputs += known.inputs
    manifest = {
        "name": "haematology",
        "version": VERSION,
        "build": args.build,
        "date": args.date,
        "tables": listed,
        "inputs": [{"file": pathlib.Path(p).name, "sha256": sha256(p), "terms": terms} for p, terms in inputs],
    }
    (args.out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8", newline="\n")
    genes = {t.gene for t in transcripts}
    print(f"{len(genes)} genes, {len(transcripts)} transcripts, {len(bands)} bands, {len(found)} hotspots;", end=" ")
    print(f"{len(dropped)} left out, see dropped.tsv")


if __name__ == "__main__":
    main()
