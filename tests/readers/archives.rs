//! Bundles, zips, tars and links.

use super::*;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The files of a bundle in which nothing is missing.
fn bundle() -> Vec<(&'static str, Vec<u8>)> {
    let manifest = r#"{"wherefore":1,"site":{"name":"Shop","origin":"https://shop.example"},"currency":"EUR",
        "stages":{"purchase":{"url":["/thanks*"]}},"pages":[{"key":"/product/*","name":"Products"}],"masking":"standard",
        "screenshots":[{"file":"screenshots/home.png","page":"/","device":"desktop","viewport_width":1280},
        {"file":"screenshots/lost.png","page":"/","device":"mobile"}]}"#;
    let har = r#"{"log":{"entries":[
        {"request":{"method":"GET","url":"https://shop.example/a.css"},"response":{"status":200,"content":{"mimeType":"text/css","text":"a{}"}}},
        {"request":{"method":"GET","url":"https://shop.example/b.png"},"response":{"status":200,"content":{"mimeType":"image/png","text":"iVBORw==","encoding":"base64"}}},
        {"request":{"method":"POST","url":"https://shop.example/c"},"response":{"status":200,"content":{"mimeType":"text/css","text":"x"}}}]}}"#;
    vec![
        ("wherefore.json", manifest.into()),
        ("recordings/s-1.json", array().into()),
        ("recordings/more/s-2.ndjson.gz", gzip(&EVENTS.join("\n"))),
        ("recordings/named.json", format!("{{\"sessionId\":\"own\",\"events\":{}}}", array()).into()),
        ("sessions.csv", b"session_id,country,variant\ns-1,FI,B\n".to_vec()),
        ("orders.csv", b"order_id,session_id,total,currency\n1,s-1,10.5,EUR\n".to_vec()),
        ("surveys.csv", b"survey,session_id,question,answer\nexit,s-1,Why?,Too dear\n".to_vec()),
        ("experiments.csv", b"experiment,variant,sessions,conversions\nE,A,10,1\n".to_vec()),
        ("screenshots/home.png", PNG.into()),
        ("screenshots/unnamed.png", PNG.into()),
        ("assets.json", br#"{"https://shop.example/s.css":"assets/s.css","https://shop.example/f":"f.woff2","https://shop.example/x":"assets/x"}"#.to_vec()),
        ("assets/s.css", b"body{}".to_vec()),
        ("assets/f.woff2", b"wOF2".to_vec()),
        ("site.har", har.into()),
        ("README.md", b"# Hello".to_vec()),
        ("package.json", b"{}".to_vec()),
        (".hidden.json", b"x".to_vec()),
    ]
}

#[test]
fn a_bundle_is_the_same_as_folder_and_as_zip() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("shop");
    for (name, bytes) in bundle() {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let as_folder = describe(&read(std::slice::from_ref(&root)), folder.path());
    check_golden("bundle.txt", &as_folder);

    let files = bundle();
    let entries: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, &**bytes)).collect();
    zip_of(&folder.path().join("flat.zip"), &entries);
    let as_zip = describe(&read(&[folder.path().join("flat.zip")]), folder.path());
    assert_eq!(as_zip.replace("flat.zip/", "shop/"), as_folder);

    let inside: Vec<(String, &[u8])> =
        files.iter().map(|(name, bytes)| (format!("top/{name}"), &**bytes)).collect();
    let entries: Vec<(&str, &[u8])> = inside.iter().map(|(name, bytes)| (&**name, *bytes)).collect();
    zip_of(&folder.path().join("nested.zip"), &entries);
    let as_zip = describe(&read(&[folder.path().join("nested.zip")]), folder.path());
    assert_eq!(as_zip.replace("nested.zip/top/", "shop/"), as_folder);
}

fn tar_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, *bytes).unwrap();
    }
    tar.into_inner().unwrap()
}

