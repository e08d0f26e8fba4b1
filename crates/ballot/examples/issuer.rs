//! An issuer of tokens for the test of `js/blind.js`: says its key, then signs what is on each line, and verifies
//! lines that begin with `?`.

use std::io::{BufRead, stdin};

use ballot::{Issuer, Token};
use rand::{SeedableRng, rngs::StdRng};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut rng = StdRng::seed_from_u64(9474);
    let issuer = Issuer::make(&mut rng)?;
    println!("{}", serde_json::to_string(&issuer.public())?);
    for line in stdin().lock().lines() {
        let line = line?;
        match line.strip_prefix('?') {
            Some(token) => {
                let token: Token = token.parse()?;
                println!("{}", issuer.public().verify(&token).is_ok());
            }
            None => println!("{}", hex::encode(issuer.sign(&hex::decode(line)?, &mut rng)?)),
        }
    }
    Ok(())
}
