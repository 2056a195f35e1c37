//! A function for AWS Lambda: it adds the numbers of an event, and refuses an event without numbers.

use lambda_runtime::{run, service_fn, Error, LambdaEvent};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Event {
    numbers: Vec<i64>,
}

#[derive(Serialize)]
struct Answer {
    sum: i64,
    arch: &'static str,
    request: String,
}

async fn add(event: LambdaEvent<Event>) -> Result<Answer, Error> {
    let (event, context) = event.into_parts();
    if event.numbers.is_empty() {
        return Err("an event without numbers".into());
    }
    Ok(Answer { sum: event.numbers.iter().sum(), arch: std::env::consts::ARCH, request: context.request_id })
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(add)).await
}
