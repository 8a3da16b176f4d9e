//! Questions put to the rule, with its answers: people, clocks, staff, and the reasons of refusal.

use crate::people::{Acquaintance, Person, Shown};
use crate::rule::{Because, Clocks, Role, Standing};
use crate::staff::{Deed, MemberRole, Ties, Work};
use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) fn write(page: &mut String) {
    page.push_str(NEVER);
    people(page);
    clocks(page);
    staff(page);
    reasons(page);
}

const NEVER: &str = "
WHAT NEVER SHOWS TO A GUEST, WHATEVER IS SHARED

  internal comments; files that are not marked for outsiders; articles that are not published;
  the members' own conversation; the notes on a grant; a project's followers and who made it;
  an e-mail address or telephone number of a member;
  an invoice or estimate that was never sent, unless a grant is on that very document;
  anything of another account.

Sent is an invoice or estimate with the status sent, paid, accepted, declined or converted; one that
is void or expired was sent if it carries a time of sending that has come. A draft is a draft.
Numbers over the whole (a project's percentages, a customer's balance) count what the reader does not
see: sharing the number is the point of sharing the field.
";

fn people(page: &mut String) {
    page.push_str(
        "\nHOW PEOPLE SHOW TO A GUEST\n\n\
         \x20                                                      in a field or list    as author of what is read\n",
    );
    let guest = |available: Option<&[i64]>| Acquaintance::Guest {
        id: 1,
        customer: Some(50),
        available: available.map(|ids| ids.iter().copied().collect::<BTreeSet<_>>()),
    };
    let person = |id, member, customer| Person {
        id,
        member,
        customer,
    };
    let member = person(9, true, None);
    let cases = [
        (
            "a member, no list of available users set",
            guest(None),
            member,
        ),
        ("a member who is on the list", guest(Some(&[9])), member),
        ("a member who is not on the list", guest(Some(&[8])), member),
        ("any member, the list is empty", guest(Some(&[])), member),
        ("the guest", guest(Some(&[])), person(1, false, Some(50))),
        (
            "another guest of the same customer",
            guest(None),
            person(2, false, Some(50)),
        ),
        (
            "a guest of another customer, or of none",
            guest(None),
            person(3, false, Some(51)),
        ),
    ];
    for (who, eyes, person) in cases {
        let (field, author) = (shown(eyes.of(&person)), shown(eyes.of_author(&person)));
        page.push_str(&format!("  {who:<52} {field:<21} {author}\n"));
    }
    page.push_str("\nMembers, limited ones included, see everybody by name.\n");
}

const fn shown(shown: Shown) -> &'static str {
    match shown {
        Shown::ByName => "by name",
        Shown::AsCompany => "as the company",
        Shown::NotAtAll => "no value",
    }
}

fn clocks(page: &mut String) {
    page.push_str("\nCLOCKS\n\n");
    let clocks = Clocks {
        starts_at: Some(10),
        expires_at: Some(20),
        revoked_at: None,
    };
    let revoked = Clocks {
        revoked_at: Some(15),
        ..clocks
    };
    let role = Role {
        permissions: Arc::default(),
        active: true,
        expires_at: Some(20),
    };
    let off = Role {
        active: false,
        ..role.clone()
    };
    let standing = Standing {
        active: true,
        expires_at: Some(20),
        sharing: true,
    };
    let cases = [
        ("a grant before it starts", clocks.at(9)),
        ("a grant at the instant it starts", clocks.at(10)),
        ("a grant at the instant it ends", clocks.at(20)),
        ("a grant at the instant it is revoked", revoked.at(15)),
        (
            "a grant without clocks, at any time",
            Clocks::default().at(i64::MAX),
        ),
        ("a role at the instant it ends", role.at(20)),
        ("a role that is switched off", off.at(0)),
        ("a guest at the instant the guest ends", standing.at(20)),
        (
            "a guest who is invited, suspended or removed",
            Standing {
                active: false,
                ..standing
            }
            .at(0),
        ),
        (
            "a guest while the account's sharing is off",
            Standing {
                sharing: false,
                ..standing
            }
            .at(0),
        ),
        (
            "a limited member while the account's sharing is off",
            Standing::MEMBER.at(0),
        ),
    ];
    for (what, because) in cases {
        page.push_str(&format!("  {what:<52} {}\n", because.word()));
    }
    page.push_str(
        "\nA window of N days back shows what is dated on or after today less N days, by the account's time\n\
         zone; what has no date is outside every window; customers, projects and knowledge bases have none.\n",
    );
}

