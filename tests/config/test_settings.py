"""What the product says when its environment is not complete, and what it is when it is."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.test import Client

from config.demo.options import ROOT, Options
from config.servers.errors import ServerError

COMPLETE = {
    "SECRET_KEY": "a text of this test alone, and long enough for a key, it is",
    "DATABASE_URL": os.environ["DATABASE_URL"],
    "REDIS_URL": os.environ["REDIS_URL"],
}


def manage(*arguments: str, without: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    given = {name: value for name, value in (COMPLETE | environment).items() if name != without}
    return subprocess.run(
        [sys.executable, "-m", "django", *arguments],
        cwd=ROOT, env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings", **given},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def settings_file() -> str:
    return (ROOT / "config" / "settings.py").read_text()


def names_read_by_settings() -> set[str]:
    """First arguments of every env.something("NAME") and required("NAME")."""
    return {
        node.args[0].value
        for node in ast.walk(ast.parse(settings_file()))
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
        and (ast.unparse(node.func).startswith("env.") or ast.unparse(node.func) == "required")
    }  # fmt: skip


def test_env_example_names_every_setting_and_no_other() -> None:
    named = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))
    assert named - {"POSTGRES_PASSWORD", "PRODUCT_PASSWORD"} == names_read_by_settings()


def test_the_key_has_no_default_anywhere() -> None:
    assert not re.search(r"SECRET_KEY.*default=[\"'][^\"']", settings_file())
    assert "SECRET_KEY=\n" in (ROOT / ".env.example").read_text()


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL"])
def test_a_missing_setting_is_said_in_one_sentence(name: str, tmp_path: Path) -> None:
    # A copy of settings.py looks for what `make` left beside itself, and there is nothing here.
    copied = ["manage.py", "config/settings.py"]
    (tmp_path / "config").mkdir()
    for path in [*ROOT.glob("*/__init__.py"), *ROOT.glob("config/*.py")]:
        folder = path.parent if path.parent.name != "config" else path
        link = tmp_path / folder.relative_to(ROOT)
        if not link.exists() and str(folder.relative_to(ROOT)) not in copied:
            link.symlink_to(folder)
    for package in ("demo", "servers"):
        (tmp_path / "config" / package).symlink_to(ROOT / "config" / package)
    for file in copied:
        shutil.copyfile(ROOT / file, tmp_path / file)
    given = {key: value for key, value in COMPLETE.items() if key != name}
    result = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=tmp_path, env={"PATH": os.environ["PATH"], **given},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 1
    assert re.fullmatch(rf"Configuration: {name} is not set: .+\.\n", result.stderr), result.stderr


def test_deployment_check_is_silent_for_a_public_server() -> None:
    result = manage(
        "check", "--deploy", "--fail-level", "WARNING", ALLOWED_HOSTS="consultation.example", DEBUG="0"
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_pages_are_safe_by_their_headers(client: Client, db: None) -> None:
    answer = client.get("/admin/login/")
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_queue_settings_survive_a_killed_worker() -> None:
    assert settings.CELERY_TASK_ACKS_LATE
    assert settings.CELERY_TASK_REJECT_ON_WORKER_LOST
    assert settings.CELERY_WORKER_PREFETCH_MULTIPLIER == 1
    assert (
        settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] == settings.CELERY_VISIBILITY_TIMEOUT
    )
    assert settings.CELERY_VISIBILITY_TIMEOUT > 3 * settings.CELERY_TASK_TIME_LIMIT


def test_both_languages_have_their_pages_and_the_rest_has_none(client: Client, db: None) -> None:
    answer = client.get("/", headers={"accept-language": "fr-CA"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/")
    assert client.get("/health/").status_code in (200, 503)


def test_compose_has_a_health_check_for_each_service() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    services = compose["services"]
    assert set(services) == {"migrate", "web", "worker", "beat", "postgres", "redis"}
    # Migrating ends; what goes on is looked after.
    assert all(service["healthcheck"]["test"] for name, service in services.items() if name != "migrate")
    assert {"--appendonly", "noeviction"} <= set(services["redis"]["command"])
    assert all(
        service["read_only"] for name, service in services.items() if name in ("web", "worker", "beat")
    )


def test_only_what_migrates_knows_the_owner_of_the_tables() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    told = {
        name for name, service in services.items() if "{POSTGRES_PASSWORD" in str(service.get("environment"))
    }
    blank = {
        name
        for name, service in services.items()
        if service.get("environment", {}).get("POSTGRES_PASSWORD") == ""
    }
    assert (told, blank) == ({"migrate", "postgres"}, {"web", "worker", "beat"})


def test_the_image_installs_from_the_lock_and_runs_without_rights() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert "RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock" in lines
    assert lines.index("USER app") < next(n for n, line in enumerate(lines) if line.startswith("CMD"))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks_pin_every_package_by_hash_and_name_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)


def test_both_locks_agree_on_every_package() -> None:
    runtime, development = (
        dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text(), flags=re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert runtime.items() <= development.items()


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"PORT": "http"}, "PORT=http is not a port: give a number from 1 to 65535."),
        ({"SERVE": "maybe"}, "SERVE=maybe is not understood: say SERVE=1 or SERVE=0."),
        ({"CASE": "/no/such/case"}, "CASE=/no/such/case is not a folder: give the path of a case."),
    ],
)
def test_options_that_make_no_sense_are_said_in_one_sentence(
    environment: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ServerError) as refusal:
        Options.from_environment(environment)
    assert str(refusal.value) == sentence


def test_without_options_the_model_case_is_served_on_port_8000() -> None:
    options = Options.from_environment({})
    assert (options.serve, options.reset, options.port) == (True, False, 8000)
    assert (options.case / "programme.yaml").exists()