#[test]
fn archives_hold_bundles_and_archives() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let files = bundle();
    let entries: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, &**bytes)).collect();
    let tar = tar_of(&entries);
    zip_of(&root.join("bundle.zip"), &entries);
    let zip = fs::read(root.join("bundle.zip")).unwrap();
    let expected = describe(&read(&[root.join("bundle.zip")]), root).replace("bundle.zip/", "");
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(&tar).unwrap();
    let gz = gz.finish().unwrap();
    for (name, bytes) in [
        ("plain.tar", tar.clone()),
        ("a.tar.gz", gz.clone()),
        ("a.tgz", gz.clone()),
        ("a.tar.zst", zstd::encode_all(&*tar, 1).unwrap()),
        ("in.tar", tar_of(&[("deeper/a.zip", &zip)])),
        ("deep.tar", tar_of(&[("a.tar.gz", &gz)])),
    ] {
        fs::write(root.join(name), bytes).unwrap();
        let found = describe(&read(&[root.join(name)]), root);
        let inner =
            found.replace("/deeper/a.zip", "").replace(&format!("{name}/"), "").replace("a.tar.gz/", "");
        let inner: String =
            inner.split_inclusive('\n').filter(|line| !line.contains("archive with")).collect();
        assert_eq!(inner, expected, "{name}");
    }
    // A zip in a zip in a zip…
    let mut inner = zip;
    for _ in 0..5 {
        zip_of(&root.join("deep.zip"), &[("in.zip", &inner)]);
        inner = fs::read(root.join("deep.zip")).unwrap();
    }
    let found = describe(&read(&[root.join("deep.zip")]), root);
    assert!(found.contains("more than 3 archives inside each other"), "{found}");
}

#[cfg(unix)]
#[test]
fn odd_entries_of_tars_are_refused() {
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(0);
    header.set_entry_type(tar::EntryType::Symlink);
    tar.append_link(&mut header, "link.json", "/etc/passwd").unwrap();
    let mut header = tar::Header::new_gnu();
    header.set_size(2);
    header.as_gnu_mut().unwrap().name[..9].copy_from_slice(b"../a.json");
    header.set_cksum();
    tar.append(&header, &b"[]"[..]).unwrap();
    let mut header = tar::Header::new_gnu();
    header.set_size(array().len() as u64);
    tar.append_data(&mut header, "good.json", array().as_bytes()).unwrap();
    let mut bytes = tar.into_inner().unwrap();
    bytes.truncate(bytes.len() - 1024 - 100);
    let found = describe_files(&[("odd.tar", &bytes)]);
    check_golden("odd_tar.txt", &found);
}

#[test]
fn hostile_zips_are_read_as_far_as_they_are_good() {
    let folder = tempfile::tempdir().unwrap();
    let good = array();
    let bomb = vec![b' '; 50 << 20];
    let entries: [(&str, &[u8]); 8] = [
        ("../escape.json", good.as_bytes()),
        ("/absolute.json", good.as_bytes()),
        ("C:\\drive.json", good.as_bytes()),
        ("a\\..\\..\\back.json", good.as_bytes()),
        ("good.json", good.as_bytes()),
        ("inner.zip", b"PK\x03\x04"),
        ("picture.png", PNG),
        ("bomb.json", &bomb),
    ];
    zip_of(&folder.path().join("a.zip"), &entries);
    fs::write(folder.path().join("b.zip"), b"PK\x03\x04 but no more").unwrap();
    let mut out = describe(&read(&[folder.path().join("a.zip")]), folder.path());
    out +=
        &describe(&read(&[folder.path().join("b.zip"), folder.path().join("missing.json")]), folder.path());
    check_golden("hostile_zip.txt", &out);
}

#[cfg(unix)]
#[test]
fn links_in_folders_are_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let outside = folder.path().join("outside.json");
    fs::write(&outside, array()).unwrap();
    let inside = folder.path().join("in");
    fs::create_dir_all(inside.join("deeper")).unwrap();
    std::os::unix::fs::symlink(&outside, inside.join("link.json")).unwrap();
    std::os::unix::fs::symlink(&inside, inside.join("deeper/round")).unwrap();
    fs::write(inside.join("deeper/real.json"), array()).unwrap();
    let found = describe(&read(&[inside]), folder.path());
    assert_eq!(found.matches("This is a link").count(), 2, "{found}");
    assert_eq!(found.matches("recording rrweb").count(), 1, "{found}");
}
