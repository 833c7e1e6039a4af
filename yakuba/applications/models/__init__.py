"""The rows of an application: itself, what arrived, what was done along its route, what came on paper and goes by post."""

from yakuba.applications.models.afterwards import Revocation, Succession
from yakuba.applications.models.application import Application, ApplicationQuerySet
from yakuba.applications.models.capacities import Capacity
from yakuba.applications.models.channels import Call, Channel, Identification, Intake
from yakuba.applications.models.filings import Correction, Submission
from yakuba.applications.models.posting import Bundle, Posting
from yakuba.applications.models.states import (
    EDITABLE,
    ELECTRONIC,
    FINISHED,
    MOVES,
    OFFICIALS,
    OPEN,
    SETTLED,
    State,
)
from yakuba.applications.models.steps import StepRecord

__all__ = [
    "EDITABLE",
    "ELECTRONIC",
    "FINISHED",
    "MOVES",
    "OFFICIALS",
    "OPEN",
    "SETTLED",
    "Application",
    "ApplicationQuerySet",
    "Bundle",
    "Call",
    "Capacity",
    "Channel",
    "Correction",
    "Identification",
    "Intake",
    "Posting",
    "Revocation",
    "State",
    "StepRecord",
    "Submission",
    "Succession",
]
