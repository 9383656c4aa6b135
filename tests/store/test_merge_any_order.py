"""Three people at three copies: whoever merges whom first, the files end up with the same content."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.store.project import Project
from annotator.work import merge as merging
from tests.store.copies import ACTS, Worker, copies, merge_into, seen
from tests.store.support import sound
from tests.work.helpers import done

OTHERS = ("tag", "tie", "describe", "delete", "resize", "let_go", "put_back", "undo")
CORRECTING = (*["correct"] * 3, *["meet"] * 2, *OTHERS)
step = st.tuples(st.sampled_from("abc"), st.sampled_from(ACTS), st.integers(0, 7), st.integers(0, 7))
correcting = st.tuples(st.sampled_from("abc"), st.sampled_from(CORRECTING), st.integers(0, 7), st.integers(0, 7))
histories = st.lists(step, min_size=1, max_size=14)


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    """The three files as they begin, made once."""
    folder = tmp_path_factory.mktemp("origin")
    copies(folder)
    return folder


def lived(origin: Path, folder: Path, history) -> None:
    """The three files after each went its way."""
    for name in "abc":
        shutil.copyfile(origin / f"{name}.annotator", folder / f"{name}.annotator")
    workers = {name: Worker(folder, name) for name in "abc"}
    for who, act, first, second in history:
        workers[who].do(act, first, second)
    for worker in workers.values():
        worker.project.close()


def check_orders(origin: Path, history) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lived(origin, folder, history)
        one = merge_into(folder, "a", "bc", "one")
        two = merge_into(folder, "c", "ba", "two")
        merge_into(folder, "b", "c", "bc")
        three = merge_into(folder, "a", ["bc"], "three")
        merge_into(folder, "c", "a", "ca")
        four = merge_into(folder, "b", ["ca", "one", "a"], "four")
        found = []
        for path in (one, two, three, four):
            with Project.open(path, site="ffffffff") as project:
                sound(project, held=True)
                found.append(seen(project))
        for table in found[0]:
            for other in found[1:]:
                assert other[table] == found[0][table], table
        with Project.open(one, site="ffffffff") as project:
            for source in ("a", "b", "c", "two", "four"):
                before = seen(project)
                report = done(merging.run(project, folder / f"{source}.annotator", who=project.owner.id))
                assert (report.new, report.changed, report.deleted, report.held) == (0, 0, 0, 0), report
                assert seen(project) == before


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(history=histories)
def test_the_same_in_any_order_and_any_number_of_times(origin, history):
    check_orders(origin, history)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
@settings(max_examples=800, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=st.lists(step, min_size=6, max_size=40) | st.lists(correcting, min_size=3, max_size=12))
def test_the_same_in_any_order_long(origin, history):
    check_orders(origin, history)
