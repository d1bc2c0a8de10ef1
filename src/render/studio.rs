//! A painter on a thread of its own, for callers that cannot wait or that must not be harmed.
//!
//! A page that makes the engine stop or crawl costs that page alone: a panic ends its painter, and a
//! drawing that takes too long is given up, its thread left behind and another begun. A thread that
//! was left behind cannot be ended; there are never more than a few of them.

use super::stack::{DEEP, contained};
use super::{Assets, Fonts, Painter, Picture, Trouble};
use crate::event::{NodeId, Point, Rect};
use crate::replay::PageState;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What of the page is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// What the visitor saw.
    Viewport,
    /// The page from top to bottom.
    FullPage,
    /// What the visitor saw, made so small that no side is longer than this, px.
    Small(u32),
    /// No picture: only what is on top at this client point; see [`Drawn::under`].
    Under {
        /// Client px from the left.
        x: i32,
        /// Client px from the top.
        y: i32,
    },
}

/// A wish for a picture.
#[derive(Debug, Clone)]
pub struct FrameRequest {
    /// The caller's name for it; comes back with the picture.
    pub key: u64,
    /// The page.
    pub state: PageState,
    /// How much of it.
    pub what: What,
    /// Nodes whose boxes are wanted too.
    pub boxes: Vec<NodeId>,
}

/// The answer to a [`FrameRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The request's key.
    pub key: u64,
    /// The picture, or why there is none.
    pub result: Result<Drawn, Trouble>,
}

/// A drawn page.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// The pixels.
    pub picture: Picture,
    /// The boxes that were asked for, in the order asked, page px; see [`super::Painter::boxes`].
    pub boxes: Vec<Option<Rect>>,
    /// The node that was asked for by [`What::Under`], if there is one.
    pub under: Option<NodeId>,
    /// The page's height, CSS px.
    pub page_height: f64,
    /// Addresses asked for and not known, sorted; see [`super::Painter::missing`].
    pub missing: Vec<String>,
}

/// A drawing that takes longer than this is given up, where nothing else is said.
const LIMIT: Duration = Duration::from_secs(20);

/// So many threads may be held up by pages at once in the whole program; then nothing is begun until
/// one of them has come to its end.
const MOST_STUCK: usize = 3;

/// The threads that are held up.
static STUCK: AtomicUsize = AtomicUsize::new(0);

/// Draws on its own thread. The newest request wins: older ones that have not begun are dropped.
pub struct Studio {
    setup: Setup,
    worker: Mutex<Option<Arc<Desk>>>,
}

/// What a worker begins with; kept, so that another can take its place.
#[derive(Clone)]
struct Setup {
    assets: Arc<dyn Assets>,
    fonts: Fonts,
    wake: Arc<dyn Fn() + Send + Sync>,
    limit: Duration,
}

/// Where a worker finds its work and leaves what it made.
#[derive(Default)]
struct Desk {
    tray: Mutex<Tray>,
    news: Condvar,
}

#[derive(Default)]
struct Tray {
    /// The newest request.
    wanted: Option<FrameRequest>,
    /// Requests that somebody waits for, oldest first.
    awaited: VecDeque<(FrameRequest, SyncSender<Frame>)>,
    /// What is being drawn.
    drawing: Option<Drawing>,
    ready: VecDeque<Frame>,
    closed: bool,
    /// Given up while it was drawing.
    stuck: bool,
}

/// A drawing under way.
#[derive(Clone, Copy)]
struct Drawing {
    key: u64,
    since: Instant,
    /// Somebody waits for it, and watches the clock.
    awaited: bool,
}

impl Studio {
    /// A studio; its thread begins with the first request. `wake` is called from that thread whenever
    /// a frame is ready.
    pub fn new(assets: Arc<dyn Assets>, fonts: Fonts, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self { setup: Setup { assets, fonts, wake: Arc::new(wake), limit: LIMIT }, worker: Mutex::default() }
    }

