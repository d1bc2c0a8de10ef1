//! The tables, and how older files get them.
//!
//! Rows hold what is filtered. Blobs hold what is drawn (`visits`, `measures`) and what is only
//! ever read whole (`recordings`, `facts`).

use super::Error;
use super::error::Doing as _;
use rusqlite::Connection;
use std::path::Path;

/// "WHFR": tells a library from any other database.
pub(super) const APPLICATION: i64 = 0x5748_4652;

/// One step a version: step 0 makes version 1.
pub(super) const STEPS: &[&str] =
    &[V1, V2, SIDES, super::exact::STEP, SHOTS, super::zones::STEP, super::elements::STEP];

const V1: &str = "
CREATE TABLE sessions(
  key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, file TEXT NOT NULL, format TEXT NOT NULL,
  started_ms INTEGER NOT NULL, duration_ms INTEGER NOT NULL, active_ms INTEGER NOT NULL,
  device TEXT NOT NULL DEFAULT 'desktop', browser TEXT, os TEXT, width REAL, height REAL,
  visitor TEXT, country TEXT, customer TEXT, variant TEXT,
  channel TEXT, utm_source TEXT, utm_medium TEXT, utm_campaign TEXT,
  referrer TEXT, landing_url TEXT, exit_url TEXT,
  page_views INTEGER NOT NULL, clicks INTEGER NOT NULL,
  stage INTEGER, bought INTEGER NOT NULL DEFAULT 0, cart REAL, order_value REAL, currency TEXT,
  coupons_tried INTEGER NOT NULL, coupons_accepted INTEGER NOT NULL, coupons_refused INTEGER NOT NULL,
  friction INTEGER NOT NULL, signal_counts TEXT NOT NULL, errors_known INTEGER NOT NULL,
  watched INTEGER NOT NULL DEFAULT 0, fidelity REAL, activity BLOB NOT NULL,
  drawn_from_ms INTEGER, seen TEXT NOT NULL, properties TEXT NOT NULL, rules TEXT NOT NULL,
  seen_order TEXT
);
CREATE INDEX sessions_started ON sessions(started_ms);
CREATE INDEX sessions_order ON sessions(seen_order) WHERE seen_order IS NOT NULL;

CREATE TABLE recordings(
  session INTEGER PRIMARY KEY REFERENCES sessions(key) ON DELETE CASCADE,
  first TEXT NOT NULL, whole TEXT NOT NULL, count INTEGER NOT NULL, events BLOB NOT NULL
);
CREATE INDEX recordings_first ON recordings(first);
CREATE TABLE facts(session INTEGER PRIMARY KEY REFERENCES sessions(key) ON DELETE CASCADE, data BLOB NOT NULL);
CREATE TABLE measures(session INTEGER PRIMARY KEY REFERENCES sessions(key) ON DELETE CASCADE, data BLOB NOT NULL);

CREATE TABLE page_views(
  key INTEGER PRIMARY KEY, session INTEGER NOT NULL REFERENCES sessions(key) ON DELETE CASCADE,
  idx INTEGER NOT NULL, page TEXT NOT NULL, url TEXT NOT NULL, title TEXT,
  start_ms INTEGER NOT NULL, end_ms INTEGER NOT NULL, width REAL NOT NULL, height REAL NOT NULL,
  max_scroll REAL NOT NULL, clicks INTEGER NOT NULL, friction INTEGER NOT NULL, last INTEGER NOT NULL,
  UNIQUE(session, idx)
);
CREATE INDEX page_views_page ON page_views(page, session);
CREATE TABLE visits(page_view INTEGER PRIMARY KEY REFERENCES page_views(key) ON DELETE CASCADE, data BLOB NOT NULL);

CREATE TABLE elements(
  key INTEGER PRIMARY KEY, name TEXT NOT NULL, selector TEXT NOT NULL, text TEXT NOT NULL,
  UNIQUE(selector, name, text)
);
CREATE TABLE clicked(
  session INTEGER NOT NULL REFERENCES sessions(key) ON DELETE CASCADE, element INTEGER NOT NULL,
  PRIMARY KEY(session, element)
) WITHOUT ROWID;

