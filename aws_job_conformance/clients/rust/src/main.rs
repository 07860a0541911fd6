//! AWS SDKs for Rust as a client under test. docs/clients.md says what the lines hold.
mod answers;
mod calls;
mod connecting;
mod table;
mod told;
mod vectors;

use std::io::{BufRead, Write};

use serde_json::{Value, json};

use answers::Answers;
use calls::Outcome;

fn main() -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    if let Some(path) = std::env::args().nth(1) {
        std::process::exit(i32::from(!runtime.block_on(vectors::run(&path))?));
    }
    let mut out = std::io::stdout().lock();
    let hello = json!({"protocol": 1, "name": "aws-sdk-rust", "version": version(), "operations": table::OPERATIONS,
        "retry": true, "loopback": true});
    writeln!(out, "{hello}")?;
    out.flush()?;
    for line in std::io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let mut answer = runtime.block_on(async {
            if request["url"].is_string() { connecting::answer(&request).await } else { answer(&request).await }
        });
        answer["id"] = request["id"].clone();
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

async fn answer(request: &Value) -> Value {
    let series = request["answers"].as_array();
    let given = match series {
        Some(series) => Answers::retried(series),
        None => Answers::once(request),
    };
    let operation = request["operation"].as_str().unwrap_or_default();
    let (service, name) = operation.split_once(':').unwrap_or_default();
    let cbor = table::SPEAK_CBOR.contains(&service);
    if given.cbor().is_some_and(|asked| asked != cbor) {
        let what = if cbor { "only CBOR" } else { "no CBOR" };
        return json!({"unsupported": format!("{service} speaks {what} in this SDK")});
    }
    let outcome = table::call(service, name, &given).await;
    let mut told = match outcome {
        None => return json!({"unsupported": format!("{operation} is not in the table of this client")}),
        Some(outcome) if given.sent() == 0 => {
            return json!({"unsupported": format!("{operation} cannot be sent: {outcome:?}")});
        }
        Some(Outcome::Value(value)) => json!({"value": value}),
        Some(Outcome::Error(code, message)) => json!({"error": code, "message": message}),
        Some(Outcome::Unreadable(name, message)) => json!({"unreadable": name, "message": message}),
    };
    if series.is_some() {
        told["attempts"] = given.sent().into();
        told["delays"] = given.delays().into();
    }
    told
}

/// The crates have a version each: the oldest and the newest.
fn version() -> String {
    let mut found: Vec<&str> = table::VERSIONS.to_vec();
    found.sort_by_key(|text| text.split('.').map(|part| part.parse().unwrap_or(0)).collect::<Vec<u32>>());
    format!("{} to {}", found[0], found[found.len() - 1])
}
