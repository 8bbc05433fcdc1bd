//! What causes ask of a suspect: what kind of object it is, whom it serves, whether it matters.

use super::after::After;
use super::harmless;
use super::reading::base_name;
use super::scene::Scene;
use super::suspects::{Standing, Suspect};
use crate::trace::DescriptorRole;

impl Suspect<'_> {
    /// True if it belongs to a request that a server works on.
    pub fn in_request(&self) -> bool {
        self.serving || self.object.role == DescriptorRole::Upstream
    }

    /// True if the process accepts clients.
    pub fn serves(&self) -> bool {
        self.serving || self.server
    }

    /// True if it acted on a network address (and not on a unix socket's path).
    pub fn by_address(&self) -> bool {
        !self.object.name.starts_with("unix:") && !self.object.name.starts_with('/')
    }

    /// True if it acted on the port of a database, a cache or a queue: who asks there works itself and passes nothing on.
    /// The numbers are those of IANA's registry and of the programs' own documentation.
    pub fn stores(&self) -> bool {
        const PORTS: &[&str] =
            &["1433", "1521", "3306", "5432", "5672", "6379", "9042", "9092", "11211", "27017"];
        PORTS.contains(&self.object.name.rsplit(':').next().unwrap_or(""))
    }

    /// True if it acted on a name server.
    pub fn resolver(&self) -> bool {
        self.object.role == DescriptorRole::Resolver || self.object.name.ends_with(":53")
    }

    /// True if it acted on a connection to somebody who is not a client of this server.
    pub fn to_peer(&self) -> bool {
        use DescriptorRole as Role;
        matches!(self.object.role, Role::Upstream | Role::Peer | Role::Socket | Role::Unknown)
    }

    /// True if programs do without such an object.
    pub fn optional(&self) -> bool {
        harmless::optional(&self.object.name)
    }

    /// True unless the program got it otherwise or went on without it.
    pub fn goes_wrong(&self) -> bool {
        self.recovered.is_none() && (self.after != After::GoesOn || self.decides())
    }

    /// True if the run or a message shows that the failure mattered.
    pub fn matters(&self) -> bool {
        self.goes_wrong() && (self.named || self.failure.is_some() || self.standing >= Standing::First)
    }

    /// True if the path looks like a program's configuration.
    pub fn is_config(&self) -> bool {
        const ENDS: &[&str] =
            &[".conf", ".cnf", ".cfg", ".ini", ".toml", ".yaml", ".yml", ".properties", ".config", ".env"];
        let name = base_name(&self.object.name);
        self.object.role == DescriptorRole::ConfigFile
            || ENDS.iter().any(|end| name.ends_with(end))
            || (name.ends_with("rc") && name.starts_with('.'))
            || ([".json", ".xml"].iter().any(|end| name.ends_with(end))
                && (name.contains("conf")
                    || self.object.name.contains("/etc/")
                    || self.object.name.contains("/config/")))
    }

    /// True if the path looks like a store of trusted certificate authorities.
    pub fn is_ca_bundle(&self) -> bool {
        let path = self.object.name.to_ascii_lowercase();
        let name = base_name(&path);
        let kind = [".pem", ".crt", ".bundle", ".cer"].iter().any(|end| name.ends_with(end));
        let authority = name.starts_with("ca.")
            || name.starts_with("ca-")
            || name.starts_with("ca_")
            || name.starts_with("cacert")
            || name.contains("-ca.")
            || name.contains("_ca.")
            || name.contains("bundle")
            || name.contains("root")
            || name.contains("trust")
            || name == "cert.pem";
        kind && authority && !name.contains("key")
    }

    /// True if the path lies in a directory for temporary files, or its name is a number or has a random end.
    pub fn is_temporary(&self) -> bool {
        self.object.role == DescriptorRole::TempFile
            || self.object.name.split('/').any(|part| matches!(part, "tmp" | "temp" | "TMP" | "Temp"))
            || base_name(&self.object.name).contains(".tmp")
    }

    /// True if the file's name was made up to be new: a counter, or letters as `mkstemp` makes them.
    pub fn is_fresh_name(&self) -> bool {
        let name = base_name(&self.object.name);
        let counter = name.rsplit('.').next().unwrap_or(name);
        let numbered = counter.len() >= 8 && counter.bytes().all(|byte| byte.is_ascii_digit());
        numbered || self.is_temporary()
    }

    /// True if the path is one step of a search that has its own cause: libraries, modules, programs.
    pub fn is_search_step(&self) -> bool {
        let name = base_name(&self.object.name);
        name.contains(".so.")
            || [".so"].iter().any(|end| name.ends_with(end))
            || self.object.name.contains("/node_modules")
    }

    /// True if a lock belongs to a file database.
    ///
    /// `SQLite` locks bytes from 1073741824 on (`PENDING_BYTE` in its `os.h`), far behind most data.
    pub fn is_database(&self, scene: &Scene<'_>) -> bool {
        if self.object.role == DescriptorRole::Database {
            return true;
        }
        let name = base_name(&self.object.name);
        if [".db", ".sqlite", ".sqlite3", ".mdb"].iter().any(|end| name.ends_with(end)) {
            return true;
        }
        scene.reading(self.run).and_then(|reading| reading.seen(self.event)).is_some_and(|seen| {
            ["l_start=1073741824", "l_start=1073741825", "l_start=1073741826"]
                .iter()
                .any(|start| seen.args.contains(start))
        })
    }
}
