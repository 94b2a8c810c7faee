"""Addresses of the mail page for development, and of the page that checks a message's code."""

from django.urls import URLPattern, path

from intake.portal.views import mail, verify

urlpatterns: list[URLPattern] = [
    path("notices/verify/", verify.verify_notice, name="verify_notice"),
    path("dev/mail/", mail.mail_list, name="mail_list"),
    path("dev/mail/<slug:name>/", mail.mail_detail, name="mail_detail"),
    path("dev/mail/<slug:name>/html/", mail.mail_html, name="mail_html"),
    path("dev/mail/<slug:name>/attachments/<int:number>/", mail.mail_attachment, name="mail_attachment"),
]
