"""Where everything is. Paths are Vietnamese without diacritics; /en/ before them gives the English pages."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("api/", include("motcua.faces.api.urls")),
    path("", include("motcua.foundation.ui.urls")),
    *i18n_patterns(
        path("quay/", include("motcua.faces.counter.urls")),
        path("", include("motcua.faces.board.urls")),
        path("", include("motcua.faces.desk.urls")),
        path("", include("motcua.faces.portal.urls")),
        prefix_default_language=False,
    ),
]

handler500 = "motcua.foundation.ui.middleware.server_error"
