use crate::access::Visit;
use crate::base::{App, Result};

use super::Message;

/// The picture of a message; none where the machine has no font with hanzi.
///
/// # Errors
/// When it cannot be drawn.
pub(super) async fn card(app: &App, visit: &Visit, message: &Message) -> Result<Option<Vec<u8>>> {
    let address = if message.link.is_empty() {
        String::new()
    } else {
        format!("{}{}", app.config.public_url(), message.link)
    };
    let card = papers::Card {
        head: message.office.clone().unwrap_or_else(|| visit.home.name.clone()),
        title: message.title.clone(),
        text: message.text.clone(),
        address,
        hint: visit.ui.t("chats-card-hint"),
    };
    // Drawing takes a while, and the first one looks for the fonts.
    let drawn =
        tokio::task::spawn_blocking(move || papers::card_png(&card)).await.map_err(anyhow::Error::from)?;
    match drawn {
        Ok(png) => Ok(Some(png)),
        Err(papers::CardMistake::NoFont) => Ok(None),
        Err(other) => Err(anyhow::Error::from(other).into()),
    }
}
