//! How commands show themselves: words, key, icon, and whether they can run now.

use super::{Access, Command, EvidenceCommand, File, Play, Possible, Segment, SessionCommand, View};
use crate::library::Stance;
use crate::ui::icons::{self, Icon};
use crate::ui::rooms::why::command::WhyCommand;
use crate::ui::rooms::{Room, where_::WhereCommand, which::WhichCommand};
use egui::{Key, KeyboardShortcut, Modifiers};

const fn key(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(modifiers, key)
}

impl Command {
    /// Everything that stands in the palette and can have a key.
    pub fn listed() -> Vec<Self> {
        use {EvidenceCommand as E, File as F, Play as P, Segment as S, SessionCommand as C, View as V};
        let mut all: Vec<Self> = Room::ALL.into_iter().map(|room| Self::View(V::Room(room))).collect();
        all.extend(
            [F::ChooseFiles, F::ChooseFolder, F::Sample, F::ChooseLibrary, F::CloseLibrary].map(Self::File),
        );
        all.extend(
            [F::PauseImport, F::CancelImport, F::ShowReport, F::SaveReport, F::CheckLibrary].map(Self::File),
        );
        all.extend([F::ExportSessions, F::ExportFindings].map(Self::File));
        all.extend([S::Edit, S::Clear, S::Save, S::Compare(None)].map(Self::Segment));
        all.extend([C::Next, C::Previous, C::ToggleWatched].map(Self::Session));
        all.extend(
            [P::Toggle, P::By(-5000), P::By(5000), P::Step(-1), P::Step(1), P::NextSignal, P::PreviousSignal]
                .map(Self::Play),
        );
        all.extend([P::Faster, P::Slower, P::ToggleSkipIdle].map(Self::Play));
        all.extend([E::Pin, E::Tag(Stance::For), E::Tag(Stance::Against)].map(Self::Evidence));
        all.extend(WhereCommand::listed().into_iter().map(Self::Where));
        all.extend(WhyCommand::listed().into_iter().map(Self::Why));
        all.extend(WhichCommand::listed().into_iter().map(Self::Which));
        all.extend([Self::Undo, Self::Redo]);
        all.extend(
            [V::ToggleTheme, V::ToggleTrail, V::ToggleExact, V::Palette, V::Keys, V::Dismiss].map(Self::View),
        );
        all
    }

    /// What it is called in menus and in the palette.
    pub fn label(&self) -> &str {
        match self {
            Self::File(command) => command.label(),
            Self::Segment(command) => command.label(),
            Self::Session(command) => command.label(),
            Self::Play(command) => command.label(),
            Self::Evidence(command) => command.label(),
            Self::View(command) => command.label(),
            Self::Why(command) => command.label(),
            Self::Where(command) => command.label(),
            Self::Which(command) => command.label(),
            Self::Undo => "Undo",
            Self::Redo => "Redo",
        }
    }

    /// Its key.
    pub fn shortcut(&self) -> Option<KeyboardShortcut> {
        Some(match self {
            Self::File(File::ChooseFiles) => key(Modifiers::COMMAND, Key::O),
            Self::File(File::ChooseFolder) => key(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::O),
            Self::File(File::ExportSessions) => key(Modifiers::COMMAND, Key::E),
            Self::Segment(Segment::Edit) => key(Modifiers::NONE, Key::Slash),
            Self::Segment(Segment::Save) => key(Modifiers::COMMAND, Key::S),
            Self::Session(SessionCommand::Next) => key(Modifiers::NONE, Key::J),
            Self::Session(SessionCommand::Previous) => key(Modifiers::NONE, Key::K),
            Self::Session(SessionCommand::ToggleWatched) => key(Modifiers::NONE, Key::W),
            Self::Play(play) => return play.shortcut(),
            Self::Evidence(EvidenceCommand::Pin) => key(Modifiers::NONE, Key::E),
            Self::Evidence(EvidenceCommand::Tag(Stance::For)) => key(Modifiers::NONE, Key::Y),
            Self::Evidence(EvidenceCommand::Tag(Stance::Against)) => key(Modifiers::NONE, Key::X),
            Self::View(view) => return view.shortcut(),
            Self::Where(here) => return here.key().map(|name| key(Modifiers::NONE, name)),
            Self::Why(why) => return why.shortcut().map(|name| key(Modifiers::NONE, name)),
            Self::Undo => key(Modifiers::COMMAND, Key::Z),
            Self::Redo => key(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z),
            _ => return None,
        })
    }

    /// Whether its key works in this room: what belongs to one room has its key there alone.
    pub fn is_in(&self, room: Room) -> bool {
        match self {
            Self::Where(_) => room == Room::Where,
            Self::Play(_) | Self::Why(_) => room != Room::Where,
            _ => true,
        }
    }

