//! The archive of a backup: packed, compressed and encrypted on its way, and opened again with nothing taken on trust.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Component, Path};

use age::stream::StreamWriter;
use anyhow::Context;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use sha2::{Digest, Sha256};

use super::manifest::{self, Held, Manifest};
use super::whole::{folder, folder_of};

/// Keys that a backup is sealed for: `age1…`.
pub struct Recipients(Vec<age::x25519::Recipient>);

impl Recipients {
    /// Of their texts; at least one.
    ///
    /// # Errors
    /// Names the text that is no key.
    pub fn of(texts: &[String]) -> anyhow::Result<Self> {
        let keys = texts.iter().map(|text| {
            text.trim().parse().map_err(|cause: &str| anyhow::anyhow!("the recipient {text}: {cause}"))
        });
        let keys: Vec<age::x25519::Recipient> = keys.collect::<anyhow::Result<_>>()?;
        if keys.is_empty() {
            anyhow::bail!(
                "a backup needs a key that it is sealed for: `age-keygen` makes one; see docs/operating.md"
            );
        }
        Ok(Self(keys))
    }
}

/// The keys of a file as `age-keygen` writes it.
///
/// # Errors
/// Names the file that cannot be read or holds no key.
pub fn identities(file: &Path) -> anyhow::Result<Vec<Box<dyn age::Identity>>> {
    let named = || format!("{} holds no key as age-keygen writes it", file.display());
    let text = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let keys = age::IdentityFile::from_buffer(BufReader::new(text)).with_context(named)?;
    let keys = keys.into_identities().map_err(|cause| anyhow::anyhow!("{}: {cause}", named()))?;
    if keys.is_empty() { Err(anyhow::anyhow!(named())) } else { Ok(keys) }
}

/// Something that is written or read on its way, measured.
struct Measured<T> {
    inner: T,
    digest: Sha256,
    bytes: u64,
}

impl<T> Measured<T> {
    fn new(inner: T) -> Self {
        Self { inner, digest: Sha256::new(), bytes: 0 }
    }

    fn take(&mut self, piece: &[u8]) {
        self.digest.update(piece);
        self.bytes += piece.len() as u64;
    }

    fn held(self) -> (T, Held) {
        (self.inner, Held { bytes: self.bytes, sha256: hex::encode(self.digest.finalize()) })
    }
}

impl<T: Read> Read for Measured<T> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(into)?;
        self.take(&into[..n]);
        Ok(n)
    }
}

impl<T: Write> Write for Measured<T> {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        let n = self.inner.write(from)?;
        self.take(&from[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// SHA-256 and size of a file.
///
/// # Errors
/// When it cannot be read.
pub fn measure(file: &Path) -> anyhow::Result<Held> {
    let open = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut measured = Measured::new(open);
    io::copy(&mut measured, &mut io::sink()).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(measured.held().1)
}

type Sink<W> = GzEncoder<StreamWriter<BufWriter<Measured<W>>>>;

/// An archive that is being written: packed, compressed, sealed, all on its way.
pub struct Packing<W: Write> {
    tar: tar::Builder<Sink<W>>,
    held: BTreeMap<String, Held>,
    /// Seconds since 1970, for those who unpack it with other programs.
    at: u64,
}

impl<W: Write> Packing<W> {
    /// Begin it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(out: W, recipients: &Recipients, at: u64) -> anyhow::Result<Self> {
        let keys = recipients.0.iter().map(|key| key as &dyn age::Recipient);
        let sealing = age::Encryptor::with_recipients(keys)?;
        let sealed = sealing.wrap_output(BufWriter::new(Measured::new(out)))?;
        // Fast: photos and papers are compressed already, and whoever waits is a server at work.
        let packed = GzEncoder::new(sealed, Compression::fast());
        Ok(Self { tar: tar::Builder::new(packed), held: BTreeMap::new(), at })
    }

    /// Put a thing in by its name.
    ///
    /// # Errors
    /// When it cannot be read to its end, or not be written.
    pub fn put(&mut self, name: &str, bytes: u64, from: impl Read) -> anyhow::Result<()> {
        let mut from = Measured::new(from);
        self.append(name, bytes, &mut from)?;
        let (_, held) = from.held();
        if held.bytes != bytes {
            anyhow::bail!("{name} changed while it was read");
        }
        self.held.insert(name.to_owned(), held);
        Ok(())
    }

    fn append(&mut self, name: &str, bytes: u64, from: &mut impl Read) -> anyhow::Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes);
        header.set_mode(0o600);
        header.set_mtime(self.at);
        header.set_entry_type(tar::EntryType::Regular);
        self.tar.append_data(&mut header, name, from).with_context(|| format!("cannot pack {name}"))
    }