CREATE TABLE signals(
  session INTEGER NOT NULL REFERENCES sessions(key) ON DELETE CASCADE,
  kind TEXT NOT NULL, at_ms INTEGER NOT NULL, page_view INTEGER NOT NULL
);
CREATE INDEX signals_session ON signals(session, kind);
CREATE TABLE stages(
  session INTEGER NOT NULL REFERENCES sessions(key) ON DELETE CASCADE,
  stage INTEGER NOT NULL, at_ms INTEGER,
  PRIMARY KEY(session, stage)
) WITHOUT ROWID;

CREATE TABLE session_tags(
  session INTEGER NOT NULL REFERENCES sessions(key) ON DELETE CASCADE, tag TEXT NOT NULL,
  PRIMARY KEY(session, tag)
) WITHOUT ROWID;

CREATE TABLE told(session TEXT PRIMARY KEY, properties TEXT NOT NULL);
CREATE TABLE orders(
  number TEXT PRIMARY KEY, session TEXT, at TEXT, total REAL, subtotal REAL, currency TEXT, coupon TEXT
);
CREATE INDEX orders_session ON orders(session) WHERE session IS NOT NULL;
CREATE TABLE answers(
  id TEXT NOT NULL, session TEXT, survey TEXT NOT NULL, at TEXT, question TEXT NOT NULL,
  text TEXT NOT NULL, score REAL
);
CREATE UNIQUE INDEX answers_once ON answers(id, survey, question, ifnull(session, ''));
CREATE INDEX answers_session ON answers(session) WHERE session IS NOT NULL;
CREATE TABLE arms(
  experiment TEXT NOT NULL, variant TEXT NOT NULL, name TEXT NOT NULL, sessions INTEGER NOT NULL,
  conversions INTEGER NOT NULL, PRIMARY KEY(experiment, variant)
) WITHOUT ROWID;

