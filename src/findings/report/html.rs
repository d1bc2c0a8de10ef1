//! Findings as one HTML page. Everything is inside it: it opens offline, runs no script and asks
//! for no file. What people and pages wrote is escaped by the template.

use super::super::{Finding, Findings, Pinned};
use super::words;
use crate::event::Device;
use crate::library::Stance;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("report.css");

pub(super) fn page(findings: &Findings) -> String {
    let title = format!("{}: findings", words::site(findings));
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy"
                    content="default-src 'none'; img-src data:; style-src 'unsafe-inline'";
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (title) }
                    p { (words::scope(findings)) }
                    p.faint { "Made " (words::made(findings)) " with Wherefore." }
                }
                main {
                    @if findings.findings.is_empty() {
                        p { "No hypothesis was written yet." }
                    } @else if findings.findings.len() > 1 {
                        (contents(findings))
                    }
                    @for finding in &findings.findings { (section(finding)) }
                }
                footer {
                    p {
                        "A count of watched sessions shows that something happens. It is a rate for all shoppers \
                         only where the sessions were drawn at random."
                    }
                }
            }
        }
    }
    .into_string()
}

fn contents(findings: &Findings) -> Markup {
    html! {
        table.contents {
            thead { tr {
                th { "Hypothesis" } th { "Status" } th.number { "Seen in" } th.number { "Lost carts" }
            } }
            tbody {
                @for finding in &findings.findings {
                    tr {
                        td {
                            a href={ "#" (finding.hypothesis.id) } {
                                (finding.hypothesis.id) " " (finding.hypothesis.title)
                            }
                        }
                        td { (finding.hypothesis.status.name()) }
                        td.number { (finding.prevalence.seen) " of " (finding.prevalence.watched) " watched" }
                        td.number {
                            @match finding.lost_carts {
                                Some(sum) => { (words::money(sum, finding.currency.as_deref())) }
                                None => { span.faint { "not told" } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn section(finding: &Finding) -> Markup {
    let hypothesis = &finding.hypothesis;
    let parts = [
        ("Because we saw", &hypothesis.because),
        ("we believe", &hypothesis.believe),
        ("We will know when", &hypothesis.know_when),
    ];
    html! {
        section id=(hypothesis.id) {
            h2 { span.id { (hypothesis.id) } " " (hypothesis.title) }
            p.facts {
                span.status { (hypothesis.status.name()) }
                @if !hypothesis.owner.is_empty() { span { "Owner: " (hypothesis.owner) } }
                @for tag in &hypothesis.tags { span.tag { (tag) } }
            }
            dl {
                @for (lead, words) in parts.iter().filter(|(_, words)| !words.is_empty()) {
                    dt { (lead) } dd { (words) }
                }
                dt { "Prevalence" } dd { (finding.prevalence_sentence) (bar(finding)) }
                @if let Some(lost) = words::lost(finding) { dt { "Lost carts" } dd { (lost) } }
                @if !hypothesis.segment.is_empty() { dt { "Segment" } dd { code { (hypothesis.segment) } } }
                @if !hypothesis.notes.is_empty() { dt { "Notes" } dd.notes { (hypothesis.notes) } }
            }
            @if finding.evidence.is_empty() {
                p.faint { "No evidence was pinned yet." }
            } @else {
                h3 {
                    "Evidence: " (finding.sessions_for) " for, " (finding.sessions_against) " against"
                }
                div.evidence { @for pinned in &finding.evidence { (figure(pinned)) } }
            }
        }
    }
}

/// The interval as a bar, where there is one.
fn bar(finding: &Finding) -> Markup {
    let seen = &finding.prevalence;
    let Some(interval) = seen.interval else { return html! {} };
    let percent = |part: f64| format!("{:.2}", part * 100.0);
    let (low, width) = (percent(interval.low), percent(interval.high - interval.low));
    let point = percent(seen.seen as f64 / seen.watched.max(1) as f64);
    html! {
        svg.bar viewBox="0 0 100 6" preserveAspectRatio="none" role="img"
            aria-label={ "Interval " (percent(interval.low)) " to " (percent(interval.high)) " percent" } {
            rect.whole x="0" y="2.5" width="100" height="1" {}
            rect.interval x=(low) y="1.5" width=(width) height="3" {}
            rect.point x=(point) y="0" width="0.6" height="6" {}
        }
    }
}

fn figure(pinned: &Pinned) -> Markup {
    let against = pinned.evidence.stance == Stance::Against;
    let narrow = pinned.of.as_ref().is_some_and(|of| of.audience.device == Device::Mobile);
    html! {
        figure.against[against].narrow[narrow] {
            @if let Some(still) = &pinned.still {
                img alt={ "The page at that moment: " (words::caption(pinned)) }
                    src={ "data:image/png;base64," (BASE64_STANDARD.encode(still)) };
            } @else if let Some(why) = &pinned.no_still {
                p.faint { "No picture: " (why) }
            }
            figcaption {
                p { strong { (words::stance(pinned.evidence.stance)) } " · " (words::caption(pinned)) }
                @if !pinned.evidence.note.is_empty() { p { (pinned.evidence.note) } }
                @for signal in &pinned.signals { p.signal { (signal) } }
            }
        }
    }
}
