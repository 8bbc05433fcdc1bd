//! The stages that a request or a program goes through.

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Stage {
    /// Take a client's connection.
    Accept,
    /// Read what the client asks.
    ReadRequest,
    /// The client's connection ends before the answer.
    ClientLeaves,
    /// Look into the cache.
    LookUpCache,
    /// Ask a name server.
    Resolve,
    /// Connect to somebody, or take up a connection that was kept.
    Connect,
    /// Agree on keys.
    TlsHandshake,
    /// Send the request on.
    SendRequest,
    /// Wait for the answer and read it.
    ReadAnswer,
    /// Write the answer into the cache or a temporary file.
    Store,
    /// Pass the body on as it comes.
    Relay,
    /// Write the answer to the client.
    SendAnswer,
    /// Write a line of the error log.
    LogError,
    /// Write a line of the access log, or another log.
    Log,
    /// Give up what was opened, after a failure.
    CleanUp,
    /// Let the connection go, or keep it for the next request.
    Finish,

    /// Start a program.
    Start,
    /// Load shared libraries.
    Libraries,
    /// Set up memory, signals and the like.
    SetUp,
    /// Read configuration.
    Configuration,
    /// Read scripts and modules.
    Scripts,
    /// Read files.
    ReadFiles,
    /// Write, rename or remove files.
    WriteFiles,
    /// Work on a database.
    Database,
    /// Take a lock.
    Lock,
    /// Open a listening socket.
    Listen,
    /// Talk to somebody over a connection.
    Exchange,
    /// Talk over pipes and socket pairs.
    Pipes,
    /// Start processes or threads.
    Spawn,
    /// Wait for children.
    WaitChildren,
    /// Read standard input.
    Input,
    /// Write standard output.
    Output,
    /// Write standard error.
    Report,
    /// Wait for something or some time.
    Wait,
    /// Exit.
    Exit,
    /// Killed by a signal.
    Killed,
    /// Anything else.
    Work,
}

impl Stage {
    /// The phase's kind: independent of values.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::ReadRequest => "read-request",
            Self::ClientLeaves => "client-leaves",
            Self::LookUpCache => "look-up-cache",
            Self::Resolve => "resolve",
            Self::Connect => "connect",
            Self::TlsHandshake => "tls-handshake",
            Self::SendRequest => "send-request",
            Self::ReadAnswer => "read-answer",
            Self::Store => "store",
            Self::Relay => "relay",
            Self::SendAnswer => "send-answer",
            Self::LogError => "log-error",
            Self::Log => "log",
            Self::CleanUp => "clean-up",
            Self::Finish => "finish",
            Self::Start => "start",
            Self::Libraries => "load-libraries",
            Self::SetUp => "set-up",
            Self::Configuration => "read-configuration",
            Self::Scripts => "read-scripts",
            Self::ReadFiles => "read-files",
            Self::WriteFiles => "write-files",
            Self::Database => "database",
            Self::Lock => "lock",
            Self::Listen => "listen",
            Self::Exchange => "exchange",
            Self::Pipes => "pipes",
            Self::Spawn => "spawn",
            Self::WaitChildren => "wait-children",
            Self::Input => "read-input",
            Self::Output => "write-output",
            Self::Report => "report-error",
            Self::Wait => "wait",
            Self::Exit => "exit",
            Self::Killed => "killed",
            Self::Work => "work",
        }
    }

    /// True for what programs do over and over between the steps that matter.
    pub(super) fn minor(self) -> bool {
        matches!(
            self,
            Self::Libraries
                | Self::SetUp
                | Self::Configuration
                | Self::Scripts
                | Self::ReadFiles
                | Self::WriteFiles
                | Self::Pipes
                | Self::Lock
                | Self::Wait
                | Self::Work
        )
    }

    /// True for steps that stay a phase of their own however many phases there are.
    pub(super) fn lasting(self) -> bool {
        matches!(self, Self::Start | Self::Report | Self::LogError | Self::Exit | Self::Killed)
    }
}