    /// Its key in words, such as `Ctrl+K` or `←`; empty when it has none.
    pub fn key_words(&self, ctx: &egui::Context) -> String {
        let Some(key) = self.shortcut() else { return String::new() };
        let mut words = ctx.format_shortcut(&key);
        for (name, sign) in [
            ("Slash", "/"),
            ("OpenBracket", "["),
            ("CloseBracket", "]"),
            ("Plus", "+"),
            ("Minus", "−"),
            ("Left", "←"),
            ("Right", "→"),
            ("Up", "↑"),
            ("Down", "↓"),
        ] {
            words = words.replace(name, sign);
        }
        words
    }

    /// Its icon.
    pub fn icon(&self) -> Icon {
        match self {
            Self::File(File::ChooseFiles | File::ChooseLibrary | File::OpenLibrary(_)) => icons::FOLDER_OPEN,
            Self::File(File::ChooseFolder) => icons::FOLDER,
            Self::File(File::ExportSessions | File::ExportFindings) => icons::EXPORT,
            Self::File(File::Sample) => icons::SHOPPING_CART,
            Self::File(_) => icons::FILE,
            Self::Segment(_) => icons::FUNNEL,
            Self::Session(_) => icons::LIST_BULLETS,
            Self::Play(_) | Self::Why(_) => icons::PLAY_CIRCLE,
            Self::Evidence(_) => icons::PUSH_PIN,
            Self::View(View::Room(room)) => room.icon(),
            Self::View(View::ToggleTheme) => icons::SUN,
            Self::View(View::Palette) => icons::MAGNIFYING_GLASS,
            Self::View(View::Keys) => icons::KEYBOARD,
            Self::View(_) => icons::SLIDERS,
            Self::Where(_) => icons::FLAME,
            Self::Which(_) => icons::FLASK,
            Self::Undo => icons::ARROW_U_UP_LEFT,
            Self::Redo => icons::ARROW_U_UP_RIGHT,
        }
    }

    /// Whether it can run now.
    ///
    /// # Errors
    /// With the reason, for a tooltip.
    pub fn possible(&self, now: &Possible) -> Result<(), &'static str> {
        const LIBRARY: &str = "Open a library or recordings first";
        const SESSION: &str = "Open a session first";
        const WRITABLE: &str = "This library is open in another window and can only be read here";
        let need = |holds: bool, why: &'static str| if holds { Ok(()) } else { Err(why) };
        match self {
            Self::File(File::CancelImport | File::PauseImport) => need(now.importing, "No import is running"),
            Self::File(File::ShowReport | File::SaveReport | File::CopyReport | File::AskTables) => {
                need(now.reported, "Nothing was imported since the window was opened")
            }
            Self::Session(SessionCommand::ToggleWatched)
            | Self::Evidence(EvidenceCommand::Pin | EvidenceCommand::Tag(_)) => {
                need(now.session, SESSION).and(need(now.library == Access::Write, WRITABLE))
            }
            Self::File(
                File::CloseLibrary | File::ExportSessions | File::ExportFindings | File::CheckLibrary,
            )
            | Self::Segment(_)
            | Self::Session(_)
            | Self::Evidence(_)
            | Self::View(View::Room(_))
            | Self::Where(_)
            | Self::Why(WhyCommand::Queue(_))
            | Self::Which(_) => need(now.library > Access::Closed, LIBRARY),
            Self::Play(Play::Faster | Play::Slower | Play::ToggleSkipIdle | Play::Speed(_))
            | Self::File(_)
            | Self::View(_) => Ok(()),
            Self::Play(_) | Self::Why(_) => need(now.session, SESSION),
            Self::Undo => need(now.undo.0, "Nothing to undo"),
            Self::Redo => need(now.undo.1, "Nothing to redo"),
        }
    }
}

impl File {
    fn label(&self) -> &'static str {
        match self {
            Self::ChooseFiles => "Open files…",
            Self::ChooseFolder => "Open folder…",
            Self::Import(_) => "Import",
            Self::Sample => "Open sample",
            Self::ChooseLibrary => "Open library…",
            Self::OpenLibrary(_) => "Open library",
            Self::CloseLibrary => "Close library",
            Self::CancelImport => "Cancel import",
            Self::PauseImport => "Pause import or go on",
            Self::ShowReport => "Show import report",
            Self::HideReport => "Hide import report",
            Self::CopyReport => "Copy import report",
            Self::SaveReport => "Save import report…",
            Self::MapTable(_) => "Import table as chosen",
            Self::AskTables => "Say what unknown tables are…",
            Self::SkipTable => "Skip table",
            Self::SkipTables => "Skip all tables",
            Self::CheckLibrary => "Check library",
            Self::ExportSessions => "Export sessions of this segment…",
            Self::ExportFindings => "Export findings…",
        }
    }
}

