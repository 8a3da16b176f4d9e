//! Parameters, types and order.

use std::ops::ControlFlow;

use super::*;
use crate::engine::Ask;
use crate::error::StoreError;

#[tokio::test]
async fn parameters_bind_by_number_and_not_by_appearance() {
    static SWAPPED: Sql = Sql::fixed("select cast($2 as text), cast($1 as text)");
    for (engine, test) in databases().await {
        let read = |row: &Row<'_>| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()));
        let answer = rows(test.db(), &SWAPPED, &["one".into(), "two".into()], read).await;
        assert_eq!(answer, [("two".to_owned(), "one".to_owned())], "{engine:?}");
    }
}

#[tokio::test]
async fn a_parameter_may_stand_twice() {
    static TWICE: Sql = Sql::fixed("select cast($1 as bigint) + $1, $2 || cast($2 as text)");
    for (engine, test) in databases().await {
        let read = |row: &Row<'_>| Ok((row.int(0)?, row.text(1)?.to_owned()));
        let answer = rows(test.db(), &TWICE, &[21.into(), "ab".into()], read).await;
        assert_eq!(answer, [(42, "abab".to_owned())], "{engine:?}");
    }
}

#[tokio::test]
async fn more_than_nine_parameters_keep_their_places() {
    let values = (1..=12).collect::<Vec<i64>>();
    for (engine, test) in databases().await {
        let (sql, parameters) = union_of(&values).finish();
        assert_eq!(
            rows(test.db(), &sql, &parameters, |row| row.int(0)).await,
            values,
            "{engine:?}"
        );
    }
}

#[tokio::test]
async fn a_built_statement_can_repeat_an_earlier_parameter() {
    for (engine, test) in databases().await {
        let mut sql = SqlBuilder::new("select ");
        let seven = sql.parameter(7);
        sql.push("cast(")
            .again(seven)
            .push(" as bigint) * ")
            .again(seven)
            .push(" + ")
            .bind(1);
        let (sql, parameters) = sql.finish();
        assert_eq!(
            rows(test.db(), &sql, &parameters, |row| row.int(0)).await,
            [50],
            "{engine:?}"
        );
    }
}

#[tokio::test]
async fn a_set_of_ids_or_texts_chooses_its_rows_and_an_empty_one_none() {
    static BY_ID: Sql =
        Sql::fixed("select name from thing where account_id = $2 and id = ANY($1) order by id");
    static BY_NAME: Sql = Sql::fixed("select name from thing where name = ANY($1) order by id");
    for (engine, test) in databases().await {
        add(test.db(), &["a", "b\"]'", "ü", "d"]).await;
        let by_id = rows(
            test.db(),
            &BY_ID,
            &[Value::Ids(&[4, 2, 2, 99]), 1.into()],
            owned_text,
        )
        .await;
        assert_eq!(by_id, ["b\"]'", "d"], "{engine:?}");
        let by_name = rows(
            test.db(),
            &BY_NAME,
            &[Value::Texts(&["ü", "b\"]'", "x"])],
            owned_text,
        )
        .await;
        assert_eq!(by_name, ["b\"]'", "ü"], "{engine:?}");
        let none = rows(test.db(), &BY_ID, &[Value::Ids(&[]), 1.into()], owned_text).await;
        assert!(none.is_empty(), "{engine:?}");
    }
}

#[tokio::test]
async fn null_goes_in_and_comes_out_of_every_type() {
    static ADD_NULL: Sql =
        Sql::fixed("insert into thing (account_id, id, name, key) values ($1, $2, $3, $4)");
    static READ: Sql =
        Sql::fixed("select name, key, cast(null as bigint), id from thing where name is null");
    for (engine, test) in databases().await {
        let mut tx = test.db().write().await.unwrap();
        tx.execute(
            &ADD_NULL,
            &[1.into(), 1.into(), Value::Null, None::<&[u8]>.into()],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let read = |row: &Row<'_>| {
            Ok((
                row.opt_text(0)?.map(str::to_owned),
                row.opt_blob(1)?.map(<[u8]>::to_vec),
                row.opt_int(2)?,
                row.opt_int(3)?,
            ))
        };
        assert_eq!(
            rows(test.db(), &READ, &[], read).await,
            [(None, None, None, Some(1))],
            "{engine:?}"
        );
        let mut tx = test.db().snapshot().await.unwrap();
        let error = tx.one(&READ, &[], owned_text).await.unwrap_err();
        assert_eq!(
            error,
            StoreError::Broken("column 0 is null and must not be".to_owned()),
            "{engine:?}"
        );
    }
}

#[tokio::test]
async fn a_column_of_another_type_is_an_error_and_not_a_guess() {
    for (engine, test) in databases().await {
        add(test.db(), &["a"]).await;
        for read in [
            |row: &Row<'_>| row.int(0),
            |row: &Row<'_>| row.blob(0).map(|_| 0),
            |row: &Row<'_>| row.text(7).map(|_| 0),
        ] {
            let mut tx = test.db().snapshot().await.unwrap();
            let answer = tx.rows(&NAMES, &[1.into()], read).await;
            assert!(
                matches!(answer, Err(StoreError::Broken(_))),
                "{engine:?}: {answer:?}"
            );
        }
    }
}