    /// The same, giving up a drawing after this long. For a studio that has not begun.
    #[must_use]
    pub fn patient(mut self, limit: Duration) -> Self {
        self.setup.limit = limit;
        self
    }

    /// Asks for a picture and returns at once.
    pub fn request(&self, request: FrameRequest) {
        let key = request.key;
        match self.desk() {
            Ok(desk) => {
                desk.tray().wanted = Some(request);
                desk.news.notify_one();
            }
            Err(trouble) => {
                // Kept where `poll` finds it: a desk without a worker.
                let desk = Arc::new(Desk::default());
                desk.tray().ready.push_back(Frame { key, result: Err(trouble) });
                *lock(&self.worker) = Some(desk);
                (self.setup.wake)();
            }
        }
    }

    /// A frame that is ready, each given out once; never blocks.
    pub fn poll(&self) -> Option<Frame> {
        let mut worker = lock(&self.worker);
        let desk = worker.clone()?;
        let mut tray = desk.tray();
        if let Some(frame) = tray.ready.pop_front() {
            return Some(frame);
        }
        let drawing = tray.drawing.filter(|drawing| !drawing.awaited)?;
        if drawing.since.elapsed() < self.setup.limit {
            return None;
        }
        let wanted = tray.abandon();
        drop(tray);
        *worker = None;
        drop(worker);
        if let Some(request) = wanted {
            self.request(request);
        }
        Some(Frame { key: drawing.key, result: Err(self.too_slow()) })
    }

    /// Whether a request is being worked on or waits.
    pub fn is_busy(&self) -> bool {
        let desk = lock(&self.worker).clone();
        desk.is_some_and(|desk| {
            let tray = desk.tray();
            tray.wanted.is_some() || tray.drawing.is_some() || !tray.ready.is_empty()
        })
    }

    /// Draws and waits: for the command line and exports. Goes before waiting requests, and waits at
    /// most as long as a drawing may take, for itself and for each that is ahead of it.
    pub fn draw(&self, request: FrameRequest) -> Frame {
        let key = request.key;
        let desk = match self.desk() {
            Ok(desk) => desk,
            Err(trouble) => return Frame { key, result: Err(trouble) },
        };
        let (sender, frame) = sync_channel(1);
        let mut tray = desk.tray();
        let ahead = tray.awaited.len() + usize::from(tray.drawing.is_some());
        tray.awaited.push_back((request, sender));
        drop(tray);
        desk.news.notify_one();
        let patience = self.setup.limit * u32::try_from(ahead + 1).unwrap_or(u32::MAX);
        frame.recv_timeout(patience).unwrap_or_else(|_| {
            self.replace(&desk);
            Frame { key, result: Err(self.too_slow()) }
        })
    }

    /// Gives a desk up, if it is still the one in use; what was wanted of it is wanted of the next.
    fn replace(&self, desk: &Arc<Desk>) {
        let mut worker = lock(&self.worker);
        if !worker.as_ref().is_some_and(|current| Arc::ptr_eq(current, desk)) {
            return;
        }
        let wanted = desk.tray().abandon();
        *worker = None;
        drop(worker);
        if let Some(request) = wanted {
            self.request(request);
        }
    }

    fn too_slow(&self) -> Trouble {
        Trouble::TooSlow { seconds: self.setup.limit.as_secs() }
    }

    /// The desk of a worker; begins one when there is none.
    fn desk(&self) -> Result<Arc<Desk>, Trouble> {
        let mut worker = lock(&self.worker);
        if let Some(desk) = &*worker
            && Arc::strong_count(desk) > 1
        {
            return Ok(desk.clone());
        }
        if STUCK.load(SeqCst) >= MOST_STUCK {
            return Err(Trouble::HeldUp);
        }
        let desk = Arc::new(Desk::default());
        let (theirs, setup) = (desk.clone(), self.setup.clone());
        std::thread::Builder::new()
            .name("studio".to_owned())
            .stack_size(DEEP)
            .spawn(move || theirs.work(&setup))
            .map_err(|error| Trouble::NoThread(error.to_string()))?;
        *worker = Some(desk.clone());
        Ok(desk)
    }
}

