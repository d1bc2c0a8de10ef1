//! `experiment`: how large an A/B test must be, and what its result is worth.

use super::output::{Exit, say, say_json, usage};
use super::setting::Setting;
use super::text;
use crate::analysis::stats::{Arm, Comparison, PerArm, Verdict, compare, per_arm};
use crate::library::{Library, Order, Segment};
use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::json;

/// How large an A/B test must be, and what its result is worth
#[derive(Debug, Args)]
pub(super) struct Experiment {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Sessions that each arm needs
    Plan(Plan),
    /// What the counts of two arms say
    #[command(name = "result")]
    Outcome(Outcome),
}

#[derive(Debug, Args)]
struct Plan {
    /// Today's conversion rate: 0.02 or 2%
    #[arg(long)]
    baseline: String,
    /// The smallest change worth finding: 10% of the baseline, or 0.002 as a rate
    #[arg(long)]
    lift: String,
    /// The chance to find it if it is there
    #[arg(long, default_value_t = 0.8)]
    power: f64,
    /// The chance to find something that is not there
    #[arg(long, default_value_t = 0.05)]
    alpha: f64,
    /// Arms, the unchanged one too; with more than two, alpha is shared among the comparisons
    #[arg(long, default_value_t = 2)]
    arms: u32,
}

#[derive(Debug, Args)]
struct Outcome {
    /// An arm's sessions and conversions, the unchanged one first: A=10000/200
    #[arg(long = "arm", value_name = "NAME=SESSIONS/CONVERSIONS", required = true)]
    arms: Vec<String>,
    /// How the sessions were to be split
    #[arg(long, default_value = "1:1")]
    split: String,
}

impl Experiment {
    pub(super) fn run(self, setting: &Setting) -> Result<Exit> {
        match self.action {
            Action::Plan(plan) => plan.run(setting),
            Action::Outcome(outcome) => outcome.run(setting),
        }
    }
}

impl Plan {
    fn run(&self, setting: &Setting) -> Result<Exit> {
        let baseline = rate(&self.baseline)?;
        let change =
            if self.lift.trim().ends_with('%') { baseline * rate(&self.lift)? } else { rate(&self.lift)? };
        if !(2..=20).contains(&self.arms) {
            return Err(usage("a test has 2 to 20 arms"));
        }
        let alpha = self.alpha / f64::from(self.arms - 1);
        let sizes = per_arm(baseline, change, alpha, self.power).ok_or_else(|| {
            usage(
                "rates, power and alpha lie between 0 and 1, and the change may not be 0 or lead beyond them",
            )
        })?;
        let PerArm { pooled, evan_miller, rule_of_16 } = sizes;
        let per_day = sessions_per_day(setting)?;
        let total = pooled * u64::from(self.arms);
        let days = per_day.map(|rate| (total as f64 / rate).ceil());
        if setting.json {
            say_json(&json!({
                "baseline": baseline, "change": change, "lift": change / baseline, "power": self.power,
                "alpha": self.alpha, "alpha_per_comparison": alpha, "arms": self.arms, "per_arm": sizes,
                "total": total, "sessions_per_day": per_day, "days": days,
            }))?;
            return Ok(Exit::Done);
        }
        let days = days.map_or_else(text::unknown, |days| format!("{days:.0}"));
        say(&format!(
            "sessions per arm  {}  (pooled, as R)\n                  {}  (Evan Miller)\n                  {}  (rule of 16)\n\
             days              {days}  (at the library's rate)\n",
            text::count(pooled),
            text::count(evan_miller),
            text::count(rule_of_16)
        ))?;
        Ok(Exit::Done)
    }
}

