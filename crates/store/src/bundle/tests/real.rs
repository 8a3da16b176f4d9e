//! The real data that lies beside the workspace, where it does.

use super::*;
use std::path::Path;
use std::process::Command;

/// The bundle that the data's own script makes; none where there is no such data.
pub(super) fn real_bundle() -> Option<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/real_bundle.py");
    if !script.is_file() {
        return None;
    }
    let made = Command::new("python3").arg(script).output().unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    Some(String::from_utf8(made.stdout).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_company_comes_in_whole_and_goes_round() {
    let Some(bundle) = real_bundle() else {
        println!("there is no real data beside the workspace");
        return;
    };
    let lines = |kind: &str| bundle.matches(&format!("{{\"kind\": \"{kind}\"")).count() as u64;
    let mut exports = Vec::new();
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        let imported = account.import(&bundle).await;
        assert!(imported.written, "{:?}", imported.rejected.first.first());
        for kind in [
            "member", "customer", "contact", "order", "invoice", "task", "comment", "article",
            "file", "grant",
        ] {
            assert_eq!(imported.counts[kind].created, lines(kind), "{kind}");
        }
        assert_eq!(
            account
                .number("SELECT COUNT(*) FROM customer WHERE account_id = $1")
                .await,
            91
        );
        assert_eq!(
            account
                .number("SELECT COUNT(*) FROM sales_order WHERE account_id = $1")
                .await,
            830
        );
        let exported = account.export(true).await;
        let second = Account::new(engine).await;
        assert!(second.import(&exported).await.written);
        assert_eq!(second.export(true).await, exported);
        // The admin that `init` made goes by a public id, which is another in each account.
        exports.push(
            exported
                .lines()
                .filter(|line| !line.contains("ada@acme.example"))
                .map(str::to_owned)
                .collect::<Vec<_>>(),
        );
    }
    assert_eq!(exports[0], exports[1]);
}
