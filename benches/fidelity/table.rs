//! The report: a line a moment, then medians, worst and the commonest causes.

use super::moments::Drawn;
use super::{boxes, score, stem};
use anyhow::Context as _;
use std::collections::BTreeMap;
use std::path::Path;
use wherefore::render::Picture;

/// What was found so far.
#[derive(Default)]
pub(crate) struct Table {
    ssim: Vec<f64>,
    differing: Vec<f64>,
    clicked: (usize, usize),
    all: (usize, usize),
    causes: BTreeMap<String, usize>,
}

impl Table {
    /// Compares one moment and prints its line.
    pub(crate) fn add(&mut self, ours: &Drawn, out: &Path, details: bool) -> anyhow::Result<()> {
        let file = |kind: &str| out.join(format!("{}.{kind}", stem(ours)));
        let Ok(bytes) = std::fs::read(file("theirs.png")) else {
            println!("{:<44} Chromium drew nothing", stem(ours));
            return Ok(());
        };
        let theirs = Picture::from_encoded(&bytes).context("reading Chromium's picture")?;
        let places = std::fs::read_to_string(file("theirs.json"))?;
        let found = boxes::compare(ours, &serde_json::from_str(&places)?);
        let (ssim, differing) =
            (score::ssim(&ours.picture, &theirs), score::differing(&ours.picture, &theirs));
        let (near, all) = (found.all.1, found.all.0);
        let missing = if ours.missing.is_empty() {
            String::new()
        } else {
            format!("  {} files missing", ours.missing.len())
        };
        println!(
            "{:<44} SSIM {ssim:.3}  differing {:5.2} %  boxes {near}/{all}  clicked {}/{}{missing}",
            stem(ours),
            differing * 100.0,
            found.clicked.1,
            found.clicked.0,
        );
        if details {
            for (name, a, b) in found.causes.iter().take(12) {
                println!(
                    "    {name}: {:.0}×{:.0}, Chromium {:.0}×{:.0}",
                    a.width, a.height, b.width, b.height
                );
            }
        }
        self.ssim.push(ssim);
        self.differing.push(differing);
        self.clicked = (self.clicked.0 + found.clicked.0, self.clicked.1 + found.clicked.1);
        self.all = (self.all.0 + all, self.all.1 + near);
        for (name, ..) in found.causes {
            *self.causes.entry(name).or_default() += 1;
        }
        Ok(())
    }

    /// The summary.
    pub(crate) fn print(mut self) {
        if self.ssim.is_empty() {
            return;
        }
        self.ssim.sort_by(f64::total_cmp);
        self.differing.sort_by(f64::total_cmp);
        let middle = self.ssim.len() / 2;
        let share = |(all, near): (usize, usize)| near as f64 / all.max(1) as f64 * 100.0;
        println!("\n{} moments", self.ssim.len());
        println!("SSIM       median {:.4}, worst {:.4}", self.ssim[middle], self.ssim[0]);
        println!(
            "differing  median {:.2} %, worst {:.2} %",
            self.differing[middle] * 100.0,
            self.differing[self.differing.len() - 1] * 100.0
        );
        println!(
            "boxes within 4 px: clicked elements {:.1} %, all {:.1} %",
            share(self.clicked),
            share(self.all)
        );
        let mut causes: Vec<(String, usize)> = self.causes.into_iter().collect();
        causes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        println!("innermost elements of another size, commonest first:");
        for (name, count) in causes.into_iter().take(25) {
            println!("  {count:>4} {name}");
        }
    }
}
