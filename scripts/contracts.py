"""The import contract of our own: an app is entered by its doors, and by nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from importlinter import Contract, ContractCheck, fields, output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grimp import ImportGraph


class DoorsContract(Contract):
    """Modules of one app import another app only through that app's doors.

    All options are lists of names inside the root package:
        doors: modules that other apps may import, in every app.
        more_doors: further doors of single apps, as `app.module`.
        open_apps: apps whose every module is a door, except `closed_everywhere`.
        closed_everywhere: modules that no other app may import, even from an open app.
        free_importers: packages that may import anything.
    """

    type_name = "doors"

    doors = fields.SetField(subfield=fields.StringField())
    more_doors = fields.SetField(subfield=fields.StringField(), required=False)
    open_apps = fields.SetField(subfield=fields.StringField(), required=False)
    closed_everywhere = fields.SetField(subfield=fields.StringField(), required=False)
    free_importers = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001  import-linter's signature
        """Look at every import between two apps."""
        output.verbose_print(verbose, "Looking at every import between two apps…")
        broken = sorted(self._broken(graph))
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import that does not come in by a door, with its file and line."""
        for importer, imported, line in check.metadata["broken"]:
            output.print_error(
                f"{importer} -> {imported} (l.{line}): this is not one of its doors.", bold=False
            )

    def _broken(self, graph: ImportGraph) -> Iterator[tuple[str, str, int]]:
        root = self.session_options["root_packages"][0]
        ours = {module for module in graph.modules if module.startswith(f"{root}.")}
        # Tests are no part of the program: they may look in by any window, as long as they look down.
        for importer in (module for module in ours if ".tests" not in module):
            for imported in graph.find_modules_directly_imported_by(importer) & ours:
                if not self._may(importer.split(".")[1], imported.split(".")[1:]):
                    details = graph.get_import_details(importer=importer, imported=imported)
                    yield importer, imported, details[0]["line_number"]

    def _may(self, importer: str, imported: list[str]) -> bool:
        app, module = imported[0], ".".join(imported[1:2])
        if importer == app or importer in (self.free_importers or set()):
            return True
        if app in (self.open_apps or set()):
            return module not in (self.closed_everywhere or set())
        return module in self.doors or f"{app}.{module}" in (self.more_doors or set())
