//! The fonts that pages are drawn with. Two families of callers: the product, which has the fonts of
//! the computer, and tests, which must see the same pixels everywhere.

use blitz_dom::FontContext;
use parley::fontique::{
    Blob, Collection, CollectionOptions, FontInfoOverride, GenericFamily, Script, SourceCache,
};
use std::sync::Arc;

/// Arimo: as wide as Arial and Helvetica, letter by letter, so that text wraps where it wrapped for
/// the visitor. Cut down to Latin letters.
const OURS: [&[u8]; 3] = [
    include_bytes!("../../assets/fonts/Arimo-Latin-Regular.ttf"),
    include_bytes!("../../assets/fonts/Arimo-Latin-Bold.ttf"),
    include_bytes!("../../assets/fonts/Arimo-Latin-Italic.ttf"),
];

/// The rarer Latin letters. A family of its own: within one family a font is chosen by weight, not
/// by what letters it has.
const OURS_MORE: &[u8] = include_bytes!("../../assets/fonts/Arimo-LatinExt-Regular.ttf");

/// Greek and Cyrillic letters, letters that are written from the right, and the pictures that shops put into words, each cut down to
/// what pages use most. Chinese, Japanese and Korean would be megabytes: they come from the computer's
/// own fonts.
const OTHERS: [(&str, &[u8]); 5] = [
    ("Arimo Greek", include_bytes!("../../assets/fonts/Arimo-Greek-Regular.ttf")),
    ("Arimo Cyrillic", include_bytes!("../../assets/fonts/Arimo-Cyrillic-Regular.ttf")),
    ("Noto Sans Arabic", include_bytes!("../../assets/fonts/NotoSansArabic-Subset.ttf")),
    ("Noto Sans Hebrew", include_bytes!("../../assets/fonts/NotoSansHebrew-Subset.ttf")),
    ("Noto Emoji", include_bytes!("../../assets/fonts/NotoEmoji-Subset.ttf")),
];

const OUR_NAME: &str = "Arimo";
const OUR_MORE_NAME: &str = "Arimo More";

/// Families that pages name and few computers have, with what is as wide as they are.
const ALIKE: [(&str, &[&str]); 4] = [
    ("Liberation Sans", &["Arial", "Helvetica"]),
    (OUR_NAME, &["Arial", "Helvetica", "Liberation Sans"]),
    ("Liberation Serif", &["Times New Roman", "Times", "Tinos"]),
    ("Liberation Mono", &["Courier New", "Courier", "Cousine"]),
];

/// What stands in where a script has no font of its own, best first.
const FALLBACKS: [&str; 15] = [
    "Liberation Sans",
    OUR_NAME,
    OUR_MORE_NAME,
    "Arimo Greek",
    "Arimo Cyrillic",
    "DejaVu Sans",
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Droid Sans Fallback",
    "Noto Color Emoji",
    "Noto Emoji",
    "Segoe UI Emoji",
];

const SCRIPTS: [&[u8; 4]; 16] = [
    b"Zyyy", b"Zinh", b"Zzzz", b"Latn", b"Grek", b"Cyrl", b"Arab", b"Hebr", b"Hani", b"Hira", b"Kana",
    b"Hang", b"Thai", b"Deva", b"Zsye", b"Zsym",
];

const GENERICS: [GenericFamily; 10] = [
    GenericFamily::SansSerif,
    GenericFamily::Serif,
    GenericFamily::Monospace,
    GenericFamily::SystemUi,
    GenericFamily::UiSansSerif,
    GenericFamily::UiSerif,
    GenericFamily::UiMonospace,
    GenericFamily::UiRounded,
    GenericFamily::Cursive,
    GenericFamily::Fantasy,
];

/// A set of fonts; a clone is cheap and can be sent to another thread.
#[derive(Clone)]
pub struct Fonts(FontContext);

