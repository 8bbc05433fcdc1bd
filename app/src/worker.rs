//! The worker: keeps the analysis and answers the page's questions about it.

fn main() {
    app::platform::worker_scope::serve();
}
