//! What the archive gives for a report: numbers, each with the rows that are counted in it, and what came of published
//! opinions, of which the deputy chooses what to tell. Nothing confidential is in it, and no voter's words but those that are public.

use charter::{ActKind, Per};
use uuid::Uuid;

use super::{Part, Texts};
use crate::archive::record::Archive;
use crate::archive::words::Words;
use crate::archive::{self, Span};
use crate::base::text::Lang;
use crate::base::{App, Conn, Result};
use crate::bodies::Term;
use crate::cases::store as cases;
use crate::duties;
use crate::ledger::acts::charter_on;
use crate::notices::Fact;

/// Titles of events that a section names at most.
const TITLES: usize = 6;

/// A number of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// In which section.
    pub part: Part,
    /// What it counts: `reports-figure-<what>`.
    pub what: &'static str,
    /// How many.
    pub n: i64,
    /// Where its rows are.
    pub href: String,
}

/// A published opinion of the deputy's, with what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// The opinion's number.
    pub number: String,
    /// Its public line.
    pub subject: String,
    /// The word of its state.
    pub state: String,
    /// The category of its answer; empty while there is none.
    pub category: String,
}

impl Story {
    /// What is told of it.
    pub fn told(&self, lang: Lang) -> String {
        let mut args = vec![
            ("subject", self.subject.as_str().into()),
            ("state", lang.word("case-state", &self.state).into()),
        ];
        if self.category.is_empty() {
            return lang.ta("reports-story", &args);
        }
        args.push(("category", lang.word("case-category", &self.category.to_lowercase()).into()));
        lang.ta("reports-story-answered", &args)
    }
}

/// What the records give.
#[derive(Debug, Clone, Default)]
pub struct Material {
    /// The term's name.
    pub term: String,
    /// The numbers, section by section; none that is nothing.
    pub figures: Vec<Figure>,
    /// What may be told.
    pub stories: Vec<Story>,
    /// The events at which he or she was, the latest first: which section, and its title.
    pub titles: Vec<(Part, String)>,
    /// Activities with voters by the charter's methods, in its words.
    pub methods: Vec<(String, i64)>,
    /// Activities with voters of this year: done, and owed.
    pub this_year: (u32, u32),
}

impl Material {
    /// A number, by what it counts.
    pub fn count(&self, what: &str) -> i64 {
        self.figures.iter().find(|figure| figure.what == what).map_or(0, |figure| figure.n)
    }
}

/// What is counted: in which part of the archive under which tag, and in which section of the report as what.
const COUNTED: [(archive::Part, &str, Part, &str); 19] = [
    (archive::Part::Training, "present", Part::Study, "training"),
    (archive::Part::Training, "speech", Part::Study, "speeches"),
    (archive::Part::Sessions, "present", Part::Sessions, "sessions"),
    (archive::Part::Sessions, "speech", Part::Sessions, "speeches"),
    (archive::Part::Inspections, "event-inspection", Part::Activities, "inspections"),
    (archive::Part::Inspections, "event-research", Part::Activities, "research"),
    (archive::Part::Inspections, "event-check", Part::Activities, "checks"),
    (archive::Part::Inspections, "speech", Part::Activities, "speeches"),
    (archive::Part::Group, "present", Part::Activities, "groups"),
    (archive::Part::Group, "speech", Part::Activities, "spoken"),
    (archive::Part::Voters, "outreach", Part::Voters, "outreach"),
    (archive::Part::Voters, "own", Part::Voters, "home"),
    (archive::Part::Voters, "reception", Part::Voters, "receptions"),
    (archive::Part::Opinions, "raised", Part::Proposals, "raised"),
    (archive::Part::Opinions, "ended", Part::Proposals, "settled"),
    (archive::Part::Opinions, "cosigned", Part::Proposals, "cosigned"),
    (archive::Part::Opinions, "evaluated", Part::Proposals, "evaluated"),
    (archive::Part::Voters, "heard", Part::Proposals, "heard"),
    (archive::Part::Voters, "ended", Part::Proposals, "ended"),
];