impl Drop for Studio {
    fn drop(&mut self) {
        if let Some(desk) = lock(&self.worker).take() {
            desk.tray().closed = true;
            desk.news.notify_one();
        }
    }
}

impl std::fmt::Debug for Studio {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Studio").finish_non_exhaustive()
    }
}

impl Tray {
    /// Closes it over a drawing that takes too long; gives back what else was wanted.
    fn abandon(&mut self) -> Option<FrameRequest> {
        self.closed = true;
        if self.drawing.is_some() && !self.stuck {
            self.stuck = true;
            STUCK.fetch_add(1, SeqCst);
        }
        self.wanted.take()
    }
}

impl Desk {
    fn tray(&self) -> MutexGuard<'_, Tray> {
        lock(&self.tray)
    }

    /// Draws until the desk is closed. A page that makes the engine panic takes its painter with it,
    /// and the next request finds a new one.
    fn work(&self, setup: &Setup) {
        let mut painter = None;
        while let Some((request, waiting)) = self.next() {
            let key = request.key;
            let mut own =
                painter.take().unwrap_or_else(|| Painter::new(setup.assets.clone(), setup.fonts.clone()));
            let drawn = contained(|| {
                let drawn = draw(&mut own, &request);
                (drawn, own)
            });
            let result = match drawn {
                Ok((result, own)) => {
                    painter = Some(own);
                    result
                }
                Err(trouble) => Err(trouble),
            };
            let frame = Frame { key, result };
            if self.done() {
                return;
            }
            if let Some(waiting) = waiting {
                drop(waiting.send(frame));
            } else {
                self.tray().ready.push_back(frame);
                (setup.wake)();
            }
        }
    }

    /// Notes that a drawing came to its end; whether that is too late and nobody wants it any more.
    fn done(&self) -> bool {
        let mut tray = self.tray();
        tray.drawing = None;
        if tray.stuck {
            STUCK.fetch_sub(1, SeqCst);
        }
        tray.stuck
    }

    /// The next request, and who waits for it; `None` when the desk is closed.
    fn next(&self) -> Option<(FrameRequest, Option<SyncSender<Frame>>)> {
        let idle = |tray: &mut Tray| !tray.closed && tray.wanted.is_none() && tray.awaited.is_empty();
        let tray = self.news.wait_while(self.tray(), idle);
        let mut tray = tray.unwrap_or_else(PoisonError::into_inner);
        if tray.closed {
            return None;
        }
        let awaited = tray.awaited.pop_front().map(|(request, sender)| (request, Some(sender)));
        let next = awaited.or_else(|| Some((tray.wanted.take()?, None)))?;
        tray.drawing = Some(Drawing { key: next.0.key, since: Instant::now(), awaited: next.1.is_some() });
        Some(next)
    }
}

fn draw(painter: &mut Painter, request: &FrameRequest) -> Result<Drawn, Trouble> {
    painter.show(&request.state)?;
    let picture = match request.what {
        What::Viewport => painter.frame(),
        What::FullPage => painter.full_page(),
        What::Small(side) => small(&painter.frame(), side),
        What::Under { .. } => Picture::default(),
    };
    let under = match request.what {
        What::Under { x, y } => painter.hit(Point::new(f64::from(x), f64::from(y))),
        _ => None,
    };
    Ok(Drawn {
        picture,
        under,
        boxes: painter.boxes(&request.boxes),
        page_height: painter.page_height(),
        missing: painter.missing(),
    })
}

/// The same picture with no side longer than `side`.
fn small(picture: &Picture, side: u32) -> Picture {
    let longest = picture.width.max(picture.height).max(1);
    let width = u64::from(picture.width) * u64::from(side.min(longest)) / u64::from(longest);
    picture.at_most_wide(u32::try_from(width).unwrap_or(side))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