fn staff(page: &mut String) {
    page.push_str(
        "\nTHE STAFF\n\n  role      reads everything   asks why somebody sees something   members, guests, grants, \
         settings, import, export\n",
    );
    for role in MemberRole::ALL {
        let yes = |held| if held { "yes" } else { "." };
        page.push_str(&format!(
            "  {:<9} {:<18} {:<34} {}\n",
            role.name(),
            yes(role.reads_everything()),
            yes(role.explains()),
            yes(role.administers())
        ));
    }
    page.push_str(
        "\nA limited member is judged like a guest with the permissions of a Collaborator, ceiling included;\n\
         the sharing switch and guests' states do not apply. A member who reads everything is uncapped, and\n\
         goes through the same reads as a guest.\n",
    );
    written(page);
}

/// What members write by their role, a line for each work and deed.
fn written(page: &mut String) {
    const WORKS: [(Work, &str); 4] = [
        (
            Work::Daily,
            "tasks, meetings, tickets, comments, files, articles",
        ),
        (Work::Projects, "projects, with all that is planned in them"),
        (Work::Records, "records of all other modules; stages"),
        (Work::Access, "members, guests, grants, roles, settings"),
    ];
    const DEEDS: [(Deed, &str); 3] = [
        (Deed::Create, "make"),
        (Deed::Edit, "edit"),
        (Deed::Delete, "delete"),
    ];
    page.push_str("\nWHAT THE STAFF WRITE\n\n");
    line(
        page,
        "",
        "",
        MemberRole::ALL.map(|role| role.name().to_owned()),
    );
    for (work, name) in WORKS {
        for (deed, verb) in DEEDS {
            line(
                page,
                name,
                verb,
                MemberRole::ALL.map(|role| when(role, deed, work).to_owned()),
            );
        }
    }
    page.push_str(
        "\n`made`: what they made. `works`: projects they manage or are on the team of. Whatever becomes of a\n\
         milestone, a revenue, an expense or a work order, it is its project that is edited. Only owners make,\n\
         change or end owners, and one owner or admin always remains. Limited members write what an action\n\
         opens to them, like guests.\n",
    );
}

fn line(page: &mut String, work: &str, deed: &str, cells: [String; 5]) {
    let mut line = format!("  {work:<52}{deed:<8}");
    for cell in cells {
        line.push_str(&format!("{cell:<9}"));
    }
    page.push_str(line.trim_end());
    page.push('\n');
}

fn when(role: MemberRole, deed: Deed, work: Work) -> &'static str {
    let may = |made_it, works_on_it| {
        role.may(
            deed,
            work,
            Ties {
                made_it,
                works_on_it,
            },
        )
    };
    match (may(false, false), may(true, false), may(false, true)) {
        (true, ..) => "yes",
        (false, true, _) => "made",
        (false, false, true) => "works",
        _ => ".",
    }
}

fn reasons(page: &mut String) {
    page.push_str("\nWHY A PATH OPENS NOTHING\n\nThe first that holds is told, in this order:\n\n");
    let closed = Because::ALL.into_iter().filter(|one| *one != Because::Open);
    for because in closed.chain([Because::Open]) {
        page.push_str(&format!("  {:<20} {}\n", because.word(), sentence(because)));
    }
    page.push_str(
        "\nTo the guest all of these look alike: what is not visible answers as what never was.\n",
    );
}

const fn sentence(because: Because) -> &'static str {
    match because {
        Because::Open => "none of these: the path opens the item",
        Because::NotStarted => "the grant starts later",
        Because::Ended => "the grant has reached its end",
        Because::Revoked => "somebody took the grant back",
        Because::RoleOff => "the grant's role is switched off",
        Because::RoleEnded => "the grant's role has reached its end",
        Because::GuestNotActive => "the guest is invited, suspended or removed",
        Because::GuestEnded => "the guest's access as a whole has ended",
        Because::SharingOff => "the account has switched sharing off",
        Because::SourceClosed => "this path does not open the item from which it would lead on",
        Because::RelationNotHeld => {
            "the path's permissions do not hold the relation it would follow"
        }
        Because::RelationCapped => "the ceiling takes that relation away",
        Because::TooOld => "the item is dated before the path's window",
        Because::NoDate => "the path has a window and the item has no date",
        Because::NotSent => "the invoice or estimate was never sent",
        Because::ModuleNotHeld => "the path's permissions do not name the module",
        Because::ModuleClosed => "the ceiling closes the module",
    }
}
