//! Charts that the server draws, each beside a table with the same numbers: small pictures that need no script, are told
//! apart by their pattern as well as by their colour, and can be read from a black and white print.
//!
//! A feature fills in [`Bars`], and its template shows the [`Chart`] by the macro in base/chart.html.

mod draw;

use draw::{Bar, Drawn, Group};

/// Numbers as bars: of one thing (`Bars<1>`), or two beside each other (`Bars<2>`), such as this period and the one
/// before. The picture is made for up to some twenty rows; the table takes any number.
#[derive(Clone, Debug)]
pub struct Bars<const N: usize> {
    /// Names the chart on its page: letters and dashes, and no two charts of a page have the same.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What is counted, such as days; may be empty.
    pub unit: String,
    /// What a row is: heads the table's first column.
    pub of: String,
    /// What the bars of a row are.
    pub series: [String; N],
    /// Each row with its numbers.
    pub rows: Vec<(String, [u64; N])>,
}

/// A chart that is drawn: `chart::figure` of base/chart.html shows it.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Its name on the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What is counted.
    pub unit: String,
    /// How wide and how high the picture is, in its own units.
    pub size: (String, String),
    /// What stands within the `svg`; whatever people wrote is made harmless.
    pub picture: String,
    /// The table's columns.
    pub head: Vec<String>,
    /// The table's rows.
    pub rows: Vec<(String, Vec<u64>)>,
}

impl Chart {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<const N: usize> Bars<N> {
    /// Lying bars: for rows with names.
    pub fn horizontal(&self) -> Chart {
        self.chart(draw::lying(&self.id, self.legend(), &self.groups()))
    }

    /// Standing bars: for rows that follow one another in time. Where they would stand too close for their numbers,
    /// they lie.
    pub fn vertical(&self) -> Chart {
        match draw::standing(&self.id, self.legend(), &self.groups()) {
            Some(drawn) => self.chart(drawn),
            None => self.horizontal(),
        }
    }

    fn legend(&self) -> &[String] {
        const { assert!(N == 1 || N == 2, "one thing, or two beside each other") };
        if N == 1 { &[] } else { &self.series }
    }

    fn groups(&self) -> Vec<Group<'_>> {
        let most = self.rows.iter().flat_map(|(_, values)| values).copied().max().unwrap_or(0);
        let bar = |value: &u64| Bar { share: share(*value, most), number: value.to_string(), owed: false };
        let rows = self.rows.iter();
        rows.map(|(label, values)| Group { label, bars: values.iter().map(bar).collect() }).collect()
    }

    fn chart(&self, drawn: Drawn) -> Chart {
        Chart {
            id: self.id.clone(),
            title: self.title.clone(),
            unit: self.unit.clone(),
            size: drawn.size,
            picture: drawn.picture,
            head: std::iter::once(&self.of).chain(&self.series).cloned().collect(),
            rows: self.rows.iter().map(|(label, values)| (label.clone(), values.to_vec())).collect(),
        }
    }
}

impl Bars<2> {
    /// How much is done of what is owed: the first number of a row is done, the second one owed. Each bar is filled as
    /// far as is done, and full when more than that is done.
    pub fn progress(&self) -> Chart {
        let bar = |done: u64, owed: u64| Bar {
            share: share(done, owed),
            number: format!("{done}/{owed}"),
            owed: true,
        };
        let rows = self.rows.iter();
        let groups: Vec<_> =
            rows.map(|(label, [done, owed])| Group { label, bars: vec![bar(*done, *owed)] }).collect();
        self.chart(draw::lying(&self.id, &[], &groups))
    }
}

/// A value's part of the most, at most the whole.
fn share(value: u64, most: u64) -> f64 {
    if most == 0 { 0.0 } else { (value as f64 / most as f64).min(1.0) }
}

#[cfg(test)]
#[path = "chart_tests.rs"]
mod tests;
