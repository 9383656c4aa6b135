"""Likely names, quotations, figures and cues, and where they end: ghosts, jumps, grow and shrink (interaction.md)."""

from annotator.core.candidates.candidate import Candidate
from annotator.core.candidates.engine import Candidates

__all__ = ["Candidate", "Candidates"]
