"""Routes of the pages about reading: how well it goes, and reading again."""

from django.urls import path

from inquiries.desk import views_again, views_reading

urlpatterns = [
    path("reading/", views_reading.reading, name="reading"),
    path("reading/cases/", views_reading.cases, name="reading_cases"),
    path("reading/export/", views_reading.export, name="reading_export"),
    path("reading/again/", views_again.again, name="reading_again"),
    path("reading/again/<int:pk>/", views_again.job, name="reading_job"),
    path("reading/again/<int:pk>/cancel/", views_again.cancel, name="reading_cancel"),
    path("reading/again/<int:pk>/for-real/", views_again.for_real, name="reading_for_real"),
    path("inquiries/<int:pk>/again/", views_again.inquiry_again, name="inquiry_again"),
    path("inquiries/<int:pk>/again/<int:job>/", views_again.inquiry_job, name="inquiry_again_job"),
]
