//! Plain data in, plain data out: heat, rankings, rates. Knows no pixels' meaning and no window.
