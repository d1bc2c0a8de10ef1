//! The little pictures in the list of pages: from the bundle's screenshots, else from the page as it is
//! drawn. Made one page after another while nothing else is being made, and kept while the library is open.

use crate::event::Device;
use crate::findings::{BackgroundChoice, HeatRequest, Kit, background_of};
use crate::job::{Job, Poll, Progress};
use crate::library::{Library, PageSummary};
use crate::render::Picture;
use egui::{ColorImage, Context, TextureHandle, TextureOptions};
use std::collections::{BTreeMap, BTreeSet};

/// Width of a picture, px.
const WIDTH: u32 = 80;
/// So many pages without a screenshot are drawn for their little picture alone.
const DRAWN: usize = 16;

/// The little pictures.
#[derive(Default)]
pub(super) struct Thumbnails {
    made: BTreeMap<String, TextureHandle>,
    tried: BTreeSet<String>,
    job: Option<Job<(String, Option<ColorImage>)>>,
    /// Of which state of the library.
    of: Option<u64>,
}

impl Thumbnails {
    /// The picture of a page.
    pub(super) fn of(&self, page: &str) -> Option<&TextureHandle> {
        self.made.get(page)
    }

    /// Takes a picture that was made anyway.
    pub(super) fn put(&mut self, ctx: &Context, page: &str, picture: &Picture) {
        if !self.made.contains_key(page) {
            self.made.insert(page.to_owned(), texture(ctx, page, small(picture)));
        }
    }

    /// Takes what is ready and begins the next. `rest` says that nothing else is being made.
    ///
    /// # Errors
    /// When the library cannot be opened once more.
    pub(super) fn tick(
        &mut self,
        (library, kit, revision): (&Library, &Kit, u64),
        pages: &[PageSummary],
        rest: bool,
        ctx: &Context,
    ) -> Result<(), crate::library::Error> {
        if self.of != Some(revision) {
            self.of = Some(revision);
            self.tried.clear();
        }
        match self.job.as_ref().map(Job::poll) {
            Some(Poll::Running) => return Ok(()),
            Some(Poll::Done((page, image))) => {
                if let Some(image) = image {
                    let texture = texture(ctx, &page, image);
                    self.made.insert(page, texture);
                }
                self.job = None;
            }
            Some(Poll::Panicked) => self.job = None,
            None => {}
        }
        let next =
            pages.iter().find(|page| !self.made.contains_key(&page.page) && !self.tried.contains(&page.page));
        let Some(page) = next.filter(|_| rest) else { return Ok(()) };
        let draw = self.tried.len() < DRAWN;
        self.tried.insert(page.page.clone());
        let device = page.devices.iter().max_by_key(|(_, views)| **views).map(|(device, _)| *device);
        let (library, kit, page, wake) = (library.reader()?, kit.clone(), page.page.clone(), ctx.clone());
        let work = move |progress: &Progress| {
            let image = screenshot(&library, &page)
                .or_else(|| drawn((&library, &kit), &page, device.filter(|_| draw)?, progress));
            (page, image)
        };
        self.job = Job::spawn("thumbnail", move || wake.request_repaint(), work).ok();
        Ok(())
    }
}

fn texture(ctx: &Context, page: &str, image: ColorImage) -> TextureHandle {
    ctx.load_texture(page, image, TextureOptions::LINEAR)
}

/// From a screenshot of the page, phones first, as the picture is upright.
fn screenshot(library: &Library, page: &str) -> Option<ColorImage> {
    let (_, number) = [Device::Mobile, Device::Desktop, Device::Tablet]
        .into_iter()
        .find_map(|device| library.screenshots(page, device).ok()?.into_iter().next())?;
    Some(small(&Picture::from_encoded(&library.screenshot(number).ok()?).ok()?))
}

/// From the page as it is drawn.
fn drawn(
    (library, kit): (&Library, &Kit),
    page: &str,
    device: Device,
    progress: &Progress,
) -> Option<ColorImage> {
    let mut request = HeatRequest::new(page, device);
    request.shown.choice = BackgroundChoice::Drawn;
    let made = background_of(library, &request.background(), kit, progress).ok()?;
    Some(small(&made.picture))
}

/// The top of the page, 34 : 40, made small.
fn small(picture: &Picture) -> ColorImage {
    let part = picture.crop((0, 0), (picture.width, picture.width * 40 / 34));
    let part = part.scaled(WIDTH, (part.height * WIDTH / part.width.max(1)).max(1));
    let mut upright = Picture::filled(WIDTH, WIDTH * 40 / 34, [255; 4]);
    upright.put(&part, (0, 0));
    ColorImage::from_rgba_unmultiplied([upright.width as usize, upright.height as usize], &upright.rgba)
}
