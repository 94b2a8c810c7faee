"""The claimants' addresses."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from intake.portal.views import answering, begin, changes, check, matters, pages, papers, personal, signing, status

app_name = "portal"

_of_one_claim: list[URLPattern] = [
    path("", status.claim_detail, name="claim_detail"),
    path("check-answers/", signing.claim_check, name="claim_check"),
    path("sign/", signing.claim_sign, name="claim_sign"),
    path("withdraw/", changes.claim_withdraw, name="claim_withdraw"),
    path("dispute/", changes.claim_dispute, name="claim_dispute"),
    path("answer/", answering.claim_answer, name="claim_answer"),
    path("correct/", answering.claim_correct, name="claim_correct"),
    path("correct/<slug:page_id>/", answering.claim_correct_page, name="claim_correct_page"),
    path("receipt.pdf", status.receipt, name="receipt"),
    path("<slug:page_id>/", pages.claim_page, name="claim_page"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", matters.matter_list, name="matter_list"),
    path("matters/<slug:slug>/", matters.matter_detail, name="matter_detail"),
    path("matters/<slug:slug>/check/", check.check, name="check"),
    path("matters/<slug:slug>/start/", begin.start, name="start"),
    path("matters/<slug:slug>/start/<slug:capacity>/", begin.gate, name="gate"),
    path("privacy/<slug:slug>/", papers.privacy, name="privacy"),
    path("accessibility/", papers.accessibility, name="accessibility"),
    path("robots.txt", papers.robots, name="robots"),
    path("account/copy/", personal.data_copy, name="data_copy"),
    path("account/erase/", personal.erase, name="erase"),
    path("", include("intake.portal.urls_door")),
    path("", include("intake.portal.urls_mail")),
    re_path(r"^(?P<under>registrations|claims)/$", status.claim_list, name="claim_list"),
    re_path(r"^(?P<under>registrations|claims)/(?P<reference>[^/]{1,20})/", include(_of_one_claim)),
]
