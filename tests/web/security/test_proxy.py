"""The proxy we give: slow clients stop at it, and only the pages that take files take more than a form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

CONF = Path(__file__).parents[3] / "deploy" / "nginx.conf"
MEGA = 1024 * 1024


@pytest.fixture(scope="module")
def conf() -> str:
    lines = CONF.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.strip().startswith("#"))


def test_a_slow_client_never_reaches_the_server(conf):
    """Eight of them, sending nothing more, would hold all the threads that answer."""
    assert "proxy_request_buffering off" not in conf
    for bound in ("client_header_timeout", "client_body_timeout", "send_timeout", "limit_conn visites"):
        assert bound in conf


def test_only_pages_that_take_files_take_more_than_a_form(conf):
    general, _, special = conf.partition("location ~ ")
    wide = re.compile(special.split(" {")[0])
    for name in ("inventories:import", "registers:import", "diagnostics:dossier_in"):
        assert wide.search(reverse(name, args=["999999998"]))
    for name in ("authorities:home", "authorities:profile_edit", "registers:index", "diagnostics:latest"):
        assert not wide.search(reverse(name, args=["999999998"]))
    assert not wide.search(reverse("accounts:login"))
    bounds = [int(size) * MEGA for size in re.findall(r"client_max_body_size (\d+)m;", conf)]
    assert len(bounds) == 2
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE < bounds[0] < 10 * MEGA
    assert bounds[1] > settings.UPLOAD_MAX_BYTES * settings.UPLOAD_MAX_FILES
    assert "client_max_body_size 3m" in general


def test_what_a_visitor_writes_of_their_address_is_replaced(conf):
    assert re.search(r"proxy_set_header X-Forwarded-For \$remote_addr;", conf)
    assert "proxy_add_x_forwarded_for" not in conf


def test_secret_paths_are_in_no_log(conf):
    assert "access_log off;" in conf
    assert re.search(r"error_log \S+ crit;", conf)
