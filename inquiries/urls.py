"""Every address of the desk."""

from django.urls import include, path

urlpatterns = [
    path("", include("inquiries.desk.urls_queue")),
    path("", include("inquiries.desk.urls_account")),
    path("", include("inquiries.desk.urls_figures")),
    path("", include("inquiries.desk.urls_inquiry")),
    path("", include("inquiries.desk.urls_assist")),
    path("", include("inquiries.desk.urls_promises")),
    path("", include("inquiries.desk.urls_same")),
    path("", include("inquiries.desk.urls_team")),
    path("", include("inquiries.desk.urls_work")),
    path("", include("inquiries.desk.urls_reading")),
]
