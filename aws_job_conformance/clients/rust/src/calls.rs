//! One call of an operation, and what came of it.
use std::error::Error;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use serde_json::Value;

use crate::told::{self, Told};

#[derive(Debug)]
pub enum Outcome {
    Value(Value),
    Error(String, String),
    Unreadable(&'static str, String),
}

/// What the SDK shows of an error that has no code.
const NO_CODE: &str = "unhandled error";

pub fn outcome<T, E>(result: Result<T, SdkError<E, HttpResponse>>) -> Outcome
where
    T: Told,
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    let error = match result {
        Ok(response) => return Outcome::Value(told::value(&response)),
        Err(error) => error,
    };
    let name = match &error {
        SdkError::ServiceError(service) => {
            let code = service.err().code().filter(|code| !code.is_empty());
            if code.is_none() && service.raw().status().is_success() {
                return Outcome::Unreadable("Unhandled", chain(service.err()));
            }
            return Outcome::Error(code.unwrap_or(NO_CODE).to_owned(), chain(service.err()));
        }
        SdkError::ConstructionFailure(_) => "ConstructionFailure",
        SdkError::TimeoutError(_) => "TimeoutError",
        SdkError::DispatchFailure(_) => "DispatchFailure",
        SdkError::ResponseError(_) => "ResponseError",
        _ => "SdkError",
    };
    Outcome::Unreadable(name, chain(&error))
}

/// An error and what is below it; the reason is often only there.
fn chain(error: &dyn Error) -> String {
    let mut told = error.to_string();
    let mut below = error.source();
    while let Some(error) = below {
        told = format!("{told}: {error}");
        below = error.source();
    }
    told
}

/// A name that no partition of retries had before.
pub fn unused() -> String {
    static SO_FAR: AtomicU64 = AtomicU64::new(0);
    SO_FAR.fetch_add(1, Ordering::Relaxed).to_string()
}

/// A client of a service that is answered by what it is given.
macro_rules! client {
    ($sdk:ident, $answers:expr) => {{
        use aws_smithy_runtime::client::retries::RetryPartition;
        use aws_smithy_runtime_api::client::http::{SharedHttpConnector, http_client_fn};
        use aws_smithy_types::retry::RetryConfig;
        let answers = $answers.clone();
        let connector = SharedHttpConnector::new(answers.clone());
        // Its jitter is fixed at the most; what is left of a quota is kept by partition, so each
        // series of answers has one of its own.
        let retries = if answers.retries() { RetryConfig::standard() } else { RetryConfig::disabled() };
        let partition = RetryPartition::new(crate::calls::unused());
        let config = $sdk::Config::builder()
            .behavior_version($sdk::config::BehaviorVersion::latest())
            .region($sdk::config::Region::new("us-east-1"))
            .endpoint_url("https://nobody.invalid")
            .credentials_provider($sdk::config::Credentials::new("nobody", "nobody", None, None, "nobody"))
            // Its timeout would be taken for a delay.
            .identity_cache($sdk::config::IdentityCache::no_cache())
            .retry_config(retries.with_use_static_exponential_base(true))
            .retry_partition(partition)
            .sleep_impl(answers)
            // Without a connection there is no stream that could stall.
            .stalled_stream_protection($sdk::config::StalledStreamProtectionConfig::disabled())
            .http_client(http_client_fn(move |_, _| connector.clone()))
            .build();
        $sdk::Client::from_conf(config)
    }};
}
pub(crate) use client;
