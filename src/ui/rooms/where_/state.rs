//! What the Where room shows, and the jobs that make it.

use super::{SideTab, WhereCommand};
use crate::analysis::heat::{ElementHeat, HeatKind};
use crate::event::Device;
use crate::findings::{self, HeatMap, HeatRequest, Kit};
use crate::job::{Job, Poll, Progress};
use crate::library::{Library, PageSummary, Segment};
use crate::render::{Background, HeatLook, Picture, heat_layer, lay_over, reach_layer};
use crate::ui::widgets::stage::Tiles;
use egui::{ColorImage, Context, TextureHandle, TextureOptions};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// How far the page steps back under the heat.
const VEIL: f32 = 0.32;
/// Width of the little pictures in the list of pages, pixels.
const THUMBNAIL: u32 = 80;

/// What of this room survives a restart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WhereOptions {
    /// The key of the chosen page.
    pub page: Option<String>,
    /// The chosen class of device.
    pub device: Option<Device>,
    /// The name of the chosen kind of heat.
    pub kind: String,
    /// Of the heat, 0–1.
    pub opacity: f32,
    /// The tab beside the page.
    pub tab: SideTab,
}

impl Default for WhereOptions {
    fn default() -> Self {
        Self {
            page: None,
            device: None,
            kind: HeatKind::Click.name().to_owned(),
            opacity: 0.85,
            tab: SideTab::default(),
        }
    }
}

/// What the room looks at. `revision` grows whenever the library's sessions change.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The open library.
    pub library: &'a Library,
    /// Which sessions.
    pub segment: &'a Segment,
    /// Of the library.
    pub revision: u64,
    /// What drawing needs.
    pub kit: &'a Kit,
}

/// What makes a heatmap this one and no other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct HeatKey {
    revision: u64,
    pub(super) page: String,
    pub(super) device: Device,
    pub(super) kind: HeatKind,
    segment: Segment,
}

/// A heatmap ready to be painted.
pub(super) struct Shown {
    pub(super) key: HeatKey,
    pub(super) map: HeatMap,
    pub(super) page: Tiles,
    pub(super) heat: Tiles,
}

struct Made {
    map: HeatMap,
    page: Picture,
    heat: Picture,
}

type Thumbnails = Vec<(String, ColorImage)>;

/// The room.
#[derive(Default)]
pub struct WhereState {
    /// What survives a restart.
    pub options: WhereOptions,
    pub(super) pages: Vec<PageSummary>,
    pages_of: Option<(u64, Segment)>,
    pub(super) thumbnails: BTreeMap<String, TextureHandle>,
    thumbnails_of: Option<u64>,
    thumbnail_job: Option<Job<Thumbnails>>,
    pub(super) shown: Option<Shown>,
    making: Option<(HeatKey, Job<Result<Made, String>>)>,
    pub(super) trouble: Option<(HeatKey, String)>,
    pub(super) chosen: Option<String>,
}

impl fmt::Debug for WhereState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WhereState").field("options", &self.options).finish_non_exhaustive()
    }
}

impl WhereState {
    /// The chosen kind of heat.
    pub fn kind(&self) -> HeatKind {
        HeatKind::parse(&self.options.kind).unwrap_or_default()
    }

    /// The chosen page, or the first.
    pub fn page(&self) -> Option<&PageSummary> {
        let chosen = self.options.page.as_deref();
        self.pages.iter().find(|page| Some(page.page.as_str()) == chosen).or(self.pages.first())
    }

    /// The chosen class of device where the page was seen on it, else the one it was seen on most.
    pub fn device(&self) -> Option<Device> {
        let devices = &self.page()?.devices;
        let chosen = self.options.device.filter(|device| devices.get(device).is_some_and(|views| *views > 0));
        chosen.or_else(|| devices.iter().max_by_key(|(_, views)| **views).map(|(device, _)| *device))
    }

    /// How far the heatmap is that is being made: steps done and announced.
    pub fn progress(&self) -> Option<(u64, u64)> {
        self.making.as_ref().map(|(_, job)| job.progress().counts())
    }

    /// The heatmap that is shown.
    pub fn map(&self) -> Option<&HeatMap> {
        self.shown.as_ref().map(|shown| &shown.map)
    }

    /// The element that is marked.
    pub fn element(&self) -> Option<&ElementHeat> {
        let chosen = self.chosen.as_deref()?;
        self.map()?.elements.iter().find(|element| element.selector == chosen)
    }

