//! Certificates and handshakes: `openssl s_client`, `openssl x509`, `curl -v`.
//!
//! ```text
//! verify error:num=10:certificate has expired
//! notAfter=Nov 20 01:44:29 2026 GMT
//! Verify return code: 18 (self-signed certificate)
//! ```
//!
//! Sources: openssl-s_client(1), openssl-x509(1), `X509_V_ERR_*` in openssl-verification-options(1).

use super::{Content, Format, Sniff};
use crate::model::certificate::Certificate;
use crate::model::columns::part_of;
use crate::model::listing::{Fact, Listing, Reading};
use crate::model::time::worded;

/// The format.
pub static FORMAT: Format = Format {
    id: "certificates",
    name: "openssl s_client, openssl x509",
    sniff,
    read: |id, source| Content::Listing(Listing::read(id, source, &mut read)),
};

/// Lines of a handshake's report that say nothing more that is asked for.
const ASIDE: &[&str] = &[
    "CONNECTED(",
    "---",
    "Certificate chain",
    "Server certificate",
    "-----BEGIN CERT",
    "-----END CERT",
    "No client certificate",
    "SSL handshake has read",
    "New, ",
    "Server public key",
    "Secure Renegotiation",
    "Compression:",
    "Expansion:",
    "No ALPN",
    "Early data",
    "SSL-Session:",
    "Peer sign",
    "Peer signature",
    "Server Temp Key",
    "Verification:",
    "verify return:",
    "Cipher",
    "Session",
    "Master-Key",
    "PSK",
    "SRP",
    "Start Time:",
    "Timeout",
    "Extended master",
    "Max Early",
    "DONE",
    "serial=",
    "v:Not",
    "a:PKEY",
    "Certificate:",
    "Data:",
    "Version:",
    "Serial Number:",
    "Signature Algorithm:",
    "Validity",
    "X509v3",
    "Public Key",
];

fn sniff(line: &str) -> Sniff {
    match read(line, 0) {
        Reading::Says(..) | Reading::Several(_) => Sniff::Certain,
        Reading::Heading => Sniff::Maybe,
        Reading::Unparsed(_) => Sniff::No,
    }
}

fn read(line: &str, base: u32) -> Reading {
    let text = line.trim();
    if let Some(told) = told(line, text, base) {
        return Reading::Says(None, Fact::Certificate(told));
    }
    let aside = ASIDE.iter().any(|start| text.starts_with(start))
        || text.len() == 64 && !text.contains(' ')
        || [" 0 s:", " 1 s:", "   i:"].iter().any(|start| line.starts_with(start));
    if aside { Reading::Heading } else { Reading::Unparsed("not-of-a-certificate") }
}

fn told(line: &str, text: &str, base: u32) -> Option<Certificate> {
    let span = |part: &str| part_of(line, part.trim(), base);
    let behind = |starts: &[&str]| starts.iter().find_map(|start| text.strip_prefix(start));
    if let Some(rest) = behind(&["verify error:num="]) {
        let (number, words) = rest.split_once(':')?;
        return Some(Certificate::Verified(number.parse().ok()?, span(words)));
    }
    if let Some(rest) = behind(&["Verify return code: "]) {
        let (number, words) = rest.split_once(' ')?;
        return Some(Certificate::Verified(number.parse().ok()?, span(words.trim_matches(['(', ')']))));
    }
    if let Some(rest) = behind(&["notAfter=", "Not After :", "Not After:", "*  expire date:", "NotAfter:"]) {
        return worded(rest.split(';').next()?).map(Certificate::NotAfter);
    }
    if let Some(rest) = behind(&["notBefore=", "Not Before:", "*  start date:"]) {
        return worded(rest).map(Certificate::NotBefore);
    }
    if let Some(rest) = behind(&["subject=", "Subject:", "*  subject:", "depth=0 "]) {
        return names_somebody(rest).then(|| Certificate::Subject(span(rest)));
    }
    if text.starts_with("DNS:") && !text.contains(": ") {
        return Some(Certificate::Subject(span(text)));
    }
    if let Some(rest) = behind(&["issuer=", "Issuer:", "*  issuer:"]) {
        return names_somebody(rest).then(|| Certificate::Issuer(span(rest)));
    }
    if let Some(rest) = behind(&["Protocol  : ", "Protocol: "]) {
        return rest.starts_with("TLS").then(|| Certificate::Protocol(span(rest)));
    }
    // The library's own errors: number, library, function, reason.
    let mut parts = text.split(':');
    let of_library = parts.nth(1) == Some("error") && text.contains(":SSL routines:");
    of_library.then(|| Certificate::Failed(span(text)))
}

/// `CN = a`, `C=US, O=x`: a name in X.500's form.
fn names_somebody(text: &str) -> bool {
    ["CN", "O ", "O=", "C ", "C=", "/C"].iter().any(|part| text.contains(part)) && text.contains('=')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::Stamp;

    #[test]
    fn ends_and_verdicts() {
        let of = |line: &str| told(line, line.trim(), 0);
        let end = Stamp::of((2026, 11, 20), (1, 44, 29), 0, Some(0));
        for line in [
            "notAfter=Nov 20 01:44:29 2026 GMT",
            "      Not After : Nov 20 01:44:29 2026 GMT",
            "*  expire date: Nov 20 01:44:29 2026 GMT",
        ] {
            assert!(matches!(of(line), Some(Certificate::NotAfter(stamp)) if Some(stamp) == end), "{line}");
        }
        let line = "    Verify return code: 18 (self-signed certificate)";
        assert!(
            matches!(of(line), Some(Certificate::Verified(18, words)) if words.of(line) == "self-signed certificate")
        );
        assert!(of("Subject: hello").is_none());
    }
}
