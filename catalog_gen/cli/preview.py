"""`catalog-gen serve`: the pipeline with a writer that keeps pages in memory, behind the preview server."""

from __future__ import annotations

import argparse
from pathlib import Path

from catalog_gen.files import FolderReader
from catalog_gen.output import Cache, Writer
from catalog_gen.output.cache import FOLDER
from catalog_gen.pipeline import BuildReport, Options, build_site
from catalog_gen.run import Run
from catalog_gen.serve import serve


def preview(root: Path, options: argparse.Namespace) -> int:
    """Serve ROOT until Ctrl-C; gives the exit code. One process builds: an edit touches few files."""
    folder = None if options.no_cache else Path(options.cache) if options.cache else root / FOLDER
    settings = Options(config=options.config, base_url=options.base_url, as_of=options.as_of or "")
    reader = FolderReader(root)

    def build(writer: Writer) -> BuildReport:
        cache = Cache(folder)
        try:
            return build_site(Run(reader, cache), writer, settings)
        finally:
            cache.close()

    return serve(
        root,
        build,
        host=options.host,
        port=options.port,
        open_browser=options.open,
        ignored=() if folder is None else (folder,),
    )
