//! The doors inside an account.

use axum::extract::Request;
use axum::response::Response;

use super::app::App;
use super::problem::Problem;
use super::routes::Door;

pub(super) async fn open(_app: &App, _door: Door, _request: Request) -> Result<Response, Problem> {
    Err(Problem::NotFound)
}
