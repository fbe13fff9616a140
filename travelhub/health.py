"""/health/live and /health/ready, for whatever watches the processes. No log-in, and nothing that helps a stranger."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from inquiries import machinery


@csrf_exempt  # only read; it lets the short way of WebhookMiddleware take it
@login_not_required
@never_cache
@require_safe
def live(_request: HttpRequest) -> JsonResponse:
    """The process answers. Touches nothing else, so that a dead database does not get the web process restarted."""
    return JsonResponse({"status": "ok"})


@csrf_exempt  # only read; it lets the short way of WebhookMiddleware take it
@login_not_required
@never_cache
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """503 until database, migrations, broker and the sweeper's heartbeat are all well; says which is not, in words."""
    with translation.override(settings.LANGUAGE_CODE):  # whatever watches looks for these words
        lines = machinery.everything()
    well = all(line.ok for line in lines)
    checks = {line.name.lower(): {"ok": line.ok, "text": line.text} for line in lines}
    return JsonResponse({"status": "ok" if well else "unavailable", "checks": checks}, status=200 if well else 503)
