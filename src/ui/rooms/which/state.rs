//! What the Which room knows: the draft being edited, and what was worked out about each hypothesis.

use super::WhichCommand;
use crate::findings::{self, Finding, FindingsRequest, Kit};
use crate::library::{Answer, Hypothesis};
use crate::render::Picture;
use crate::ui::command::Command;
use crate::ui::jobs::Slot;
use crate::ui::state::Opened;
use crate::ui::words;
use egui::{ColorImage, Context, TextureFilter, TextureHandle, TextureOptions};
use std::collections::BTreeMap;
use std::fmt;

/// A piece of evidence by its id, and its picture or why it has none.
type Still = (i64, Result<ColorImage, String>);

/// What the room knows.
#[derive(Default)]
pub struct WhichState {
    /// Decided hypotheses are listed, not the open ones.
    pub decided: bool,
    draft: Option<Draft>,
    findings: BTreeMap<String, Finding>,
    findings_of: Option<u64>,
    finding: Slot<u64, Vec<Finding>>,
    stills: BTreeMap<i64, TextureHandle>,
    without_still: BTreeMap<i64, String>,
    drawing: Slot<String, Vec<Still>>,
    drawn_for: Option<(String, u64)>,
    answers: BTreeMap<String, Vec<Answer>>,
    /// The tag that is being typed.
    pub(super) new_tag: String,
}

impl fmt::Debug for WhichState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WhichState").field("decided", &self.decided).finish_non_exhaustive()
    }
}

/// A hypothesis as it is being edited, and as it was when the editing began.
#[derive(Debug, Clone)]
struct Draft {
    now: Hypothesis,
    base: Hypothesis,
}

impl WhichState {
    /// The hypothesis to show: the chosen one, else the first of the list.
    pub(super) fn choose(&self, opened: &Opened, chosen: Option<&str>) -> Option<String> {
        let known = chosen.filter(|id| opened.hypothesis(id).is_some());
        let first = opened.hypotheses.iter().find(|it| it.status.decided() == self.decided);
        known.map(str::to_owned).or_else(|| first.map(|it| it.id.clone()))
    }

    /// What is known about a hypothesis, once it was worked out.
    pub fn finding(&self, id: &str) -> Option<&Finding> {
        self.findings.get(id)
    }

    /// The picture of a piece of evidence, or why there is none, or `None` while it is being drawn.
    pub(super) fn still(&self, evidence: i64) -> Option<Result<&TextureHandle, &str>> {
        let drawn = self.stills.get(&evidence).map(Ok);
        drawn.or_else(|| self.without_still.get(&evidence).map(|why| Err(why.as_str())))
    }

    /// What shoppers of the hypothesis's evidence said.
    pub(super) fn answers(&self, hypothesis: &str) -> &[Answer] {
        self.answers.get(hypothesis).map_or(&[], Vec::as_slice)
    }

    /// Begins a draft of `hypothesis`, and writes the one before if it was changed. A draft whose
    /// hypothesis was changed elsewhere, by undo for one, is begun anew.
    pub(super) fn keep_draft(&mut self, hypothesis: &Hypothesis, commands: &mut Vec<Command>) {
        let current = self.draft.as_ref().is_some_and(|draft| draft.base == *hypothesis);
        if current {
            return;
        }
        if let Some(draft) = self.draft.take()
            && draft.base.id != hypothesis.id
            && draft.now != draft.base
        {
            commands.push(Command::Which(WhichCommand::Write(Box::new(draft.now))));
        }
        self.draft = Some(Draft { now: hypothesis.clone(), base: hypothesis.clone() });
    }

    /// The draft, to be edited.
    pub(super) fn draft(&mut self) -> Option<&mut Hypothesis> {
        self.draft.as_mut().map(|draft| &mut draft.now)
    }

    /// Asks for the draft to be written if it differs.
    pub(super) fn commit(&self, commands: &mut Vec<Command>) {
        if let Some(draft) = &self.draft
            && draft.now != draft.base
        {
            commands.push(Command::Which(WhichCommand::Write(Box::new(draft.now.clone()))));
        }
    }

