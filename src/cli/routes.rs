use std::process::ExitCode;

use crate::site;

/// Print every page of the site.
pub fn run() -> anyhow::Result<ExitCode> {
    let mut out = csv::Writer::from_writer(std::io::stdout());
    out.write_record(["method", "path", "permit"])?;
    for route in site::routes(true).table {
        out.write_record([route.method.as_str(), route.path, route.permit.word()])?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
