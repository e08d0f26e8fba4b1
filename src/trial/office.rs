//! LibreOffice, as a reader that is not ours.

use std::path::{Path, PathBuf};
use std::process::Command;

use uuid::Uuid;

/// A folder of its own, with a LibreOffice that knows nobody.
pub(crate) struct Office(PathBuf);

impl Office {
    pub(crate) fn new(name: Uuid) -> Office {
        let folder = std::env::temp_dir().join(format!("office-{name}"));
        std::fs::create_dir_all(folder.join("out")).unwrap();
        Office(folder)
    }

    /// What LibreOffice makes of a file when it saves it in another format: its ending, and after a colon its filter.
    pub(crate) fn saved(&self, name: &str, format: &str, bytes: &[u8]) -> Vec<u8> {
        let file = self.0.join(name);
        std::fs::write(&file, bytes).unwrap();
        let profile = format!("-env:UserInstallation=file://{}", self.0.join("profile").display());
        let mut office = Command::new("soffice");
        office
            .args([&profile, "--headless", "--convert-to", format, "--outdir"])
            .arg(self.0.join("out"))
            .arg(&file);
        let ended = office.output().expect("soffice is there: apt-get install libreoffice-calc");
        assert!(ended.status.success(), "{ended:?}");
        let ending = format.split(':').next().unwrap_or(format);
        let made = self.0.join("out").join(Path::new(name).with_extension(ending));
        std::fs::read(made).unwrap()
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
