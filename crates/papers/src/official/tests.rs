use super::samples;
use super::*;

#[test]
#[ignore = "needs a font"]
fn look() {
    let fonts = Fonts::find().unwrap();
    for (name, paper) in [
        ("letter", samples::letter()),
        ("document", samples::document()),
        ("form", samples::form()),
        ("attendance", samples::attendance()),
        ("gazette", samples::gazette()),
    ] {
        let began = std::time::Instant::now();
        let file = pdf(&paper, fonts).unwrap();
        println!("{name} {} {:?}", file.len(), began.elapsed());
        std::fs::write(format!("/tmp/pp/{name}.pdf"), file).unwrap();
        std::fs::write(format!("/tmp/pp/{name}.docx"), docx(&paper).unwrap()).unwrap();
    }
}
