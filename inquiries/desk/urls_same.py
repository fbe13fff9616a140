"""Routes for putting conversations together and apart."""

from django.urls import path

from inquiries.desk import views_same

urlpatterns = [
    path("inquiries/<int:pk>/same/", views_same.card, name="inquiry_same"),
    path("inquiries/<int:pk>/same/<int:suggestion>/", views_same.answer, name="inquiry_same_answer"),
    path("inquiries/<int:pk>/regroupings/<int:act>/undo/", views_same.undo, name="inquiry_same_undo"),
    path("inquiries/<int:pk>/by-hand/", views_same.by_hand, name="inquiry_by_hand"),
    path("inquiries/<int:pk>/group/", views_same.group, name="inquiry_group"),
]
