//! The fonts of this machine, one for each face of official papers.
//!
//! The fonts that offices buy come first (方正小标宋, 仿宋_GB2312, 楷体_GB2312, 黑体), then those that come with Chinese
//! systems, then free ones; a face for which there is none is set in the nearest. Only a font that really has hanzi is
//! taken, and a sign that it lacks is looked for in all others.

use std::sync::OnceLock;

use resvg::usvg::fontdb::{self, Database, FaceInfo, ID};
use skrifa::MetadataProvider;

use super::{Error, Face};

/// A font for each face, and all others for the signs that these lack.
#[derive(Debug)]
pub struct Fonts {
    all: Database,
    chosen: Vec<(Face, ID)>,
}

/// Names in the order in which they are preferred, each with the weight that is wanted.
type Wanted = &'static [(&'static str, u16)];

const FANGSONG: Wanted = &[
    ("FangSong_GB2312", 400),
    ("仿宋_GB2312", 400),
    ("FZFangSong-Z02", 400),
    ("FZFangSong-Z02S", 400),
    ("方正仿宋_GBK", 400),
    ("方正仿宋简体", 400),
    ("FangSong", 400),
    ("STFangsong", 400),
    ("FandolFang R", 400),
    ("FandolFang", 400),
    ("cwTeX Q Fangsong", 400),
];
const KAITI: Wanted = &[
    ("KaiTi_GB2312", 400),
    ("楷体_GB2312", 400),
    ("FZKai-Z03", 400),
    ("FZKai-Z03S", 400),
    ("方正楷体_GBK", 400),
    ("方正楷体简体", 400),
    ("KaiTi", 400),
    ("STKaiti", 400),
    ("FandolKai", 400),
    ("LXGW WenKai GB", 400),
    ("LXGW WenKai", 400),
    ("AR PL UKai CN", 400),
    ("AR PL KaitiM GB", 400),
];
const HEITI: Wanted = &[
    ("SimHei", 400),
    ("FZHei-B01", 400),
    ("FZHei-B01S", 400),
    ("方正黑体_GBK", 400),
    ("方正黑体简体", 400),
    ("STHeiti", 400),
    ("FandolHei", 400),
    ("Noto Sans CJK SC", 500),
    ("Noto Sans SC", 500),
    ("Source Han Sans SC", 500),
    ("WenQuanYi Zen Hei", 400),
    ("WenQuanYi Micro Hei", 400),
    ("Droid Sans Fallback", 400),
];
const TITLE: Wanted = &[
    ("FZXiaoBiaoSong-B05S", 400),
    ("方正小标宋简体", 400),
    ("FZXiaoBiaoSong-B05", 400),
    ("方正小标宋_GBK", 400),
    ("STZhongsong", 400),
    ("FandolSong", 700),
    ("Noto Serif CJK SC", 700),
    ("Noto Serif SC", 700),
    ("Source Han Serif SC", 700),
];
const SONGTI: Wanted = &[
    ("SimSun", 400),
    ("STSong", 400),
    ("FandolSong", 400),
    ("Noto Serif CJK SC", 400),
    ("Noto Serif SC", 400),
    ("Source Han Serif SC", 400),
    ("AR PL UMing CN", 400),
    ("AR PL SungtiL GB", 400),
];

/// Signs that a font for official papers has.
const SAMPLE: [char; 4] = ['仙', '〔', '、', '号'];

