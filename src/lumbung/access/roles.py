"""The roles of an office and what each may do, in one table that pages, services and tests read."""

from __future__ import annotations

from enum import StrEnum

from lumbung.core.language import gettext_noop as _


class Role(StrEnum):
    """A role that an appointment gives."""

    DATA_OFFICER = "data_officer"
    FIELD_OFFICER = "field_officer"
    REVIEWER = "reviewer"
    GOV_SUPERVISOR = "gov_supervisor"
    DIVISION_HEAD = "division_head"
    HEAD = "head"
    DATA_STEWARD = "data_steward"
    ADMINISTRATOR = "administrator"


ROLE_LABELS = {
    Role.DATA_OFFICER: _("Data officer"),
    Role.FIELD_OFFICER: _("Field officer (PPKL)"),
    Role.REVIEWER: _("Reviewer"),
    Role.GOV_SUPERVISOR: _("Government supervisor of cooperatives"),
    Role.DIVISION_HEAD: _("Division head"),
    Role.HEAD: _("Head of agency"),
    Role.DATA_STEWARD: _("Data steward"),
    Role.ADMINISTRATOR: _("Administrator"),
}
SECOND_FACTOR = frozenset({Role.HEAD, Role.DIVISION_HEAD, Role.REVIEWER, Role.ADMINISTRATOR})


class Act(StrEnum):
    """Something a person may do; rights are granted by the table below and nowhere else."""

    SEE_FIGURES = "see_figures"  # dashboard, tables, aggregated lists
    SEE_REGISTER = "see_register"  # lists and record pages of the office's area
    SEE_OFFICERS = "see_officers"  # personal data of a cooperative's officers; each reading is logged
    IMPORT = "import"
    EDIT_REGISTER = "edit_register"  # counter work, overrides
    NOTE_GUIDANCE = "note_guidance"  # write into a cooperative's history of guidance
    JUDGE_PAIRS = "judge_pairs"
    DIRECT_REVIEW = "direct_review"  # decide how pairs are judged: by one or by two, and how many are checked
    EXPORT = "export"
    SEE_AUDIT = "see_audit"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_JOBS = "manage_jobs"


_OFFICE = frozenset({Act.SEE_FIGURES, Act.SEE_REGISTER, Act.EXPORT})
GRANTS: dict[Role, frozenset[Act]] = {
    Role.DATA_OFFICER: _OFFICE | {Act.SEE_OFFICERS, Act.IMPORT, Act.EDIT_REGISTER, Act.NOTE_GUIDANCE, Act.JUDGE_PAIRS},
    Role.FIELD_OFFICER: frozenset({Act.SEE_FIGURES}),
    Role.REVIEWER: _OFFICE | {Act.SEE_OFFICERS, Act.JUDGE_PAIRS},
    Role.GOV_SUPERVISOR: _OFFICE | {Act.SEE_OFFICERS, Act.NOTE_GUIDANCE},
    Role.DIVISION_HEAD: _OFFICE | {Act.SEE_OFFICERS, Act.SEE_AUDIT, Act.NOTE_GUIDANCE, Act.DIRECT_REVIEW},
    Role.HEAD: _OFFICE | {Act.SEE_OFFICERS, Act.SEE_AUDIT},
    Role.DATA_STEWARD: frozenset({Act.SEE_FIGURES, Act.EXPORT}),
    Role.ADMINISTRATOR: frozenset({Act.SEE_AUDIT, Act.MANAGE_ACCOUNTS, Act.MANAGE_JOBS}),
}
