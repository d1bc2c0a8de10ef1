//! What a segment means, said a second time without columns: they must find the same sessions.

use super::*;
use crate::event::Time;
use crate::facts::{
    Coupon, Element, Facts, Interaction, InteractionKind, PageView, Signal, SignalKind, Stage, StageReached,
};
use crate::library::write::{self, Derived, Known};
use crate::library::{Evidence, EvidenceKind, Hypothesis, Library, Order, SortKey, Stance, Status};
use proptest::prelude::*;
use std::collections::BTreeMap;

const DAY: i64 = 86_400_000;

/// A session, told plainly.
#[derive(Debug, Clone)]
struct Plain {
    id: String,
    started_ms: i64,
    duration_ms: i64,
    told: BTreeMap<String, String>,
    pages: Vec<&'static str>,
    signals: Vec<SignalKind>,
    stages: Vec<Stage>,
    cart: Option<f64>,
    clicked: Vec<&'static str>,
    coupons: Vec<bool>,
    tag: Option<&'static str>,
    cited: bool,
    watched: bool,
    answer: Option<(&'static str, f64)>,
}

fn plain() -> impl Strategy<Value = Plain> {
    let pick = |words: &'static [&'static str]| proptest::option::of(proptest::sample::select(words));
    let some = |words: &'static [&'static str]| proptest::sample::subsequence(words, 0..=words.len());
    let told = (
        pick(&["paid social", "paid search", "email", "cpc", "organic"]),
        pick(&["FI", "SE"]),
        pick(&["mobile", "desktop", "tablet"]),
        pick(&["Safari", "Chrome_1", "Chrome%1"]),
    );
    let did = (
        some(&["/", "/cart", "/checkout/a", "/Checkout*"]),
        proptest::sample::subsequence(&SignalKind::ALL[..], 0..=3),
        proptest::sample::subsequence(&Stage::ALL[..], 0..=6),
        proptest::option::of(0_u8..5),
        some(&["Size guide", "size", "Buy"]),
        proptest::collection::vec(any::<bool>(), 0..3),
    );
    let marked = (pick(&["a tag", "b"]), any::<bool>(), any::<bool>(), pick(&["exit", "nps"]), 0_u8..6);
    (0_i64..5, 0_i64..4, told, did, marked).prop_map(|(day, minutes, told, did, marked)| {
        let names = ["channel", "country", "device", "browser"];
        let values = [told.0, told.1, told.2, told.3];
        let told = names.iter().zip(values).filter_map(|(n, v)| Some(((*n).to_owned(), v?.to_owned())));
        Plain {
            id: String::new(),
            started_ms: day * DAY / 2,
            duration_ms: minutes * 60_000,
            told: told.collect(),
            pages: did.0,
            signals: did.1,
            stages: did.2,
            cart: did.3.map(|n| f64::from(n) * 50.0),
            clicked: did.4,
            coupons: did.5,
            tag: marked.0,
            cited: marked.1,
            watched: marked.2,
            answer: marked.3.map(|survey| (survey, f64::from(marked.4))),
        }
    })
}

impl Plain {
    fn facts(&self) -> Facts {
        let element = |name: &&str| Element {
            name: (*name).to_owned(),
            selector: format!("#{}", name.len()),
            ..Element::default()
        };
        let view = |(index, page): (usize, &&str)| PageView {
            index: u32::try_from(index).unwrap(),
            page: (*page).to_owned(),
            url: String::new(),
            title: None,
            start: Time(0),
            end: Time(0),
            viewport: crate::event::Size::default(),
            max_scroll_px: 0.0,
            bands: Vec::new(),
        };
        let click = |name: &&str| Interaction {
            at: Time(1),
            kind: InteractionKind::Click,
            page_view: 0,
            element: Some(element(name)),
            node: None,
            client: None,
            position: None,
            inner_scroll: crate::event::Point::default(),
            detail: String::new(),
        };
        let signal = |&kind: &SignalKind| Signal {
            kind,
            at: Time(1),
            end: Time(1),
            page_view: 0,
            element: None,
            count: 1,
            position: None,
            detail: String::new(),
        };
        let coupon = |&accepted: &bool| Coupon { at: Time(0), accepted, message: String::new() };
        Facts {
            duration_ms: self.duration_ms,
            page_views: self.pages.iter().enumerate().map(view).collect(),
            interactions: self.clicked.iter().map(click).collect(),
            signals: self.signals.iter().map(signal).collect(),
            stages: self.stages.iter().map(|&stage| StageReached { stage, at: Time(0) }).collect(),
            coupons: self.coupons.iter().map(coupon).collect(),
            cart_value: self.cart,
            ..Facts::default()
        }
    }

    fn bought(&self) -> bool {
        self.stages.contains(&Stage::Purchase)
    }

    fn meets(&self, term: &Term) -> bool {
        let holds = match &term.test {
            Test::Words(words) => words.iter().any(|word| self.word(term.key.name(), word)),
            Test::Ranges(spans) => spans.iter().any(|span| self.number(term.key.name(), span)),
        };
        holds != term.negated
    }

