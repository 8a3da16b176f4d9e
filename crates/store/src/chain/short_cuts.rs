//! What the compiler refuses, each beside the same lines done rightly.
//!
//! Both examples of a pair are put round the same hidden lines by one macro, so that the wrong one cannot fail to
//! compile for want of a name or an import.

/// The lines that every example stands in: a reader, a database, and an instant.
macro_rules! round {
    ($lines:literal) => {
        concat!(
            "# use store::chain::*;\n",
            "# use store::{Blobs, Db, Operator, Reader, Viewer};\n",
            "# type Fallible = Result<(), Box<dyn std::error::Error>>;\n",
            "# async fn example(db: &Db, blobs: &Blobs, reader: &mut Reader, now: jiff::Timestamp) -> Fallible {\n",
            "let task = reader.find::<Task>(\"an id\").await?.ok_or(\"not found\")?;\n",
            "let project = reader.find::<Project>(\"an id\").await?.ok_or(\"not found\")?;\n",
            $lines,
            "\n# let _ = (blobs, now);\n# Ok(())\n# }\n"
        )
    };
}

macro_rules! short_cuts {
    ($($(#[$what:meta])* $name:ident: right $right:literal wrong $error:literal $wrong:literal)*) => {$(
        $(#[$what])*
        ///
        #[doc = concat!("```no_run\n", round!($right), "```\n")]
        ///
        #[doc = concat!("```compile_fail,", $error, "\n", round!($wrong), "```\n")]
        pub mod $name {}
    )*};
}

short_cuts! {
    /// A viewer comes from a proof, and is not put together.
    a_viewer_made_by_hand:
        right "let viewer: &Viewer = reader.viewer();"
        wrong "E0451" "let viewer: &Viewer = &Viewer { now: 0, ..reader.viewer().clone() };"

    /// A reader comes with its viewer.
    a_reader_made_by_hand:
        right "fn other(reader: Reader) -> Reader { reader }"
        wrong "E0451" "fn other(reader: Reader) -> Reader { Reader { holdings: None, ..reader } }"

    /// There is one way to an operator, and it has a name that can be searched for.
    an_operator_made_by_hand:
        right "let operator = Operator::of_this_machine();"
        wrong "E0451" "let operator = Operator { _made_here: () };"

    /// A record is seen where a reader gave it out.
    a_sighting_made_by_hand:
        right "let seen: Seen<Task> = task;"
        wrong "E0451" "let seen: Seen<Task> = Seen { viewer: 1, ..task };"

    /// A permit comes from being asked for.
    a_permit_made_by_hand:
        right "let permit: Permit<CompleteTask> = reader.viewer().may(&task)?;"
        wrong "E0451" "let permit: Permit<CompleteTask> = Permit { person: None, ..reader.viewer().may(&task)? };"

    /// A record filled from a form was not seen, whatever stands in it.
    leave_for_a_record_made_by_hand:
        right "let permit = reader.viewer().may::<CompleteTask>(&task)?;"
        wrong "E0308" "let permit = reader.viewer().may::<CompleteTask>(&Task { id: task.id.clone(), name: task.name.clone() })?;"

    /// An action is done to its own kind of record.
    leave_for_another_kind_of_record:
        right "let permit = reader.viewer().may::<CompleteTask>(&task)?;"
        wrong "E0308" "let permit = reader.viewer().may::<CompleteTask>(&project)?;"

    /// A permit serves once.
    a_permit_used_twice:
        right "let permit = reader.viewer().may::<CompleteTask>(&task)?;\ndb.act(permit, now).await?;"
        wrong "E0382" "let permit = reader.viewer().may::<CompleteTask>(&task)?;\ndb.act(permit, now).await?;\ndb.act(permit, now).await?;"

    /// A permit cannot be copied either.
    a_permit_copied:
        right "let permit = reader.viewer().may::<CompleteTask>(&task)?;\ndb.act(permit, now).await?;"
        wrong "E0599" "let permit = reader.viewer().may::<CompleteTask>(&task)?;\ndb.act(permit.clone(), now).await?;"

    /// A permit serves for the action it was given for.
    a_permit_for_another_action:
        right "let permit = reader.viewer().may::<CompleteTask>(&task)?;\ndb.act::<CompleteTask>(permit, now).await?;"
        wrong "E0308" "let permit = reader.viewer().may_import()?;\ndb.act::<CompleteTask>(permit, now).await?;"

    /// No act without a permit: a record that was seen is none.
    an_act_without_a_permit:
        right "db.act::<CompleteTask>(reader.viewer().may(&task)?, now).await?;"
        wrong "E0308" "db.act::<CompleteTask>(task, now).await?;"

    /// Nothing asks the database but through a reader.
    a_transaction_of_ones_own:
        right "let arrival = db.arrive(\"acme\", \"a token\", now).await?;"
        wrong "E0624" "let transaction = db.snapshot().await?;"

    /// Nor by what lies behind it.
    a_connection_behind_the_database:
        right "let shared = db.is_shared();"
        wrong "E0616" "let shared = db.engine;"

    /// Nor by what lies behind a reader.
    a_transaction_behind_a_reader:
        right "let viewer = reader.viewer();"
        wrong "E0616" "let transaction = &reader.tx;"

    /// Every read is some viewer's.
    a_read_without_a_viewer:
        right "let page = reader.list(access::Module::Tasks, &[]).await?;"
        wrong "E0599" "let page = db.list(access::Module::Tasks, &[]).await?;"

    /// The bytes of a file come out for a file that was shown.
    the_bytes_of_a_file_that_was_not_shown:
        right "let file = reader.file(\"an id\").await?.ok_or(\"not found\")?;\nlet bytes = blobs.bytes(&file, None).await?;"
        wrong "E0308" "let file = reader.file(\"an id\").await?.ok_or(\"not found\")?;\nlet bytes = blobs.bytes(file.name(), None).await?;"

    /// Ending what is shared needs leave that looked at the item.
    an_end_of_sharing_without_leave:
        right "let item = store::sharing::Item::named(\"projects/x\").ok_or(\"not found\")?;\nlet permit = reader.may_end_sharing(item).await?;\ndb.end_sharing(permit, item, now).await?;"
        wrong "E0308" "let item = store::sharing::Item::named(\"projects/x\").ok_or(\"not found\")?;\ndb.end_sharing(item, item, now).await?;"

    /// Leave to write grants is none to remove guests.
    leave_to_share_for_removing_a_guest:
        right "let permit = reader.viewer().may::<store::sharing::ManageGuests>(&reader.company())?;\ndb.remove_guest(permit, \"an id\", None, now).await?;"
        wrong "E0308" "let permit = reader.may_manage_grants().await?;\ndb.remove_guest(permit, \"an id\", None, now).await?;"

    /// What may be done is declared in the store, where its rule can be read.
    an_action_of_ones_own:
        right "fn named<A: Action>() -> &'static str { A::NAME }\nassert_eq!(named::<CompleteTask>(), \"task.complete\");"
        wrong "E0277" "enum Anything {}\nimpl Action for Anything {\n    type On = Task;\n    const NAME: &'static str = \"anything\";\n    fn judge(_: &Viewer, _: &Seen<Task>) -> Result<(), Refusal> { Ok(()) }\n}"
}
