"""The manifest: what was run, on what, and the identity of what came out.

It holds only what is reproducible: the same command gives the same manifest on one installation,
whatever the workers, kills and restarts. Timings and failed attempts lie beside the blocks.
"""

from __future__ import annotations

import json
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bereik.experiments import blocks
from bereik.experiments.runner import Job

BENEATH = ("bereik", "numpy", "numba", "llvmlite", "scipy", "pandas", "pyarrow", "mesa")


def write_manifest(job: Job, folder: Path, path: Path) -> None:
    """Write the manifest of a finished job."""
    text = json.dumps(manifest(job, folder), indent=1, sort_keys=True, ensure_ascii=False)
    blocks.write_text(path, text + "\n")


def manifest(job: Job, folder: Path) -> dict[str, Any]:
    """Return the manifest of a finished job, whose blocks lie in a folder."""
    from bereik.compiled import source_hash
    from bereik.records import SCHEMA_VERSION

    return {
        "notice": "Synthetic; not for decisions about persons.",
        "key": job.key(),
        "runs": f"runs/{folder.name}",
        "scenarios": {
            label: {
                "title": scenario.title._asdict(),
                "fingerprint": scenario.fingerprint(),
                "without_help": job.labels[reference],
                "upper_bound": scenario.upper_bound,
                "source": scenario.source,
                "departures": {name: d._asdict() for name, d in scenario.parameters.items()},
                "resolved": scenario.resolved(),
            }
            for label, scenario, reference in zip(job.labels, job.scenarios, job.references, strict=True)
        },
        "compared": list(job.labels[: job.shown]),
        "seeds": list(job.seeds),
        "residents": job.residents,
        "weeks": job.weeks,
        "burn_in": job.burn_in,
        "source": source_hash(),
        "schema": SCHEMA_VERSION,
        "versions": {name: version(name) for name in BENEATH} | {"python": platform.python_version()},
        "platform": {"system": platform.system(), "machine": platform.machine()},
        "identity": blocks.identity(folder, job.seeds),
    }
