"""Every address of the product. Each app brings its own; the webhooks are the only ones open to strangers."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from inquiries.desk.sign_in import SignOut
from travelhub.health import live, ready
from travelhub.metrics import metrics
from travelhub.sign_in import admin_sign_in

handler429 = "inquiries.desk.sign_in.too_many"  # django-allauth's limits answer with it

urlpatterns = [
    path("admin/login/", admin_sign_in),
    path("admin/logout/", SignOut.as_view()),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("health/live", live, name="health_live"),
    path("health/ready", ready, name="health_ready"),
    path("metrics", metrics, name="metrics"),
    path("webhooks/", include("messaging.urls")),
    path("webhooks/", include("mailsync.urls")),
    path("", include("inquiries.urls")),
]
