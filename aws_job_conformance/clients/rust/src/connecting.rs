//! A call over loopback: of an operation with the SDK's retries, or of its own waiter.
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use aws_sdk_cloudformation::client::Waiters as _;
use aws_sdk_dynamodb::client::Waiters as _;
use aws_sdk_emr::client::Waiters as _;
use aws_sdk_transcribe::client::Waiters as _;
use aws_smithy_async::rt::sleep::{AsyncSleep, Sleep, TokioSleep};
use aws_smithy_async::time::TimeSource;
use aws_smithy_runtime_api::client::waiters::error::WaiterError;
use serde_json::{Value, json};

use crate::calls::{Outcome, outcome};

/// The time that a waiter has, by a clock that jumps beyond it after so many polls.
const TIME: Duration = Duration::from_secs(3600);

/// A clock that is the real one, or takes no time to sleep and is past every limit at last.
#[derive(Clone, Debug)]
struct Clock {
    sleeps: bool,
    left: Arc<AtomicUsize>,
}

impl AsyncSleep for Clock {
    fn sleep(&self, duration: Duration) -> Sleep {
        if self.sleeps {
            return TokioSleep::new().sleep(duration);
        }
        let one_less = |left: usize| Some(left.saturating_sub(1));
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less);
        Sleep::new(std::future::ready(()))
    }
}

impl TimeSource for Clock {
    fn now(&self) -> SystemTime {
        let is_over = self.left.load(Ordering::Relaxed) == 0;
        SystemTime::now() + if is_over { 2 * TIME } else { Duration::ZERO }
    }
}

/// A client that asks a server with the SDK's own HTTP client.
macro_rules! opened {
    ($sdk:ident, $url:expr, $clock:expr) => {{
        use aws_smithy_runtime::client::retries::RetryPartition;
        use aws_smithy_types::retry::RetryConfig;
        use aws_smithy_types::timeout::TimeoutConfig;
        let config = $sdk::Config::builder()
            .behavior_version($sdk::config::BehaviorVersion::latest())
            .region($sdk::config::Region::new("us-east-1"))
            .endpoint_url($url)
            .credentials_provider($sdk::config::Credentials::new("nobody", "nobody", None, None, "nobody"))
            .identity_cache($sdk::config::IdentityCache::no_cache())
            .retry_config(RetryConfig::standard())
            .retry_partition(RetryPartition::new(format!("{:p} {}", &$clock, $url)))
            // A clock that takes no time would end them at once.
            .timeout_config(TimeoutConfig::disabled())
            .stalled_stream_protection($sdk::config::StalledStreamProtectionConfig::disabled())
            .sleep_impl($clock.clone())
            .time_source($clock.clone())
            .http_client(aws_smithy_http_client::Builder::new().build_http())
            .build();
        $sdk::Client::from_conf(config)
    }};
}

pub async fn answer(request: &Value) -> Value {
    let operation = request["operation"].as_str().unwrap_or_default();
    let waiter = request["waiter"].as_str();
    let url = request["url"].as_str().unwrap_or_default();
    let polls = request["polls"].as_u64().and_then(|polls| usize::try_from(polls).ok()).unwrap_or(1);
    let sleeps = request["sleeps"].as_bool().unwrap_or_default();
    // The clock is past the limit before the last poll; a call of an operation has no limit.
    let left = if waiter.is_some() { polls.saturating_sub(1) } else { usize::MAX };
    let clock = Clock { sleeps, left: Arc::new(AtomicUsize::new(left)) };
    let found = match waiter {
        Some(name) => waited(operation, name, &request["input"], url, &clock).await,
        None => called(operation, &request["input"], url, &clock).await,
    };
    let what = waiter.map_or_else(|| operation.to_owned(), |name| format!("the waiter {name}"));
    found.unwrap_or_else(|| json!({"unsupported": format!("{what} is not in this client")}))
}

fn text(input: &Value, name: &str) -> String {
    input[name].as_str().unwrap_or_default().to_owned()
}

