//! Looking at the picture through a lens: which one, how it is set, and which answer is waited for.

use leptos::prelude::*;

use super::Session;
use crate::engine::protocol::Request;

impl Session {
    /// Looks at the picture through another lens; through none if `name` is empty.
    pub fn look(self, name: String) {
        self.settings.set(Vec::new());
        self.beside.shown.set(false);
        self.glass.set(None);
        self.looking.set(None);
        self.lens.set(name);
        self.look_again();
    }

    /// Looks at where the picture differs from the other one, in place of a lens.
    pub fn show_differences(self) {
        self.look(String::new());
        self.glass.set(self.beside.glass());
        self.beside.shown.set(true);
    }

    /// What a parameter of the lens is set to; none: it is as given.
    pub fn setting(self, name: &str) -> Option<f32> {
        self.settings.with(|settings| settings.iter().find(|(known, _)| known == name).map(|(_, value)| *value))
    }

    /// All of its parameters are as given.
    pub fn as_given(self) -> bool {
        self.settings.with(Vec::is_empty)
    }

    /// Sets a parameter of the lens, or sets it back; it is seen with [`Self::look_again`].
    pub fn turn(self, name: &str, value: Option<f32>) {
        self.settings.update(|settings| {
            settings.retain(|(known, _)| known != name);
            settings.extend(value.map(|value| (name.to_owned(), value)));
        });
    }

    /// Looks through the lens with all of its parameters as given.
    pub fn turn_back(self) {
        self.settings.set(Vec::new());
        self.look_again();
    }

    /// Looks through the lens as it is set now.
    pub fn look_again(self) {
        // Whatever an earlier look comes to is not heard any more.
        self.looked.update_value(|looked| *looked = looked.wrapping_add(1));
        let name = self.lens.get_untracked();
        if name.is_empty() {
            return;
        }
        self.looking.set(Some(0));
        let (job, number) = (self.checked.get_value(), self.looked.get_value());
        let (settings, language) = (self.settings.get_untracked(), self.language.get_untracked());
        self.ask_engine(&Request::Lens { job, number, name, settings, language }, None);
    }

    /// Whether the look of this number is the last one.
    pub(super) fn awaits_look(self, number: u32) -> bool {
        number == self.looked.get_value()
    }
}
