//! Parses the arguments, runs the command line or the window, turns the result into an exit code.

fn main() {}
