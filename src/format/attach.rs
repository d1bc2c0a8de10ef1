//! Which of the files that were passed over are files of a site, told by the addresses that are wanted.
//!
//! A folder that a browser saved, or that a site was built into, has no list of addresses. A file is taken
//! for an address when the end of its path is the end of the address: the more folders agree the better,
//! and only where no other file agrees as well. Knows no library.

use std::collections::BTreeMap;
use url::Url;

/// What stands for an address that ends with a `/`.
const INDEX: &str = "index.html";

/// Pairs of an address and a file, by their places in `wanted` and `files`. Paths have `/` between folders.
pub(super) fn pairs(wanted: &[String], files: &[String]) -> Vec<(usize, usize)> {
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, path) in files.iter().enumerate() {
        by_name.entry(last(path)).or_default().push(place);
    }
    let addresses: Vec<Vec<String>> = wanted.iter().map(|url| parts(url)).collect();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for name in addresses.iter().filter_map(|parts| parts.last()) {
        *names.entry(name).or_default() += 1;
    }
    let one = |(place, address): (usize, &Vec<String>)| {
        let name = address.last()?;
        let near = by_name.get(name.as_str())?;
        let agree = |file: usize| agreeing(address, &files[file]);
        let best = near.iter().map(|&file| agree(file)).max()?;
        let mut nearest = near.iter().filter(|&&file| agree(file) == best);
        let file = *nearest.next()?;
        // A name alone is enough only where neither side has it twice; host and name are a whole path.
        let sure = best > 1 || (near.len() == 1 && names.get(name.as_str()) == Some(&1));
        (nearest.next().is_none() && sure).then_some((place, file))
    };
    addresses.iter().enumerate().filter_map(one).collect()
}

/// Host and folders and name of an address; nothing of one that is no address of a file.
fn parts(url: &str) -> Vec<String> {
    let Some(url) = Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https")) else {
        return Vec::new();
    };
    let folders = url.path_segments().into_iter().flatten().map(plain);
    let mut parts: Vec<String> = url.host_str().map(str::to_owned).into_iter().chain(folders).collect();
    if let Some(name) = parts.last_mut().filter(|name| name.is_empty()) {
        INDEX.clone_into(name);
    }
    parts
}

/// How many parts of the address and of the path are the same, from the end.
fn agreeing(address: &[String], path: &str) -> usize {
    address.iter().rev().zip(path.rsplit('/')).take_while(|(part, folder)| part == folder).count()
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// A part of an address as files are called: `%20` is a blank.
fn plain(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, after @ ..] = rest {
        let coded = after.get(..2).filter(|_| *first == b'%').and_then(|two| std::str::from_utf8(two).ok());
        let byte = coded.and_then(|two| u8::from_str_radix(two, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| part.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(wanted: &[&str], files: &[&str], expected: &[(usize, usize)]) {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(pairs(&owned(wanted), &owned(files)), expected, "{wanted:?} {files:?}");
    }

    #[test]
    fn the_end_of_the_path_tells() {
        check(&["https://shop.example/css/main.css?v=3"], &["main.css", "css/main.css"], &[(0, 1)]);
        check(&["https://shop.example/a/b.png"], &["site/shop.example/a/b.png", "other/a/b.png"], &[(0, 0)]);
        check(&["https://shop.example/main.css"], &["www/main.css"], &[(0, 0)]);
        check(&["https://shop.example/help/"], &["help/index.html", "index.html"], &[(0, 0)]);
        check(&["https://shop.example/big%20shoe.png#x"], &["img/big shoe.png"], &[(0, 0)]);
        check(&["https://shop.example/%zz%4.png"], &["%zz%4.png"], &[(0, 0)]);
    }

    #[test]
    fn what_is_not_sure_is_left() {
        check(&["https://shop.example/x/1.png"], &["a/1.png", "b/1.png"], &[]);
        check(&["https://a.example/x/1.png", "https://b.example/y/1.png"], &["1.png"], &[]);
        check(&["https://a.example/x/1.png", "https://b.example/y/1.png"], &["y/1.png"], &[(1, 0)]);
        check(&["data:image/png;base64,AA", "no address", "https://a.example/2.png"], &["1.png"], &[]);
    }

    #[test]
    fn one_file_may_serve_two_addresses() {
        let two = ["https://a.example/css/x.css?v=1", "https://a.example/css/x.css?v=2"];
        check(&two, &["css/x.css"], &[(0, 0), (1, 0)]);
    }
}
