use std::time::Instant;

use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;

const SHORT: Patience = Patience {
    saying: Duration::from_secs(1),
    silence: Duration::from_secs(2),
    taking: Duration::from_secs(1),
    last: Duration::from_secs(1),
    leaving: Duration::from_secs(20),
};

/// Doors of a small site: `/` answers at once, `/slow` after a while, `/large` with more than anybody's socket holds.
struct Doors {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    open: tokio::task::JoinHandle<()>,
}

impl Doors {
    async fn new() -> Self {
        let site = Router::new()
            .route("/", get(async || "here"))
            .route("/from", get(async |ConnectInfo(from): ConnectInfo<SocketAddr>| from.to_string()))
            .route("/large", get(async || vec![b'x'; 64 * 1024 * 1024]))
            .route(
                "/slow",
                get(async || {
                    sleep(Duration::from_millis(400)).await;
                    "slowly"
                }),
            );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, told) = watch::channel(false);
        let open = tokio::spawn(open(listener, site, told, SHORT));
        Self { address, stop, open }
    }

    async fn comes(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }
}

async fn says(stream: &mut TcpStream, text: &str) {
    stream.write_all(text.as_bytes()).await.unwrap();
}

/// What is said until the other side is silent for a while or gone; and whether it is gone.
async fn hears(stream: &mut TcpStream) -> (String, bool) {
    let (mut heard, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        match timeout(Duration::from_millis(150), stream.read(&mut piece)).await {
            Ok(Ok(0) | Err(_)) => return (String::from_utf8_lossy(&heard).into_owned(), true),
            Ok(Ok(n)) => heard.extend_from_slice(&piece[..n]),
            Err(_) => return (String::from_utf8_lossy(&heard).into_owned(), false),
        }
    }
}

const ASK: &str = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";

#[tokio::test]
async fn silent_and_dribbling_connections_are_let_go_and_others_are_not() {
    let doors = Doors::new().await;
    let (mut silent, mut dribbling, mut asking) =
        (doors.comes().await, doors.comes().await, doors.comes().await);
    let begun = Instant::now();
    let dribbler = tokio::spawn(async move {
        for sign in "GET / HTTP/1.1\r\nx: ".chars().chain(std::iter::repeat('y')) {
            if dribbling.write_all(&[sign as u8]).await.is_err() || begun.elapsed() > Duration::from_secs(10)
            {
                break;
            }
            sleep(Duration::from_millis(40)).await;
        }
        begun.elapsed()
    });
    for _ in 0..4 {
        says(&mut asking, ASK).await;
        let (heard, gone) = hears(&mut asking).await;
        assert!(heard.starts_with("HTTP/1.1 200") && heard.ends_with("here") && !gone, "{heard}");
    }
    let mut piece = [0; 512];
    // A kind word (408) or none: the connection ends.
    while let Ok(Ok(n)) = timeout(Duration::from_secs(5), silent.read(&mut piece)).await {
        if n == 0 {
            break;
        }
    }
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert!(dribbler.await.unwrap() < Duration::from_secs(5));
}

#[tokio::test]
async fn who_does_not_take_the_answer_is_let_go() {
    let doors = Doors::new().await;
    let mut stuck = doors.comes().await;
    says(&mut stuck, "GET /large HTTP/1.1\r\nhost: x\r\n\r\n").await;
    sleep(Duration::from_millis(2500)).await;
    // What was in the sockets comes still, and then no more.
    let (mut all, mut piece) = (0, vec![0; 1 << 16]);
    while let Ok(Ok(n)) = timeout(Duration::from_secs(5), stuck.read(&mut piece)).await {
        if n == 0 {
            break;
        }
        all += n;
    }
    assert!(all < 64 * 1024 * 1024, "{all}");
}

#[tokio::test]
async fn whoever_is_inside_when_the_doors_close_is_answered() {
    let doors = Doors::new().await;
    let (mut kept, mut slow, mut idle) = (doors.comes().await, doors.comes().await, doors.comes().await);
    for stream in [&mut kept, &mut idle] {
        says(stream, ASK).await;
        assert!(!hears(stream).await.1, "it is kept");
    }
    says(&mut slow, "GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await;
    sleep(Duration::from_millis(100)).await;
    doors.stop.send_replace(true);
    sleep(Duration::from_millis(50)).await;
    says(&mut kept, ASK).await;
    let (heard, _) = hears(&mut kept).await;
    assert!(heard.contains("here") && heard.contains("connection: close"), "{heard}");
    sleep(Duration::from_millis(300)).await;
    let (heard, _) = hears(&mut slow).await;
    assert!(heard.contains("slowly"), "{heard}");
    doors.open.await.unwrap();
    assert!(hears(&mut idle).await.1);
    assert!(TcpStream::connect(doors.address).await.is_err());
}

#[tokio::test]
async fn the_site_learns_who_asks() {
    let doors = Doors::new().await;
    let mut stream = doors.comes().await;
    says(&mut stream, "GET /from HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let own = stream.local_addr().unwrap().to_string();
    assert!(hears(&mut stream).await.0.ends_with(&own));
}
