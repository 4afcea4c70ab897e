"""Reads what was accepted and returns a Document per language. Writes nothing."""

from reports.compiler.compilation import Compilation, NothingAccepted, Unbalanced, compile_report
from reports.compiler.findings import Finding

__all__ = ["Compilation", "Finding", "NothingAccepted", "Unbalanced", "compile_report"]
