use std::fs;
use std::io::Write;

use age::secrecy::ExposeSecret;

use super::Yard;
use crate::upkeep::manifest::Manifest;
use crate::upkeep::sealed::{Packing, Recipients, identities, unpack};

#[tokio::test]
async fn a_single_altered_byte_is_found_wherever_it_is() {
    let yard = Yard::new().await;
    let taken = yard.backed_up("one.age").await;
    let whole = fs::read(&taken.place).unwrap();
    let middle = whole.len() / 2;
    for at in [0, 30, 120, 199, 260, middle, middle + 1, whole.len() - 20, whole.len() - 1] {
        let mut altered = whole.clone();
        altered[at] ^= 1;
        fs::write(yard.at("altered.age"), &altered).unwrap();
        assert!(yard.restored(&yard.at("altered.age"), "back").await.is_err(), "the byte {at}");
        assert!(!yard.at("back").exists(), "nothing is put back");
    }
    for (name, piece) in [("cut", &whole[..middle]), ("short", &whole[..whole.len() - 1]), ("none", &[][..])]
    {
        fs::write(yard.at(name), piece).unwrap();
        assert!(yard.restored(&yard.at(name), "back").await.is_err(), "{name}");
    }
    let mut longer = whole.clone();
    longer.push(b'x');
    fs::write(yard.at("longer"), &longer).unwrap();
    assert!(yard.restored(&yard.at("longer"), "back").await.is_err());
    fs::write(yard.at("same"), &whole).unwrap();
    yard.restored(&yard.at("same"), "back").await.unwrap();
}

#[tokio::test]
async fn a_wrong_key_opens_nothing() {
    let yard = Yard::new().await;
    let taken = yard.backed_up("one.age").await;
    fs::rename(yard.at("key.txt"), yard.at("right.txt")).unwrap();
    let wrong = age::x25519::Identity::generate();
    fs::write(yard.at("key.txt"), wrong.to_string().expose_secret()).unwrap();
    let refused = format!("{:#}", yard.restored(&taken.place, "back").await.err().unwrap());
    assert!(refused.contains("this key does not open"), "{refused}");
    fs::write(yard.at("key.txt"), "no key\n").unwrap();
    assert!(yard.restored(&taken.place, "back").await.is_err());
    assert!(!yard.at("back").exists());
    fs::rename(yard.at("right.txt"), yard.at("key.txt")).unwrap();
    yard.restored(&taken.place, "back").await.unwrap();
}

/// What somebody does to a manifest.
type Spoil = fn(&mut Manifest);

/// A backup that somebody who has the public key made up: everything fits but what `spoil` does to the manifest.
fn forged(yard: &Yard, name: &str, manifest: &Manifest, spoil: Spoil) -> std::path::PathBuf {
    let recipients = Recipients::of(std::slice::from_ref(&yard.recipient)).unwrap();
    let opened = yard.at(&format!("{name}.opened"));
    fs::create_dir(&opened).unwrap();
    let keys = identities(&yard.at("key.txt")).unwrap();
    unpack(&yard.at("one.age"), &keys, &opened).unwrap();
    let mut out = fs::File::create(yard.at(name)).unwrap();
    let mut packing = Packing::begin(&mut out, &recipients, 0).unwrap();
    for entry in manifest.held.keys() {
        packing.put_file(entry, &opened.join(entry)).unwrap();
    }
    let mut changed = manifest.clone();
    spoil(&mut changed);
    packing.end(&changed).unwrap();
    out.flush().unwrap();
    yard.at(name)
}

#[tokio::test]
async fn a_manifest_that_does_not_fit_what_is_there_is_refused() {
    let yard = Yard::new().await;
    let taken = yard.backed_up("one.age").await;
    let manifest = &taken.manifest;
    let spoils: [(&str, Spoil); 7] = [
        ("rows", |it| *it.tables.get_mut("accounts").unwrap() += 1),
        ("table", |it| it.tables.retain(|name, _| name != "accounts")),
        ("hash", |it| it.journals[0].hash = "00".repeat(32)),
        ("entries", |it| it.journals[0].entries -= 1),
        ("step", |it| drop(it.migrations.pop())),
        ("held", |it| drop(it.held.remove("seal.key"))),
        ("format", |it| it.format = 2),
    ];
    for (name, spoil) in spoils {
        let file = forged(&yard, name, manifest, spoil);
        let refused = yard.restored(&file, "back").await;
        assert!(refused.is_err(), "{name}");
        assert!(!yard.at("back").exists(), "{name}");
    }
    let file = forged(&yard, "none", manifest, |_| {});
    yard.restored(&file, "back").await.unwrap();
}

#[test]
fn names_that_lead_elsewhere_are_not_unpacked() {
    let folder = std::env::temp_dir().join(format!("names_{}", &crate::base::Chance::real().secret()[..16]));
    fs::create_dir_all(&folder).unwrap();
    let key = age::x25519::Identity::generate();
    fs::write(folder.join("key"), key.to_string().expose_secret()).unwrap();
    let keys = identities(&folder.join("key")).unwrap();
    for (n, name) in ["../out", "/tmp/out", "a/../../out"].iter().enumerate() {
        let recipient: &dyn age::Recipient = &key.to_public();
        let sealing = age::Encryptor::with_recipients(std::iter::once(recipient)).unwrap();
        let file = fs::File::create(folder.join("a.age")).unwrap();
        let sealed = sealing.wrap_output(file).unwrap();
        let packed = flate2::write::GzEncoder::new(sealed, flate2::Compression::fast());
        let mut tar = tar::Builder::new(packed);
        let mut header = tar::Header::new_gnu();
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(1);
        header.set_mode(0o600);
        header.set_cksum();
        tar.append(&header, &b"x"[..]).unwrap();
        tar.into_inner().unwrap().finish().unwrap().finish().unwrap();
        let into = folder.join(format!("into{n}"));
        fs::create_dir(&into).unwrap();
        let refused = format!("{:#}", unpack(&folder.join("a.age"), &keys, &into).unwrap_err());
        assert!(refused.contains("never gives"), "{refused}");
        assert!(!folder.join("out").exists());
    }
    fs::remove_dir_all(folder).unwrap();
}