impl Outcome {
    fn run(&self, setting: &Setting) -> Result<Exit> {
        let arms = self.arms.iter().map(|text| arm(text)).collect::<Result<Vec<_>>>()?;
        let [(name_a, a), (name_b, b)] = &arms[..] else {
            return Err(usage("give two arms: --arm A=10000/200 --arm B=10000/240"));
        };
        let found = compare(*a, *b, split(&self.split)?).ok_or_else(|| {
            usage("an arm has at least one session, and not more conversions than sessions")
        })?;
        if setting.json {
            let Comparison { srm_p_value, srm, difference, interval, lift, .. } = found;
            say_json(&json!({
                "arms": [
                    { "name": name_a, "sessions": a.sessions, "conversions": a.conversions, "rate": a.rate() },
                    { "name": name_b, "sessions": b.sessions, "conversions": b.conversions, "rate": b.rate() },
                ],
                "srm": { "p_value": srm_p_value, "broken": srm },
                "difference": { "value": difference, "low": interval.low, "high": interval.high, "lift": lift },
                "p_value": found.p_value,
                "chance_to_win": found.chance_to_win,
                "expected_loss": found.expected_loss,
                "peek_safe": found.peek_safe,
                "verdict": found.verdict,
            }))?;
        } else {
            say(&describe(&found, name_a, name_b))?;
        }
        Ok(Exit::Done)
    }
}

fn describe(found: &Comparison, a: &str, b: &str) -> String {
    let points = |part: f64| format!("{:+.3}", part * 100.0);
    let verdict = match found.verdict {
        Verdict::BrokenSplit => "the split is broken: find out why before reading on".to_owned(),
        Verdict::BetterB => format!("{b} is better, however often you looked"),
        Verdict::BetterA => format!("{a} is better, however often you looked"),
        Verdict::OnlyAtPlannedEnd => {
            "different only if the size was fixed before and this is the first look; otherwise go on"
                .to_owned()
        }
        Verdict::Undecided => "not decided".to_owned(),
    };
    format!(
        "split          p = {:.4}\ndifference     {} points, 95 % interval {} to {}\npeek-safe      {} to {}\n\
         p-value        {:.4}\nchance to win  {}\nexpected loss  {} points\nverdict        {verdict}\n",
        found.srm_p_value,
        points(found.difference),
        points(found.interval.low),
        points(found.interval.high),
        points(found.peek_safe.low),
        points(found.peek_safe.high),
        found.p_value,
        text::percent(Some(found.chance_to_win)),
        points(found.expected_loss),
    )
}

/// `0.02` or `2%`.
fn rate(text: &str) -> Result<f64> {
    let text = text.trim();
    let (number, part) = text.strip_suffix('%').map_or((text, 1.0), |number| (number.trim(), 100.0));
    let value = number.parse::<f64>().ok().filter(|value| value.is_finite());
    Ok(value.ok_or_else(|| usage(format!("{text:?} is no rate: 0.02 or 2%")))? / part)
}

/// `A=10000/200`.
fn arm(text: &str) -> Result<(String, Arm)> {
    let parts = text.split_once('=').and_then(|(name, counts)| {
        let (sessions, conversions) = counts.split_once('/')?;
        Some((name, sessions.trim().parse().ok()?, conversions.trim().parse().ok()?))
    });
    let (name, sessions, conversions) = parts
        .ok_or_else(|| usage(format!("{text:?} is no arm: A=10000/200, sessions before conversions")))?;
    Ok((name.trim().to_owned(), Arm { sessions, conversions }))
}

/// `1:1` as the part of the first.
fn split(text: &str) -> Result<f64> {
    let parts =
        text.split_once(':').and_then(|(a, b)| Some((a.parse::<f64>().ok()?, b.parse::<f64>().ok()?)));
    match parts {
        Some((a, b)) if a > 0.0 && b > 0.0 && (a + b).is_finite() => Ok(a / (a + b)),
        _ => Err(usage(format!("{text:?} is no split: 1:1 or 9:1"))),
    }
}

/// Sessions a day in the library, from the first to the last; `None` without a library or a day.
fn sessions_per_day(setting: &Setting) -> Result<Option<f64>> {
    let Some(path) = setting.library_if_there() else { return Ok(None) };
    let sessions = Library::open_read_only(&path)?.sessions(&Segment::default(), Order::default())?;
    let starts = sessions.iter().map(|session| session.started_at_ms);
    let (Some(first), Some(last)) = (starts.clone().min(), starts.max()) else { return Ok(None) };
    let days = (last - first) as f64 / 86_400_000.0;
    Ok((days >= 1.0).then(|| sessions.len() as f64 / days))
}
