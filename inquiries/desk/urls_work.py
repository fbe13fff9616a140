"""Routes of the work page and of the system's own pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
