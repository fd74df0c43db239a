//! Forms that were carried out. A form's key is written in the transaction that does what the form asks for, so that
//! either both are kept or neither.

use std::cell::Cell;
use std::future::Future;

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::Result;
use super::row::time_text;

/// The key of a form that was sent: a hash of its id, its sender, its address and all it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PostKey(pub [u8; 32]);

/// The form that a request carries out.
struct UnderWay {
    key: PostKey,
    at: Timestamp,
    is_kept: Cell<bool>,
}

tokio::task_local! {
    static UNDER_WAY: Option<UnderWay>;
}

/// Does what a form asks for. The first transaction that is committed meanwhile keeps the form's key too, and fails
/// when the key is there already.
pub async fn carrying_out<F: Future>(key: PostKey, at: Timestamp, doing: F) -> F::Output {
    UNDER_WAY.scope(Some(UnderWay { key, at, is_kept: Cell::new(false) }), doing).await
}

/// Does something beside what a form asks for, such as counting a try to sign in: the form may still be refused, and
/// sent again.
pub async fn aside<F: Future>(doing: F) -> F::Output {
    UNDER_WAY.scope(None, doing).await
}

/// Whether the form with this key was carried out.
pub async fn is_known(db: &mut SqliteConnection, key: PostKey) -> Result<bool> {
    let found: Option<i64> =
        sqlx::query_scalar("select 1 from post where key = ?").bind(key.0.as_slice()).fetch_optional(db).await?;
    Ok(found.is_some())
}

/// Forgets the forms that were carried out before this time.
pub async fn prune(db: &mut SqliteConnection, before: Timestamp) -> Result<()> {
    sqlx::query("delete from post where at < ?").bind(time_text(before)).execute(db).await?;
    Ok(())
}

/// Writes the key of the form that is under way, unless an earlier transaction of the form has.
pub(super) async fn keep(db: &mut SqliteConnection) -> Result<()> {
    let of_it = |post: &UnderWay| (post.key, post.at);
    let post = with_under_way(|post| (!post.is_kept.get()).then(|| of_it(post)));
    if let Some((key, at)) = post.flatten() {
        let statement = "insert into post (key, at) values (?, ?)";
        sqlx::query(statement).bind(key.0.as_slice()).bind(time_text(at)).execute(db).await?;
    }
    Ok(())
}

/// Notes that the transaction that wrote the key is on the disk.
pub(super) fn is_kept() {
    with_under_way(|post| post.is_kept.set(true));
}

fn with_under_way<T>(with: impl FnOnce(&UnderWay) -> T) -> Option<T> {
    UNDER_WAY.try_with(|post| post.as_ref().map(with)).ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Opening, Store};

    const NOW: &str = "2026-11-21T12:00:00Z";

    async fn write(store: &Store, name: &str) -> Result<()> {
        let mut writing = store.writing().await?;
        sqlx::query("insert into log (at, operation, subject) values (?, ?, '')")
            .bind(NOW)
            .bind(name)
            .execute(&mut *writing)
            .await?;
        writing.commit().await
    }

    async fn written(store: &Store) -> Vec<String> {
        let query = sqlx::query_scalar("select operation from log order by id");
        query.fetch_all(&mut *store.reading().await.unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn what_a_form_does_is_kept_with_its_key_and_never_twice() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("s.db"), Opening::Create).await.unwrap();
        let (key, at) = (PostKey([7; 32]), NOW.parse().unwrap());
        let known = async || is_known(&mut store.reading().await.unwrap(), key).await.unwrap();
        carrying_out(key, at, async { aside(write(&store, "a try is counted")).await.unwrap() }).await;
        assert!(!known().await, "it may still be refused");
        let both = async {
            write(&store, "done").await.unwrap();
            write(&store, "done with it").await.unwrap();
        };
        carrying_out(key, at, both).await;
        assert!(known().await);
        assert!(carrying_out(key, at, write(&store, "done again")).await.is_err());
        write(&store, "of no form").await.unwrap();
        assert_eq!(written(&store).await, ["a try is counted", "done", "done with it", "of no form"]);
        let mut writing = store.writing().await.unwrap();
        prune(&mut writing, at).await.unwrap();
        writing.commit().await.unwrap();
        assert!(known().await);
        let mut writing = store.writing().await.unwrap();
        prune(&mut writing, "2026-11-21T12:00:01Z".parse().unwrap()).await.unwrap();
        writing.commit().await.unwrap();
        assert!(!known().await);
    }
}
