"""Where providers report what became of messages. django-anymail reads it; it is kept, and the work follows later."""

import structlog
from anymail.exceptions import AnymailConfigurationError, AnymailWebhookValidationFailure
from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailersend import MailerSendTrackingWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.mailjet import MailjetTrackingWebhookView
from anymail.webhooks.mailtrap import MailtrapTrackingWebhookView
from anymail.webhooks.mandrill import MandrillCombinedWebhookView
from anymail.webhooks.postal import PostalTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from anymail.webhooks.sparkpost import SparkPostTrackingWebhookView
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from intake.notices.actions import hear_all
from intake.notices.providers import TrackingEvent, heard_from

log = structlog.get_logger(__name__)
READERS: dict[str, type[AnymailBaseWebhookView]] = {
    "brevo": BrevoTrackingWebhookView,
    "mailersend": MailerSendTrackingWebhookView,
    "mailgun": MailgunTrackingWebhookView,
    "mailjet": MailjetTrackingWebhookView,
    "mailtrap": MailtrapTrackingWebhookView,
    "mandrill": MandrillCombinedWebhookView,
    "postal": PostalTrackingWebhookView,
    "postmark": PostmarkTrackingWebhookView,
    "sparkpost": SparkPostTrackingWebhookView,
}


@csrf_exempt
@never_cache
@require_http_methods(["HEAD", "POST"])
def mail_events(request: HttpRequest, provider: str) -> HttpResponse:
    """Keeps every event of one request, or none of them. What is forged is refused before it is read."""
    reader = _reader(provider)
    if request.method == "HEAD":
        return HttpResponse()
    try:
        reader.run_validators(request)
        events: list[TrackingEvent] = reader.parse_events(request)
    except AnymailWebhookValidationFailure:
        log.warning("notices.report_forged", provider=provider)
        return HttpResponse("This is not from our provider.", status=403, content_type="text/plain")
    except RequestDataTooBig:
        log.warning("notices.report_too_big", provider=provider)
        return HttpResponse("Send fewer events at once.", status=413, content_type="text/plain")
    except Exception as error:  # what another house sends may break its reader in any way
        log.warning("notices.report_not_read", provider=provider, error=type(error).__name__)
        return HttpResponse("This could not be read.", status=400, content_type="text/plain")
    hear_all([heard_from(provider, event) for event in events])
    return HttpResponse()


def _reader(provider: str) -> AnymailBaseWebhookView:
    """The reader for a provider that may report here: one that is named in the settings, and shows the secret."""
    chosen = READERS.get(provider)
    if chosen is None or provider not in settings.MAIL_EVENTS_FROM or not settings.ANYMAIL["WEBHOOK_SECRET"]:
        raise Http404("Nobody reports here.")
    try:
        return chosen()
    except AnymailConfigurationError as error:
        log.error("notices.reports_not_set_up", provider=provider)
        raise Http404("Nobody reports here.") from error
