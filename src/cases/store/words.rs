use std::collections::BTreeMap;

use sea_orm::{DbBackend, FromQueryResult, Value};
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

/// Keep the most telling words of an opinion.
pub(in crate::cases) async fn keep_words(
    tx: &Tx,
    congress: Uuid,
    case: Uuid,
    words: &[String],
) -> Result<()> {
    if words.is_empty() {
        return Ok(());
    }
    // Given as one value: the text is the same for any number of words, and prepared once.
    let from = if tx.backend() == DbBackend::Sqlite {
        "SELECT $1, value, $2 FROM json_each($3) WHERE true"
    } else {
        "SELECT $1, value, $2 FROM json_array_elements_text(CAST($3 AS json)) AS w(value)"
    };
    let text = format!("INSERT INTO case_words (congress_id, word, case_id) {from} ON CONFLICT DO NOTHING");
    let words = serde_json::to_string(words).expect("words are text");
    tx.put(sql(text, [congress.into(), case.into(), words.into()])).await
}

#[derive(FromQueryResult)]
struct Alike {
    case_id: Uuid,
}

/// Opinions looked at for each word, the newest first: a word that everybody uses tells little, and leads to everything.
const OF_A_WORD: i64 = 100;
/// The same where what deputies know is looked for, which is said once and not at each look at an opinion.
const OF_A_WORD_FOR_DEPUTIES: i64 = 1_000;

/// The newest opinions of each word, at most so many of each, with the word's place; one that has several of the words
/// comes several times.
fn newest(words: &[String], most: i64, values: &mut Vec<Value>) -> String {
    values.push(most.into());
    let most = values.len();
    let of_each = words.iter().enumerate().map(|(place, word)| {
        values.push(word.clone().into());
        let word = values.len();
        format!(
            "SELECT case_id, {place} AS place FROM (SELECT case_id FROM case_words WHERE congress_id = $1 AND word = ${word} \
             ORDER BY case_id DESC LIMIT ${most}) w"
        )
    });
    of_each.collect::<Vec<_>>().join(" UNION ALL ")
}

/// The open cases that share the most with these words and their weights, at most `most`, itself left out. Of words that
/// many use, only the latest opinions are looked at.
///
/// Two opinions are compared by the products of the weights of what they share: the squares of the weights tell beforehand
/// which will be most alike, better than the number of words does.
pub async fn alike(
    at: &impl Conn,
    congress: Uuid,
    case: Uuid,
    words: &[(String, f32)],
    most: i64,
) -> Result<Vec<Uuid>> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![congress.into(), case.into(), (most * 4).into(), most.into()];
    let (words, weights): (Vec<String>, Vec<f32>) = words.iter().cloned().unzip();
    let newest = newest(&words, OF_A_WORD, &mut values);
    let weighed = weights.into_iter().enumerate().map(|(place, weight)| {
        values.push(f64::from(weight * weight).into());
        format!("WHEN {place} THEN CAST(${} AS double precision)", values.len())
    });
    let weighed = weighed.collect::<Vec<_>>().join(" ");
    let text = format!(
        "SELECT s.case_id FROM (SELECT case_id, sum(CASE place {weighed} END) AS shared FROM ({newest}) w \
         WHERE case_id <> $2 GROUP BY case_id \
         ORDER BY shared DESC, case_id DESC LIMIT $3) s JOIN cases c ON c.congress_id = $1 AND c.id = s.case_id \
         WHERE c.ended_at IS NULL ORDER BY s.shared DESC, s.case_id DESC LIMIT $4"
    );
    let found: Vec<Alike> = at.all(sql(text, values)).await?;
    Ok(found.into_iter().map(|row| row.case_id).collect())
}

#[derive(FromQueryResult)]
struct OfDeputy {
    deputy_id: Uuid,
}

/// The deputies with opinions, ended or not, that share at least so many of these words, each with how many. Of words that
/// many use, only the latest opinions are looked at.
pub async fn deputies_alike(
    at: &impl Conn,
    congress: Uuid,
    words: &[String],
    least: i64,
) -> Result<BTreeMap<Uuid, i64>> {
    let mut found = BTreeMap::new();
    if words.is_empty() {
        return Ok(found);
    }
    let mut values: Vec<Value> = vec![congress.into(), least.into()];
    let newest = newest(words, OF_A_WORD_FOR_DEPUTIES, &mut values);
    let text = format!(
        "SELECT c.deputy_id FROM (SELECT case_id FROM ({newest}) w GROUP BY case_id HAVING count(*) >= $2) s \
         JOIN cases c ON c.congress_id = $1 AND c.id = s.case_id WHERE c.deputy_id IS NOT NULL"
    );
    for row in at.all::<OfDeputy>(sql(text, values)).await? {
        *found.entry(row.deputy_id).or_default() += 1;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::acts::{NewCase, raise};
    use crate::cases::{Channel, store};
    use crate::trial::World;

    #[tokio::test]
    async fn one_telling_word_says_more_than_two_common_ones() {
        let world = World::new().await;
        let (db, congress, deputy) = (&world.app.db, world.congress, world.actor("deputy").await);
        let mut ids = Vec::new();
        for (n, words) in
            [&["甲"][..], &["景蓉华苑"], &["收费", "停车"], &["收费", "景蓉华苑"]].iter().enumerate()
        {
            let form = Uuid::from_u128(n as u128 + 1);
            let new = NewCase { voter: None, ..NewCase::of_voter(form, Channel::Web, "路不平") };
            let id = raise(&world.app, &deputy, &new).await.unwrap().case.id;
            let tx = db.begin().await.unwrap();
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            store::keep_words(&tx, congress, id, &words).await.unwrap();
            tx.commit().await.unwrap();
            ids.push(id);
        }
        let asked =
            [("景蓉华苑", 0.9), ("收费", 0.4), ("停车", 0.4)].map(|(word, weight)| (word.to_owned(), weight));
        let found = async |most| alike(db, congress, ids[0], &asked, most).await.unwrap();
        assert_eq!(found(60).await, [ids[3], ids[1], ids[2]]);
        assert_eq!(found(1).await, [ids[3]]);
        let tx = db.begin().await.unwrap();
        let end = "UPDATE cases SET ended_at = raised_at WHERE congress_id = $1 AND id = $2";
        tx.run(sql(end, [congress.into(), ids[3].into()])).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(found(1).await, [ids[1]], "what ended is left out");
    }
}
