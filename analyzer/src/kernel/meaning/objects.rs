//! What a call acts on, as far as the meaning of an errno depends on it.

/// A table of objects: what it is, and its word.
macro_rules! objects {
    ($($(#[$doc:meta])* $object:ident)*) => {
        /// What a call acts on, as far as the meaning of an errno depends on it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Object {
            $($(#[$doc])* $object),*
        }

        /// Every object, in the order of their words.
        #[cfg(test)]
        pub(super) const OBJECTS: &[Object] = &[$(Object::$object),*];

        /// Their words. One text, as it packs best.
        static WORDS: &str = concat!($(stringify!($object), " "),*);
    };
}

objects! {
    /// Nothing is known.
    Unknown
    /// A file of no special kind.
    File
    /// A file of a cache.
    CacheFile
    /// A temporary file.
    TempFile
    /// A log.
    Log
    /// Configuration.
    ConfigFile
    /// A shared library.
    Library
    /// Code of an interpreted program, or one of its modules.
    Script
    /// A lock or pid file.
    LockFile
    /// A database file or its journal.
    Database
    /// A directory.
    Directory
    /// A device.
    Device
    /// A terminal.
    Terminal
    /// A pipe.
    Pipe
    /// A socket that accepts connections.
    Listener
    /// A connection that was accepted.
    Client
    /// A connection that a server opened on behalf of a client.
    Upstream
    /// A connection that a program opened for itself.
    Peer
    /// A unix socket.
    UnixSocket
    /// A name server.
    Resolver
    /// A UDP socket.
    Datagram
    /// Another socket.
    Socket
    /// An event queue, or another object that only wakes somebody.
    EventQueue
}

impl Object {
    /// Its word, as rules name it: `CacheFile`.
    pub fn word(self) -> &'static str {
        WORDS.split(' ').nth(self as usize).unwrap_or("")
    }

    /// True for sockets of any kind.
    pub fn is_socket(self) -> bool {
        matches!(
            self,
            Self::Listener
                | Self::Client
                | Self::Upstream
                | Self::Peer
                | Self::UnixSocket
                | Self::Resolver
                | Self::Datagram
                | Self::Socket
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_object_has_its_word() {
        for object in OBJECTS {
            assert_eq!(object.word(), format!("{object:?}"));
        }
    }
}
