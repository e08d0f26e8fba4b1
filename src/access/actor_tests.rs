//! What people hold, and what follows from it.

use uuid::Uuid;

use super::{Actor, Permit, Post, Role, Scope};
use crate::base::Error;

fn holding(roles: &[(Role, Option<u128>)]) -> Actor {
    let post =
        |(role, place): &(Role, Option<u128>)| Post { role: *role, organization: place.map(Uuid::from_u128) };
    let posts = roles.iter().map(post).collect();
    Actor { account: Some(Uuid::from_u128(9)), posts, ..Actor::anybody(Uuid::from_u128(1)) }
}

#[test]
fn anybody_may_what_is_public_and_is_asked_to_sign_in_for_the_rest() {
    let anybody = Actor::anybody(Uuid::from_u128(1));
    assert!(anybody.may(Permit::OpinionHandIn) && !anybody.may(Permit::Desk));
    assert!(matches!(anybody.must(Permit::Desk), Err(Error::SignIn)));
    assert!(matches!(holding(&[(Role::Voter, None)]).must(Permit::CaseSort), Err(Error::Forbidden)));
    assert!(
        matches!(holding(&[]).must(Permit::CaseSort), Err(Error::Forbidden)),
        "no role is not no account"
    );
}

#[test]
fn two_roles_are_the_sum_and_each_keeps_its_office() {
    let both = holding(&[(Role::LocalOffice, Some(5)), (Role::Organ, Some(6)), (Role::Deputy, None)]);
    assert!(both.may(Permit::CaseSort) && both.may(Permit::CaseHandle) && both.may(Permit::CaseTakeUp));
    assert_eq!(both.organization_for(Permit::CaseHandle), Some(Uuid::from_u128(6)));
    assert_eq!(both.organization_for(Permit::CaseEnter), Some(Uuid::from_u128(5)));
    assert_eq!(both.role_for(Permit::CaseHandle), Role::Organ);
    let scopes: Vec<Scope> = both.posts_with(Permit::CaseRead).map(|(_, scope)| scope).collect();
    assert_eq!(scopes, [Scope::Office, Scope::Organ, Scope::Own]);
}

#[test]
fn the_clockwork_does_only_what_time_does() {
    let clockwork = Actor::clockwork(Uuid::from_u128(1));
    let may: Vec<Permit> = Permit::ALL.iter().copied().filter(|permit| clockwork.may(*permit)).collect();
    assert_eq!(
        may,
        [
            Permit::CaseRead,
            Permit::CaseLapse,
            Permit::ConsultationLapse,
            Permit::BulletinRemind,
            Permit::DutyRead,
            Permit::DutyRemind,
            Permit::ArchiveSeal,
            Permit::ReportRemind,
            Permit::BackupKeep
        ]
    );
    assert_eq!(clockwork.author(Permit::CaseLapse, chrono::DateTime::UNIX_EPOCH).role, "clockwork");
}

#[test]
fn administrators_are_kept_apart() {
    use Permit::*;
    let keys = [AccountsManage, GrantsManage, AuditRead];
    for role in Role::ALL {
        let held = keys.iter().filter(|permit| role.scope(**permit).is_some()).count();
        assert!(held <= 1, "{} holds {held} of the keys", role.word());
        let admin = matches!(role, Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin);
        assert_eq!(held == 1, admin, "{}", role.word());
        assert!(!admin || role.scope(CaseRead).is_none(), "administrators see no content");
    }
    assert!(Role::Organ.scope(CaseEvaluate).is_none(), "an organ never rates itself");
}

#[test]
fn words_lead_back_to_roles() {
    for role in Role::ALL {
        assert_eq!(Role::of_word(role.word()), Some(role));
    }
    assert_eq!(Role::of_word("root"), None);
}