    /// Polls and starts work. Cheap when nothing changed.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn tick(
        &mut self,
        opened: &Opened,
        chosen: Option<&str>,
        kit: &Kit,
        ctx: &Context,
    ) -> anyhow::Result<()> {
        if let Some((revision, found)) = self.finding.poll() {
            self.answers.clear();
            for finding in found? {
                self.keep(opened, finding)?;
            }
            self.findings_of = Some(revision);
        }
        if self.findings_of != Some(opened.revision) && self.finding.key() != Some(&opened.revision) {
            let (library, kit) = (opened.library.reader()?, kit.clone());
            let request = FindingsRequest { now_ms: words::now_ms(), ..FindingsRequest::default() };
            self.finding.start(ctx, "findings", opened.revision, move |progress| {
                Ok(findings::findings(&library, &request, &kit, progress)?.findings)
            })?;
        }
        self.tick_stills(opened, chosen, kit, ctx)
    }

    fn keep(&mut self, opened: &Opened, finding: Finding) -> anyhow::Result<()> {
        let id = finding.hypothesis.id.clone();
        let mut said = Vec::new();
        let mut sessions: Vec<&str> =
            finding.evidence.iter().map(|it| it.evidence.session.as_str()).collect();
        sessions.sort_unstable();
        sessions.dedup();
        for session in sessions {
            said.extend(opened.library.answers(session)?);
        }
        self.answers.insert(id.clone(), said);
        self.findings.insert(id, finding);
        Ok(())
    }

    fn tick_stills(
        &mut self,
        opened: &Opened,
        chosen: Option<&str>,
        kit: &Kit,
        ctx: &Context,
    ) -> anyhow::Result<()> {
        if let Some((_, pictures)) = self.drawing.poll() {
            for (evidence, picture) in pictures? {
                match picture {
                    Ok(image) => {
                        let name = format!("evidence {evidence}");
                        // Shown at a fifth of its size: without mipmaps it would be grains.
                        let smooth = TextureOptions {
                            mipmap_mode: Some(TextureFilter::Linear),
                            ..TextureOptions::LINEAR
                        };
                        self.stills.insert(evidence, ctx.load_texture(name, image, smooth));
                    }
                    Err(why) => drop(self.without_still.insert(evidence, why)),
                }
            }
        }
        let Some(id) = self.choose(opened, chosen) else { return Ok(()) };
        let key = (id, opened.revision);
        if self.drawn_for.as_ref() == Some(&key) || self.drawing.is_running() {
            return Ok(());
        }
        let Some(finding) = self.findings.get(&key.0) else { return Ok(()) };
        let missing = finding.evidence.iter().any(|it| self.still(it.evidence.id).is_none());
        if missing {
            let (library, kit) = (opened.library.reader()?, kit.clone());
            let hypotheses = vec![key.0.clone()];
            let request = FindingsRequest {
                hypotheses,
                stills: true,
                now_ms: words::now_ms(),
                ..FindingsRequest::default()
            };
            self.drawing.start(ctx, "stills", key.0.clone(), move |progress| {
                let found = findings::findings(&library, &request, &kit, progress)?;
                Ok(found.findings.into_iter().flat_map(|it| it.evidence).map(|it| picture(&it)).collect())
            })?;
        }
        if self.findings_of == Some(opened.revision) {
            self.drawn_for = Some(key);
        }
        Ok(())
    }
}

fn picture(pinned: &findings::Pinned) -> Still {
    let why = || pinned.no_still.clone().unwrap_or_else(|| "The whole session".to_owned());
    let drawn = pinned.still.as_deref().and_then(|bytes| Picture::from_encoded(bytes).ok());
    let image = drawn.map(|picture| {
        ColorImage::from_rgba_unmultiplied([picture.width as usize, picture.height as usize], &picture.rgba)
    });
    (pinned.evidence.id, image.ok_or_else(why))
}
