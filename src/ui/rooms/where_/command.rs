//! What the Where room can be asked for: for menus, keys, the palette and its own buttons alike.

use super::sight::{MoveTo, ZoomTo};
use crate::analysis::heat::HeatKind;
use crate::event::{Device, Rect};
use crate::facts::OpenState;
use crate::findings::BackgroundChoice;
use crate::findings::Tell;
use crate::render::{Palette, Scale};
use egui::Key;
use serde::{Deserialize, Serialize};

/// What only this room can be asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum WhereCommand {
    /// Shows the page of this key.
    Page(String),
    /// Shows what was done on this class of device.
    Device(Device),
    /// Shows this kind of heat.
    Kind(HeatKind),
    /// Changes how heat and page look.
    Look(LookTo),
    /// Marks the element of this selector, or none.
    Choose(Option<String>),
    /// Marks the next (1) or the previous (-1) element of the list.
    Step(i32),
    /// Does something about the marked element, on this side.
    Element(ElementDoor, Letter),
    /// Shows this tab beside the page.
    Tab(SideTab),
    /// Zooms.
    Zoom(ZoomTo),
    /// Moves up or down the page.
    Go(MoveTo),
    /// Sorts the list of pages.
    SortPages(PageSort),
    /// Sorts the list of elements; by the same column again: the other way round.
    SortElements(Column),
    /// Shows this number beside the clicks of each element.
    Column(Column),
    /// Shows the page in this state, or as loaded.
    State(Option<OpenState>),
    /// Lays the heat on this picture of the page.
    Background(BackgroundChoice),
    /// Shows two segments so.
    Beside(Beside),
    /// Does something with zones.
    Zone(ZoneTo),
    /// Saves something.
    Export(Export),
}

/// How two segments are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Beside {
    /// One beside the other.
    #[default]
    Both,
    /// What the second has more and less.
    Difference,
}

/// What can be done with zones, which are drawn by hand.
#[derive(Debug, Clone, PartialEq)]
pub enum ZoneTo {
    /// Dragging draws a zone from now on, or moves the page again.
    Tool,
    /// A new one, CSS px of the page.
    Put(Rect),
    /// The marked one lies here from now on, CSS px of the page.
    Move(Rect),
    /// The marked one is called so.
    Name(String),
    /// The marked one is taken away.
    Remove,
}

/// How heat and page look.
#[derive(Debug, Clone, PartialEq)]
pub enum LookTo {
    /// Lays the heat on this thickly, 0–1.
    Opacity(f32),
    /// Lets the page step back this far, 0–1.
    Veil(f32),
    /// In these colours.
    Palette(Palette),
    /// On this scale.
    Scale(Scale),
    /// A click's warmth reaches so far, CSS px; `None` for what suits the page.
    Radius(Option<f64>),
    /// Colours the confetti by this.
    Tell(Tell),
    /// Hides cookie bars and loaders, or shows them.
    ToggleBars,
    /// Takes the heat away, or puts it back.
    ToggleHeat,
}

/// A side of a comparison; what is not compared is side A.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letter {
    /// The segment in force, or its first half.
    A,
    /// What it is compared with.
    B,
}

impl Letter {
    /// How it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
        }
    }
}

/// What a marked element leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ElementDoor {
    /// Ten of those who clicked it, drawn at random.
    WatchTen,
    /// A hypothesis about it.
    Hypothesis,
    /// Those who clicked it, as the segment.
    Sessions,
}

/// What can be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Export {
    /// The page with its heat.
    Picture,
    /// The numbers per element.
    Table,
    /// Both for every page of the list.
    AllPages,
}

/// A tab beside the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SideTab {
    /// What was clicked.
    #[default]
    Elements,
    /// How far down was seen.
    Scroll,
    /// What the picture is made of.
    Stats,
}

/// How the list of pages is sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PageSort {
    /// Most signals first.
    #[default]
    Friction,
    /// Most views first.
    Views,
    /// Where the largest part of the sessions ended.
    Exits,
}

impl PageSort {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::Friction, Self::Views, Self::Exits];

    /// What the menu calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Friction => "by friction",
            Self::Views => "by views",
            Self::Exits => "by exits",
        }
    }
}

