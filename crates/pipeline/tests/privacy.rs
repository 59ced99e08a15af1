//! Civil registration numbers, names and dates of birth, planted in every input: none of them in any output, log or error.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]
#![allow(dead_code, reason = "helpers shared with other tests")]

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Mutex,
};

use marv::{
    CaseFile, Format, SampleFile, Settings, build_knowledge,
    marv_knowledge::store::Sources,
    marv_report::Language,
    marv_simulate::{ReferenceChoice, Scenario},
    progress::{Event, Progress},
    report_case, run_case,
};
use support::small;

/// What listens writes down.
#[derive(Default)]
struct Heard(Mutex<Vec<String>>);

impl Progress for Heard {
    fn event(&self, event: Event) {
        self.0.lock().unwrap().push(format!("{event:?}"));
    }
}

/// One person: a number in a spelling, a name, a date of birth in a spelling.
struct Person {
    number: String,
    name: &'static str,
    born: &'static str,
}

impl Person {
    /// What must be nowhere: the number with and without what stands between its parts, the name's words, the date.
    fn secrets(&self) -> Vec<String> {
        let digits: String = self.number.chars().filter(char::is_ascii_digit).collect();
        let names = self.name.split([' ', '^', ',']).filter(|word| word.len() > 2).map(str::to_owned);
        [self.number.clone(), digits, self.born.to_owned()].into_iter().chain(names).collect()
    }
}

/// Every file below a folder, by name and content; compressed ones as their text.
fn files(folder: &Path, into: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, into);
            continue;
        }
        let packed = path.extension().is_some_and(|ending| ending == "gz" || ending == "xlsx" || ending == "tbi");
        if packed {
            let program = if path.extension().is_some_and(|ending| ending == "xlsx") { "unzip" } else { "gzip" };
            let arguments: &[&str] = if program == "unzip" { &["-p"] } else { &["-dc"] };
            let text = Command::new(program).args(arguments).arg(&path).output().unwrap().stdout;
            assert!(!text.is_empty(), "{}", path.display());
            into.push((path, text));
        } else {
            let bytes = fs::read(&path).unwrap();
            into.push((path, bytes));
        }
    }
}

fn holds(bytes: &[u8], secret: &str) -> bool {
    bytes.windows(secret.len()).any(|window| window == secret.as_bytes())
}

fn link(from: &Path, to: &Path) {
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(|_| ())).unwrap();
}

/// What a department writes by hand, with the person's number in it: segments, another program's junctions, a list of trials, and
/// tables from which `knowledge` is built.
fn by_hand(person: &Person, folder: &Path, knowledge: &Path) -> [PathBuf; 3] {
    let number = &person.number;
    let write = |name: &str, text: String| {
        let path = folder.join(format!("{number}.{name}"));
        fs::write(&path, text).unwrap();
        path
    };
    let columns = "sample\tchromosome\tstart\tend\ttotal_copy_number\tminor_copy_number";
    let segments = write("segments.tsv", format!("{columns}\n{number}\tchr17\t1\t83257441\t2\t1\n"));
    let head = format!("##fileformat=VCFv4.2\n##source={number}\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n");
    let record = format!("chr17\t7675000\t{number}\tN\t<DEL>\t.\tPASS\tSVTYPE=DEL;END=7676000\n");
    let junctions = write("junctions.vcf", head + &record);
    let trial = format!("[[trial]]\nid = \"{number}\"\ntitle = \"for {number}\"\ndiseases = [\"aml\"]\n");
    let trials = write("trials.toml", trial);
    let fusions = write("fusions.tsv", format!("five\tthree\tnote\nBCR\tABL1\t{number}\n"));
    build_knowledge(&Sources { fusions: Some(fusions), ..Sources::default() }, knowledge).unwrap();
    [segments, junctions, trials]
}

/// Errors: a file that is not there, a text that is no case file, a number as the case's name.
fn errors_tell_nothing(person: &Person, case: &CaseFile, folder: &Path, out: &Path) {
    let absent = CaseFile { reference: folder.join("absent.fa"), ..case.clone() };
    let texts = [
        run_case(&absent, &Settings::default(), out, &Heard::default()).unwrap_err().to_string(),
        CaseFile::parse(&format!("id = \"x\"\n\"{}\" = 1\n", person.number), &folder.join("case.toml"))
            .unwrap_err()
            .to_string(),
        CaseFile::parse(
            &format!("id = \"{}\"\nreference = \"r\"\n[tumour]\nalignment = \"t\"\n", person.number),
            Path::new("c"),
        )
        .map_or_else(|error| error.to_string(), |_| panic!("a number is no name of a case")),
    ];
    for text in texts {
        assert!(!text.contains(&person.number), "{text}");
    }
}