impl Fonts {
    /// The fonts of this computer, then ours. Reading them takes some milliseconds: do it once.
    pub fn system() -> Self {
        Self(context(true))
    }

    /// Ours alone: the same pixels on every computer.
    pub fn bundled() -> Self {
        Self(context(false))
    }

    /// A copy for one document; fonts that its page brings stay in it.
    pub(super) fn context(&self) -> FontContext {
        self.0.clone()
    }
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts").finish_non_exhaustive()
    }
}

fn context(system_fonts: bool) -> FontContext {
    let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts });
    collection.register_fonts(blob(blitz_dom::BULLET_FONT), None);
    if collection.family_id(OUR_NAME).is_none() {
        for font in OURS {
            collection.register_fonts(blob(font), None);
        }
    }
    let more = FontInfoOverride { family_name: Some(OUR_MORE_NAME), ..FontInfoOverride::default() };
    collection.register_fonts(blob(OURS_MORE), Some(more));
    for (name, font) in OTHERS {
        if collection.family_id(name).is_none() {
            collection.register_fonts(blob(font), None);
        }
    }
    for (family, names) in ALIKE {
        alias(&mut collection, family, names);
    }
    name_generics(&mut collection);
    let fallbacks: Vec<_> = FALLBACKS.iter().filter_map(|name| collection.family_id(name)).collect();
    // Where none of the named fonts is there, a browser takes its serif.
    let serif: Vec<_> = ["Times New Roman", "Liberation Serif"]
        .iter()
        .filter_map(|name| collection.family_id(name))
        .take(1)
        .collect();
    collection.append_fallbacks(Script::from_bytes(*b"Latn"), serif.into_iter());
    for script in SCRIPTS {
        collection.append_fallbacks(Script::from_bytes(*script), fallbacks.iter().copied());
    }
    FontContext { collection, source_cache: SourceCache::new_shared() }
}

fn blob(bytes: &'static [u8]) -> Blob<u8> {
    Blob::new(Arc::new(bytes))
}

/// Lets `family` be found under `names` that the computer does not have.
fn alias(collection: &mut Collection, family: &str, names: &[&str]) {
    let missing: Vec<&str> =
        names.iter().copied().filter(|name| collection.family_id(name).is_none()).collect();
    let Some(info) = collection.family_by_name(family) else { return };
    let mut sources = SourceCache::default();
    for font in info.fonts() {
        let Some(bytes) = font.load(Some(&mut sources)) else { continue };
        for name in &missing {
            let named = FontInfoOverride { family_name: Some(name), ..FontInfoOverride::default() };
            collection.register_fonts(bytes.clone(), Some(named));
        }
    }
}

/// What browsers take for a generic family on nearly every visitor's computer. Ours may be set up
/// otherwise, and then text would wrap where it did not wrap for the visitor.
const USUAL: [(GenericFamily, &str); 2] =
    [(GenericFamily::SansSerif, "Arial"), (GenericFamily::Serif, "Times New Roman")];

/// Gives every generic family a font, if only ours.
fn name_generics(collection: &mut Collection) {
    for (generic, name) in USUAL {
        if let Some(family) = collection.family_id(name) {
            collection.set_generic_families(generic, std::iter::once(family));
        }
    }
    let Some(sans) = collection.family_id(OUR_NAME) else { return };
    for generic in GENERICS {
        if collection.generic_families(generic).next().is_none() {
            collection.append_generic_families(generic, std::iter::once(sans));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arial_is_always_there() {
        for fonts in [Fonts::bundled(), Fonts::system()] {
            let mut collection = fonts.context().collection;
            for name in ["Arial", "Helvetica", OUR_NAME] {
                assert!(collection.family_id(name).is_some(), "{name}");
            }
            let arial = collection.family_id("Arial");
            assert_eq!(collection.generic_families(GenericFamily::SansSerif).next(), arial);
            assert!(collection.generic_families(GenericFamily::Serif).next().is_some());
        }
    }
}
