//! Names in the order of surname strokes 以姓氏笔画为序, as official lists have them: fewer strokes first, then by the
//! kind of the strokes in the order they are written (横 1, 竖 2, 撇 3, 点 4, 折 5), then the given name the same way.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;

use super::{is_hanzi, plain};

/// The strokes of common surnames, in the mainland's standard forms. Other hanzi are counted by Unicode's stroke
/// collation (which counts some radicals, 艹 among them, one stroke higher) and follow these at the same count.
const SURNAMES: &str = "丁12 卜24 刁51 万153 于112 马551 卫512 \
王1121 韦1152 毛3115 牛3112 方4153 尹5113 孔5215 邓5452 丰1112 支1254 仇3235 戈1543 文4134 计4512 卞4124 贝2534 尤1354 车1512 区1345 巴5215 井1132 元1135 \
石13251 左13121 田25121 叶25112 申25112 卢21513 冯41551 白32511 包35515 史25134 司51251 丘32121 古12251 甘12211 艾12234 龙13534 厉13153 付32124 代32154 丛34341 边53454 皮53254 平14312 兰43111 宁44512 乐35234 印35152 \
刘413422 朱311234 任323121 吕251251 许453112 孙521234 毕153512 江441121 汤441533 阮521135 齐413432 伍321251 向325251 关431134 祁452452 庄413121 成135534 曲251221 师231252 匡111215 纪551515 邢113252 牟543112 华323512 安445531 全341121 池441525 邬355152 仲322512 闫425111 权123454 米431234 阳522511 \
李1234521 杨1234533 吴2511134 宋4451234 何3212512 沈4414535 陈5215234 张5153154 苏1225344 杜1234121 汪4411121 余3411234 肖2432511 严1224313 邹3551152 谷3434251 岑2523445 辛4143112 邱3212152 邵5325152 巫1234341 时2511124 佟3235444 沙4412343 冷4134454 芦1224513 花1223235 来1431234 连1512454 迟5134454 麦1121354 应4134431 陆5211252 \
林12341234 周35121251 罗25221354 郑43113452 范12244155 金34112431 孟52125221 武11212154 易25113533 季31234521 单43251112 岳32121252 屈51352252 明25112511 欧13453534 苗12225121 苟12235251 房45134153 庞41313534 宗44511234 官44525151 尚24325251 杭12344135 幸12143112 卓21251112 郎45115452 竺31431411 昌25112511 和31234251 牧31123134 冼41312135 \
赵121213434 胡122512511 姚531341534 段321113554 侯325131134 洪441122134 柳123435352 贺532512534 钟311152512 祝452425135 施415331525 俞341251122 姜431121531 胥521342511 费515322534 查123425111 柏123432511 郝121323452 项121132534 荣122451234 荆122113222 骆551354251 饶355153135 宫445251251 娄431234531 闻425122111 南122543112 封121121124 祖452425111 \
徐3323411234 高4125125251 郭4125152152 唐4135112251 袁1212513534 夏1325111354 秦1113431234 顾1355132534 倪3232151135 凌4112134354 莫1222511134 贾1252212534 陶5235311252 钱3111511534 柴2121351234 聂1221115454 涂4413411234 翁3454541541 耿1221114334 桂1234121121 栾4122341234 席4131221252 班1121431121 敖1121533134 晏2511445531 原1332511234 浦4411251124 诸4512132511 容4453434251 都1213251152 \
黄12212512134 曹12512212511 梁44153441234 常24345251252 崔25232411121 康41351124134 龚13534122134 盛13553425221 章41431251112 梅12343155414 阎42535321511 符31431432124 盖43112125221 鹿41352211535 商41432534251 屠51312132511 尉51311234124 戚13211234534 麻41312341234 隋52131212511 \
彭121251431333 董122312511211 蒋122412354124 程312342511121 傅321251124124 曾432524312511 谢453251113124 韩122511121152 童414312511211 温441251125221 游441415331521 舒341122515452 葛122251135345 喻251341251122 鲁352512112511 焦324111214444 景251141251234 覃125221251112 粟125221431234 强515251251214 \
詹3513344111251 鲍3525121135515 靳1221251123312 雷1452444425121 褚4523412132511 解3535112533112 满4411221253434 窦4453412544134 路2512121354251 简3143144252511 虞2153152511134 \
廖41354154134333 熊54251135354444 谭45125221251112 蔡12235445411234 裴21112111413534 管31431444525151 翟54154132411121 缪55154154134333 赫12132341213234 \
潘441343123425121 颜414313333132534 樊123434341234134 薛1223251514143112 穆3123432511234333 霍1452444432411121 戴12125121122134534 魏31234531325113554 瞿251112511132411121";

/// The most strokes the collation counts; hanzi beyond the first plane it does not count come here too.
const MOST_STROKES: u32 = 48;

