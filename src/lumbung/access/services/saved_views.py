"""Lists that people keep under a name. They hold an address, no facts, so the audit trail does not speak of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from lumbung.access.models import VIEW_ADDRESS, VIEW_NAME, SavedView, User, ViewFollower
from lumbung.access.queries import Standpoint, views_offered
from lumbung.core.findings import BadInput, Finding
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter

MOST = 100  # views of one person in one office
enter(
    {
        "view_no_name": Sentence(_("The view has no name."), _("Write a name that says what the list holds.")),
        "view_too_long": Sentence(
            _("The name or the list is too long to be saved."), _("Use at most %(most)s letters, and fewer filters.")
        ),
        "view_name_taken": Sentence(_("You already have a view “%(name)s”."), _("Choose another name.")),
        "view_too_many": Sentence(
            _("You keep %(most)s views, which is the most."), _("Delete one you no longer need.")
        ),
    }
)


class ViewRefused(BadInput):
    """A view cannot be saved as asked."""


@transaction.atomic
def save_view(standpoint: Standpoint, name: str, address: str, *, shared: bool = False) -> SavedView:
    """Keep a list under a name.

    Args:
        address: "?..." as the list's own page writes it.
    Raises:
        ViewRefused: No name, one that is taken, too long, or too many.
    """
    mine = SavedView.objects.filter(user=standpoint.user, office=standpoint.office)
    # Two clicks at once wait here; the second finds the name taken.
    User.objects.select_for_update().get(pk=standpoint.user.pk)
    view = SavedView(user=standpoint.user, office=standpoint.office, name=_clean(name), address=address, shared=shared)
    if len(address) > VIEW_ADDRESS:
        raise ViewRefused(Finding("view_too_long", {"most": VIEW_NAME}, column="name"))
    if mine.count() >= MOST:
        raise ViewRefused(Finding("view_too_many", {"most": MOST}, column="name"))
    _check_free(view)
    view.save()
    return view


@transaction.atomic
def change_view(view: SavedView, *, name: str, shared: bool) -> None:
    """Give a view another name, share it or take it back. Raises ViewRefused."""
    view.name, view.shared = _clean(name), shared
    _check_free(view)
    view.save(update_fields=["name", "shared"])


def delete_view(view: SavedView) -> None:
    """Forget a view; the list it named stays where it is."""
    view.delete()


@transaction.atomic
def follow_views(standpoint: Standpoint, views: Iterable[int]) -> None:
    """Have just these lists in the daily summary; lists that are not offered to the person are passed over."""
    offered = views_offered(standpoint.user, standpoint.office).filter(pk__in=list(views))
    User.objects.select_for_update().get(pk=standpoint.user.pk)
    mine = ViewFollower.objects.filter(user=standpoint.user, view__office=standpoint.office)
    mine.exclude(view__in=offered.values("pk")).delete()
    there = set(mine.values_list("view", flat=True))
    ViewFollower.objects.bulk_create(
        ViewFollower(view=view, user=standpoint.user) for view in offered if view.pk not in there
    )


def _clean(name: str) -> str:
    # Without what is not seen: a mark that turns the direction of writing would turn the words beside it.
    told = "".join(c for c in " ".join(name.split()) if c.isprintable())
    if not told:
        raise ViewRefused(Finding("view_no_name", column="name"))
    if len(told) > VIEW_NAME:
        raise ViewRefused(Finding("view_too_long", {"most": VIEW_NAME}, column="name"))
    return told


def _check_free(view: SavedView) -> None:
    others = SavedView.objects.filter(user=view.user, office=view.office, name=view.name).exclude(pk=view.pk)
    if others.exists():
        raise ViewRefused(Finding("view_name_taken", {"name": view.name}, column="name"))
