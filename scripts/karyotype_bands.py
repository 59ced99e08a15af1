#!/usr/bin/env python3
"""Makes crates/karyotype/data/bands.txt, the table of bands that karyotypes are projected on, from UCSC's cytoBand table:

    python3 scripts/karyotype_bands.py [../shared/knowledge/genome_tracks/ucsc_cytoBand.hg38.txt]

One line a chromosome: its name, and each band from pter to qter with the base (1-based) that it ends at.
"""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCE = ROOT.parent / "shared/knowledge/genome_tracks/ucsc_cytoBand.hg38.txt"
CHROMOSOMES = [str(number) for number in range(1, 23)] + ["X", "Y"]


def main():
    source = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE
    bands = {name: [] for name in CHROMOSOMES}
    for line in source.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        name = fields[0].removeprefix("chr")
        if name in bands and len(fields) >= 4 and fields[3]:
            bands[name].append((int(fields[1]), int(fields[2]), fields[3]))
    lines = [
        "# GRCh38 cytogenetic bands at 850 bands: UCSC Genome Browser, table cytoBand of hg38, free for any use",
        "# (genome.ucsc.edu/license). Made by scripts/karyotype_bands.py. Band:end, the end 1-based and inclusive.",
    ]
    for name in CHROMOSOMES:
        lines.append(name + " " + " ".join(f"{band}:{end}" for _, end, band in sorted(bands[name])))
    (ROOT / "crates/karyotype/data/bands.txt").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
