from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "intake.portal"
    label = "portal"