CREATE TABLE blobs(hash BLOB PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE screenshots(
  id INTEGER PRIMARY KEY, page TEXT NOT NULL, device TEXT NOT NULL, variant TEXT,
  viewport_width REAL NOT NULL, page_height REAL NOT NULL, file TEXT NOT NULL, state TEXT, hash BLOB NOT NULL,
  UNIQUE(page, device, file)
);
CREATE TABLE assets(url TEXT PRIMARY KEY, hash BLOB NOT NULL) WITHOUT ROWID;

CREATE TABLE hypotheses(
  id TEXT PRIMARY KEY COLLATE NOCASE, number INTEGER NOT NULL, data TEXT NOT NULL
);
CREATE TABLE evidence(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  hypothesis TEXT NOT NULL COLLATE NOCASE REFERENCES hypotheses(id) ON DELETE CASCADE ON UPDATE CASCADE,
  session TEXT NOT NULL, kind TEXT NOT NULL, at_ms INTEGER, stance TEXT NOT NULL, note TEXT NOT NULL,
  created_ms INTEGER NOT NULL
);
CREATE INDEX evidence_hypothesis ON evidence(hypothesis);
CREATE INDEX evidence_session ON evidence(session);

CREATE TABLE saved_segments(name TEXT PRIMARY KEY, line TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE settings(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
";

/// What sessions need of the site's files; changes of sessions are noted, so that what is kept of them
/// in memory can be brought up to date. Sessions of before are derived again by the next import.
const V2: &str = "
CREATE TABLE site_files(key INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE);
CREATE TABLE needs(session INTEGER PRIMARY KEY REFERENCES sessions(key) ON DELETE CASCADE, data TEXT NOT NULL);
UPDATE sessions SET rules = '';
CREATE TABLE texts(key INTEGER PRIMARY KEY, hash INTEGER NOT NULL UNIQUE, text TEXT NOT NULL);
CREATE VIRTUAL TABLE texts_index USING
  fts5(text, content = 'texts', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2', columnsize = 0);
CREATE TRIGGER text_new AFTER INSERT ON texts
BEGIN INSERT INTO texts_index(rowid, text) VALUES (new.key, new.text); END;
CREATE TRIGGER text_gone AFTER DELETE ON texts
BEGIN INSERT INTO texts_index(texts_index, rowid, text) VALUES ('delete', old.key, old.text); END;
CREATE TABLE session_texts(
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  session INTEGER NOT NULL UNIQUE REFERENCES sessions(key) ON DELETE CASCADE, data BLOB NOT NULL
);
CREATE TABLE changes(number INTEGER PRIMARY KEY AUTOINCREMENT, session INTEGER NOT NULL);
CREATE TABLE kept_columns(id INTEGER PRIMARY KEY, seen INTEGER NOT NULL, data BLOB NOT NULL);
CREATE TRIGGER session_new AFTER INSERT ON sessions
BEGIN INSERT INTO changes(session) VALUES (new.key); END;
CREATE TRIGGER session_changed AFTER UPDATE ON sessions
BEGIN INSERT INTO changes(session) VALUES (new.key); END;
CREATE TRIGGER session_gone AFTER DELETE ON sessions
BEGIN INSERT INTO changes(session) VALUES (old.key); END;
CREATE TRIGGER tag_new AFTER INSERT ON session_tags
BEGIN INSERT INTO changes(session) VALUES (new.session); END;
CREATE TRIGGER tag_gone AFTER DELETE ON session_tags
BEGIN INSERT INTO changes(session) VALUES (old.session); END;
CREATE TRIGGER evidence_new AFTER INSERT ON evidence
BEGIN INSERT INTO changes(session) SELECT key FROM sessions WHERE id = new.session; END;
CREATE TRIGGER evidence_changed AFTER UPDATE ON evidence
BEGIN INSERT INTO changes(session) SELECT key FROM sessions WHERE id IN (old.session, new.session); END;
CREATE TRIGGER evidence_gone AFTER DELETE ON evidence
BEGIN INSERT INTO changes(session) SELECT key FROM sessions WHERE id = old.session; END;
CREATE TRIGGER answer_new AFTER INSERT ON answers
BEGIN INSERT INTO changes(session) SELECT key FROM sessions WHERE id = new.session; END;
CREATE TRIGGER answer_changed AFTER UPDATE ON answers
BEGIN INSERT INTO changes(session) SELECT key FROM sessions WHERE id IN (old.session, new.session); END;
CREATE TRIGGER answer_gone AFTER DELETE ON answers
BEGIN INSERT INTO changes(session) SELECT key FROM sessions WHERE id = old.session; END;
INSERT INTO changes(session) SELECT key FROM sessions;
";

/// Orders and answers keep what they can be joined by. `session` is the one that they were found to
/// belong to, `named` the one that their table names.
const SIDES: &str = "
ALTER TABLE sessions ADD COLUMN email_hash TEXT;
CREATE INDEX sessions_visitor ON sessions(visitor) WHERE visitor IS NOT NULL;
CREATE INDEX sessions_email ON sessions(email_hash) WHERE email_hash IS NOT NULL;

ALTER TABLE orders ADD COLUMN named TEXT;
ALTER TABLE orders ADD COLUMN visitor TEXT;
ALTER TABLE orders ADD COLUMN email_hash TEXT;
ALTER TABLE orders ADD COLUMN alias TEXT;
ALTER TABLE orders ADD COLUMN joined_by TEXT;
UPDATE orders SET named = session, session = (SELECT s.id FROM sessions s WHERE s.id = orders.session),
  joined_by = 'session';
UPDATE orders SET joined_by = 'order', session =
  (SELECT s.id FROM sessions s WHERE s.seen_order = orders.number ORDER BY s.started_ms, s.id LIMIT 1)
  WHERE session IS NULL;
UPDATE orders SET joined_by = NULL WHERE session IS NULL;
CREATE INDEX orders_named ON orders(named) WHERE named IS NOT NULL;
CREATE INDEX orders_visitor ON orders(visitor) WHERE visitor IS NOT NULL;
CREATE INDEX orders_email ON orders(email_hash) WHERE email_hash IS NOT NULL;
CREATE INDEX orders_alias ON orders(alias) WHERE alias IS NOT NULL;

ALTER TABLE answers ADD COLUMN named TEXT;
ALTER TABLE answers ADD COLUMN kind TEXT;
ALTER TABLE answers ADD COLUMN visitor TEXT;
ALTER TABLE answers ADD COLUMN email_hash TEXT;
ALTER TABLE answers ADD COLUMN order_id TEXT;
ALTER TABLE answers ADD COLUMN joined_by TEXT;
UPDATE answers SET named = session, session = (SELECT s.id FROM sessions s WHERE s.id = answers.session),
  joined_by = 'session';
UPDATE answers SET joined_by = NULL WHERE session IS NULL;
DROP INDEX answers_once;
CREATE UNIQUE INDEX answers_once ON answers(id, survey, question, ifnull(named, ''));
CREATE INDEX answers_named ON answers(named) WHERE named IS NOT NULL;
CREATE INDEX answers_visitor ON answers(visitor) WHERE visitor IS NOT NULL;
CREATE INDEX answers_email ON answers(email_hash) WHERE email_hash IS NOT NULL;
CREATE INDEX answers_order ON answers(order_id) WHERE order_id IS NOT NULL;
";

/// The address that a screenshot was taken of.
const SHOTS: &str = "ALTER TABLE screenshots ADD COLUMN url TEXT;";

/// Brings a library to the version of `steps`; an older one is copied first, and the copy is kept
/// until all has succeeded.
///
/// # Errors
/// When a step fails; the library is then as it was before.
pub(super) fn migrate(db: &mut Connection, path: &Path, steps: &[&str]) -> Result<(), Error> {
    let version = version(db, path)?;
    let known = i64::try_from(steps.len()).expect("there are few steps");
    if version > known {
        return Err(Error::Newer { path: path.to_owned(), found: version, known });
    }
    if version == known {
        return Ok(());
    }
    let backup = backup_path(path, version);
    let failed = |source: &dyn std::fmt::Display| Error::Migrate {
        path: path.to_owned(),
        backup: backup.clone(),
        why: source.to_string(),
    };
    if version > 0 {
        if backup.exists() {
            std::fs::remove_file(&backup).map_err(|e| failed(&e))?;
        }
        db.execute("VACUUM INTO ?1", [backup.to_string_lossy()]).map_err(|e| failed(&e))?;
    }
    let steps = steps.iter().skip(usize::try_from(version).unwrap_or(0));
    take(db, steps, known).map_err(|e| failed(&e))?;
    if version > 0 {
        std::fs::remove_file(&backup).map_err(|e| failed(&e))?;
    }
    Ok(())
}

fn take<'s>(
    db: &mut Connection,
    steps: impl Iterator<Item = &'s &'s str>,
    version: i64,
) -> Result<(), rusqlite::Error> {
    let change = db.transaction()?;
    for step in steps {
        change.execute_batch(step)?;
    }
    change.pragma_update(None, "application_id", APPLICATION)?;
    change.pragma_update(None, "user_version", version)?;
    change.commit()
}

/// The copy of a library that was made before leaving `version`.
fn backup_path(path: &Path, version: i64) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".backup-v{version}"));
    name.into()
}

