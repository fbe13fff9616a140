"""Mounted under /webhooks/."""

from django.urls import path

from mailsync import views

urlpatterns = [path("graph/", views.graph_webhook, name="graph_webhook")]
