//! Files that appear whole or not at all: written beside their place, then renamed.

use std::{
    fs,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use crate::Error;

/// A file in the making. It takes its place only by [`Staged::commit`]; dropped before, it leaves nothing.
#[derive(Debug)]
pub(crate) struct Staged {
    target: PathBuf,
    file: BufWriter<NamedTempFile>,
}

impl Staged {
    /// Starts a file that will be `target`. The folder is made when absent.
    pub(crate) fn create(target: &Path) -> Result<Self, Error> {
        let folder = folder_of(target);
        fs::create_dir_all(folder).map_err(|error| Error::machine(folder, "make the folder", error))?;
        let file = tempfile::Builder::new()
            .prefix(".marv-")
            .suffix(".tmp")
            .tempfile_in(folder)
            .map_err(|error| Error::machine(target, "write a file beside it", error))?;
        Ok(Self { target: target.to_owned(), file: BufWriter::new(file) })
    }
    /// Gives the file its name, replacing what was there.
    pub(crate) fn commit(self) -> Result<(), Error> {
        let fail = |error| Error::machine(&self.target, "write the file", error);
        let file = self.file.into_inner().map_err(|error| fail(error.into_error()))?;
        file.as_file().sync_all().map_err(fail)?;
        set_usual_permissions(file.path()).map_err(fail)?;
        file.persist(&self.target).map_err(|error| fail(error.error))?;
        Ok(())
    }
}

impl Write for Staged {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// Writes a whole file at once.
pub(crate) fn write_file(target: &Path, content: &[u8]) -> Result<(), Error> {
    let mut staged = Staged::create(target)?;
    staged.write_all(content).map_err(|error| Error::machine(target, "write the file", error))?;
    staged.commit()
}

/// Removes what a killed run left: files on their way to their names. Only in a folder that is a run's own.
pub(crate) fn remove_leftovers(folder: &Path) -> Result<(), Error> {
    let fail = |error| Error::machine(folder, "remove what an interrupted run left", error);
    for entry in fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(".marv-") && (name.ends_with(".part") || name.ends_with(".tmp")) {
            fs::remove_file(entry.path()).map_err(fail)?;
        }
    }
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Temporary files are private; results are as readable as any file of the user.
#[cfg(unix)]
fn set_usual_permissions(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn set_usual_permissions(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_file_leaves_nothing_and_a_committed_one_replaces() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("case.json");
        write_file(&target, b"first").unwrap();
        let mut staged = Staged::create(&target).unwrap();
        staged.write_all(b"half").unwrap();
        staged.flush().unwrap();
        drop(staged);
        assert_eq!(fs::read(&target).unwrap(), b"first");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        write_file(&target, b"second").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"second");
    }
}
