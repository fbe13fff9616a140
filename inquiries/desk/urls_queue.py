"""Routes of the queue: the page, its parts, what is done to picked rows, and saved views."""

from django.urls import path

from inquiries.desk import views_picked, views_queue, views_saved_views

urlpatterns = [
    path("", views_queue.queue, name="queue"),
    path("find/", views_queue.find, name="find"),
    path("news/", views_queue.news, name="news"),
    path("filters/", views_queue.filter_panel, name="filter_panel"),
    path("keys/", views_queue.single_keys, name="single_keys"),
    path("picked/", views_picked.act_on_picked, name="act_on_picked"),
    path("picked/undo/", views_picked.undo, name="undo_picked"),
    path("views/", views_saved_views.saved, name="saved_views"),
    path("views/save/", views_saved_views.save, name="save_view"),
    path("views/numbers/", views_saved_views.numbers, name="saved_numbers"),
    path("views/<int:pk>/", views_saved_views.view, name="saved_view"),
]
