//! Asking the user for files, behind a trait so that tests can answer.

use std::fmt;
use std::future::{Future, ready};
use std::path::PathBuf;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

/// The paths that were chosen, later; none when the user thought better of it.
pub type Answer = Pin<Box<dyn Future<Output = Vec<PathBuf>> + Send>>;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Recordings, bundles, tables to import.
    Files,
    /// A folder to import.
    Folder,
    /// A library to open.
    Library,
    /// Where to save the list of sessions.
    SaveSessions,
    /// Where to save the findings: those of these hypotheses, or all.
    SaveFindings(Vec<String>),
    /// Where to save the import report.
    SaveReport,
    /// Where to save the heatmap.
    SaveHeat,
    /// Where to save its numbers.
    SaveHeatTable,
    /// Into which folder to save the heatmaps of all pages.
    SaveAllHeat,
    /// Where to save a part of a session as a moving picture.
    SaveClip,
    /// Where to save a moment as a picture: what was seen of it, or the whole page.
    SaveStill {
        /// The whole page.
        full: bool,
    },
}

impl Question {
    /// The title of the dialog.
    fn title(&self) -> &'static str {
        match self {
            Self::Files => "Open recordings",
            Self::Folder => "Open a folder of recordings",
            Self::Library => "Open a library",
            Self::SaveSessions => "Save the sessions of this segment",
            Self::SaveFindings(_) => "Save the findings",
            Self::SaveReport => "Save the import report",
            Self::SaveHeat | Self::SaveHeatTable => "Save the heatmap",
            Self::SaveAllHeat => "Save the heatmaps of all pages into a folder",
            Self::SaveClip => "Save a clip",
            Self::SaveStill { .. } => "Save a picture of this moment",
        }
    }
}

/// Whoever can be asked.
pub trait Dialogs: fmt::Debug {
    /// Begins to ask; called on the window's thread.
    fn ask(&self, question: &Question) -> Answer;
}

/// The system's own dialogs.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemDialogs;

impl Dialogs for SystemDialogs {
    fn ask(&self, question: &Question) -> Answer {
        let dialog = rfd::AsyncFileDialog::new().set_title(question.title());
        match question {
            Question::Files => {
                let kinds = [
                    "json",
                    "ndjson",
                    "jsonl",
                    "gz",
                    "zst",
                    "zz",
                    "br",
                    "zip",
                    "tar",
                    "tgz",
                    "mob",
                    "mobs",
                    "mobe",
                    "snappy",
                    "bin",
                    "har",
                    "csv",
                    "tsv",
                    "txt",
                    "wherefore",
                ];
                let files = dialog
                    .add_filter("Recordings and tables", &kinds)
                    .add_filter("All files", &["*"])
                    .pick_files();
                Box::pin(async {
                    files.await.unwrap_or_default().iter().map(|file| file.path().to_owned()).collect()
                })
            }
            Question::Folder | Question::SaveAllHeat => one(dialog.pick_folder()),
            Question::Library => one(dialog.add_filter("Wherefore library", &["wherefore"]).pick_file()),
            Question::SaveSessions => one(dialog
                .add_filter("Table", &["csv"])
                .add_filter("JSON", &["json"])
                .set_file_name("sessions.csv")
                .save_file()),
            Question::SaveFindings(_) => one(dialog
                .add_filter("Report", &["html"])
                .add_filter("Markdown", &["md"])
                .add_filter("Table", &["csv"])
                .add_filter("JSON", &["json"])
                .set_file_name("findings.html")
                .save_file()),
            Question::SaveReport => {
                one(dialog.add_filter("JSON", &["json"]).set_file_name("import report.json").save_file())
            }
            Question::SaveHeat => {
                one(dialog.add_filter("Picture", &["png"]).set_file_name("heatmap.png").save_file())
            }
            Question::SaveHeatTable => {
                one(dialog.add_filter("Table", &["csv"]).set_file_name("heatmap.csv").save_file())
            }
            Question::SaveClip => one(dialog
                .add_filter("Video", &["mp4"])
                .add_filter("Animated picture", &["gif", "webp"])
                .set_file_name("clip.mp4")
                .save_file()),
            Question::SaveStill { .. } => {
                one(dialog.add_filter("Picture", &["png"]).set_file_name("moment.png").save_file())
            }
        }
    }
}

fn one(handle: impl Future<Output = Option<rfd::FileHandle>> + Send + 'static) -> Answer {
    Box::pin(async { handle.await.iter().map(|file| file.path().to_owned()).collect() })
}

/// Saves into one folder without asking, under the suggested name; opens nothing. For machines where
/// the system has no dialogs, and for tests from outside: the folder is `WHEREFORE_SAVE_FOLDER`.
#[derive(Debug, Clone)]
pub struct FolderDialogs(PathBuf);

impl FolderDialogs {
    /// Into this folder.
    pub fn new(folder: PathBuf) -> Self {
        Self(folder)
    }
}

impl Dialogs for FolderDialogs {
    fn ask(&self, question: &Question) -> Answer {
        let name = match question {
            Question::Files | Question::Folder | Question::Library => None,
            Question::SaveSessions => Some("sessions.csv"),
            Question::SaveFindings(_) => Some("findings.html"),
            Question::SaveReport => Some("import report.json"),
            Question::SaveHeat => Some("heatmap.png"),
            Question::SaveHeatTable => Some("heatmap.csv"),
            Question::SaveAllHeat => Some("heatmaps"),
            Question::SaveClip => Some("clip.mp4"),
            Question::SaveStill { .. } => Some("moment.png"),
        };
        Box::pin(ready(name.map(|name| self.0.join(name)).into_iter().collect()))
    }
}

/// Answers thought out beforehand, given in turn; nothing once they are used up.
#[derive(Debug, Clone, Default)]
pub struct ScriptedDialogs(Arc<Mutex<Vec<Vec<PathBuf>>>>);

impl ScriptedDialogs {
    /// These answers, the first one first.
    pub fn new(mut answers: Vec<Vec<PathBuf>>) -> Self {
        answers.reverse();
        Self(Arc::new(Mutex::new(answers)))
    }
}

impl Dialogs for ScriptedDialogs {
    fn ask(&self, _question: &Question) -> Answer {
        Box::pin(ready(self.0.lock().ok().and_then(|mut answers| answers.pop()).unwrap_or_default()))
    }
}

/// Waits on this thread for `future`.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => return value,
            Poll::Pending => std::thread::park(),
        }
    }
}