    /// How the heat is laid over the page now, for export.
    pub fn look(&self) -> HeatLook {
        HeatLook { opacity: self.options.opacity, veil: VEIL }
    }

    /// Does what this room was asked for; exports are done by the window.
    pub fn apply(&mut self, command: WhereCommand) {
        match command {
            WhereCommand::Page(page) => {
                self.options.page = Some(page);
                self.chosen = None;
            }
            WhereCommand::Device(device) => self.options.device = Some(device),
            WhereCommand::Kind(kind) => {
                kind.name().clone_into(&mut self.options.kind);
                if kind == HeatKind::Scroll {
                    self.options.tab = SideTab::Scroll;
                } else if self.options.tab == SideTab::Scroll {
                    self.options.tab = SideTab::Elements;
                }
            }
            WhereCommand::Opacity(opacity) => self.options.opacity = opacity.clamp(0.0, 1.0),
            WhereCommand::Choose(selector) => self.chosen = selector,
            WhereCommand::Tab(tab) => self.options.tab = tab,
            WhereCommand::ExportPicture | WhereCommand::ExportTable => {}
        }
    }

    /// Polls the jobs and starts those that are needed. Cheap when nothing changed.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn tick(&mut self, now: Inputs<'_>, ctx: &Context) -> Result<(), crate::library::Error> {
        let same = self
            .pages_of
            .as_ref()
            .is_some_and(|(revision, segment)| *revision == now.revision && segment == now.segment);
        if !same {
            self.pages = now.library.pages(now.segment)?;
            self.pages_of = Some((now.revision, now.segment.clone()));
        }
        self.tick_thumbnails(now, ctx)?;
        self.tick_heat(now, ctx)
    }

    fn tick_thumbnails(&mut self, now: Inputs<'_>, ctx: &Context) -> Result<(), crate::library::Error> {
        if let Some(job) = &self.thumbnail_job {
            match job.poll() {
                Poll::Running => {}
                Poll::Done(pictures) => {
                    self.thumbnails = pictures
                        .into_iter()
                        .map(|(page, image)| {
                            let texture = ctx.load_texture(&page, image, TextureOptions::LINEAR);
                            (page, texture)
                        })
                        .collect();
                    self.thumbnail_job = None;
                }
                Poll::Panicked => self.thumbnail_job = None,
            }
        }
        if self.thumbnails_of == Some(now.revision) {
            return Ok(());
        }
        self.thumbnails_of = Some(now.revision);
        let library = now.library.reader()?;
        let pages: Vec<String> = self.pages.iter().map(|page| page.page.clone()).collect();
        let wake = waker(ctx);
        self.thumbnail_job =
            Job::spawn("thumbnails", wake, move |progress| thumbnails(&library, &pages, progress)).ok();
        Ok(())
    }

    fn tick_heat(&mut self, now: Inputs<'_>, ctx: &Context) -> Result<(), crate::library::Error> {
        let wanted = self.page().map(|page| page.page.clone()).zip(self.device()).map(|(page, device)| {
            HeatKey { revision: now.revision, page, device, kind: self.kind(), segment: now.segment.clone() }
        });
        let Some(wanted) = wanted else {
            self.making = None;
            self.shown = None;
            return Ok(());
        };
        self.take_result(ctx);
        let there = self.shown.as_ref().is_some_and(|shown| shown.key == wanted)
            || self.making.as_ref().is_some_and(|(key, _)| *key == wanted)
            || self.trouble.as_ref().is_some_and(|(key, _)| *key == wanted);
        if there {
            return Ok(());
        }
        let library = now.library.another()?;
        let kit = now.kit.clone();
        let request = HeatRequest {
            page: wanted.page.clone(),
            device: wanted.device,
            kind: wanted.kind,
            segment: wanted.segment.clone(),
        };
        let page_again = self.shown.as_ref().and_then(|shown| {
            let same = shown.key.page == wanted.page
                && shown.key.device == wanted.device
                && shown.key.revision == wanted.revision;
            same.then(|| shown.map.page_picture.clone())
        });
        let job = Job::spawn("heatmap", waker(ctx), move |progress| {
            make(&library, &request, page_again, &kit, progress)
        });
        self.making = job.ok().map(|job| (wanted, job));
        Ok(())
    }

    fn take_result(&mut self, ctx: &Context) {
        let Some((key, job)) = &self.making else { return };
        let result = match job.poll() {
            Poll::Running => return,
            Poll::Done(result) => result,
            Poll::Panicked => Err("Drawing this page failed.".to_owned()),
        };
        let key = key.clone();
        self.making = None;
        match result {
            Ok(made) => {
                self.trouble = None;
                self.shown = Some(Shown {
                    key,
                    map: made.map,
                    page: Tiles::new(ctx, "page", &made.page),
                    heat: Tiles::new(ctx, "heat", &made.heat),
                });
            }
            Err(why) => {
                self.shown = None;
                self.trouble = Some((key, why));
            }
        }
    }
}

