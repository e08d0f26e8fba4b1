//! Which office sorts what comes from where: the one of the area, or of the nearest area around it that has one; else
//! the commission.

use std::{collections::BTreeMap, sync::Arc};

use uuid::Uuid;

use crate::base::{Conn, Error, Result, Tables};
use crate::bodies::Kind;
use crate::bodies::store::{every_area, every_constituency, every_organization};
use crate::people::{Order, store::deputies};

/// The areas and their offices, and who sits for which constituency.
#[derive(Debug)]
pub(super) struct Sorters {
    /// Of each sitting deputy the constituency.
    seats: BTreeMap<Uuid, Uuid>,
    /// Of each constituency the area.
    constituencies: BTreeMap<Uuid, Uuid>,
    /// Of each area the one around it.
    around: BTreeMap<Uuid, Option<Uuid>>,
    /// Of each area the office.
    offices: BTreeMap<Uuid, Uuid>,
    commission: Option<Uuid>,
}

impl Sorters {
    /// Those of a congress.
    pub(super) async fn of(at: &impl Conn, congress: Uuid) -> Result<Arc<Sorters>> {
        at.kept((Tables::Directory, congress), "sorters", read(at, congress)).await
    }

    /// The constituency that a sitting deputy sits for.
    pub(super) fn constituency_of(&self, deputy: Uuid) -> Option<Uuid> {
        self.seats.get(&deputy).copied()
    }

    /// The area of a constituency.
    ///
    /// # Errors
    /// `NotFound` for one that there is not.
    pub(super) fn area_of(&self, constituency: Uuid) -> Result<Uuid> {
        self.constituencies.get(&constituency).copied().ok_or(Error::NotFound)
    }

    /// Who sorts what comes from an area.
    ///
    /// # Errors
    /// `NotFound` for one that there is not.
    pub(super) fn office_of(&self, area: Option<Uuid>) -> Result<Option<Uuid>> {
        let mut area = area;
        while let Some(id) = area {
            if let Some(office) = self.offices.get(&id) {
                return Ok(Some(*office));
            }
            area = *self.around.get(&id).ok_or(Error::NotFound)?;
        }
        Ok(self.commission)
    }
}

async fn read(at: &impl Conn, congress: Uuid) -> Result<Sorters> {
    let sitting = deputies(at, congress, Order::Strokes).await?;
    let mut offices = BTreeMap::new();
    let mut commission = None;
    // In the official order: the first is the one.
    for organization in every_organization(at, congress).await? {
        if organization.kind == Kind::Commission.word() {
            commission.get_or_insert(organization.id);
        } else if let Some(area) = organization.area_id
            && organization.kind == Kind::LocalOffice.word()
        {
            offices.entry(area).or_insert(organization.id);
        }
    }
    Ok(Sorters {
        seats: sitting.iter().map(|it| (it.person_id, it.constituency_id)).collect(),
        constituencies: every_constituency(at, congress)
            .await?
            .iter()
            .map(|it| (it.id, it.area_id))
            .collect(),
        around: every_area(at, congress).await?.iter().map(|it| (it.id, it.parent_id)).collect(),
        offices,
        commission,
    })
}
