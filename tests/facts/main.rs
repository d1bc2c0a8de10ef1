//! Facts of recordings made by hand: every rule at its edges.

mod anything;
mod elements;
mod fixtures;
mod hands;
mod pages;
mod shop;
mod signals;
mod visit;
