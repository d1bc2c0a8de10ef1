//! Hypotheses with what is known of them, and reports. Knows no window.