#[test]
fn nothing_of_a_person_gets_out() {
    let scratch = tempfile::tempdir().unwrap();
    let people = [
        Person { number: "010190-1234".to_owned(), name: "Jens Hansen", born: "12-03-1985" },
        Person { number: "2902001234".to_owned(), name: "NIELSEN^MAREN", born: "1979-11-30" },
        Person { number: "311299_9876".to_owned(), name: "Olesen, Poul", born: "30111979" },
    ];
    for (at, person) in people.iter().enumerate() {
        // Names of samples come from the simulator's scenario; so does the command line in the header. A number there is
        // refused at the door (tested by the reader of headers).
        let name = person.born.to_owned();
        let made = scratch.path().join(format!("made-{at}"));
        let pair = small::simulated_of(&Scenario { name, ..small::scenario() }, &ReferenceChoice::Generated, &made);
        let base = small::case(&pair);

        // Folders and files are named after the person.
        let folder = scratch.path().join(format!("in {} {}", person.number, person.name));
        fs::create_dir_all(&folder).unwrap();
        let renamed = |path: &Path, ending: &str| {
            let to = folder.join(format!("{}_{}.{ending}", person.number, person.born));
            link(path, &to);
            for index in ["bai", "csi"] {
                let (from, to) =
                    (PathBuf::from(format!("{}.{index}", path.display())), format!("{}.{index}", to.display()));
                if from.exists() {
                    link(&from, Path::new(&to));
                }
            }
            to
        };
        let bed = folder.join(format!("{}.bed", person.number));
        let rows = fs::read_to_string(base.regions.clone().unwrap()).unwrap();
        let named = rows.lines().map(|row| {
            let places: Vec<&str> = row.split('\t').take(3).collect();
            format!("{}\t{} {}\n", places.join("\t"), person.number, person.name)
        });
        fs::write(&bed, named.collect::<String>()).unwrap();
        let vcf = folder.join(format!("{}.vcf", person.number));
        let header = format!(
            "##fileformat=VCFv4.2\n##source={} {}\n##FILTER=<ID=PASS,Description=\"{}\">\n##INFO=<ID=X,Number=1,Type=String,Description=\"{}\">\n\
             #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tTUMOR\tNORMAL\n",
            person.number, person.name, person.born, person.name
        );
        let record = format!("chr17\t7675088\t{}\tC\tT\t50\tPASS\tX={}\tGT\t0/1\t0/0\n", person.number, person.number);
        fs::write(&vcf, header + &record).unwrap();
        let knowledge = scratch.path().join(format!("knowledge-{at}"));
        let [segments, junctions, trials] = by_hand(person, &folder, &knowledge);
        let tumour = renamed(&base.tumour.alignment, "tumour.bam");
        let normal = renamed(&base.normal.clone().unwrap().alignment, "normal.bam");
        let sample = |alignment: PathBuf| SampleFile { alignment, sample: None };
        let case = CaseFile {
            id: "CASE-1".to_owned(),
            tumour: sample(tumour),
            normal: Some(sample(normal)),
            regions: Some(bed),
            variants: vec![vcf],
            karyotype: Some(format!("46,XX,del(5)(q13q33)[10]/46,XX[10] ({} {})", person.number, person.born)),
            segments: Some(segments),
            junctions: Some(junctions),
            trials: Some(trials),
            knowledge: Some(knowledge),
            ..base
        };
        let heard = Heard::default();
        let out = scratch.path().join(format!("out-{at}"));
        let run = run_case(&case, &Settings::default(), &out, &heard).unwrap();
        assert!(run.case.variants.iter().any(|variant| variant.position == 7_675_088), "the pair was read");
        let formats = [
            Format::Pdf,
            Format::Text,
            Format::Tsv,
            Format::Maf,
            Format::MultiQc,
            Format::Fhir,
            Format::Xlsx,
            Format::Cbioportal,
            Format::Scout,
        ];
        report_case(&run.case, &out.join("all"), &formats, &Language::ALL).unwrap();

        let mut written = Vec::new();
        files(&out, &mut written);
        files(&scratch.path().join(format!("knowledge-{at}")), &mut written);
        assert!(written.len() > 20, "{}", written.len());
        let heard = heard.0.into_inner().unwrap().join("\n");
        for secret in person.secrets() {
            for (path, content) in &written {
                let name = path.strip_prefix(scratch.path()).unwrap().display().to_string();
                assert!(!name.contains(&secret), "{secret} is the name of {name}");
                assert!(!holds(content, &secret), "{secret} is in {name}");
            }
            // A date is no secret of a log, which shows paths as they were typed.
            assert!(secret == person.born || !heard.contains(&secret), "{secret} was told: {heard}");
        }

        errors_tell_nothing(person, &case, &folder, &out);
    }
}

/// What would carry a number into a file is not written, and says so without repeating it.
#[test]
fn a_number_that_reaches_the_exit_is_stopped() {
    let scratch = tempfile::tempdir().unwrap();
    let pair = small::simulated(&scratch.path().join("pair"));
    let run =
        run_case(&small::case(&pair), &Settings::default(), &scratch.path().join("run"), &Heard::default()).unwrap();
    let mut case = run.case;
    case.variants[0].callers = vec!["010190-1234".to_owned()];
    for format in [Format::Json, Format::Html, Format::Tsv, Format::Text] {
        let out = scratch.path().join("again");
        let error = report_case(&case, &out, &[format], &[Language::Danish]);
        if format == Format::Text {
            continue; // the summary does not name callers
        }
        let error = error.unwrap_err();
        assert_eq!(error.exit_code(), 3);
        assert!(!error.to_string().contains("010190") && error.to_string().contains("CPR"), "{error}");
        assert!(!out.join("case.json").exists());
    }
}
