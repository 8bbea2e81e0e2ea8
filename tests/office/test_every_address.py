"""Every address of the office, asked for by everybody, answers what `addresses.txt` says and never falls over.

The table is kept by hand: it says who may open what. A new address has no line until somebody has thought about it;
the test then prints the line as the house answers today, to be read before it is put there.
"""

from __future__ import annotations

import pytest

from lumbung.config.tests.addresses import READERS, addresses, ask, asked_for, line, opened, table

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_every_address_with_a_parameter_is_asked_for_something_that_is_there(world):
    missing = [key for key, _, parameters in addresses() if set(parameters) != set(world.objects.get(key, {}))]

    assert not missing, "say in objects() what these are asked for:\n" + "\n".join(missing)


def test_every_address_has_its_line_and_no_line_is_left_over():
    keys, written = {key for key, _, _ in addresses()}, set(table())

    assert not keys - written, "no line in addresses.txt:\n" + "\n".join(sorted(keys - written))
    assert not written - keys, "lines for addresses that are gone:\n" + "\n".join(sorted(written - keys))


@pytest.mark.slow
def test_every_address_answers_everybody_as_written(world):
    written = table()
    found = {key: {reader: opened(world, reader, key, name) for reader in READERS} for key, name in asked_for(world)}

    wrong = [line(key, statuses) for key, statuses in found.items() if written.get(key) != statuses]
    assert not world.faults, "\n".join(world.faults)
    assert not wrong, "\nanswered otherwise than addresses.txt says (right as it is? then put the line there):\n" + (
        "\n".join(wrong)
    )


@pytest.mark.slow
def test_no_address_opens_further_for_a_post_and_an_empty_one_is_no_fault_of_ours(world):
    written, refused = table(), (403, 404)

    wrong = [
        f"{key} as {reader}: {written[key][reader]} to read, {status} to write"
        for key, name in asked_for(world)
        for reader in READERS
        if (status := ask(world, reader, "post", key, name)) not in (*refused, 405)
        and key in written
        and written[key][reader] in refused
    ]
    assert not [*world.faults, *wrong], "\n".join([*world.faults, *wrong])
