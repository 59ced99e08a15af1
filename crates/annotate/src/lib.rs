//! Transcripts to HGVS and consequence; the embedded haematology bundle