#[tokio::test]
async fn truth_reads_alike_from_a_number_and_from_a_comparison() {
    static TRUTHS: Sql = Sql::fixed("select done, 1 = $1, id = 1 from thing");
    for (engine, test) in databases().await {
        add(test.db(), &["a"]).await;
        let read = |row: &Row<'_>| Ok([row.truth(0)?, row.truth(1)?, row.truth(2)?]);
        assert_eq!(
            rows(test.db(), &TRUTHS, &[1.into()], read).await,
            [[false, true, true]],
            "{engine:?}"
        );
    }
}

#[tokio::test]
async fn blobs_order_by_their_bytes_and_an_id_of_sixteen_likewise() {
    static BY_KEY: Sql = Sql::fixed("select id from thing where key > $1 order by key");
    let keys: [&[u8]; 5] = [&[0xff, 0], &[0x7f], &[0x80], &[], &[0x7f, 0]];
    for (engine, test) in databases().await {
        let mut tx = test.db().write().await.unwrap();
        for (id, key) in (1_i64..).zip(keys) {
            tx.execute(&ADD, &[id.into(), Value::Null, key.into()])
                .await
                .unwrap();
        }
        tx.execute(&ADD, &[6.into(), Value::Null, [0x7f_u8; 16].into()])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let order = rows(test.db(), &BY_KEY, &[(&[0_u8]).into()], |row| row.int(0)).await;
        assert_eq!(order, [2, 5, 6, 3, 1], "{engine:?}");
    }
}

#[tokio::test]
async fn bytes_pass_a_cast_unchanged() {
    static CAST: Sql = Sql::fixed("select cast($1 as BYTEA)");
    for (engine, test) in databases().await {
        let answer = rows(test.db(), &CAST, &[[b'1'; 16].into()], |row| row.id(0)).await;
        assert_eq!(answer, [[b'1'; 16]], "{engine:?}");
    }
}

#[tokio::test]
async fn text_keeps_every_character_of_every_script() {
    for (engine, test) in databases().await {
        let names = ["it's", "“ü”", "日本", "🙂", "$1", ""];
        add(test.db(), &names).await;
        assert_eq!(
            rows(test.db(), &NAMES, &[1.into()], owned_text).await,
            names,
            "{engine:?}"
        );
    }
}

#[tokio::test]
async fn streaming_stops_where_the_reader_stops() {
    static MANY: Sql = Sql::fixed(
        "with recursive n (i) as (select cast(1 as bigint) union all select i + 1 from n where i < $1) select i from n",
    );
    for (engine, test) in databases().await {
        let mut tx = test.db().snapshot().await.unwrap();
        let mut seen = 0;
        let see = |row: &Row<'_>| {
            seen = row.int(0)?;
            Ok(if seen == 10 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            })
        };
        tx.each(&MANY, &[100_000.into()], see).await.unwrap();
        assert_eq!(seen, 10, "{engine:?}");
        let all = tx
            .rows(&MANY, &[50_000.into()], |row| row.int(0))
            .await
            .unwrap();
        assert_eq!((all.len(), all[49_999]), (50_000, 50_000), "{engine:?}");
    }
}

#[tokio::test]
async fn a_pair_of_questions_is_answered_each_by_its_own() {
    for (engine, test) in databases().await {
        add(test.db(), &["a", "b"]).await;
        let mut tx = test.db().snapshot().await.unwrap();
        let account = [1.into()];
        for _ in 0..2 {
            let names = Ask(&NAMES, &account, owned_text);
            let count = Ask(&COUNT, &[], |row: &Row<'_>| row.int(0));
            let answer = tx.pair(names, count).await.unwrap();
            assert_eq!(
                answer,
                (vec!["a".to_owned(), "b".to_owned()], vec![2]),
                "{engine:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_wrong_number_of_parameters_is_an_error() {
    for (engine, test) in databases().await {
        for values in [&[][..], &[Value::Int(1), Value::Int(2)]] {
            let mut tx = test.db().snapshot().await.unwrap();
            let answer = tx.rows(&NAMES, values, owned_text).await;
            assert!(
                matches!(answer, Err(StoreError::Broken(_))),
                "{engine:?}: {answer:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_mistyped_name_is_an_error_even_in_quotes() {
    static TYPO: Sql = Sql::fixed("select \"nmae\" from thing");
    for (engine, test) in databases().await {
        let mut tx = test.db().snapshot().await.unwrap();
        assert!(tx.rows(&TYPO, &[], owned_text).await.is_err(), "{engine:?}");
    }
}

#[tokio::test]
async fn a_question_with_two_texts_asks_each_engine_its_own() {
    static TWO: Sql = Sql::two(
        "select 'postgres' || cast($1 as text)",
        "select 'sqlite' || ?1",
    );
    for (engine, test) in databases().await {
        let answer = rows(test.db(), &TWO, &["!".into()], owned_text).await;
        let own = match engine {
            Engine::Sqlite => "sqlite!",
            Engine::Postgres => "postgres!",
        };
        assert_eq!(answer, [own]);
    }
}