/// What a term's archive gives for a deputy's report.
///
/// # Errors
/// When the database does not answer.
pub async fn material(
    at: &impl Conn,
    app: &App,
    congress: Uuid,
    (person, term): (Uuid, &Term),
    lang: Lang,
) -> Result<Material> {
    let today = app.clock.today();
    let span = Span { term: term.clone(), year: None };
    let archive = archive::printed::shown(at, congress, person, &span).await?;
    let owed = duties::of_person(at, app, congress, person, (Per::Year, today)).await?;
    let owed = owed.iter().filter(|one| one.act == ActKind::Outreach);
    Ok(Material {
        term: term.name.clone(),
        stories: stories(at, congress, person).await?,
        methods: methods(&archive, &Words { lang, charter: charter_on(at, app, congress, today).await? }),
        this_year: owed.fold((0, 0), |sum, one| (sum.0 + one.counts.done, sum.1 + one.counts.owed)),
        figures: figures(&archive, |part, tag| archive::part_href(person, &span, part, tag)),
        titles: titles(&archive),
    })
}

/// The numbers of an archive; `href` says where the rows of a tag are.
fn figures(archive: &Archive, href: impl Fn(archive::Part, &str) -> String) -> Vec<Figure> {
    let figure = |(of, tag, part, what): (archive::Part, &str, Part, &'static str)| {
        let n = i64::try_from(archive.count(of, tag)).unwrap_or(i64::MAX);
        (n > 0).then(|| Figure { part, what, n, href: href(of, tag) })
    };
    COUNTED.into_iter().filter_map(figure).collect()
}

/// The titles of what he or she was at, the latest first.
fn titles(archive: &Archive) -> Vec<(Part, String)> {
    let sections = [
        (archive::Part::Training, Part::Study),
        (archive::Part::Sessions, Part::Sessions),
        (archive::Part::Inspections, Part::Activities),
        (archive::Part::Group, Part::Activities),
    ];
    let mut all = Vec::new();
    for (of, part) in sections {
        let lines = archive.section(of).map_or(&[][..], |section| &section.lines);
        let titled =
            lines.iter().filter(|line| line.has("present")).filter_map(|line| match line.facts.get("it") {
                Some(Fact::Text(title)) if line.path.starts_with("/events/") => {
                    Some((line.on, part, title.clone()))
                }
                _ => None,
            });
        all.extend(titled);
    }
    all.sort_by_key(|(on, ..)| std::cmp::Reverse(*on));
    all.into_iter().map(|(_, part, title)| (part, title)).collect()
}

/// The latest published opinions of the deputy's, those with an answer first.
async fn stories(at: &impl Conn, congress: Uuid, person: Uuid) -> Result<Vec<Story>> {
    let found = cases::published(at, congress, Some(("deputy_id", person)), None).await?;
    let open = found.lines.into_iter().filter(|line| !line.confidential);
    let story = |line: cases::Line| Story {
        number: line.number,
        subject: line.public_subject.unwrap_or_default(),
        state: line.state,
        category: line.category.unwrap_or_default(),
    };
    let mut stories: Vec<Story> = open.map(story).filter(|story| !story.subject.is_empty()).collect();
    stories.sort_by_key(|story| story.category.is_empty());
    Ok(stories)
}

/// How often voters were met in which way, as the charter of today calls it.
fn methods(archive: &Archive, words: &Words<'_>) -> Vec<(String, i64)> {
    let figures =
        archive.section(archive::Part::Voters).map(archive::record::Section::figures).unwrap_or_default();
    let of_method = figures.into_iter().filter(|(tag, _)| tag.starts_with("method-"));
    let mut methods: Vec<(String, i64)> =
        of_method.map(|(tag, n)| (words.tag(&tag), i64::try_from(n).unwrap_or(i64::MAX))).collect();
    methods.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    methods
}

