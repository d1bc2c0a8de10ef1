//! Opening a library: one writer, any number of readers, and never a newer or damaged file.
//!
//! The writer holds a lock on a small file beside the library for as long as it is open.

use super::check::LOG_LOST;
use super::columns::Shelf;
use super::error::Doing as _;
use super::{Error, Library, schema};
use rusqlite::{Connection, OpenFlags};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long one connection waits for another of the same program.
const PATIENCE: Duration = Duration::from_secs(20);

impl Library {
    /// Opens the library at `path`, making it if there is none.
    ///
    /// There is one writer: if another instance has the library open, or its folder cannot be
    /// written to, this one can only read, which [`Self::read_only`] tells.
    ///
    /// # Errors
    /// When there is no such folder, the file is no library, or a newer version wrote it.
    pub fn open(path: &Path) -> Result<Self, Error> {
        match lock(path) {
            Some(lock) => Self::write(path, Arc::new(lock)),
            None => Self::open_read_only(path),
        }
    }

    /// Opens an existing library to read only.
    ///
    /// # Errors
    /// As [`Self::open`]; also when there is no such file, or an older version wrote it.
    pub fn open_read_only(path: &Path) -> Result<Self, Error> {
        let failed = |why: String| Error::Open { path: path.to_owned(), why };
        if path.is_dir() {
            return Err(folder(path));
        }
        if !path.is_file() {
            return Err(failed("there is no such file, and none can be made there".to_owned()));
        }
        if std::fs::metadata(path).is_ok_and(|file| file.len() == 0) {
            return Err(empty(path));
        }
        let db = read(path).map_err(|e| failed(e.to_string()))?;
        let known = i64::try_from(schema::STEPS.len()).unwrap_or(i64::MAX);
        match schema::version(&db, path)? {
            found if found > known => Err(Error::Newer { path: path.to_owned(), found, known }),
            found if found < known => Err(failed(
                "it is of an older format, and cannot be brought to today's while it cannot be written"
                    .to_owned(),
            )),
            _ => Ok(Self { db, path: path.to_owned(), lock: None, columns: Shelf::default() }),
        }
    }

    pub(super) fn write(path: &Path, lock: Arc<File>) -> Result<Self, Error> {
        let failed = |e: rusqlite::Error| Error::Open { path: path.to_owned(), why: e.to_string() };
        let log_lost = before(path)?;
        let mut db = Connection::open(path).map_err(failed)?;
        schema::version(&db, path)?;
        prepare(&db).map_err(failed)?;
        schema::migrate(&mut db, path, schema::STEPS)?;
        if log_lost {
            db.execute("INSERT OR REPLACE INTO settings(key, value) VALUES (?, '')", [LOG_LOST])
                .map_err(failed)?;
        }
        Ok(Self { db, path: path.to_owned(), lock: Some(lock), columns: Shelf::default() })
    }

    /// Another connection to the same file, to read only, for work off the UI's thread.
    ///
    /// # Errors
    /// When the file cannot be opened again.
    pub fn reader(&self) -> Result<Self, Error> {
        Ok(Self { columns: self.columns.clone(), ..Self::open_read_only(&self.path)? })
    }

    /// Another connection with the rights of this one, for an import off the UI's thread.
    ///
    /// # Errors
    /// When the file cannot be opened again.
    pub fn another(&self) -> Result<Self, Error> {
        match &self.lock {
            Some(lock) => {
                Ok(Self { columns: self.columns.clone(), ..Self::write(&self.path, Arc::clone(lock))? })
            }
            None => self.reader(),
        }
    }

    /// The library's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it cannot be changed, because another instance writes it or its folder is protected.
    pub fn read_only(&self) -> bool {
        self.lock.is_none()
    }

    /// Refuses when the library cannot be changed.
    pub(super) fn writable(&self) -> Result<(), Error> {
        if self.read_only() {
            return Err(Error::ReadOnly { path: self.path.clone() });
        }
        self.still_there()
    }