/// The file's version; 0 for an empty file.
///
/// # Errors
/// When it is damaged, or another program's.
pub(super) fn version(db: &Connection, path: &Path) -> Result<i64, Error> {
    let damaged = |why: String| Error::Damaged { path: path.to_owned(), why };
    let number = |sql: &str| {
        db.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(|source| match source.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt) => {
                damaged(source.to_string())
            }
            _ => Error::Open { path: path.to_owned(), why: source.to_string() },
        })
    };
    let application = number("PRAGMA application_id")?;
    let tables = number("SELECT count(*) FROM sqlite_master")?;
    if tables > 0 && application != APPLICATION {
        return Err(damaged("it is the database of another program".to_owned()));
    }
    let whole = number("PRAGMA page_count")?.saturating_mul(number("PRAGMA page_size")?);
    let length = std::fs::metadata(path).map_or(0, |file| file.len());
    if u64::try_from(whole).unwrap_or(0) > length && !wal_path(path).exists() {
        return Err(damaged(format!("it is cut off: {length} of {whole} bytes are there")));
    }
    number("PRAGMA user_version")
}

/// `SQLite`'s log of changes beside a library.
pub(super) fn wal_path(path: &Path) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// The complaints of `SQLite`'s own examination.
pub(super) fn complaints(db: &Connection) -> Result<Vec<String>, Error> {
    let doing = "examine the library";
    let mut found = Vec::new();
    let mut check = db.prepare("PRAGMA integrity_check(20)").doing(doing)?;
    for line in check.query_map([], |row| row.get::<_, String>(0)).doing(doing)? {
        found.push(line.doing(doing)?);
    }
    found.retain(|line| line != "ok");
    if made_of(db).doing(doing)? != made_of(&fresh()?).doing(doing)? {
        found.push("its tables are not those that this version makes".to_owned());
    }
    let mut check = db.prepare("PRAGMA foreign_key_check").doing(doing)?;
    let rows = check
        .query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?, row.get::<_, String>(2)?))
        })
        .doing(doing)?;
    for row in rows.take(20) {
        let (table, number, parent) = row.doing(doing)?;
        found.push(format!(
            "row {} of {table} names a row of {parent} that is not there",
            number.unwrap_or(0)
        ));
    }
    Ok(found)
}

