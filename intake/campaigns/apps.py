from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "intake.campaigns"
    label = "campaigns"
