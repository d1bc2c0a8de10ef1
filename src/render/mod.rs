//! A page to pixels, behind one adapter for the drawing engine. Knows no window.
