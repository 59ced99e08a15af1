//! Files that appear whole or not at all: written beside their place, then renamed.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use crate::Error;

/// A file on its way; it vanishes when dropped before [`Output::publish`].
#[derive(Debug)]
pub(crate) struct Output {
    target: PathBuf,
    writer: BufWriter<NamedTempFile>,
}

impl Output {
    /// Opens a file in the folder of `target`.
    pub(crate) fn create(target: &Path) -> Result<Self, Error> {
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".marv-").suffix(".part");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(0o666)); // less the umask, as any other file
        }
        let file = builder.tempfile_in(folder).map_err(|error| {
            Error::new(target, error).advice("check that the output folder exists, is writable and has space")
        })?;
        Ok(Self { target: target.to_owned(), writer: BufWriter::with_capacity(1 << 18, file) })
    }
    /// The place it will take.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }
    /// Appends.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.writer.write_all(bytes).map_err(|error| Error::new(&self.target, error))
    }
    /// Renames it to its place.
    pub(crate) fn publish(self) -> Result<(), Error> {
        let Self { target, writer } = self;
        let file = writer.into_inner().map_err(|error| Error::new(&target, error.into_error()))?;
        file.persist(&target).map(|_: File| ()).map_err(|error| Error::new(&target, error.error))
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.writer.write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        self.writer.flush()
    }
}
