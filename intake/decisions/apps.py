from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "intake.decisions"
    label = "decisions"
