"""Every address of the desk."""

from django.urls import include, path

from inquiries.desk import views_queue

urlpatterns = [
    path("", views_queue.queue, name="queue"),
    path("news/", views_queue.news, name="news"),
    path("filters/", views_queue.filter_panel, name="filter_panel"),
    path("picked/", views_queue.act_on_picked, name="act_on_picked"),
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