impl Fonts {
    /// The machine's fonts; they are looked for once.
    ///
    /// # Errors
    /// `NoFont` when none of them has hanzi.
    pub fn find() -> Result<&'static Fonts, Error> {
        static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();
        let found = FONTS.get_or_init(|| {
            let mut all = Database::new();
            all.load_system_fonts();
            Fonts::among(all)
        });
        found.as_ref().ok_or(Error::NoFont)
    }

    /// The same among given fonts.
    pub(super) fn among(all: Database) -> Option<Fonts> {
        let any = || {
            let mut faces: Vec<&FaceInfo> = all.faces().collect();
            faces.sort_by_key(|face| (face.style != fontdb::Style::Normal, face.weight.0.abs_diff(400)));
            faces.into_iter().find(|face| suits(&all, face.id)).map(|face| face.id)
        };
        let among = |lists: &[Wanted]| lists.iter().find_map(|list| first(&all, list));
        let songti = among(&[SONGTI, FANGSONG, HEITI]).or_else(any)?;
        let heiti = among(&[HEITI]).unwrap_or(songti);
        let title = among(&[TITLE]).unwrap_or(songti);
        let fangsong = among(&[FANGSONG]).unwrap_or(songti);
        let kaiti = among(&[KAITI]).unwrap_or(fangsong);
        let chosen = vec![
            (Face::Fangsong, fangsong),
            (Face::Kaiti, kaiti),
            (Face::Heiti, heiti),
            (Face::Title, title),
            (Face::Songti, songti),
        ];
        Some(Fonts { all, chosen })
    }

    /// In which of the machine's fonts a face is set, by its name; for whoever looks after the machine.
    pub fn name(&self, face: Face) -> &str {
        let info = self.all.face(self.of(face));
        info.and_then(|info| info.families.first()).map_or("", |(name, _)| name.as_str())
    }

    /// The font of a face.
    pub(super) fn of(&self, face: Face) -> ID {
        self.chosen.iter().find(|(it, _)| *it == face).map_or_else(ID::dummy, |(_, id)| *id)
    }

    /// The font that has a sign: the face's own, then the other faces', then whichever.
    pub(super) fn having(&self, face: Face, sign: char) -> Option<ID> {
        let own = std::iter::once(self.of(face));
        let others = self.chosen.iter().map(|(_, id)| *id);
        let rest = self.all.faces().map(|face| face.id);
        own.chain(others).chain(rest).find(|id| has(&self.all, *id, sign))
    }

    /// A font's bytes and its place in its file.
    pub(super) fn bytes(&self, id: ID) -> Option<(Vec<u8>, u32)> {
        self.all.with_face_data(id, |data, index| (data.to_vec(), index))
    }
}

/// The first of a list that is here, in the weight that comes nearest.
fn first(all: &Database, wanted: Wanted) -> Option<ID> {
    wanted.iter().find_map(|(name, weight)| {
        let named = |face: &&FaceInfo| face.families.iter().any(|(it, _)| it.eq_ignore_ascii_case(name));
        let upright = |face: &&FaceInfo| face.style == fontdb::Style::Normal;
        let mut faces: Vec<&FaceInfo> = all.faces().filter(named).filter(upright).collect();
        faces.sort_by_key(|face| face.weight.0.abs_diff(*weight));
        faces.into_iter().map(|face| face.id).find(|id| suits(all, *id))
    })
}

fn suits(all: &Database, id: ID) -> bool {
    SAMPLE.iter().all(|sign| has(all, id, *sign))
}

fn has(all: &Database, id: ID, sign: char) -> bool {
    let has = |data: &[u8], index: u32| {
        skrifa::FontRef::from_index(data, index).is_ok_and(|font| font.charmap().map(sign).is_some())
    };
    all.with_face_data(id, has).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_font_with_hanzi_the_mistake_names_the_package() {
        assert!(Fonts::among(Database::new()).is_none());
        assert!(Error::NoFont.to_string().contains("fonts-noto-cjk"));
    }

    #[test]
    fn every_face_has_a_font_where_one_has_hanzi() {
        // A machine without such a font says so; ./test installs one and runs the ignored tests as well.
        let Ok(fonts) = Fonts::find() else { return };
        for face in [Face::Fangsong, Face::Kaiti, Face::Heiti, Face::Title, Face::Songti] {
            assert!(!fonts.name(face).is_empty());
            assert!(fonts.having(face, '仙').is_some());
        }
    }
}