    /// Refuses when the file was taken away while it was open: the system would let us write on into
    /// a file that nobody can find.
    pub(super) fn still_there(&self) -> Result<(), Error> {
        if self.path.is_file() { Ok(()) } else { Err(Error::Gone { path: self.path.clone() }) }
    }

    /// Folds the log of changes into the file, so that the one file is the whole library.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(super) fn settle(&self) -> Result<(), Error> {
        self.db
            .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
            .doing("fold the log of changes into the library")
    }
}

/// Looks at the file before the database does, and makes it if it is not there. Whether its log of
/// changes was lost: then the log's index lies there alone.
fn before(path: &Path) -> Result<bool, Error> {
    let log = schema::wal_path(path);
    match std::fs::metadata(path) {
        Ok(file) if file.is_dir() => return Err(folder(path)),
        Ok(file) if file.len() == 0 => return Err(empty(path)),
        Ok(_) => {}
        Err(_) if log.exists() => {
            let why = format!(
                "the file is not there, but its log of changes {} is: put the file back beside it, or delete \
                 the log to begin a new library",
                log.display()
            );
            return Err(Error::Open { path: path.to_owned(), why });
        }
        Err(_) => make(path)?,
    }
    Ok(beside(path, "-shm").exists() && !log.exists())
}

fn folder(path: &Path) -> Error {
    let why = "it is a folder: name the library's file, such as shop.wherefore in it";
    Error::Open { path: path.to_owned(), why: why.to_owned() }
}

fn empty(path: &Path) -> Error {
    let why = "it is empty: it was cut off, or never written; delete it to begin a new library there";
    Error::Damaged { path: path.to_owned(), why: why.to_owned() }
}

/// Makes an empty library. It is written under another name first, so that a process that is killed
/// leaves no half file under this one.
pub(super) fn make(path: &Path) -> Result<(), Error> {
    let failed = |why: String| Error::Open { path: path.to_owned(), why };
    let begun = beside(path, "-new");
    if begun.exists() {
        std::fs::remove_file(&begun).map_err(|e| failed(e.to_string()))?;
    }
    let mut db = Connection::open(&begun).map_err(|e| failed(e.to_string()))?;
    schema::migrate(&mut db, &begun, schema::STEPS)?;
    db.close().map_err(|(_, e)| failed(e.to_string()))?;
    std::fs::rename(&begun, path).map_err(|e| failed(e.to_string()))
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// The lock that makes this the only writer, or `None` if it cannot be had.
fn lock(path: &Path) -> Option<File> {
    let protected = std::fs::metadata(path).is_ok_and(|file| file.permissions().readonly());
    let file = File::options().create(true).append(true).open(lock_path(path)).ok().filter(|_| !protected)?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => None,
        // Where the file system knows no locks there is nobody to ask; one writer is then a promise.
        Ok(()) | Err(TryLockError::Error(_)) => Some(file),
    }
}

fn lock_path(path: &Path) -> PathBuf {
    beside(path, "-lock")
}

fn prepare(db: &Connection) -> Result<(), rusqlite::Error> {
    db.busy_timeout(PATIENCE)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "NORMAL")?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "cache_size", -64_000)?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Opens to read. A folder that cannot be written to has no room for the log's index; if nothing is
/// in the log, the file is read as one that nobody changes.
fn read(path: &Path) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(PATIENCE)?;
    db.set_prepared_statement_cache_capacity(64);
    let Err(error) = db.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(())) else {
        return Ok(db);
    };
    let cannot = error.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen);
    let Some(uri) =
        url::Url::from_file_path(path).ok().filter(|_| cannot && !schema::wal_path(path).exists())
    else {
        return Ok(db); // `schema::version` meets the same error and says what it means
    };
    Connection::open_with_flags(format!("{uri}?immutable=1"), flags | OpenFlags::SQLITE_OPEN_URI)
}
