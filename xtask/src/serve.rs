//! `cargo xtask serve`: from a fresh clone to the page in a browser.

use crate::run::say;
use crate::server::{Server, answer_forever};
use crate::{Outcome, dist, dist_folder};

/// The port, unless `--port` names another.
const PORT: u16 = 8080;

/// The task.
pub fn task(arguments: &[String]) -> Outcome {
    let port = port(arguments)?;
    // Taken before the build, so that a port in use is said at once and not after minutes.
    let server = Server::bind(port, &dist_folder()).map_err(|why| {
        format!("127.0.0.1:{port} cannot be used: {why}. Another one: `cargo xtask serve --port 8081`")
    })?;
    dist::build()?;
    say(&format!("Syscause is at http://127.0.0.1:{}/ (Ctrl-C ends it)", server.port()));
    answer_forever(&server);
    Ok(())
}

fn port(arguments: &[String]) -> Outcome<u16> {
    match arguments {
        [] => Ok(PORT),
        [flag, value] if flag == "--port" => value.parse().map_err(|_| format!("`{value}` is not a port")),
        _ => Err("usage: cargo xtask serve [--port N]".into()),
    }
}
