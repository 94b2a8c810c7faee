from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "claimants.common"
    label = "common"