/// An empty library in memory, with all steps made.
fn fresh() -> Result<Connection, Error> {
    let doing = "make an empty library in memory";
    let db = Connection::open_in_memory().doing(doing)?;
    STEPS.iter().try_for_each(|step| db.execute_batch(step)).doing(doing)?;
    Ok(db)
}

/// What tables, indexes and triggers there are, and the words that made them.
fn made_of(db: &Connection) -> rusqlite::Result<Vec<(String, Option<String>)>> {
    let sql = "SELECT type || ' ' || name || ' ' || tbl_name, sql FROM sqlite_master
               WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name";
    db.prepare(sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Library, Order, Segment};

    const FIRST: &str = "CREATE TABLE a(x); INSERT INTO a VALUES (7);";

    fn version_of(db: &Connection) -> i64 {
        db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn a_failed_step_changes_nothing_and_keeps_the_backup() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.wherefore");
        let mut db = Connection::open(&path).unwrap();
        migrate(&mut db, &path, &[FIRST]).unwrap();
        let error = migrate(&mut db, &path, &[FIRST, "CREATE TABLE b(x); DROP TABLE nowhere"]).unwrap_err();
        assert!(error.to_string().contains("nowhere"), "{error}");
        assert_eq!(version_of(&db), 1);
        assert!(db.prepare("SELECT x FROM b").is_err(), "the step was undone");
        let kept = Connection::open(backup_path(&path, 1)).unwrap();
        assert_eq!(kept.query_row("SELECT x FROM a", [], |row| row.get::<_, i64>(0)).unwrap(), 7);
    }

    #[test]
    fn a_step_that_succeeds_leaves_no_backup() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.wherefore");
        let mut db = Connection::open(&path).unwrap();
        migrate(&mut db, &path, &[FIRST]).unwrap();
        migrate(&mut db, &path, &[FIRST, "CREATE TABLE b(x)"]).unwrap();
        assert_eq!(version_of(&db), 2);
        assert!(!backup_path(&path, 1).exists());
        assert!(matches!(migrate(&mut db, &path, &[FIRST]), Err(Error::Newer { found: 2, known: 1, .. })));
    }

    #[test]
    fn a_library_of_the_first_version_is_brought_up_to_date() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.wherefore");
        let mut db = Connection::open(&path).unwrap();
        migrate(&mut db, &path, &STEPS[..1]).unwrap();
        db.execute_batch(
            "INSERT INTO sessions(id, file, format, started_ms, duration_ms, active_ms, page_views, clicks,
               coupons_tried, coupons_accepted, coupons_refused, friction, signal_counts, errors_known, activity,
               seen, properties, rules, country)
             VALUES ('old', 'old.json', 'rrweb', 5, 6, 7, 1, 2, 0, 0, 0, 0, '', 0, x'', '{}', '{}', 'then', 'FI');
             INSERT INTO session_tags VALUES (1, 'kept');",
        )
        .unwrap();
        drop(db);
        let library = Library::open(&path).unwrap();
        assert_eq!(usize::try_from(version_of(&library.db)), Ok(STEPS.len()));
        let line = Segment::parse("country:fi tag:kept watched:no").unwrap();
        assert_eq!(library.ids(&line, Order::NEWEST).unwrap(), ["old"]);
        library.set_watched("old", true).unwrap();
        assert_eq!(library.coverage(&line).unwrap().sessions, 0);
        // It was put there without one.
        assert_eq!(library.check().unwrap(), ["session \"old\" has no recording"]);
    }
}
