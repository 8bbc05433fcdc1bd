//! Certificates and handshakes as data (`openssl s_client`, `openssl x509`, `curl -v`).

use super::time::Stamp;
use crate::source::Span;

/// What a line tells of a certificate or of a handshake.
#[derive(Debug, Clone, Copy)]
pub enum Certificate {
    /// It is valid until then.
    NotAfter(Stamp),
    /// It is valid from then on.
    NotBefore(Stamp),
    /// Whom it is for: the subject, or other names.
    Subject(Span),
    /// Who signed it.
    Issuer(Span),
    /// What checking it gave: the number (`X509_V_ERR_*`, 0 is good) and its words.
    Verified(u32, Span),
    /// The handshake failed, with the library's words.
    Failed(Span),
    /// The protocol that was agreed upon.
    Protocol(Span),
}
