//! Answers before anything travels, the last answer as often as it is asked for; nobody sleeps.
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_smithy_async::rt::sleep::{AsyncSleep, Sleep};
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::Value;

/// A status, headers and a body; none is a connection that breaks.
type Answer = Option<(u16, Vec<(String, String)>, Vec<u8>)>;

#[derive(Clone, Debug)]
pub struct Answers(Arc<Given>);

#[derive(Debug)]
struct Given {
    answers: Vec<Answer>,
    retries: bool,
    sent: AtomicUsize,
    delays: Mutex<Vec<f64>>,
}

impl Answers {
    pub fn once(answer: &Value) -> Self {
        Self::new(vec![read(answer)], false)
    }

    pub fn retried(series: &[Value]) -> Self {
        Self::new(series.iter().map(read).collect(), true)
    }

    fn new(answers: Vec<Answer>, retries: bool) -> Self {
        let (sent, delays) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        Self(Arc::new(Given { answers, retries, sent, delays }))
    }

    pub fn retries(&self) -> bool {
        self.0.retries
    }

    pub fn sent(&self) -> usize {
        self.0.sent.load(Ordering::Relaxed)
    }

    pub fn delays(&self) -> Vec<f64> {
        self.0.delays.lock().expect("nobody panics with it").clone()
    }

    /// Whether an answer is CBOR; none where every one is a reset.
    pub fn cbor(&self) -> Option<bool> {
        let mut heads = self.0.answers.iter().flatten().peekable();
        heads.peek()?;
        Some(heads.any(|(_, headers, _)| headers.iter().any(says_cbor)))
    }

    fn next(&self) -> Result<HttpResponse, ConnectorError> {
        let number = self.0.sent.fetch_add(1, Ordering::Relaxed);
        let Some((status, headers, body)) = &self.0.answers[number.min(self.0.answers.len() - 1)] else {
            let reset = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
            return Err(ConnectorError::io(reset.into()));
        };
        let status = StatusCode::try_from(*status).map_err(|error| ConnectorError::other(error.into(), None))?;
        let mut response = HttpResponse::new(status, SdkBody::from(body.clone()));
        for (name, value) in headers {
            let kept = response.headers_mut().try_insert(name.clone(), value.clone());
            kept.map_err(|error| ConnectorError::other(error.into(), None))?;
        }
        Ok(response)
    }
}

impl HttpConnector for Answers {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::ready(self.next())
    }
}

impl AsyncSleep for Answers {
    fn sleep(&self, duration: Duration) -> Sleep {
        self.0.delays.lock().expect("nobody panics with it").push(duration.as_secs_f64());
        Sleep::new(std::future::ready(()))
    }
}

fn read(answer: &Value) -> Answer {
    let status = answer["status"].as_u64()?;
    let headers = answer["headers"].as_object().into_iter().flatten();
    let headers = headers.map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()));
    let body = BASE64_STANDARD.decode(answer["body"].as_str().unwrap_or_default());
    Some((u16::try_from(status).unwrap_or(0), headers.collect(), body.unwrap_or_default()))
}

fn says_cbor((name, value): &(String, String)) -> bool {
    let said = format!("{name}: {value}").to_lowercase();
    said.starts_with("content-type: application/cbor") || said == "smithy-protocol: rpc-v2-cbor"
}
