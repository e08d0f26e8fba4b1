use serde::{Deserialize, Serialize};

/// What a person is to the congress. One account may hold several roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Anybody, signed in or not.
    Public,
    /// A voter with an account; no voter needs one.
    Voter,
    /// An elected deputy.
    Deputy,
    /// The leader of a deputy group.
    GroupLeader,
    /// A member of the standing committee.
    Member,
    /// A clerk of the deputies affairs commission.
    Commission,
    /// A clerk of another working body of the standing committee.
    WorkingBody,
    /// A clerk of a town presidium, street working committee or liaison office.
    LocalOffice,
    /// The keeper of a home or station.
    StationKeeper,
    /// A clerk of a handling organ.
    Organ,
    /// The standing committee's leadership.
    Leadership,
    /// Runs the system; sees no content.
    SystemAdmin,
    /// Gives and takes roles; sees no content.
    SecurityAdmin,
    /// Reads the journal; changes nothing.
    AuditAdmin,
    /// The clockwork: deadlines and other things that time does.
    Clockwork,
}

/// How far a permit reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// One's own things.
    Own,
    /// What one's own organization is responsible for.
    Office,
    /// What was transferred to one's own organ.
    Organ,
    /// The whole congress.
    Congress,
    /// The whole deployment.
    Deployment,
}

macro_rules! permits {
    ($($(#[doc = $doc:literal])+ $name:ident $word:literal),+ $(,)?) => {
        /// Something one may be allowed to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permit {
            $($(#[doc = $doc])+ $name),+
        }

        impl Permit {
            /// All permits, in the order shown to people.
            pub const ALL: &[Permit] = &[$(Permit::$name),+];

            /// The word for tables and sentences' keys.
            pub fn word(self) -> &'static str {
                match self {
                    $(Permit::$name => $word),+
                }
            }

            /// What it allows, for developers; people read the sentence `permit-` and the word.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Permit::$name => concat!($($doc),+)),+
                }
            }
        }
    };
}

