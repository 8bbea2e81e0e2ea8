"""Kept lists: saved from the list, offered, renamed, shared, forgotten."""

from __future__ import annotations

from lumbung.access.models import SavedView
from lumbung.access.roles import Role

LIST = "/koperasi/?district=647101"


def test_a_list_is_kept_under_a_name_and_offered_where_lists_are(reader):
    mine = reader(Role.DATA_OFFICER)

    answer = mine.post("/koperasi/simpan/?district=647101", {"name": "  Wilayah   timur\u202e "})

    assert answer.headers["Location"] == LIST
    page = mine.get(LIST).content.decode()
    assert "Wilayah timur</a>" in page
    view = SavedView.objects.get()
    assert f"/koperasi/tersimpan/{view.pk}/" in page
    assert "Wilayah timur" not in reader(Role.DATA_OFFICER).get(LIST).content.decode()


def test_a_shared_one_is_offered_to_the_office_and_changed_by_its_owner_alone(reader):
    mine, other = reader(Role.DATA_OFFICER), reader(Role.REVIEWER)
    mine.post("/koperasi/simpan/?district=647101", {"name": "Timur", "shared": "on"})
    view = SavedView.objects.get()

    assert "Timur (" in other.get("/koperasi/").content.decode()
    assert other.post(f"/koperasi/tersimpan/{view.pk}/", {"name": "Milik saya"}).status_code == 404

    mine.post(f"/koperasi/tersimpan/{view.pk}/", {"name": "Timur saja"})
    view.refresh_from_db()
    assert (view.name, view.shared) == ("Timur saja", False)
    mine.post(f"/koperasi/tersimpan/{view.pk}/", {"delete": "1"})
    assert not SavedView.objects.exists()


def test_a_name_that_is_taken_or_empty_is_refused_with_the_form_as_it_was(reader):
    mine = reader(Role.DATA_OFFICER)
    mine.post("/koperasi/simpan/?district=647101", {"name": "Timur"})

    taken = mine.post("/koperasi/simpan/?district=647102", {"name": "Timur", "shared": "on"})
    assert taken.status_code == 422
    assert "You already have a view “Timur”." in taken.content.decode()
    assert 'value="Timur"' in taken.content.decode()
    assert mine.post("/koperasi/simpan/", {"name": " "}).status_code == 422
    assert SavedView.objects.count() == 1
