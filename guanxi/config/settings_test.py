"""Settings for tests: a throw-away data folder, quick password hashing, mail kept in memory."""

import os
import tempfile

os.environ["GUANXI_DATA"] = tempfile.mkdtemp(prefix="guanxi-test-")

from guanxi.config.settings import *  # noqa: E402,F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# In a file, so that the processes that some tests start see the same database.
if DATABASES["default"]["ENGINE"].endswith("sqlite"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}  # noqa: F405
