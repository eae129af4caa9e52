"""The disk full: nothing is acknowledged that is not kept, a sentence says why, and work goes on once there is room."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

STORY = "import django; django.setup(); from tests.faces.small_disk import main; main()"
# A small disk of one's own without touching the machine's: the mount goes with the processes that see it.
APART = ["unshare", "--mount"]
APART_AS_USER = ["unshare", "--user", "--map-current-user", "--keep-caps", "--mount"]


@pytest.fixture(scope="module")
def seen() -> Any:
    apart = APART if os.geteuid() == 0 else APART_AS_USER
    with tempfile.TemporaryDirectory(prefix="mc-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        told = subprocess.run(
            [*apart, "mount", "-t", "tmpfs", "tmpfs", folder], capture_output=True, text=True
        )
        if told.returncode:
            pytest.skip(
                "KHÔNG THỬ ĐƯỢC ĐĨA ĐẦY: máy này không cho gắn một đĩa nhỏ. THE FULL DISK WAS NOT TRIED: this machine "
                f"allows no small disk to be mounted; run as root, or allow user namespaces ({told.stderr.strip()})"
            )
        around = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "MOTCUA_DATA": folder}
        around.pop("DATABASE_URL", None)
        done = subprocess.run(
            [*apart, sys.executable, "-c", STORY, folder], env=around, capture_output=True, text=True
        )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_a_case_that_finds_no_room_is_refused_in_a_sentence_and_its_form_is_kept(seen: Any) -> None:
    assert seen["status"] == 503
    assert "Máy chủ đã hết chỗ ghi. Chưa có gì được ghi; xin báo quản trị hệ thống" in seen["words"]
    assert seen["kept"].startswith("Người thứ")


def test_a_file_that_finds_no_room_is_refused_in_a_sentence(seen: Any) -> None:
    assert seen["file"].startswith("FileRefused: Máy chủ hết chỗ lưu nên chưa nhận được tệp.")
    assert "Máy chủ đã hết chỗ ghi" in seen["upload"]  # on its way, in the folder for temporary files


def test_a_server_that_cannot_write_its_log_acknowledges_nothing(seen: Any) -> None:
    assert seen["server fell"]
    assert seen["status, no log"] == 503


def test_every_acknowledged_case_is_kept_and_the_refused_one_is_there_once_after_room_was_made(
    seen: Any,
) -> None:
    assert len(seen["acknowledged"]) > 1
    assert seen["acknowledged"] == seen["kept rows"]
