from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "intake.assessments"
    label = "assessments"