async fn called(operation: &str, input: &Value, url: &str, clock: &Clock) -> Option<Value> {
    let found = match operation {
        "dynamodb:DescribeExport" => {
            let client = opened!(aws_sdk_dynamodb, url, clock);
            outcome(client.describe_export().export_arn(text(input, "ExportArn")).send().await)
        }
        "dynamodb:DescribeImport" => {
            let client = opened!(aws_sdk_dynamodb, url, clock);
            outcome(client.describe_import().import_arn(text(input, "ImportArn")).send().await)
        }
        "sesv2:GetImportJob" => {
            let client = opened!(aws_sdk_sesv2, url, clock);
            outcome(client.get_import_job().job_id(text(input, "JobId")).send().await)
        }
        _ => return None,
    };
    Some(match found {
        Outcome::Value(_) => json!({"ended": "success"}),
        Outcome::Error(code, message) => json!({"ended": "failure", "error": code, "message": message}),
        Outcome::Unreadable(name, message) => json!({"ended": "failure", "error": name, "message": message}),
    })
}

/// How a waiter ended; Rust finds no method by its name.
async fn waited(operation: &str, waiter: &str, input: &Value, url: &str, clock: &Clock) -> Option<Value> {
    macro_rules! waits {
        ($sdk:ident, $waiter:ident $(, $member:ident: $name:literal)+) => {
            ended(opened!($sdk, url, clock).$waiter()$(.$member(text(input, $name)))+.wait(TIME).await)
        };
    }
    let service = operation.split(':').next().unwrap_or_default();
    Some(match (service, waiter) {
        ("cloudformation", "ChangeSetCreateComplete") => {
            waits!(aws_sdk_cloudformation, wait_until_change_set_create_complete, change_set_name: "ChangeSetName")
        }
        ("cloudformation", "StackCreateComplete") => {
            waits!(aws_sdk_cloudformation, wait_until_stack_create_complete, stack_name: "StackName")
        }
        ("cloudformation", "StackDeleteComplete") => {
            waits!(aws_sdk_cloudformation, wait_until_stack_delete_complete, stack_name: "StackName")
        }
        ("cloudformation", "StackImportComplete") => {
            waits!(aws_sdk_cloudformation, wait_until_stack_import_complete, stack_name: "StackName")
        }
        ("cloudformation", "StackRollbackComplete") => {
            waits!(aws_sdk_cloudformation, wait_until_stack_rollback_complete, stack_name: "StackName")
        }
        ("cloudformation", "StackUpdateComplete") => {
            waits!(aws_sdk_cloudformation, wait_until_stack_update_complete, stack_name: "StackName")
        }
        ("dynamodb", "ExportCompleted") => {
            waits!(aws_sdk_dynamodb, wait_until_export_completed, export_arn: "ExportArn")
        }
        ("dynamodb", "ImportCompleted") => {
            waits!(aws_sdk_dynamodb, wait_until_import_completed, import_arn: "ImportArn")
        }
        ("emr", "ClusterTerminated") => waits!(aws_sdk_emr, wait_until_cluster_terminated, cluster_id: "ClusterId"),
        ("emr", "StepComplete") => {
            waits!(aws_sdk_emr, wait_until_step_complete, cluster_id: "ClusterId", step_id: "StepId")
        }
        ("transcribe", "TranscriptionJobCompleted") => {
            waits!(
                aws_sdk_transcribe,
                wait_until_transcription_job_completed,
                transcription_job_name: "TranscriptionJobName"
            )
        }
        _ => return None,
    })
}

fn ended<T, O, E>(result: Result<T, WaiterError<O, E>>) -> Value {
    let (how, name) = match result {
        Ok(_) => return json!({"ended": "success"}),
        Err(WaiterError::ExceededMaxWait(_)) => ("timeout", "ExceededMaxWait"),
        Err(WaiterError::FailureState(_)) => ("failure", "FailureState"),
        Err(WaiterError::OperationFailed(_)) => ("failure", "OperationFailed"),
        Err(_) => ("failure", "ConstructionFailure"),
    };
    json!({"ended": how, "error": name})
}