impl Segment {
    fn label(&self) -> &'static str {
        match self {
            Self::Set(_) | Self::Try(_) => "Set segment",
            Self::Add(_) => "Add filter",
            Self::Remove(_) => "Remove filter",
            Self::Clear => "Show all sessions",
            Self::Edit | Self::Begin(_) => "Edit segment line",
            Self::StopEditing => "Leave segment line",
            Self::Save | Self::SaveAs(_) => "Save segment",
            Self::Forget(_) => "Forget segment",
            Self::Compare(None) => "Stop comparing",
            Self::Compare(Some(_)) => "Compare with",
        }
    }
}

impl SessionCommand {
    fn label(&self) -> &'static str {
        match self {
            Self::Open(_) | Self::OpenAt(..) => "Open session",
            Self::Next => "Next session",
            Self::Previous => "Previous session",
            Self::ToggleWatched => "Mark as watched or not",
            Self::AddTag(_) => "Add tag",
            Self::RemoveTag(_) => "Remove tag",
            Self::Sort(_) => "Sort sessions",
            Self::Look(_) => "Scroll sessions",
        }
    }
}

impl Play {
    fn label(self) -> &'static str {
        match self {
            Self::Toggle => "Play or pause",
            Self::Seek(_) => "Go to moment",
            Self::By(ms) if ms < 0 => "Back 5 seconds",
            Self::By(_) => "On 5 seconds",
            Self::Step(step) if step < 0 => "Previous event",
            Self::Step(_) => "Next event",
            Self::NextSignal => "Next signal",
            Self::PreviousSignal => "Previous signal",
            Self::Faster => "Faster",
            Self::Slower => "Slower",
            Self::Speed(_) => "Set speed",
            Self::ToggleSkipIdle => "Skip idle",
        }
    }

    fn shortcut(self) -> Option<KeyboardShortcut> {
        Some(match self {
            Self::Toggle => key(Modifiers::NONE, Key::Space),
            Self::By(ms) => key(Modifiers::NONE, if ms < 0 { Key::ArrowLeft } else { Key::ArrowRight }),
            Self::Step(step) => {
                key(Modifiers::SHIFT, if step < 0 { Key::ArrowLeft } else { Key::ArrowRight })
            }
            Self::NextSignal => key(Modifiers::NONE, Key::N),
            Self::PreviousSignal => key(Modifiers::NONE, Key::P),
            Self::Faster => key(Modifiers::NONE, Key::CloseBracket),
            Self::Slower => key(Modifiers::NONE, Key::OpenBracket),
            Self::ToggleSkipIdle => key(Modifiers::NONE, Key::S),
            Self::Seek(_) | Self::Speed(_) => return None,
        })
    }
}

impl EvidenceCommand {
    fn label(&self) -> &'static str {
        match self {
            Self::Pin => "Pin evidence",
            Self::Tag(Stance::For) => "Supports the hypothesis",
            Self::Tag(Stance::Against) => "Speaks against the hypothesis",
            Self::Choose(_) => "Choose hypothesis",
            Self::New(_) => "New hypothesis",
            Self::Turn(..) => "Turn evidence round",
            Self::Note(..) => "Write note",
            Self::Remove(_) => "Remove evidence",
        }
    }
}

impl View {
    fn label(&self) -> &'static str {
        match self {
            Self::Room(room) => room.go(),
            Self::ToggleTheme => "Dark or light theme",
            Self::Palette => "Search or run…",
            Self::Keys => "Keys",
            Self::Tab(_) => "Show tab",
            Self::ToggleTrail => "Pointer trail",
            Self::ToggleExact => "Exact pictures by an installed browser",
            Self::Dismiss => "Close what lies on top",
        }
    }

    fn shortcut(&self) -> Option<KeyboardShortcut> {
        Some(match self {
            Self::Room(room) => key(Modifiers::NONE, room.key()),
            Self::Palette => key(Modifiers::COMMAND, Key::K),
            Self::Keys => key(Modifiers::NONE, Key::F1),
            Self::ToggleTrail => key(Modifiers::NONE, Key::T),
            Self::Tab(_) | Self::ToggleExact => return None,
            Self::Dismiss => key(Modifiers::NONE, Key::Escape),
            Self::ToggleTheme => key(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::L),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_key_does_two_things() {
        for room in Room::ALL {
            let there = |command: &&Command| command.is_in(room);
            let listed = Command::listed();
            let keys: Vec<String> = listed
                .iter()
                .filter(there)
                .filter_map(Command::shortcut)
                .map(|key| format!("{key:?}"))
                .collect();
            assert_eq!(keys.len(), keys.iter().collect::<BTreeSet<_>>().len(), "{room:?}: {keys:#?}");
        }
    }

    #[test]
    fn every_listed_command_has_a_name_of_its_own() {
        let all = Command::listed();
        let names: BTreeSet<&str> = all.iter().map(Command::label).collect();
        assert_eq!(names.len(), all.len());
        assert!(names.iter().all(|name| !name.is_empty()));
    }
}
