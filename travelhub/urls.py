"""Every address of the product. Each app brings its own; the webhooks are the only ones open to strangers."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("webhooks/", include("messaging.urls")),
    path("webhooks/", include("mailsync.urls")),
    path("", include("inquiries.urls")),
]
