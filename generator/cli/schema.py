"""`handouts schema`: writes the JSON Schemas for editors."""

import json
from pathlib import Path

import click

from generator.cli.terminal import reported


@click.command(short_help="Write the JSON Schemas for editors.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def schema(folder: Path) -> None:
    """Write the JSON Schemas of front matter and prescriptions into FOLDER, for editors."""
    from generator.patients.prescription import PrescriptionFields
    from generator.schema import KINDS

    kinds = KINDS | {"prescription": PrescriptionFields}
    with reported():
        folder.mkdir(parents=True, exist_ok=True)
        for kind, fields in kinds.items():
            file = folder / f"{kind}.schema.json"
            described = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
            described |= fields.model_json_schema()
            file.write_text(json.dumps(described, indent=2, ensure_ascii=False) + "\n", "utf-8")
            click.echo(f"Wrote {file}")
