"""The web application for gunicorn. It does not start on a database that would let frozen rows be edited."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intake.settings.production")

application = get_wsgi_application()

from django.db import connection  # noqa: E402

from claimants.common import frozen  # noqa: E402

frozen.check(connection)
connection.close()
