from django.urls import path

from motcua.foundation.ui.preferences import remember

app_name = "ui"
urlpatterns = [path("giao-dien", remember, name="preferences")]
