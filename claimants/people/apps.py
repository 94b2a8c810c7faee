from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "claimants.people"
    label = "people"