permits! {
    /// Look at what is public.
    Look "look",
    /// Hand in an opinion.
    OpinionHandIn "opinion-hand-in",
    /// Follow, rate or withdraw an opinion by its receipt.
    OpinionFollow "opinion-follow",
    /// Say "I have this too" of a published opinion.
    OpinionSupport "opinion-support",
    /// Answer a consultation, without an account.
    ConsultationAnswer "consultation-answer",
    /// Book a place at a reception day, or give it up.
    ReceptionBook "reception-book",
    /// Answer one's own invitation to an event, by its address or one's account; check in at the door.
    EventAnswer "event-answer",
    /// Ask about a published duty report, without an account, and read the answer.
    ReportAsk "report-ask",
    /// Review deputies with a slip, and look for one's own tracker in the box.
    ReviewCast "review-cast",
    /// Have one's telephone number checked before a review, and get a token.
    ReviewToken "review-token",
    /// Enter a trustee's key of a closed box.
    ReviewTrust "review-trust",
    /// Sign in or activate an account.
    SignIn "sign-in",
    /// One's own account: sessions, password, second factor, sign out.
    Account "account",
    /// One's own desk and inbox.
    Desk "desk",
    /// Search what one may see.
    Search "search",
    /// Read the opinions one may see.
    CaseRead "case-read",
    /// See a voter's name and telephone number unmasked; each look is recorded.
    CaseReadPersonal "case-read-personal",
    /// Enter an opinion on a voter's behalf.
    CaseEnter "case-enter",
    /// Raise an opinion as a deputy.
    CaseRaise "case-raise",
    /// Confirm or decline to co-sign.
    CaseCosign "case-cosign",
    /// Sort: answer on the spot, guide elsewhere, join, send on.
    CaseSort "case-sort",
    /// Decide to take an opinion up as one's suggestion.
    CaseTakeUp "case-take-up",
    /// Examine, transfer, decide on returns and extensions, excuse a co-organ.
    CaseExamine "case-examine",
    /// Sign for, return, ask for an extension, contact, reply, keep a promise.
    CaseHandle "case-handle",
    /// Acknowledge feedback.
    CaseReceive "case-receive",
    /// Evaluate attitude and result. Never an organ's.
    CaseEvaluate "case-evaluate",
    /// Record that a voter was told in person, by telephone or by letter.
    CaseTell "case-tell",
    /// Supervise and conclude supervision.
    CaseSupervise "case-supervise",
    /// Send back for rehandling, close.
    CaseClose "case-close",
    /// Withdraw one's own opinion.
    CaseWithdraw "case-withdraw",
    /// Make confidential or lift it.
    CaseConfidential "case-confidential",
    /// Publish with personal data removed, or take back.
    CasePublish "case-publish",
    /// Let a deadline pass: urge, escalate, lapse.
    CaseLapse "case-lapse",
    /// See letters: transfer slips, urging letters, replies.
    LetterRead "letter-read",
    /// Write letters in the name of one's office and issue them.
    LetterIssue "letter-issue",
    /// Sign as the second person what somebody else wrote.
    LetterSign "letter-sign",
    /// Import opinions from a file.
    CaseImport "case-import",
    /// See acts: what was done that counts.
    ActRead "act-read",
    /// Declare one's own acts, take a declaration back, give a draft up.
    ActDeclare "act-declare",
    /// Confirm that one was on the other side of an act.
    ActAnswer "act-answer",
    /// Object to an act, or say that one is missing.
    ActObject "act-object",
    /// Verify acts or send them back, correct them, answer objections.
    ActVerify "act-verify",
    /// Publish what was audited in a quarter.
    ActPublish "act-publish",
    /// Read contacts between committee members and deputies.
    ContactRead "contact-read",
    /// Record one's own contacts with deputies.
    ContactRecord "contact-record",
    /// Read what a deputy said about personal difficulties; the commission's looks are recorded.
    ConfidenceRead "confidence-read",
    /// Pass on as an opinion what was heard in a contact.
    ContactPassOn "contact-pass-on",
    /// Read activities with voters.
    OutreachRead "outreach-read",
    /// Record activities with voters.
    OutreachRecord "outreach-record",
    /// Say what is public of a deputy, within the charter.
    ProfileKeep "profile-keep",
    /// See consultations and what came of them, as far as one takes part.
    ConsultationRead "consultation-read",
    /// Open a consultation, choose who is asked, say what came of it.
    ConsultationKeep "consultation-keep",
    /// Enter what people said in a consultation, from paper or by word of mouth.
    ConsultationEnter "consultation-enter",
    /// Let a consultation's time be over: close it, erase what was kept long enough.
    ConsultationLapse "consultation-lapse",
    /// Print a deputy's papers for a session.
    PackRead "pack-read",
    /// Read what the Standing Committee sent one, or published for one's office.
    BulletinOpen "bulletin-open",
    /// See bulletins and issues before they go out, and how they went out.
    BulletinRead "bulletin-read",
    /// Write bulletins, compose issues, send and withdraw them.
    BulletinWrite "bulletin-write",
    /// Review what somebody else wrote or composed.
    BulletinReview "bulletin-review",
    /// See which of one's own people opened what they were sent.
    BulletinTrack "bulletin-track",
    /// Remind those who have not opened what they were sent.
    BulletinRemind "bulletin-remind",
    /// See rosters of reception days and what became of each day.
    ReceptionRead "reception-read",
    /// Plan and publish reception days, run the reception desk.
    ReceptionKeep "reception-keep",
    /// See how homes and stations stand: the six haves, coverage, findings.
    StationRead "station-read",
    /// Keep what is told of a home or station: hours, rules, plan, posters; say that a finding was put right.
    StationKeep "station-keep",
    /// Visit homes and stations, note findings and confirm that they were put right.
    StationGuide "station-guide",
    /// See who contacts whom.
    AssignmentRead "assignment-read",
    /// Propose, change and publish who contacts whom.
    AssignmentKeep "assignment-keep",
    /// Approve leave.
    LeaveKeep "leave-keep",
    /// See how far duties are done.
    DutyRead "duty-read",
    /// Remind those who are behind with a duty.
    DutyRemind "duty-remind",
    /// See statements of points.
    PointsRead "points-read",
    /// Freeze a year's points.
    PointsFreeze "points-freeze",
    /// See commendations.
    MeritRead "merit-read",
    /// Propose a commendation.
    MeritPropose "merit-propose",
    /// Approve or refuse a commendation.
    MeritApprove "merit-approve",
    /// See deputies' archives, and what they lack.
    ArchiveRead "archive-read",
    /// Take an archive along as a file; each file is recorded.
    ArchivePrint "archive-print",
    /// Ask for something in one's own archive to be put right.
    ArchiveAsk "archive-ask",
    /// Write in archives what the system does not know, answer requests for corrections.
    ArchiveKeep "archive-keep",
    /// Seal the archives of a term that has ended.
    ArchiveSeal "archive-seal",
    /// See the numbers of a year with their rows, and take them along as a file; each file is recorded.
    AnnexRead "annex-read",
    /// See the page of the leadership.
    OverviewRead "overview-read",
    /// Write messages for the deputies' chat groups and send them.
    ChatWrite "chat-write",
    /// Keep the robots of chat groups.
    RobotKeep "robot-keep",
    /// See events: meetings, inspections, research, checks, group activities, training.
    EventRead "event-read",
    /// Write events, invite, and say who was there.
    EventKeep "event-keep",
    /// See duty reports once they are submitted, who has reported, and what voters asked.
    ReportRead "report-read",
    /// Write a duty report, plan and give it, answer questions about it.
    ReportWrite "report-write",
    /// Remind those who have not reported in the term.
    ReportRemind "report-remind",
    /// See reviews of deputies and how far they are; never a ballot.
    ReviewRead "review-read",
    /// Write a review, print its slips and keys, count its paper, propose its steps.
    ReviewKeep "review-keep",
    /// Confirm as the second person a step that somebody else proposed.
    ReviewConfirm "review-confirm",
    /// Say what one put right after a review.
    ReviewAnswer "review-answer",
    /// Confirm that it was put right after a review.
    ReviewSettle "review-settle",
    /// Keep the registers: areas, organizations, persons, seats.
    RegisterKeep "register-keep",
    /// Bring registers in from a workbook, and take that back.
    RosterImport "roster-import",
    /// Take the registers along as a workbook.
    RosterExport "roster-export",
    /// Plan and carry out the change to the next term, and hand on what those who left had open.
    TermChange "term-change",
    /// Edit the calendar of working days.
    CalendarEdit "calendar-edit",
    /// Read the table of permits.
    PermitsRead "permits-read",
    /// Create and revoke accounts, print slips.
    AccountsManage "accounts-manage",
    /// Give and take roles.
    GrantsManage "grants-manage",
    /// Read the journal and verify it.
    AuditRead "audit-read",
    /// See jobs and mails that wait or failed.
    JobsRead "jobs-read",
    /// Confirm at the command line that the computer's clock is right.
    ClockConfirm "clock-confirm",
    /// See what became of mails, text messages and WeChat messages; never what they said.
    DeliveriesRead "deliveries-read",
    /// Have a message sent again that could not be brought.
    DeliveriesRetry "deliveries-retry",
    /// Take backups, put one back to prove it, remove old ones: at the machine itself, or by the clock.
    BackupKeep "backup-keep",
    /// See how the machine, its backups, jobs and channels are.
    DoctorRead "doctor-read",
}

