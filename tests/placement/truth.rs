//! What the script clicked in the sample's visits, as a click listener outside the recorder wrote it down.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A click.
#[derive(Debug, Clone)]
pub(crate) struct Click {
    /// Since the session's first event, ms.
    pub(crate) at: i64,
    /// The nearest control.
    pub(crate) selector: String,
    /// What that says.
    pub(crate) text: String,
}

/// The clicks of each session.
pub(crate) struct Truth(BTreeMap<String, Vec<Click>>);

impl Truth {
    pub(crate) fn read(samples: &Path) -> Self {
        let mut truth = BTreeMap::new();
        for session in json(&samples.join("truth.json"))["sessions"].as_array().unwrap() {
            let clicks = session["clicks"].as_array().unwrap().iter().filter(|it| it["kind"] != "label-echo");
            let list = clicks.map(|click| {
                let of = |name: &str| click[name].as_str().unwrap_or_default().to_owned();
                Click { at: click["t_ms"].as_i64().unwrap(), selector: of("selector"), text: of("text") }
            });
            truth.insert(session["session"].as_str().unwrap().to_owned(), list.collect());
        }
        Self(truth)
    }

    /// How many clicks the script made.
    pub(crate) fn clicks(&self) -> u32 {
        u32::try_from(self.0.values().map(Vec::len).sum::<usize>()).unwrap()
    }

    /// The click of a session at that moment.
    pub(crate) fn at(&self, session: &str, moment: i64) -> &Click {
        let near = |click: &&Click| (click.at - moment).abs() <= 30;
        self.0[session].iter().find(near).expect("each click is in the truth")
    }
}

pub(crate) fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}