/// A key of digits and small letters whose plain order is the order of strokes; names without hanzi come last.
pub fn stroke_key(name: &str) -> String {
    let mut key = String::new();
    for c in name.chars().map(plain) {
        if is_hanzi(c) {
            hanzi_key(c, &mut key);
        } else if c.is_alphanumeric() {
            // A letter sorts behind every count of strokes.
            let _ = write!(key, "z{:05x}", u32::from(c));
        }
    }
    key
}

fn hanzi_key(c: char, key: &mut String) {
    let hanzi = c.to_string();
    let known = surnames().get(&c);
    let count = known.map_or_else(|| count(&hanzi), |strokes| strokes.len() as u32);
    let _ = write!(key, "{count:02}{}", known.copied().unwrap_or("9"));
    let mut place = Vec::new();
    let Ok(()) = collation().write_sort_key_to(&hanzi, &mut place);
    for byte in place {
        let _ = write!(key, "{byte:02x}");
    }
}

fn surnames() -> &'static HashMap<char, &'static str> {
    static TABLE: OnceLock<HashMap<char, &'static str>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let entry = |entry: &'static str| {
            let surname = entry.chars().next()?;
            Some((surname, &entry[surname.len_utf8()..]))
        };
        SURNAMES.split_whitespace().filter_map(entry).collect()
    })
}

/// The strokes of a hanzi, read off the marks that the collation puts before each count.
fn count(hanzi: &str) -> u32 {
    let reaches = |strokes: u32| {
        let mark: String =
            ['\u{FDD0}', char::from_u32(0x2800 + strokes).unwrap_or('\u{2800}')].iter().collect();
        collation().compare(&mark, hanzi) != Ordering::Greater
    };
    let (mut low, mut high) = (0, MOST_STROKES + 1);
    while high - low > 1 {
        let middle = (low + high) / 2;
        if reaches(middle) { low = middle } else { high = middle }
    }
    low
}

fn collation() -> &'static CollatorBorrowed<'static> {
    static COLLATION: OnceLock<CollatorBorrowed<'static>> = OnceLock::new();
    COLLATION.get_or_init(|| {
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Primary);
        CollatorBorrowed::try_new(CollatorPreferences::from(&locale!("zh-u-co-stroke")), options)
            .expect("the stroke collation is compiled in")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_agrees_with_the_collation() {
        // The collation still counts 艹, 阝, 辶, 礻 and a few others as they were written before the reform.
        const OLD_COUNT: &str =
            "阮敖祖迟芦董连邢邵印葛陈郑艾邱邬苟荣都邓蒋阳邹郎边苗郭黄隋花褚魏薛荆祁陶蔡祝范莫郝陆苏";
        for (&surname, strokes) in surnames() {
            let (ours, theirs) = (strokes.len() as u32, count(&surname.to_string()));
            assert_eq!(ours < theirs, OLD_COUNT.contains(surname), "{surname}: {ours}, {theirs}");
            assert!(ours <= theirs, "{surname}: {ours}, {theirs}");
        }
        assert!(surnames().values().all(|strokes| strokes.bytes().all(|b| (b'1'..=b'5').contains(&b))));
        assert_eq!(SURNAMES.split_whitespace().count(), surnames().len(), "a surname stands twice");
    }

    #[test]
    fn an_official_list_comes_out_in_order() {
        let order = [
            "丁一",
            "卜凡",
            "于洋",
            "万里",
            "马丽",
            "王刚",
            "王建国",
            "韦唯",
            "毛宁",
            "方圆",
            "孔明",
            "邓超",
            "石磊",
            "叶青",
            "白雪",
            "冯军",
            "刘洋",
            "李白",
            "杨帆",
            "吴用",
            "余华",
            "沈石",
            "张三",
            "陈平",
            "林立",
            "罗成",
            "金山",
            "郑和",
            "赵云",
            "胡适",
            "钟馗",
            "姚明",
            "秦风",
            "徐达",
            "高山",
            "黄河",
            "梁山",
            "彭越",
            "蒋干",
            "谢安",
            "蔡伦",
            "潘安",
            "戴维",
            "龘龘",
            "𠮷田",
            "Anna",
            "Bob",
        ];
        let mut sorted = order;
        sorted.reverse();
        sorted.sort_by_key(|name| stroke_key(name));
        assert_eq!(sorted, order);
    }

    #[test]
    fn keys_are_safe_to_sort_anywhere() {
        for name in ["张三·李四", "尉迟䶮𠮷𪚥", "John Smith", "·", ""] {
            assert!(stroke_key(name).bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase()));
        }
        assert_ne!(stroke_key("𠮷"), stroke_key("𪚥"));
        assert!(stroke_key("张三") < stroke_key("张三丰"), "the shorter given name first");
        assert!(stroke_key("张一") < stroke_key("张三"));
    }
}