    fn word(&self, key: &str, word: &str) -> bool {
        let among = |values: &[&str]| {
            if word == "none" { values.is_empty() } else { values.iter().any(|value| alike(word, value)) }
        };
        let told = |key: &str| self.told.get(key).map_or(&[][..], std::slice::from_ref).iter();
        let told: Vec<&str> = told(key).map(String::as_str).collect();
        let stage = |word: &str| self.stages.iter().any(|stage| stage.name() == word);
        match key {
            "stage" => stage(word) || (word == "none" && self.stages.is_empty()),
            "abandoned" => stage(word) && !self.bought(),
            "bought" => self.bought() == (word == "yes"),
            "watched" => self.watched == (word == "yes"),
            "signal" => match word {
                "any" => !self.signals.is_empty(),
                "none" => self.signals.is_empty(),
                kind => self.signals.iter().any(|signal| signal.name() == kind),
            },
            "coupon" => match word {
                "tried" => !self.coupons.is_empty(),
                "none" => self.coupons.is_empty(),
                word => self.coupons.contains(&(word == "accepted")),
            },
            "channel" => {
                let begins = |channel: &&str| {
                    let paid = word.eq_ignore_ascii_case("paid") && *channel == "cpc";
                    paid || channel.get(..word.len()).is_some_and(|start| {
                        start.eq_ignore_ascii_case(word) && channel[word.len()..].starts_with(' ')
                    })
                };
                among(&told) || told.iter().any(begins)
            }
            "device" if told.is_empty() => word == "desktop",
            "page" => among(&self.pages),
            "tag" => among(self.tag.as_slice()),
            "hypothesis" => among(if self.cited { &["H-7"] } else { &[] }),
            "clicked" => {
                let selectors: Vec<String> =
                    self.clicked.iter().map(|name| format!("#{}", name.len())).collect();
                let empty_text = !self.clicked.is_empty() && word.chars().all(|c| c == '*');
                among(&self.clicked) || empty_text || selectors.iter().any(|s| alike(word, s))
            }
            "survey" => among(self.answer.map(|answer| answer.0).as_slice()),
            "id" => alike(&format!("{word}*"), &self.id),
            _ => among(&told),
        }
    }

    fn number(&self, key: &str, span: &Span) -> bool {
        let day = self.started_ms.div_euclid(DAY);
        let score = self.answer.filter(|(survey, _)| match key {
            "nps" => *survey == "nps",
            "csat" => *survey != "nps",
            _ => true,
        });
        let value = match key {
            "duration" => Some(self.duration_ms as f64),
            "cart" => self.cart,
            "clicks" => Some(self.clicked.len() as f64),
            "pages" => Some(self.pages.len() as f64),
            "started" => Some(day as f64),
            _ => score.map(|answer| answer.1),
        };
        let above = |value: f64| span.low.is_none_or(|b| value > b.value || (b.included && value == b.value));
        let below =
            |value: f64| span.high.is_none_or(|b| value < b.value || (b.included && value == b.value));
        value.is_some_and(|value| above(value) && below(value))
    }
}

/// Equal in any case; `*` stands for anything, `\*` for a star.
fn alike(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.replace("\\*", "\u{1}").chars().collect();
    let text: Vec<char> = text.replace('*', "\u{1}").chars().collect();
    fits(&pattern, &text)
}

fn fits(pattern: &[char], text: &[char]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        (Some(('*', rest)), _) if fits(rest, text) => true,
        (Some(('*', _)), Some((_, rest))) => fits(pattern, rest),
        (Some((p, pattern)), Some((t, text))) => p.eq_ignore_ascii_case(t) && fits(pattern, text),
        _ => false,
    }
}

/// Puts plain sessions into a library, by the door that the import uses.
fn library_of(sessions: &[Plain]) -> (tempfile::TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(&folder.path().join("plain.wherefore")).unwrap();
    let hypothesis = Hypothesis {
        id: "H-7".to_owned(),
        title: String::new(),
        because: String::new(),
        believe: String::new(),
        know_when: String::new(),
        status: Status::Watching,
        owner: String::new(),
        segment: String::new(),
        notes: String::new(),
        tags: Vec::new(),
        created_at_ms: 0,
    };
    library.put_hypothesis(&hypothesis).unwrap();
    for plain in sessions {
        let (started_ms, properties, facts) = (plain.started_ms, plain.told.clone(), plain.facts());
        let derived = Derived { started_ms, properties, facts, ..Derived::default() };
        write::put(&library.db, &plain.id, &derived, &mut Known::default(), None).unwrap();
        library.coverage(&Segment::default()).unwrap(); // so that columns follow each change
        library.set_watched(&plain.id, plain.watched).unwrap();
        if let Some(tag) = plain.tag {
            library.add_tag(&plain.id, tag).unwrap();
        }
        if plain.cited {
            let evidence = Evidence {
                id: 0,
                hypothesis: "h-7".to_owned(),
                session: plain.id.clone(),
                kind: EvidenceKind::Session,
                at: None,
                stance: Stance::For,
                note: String::new(),
                created_at_ms: 0,
            };
            library.put_evidence(&evidence).unwrap();
        }
        if let Some((survey, score)) = plain.answer {
            let sql = "INSERT INTO answers(id, session, survey, question, text, score) VALUES (?1, ?1, ?2, '', '', ?3)";
            library.db.execute(sql, rusqlite::params![plain.id, survey, score]).unwrap();
        }
    }
    (folder, library)
}

