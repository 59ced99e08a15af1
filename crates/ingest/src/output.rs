//! Files that appear whole or not at all: written beside their place, then renamed.
//!
//! A process that is killed cannot tidy up. What it leaves is named after the file that it was making and was locked while
//! it lived; whoever makes that file next removes it.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use tempfile::NamedTempFile;

use crate::Error;

/// The ending of a file on its way.
const ENDING: &str = ".part";
/// What is younger than this may belong to a process that has not locked it yet.
const YOUNG: Duration = Duration::from_mins(1);

/// A file on its way; it vanishes when dropped before [`Output::publish`].
#[derive(Debug)]
pub struct Output {
    target: PathBuf,
    writer: BufWriter<NamedTempFile>,
}

impl Output {
    /// Opens a file in the folder of `target`, which must exist, and removes what killed processes left of the same
    /// target. An error where the folder cannot be written to.
    pub fn create(target: &Path) -> Result<Self, Error> {
        let folder = folder_of(target);
        let prefix = prefix_of(target);
        remove_stale(folder, &prefix, YOUNG);
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix).suffix(ENDING);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666)); // less the umask, as any other file
        }
        let file = builder.tempfile_in(folder).map_err(|error| {
            Error::new(target, error).advice("check that the output folder exists, is writable and has space")
        })?;
        // Only a sign for whoever finds it: a file system without locks keeps what is left, and does no harm.
        let _ = file.as_file().try_lock();
        Ok(Self { target: target.to_owned(), writer: BufWriter::with_capacity(1 << 18, file) })
    }
    /// The place it will take.
    pub fn target(&self) -> &Path {
        &self.target
    }
    /// Appends.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.writer.write_all(bytes).map_err(|error| Error::new(&self.target, error))
    }
    /// Waits until it is on disk and renames it to its place, replacing what was there.
    pub fn publish(self) -> Result<(), Error> {
        let Self { target, writer } = self;
        let file = writer.into_inner().map_err(|error| Error::new(&target, error.into_error()))?;
        file.as_file().sync_all().map_err(|error| Error::new(&target, error))?;
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

fn folder_of(target: &Path) -> &Path {
    target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Hidden, and told apart by what it will be.
fn prefix_of(target: &Path) -> String {
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    format!(".marv-{name}.")
}

/// Removes files on their way to the same name that nobody holds and that are older than `age`. What cannot be looked at
/// stays: it is in nobody's way.
fn remove_stale(folder: &Path, prefix: &str, age: Duration) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let random = name.to_str().and_then(|name| name.strip_prefix(prefix)?.strip_suffix(ENDING));
        if random.is_none_or(|random| random.contains('.')) {
            continue;
        }
        let old = entry
            .metadata()
            .and_then(|metadata| metadata.modified())
            .is_ok_and(|time| time.elapsed().is_ok_and(|elapsed| elapsed >= age));
        if old && File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_dropped_file_leaves_nothing_and_a_published_one_replaces() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("calls.vcf.gz");
        for content in ["first", "second"] {
            let mut output = Output::create(&target).unwrap();
            output.write(content.as_bytes()).unwrap();
            output.publish().unwrap();
            assert_eq!(fs::read_to_string(&target).unwrap(), content);
        }
        let mut output = Output::create(&target).unwrap();
        output.write(b"half").unwrap();
        Write::flush(&mut output).unwrap();
        drop(output);
        assert_eq!(fs::read_to_string(&target).unwrap(), "second");
        assert_eq!(names(folder.path()), ["calls.vcf.gz"]);
    }

    #[test]
    fn what_a_killed_process_left_goes_and_what_is_held_or_another_s_stays() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("calls.vcf.gz");
        let held = Output::create(&target).unwrap();
        let held_name = held.writer.get_ref().path().file_name().unwrap().to_str().unwrap().to_owned();
        // A killed process runs no destructor: its file stays, unlocked.
        for left in [".marv-calls.vcf.gz.aB3dE9.part", ".marv-calls.vcf.gz.tbi.aB3dE9.part", "notes.part"] {
            fs::write(folder.path().join(left), b"half").unwrap();
        }
        remove_stale(folder.path(), &prefix_of(&target), YOUNG);
        assert_eq!(names(folder.path()).len(), 4, "what is young stays");
        remove_stale(folder.path(), &prefix_of(&target), Duration::ZERO);
        let mut expected = vec![held_name, ".marv-calls.vcf.gz.tbi.aB3dE9.part".to_owned(), "notes.part".to_owned()];
        expected.sort();
        assert_eq!(names(folder.path()), expected);
        held.publish().unwrap();
        assert!(target.exists());
    }
}
