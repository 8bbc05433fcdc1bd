//! The program: the page, or in a worker what runs the analyzer for it.
//!
//! One program is both, so that their common half travels and is compiled once.

fn main() {
    if app::platform::worker_scope::is_here() {
        app::platform::worker_scope::serve();
    } else {
        app::views::mount();
    }
}