/// A report as the program drafts it: sentences for what there is, and nothing for what there is not.
pub fn texts(material: &Material, lang: Lang) -> Texts {
    let mut texts = Texts::default();
    for part in Part::SECTIONS {
        let figures = material.figures.iter().filter(|figure| figure.part == part);
        let mut said: Vec<String> =
            figures.map(|figure| lang.t1(&format!("reports-draft-{}", figure.what), "n", figure.n)).collect();
        if part == Part::Voters && material.methods.len() > 1 {
            let times = |(what, n): &(String, i64)| {
                lang.ta("reports-draft-times", &[("what", what.as_str().into()), ("n", (*n).into())])
            };
            let list: Vec<String> = material.methods.iter().map(times).collect();
            said.push(lang.t1("reports-draft-methods", "list", list.join(&lang.t("reports-and"))));
        }
        let titles = material.titles.iter().filter(|(of, _)| *of == part).take(TITLES);
        let titles: Vec<String> =
            titles.map(|(_, title)| lang.t1("reports-draft-title", "title", title)).collect();
        if !titles.is_empty() {
            said.push(lang.t1("reports-draft-titles", "list", titles.join(&lang.t("reports-and"))));
        }
        if part == Part::Plans && material.this_year.0 < material.this_year.1 {
            let (done, owed) = material.this_year;
            said.push(lang.ta(
                "reports-draft-owed",
                &[("done", done.into()), ("owed", owed.into()), ("missing", (owed - done).into())],
            ));
        }
        texts.set(part, said.join(&lang.t("reports-then")));
    }
    texts.summary = summary(material, lang);
    texts
}

/// The numbers that everybody is told, in one sentence.
fn summary(material: &Material, lang: Lang) -> String {
    const TOLD: [&str; 10] = [
        "training",
        "sessions",
        "inspections",
        "research",
        "checks",
        "outreach",
        "raised",
        "settled",
        "heard",
        "ended",
    ];
    let some = TOLD.into_iter().filter(|what| material.count(what) > 0);
    let items: Vec<String> =
        some.map(|what| lang.t1(&format!("reports-sum-{what}"), "n", material.count(what))).collect();
    if items.is_empty() {
        return String::new();
    }
    let args = [("term", material.term.as_str().into()), ("list", items.join(&lang.t("reports-and")).into())];
    lang.ta("reports-draft-summary", &args)
}

/// Draft anew what was not touched since it was drafted, or is empty; what the deputy wrote stays.
pub fn again(now: &Texts, drafted: &Texts, fresh: &Texts) -> Texts {
    let mut texts = now.clone();
    for part in Part::ALL {
        let untouched = now.get(part).trim().is_empty() || now.get(part) == drafted.get(part);
        if untouched {
            texts.set(part, fresh.get(part).to_owned());
        }
    }
    texts
}

