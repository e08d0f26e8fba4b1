use crate::base::Config;
use std::path::Path;
use std::process::ExitCode;

/// x
pub async fn run(_config: &Config, _file: Option<&Path>) -> anyhow::Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}
