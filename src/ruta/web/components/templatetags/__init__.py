"""Template tag libraries: `{% load ruta %}`."""