/// A number of each element.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Its name.
    Name,
    /// Clicks on it.
    #[default]
    Clicks,
    /// Their part of all clicks.
    Share,
    /// Sessions that clicked it.
    Sessions,
    /// Clicks in anger.
    Rage,
    /// Clicks that nothing answered.
    Dead,
    /// Clicks that a script error followed.
    Errors,
    /// Part of the views in which it was in view.
    Exposure,
    /// Clicks by the views that it was in view in.
    PerExposure,
    /// From the view's beginning to the first click on it.
    FirstClick,
    /// Part of those who clicked that bought.
    Bought,
    /// Orders of those who clicked, by clicks.
    Revenue,
}

impl Column {
    /// Those that can stand beside the clicks.
    pub const NUMBERS: [Self; 10] = [
        Self::Share,
        Self::Sessions,
        Self::Rage,
        Self::Dead,
        Self::Errors,
        Self::Exposure,
        Self::PerExposure,
        Self::FirstClick,
        Self::Bought,
        Self::Revenue,
    ];

    /// Its head.
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "Element",
            Self::Clicks => "Clicks",
            Self::Share => "Share",
            Self::Sessions => "Sessions",
            Self::Rage => "Rage",
            Self::Dead => "Dead",
            Self::Errors => "Errors",
            Self::Exposure => "Seen",
            Self::PerExposure => "Clicks/seen",
            Self::FirstClick => "First after",
            Self::Bought => "Bought",
            Self::Revenue => "Revenue",
        }
    }

    /// What it is, in a sentence.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Name => "What it is called",
            Self::Clicks => "Clicks and taps on it",
            Self::Share => "Part of all clicks on the page",
            Self::Sessions => "Sessions that clicked it",
            Self::Rage => "Clicks in anger",
            Self::Dead => "Clicks that nothing answered",
            Self::Errors => "Clicks that a script error followed",
            Self::Exposure => "Part of the views in which it was in view",
            Self::PerExposure => "Clicks for each view that it was in view in",
            Self::FirstClick => "From the view's beginning to the first click, the middle one",
            Self::Bought => "Part of the sessions that clicked it which bought",
            Self::Revenue => "Orders of those who clicked, for each click",
        }
    }
}

impl WhereCommand {
    /// Those that stand in the palette.
    pub fn listed() -> Vec<Self> {
        use {ElementDoor as E, Export as X, ZoomTo as Z};
        let mut all: Vec<Self> = HeatKind::ALL.into_iter().map(Self::Kind).collect();
        all.extend(Device::ALL.into_iter().map(Self::Device));
        all.extend([Z::In, Z::Out, Z::Hundred, Z::Width, Z::Page].map(Self::Zoom));
        all.extend([MoveTo::Down, MoveTo::Up, MoveTo::Top, MoveTo::End].map(Self::Go));
        all.extend([LookTo::ToggleHeat, LookTo::ToggleBars].map(Self::Look));
        all.extend([Beside::Both, Beside::Difference].map(Self::Beside));
        all.extend([ZoneTo::Tool, ZoneTo::Remove].map(Self::Zone));
        all.extend([Self::Step(1), Self::Step(-1)]);
        all.extend([E::WatchTen, E::Sessions, E::Hypothesis].map(|door| Self::Element(door, Letter::A)));
        all.extend(PageSort::ALL.map(Self::SortPages));
        all.extend([X::Picture, X::Table, X::AllPages].map(Self::Export));
        all
    }

