"""All commands, in the order of the help."""

from __future__ import annotations

from catalog_gen.cli.building import BUILD
from catalog_gen.cli.checking import CHECK, INSPECT
from catalog_gen.cli.comparing import COMPAT
from catalog_gen.cli.diffing import DIFF
from catalog_gen.cli.exemplifying import EXAMPLE
from catalog_gen.cli.serving import SERVE
from catalog_gen.cli.starting import NEW
from catalog_gen.cli.validating import VALIDATE

COMMANDS = (BUILD, SERVE, CHECK, DIFF, COMPAT, EXAMPLE, VALIDATE, INSPECT, NEW)
