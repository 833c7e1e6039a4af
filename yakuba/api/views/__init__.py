"""What programs ask: procedures with the shape of their answers; file, correct, follow, fetch papers, withdraw."""

from yakuba.api import openapi, sorts
from yakuba.api.views import files, filing, letters, procedures

api = openapi.made()
sorts.register(api)
for part in (procedures, filing, files, letters):
    api.add_router("", part.router)
