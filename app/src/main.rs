//! The page: mounts the views. The analyzer runs in the other program, the worker.

fn main() {
    app::views::mount();
}
