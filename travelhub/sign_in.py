"""One log-in: the admin sends people to the desk's page and back."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse


@login_not_required
def admin_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """Stands where the admin's own log-in page would be."""
    if request.user.is_authenticated:
        # The admin sent somebody away who is signed in: the sign-in page would send them back, round and round.
        raise PermissionDenied
    query = urlencode({"next": request.GET.get("next") or reverse("admin:index")})
    return HttpResponseRedirect(f"{reverse('sign_in')}?{query}")