    /// Put a file in by its name.
    ///
    /// # Errors
    /// As `put`.
    pub fn put_file(&mut self, name: &str, file: &Path) -> anyhow::Result<()> {
        let open = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
        let bytes = open.metadata()?.len();
        // A file that grows meanwhile is read as far as it went when we began.
        self.put(name, bytes, open.take(bytes))
    }

    /// What was put in so far.
    pub fn held(&self) -> &BTreeMap<String, Held> {
        &self.held
    }

    /// End it with its manifest; what was written to, and how large the archive is.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn end(mut self, manifest: &Manifest) -> anyhow::Result<(W, Held)> {
        let text = serde_json::to_vec_pretty(manifest)?;
        self.append(manifest::NAME, text.len() as u64, &mut text.as_slice())?;
        let sealed = self.tar.into_inner()?.finish()?;
        let out = sealed.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(out.held())
    }
}

/// Open an archive into a folder that is empty, and compare everything with its manifest.
///
/// # Errors
/// Says whether the key is the wrong one, or what is not as it was packed.
pub fn unpack(archive: &Path, keys: &[Box<dyn age::Identity>], into: &Path) -> anyhow::Result<Manifest> {
    let file = File::open(archive).with_context(|| format!("cannot read {}", archive.display()))?;
    let sealed = age::Decryptor::new_buffered(BufReader::new(file))
        .map_err(|cause| anyhow::anyhow!("{} is no backup: {cause}", archive.display()))?;
    let opened = sealed
        .decrypt(keys.iter().map(|key| &**key))
        .map_err(|cause| anyhow::anyhow!("this key does not open {}: {cause}", archive.display()))?;
    let altered = || format!("{} is damaged or was altered", archive.display());
    let mut tar = tar::Archive::new(GzDecoder::new(opened));
    let (mut held, mut manifest) = (BTreeMap::new(), None);
    for entry in tar.entries().with_context(altered)? {
        let mut entry = entry.with_context(altered)?;
        let name = plain_name(&entry.path().with_context(altered)?)?;
        if entry.header().entry_type() != tar::EntryType::Regular || held.contains_key(&name) {
            anyhow::bail!("{}: {name} is not what this program packs", altered());
        }
        let place = into.join(&name);
        folder(folder_of(&place))?;
        let mut measured = Measured::new(create(&place)?);
        io::copy(&mut entry, &mut measured).with_context(altered)?;
        let (file, is) = measured.held();
        file.sync_all().with_context(|| format!("cannot write {}", place.display()))?;
        if name == manifest::NAME {
            manifest = Some(std::fs::read(&place)?);
        } else {
            held.insert(name, is);
        }
    }
    // To the very end: what was cut off or put after it is found there.
    let mut packed = tar.into_inner();
    io::copy(&mut packed, &mut io::sink()).with_context(altered)?;
    io::copy(&mut packed.into_inner(), &mut io::sink()).with_context(altered)?;
    let manifest = manifest.with_context(|| format!("{}: it has no manifest", altered()))?;
    let manifest: Manifest = serde_json::from_slice(&manifest).with_context(altered)?;
    compare(&manifest, &held).with_context(altered)?;
    Ok(manifest)
}

fn create(place: &Path) -> anyhow::Result<File> {
    let mut how = OpenOptions::new();
    how.write(true).create_new(true).mode(0o600);
    how.open(place).with_context(|| format!("cannot write {}", place.display()))
}

/// A name as this program gives it: no way out of the folder, no sign that means something elsewhere.
fn plain_name(path: &Path) -> anyhow::Result<String> {
    let text = path.to_str().context("a name in the archive is not UTF-8")?;
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)))
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-/".contains(&b))
        && !text.is_empty()
        && !text.ends_with('/');
    if plain {
        Ok(text.to_owned())
    } else {
        anyhow::bail!("the archive has a name in it that this program never gives: {text:?}")
    }
}

fn compare(manifest: &Manifest, held: &BTreeMap<String, Held>) -> anyhow::Result<()> {
    if manifest.format != manifest::FORMAT {
        anyhow::bail!("it is of format {}, which this version does not read", manifest.format);
    }
    for (name, said) in &manifest.held {
        match held.get(name) {
            Some(is) if is == said => {}
            Some(_) => anyhow::bail!("{name} is not what the manifest says"),
            None => anyhow::bail!("{name} is missing"),
        }
    }
    match held.keys().find(|name| !manifest.held.contains_key(*name)) {
        Some(name) => anyhow::bail!("{name} is not in the manifest"),
        None => Ok(()),
    }
}
