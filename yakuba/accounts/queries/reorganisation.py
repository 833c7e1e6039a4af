"""What a reorganisation's file would change, for the preview."""

from yakuba.accounts.reorganisation.plan import Plan
from yakuba.accounts.reorganisation.plan import plan as reorganisation_plan
from yakuba.accounts.reorganisation.table import LARGEST as LARGEST_REORGANISATION

__all__ = ["LARGEST_REORGANISATION", "Plan", "reorganisation_plan"]
