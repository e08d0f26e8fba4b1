//! The measures of GB/T 9704-2012, in points.

/// Points of a millimetre.
pub(super) const MM: f32 = 72.0 / 25.4;
/// The paper: A4.
pub(super) const PAPER: (f32, f32) = (210.0 * MM, 297.0 * MM);
/// From the paper's left edge to the core (订口).
pub(super) const LEFT: f32 = 28.0 * MM;
/// From the paper's upper edge to the core (天头).
pub(super) const TOP: f32 = 37.0 * MM;
/// The core's width (版心).
pub(super) const WIDE: f32 = 156.0 * MM;
/// The core's height.
pub(super) const HIGH: f32 = 225.0 * MM;
/// From line to line: 22 of them fill the core.
pub(super) const PITCH: f32 = HIGH / 22.0;
/// From hanzi to hanzi: 28 of them fill a line.
pub(super) const GRID: f32 = WIDE / 28.0;
/// 3号: the text.
pub(super) const BODY: f32 = 16.0;
/// 2号: titles.
pub(super) const LARGE: f32 = 22.0;
/// 4号: page numbers, copies, forms.
pub(super) const SMALL: f32 = 14.0;
/// 小4号: tables.
pub(super) const TINY: f32 = 12.0;
/// 小5号: what stands at the foot of a page.
pub(super) const FOOT: f32 = 9.0;
/// Hanzi stand so far above their baseline, in parts of their size.
pub(super) const ASCENT: f32 = 0.86;
