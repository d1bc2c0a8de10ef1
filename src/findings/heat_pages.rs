//! Heatmaps of many pages at once, as files to hand on: picture and table of each, and one table of them
//! all. Says what could not be drawn instead of leaving it out.

use super::export::{or_empty, text};
use super::{Error, HeatMap, HeatRequest, Kit, PointCounts, SheetLook, heat_csv, heat_map, heat_sheet};
use crate::event::Device;
use crate::job::Progress;
use crate::library::{Library, PageSummary};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The table of all heatmaps in the folder.
const ALL: &str = "heatmaps.csv";

/// Heatmaps that are asked for.
#[derive(Debug, Clone)]
pub struct PagesRequest {
    /// The pages.
    pub pages: Vec<PageSummary>,
    /// The only class of device; every one that a page was seen on where it is `None`.
    pub device: Option<Device>,
    /// What is shown on each of them; page and device are not looked at.
    pub heat: HeatRequest,
    /// How it is put on a sheet.
    pub look: SheetLook,
}

impl PagesRequest {
    /// One heatmap of each page and class of device, in the order of the pages.
    fn each(&self) -> Vec<HeatRequest> {
        let device = |device: Device| self.device.is_none_or(|only| only == device);
        let seen = |page: &PageSummary| page.devices.clone().into_iter().filter(|(_, views)| *views > 0);
        let pairs =
            self.pages.iter().flat_map(|page| seen(page).map(|(device, _)| (page.page.clone(), device)));
        let request = |(page, device)| HeatRequest { page, device, ..self.heat.clone() };
        pairs.filter(|(_, of)| device(*of)).map(request).collect()
    }
}

/// One heatmap among many that were saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SavedHeat {
    /// The page's key.
    pub page: String,
    /// The class of device.
    pub device: Device,
    /// The files' name in the folder, without `.png` and `.csv`; `None` where it could not be drawn.
    pub file: Option<String>,
    /// Why it could not be drawn.
    pub trouble: Option<String>,
    /// Sessions that visited the page.
    pub sessions: u64,
    /// Their visits of it.
    pub page_views: u64,
    /// Points of the kind, and what became of them.
    pub points: PointCounts,
}

/// Saves picture and table of every page into `folder`, which is made if it is not there, and a table of
/// them all (`heatmaps.csv`). A page that cannot be drawn is told and the others are saved. Counts one
/// unit of progress per heatmap, beside those of [`heat_map`].
///
/// # Errors
/// When a file cannot be written; when the library cannot be read; when it was cancelled.
pub fn save_heatmaps(
    library: &Library,
    request: &PagesRequest,
    folder: &Path,
    kit: &Kit,
    progress: &Progress,
) -> Result<Vec<SavedHeat>, Error> {
    fs::create_dir_all(folder).map_err(|source| Error::Write { path: folder.to_owned(), source })?;
    let requests = request.each();
    progress.expect(requests.len() as u64);
    let (mut saved, mut taken) = (Vec::new(), BTreeSet::new());
    for heat in requests {
        let made = heat_map(library, &heat, kit, progress);
        progress.advance(1)?;
        saved.push(match made {
            Ok(map) => {
                let name = free_name(&heat, &mut taken);
                let sheet = heat_sheet(&map, &heat.segment, request.look, &kit.fonts).to_png()?;
                write(folder, &format!("{name}.png"), &sheet)?;
                write(folder, &format!("{name}.csv"), heat_csv(&map)?.as_bytes())?;
                of_map(&map, name)
            }
            Err(Error::Cancelled) => return Err(Error::Cancelled),
            Err(trouble) => SavedHeat {
                page: heat.page,
                device: heat.device,
                file: None,
                trouble: Some(trouble.to_string()),
                sessions: 0,
                page_views: 0,
                points: PointCounts::default(),
            },
        });
    }
    write(folder, ALL, table(&saved)?.as_bytes())?;
    Ok(saved)
}

fn of_map(map: &HeatMap, name: String) -> SavedHeat {
    SavedHeat {
        page: map.page.clone(),
        device: map.device,
        file: Some(name),
        trouble: None,
        sessions: map.sessions,
        page_views: map.page_views,
        points: map.points.clone(),
    }
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Error> {
    let path = folder.join(name);
    fs::write(&path, bytes).map_err(|source| Error::Write { path, source })
}

fn table(saved: &[SavedHeat]) -> Result<String, Error> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record([
        "page",
        "device",
        "file",
        "sessions",
        "page_views",
        "points",
        "unplaced",
        "trouble",
    ])?;
    for heat in saved {
        let number = |number: u64| or_empty(heat.file.as_ref().map(|_| number));
        table.write_record([
            heat.page.clone(),
            heat.device.name().to_owned(),
            or_empty(heat.file.as_ref().map(|name| format!("{name}.png"))),
            number(heat.sessions),
            number(heat.page_views),
            number(heat.points.total),
            number(heat.points.unplaced.values().sum()),
            or_empty(heat.trouble.clone()),
        ])?;
    }
    text(table)
}

/// `checkout-payment, mobile, click`: no letters that a file's name cannot have, and no name twice.
fn free_name(heat: &HeatRequest, taken: &mut BTreeSet<String>) -> String {
    let words = heat.page.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let page = words.collect::<Vec<_>>().join("-");
    let page: String = if page.is_empty() { "home".to_owned() } else { page.chars().take(80).collect() };
    let mut number = 1;
    loop {
        let again = if number == 1 { String::new() } else { format!(" ({number})") };
        let name = format!("{page}{again}, {}, {}", heat.device.name(), heat.kind.name());
        // Some file systems do not tell capitals from small letters.
        if taken.insert(name.to_lowercase()) {
            return name;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_pages_never_share_a_file() {
        let mut taken = BTreeSet::new();
        let mut name = |page: &str| free_name(&HeatRequest::new(page, Device::Mobile), &mut taken);
        assert_eq!(name("/"), "home, mobile, click");
        assert_eq!(name("/product/*"), "product, mobile, click");
        assert_eq!(name("/Product"), "Product (2), mobile, click");
        assert_eq!(name("/product/../x"), "product-x, mobile, click");
        assert_eq!(name("*"), "home (2), mobile, click");
    }
}
