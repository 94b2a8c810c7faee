from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "intake.reports"
    label = "reports"
