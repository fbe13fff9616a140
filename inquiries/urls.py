"""Every address of the desk."""

from django.urls import include, path

from inquiries.desk import views_export
from inquiries.desk.sign_in import SignIn, SignOut

urlpatterns = [
    path("", include("inquiries.desk.urls_queue")),
    path("export/", views_export.export, name="export"),
    path("export/picked/", views_export.export_picked, name="export_picked"),
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    path("sign-out/", SignOut.as_view(), name="sign_out"),
    path("", include("inquiries.desk.urls_inquiry")),
    path("", include("inquiries.desk.urls_promises")),
    path("", include("inquiries.desk.urls_same")),
    path("", include("inquiries.desk.urls_work")),
    path("", include("inquiries.desk.urls_reading")),
]
