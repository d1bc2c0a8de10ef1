//! The segment line: reading, writing, chips, and what it says about mistakes.

use super::*;
use proptest::prelude::*;

#[track_caller]
fn canonical(line: &str, expected: &str) {
    let got = Segment::parse(line).map(|segment| segment.to_string());
    assert_eq!(got.as_deref(), Ok(expected), "{line}");
}

#[test]
fn lines_read_and_write() {
    canonical("", "");
    canonical("  device:mobile  ", "device:mobile");
    canonical("abandoned:begin_checkout device:Mobile", "abandoned:begin_checkout device:mobile");
    canonical(
        "signal:rage,dead page:/checkout* channel:paid",
        "signal:rage,dead page:/checkout* channel:paid",
    );
    canonical("cart>100 -bought:yes duration>2m", "cart>100 -bought:yes duration>2m");
    canonical("cart:>100 cart:5..", "cart>100 cart>=5");
    canonical("duration:90s..2m,1h", "duration:90s..2m,1h");
    canonical("clicked:\"Size guide\" survey:exit csat<3", "clicked:\"Size guide\" survey:exit csat<3");
    canonical(r#"clicked:"say \"yes\", now""#, r#"clicked:"say \"yes\", now""#);
    canonical("DEVICE=mobile,tablet,mobile", "device:mobile,tablet");
    canonical("bought:true watched:0", "bought:yes watched:no");
    canonical("device:mobile device:mobile", "device:mobile");
    canonical("channel:\"paid social\",email", "channel:\"paid social\",email");
    canonical("started:2026-05-01..2026-05-31", "started:2026-05-01..2026-05-31");
    canonical("country:ä,日本", "country:ä,日本");
}

#[track_caller]
fn mistake(line: &str, place: &str, says: &str) {
    let error = Segment::parse(line).expect_err(line);
    assert_eq!(line.get(error.at.clone()), Some(place), "{line}: {error}");
    assert!(error.to_string().contains(says), "{error}");
}

#[test]
fn mistakes_name_the_place_and_the_nearest_right_word() {
    mistake("devise:mobile", "devise", "\"device\"");
    mistake("bought:no devcie:mobile", "devcie", "\"device\"");
    mistake("device:mobil", "mobil", "\"mobile\"");
    mistake("device:mobile,fridge", "fridge", "desktop, tablet, mobile");
    mistake("abandoned:checkout", "checkout", "\"begin_checkout\"");
    mistake("signal:raeg", "raeg", "\"rage\"");
    mistake("rage:yes", "rage", "signal:rage");
    mistake("xyzzy:1", "xyzzy", "there are stage");
    mistake("device", "", "device:mobile");
    mistake("device:", "", "a value is missing");
    mistake("device:mobile,", "", "a value is missing");
    mistake(":mobile", ":", "a key is missing");
    mistake("cart>lots", "lots", "no number");
    mistake("cart>1,2", "1,2", "one value");
    mistake("device>mobile", ">", "not a number");
    mistake("duration>90", "90", "90s");
    mistake("duration:5m..1m", "5m..1m", "ends before it begins");
    mistake("started:yesterday", "yesterday", "2026-05-31");
    mistake("clicked:\"Size guide", "\"Size guide", "closing quote");
    mistake("tag:\"\"", "\"\"", "tag:none");
    mistake("ключ:1", "ключ", "no key");
}

#[test]
fn a_line_without_end_is_refused() {
    let long = "device:mobile ".repeat(3);
    assert!(Segment::parse(&long).is_ok());
    let terms = (0..101).fold(String::new(), |terms, n| terms + &format!("cart>{n} "));
    assert!(Segment::parse(&terms).unwrap_err().message.contains("more than 100"));
    let values = format!("tag:{}", (0..201).map(|n| n.to_string()).collect::<Vec<_>>().join(","));
    assert!(Segment::parse(&values).unwrap_err().message.contains("more than 200"));
}

#[track_caller]
fn chip(term: &str, key: &str, value: &str) {
    let shown = Term::parse(term).unwrap().chip();
    assert_eq!((shown.key.as_str(), shown.value.as_str()), (key, value), "{term}");
}

#[test]
fn chips_speak_to_people() {
    chip("abandoned:begin_checkout", "stage", "Reached checkout, not bought");
    chip("stage:add_to_cart", "stage", "Reached cart");
    chip("-stage:add_to_cart", "stage", "Did not reach cart");
    chip("device:mobile", "device is", "Mobile");
    chip("-device:mobile,tablet", "device is not", "Mobile or Tablet");
    chip("channel:\"paid social\"", "channel is", "Paid social");
    chip("-bought:yes", "bought", "No");
    chip("watched:no", "watched", "No");
    chip("cart>100", "cart", "> 100");
    chip("duration:90s..2m", "duration", "90s – 2m");
    chip("country:fi,se", "country is", "FI or SE");
    chip("clicked:\"Size guide\"", "clicked", "Size guide");
    chip("signal:coupon_refused", "signal is", "Coupon refused");
}

#[test]
fn terms_come_and_go() {
    let segment = Segment::parse("device:mobile bought:no").unwrap();
    let term = Term::parse("cart>100").unwrap();
    assert_eq!(segment.with(term.clone()).to_string(), "device:mobile bought:no cart>100");
    assert_eq!(segment.with(segment.terms()[0].clone()), segment);
    assert_eq!(segment.without(0).to_string(), "bought:no");
    assert_eq!(segment.without(9), segment);
    assert_eq!(segment.replaced(0, term.turned()).to_string(), "-cart>100 bought:no");
    assert_eq!(segment.and(&Segment::parse("bought:no cart>1").unwrap()).terms().len(), 3);
    assert!(Term::parse("a b").is_err() && Term::parse("").is_err() && Term::parse("cart>1 cart>2").is_err());
}

/// Any value that can be written down.
fn any_term() -> impl Strategy<Value = Term> {
    (0..35_usize, any::<bool>(), any::<[u16; 3]>(), "[ -~äö\\\\\"*,\n]{1,12}").prop_map(
        |(key, negated, n, word)| {
            let key = Key::all().nth(key).unwrap();
            let bound = |value: u16, included| Some(Bound { value: f64::from(value), included });
            let spans = match n[2] % 5 {
                0 => vec![Span { low: bound(n[0], n[1] > 9), high: None }],
                1 => vec![Span { low: None, high: bound(n[0], n[1] > 9) }],
                2 => vec![Span { low: bound(n[0], true), high: bound(n[0], true) }],
                _ => vec![
                    Span { low: bound(n[0].min(n[1]), true), high: bound(n[0].max(n[1]), true) },
                    Span { low: bound(n[0], false), high: None },
                ],
            };
            let test = match key.takes() {
                Takes::Choice(words) => Test::Words(vec![words[usize::from(n[0]) % words.len()].to_owned()]),
                Takes::Words => Test::Words(vec![word, "b c".to_owned()]),
                _ => Test::Ranges(spans),
            };
            Term { key, negated, test }
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_reads_back(terms in proptest::collection::vec(any_term(), 0..5)) {
        let segment = terms.into_iter().fold(Segment::default(), |all, term| all.with(term));
        let line = segment.to_string();
        prop_assert_eq!(Segment::parse(&line), Ok(segment), "{}", line);
    }

    #[test]
    fn any_text_is_read_or_refused_with_a_place(line in "[a-z:,\"<>=. *\\\\-]{0,40}|\\PC{0,30}") {
        match Segment::parse(&line) {
            Ok(segment) => prop_assert_eq!(Segment::parse(&segment.to_string()), Ok(segment)),
            Err(error) => prop_assert!(line.get(error.at.clone()).is_some(), "{}", error),
        }
    }
}
