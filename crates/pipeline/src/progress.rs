//! What a job tells while it runs. The library prints nothing; whoever calls it may listen.

/// A part of the job that takes time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Making a simulated pair.
    Simulate,
    /// The one pass over the files, in regions.
    Sweep,
    /// Fitting what belongs to the whole sample.
    Learn,
    /// Adding up the evidence of structure and measuring copy number.
    Structure,
    /// Judging and annotating candidates, in regions.
    Decide,
    /// Pictures of the reads around reported variants.
    Pictures,
    /// Findings, guidelines, report.
    Report,
}

impl Stage {
    /// A word for a log.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Simulate => "simulate",
            Stage::Sweep => "sweep",
            Stage::Learn => "learn",
            Stage::Structure => "structure",
            Stage::Decide => "decide",
            Stage::Pictures => "pictures",
            Stage::Report => "report",
        }
    }
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A stage began; it has this many steps.
    Started {
        /// Which.
        stage: Stage,
        /// Steps; 0 when they cannot be counted.
        steps: u64,
    },
    /// Steps of it are done.
    Advanced {
        /// Which.
        stage: Stage,
        /// Since the last event.
        steps: u64,
    },
    /// It is done.
    Finished {
        /// Which.
        stage: Stage,
    },
    /// Something that a person should know.
    Warning {
        /// In a sentence.
        message: String,
    },
}

/// Whoever listens. It is called from several threads.
pub trait Progress: Sync {
    /// Something happened.
    fn event(&self, event: Event);
}

/// Nobody listens.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn event(&self, _: Event) {}
}
