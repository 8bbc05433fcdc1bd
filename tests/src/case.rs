//! Real cases with known truth: a folder with `case.toml` and the captured files.

use std::fs;
use std::path::{Path, PathBuf};

use analyzer::report::Verdict;
use analyzer::source::{Input, LineNumber, Piece, Role};
use serde::Deserialize;

/// One case.
#[derive(Debug, Clone)]
pub struct Case {
    /// The folder's name.
    pub name: String,
    /// The folder.
    pub folder: PathBuf,
    /// Its files that are evidence.
    pub inputs: Vec<InputFile>,
    /// What is true of it.
    pub expect: Expect,
}

/// One file of a case.
#[derive(Debug, Clone, Deserialize)]
pub struct InputFile {
    /// Its name in the folder.
    pub file: String,
    /// What it is for.
    pub role: Role,
    /// What it is: `strace`, `nginx-error-log`, ...
    pub kind: String,
}

/// What is true of a case.
#[derive(Debug, Clone, Deserialize)]
pub struct Expect {
    /// The right verdict.
    pub verdict: Verdict,
    /// Ids of causes; any of them is right. `none` where nothing is wrong.
    pub causes: Vec<String>,
    /// Where the two runs behave differently first.
    pub first_divergence: Option<Place>,
    /// Other places that are as right.
    #[serde(default)]
    pub also_accepted_divergence: Vec<Place>,
    /// The lines that decide it.
    #[serde(default)]
    pub decisive: Vec<FileLine>,
    /// Lines that look bad and are not the cause.
    #[serde(default)]
    pub benign: Vec<FileLine>,
}

/// A place in two traces.
#[derive(Debug, Clone, Deserialize)]
pub struct Place {
    /// The normal trace, where the case holds several.
    pub normal_file: Option<String>,
    /// The line in it.
    pub normal_line: Option<LineNumber>,
    /// The failing trace, where the case holds several.
    pub failing_file: Option<String>,
    /// The line in it.
    pub failing_line: Option<LineNumber>,
}

/// A line of a file of the case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct FileLine {
    /// The file.
    pub file: String,
    /// The line.
    pub line: LineNumber,
}

#[derive(Deserialize)]
struct CaseFile {
    #[serde(default)]
    input: Vec<InputFile>,
    expect: Expect,
}

impl Case {
    /// Reads every case under a folder, sorted by name.
    pub fn all(folder: &Path) -> Result<Vec<Self>, String> {
        let entries = fs::read_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
        let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        folders.retain(|path| path.join("case.toml").is_file());
        folders.sort();
        folders.into_iter().map(Self::read).collect()
    }

    /// Reads the case in a folder.
    pub fn read(folder: PathBuf) -> Result<Self, String> {
        let path = folder.join("case.toml");
        let text = fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))?;
        let file: CaseFile = toml::from_str(&text).map_err(|why| format!("{}: {why}", path.display()))?;
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { name, folder, inputs: file.input, expect: file.expect })
    }

    /// True if nothing is wrong in it.
    pub fn is_healthy(&self) -> bool {
        self.expect.verdict == Verdict::NoFailureFound
    }

    /// Every file with its role.
    pub fn with_roles(&self) -> Input {
        self.input(self.inputs.iter().map(|input| (input.file.as_str(), given(input.role))))
    }

    /// Every file but these, with its role.
    pub fn without(&self, removed: &[&str]) -> Input {
        let kept = self.inputs.iter().filter(|input| !removed.contains(&input.file.as_str()));
        self.input(kept.map(|input| (input.file.as_str(), given(input.role))))
    }

    /// Every file without its role.
    pub fn without_roles(&self) -> Input {
        self.input(self.inputs.iter().map(|input| (input.file.as_str(), None)))
    }

    /// One file without a role; `None` if the case has no such file.
    pub fn alone(&self, file: &str) -> Option<Input> {
        self.folder.join(file).is_file().then(|| self.input([(file, None)]))
    }

    /// The names of the normal and the failing trace that the first divergence speaks of.
    pub fn pair(&self) -> Option<(String, String)> {
        let place = self.expect.first_divergence.as_ref();
        let normal =
            place.and_then(|place| place.normal_file.clone()).or_else(|| self.first_trace(Role::Normal))?;
        let failing =
            place.and_then(|place| place.failing_file.clone()).or_else(|| self.first_trace(Role::Failing))?;
        Some((normal, failing))
    }

    /// The two traces of [`Case::pair`] as input.
    pub fn pair_input(&self) -> Option<Input> {
        let (normal, failing) = self.pair()?;
        Some(self.input([(normal.as_str(), Some(Role::Normal)), (failing.as_str(), Some(Role::Failing))]))
    }

    /// The first trace of a role.
    pub fn first_trace(&self, role: Role) -> Option<String> {
        self.inputs
            .iter()
            .find(|input| input.role == role && input.kind == "strace")
            .map(|input| input.file.clone())
    }

    fn input<'a>(&self, files: impl IntoIterator<Item = (&'a str, Option<Role>)>) -> Input {
        let pieces = files
            .into_iter()
            .map(|(file, role)| Piece {
                name: file.to_string(),
                role,
                bytes: fs::read(self.folder.join(file)).unwrap_or_default(),
            })
            .collect();
        Input { pieces }
    }
}

/// The command line has no flag for context: such a file is given bare.
fn given(role: Role) -> Option<Role> {
    (role != Role::Context).then_some(role)
}
