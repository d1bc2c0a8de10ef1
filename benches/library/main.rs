//! A library of 100,000 sessions: opening it, filters with count and sums, orders, full text, the rows
//! in sight. The sessions are generated (benches/generate) from the sample shop's.
//!
//! ```text
//! cargo bench --bench library
//! WHEREFORE_BENCH_SESSIONS=5000 cargo bench --bench library
//! ```
//!
//! The library is made once, which takes minutes, and kept under `target/bench-library`;
//! `WHEREFORE_BENCH_LIBRARY` names another. Times are processor time of all threads, and the least by the
//! clock on the wall; what they should stay below stands at the head of each table.

mod clock;
mod made;

use std::hint::black_box;
use std::path::Path;
use wherefore::library::{Library, Order, Segment, SortKey};

/// Rows that a window shows.
const IN_SIGHT: usize = 40;

/// Filters that people use, alone and together.
const FILTERS: [&str; 14] = [
    "device:mobile",
    "abandoned:begin_checkout device:mobile",
    "signal:rage,dead page:/checkout* channel:paid",
    "cart>100 -bought:yes duration>2m",
    "coupon:refused",
    "clicked:\"Add to bag\"",
    "survey:exit csat<3",
    "watched:no",
    "variant:B country:FI,SE",
    "started:2026-02-01..2026-03-31 stage:purchase",
    "visitor:v-1*",
    "id:gen-1-00",
    "-clicked:*bag* -page:/help* utm_source:*o* clicks>3 pages>1 browser:chrome*",
    "signal:any country:FI device:mobile,tablet cart>50 duration>30s active>10s -bought:yes page:/cart,/checkout* \
     channel:paid,email os:*",
];

/// A word, a phrase, the beginning of a word, words apart, and a text in a filter.
const TEXTS: [&str; 5] = [
    "text:delivery",
    "text:\"free delivery over\"",
    "text:ship*",
    "text:free*days",
    "text:checkout device:mobile cart>50",
];

const ORDERS: [(&str, SortKey); 13] = [
    ("started", SortKey::Started),
    ("duration", SortKey::Duration),
    ("active", SortKey::Active),
    ("cart", SortKey::Cart),
    ("friction", SortKey::Friction),
    ("clicks", SortKey::Clicks),
    ("pages", SortKey::Pages),
    ("stage", SortKey::Stage),
    ("visitor", SortKey::Visitor),
    ("country", SortKey::Country),
    ("device", SortKey::Device),
    ("watched", SortKey::Watched),
    ("id", SortKey::Id),
];

fn segment(line: &str) -> Segment {
    Segment::parse(line).expect("the line is one")
}

/// What the window does until the list stands there.
fn open(path: &Path) -> Library {
    let library = Library::open(path).expect("the library opens");
    let list = library.list(&Segment::default(), Order::NEWEST).expect("it can be read");
    black_box(library.rows(&list.sessions[..IN_SIGHT.min(list.sessions.len())]).expect("it can be read"));
    library
}

fn opened(path: &Path) -> Library {
    let library = Library::open_read_only(path).expect("the library opens");
    library.coverage(&Segment::default()).expect("it can be read");
    library
}

fn filters(library: &Library) {
    clock::head("filter: count and sums", "< 10 ms");
    for line in FILTERS {
        let count = library.coverage(&segment(line)).expect("it can be read").sessions;
        let name: String = line.chars().take(52).collect();
        let ask = |()| library.coverage(&segment(line)).expect("it can be read");
        clock::line(&format!("{name} = {count}"), || (), ask);
    }
    let asked = segment(FILTERS[0]);
    clock::line("the list in order as well", || (), |()| library.list(&asked, Order::NEWEST));
}

/// Each order for the first time: later it is known.
fn orders(path: &Path) {
    clock::head("sort", "< 8 ms");
    for (name, by) in ORDERS {
        let order = Order { by, descending: true };
        let sort = |library: Library| (library.list(&Segment::default(), order), library);
        clock::line(name, || opened(path), sort);
    }
}

fn texts(path: &Path, library: &Library) {
    clock::head("full text: count and sums", "< 50 ms");
    for line in TEXTS {
        let asked = segment(line);
        let count = library.coverage(&asked).expect("it can be read").sessions;
        clock::line(&format!("{line} = {count}"), || (), |()| library.coverage(&asked));
    }
    let asked = segment(TEXTS[0]);
    clock::line("the first question", || opened(path), |library| (library.coverage(&asked), library));
}

fn rows(library: &Library) {
    let list = library.list(&Segment::default(), Order::FRICTION).expect("it can be read").sessions;
    let mut from = 0;
    let mut next = || {
        from = (from + 7919) % (list.len().saturating_sub(IN_SIGHT) + 1);
        &list[from..(from + IN_SIGHT).min(list.len())]
    };
    clock::head("rows in sight", "< 8 ms");
    clock::line("40 rows somewhere in the list", &mut next, |keys| library.rows(keys));
}

fn main() {
    let path = made::library();
    clock::head("open", "< 300 ms");
    clock::line("the library, its list, the first 40 rows", || (), |()| open(&path));
    let library = open(&path);
    filters(&library);
    orders(&path);
    texts(&path, &library);
    rows(&library);
}
