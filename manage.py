#!/usr/bin/env python
"""Runs the project's commands; settings come from DJANGO_SETTINGS_MODULE, by default those for development."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intake.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
