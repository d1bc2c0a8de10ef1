//! A painter on a thread of its own, for callers that cannot wait or that must not be harmed.

use super::stack::{DEEP, contained};
use super::{Assets, Fonts, Painter, Picture, Trouble};
use crate::event::{NodeId, Rect};
use crate::replay::PageState;
use std::collections::VecDeque;
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
    /// The page's height, CSS px.
    pub page_height: f64,
    /// Addresses asked for and not known, sorted; see [`super::Painter::missing`].
    pub missing: Vec<String>,
}

/// A drawing that takes longer than this is given up.
const LIMIT: Duration = Duration::from_secs(20);

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
    /// What is being drawn: its key and since when.
    drawing: Option<(u64, Instant)>,
    ready: VecDeque<Frame>,
    closed: bool,
}

impl Studio {
    /// A studio; its thread begins with the first request. `wake` is called from that thread whenever
    /// a frame is ready.
    pub fn new(assets: Arc<dyn Assets>, fonts: Fonts, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self { setup: Setup { assets, fonts, wake: Arc::new(wake) }, worker: Mutex::default() }
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
        let (key, since) = tray.drawing?;
        if since.elapsed() < LIMIT {
            return None;
        }
        tray.closed = true;
        let wanted = tray.wanted.take();
        drop(tray);
        *worker = None;
        drop(worker);
        if let Some(request) = wanted {
            self.request(request);
        }
        Some(Frame { key, result: Err(too_slow()) })
    }

    /// Whether a request is being worked on or waits.
    pub fn is_busy(&self) -> bool {
        let desk = lock(&self.worker).clone();
        desk.is_some_and(|desk| {
            let tray = desk.tray();
            tray.wanted.is_some() || tray.drawing.is_some() || !tray.ready.is_empty()
        })
    }

    /// Draws and waits: for the command line and exports. Goes before waiting requests.
    pub fn draw(&self, request: FrameRequest) -> Frame {
        let key = request.key;
        let desk = match self.desk() {
            Ok(desk) => desk,
            Err(trouble) => return Frame { key, result: Err(trouble) },
        };
        let (sender, frame) = sync_channel(1);
        desk.tray().awaited.push_back((request, sender));
        desk.news.notify_one();
        frame.recv_timeout(LIMIT * 3).unwrap_or_else(|_| {
            desk.tray().closed = true;
            *lock(&self.worker) = None;
            Frame { key, result: Err(too_slow()) }
        })
    }

    /// The desk of a worker; begins one when there is none.
    fn desk(&self) -> Result<Arc<Desk>, Trouble> {
        let mut worker = lock(&self.worker);
        if let Some(desk) = &*worker
            && Arc::strong_count(desk) > 1
        {
            return Ok(desk.clone());
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
            self.tray().drawing = None;
            if let Some(waiting) = waiting {
                drop(waiting.send(frame));
            } else {
                self.tray().ready.push_back(frame);
                (setup.wake)();
            }
        }
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
        // Nobody watches the clock of an awaited drawing but the one who waits.
        tray.drawing = next.1.is_none().then(|| (next.0.key, Instant::now()));
        Some(next)
    }
}

fn draw(painter: &mut Painter, request: &FrameRequest) -> Result<Drawn, Trouble> {
    painter.show(&request.state)?;
    let picture = match request.what {
        What::Viewport => painter.frame(),
        What::FullPage => painter.full_page(),
    };
    Ok(Drawn {
        picture,
        boxes: painter.boxes(&request.boxes),
        page_height: painter.page_height(),
        missing: painter.missing(),
    })
}

fn too_slow() -> Trouble {
    Trouble::TooSlow { seconds: LIMIT.as_secs() }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
