//! The words by which cookie bars, loaders and drawers are known, in several languages.

use crate::event::NodeId;
use crate::facts::{OpenKind, text_of};
use crate::replay::{Dom, Element};

/// Parts of ids and classes of the usual consent managers, and of home-made bars.
const CONSENT_MARKS: [&str; 27] = [
    "cookie",
    "consent",
    "gdpr",
    "ccpa",
    "onetrust",
    "optanon",
    "cybot",
    "usercentrics",
    "didomi",
    "qc-cmp",
    "truste",
    "osano",
    "iubenda",
    "klaro",
    "cky-",
    "cmplz",
    "borlabs",
    "sp_message",
    "cmpbox",
    "fc-consent",
    "evidon",
    "termly",
    "axeptio",
    "tarteaucitron",
    "ccm-",
    "shopify-pc",
    "privacy-banner",
];

/// Beginnings of words of which one is in nearly every consent text.
const CONSENT_WORDS: [&str; 21] = [
    "cookie",
    "consent",
    "einwillig",
    "zustimm",
    "consentement",
    "témoins",
    "consentimiento",
    "consenso",
    "toestemming",
    "samtyck",
    "kakor",
    "samtykke",
    "informasjonskaps",
    "eväste",
    "suostumu",
    "ciastecz",
    "zgod",
    "souhlas",
    "çerez",
    "クッキー",
    "согласи",
];

const LOADER_MARKS: [&str; 9] =
    ["loader", "loading", "spinner", "preload", "splash", "skeleton", "progress", "busy", "throbber"];

/// What loaders say, if anything.
const LOADER_WORDS: [&str; 14] = [
    "loading",
    "please wait",
    "lädt",
    "laden",
    "wird geladen",
    "bitte warten",
    "chargement",
    "cargando",
    "caricamento",
    "laddar",
    "laster",
    "ladataan",
    "wczytywanie",
    "загрузка",
];

const DRAWER_MARKS: [&str; 9] = [
    "drawer",
    "offcanvas",
    "off-canvas",
    "sidebar",
    "side-panel",
    "sidepanel",
    "bottom-sheet",
    "sheet",
    "slideover",
];

const DIALOG_MARKS: [&str; 5] = ["dialog", "modal", "popup", "lightbox", "pop-up"];

const VEIL_MARKS: [&str; 6] = ["backdrop", "overlay", "veil", "mask", "scrim", "shade"];

/// Whether the element asks for consent: by its id or class, or by its text, and with something to press.
pub(super) fn asks_consent(dom: &Dom, id: NodeId) -> bool {
    let marked = marks(dom, id).is_some_and(|marks| has(&marks, &CONSENT_MARKS));
    let said = || {
        let text = text_of(dom, id).to_lowercase();
        text.split(|c: char| !c.is_alphanumeric())
            .any(|word| CONSENT_WORDS.iter().any(|it| word.starts_with(it)))
    };
    (marked || said()) && presses(dom, id) > 0
}

/// Whether the element is shown while something loads: it says so, and nothing in it can be pressed.
pub(super) fn is_loader(dom: &Dom, id: NodeId) -> bool {
    let text = text_of(dom, id).to_lowercase();
    let short = text.chars().count() <= 40;
    let busy = dom.element(id).is_some_and(|element| {
        element.attribute("aria-busy") == Some("true")
            || matches!(element.attribute("role"), Some("progressbar" | "status"))
    });
    let marked = || {
        let mut below = dom.descendants(id).take(12);
        below.any(|(_, node, _)| marks(dom, node).is_some_and(|marks| has(&marks, &LOADER_MARKS)))
    };
    short
        && presses(dom, id) == 0
        && (busy || marked() || LOADER_WORDS.iter().any(|word| text.contains(word)))
}

/// Whether the element is the bar at the top or bottom that pages have while they are scrolled.
pub(super) fn is_bar(dom: &Dom, id: NodeId) -> bool {
    dom.get(id).is_some_and(|node| matches!(node.tag(), "header" | "nav" | "footer"))
        || marks(dom, id).is_some_and(|marks| has(&marks, &["header", "navbar", "topbar", "toolbar"]))
}

/// Whether the element lies between the page and what is open, and holds nothing itself.
pub(super) fn is_veil(dom: &Dom, id: NodeId) -> bool {
    presses(dom, id) == 0
        && text_of(dom, id).is_empty()
        && marks(dom, id).is_some_and(|marks| has(&marks, &VEIL_MARKS))
}

/// The kind that an element's id or class names.
pub(super) fn kind_by_class(dom: &Dom, id: NodeId) -> Option<OpenKind> {
    let marks = marks(dom, id)?;
    if has(&marks, &DRAWER_MARKS) {
        return Some(OpenKind::Drawer);
    }
    has(&marks, &DIALOG_MARKS).then_some(OpenKind::Dialog)
}

/// Id and classes in small letters.
fn marks(dom: &Dom, id: NodeId) -> Option<String> {
    let element = dom.element(id)?;
    let of = |name: &str| element.attribute(name).unwrap_or_default();
    Some(format!("{} {}", of("id"), of("class")).to_ascii_lowercase())
}

fn has(marks: &str, known: &[&str]) -> bool {
    known.iter().any(|mark| marks.contains(mark))
}

/// How many things below can be pressed, up to ten.
fn presses(dom: &Dom, id: NodeId) -> usize {
    let is_press = |element: &Element| {
        matches!(&*element.tag, "button" | "a" | "input" | "select" | "textarea" | "iframe")
            || element.attribute("role") == Some("button")
    };
    dom.descendants(id).filter(|(_, _, node)| node.element().is_some_and(is_press)).take(10).count()
}
