//! How fast files become items, and items events, in bytes of JSON.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use wherefore::format::{Item, RawRecording, decode, list};
use wherefore::job::Progress;

const EVENTS: usize = 40_000;

/// A page of about 1,200 nodes with a style sheet, as JSON.
fn page() -> String {
    let mut css = String::new();
    for n in 0..600 {
        write!(css, ".c{n} > a:hover {{ color: rgb({n}, 0, 0); background: url(\\\"x{n}.png\\\") }}\\n")
            .expect("a string takes all");
    }
    let mut items = String::new();
    for n in 0..300 {
        let id = 10 + n * 4;
        write!(
            items,
            r#"{{"type":2,"tagName":"li","attributes":{{"class":"product c{n}","data-id":"{n}"}},"childNodes":[{{"type":2,"tagName":"a","attributes":{{"href":"https://shop.example/product/{n}","rr_scrollTop":{n}}},"childNodes":[{{"type":3,"textContent":"Trail shoe \"{n}\" é","id":{}}}],"id":{}}},{{"type":3,"textContent":"\n      ","id":{}}}],"id":{id}}},"#,
            id + 1,
            id + 2,
            id + 3,
        )
        .expect("a string takes all");
    }
    format!(
        r#"{{"node":{{"type":0,"childNodes":[{{"type":2,"tagName":"html","attributes":{{}},"childNodes":[{{"type":2,"tagName":"style","attributes":{{"_cssText":"{css}"}},"childNodes":[],"id":4}},{{"type":2,"tagName":"ul","attributes":{{}},"childNodes":[{}],"id":5}}],"id":2}}],"id":1}},"initialOffset":{{"top":0,"left":0}}}}"#,
        items.trim_end_matches(',')
    )
}

/// A recording by rule: a page every 4,000 events, moves, mutations, input between.
fn recording() -> String {
    let page = page();
    let mut out = String::from("[");
    for n in 0..EVENTS {
        let (kind, data) = match n % 4000 {
            0 => (4, r#"{"href":"https://shop.example/list","width":1366,"height":768}"#.to_owned()),
            1 => (2, page.clone()),
            step => (3, change(n, step)),
        };
        let time = 1_700_000_000_000 + n * 20;
        write!(out, r#"{{"type":{kind},"data":{data},"timestamp":{time}}},"#).expect("a string takes all");
    }
    out.pop();
    out.push(']');
    out
}

fn change(n: usize, step: usize) -> String {
    let id = 2000 + step * 3;
    match n % 4 {
        0 | 1 => {
            let positions: Vec<String> = (0..10)
                .map(|back| {
                    format!(r#"{{"x":{},"y":{},"id":10,"timeOffset":-{}}}"#, n % 1300, n % 700, back * 50)
                })
                .collect();
            format!(r#"{{"source":1,"positions":[{}]}}"#, positions.join(","))
        }
        2 => format!(
            r#"{{"source":0,"texts":[],"attributes":[{{"id":10,"attributes":{{"class":"product c{n}","style":{{"left":"{step}px","top":false}}}}}}],"removes":[{{"parentId":5,"id":{id}}}],"adds":[{{"parentId":5,"nextId":null,"node":{{"type":2,"tagName":"li","attributes":{{"class":"product new"}},"childNodes":[],"id":{}}}}},{{"parentId":{},"nextId":null,"node":{{"type":3,"textContent":"Road shoe {n}","id":{}}}}}]}}"#,
            id + 1,
            id + 1,
            id + 2,
        ),
        _ => format!(r#"{{"source":5,"text":"trail shoe {n}","isChecked":false,"id":12}}"#),
    }
}

/// The recordings in a file.
fn read(path: &Path) -> Vec<RawRecording> {
    let progress = Progress::default();
    let mut found = Vec::new();
    for unit in list(&[PathBuf::from(path)], &progress).units {
        unit.read(&progress, &mut |item| {
            if let Item::Recording(raw) = item {
                found.push(raw);
            }
        })
        .expect("the file was just written");
    }
    found
}

fn parse(criterion: &mut Criterion) {
    let text = recording();
    let folder = tempfile::tempdir().expect("a folder for the file");
    let path = folder.path().join("long.json");
    std::fs::write(&path, &text).expect("there is room for the file");
    let raw = read(&path).remove(0);
    assert_eq!(raw.count, EVENTS);

    let mut group = criterion.benchmark_group("parse");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("read a file of rrweb events", |bench| bench.iter(|| black_box(read(&path))));
    group.bench_function("decode a recording", |bench| bench.iter(|| black_box(decode(&raw.events))));
    group.finish();
}

criterion_group!(benches, parse);
criterion_main!(benches);