/// A section with what is told added below, each only once.
pub fn with_stories(section: &str, told: &[String]) -> String {
    let mut text = section.trim_end().to_owned();
    for story in told.iter().filter(|story| !section.contains(story.as_str())) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(story);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::record::{Line, Section};

    fn material() -> Material {
        let figure = |part, what, n| Figure { part, what, n, href: String::new() };
        Material {
            term: "第十届".into(),
            figures: vec![
                figure(Part::Study, "training", 2),
                figure(Part::Voters, "outreach", 6),
                figure(Part::Proposals, "raised", 1),
            ],
            titles: vec![(Part::Study, "代表法学习".into())],
            methods: vec![("走访".into(), 4), ("座谈".into(), 2)],
            this_year: (1, 2),
            ..Material::default()
        }
    }

    #[test]
    fn a_draft_says_what_the_records_say_and_nothing_of_what_was_not_done() {
        for lang in [Lang::ZhCn, Lang::En] {
            let texts = texts(&material(), lang);
            for (part, number) in [(Part::Study, "2"), (Part::Voters, "6"), (Part::Proposals, "1")] {
                assert!(texts.get(part).contains(number), "{part:?}: {texts:?}");
            }
            assert!(texts.study.contains("代表法学习") && texts.voters.contains("走访"), "{texts:?}");
            assert!(texts.sessions.is_empty() && texts.activities.is_empty(), "{texts:?}");
            assert!(texts.summary.contains('6') && texts.plans.contains('2'), "{texts:?}");
            assert!(!format!("{texts:?}").contains('⟦'), "a sentence is missing: {texts:?}");
        }
        let nothing = texts(&Material::default(), Lang::ZhCn);
        assert_eq!(nothing, Texts::default());
    }

    fn line(tags: &[&str], on: &str, title: &str) -> Line {
        Line {
            id: title.to_owned(),
            on: on.parse().ok(),
            what: "attendance".to_owned(),
            facts: [("it".to_owned(), Fact::Text(title.to_owned()))].into(),
            notes: Vec::new(),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            path: "/events/1".to_owned(),
        }
    }

    #[test]
    fn every_number_is_the_archives_and_leads_to_its_rows() {
        // As many lines under each tag as its place says, so that no number can stand for another.
        let mut archive = Archive { parts: Vec::new() };
        for (nth, (of, tag, ..)) in COUNTED.into_iter().enumerate() {
            let lines = (0..=nth).map(|_| line(&[tag], "2025-03-01", "听证")).collect();
            archive.parts.push(Section { part: of, lines });
        }
        for (nth, counted) in COUNTED.into_iter().enumerate() {
            let alone = Archive { parts: vec![archive.parts[nth].clone()] };
            let found = figures(&alone, |of, tag| format!("{of:?} {tag}"));
            let (of, tag, part, what) = counted;
            let n = nth as i64 + 1;
            assert_eq!(found, [Figure { part, what, n, href: format!("{of:?} {tag}") }]);
            for lang in [Lang::ZhCn, Lang::En] {
                for key in ["figure", "draft"] {
                    let said = lang.t1(&format!("reports-{key}-{what}"), "n", n);
                    assert!(said.contains(&n.to_string()) && !said.contains('⟦'), "{said}");
                }
            }
        }
        assert!(figures(&Archive { parts: Vec::new() }, |_, _| String::new()).is_empty());
    }

    #[test]
    fn the_latest_events_at_which_the_deputy_was_are_named_first() {
        let sessions = vec![line(&["present"], "2024-01-05", "旧"), line(&["absent"], "2025-01-05", "没去")];
        let training = vec![line(&["present"], "2025-02-01", "新")];
        let archive = Archive {
            parts: vec![
                Section { part: archive::Part::Sessions, lines: sessions },
                Section { part: archive::Part::Training, lines: training },
            ],
        };
        let named = titles(&archive);
        assert_eq!(named, [(Part::Study, "新".to_owned()), (Part::Sessions, "旧".to_owned())]);
    }

    #[test]
    fn drafting_anew_leaves_what_the_deputy_wrote() {
        let drafted =
            Texts { study: "参加培训1次。".into(), voters: "走访3次。".into(), ..Texts::default() };
        let now = Texts { voters: "走访3次，到了12个组。".into(), ..drafted.clone() };
        let fresh = Texts {
            study: "参加培训2次。".into(),
            voters: "走访4次。".into(),
            plans: "还差1次。".into(),
            ..Texts::default()
        };
        let after = again(&now, &drafted, &fresh);
        assert_eq!(after.study, "参加培训2次。");
        assert_eq!(after.voters, "走访3次，到了12个组。");
        assert_eq!(after.plans, "还差1次。");
    }

    #[test]
    fn a_story_is_told_once() {
        let told = ["《路灯》：已办结。".to_owned(), "《水渠》：正在办理。".to_owned()];
        let once = with_stories("提出建议2件。", &told);
        assert_eq!(once, "提出建议2件。\n《路灯》：已办结。\n《水渠》：正在办理。");
        assert_eq!(with_stories(&once, &told), once);
        assert_eq!(with_stories("", &told[..1]), told[0]);
    }
}
