"""Settings of the site, from the environment; the demonstration's are the defaults and say so."""

from __future__ import annotations

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent
DEMO = os.environ.get("XIANXING_MODE", "demo") == "demo"
SECRET_KEY = os.environ.get("XIANXING_SECRET_KEY", "demonstration-only" if DEMO else "")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("XIANXING_HOSTS", "localhost,127.0.0.1").split(",")
INSTALLED_APPS = ["django.contrib.staticfiles"]
ROOT_URLCONF = "xianxing.site.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
