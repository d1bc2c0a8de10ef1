//! The command line: the engine without a window, for scripts and scheduled runs.
//!
//! One file a subcommand, over the same functions as the window. Results go to stdout, messages to
//! stderr; `--json` prints one JSON value. The only module that prints.

mod check;
mod clip;
mod demo;
mod exact;
mod experiment;
mod export;
mod frame;
mod funnel;
mod heatmap;
mod hypothesis;
mod import;
mod output;
mod pages;
mod progress;
mod queue;
mod session;
mod sessions;
mod setting;
mod table;
mod text;

use anyhow::Result;
use clap::{Parser, Subcommand};
pub use output::Exit;
use output::usage;
use setting::Setting;
use std::ffi::OsString;
use std::path::PathBuf;

/// What the arguments ask for.
#[derive(Debug)]
pub enum Asked {
    /// The window, with these files and this library.
    Window {
        /// Files, folders and bundles to import, or a library to open.
        paths: Vec<PathBuf>,
        /// The library named by `--library` or the environment.
        library: Option<PathBuf>,
    },
    /// It is done, or it failed; the message is printed.
    Done(Exit),
}

#[derive(Debug, Parser)]
#[command(name = "wherefore", version, about = "Session replay and heatmaps on your own computer")]
#[command(after_help = "With no command, or with files only, the window opens.")]
struct Arguments {
    /// The library [default: `$WHEREFORE_LIBRARY`, else one in your data folder]
    #[arg(long, global = true, value_name = "FILE")]
    library: Option<PathBuf>,
    /// Print one JSON value
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Option<Command>,
    /// Recordings, bundles or a library to open in the window
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Demo),
    Import(import::Import),
    Sessions(sessions::Sessions),
    Session(session::Session),
    Frame(frame::Frame),
    Clip(clip::Clip),
    Pages(pages::Pages),
    Heatmap(heatmap::Heatmap),
    Funnel(funnel::Funnel),
    Queue(queue::Queue),
    Hypothesis(hypothesis::Hypothesis),
    Experiment(experiment::Experiment),
    Export(export::Export),
    Check(check::Check),
}

/// Reads the arguments, the program's name first, and does what they say unless they ask for the
/// window. `now_ms` is the time, ms since 1970.
pub fn run(arguments: Vec<OsString>, now_ms: i64) -> Asked {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return Asked::Done(output::clap(&error)),
    };
    let library = arguments.library.or_else(setting::library_of_environment);
    match arguments.command {
        None => window(arguments.paths, library),
        Some(_) if !arguments.paths.is_empty() => {
            let error = usage(format!("{} stands before the command", arguments.paths[0].display()));
            Asked::Done(output::exit(Err(error)))
        }
        Some(command) => {
            let setting = Setting { library, json: arguments.json, now_ms };
            Asked::Done(output::exit(perform(command, &setting)))
        }
    }
}

/// The window for files that are there; a word that is no file was meant as a command.
fn window(paths: Vec<PathBuf>, library: Option<PathBuf>) -> Asked {
    match paths.iter().find(|path| !path.exists()) {
        None => Asked::Window { paths, library },
        Some(missing) => {
            let missing = missing.display();
            let error =
                usage(format!("{missing} is no command and no file: `wherefore --help` lists the commands"));
            Asked::Done(output::exit(Err(error)))
        }
    }
}

fn perform(command: Command, setting: &Setting) -> Result<Exit> {
    match command {
        Command::Demo(command) => command.run(setting),
        Command::Import(command) => command.run(setting),
        Command::Sessions(command) => command.run(setting),
        Command::Session(command) => command.run(setting),
        Command::Frame(command) => command.run(setting),
        Command::Clip(command) => command.run(setting),
        Command::Pages(command) => command.run(setting),
        Command::Heatmap(command) => command.run(setting),
        Command::Funnel(command) => command.run(setting),
        Command::Queue(command) => command.run(setting),
        Command::Hypothesis(command) => command.run(setting),
        Command::Experiment(command) => command.run(setting),
        Command::Export(command) => command.run(setting),
        Command::Check(command) => command.run(setting),
    }
}
