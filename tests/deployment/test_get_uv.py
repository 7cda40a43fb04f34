"""`setup/get_uv.py` on machines that lack one thing after another; real Pythons, real pip, uv itself a stand-in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deployment.stand_ins import (
    SYSTEM_PATH,
    FreshProject,
    Index,
    executable,
    machine_tag,
    package_index,
    script,
    wheel,
)


@pytest.fixture
def project(tmp_path: Path) -> FreshProject:
    return FreshProject.make(tmp_path / "project")


@pytest.fixture
def index() -> Iterator[Index]:
    with package_index() as running:
        yield running


@pytest.fixture(scope="module")
def set_up_by_pip(tmp_path_factory: pytest.TempPathFactory) -> FreshProject:
    """A project that had a Python with venv, and nothing else. Made once: pip takes its seconds."""
    folder = tmp_path_factory.mktemp("by-pip")
    project = FreshProject.make(folder / "project")
    wheel(folder / "wheels", "9.1.0")
    project.environment["PIP_FIND_LINKS"] = str(folder / "wheels")
    done = project.get_uv()
    assert done.returncode == 0, done.stderr
    return project


def _on_path(project: FreshProject, *folders: Path) -> None:
    project.environment["PATH"] = ":".join([*map(str, folders), SYSTEM_PATH])


def _bare(project: FreshProject, index: Index) -> None:
    """A Python with neither venv nor pip, and a lock file that names this index."""
    project.without("venv", "pip")
    (project.folder / "uv.lock").write_text(f'source = {{ registry = "{index.address}" }}\n')


def test_a_uv_that_already_works_is_left_alone(project: FreshProject) -> None:
    executable(project.uv, script("uv 0.9.1"))
    done = project.get_uv()
    assert (done.returncode, done.stdout, project.uv_says()) == (0, "", "uv 0.9.1")


def test_a_uv_on_the_path_is_used(project: FreshProject, tmp_path: Path) -> None:
    executable(tmp_path / "tools" / "uv", script("uv 0.9.2 (somewhere)"))
    _on_path(project, tmp_path / "tools")
    assert project.get_uv().returncode == 0
    assert project.uv_says() == "uv 0.9.2 (somewhere)"


@pytest.mark.parametrize(
    "refusing",
    [script("pyenv: uv: command not found", 127), script("uv 0.4.30"), script("uv 0.9.9", 1), "not a program"],
)
def test_a_uv_on_the_path_that_refuses_or_is_too_old_is_passed_over(
    project: FreshProject, tmp_path: Path, refusing: str
) -> None:
    executable(tmp_path / "shims" / "uv", refusing)
    executable(tmp_path / "tools" / "uv", script("uv 0.9.3"))
    _on_path(project, tmp_path / "shims", tmp_path / "tools")
    assert project.get_uv().returncode == 0
    assert project.uv_says() == "uv 0.9.3"


def test_the_shim_is_asked_in_the_project_where_it_would_refuse(project: FreshProject, tmp_path: Path) -> None:
    executable(tmp_path / "shims" / "uv", f'#!/bin/sh\n[ "$PWD" = "{project.folder}" ] && exit 127\necho uv 9.0.0\n')
    executable(tmp_path / "tools" / "uv", script("uv 0.9.4"))
    _on_path(project, tmp_path / "shims", tmp_path / "tools")
    assert project.get_uv().returncode == 0
    assert project.uv_says() == "uv 0.9.4"


def test_a_link_that_leads_nowhere_is_replaced(project: FreshProject, tmp_path: Path) -> None:
    project.uv.parent.mkdir()
    project.uv.symlink_to(tmp_path / "gone")
    executable(tmp_path / "tools" / "uv", script("uv 0.9.5"))
    _on_path(project, tmp_path / "tools")
    assert project.get_uv().returncode == 0
    assert project.uv_says() == "uv 0.9.5"


def test_without_one_it_comes_by_pip_in_an_environment_of_its_own(set_up_by_pip: FreshProject) -> None:
    assert set_up_by_pip.uv_says() == "uv 9.1.0"
    assert set_up_by_pip.uv.resolve().is_relative_to(set_up_by_pip.folder / ".uv" / "environment")


def test_without_venv_it_comes_by_pip_alone(project: FreshProject, set_up_by_pip: FreshProject, tmp_path: Path) -> None:
    wheel(tmp_path / "wheels", "9.2.0")
    project.environment["PIP_FIND_LINKS"] = str(tmp_path / "wheels")
    project.without("venv")
    python_with_pip = set_up_by_pip.folder / ".uv" / "environment" / "bin" / "python"
    done = project.get_uv(python_with_pip)
    assert done.returncode == 0, done.stderr
    assert "by this Python's pip" in done.stdout
    assert project.uv_says() == "uv 9.2.0"


def test_without_venv_and_pip_the_newest_wheel_for_this_machine_comes_from_the_index(
    project: FreshProject, tmp_path: Path, index: Index
) -> None:
    _bare(project, index)
    for version in ("9.9.0", "9.10.0", "0.4.0"):
        index.offer(wheel(tmp_path, version, machine_tag()))
    index.offer(wheel(tmp_path, "9.11.0", machine_tag()), yanked=True)
    index.offer(wheel(tmp_path, "9.12.0", "win_amd64"))
    index.offer(wheel(tmp_path, "9.13.0", machine_tag("sparc")))
    done = project.get_uv()
    assert done.returncode == 0, done.stderr
    assert project.uv_says() == "uv 9.10.0"
    assert index.asked == ["/simple/uv/", f"/files/uv-9.10.0-py3-none-{machine_tag()}.whl"]


def test_a_mirror_named_by_the_environment_is_asked_instead(
    project: FreshProject, tmp_path: Path, index: Index
) -> None:
    _bare(project, index)
    (project.folder / "uv.lock").write_text('source = { registry = "http://127.0.0.1:9/simple" }\n')
    project.environment["UV_DEFAULT_INDEX"] = f"{index.address}/"
    index.offer(wheel(tmp_path, "9.3.0", f"{machine_tag()}.some_other"))
    assert project.get_uv().returncode == 0
    assert project.uv_says() == "uv 9.3.0"


def test_a_wheel_with_another_digest_is_refused(project: FreshProject, tmp_path: Path, index: Index) -> None:
    _bare(project, index)
    index.offer(wheel(tmp_path, "9.4.0", machine_tag()), digest="0" * 64)
    done = project.get_uv()
    assert done.returncode == 1
    assert "isn't what the index says it is" in done.stderr
    assert not project.uv.exists()


def test_a_uv_that_does_not_run_here_is_not_taken(project: FreshProject, tmp_path: Path, index: Index) -> None:
    _bare(project, index)
    index.offer(wheel(tmp_path, "9.5.0", machine_tag(), says="Illegal instruction"))
    done = project.get_uv()
    assert done.returncode == 1
    assert "doesn't run here" in done.stderr


def test_when_no_way_leads_there_each_reason_is_told(project: FreshProject, index: Index) -> None:
    _bare(project, index)
    done = project.get_uv()
    assert (done.returncode, done.stdout) == (1, "")
    for reason in ("none there that runs", "No module named venv", "No module named pip", "the index has none for"):
        assert reason in done.stderr
    assert "Traceback" not in done.stderr
