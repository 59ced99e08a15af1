//! What the tests share: the folder of vectors, and the reference windows.

pub(crate) mod reference;

use std::{
    io::Read,
    path::{Path, PathBuf},
};

/// The folder of shared data, by `MARV_SHARED` or beside the workspace; none where it is absent.
pub(crate) fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("MARV_SHARED")
        .map_or_else(|| Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")).to_owned(), PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// The text of a file, unpacked when it is gzip.
pub(crate) fn text(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut text = String::new();
        flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
        text
    } else {
        String::from_utf8(bytes).unwrap()
    }
}
