//! Progress and warnings on stderr: bars on a terminal, lines elsewhere, or JSON.

use std::{
    collections::HashMap,
    io::{IsTerminal, Write},
    sync::Mutex,
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use marv::progress::{Event, Progress, Stage};

use crate::arguments::{Common, LogFormat};

/// Writes what a job tells.
pub(crate) struct Log {
    form: Form,
    bars: Mutex<HashMap<Stage, ProgressBar>>,
}

#[derive(PartialEq, Eq)]
enum Form {
    Quiet,
    Bars,
    Lines,
    Json,
}

impl Log {
    pub(crate) fn new(common: &Common) -> Self {
        let form = match (common.quiet, common.log_format) {
            (true, _) => Form::Quiet,
            (false, LogFormat::Json) => Form::Json,
            (false, LogFormat::Text) if std::io::stderr().is_terminal() => Form::Bars,
            (false, LogFormat::Text) => Form::Lines,
        };
        Self { form, bars: Mutex::new(HashMap::new()) }
    }

    /// A line that is neither progress nor result.
    pub(crate) fn warn(&self, message: &str) {
        let message = &*marv::marv_ingest::privacy::redact(message);
        match self.form {
            Form::Quiet => {}
            Form::Json => json(&serde_json::json!({"level": "warning", "message": message})),
            Form::Bars | Form::Lines => self.line(&format!("warning: {message}")),
        }
    }

    fn line(&self, text: &str) {
        let bars = self.bars.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let write = || {
            // A closed stderr is no reason to stop a run.
            let _ = writeln!(std::io::stderr().lock(), "{text}");
        };
        match bars.values().next() {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    fn bar(&self, event: &Event) {
        let mut bars = self.bars.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match event {
            Event::Started { stage, steps } => {
                let bar = if *steps == 0 { ProgressBar::new_spinner() } else { ProgressBar::new(*steps) };
                let template = if *steps == 0 {
                    "{prefix:>9} {spinner} {elapsed}"
                } else {
                    "{prefix:>9} {wide_bar} {percent:>3} % {elapsed} (left {eta})"
                };
                if let Ok(style) = ProgressStyle::with_template(template) {
                    bar.set_style(style);
                }
                bar.set_prefix(stage.name());
                bar.enable_steady_tick(Duration::from_millis(200));
                bars.insert(*stage, bar);
            }
            Event::Advanced { stage, steps } => {
                if let Some(bar) = bars.get(stage) {
                    bar.inc(*steps);
                }
            }
            Event::Finished { stage } => {
                if let Some(bar) = bars.remove(stage) {
                    bar.finish_and_clear();
                }
            }
            _ => {}
        }
    }
}

fn json(value: &serde_json::Value) {
    let _ = writeln!(std::io::stderr().lock(), "{value}");
}

impl Progress for Log {
    fn event(&self, event: Event) {
        if let Event::Warning { message } = &event {
            self.warn(message);
            return;
        }
        match self.form {
            Form::Quiet => {}
            Form::Bars => self.bar(&event),
            Form::Lines => {
                if let Event::Started { stage, steps } = event {
                    let count = if steps == 0 { String::new() } else { format!(" ({steps} steps)") };
                    self.line(&format!("{}{count}", stage.name()));
                }
            }
            Form::Json => match event {
                Event::Started { stage, steps } => {
                    json(&serde_json::json!({"event": "started", "stage": stage.name(), "steps": steps}));
                }
                Event::Advanced { stage, steps } => {
                    json(&serde_json::json!({"event": "advanced", "stage": stage.name(), "steps": steps}));
                }
                Event::Finished { stage } => {
                    json(&serde_json::json!({"event": "finished", "stage": stage.name()}));
                }
                _ => {}
            },
        }
    }
}
