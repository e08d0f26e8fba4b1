//! The promises of clause 8, told from the history of steps and not from what the machine remembers.

use super::*;

/// What must have happened before a case could come to stand like this.
pub(super) fn kept(case: &Standing, history: &[Step], rules: &Rules) {
    let count = |kind| history.iter().filter(|step| step.kind() == kind).count();
    assert!(count(StepKind::Rehandle) <= usize::from(rules.rehandle_rounds));
    if case.state == State::Withdrawn {
        assert_eq!(count(StepKind::Reply), 0);
    }
    if !matches!(case.state, State::Closed | State::Promised) {
        return;
    }
    let reply = history.iter().rposition(|step| step.kind() == StepKind::Reply).expect("replied");
    let since = &history[reply..];
    assert!(since.contains(&Step::Receive(Reader::Deputy)), "feedback to the deputy");
    assert!(since.contains(&Step::Receive(Reader::Body)), "feedback to the working body");
    if case.has_voter {
        let told = since.contains(&Step::Receive(Reader::Voter)) || since.contains(&Step::TellVoter);
        assert!(told, "the voter knows");
    }
    assert!(
        since.iter().any(|step| match step {
            Step::Evaluate(evaluation) => evaluation.by == Rater::Deputy,
            step => step.kind() == StepKind::LapseEvaluation,
        }),
        "evaluated, or the term lapsed"
    );
    let judged = since.iter().position(|step| match step {
        Step::Evaluate(evaluation) => evaluation.by == Rater::Deputy,
        step => step.kind() == StepKind::TrackPromise,
    });
    let unjudged = &since[..judged.unwrap_or(since.len())];
    if let Some(named) = unjudged.iter().rposition(|step| step.kind() == StepKind::NameDeputy) {
        assert!(since[named..].contains(&Step::Receive(Reader::Deputy)), "feedback to the successor");
    }
    let dissatisfied = since
        .iter()
        .rposition(|step| matches!(step, Step::Evaluate(evaluation) if evaluation.rating.dissatisfied()));
    let concluded = history.iter().rposition(|step| step.kind() == StepKind::ConcludeSupervision);
    if let Some(dissatisfied) = dissatisfied {
        assert!(concluded > Some(reply + dissatisfied), "a not satisfied is followed up");
    }
    if case.state == State::Closed {
        closed_rightly(since, history, concluded);
    }
    handled_rightly(&history[..reply], rules);
}

/// Under supervision the proposer was heard, and what was promised was kept.
fn closed_rightly(since: &[Step], history: &[Step], concluded: Option<usize>) {
    if let Some(supervised) = history.iter().rposition(|step| step.kind() == StepKind::Supervise) {
        let concluded = concluded.filter(|at| *at > supervised).expect("a supervision is concluded");
        let begun =
            history[..supervised].iter().rposition(|step| step.kind() == StepKind::ConcludeSupervision);
        let meantime = &history[begun.map_or(0, |at| at + 1)..concluded];
        assert!(meantime.contains(&Step::ContactProposer), "the proposer was heard");
    }
    if matches!(since[0], Step::Reply { category: Category::B, .. }) {
        let kept = since.iter().rposition(|step| step.kind() == StepKind::KeepPromise);
        let rejected = since.iter().rposition(|step| step.kind() == StepKind::RejectKept);
        assert!(kept > rejected && since.last() == Some(&Step::ConfirmKept), "the promise was kept");
    }
}

/// Signed for, within the time granted, after hearing the deputy and the co-organs.
fn handled_rightly(before: &[Step], rules: &Rules) {
    let begun = |kinds: &[StepKind]| {
        before.iter().rposition(|step| kinds.contains(&step.kind())).expect("the handling has begun")
    };
    let transfer = begun(&[StepKind::Transfer, StepKind::Retransfer]);
    let round = begun(&[StepKind::Transfer, StepKind::Retransfer, StepKind::Rehandle]);
    let count = |kind| before[transfer..].iter().filter(|step| step.kind() == kind).count();
    assert!(count(StepKind::SignFor) >= 1, "signed for");
    assert!(count(StepKind::GrantExtension) <= usize::from(rules.extensions));
    if rules.contact_before_reply {
        assert!(before[round..].contains(&Step::RecordContact), "the deputy was contacted");
    }
    if let (true, Step::Transfer { co, .. } | Step::Retransfer { co, .. }) =
        (rules.co_opinions_before_reply, before[transfer])
    {
        let settled = count(StepKind::GiveCoOpinion) + count(StepKind::ExcuseCoOrgan);
        assert_eq!(settled, usize::from(co), "every co-organ was heard or excused");
    }
}
