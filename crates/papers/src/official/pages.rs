//! Strips put on pages: 22 lines each, what belongs together on one.

use std::collections::BTreeMap;

use super::measures::{HIGH, PITCH};
use super::strips::{Ink, Strip};

/// A page: what is drawn on it, each from so many points below the core's top.
pub(super) type Page = Vec<(f32, Ink)>;

/// The pages, and on which of them each item begins (from 1).
pub(super) struct Pages {
    /// In order.
    pub all: Vec<Page>,
    /// By the items' numbers.
    pub items: BTreeMap<usize, usize>,
}

/// Strips on pages, and below the last of them what closes the paper.
pub(super) fn pages(strips: &[Strip], imprint: Option<&Strip>) -> Pages {
    let mut pages = Pages { all: vec![Page::new()], items: BTreeMap::new() };
    let mut y = 0.0;
    // A chain that was measured and begun is not measured again at each of its strips.
    let mut begun = 0;
    for (nth, strip) in strips.iter().enumerate() {
        if strip.snap {
            y = snapped(y);
        }
        let (end, chain) = chain(strips, nth);
        let needed = if nth >= begun && chain <= HIGH { chain } else { strip.high };
        begun = begun.max(end);
        let full = y + needed > HIGH + 0.5;
        if (full || strip.new_page) && y > 0.0 {
            pages.all.push(Page::new());
            y = 0.0;
            if let Some(head) = &strip.head {
                put(&mut pages, head, &mut y);
            }
        }
        if strip.blank && y == 0.0 && pages.all.len() > 1 {
            continue;
        }
        put(&mut pages, strip, &mut y);
    }
    if let Some(imprint) = imprint {
        if y + PITCH + imprint.high > HIGH {
            pages.all.push(Page::new());
        }
        put(&mut pages, imprint, &mut (HIGH - imprint.high));
    }
    pages
}

/// The next line of the page, unless it is at one.
fn snapped(y: f32) -> f32 {
    let lines = y / PITCH;
    if (lines - lines.round()).abs() < 0.02 { y } else { lines.ceil() * PITCH }
}

/// Where the strips that must stay with this one end, and how high they are with it.
fn chain(strips: &[Strip], from: usize) -> (usize, f32) {
    let mut high = 0.0;
    for (nth, strip) in strips.iter().enumerate().skip(from) {
        high = if strip.snap { snapped(high) } else { high } + strip.high;
        if !strip.keep {
            return (nth + 1, high);
        }
    }
    (strips.len(), high)
}

fn put(pages: &mut Pages, strip: &Strip, y: &mut f32) {
    let number = pages.all.len();
    if let Some(item) = strip.item {
        pages.items.insert(item, number);
    }
    if let Some(page) = pages.all.last_mut() {
        page.extend(strip.ink.iter().map(|ink| (*y, ink.clone())));
    }
    *y += strip.high;
}
