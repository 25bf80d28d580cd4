"""Finds the documents among the files and folders a user names."""

import logging
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from hrss_analysis.documents.model import DocumentError
from hrss_analysis.documents.opening import SUFFIXES

_log = logging.getLogger(__name__)


def find_documents(paths: Iterable[Path]) -> list[Path]:
    """List the documents among files and, at any depth, in folders; sorted, each once.

    What a folder holds beside documents is counted by suffix in a logged warning; hidden files
    and Office lock files (`~$…`) are passed over. Links to folders are not followed.

    Raises:
        DocumentError: A named file is missing or of a kind that is not read, a folder cannot be
            opened, or there is no document in any of them.
    """
    named = [Path(path) for path in paths]
    found: set[Path] = set()
    others: Counter[str] = Counter()
    for path in named:
        if path.is_dir():
            inside = _files(path)
            documents = {file for file in inside if _is_supported(file) and file.is_file()}
            others.update(file.suffix.lower() or "no suffix" for file in inside - documents)
            found |= documents
        elif not path.exists():
            raise DocumentError(path, "does not exist", "check the path")
        elif not _is_supported(path):
            kinds = ", ".join(SUFFIXES)
            raise DocumentError(path, "is of a kind that is not read", f"convert it to {kinds}")
        else:
            found.add(path)
    if others:
        counts = ", ".join(f"{suffix} {count}" for suffix, count in sorted(others.items()))
        _log.warning("%d files are not read: %s", others.total(), counts)
    if named and not found:
        raise DocumentError(named[0], "holds no document", f"add files {', '.join(SUFFIXES)}")
    return sorted(found)


def _is_supported(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES


def _files(folder: Path) -> set[Path]:
    def stop(error: OSError) -> None:
        raise DocumentError(
            Path(error.filename), f"cannot be opened ({error.strerror})", "check its permissions"
        ) from error

    found: set[Path] = set()
    for parent, folders, names in os.walk(folder, onerror=stop):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found |= {Path(parent, name) for name in names if not name.startswith((".", "~$"))}
    return found
