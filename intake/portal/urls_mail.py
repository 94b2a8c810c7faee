"""Addresses about messages: development's mail page, the check of a code, the link that stops, providers' reports."""

from django.urls import URLPattern, path

from intake.portal.views import mail, mail_events, unsubscribing, verify

urlpatterns: list[URLPattern] = [
    path("notices/verify/", verify.verify_notice, name="verify_notice"),
    path("mail/stop/<str:token>/", unsubscribing.mail_stop, name="mail_stop"),
    path("mail-events/<slug:provider>/", mail_events.mail_events, name="mail_events"),
    path("dev/mail/", mail.mail_list, name="mail_list"),
    path("dev/mail/<slug:name>/", mail.mail_detail, name="mail_detail"),
    path("dev/mail/<slug:name>/html/", mail.mail_html, name="mail_html"),
    path("dev/mail/<slug:name>/attachments/<int:number>/", mail.mail_attachment, name="mail_attachment"),
]
