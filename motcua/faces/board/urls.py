from django.urls import path

from . import figures, roadmap

app_name = "board"
urlpatterns = [
    path("", figures.figures_page, name="figures"),
    path("lo-trinh", roadmap.roadmap_page, name="roadmap"),
    path("lo-trinh.csv", roadmap.roadmap_csv, name="roadmap_csv"),
    path("so-lieu.csv", figures.figures_csv, name="csv"),
    path("so-lieu.json", figures.figures_json, name="json"),
]
