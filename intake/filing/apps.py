from django.apps import AppConfig


class FilingConfig(AppConfig):
    name = "intake.filing"
    label = "filing"