impl Scope {
    /// The word for tables and sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Scope::Own => "own",
            Scope::Office => "office",
            Scope::Organ => "organ",
            Scope::Congress => "congress",
            Scope::Deployment => "deployment",
        }
    }
}

impl Role {
    /// All roles, in the order shown to people.
    pub const ALL: [Role; 15] = [
        Role::Public,
        Role::Voter,
        Role::Deputy,
        Role::GroupLeader,
        Role::Member,
        Role::Commission,
        Role::WorkingBody,
        Role::LocalOffice,
        Role::StationKeeper,
        Role::Organ,
        Role::Leadership,
        Role::SystemAdmin,
        Role::SecurityAdmin,
        Role::AuditAdmin,
        Role::Clockwork,
    ];

    /// The word in the database, tables and sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Role::Public => "public",
            Role::Voter => "voter",
            Role::Deputy => "deputy",
            Role::GroupLeader => "group-leader",
            Role::Member => "member",
            Role::Commission => "commission",
            Role::WorkingBody => "working-body",
            Role::LocalOffice => "local-office",
            Role::StationKeeper => "station-keeper",
            Role::Organ => "organ",
            Role::Leadership => "leadership",
            Role::SystemAdmin => "system-admin",
            Role::SecurityAdmin => "security-admin",
            Role::AuditAdmin => "audit-admin",
            Role::Clockwork => "clockwork",
        }
    }

    /// The role of a word.
    pub fn of_word(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }

    /// Whether people of this role need a second factor: all who see other people's matters.
    pub fn is_staff(self) -> bool {
        !matches!(self, Role::Public | Role::Voter | Role::Deputy | Role::Clockwork)
    }

    /// The kinds of organization in whose name the role is held; none for roles that are a person's own.
    pub fn held_for(self) -> &'static [&'static str] {
        match self {
            Role::GroupLeader => &["group"],
            Role::Commission => &["commission"],
            Role::WorkingBody => &["working-body"],
            Role::LocalOffice => &["local-office"],
            Role::StationKeeper => &["station", "home"],
            Role::Organ => &["organ"],
            _ => &[],
        }
    }
}
