//! What may be done with a draft where it stands. Pure.

use copydesk_storage::{DraftAction, DraftState};

/// Every state, in the order of the board.
pub const STATES: [DraftState; 6] = [
    DraftState::Draft,
    DraftState::InReview,
    DraftState::ChangesRequested,
    DraftState::Approved,
    DraftState::Rejected,
    DraftState::Published,
];

/// Every action.
pub const ACTIONS: [DraftAction; 8] = [
    DraftAction::Write,
    DraftAction::Submit,
    DraftAction::Approve,
    DraftAction::Changes,
    DraftAction::Reject,
    DraftAction::Edit,
    DraftAction::Publish,
    DraftAction::Note,
];

/// Where a draft stands after an action; `None` if the action makes no sense there. An approval is for one version: whoever
/// edits an approved draft hands it in again. An edit is also the answer to requested changes.
pub fn next(state: DraftState, action: DraftAction) -> Option<DraftState> {
    use DraftAction::{Approve, Changes, Edit, Note, Publish, Reject, Submit};
    use DraftState::{Approved, ChangesRequested, Draft, InReview, Published, Rejected};
    Some(match (state, action) {
        (state, Note) => state,
        (Draft | ChangesRequested, Submit) => InReview,
        (InReview, Approve) => Approved,
        (InReview | Approved, Changes) => ChangesRequested,
        (Draft | InReview | ChangesRequested | Approved, Reject) => Rejected,
        (Draft | Rejected, Edit) => Draft,
        (InReview | ChangesRequested | Approved, Edit) => InReview,
        // A second time with a link or numbers that were not known yet.
        (Approved | Published, Publish) => Published,
        _ => return None,
    })
}

/// Whether an action is only for those who may manage what is the team's: its reviewers.
pub fn needs_reviewer(action: DraftAction) -> bool {
    use DraftAction::{Approve, Changes, Edit, Note, Publish, Reject, Submit, Write};
    match action {
        Approve | Changes | Reject | Publish | Note => true,
        Write | Submit | Edit => false,
    }
}

/// The state's name in records, in `/drafts state=…` and in JSON.
pub fn id(state: DraftState) -> &'static str {
    match state {
        DraftState::Draft => "draft",
        DraftState::InReview => "in-review",
        DraftState::ChangesRequested => "changes-requested",
        DraftState::Approved => "approved",
        DraftState::Rejected => "rejected",
        DraftState::Published => "published",
    }
}

/// The action's name in records and in JSON.
pub fn action_id(action: DraftAction) -> &'static str {
    match action {
        DraftAction::Write => "write",
        DraftAction::Submit => "submit",
        DraftAction::Approve => "approve",
        DraftAction::Changes => "changes",
        DraftAction::Reject => "reject",
        DraftAction::Edit => "edit",
        DraftAction::Publish => "publish",
        DraftAction::Note => "note",
    }
}

/// The state of this name, in English or Chinese.
pub fn from_name(name: &str) -> Option<DraftState> {
    let name = name.trim().to_lowercase().replace([' ', '_'], "-");
    let chinese = |state: DraftState| match state {
        DraftState::Draft => "草稿",
        DraftState::InReview => "待审",
        DraftState::ChangesRequested => "待改",
        DraftState::Approved => "已通过",
        DraftState::Rejected => "已否决",
        DraftState::Published => "已发布",
    };
    STATES.into_iter().find(|&state| id(state) == name || chinese(state) == name)
}

#[cfg(test)]
mod tests {
    use copydesk_storage::{DraftAction, DraftState};

    use super::{ACTIONS, STATES, action_id, from_name, id, needs_reviewer, next};

    #[test]
    fn the_whole_table() {
        let row = |state: DraftState| {
            let cells = ACTIONS
                .into_iter()
                .filter_map(|action| next(state, action).map(|next| format!("{} → {}", action_id(action), id(next))));
            format!("{}: {}", id(state), cells.collect::<Vec<_>>().join(", "))
        };
        insta::assert_snapshot!(STATES.map(row).join("\n"), @r"
        draft: submit → in-review, reject → rejected, edit → draft, note → draft
        in-review: approve → approved, changes → changes-requested, reject → rejected, edit → in-review, note → in-review
        changes-requested: submit → in-review, reject → rejected, edit → in-review, note → changes-requested
        approved: changes → changes-requested, reject → rejected, edit → in-review, publish → published, note → approved
        rejected: edit → draft, note → rejected
        published: publish → published, note → published
        ");
    }

    #[test]
    fn nothing_is_published_or_approved_but_by_a_reviewer_and_after_a_review() {
        for state in STATES {
            for action in ACTIONS {
                match next(state, action) {
                    Some(DraftState::Published) if action == DraftAction::Publish => {
                        assert!(matches!(state, DraftState::Approved | DraftState::Published));
                        assert!(needs_reviewer(action));
                    }
                    Some(DraftState::Approved) if state != DraftState::Approved => {
                        assert_eq!((state, action), (DraftState::InReview, DraftAction::Approve));
                        assert!(needs_reviewer(action));
                    }
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn states_are_known_by_both_names() {
        assert_eq!(from_name("In review"), Some(DraftState::InReview));
        assert_eq!(from_name("已通过"), Some(DraftState::Approved));
        assert_eq!(from_name("done"), None);
        assert!(STATES.into_iter().all(|state| from_name(id(state)) == Some(state)));
    }
}
