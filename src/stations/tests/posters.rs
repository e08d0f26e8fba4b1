use std::sync::Arc;

use rand::SeedableRng;

use super::*;
use crate::base::Config;
use crate::base::codes::ShortCode;
use crate::stations::pages::{address, code};

/// Draws the picture as a printer at 200 dots an inch draws 2.5 cm, and lets a reader decode it.
fn read(svg: &str) -> Option<String> {
    const DOTS: usize = 197;
    let side: usize = svg.split("viewBox=\"0 0 ").nth(1)?.split(' ').next()?.parse().ok()?;
    let path = svg.rsplit("d=\"").next()?.split('"').next()?;
    let mut dark = vec![false; side * side];
    for run in path.split('M').skip(1) {
        let numbers = run.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
        let numbers: Vec<usize> = numbers.map(|n| n.parse().unwrap()).collect();
        dark[numbers[1] * side + numbers[0]..][..numbers[2]].fill(true);
    }
    let at = |x: usize, y: usize| dark[(y * side / DOTS) * side + x * side / DOTS];
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(DOTS, DOTS, |x, y| if at(x, y) { 0 } else { 255 });
    let grids = image.detect_grids();
    grids.first()?.decode().ok().map(|(_, text)| text)
}

#[tokio::test]
async fn telephones_read_the_codes_of_five_hundred_posters_at_two_and_a_half_centimetres() {
    let mut world = World::new().await;
    let url = ("SHUANGLIAN_SERVER_PUBLIC_URL".to_owned(), "https://shuanglian.xiantao.gov.cn".to_owned());
    world.app.config = Arc::new(Config::load(None, [url]).unwrap());
    let found = crate::bodies::store::organization(&world.app.db, world.congress, station(&world)).await;
    let mut station = found.unwrap();
    let mut rng = rand::rngs::StdRng::seed_from_u64(500);
    for nth in 0..500 {
        station.code = ShortCode::random(&mut rng).to_string();
        let address = address(&world.app, &station);
        assert!(address.len() <= 45, "{address}");
        let svg = code(&address, "码").unwrap();
        assert_eq!(read(&svg).as_deref(), Some(address.as_str()), "poster {nth}");
    }
}

#[tokio::test]
async fn a_poster_has_its_code_in_large_letters_and_three_ways() {
    let world = World::new().await;
    let code = code_of(&world, "station").await;
    let keeper = world.browser(Some("station-keeper")).await;
    let sent =
        keeper.post(&format!("/stations/{code}/posters"), &[("place", "村委会"), ("size", "a3")]).await;
    assert_eq!(sent.location, format!("/stations/{code}/poster?size=a3&no=1"));
    let shown = keeper.get(&sent.location).await.body;
    for part in [
        &format!("class=\"big\">{code}"),
        "扫上面的码",
        "打电话给村、社区",
        "到站里来当面说",
        &format!("{code}-P01"),
        "class=\"paper a3\"",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let svg = shown.split("<div class=\"code\">").nth(1).unwrap();
    let address = format!("{}/z/{code}", world.app.config.public_url());
    assert_eq!(read(svg.split("</svg>").next().unwrap()).as_deref(), Some(address.as_str()));
    let none = keeper.get(&format!("/stations/{code}/poster?no=9")).await.body;
    assert!(!none.contains("-P09"), "no number that was not given out");
}
