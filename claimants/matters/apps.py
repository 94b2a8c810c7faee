from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "claimants.matters"
    label = "matters"
