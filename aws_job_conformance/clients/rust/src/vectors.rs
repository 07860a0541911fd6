//! Runs test vectors, in the form of Smithy: `aws-job-conformance-rust-client sesv2/GetImportJob.smithy.json`.
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};

/// Print what failed and how many passed; return whether all did.
pub async fn run(path: &str) -> std::io::Result<bool> {
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let operation = &file["metadata"]["awsJobConformance"][0]["operation"];
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    for shape in file["shapes"].as_object().into_iter().flat_map(|shapes| shapes.values()) {
        for case in shape["traits"]["smithy.test#httpResponseTests"].as_array().into_iter().flatten() {
            match is_right(operation, case).await {
                Some(true) => passed += 1,
                Some(false) => {
                    failed += 1;
                    println!("FAILED {}", case["id"]);
                }
                None => skipped += 1, // in a protocol that this SDK does not speak to the service
            }
        }
    }
    println!("{passed} passed, {failed} failed, {skipped} skipped");
    Ok(failed == 0)
}

async fn is_right(operation: &Value, case: &Value) -> Option<bool> {
    let body = case["body"].as_str()?;
    let is_text = !case["protocol"].as_str()?.ends_with("#rpcv2Cbor");
    let body = if is_text { BASE64_STANDARD.encode(body) } else { body.to_owned() };
    let request = json!({"operation": operation, "status": case["code"], "headers": case["headers"], "body": body});
    let answer = crate::answer(&request).await;
    if !answer["unsupported"].is_null() {
        return None;
    }
    let is_error = case["code"].as_u64()? >= 400;
    Some(if is_error { answer["error"] == case["tags"][1] } else { same(&case["params"], &answer["value"]) })
}

/// A timestamp is sent as seconds, and kept to a millisecond; a blob is its text.
fn same(sent: &Value, read: &Value) -> bool {
    match (sent, read) {
        (Value::Object(sent), Value::Object(read)) => {
            sent.len() == read.len() && sent.iter().all(|(name, item)| read.get(name).is_some_and(|is| same(item, is)))
        }
        (Value::Array(sent), Value::Array(read)) => {
            sent.len() == read.len() && sent.iter().zip(read).all(|(one, other)| same(one, other))
        }
        (Value::Number(sent), Value::Number(read)) => sent.as_f64() == read.as_f64(),
        (Value::Number(sent), Value::String(read)) => DateTime::from_str(read, Format::DateTime)
            .is_ok_and(|at| (at.as_secs_f64() - sent.as_f64().unwrap_or(f64::NAN)).abs() < 0.0011),
        (Value::String(sent), Value::String(read)) if sent != read => {
            BASE64_STANDARD.decode(read).is_ok_and(|blob| blob == sent.as_bytes())
        }
        _ => sent == read,
    }
}
