from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "intake.notices"
    label = "notices"
