//! A karyotype written again. What was read is read back the same.

use std::fmt;

use crate::karyotype::{
    Arm, Base, Breakpoint, CellLine, Cells, Change, Chromosome, Constitutional, Count, Doubt, Item, Karyotype, Modal,
    Place, Sign, Structural,
};

impl fmt::Display for Chromosome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Autosome(number) => write!(f, "{number}"),
            Self::X => f.write_str("X"),
            Self::Y => f.write_str("Y"),
            Self::Unknown => f.write_str("?"),
        }
    }
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::P => "p",
            Self::Q => "q",
        })
    }
}

impl fmt::Display for Breakpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.questioned {
            f.write_str("?")?;
        }
        match &self.place {
            Place::Band(arm, band) => write!(f, "{arm}{band}")?,
            Place::Terminus(arm) => write!(f, "{arm}ter")?,
            Place::Centromere => f.write_str("cen")?,
            Place::Unknown => f.write_str("?")?,
        }
        match self.until.as_deref() {
            Some((Doubt::Range, other)) => write!(f, "~{other}"),
            Some((Doubt::Alternative, other)) => write!(f, " or {other}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Structural {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(", self.symbol.text())?;
        separated(f, &self.chromosomes, ";")?;
        f.write_str(")")?;
        if let Some(detailed) = &self.detailed {
            return write!(f, "({detailed})");
        }
        if self.breakpoints.is_empty() {
            return Ok(());
        }
        f.write_str("(")?;
        for (number, group) in self.breakpoints.iter().enumerate() {
            if number > 0 {
                f.write_str(";")?;
            }
            separated(f, group, "")?;
        }
        f.write_str(")")
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(chromosome) => write!(f, "{chromosome}"),
            Self::Structural { head, made_by } => {
                write!(f, "{head}")?;
                separated(f, made_by, "")
            }
            Self::Marker(number) => write!(f, "mar{number}"),
            Self::Ring(number) => write!(f, "r{number}"),
            Self::DoubleMinutes => f.write_str("dmin"),
            Self::Hsr => f.write_str("hsr"),
            Self::Incomplete => f.write_str("inc"),
            Self::Complex => f.write_str("cx"),
            Self::Variant(text) | Self::Unread(text) => f.write_str(text),
        }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.high {
            Some(high) => write!(f, "{}~{high}", self.low),
            None => write!(f, "{}", self.low),
        }
    }
}

impl fmt::Display for Cells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.composite { "[cp" } else { "[" })?;
        if let Some(count) = self.count {
            write!(f, "{count}")?;
        }
        f.write_str("]")
    }
}

impl fmt::Display for Constitutional {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Certain => "c",
            Self::Questioned => "?c",
        })
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.questioned {
            f.write_str("?")?;
        }
        match self.sign {
            Some(Sign::Gain) => f.write_str("+")?,
            Some(Sign::Loss) => f.write_str("-")?,
            None => {}
        }
        if let Some(count) = self.count {
            write!(f, "{count}")?;
        }
        write!(f, "{}", self.change)?;
        if let Some(constitutional) = self.constitutional {
            write!(f, "{constitutional}")?;
        }
        if let Some(times) = self.times {
            write!(f, "×{times}")?;
        }
        if let Some(cells) = self.cells {
            write!(f, "{cells}")?;
        }
        if let Some(alternative) = &self.alternative {
            write!(f, " or {alternative}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Modal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Count { low: self.low, high: self.high })?;
        match self.level {
            Some(level) => write!(f, "<{level}n>"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, number, times) = match self {
            Self::Sex { chromosomes, constitutional } => {
                f.write_str(chromosomes)?;
                return constitutional.map_or(Ok(()), |c| write!(f, "{c}"));
            }
            Self::Doubled { modal, chromosomes, .. } => return write!(f, "({modal},{chromosomes}"),
            Self::Idem { times } => ("idem", &None, times),
            Self::Stemline { number, times } => ("sl", number, times),
            Self::Sideline { number, times } => ("sdl", number, times),
        };
        f.write_str(name)?;
        if let Some(number) = number {
            write!(f, "{number}")?;
        }
        times.map_or(Ok(()), |times| write!(f, "×{times}"))
    }
}

impl fmt::Display for CellLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.non_clonal {
            f.write_str("nonclonal")?;
        }
        let mut parts = Vec::new();
        if let Some(modal) = self.modal {
            parts.push(modal.to_string());
        }
        let base = self.base.to_string();
        if !base.is_empty() {
            parts.push(base);
        }
        parts.extend(self.items.iter().map(ToString::to_string));
        if self.non_clonal && !parts.is_empty() {
            f.write_str(" ")?;
        }
        if let Base::Doubled { times, .. } = &self.base {
            // The number, and the complement with its items in brackets.
            let modal = if self.modal.is_some() { parts.remove(0) } else { String::new() };
            write!(f, "{modal}{})×{times}", parts.join(","))?;
        } else {
            f.write_str(&parts.join(","))?;
        }
        self.cells.map_or(Ok(()), |cells| write!(f, "{cells}"))
    }
}

impl fmt::Display for Karyotype {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        separated(f, &self.lines, "/")?;
        if let Some(donor) = &self.donor {
            f.write_str("//")?;
            separated(f, donor, "/")?;
        }
        match &self.other_technique {
            Some(text) => write!(f, "{text}"),
            None => Ok(()),
        }
    }
}

fn separated<T: fmt::Display>(f: &mut fmt::Formatter<'_>, all: &[T], separator: &str) -> fmt::Result {
    for (number, one) in all.iter().enumerate() {
        if number > 0 {
            f.write_str(separator)?;
        }
        write!(f, "{one}")?;
    }
    Ok(())
}
