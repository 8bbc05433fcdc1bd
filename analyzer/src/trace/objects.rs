//! What the kernel's tables call the object of a call, so that they can say what an errno means on it.

use super::{Descriptor, DescriptorRole, Run, paths};
use crate::kernel::meaning::Object;
use crate::model::trace::EventId;

impl Run {
    /// What an event acts on: its descriptor, or else the path that it names.
    /// [`Object::Unknown`] for other events and where nothing is known.
    pub fn object(&self, event: EventId) -> Object {
        if let Some(descriptor) = self.descriptor(event) {
            return self.object_of(descriptor);
        }
        let Some(call) = self.trace.call(event) else { return Object::Unknown };
        if self.trace.name(call).starts_with("execve") {
            return Object::Unknown;
        }
        let new = self.trace.str(call.args).contains("O_CREAT");
        self.trace.path(call).map_or(Object::Unknown, |path| paths::role(&path.full(), new, false).object())
    }

    /// What a descriptor is.
    pub fn object_of(&self, descriptor: &Descriptor) -> Object {
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