fn waker(ctx: &Context) -> impl FnMut() + Send + 'static {
    let ctx = ctx.clone();
    move || ctx.request_repaint()
}

fn make(
    library: &Library,
    request: &HeatRequest,
    page: Option<Arc<Background>>,
    kit: &Kit,
    progress: &Progress,
) -> Result<Made, String> {
    let map = heat_map(library, request, page, kit, progress).map_err(|error| error.to_string())?;
    let picture = &map.page_picture.picture;
    let nothing = Picture { width: picture.width, height: picture.height, rgba: vec![0; picture.rgba.len()] };
    let veiled = lay_over(picture, &nothing, HeatLook { opacity: 0.0, veil: VEIL });
    let heat = if request.kind == HeatKind::Scroll {
        reach_layer(&map.reach(), picture.width, picture.height)
    } else {
        heat_layer(map.cells(), picture.width, picture.height)
    };
    Ok(Made { page: veiled, heat, map })
}

fn heat_map(
    library: &Library,
    request: &HeatRequest,
    page: Option<Arc<Background>>,
    kit: &Kit,
    progress: &Progress,
) -> Result<HeatMap, findings::Error> {
    let Some(page) = page else { return findings::heat_map(library, request, kit, progress) };
    findings::measure_visits(library, request, kit, progress)?;
    let visits = library.page_visits(&request.page, Some(request.device), &request.segment)?;
    Ok(HeatMap::of(request, visits, page))
}

/// Little pictures of the pages that have a screenshot; one that cannot be read has none.
fn thumbnails(library: &Library, pages: &[String], progress: &Progress) -> Thumbnails {
    let mut found = Thumbnails::new();
    for page in pages {
        if progress.advance(1).is_err() {
            break;
        }
        let spec = [Device::Mobile, Device::Desktop, Device::Tablet]
            .into_iter()
            .find_map(|device| library.screenshots(page, device).ok()?.into_iter().next());
        let picture = spec
            .and_then(|(_, number)| library.screenshot(number).ok())
            .and_then(|bytes| Picture::from_encoded(&bytes).ok());
        if let Some(picture) = picture {
            found.push((page.clone(), thumbnail(&picture)));
        }
    }
    found
}

/// The top of the page, 34 : 40, made small by averaging.
fn thumbnail(picture: &Picture) -> ColorImage {
    let height = THUMBNAIL * 40 / 34;
    let step = picture.width.max(1) as f32 / THUMBNAIL as f32;
    let mut bytes = Vec::with_capacity(THUMBNAIL as usize * height as usize * 4);
    for y in 0..height {
        for x in 0..THUMBNAIL {
            bytes.extend_from_slice(&average(picture, x as f32 * step, y as f32 * step, step));
        }
    }
    ColorImage::from_rgba_unmultiplied([THUMBNAIL as usize, height as usize], &bytes)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels of a picture")]
fn average(picture: &Picture, left: f32, top: f32, side: f32) -> [u8; 4] {
    let (mut sum, mut count) = ([0_u32; 3], 0_u32);
    for y in top as u32..((top + side) as u32).max(top as u32 + 1) {
        for x in left as u32..((left + side) as u32).max(left as u32 + 1) {
            let at = (y as usize * picture.width as usize + x as usize) * 4;
            let inside = x < picture.width && y < picture.height;
            let Some(pixel) = picture.rgba.get(at..at + 3).filter(|_| inside) else { continue };
            for (total, byte) in sum.iter_mut().zip(pixel) {
                *total += u32::from(*byte);
            }
            count += 1;
        }
    }
    if count == 0 {
        return [255; 4];
    }
    let [red, green, blue] = sum.map(|total| u8::try_from(total / count).unwrap_or(u8::MAX));
    [red, green, blue, 255]
}
