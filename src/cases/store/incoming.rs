//! Text messages that came in and wait for a keeper.

use chrono::{DateTime, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::access::{Actor, Permit, Scope};
use crate::base::{Conn, Error, Result, Tx, sql};

/// A text message that came in.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Text {
    /// Its id: that of the form in which it is entered.
    pub id: Uuid,
    /// From where.
    pub phone: String,
    /// What it says.
    pub body: String,
    /// The station or office whose number was written to.
    pub organization_id: Option<Uuid>,
    /// Its name.
    pub organization: Option<String>,
    /// When it came.
    pub at: DateTime<Utc>,
}

const TEXT: &str = "SELECT t.id, t.phone, t.body, t.organization_id, o.name AS organization, t.at FROM incoming_texts t \
     LEFT JOIN organizations o ON o.congress_id = t.congress_id AND o.id = t.organization_id \
     WHERE t.congress_id = $1 AND t.state = 'waiting'";

/// Which are theirs: all for the commission; for a station or an office what came to it or to one below it.
fn seen(actor: &Actor, values: &mut Vec<Value>) -> String {
    let mut ways = vec!["1 = 0".to_owned()];
    for (post, scope) in actor.posts_with(Permit::CaseEnter) {
        match (scope, post.organization) {
            (Scope::Congress | Scope::Deployment, _) => ways.push("1 = 1".to_owned()),
            (_, Some(organization)) => {
                values.push(organization.into());
                let n = values.len();
                ways.push(format!("o.id = ${n} OR o.parent_id = ${n}"));
            }
            _ => {}
        }
    }
    ways.join(" OR ")
}

/// Those that wait, after one, the oldest first.
pub(in crate::cases) async fn texts_seen(
    at: &impl Conn,
    actor: &Actor,
    (after, most): (Uuid, usize),
) -> Result<Vec<Text>> {
    let mut values = vec![actor.congress.into(), after.into()];
    let seen = seen(actor, &mut values);
    at.all(sql(format!("{TEXT} AND t.id > $2 AND ({seen}) ORDER BY t.id LIMIT {most}"), values)).await
}

/// Those that came before a moment and still wait, whosesoever they are.
pub(in crate::cases) async fn texts_before(
    at: &impl Conn,
    congress: Uuid,
    before: DateTime<Utc>,
) -> Result<Vec<Text>> {
    at.all(sql(format!("{TEXT} AND t.at < $2 ORDER BY t.id LIMIT 500"), [congress.into(), before.into()]))
        .await
}

/// One that waits.
pub(in crate::cases) async fn text_of(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Text> {
    let mut values = vec![actor.congress.into(), id.into()];
    let seen = seen(actor, &mut values);
    at.maybe(sql(format!("{TEXT} AND t.id = $2 AND ({seen})"), values)).await?.ok_or(Error::NotFound)
}

pub(in crate::cases) async fn insert_text(
    tx: &Tx,
    congress: Uuid,
    (text, message): (&Text, &str),
) -> Result<bool> {
    let insert = "INSERT INTO incoming_texts (congress_id, id, message, phone, body, organization_id, at, state) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting') ON CONFLICT DO NOTHING";
    let values = [
        congress.into(),
        text.id.into(),
        message.into(),
        text.phone.clone().into(),
        text.body.clone().into(),
        text.organization_id.into(),
        text.at.into(),
    ];
    Ok(tx.run(sql(insert, values)).await? == 1)
}

/// A text was entered as an opinion: its words stand there now.
pub(in crate::cases) async fn text_entered(tx: &Tx, congress: Uuid, form: Uuid) -> Result<()> {
    let text = "UPDATE incoming_texts SET state = 'entered', phone = '', body = '' \
         WHERE congress_id = $1 AND id = $2 AND state = 'waiting'";
    tx.put(sql(text, [congress.into(), form.into()])).await
}

/// A text was no opinion (`aside`), or waited too long (`lapsed`).
pub(in crate::cases) async fn erase_text(tx: &Tx, congress: Uuid, (id, state): (Uuid, &str)) -> Result<bool> {
    let text = "UPDATE incoming_texts SET state = $3, phone = '', body = '' \
         WHERE congress_id = $1 AND id = $2 AND state = 'waiting'";
    Ok(tx.run(sql(text, [congress.into(), id.into(), state.into()])).await? == 1)
}
