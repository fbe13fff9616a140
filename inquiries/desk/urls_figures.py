"""Routes of the figures and of exports."""

from django.urls import path

from inquiries.desk import views_export, views_exports, views_figures

urlpatterns = [
    path("figures/", views_figures.page, name="figures"),
    path("figures/tables/", views_figures.tables, name="figures_tables"),
    path("export/", views_export.export, name="export"),
    path("export/new/", views_export.export_new, name="export_new"),
    path("export/picked/", views_export.export_picked, name="export_picked"),
    path("exports/", views_exports.exports, name="exports"),
    path("exports/<int:pk>/", views_exports.job, name="export_job"),
    path("exports/<int:pk>/file/", views_exports.file, name="export_file"),
    path("exports/<int:pk>/cancel/", views_exports.cancel, name="export_cancel"),
]
