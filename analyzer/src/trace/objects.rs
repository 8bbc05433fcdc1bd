//! What the kernel's tables call the object of a call, so that they can say what an errno means on it.

use super::{Descriptor, DescriptorRole, Run, paths};
use crate::kernel::meaning::Object;
use crate::model::trace::EventId;

impl Descriptor {
    /// True for a temporary file in a cache's directory, which becomes an entry when it is renamed.
    pub fn fills_cache(&self) -> bool {
        self.role == DescriptorRole::TempFile && Run::role_of_path(&self.target) == DescriptorRole::CacheFile
    }
}

impl Run {
    /// What an event acts on: its descriptor, or else the path that it names.
    /// [`Object::Unknown`] for other events and where nothing is known.
    pub fn object(&self, event: EventId) -> Object {
        if let Some(descriptor) = self.descriptor(event) {
            return self.object_of(descriptor);
        }
        self.role(event).object()
    }

    /// What the thing is for that an event acts on: its descriptor, or else the path that it names.
    /// [`DescriptorRole::Unknown`] for other events, for programs that are run, and where nothing is known.
    pub fn role(&self, event: EventId) -> DescriptorRole {
        if let Some(descriptor) = self.descriptor(event) {
            return descriptor.role;
        }
        let named = || {
            let call = self.trace.call(event)?;
            let path = self.trace.path(call).filter(|_| !self.trace.name(call).starts_with("execve"))?;
            let new = self.trace.str(call.args).contains("O_CREAT");
            Some(paths::role(&path.full(), new, false))
        };
        named().unwrap_or(DescriptorRole::Unknown)
    }

    /// What a file with that path is for, as far as the path tells.
    pub fn role_of_path(path: &str) -> DescriptorRole {
        paths::role(path, false, false)
    }

    /// What a descriptor is.
    pub fn object_of(&self, descriptor: &Descriptor) -> Object {
        if descriptor.fills_cache() {
            return Object::CacheFile;
        }
        let object = descriptor.role.object();
        if !object.is_socket() {
            return object;
        }
        let opened = descriptor.opened.and_then(|event| self.trace.call(event));
        let opening = opened.map_or("", |call| self.trace.str(call.args));
        if descriptor.target.starts_with("unix:") || opening.starts_with("AF_UNIX") {
            Object::UnixSocket
        } else if matches!(object, Object::Socket | Object::Peer) && opening.contains("SOCK_DGRAM") {
            Object::Datagram
        } else {
            object
        }
    }
}

impl DescriptorRole {
    /// The kernel's word for it.
    pub fn object(self) -> Object {
        match self {
            Self::Unknown | Self::StandardInput | Self::StandardOutput | Self::StandardError => {
                Object::Unknown
            }
            Self::Listener => Object::Listener,
            Self::Client => Object::Client,
            Self::Upstream => Object::Upstream,
            Self::Peer => Object::Peer,
            Self::Resolver => Object::Resolver,
            Self::Netlink | Self::Socket => Object::Socket,
            Self::ErrorLog | Self::AccessLog | Self::Log => Object::Log,
            Self::CacheFile => Object::CacheFile,
            Self::TempFile => Object::TempFile,
            Self::ConfigFile => Object::ConfigFile,
            Self::Library => Object::Library,
            Self::Script => Object::Script,
            Self::Database => Object::Database,
            Self::LockFile => Object::LockFile,
            Self::File => Object::File,
            Self::Directory => Object::Directory,
            Self::Device => Object::Device,
            Self::Terminal => Object::Terminal,
            Self::Pipe => Object::Pipe,
            Self::EventQueue | Self::Notifier => Object::EventQueue,
        }
    }
}
