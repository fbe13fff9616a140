"""The product's settings with what only tests need: a place of their own for files, and a fast password hasher."""

import os
import tempfile
from datetime import timedelta
from pathlib import Path

# Before the product's settings are read: no test may touch the developer's var/ folder.
_folder = Path(os.environ.get("VAR_DIR") or tempfile.mkdtemp(prefix="travelhub-tests-"))
# Workers of one run inherit the folder; the counters of /metrics are files in it, and each counts its own.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
os.environ["VAR_DIR"] = str(_folder if _folder.name == _worker else _folder / _worker)
os.environ["ENV_FILE"] = ""
# DATABASE_URL and CELERY_BROKER_URL of `make test-all` pass through; a developer's vendor credentials do not.
for _name in list(os.environ):
    if _name.startswith(
        (
            "GRAPH_",
            "WHATSAPP_",
            "OPENAI_",
            "SENTRY_",
            "EXTRACTION_",
            "VAULT_",
            "SIGN_IN_",
            "MICROSOFT_",
            "REQUIRE_SECOND",
            "S3_",
        )
    ):
        del os.environ[_name]

from travelhub.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Tests that are about real processes start them; everywhere else a ring does nothing and tests call work themselves.
UNDO_SECONDS = 0  # a queued reply is due now; tests of the undo say how long
MAIL_RETRY_PAUSE = timedelta(milliseconds=1)
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT = None
CELERY_BROKER_TRANSPORT_OPTIONS = {}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = VAR_DIR / "static"  # noqa: F405  WhiteNoise warns where there is no folder
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
if "sqlite3" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # A file, not memory: tests with several connections see the locks of the real thing.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}  # noqa: F405
# Each test client would look up each static file anew; that they are served is seen in the browser tests.
WHITENOISE_USE_FINDERS = False