fn named(mut sessions: Vec<Plain>) -> Vec<Plain> {
    for (index, plain) in sessions.iter_mut().enumerate() {
        plain.id = format!("s{index}");
    }
    sessions
}

const TERMS: &[&str] = &[
    "stage:add_to_cart",
    "stage:none",
    "stage:purchase,view_item",
    "abandoned:begin_checkout",
    "bought:yes",
    "abandoned:view_item,add_to_cart",
    "device:mobile",
    "device:desktop,tablet",
    "duration>60s",
    "duration:1m..2m",
    "channel:paid",
    "channel:\"paid social\"",
    "channel:none",
    "channel:p*",
    "country:fi",
    "country:none,SE",
    "page:/checkout*",
    "page:/cart",
    "page:\"/Checkout\\*\"",
    "page:none",
    "page:*",
    "signal:rage",
    "signal:any",
    "signal:none",
    "signal:dead,quick_back",
    "tag:\"a tag\"",
    "tag:none",
    "tag:*",
    "hypothesis:h-7",
    "hypothesis:none",
    "watched:no",
    "cart>100",
    "cart<=100",
    "cart:50,200",
    "coupon:refused",
    "coupon:accepted",
    "coupon:tried",
    "coupon:none",
    "clicked:\"Size guide\"",
    "clicked:size*",
    "clicked:#3",
    "clicked:none",
    "survey:exit",
    "survey:none",
    "csat<3",
    "nps>=2",
    "score:1..4",
    "browser:chrome_1",
    "browser:Chrome%*",
    "clicks>1",
    "pages:0",
    "started:1970-01-02",
    "started>1970-01-01",
    "started<1970-01-02",
    "started:1970-01-01..1970-01-02",
    "id:s1",
    "id:s",
    "id:S0",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn columns_find_what_a_plain_filter_finds(
        sessions in proptest::collection::vec(plain(), 1..12).prop_map(named),
        pairs in proptest::collection::vec(
            (proptest::sample::select(TERMS), proptest::sample::select(TERMS), any::<[bool; 2]>()), 12),
    ) {
        let (_folder, library) = library_of(&sessions);
        let read = Library::open_read_only(library.path()).unwrap();
        agree(&library, &sessions, &pairs, "followed each change")?;
        agree(&read, &sessions, &[], "read whole")?;
        library.write_columns().unwrap();
        let watched = sessions.iter().map(|plain| Plain { watched: !plain.watched, ..plain.clone() });
        let mut changed: Vec<Plain> = watched.collect();
        for plain in &changed {
            library.set_watched(&plain.id, plain.watched).unwrap();
        }
        agree(&Library::open_read_only(library.path()).unwrap(), &changed, &[], "kept, and changes since")?;
        agree(&read, &changed, &[], "behind the copy that is kept")?;
        let gone = changed.remove(0);
        library.db.execute("DELETE FROM sessions WHERE id = ?", [&gone.id]).unwrap();
        if gone.answer.is_some() {
            library.db.execute("DELETE FROM answers WHERE session = ?", [&gone.id]).unwrap();
        }
        agree(&library, &changed, &[], "a session was erased")?;
    }
}

/// Holds a library to what the plain filter says of every term, each turned round, and some pairs.
fn agree(
    library: &Library,
    sessions: &[Plain],
    pairs: &[(&str, &str, [bool; 2])],
    when: &str,
) -> Result<(), TestCaseError> {
    let single = TERMS.iter().flat_map(|term| [(*term).to_owned(), format!("-{term}")]);
    let double = pairs
        .iter()
        .map(|(a, b, [x, y])| format!("{}{a} {}{b}", if *x { "-" } else { "" }, if *y { "-" } else { "" }));
    for line in single.chain(double) {
        let segment = Segment::parse(&line).unwrap();
        let met: Vec<&Plain> =
            sessions.iter().filter(|plain| segment.terms().iter().all(|term| plain.meets(term))).collect();
        let mut expected: Vec<&str> = met.iter().map(|plain| plain.id.as_str()).collect();
        expected.sort_unstable();
        let order = Order { by: SortKey::Id, descending: false };
        let found: Vec<String> = library.ids(&segment, order).unwrap();
        prop_assert_eq!(&found, &expected, "{}: {}", when, line);
        let coverage = library.coverage(&segment).unwrap();
        let left = met.iter().filter(|plain| !plain.bought());
        let lost: f64 = left.filter_map(|plain| plain.cart).sum();
        let unwatched = met.iter().filter(|plain| !plain.watched).count() as u64;
        let counted = (coverage.sessions, coverage.unwatched, coverage.lost_carts);
        prop_assert_eq!(counted, (met.len() as u64, unwatched, lost), "{}: {}", when, line);
    }
    Ok(())
}
