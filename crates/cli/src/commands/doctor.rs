//! What a file is, or what is wrong with it.

use std::process::ExitCode;

use marv::{
    CaseFile,
    marv_ingest::doctor::{DoctorOptions, Kind, examine},
};

use super::{Answer, Failure, say, say_json};
use crate::arguments::DoctorArguments;

pub(super) fn doctor(arguments: &DoctorArguments) -> Answer {
    let options = DoctorOptions { reference: arguments.reference.clone(), ..DoctorOptions::default() };
    let mut usable = true;
    for path in &arguments.files {
        let mut diagnosis = examine(path, &options);
        if diagnosis.kind == Kind::CaseFile
            && diagnosis.usable
            && let Err(error) = CaseFile::read(path)
        {
            diagnosis.refuse(error.to_string());
        }
        usable &= diagnosis.usable;
        if arguments.json {
            say_json(&diagnosis)?;
        } else {
            say(&diagnosis.to_string())?;
        }
    }
    if usable {
        Ok(ExitCode::SUCCESS)
    } else if arguments.files.len() == 1 {
        Ok(ExitCode::from(1))
    } else {
        Err(Failure::input("at least one file cannot be used"))
    }
}
