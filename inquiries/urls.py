"""Every address of the desk."""

from django.urls import include, path

from inquiries.desk.sign_in import SignIn, SignOut
from inquiries.desk.views_queue import queue

urlpatterns = [
    path("", queue, name="queue"),
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    path("sign-out/", SignOut.as_view(), name="sign_out"),
    path("", include("inquiries.desk.urls_inquiry")),
    path("", include("inquiries.desk.urls_work")),
]
