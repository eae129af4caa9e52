from django.urls import include, path

from . import exports, figures, roadmap

app_name = "board"
public = [
    path("", figures.figures_page, name="figures"),
    path("lo-trinh", roadmap.roadmap_page, name="roadmap"),
    path("lo-trinh.csv", roadmap.roadmap_csv, name="roadmap_csv"),
    path("so-lieu.csv", figures.figures_csv, name="csv"),
    path("so-lieu.json", figures.figures_json, name="json"),
]
for_officers = [
    path("xuat", exports.exports, name="exports"),
    path("xuat/<int:number>", exports.one_export, name="export"),
    path("xuat/<int:number>/tep", exports.export_file, name="export_file"),
]
urlpatterns = [path("cong-khai/", include(public)), path("bao-cao/", include(for_officers))]
