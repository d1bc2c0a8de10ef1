//! The window. Reads state and returns commands.