    /// What it is called.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Page(_) => "Show page",
            Self::Device(Device::Desktop) => "Heat of desktop visits",
            Self::Device(Device::Tablet) => "Heat of tablet visits",
            Self::Device(Device::Mobile) => "Heat of mobile visits",
            Self::Kind(kind) => heat_of(*kind),
            Self::Look(LookTo::Opacity(_)) => "Set opacity",
            Self::Look(LookTo::Veil(_)) => "Set contrast veil",
            Self::Look(LookTo::Palette(_)) => "Set colours",
            Self::Look(LookTo::Scale(_)) => "Set scale",
            Self::Look(LookTo::Radius(_)) => "Set radius",
            Self::Look(LookTo::Tell(_)) => "Colour the confetti",
            Self::Look(LookTo::ToggleBars) => "Hide cookie bars and loaders, or show them",
            Self::State(_) => "Show page state",
            Self::Background(_) => "Choose the picture of the page",
            Self::Beside(Beside::Both) => "Both segments side by side",
            Self::Beside(Beside::Difference) => "Difference of both segments",
            Self::Zone(ZoneTo::Tool) => "Draw a zone, or stop drawing",
            Self::Zone(ZoneTo::Put(_)) => "New zone",
            Self::Zone(ZoneTo::Move(_)) => "Move zone",
            Self::Zone(ZoneTo::Name(_)) => "Name zone",
            Self::Zone(ZoneTo::Remove) => "Delete zone",
            Self::Look(LookTo::ToggleHeat) => "Page without heat, or with it",
            Self::Choose(_) => "Mark element",
            Self::Step(step) if *step < 0 => "Previous element",
            Self::Step(_) => "Next element",
            Self::Element(ElementDoor::WatchTen, _) => "Watch ten who clicked the element",
            Self::Element(ElementDoor::Hypothesis, _) => "New hypothesis about the element",
            Self::Element(ElementDoor::Sessions, _) => "Sessions that clicked the element",
            Self::Tab(_) => "Show beside the page",
            Self::Zoom(ZoomTo::In) => "Zoom in on the page",
            Self::Zoom(ZoomTo::Out) => "Zoom out of the page",
            Self::Zoom(ZoomTo::Hundred) => "Page at 100 %",
            Self::Zoom(ZoomTo::Width) => "Page as wide as there is room",
            Self::Zoom(ZoomTo::Page) => "The whole page",
            Self::Go(MoveTo::Down) => "A screen down the page",
            Self::Go(MoveTo::Up) => "A screen up the page",
            Self::Go(MoveTo::Top) => "Beginning of the page",
            Self::Go(MoveTo::End) => "End of the page",
            Self::SortPages(PageSort::Friction) => "Sort pages by friction",
            Self::SortPages(PageSort::Views) => "Sort pages by views",
            Self::SortPages(PageSort::Exits) => "Sort pages by exits",
            Self::SortElements(_) => "Sort elements",
            Self::Column(_) => "Show column",
            Self::Export(Export::Picture) => "Export heatmap as PNG…",
            Self::Export(Export::Table) => "Export elements as CSV…",
            Self::Export(Export::AllPages) => "Export all pages, PNG and CSV…",
        }
    }

    /// Its key, while the room is in front.
    pub fn key(&self) -> Option<Key> {
        Some(match self {
            Self::Zoom(ZoomTo::In) => Key::Plus,
            Self::Zoom(ZoomTo::Out) => Key::Minus,
            Self::Zoom(ZoomTo::Hundred) => Key::Num0,
            Self::Zoom(ZoomTo::Width) => Key::F,
            Self::Zoom(ZoomTo::Page) => Key::G,
            Self::Go(MoveTo::Down) => Key::PageDown,
            Self::Go(MoveTo::Up) => Key::PageUp,
            Self::Go(MoveTo::Top) => Key::Home,
            Self::Go(MoveTo::End) => Key::End,
            Self::Look(LookTo::ToggleHeat) => Key::H,
            Self::Zone(ZoneTo::Tool) => Key::Z,
            Self::Beside(Beside::Difference) => Key::D,
            Self::Beside(Beside::Both) => Key::B,
            Self::Step(1) => Key::ArrowDown,
            Self::Step(-1) => Key::ArrowUp,
            Self::Element(ElementDoor::WatchTen, Letter::A) => Key::Q,
            Self::Element(ElementDoor::Sessions, Letter::A) => Key::C,
            _ => return None,
        })
    }
}

/// The kind of heat as a command. By name, as kinds come in with what can be counted.
fn heat_of(kind: HeatKind) -> &'static str {
    match kind.name() {
        "click" => "Click heat",
        "rage" => "Rage click heat",
        "dead" => "Dead click heat",
        "error" => "Error click heat",
        "scroll" => "Scroll heat",
        "attention" => "Attention heat",
        "tap" => "Tap heat",
        "first" => "First click heat",
        "last" => "Last click heat",
        "move" => "Pointer rest heat",
        "hesitation" => "Hesitation heat",
        "focus" => "Input focus heat",
        "confetti" => "Confetti: single clicks",
        _ => kind.label(),
    }
}
