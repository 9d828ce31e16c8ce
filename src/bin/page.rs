//! The page's module.

fn main() {
    omni_iml::ui::start();
}
